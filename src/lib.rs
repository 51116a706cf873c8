//! Faircopy reads a web page and keeps nothing but its article.
//!
//! ```
//! use faircopy::{Page, read};
//! let page = Page::new("<html><body><h1>A headline</h1><p>Some words.</p></body></html>", None);
//! let reading = read(&page).unwrap();
//! assert_eq!(reading.article.headline.unwrap().plain(), "A headline");
//! ```

mod article;
mod head;
mod links;
mod metadata;
mod page;
pub mod render;
mod sweep;
mod text;
mod tree;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use article::*;
pub use page::{DROPPED_ELEMENTS, EMPTIED_ELEMENTS, KEPT_ATTRIBUTES, Page};
#[cfg(target_arch = "wasm32")]
pub use render::dom;
#[cfg(target_arch = "wasm32")]
pub use wasm::*;

/// What can't be read, and why: for a person to act on.
pub mod errors {
    pub use crate::Unreadable;
}

/// Why nothing was read from a page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The page holds no text to speak of.
    #[error("this page holds no text to read")]
    Empty,
    /// The page is larger than the core takes on.
    #[error("this page is too large to read ({bytes} bytes; the limit is {limit})")]
    TooLarge {
        /// Size of the snapshot in bytes.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// The markup could not be parsed at all.
    #[error("this page's markup could not be read: {0}")]
    Markup(String),
}

/// What came of reading a page.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    /// The page as an article, whether or not it is one.
    pub article: Article,
    /// Would a reader be offered for this page? False for an index, a shop, an app, a search page.
    pub readable: bool,
}

/// Snapshot markup above this many bytes is refused: ten times the largest page of the corpus' 1,226.
pub const LARGEST_PAGE: usize = 16 << 20;

/// Reads a page. Never panics, blocks or looks at anything but its argument.
pub fn read(page: &Page) -> Result<Reading, Unreadable> {
    if page.html.len() > LARGEST_PAGE {
        return Err(Unreadable::TooLarge { bytes: page.html.len(), limit: LARGEST_PAGE });
    }
    let (tree, head) = sweep::sweep(&page.html)?;
    let about = metadata::gather(&tree, &head, page.url.as_deref());
    let mut article = Article {
        url: page.url.clone(),
        lang: about.lang,
        dir: about.dir,
        site: about.site,
        bylines: about.bylines,
        published: about.published.map(|s| s.iso),
        modified: about.modified.map(|s| s.iso),
        headline: about
            .headline
            .map(|h| Text { source: h.node.map(|n| tree.ordinal(n)), inlines: vec![Inline::Text(h.text)] }),
        ..Article::default()
    };
    // A first, naive reading: every `p` is a paragraph. Replaced by segment, judge, compose.
    for id in tree.ids() {
        let text = tree.raw_text(id).split_whitespace().collect::<Vec<_>>().join(" ");
        let inlines = vec![Inline::Text(text)];
        if tree.tag(id) == tree::Tag::P {
            article.body.push(Block {
                source: tree.ordinal(id),
                lang: None,
                dir: None,
                kind: BlockKind::Paragraph { inlines },
            });
        }
    }
    if article.body.is_empty() && article.headline.is_none() {
        return Err(Unreadable::Empty);
    }
    Ok(Reading { article, readable: true })
}
