//! All that tells who → the names, and where on the page they stand.

use super::byline::{self, begins_as_byline, is_login, leads_to_name, looks_like_full_name, strict_names};
use super::date::{self, Manner};
use super::entities::plain;
use super::json_ld::JsonLd;
use super::meta_tags;
use super::near::{Line, Near};
use super::places::{APART, BYLINE_WORDS, Place, class_words};
use super::signed;
use super::titles::SiteNames;
use crate::head::Head;
use crate::text::{fold, key};
use crate::tree::{NodeId, Tag, Tree};

/// Bylines further from the headline than this, in bytes of text, are of something else, or boxes below the
/// article.
const FAR: usize = 2500;

/// Names without any mark stand straight beside the headline.
const BESIDE: usize = 600;

/// The authors, and the lines that they sign far from the headline.
pub(super) fn gather(
    near: &Near<'_, '_>,
    head: &Head,
    json_ld: &JsonLd,
    sites: &SiteNames,
    manner: Manner<'_>,
) -> (Vec<String>, Vec<NodeId>) {
    let (mut people, mut bodies) = (Vec::new(), Vec::new());
    for author in &json_ld.authors {
        for name in byline::names(&author.name, manner.lang) {
            let list = if author.organisation || sites.is_name(&name) { &mut bodies } else { &mut people };
            byline::push(list, name);
        }
    }
    let in_metas = in_metas(head, manner.lang);
    let (close, far) = marked(near, manner);
    let written = written(near, manner);
    let signed = signed(near);
    let signers = signed.first().map(|(_, names)| names.clone()).unwrap_or_default();
    let nothing = [&people, &in_metas, &close, &written, &signers].iter().all(|l| l.is_empty());
    let beside = if nothing { beside_headline(near, manner) } else { Vec::new() };
    let by_itself = |names: &[String]| names.iter().all(|n| sites.is_name(n) || is_login(n) || is_desk(n));
    let mut lists = vec![people, close, in_metas, written, signers, beside];
    if lists.iter().all(|l| by_itself(l)) {
        lists.push(opening_names(near, manner));
    }
    if by_itself(&bodies) && lists.iter().all(|l| by_itself(l)) {
        // The paper signs, or whoever put the text online: the text may tell at its end who wrote it.
        if let Some((line, names)) = closing(near, sites) {
            return (names, vec![line]);
        }
    }
    lists.extend([bodies, far]);
    lists.retain(|l| !l.is_empty());
    let best = lists.iter().position(|l| !by_itself(l)).unwrap_or(0);
    let mut names = if lists.is_empty() { Vec::new() } else { lists.swap_remove(best) };
    // A login name beside a real one is of whoever put the text online.
    if names.iter().any(|n| !is_login(n)) {
        names.retain(|n| !is_login(n));
    }
    // "Ida writes about …" in the note on Ida Nordhal.
    let known: Vec<String> = names.iter().map(|n| key(n)).collect();
    let short = |own: &str| {
        !own.contains(' ')
            && known.iter().any(|k| k.strip_prefix(own).is_some_and(|rest| rest.starts_with(' ')))
    };
    names.retain(|n| !short(&key(n)));
    let own = |signers: &[String]| signers.iter().all(|n| known.contains(&key(n)));
    let lines = signed.into_iter().filter(|(_, signers)| own(signers)).map(|(node, _)| node).collect();
    (names, lines)
}

/// Lines below the headline that do nothing but sign the text, in page order, with the names.
fn signed(near: &Near<'_, '_>) -> Vec<(NodeId, Vec<String>)> {
    let of = |line: &&Line| {
        near.anchor.is_none_or(|a| a < line.node)
            && !line.place.any(APART.and(Place::HEADING).and(Place::FIGURE))
    };
    let tree = near.places.tree;
    let read = |line: &Line| {
        let names = signed::names(&line.text);
        if !names.is_empty() {
            return Some((line.node, names));
        }
        // Among dates and sources on one line, a piece of its own.
        let close = line.far <= BESIDE && line.text.len() <= 250;
        let pieces = tree.descendants(line.node).take(MOST_NODES).filter(|&d| tree.tag(d) == Tag::Text);
        let names =
            pieces.filter(|_| close).map(|d| signed::names(&fold(tree.text(d)))).find(|n| !n.is_empty())?;
        Some((line.node, names))
    };
    near.lines.iter().filter(of).filter_map(read).collect()
}

/// Is this whoever puts texts online, rather than who wrote one?
fn is_desk(name: &str) -> bool {
    const DESKS: &[&str] = &[
        "admin",
        "administrator",
        "editor",
        "editors",
        "news",
        "newsroom",
        "staff",
        "redaktion",
        "nachrichten",
        "redacción",
        "redação",
        "rédaction",
        "la rédaction",
        "redazione",
        "redactie",
        "redakcja",
        "redakce",
        "редакция",
        "editör",
    ];
    DESKS.contains(&key(name).as_str())
}

/// The line that ends the text and signs it: below enough of it, and with little of it after.
fn closing(near: &Near<'_, '_>, sites: &SiteNames) -> Option<(NodeId, Vec<String>)> {
    let places = near.places;
    let tree = places.tree;
    let apart = APART.and(Place::HEADING).and(Place::FIGURE).and(Place::LINK).and(Place::ASIDE);
    near.lines.iter().filter(|l| l.far > BESIDE && !l.place.any(apart)).find_map(|line| {
        let names = signed::closing(&line.text, |name| sites.is_name(name));
        let up = tree.parent(line.node).filter(|_| !names.is_empty())?;
        let before = places.distance(up, line.node);
        let prose =
            |id: &NodeId| matches!(tree.tag(*id), Tag::P | Tag::Text) && places.length(*id) > BESIDE / 6;
        let after = tree.children(up).filter(|c| *c > line.node && prose(c)).map(|c| places.length(c));
        let ends = near.anchor.is_some_and(|a| a < line.node) && before > BESIDE / 2;
        (ends && after.sum::<usize>() * 4 < before).then_some((line.node, names))
    })
}

fn in_metas(head: &Head, lang: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut keep = |text: &str| {
        for name in byline::names(&plain(text), lang) {
            byline::push(&mut out, name);
        }
    };
    for content in meta_tags::AUTHORS.iter().flat_map(|k| head.metas(k)) {
        keep(content);
    }
    // "twitter:label1" says what "twitter:data1" is.
    for (label, data) in [("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")] {
        if let (Some(label), Some(data)) = (head.meta(label), head.meta(data))
            && begins_as_byline(&format!("{label} X"), lang).is_some_and(|rest| rest == "X")
        {
            keep(data);
        }
    }
    out
}

/// Parts of the addresses of pages about an author.
const AUTHOR_PATHS: &[&str] = &[
    "/author/",
    "/authors/",
    "/autor/",
    "/autoren/",
    "/autores/",
    "/auteur/",
    "/auteurs/",
    "/autore/",
    "/autori/",
    "/profile/",
    "/profiles/",
    "/people/",
    "/person/",
    "/contributor/",
    "/contributors/",
    "/staff/",
    "/by/",
    "/writers/",
    "/reporter/",
    "/redakteur/",
    "/journalist/",
    "/journalists/",
    "/byline/",
    "/team/",
    "/users/",
    "/user/",
    "/member/",
    "/members/",
    "/u/",
    "/@",
    "/impressum/autoren/",
    "/firmas/",
    "/forfatter/",
    "/skribent/",
    "/redaktion/",
    "/toimittaja/",
    "/yazar/",
    "/yazarlar/",
    "/avtor/",
];

/// Names in elements marked as the author's, by `itemprop`, `rel`, class words or the address they link to: those
/// near the headline, and the first ones elsewhere.
fn marked(near: &Near<'_, '_>, manner: Manner<'_>) -> (Vec<String>, Vec<String>) {
    let places = near.places;
    let tree = places.tree;
    let (mut close, mut far): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let (mut last_close, mut last_far): (Option<NodeId>, Option<NodeId>) = (None, None);
    let mut skip_to = tree.root();
    // The texts last passed, nearest last: they may say whose credit follows.
    let mut passed: Vec<NodeId> = Vec::new();
    // The element of the headline that is called a post.
    let is_post = |up: NodeId| {
        let named = |name: &str, words: &[&str]| {
            tree.attr(up, name).is_some_and(|v| v.split(['/', ' ']).any(|w| words.contains(&w)))
        };
        tree.tag(up) == Tag::Article
            || named("class", &["hentry", "h-entry"])
            || named("itemtype", &["Article", "NewsArticle", "BlogPosting"])
    };
    let post = near.anchor.and_then(|a| tree.ancestors(a).find(|&up| is_post(up)));
    for node in tree.ids() {
        if tree.tag(node) == Tag::Text && !tree.text(node).trim().is_empty() {
            if passed.len() == LABEL_TEXTS {
                passed.remove(0);
            }
            passed.push(node);
        }
        if node < skip_to || !tree.is_element(node) || places.length(node) > LONGEST_MARK {
            continue;
        }
        let after = near.anchor.is_none_or(|a| a < node);
        let distance = near.anchor.map_or(0, |a| places.distance(a, node));
        // The first post of a thread stands straight below the title; comments come after an article.
        let thread = after && distance <= BESIDE && !places.place(node).any(Place::FRAME.and(Place::TEASER));
        // Some blogs sign below the text, in the post's footer: what says outright that it is the author's.
        let signed = after
            && !places.place(node).any(Place::TEASER.and(Place::COMMENT))
            && (is_author_link(tree, node) || tree.attr(node, "itemprop") == Some("author"))
            && post.is_some_and(|p| tree.holds(p, node));
        if places.place(node).any(APART) && !thread && !signed
            || !is_marked(near, node)
            || is_other_credit(near, node, &passed)
        {
            continue;
        }
        let names = names_in(near, node, manner);
        if names.is_empty() {
            continue;
        }
        skip_to = tree.end(node);
        let exact = tree.attr(node, "itemprop").is_some_and(|p| p == "author");
        let is_close = match after {
            true => distance <= FAR,
            false => distance <= BESIDE || exact && distance <= FAR,
        };
        if !is_close && !after {
            continue;
        }
        let (list, last) = if is_close { (&mut close, &mut last_close) } else { (&mut far, &mut last_far) };
        // Several authors stand together; one further on is of another thing.
        let together = last.is_none_or(|l| places.distance(tree.end(l), node) <= TOGETHER);
        if together {
            names.into_iter().for_each(|n| byline::push(list, n));
            *last = Some(node);
        }
    }
    (close, far)
}

/// An element with a byline holds no more text than this, in bytes.
const LONGEST_MARK: usize = 300;

/// Two authors of one article are parted by no more text than this, in bytes.
const TOGETHER: usize = 120;

/// A label before a name is in one of so many texts before it.
const LABEL_TEXTS: usize = 3;

/// Within a byline no more nodes than this are looked at: empty wrappers may be nested without end.
const MOST_NODES: usize = 200;

/// Elements between a name and what holds the byline.
const MOST_ABOVE: usize = 4;

/// Does what stands before an element say that it names another than the author ("Reviewed by", "Photo:")?
fn is_other_credit(near: &Near<'_, '_>, node: NodeId, passed: &[NodeId]) -> bool {
    let tree = near.places.tree;
    let said: Vec<&str> = passed.iter().map(|&t| tail(tree.text(t).trim_end(), 40)).collect();
    let said = said.join(" ");
    let own: Vec<&str> = ["class", "id", "data-testid"].iter().filter_map(|a| tree.attr(node, a)).collect();
    let said = fold(&said).to_lowercase();
    let said: String = said.chars().rev().take(24).collect::<Vec<_>>().into_iter().rev().collect();
    let said = said.trim_end_matches([':', ' ']);
    let leads = ["by", "von", "par", "por", "da", "door", "av", "af"]
        .iter()
        .any(|w| said.ends_with(&format!(" {w}")));
    let others = |text: &str| OTHER_CREDITS.iter().any(|o| text.contains(o));
    (leads && others(said))
        || OTHER_CREDITS.iter().any(|o| said.ends_with(o))
        || own.iter().any(|c| {
            let mut found = false;
            class_words(c, |word| found |= OTHER_CREDITS.contains(&word));
            found
        })
}

/// The last bytes of a text, about as many.
fn tail(text: &str, most: usize) -> &str {
    let from = text.len().saturating_sub(most);
    let from = (from..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    &text[from..]
}

/// Words of credits that are not the author's.
const OTHER_CREDITS: &[&str] = &[
    "reviewed",
    "reviewer",
    "edited",
    "editor",
    "checked",
    "checker",
    "fact",
    "photo",
    "photos",
    "photography",
    "foto",
    "fotos",
    "bild",
    "illustration",
    "illustrations",
    "translated",
    "translation",
    "übersetzt",
    "übersetzung",
    "updated",
    "traduit",
    "traducción",
    "image",
    "images",
];

fn is_author_link(tree: &Tree, node: NodeId) -> bool {
    tree.attr(node, "rel").is_some_and(|r| r.split_ascii_whitespace().any(|r| r == "author"))
}

/// Does the link, by what it says of itself or by its address, lead to a page about an author?
fn leads_to_author(tree: &Tree, node: NodeId) -> bool {
    let address = |href: &str| AUTHOR_PATHS.iter().any(|p| href.contains(p));
    tree.tag(node) == Tag::A && (is_author_link(tree, node) || tree.attr(node, "href").is_some_and(address))
}

fn is_marked(near: &Near<'_, '_>, node: NodeId) -> bool {
    let tree = near.places.tree;
    if is_author_link(tree, node) {
        return true;
    }
    if leads_to_author(tree, node) {
        // A menu's "Our team" links there too: only beside the headline.
        let beside = near.anchor.is_some_and(|a| a < node && near.places.distance(a, node) <= BESIDE);
        return beside;
    }
    let mut found = false;
    for name in ["itemprop", "class", "id", "data-testid"] {
        if let Some(value) = tree.attr(node, name) {
            class_words(value, |word| found |= BYLINE_WORDS.contains(&word));
        }
    }
    found
}

/// The names in an element that holds a byline: what its links say if they name anyone, else its pieces of text up
/// to the first that is no name.
fn names_in(near: &Near<'_, '_>, node: NodeId, manner: Manner<'_>) -> Vec<String> {
    let places = near.places;
    let tree = places.tree;
    let named = tree
        .descendants(node)
        .take(MOST_NODES)
        .find(|&d| tree.attr(d, "itemprop").is_some_and(|p| p == "name"));
    let node = named.filter(|&n| places.length(n) > 0).unwrap_or(node);
    let mut names = Vec::new();
    let mut expected = true;
    for piece in tree.descendants(node).take(MOST_NODES).filter(|&d| tree.tag(d) == Tag::Text) {
        let inside = |tag: Tag| tree.ancestors(piece).take_while(|&a| a >= node).any(|a| tree.tag(a) == tag);
        if inside(Tag::Button) || inside(Tag::Time) {
            continue;
        }
        let text = fold(tree.text(piece));
        if text.is_empty() {
            continue;
        }
        if leads_to_name(&text, manner.lang) {
            expected = true;
            continue;
        }
        // Each of several authors may have a link to a page of their own, with nothing said between.
        let own = || {
            let mut up = tree.ancestors(piece).take_while(|&a| a > node).take(MOST_ABOVE);
            looks_like_full_name(&text) && up.any(|a| leads_to_author(tree, a))
        };
        if !names.is_empty() && !expected && !own() {
            break;
        }
        let found = strict_names(&text, manner);
        if found.is_empty() && !names.is_empty() {
            break;
        }
        expected = text.ends_with([',', '&', '/']);
        found.into_iter().for_each(|n| byline::push(&mut names, n));
    }
    names
}

/// Names in a line, or a piece of one, that begins as a byline does.
fn written(near: &Near<'_, '_>, manner: Manner<'_>) -> Vec<String> {
    let tree = near.places.tree;
    for line in near.own().into_iter().filter(|l| l.far <= FAR && l.text.len() <= 250) {
        if let Some(rest) = begins_as_byline(&line.text, manner.lang) {
            let names = strict_names(rest, manner);
            if !names.is_empty() {
                return names;
            }
        }
        if line.text.len() > 120 || line.place.any(Place::PROSE) && line.far > BESIDE {
            continue;
        }
        // "Text Delete": what a button says is no line of its own.
        let pressed =
            |d: NodeId| tree.ancestors(d).take_while(|&a| a >= line.node).any(|a| tree.tag(a) == Tag::Button);
        for piece in tree.descendants(line.node).filter(|&d| tree.tag(d) == Tag::Text && !pressed(d)) {
            let text = fold(tree.text(piece));
            let names = begins_as_byline(&text, manner.lang).map(|rest| strict_names(rest, manner));
            if let Some(names) = names.filter(|n| !n.is_empty()) {
                return names;
            }
        }
    }
    Vec::new()
}

/// A line of nothing but a date, its time and a word or two, in bytes (Cyrillic and Hindi take two and three a letter).
const DATE_LINE: usize = 80;

/// A full name that stands unmarked beside headline and date: on one line with a date, or where another line of
/// the page begins with it, as notes on authors do ("Jane Doe is …").
fn beside_headline(near: &Near<'_, '_>, manner: Manner<'_>) -> Vec<String> {
    let places = near.places;
    let tree = places.tree;
    let is_dated = |line: &Line| {
        let timed = || tree.descendants(line.node).any(|d| tree.tag(d) == Tag::Time);
        line.text.len() <= 120 && (timed() || date::first_hint(&line.text, manner).is_some())
    };
    // Alone on the line straight between headline and date, too.
    let straight =
        near.lines.iter().position(|l| near.anchor.is_some_and(|a| tree.end(a) <= l.node)).filter(|&first| {
            let line = |n: usize| near.lines.get(n).filter(|l| l.far <= BESIDE && !l.place.any(APART));
            let name =
                line(first).is_some_and(|l| !l.place.any(Place::HEADING) && looks_like_full_name(&l.text));
            name && line(first + 1).is_some_and(|l| l.text.len() <= DATE_LINE && is_dated(l))
        });
    let straight = straight.map(|n| near.lines[n].node);
    for line in near.own().into_iter().filter(|l| l.far <= BESIDE && !l.place.any(Place::HEADING)) {
        let dated = is_dated(line) || straight == Some(line.node);
        for piece in tree.descendants(line.node).filter(|&d| tree.tag(d) == Tag::Text) {
            let text = fold(tree.text(piece));
            // "4 min · Jane Doe |": bars and dots part what stands on one line.
            let parts = || text.split(['·', '•', '|']).map(|part| name_before_date(part.trim(), manner));
            let name = |part: &&str| looks_like_full_name(part) && !is_place(part);
            let Some(text) = parts().find(name).map(str::to_owned) else { continue };
            let linked = places.place(piece).any(Place::LINK);
            let again = || {
                let own = key(&text);
                near.lines.iter().any(|l| l.node != line.node && !l.place.any(APART) && key(&l.text) == own)
            };
            if dated && (!linked || again()) || is_told_of(near, &text) {
                return vec![text];
            }
        }
    }
    Vec::new()
}

/// "Jane Doe, 3 May 2024", "Jane Doe |": what stands before the date and the mark that parts them.
fn name_before_date<'t>(text: &'t str, manner: Manner<'_>) -> &'t str {
    let end = date::first_hint(text, manner).unwrap_or(text.len());
    text[..end].trim_end_matches([' ', ',', '،', '|', '·', '•', '/', '–', '—', '-', ':', '('])
}

/// Words with which names of places begin and those of people don't: a line of place and date looks like one of
/// name and date.
const PLACES: &[&str] = &[
    "new",
    "san",
    "santa",
    "são",
    "los",
    "las",
    "saint",
    "st",
    "st.",
    "buenos",
    "rio",
    "cape",
    "hong",
    "kuala",
    "tel",
    "neu",
    "bad",
    "nueva",
    "nuova",
    "नई",
    "port",
    "fort",
    "mount",
    "north",
    "south",
    "east",
    "west",
    "united",
    "washington",
    "abu",
    "addis",
    "den",
    "sankt",
    "salt",
    "costa",
    "sri",
    "saudi",
    "puerto",
    "nowy",
    "нижний",
    "новый",
    "санкт",
    "east",
    "great",
    "upper",
    "lower",
    "the",
];

fn is_place(text: &str) -> bool {
    text.split([' ', '-']).next().is_some_and(|w| PLACES.contains(&w.to_lowercase().as_str()))
}

/// Names that are the whole of a bold paragraph, the first below the headline, as some papers set them at the
/// text's head. Crossheads are set like it, but none stands before the first words of a text.
fn opening_names(near: &Near<'_, '_>, manner: Manner<'_>) -> Vec<String> {
    let places = near.places;
    let tree = places.tree;
    let Some(anchor) = near.anchor else { return Vec::new() };
    let own = |id: &NodeId| *id > anchor && tree.tag(*id) == Tag::P && !places.place(*id).any(APART);
    let is_bold = |id: NodeId| {
        let bold =
            tree.descendants(id).take(MOST_NODES).find(|&d| matches!(tree.tag(d), Tag::Strong | Tag::B));
        places.length(id) <= 120 && bold.is_some_and(|b| places.length(b) + 4 >= places.text(id, 130).len())
    };
    let mut paragraphs = tree.ids().filter(own);
    let head = paragraphs.by_ref().take_while(|&p| places.length(p) <= 120).find(|&p| is_bold(p));
    let Some(first) = head.filter(|&p| places.distance(anchor, p) <= FAR) else { return Vec::new() };
    let names = byline::names(&places.text(first, 130), manner.lang);
    if names.iter().all(|n| looks_like_full_name(n)) { names } else { Vec::new() }
}

/// Does another text of the page begin with this name and go on as a note on its bearer?
fn is_told_of(near: &Near<'_, '_>, name: &str) -> bool {
    let tree = near.places.tree;
    tree.ids().filter(|&id| tree.tag(id) == Tag::Text).any(|id| {
        let rest = tree.text(id).trim_start().strip_prefix(name);
        let rest = rest.map(|r| key(r.get(..40).unwrap_or(r)));
        rest.is_some_and(|r| NOTES.iter().any(|v| r.strip_prefix(v).is_some_and(|r| r.starts_with(' '))))
    })
}

/// Verbs with which notes on authors begin.
const NOTES: &[&str] = &[
    "is",
    "was",
    "has",
    "works",
    "writes",
    "covers",
    "holds",
    "leads",
    "ist",
    "war",
    "arbeitet",
    "schreibt",
    "est",
    "travaille",
    "es",
    "trabaja",
    "è",
    "lavora",
    "é",
    "is een",
    "werkt",
    "er",
    "är",
    "on",
    "jest",
    "je",
];
