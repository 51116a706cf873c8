//! [`Article`](crate::Article) → what is shown or saved.

#[cfg(target_arch = "wasm32")]
pub mod dom;
mod html;
mod markdown;
mod text;

pub use crate::math::{MATH_ATTRIBUTES, MATH_ELEMENTS};
pub use html::html;
pub use markdown::markdown;
pub use text::text;

use crate::article::Style;

/// The address, if it is one that a reader may follow. Whoever composes an article has seen to that; what shows
/// it looks again, so that one slip is not enough.
fn link(href: &str) -> Option<&str> {
    ["http://", "https://", "mailto:"].iter().any(|scheme| begins(href, scheme)).then_some(href)
}

/// The address, if it is one that a picture may come from.
fn picture(src: &str) -> Option<&str> {
    let remote = ["http://", "https://"].iter().any(|scheme| begins(src, scheme));
    (remote || crate::links::is_raster_data(src)).then_some(src)
}

fn begins(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// The element that carries a way to set text apart.
fn element(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "em",
        Style::Strong => "strong",
        Style::Code => "code",
        Style::Keyboard => "kbd",
        Style::Subscript => "sub",
        Style::Superscript => "sup",
        Style::Quote => "q",
        Style::Cite => "cite",
        Style::Mark => "mark",
        Style::Deleted => "del",
        Style::Inserted => "ins",
        Style::Small => "small",
    }
}
