//! What can be measured of each block: tree, blocks and metadata → one row of numbers a block.
//!
//! Numbers are taken as they are (counts, shares, distances); a tree model asks only whether a number lies above a
//! threshold, so no logarithm or scaling is needed and the row is the same to the bit wherever it is computed.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash};

use super::lexicon::{self, CUES, HINTS};
use crate::blocks::{Block, Kind};
use crate::metadata::Metadata;
use crate::text;
use crate::tree::{NodeId, Tag, Tree};

/// What stands for "not known" in a row.
pub const UNKNOWN: f32 = -1.0;

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// The measures with names of their own; those of the lexicon follow them in a row.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        #[allow(non_camel_case_types, missing_docs)]
        pub enum Feature { $($(#[$doc])* $name),* }

        const NAMED: &[&str] = &[$(stringify!($name)),*];
    };
}

features! {
    // the block itself
    kind, letters, words, sentences, lines, link_share, links, strong_share, emphasis_share, digit_share,
    upper_share, comma_share, ends_sentence, ends_colon, ends_ellipsis, starts_lower, bullet_start, separators,
    has_time, has_address, heading_level,
    // what it stands in
    in_nav, in_aside, in_footer, in_header, in_form, in_main, in_article, articles_above, in_figure, in_list,
    in_table, in_quote, in_details, in_hidden, in_aria_hidden, in_article_body, in_noscript, in_dialog, in_section, in_comment_type,
    // its element and those above
    parent_letters, parent_blocks, parent_link_share, parent_prose, above_letters, above_blocks, above_link_share,
    above_prose, third_letters, third_link_share, third_prose_share,
    // repeated neighbours
    repeat_near, repeat_near_letters, repeat_near_link_share, repeat_near_prose, repeat_most, repeat_most_letters,
    repeat_most_link_share, repeat_most_prose,
    // blocks marked up alike
    alike_blocks, alike_letters_share, alike_in_core, alike_prose_share,
    // the page's centre of prose
    in_core, core_steps, core_share, in_wide_core, core_before, core_after,
    // neighbours in page order
    previous_letters, previous_link_share, previous_kind, next_letters, next_link_share, next_kind, prose_gap_before,
    prose_gap_after, near_prose, near_link_share, heading_gap,
    second_previous_letters, second_next_letters,
    // where on the page
    position, prose_before, prose_after, from_headline, headline_steps, headline_depth, headline_known,
    from_first_prose, from_last_prose, is_headline,
    // what the page says of itself
    body_cover, body_words, description_likeness, title_likeness, repeats_text,
    // the list it is in, or its brothers under one element
    list_items, list_mean_letters, list_link_share, list_headed, list_prose_before, list_prose_next, list_sentences,
    list_after_colon, list_fragments,
    // pictures near it, and whether its neighbours are marked up alike
    image_before, image_after, image_in_parent, image_in_above, image_in_third, alt_likeness, alike_previous,
    alike_next,
    // the page: nothing of its size, with which long articles were cut (see CAPS)
    page_type_article, page_type_forum, page_type_other, page_core_share,
}

/// Numbers in a row.
pub const WIDTH: usize = NAMED.len() + 3 * HINTS + CUES;

/// From a score to 0..1, by arithmetic that is the same on every machine.
pub fn squash(score: f32) -> f32 {
    0.5 + 0.5 * score / (1.0 + score.abs())
}

/// One block's measures.
pub type Row = [f32; WIDTH];

/// The name of each number of a row.
pub fn names() -> Vec<String> {
    let mut names: Vec<String> = NAMED.iter().map(|n| (*n).to_owned()).collect();
    for place in ["own", "near", "above"] {
        names.extend((0..HINTS).map(|h| format!("{place}_{}", lexicon::HINT_NAMES[h])));
    }
    names.extend((0..CUES).map(|c| format!("cue_{}", lexicon::CUE_NAMES[c])));
    names
}

/// Words at which a text is prose rather than a label: a short sentence. Of the blocks of the corpus' news that are
/// in the gold 83 % reach it, of those outside 8 %; on its other pages 44 % (lists, posts, headings) and 8 %.
const PROSE_WORDS: u32 = 12;

/// Linked share above which a text is a list of links rather than prose.
const PROSE_LINK_SHARE: f32 = 0.4;

/// Steps up the tree after which a walk gives up, so that a page of ten thousand nested elements stays linear.
const LONGEST_WALK: usize = 64;

/// Elements that mark a block's place: bits of `Surroundings::marks`.
mod mark {
    pub const NAV: u32 = 1;
    pub const ASIDE: u32 = 1 << 1;
    pub const FOOTER: u32 = 1 << 2;
    pub const HEADER: u32 = 1 << 3;
    pub const FORM: u32 = 1 << 4;
    pub const MAIN: u32 = 1 << 5;
    pub const ARTICLE: u32 = 1 << 6;
    pub const FIGURE: u32 = 1 << 7;
    pub const LIST: u32 = 1 << 8;
    pub const TABLE: u32 = 1 << 9;
    pub const QUOTE: u32 = 1 << 10;
    pub const DETAILS: u32 = 1 << 11;
    pub const HIDDEN: u32 = 1 << 12;
    pub const ARIA_HIDDEN: u32 = 1 << 13;
    pub const ARTICLE_BODY: u32 = 1 << 14;
    pub const NOSCRIPT: u32 = 1 << 15;
    pub const DIALOG: u32 = 1 << 16;
    pub const SECTION: u32 = 1 << 17;
    pub const COMMENT_TYPE: u32 = 1 << 18;
}

fn share(part: u32, whole: u32) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// Sums over a run of blocks.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    letters: u32,
    linked: u32,
    prose: u32,
    blocks: u32,
}

impl Sums {
    fn minus(self, other: Sums) -> Sums {
        Sums {
            letters: self.letters - other.letters,
            linked: self.linked - other.linked,
            prose: self.prose - other.prose,
            blocks: self.blocks - other.blocks,
        }
    }

    fn link_share(self) -> f32 {
        share(self.linked, self.letters)
    }

    fn prose_share(self) -> f32 {
        share(self.prose, self.letters)
    }
}

/// What is known of each element, and of the page.
pub struct Surroundings {
    marks: Vec<u32>,
    depth: Vec<u16>,
    articles: Vec<u8>,
    /// Hints of the element's own names, and of all above with them.
    own: Vec<u64>,
    above: Vec<u64>,
    /// Blocks that begin before the node: the blocks of a subtree are `before[id]..before[end]`.
    before: Vec<u32>,
    /// Sums over the blocks before each.
    sums: Vec<Sums>,
    /// Elements of the same name and classes beside this one, itself included.
    twins: Vec<u16>,
    signature: Vec<u64>,
    prose: Vec<bool>,
    words: Vec<u32>,
    core: NodeId,
    wide_core: NodeId,
}

type Hasher = BuildHasherDefault<DefaultHasher>;

fn hash(value: impl Hash) -> u64 {
    Hasher::default().hash_one(value)
}

fn own_marks(tree: &Tree, id: NodeId) -> u32 {
    let by_tag = match tree.tag(id) {
        Tag::Nav => mark::NAV,
        Tag::Aside => mark::ASIDE,
        Tag::Footer => mark::FOOTER,
        Tag::Header => mark::HEADER,
        Tag::Form => mark::FORM,
        Tag::Main => mark::MAIN,
        Tag::Article => mark::ARTICLE,
        Tag::Figure => mark::FIGURE,
        Tag::Ul | Tag::Ol => mark::LIST,
        Tag::Table => mark::TABLE,
        Tag::Blockquote => mark::QUOTE,
        Tag::Details => mark::DETAILS,
        Tag::Dialog => mark::DIALOG,
        Tag::Section => mark::SECTION,
        _ => 0,
    };
    let mut marks = by_tag;
    for (name, value) in tree.attrs(id) {
        marks |= match (name, value) {
            ("role", "navigation" | "menu" | "menubar") => mark::NAV,
            ("role", "complementary") => mark::ASIDE,
            ("role", "contentinfo") => mark::FOOTER,
            ("role", "banner") => mark::HEADER,
            ("role", "main") => mark::MAIN,
            ("role", "article") => mark::ARTICLE,
            ("role", "form" | "search") => mark::FORM,
            ("role", "dialog" | "alertdialog") => mark::DIALOG,
            ("fc-hidden", _) => mark::HIDDEN,
            ("aria-hidden", "true") => mark::ARIA_HIDDEN,
            ("fc-noscript", _) => mark::NOSCRIPT,
            ("itemprop", v) if v.split_ascii_whitespace().any(|p| p == "articleBody") => mark::ARTICLE_BODY,
            ("itemtype", v) if v.ends_with("/Comment") => mark::COMMENT_TYPE,
            _ => 0,
        };
    }
    marks
}

/// Attributes whose words hint at what an element is for.
const TELLING: &[&str] = &[
    "class",
    "id",
    "role",
    "itemprop",
    "data-testid",
    "data-test-id",
    "data-qa",
    "data-component",
    "data-component-name",
    "data-type",
    "data-block",
    "data-block-type",
    "data-role",
    "data-module",
    "data-name",
    "data-element",
    "aria-label",
];

/// `known` are the hints found so far: a page has few names, many times over.
fn own_hints<'t>(tree: &'t Tree, id: NodeId, known: &mut HashMap<&'t str, u64, Hasher>) -> u64 {
    let mut hints = |value: &'t str| *known.entry(value).or_insert_with(|| lexicon::class_hints(value));
    let mut bits = if tree.tag(id) == Tag::Other { hints(tree.name(id)) } else { 0 };
    for (name, value) in tree.attrs(id) {
        if TELLING.contains(&name) {
            bits |= hints(value);
        }
    }
    bits
}

impl Surroundings {
    /// Measures every element of the page.
    pub fn measure(tree: &Tree, blocks: &[Block]) -> Self {
        let n = tree.len();
        let mut s = Surroundings {
            marks: vec![0; n],
            depth: vec![0; n],
            articles: vec![0; n],
            own: vec![0; n],
            above: vec![0; n],
            before: vec![0; n + 1],
            sums: vec![Sums::default(); blocks.len() + 1],
            twins: vec![1; n],
            signature: vec![0; n],
            prose: vec![false; blocks.len()],
            words: vec![0; blocks.len()],
            core: tree.root(),
            wide_core: tree.root(),
        };
        let mut groups: HashMap<(u32, u64), u16, Hasher> = HashMap::default();
        let mut known = HashMap::default();
        for id in tree.ids().skip(1) {
            let (i, up) = (id.index(), tree.parent(id).map_or(0, NodeId::index));
            s.marks[i] = s.marks[up];
            s.depth[i] = s.depth[up].saturating_add(1);
            s.articles[i] = s.articles[up];
            s.above[i] = s.above[up];
            if tree.is_element(id) {
                s.marks[i] |= own_marks(tree, id);
                if tree.tag(id) == Tag::Article {
                    s.articles[i] = s.articles[i].saturating_add(1);
                }
                s.own[i] = own_hints(tree, id, &mut known);
                s.above[i] |= s.own[i];
                let class = tree.attr(id, "class").unwrap_or_default();
                s.signature[i] = hash((tree.name(id), class));
                let count = groups.entry((up as u32, s.signature[i])).or_default();
                *count = count.saturating_add(1);
            }
        }
        for id in tree.ids().skip(1).filter(|&id| tree.is_element(id)) {
            let up = tree.parent(id).map_or(0, NodeId::index) as u32;
            s.twins[id.index()] = groups.get(&(up, s.signature[id.index()])).copied().unwrap_or(1);
        }
        s.count(blocks);
        s.find_cores(tree);
        s
    }

    fn count(&mut self, blocks: &[Block]) {
        let mut next = 0;
        for i in 0..self.before.len() {
            while next < blocks.len() && blocks[next].span.0.index() < i {
                next += 1;
            }
            self.before[i] = next as u32;
        }
        for (i, block) in blocks.iter().enumerate() {
            let words = text::words(&block.text).count() as u32;
            let hidden = self.marks[block.node.index()] & (mark::HIDDEN | mark::ARIA_HIDDEN) != 0;
            let prose = block.kind.is_text()
                && !matches!(block.kind, Kind::Heading(_) | Kind::Button)
                && words >= PROSE_WORDS
                && share(block.linked, block.letters) < PROSE_LINK_SHARE
                && !hidden;
            self.words[i] = words;
            self.prose[i] = prose;
            let was = self.sums[i];
            self.sums[i + 1] = Sums {
                letters: was.letters + block.letters,
                linked: was.linked + block.linked,
                prose: was.prose + if prose { block.letters } else { 0 },
                blocks: was.blocks + u32::from(block.kind.is_text()),
            };
        }
    }

    /// Down from the root as long as one child holds its share of what the page has in prose.
    fn find_cores(&mut self, tree: &Tree) {
        let all = self.of(tree, tree.root()).prose;
        let descend = |least: f32| {
            let mut at = tree.root();
            while let Some(child) =
                tree.children(at).find(|&c| tree.is_element(c) && share(self.of(tree, c).prose, all) >= least)
            {
                at = child;
            }
            at
        };
        // Most, and nearly all: chosen for their meaning, not tuned.
        let (core, wide) = (descend(0.6), descend(0.9));
        self.core = core;
        self.wide_core = wide;
    }

    fn of(&self, tree: &Tree, id: NodeId) -> Sums {
        let (from, to) = (self.before[id.index()], self.before[tree.end(id).index()]);
        self.sums[to as usize].minus(self.sums[from as usize])
    }

    /// Is the block inside an element that is not shown?
    pub fn is_hidden(&self, id: NodeId) -> bool {
        self.marks[id.index()] & mark::HIDDEN != 0
    }

    /// Is the node in a landmark that holds no article: navigation, a footer, a form, a dialog?
    pub fn in_furniture(&self, id: NodeId) -> bool {
        self.marks[id.index()] & (mark::NAV | mark::FOOTER | mark::DIALOG) != 0
    }

    /// Hints of the element's own names.
    pub fn own_hints(&self, id: NodeId) -> u64 {
        self.own[id.index()]
    }

    /// Hints of the element's names and of all above it.
    pub fn all_hints(&self, id: NodeId) -> u64 {
        self.above[id.index()]
    }

    /// The largest group of elements of one name and class under one parent, of those that hold text.
    pub fn most_twins(&self) -> u16 {
        let holds_text = |i: usize| self.before[i + 1] > self.before[i] || self.own[i] != 0;
        (0..self.twins.len()).filter(|&i| holds_text(i)).map(|i| self.twins[i]).max().unwrap_or(1)
    }

    /// Elements of the same name and class beside this one, itself included.
    pub fn twins(&self, id: NodeId) -> u16 {
        self.twins[id.index()]
    }

    /// Words of each block.
    pub fn words(&self, block: usize) -> u32 {
        self.words[block]
    }

    /// Is the block prose: a sentence or more, hardly linked?
    pub fn is_prose(&self, block: usize) -> bool {
        self.prose[block]
    }

    /// The range of blocks that begin inside the element.
    pub fn blocks_of(&self, tree: &Tree, id: NodeId) -> std::ops::Range<usize> {
        self.before[id.index()] as usize..self.before[tree.end(id).index()] as usize
    }

    /// For each block what it has in common with those marked up alike: names and classes of its element and of
    /// the one above.
    pub fn alike(&self, tree: &Tree, blocks: &[Block]) -> Vec<u64> {
        let of = |b: &Block| {
            let up = tree.parent(b.node).map_or(0, NodeId::index);
            hash((self.signature[b.node.index()], self.signature[up]))
        };
        blocks.iter().map(of).collect()
    }

    /// The deepest element with most of the page's prose, and one with nearly all.
    pub fn cores(&self) -> (NodeId, NodeId) {
        (self.core, self.wide_core)
    }

    /// Share of the letters below the element that are linked.
    pub fn link_share(&self, tree: &Tree, id: NodeId) -> f32 {
        self.of(tree, id).link_share()
    }
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' | '۔' | '‽' | '։' | '｡')
}

/// Word runs of three, hashed: what two texts share of them tells how much of one is in the other.
fn shingles(key: &str) -> Vec<u64> {
    let words: Vec<&str> = text::words(key).collect();
    if words.len() < 3 {
        return if words.is_empty() { Vec::new() } else { vec![hash(&words)] };
    }
    words.windows(3).map(hash).collect()
}

struct Measures<'a> {
    tree: &'a Tree,
    blocks: &'a [Block],
    around: &'a Surroundings,
    metadata: &'a Metadata,
    /// Comparison key of each block's text.
    keys: &'a [String],
}

/// Comparison key of each block's text.
pub fn keys(blocks: &[Block]) -> Vec<String> {
    blocks.iter().map(|b| text::key(&b.text)).collect()
}

/// Beyond these a number tells nothing more. Without them an article of a thousand paragraphs is like no page of the
/// corpus, and most of it is lost; with them sites not seen score the same.
#[rustfmt::skip]
const CAPS: &[(Feature, f32)] = {
    use Feature::*;
    &[
        (letters, 1500.0), (words, 250.0), (sentences, 15.0), (lines, 10.0), (links, 10.0), (separators, 10.0),
        (parent_letters, 4000.0), (parent_blocks, 30.0), (parent_prose, 4000.0), (above_letters, 4000.0),
        (above_blocks, 30.0), (above_prose, 4000.0), (third_letters, 4000.0), (repeat_near, 20.0),
        (repeat_near_letters, 3000.0), (repeat_near_prose, 3000.0), (repeat_most, 20.0),
        (repeat_most_letters, 3000.0), (repeat_most_prose, 3000.0), (alike_blocks, 20.0), (from_headline, 40.0),
        (from_first_prose, 40.0), (from_last_prose, 40.0), (body_words, 300.0), (list_items, 20.0),
        (list_prose_before, 10.0), (repeats_text, 5.0), (previous_letters, 1000.0), (next_letters, 1000.0),
        (second_previous_letters, 1000.0), (second_next_letters, 1000.0), (image_in_parent, 5.0),
        (image_in_above, 5.0), (image_in_third, 5.0), (articles_above, 4.0), (core_steps, 10.0),
        (headline_steps, 10.0), (headline_depth, 10.0), (prose_gap_before, 40.0), (prose_gap_after, 40.0),
        (heading_gap, 40.0), (image_before, 40.0), (image_after, 40.0),
    ]
};

/// One row for each block.
pub fn rows(
    tree: &Tree,
    blocks: &[Block],
    around: &Surroundings,
    metadata: &Metadata,
    keys: &[String],
) -> Vec<Row> {
    let m = Measures { tree, blocks, around, metadata, keys };
    let mut rows = vec![[0.0; WIDTH]; blocks.len()];
    let texts: Vec<usize> = (0..blocks.len()).filter(|&i| blocks[i].kind.is_text()).collect();
    for (i, row) in rows.iter_mut().enumerate() {
        m.itself(i, row);
        m.place(i, row);
        m.ladder(i, row);
        m.words_around(i, &texts, row);
    }
    m.alike(&mut rows);
    m.lists(&mut rows);
    m.pictures(&mut rows);
    m.sequence(&mut rows);
    m.said(&mut rows);
    m.page(&mut rows);
    for row in &mut rows {
        for &(feature, most) in CAPS {
            row[feature as usize] = row[feature as usize].clamp(-most, most);
        }
    }
    rows
}

impl Measures<'_> {
    fn itself(&self, i: usize, row: &mut Row) {
        use Feature::*;
        let block = &self.blocks[i];
        let (mut digits, mut upper, mut commas, mut ends, mut marks_between, mut characters) =
            (0, 0, 0, 0, 0, 0);
        for c in block.text.chars() {
            characters += 1;
            digits += u32::from(c.is_numeric());
            upper += u32::from(c.is_uppercase());
            commas += u32::from(matches!(c, ',' | '،' | '、' | '，'));
            ends += u32::from(is_end(c));
            marks_between += u32::from(matches!(c, '|' | '»' | '›' | '•' | '·' | '→' | '>' | '/'));
        }
        let trimmed =
            block.text.trim_end_matches(['"', '”', '’', '»', '“', ')', '\'', '」', '』', '）', ' ']);
        let first = block.text.chars().next().unwrap_or(' ');
        let mut set = |f: Feature, v: f32| row[f as usize] = v;
        let (code, level) = match block.kind {
            Kind::Paragraph => (0, 0),
            Kind::Heading(level) => (1, level),
            Kind::Item => (2, 0),
            Kind::Cell => (3, 0),
            Kind::Term => (4, 0),
            Kind::Definition => (5, 0),
            Kind::Caption => (6, 0),
            Kind::Preformatted => (7, 0),
            Kind::Summary => (8, 0),
            Kind::Button => (9, 0),
            Kind::Image => (10, 0),
            Kind::Player => (11, 0),
            Kind::Frame => (12, 0),
            Kind::Rule => (13, 0),
        };
        set(kind, code as f32);
        set(heading_level, f32::from(level));
        set(letters, block.letters as f32);
        set(words, self.around.words[i] as f32);
        set(sentences, ends as f32);
        set(lines, block.text.matches('\n').count() as f32);
        set(link_share, share(block.linked, block.letters));
        set(links, block.links as f32);
        set(strong_share, share(block.strong, block.letters));
        set(emphasis_share, share(block.emphasised, block.letters));
        set(digit_share, share(digits, block.letters));
        set(upper_share, share(upper, block.letters));
        set(comma_share, share(commas, characters));
        set(ends_sentence, f32::from(u8::from(trimmed.ends_with(is_end))));
        set(ends_colon, f32::from(u8::from(trimmed.ends_with([':', '：']))));
        set(ends_ellipsis, f32::from(u8::from(trimmed.ends_with('…') || trimmed.ends_with("..."))));
        set(starts_lower, f32::from(u8::from(first.is_lowercase())));
        set(
            bullet_start,
            f32::from(u8::from(matches!(first, '•' | '–' | '-' | '·' | '»' | '*' | '▪' | '■' | '→'))),
        );
        set(Feature::separators, marks_between as f32);
        set(has_address, f32::from(u8::from(block.text.contains('@') || block.text.contains("://"))));
        let timed = self.tree.descendants(block.node).take(12).any(|d| self.tree.tag(d) == Tag::Time);
        set(has_time, f32::from(u8::from(timed)));
        let bits = lexicon::cues(&self.keys[i]);
        for c in 0..CUES {
            row[NAMED.len() + 3 * HINTS + c] = f32::from(u8::from(bits >> c & 1 != 0));
        }
    }

    fn place(&self, i: usize, row: &mut Row) {
        use Feature::*;
        let node = self.blocks[i].node;
        let at = node.index();
        let marks = self.around.marks[at];
        let pairs = [
            (in_nav, mark::NAV),
            (in_aside, mark::ASIDE),
            (in_footer, mark::FOOTER),
            (in_header, mark::HEADER),
            (in_form, mark::FORM),
            (in_main, mark::MAIN),
            (in_article, mark::ARTICLE),
            (in_figure, mark::FIGURE),
            (in_list, mark::LIST),
            (in_table, mark::TABLE),
            (in_quote, mark::QUOTE),
            (in_details, mark::DETAILS),
            (in_hidden, mark::HIDDEN),
            (in_aria_hidden, mark::ARIA_HIDDEN),
            (in_article_body, mark::ARTICLE_BODY),
            (in_noscript, mark::NOSCRIPT),
            (in_dialog, mark::DIALOG),
            (in_section, mark::SECTION),
            (in_comment_type, mark::COMMENT_TYPE),
        ];
        for (feature, bit) in pairs {
            row[feature as usize] = f32::from(u8::from(marks & bit != 0));
        }
        row[articles_above as usize] = f32::from(self.around.articles[at]);
        let own = self.around.own[at];
        let mut near = own;
        for above in self.tree.ancestors(node).take(3) {
            near |= self.around.own[above.index()];
        }
        let all = self.around.above[at];
        for h in 0..HINTS {
            row[NAMED.len() + h] = f32::from(u8::from(own >> h & 1 != 0));
            row[NAMED.len() + HINTS + h] = f32::from(u8::from(near >> h & 1 != 0));
            row[NAMED.len() + 2 * HINTS + h] = f32::from(u8::from(all >> h & 1 != 0));
        }
    }

    /// The element, the two above it, and the groups of like elements that it is in.
    fn ladder(&self, i: usize, row: &mut Row) {
        use Feature::*;
        let (tree, around) = (self.tree, self.around);
        let node = self.blocks[i].node;
        let mut set = |f: Feature, v: f32| row[f as usize] = v;
        let mut rungs = std::iter::once(node).chain(tree.ancestors(node));
        // An atom is its own element: its rungs begin above it, like those of a text.
        if !self.blocks[i].kind.is_text() {
            rungs.next();
        }
        let first = rungs.next().unwrap_or(node);
        let second = rungs.next().unwrap_or(first);
        let third = rungs.next().unwrap_or(second);
        let sums = around.of(tree, first);
        set(parent_letters, sums.letters as f32);
        set(parent_blocks, sums.blocks as f32);
        set(parent_link_share, sums.link_share());
        set(parent_prose, sums.prose as f32);
        let sums = around.of(tree, second);
        set(above_letters, sums.letters as f32);
        set(above_blocks, sums.blocks as f32);
        set(above_link_share, sums.link_share());
        set(above_prose, sums.prose as f32);
        let sums = around.of(tree, third);
        set(third_letters, sums.letters as f32);
        set(third_link_share, sums.link_share());
        set(third_prose_share, sums.prose_share());
        let (mut near, mut most, mut most_twins) = (None, None, 2);
        for rung in std::iter::once(node).chain(tree.ancestors(node)).take(12) {
            let twins = around.twins[rung.index()];
            let is_part = matches!(tree.tag(rung), Tag::P | Tag::Text) || rung == around.core;
            if twins < 3 || is_part {
                continue;
            }
            near = near.or(Some(rung));
            if twins > most_twins {
                most_twins = twins;
                most = Some(rung);
            }
        }
        let mut group =
            |rung: Option<NodeId>, count: Feature, size: Feature, linked: Feature, prose: Feature| {
                let sums = rung.map(|r| around.of(tree, r)).unwrap_or_default();
                set(count, rung.map_or(0.0, |r| f32::from(around.twins[r.index()])));
                set(size, sums.letters as f32);
                set(linked, sums.link_share());
                set(prose, sums.prose as f32);
            };
        group(near, repeat_near, repeat_near_letters, repeat_near_link_share, repeat_near_prose);
        group(most, repeat_most, repeat_most_letters, repeat_most_link_share, repeat_most_prose);
        let core = around.core;
        let within = tree.holds(core, node);
        set(in_core, f32::from(u8::from(within)));
        set(in_wide_core, f32::from(u8::from(tree.holds(around.wide_core, node))));
        // How far up until the core is reached; or, outside, until an element that holds the core too.
        let steps = std::iter::once(node)
            .chain(tree.ancestors(node))
            .take(LONGEST_WALK)
            .position(|a| if within { a == core } else { tree.holds(a, core) })
            .unwrap_or(99);
        set(core_steps, steps as f32);
        let sums = around.of(tree, core);
        set(core_share, sums.prose_share());
        set(core_before, f32::from(u8::from(node < core)));
        set(core_after, f32::from(u8::from(node >= tree.end(core))));
    }

    fn words_around(&self, i: usize, texts: &[usize], row: &mut Row) {
        use Feature::*;
        // Where the block stands, or would stand, among those with text.
        let at = texts.partition_point(|&t| t < i);
        let own = usize::from(self.blocks[i].kind.is_text());
        let before = [at.checked_sub(1), at.checked_sub(2)].map(|k| k.map(|k| texts[k]));
        let after = [texts.get(at + own), texts.get(at + own + 1)].map(|t| t.copied());
        let kind_of = |j: usize| match self.blocks[j].kind {
            Kind::Heading(_) => 1.0,
            Kind::Item => 2.0,
            Kind::Button => 3.0,
            _ => 0.0,
        };
        let mut set = |f: Feature, v: f32| row[f as usize] = v;
        for (found, size, linked, what) in [
            (before[0], previous_letters, previous_link_share, previous_kind),
            (after[0], next_letters, next_link_share, next_kind),
        ] {
            set(size, found.map_or(UNKNOWN, |j| self.blocks[j].letters as f32));
            set(linked, found.map_or(UNKNOWN, |j| share(self.blocks[j].linked, self.blocks[j].letters)));
            set(what, found.map_or(UNKNOWN, kind_of));
        }
        set(second_previous_letters, before[1].map_or(UNKNOWN, |j| self.blocks[j].letters as f32));
        set(second_next_letters, after[1].map_or(UNKNOWN, |j| self.blocks[j].letters as f32));
        let (from, to) = (i.saturating_sub(5), (i + 6).min(self.blocks.len()));
        let sums = self.around.sums[to].minus(self.around.sums[from]);
        set(near_prose, sums.prose_share());
        set(near_link_share, sums.link_share());
    }

    /// Blocks whose element and the one above have the same names and classes.
    fn alike(&self, rows: &mut [Row]) {
        use Feature::*;
        let (tree, around) = (self.tree, self.around);
        let mut groups: HashMap<u64, (Sums, u32), Hasher> = HashMap::default();
        let names = around.alike(tree, self.blocks);
        for (i, block) in self.blocks.iter().enumerate() {
            let (sums, core_letters) = groups.entry(names[i]).or_default();
            sums.letters += block.letters;
            sums.blocks += 1;
            sums.prose += if around.prose[i] { block.letters } else { 0 };
            *core_letters += if tree.holds(around.core, block.node) { block.letters } else { 0 };
        }
        let all = around.of(tree, tree.root());
        for (row, name) in rows.iter_mut().zip(&names) {
            let (sums, core_letters) = groups.get(name).copied().unwrap_or_default();
            row[alike_blocks as usize] = sums.blocks as f32;
            row[alike_letters_share as usize] = share(sums.letters, all.letters);
            row[alike_in_core as usize] = share(core_letters, sums.letters);
            row[alike_prose_share as usize] = sums.prose_share();
        }
    }

    /// The list that holds the block, or else the element that holds its element: what stands above it, what it
    /// holds, what follows.
    fn lists(&self, rows: &mut [Row]) {
        use Feature::*;
        const IN_ORDER: [Feature; 9] = [
            list_items,
            list_mean_letters,
            list_link_share,
            list_headed,
            list_prose_before,
            list_prose_next,
            list_sentences,
            list_after_colon,
            list_fragments,
        ];
        let (tree, around) = (self.tree, self.around);
        let headline = self.metadata.headline.as_ref().and_then(|h| h.node);
        let start = headline.map_or(0, |h| around.before[tree.end(h).index()] as usize);
        let mut prose_until = vec![0u32; self.blocks.len() + 1];
        for i in 0..self.blocks.len() {
            prose_until[i + 1] = prose_until[i] + u32::from(around.prose[i]);
        }
        let mut measured: HashMap<NodeId, [f32; 9], Hasher> = HashMap::default();
        for (i, row) in rows.iter_mut().enumerate() {
            let node = self.blocks[i].node;
            let home = std::iter::once(node)
                .chain(tree.ancestors(node).take(4))
                .find(|&a| matches!(tree.tag(a), Tag::Ul | Tag::Ol))
                .or_else(|| tree.parent(node))
                .unwrap_or(node);
            let values = measured.entry(home).or_insert_with(|| {
                let range = around.blocks_of(tree, home);
                let of = range.start as u32..range.end as u32;
                let sums = around.sums[range.end].minus(around.sums[range.start]);
                let above = (range.start.saturating_sub(2)..range.start)
                    .rev()
                    .filter(|&j| self.blocks[j].kind.is_text());
                let headed = above.clone().any(|j| {
                    around.words[j] <= 8
                        && lexicon::cues(&self.keys[j]) >> lexicon::Cue::KeyPoints as u32 & 1 != 0
                });
                let colon = above.clone().next().is_some_and(|j| self.blocks[j].text.ends_with([':', '：']));
                let texts: Vec<usize> =
                    range.clone().filter(|&j| self.blocks[j].kind.is_text()).take(64).collect();
                let count = texts.len().max(1) as f32;
                let ends = |j: &usize| self.blocks[*j].text.ends_with(is_end);
                let fragments = tree
                    .descendants(home)
                    .take(400)
                    .filter(|&d| {
                        tree.tag(d) == Tag::A && tree.attr(d, "href").is_some_and(|h| h.starts_with('#'))
                    })
                    .count();
                let next = (range.end..self.blocks.len()).find(|&j| self.blocks[j].kind.is_text());
                let since = prose_until[range.start] as f32 - prose_until[start.min(range.start)] as f32;
                [
                    (of.end - of.start) as f32,
                    sums.letters as f32 / count,
                    sums.link_share(),
                    f32::from(u8::from(headed)),
                    since,
                    f32::from(u8::from(next.is_some_and(|j| around.prose[j]))),
                    texts.iter().filter(|j| ends(j)).count() as f32 / count,
                    f32::from(u8::from(colon)),
                    fragments as f32 / count,
                ]
            });
            for (feature, value) in IN_ORDER.iter().zip(values) {
                row[*feature as usize] = *value;
            }
        }
    }

    /// Pictures near the block, and neighbours of its kind.
    fn pictures(&self, rows: &mut [Row]) {
        use Feature::*;
        let (tree, around) = (self.tree, self.around);
        let n = self.blocks.len();
        let is_picture = |i: usize| matches!(self.blocks[i].kind, Kind::Image | Kind::Player);
        let mut pictures_until = vec![0u32; n + 1];
        for i in 0..n {
            pictures_until[i + 1] = pictures_until[i] + u32::from(is_picture(i));
        }
        let mut last = None;
        for i in 0..n {
            rows[i][image_before as usize] = last.map_or(99.0, |l: usize| (i - l).min(99) as f32);
            if is_picture(i) {
                last = Some(i);
            }
        }
        last = None;
        let names = around.alike(tree, self.blocks);
        let mut next_text: Option<usize> = None;
        for i in (0..n).rev() {
            rows[i][image_after as usize] = last.map_or(99.0, |l: usize| (l - i).min(99) as f32);
            if is_picture(i) {
                last = Some(i);
            }
            rows[i][alike_next as usize] =
                next_text.map_or(UNKNOWN, |j| f32::from(u8::from(names[i] == names[j])));
            if self.blocks[i].kind.is_text() {
                next_text = Some(i);
            }
        }
        // A caption often says what its picture's alt text says: of the nearest within four blocks either way.
        let alt = |j: usize| {
            let alt = tree.attr(self.blocks[j].node, "alt").unwrap_or_default();
            if is_picture(j) && alt.len() > 8 { Some(text::key(alt)) } else { None }
        };
        for i in 0..n {
            let few = (3..120).contains(&self.around.words[i]);
            if !few || pictures_until[(i + 5).min(n)] == pictures_until[i.saturating_sub(4)] {
                continue;
            }
            let near = (i.saturating_sub(4)..(i + 5).min(n)).filter_map(alt);
            let likeness = near.map(|a| text::overlap_of_keys(&self.keys[i], &a)).fold(0.0, f32::max);
            rows[i][alt_likeness as usize] = likeness;
        }
        let mut previous: Option<usize> = None;
        for i in 0..n {
            let row = &mut rows[i];
            row[alike_previous as usize] =
                previous.map_or(UNKNOWN, |j| f32::from(u8::from(names[i] == names[j])));
            if self.blocks[i].kind.is_text() {
                previous = Some(i);
            }
            let node = self.blocks[i].node;
            let mut rungs = std::iter::once(node).chain(tree.ancestors(node));
            for feature in [image_in_parent, image_in_above, image_in_third] {
                let count = rungs.next().map_or(0, |r| {
                    let range = around.blocks_of(tree, r);
                    pictures_until[range.end] - pictures_until[range.start]
                });
                row[feature as usize] = count as f32;
            }
        }
    }

    /// Where the block stands among the others.
    fn sequence(&self, rows: &mut [Row]) {
        use Feature::*;
        let (tree, around) = (self.tree, self.around);
        let n = self.blocks.len();
        let headline = self.metadata.headline.as_ref().and_then(|h| h.node);
        let headline_at = headline.map(|h| around.before[h.index()] as usize);
        let all = around.sums[n];
        let first_prose = around.prose.iter().position(|&p| p);
        let last_prose = around.prose.iter().rposition(|&p| p);
        let mut gap = 99;
        let mut heading = 99;
        for i in 0..n {
            rows[i][prose_gap_before as usize] = gap as f32;
            rows[i][heading_gap as usize] = heading as f32;
            gap = if around.prose[i] { 0 } else { (gap + 1).min(99) };
            heading = if matches!(self.blocks[i].kind, Kind::Heading(_)) { 0 } else { (heading + 1).min(99) };
        }
        gap = 99;
        for i in (0..n).rev() {
            rows[i][prose_gap_after as usize] = gap as f32;
            gap = if around.prose[i] { 0 } else { (gap + 1).min(99) };
        }
        for (i, row) in rows.iter_mut().enumerate() {
            let node = self.blocks[i].node;
            let mut set = |f: Feature, v: f32| row[f as usize] = v;
            set(position, i as f32 / n as f32);
            set(prose_before, share(around.sums[i].prose, all.prose));
            set(prose_after, share(all.prose - around.sums[i + 1].prose, all.prose));
            set(from_headline, headline_at.map_or(-40.0, |h| i as f32 - h as f32));
            set(headline_known, f32::from(u8::from(headline.is_some())));
            set(from_first_prose, first_prose.map_or(-40.0, |p| i as f32 - p as f32));
            set(from_last_prose, last_prose.map_or(-40.0, |p| i as f32 - p as f32));
            let shared = headline.and_then(|h| {
                std::iter::once(node)
                    .chain(tree.ancestors(node))
                    .take(LONGEST_WALK)
                    .enumerate()
                    .find(|(_, a)| tree.holds(*a, h))
            });
            set(headline_steps, shared.map_or(UNKNOWN, |(steps, _)| steps as f32));
            set(
                headline_depth,
                shared.zip(headline).map_or(UNKNOWN, |((_, a), h)| {
                    f32::from(around.depth[h.index()] - around.depth[a.index()])
                }),
            );
            set(is_headline, f32::from(u8::from(headline.is_some_and(|h| tree.holds(h, node)))));
        }
    }

    /// What the page says of itself, held against each block.
    fn said(&self, rows: &mut [Row]) {
        use Feature::*;
        let body: Option<HashSet<u64, Hasher>> =
            self.metadata.article_body.as_deref().map(|b| shingles(&text::key(b)).into_iter().collect());
        let body_size = body.as_ref().map_or(0, HashSet::len);
        let body_key = self.metadata.article_body.as_deref().map(text::key).unwrap_or_default();
        let descriptions: Vec<String> =
            self.metadata.descriptions.iter().take(3).map(|d| text::key(&d.text)).collect();
        let descriptions: Vec<text::Bag<'_>> =
            descriptions.iter().filter(|d| !d.is_empty()).map(|d| text::Bag::of(d)).collect();
        let title = self.metadata.headline.as_ref().map(|h| text::key(&h.text)).unwrap_or_default();
        let title = Some(text::Bag::of(&title)).filter(|_| !title.is_empty());
        let mut seen: HashMap<&str, u32, Hasher> = HashMap::default();
        for key in self.keys.iter().filter(|k| k.len() > 20) {
            *seen.entry(key.as_str()).or_default() += 1;
        }
        for (i, row) in rows.iter_mut().enumerate() {
            let key = &self.keys[i];
            let mut set = |f: Feature, v: f32| row[f as usize] = v;
            let cover = body.as_ref().map_or(UNKNOWN, |b| {
                let mine = shingles(key);
                if mine.len() <= 1 {
                    // Too short for runs of three words: is it there as it is?
                    return f32::from(u8::from(!key.is_empty() && body_key.contains(key.as_str())));
                }
                mine.iter().filter(|s| b.contains(s)).count() as f32 / mine.len() as f32
            });
            set(body_cover, cover);
            set(body_words, body_size as f32);
            let few = self.around.words[i] < 120 && !key.is_empty();
            let said = few && (!descriptions.is_empty() || title.is_some());
            let own: Vec<&str> = if said { text::words(key).collect() } else { Vec::new() };
            let likeness = |other: &text::Bag<'_>| if few { other.overlap(&own) } else { 0.0 };
            set(description_likeness, descriptions.iter().map(likeness).fold(0.0, f32::max));
            set(title_likeness, title.as_ref().map_or(0.0, likeness));
            set(repeats_text, seen.get(key.as_str()).copied().unwrap_or(1) as f32);
        }
    }

    /// What is the same for all blocks of the page.
    fn page(&self, rows: &mut [Row]) {
        use Feature::*;
        let (tree, around) = (self.tree, self.around);
        let all = around.of(tree, tree.root());
        let of_type = |names: &[&str]| {
            let typed = self.metadata.types.iter().any(|t| names.iter().any(|n| t.contains(n)));
            f32::from(u8::from(typed))
        };
        let article = of_type(&["Article", "BlogPosting", "Report", "Review", "Recipe"]);
        let article = if self.metadata.og_type.as_deref() == Some("article") { 1.0 } else { article };
        let values = [
            (page_type_article, article),
            (page_type_forum, of_type(&["Forum", "QAPage", "Question", "Comment"])),
            (
                page_type_other,
                of_type(&["Product", "CollectionPage", "ItemList", "Event", "LocalBusiness", "Offer"]),
            ),
            (page_core_share, share(around.of(tree, around.core).prose, all.prose)),
        ];
        for row in rows {
            for (feature, value) in values {
                row[feature as usize] = value;
            }
        }
    }
}
