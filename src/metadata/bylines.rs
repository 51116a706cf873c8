//! All that tells who → the names, and where on the page they stand.

use super::byline::{self, begins_as_byline};
use super::entities::plain;
use super::json_ld::JsonLd;
use super::meta_tags;
use super::near::Near;
use super::places::{APART, Place};
use super::titles::SiteNames;
use crate::head::Head;
use crate::tree::{NodeId, Tag};

#[derive(Debug, Default)]
pub(super) struct Bylines {
    pub names: Vec<String>,
    pub nodes: Vec<NodeId>,
}

/// Bylines further from the headline than this, in bytes of text, are of something else.
const FAR: usize = 2500;

pub(super) fn gather(
    near: &Near<'_, '_>,
    head: &Head,
    json_ld: &JsonLd,
    sites: &SiteNames,
    lang: &str,
) -> Bylines {
    let mut people = Vec::new();
    let mut bodies = Vec::new();
    for author in &json_ld.authors {
        for name in byline::names(&author.name, lang) {
            let list = if author.organisation || sites.is_name(&name) { &mut bodies } else { &mut people };
            byline::push(list, name);
        }
    }
    let mut in_metas = Vec::new();
    for text in meta_tags::AUTHORS.iter().flat_map(|k| head.metas(k)) {
        for name in byline::names(&plain(text), lang) {
            byline::push(&mut in_metas, name);
        }
    }
    let marked = marked(near, lang);
    let written = written(near, lang);
    let is_site = |names: &[String]| names.iter().all(|n| sites.is_name(n));
    let lists = [&people, &marked, &in_metas, &written, &bodies];
    let best = lists.iter().find(|l| !l.is_empty() && !is_site(l));
    let names =
        best.or_else(|| lists.iter().find(|l| !l.is_empty())).map(|l| (*l).clone()).unwrap_or_default();
    Bylines { names, nodes: Vec::new() }
}

/// Names in elements marked as the author's: `itemprop`, `rel`, class words.
fn marked(near: &Near<'_, '_>, lang: &str) -> Vec<String> {
    let places = near.places;
    let tree = places.tree;
    let mut names = Vec::new();
    for line in near.own().into_iter().filter(|l| l.far <= FAR) {
        for node in std::iter::once(line.node).chain(tree.descendants(line.node)) {
            let rel =
                tree.attr(node, "rel").is_some_and(|r| r.split_ascii_whitespace().any(|r| r == "author"));
            let prop = tree
                .attr(node, "itemprop")
                .is_some_and(|p| p.split_ascii_whitespace().any(|p| p == "author"));
            if (rel || prop) && !places.place(node).any(APART) {
                let name = tree
                    .descendants(node)
                    .find(|&d| tree.attr(d, "itemprop") == Some("name"))
                    .unwrap_or(node);
                for name in byline::names(&places.text(name, 200), lang) {
                    byline::push(&mut names, name);
                }
            }
        }
        if names.is_empty() && line.place.any(Place::BYLINE) {
            let linked = tree.descendants(line.node).find(|&d| tree.tag(d) == Tag::A && places.length(d) > 0);
            let node = linked.unwrap_or(line.node);
            for name in byline::names(&places.text(node, 200), lang) {
                byline::push(&mut names, name);
            }
        }
        if !names.is_empty() {
            break;
        }
    }
    names
}

/// Names in a line that begins as a byline does.
fn written(near: &Near<'_, '_>, lang: &str) -> Vec<String> {
    for line in near.own().into_iter().filter(|l| l.far <= FAR && l.text.len() <= 200) {
        if let Some(rest) = begins_as_byline(&line.text, lang) {
            let names = byline::names(rest, lang);
            if !names.is_empty() {
                return names;
            }
        }
    }
    Vec::new()
}
