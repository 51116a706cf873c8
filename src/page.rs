//! The page as it is shown, and its address: the only input of the core.

/// A page to read.
///
/// `html` is *snapshot markup*: what `extension/snapshot.js` writes from the live page and
/// `src/bin/faircopy/normalise.rs` from stored HTML. It is balanced (every element that is not void has its own
/// end tag), pruned (no scripts, styles or comments) and uses only the entities `&amp; &lt; &gt; &quot; &nbsp;`.
/// What only the browser knows is written in attributes whose names begin with `fc-`; the page's own attributes
/// of such names are never copied.
///
/// | attribute | meaning |
/// |---|---|
/// | `fc-hidden` | the element is not shown; the value says why: `display`, `visibility`, `clip`, `size`, `aria` |
/// | `fc-src` | the address of the picture the browser chose (`currentSrc`) |
/// | `fc-size` | natural size of that picture in pixels, `WIDTHxHEIGHT`; of a frame, the size it is shown at |
/// | `fc-bg` | the address of the element's background picture |
/// | `fc-frame` | this `div` stands for a same-origin frame; the value is its address |
/// | `fc-writing` | lines in it run from top to bottom: `vertical-rl` or `vertical-lr`; on some elements of the text |
/// | `fc-selected` | on `body`: it holds nothing but what a person has selected |
/// | `fc-noscript` | this `div` stands for a `noscript`; its children are what that would show |
///
/// Elements are numbered in the order of their start tags, from 0: the *ordinal*. The snapshot keeps the live
/// node of each, so a block of the article can be found again on the page without marking it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Snapshot markup.
    pub html: String,
    /// Absolute address of the page, if it has one; relative links are resolved against it.
    pub url: Option<String>,
}

impl Page {
    /// A page from snapshot markup and its address.
    pub fn new(html: impl Into<String>, url: Option<&str>) -> Self {
        Page { html: html.into(), url: url.map(str::to_owned) }
    }
}

#[rustfmt::skip]
/// Attributes that the snapshot copies from the page; all others are left out. The `fc-` ones are its own.
pub const KEPT_ATTRIBUTES: &[&str] = &[
    // what it is
    "id", "class", "role", "rel", "type", "name", "property", "content", "charset", "http-equiv",
    "itemprop", "itemtype", "itemscope", "lang", "dir", "title", "hidden", "open", "for", "contenteditable",
    "aria-hidden", "aria-label", "aria-labelledby", "aria-level", "aria-expanded", "aria-roledescription",
    // where it points
    "href", "src", "srcset", "sizes", "alt", "poster", "data", "cite", "media", "width", "height", "usemap",
    // tables, lists, time
    "colspan", "rowspan", "scope", "headers", "start", "reversed", "value", "datetime", "pubdate",
    // pictures that scripts would place
    "data-src", "data-srcset", "data-original", "data-lazy-src", "data-lazy-srcset", "data-lazy", "data-url",
    "data-image", "data-img", "data-bg", "data-background-image", "data-hi-res-src", "data-full-src",
    "data-large-file", "data-orig-file", "data-original-src", "data-original-set", "data-sizes", "data-width",
    "data-height", "data-flickity-lazyload", "data-flickity-lazyload-src", "data-flickity-lazyload-srcset",
    "data-lazyload", "data-lazysrc", "data-defer-src", "data-caption", "data-credit", "data-alt",
    // what a CMS calls its parts
    "data-testid", "data-test-id", "data-qa", "data-component", "data-component-name", "data-type",
    "data-block", "data-block-type", "data-role", "data-module", "data-name", "data-element", "data-language",
    "data-lang",
    // MathML
    "display", "mathvariant", "encoding", "fence", "stretchy", "separator", "columnalign", "rowalign",
    "columnspan", "notation", "accent", "accentunder", "linethickness", "lspace", "rspace", "alttext",
    "displaystyle", "scriptlevel", "largeop", "movablelimits", "symmetric", "voffset", "depth", "minsize",
    "maxsize", "form", "close", "separators",
    // formulas that scripts have drawn
    "data-latex", "data-mml-node", "data-c",
];

/// Elements that the snapshot leaves out with all they hold (`script` other than JSON-LD too).
pub const DROPPED_ELEMENTS: &[&str] = &[
    "style",
    "template",
    "textarea",
    "datalist",
    "option",
    "optgroup",
    "applet",
    "noembed",
    "noframes",
    "param",
    "track",
    "annotation-xml",
    "foreignobject",
];

/// Elements that the snapshot writes without what they hold, but for MathJax's drawing of a formula: a child of
/// `mjx-container`.
pub const EMPTIED_ELEMENTS: &[&str] = &["svg", "canvas", "select", "iframe", "object", "progress", "meter"];
