//! `Tree` + `Head` → [`Metadata`]: headline, bylines, dates, site and the like, each with all its candidates.
//!
//! The files below this one find candidates, each in its own kind of place, and decide nothing; here, and only
//! here, one is chosen. Every text in the result is plain text of a hostile page: show it as text.

use serde::Serialize;

mod address;
mod byline;
mod bylines;
mod date;
mod dates;
mod entities;
mod furniture;
mod headline;
mod json_ld;
mod meta_tags;
mod months;
mod near;
mod places;
mod signed;
#[cfg(test)]
mod tests;
mod titles;

use crate::article::Direction;
use crate::head::Head;
use crate::links;
use crate::text::key;
use crate::tree::{NodeId, Tree};
use address::Addresses;
use date::Manner;
use headline::{Heading, Known};
use json_ld::JsonLd;
pub use json_ld::Recipe;
use near::Near;
use places::Places;
use titles::SiteNames;

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
    /// Nodes of the page (elements, or bare texts) near the headline that hold bylines and nothing else to read
    /// (names, "by", roles, dates): no part of the body. In page order, none within another.
    pub byline_nodes: Vec<NodeId>,
    /// When it was published.
    pub published: Option<Stamp>,
    /// When it was last changed; only where that is another moment.
    pub modified: Option<Stamp>,
    /// The same for dates; a node with name and date is in both.
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
    /// The recipes that JSON-LD tells of.
    pub recipes: Vec<Recipe>,
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
    let places = Places::of(tree);
    let addresses = Addresses::of(head, url);
    let headings = headline::headings(&places);
    let hints: Vec<String> = [head.meta("og:title"), head.meta("twitter:title"), head.title.as_deref()]
        .into_iter()
        .flatten()
        .map(key)
        .chain(headings.iter().filter(|h| h.is_likely(&places)).map(|h| h.key().to_owned()))
        .take(MOST_HINTS)
        .collect();
    let json_ld = json_ld::read(&head.json_ld, &addresses, &hints);
    let names = meta_tags::SITES.iter().filter_map(|k| head.meta(k)).map(entities::plain).collect::<Vec<_>>();
    let sites = SiteNames::of(
        names.iter().map(String::as_str).chain(json_ld.sites.iter().map(String::as_str)),
        &addresses.host,
    );
    let titles = title_candidates(head, &json_ld, &sites, &headings);
    let (headlines, split) = headline::rank(
        &places,
        &headings,
        &Known { titles: &titles, raw_title: head.title.as_deref().unwrap_or_default(), site: &sites },
    );
    let headline = headlines.first().cloned();
    let kicker_above = headline.as_ref().and_then(|h| headline::kicker_above(&places, h));
    let lang = language(head, &json_ld);
    let manner = Manner::of(lang.as_deref(), &addresses.host);
    let near = Near::of(&places, headline.as_ref().and_then(|h| h.node));
    let found_dates = dates::gather(&near, head, &json_ld, &addresses, manner);
    let (found_names, signed) = bylines::gather(&near, head, &json_ld, &sites, manner);
    // "On Waiting" stands beside the date as well.
    let said = headline.as_ref().map(|h| key(&h.text)).unwrap_or_default();
    let found_names: Vec<String> = found_names.into_iter().filter(|n| key(n) != said).collect();
    let furniture = furniture::find(&near, &found_names, signed, &sites, manner);
    let sections = json_ld.sections.iter().map(|s| (s.clone(), Source::JsonLd));
    let sections =
        sections.chain(head.metas("article:section").map(|s| (entities::plain(s), Source::OpenGraph)));
    let base = links::base(url.or(head.link("canonical")), head.base.as_deref());
    Metadata {
        kickers: distinct(
            split.into_iter().chain(kicker_above).chain(sections.map(|(text, source)| Candidate {
                text,
                source,
                node: None,
            })),
        ),
        descriptions: distinct(descriptions(head, &json_ld)),
        bylines: found_names,
        byline_nodes: furniture.bylines,
        published: found_dates.published,
        modified: found_dates.modified,
        date_nodes: furniture.dates,
        site: names.first().or(json_ld.sites.first()).cloned(),
        images: distinct(images(head, &json_ld, base.as_deref())),
        dir: direction(head),
        article_body: json_ld.body,
        types: json_ld.types,
        recipes: json_ld.recipes,
        og_type: head.meta("og:type").map(|t| t.to_lowercase()),
        lang,
        headline,
        headlines,
    }
}

/// Does a line (as its comparison key) begin with "updated", "published" or the like, in any of the languages?
pub fn is_dating(line: &str) -> bool {
    let begins = |w: &&&str| w.trim_end().chars().count() > 3 && line.starts_with(w.trim_end());
    let begins_spaceless = |w: &&&str| w.chars().all(crate::text::is_spaceless) && line.starts_with(**w);
    [months::UPDATED, months::PUBLISHED]
        .iter()
        .any(|list| list.iter().any(|w| begins(&w) || begins_spaceless(&w)))
}

/// Titles by which the article is chosen among the objects of JSON-LD: more than a few tell nothing more.
const MOST_HINTS: usize = 12;

/// Titles of the head, without the site's name.
fn title_candidates(
    head: &Head,
    json_ld: &JsonLd,
    sites: &SiteNames,
    headings: &[Heading],
) -> Vec<Candidate> {
    let given = json_ld.headlines.iter().map(|t| (t.clone(), Source::JsonLd));
    let metas = meta_tags::TITLES.iter().flat_map(|(k, s)| head.metas(k).map(|t| (entities::plain(t), *s)));
    let title = head.title.iter().map(|t| (entities::plain(t), Source::Title));
    let mut all: Vec<(String, Source)> =
        given.chain(metas).chain(title).filter(|(t, _)| !t.is_empty()).collect();
    let page: Vec<String> = headings.iter().map(|h| h.key().to_owned()).collect();
    let keys: Vec<(String, Source)> = all.iter().map(|(t, s)| (key(t), *s)).collect();
    for (text, source) in &mut all {
        let mut others: Vec<String> = page.clone();
        others.extend(keys.iter().filter(|(_, s)| s != source).map(|(k, _)| k.clone()));
        *text = titles::without_site(text, sites, &others);
    }
    all.into_iter().map(|(text, source)| Candidate { text, source, node: None }).collect()
}

fn descriptions(head: &Head, json_ld: &JsonLd) -> impl Iterator<Item = Candidate> {
    let metas =
        meta_tags::DESCRIPTIONS.iter().flat_map(|(k, s)| head.metas(k).map(|t| (entities::plain(t), *s)));
    let all = json_ld.descriptions.iter().map(|t| (t.clone(), Source::JsonLd)).chain(metas);
    all.map(|(text, source)| Candidate { text, source, node: None })
}

fn images(head: &Head, json_ld: &JsonLd, base: Option<&str>) -> impl Iterator<Item = Candidate> {
    let metas = meta_tags::IMAGES.iter().flat_map(|(k, s)| head.metas(k).map(|t| (t.to_owned(), *s)));
    let all = metas
        .chain(json_ld.images.iter().map(|t| (t.clone(), Source::JsonLd)))
        .chain(head.link("image_src").map(|l| (l.to_owned(), Source::Meta)));
    let absolute = |(src, source): (String, Source)| {
        let text = links::resolve(base, &src).filter(|a| a.starts_with("http"))?;
        Some(Candidate { text, source, node: None })
    };
    all.filter_map(absolute).collect::<Vec<_>>().into_iter()
}

/// Each text once, none empty.
fn distinct(candidates: impl Iterator<Item = Candidate>) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    for candidate in candidates.take(MOST_CANDIDATES) {
        if !candidate.text.is_empty() && !out.iter().any(|c| c.text == candidate.text) {
            out.push(candidate);
        }
    }
    out
}

/// A page that gives more descriptions or pictures than this gives none that matter.
const MOST_CANDIDATES: usize = 100;

/// `lang` of `html`, else what the head says of the language; in the form of BCP 47.
fn language(head: &Head, json_ld: &JsonLd) -> Option<String> {
    let metas = ["content-language", "og:locale", "language", "dc.language"];
    let all = head
        .lang
        .as_deref()
        .into_iter()
        .chain(metas.iter().filter_map(|k| head.meta(k)))
        .chain(json_ld.lang.as_deref());
    all.map(|tag| tag.trim().replace('_', "-")).find(|tag| {
        let mut parts = tag.split('-');
        let primary = parts
            .next()
            .is_some_and(|p| (2..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphabetic()));
        primary && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
    })
}

fn direction(head: &Head) -> Option<Direction> {
    match head.dir.as_deref()?.trim().to_ascii_lowercase().as_str() {
        "rtl" => Some(Direction::Rtl),
        "ltr" => Some(Direction::Ltr),
        _ => None,
    }
}
