//! All that tells when → publication and change, and where on the page they stand.

use super::address::Addresses;
use super::date::{Manner, Moment, find, in_path, machine};
use super::json_ld::JsonLd;
use super::meta_tags;
use super::months::{PUBLISHED, UPDATED};
use super::near::Near;
use super::places::{APART, Place, class_words};
use super::{Source, Stamp};
use crate::head::Head;
use crate::tree::{NodeId, Tag};

#[derive(Debug, Default)]
pub(super) struct Dates {
    pub published: Option<Stamp>,
    pub modified: Option<Stamp>,
}

/// One date found, before the choice.
#[derive(Debug, Clone, Copy)]
struct Dated {
    moment: Moment,
    source: Source,
    node: Option<NodeId>,
}

impl Dated {
    fn stamp(&self) -> Stamp {
        Stamp { iso: self.moment.iso(), source: self.source, node: self.node }
    }
}

/// A date this near to the headline, in bytes of text, stands beside it.
const BESIDE: usize = 400;

/// Dates further from the headline than this, in bytes of text, are of something else.
const FAR: usize = 3000;

pub(super) fn gather(
    near: &Near<'_, '_>,
    head: &Head,
    json_ld: &JsonLd,
    addresses: &Addresses,
    manner: Manner<'_>,
) -> Dates {
    let of = |texts: &[String], source| {
        let moment = texts.iter().find_map(|t| machine(t, manner));
        moment.map(|moment| Dated { moment, source, node: None })
    };
    let meta = |table: &[(&str, Source)]| {
        table.iter().find_map(|(k, source)| {
            let moment = head.metas(k).find_map(|t| machine(t, manner))?;
            Some(Dated { moment, source: *source, node: None })
        })
    };
    // Keys of one site's own making: "x-published-date", "last_updated_at".
    let own_key = |words: &[&str]| {
        let found =
            head.metas.iter().filter(|m| words.iter().any(|w| m.key.contains(w))).filter(|m| {
                !["expir", "event", "start", "end", "publisher"].iter().any(|w| m.key.contains(w))
            });
        let moment = found.filter(|m| m.content.len() <= 40).find_map(|m| machine(&m.content, manner))?;
        Some(Dated { moment, source: Source::Meta, node: None })
    };
    let page = on_page(near, manner);
    let from_path = || {
        addresses.paths().find_map(in_path).map(|moment| Dated { moment, source: Source::Url, node: None })
    };
    let (in_ld, in_meta) = (of(&json_ld.published, Source::JsonLd), meta(meta_tags::PUBLISHED));
    let ld_modified = of(&json_ld.modified, Source::JsonLd);
    // Shown straight beside the headline, whether or not it says of what.
    let beside = page.published.or(page.any.filter(|_| page.any_is_beside));
    let same_day = |a: &Dated, b: &Dated| a.moment.days_from(&b.moment).abs() <= 1;
    let published = match (in_ld, in_meta, beside) {
        // Two against one: JSON-LD may be of another object than the article.
        (Some(ld), Some(meta), Some(page)) if !same_day(&ld, &meta) && same_day(&meta, &page) => Some(meta),
        // A publication at the very moment of the last change is a build's; the page knows better.
        (Some(ld), _, Some(page))
            if ld_modified.is_some_and(|m| m.moment == ld.moment)
                && !same_day(&page, &ld)
                && page.moment.is_before(&ld.moment) =>
        {
            Some(page)
        }
        (ld, meta, _) => ld.or(meta),
    };
    let published = published
        .or(page.published)
        .or_else(|| own_key(&["publish", "pubdate", "issued", "creat"]))
        .or(page.any)
        .or_else(from_path)
        .or(page.told);
    let modified = ld_modified
        .or_else(|| meta(meta_tags::MODIFIED))
        .or(page.modified)
        .or_else(|| own_key(&["modif", "updat"]));
    // A page that only tells its change was there by then.
    let (published, modified) = match (published, modified) {
        (None, modified) => (modified, None),
        both => both,
    };
    let modified = modified.filter(|m| published.is_none_or(|p| p.moment.is_before(&m.moment)));
    Dates { published: published.map(|d| d.stamp()), modified: modified.map(|d| d.stamp()) }
}

#[derive(Default)]
struct OnPage {
    published: Option<Dated>,
    modified: Option<Dated>,
    any: Option<Dated>,
    any_is_beside: bool,
    /// In a line that tells of something: the weakest of all.
    told: Option<Dated>,
}

/// A line of a date has no more than this beside it, in bytes: a name, a place, a desk. A longer one that does not say
/// what the date is of tells of something: a caption, a notice.
const MOST_BESIDE: usize = 60;

/// What a date is of, by the words and classes around it.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    Publication,
    Change,
    Unsaid,
    /// Nothing of the page.
    Other,
}

fn on_page(near: &Near<'_, '_>, manner: Manner<'_>) -> OnPage {
    let places = near.places;
    let tree = places.tree;
    let mut out = OnPage::default();
    let beside = |d: Dated| d.node.zip(near.anchor).is_some_and(|(n, a)| places.distance(a, n) <= BESIDE);
    let mut keep = |dated: Dated, of: Of, told: bool| {
        let slot = match of {
            Of::Publication => &mut out.published,
            Of::Change => &mut out.modified,
            Of::Unsaid if told => &mut out.told,
            Of::Unsaid => &mut out.any,
            Of::Other => return,
        };
        if slot.is_none() {
            *slot = Some(dated);
            out.any_is_beside |= of == Of::Unsaid && !told && beside(dated);
        }
    };
    // Marked with itemprop anywhere on the page but in teasers and comments.
    for node in tree.ids().filter(|&id| tree.is_element(id)) {
        let Some(prop) = tree.attr(node, "itemprop") else { continue };
        if places.place(node).any(APART) {
            continue;
        }
        let of = match prop.trim() {
            p if p.contains("datePublished") || p.contains("publish") || p.contains("dateCreated") => {
                Of::Publication
            }
            p if p.contains("dateModified") || p.contains("modified") => Of::Change,
            _ => continue,
        };
        let text = ["datetime", "content"]
            .iter()
            .find_map(|a| tree.attr(node, a))
            .map_or_else(|| places.text(node, 200), str::to_owned);
        if let Some(moment) = machine(&text, manner) {
            keep(Dated { moment, source: Source::Microdata, node: Some(node) }, of, false);
        }
    }
    // A date in a caption is the picture's.
    for line in near.own().into_iter().filter(|l| !l.place.any(Place::FIGURE)) {
        let mut timed = false;
        for node in std::iter::once(line.node).chain(tree.descendants(line.node)) {
            if tree.tag(node) != Tag::Time {
                continue;
            }
            let text = places.text(node, 200);
            let value = tree.attr(node, "datetime").filter(|d| !d.trim().is_empty());
            let moment = value.and_then(|v| machine(v, manner)).or_else(|| machine(&text, manner));
            let before = line.text.find(&text).map_or("", |at| &line.text[..at]);
            let of = said(near, node, before);
            if let Some(moment) = moment.filter(|_| line.far <= FAR || of != Of::Unsaid) {
                timed = true;
                keep(Dated { moment, source: Source::Page, node: Some(node) }, of, false);
            }
        }
        if timed {
            continue;
        }
        let mut after = 0;
        for found in find(&line.text, manner) {
            // Two ways of reading may overlap: then nothing stands between them.
            let before = line.text.get(after..found.from).unwrap_or_default();
            let words = line.text.len() - (found.to - found.from);
            after = after.max(found.to);
            // Among names and desks on one line the date is a text of its own.
            let written = &line.text[found.from..found.to];
            let within = |id: NodeId| {
                let text = tree.text(id);
                text.len() >= written.len() + MOST_BESIDE && text.contains(written)
            };
            let told = words >= MOST_BESIDE
                && !line.place.any(Place::DATE)
                && std::iter::once(line.node).chain(tree.descendants(line.node)).any(within);
            let of = match said_after(&line.text[found.to..]) {
                // "… stand before the wheel on 3 June": no label.
                Of::Unsaid if told && before.len() > MOST_BESIDE => Of::Unsaid,
                Of::Unsaid => said(near, line.node, before),
                of => of,
            };
            // A date in a sentence is of what the sentence tells; and what is far from the headline must say that
            // it is of the article.
            let alone = !line.place.any(Place::PROSE) || words < MOST_BESIDE || of != Of::Unsaid;
            let close = line.far <= FAR || of != Of::Unsaid || line.place.any(Place::DATE);
            if alone && close {
                keep(Dated { moment: found.moment, source: Source::Page, node: Some(line.node) }, of, told);
            }
        }
    }
    out
}

/// Words before dates that are of people, copies and events.
const OTHER: &[&str] = &[
    "joined",
    "joined:",
    "member since",
    "registered",
    "reg date",
    "founded",
    "born",
    "expires",
    "valid",
    "deadline",
    "last visit",
    "last seen",
    "accessed",
    "retrieved",
    "copyright",
    "©",
    "(c)",
    "mitglied seit",
    "dabei seit",
    "registriert",
    "geboren",
    "gültig",
    "abgerufen",
    "inscrit",
    "né le",
    "miembro desde",
    "iscritto",
    "lid sinds",
    "medlem sedan",
    "medlem siden",
    "regist",
    "event",
    "starts",
    "ends",
    "begins",
    "due",
];

/// What a word right behind a date says it is of, as in scripts that put it there ("9時15分更新）").
fn said_after(after: &str) -> Of {
    let after = after.trim_start();
    let ends = |word: &&&str| {
        let rest = after.strip_prefix(**word);
        // "公開：1日 更新：2日": a mark or another date after it makes it the label of what follows.
        rest.is_some_and(|r| {
            r.trim_start().chars().next().is_none_or(|c| matches!(c, '）' | ')' | '】' | ']' | '／' | '|'))
        })
    };
    if ["更新", "改訂", "修正"].iter().any(|w| ends(&w)) {
        Of::Change
    } else if ["公開", "掲載", "配信", "発行", "投稿", "发布", "發布"].iter().any(|w| ends(&w))
    {
        Of::Publication
    } else {
        Of::Unsaid
    }
}

/// What the words before a date and the classes around it say it is of.
fn said(near: &Near<'_, '_>, node: NodeId, before: &str) -> Of {
    let before = before.to_lowercase();
    // The label nearest to the date counts.
    let last = |words: &[&str]| words.iter().filter_map(|w| before.rfind(w)).max();
    let other = last(OTHER);
    match (last(UPDATED), last(PUBLISHED)) {
        (u, p) if other.is_some_and(|o| u.is_none_or(|u| u < o) && p.is_none_or(|p| p < o)) => {
            return Of::Other;
        }
        (Some(u), Some(p)) if u > p => return Of::Change,
        (Some(_), None) => return Of::Change,
        (_, Some(_)) => return Of::Publication,
        (None, None) => {}
    }
    let tree = near.places.tree;
    let mut of = Of::Unsaid;
    for id in std::iter::once(node).chain(tree.ancestors(node)).take(3) {
        for name in ["class", "id", "itemprop"] {
            if let Some(value) = tree.attr(id, name) {
                class_words(value, |word| match word {
                    "updated" | "modified" | "update" | "lastmod" | "datemodified" if of == Of::Unsaid => {
                        of = Of::Change
                    }
                    "published" | "publish" | "pubdate" | "posted" | "publication" | "datepublished" => {
                        of = Of::Publication
                    }
                    _ => {}
                });
            }
        }
        if of != Of::Unsaid {
            break;
        }
    }
    of
}
