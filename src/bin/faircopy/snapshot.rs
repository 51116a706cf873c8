//! A stored page → its snapshot markup, to be held against what `extension/snapshot.js` writes of the same page.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use crate::stored;

/// Write the snapshot markup of a page
#[derive(clap::Args)]
pub struct Arguments {
    /// The page; - for standard input
    file: PathBuf,
}

/// Writes the markup to standard output.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    std::io::stdout().write_all(stored::page(&arguments.file, None)?.html.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
