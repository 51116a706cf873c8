//! [`Article`](crate::Article) → what is shown or saved.

#[cfg(target_arch = "wasm32")]
pub mod dom;
mod html;
mod markdown;
mod text;

pub use html::html;
pub use markdown::markdown;
pub use text::text;

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

/// The MathML elements that are shown; of others, only what they hold.
#[rustfmt::skip]
pub const MATH_ELEMENTS: &[&str] = &[
    "math", "menclose", "merror", "mfenced", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded",
    "mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup",
    "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none", "semantics",
];

/// The MathML attributes that are kept: none of them holds an address, a name or a style.
#[rustfmt::skip]
pub const MATH_ATTRIBUTES: &[&str] = &[
    "accent", "accentunder", "close", "columnalign", "columnspan", "depth", "dir", "display", "displaystyle",
    "fence", "form", "height", "largeop", "linethickness", "lspace", "mathvariant", "maxsize", "minsize",
    "movablelimits", "notation", "open", "rowalign", "rowspan", "rspace", "scriptlevel", "separator",
    "separators", "stretchy", "symmetric", "voffset", "width",
];
