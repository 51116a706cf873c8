//! Headings of the page and titles of the head → ranked candidates for the headline, and the kicker in it.

use super::places::{APART, Place, Places, class_words};
use super::titles::{self, SiteNames};
use super::{Candidate, Source};
use crate::text::{fold, key, overlap_of_keys, words};
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

/// Level of what is no heading element but is marked or called one.
const UNLEVELLED: u8 = 7;

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
        let Some(level) = heading.or((marked || called).then_some(UNLEVELLED)) else { continue };
        if places.length(node) > LONGEST * 4 {
            continue;
        }
        // Of headings within each other the inner one is the heading, but for a part of a real one.
        if let Some(outer) = out.last().filter(|o| tree.holds(o.node, node)) {
            let smaller = places.length(node) * 10 < places.length(outer.node) * 9;
            if outer.level < UNLEVELLED && !outer.marked || level >= UNLEVELLED && !marked && !smaller {
                continue;
            }
            out.pop();
        }
        let text = places.text(node, LONGEST + 1);
        // Marks of links to the heading itself.
        let text = text.trim_end_matches(['¶', '#', '§', '🔗', ' ']);
        let text = without_label(places, node, text).trim_start().to_owned();
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

/// What a heading says after the label that a forum puts before a thread's title ("News", "Solved"), if it has one.
fn without_label<'t>(places: &Places<'_>, heading: NodeId, text: &'t str) -> &'t str {
    let tree = places.tree;
    let Some(first) = tree.children(heading).find(|&c| tree.is_element(c) || !tree.text(c).trim().is_empty())
    else {
        return text;
    };
    let mut label = false;
    class_words(tree.attr(first, "class").unwrap_or_default(), |word| {
        label |= matches!(word, "label" | "prefix" | "flair" | "badge");
    });
    let rest = text.strip_prefix(places.text(first, LONGEST).as_str()).filter(|r| !r.trim().is_empty());
    rest.filter(|_| label).unwrap_or(text)
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

/// How far `title` says what `heading` says (keys): 1 where they are equal, near 1 where the title goes on.
fn agreement(heading: &str, title: &str) -> f32 {
    let alike = overlap_of_keys(heading, title);
    if title.len() <= heading.len() {
        return alike;
    }
    let ends = |at: usize| title.as_bytes().get(at).is_none_or(|b| *b == b' ');
    let within = title
        .match_indices(heading)
        .any(|(at, _)| (at == 0 || title.as_bytes()[at - 1] == b' ') && ends(at + heading.len()));
    // Three words in a row are hardly chance; fewer are ("News" in "News of the day"), but at the beginning.
    if within && words(heading).take(3).count() == 3 {
        alike.max(0.85)
    } else if title.starts_with(heading) && ends(heading.len()) {
        alike.max(0.6)
    } else {
        alike
    }
}

/// A heading that agrees less than this with each title says something else: a word or two may be the same.
const UNKNOWN: f32 = 0.3;

/// What the head's title is worth where it stands above headings of the first level that are sections: more than
/// those can have.
const TITLE_SHOWN: f32 = 8.0;

/// The element before `first` that says a title and nothing else.
fn bare_title(places: &Places<'_>, first: NodeId, titles: &[String]) -> Option<NodeId> {
    let tree = places.tree;
    let says = |id: &NodeId| {
        let text = tree.text(*id);
        tree.tag(*id) == Tag::Text && !text.trim().is_empty() && titles.contains(&key(text))
    };
    let apart = |id: NodeId| places.place(id).any(APART.and(Place::LINK).and(Place::HIDDEN));
    tree.ids().take_while(|&id| id < first).filter(|&id| !apart(id)).find(says).and_then(|id| tree.parent(id))
}

/// What is known of the page's title.
pub(super) struct Known<'k> {
    /// Titles of the head, without the site's name.
    pub titles: &'k [Candidate],
    /// The `title` element as it is.
    pub raw_title: &'k str,
    pub site: &'k SiteNames,
}

/// Candidates of the page and of the head, the likeliest first, and the kicker split from the winner.
pub(super) fn rank(
    places: &Places<'_>,
    headings: &[Heading],
    known: &Known<'_>,
) -> (Vec<Candidate>, Option<Candidate>) {
    let titles: Vec<(String, Source)> = known.titles.iter().map(|t| (key(&t.text), t.source)).collect();
    let title_keys: Vec<String> = titles.iter().map(|(t, _)| t.clone()).collect();
    let first_h1 = headings.iter().position(|h| h.level == 1 && !places.place(h.node).any(APART));
    // Several headings of the first level, none of which the head knows, are sections.
    let own_h1s = || headings.iter().filter(|h| h.level == 1 && !places.place(h.node).any(APART));
    let best = |h: &Heading| title_keys.iter().map(|t| agreement(&h.key, t)).fold(0.0f32, f32::max);
    // What the head knows stands above them in an element that is no heading.
    let own_title = (own_h1s().nth(1).is_some() && own_h1s().all(|h| best(h) < UNKNOWN))
        .then(|| own_h1s().next().and_then(|first| bare_title(places, first.node, &title_keys)))
        .flatten();
    let mut ranked: Vec<(f32, Candidate)> = Vec::new();
    let mut h1s = 0;
    for (at, heading) in headings.iter().enumerate() {
        let place = places.place(heading.node);
        let text = titles::without_site(&heading.text, known.site, &title_keys);
        let own = if text == heading.text { heading.key.clone() } else { key(&text) };
        let agrees = title_keys.iter().map(|t| agreement(&own, t)).fold(0.0f32, f32::max);
        let length = words(&own).count();
        let mut score = 4.0 * agrees;
        score += match heading.level {
            1 => 3.0,
            2 => 1.0,
            3 => 0.5,
            4 => 0.2,
            // What only its class calls a headline counts once the head says the same.
            _ if agrees >= 0.85 => 1.0,
            _ => 0.0,
        };
        if heading.marked {
            score += 2.0;
        }
        let linked = place.any(Place::LINK) || is_one_link(places, heading.node);
        if heading.level == 1 {
            score -= 0.1 * h1s as f32;
            h1s += 1;
            if length >= 3 && !linked && !place.any(APART) && !heading.text.ends_with(':') {
                score += 1.0;
            }
        } else if first_h1.is_some_and(|h1| h1 < at) {
            score -= 0.5;
        }
        if place.any(Place::ARTICLE) {
            score += 0.5;
        }
        if place.any(APART) {
            // The last crumb of a path is the headline only where all the head says the same.
            let all = title_keys.len() > 1 && title_keys.iter().all(|t| *t == own);
            score -= if all && heading.level == 1 { 0.5 } else { 2.5 };
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
        if linked {
            score -= if agrees > 0.9 { 0.3 } else { 1.5 };
        }
        if known.site.is_name(&heading.text) {
            score -= 4.0;
        }
        // "What is Ownership? - The Rust Programming Language": the second is the book's name, on every page.
        if titles::is_tail(known.raw_title, &own, |head| headings.iter().any(|h| h.key == head)) {
            score -= 3.0;
        }
        if length == 1 && agrees < 0.6 {
            score -= 1.0;
        }
        // A heading that nothing in the head knows is worth what its level says.
        if heading.level > 1 && agrees < 0.6 && !heading.marked {
            score -= 2.0;
        }
        let source = if heading.marked { Source::Microdata } else { Source::Page };
        ranked.push((score, Candidate { text, source, node: Some(heading.node) }));
    }
    if let Some(node) = own_title {
        let text = places.text(node, LONGEST);
        ranked.push((TITLE_SHOWN, Candidate { text, source: Source::Page, node: Some(node) }));
    }
    for (title, (own, source)) in known.titles.iter().zip(&titles) {
        let others = titles.iter().filter(|(_, s)| s != source).map(|(t, _)| overlap_of_keys(own, t));
        let mut score = 2.4 + others.fold(0.0f32, f32::max);
        score += match source {
            Source::JsonLd => 0.3,
            Source::OpenGraph => 0.2,
            Source::Twitter => 0.0,
            _ => -0.1,
        };
        if known.site.is_name(&title.text) {
            score -= 4.0;
        }
        ranked.push((score, title.clone()));
    }
    // Stable: of equals the first on the page, and the page before the head.
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    // Where the same words stand twice (a copy in a bar, in a card of the list below), the first is the headline.
    if let Some((best, own)) = ranked.first().map(|(s, c)| (*s, key(&c.text))) {
        let first = ranked
            .iter()
            .enumerate()
            .filter(|(_, (s, c))| c.node.is_some() && best - s < 1.5 && key(&c.text) == own)
            .min_by_key(|(_, (_, c))| c.node)
            .map(|(at, _)| at);
        if let Some(first) = first {
            let first = ranked.remove(first);
            ranked.insert(0, first);
        }
    }
    let mut candidates: Vec<Candidate> = ranked.into_iter().map(|(_, c)| c).collect();
    let kicker = candidates.first_mut().and_then(|best| split_kicker(places, best, &titles));
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
    let shown = places.text(node, LONGEST);
    // Cut already at a separator: what stood before it is the kicker.
    if let Some(before) = shown.strip_suffix(headline.text.as_str()).filter(|b| !b.is_empty()) {
        let text = trim_separators(before).to_owned();
        narrow(places, headline);
        return (words(&text).take(8).count() < 8).then_some(Candidate {
            text,
            source: Source::Page,
            node: None,
        });
    }
    let whole = key(&headline.text);
    // How many say it so; `twitter:title` is mostly a copy.
    let says = |own: &str| titles.iter().filter(|(t, source)| t == own && *source != Source::Twitter).count();
    let whole_says = says(&whole);
    let splits = |own: &str| titles.iter().any(|(t, _)| t == own) && says(own) >= whole_says;
    // One part says by itself what a title says: the rest is kicker before, counts and labels after.
    for part in tree.descendants(node).filter(|&d| places.length(d) > 0).take(40) {
        let text = places.text(part, LONGEST);
        let own = key(&text);
        if own.len() >= whole.len() || words(&own).nth(1).is_none() || !splits(&own) {
            continue;
        }
        headline.text = text;
        headline.node = if tree.is_element(part) { Some(part) } else { tree.parent(part) };
        let (mut before, mut first) = (String::new(), None);
        for d in tree.descendants(node).take_while(|&d| d < part).filter(|&d| tree.tag(d) == Tag::Text) {
            first = first.or(tree.parent(d));
            before.push_str(tree.text(d));
            before.push(' ');
        }
        let text = trim_separators(&fold(&before)).to_owned();
        return (!text.is_empty()).then_some(Candidate {
            text,
            source: Source::Page,
            node: first.filter(|&f| f != node),
        });
    }
    let now = titles.iter().map(|(t, _)| overlap_of_keys(&whole, t)).fold(0.0f32, f32::max);
    let mut best: Option<(f32, NodeId, String)> = None;
    for part in tree.descendants(node).filter(|&d| tree.is_element(d) && places.length(d) > 0).take(40) {
        let rest = places.text_without(node, &[part], LONGEST);
        let rest_key = key(&rest);
        if rest_key.is_empty() || rest_key == whole {
            continue;
        }
        let agrees = titles.iter().map(|(t, _)| overlap_of_keys(&rest_key, t)).fold(0.0f32, f32::max);
        let equal = splits(&rest_key);
        if (equal || agrees >= 0.9 && agrees > now) && best.as_ref().is_none_or(|(b, _, _)| agrees > *b) {
            best = Some((agrees, part, rest));
        }
    }
    let Some((_, part, rest)) = best else {
        narrow(places, headline);
        return None;
    };
    headline.text = trim_separators(&rest).to_owned();
    let text = trim_separators(&places.text(part, LONGEST)).to_owned();
    narrow(places, headline);
    // What follows the headline in its element (a count, a label) is no kicker.
    let before = headline.node.is_none_or(|h| {
        part < h || h == node && tree.descendants(node).next().is_some_and(|f| tree.holds(f, part))
    });
    (before && !text.is_empty()).then_some(Candidate { text, source: Source::Page, node: Some(part) })
}

/// What papers call the line above a headline, as words of classes.
const KICKER_WORDS: &[&str] = &[
    "kicker",
    "eyebrow",
    "overline",
    "roofline",
    "surtitre",
    "dachzeile",
    "spitzmarke",
    "topline",
    "antetitulo",
    "cintillo",
    "volanta",
    "occhiello",
    "vinjett",
    "overtitle",
    "pretitle",
    "supertitle",
    "preheadline",
    "toptitle",
    "chapeu",
    "nadtitulek",
    "nadtytul",
];

/// No kicker has more words, in a script with spaces.
const LONGEST_KICKER: usize = 8;

/// Elements looked at upwards from the text before the headline.
const KICKER_DEPTH: usize = 4;

/// The text straight above the headline, where a class of its own calls it a kicker.
pub(super) fn kicker_above(places: &Places<'_>, headline: &Candidate) -> Option<Candidate> {
    let (tree, node) = (places.tree, headline.node?);
    let mut before = tree.ids().rev().skip(tree.len() - node.index()).take(MOST_BETWEEN);
    let text = before.find(|&id| tree.tag(id) == Tag::Text && !tree.text(id).trim().is_empty())?;
    let named = |id: NodeId| {
        let mut named = false;
        for name in ["class", "id", "itemprop", "data-testid"] {
            if let Some(value) = tree.attr(id, name) {
                class_words(value, |word| named |= KICKER_WORDS.contains(&word));
            }
        }
        named
    };
    let above = tree.ancestors(text).take(KICKER_DEPTH).take_while(|&a| !tree.holds(a, node));
    let own = above.filter(|&a| named(a)).last()?;
    let said = trim_separators(&places.text(own, LONGEST)).to_owned();
    let short = (1..=LONGEST_KICKER).contains(&words(&said).take(LONGEST_KICKER + 1).count());
    let fits = short && said.chars().count() <= 60 && !places.place(own).any(Place::FRAME.and(Place::HIDDEN));
    (fits && key(&said) != key(&headline.text)).then_some(Candidate {
        text: said,
        source: Source::Page,
        node: Some(own),
    })
}

/// Nodes between the headline and the text above it.
const MOST_BETWEEN: usize = 40;

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
