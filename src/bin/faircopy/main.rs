//! The native tool: reads stored pages with the very core that the extension runs.

fn main() {}
