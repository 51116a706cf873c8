//! Blocks, verdicts and metadata → the article: each kept block gets its role, captions and credits join their
//! figures, and lists, quotes and tables are put together again.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use crate::amid;
use crate::article::*;
use crate::blocks::{Block as PageBlock, Kind, is_block_level, is_item, is_list};
use crate::code;
use crate::crossheads;
use crate::dek;
use crate::figures::{self, FigureAt};
use crate::footnotes;
use crate::inlines::{Reader, Targets, is_blank};
use crate::key_points::{self, Points};
use crate::leftovers;
use crate::links;
use crate::metadata::{Metadata, Source};
use crate::posts::{self, Part, Thread};
use crate::recipe::{self, Entry, Recipe};
use crate::score::Judged;
use crate::score::features::Surroundings;
use crate::score::lexicon::{self, Cue, Hint};
use crate::tree::{NodeId, Tag, Tree};

/// What a block is in the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Not shown.
    None,
    /// The headline, or what repeats it.
    Headline,
    /// Above the headline.
    Kicker,
    /// The standfirst.
    Dek,
    /// Heading of the key points.
    PointsHeading,
    /// A key point.
    Point,
    /// Names or dates that the metadata holds.
    Byline,
    /// Words of a figure.
    Caption,
    /// Part of the body.
    Body,
    /// A footnote.
    Note,
}

/// All that is known of a page once it is judged.
pub struct Page<'a> {
    /// The tree.
    pub tree: &'a Tree,
    /// Its blocks.
    pub blocks: &'a [PageBlock],
    /// What surrounds them.
    pub around: &'a Surroundings,
    /// Comparison key of each block.
    pub keys: &'a [String],
    /// What the page says of itself.
    pub metadata: &'a Metadata,
    /// The verdicts.
    pub judged: &'a Judged,
    /// What relative addresses are resolved against.
    pub base: Option<String>,
    /// Is there an article on it at all?
    pub readable: bool,
    /// Which blocks are captions; worked out when first asked for.
    pub captions: OnceCell<Vec<bool>>,
    /// Its posts, if it is a thread.
    pub thread: Option<Thread>,
    /// Its recipes, if it has any.
    pub recipe: Option<Recipe>,
}

/// Puts the article together; with it, the role of each block.
pub fn compose(page: &Page<'_>, url: Option<&str>) -> (Article, Vec<Role>) {
    let mut roles = vec![Role::None; page.blocks.len()];
    for (role, verdict) in roles.iter_mut().zip(&page.judged.verdicts) {
        if verdict.kept {
            *role = Role::Body;
        }
    }
    page.keep_terms(&mut roles);
    page.keep_cells(&mut roles);
    page.keep_quotes(&mut roles);
    page.keep_code(&mut roles);
    if page.thread.is_none() {
        crossheads::keep(page, &mut roles);
    }
    page.drop_repeats(&mut roles);
    amid::keep(page, &mut roles);
    page.drop_furniture(&mut roles);
    page.mark_headline(&mut roles);
    if let Some(recipe) = &page.recipe {
        recipe.mark(&mut roles);
    }
    let thread = page.thread.as_ref();
    // Posts have neither dek nor points, and what would be left over in an article may be a post's text.
    let article = thread.is_none_or(|t| t.live);
    let mut points = None;
    if article {
        page.mark_bylines(&mut roles);
        crossheads::drop_teasers(page, &mut roles);
        let mut deks = dek::find(page, &roles);
        points = if page.is_of_shop() { None } else { key_points::find(page, &mut roles, &deks) };
        if points.is_some() {
            deks = dek::find(page, &roles);
        }
        // One point is none: it says what a dek does.
        if let Some(lone) = points.as_ref().and_then(|p| p.lone(page)) {
            roles[lone] = Role::Dek;
            (points, deks) = (None, Vec::new());
        }
        // A heading above the dek that says the headline again heads nothing.
        for i in page.headline_block().map_or(0, |h| h + 1)..deks.first().map_or(0, |&dek| dek) {
            if matches!(page.blocks[i].kind, Kind::Heading(_)) && page.repeats_headline(i) {
                roles[i] = Role::None;
            }
        }
        match deks[..] {
            [] => {}
            [first, _, ..] if points.is_some() => roles[first] = Role::Dek,
            [dek] if points.is_none() && key_points::is_stack(page, dek) => {
                roles[dek] = Role::Point;
                points = Some(Points { heading: None, blocks: vec![dek] });
            }
            [dek] => roles[dek] = Role::Dek,
            // Several deks are the points of the article.
            ref stack => {
                stack.iter().for_each(|&i| roles[i] = Role::Point);
                points = Some(Points { heading: None, blocks: stack.to_vec() });
            }
        }
        leftovers::drop(page, &mut roles);
    }
    if let Some(thread) = thread {
        thread.mark(page.blocks, &mut roles);
    }
    let notes = footnotes::find(page.tree, page.blocks, &roles, |node| page.around.is_hidden(node));
    for &(block, _) in &notes.blocks {
        roles[block] = Role::Note;
    }
    for i in 0..roles.len() {
        // What names the language of code is said on the code.
        if let Some(label) =
            code::label(page, i).filter(|&label| roles[i] == Role::Body && roles[label] == Role::Body)
        {
            roles[label] = Role::None;
        }
    }
    let mut figures = figures::find(page, &mut roles);
    match thread {
        Some(thread) if !thread.live => {
            figures.retain(|f| thread.owner(f.node).is_some());
            // A few words by a picture are as much a post's text as any.
            figures.iter_mut().for_each(FigureAt::leave_words);
            thread.mark(page.blocks, &mut roles);
        }
        Some(_) => {}
        None => {
            page.drop_islands(&mut roles);
            // What the rules above take for furniture is short, as ingredients are.
            if let Some(recipe) = &page.recipe {
                recipe.mark(&mut roles);
            }
            page.drop_stray_headings(&mut roles);
        }
    }

    let targets = Targets { ids: notes.ids, notes: notes.refs, back: notes.back };
    let reader = Reader { tree: page.tree, base: page.base.as_deref(), targets: &targets };
    let about = page.metadata;
    let first_body = roles.iter().position(|&r| r == Role::Body);
    let leads = |f: &FigureAt| {
        first_body.is_none_or(|b| f.at < b)
            && !f.images.is_empty()
            && thread.is_none_or(|t| t.owner(f.node).is_none())
    };
    let hero_at = figures.iter().position(leads);
    let hero = hero_at.map(|at| figures.remove(at)).map(|f| f.read(page, &reader));

    let builder = Builder::new(page, &roles, &reader);
    let body = builder.build_all(&figures);
    let text_of = |i: usize| Text {
        source: Some(page.tree.ordinal(page.blocks[i].node)),
        inlines: reader.read(page.blocks[i].node, page.blocks[i].span),
    };
    let dek = roles
        .iter()
        .position(|&r| r == Role::Dek)
        .map(text_of)
        .map(|text| Text { inlines: without_whole_style(text.inlines), ..text });
    let key_points = points.map(|p| KeyPoints {
        heading: p.heading.map(|h| page.blocks[h].text.trim_end_matches([':', '：', ' ']).to_owned()),
        points: p.blocks.iter().flat_map(|&i| key_points::points_of(page, i, &reader)).collect(),
    });
    let footnotes = notes
        .order
        .iter()
        .map(|(key, label)| {
            // The number alone is said already.
            let number = |b: usize| page.blocks[b].text.trim_matches(['[', ']', '(', ')', '.', ' ']) == label;
            let own: Vec<usize> =
                notes.blocks.iter().filter(|&&(b, ref k)| k == key && !number(b)).map(|&(b, _)| b).collect();
            Footnote { key: key.clone(), label: label.clone(), blocks: builder.build_run(&own) }
        })
        .filter(|n| !n.blocks.is_empty())
        .collect();
    let article = Article {
        url: url.map(str::to_owned),
        lang: about.lang.clone(),
        dir: about.dir.or_else(|| page.direction(&roles)),
        vertical: page.vertical(&roles),
        site: about.site.clone(),
        kicker: about
            .kickers
            .iter()
            .find(|k| matches!(k.source, Source::Page | Source::Microdata) && k.node.is_some())
            .map(|k| k.text.clone()),
        headline: about.headline.as_ref().map(|h| Text {
            source: h.node.map(|n| page.tree.ordinal(n)),
            inlines: vec![Inline::Text(h.text.clone())],
        }),
        dek,
        key_points,
        bylines: about.bylines.clone(),
        published: about.published.as_ref().map(|s| s.iso.clone()),
        modified: about.modified.as_ref().map(|s| s.iso.clone()),
        hero,
        body,
        footnotes,
        pages: None,
    };
    (article, roles)
}

/// Is this a character of a script that is written in columns: Chinese, Japanese, Korean, Mongolian?
fn is_set_vertically(c: char) -> bool {
    matches!(c, '\u{1800}'..='\u{18af}' | '\u{3040}'..='\u{312f}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Numbers one after the other, each on a line of its own.
fn is_numbering(text: &str) -> bool {
    let mut numbers = text.split_whitespace().map(str::parse::<u32>);
    let Some(Ok(mut last)) = numbers.next() else { return false };
    numbers.all(|n| {
        let follows = n.as_ref().is_ok_and(|&n| Some(n) == last.checked_add(1));
        last = n.unwrap_or(last);
        follows
    })
}

/// Words of the shortest post of others that nothing but a link marks.
const POST_WORDS: u32 = 12;

/// Words of what names a quotation's source, at the most.
const SOURCE: u32 = 25;

/// Words of code that is kept wherever it stands amid the body: the tables take so little for a label. Where they
/// drop longer code it is mostly not in the corpus' gold either (its figures fall if all of it is kept).
const SHORT_CODE: u32 = 6;

/// Words of a call-out's title, at the most: more are its first sentence.
const LONGEST_TITLE: u32 = 12;

/// Nodes that a button and what it is wrapped in are, in the midst of a paragraph.
const MOST_BETWEEN: usize = 40;

/// Words from which a quotation is one, and no label of it.
const QUOTE_WORDS: u32 = 6;

/// Which way the letters of a text run: those of most of it.
fn direction_of<'t>(texts: impl Iterator<Item = &'t str>) -> Option<Direction> {
    let (mut right, mut all) = (0, 0);
    for c in texts.flat_map(str::chars).filter(|c| c.is_alphabetic()) {
        all += 1;
        right += usize::from(
            matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'),
        );
    }
    (right * 2 > all).then_some(Direction::Rtl)
}

/// Blocks at the start of the body that tell how its lines run.
const TELLING: usize = 6;

impl Page<'_> {
    /// A term goes with its definition: a word or two alone looks like nothing.
    fn keep_terms(&self, roles: &mut [Role]) {
        for i in (0..roles.len().saturating_sub(1)).rev() {
            let defined = roles[i + 1] == Role::Body
                && matches!(self.blocks[i + 1].kind, Kind::Definition | Kind::Term);
            if self.blocks[i].kind == Kind::Term && roles[i] == Role::None && defined {
                roles[i] = Role::Body;
            }
        }
    }

    /// A table of values is kept whole: of one with most of its cells kept none is dropped for being short or bold.
    fn keep_cells(&self, roles: &mut [Role]) {
        let tree = self.tree;
        let mut seen: HashSet<NodeId> = HashSet::new();
        for i in 0..roles.len() {
            if roles[i] != Role::Body || self.blocks[i].kind != Kind::Cell {
                continue;
            }
            let table = tree.ancestors(self.blocks[i].span.0).take(8).find(|&a| tree.tag(a) == Tag::Table);
            let Some(table) = table.filter(|&t| seen.insert(t) && is_of_values(self, t)) else { continue };
            let cells: Vec<usize> = self
                .around
                .blocks_of(tree, table)
                .filter(|&j| self.blocks[j].kind == Kind::Cell && !self.around.is_hidden(self.blocks[j].node))
                .collect();
            let kept = cells.iter().filter(|&&j| roles[j] == Role::Body).count();
            // With a head, little of it links, and between texts of the body it is the body's too: a few cells alone say
            // nothing.
            let text = |j: &usize| self.blocks[*j].kind.is_text();
            let near = |j: Option<usize>| j.is_some_and(|j| roles[j] == Role::Body);
            let amid = || {
                let (first, last) = (cells[0], cells[cells.len() - 1]);
                let links: u32 = cells.iter().map(|&j| self.blocks[j].links).sum();
                (links as usize) * 4 < cells.len()
                    && tree.descendants(table).any(|d| tree.tag(d) == Tag::Thead)
                    && near((0..first).rev().find(text))
                    && near((last + 1..roles.len()).find(text))
            };
            if kept * 3 >= cells.len() * 2 || amid() {
                cells.iter().for_each(|&j| roles[j] = Role::Body);
            }
        }
    }

    /// A quotation amid the body's prose is the body's, even where all of it is a link.
    fn keep_quotes(&self, roles: &mut [Role]) {
        let tree = self.tree;
        let texts: Vec<usize> = (0..roles.len()).filter(|&i| self.blocks[i].kind.is_text()).collect();
        for at in 1..texts.len().saturating_sub(1) {
            let (before, i, after) = (texts[at - 1], texts[at], texts[at + 1]);
            let quoted = || {
                std::iter::once(self.blocks[i].node)
                    .chain(tree.ancestors(self.blocks[i].node).take(2))
                    .any(|a| tree.tag(a) == Tag::Blockquote)
            };
            let leads = roles[before] == Role::Body && self.blocks[before].text.ends_with([':', '：']);
            let amid = (leads || self.is_body_prose(before, roles)) && self.is_body_prose(after, roles);
            let linked = self.blocks[i].linked * 10 >= self.blocks[i].letters * 9;
            let said = || self.around.words(i) >= QUOTE_WORDS && quoted() || self.is_post_of_others(i);
            if roles[i] == Role::None && amid && linked && said() {
                let hidden = self.around.is_hidden(self.blocks[i].node);
                roles[i] = if hidden { Role::None } else { Role::Body };
            }
        }
    }

    /// Is it a page of a shop, that no reader is offered for? What it lists near its name are features.
    fn is_of_shop(&self) -> bool {
        let about = self.metadata;
        let typed = |what: &str| about.types.iter().any(|t| t.contains(what));
        let product = typed("Product") || about.og_type.as_deref() == Some("product");
        product && !self.readable && !["Article", "BlogPosting", "Review"].into_iter().any(typed)
    }

    /// Is the block named for the numbers of lines? The corpus' gold holds such numbers where they have other names.
    fn is_gutter(&self, i: usize) -> bool {
        let node = self.blocks[i].node;
        let named = |id: NodeId| {
            let mut found = false;
            lexicon::each_word(self.tree.attr(id, "class").unwrap_or_default(), |word| {
                found |= matches!(word, "gutter" | "lineno" | "linenos" | "linenumbers" | "linenumber");
            });
            found
        };
        std::iter::once(node).chain(self.tree.ancestors(node).take(2)).any(named)
    }

    /// Does a link to another site go round whole sentences? So stand posts of networks; a teaser is a title.
    fn is_post_of_others(&self, i: usize) -> bool {
        let (tree, block) = (self.tree, &self.blocks[i]);
        let link = tree.ancestors(block.span.0).take(12).find(|&a| tree.tag(a) == Tag::A);
        let to = link.and_then(|a| links::resolve(self.base.as_deref(), tree.attr(a, "href")?));
        let own = self.base.as_deref();
        let away = to.as_deref().is_some_and(|to| own.is_some_and(|own| !links::same_site(to, own)));
        let hints = self.around.all_hints(block.node);
        let apart = [Hint::Advert, Hint::Newsletter, Hint::Footer];
        away && block.kind == Kind::Paragraph
            && self.around.words(i) >= POST_WORDS
            && block.text.trim_end().ends_with(['.', '!', '?', '…', '。'])
            && block.text.matches(['.', '!', '?', '…', '。', ';']).count() >= 2
            && !apart.into_iter().any(|h| hints >> h as u64 & 1 != 0)
    }

    /// Code amid the body is the body's, be it a single word; a column of line numbers beside it is not.
    fn keep_code(&self, roles: &mut [Role]) {
        let is_code = |i: usize| self.blocks[i].kind == Kind::Preformatted;
        if !(0..roles.len()).any(is_code) {
            return;
        }
        let texts: Vec<usize> = (0..roles.len())
            .filter(|&i| self.blocks[i].kind.is_text() && self.blocks[i].kind != Kind::Button)
            .collect();
        let near =
            |at: usize| [at.checked_sub(1), Some(at + 1)].map(|n| n.and_then(|n| texts.get(n)).copied());
        for (at, &i) in texts.iter().enumerate().filter(|&(_, &i)| is_code(i)) {
            if is_numbering(&self.blocks[i].text)
                && self.is_gutter(i)
                && near(at).into_iter().flatten().any(is_code)
            {
                roles[i] = Role::None;
                continue;
            }
            let amid = near(at).into_iter().all(|n| n.is_some_and(|n| roles[n] == Role::Body));
            let short = self.around.words(i) <= SHORT_CODE;
            let hidden = self.around.is_hidden(self.blocks[i].node);
            if roles[i] == Role::None && amid && short && !hidden {
                roles[i] = Role::Body;
            }
        }
    }

    /// How the lines of the body run, by most of its first blocks. Other scripts are set so for show only.
    fn vertical(&self, roles: &[Role]) -> Option<Vertical> {
        let body =
            (0..self.blocks.len()).filter(|&i| roles[i] == Role::Body && self.blocks[i].kind.is_text());
        let ways: Vec<Option<&str>> = body
            .take(TELLING)
            .map(|i| {
                let block = &self.blocks[i];
                let upright = block.text.chars().filter(|&c| is_set_vertically(c)).count();
                let mut around = std::iter::once(block.node).chain(self.tree.ancestors(block.node).take(64));
                (upright * 2 > block.letters as usize)
                    .then(|| around.find_map(|a| self.tree.attr(a, "fc-writing")))?
            })
            .collect();
        let most = |way| ways.iter().filter(|w| **w == Some(way)).count() * 2 > ways.len();
        if most("vertical-rl") {
            Some(Vertical::RightToLeft)
        } else {
            most("vertical-lr").then_some(Vertical::LeftToRight)
        }
    }
}

/// Logit from which a text full of links below the body's prose is the body's: menus there that the table keeps lie
/// below it, as two of our own pages show; the last paragraphs of two news pages, full of links, lie at 1.6 to 2.4.
const MENU: f32 = 1.0;

/// Likeness from which a text is the headline again: a dek says something else (corpus: up to 0.5).
const LIKE_HEADLINE: f32 = 0.7;

/// Dropped texts in a row that part an island from the body.
const ISLAND_GAP: usize = 5;

impl Page<'_> {
    /// The direction of the body's first texts, for pages that leave it to their style sheets.
    fn direction(&self, roles: &[Role]) -> Option<Direction> {
        let body = (0..self.blocks.len()).filter(|&i| roles[i] == Role::Body);
        direction_of(body.take(TELLING).map(|i| self.blocks[i].text.as_str()))
    }

    /// Does the block speak of a picture beside it?
    pub fn is_caption(&self, i: usize) -> bool {
        self.captions.get_or_init(|| figures::captions(self))[i]
    }

    /// A long text that the page holds twice is shown once: the first time.
    fn drop_repeats(&self, roles: &mut [Role]) {
        let mut seen: HashSet<&str> = HashSet::new();
        for (i, role) in roles.iter_mut().enumerate() {
            // Under forty characters a repetition may be meant ("Yes.", a refrain).
            // Code is said again as it changes.
            let told = self.blocks[i].kind != Kind::Preformatted && self.keys[i].len() > 40;
            if *role == Role::Body && told && !seen.insert(self.keys[i].as_str()) {
                *role = Role::None;
            }
        }
    }

    /// Labels of advertisements, and lines that are nothing but links to elsewhere, are no body wherever they stand.
    fn drop_furniture(&self, roles: &mut [Role]) {
        let first = (0..roles.len()).find(|&i| self.is_body_prose(i, roles)).unwrap_or(0);
        let last = (0..roles.len()).rev().find(|&i| self.is_body_prose(i, roles)).unwrap_or(0);
        for i in 0..roles.len() {
            let block = &self.blocks[i];
            if roles[i] != Role::Body || !block.kind.is_text() {
                continue;
            }
            let cues = lexicon::cues(&self.keys[i]);
            let has = |cue: Cue| cues >> cue as u32 & 1 != 0;
            let linked = block.linked as f32 / block.letters.max(1) as f32;
            let advert = has(Cue::Advert) && self.around.words(i) <= 2;
            // "Read also": a line that begins so and is a link, or a menu of links outside the body's prose.
            let teaser = has(Cue::ReadMore) && linked > 0.5 && self.around.words(i) < 30;
            let outside = i < first || i > last && self.judged.verdicts[i].score < MENU;
            let menu = block.links >= 3 && linked > 0.6 && outside;
            if advert || teaser || menu {
                roles[i] = Role::None;
            }
        }
    }

    /// Blocks far from the body, with nothing that reads like prose: a counter, a box at the side.
    fn drop_islands(&self, roles: &mut [Role]) {
        let mut islands: Vec<Vec<usize>> = Vec::new();
        let mut dropped = ISLAND_GAP;
        for i in 0..roles.len() {
            if !self.blocks[i].kind.is_text() {
                continue;
            }
            if roles[i] != Role::Body {
                dropped += usize::from(roles[i] == Role::None);
                continue;
            }
            if dropped >= ISLAND_GAP {
                islands.push(Vec::new());
            }
            dropped = 0;
            if let Some(island) = islands.last_mut() {
                island.push(i);
            }
        }
        let letters = |island: &[usize]| island.iter().map(|&i| self.blocks[i].letters).sum::<u32>();
        let most = islands.iter().map(|i| letters(i)).max().unwrap_or(0);
        for island in &islands {
            if letters(island) * 20 < most && !island.iter().any(|&i| self.around.is_prose(i)) {
                for &i in island {
                    roles[i] = Role::None;
                }
            }
        }
    }

    fn is_body_prose(&self, i: usize, roles: &[Role]) -> bool {
        roles[i] == Role::Body && self.around.is_prose(i)
    }

    /// The block that holds the headline.
    pub fn headline_block(&self) -> Option<usize> {
        let headline = self.metadata.headline.as_ref()?;
        let Some(node) = headline.node else {
            // The head alone names it: the block that says the same, if there is one.
            let key = crate::text::key(&headline.text);
            return self.keys.iter().position(|k| *k == key);
        };
        let range = self.around.blocks_of(self.tree, node);
        let inside = range.clone().find(|&i| self.tree.holds(node, self.blocks[i].node));
        inside.or_else(|| {
            // The headline is a part of a block's text: the block that its first letter is in.
            let at = self.blocks.partition_point(|b| b.span.0 <= node || b.span.1 <= node);
            (at.saturating_sub(2)..(at + 1).min(self.blocks.len()))
                .find(|&i| self.blocks[i].kind.is_text() && self.tree.holds(self.blocks[i].node, node))
        })
    }

    /// Does the block say the headline again, with its kicker or without? Its parts may stand without a space between.
    pub fn repeats_headline(&self, i: usize) -> bool {
        let Some(headline) = &self.metadata.headline else { return false };
        let said = crate::text::key(&headline.text);
        if crate::text::overlap_of_keys(&said, &self.keys[i]) > LIKE_HEADLINE {
            return true;
        }
        let letters = |key: &str| key.replace(' ', "");
        let (said, says) = (letters(&said), letters(&self.keys[i]));
        let (short, long) = if said.len() < says.len() { (said, says) } else { (says, said) };
        short.len() * 2 > long.len() && long.contains(&short)
    }

    fn mark_headline(&self, roles: &mut [Role]) {
        let Some(headline) = &self.metadata.headline else { return };
        let key = crate::text::key(&headline.text);
        if let Some(node) = headline.node {
            for i in self.around.blocks_of(self.tree, node) {
                if self.blocks[i].kind.is_text() && self.tree.holds(node, self.blocks[i].node) {
                    roles[i] = Role::Headline;
                }
            }
        }
        if let Some(i) = self.headline_block() {
            roles[i] = Role::Headline;
        }
        // What repeats it above the body is no part of the body: a title in a bar, a breadcrumb's end.
        let first = (0..roles.len()).find(|&i| roles[i] == Role::Body && self.around.is_prose(i));
        for i in 0..first.unwrap_or(0) {
            if self.keys[i] == key {
                roles[i] = Role::Headline;
            }
        }
        for kicker in &self.metadata.kickers {
            let Some(node) = kicker.node.filter(|_| kicker.source == Source::Page) else { continue };
            for i in self.around.blocks_of(self.tree, node) {
                if roles[i] == Role::Body
                    && self.around.words(i) < 12
                    && self.tree.holds(node, self.blocks[i].node)
                {
                    roles[i] = Role::Kicker;
                }
            }
            break;
        }
    }

    fn mark_bylines(&self, roles: &mut [Role]) {
        for &node in self.metadata.byline_nodes.iter().chain(&self.metadata.date_nodes) {
            for i in self.around.blocks_of(self.tree, node) {
                // A biography is text; a byline is a line.
                let short = self.around.words(i) < 20;
                if short
                    && self.blocks[i].kind.is_text()
                    && self.tree.holds(node, self.blocks[i].node)
                    && roles[i] != Role::Headline
                {
                    roles[i] = Role::Byline;
                }
            }
        }
    }

    /// A heading with nothing of the body under it heads what was dropped.
    fn drop_stray_headings(&self, roles: &mut [Role]) {
        let mut under = false;
        for i in (0..roles.len()).rev() {
            match (roles[i], self.blocks[i].kind) {
                (Role::Body, Kind::Heading(_)) if !under && !self.is_sentence(i) => roles[i] = Role::None,
                (Role::Body, _) => under = true,
                _ => {}
            }
        }
    }
}

impl Page<'_> {
    /// A sentence says something by itself, in whatever it is written: lists of statements are set as headings.
    fn is_sentence(&self, i: usize) -> bool {
        let text = &self.blocks[i].text;
        self.around.words(i) >= SENTENCE && text.ends_with(['.', '。', '।']) && !text.ends_with("...")
    }
}

/// Words of a heading from which, with a full stop, it is a sentence.
const SENTENCE: u32 = 5;

/// Elements that give their content a shape of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    List,
    Item,
    Definitions,
    Quote,
    Table,
    Cell,
    Details,
    Aside,
    /// An `aside` with one text, that may be a pull quote.
    Pull,
}

/// Elements between a text and the link that goes round them.
const OUTER: usize = 8;

/// Deeper nesting than this is shown flat: a limit for the stack's sake, not measured.
const DEEPEST: usize = 12;

#[derive(Debug, Clone, Copy)]
enum Leaf<'f> {
    Text(usize),
    Figure(&'f FigureAt),
    Atom(usize),
}

struct Builder<'a> {
    page: &'a Page<'a>,
    roles: &'a [Role],
    reader: &'a Reader<'a>,
    /// The nearest element with a shape above each node; the root where there is none.
    shaped: Vec<NodeId>,
    shapes: HashMap<NodeId, Shape>,
    levels: [u8; 7],
    /// Headings that head nothing.
    labels: Vec<bool>,
    /// All kept prose, to tell a pull quote.
    prose: Vec<&'a str>,
}

impl<'a> Builder<'a> {
    fn new(page: &'a Page<'a>, roles: &'a [Role], reader: &'a Reader<'a>) -> Self {
        let tree = page.tree;
        let mut shapes = HashMap::new();
        let mut shaped = vec![tree.root(); tree.len()];
        for id in tree.ids().skip(1) {
            let up = tree.parent(id).unwrap_or(tree.root());
            shaped[id.index()] = if shapes.contains_key(&up) { up } else { shaped[up.index()] };
            if let Some(shape) = shape(page, roles, id, &shapes, shaped[id.index()]) {
                shapes.insert(id, shape);
            }
        }
        let mut used = [false; 7];
        let mut prose = Vec::new();
        for (i, block) in page.blocks.iter().enumerate() {
            if roles[i] != Role::Body {
                continue;
            }
            match block.kind {
                Kind::Heading(level) => used[usize::from(level)] = true,
                _ if !in_quote(page, block.node) => prose.push(page.keys[i].as_str()),
                _ => {}
            }
        }
        let mut levels = [2; 7];
        let mut next = 2;
        for level in 1..7 {
            if used[level] {
                levels[level] = next;
                next = (next + 1).min(6);
            }
        }
        let labels = crossheads::labels(page, roles);
        Builder { page, roles, reader, shaped, shapes, levels, labels, prose }
    }

    fn build_all(&self, figures: &[FigureAt]) -> Vec<Block> {
        let blocks = self.page.blocks;
        let mut figures = figures.iter().peekable();
        let last = self.roles.iter().rposition(|&r| r == Role::Body);
        let mut leaves: Vec<Leaf<'_>> = Vec::new();
        for (i, block) in blocks.iter().enumerate() {
            while let Some(figure) = figures.next_if(|f| f.at <= i) {
                leaves.push(Leaf::Figure(figure));
            }
            if self.roles[i] != Role::Body {
                continue;
            }
            if block.kind.is_text() {
                leaves.push(Leaf::Text(i));
            } else if last.is_some_and(|l| i < l) || block.kind != Kind::Rule {
                leaves.push(Leaf::Atom(i));
            }
        }
        leaves.extend(figures.map(Leaf::Figure));
        let root = self.page.tree.root();
        match (&self.page.thread, &self.page.recipe) {
            (Some(thread), _) => self.build_posts(&leaves, thread),
            (None, Some(recipe)) => self.build_recipe(&leaves, recipe),
            (None, None) => self.build(&leaves, root, 0),
        }
    }

    /// Each run of leaves that one list of the recipe holds is that list; what stands between its entries, a picture,
    /// goes with the entry before. All else comes as it is.
    fn build_recipe(&self, leaves: &[Leaf<'_>], recipe: &Recipe) -> Vec<Block> {
        let mut places: Vec<Option<recipe::Place>> = leaves
            .iter()
            .map(|leaf| if let Leaf::Text(i) = leaf { recipe.place(*i) } else { None })
            .collect();
        for at in 1..leaves.len() {
            let Some(before) = places[at - 1].filter(|_| !matches!(leaves[at], Leaf::Text(_))) else {
                continue;
            };
            let next = places[at..].iter().flatten().next();
            let inside = self.page.tree.ancestors(self.node(&leaves[at])).take(4).any(|a| {
                self.page.tree.tag(a) == Tag::Li && self.page.tree.holds(a, self.node(&leaves[at - 1]))
            });
            if inside || next.is_some_and(|n| n.list == before.list) {
                places[at] = Some(before);
            }
        }
        let mut out = Vec::new();
        let mut at = 0;
        while at < leaves.len() {
            let heads = |leaf: &Leaf<'_>| matches!(leaf, Leaf::Text(i) if recipe.heads(*i));
            let Some(place) = places[at] else {
                // A heading stands over its list, even within an item of another.
                if heads(&leaves[at]) {
                    out.extend(self.leaf(&leaves[at]));
                    at += 1;
                    continue;
                }
                let to = (at..leaves.len())
                    .find(|&n| places[n].is_some() || heads(&leaves[n]))
                    .unwrap_or(leaves.len());
                out.extend(self.build(&leaves[at..to], self.page.tree.root(), 0));
                at = to;
                continue;
            };
            let of_list = |p: &Option<recipe::Place>| p.is_some_and(|p| p.list == place.list);
            let to = at + places[at..].iter().position(|p| !of_list(p)).unwrap_or(leaves.len() - at);
            let ordered = recipe.is_ordered(place);
            let mut items = Vec::new();
            while at < to {
                let entry = places[at];
                let end = at + places[at..to].iter().position(|p| *p != entry).unwrap_or(to - at);
                let number = ordered.then_some(items.len() + 1);
                items.extend(self.entry(&leaves[at..end], recipe, entry, number));
                at = end;
            }
            let source = items.iter().flatten().map(|b: &Block| b.source).next();
            if let Some(source) = source {
                let kind = BlockKind::List { ordered, start: None, items };
                out.push(Block { source, lang: None, dir: None, kind });
            }
        }
        out
    }

    /// The items that one entry of a recipe comes to.
    fn entry(
        &self,
        leaves: &[Leaf<'_>],
        recipe: &Recipe,
        place: Option<recipe::Place>,
        number: Option<usize>,
    ) -> Vec<Vec<Block>> {
        let read = |i: usize| {
            let block = &self.page.blocks[i];
            without_whole_style(self.reader.read(block.node, block.span))
        };
        let paragraph = |i: usize, inlines: Inlines| {
            self.block(self.page.blocks[i].node, BlockKind::Paragraph { inlines })
        };
        let texts = || leaves.iter().filter_map(|l| if let Leaf::Text(i) = l { Some(*i) } else { None });
        let mut items: Vec<Vec<Block>> = Vec::new();
        match (place.map(|p| recipe.entry(p)), texts().next()) {
            (Some(Entry::Lines), Some(first)) => {
                for (n, line) in key_points::split_lines(read(first)).into_iter().enumerate() {
                    let line = recipe::without_mark(line, number.map(|start| start + n));
                    items.push(vec![paragraph(first, line)]);
                }
            }
            (Some(Entry::Joined), Some(first)) => {
                let mut inlines: Inlines = Vec::new();
                for i in texts() {
                    if !inlines.is_empty() {
                        inlines.push(Inline::Text(" ".to_owned()));
                    }
                    inlines.extend(self.reader.read(self.page.blocks[i].node, self.page.blocks[i].span));
                }
                items.push(vec![paragraph(first, recipe::without_mark(inlines, None))]);
            }
            _ => {
                let mut item = Vec::new();
                for leaf in leaves {
                    match leaf {
                        Leaf::Text(i) if item.is_empty() => {
                            item.push(paragraph(*i, recipe::without_mark(read(*i), number)));
                        }
                        Leaf::Text(i) => item.push(paragraph(*i, read(*i))),
                        other => item.extend(self.leaf(other)),
                    }
                }
                items.push(item);
            }
        }
        items.retain_mut(|item| {
            item.retain(|b| !matches!(&b.kind, BlockKind::Paragraph { inlines } if inlines.is_empty()));
            !item.is_empty()
        });
        items
    }

    /// Each run of one post's leaves is that post; what stands outside of posts comes as it is.
    fn build_posts(&self, leaves: &[Leaf<'_>], thread: &Thread) -> Vec<Block> {
        let owner = |leaf: &Leaf<'_>| {
            thread.owner(match leaf {
                Leaf::Text(i) | Leaf::Atom(i) => self.page.blocks[*i].span.0,
                Leaf::Figure(f) => f.node,
            })
        };
        let mut out = Vec::new();
        for run in leaves.chunk_by(|a, b| owner(a) == owner(b)) {
            let Some(post) = run.first().and_then(owner).map(|n| &thread.posts[n]) else {
                out.extend(self.build(run, self.page.tree.root(), 0));
                continue;
            };
            let blocks = self.build(run, post.node, 1);
            if !blocks.is_empty() {
                let kind = BlockKind::Post {
                    author: post.author.clone(),
                    date: post.date.clone(),
                    said: post.said.clone(),
                    depth: post.depth,
                    blocks,
                };
                out.push(self.block(post.node, kind));
            }
        }
        out
    }

    fn build_run(&self, run: &[usize]) -> Vec<Block> {
        let leaves: Vec<Leaf<'_>> = run.iter().map(|&i| Leaf::Text(i)).collect();
        // Notes are items of a list that is not shown as one.
        leaves.iter().flat_map(|leaf| self.leaf(leaf)).collect()
    }

    fn node(&self, leaf: &Leaf<'_>) -> NodeId {
        match leaf {
            Leaf::Text(i) | Leaf::Atom(i) => self.page.blocks[*i].node,
            Leaf::Figure(f) => f.node,
        }
    }

    /// The outermost element with a shape that holds the leaf and stands within `container`.
    fn outermost(&self, leaf: &Leaf<'_>, container: NodeId) -> Option<NodeId> {
        let node = self.node(leaf);
        let mut at = if self.shapes.contains_key(&node) { node } else { self.shaped[node.index()] };
        let mut found = None;
        for _ in 0..64 {
            if at == container || at == self.page.tree.root() || !self.page.tree.holds(container, at) {
                break;
            }
            found = Some(at);
            at = self.shaped[at.index()];
        }
        found
    }

    /// The leaves from `from` on that stand in `element`.
    fn run_in(&self, leaves: &[Leaf<'_>], from: usize, element: NodeId) -> usize {
        let rest = &leaves[from..];
        from + rest.iter().position(|l| !self.page.tree.holds(element, self.node(l))).unwrap_or(rest.len())
    }

    fn build(&self, leaves: &[Leaf<'_>], container: NodeId, depth: usize) -> Vec<Block> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < leaves.len() {
            let shaped = if depth < DEEPEST { self.outermost(&leaves[at], container) } else { None };
            match shaped {
                Some(element) => {
                    let to = self.run_in(leaves, at, element).max(at + 1);
                    self.shaped_block(&leaves[at..to], element, depth, &mut out);
                    at = to;
                }
                None => {
                    let lines = self.lines_of_code(&leaves[at..]);
                    if lines > 1 {
                        out.extend(self.code(&leaves[at..at + lines]));
                        at += lines;
                        continue;
                    }
                    let to = self.whole(leaves, at);
                    match self.letter(&leaves[at]) {
                        _ if to > at + 1 => out.extend(self.joined(&leaves[at], &leaves[to - 1])),
                        Some(blocks) => out.extend(blocks),
                        None => self.lines(&leaves[at], &mut out),
                    }
                    at = to;
                }
            }
        }
        out
    }

    /// How many of the leaves, from the first on, are parts of one `pre` whose lines are elements.
    fn lines_of_code(&self, leaves: &[Leaf<'_>]) -> usize {
        let tree = self.page.tree;
        let pre = |leaf: &Leaf<'_>| {
            let Leaf::Text(i) = leaf else { return None };
            let block = &self.page.blocks[*i];
            let mut around = std::iter::once(block.node).chain(tree.ancestors(block.node).take(8));
            around.find(|&a| block.kind == Kind::Preformatted && tree.tag(a) == Tag::Pre)
        };
        match leaves.first().and_then(pre) {
            Some(first) => leaves.iter().take_while(|&leaf| pre(leaf) == Some(first)).count(),
            None => 0,
        }
    }

    /// Such lines together.
    fn code(&self, lines: &[Leaf<'_>]) -> Option<Block> {
        let blocks = || {
            lines
                .iter()
                .filter_map(|l| if let Leaf::Text(i) = l { Some(&self.page.blocks[*i]) } else { None })
        };
        let text: Vec<&str> = blocks().map(|b| b.text.trim_end().trim_start_matches('\n')).collect();
        let node = blocks().next()?.node;
        let language = lines
            .iter()
            .find_map(|l| if let Leaf::Text(i) = l { code::language(self.page, *i) } else { None });
        Some(self.block(node, BlockKind::Code { language, text: text.join("\n") }))
    }

    /// Where the paragraph ends that begins with the leaf `at`: a button without a word in it, at the name of a share or
    /// of a player, cuts a paragraph that the page shows in one.
    fn whole(&self, leaves: &[Leaf<'_>], at: usize) -> usize {
        let tree = self.page.tree;
        let follows = |pair: &[Leaf<'_>]| {
            let [Leaf::Text(i), Leaf::Text(j)] = pair else { return false };
            let (one, two) = (&self.page.blocks[*i], &self.page.blocks[*j]);
            let between = || tree.range(one.span.1, two.span.0);
            one.node == two.node
                && one.kind == two.kind
                && one.kind != Kind::Preformatted
                && between().take(MOST_BETWEEN + 1).count() <= MOST_BETWEEN
                && between().any(|id| tree.tag(id) == Tag::Button && is_blank(tree, id))
                && between().all(|id| match tree.tag(id) {
                    Tag::Text => tree.text(id).trim().is_empty(),
                    tag => tag == Tag::Button || tag != Tag::Br && !is_block_level(tag),
                })
        };
        at + 1 + leaves[at..].windows(2).take_while(|pair| follows(pair)).count()
    }

    /// All that stands from one text of an element to another of it, as one.
    fn joined(&self, first: &Leaf<'_>, last: &Leaf<'_>) -> Option<Block> {
        let (Leaf::Text(first), Leaf::Text(last)) = (first, last) else { return None };
        let block = &self.page.blocks[*first];
        let inlines = self.reader.read(block.node, (block.span.0, self.page.blocks[*last].span.1));
        let kind = match self.crosshead(*first) {
            Some(level) => BlockKind::Crosshead { level, inlines },
            None => BlockKind::Paragraph { inlines },
        };
        Some(self.block(block.node, kind))
    }

    /// The paragraphs and quotations of a mail, where a post is one.
    fn letter(&self, leaf: &Leaf<'_>) -> Option<Vec<Block>> {
        let (Leaf::Text(i), Some(thread)) = (leaf, &self.page.thread) else { return None };
        let block = &self.page.blocks[*i];
        if !thread.is_letter(self.page, block) {
            return None;
        }
        let one = |kind| self.block(block.node, kind);
        let mut out: Vec<Block> = Vec::new();
        for part in posts::parts_of_letter(&block.text) {
            match part {
                Part::Code(text) => out.push(one(BlockKind::Code { language: None, text })),
                Part::Said(inlines) => out.push(one(BlockKind::Paragraph { inlines })),
                Part::Quoted(inlines) => {
                    let paragraph = one(BlockKind::Paragraph { inlines });
                    match out.last_mut().map(|last| &mut last.kind) {
                        Some(BlockKind::BlockQuote { blocks }) => blocks.push(paragraph),
                        _ => out.push(one(BlockKind::BlockQuote { blocks: vec![paragraph] })),
                    }
                }
            }
        }
        Some(out)
    }

    /// Groups leaves by the outermost shaped element below `element` that they stand in.
    fn parts<'l, 'f>(
        &self,
        leaves: &'l [Leaf<'f>],
        element: NodeId,
    ) -> Vec<(Option<NodeId>, &'l [Leaf<'f>])> {
        let mut parts = Vec::new();
        let mut at = 0;
        while at < leaves.len() {
            let part = self.outermost(&leaves[at], element);
            let to = match part {
                Some(p) => self.run_in(leaves, at, p).max(at + 1),
                None => at + 1,
            };
            parts.push((part, &leaves[at..to]));
            at = to;
        }
        parts
    }

    fn block(&self, element: NodeId, kind: BlockKind) -> Block {
        let tree = self.page.tree;
        let lang = tree
            .attr(element, "lang")
            .filter(|l| !l.is_empty() && Some(*l) != self.page.metadata.lang.as_deref())
            .map(str::to_owned);
        let dir = match tree.attr(element, "dir").map(str::to_ascii_lowercase).as_deref() {
            Some("rtl") => Some(Direction::Rtl),
            Some("ltr") => Some(Direction::Ltr),
            _ => None,
        };
        Block {
            source: tree.ordinal(element),
            lang,
            dir: dir.filter(|&d| Some(d) != self.page.metadata.dir),
            kind,
        }
    }

    fn shaped_block(&self, leaves: &[Leaf<'_>], element: NodeId, depth: usize, out: &mut Vec<Block>) {
        let tree = self.page.tree;
        let inner = || self.build(leaves, element, depth + 1);
        let kind = match self.shapes.get(&element) {
            Some(Shape::List) => {
                let items: Vec<Vec<Block>> = self
                    .parts(leaves, element)
                    .into_iter()
                    .map(|(part, run)| self.build(run, part.unwrap_or(element), depth + 1))
                    .filter(|item| !item.is_empty())
                    .collect();
                // A list of pictures alone is a gallery, as slides are marked up.
                let picture = |b: &Block| matches!(b.kind, BlockKind::Figure(_));
                if items.len() > 1 && items.iter().flatten().all(picture) {
                    out.extend(items.into_iter().flatten());
                    return;
                }
                let ordered = tree.tag(element) == Tag::Ol;
                let start =
                    tree.attr(element, "start").and_then(|s| s.trim().parse().ok()).filter(|&s: &i32| s != 1);
                BlockKind::List { ordered, start, items }
            }
            Some(Shape::Definitions) => {
                BlockKind::Definitions { groups: self.definitions(leaves, element, depth) }
            }
            Some(Shape::Quote) => {
                let texts: Vec<usize> = leaves
                    .iter()
                    .filter_map(|l| if let Leaf::Text(i) = l { Some(*i) } else { None })
                    .collect();
                let repeats = matches!(texts[..], [i] if self.repeats(i));
                if let (true, Some(Leaf::Text(i))) = (repeats, leaves.first()) {
                    let block = &self.page.blocks[*i];
                    BlockKind::PullQuote { inlines: self.reader.read(block.node, block.span) }
                } else {
                    let mut blocks = inner();
                    if let [_, .., Block { kind: BlockKind::Paragraph { inlines }, .. }] = &mut blocks[..]
                        && texts.last().is_some_and(|&i| self.is_source(i, element))
                        && !matches!(inlines[..], [Inline::Span { style: Style::Cite, .. }])
                    {
                        *inlines =
                            vec![Inline::Span { style: Style::Cite, inlines: std::mem::take(inlines) }];
                    }
                    BlockKind::BlockQuote { blocks }
                }
            }
            Some(Shape::Table) => self.table(leaves, element, depth),
            Some(Shape::Details) => {
                let (summary, rest): (Vec<Leaf<'_>>, Vec<Leaf<'_>>) = leaves
                    .iter()
                    .partition(|l| matches!(l, Leaf::Text(i) if self.page.blocks[*i].kind == Kind::Summary));
                let summary = match summary.first() {
                    Some(Leaf::Text(i)) => {
                        self.reader.read(self.page.blocks[*i].node, self.page.blocks[*i].span)
                    }
                    _ => Vec::new(),
                };
                let blocks = self.build(&rest, element, depth + 1);
                if summary.is_empty() {
                    out.extend(blocks);
                    return;
                }
                BlockKind::Details { summary, blocks }
            }
            Some(Shape::Pull) => match leaves {
                [Leaf::Text(i)] if self.repeats(*i) => {
                    let block = &self.page.blocks[*i];
                    BlockKind::PullQuote { inlines: self.reader.read(block.node, block.span) }
                }
                _ => {
                    out.extend(inner());
                    return;
                }
            },
            Some(Shape::Aside) => {
                let mut blocks = inner();
                if let (Some(Leaf::Text(i)), [first, _, ..]) = (leaves.first(), &mut blocks[..]) {
                    self.head_box(*i, first);
                }
                BlockKind::Aside { blocks }
            }
            Some(Shape::Item | Shape::Cell) | None => {
                out.extend(inner());
                return;
            }
        };
        out.push(self.block(element, kind));
    }

    /// The first line of a call-out that the page calls its title is set as one.
    fn head_box(&self, i: usize, first: &mut Block) {
        let class = self.page.tree.attr(self.page.blocks[i].node, "class").unwrap_or_default();
        let named = class.split_ascii_whitespace().any(|c| {
            let c = c.to_ascii_lowercase();
            c.ends_with("title") || c.ends_with("heading")
        });
        if let BlockKind::Paragraph { inlines } = &mut first.kind
            && named
            && self.page.around.words(i) <= LONGEST_TITLE
            && !self.is_bold(i)
        {
            *inlines = vec![Inline::Span { style: Style::Strong, inlines: std::mem::take(inlines) }];
        }
    }

    /// Does a quotation end with this block as with its source: in an element for that, or after a dash?
    fn is_source(&self, i: usize, quote: NodeId) -> bool {
        let (tree, block) = (self.page.tree, &self.page.blocks[i]);
        let named = |a: NodeId| {
            matches!(tree.tag(a), Tag::Footer | Tag::Cite | Tag::Figcaption)
                || self.page.around.own_hints(a) & (1 << Hint::Author as u64 | 1 << Hint::Credit as u64) != 0
        };
        let short = self.page.around.words(i) <= SOURCE;
        let dash = || block.text.starts_with(['—', '–', '―']);
        short
            && (dash()
                || std::iter::once(block.node)
                    .chain(tree.ancestors(block.node))
                    .take_while(|&a| a != quote)
                    .any(named))
    }

    /// Does a text stand within a longer one of the body as well?
    fn repeats(&self, i: usize) -> bool {
        let key = self.page.keys[i].as_str();
        // A thread quotes what another post says.
        self.page.thread.is_none()
            && key.len() > 20
            && self.prose.iter().any(|p| p.len() > key.len() && p.contains(key))
    }

    fn definitions(&self, leaves: &[Leaf<'_>], element: NodeId, depth: usize) -> Vec<DefinitionGroup> {
        let mut groups: Vec<DefinitionGroup> = Vec::new();
        for (part, run) in self.parts(leaves, element) {
            let is_term = part
                .map_or(matches!(run, [Leaf::Text(i)] if self.page.blocks[*i].kind == Kind::Term), |p| {
                    self.page.tree.tag(p) == Tag::Dt
                });
            if is_term {
                if groups.last().is_none_or(|g| !g.definitions.is_empty()) {
                    groups.push(DefinitionGroup { terms: Vec::new(), definitions: Vec::new() });
                }
                if let Some(group) = groups.last_mut() {
                    group.terms.extend(run.iter().filter_map(|l| match l {
                        Leaf::Text(i) => {
                            Some(self.reader.read(self.page.blocks[*i].node, self.page.blocks[*i].span))
                        }
                        _ => None,
                    }));
                }
            } else {
                let blocks = self.build(run, part.unwrap_or(element), depth + 1);
                match groups.last_mut() {
                    Some(group) => group.definitions.push(blocks),
                    None => groups.push(DefinitionGroup { terms: Vec::new(), definitions: vec![blocks] }),
                }
            }
        }
        groups
    }

    fn table(&self, leaves: &[Leaf<'_>], element: NodeId, depth: usize) -> BlockKind {
        let tree = self.page.tree;
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let mut caption = None;
        let mut at = 0;
        let mut skip = element;
        for id in tree.descendants(element) {
            if id < skip {
                continue;
            }
            match tree.tag(id) {
                Tag::Table => skip = tree.end(id),
                Tag::Tr => rows.push(Vec::new()),
                Tag::Td | Tag::Th => {
                    skip = tree.end(id);
                    while at < leaves.len() && self.node(&leaves[at]) < id {
                        at += 1;
                    }
                    let to = self.run_in(leaves, at, id);
                    let span = |name: &str, most: u16| {
                        tree.attr(id, name).and_then(|v| v.trim().parse().ok()).unwrap_or(1u16).clamp(1, most)
                    };
                    let mut blocks = self.build(&leaves[at..to], id, depth + 1);
                    // A cell of marks and icons says what their names say.
                    if blocks.is_empty() && self.around_text(id).is_none() {
                        let inlines = self.reader.pictures_in(id);
                        if !inlines.is_empty() {
                            blocks.push(self.block(id, BlockKind::Paragraph { inlines }));
                        }
                    }
                    let cell = Cell {
                        header: tree.tag(id) == Tag::Th,
                        colspan: span("colspan", 100),
                        rowspan: span("rowspan", 1000),
                        blocks,
                    };
                    at = to;
                    if rows.is_empty() {
                        rows.push(Vec::new());
                    }
                    if let Some(row) = rows.last_mut() {
                        row.push(cell);
                    }
                }
                Tag::Caption => {
                    let block = self.around_text(id);
                    caption =
                        block.map(|i| self.reader.read(self.page.blocks[i].node, self.page.blocks[i].span));
                }
                _ => {}
            }
        }
        rows.retain(|row| row.iter().any(|cell| !cell.blocks.is_empty()));
        BlockKind::Table { caption, rows }
    }

    fn around_text(&self, id: NodeId) -> Option<usize> {
        self.page.around.blocks_of(self.page.tree, id).find(|&i| self.page.blocks[i].kind.is_text())
    }

    /// What a leaf shows; lines that the page parts by one break each are paragraphs where they read so.
    fn lines(&self, leaf: &Leaf<'_>, out: &mut Vec<Block>) {
        let Some(mut block) = self.leaf(leaf) else { return };
        if let (Leaf::Text(i), BlockKind::Paragraph { inlines }) = (leaf, &mut block.kind)
            && are_paragraphs(&self.page.blocks[*i].text)
        {
            while let Some(at) = inlines.iter().position(|i| matches!(i, Inline::Break)) {
                let rest = inlines.split_off(at + 1);
                inlines.pop();
                let line = BlockKind::Paragraph { inlines: std::mem::replace(inlines, rest) };
                out.push(self.block(self.page.blocks[*i].node, line));
            }
        }
        out.push(block);
    }

    fn leaf(&self, leaf: &Leaf<'_>) -> Option<Block> {
        match leaf {
            Leaf::Figure(figure) => {
                let read = figure.read(self.page, self.reader);
                let kind = match &figure.embed {
                    Some(embed) => BlockKind::Embed(Embed { caption: read.caption, ..embed.clone() }),
                    None => BlockKind::Figure(read),
                };
                Some(self.block(figure.node, kind))
            }
            Leaf::Atom(i) => {
                let block = &self.page.blocks[*i];
                (block.kind == Kind::Rule).then(|| self.block(block.node, BlockKind::Rule))
            }
            Leaf::Text(i) => {
                let block = &self.page.blocks[*i];
                if block.kind == Kind::Preformatted {
                    let text = block.text.trim_end().trim_start_matches('\n').to_owned();
                    let language = code::language(self.page, *i);
                    return Some(self.block(block.node, BlockKind::Code { language, text }));
                }
                if is_ornament(&block.text) {
                    return Some(self.block(block.node, BlockKind::Rule));
                }
                let inlines = self.reader.read(block.node, block.span);
                if inlines.is_empty() {
                    return None;
                }
                if let [Inline::Math(math)] = &inlines[..] {
                    return Some(self.block(block.node, BlockKind::Math(math.clone())));
                }
                let inlines = self.with_outer_link(block, inlines);
                let kind = match self.crosshead(*i) {
                    Some(level) => {
                        let inlines = self.without_own_link(block.node, without_whole_style(inlines));
                        BlockKind::Crosshead { level, inlines }
                    }
                    None if self.labels[*i] => BlockKind::Paragraph {
                        inlines: vec![Inline::Span {
                            style: Style::Strong,
                            inlines: without_whole_style(inlines),
                        }],
                    },
                    None => BlockKind::Paragraph { inlines },
                };
                Some(self.block(block.node, kind))
            }
        }
    }

    /// A link that goes round whole elements is the link of the text in them.
    fn with_outer_link(&self, block: &PageBlock, inlines: Inlines) -> Inlines {
        let inside = |inline: &Inline| matches!(inline, Inline::Link { .. } | Inline::Jump { .. });
        if block.linked == 0 || block.linked < block.letters || inlines.iter().any(inside) {
            return inlines;
        }
        let tree = self.page.tree;
        let link = tree.ancestors(block.node).take(OUTER).find(|&a| tree.tag(a) == Tag::A);
        let href = link.and_then(|a| links::resolve(self.page.base.as_deref(), tree.attr(a, "href")?));
        match href.filter(|h| !h.starts_with('#')) {
            Some(href) => vec![Inline::Link { href, inlines }],
            None => inlines,
        }
    }

    /// A heading that is all a link to itself, for whoever wants its address, is none to its reader.
    fn without_own_link(&self, heading: NodeId, mut inlines: Inlines) -> Inlines {
        let tree = self.page.tree;
        let around = || std::iter::once(heading).chain(tree.ancestors(heading).take(3));
        match &mut inlines[..] {
            [Inline::Jump { target, inlines: inner }]
                if around()
                    .chain(tree.descendants(heading).take(4))
                    .any(|id| tree.ordinal(id) == *target) =>
            {
                std::mem::take(inner)
            }
            _ => inlines,
        }
    }

    /// The level of a block that heads what follows.
    fn crosshead(&self, i: usize) -> Option<u8> {
        let block = &self.page.blocks[i];
        let words = self.page.around.words(i);
        if let Kind::Heading(level) = block.kind {
            // More words than a heading ever has: a paragraph marked as one (the longest of the 356 in the
            // corpus' news has 20).
            return (words <= 40 && !self.labels[i]).then_some(self.levels[usize::from(level)]);
        }
        let alone =
            matches!(block.kind, Kind::Paragraph) && self.shaped[block.node.index()] == self.page.tree.root();
        if self.page.recipe.as_ref().is_some_and(|r| r.heads(i)) {
            // Under the heading of the list, where the page marks that as one.
            let above = (0..i).rev().find_map(|j| match self.page.blocks[j].kind {
                Kind::Heading(level) if self.roles[j] == Role::Body => Some(self.levels[usize::from(level)]),
                _ => None,
            });
            let group = !self.page.recipe.as_ref().is_some_and(|r| r.heads_list(i));
            return Some(above.map_or(2, |level| level + u8::from(group)).clamp(2, 6));
        }
        let bold = block.letters > 0 && block.strong * 20 >= block.letters * 19;
        let ends = block.text.trim_end().ends_with(['.', ',', ';', '…', '。', '"', '”', '«', '“']);
        let next = (i + 1..self.roles.len())
            .find(|&j| self.roles[j] == Role::Body && self.page.blocks[j].kind.is_text())?;
        let followed = self.page.around.words(next) > words.max(8) && !self.is_bold(next);
        // A bold line that is a link leads elsewhere.
        let linked = block.linked * 2 > block.letters;
        let heads =
            alone && bold && !ends && !linked && words <= 14 && block.text.lines().count() == 1 && followed;
        heads.then(|| self.levels.iter().copied().max().unwrap_or(2).clamp(2, 3))
    }

    fn is_bold(&self, i: usize) -> bool {
        let block = &self.page.blocks[i];
        block.letters > 0 && block.strong * 20 >= block.letters * 19
    }
}

/// Characters of a line, on the whole, from which lines that end as sentences do are paragraphs: the 13 set so in the
/// corpus' news have 87 to 293, slogans, rules and verses in its `web/` 40 to 70.
const PARAGRAPH: usize = 80;

/// Are the lines of a text paragraphs, with a break where the page should have ended each?
fn are_paragraphs(text: &str) -> bool {
    let Some((lines, _)) = text.rsplit_once('\n') else { return false };
    let ends = |line: &str| {
        let line = line.trim_end_matches(['"', '\'', '”', '“', '’', '»', '«', ')', '」', ' ']);
        line.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟', '۔'])
    };
    lines.split('\n').all(ends) && text.chars().count() >= PARAGRAPH * text.split('\n').count()
}

/// Is it a break between two parts, written with marks: "* * *", "___"?
fn is_ornament(text: &str) -> bool {
    let marks =
        |c: char| matches!(c, '*' | '_' | '-' | '–' | '—' | '~' | '=' | '#' | '•' | '·' | '＊' | '◆' | '◇');
    text.chars().filter(|&c| marks(c)).count() > 2 && text.chars().all(|c| marks(c) || c.is_whitespace())
}

fn in_quote(page: &Page<'_>, node: NodeId) -> bool {
    std::iter::once(node)
        .chain(page.tree.ancestors(node).take(4))
        .any(|a| page.tree.tag(a) == Tag::Blockquote)
}

fn shape(
    page: &Page<'_>,
    roles: &[Role],
    id: NodeId,
    shapes: &HashMap<NodeId, Shape>,
    above: NodeId,
) -> Option<Shape> {
    let shape = match page.tree.tag(id) {
        _ if is_list(page.tree, id) => Shape::List,
        _ if is_item(page.tree, id) && shapes.get(&above) == Some(&Shape::List) => Shape::Item,
        Tag::Dl => Shape::Definitions,
        Tag::Dt | Tag::Dd if shapes.get(&above) == Some(&Shape::Definitions) => Shape::Item,
        Tag::Blockquote => Shape::Quote,
        _ if page
            .thread
            .as_ref()
            .is_some_and(|t| t.owner(id).is_some() && posts::is_quote(page.tree, id)) =>
        {
            Shape::Quote
        }
        Tag::Table if is_of_values(page, id) => Shape::Table,
        Tag::Td | Tag::Th if shapes.get(&above) == Some(&Shape::Table) => Shape::Cell,
        Tag::Details => Shape::Details,
        _ if shapes.get(&above) != Some(&Shape::Aside) && is_call_out(page, roles, id) => Shape::Aside,
        Tag::Aside
            if page.around.blocks_of(page.tree, id).filter(|&i| roles[i] == Role::Body).count() == 1 =>
        {
            Shape::Pull
        }
        _ => return None,
    };
    Some(shape)
}

/// A note, tip or warning in the text: named so, and a small part of the page.
fn is_call_out(page: &Page<'_>, roles: &[Role], id: NodeId) -> bool {
    let named = page.tree.attr(id, "role") == Some("note")
        || page.tree.attr(id, "class").is_some_and(|c| {
            c.split_ascii_whitespace().any(|c| {
                let c = c.to_ascii_lowercase();
                c.starts_with("admonition") && !c.contains("title")
                    || c.ends_with("callout")
                    || c == "note"
                    || c == "infobox"
            })
        });
    if !named || !matches!(page.tree.tag(id), Tag::Div | Tag::Aside | Tag::Section) {
        return false;
    }
    let all: u32 =
        roles.iter().zip(page.blocks).filter(|(r, _)| **r == Role::Body).map(|(_, b)| b.letters).sum();
    let own: u32 = page
        .around
        .blocks_of(page.tree, id)
        .filter(|&i| roles[i] == Role::Body)
        .map(|i| page.blocks[i].letters)
        .sum();
    own * 3 < all
}

/// Values in rows and columns, or a page laid out with a table?
fn is_of_values(page: &Page<'_>, table: NodeId) -> bool {
    let tree = page.tree;
    if matches!(tree.attr(table, "role"), Some("presentation" | "none")) {
        return false;
    }
    let (mut rows, mut cells, mut heads, mut widest, mut width) = (0, 0, 0, 0, 0);
    for id in tree.descendants(table) {
        match tree.tag(id) {
            Tag::Table => return false,
            Tag::Caption | Tag::Thead => heads += 1,
            Tag::Tr => {
                rows += 1;
                width = 0;
            }
            Tag::Th => {
                heads += 1;
                cells += 1;
                width += 1;
            }
            Tag::Td => {
                cells += 1;
                width += 1;
            }
            _ => {}
        }
        widest = widest.max(width);
    }
    if cells == 0 || widest < 2 && heads == 0 {
        return false;
    }
    let range = page.around.blocks_of(tree, table);
    let longest = range.clone().map(|i| page.around.words(i)).max().unwrap_or(0);
    let blocks = range.len();
    // A cell of a layout holds many blocks; one row of prose in columns is a layout too.
    heads > 0 && blocks <= cells * 4 || rows >= 2 && widest >= 2 && blocks <= cells * 2 && longest < 120
}
