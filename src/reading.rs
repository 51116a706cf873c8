//! A page → its reading: the whole way from snapshot to article.

use crate::article::Article;
use crate::blocks::{self, Block, Kind};
use crate::head::Head;
use crate::links;
use crate::metadata::{self, Metadata};
use crate::page::Page;
use crate::pages;
use crate::pictures;
use crate::posts;
use crate::recipe::{self, Recipe};
use crate::roles;
use crate::score::features::{self, Surroundings};
use crate::score::{self, Judged, page_row, tables};
use crate::sweep;
use crate::tree::Tree;

/// Snapshot markup above this many bytes is refused: three times the largest
/// stored page of the corpus' 1,227 (5.1 MB, scripts included; a snapshot is smaller).
pub const LARGEST_PAGE: usize = 16 << 20;

/// A frame at least this large, in CSS pixels, may be all that a page is for: a phone's screen, but for its bars.
const FRAME_WIDTH: u32 = 320;
const FRAME_HEIGHT: u32 = 400;

/// Letters that a page has of its own at the most where the frame is what it shows: a line or two.
const FEW_LETTERS: u32 = 200;

/// Why nothing was read from a page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The page holds no text to speak of.
    #[error("this page holds no text to read")]
    Empty,
    /// The page shows nothing but a frame of another site, which it can't look into.
    #[error("this page shows another site in a frame, which can't be read from here")]
    Framed,
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

/// One block of a page with what was decided of it, and why.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explained {
    /// Ordinal of its element.
    pub source: u32,
    /// What it is by its markup.
    pub kind: String,
    /// Its role in the article; `none` where it is dropped.
    pub role: String,
    /// Why the verdict fell as it did.
    pub reason: String,
    /// Above 0 for the body, below for boilerplate; a logit.
    pub score: f32,
    /// What weighed most: a measure's name, its value, how much it pulled.
    pub evidence: Vec<(String, f32, f32)>,
    /// Its text; empty for a picture.
    pub text: String,
}

/// A page taken apart, before anything is decided.
pub(crate) struct Taken {
    pub tree: Tree,
    pub head: Head,
    pub metadata: Metadata,
    pub blocks: Vec<Block>,
    pub around: Surroundings,
    pub keys: Vec<String>,
}

/// Takes a page apart.
pub(crate) fn take(page: &Page) -> Result<Taken, Unreadable> {
    if page.html.len() > LARGEST_PAGE {
        return Err(Unreadable::TooLarge { bytes: page.html.len(), limit: LARGEST_PAGE });
    }
    let (tree, head) = sweep::sweep(&page.html)?;
    let metadata = metadata::gather(&tree, &head, page.url.as_deref());
    let blocks = blocks::segment(&tree);
    let around = Surroundings::measure(&tree, &blocks);
    let keys = features::keys(&blocks);
    Ok(Taken { tree, head, metadata, blocks, around, keys })
}

impl Taken {
    pub(crate) fn judge(&self) -> Judged {
        score::judge(&self.tree, &self.blocks, &self.around, &self.metadata, &self.keys)
    }

    pub(crate) fn page_row(&self, judged: &Judged, url: Option<&str>) -> [f32; page_row::WIDTH] {
        page_row::row(&self.tree, &self.blocks, &self.around, &self.metadata, judged, url)
    }

    fn is_readable(&self, judged: &Judged, url: Option<&str>) -> bool {
        score::is_selection(&self.tree) || {
            let row = self.page_row(judged, url);
            !page_row::is_of_shop(&self.metadata)
                && (tables::readable().score(&row) > 0.0
                    || page_row::is_small_and_whole(&row)
                    || page_row::is_documentation(&row, url))
        }
    }

    /// Is all that it shows in a frame that could not be looked into?
    fn is_framed(&self) -> bool {
        let seen = |block: &&Block| !self.around.is_hidden(block.node);
        let letters: u32 = self.blocks.iter().filter(seen).map(|b| b.letters).sum();
        let fills = |block: &Block| {
            let (width, height) = pictures::natural_size(&self.tree, block.node);
            width >= Some(FRAME_WIDTH) && height >= Some(FRAME_HEIGHT)
        };
        letters < FEW_LETTERS && self.blocks.iter().any(|b| b.kind == Kind::Frame && seen(&b) && fills(b))
    }

    /// All that is known of the page, with its posts if it is a thread: that makes it readable too.
    fn whole<'a>(&'a self, judged: &'a Judged, url: Option<&str>) -> roles::Page<'a> {
        let own_address = url.or(self.head.link("canonical")).or(self.head.meta("og:url"));
        let base = links::base(own_address, self.head.base.as_deref());
        let mut whole = roles::Page {
            tree: &self.tree,
            blocks: &self.blocks,
            around: &self.around,
            keys: &self.keys,
            metadata: &self.metadata,
            judged,
            base,
            readable: self.is_readable(judged, url),
            captions: std::cell::OnceCell::new(),
            thread: None,
            recipe: None,
        };
        if !score::is_selection(&self.tree) {
            whole.thread = posts::find(&whole, url);
            if whole.thread.is_none() {
                whole.recipe = recipe::find(&whole);
            }
            let cooked = whole.recipe.as_ref().is_some_and(Recipe::is_whole);
            whole.readable |= cooked || whole.thread.is_some();
        }
        whole
    }

    fn compose(&self, whole: &roles::Page<'_>, url: Option<&str>) -> (Article, Vec<roles::Role>) {
        let (mut article, roles) = roles::compose(whole, url);
        article.pages = pages::find(&self.tree, &self.head, whole.base.as_deref(), url);
        (article, roles)
    }
}

/// Reads a page. Never panics, blocks or looks at anything but its argument.
pub fn read(page: &Page) -> Result<Reading, Unreadable> {
    let taken = take(page)?;
    let judged = taken.judge();
    let url = page.url.as_deref();
    let whole = taken.whole(&judged, url);
    let readable = whole.readable;
    if !readable && taken.is_framed() {
        return Err(Unreadable::Framed);
    }
    let (article, _) = taken.compose(&whole, url);
    if article.body.is_empty() && article.headline.is_none() {
        return Err(Unreadable::Empty);
    }
    Ok(Reading { article, readable })
}

/// Reads a page and tells of every block what was decided, and why.
pub fn explain(page: &Page) -> Result<Vec<Explained>, Unreadable> {
    // Pieces of evidence told of each block.
    const TOLD: usize = 4;
    let taken = take(page)?;
    let judged = taken.judge();
    let url = page.url.as_deref();
    let (_, roles) = taken.compose(&taken.whole(&judged, url), url);
    let names = features::names();
    let rows = features::rows(&taken.tree, &taken.blocks, &taken.around, &taken.metadata, &taken.keys);
    let explained = taken.blocks.iter().enumerate().map(|(i, block)| {
        let pulls = tables::body().pulls(&rows[i]);
        Explained {
            source: taken.tree.ordinal(block.node),
            kind: format!("{:?}", block.kind),
            role: format!("{:?}", roles[i]).to_lowercase(),
            reason: format!("{:?}", judged.verdicts[i].reason),
            score: judged.verdicts[i].score,
            evidence: pulls
                .into_iter()
                .take(if block.kind.is_text() { TOLD } else { 0 })
                .map(|(f, pull)| (names[f].clone(), rows[i][f], pull))
                .collect(),
            text: block.text.clone(),
        }
    });
    Ok(explained.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_article_is_kept_to_its_end() {
        for count in [50, 200, 1000, 5000] {
            let paragraph = |n: usize| {
                format!(
                    "<p>Paragraph {n} tells of the river, the bridge over it, and of all who crossed it that year.</p>"
                )
            };
            let body: String = (0..count).map(paragraph).collect();
            let html = format!(
                "<html lang=\"en\"><head><title>A bridge</title></head><body><nav><a href=\"/\">Home</a></nav>\
                 <article><h1>A bridge</h1>{body}</article><footer>Copyright</footer></body></html>"
            );
            let reading = read(&Page::new(html, None)).unwrap();
            assert_eq!(reading.article.body.len(), count);
            assert!(reading.readable);
        }
    }
}
