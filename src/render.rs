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

use crate::article::{Inline, Inlines, Style, plain};

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

/// When a post was written, as it is shown: in the page's words, but for "yesterday" and the like, which are not true for long.
fn post_date<'a>(date: &'a Option<String>, said: &'a Option<String>) -> Option<&'a str> {
    let lasting = |said: &&String| {
        let mut numbers = said.split(|c: char| !c.is_ascii_digit());
        numbers.any(|n| n.len() == 4) || said.contains(':')
    };
    said.as_ref().filter(lasting).or(date.as_ref()).map(String::as_str)
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

/// Lines of a poem, if the paragraph is set in lines: three or more, all of them short.
#[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "only what is shown is set line by line"))]
fn verse(inlines: &Inlines) -> Option<Vec<&[Inline]>> {
    let lines: Vec<&[Inline]> = inlines.split(|i| matches!(i, Inline::Break)).collect();
    let mut longest = 0;
    let mut letters = 0;
    for line in &lines {
        let length = plain(line).chars().count();
        longest = longest.max(length);
        letters += length;
    }
    // A line of prose between two breaks is longer than the longest line of verse in use, of about sixteen syllables.
    (lines.len() > 2 && longest <= 90 && letters <= 55 * lines.len()).then_some(lines)
}
