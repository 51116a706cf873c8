//! `Tree` → where each node stands (out of sight, in a menu, in a teaser …) and how much text it holds: one walk,
//! so that every rule asks in constant time.

use std::collections::HashMap;

use crate::text::{fold, push_folded};
use crate::tree::{NodeId, Tag, Tree};

/// Ways in which a node may stand apart from the article; what is said of an element holds for all in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place(u16);

impl Place {
    /// Not shown.
    pub const HIDDEN: Place = Place(1);
    /// Menus, footers, dialogs, forms.
    pub const FRAME: Place = Place(1 << 1);
    /// `aside`, side bars.
    pub const ASIDE: Place = Place(1 << 2);
    /// Lists of other articles.
    pub const TEASER: Place = Place(1 << 3);
    /// What readers wrote.
    pub const COMMENT: Place = Place(1 << 4);
    /// In a link.
    pub const LINK: Place = Place(1 << 5);
    /// In `article` or `main`.
    pub const ARTICLE: Place = Place(1 << 6);
    /// In a figure or its caption.
    pub const FIGURE: Place = Place(1 << 7);
    /// In a heading.
    pub const HEADING: Place = Place(1 << 8);
    /// In what a class, id or `itemprop` calls an author or byline.
    pub const BYLINE: Place = Place(1 << 9);
    /// In what a class, id or `itemprop` calls a date.
    pub const DATE: Place = Place(1 << 10);
    /// In a paragraph, quotation, list item or cell.
    pub const PROSE: Place = Place(1 << 11);
    /// In an `article` that stands within another.
    pub const INNER_ARTICLE: Place = Place(1 << 12);
    /// In an `article` element.
    const IN_ARTICLE: Place = Place(1 << 13);

    /// Both.
    pub const fn and(self, other: Place) -> Place {
        Place(self.0 | other.0)
    }

    /// Is any of these so?
    pub fn any(self, of: Place) -> bool {
        self.0 & of.0 != 0
    }

    fn set(&mut self, of: Place) {
        self.0 |= of.0;
    }
}

/// Where nothing of the article itself stands.
pub(super) const APART: Place = Place::FRAME.and(Place::TEASER).and(Place::COMMENT);

/// The places of a tree's nodes, and its text measured.
pub(super) struct Places<'t> {
    pub tree: &'t Tree,
    place: Vec<Place>,
    /// Bytes of text before each node, white space folded; one more than there are nodes.
    before: Vec<u32>,
}

impl<'t> Places<'t> {
    pub fn of(tree: &'t Tree) -> Self {
        let mut before = Vec::with_capacity(tree.len() + 1);
        let mut text = 0u32;
        let mut h1s = Vec::with_capacity(tree.len() + 1);
        let mut h1 = 0u32;
        for id in tree.ids() {
            before.push(text);
            h1s.push(h1);
            text += tree.text(id).split_whitespace().map(|w| w.len() as u32 + 1).sum::<u32>();
            h1 += u32::from(tree.tag(id) == Tag::H1);
        }
        before.push(text);
        h1s.push(h1);
        let mut called = Called::default();
        let mut places = Places { tree, place: Vec::with_capacity(tree.len()), before };
        for id in tree.ids() {
            let above = tree.parent(id).map_or(Place::default(), |p| places.place(p));
            // What holds most of the page is the page, whatever it is called; and a list of other articles holds
            // no heading of the first level.
            let weight = match () {
                () if places.length(id) as u32 > text / 2 => Weight::Most,
                () if h1s[tree.end(id).index()] > h1s[id.index()] => Weight::Headed,
                () => Weight::Little,
            };
            places.place.push(if tree.is_element(id) {
                own(tree, id, above, weight, &mut called)
            } else {
                above
            });
        }
        places
    }

    pub fn place(&self, id: NodeId) -> Place {
        self.place[id.index()]
    }

    /// Bytes of text in the subtree.
    pub fn length(&self, id: NodeId) -> usize {
        (self.before[self.tree.end(id).index()] - self.before[id.index()]) as usize
    }

    /// Bytes of text between the beginnings of two nodes.
    pub fn distance(&self, a: NodeId, b: NodeId) -> usize {
        self.before[a.index()].abs_diff(self.before[b.index()]) as usize
    }

    /// The text of an element, white space folded; elements that break the line part words. Hidden parts are left
    /// out unless the element is itself hidden. Stops after about `most` bytes.
    pub fn text(&self, id: NodeId, most: usize) -> String {
        self.text_without(id, &[], most)
    }

    /// As [`Places::text`], without these subtrees.
    pub fn text_without(&self, id: NodeId, without: &[NodeId], most: usize) -> String {
        let tree = self.tree;
        let hidden = self.place(id).any(Place::HIDDEN);
        let mut out = String::new();
        let mut skip_to = id;
        // The element before ended and another begins, with nothing between them.
        let mut seam = false;
        // Ends of the elements that stand apart from what follows them as well.
        let mut ends: Vec<NodeId> = Vec::new();
        for node in std::iter::once(id).chain(tree.descendants(id)) {
            while ends.last().is_some_and(|&end| end <= node) {
                ends.pop();
                push_folded(&mut out, " ");
            }
            if node < skip_to {
                continue;
            }
            let unseen = !hidden && self.place(node).any(Place::HIDDEN) || tree.tag(node) == Tag::Button;
            if without.contains(&node) || (node != id && unseen) {
                skip_to = tree.end(node);
                push_folded(&mut out, " ");
                continue;
            }
            let tag = tree.tag(node);
            if tag != Tag::Text {
                if breaks(tag) {
                    push_folded(&mut out, " ");
                    ends.push(tree.end(node));
                }
                continue;
            }
            let text = tree.text(node);
            if seam && is_two_words(&out, text) {
                out.push(' ');
            }
            push_folded(&mut out, text);
            seam = tree.parent(node).is_some_and(|p| p > id && tree.end(p) == tree.end(node));
            let ended = tree.ancestors(node).take_while(|&a| a > id && tree.end(a) == tree.end(node));
            if ended.take(4).any(|a| breaks(tree.tag(a))) {
                push_folded(&mut out, " ");
            }
            if out.len() >= most {
                break;
            }
        }
        fold(&out)
    }
}

/// Do two texts that meet at the seam of two elements make two words? Styles often set such elements on lines of
/// their own: a small letter or a mark before a capital tells.
fn is_two_words(before: &str, after: &str) -> bool {
    let last = before.chars().next_back().unwrap_or(' ');
    let next = after.chars().next().unwrap_or(' ');
    (last.is_lowercase() || last.is_numeric() || matches!(last, ':' | '.' | '?' | '!' | '”' | '»' | ')'))
        && (next.is_uppercase() || matches!(next, '“' | '„' | '«' | '‚' | '‘'))
}

/// Elements that begin a line of their own.
fn breaks(tag: Tag) -> bool {
    !matches!(
        tag,
        Tag::Text
            | Tag::Other
            | Tag::A
            | Tag::Abbr
            | Tag::B
            | Tag::Bdi
            | Tag::Bdo
            | Tag::Big
            | Tag::Cite
            | Tag::Code
            | Tag::Data
            | Tag::Del
            | Tag::Dfn
            | Tag::Em
            | Tag::Font
            | Tag::I
            | Tag::Ins
            | Tag::Kbd
            | Tag::Mark
            | Tag::Q
            | Tag::S
            | Tag::Small
            | Tag::Span
            | Tag::Strike
            | Tag::Strong
            | Tag::Sub
            | Tag::Sup
            | Tag::Time
            | Tag::Tt
            | Tag::U
            | Tag::Var
            | Tag::Wbr
    )
}

/// Words of classes and ids in which other articles are listed.
const TEASER_WORDS: &[&str] = &[
    "also",
    "carousel",
    "latest",
    "mostread",
    "newsletter",
    "outbrain",
    "popular",
    "promo",
    "recirc",
    "recommendation",
    "recommendations",
    "recommended",
    "related",
    "similar",
    "taboola",
    "teaser",
    "teasers",
    "trending",
    "upnext",
    "further",
    "readmore",
];

/// … in which readers write.
const COMMENT_WORDS: &[&str] = &["comment", "comments", "commentlist", "disqus", "respond", "replies"];

/// … that stand beside the article.
const ASIDE_WORDS: &[&str] = &["sidebar", "rail", "rightrail", "aside"];

/// … around the page.
const FRAME_WORDS: &[&str] = &[
    "breadcrumb",
    "crumb",
    "crumbs",
    "breadcrumbs",
    "cookie",
    "consent",
    "footer",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "popup",
    "masthead",
    "topbar",
    "offcanvas",
];

/// … of who wrote it.
pub(super) const BYLINE_WORDS: &[&str] = &[
    "author",
    "username",
    "poster",
    "postedby",
    "bigusername",
    "authors",
    "autor",
    "autore",
    "autoren",
    "auteur",
    "byline",
    "bylines",
    "authorname",
    "writer",
    "contributor",
    "contributors",
    "contrib",
    "credits",
    "firma",
    "journalist",
    "creator",
    "redakteur",
    "postauthor",
    "articleauthor",
    "entryauthor",
];

/// … of when.
pub(super) const DATE_WORDS: &[&str] = &[
    "date",
    "dates",
    "datum",
    "dateline",
    "time",
    "timestamp",
    "published",
    "publish",
    "pubdate",
    "publication",
    "posted",
    "updated",
    "modified",
    "datetime",
    "fecha",
    "datepublished",
    "datemodified",
];

/// What an element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// Most of the page's text.
    Most,
    /// A heading of the first level.
    Headed,
    Little,
}

fn own<'t>(tree: &'t Tree, id: NodeId, above: Place, weight: Weight, called: &mut Called<'t>) -> Place {
    let mut place = above;
    match tree.tag(id) {
        // The footer of an article often holds its authors and dates.
        Tag::Footer if above.any(Place::ARTICLE) => {}
        Tag::Nav | Tag::Footer | Tag::Dialog | Tag::Menu | Tag::Select | Tag::Button | Tag::Search => {
            place.set(Place::FRAME);
        }
        Tag::Aside => place.set(Place::ASIDE),
        Tag::A => place.set(Place::LINK),
        Tag::Article => {
            if above.any(Place::IN_ARTICLE) {
                place.set(Place::INNER_ARTICLE);
            }
            place.set(Place::ARTICLE.and(Place::IN_ARTICLE));
        }
        Tag::Main => place.set(Place::ARTICLE),
        Tag::Figure | Tag::Figcaption => place.set(Place::FIGURE),
        Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => place.set(Place::HEADING),
        Tag::P | Tag::Blockquote | Tag::Li | Tag::Td | Tag::Dd | Tag::Pre => place.set(Place::PROSE),
        Tag::Body | Tag::Html => return own_hidden(tree, id, place),
        _ => {}
    }
    let mut hidden = false;
    let mut names = Place::default();
    for (name, value) in tree.attrs(id) {
        match name {
            "role" => place.set(of_role(value)),
            "fc-hidden" | "hidden" => hidden = true,
            "class" | "id" | "itemprop" | "rel" | "data-testid" | "data-component"
                if weight != Weight::Most =>
            {
                names.set(called.places(value, weight));
            }
            _ => {}
        }
    }
    place.set(names);
    if hidden {
        place.set(Place::HIDDEN);
    }
    place
}

fn of_role(role: &str) -> Place {
    match role {
        "navigation" | "contentinfo" | "search" | "dialog" | "menu" | "menubar" | "tablist" => Place::FRAME,
        "complementary" => Place::ASIDE,
        "main" | "article" => Place::ARTICLE,
        _ => Place::default(),
    }
}

/// What names of classes and the like have been found to say: a page has few, many times over.
#[derive(Default)]
struct Called<'t>(HashMap<(&'t str, bool), Place>);

impl<'t> Called<'t> {
    fn places(&mut self, value: &'t str, weight: Weight) -> Place {
        let headed = weight == Weight::Headed;
        *self.0.entry((value, headed)).or_insert_with(|| {
            let mut place = Place::default();
            class_words(value, |word| {
                for (words, what) in [
                    (TEASER_WORDS, Place::TEASER),
                    (COMMENT_WORDS, Place::COMMENT),
                    (ASIDE_WORDS, Place::ASIDE),
                    (FRAME_WORDS, Place::FRAME),
                    (BYLINE_WORDS, Place::BYLINE),
                    (DATE_WORDS, Place::DATE),
                ] {
                    let apart = matches!(what, Place::TEASER | Place::COMMENT | Place::ASIDE | Place::FRAME);
                    if apart && headed && !word.contains("crumb") {
                        continue;
                    }
                    if words.contains(&word) {
                        place.set(what);
                    }
                }
            });
            place
        })
    }
}

fn own_hidden(tree: &Tree, id: NodeId, mut place: Place) -> Place {
    if tree.attr(id, "fc-hidden").is_some() || tree.attr(id, "hidden").is_some() {
        place.set(Place::HIDDEN);
    }
    place
}

/// The words of a class list, id or the like: parted at hyphens, underscores, digits and where capitals begin.
pub(super) fn class_words(value: &str, mut each: impl FnMut(&str)) {
    let mut word = String::new();
    let mut last_lower = false;
    for c in value.chars().chain(std::iter::once(' ')) {
        let part = !c.is_ascii_alphabetic() || (c.is_ascii_uppercase() && last_lower);
        if part && !word.is_empty() {
            each(&word);
            word.clear();
        }
        if c.is_ascii_alphabetic() {
            word.push(c.to_ascii_lowercase());
        }
        last_lower = c.is_ascii_lowercase();
    }
}
