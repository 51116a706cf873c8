//! [`Article`] -> nodes of the page's document, ready to be hung into its body (wasm32 only).
//!
//! # What is built
//!
//! One `div`, the *host*, `hidden` and not attached, which holds one `article`. Elements and attributes come from
//! the closed lists [`ELEMENTS`], [`MATH_ELEMENTS`] and [`MATH_ATTRIBUTES`], text goes into text nodes, addresses
//! are checked once more, and nothing is made from markup.
//!
//! Every element carries the attribute `mark`, a name made at random for this opening. The reader's sheet shows
//! what has it and hides what has not, so what a page puts into our article by its habits is not seen. Its value
//! is the role of the element (`kicker`, `headline`, `keypoints` ...), several in a row parted by spaces, and empty
//! where the element's name says it all. There is no class, which a page's scripts could take for their own. The
//! host's value is `host`; `extension/controls.js` adds the reader's settings (`theme-dark`, `size-5`,
//! `width-wide`), so that the sheet needs no style attribute.
//!
//! # Addresses within the article
//!
//! A footnote's link and a jump to a block are plain `#MARK-...` links to ids that begin with the mark, so no page's
//! script can mean one of them by a global name, and they work with nothing of ours running. A page that routes by
//! `hashchange` would still see them go by, so `extension/controls.js` takes the click first and moves the view
//! itself: the address of the page does not change.
//!
//! # The shape of pictures
//!
//! The sheet resets everything with `all: revert`, `width` and `height` of a picture included, as browsers count
//! these as the page's style. Only custom properties are left alone: a picture of known size carries `--MARK-ratio`
//! and `--MARK-width`, the width of the largest form it comes in.

use std::collections::{HashMap, HashSet};
use std::slice::Iter;

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, Node};

pub use super::{MATH_ATTRIBUTES, MATH_ELEMENTS};
use super::{begins, element, link, picture, post_date, verse};
use crate::article::*;
use crate::grown::Grown;
use crate::text::key;

const XHTML: &str = "http://www.w3.org/1999/xhtml";
const MATHML: &str = "http://www.w3.org/1998/Math/MathML";

/// The HTML elements an article is built from; there are no others.
#[rustfmt::skip]
pub const ELEMENTS: &[&str] = &[
    "a", "article", "aside", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "div", "dl",
    "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "img", "ins", "kbd",
    "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "section", "small", "span", "strong", "sub",
    "summary", "sup", "table", "tbody", "td", "th", "thead", "time", "tr", "ul",
];

/// The attributes an article is built from, beside the mark.
#[rustfmt::skip]
pub const ATTRIBUTES: &[&str] = &[
    "alt", "aria-label", "colspan", "datetime", "decoding", "dir", "hidden", "href", "id", "lang", "loading", "rel", "role",
    "rowspan", "scope", "sizes", "src", "srcset", "start", "style", "translate",
];

/// Width of a picture in the column and of one that may stand out of it, in CSS pixels: `extension/reader.css` at
/// the middle settings on a wide screen (30 and 42 times the text's 20 pixels).
const SIZES_COLUMN: &str = "(min-width: 660px) 600px, 100vw";
const SIZES_WIDE: &str = "(min-width: 900px) 840px, 100vw";

/// A dek of more letters is set smaller: four lines of it at its own size.
const LONG_DEK: usize = 220;

/// Builds the host of an article in `document`; the caller attaches it.
///
/// `mark` is the name of the attribute that every element carries. Errors are the document's own: `mark` is no
/// name of an attribute.
pub fn build(article: &Article, document: &Document, mark: &str) -> Result<HtmlElement, JsValue> {
    build_placed(article, document, mark).map(|(host, _)| host)
}

/// As [`build`], and beside it the elements of its blocks in their order, each with the ordinal of the page's element
/// that it came from.
pub fn build_placed(
    article: &Article,
    document: &Document,
    mark: &str,
) -> Result<(HtmlElement, Vec<(u32, Element)>), JsValue> {
    let (host, built) = build_parts(article, document, mark)?;
    Ok((host, built.blocks))
}

/// As [`build`], and beside it what came of each block.
pub fn build_parts(
    article: &Article,
    document: &Document,
    mark: &str,
) -> Result<(HtmlElement, Built), JsValue> {
    let mut builder = Builder::new(article, document, mark, 1);
    let host = builder.host(article)?;
    Ok((host, Built { blocks: builder.blocks, body: builder.body }))
}

/// What was built of an article: lets more be put into it.
#[derive(Debug, Clone, Default)]
pub struct Built {
    /// The elements of blocks, also of those within others, with the ordinals of the page's elements that they came
    /// from ([`crate::NONE`]: from none that is still there).
    pub blocks: Vec<(u32, Element)>,
    /// Of each block of the body, which of these are its own and those within it.
    pub body: Vec<Part>,
}

/// Where in [`Built::blocks`] a block of the body begins, and which of them is its own element, if it has one: a
/// picture that can't be shown has none.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Index of the first.
    pub start: usize,
    /// Index of the block's own.
    pub own: Option<usize>,
}

impl Built {
    /// The element of a block of the body.
    fn own(&self, at: usize) -> Option<&Element> {
        self.body.get(at)?.own.map(|own| &self.blocks[own].1)
    }

    /// Those before a block of the body; behind its last one stand those of the notes, which count as of the last.
    fn range(&self, at: usize) -> std::ops::Range<usize> {
        let end = self.body.get(at + 1).map_or(self.blocks.len(), |next| next.start);
        self.body[at].start..end
    }

    /// Gives each block the ordinal that its element of the page has now.
    pub fn move_to(&mut self, now: impl Fn(u32) -> u32) {
        for (ordinal, _) in &mut self.blocks {
            *ordinal = now(*ordinal);
        }
    }

    /// Takes over a block with those within it.
    fn push(&mut self, blocks: Vec<(u32, Element)>, part: Part) {
        let from = self.blocks.len();
        let own = part.own.map(|own| from + own - part.start);
        self.body.push(Part { start: from, own });
        self.blocks.extend(blocks);
    }
}

/// Puts what the page has added into the article that is shown: `built` of `host`. Gives what it is built of then, by
/// the ordinals of the snapshot that `grown` was read from.
///
/// `number` is one that no part of the article had before: ids of each are its own.
pub fn put(
    grown: &Grown,
    built: &Built,
    (document, host, mark): (&Document, &Element, &str),
    number: u32,
) -> Result<Built, JsValue> {
    let more = Article {
        body: grown.runs.iter().flat_map(|run| run.blocks.iter().cloned()).collect(),
        footnotes: grown.footnotes.clone(),
        ..Article::default()
    };
    let changed = Article {
        body: grown.changed.iter().map(|(_, block)| block.clone()).collect(),
        ..Article::default()
    };
    let hold = document.create_element_ns(Some(XHTML), "div")?;
    let mut builder = Builder::new(&more, document, mark, number);
    builder.body(&more, &hold)?;
    let fresh = Built { blocks: builder.blocks, body: builder.body };
    let other = document.create_element_ns(Some(XHTML), "div")?;
    let mut builder = Builder::new(&changed, document, mark, number);
    builder.body(&changed, &other)?;
    let turned = Built { blocks: builder.blocks, body: builder.body };

    for (i, (at, _)) in grown.changed.iter().enumerate() {
        if let (Some(before), Some(after)) = (built.own(*at), turned.own(i)) {
            before.replace_with_with_node_1(after)?;
        }
    }
    let turned_at: HashMap<usize, usize> =
        grown.changed.iter().enumerate().map(|(i, (at, _))| (*at, i)).collect();
    let shown = |at: usize| turned_at.get(&at).and_then(|i| turned.own(*i)).or_else(|| built.own(at));

    let mut all = Built::default();
    let head = built.body.first().map_or(built.blocks.len(), |part| part.start);
    let moved = |(ordinal, element): &(u32, Element)| (grown.now(*ordinal), element.clone());
    all.blocks.extend(built.blocks[..head].iter().map(moved));
    let mut runs = grown.runs.iter().peekable();
    let mut next = 0;
    let steps = std::iter::once(None).chain((0..built.body.len()).map(Some));
    for step in steps {
        if let Some(at) = step {
            match turned_at.get(&at) {
                Some(i) if turned.own(*i).is_some() => {
                    all.push(turned.blocks[turned.range(*i)].to_vec(), turned.body[*i]);
                }
                _ => all.push(built.blocks[built.range(at)].iter().map(moved).collect(), built.body[at]),
            }
        }
        while let Some(run) = runs.next_if(|run| run.after == step) {
            // Where the block before it can't be seen, the one before that.
            let mut before = step.map_or(0, |at| at + 1);
            while before > 0 && shown(before - 1).is_none() {
                before -= 1;
            }
            let mut anchor = before.checked_sub(1).and_then(shown).cloned();
            let first = (0..built.body.len()).find_map(shown);
            for _ in &run.blocks {
                if let Some(element) = fresh.own(next) {
                    match (&anchor, first) {
                        (Some(anchor), _) => anchor.after_with_node_1(element)?,
                        (None, Some(first)) => first.before_with_node_1(element)?,
                        (None, None) => {
                            host.append_child(element)?;
                        }
                    }
                    if anchor.is_some() {
                        anchor = Some(element.clone());
                    }
                }
                all.push(fresh.blocks[fresh.range(next)].to_vec(), fresh.body[next]);
                next += 1;
            }
        }
    }
    // What is left there are the notes.
    while let Some(notes) = hold.last_element_child() {
        host.append_child(&notes)?;
    }
    Ok(all)
}

/// Builds a further page of the article that `mark` stands for: a `section` of its body and its notes, not attached.
pub fn build_page(
    article: &Article,
    document: &Document,
    mark: &str,
    number: u32,
) -> Result<HtmlElement, JsValue> {
    let mut builder = Builder::new(article, document, mark, number);
    let section = builder.element("section", "page")?;
    set_language(&section, article.lang.as_deref(), article.dir)?;
    builder.body(article, &section)?;
    Ok(section.unchecked_into())
}

/// What is still to be hung under a parent. A stack of these in place of recursion: a page may nest as it likes.
enum Rest<'a> {
    Blocks(Iter<'a, Block>, Element),
    Inlines(Iter<'a, Inline>, Element),
    Math(Iter<'a, MathNode>, Element),
}

struct Builder<'a> {
    document: &'a Document,
    mark: &'a str,
    /// Which page of the article is built: ids of each are its own.
    page: u32,
    /// One empty element for each name and role; a copy is one call where making one anew is three.
    empty: HashMap<(&'static str, &'static str), Element>,
    /// Keys of the footnotes that are there.
    notes: HashSet<&'a str>,
    /// Keys of the footnotes referred to so far: the first reference is where the note leads back to.
    referred: HashSet<&'a str>,
    /// Every block built, by its source: what a jump may lead to.
    blocks: Vec<(u32, Element)>,
    /// Of each block of the body where its blocks begin in those, and its own.
    body: Vec<Part>,
    /// How many blocks the body has.
    length: usize,
    /// Every jump built, by the source it leads to.
    jumps: Vec<(u32, Element)>,
    stack: Vec<Rest<'a>>,
    dates: LongDates<'a>,
}

impl<'a> Builder<'a> {
    fn new(article: &'a Article, document: &'a Document, mark: &'a str, page: u32) -> Self {
        Builder {
            document,
            mark,
            page,
            empty: HashMap::new(),
            notes: article.footnotes.iter().map(|n| n.key.as_str()).collect(),
            referred: HashSet::new(),
            blocks: Vec::new(),
            body: Vec::new(),
            length: article.body.len(),
            jumps: Vec::new(),
            stack: Vec::new(),
            dates: LongDates::default(),
        }
    }

    fn host(&mut self, article: &'a Article) -> Result<HtmlElement, JsValue> {
        let host = self.element("div", "host")?;
        host.set_attribute("hidden", "")?;
        // The page's own landmarks are out of rendering.
        host.set_attribute("role", "main")?;
        let role = match article.vertical {
            None => "article",
            Some(Vertical::RightToLeft) => "article vertical",
            Some(Vertical::LeftToRight) => "article vertical from-left",
        };
        let root = self.child(&host, "article", role)?;
        set_language(&root, article.lang.as_deref(), article.dir)?;

        let header = self.child(&root, "header", "header")?;
        if let Some(kicker) = &article.kicker {
            self.line(&header, "p", "kicker", kicker)?;
        }
        if let Some(headline) = &article.headline {
            self.text_block(&header, "h1", "headline", headline)?;
        }
        if let Some(dek) = &article.dek {
            let long = dek.plain().chars().count() > LONG_DEK;
            self.text_block(&header, "p", if long { "dek long" } else { "dek" }, dek)?;
        }
        self.byline(&header, article)?;

        if let Some(hero) = &article.hero {
            self.figure(&root, hero, "hero")?;
        }
        if let Some(points) = &article.key_points {
            self.key_points(&root, points)?;
        }
        self.body(article, &root)?;
        Ok(host.unchecked_into())
    }

    fn body(&mut self, article: &'a Article, parent: &Element) -> Result<(), JsValue> {
        self.stack.push(Rest::Blocks(article.body.iter(), parent.clone()));
        self.drain()?;
        self.footnotes(parent, &article.footnotes)?;
        self.join_jumps()
    }

    /// Site, authors and date in one line.
    fn byline(&mut self, header: &Element, article: &'a Article) -> Result<(), JsValue> {
        let date = article.published.as_deref().or(article.modified.as_deref());
        // The first post of a thread says the same right below.
        let opens = opens_with(article, date);
        let date = date.filter(|_| !opens);
        // A paper that signs its own article is named once.
        let is_site = |name: &str| article.site.as_deref().is_some_and(|site| key(site) == key(name));
        let bylines: Vec<&str> =
            article.bylines.iter().map(String::as_str).filter(|name| !opens && !is_site(name)).collect();
        if article.site.is_none() && bylines.is_empty() && date.is_none() {
            return Ok(());
        }
        let line = self.child(header, "p", "byline")?;
        if let Some(site) = &article.site {
            self.line(&line, "span", "site", site)?;
        }
        if !bylines.is_empty() {
            self.space(&line)?;
            let comma = comma(article.lang.as_deref());
            self.line(&line, "span", "authors", &bylines.join(comma))?;
        }
        if let Some(date) = date {
            self.space(&line)?;
            let shown = self.dates.write(date, article.lang.as_deref()).unwrap_or_else(|| date.to_owned());
            let time = self.line(&line, "time", "date", &shown)?;
            time.set_attribute("datetime", date)?;
        }
        Ok(())
    }

    fn key_points(&mut self, parent: &Element, key_points: &'a KeyPoints) -> Result<(), JsValue> {
        let section = self.child(parent, "section", "keypoints")?;
        if let Some(heading) = &key_points.heading {
            self.line(&section, "h2", "", heading)?;
        }
        let list = self.child(&section, "ul", "")?;
        for point in &key_points.points {
            self.text_block(&list, "li", "", point)?;
        }
        Ok(())
    }

    fn footnotes(&mut self, root: &Element, notes: &'a [Footnote]) -> Result<(), JsValue> {
        if notes.is_empty() {
            return Ok(());
        }
        let section = self.child(root, "section", "footnotes")?;
        section.set_attribute("role", "doc-endnotes")?;
        let list = self.child(&section, "ol", "")?;
        for note in notes {
            let item = self.child(&list, "li", "note")?;
            item.set_attribute("id", &self.id('n', &note.key))?;
            if self.referred.contains(note.key.as_str()) {
                let back = self.line(&item, "a", "jump back", &note.label)?;
                back.set_attribute("href", &format!("#{}", self.id('r', &note.key)))?;
                back.set_attribute("role", "doc-backlink")?;
            } else {
                self.line(&item, "span", "back", &note.label)?;
            }
            let words = self.child(&item, "div", "")?;
            self.stack.push(Rest::Blocks(note.blocks.iter(), words));
            self.drain()?;
        }
        Ok(())
    }

    /// Gives an id to each block that a jump leads to. A jump that leads nowhere stays plain text.
    fn join_jumps(&mut self) -> Result<(), JsValue> {
        if self.jumps.is_empty() {
            return Ok(());
        }
        let mut by_source = HashMap::new();
        for (source, element) in &self.blocks {
            by_source.entry(*source).or_insert(element);
        }
        for (target, jump) in &self.jumps {
            if let Some(element) = by_source.get(target) {
                let id = self.id('b', &target.to_string());
                element.set_attribute("id", &id)?;
                jump.set_attribute("href", &format!("#{id}"))?;
            }
        }
        Ok(())
    }

    /// Works off the stack.
    fn drain(&mut self) -> Result<(), JsValue> {
        while let Some(top) = self.stack.last_mut() {
            let went_on = match top {
                Rest::Blocks(rest, parent) => {
                    let parent = parent.clone();
                    rest.next().map(|block| self.block(block, &parent))
                }
                Rest::Inlines(rest, parent) => {
                    let parent = parent.clone();
                    rest.next().map(|inline| self.inline(inline, &parent))
                }
                Rest::Math(rest, parent) => {
                    let parent = parent.clone();
                    rest.next().map(|node| self.math_node(node, &parent))
                }
            };
            match went_on {
                Some(done) => done?,
                None => drop(self.stack.pop()),
            }
        }
        Ok(())
    }

    /// Builds one block under `parent` and leaves what it holds on the stack, what comes first on top.
    fn block(&mut self, block: &'a Block, parent: &Element) -> Result<(), JsValue> {
        let depth = self.stack.len();
        let start = self.blocks.len();
        let built = match &block.kind {
            BlockKind::Paragraph { inlines } => {
                let lines = verse(inlines);
                let role = match inlines[..] {
                    _ if lines.is_some() => "verse",
                    [Inline::Span { style: Style::Cite, .. }] => "cite",
                    _ => "",
                };
                let p = self.child(parent, "p", role)?;
                match lines {
                    None => self.stack.push(Rest::Inlines(inlines.iter(), p.clone())),
                    Some(lines) => self.lines(lines, &p)?,
                }
                Some(p)
            }
            BlockKind::Crosshead { level, inlines } => {
                let name = match level {
                    0..=2 => "h2",
                    3 => "h3",
                    4 => "h4",
                    5 => "h5",
                    _ => "h6",
                };
                let heading = self.child(parent, name, "")?;
                self.stack.push(Rest::Inlines(inlines.iter(), heading.clone()));
                Some(heading)
            }
            BlockKind::List { ordered, start, items } => {
                let list = self.child(parent, if *ordered { "ol" } else { "ul" }, "")?;
                if let (true, Some(start)) = (ordered, start) {
                    list.set_attribute("start", &start.to_string())?;
                }
                for item in items {
                    let li = self.child(&list, "li", "")?;
                    self.fill(item, li);
                }
                Some(list)
            }
            BlockKind::Definitions { groups } => {
                let list = self.child(parent, "dl", "")?;
                for group in groups {
                    for term in &group.terms {
                        let dt = self.child(&list, "dt", "")?;
                        self.stack.push(Rest::Inlines(term.iter(), dt));
                    }
                    for definition in &group.definitions {
                        let dd = self.child(&list, "dd", "")?;
                        self.fill(definition, dd);
                    }
                }
                Some(list)
            }
            BlockKind::BlockQuote { blocks } => Some(self.container(parent, "blockquote", "", blocks)?),
            BlockKind::PullQuote { inlines } => {
                let aside = self.child(parent, "aside", "pull")?;
                let p = self.child(&aside, "p", "")?;
                self.stack.push(Rest::Inlines(inlines.iter(), p));
                Some(aside)
            }
            BlockKind::Table { caption, rows } => Some(self.table(parent, caption.as_ref(), rows)?),
            BlockKind::Code { language, text } => {
                let code = self.child(parent, "div", "code")?;
                code.set_attribute("dir", "ltr")?;
                code.set_attribute("translate", "no")?;
                if let Some(language) = language {
                    self.line(&code, "p", "language", language)?;
                }
                let pre = self.child(&code, "pre", "")?;
                self.line(&pre, "code", "", text)?;
                Some(code)
            }
            BlockKind::Figure(figure) => self.figure(parent, figure, "")?,
            BlockKind::Embed(embed) => self.embed(parent, embed)?,
            BlockKind::Math(math) => {
                let p = self.child(parent, "p", "formula")?;
                self.math(math, &p, true)?;
                Some(p)
            }
            BlockKind::Details { summary, blocks } => {
                let details = self.child(parent, "details", "")?;
                let line = self.child(&details, "summary", "")?;
                self.stack.push(Rest::Inlines(summary.iter(), line));
                self.stack.push(Rest::Blocks(blocks.iter(), details.clone()));
                Some(details)
            }
            BlockKind::Aside { blocks } => Some(self.container(parent, "aside", "note-box", blocks)?),
            BlockKind::Post { author, date, said, depth, blocks } => {
                let role = POST_DEPTHS[usize::from(*depth).min(POST_DEPTHS.len() - 1)];
                let post = self.child(parent, "article", role)?;
                let when =
                    post_date(date, said).map(|d| self.dates.write(d, None).unwrap_or_else(|| d.to_owned()));
                let label: Vec<&str> = author.as_deref().into_iter().chain(when.as_deref()).collect();
                if !label.is_empty() {
                    post.set_attribute("aria-label", &label.join(", "))?;
                    let line = self.child(&post, "header", "byline")?;
                    if let Some(author) = author {
                        self.line(&line, "span", "authors", author)?;
                    }
                    if let Some(when) = &when {
                        self.space(&line)?;
                        let time = self.line(&line, "time", "date", when)?;
                        if let (Some(date), Some(_)) = (date, said) {
                            time.set_attribute("datetime", date)?;
                        }
                    }
                }
                self.stack.push(Rest::Blocks(blocks.iter(), post.clone()));
                Some(post)
            }
            BlockKind::Rule => Some(self.child(parent, "hr", "")?),
        };
        self.stack[depth..].reverse();
        if depth == 1 && self.body.len() < self.length {
            self.body.push(Part { start, own: built.is_some().then_some(self.blocks.len()) });
        }
        if let Some(element) = built {
            set_language(&element, block.lang.as_deref(), block.dir)?;
            self.blocks.push((block.source, element));
        }
        Ok(())
    }

    /// Each line an element of its own, so that what is too long for the screen goes on indented.
    fn lines(&mut self, lines: Vec<&'a [Inline]>, verse: &Element) -> Result<(), JsValue> {
        for line in lines {
            let span = self.child(verse, "span", "line")?;
            if line.is_empty() {
                self.child(&span, "br", "")?;
            }
            self.stack.push(Rest::Inlines(line.iter(), span));
        }
        Ok(())
    }

    fn container(
        &mut self,
        parent: &Element,
        name: &'static str,
        role: &'static str,
        blocks: &'a [Block],
    ) -> Result<Element, JsValue> {
        let element = self.child(parent, name, role)?;
        self.stack.push(Rest::Blocks(blocks.iter(), element.clone()));
        Ok(element)
    }

    /// Puts blocks into an item, a cell or a definition. A lone paragraph needs no element of its own there.
    fn fill(&mut self, blocks: &'a [Block], element: Element) {
        if let [Block { source, lang: None, dir: None, kind: BlockKind::Paragraph { inlines } }] = blocks {
            self.blocks.push((*source, element.clone()));
            self.stack.push(Rest::Inlines(inlines.iter(), element));
        } else {
            self.stack.push(Rest::Blocks(blocks.iter(), element));
        }
    }

    /// A table in a box that scrolls where the table is too wide.
    fn table(
        &mut self,
        parent: &Element,
        caption: Option<&'a Inlines>,
        rows: &'a [Vec<Cell>],
    ) -> Result<Element, JsValue> {
        let scroll = self.child(parent, "div", "scroll")?;
        let table = self.child(&scroll, "table", "")?;
        if let Some(caption) = caption {
            let element = self.child(&table, "caption", "")?;
            self.stack.push(Rest::Inlines(caption.iter(), element));
        }
        let is_head = |row: &Vec<Cell>| !row.is_empty() && row.iter().all(|c| c.header);
        let head = match rows.iter().take_while(|r| is_head(r)).count() {
            n if n == rows.len() => 0,
            n => n,
        };
        let numeric = numeric_columns(&rows[head..]);
        for (from, to, name) in [(0, head, "thead"), (head, rows.len(), "tbody")] {
            if from == to {
                continue;
            }
            let group = self.child(&table, name, "")?;
            for row in &rows[from..to] {
                let tr = self.child(&group, "tr", "")?;
                for (column, cell) in row.iter().enumerate() {
                    let role = if numeric.get(column) == Some(&true) { "number" } else { "" };
                    let element = self.child(&tr, if cell.header { "th" } else { "td" }, role)?;
                    if cell.header {
                        element.set_attribute("scope", if name == "thead" { "col" } else { "row" })?;
                    }
                    if cell.colspan > 1 {
                        element.set_attribute("colspan", &cell.colspan.min(100).to_string())?;
                    }
                    if cell.rowspan > 1 {
                        element.set_attribute("rowspan", &cell.rowspan.min(1000).to_string())?;
                    }
                    self.fill(&cell.blocks, element);
                }
            }
        }
        Ok(scroll)
    }

    /// Pictures with their words; nothing where no picture can be shown and there is no caption.
    fn figure(
        &mut self,
        parent: &Element,
        figure: &'a Figure,
        role: &'static str,
    ) -> Result<Option<Element>, JsValue> {
        let hero = role == "hero";
        let many = figure.images.len() > 1;
        let mut images = Vec::with_capacity(figure.images.len());
        for image in &figure.images {
            images.extend(self.image(image, "", if hero { SIZES_WIDE } else { SIZES_COLUMN }, !hero)?);
        }
        if images.is_empty() && figure.caption.is_none() {
            return Ok(None);
        }
        let element = self.child(parent, "figure", role)?;
        let frame = if many { self.child(&element, "div", "gallery")? } else { element.clone() };
        for image in images {
            frame.append_child(&image)?;
        }
        self.caption(&element, figure.caption.as_ref(), figure.credit.as_ref())?;
        if let Some(source) = figure.source {
            self.blocks.push((source, element.clone()));
        }
        if hero {
            self.drain()?;
        }
        Ok(Some(element))
    }

    fn caption(
        &mut self,
        figure: &Element,
        caption: Option<&'a Inlines>,
        credit: Option<&'a Inlines>,
    ) -> Result<(), JsValue> {
        if caption.is_none() && credit.is_none() {
            return Ok(());
        }
        let words = self.child(figure, "figcaption", "")?;
        if let Some(caption) = caption {
            let span = self.child(&words, "span", "caption")?;
            self.stack.push(Rest::Inlines(caption.iter(), span));
        }
        if let Some(credit) = credit {
            if caption.is_some() {
                self.space(&words)?;
            }
            let span = self.child(&words, "span", "credit")?;
            self.stack.push(Rest::Inlines(credit.iter(), span));
        }
        Ok(())
    }

    /// A picture, or nothing where its address is not one that may be shown.
    fn image(
        &mut self,
        image: &Image,
        role: &'static str,
        sizes: &str,
        lazy: bool,
    ) -> Result<Option<Element>, JsValue> {
        if picture(&image.src).is_none() {
            return Ok(None);
        }
        let img = self.element("img", role)?;
        img.set_attribute("alt", &image.alt)?;
        // Before the address: a picture begins to load as soon as it has one, attached or not.
        if lazy {
            img.set_attribute("loading", "lazy")?;
        }
        img.set_attribute("decoding", "async")?;
        if let (Some(width @ 1..), Some(height @ 1..)) = (image.width, image.height) {
            let style = img.unchecked_ref::<HtmlElement>().style();
            style.set_property(&format!("--{}-ratio", self.mark), &format!("{width} / {height}"))?;
            // The known size may be of a small one among several.
            let largest = image.srcset.iter().map(|(_, w)| *w).fold(width, u32::max);
            style.set_property(&format!("--{}-width", self.mark), &format!("{largest}px"))?;
        }
        let candidates = candidates(image);
        if !candidates.is_empty() {
            img.set_attribute("sizes", sizes)?;
            img.set_attribute("srcset", &candidates)?;
        }
        img.set_attribute("src", &image.src)?;
        Ok(Some(img))
    }

    /// A box that names the thing; nothing of it is loaded. Its link leads there, and `extension/controls.js` lets
    /// a press on it load the thing in place.
    fn embed(&mut self, parent: &Element, embed: &'a Embed) -> Result<Option<Element>, JsValue> {
        if !is_web_address(&embed.src) {
            return Ok(None);
        }
        let role = match embed.medium {
            Medium::Frame => "embed frame",
            Medium::Video => "embed video",
            Medium::Audio => "embed audio",
        };
        let figure = self.child(parent, "figure", role)?;
        let link = self.line(&figure, "a", "load", &embed.title)?;
        set_link(&link, &embed.src)?;
        if let Some(poster) = embed.poster.as_ref().filter(|_| embed.medium != Medium::Frame) {
            let still = Image { src: poster.clone(), ..Image::default() };
            if let Some(img) = self.image(&still, "poster", SIZES_COLUMN, true)? {
                link.insert_before(&img, link.first_child().as_ref())?;
            }
        }
        self.caption(&figure, embed.caption.as_ref(), None)?;
        Ok(Some(figure))
    }

    /// Builds one inline under `parent` and leaves what it holds on the stack.
    fn inline(&mut self, inline: &'a Inline, parent: &Element) -> Result<(), JsValue> {
        match inline {
            Inline::Text(text) => self.text(parent, text)?,
            Inline::Link { href, inlines } => {
                let inner = match link(href) {
                    Some(href) => {
                        let a = self.child(parent, "a", "")?;
                        set_link(&a, href)?;
                        a
                    }
                    None => self.child(parent, "span", "")?,
                };
                self.stack.push(Rest::Inlines(inlines.iter(), inner));
            }
            Inline::Jump { target, inlines } => {
                let a = self.child(parent, "a", "jump")?;
                self.jumps.push((*target, a.clone()));
                self.stack.push(Rest::Inlines(inlines.iter(), a));
            }
            Inline::NoteRef { key, label } => {
                let sup = self.child(parent, "sup", "")?;
                if self.notes.contains(key.as_str()) {
                    let a = self.line(&sup, "a", "jump ref", label)?;
                    a.set_attribute("href", &format!("#{}", self.id('n', key)))?;
                    a.set_attribute("role", "doc-noteref")?;
                    if self.referred.insert(key) {
                        a.set_attribute("id", &self.id('r', key))?;
                    }
                } else {
                    self.text(&sup, label)?;
                }
            }
            Inline::Span { style, inlines } => {
                let span = self.child(parent, element(*style), "")?;
                self.stack.push(Rest::Inlines(inlines.iter(), span));
            }
            Inline::Image(image) => {
                if let Some(img) = self.image(image, "inline", "10em", true)? {
                    parent.append_child(&img)?;
                }
            }
            Inline::Math(math) => self.math(math, parent, false)?,
            Inline::Ruby { base, reading } => {
                let ruby = self.child(parent, "ruby", "")?;
                self.text(&ruby, base)?;
                self.line(&ruby, "rp", "", "(")?;
                self.line(&ruby, "rt", "", reading)?;
                self.line(&ruby, "rp", "", ")")?;
            }
            Inline::Break => drop(self.child(parent, "br", "")?),
        }
        Ok(())
    }

    /// A formula: its tree, else its source as code.
    fn math(&mut self, math: &'a Math, parent: &Element, display: bool) -> Result<(), JsValue> {
        match (&math.tree, &math.source) {
            (Some(tree), _) => {
                let inner = match tree {
                    MathNode::Element { name, attributes, children } if name == "math" => {
                        let element = self.math_element("math", attributes)?;
                        self.stack.push(Rest::Math(children.iter(), element.clone()));
                        element
                    }
                    _ => {
                        let element = self.math_element("math", &[])?;
                        self.stack.push(Rest::Math(std::slice::from_ref(tree).iter(), element.clone()));
                        element
                    }
                };
                if display {
                    inner.set_attribute("display", "block")?;
                }
                parent.append_child(&inner)?;
            }
            (None, Some(source)) => drop(self.line(parent, "code", "", source)?),
            (None, None) => {}
        }
        Ok(())
    }

    fn math_node(&mut self, node: &'a MathNode, parent: &Element) -> Result<(), JsValue> {
        match node {
            MathNode::Text(text) => self.text(parent, text),
            MathNode::Element { name, attributes, children } if name == "mfenced" => {
                self.fenced(attributes, children, parent)
            }
            MathNode::Element { name, attributes, children } => {
                let inner = match MATH_ELEMENTS.iter().find(|n| *n == name) {
                    Some(name) => {
                        let element = self.math_element(name, attributes)?;
                        parent.append_child(&element)?;
                        element
                    }
                    None => parent.clone(),
                };
                self.stack.push(Rest::Math(children.iter(), inner));
                Ok(())
            }
        }
    }

    /// `mfenced`, which browsers have given up, as what it stands for: a row with its fences and separators.
    /// <https://www.w3.org/TR/MathML3/chapter3.html#presm.mfenced>
    fn fenced(
        &mut self,
        attributes: &'a [(String, String)],
        children: &'a [MathNode],
        parent: &Element,
    ) -> Result<(), JsValue> {
        let given = |name| attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
        let separators: Vec<char> =
            given("separators").unwrap_or(",").chars().filter(|c| !c.is_whitespace()).collect();
        let row = self.math_element("mrow", &[])?;
        parent.append_child(&row)?;
        self.operator(&row, given("open").unwrap_or("("))?;
        let depth = self.stack.len();
        let held = children.iter().filter(|c| matches!(c, MathNode::Element { .. }));
        for (i, child) in held.enumerate() {
            if i > 0
                && let Some(separator) = separators.get(i - 1).or(separators.last())
            {
                self.operator(&row, separator.encode_utf8(&mut [0; 4]))?;
            }
            // A place in the row for what is built later.
            let place = self.math_element("mrow", &[])?;
            row.append_child(&place)?;
            self.stack.push(Rest::Math(std::slice::from_ref(child).iter(), place));
        }
        self.stack[depth..].reverse();
        self.operator(&row, given("close").unwrap_or(")"))
    }

    fn operator(&self, row: &Element, text: &str) -> Result<(), JsValue> {
        let operator = self.math_element("mo", &[])?;
        self.text(&operator, text)?;
        row.append_child(&operator).map(drop)
    }

    fn math_element(&self, name: &str, attributes: &[(String, String)]) -> Result<Element, JsValue> {
        let element = self.document.create_element_ns(Some(MATHML), name)?;
        element.set_attribute(self.mark, "")?;
        for (name, value) in attributes {
            if MATH_ATTRIBUTES.contains(&name.as_str()) {
                element.set_attribute(name, value)?;
            }
        }
        Ok(element)
    }

    /// A new element of the closed list, marked.
    fn element(&mut self, name: &'static str, role: &'static str) -> Result<Element, JsValue> {
        debug_assert!(ELEMENTS.contains(&name));
        if let Some(empty) = self.empty.get(&(name, role)) {
            return Ok(empty.clone_node()?.unchecked_into());
        }
        let element = self.document.create_element_ns(Some(XHTML), name)?;
        element.set_attribute(self.mark, role)?;
        self.empty.insert((name, role), element.clone_node()?.unchecked_into());
        Ok(element)
    }

    fn child(
        &mut self,
        parent: &Element,
        name: &'static str,
        role: &'static str,
    ) -> Result<Element, JsValue> {
        let element = self.element(name, role)?;
        parent.append_child(&element)?;
        Ok(element)
    }

    /// An element that holds plain text.
    fn line(
        &mut self,
        parent: &Element,
        name: &'static str,
        role: &'static str,
        text: &str,
    ) -> Result<Element, JsValue> {
        let element = self.child(parent, name, role)?;
        self.text(&element, text)?;
        Ok(element)
    }

    /// An element that holds a text of the article, at once.
    fn text_block(
        &mut self,
        parent: &Element,
        name: &'static str,
        role: &'static str,
        text: &'a Text,
    ) -> Result<(), JsValue> {
        let element = self.child(parent, name, role)?;
        if let Some(source) = text.source {
            self.blocks.push((source, element.clone()));
        }
        self.stack.push(Rest::Inlines(text.inlines.iter(), element));
        self.drain()
    }

    fn text(&self, parent: &Element, text: &str) -> Result<(), JsValue> {
        parent.append_child(&Node::from(self.document.create_text_node(text))).map(drop)
    }

    /// A space between two parts of a line, so that they do not run together when copied.
    fn space(&self, line: &Element) -> Result<(), JsValue> {
        if line.has_child_nodes() { self.text(line, " ") } else { Ok(()) }
    }

    /// An id of ours. `key` is of letters, digits and hyphens (see [`Footnote::key`]).
    fn id(&self, sort: char, key: &str) -> String {
        match self.page {
            1 => format!("{}-{sort}-{key}", self.mark),
            page => format!("{}-{page}{sort}-{key}", self.mark),
        }
    }
}

/// Does an article begin with a post of its own author and day?
fn opens_with(article: &Article, when: Option<&str>) -> bool {
    let Some(BlockKind::Post { author: Some(author), date: Some(date), .. }) =
        article.body.first().map(|b| &b.kind)
    else {
        return false;
    };
    const DAY: usize = "2026-05-02".len();
    // A day in the page's words is taken for the same: it is the opening author's own post.
    let in_words = !date.starts_with(|c: char| c.is_ascii_digit());
    let same = |when: &str| in_words || when.get(..DAY).is_some_and(|when| date.starts_with(when));
    article.bylines.iter().all(|name| name == author) && when.is_none_or(same)
}

/// Roles of posts by depth: deeper ones share the last, as a phone has no room for more steps.
const POST_DEPTHS: [&str; 5] = ["post", "post depth-1", "post depth-2", "post depth-3", "post depth-4"];

fn set_link(a: &Element, href: &str) -> Result<(), JsValue> {
    a.set_attribute("href", href)?;
    a.set_attribute("rel", "noopener noreferrer")
}

fn set_language(element: &Element, lang: Option<&str>, dir: Option<Direction>) -> Result<(), JsValue> {
    if let Some(lang) = lang.filter(|l| is_language_tag(l)) {
        element.set_attribute("lang", lang)?;
    }
    match dir {
        Some(Direction::Ltr) => element.set_attribute("dir", "ltr"),
        Some(Direction::Rtl) => element.set_attribute("dir", "rtl"),
        None => Ok(()),
    }
}

/// Letters, digits and hyphens, no longer than RFC 5646's longest sensible tag (35).
fn is_language_tag(tag: &str) -> bool {
    (2..=35).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn is_web_address(address: &str) -> bool {
    link(address).is_some_and(|a| !begins(a, "mailto:"))
}

/// The value of `srcset`, or nothing where there is no choice. Where there is one, browsers leave `src` aside: it is
/// put among the others if its width is known.
fn candidates(image: &Image) -> String {
    // White space ends an address there, and a comma at its end is taken for the list's.
    let fits = |a: &str| is_web_address(a) && !a.contains(char::is_whitespace) && !a.ends_with(',');
    let mut sizes: Vec<(&str, u32)> =
        image.srcset.iter().map(|(a, w)| (a.as_str(), *w)).filter(|(a, w)| *w > 0 && fits(a)).collect();
    if sizes.is_empty() {
        return String::new();
    }
    if let Some(width) = image.width
        && width > 0
        && fits(&image.src)
        && !sizes.iter().any(|(a, w)| *w == width || *a == image.src)
    {
        sizes.push((&image.src, width));
    }
    sizes.iter().map(|(a, w)| format!("{a} {w}w")).collect::<Vec<_>>().join(", ")
}

/// Which columns hold numbers and nothing else: they are set flush with the end. A table with spans has none, as
/// its cells can't be counted off by column.
fn numeric_columns(rows: &[Vec<Cell>]) -> Vec<bool> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    if rows.iter().flatten().any(|c| c.colspan > 1 || c.rowspan > 1) {
        return Vec::new();
    }
    (0..width)
        .map(|column| {
            let texts = rows.iter().filter_map(|row| row.get(column)).map(cell_text);
            let mut any = false;
            texts.fold(true, |all, text| {
                any |= text.chars().any(char::is_numeric);
                all && (text.is_empty() || is_number(&text))
            }) && any
        })
        .collect()
}

/// The text of a cell that is one paragraph; of any other, something that is no number.
fn cell_text(cell: &Cell) -> String {
    match cell.blocks.as_slice() {
        [] => String::new(),
        [Block { kind: BlockKind::Paragraph { inlines }, .. }] => plain(inlines).trim().to_owned(),
        _ => "text".to_owned(),
    }
}

/// Digits with signs, separators, currency or per cent; a lone dash stands for no value.
fn is_number(text: &str) -> bool {
    text.chars().all(|c| c.is_numeric() || c.is_whitespace() || "+-−–—.,'’%‰()/<>≤≥~≈±$€£¥₹₩₽₺".contains(c))
}

/// What stands between two names.
fn comma(lang: Option<&str>) -> &'static str {
    let lang = lang.unwrap_or_default().split('-').next().unwrap_or_default().to_ascii_lowercase();
    match lang.as_str() {
        "ar" | "fa" | "ur" | "ps" | "ckb" => "، ",
        "zh" | "ja" | "yue" => "、",
        _ => ", ",
    }
}

/// Writes dates in the long form of a language: the browser's where none is given, or an unknown one.
#[derive(Default)]
struct LongDates<'a> {
    /// The browser's function for each language asked for. To make one takes a millisecond, the first many more.
    formats: HashMap<Option<&'a str>, Option<js_sys::Function>>,
}

impl<'a> LongDates<'a> {
    /// An ISO 8601 date: its day as the page's own clock has it, whatever the zone of who reads.
    fn write(&mut self, iso: &str, lang: Option<&'a str>) -> Option<String> {
        let number = |range: std::ops::Range<usize>| iso.get(range)?.parse::<u32>().ok();
        let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
        let dashes = iso.as_bytes().get(4) == Some(&b'-') && iso.as_bytes().get(7) == Some(&b'-');
        if !dashes || year == 0 || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let iso = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
        let date = js_sys::Date::new(&JsValue::from_str(&iso));
        if date.get_time().is_nan() {
            return None;
        }
        let format = self.formats.entry(lang).or_insert_with(|| {
            lang.filter(|l| is_language_tag(l))
                .and_then(|l| long_format(&JsValue::from_str(l)))
                .or_else(|| long_format(&JsValue::UNDEFINED))
        });
        format.as_ref()?.call1(&JsValue::UNDEFINED, &date).ok()?.as_string()
    }
}

#[wasm_bindgen]
extern "C" {
    /// The standard's formatter, bound anew: js-sys' constructor does not catch what an unknown language throws.
    #[wasm_bindgen(js_namespace = Intl, js_name = DateTimeFormat)]
    type DateFormat;

    #[wasm_bindgen(constructor, js_namespace = Intl, js_class = "DateTimeFormat", catch)]
    fn new(lang: &JsValue, options: &js_sys::Object) -> Result<DateFormat, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn format(this: &DateFormat) -> js_sys::Function;
}

fn long_format(lang: &JsValue) -> Option<js_sys::Function> {
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"dateStyle".into(), &"long".into()).ok()?;
    js_sys::Reflect::set(&options, &"timeZone".into(), &"UTC".into()).ok()?;
    Some(DateFormat::new(lang, &options).ok()?.format())
}
