//! Headings of the page and titles of the head → ranked candidates for the headline, and the kicker in it.

use super::places::{APART, Place, Places, class_words};
use super::titles::SiteNames;
use super::{Candidate, Source};
use crate::text::{key, overlap_of_keys, words};
use crate::tree::{NodeId, Tag};

/// Headings that could be the page's headline, in page order, with what each of them says.
pub(super) struct Heading {
    pub node: NodeId,
    pub text: String,
    key: String,
    level: u8,
    marked: bool,
}

/// A page has few headings at its top; those after this many are of lists.
const MOST_HEADINGS: usize = 200;

/// No headline is longer, in bytes.
const LONGEST: usize = 600;

/// Finds them: `h1` to `h4`, `role=heading`, `itemprop=headline`, and what a class calls the headline.
pub(super) fn headings(places: &Places<'_>) -> Vec<Heading> {
    let tree = places.tree;
    let mut out: Vec<Heading> = Vec::new();
    for node in tree.ids().filter(|&id| tree.is_element(id)) {
        let heading = match tree.tag(node) {
            Tag::H1 => Some(1),
            Tag::H2 => Some(2),
            Tag::H3 => Some(3),
            Tag::H4 => Some(4),
            _ if tree.attr(node, "role") == Some("heading") => {
                tree.attr(node, "aria-level").and_then(|l| l.trim().parse().ok()).or(Some(2))
            }
            _ => None,
        };
        let marked =
            tree.attr(node, "itemprop").is_some_and(|p| p.split_ascii_whitespace().any(|p| p == "headline"));
        let called = heading.is_none() && !marked && is_called_headline(places, node);
        let Some(level) = heading.or((marked || called).then_some(5)) else { continue };
        if places.length(node) > LONGEST * 4 || out.last().is_some_and(|o| tree.holds(o.node, node)) {
            continue;
        }
        let text = places.text(node, LONGEST + 1);
        let key = key(&text);
        if text.len() <= LONGEST && !key.is_empty() {
            out.push(Heading { node, text, key, level, marked });
        }
        if out.len() >= MOST_HEADINGS {
            break;
        }
    }
    out
}

fn is_called_headline(places: &Places<'_>, node: NodeId) -> bool {
    let tree = places.tree;
    if !matches!(tree.tag(node), Tag::Div | Tag::P | Tag::Span | Tag::Strong | Tag::Td | Tag::Font) {
        return false;
    }
    let mut called = false;
    for name in ["class", "id"] {
        if let Some(value) = tree.attr(node, name) {
            let (mut of, mut what) = (false, false);
            class_words(value, |word| {
                of |= matches!(
                    word,
                    "article" | "entry" | "post" | "story" | "page" | "main" | "content" | "thread" | "topic"
                );
                what |= matches!(word, "title" | "headline" | "heading");
                called |= matches!(word, "headline" | "articletitle" | "entrytitle" | "posttitle");
            });
            called |= of && what;
        }
    }
    called && places.length(node) <= LONGEST
}

impl Heading {
    /// Keys of the headings that are likely enough to choose other things by.
    pub fn is_likely(&self, places: &Places<'_>) -> bool {
        (self.level == 1 || self.marked) && !places.place(self.node).any(APART)
    }

    pub fn key(&self) -> &str {
        &self.key
    }
}

/// How far `title` says what `heading` says: 1 where they are equal, near 1 where the title goes on.
fn agreement(heading: &str, title: &str) -> f32 {
    let alike = overlap_of_keys(heading, title);
    let within = title.len() > heading.len()
        && title.match_indices(heading).any(|(at, _)| {
            (at == 0 || title.as_bytes()[at - 1] == b' ')
                && title.as_bytes().get(at + heading.len()).is_none_or(|b| *b == b' ')
        });
    // Three words in a row are hardly chance; a single one is ("News" in "News of the day").
    if within && words(heading).take(3).count() == 3 { alike.max(0.85) } else { alike }
}

/// Candidates of the page and of the head, the likeliest first, and the kicker split from the winner.
pub(super) fn rank(
    places: &Places<'_>,
    headings: &[Heading],
    titles: &[Candidate],
    site: &SiteNames,
) -> (Vec<Candidate>, Option<Candidate>) {
    let title_keys: Vec<(String, Source)> = titles.iter().map(|t| (key(&t.text), t.source)).collect();
    let best_agreement = |k: &str| title_keys.iter().map(|(t, _)| agreement(k, t)).fold(0.0f32, f32::max);
    let first_h1 = headings.iter().position(|h| h.level == 1 && !places.place(h.node).any(APART));
    let mut ranked: Vec<(f32, Candidate)> = Vec::new();
    let mut h1s = 0;
    for (at, heading) in headings.iter().enumerate() {
        let place = places.place(heading.node);
        let agrees = best_agreement(&heading.key);
        let mut score = 4.0 * agrees;
        score += match heading.level {
            1 => 3.0,
            2 => 1.0,
            3 => 0.5,
            4 => 0.2,
            _ => 0.0,
        };
        if heading.marked {
            score += 2.0;
        }
        if heading.level == 1 {
            score -= 0.1 * h1s as f32;
            h1s += 1;
        } else if first_h1.is_some_and(|h1| h1 < at) {
            score -= 0.5;
        }
        if place.any(Place::ARTICLE) {
            score += 0.5;
        }
        if place.any(APART) {
            score -= 2.5;
        }
        if place.any(Place::ASIDE) {
            score -= 1.0;
        }
        if place.any(Place::HIDDEN) {
            score -= 1.0;
        }
        if place.any(Place::INNER_ARTICLE) && heading.level > 1 {
            score -= 0.5;
        }
        let linked = place.any(Place::LINK) || is_one_link(places, heading.node);
        if linked {
            score -= if agrees > 0.9 { 0.3 } else { 1.5 };
        }
        if site.is_name(&heading.text) {
            score -= 4.0;
        }
        if words(&heading.text).count() == 1 && agrees < 0.9 {
            score -= 1.0;
        }
        // A heading that nothing in the head knows is worth what its level says.
        if heading.level > 1 && agrees < 0.6 && !heading.marked {
            score -= 2.0;
        }
        let source = if heading.marked { Source::Microdata } else { Source::Page };
        ranked.push((score, Candidate { text: heading.text.clone(), source, node: Some(heading.node) }));
    }
    for (title, (own, source)) in titles.iter().zip(&title_keys) {
        let others: Vec<f32> =
            title_keys.iter().filter(|(_, s)| s != source).map(|(t, _)| overlap_of_keys(own, t)).collect();
        let agrees = others.iter().copied().fold(0.0f32, f32::max);
        let mut score = 2.4 + agrees;
        score += match source {
            Source::JsonLd => 0.3,
            Source::OpenGraph => 0.2,
            Source::Twitter => 0.0,
            _ => -0.1,
        };
        if site.is_name(&title.text) {
            score -= 4.0;
        }
        ranked.push((score, title.clone()));
    }
    // Stable: of equals the first on the page, and the page before the head.
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut candidates: Vec<Candidate> = ranked.into_iter().map(|(_, c)| c).collect();
    let kicker = candidates.first_mut().and_then(|best| split_kicker(places, best, &title_keys));
    (candidates, kicker)
}

/// Is all of the heading's text one link (as in teasers and logos)?
fn is_one_link(places: &Places<'_>, node: NodeId) -> bool {
    let tree = places.tree;
    let link = tree.descendants(node).find(|&d| tree.tag(d) == Tag::A);
    link.is_some_and(|link| places.length(link) * 10 >= places.length(node) * 9)
}

/// Takes the kicker out of a heading that holds both: where a title says the heading without its first (or last)
/// part, that part is no headline. Narrows the node to the element that holds the headline alone.
fn split_kicker(
    places: &Places<'_>,
    headline: &mut Candidate,
    titles: &[(String, Source)],
) -> Option<Candidate> {
    let (tree, node) = (places.tree, headline.node?);
    let whole = key(&headline.text);
    if titles.iter().any(|(t, _)| *t == whole) {
        narrow(places, headline);
        return None;
    }
    let mut best: Option<(f32, NodeId, String)> = None;
    let now = titles.iter().map(|(t, _)| overlap_of_keys(&whole, t)).fold(0.0f32, f32::max);
    for part in tree.descendants(node).filter(|&d| tree.is_element(d) && places.length(d) > 0).take(40) {
        let rest = places.text_without(node, &[part], LONGEST);
        let rest_key = key(&rest);
        if rest_key.is_empty() || rest_key == whole {
            continue;
        }
        let agrees = titles.iter().map(|(t, _)| overlap_of_keys(&rest_key, t)).fold(0.0f32, f32::max);
        if agrees >= 0.9 && agrees > now && best.as_ref().is_none_or(|(b, _, _)| agrees > *b) {
            best = Some((agrees, part, rest));
        }
    }
    let (_, part, rest) = best?;
    let kicker = Candidate { text: places.text(part, LONGEST), source: Source::Page, node: Some(part) };
    headline.text = trim_separators(&rest).to_owned();
    narrow(places, headline);
    // Without an element of its own for the headline the heading stays its node.
    Some(Candidate { text: trim_separators(&kicker.text).to_owned(), ..kicker })
}

fn trim_separators(text: &str) -> &str {
    text.trim_matches([':', '|', '/', '–', '—', '-', '·', '•', ' '])
}

/// The smallest element that holds the headline's whole text.
fn narrow(places: &Places<'_>, headline: &mut Candidate) {
    let Some(node) = headline.node else { return };
    let tree = places.tree;
    let want = key(&headline.text);
    let smallest = tree
        .descendants(node)
        .filter(|&d| tree.is_element(d) && places.length(d) >= want.len() / 2)
        .take(40)
        .filter(|&d| key(&places.text(d, LONGEST)) == want)
        .last();
    headline.node = smallest.or(headline.node);
}
