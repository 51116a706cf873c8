//! `Tree` + `Head` → [`Metadata`]: headline, bylines, dates, site and the like, each with all its candidates.
//!
//! The files below this one find candidates, each in its own kind of place, and decide nothing; here, and only
//! here, one is chosen. Every text in the result is plain text of a hostile page: show it as text.

use serde::Serialize;

use crate::article::Direction;
use crate::head::Head;
use crate::text::{fold, key};
use crate::tree::{NodeId, Tag, Tree};

/// What a page says of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metadata {
    /// The headline, without the site's name and without its kicker. Where it stands on the page its node is
    /// known: the smallest element that holds its text and nothing else.
    pub headline: Option<Candidate>,
    /// Every candidate for the headline, the likeliest first.
    pub headlines: Vec<Candidate>,
    /// The short line above the headline: of the page where it has one, else the article's section. Likeliest
    /// first. One of the page that is only a part of the heading's element has its node too.
    pub kickers: Vec<Candidate>,
    /// What the head calls a description, the likeliest to be the dek first; plain text, no two alike.
    pub descriptions: Vec<Candidate>,
    /// Who wrote it, one a person or agency, without "by", in the page's order.
    pub bylines: Vec<String>,
    /// Elements of the page that hold bylines and nothing else to read (names, "by", roles, dates): no part of
    /// the body.
    pub byline_nodes: Vec<NodeId>,
    /// When it was published.
    pub published: Option<Stamp>,
    /// When it was last changed; only where that is another moment.
    pub modified: Option<Stamp>,
    /// Elements of the page that hold dates of the article and nothing else to read: no part of the body.
    pub date_nodes: Vec<NodeId>,
    /// Name of the publication.
    pub site: Option<String>,
    /// Addresses of the main picture, absolute, likeliest first.
    pub images: Vec<Candidate>,
    /// BCP 47 tag of the page's language.
    pub lang: Option<String>,
    /// Base direction as the page declares it.
    pub dir: Option<Direction>,
    /// The article's text as its JSON-LD gives it: plain text, paragraphs parted by line breaks where the page
    /// parts them. To check a choice with, never to show in the body's place.
    pub article_body: Option<String>,
    /// The schema.org types that the page gives itself, without their prefix, in page order, each once.
    pub types: Vec<String>,
    /// `og:type` in lower case.
    pub og_type: Option<String>,
}

/// A text that may be the one, and where it was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Plain text, white space folded (an address, for pictures).
    pub text: String,
    /// Where it was found.
    pub source: Source,
    /// The element that says it, where it stands on the page.
    pub node: Option<NodeId>,
}

/// A moment, and where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// ISO 8601: a date, a date with time, or a date with time and offset, as far as the page tells.
    pub iso: String,
    /// Where it was found.
    pub source: Source,
    /// The element that says it, where it stands on the page.
    pub node: Option<NodeId>,
}

/// Where something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// In the text of the page.
    Page,
    /// In the text of the page, marked with `itemprop`.
    Microdata,
    /// JSON-LD.
    JsonLd,
    /// `meta property="og:…"` and `article:…`.
    OpenGraph,
    /// `meta name="twitter:…"`.
    Twitter,
    /// Any other `meta` or `link`.
    Meta,
    /// The `title` element.
    Title,
    /// The page's address.
    Url,
}

/// Gathers what the page says of itself. `url` is the page's address.
pub fn gather(tree: &Tree, head: &Head, url: Option<&str>) -> Metadata {
    let _ = url;
    let headline = tree.ids().find(|&id| tree.tag(id) == Tag::H1).map(|id| Candidate {
        text: fold(&tree.raw_text(id)),
        source: Source::Page,
        node: Some(id),
    });
    let _ = key("");
    Metadata {
        headlines: headline.iter().cloned().collect(),
        headline,
        lang: head.lang.clone(),
        ..Metadata::default()
    }
}
