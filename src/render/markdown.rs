//! [`Article`] → Markdown: CommonMark with the tables, strikethrough and footnotes of GitHub's, and `$` for formulas.
//!
//! Text never becomes markup: what could be taken for markup is escaped. Where Markdown's own marks can't be told
//! from text (`**「a」**b`: a mark between a bracket and a letter neither opens nor closes), or where it has none
//! (`sub`, `kbd`, ruby), an HTML element of a closed list stands instead.

use std::collections::{HashMap, HashSet};

use super::{link, picture, post_date};
use crate::article::*;

/// Writes an article as Markdown, with a line break at its end.
pub fn markdown(article: &Article) -> String {
    let notes: HashMap<&str, &Footnote> = article.footnotes.iter().map(|n| (n.key.as_str(), n)).collect();
    let mut builder = Builder { notes, wanted: Vec::new(), seen: HashSet::new() };
    let mut blocks = builder.front(article);
    blocks.extend(builder.blocks(&article.body));
    let mut referred = Vec::new();
    // A note may refer to another.
    while let Some(note) = builder.wanted.pop() {
        let mut said = builder.blocks(&note.blocks);
        if said.is_empty() {
            said.extend(paragraph(vec![Token::Text(note.label.clone())]));
        }
        referred.push(Md::Note { key: note.key.clone(), blocks: said });
    }
    // A note that nothing refers to would not be shown as one: it comes as text.
    builder.notes.clear();
    for note in
        article.footnotes.iter().filter(|n| !builder.seen.contains(n.key.as_str())).collect::<Vec<_>>()
    {
        blocks.extend(paragraph(vec![Token::Text(note.label.clone())]));
        blocks.extend(builder.blocks(&note.blocks));
    }
    let order: HashMap<&str, usize> =
        article.footnotes.iter().enumerate().map(|(at, n)| (n.key.as_str(), at)).collect();
    referred.sort_by_key(|note| match note {
        Md::Note { key, .. } => order.get(key.as_str()).copied(),
        _ => None,
    });
    blocks.extend(referred);
    let mut layout = Layout::default();
    layout.blocks(&blocks, false);
    layout.out
}

/// A block of Markdown.
enum Md {
    Paragraph(Vec<Token>),
    Heading(u8, Vec<Token>),
    Fence { info: String, text: String },
    Quote(Vec<Md>),
    List { start: Option<i32>, items: Vec<Vec<Md>> },
    Table { rows: Vec<Vec<Vec<Token>>>, width: usize, headed: bool },
    Rule,
    Note { key: String, blocks: Vec<Md> },
}

/// Inline Markdown before it is written: the marks of a span stand at its ends.
#[derive(Clone, PartialEq, Debug)]
enum Token {
    Text(String),
    Code(String),
    /// Written as it is; begins and ends with ASCII punctuation.
    Atom(String),
    /// A reference to a note: an atom that some characters must not follow.
    Note(String),
    Open(Mark),
    Close(Mark),
    Break,
}

/// What a span of text is.
#[derive(Clone, PartialEq, Debug)]
enum Mark {
    Emphasis,
    Strong,
    Deleted,
    /// An HTML element of the closed list.
    Element(&'static str),
    Link(String),
}

impl Mark {
    /// Markdown's own mark and the element that stands in for it.
    fn delimiter(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Mark::Emphasis => Some(("*", "em")),
            Mark::Strong => Some(("**", "strong")),
            Mark::Deleted => Some(("~~", "del")),
            Mark::Element(_) | Mark::Link(_) => None,
        }
    }
}

/// What the text being gathered stands in.
#[derive(Clone, Default)]
struct Within {
    marks: Vec<Mark>,
    code: bool,
}

impl Within {
    fn link(&self) -> bool {
        self.marks.iter().any(|m| matches!(m, Mark::Link(_)))
    }
}

struct Builder<'a> {
    /// The notes that can be referred to.
    notes: HashMap<&'a str, &'a Footnote>,
    /// Those referred to that are not built yet.
    wanted: Vec<&'a Footnote>,
    /// Keys of those referred to.
    seen: HashSet<&'a str>,
}

impl<'a> Builder<'a> {
    /// All that stands before the body.
    fn front(&mut self, article: &'a Article) -> Vec<Md> {
        let mut blocks = Vec::new();
        if let Some(kicker) = &article.kicker {
            blocks.extend(paragraph(vec![Token::Text(kicker.clone())]));
        }
        if let Some(headline) = &article.headline {
            blocks.extend(heading(1, self.tokens(&headline.inlines)));
        }
        if let Some(dek) = &article.dek {
            blocks.extend(paragraph(self.marked(Mark::Strong, &dek.inlines)));
        }
        blocks.extend(paragraph(imprint(article)));
        if let Some(hero) = &article.hero {
            blocks.extend(self.figure(hero));
        }
        if let Some(points) = &article.key_points {
            if let Some(heading) = &points.heading {
                blocks.extend(paragraph(marked(Mark::Strong, vec![Token::Text(heading.clone())])));
            }
            let items = points.points.iter().map(|p| Vec::from_iter(paragraph(self.tokens(&p.inlines))));
            blocks.extend(list(None, items.collect()));
        }
        blocks
    }

    fn blocks(&mut self, blocks: &'a [Block]) -> Vec<Md> {
        let mut out = Vec::new();
        for block in blocks {
            self.block(&block.kind, &mut out);
        }
        out
    }

    fn block(&mut self, kind: &'a BlockKind, out: &mut Vec<Md>) {
        match kind {
            BlockKind::Paragraph { inlines } => out.extend(paragraph(self.tokens(inlines))),
            BlockKind::Crosshead { level, inlines } => {
                out.extend(heading((*level).clamp(2, 6), self.tokens(inlines)))
            }
            BlockKind::List { ordered, start, items } => {
                let items = items.iter().map(|blocks| self.blocks(blocks)).collect();
                out.extend(list(ordered.then_some(start.unwrap_or(1)), items));
            }
            BlockKind::Definitions { groups } => {
                let items = groups.iter().map(|group| self.group(group)).collect();
                out.extend(list(None, items));
            }
            BlockKind::BlockQuote { blocks } | BlockKind::Aside { blocks } => {
                let blocks = self.blocks(blocks);
                out.extend(quote(blocks));
            }
            BlockKind::PullQuote { inlines } => {
                let blocks = paragraph(self.marked(Mark::Emphasis, inlines));
                out.extend(quote(blocks.into_iter().collect()));
            }
            BlockKind::Table { caption, rows } => {
                if let Some(caption) = caption {
                    out.extend(paragraph(self.tokens(caption)));
                }
                out.extend(self.table(rows));
            }
            BlockKind::Code { language, text } => {
                out.push(Md::Fence {
                    info: language.as_deref().map(info).unwrap_or_default(),
                    text: text.clone(),
                });
            }
            BlockKind::Figure(figure) => out.extend(self.figure(figure)),
            BlockKind::Embed(embed) => {
                let title = if embed.title.trim().is_empty() { &embed.src } else { &embed.title };
                let mut tokens = match link(&embed.src) {
                    Some(src) => marked(Mark::Link(src.to_owned()), vec![Token::Text(title.clone())]),
                    None => vec![Token::Text(title.clone())],
                };
                if let Some(caption) = &embed.caption {
                    tokens.push(Token::Break);
                    tokens.extend(self.marked(Mark::Emphasis, caption));
                }
                out.extend(paragraph(tokens));
            }
            // A fence cannot be broken by what is in it, as `$$` can.
            BlockKind::Math(math) => match math.source.as_deref().filter(|s| !s.trim().is_empty()) {
                Some(source) => out.push(Md::Fence { info: "math".into(), text: source.to_owned() }),
                None => out.extend(paragraph(vec![Token::Text(formula_text(math))])),
            },
            BlockKind::Details { summary, blocks } => {
                out.extend(paragraph(self.marked(Mark::Strong, summary)));
                out.extend(self.blocks(blocks));
            }
            BlockKind::Post { author, date, said, depth, blocks } => {
                let author = author.iter().map(|a| marked(Mark::Strong, vec![Token::Text(a.clone())]));
                let date = post_date(date, said).into_iter().map(|d| vec![Token::Text(d.to_owned())]);
                let mut said = Vec::new();
                said.extend(paragraph(separated(author.chain(date))));
                said.extend(self.blocks(blocks));
                for _ in 0..(*depth).min(DEEPEST_POST) {
                    said = Vec::from_iter(quote(said));
                }
                out.extend(said);
            }
            BlockKind::Rule => out.push(Md::Rule),
        }
    }

    fn group(&mut self, group: &'a DefinitionGroup) -> Vec<Md> {
        let mut terms = Vec::new();
        for term in &group.terms {
            if !terms.is_empty() {
                terms.push(Token::Break);
            }
            terms.extend(self.marked(Mark::Strong, term));
        }
        let mut out = Vec::from_iter(paragraph(terms));
        for definition in &group.definitions {
            out.extend(self.blocks(definition));
        }
        out
    }

    /// Pictures, then caption and credit under them in the same paragraph.
    fn figure(&mut self, figure: &'a Figure) -> Option<Md> {
        let mut tokens = Vec::new();
        for image in &figure.images {
            tokens.extend(image_token(image));
            tokens.push(Token::Break);
        }
        if let Some(caption) = &figure.caption {
            tokens.extend(self.marked(Mark::Emphasis, caption));
            tokens.push(Token::Break);
        }
        if let Some(credit) = &figure.credit {
            tokens.extend(self.tokens(credit));
        }
        paragraph(tokens)
    }

    /// Spans of columns and rows become empty cells; a table without a head gets an empty one, as it must have one.
    fn table(&mut self, rows: &'a [Vec<Cell>]) -> Option<Md> {
        let cells: usize = rows.iter().map(Vec::len).sum();
        let spanned: usize =
            rows.iter().flatten().map(|c| usize::from(c.colspan) * usize::from(c.rowspan)).sum();
        // A few cells may claim to span millions.
        let spans = spanned <= MOST_SPANNED.max(2 * cells);
        let mut open: Vec<u16> = Vec::new();
        let mut grid: Vec<Vec<Vec<Token>>> = Vec::new();
        for row in rows {
            let mut out: Vec<Vec<Token>> = Vec::new();
            for cell in row {
                while let Some(left) = open.get_mut(out.len()).filter(|left| **left > 0) {
                    *left -= 1;
                    out.push(Vec::new());
                }
                let (columns, below) =
                    if spans { (cell.colspan.max(1), cell.rowspan.max(1) - 1) } else { (1, 0) };
                let mut tokens = Vec::new();
                self.flat(&cell.blocks, &mut tokens);
                let mut tokens = settled(tokens);
                for _ in 0..columns {
                    if open.len() <= out.len() {
                        open.resize(out.len() + 1, 0);
                    }
                    // Overlapping spans: the later one counts.
                    open[out.len()] = below;
                    out.push(std::mem::take(&mut tokens));
                }
            }
            open.iter_mut().skip(out.len()).for_each(|left| *left = left.saturating_sub(1));
            grid.push(out);
        }
        if grid.iter().flatten().all(Vec::is_empty) {
            return None;
        }
        let width = grid.iter().map(Vec::len).max().unwrap_or(0);
        let headed = rows.first().is_some_and(|row| !row.is_empty() && row.iter().all(|c| c.header));
        Some(Md::Table { rows: grid, width, headed })
    }

    /// A cell's blocks as one line of inlines, with breaks between.
    fn flat(&mut self, blocks: &'a [Block], out: &mut Vec<Token>) {
        for block in blocks {
            out.push(Token::Break);
            match &block.kind {
                BlockKind::Paragraph { inlines }
                | BlockKind::Crosshead { inlines, .. }
                | BlockKind::PullQuote { inlines } => out.extend(self.tokens(inlines)),
                BlockKind::List { items, .. } => items.iter().for_each(|item| self.flat(item, out)),
                BlockKind::Definitions { groups } => {
                    for group in groups {
                        for term in &group.terms {
                            out.push(Token::Break);
                            out.extend(self.tokens(term));
                        }
                        group.definitions.iter().for_each(|blocks| self.flat(blocks, out));
                    }
                }
                BlockKind::BlockQuote { blocks } | BlockKind::Aside { blocks } => self.flat(blocks, out),
                BlockKind::Table { caption, rows } => {
                    out.extend(caption.iter().flat_map(|c| self.tokens(c)));
                    rows.iter().flatten().for_each(|cell| self.flat(&cell.blocks, out));
                }
                BlockKind::Code { text, .. } => {
                    for line in text.lines() {
                        out.extend([Token::Break, Token::Code(line.to_owned())]);
                    }
                }
                BlockKind::Math(math) => out.push(formula_token(math)),
                BlockKind::Details { summary, blocks } => {
                    out.extend(self.tokens(summary));
                    self.flat(blocks, out);
                }
                BlockKind::Post { blocks, .. } => self.flat(blocks, out),
                BlockKind::Figure(_) | BlockKind::Embed(_) => {
                    let mut built = Vec::new();
                    self.block(&block.kind, &mut built);
                    for block in built {
                        if let Md::Paragraph(tokens) = block {
                            out.extend(tokens);
                        }
                    }
                }
                BlockKind::Rule => {}
            }
        }
    }

    fn tokens(&mut self, inlines: &'a [Inline]) -> Vec<Token> {
        let mut out = Vec::new();
        self.inlines(inlines, &mut Within::default(), &mut out);
        out
    }

    /// Inlines that all stand in one span.
    fn marked(&mut self, mark: Mark, inlines: &'a [Inline]) -> Vec<Token> {
        let mut out = Vec::new();
        self.span(Some(mark), inlines, &mut Within::default(), &mut out);
        out
    }

    /// A span, unless the text is marked so already.
    fn span(&mut self, mark: Option<Mark>, inlines: &'a [Inline], within: &mut Within, out: &mut Vec<Token>) {
        let already = |m: &Mark| within.marks.contains(m) || matches!(m, Mark::Link(_)) && within.link();
        let Some(mark) = mark.filter(|m| !already(m)) else {
            return self.inlines(inlines, within, out);
        };
        out.push(Token::Open(mark.clone()));
        within.marks.push(mark.clone());
        self.inlines(inlines, within, out);
        within.marks.pop();
        out.push(Token::Close(mark));
    }

    fn inlines(&mut self, inlines: &'a [Inline], within: &mut Within, out: &mut Vec<Token>) {
        for inline in inlines {
            match inline {
                Inline::Text(text) if within.code => out.push(Token::Code(text.clone())),
                Inline::Text(text) => out.push(Token::Text(text.clone())),
                Inline::Link { href, inlines } => {
                    self.span(link(href).map(|h| Mark::Link(h.to_owned())), inlines, within, out);
                }
                // Markdown has no names for places.
                Inline::Jump { inlines, .. } => self.inlines(inlines, within, out),
                Inline::NoteRef { key, label } => match self.notes.get(key.as_str()) {
                    Some(note) if !within.link() => {
                        if self.seen.insert(&note.key) {
                            self.wanted.push(note);
                        }
                        out.push(Token::Note(key.clone()));
                    }
                    _ => out.push(Token::Text(label.clone())),
                },
                Inline::Span { style: Style::Code, inlines } => {
                    let outer = std::mem::replace(&mut within.code, true);
                    self.inlines(inlines, within, out);
                    within.code = outer;
                }
                Inline::Span { style, inlines } => self.span(mark_of(*style), inlines, within, out),
                Inline::Image(image) => out.extend(image_token(image)),
                Inline::Math(math) => out.push(formula_token(math)),
                Inline::Ruby { base, reading } if !base.trim().is_empty() => {
                    let mut tokens = vec![Token::Text(base.clone())];
                    for (name, text) in [("rp", "("), ("rt", reading), ("rp", ")")] {
                        tokens.extend(marked(Mark::Element(name), vec![Token::Text(text.to_owned())]));
                    }
                    out.extend(marked(Mark::Element("ruby"), tokens));
                }
                Inline::Ruby { base, .. } => out.push(Token::Text(base.clone())),
                Inline::Break => out.push(Token::Break),
            }
        }
    }
}

/// Replies are quoted no deeper, so that their lines stay readable.
const DEEPEST_POST: u8 = 6;

/// Cells that a table's spans may add up to before they are ignored: more than a page shows.
const MOST_SPANNED: usize = 10_000;

fn mark_of(style: Style) -> Option<Mark> {
    Some(match style {
        Style::Emphasis | Style::Cite => Mark::Emphasis,
        Style::Strong => Mark::Strong,
        Style::Deleted => Mark::Deleted,
        Style::Keyboard => Mark::Element("kbd"),
        Style::Subscript => Mark::Element("sub"),
        Style::Superscript => Mark::Element("sup"),
        Style::Quote => Mark::Element("q"),
        Style::Mark => Mark::Element("mark"),
        Style::Inserted => Mark::Element("ins"),
        Style::Code | Style::Small => return None,
    })
}

fn marked(mark: Mark, tokens: Vec<Token>) -> Vec<Token> {
    let mut out = vec![Token::Open(mark.clone())];
    out.extend(tokens);
    out.push(Token::Close(mark));
    out
}

fn separated(parts: impl Iterator<Item = Vec<Token>>) -> Vec<Token> {
    let mut out = Vec::new();
    for part in parts {
        if !out.is_empty() {
            out.push(Token::Text(" · ".into()));
        }
        out.extend(part);
    }
    out
}

/// Who, when and where: one line under the headline.
fn imprint(article: &Article) -> Vec<Token> {
    let mut parts = Vec::new();
    if !article.bylines.is_empty() {
        parts.push(vec![Token::Text(article.bylines.join(", "))]);
    }
    parts.extend(
        [&article.published, &article.modified].into_iter().flatten().map(|d| vec![Token::Text(d.clone())]),
    );
    let url = article.url.as_deref().and_then(link);
    if let Some(site) = article.site.as_deref().or(url) {
        let text = vec![Token::Text(site.to_owned())];
        parts.push(match url {
            Some(url) => marked(Mark::Link(url.to_owned()), text),
            None => text,
        });
    }
    separated(parts.into_iter())
}

fn image_token(image: &Image) -> Option<Token> {
    let src = picture(&image.src)?;
    let mut alt = String::new();
    crate::text::push_folded(&mut alt, &image.alt);
    Some(Token::Atom(format!("![{}]({})", escaped(alt.trim(), true), destination(src))))
}

fn formula_token(math: &Math) -> Token {
    let Some(source) = math.source.as_deref().map(str::trim).filter(|s| !s.is_empty()) else {
        return Token::Text(formula_text(math));
    };
    // What `$` could not hold in each dialect stands as code.
    if source.contains(['$', '`', '\n', '\r', '|', '<', ']']) || source.ends_with('\\') {
        return Token::Code(source.to_owned());
    }
    Token::Atom(format!("${source}$"))
}

/// The text of a formula whose source is not known.
fn formula_text(math: &Math) -> String {
    let mut out = String::new();
    let mut left: Vec<&MathNode> = math.tree.iter().collect();
    while let Some(node) = left.pop() {
        match node {
            MathNode::Text(text) => out.push_str(text),
            MathNode::Element { children, .. } => left.extend(children.iter().rev()),
        }
    }
    out
}

/// A language's name as a fence may carry it.
fn info(language: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "+-#._".contains(c);
    if language.chars().all(plain) { language.to_owned() } else { String::new() }
}

fn paragraph(tokens: Vec<Token>) -> Option<Md> {
    let tokens = settled(tokens);
    (!tokens.is_empty()).then_some(Md::Paragraph(tokens))
}

fn heading(level: u8, tokens: Vec<Token>) -> Option<Md> {
    // A heading is one line.
    let one_line = tokens.into_iter().map(|t| if t == Token::Break { Token::Text(" ".into()) } else { t });
    let tokens = settled(one_line.collect());
    (!tokens.is_empty()).then_some(Md::Heading(level, tokens))
}

fn quote(blocks: Vec<Md>) -> Option<Md> {
    (!blocks.is_empty()).then_some(Md::Quote(blocks))
}

fn list(start: Option<i32>, mut items: Vec<Vec<Md>>) -> Option<Md> {
    // An empty item of a numbered list counts all the same.
    if start.is_none() || items.iter().all(Vec::is_empty) {
        items.retain(|blocks| !blocks.is_empty());
    }
    (!items.is_empty()).then_some(Md::List { start, items })
}

/// Puts tokens in a form that can be written: no empty spans, no span split in two, and neither space nor break at
/// the inner edge of a span or at the ends.
fn settled(tokens: Vec<Token>) -> Vec<Token> {
    let mut settling = Settling::default();
    for token in tokens {
        settling.add(token);
    }
    settling.out
}

#[derive(Default)]
struct Settling {
    out: Vec<Token>,
    /// White space and breaks not yet written: they stand before the next text, outside the spans it opens.
    space: String,
    breaks: usize,
}

impl Settling {
    fn add(&mut self, token: Token) {
        match token {
            Token::Break => {
                self.breaks += 1;
                self.space.clear();
            }
            Token::Text(text) => {
                let text = spaced(&text);
                let rest = text.trim_start();
                self.hold(&text[..text.len() - rest.len()]);
                let words = rest.trim_end();
                if !words.is_empty() {
                    self.gap();
                    match self.out.last_mut() {
                        Some(Token::Text(last)) => last.push_str(words),
                        _ => self.out.push(Token::Text(words.to_owned())),
                    }
                    self.hold(&rest[words.len()..]);
                }
            }
            Token::Code(text) => {
                let text = text.replace(['\n', '\r'], " ");
                if text.trim().is_empty() {
                    return self.add(Token::Text(text));
                }
                self.gap();
                match self.out.last_mut() {
                    Some(Token::Code(last)) => last.push_str(&text),
                    _ => self.out.push(Token::Code(text)),
                }
            }
            Token::Atom(_) | Token::Note(_) => {
                self.gap();
                self.out.push(token);
            }
            Token::Open(mark) => {
                let adjoins = self.space.is_empty() && self.breaks == 0 && !matches!(mark, Mark::Link(_));
                if adjoins && self.out.last() == Some(&Token::Close(mark.clone())) {
                    self.out.pop();
                } else {
                    self.out.push(Token::Open(mark));
                }
            }
            Token::Close(mark) => {
                if self.out.last() == Some(&Token::Open(mark.clone())) {
                    self.out.pop();
                } else {
                    self.out.push(Token::Close(mark));
                }
            }
        }
    }

    fn hold(&mut self, space: &str) {
        // Around a break no space counts; several plain ones are one.
        if self.breaks == 0 && !(self.space.ends_with(' ') && space == " ") {
            self.space.push_str(space);
        }
    }

    /// Writes what stands between the last text and the next.
    fn gap(&mut self) {
        let opened = self.out.iter().rev().take_while(|t| matches!(t, Token::Open(_))).count();
        let at = self.out.len() - opened;
        let space = std::mem::take(&mut self.space);
        let breaks = std::mem::take(&mut self.breaks);
        if at == 0 {
            return;
        }
        if breaks > 0 {
            self.out.splice(at..at, std::iter::repeat_n(Token::Break, breaks));
        } else if !space.is_empty() {
            if let Some(Token::Text(last)) = self.out.get_mut(at - 1) {
                last.push_str(&space);
            } else {
                self.out.insert(at, Token::Text(space));
            }
        }
    }
}

/// Runs of plain white space and of control characters become one space; what shows nothing at all is left out.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{feff}' | '\0' => {}
            ' ' | '\u{1}'..='\u{1f}' | '\u{7f}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// Text with everything escaped that could be markup within a line. `linked`: no address in it can become a link,
/// as it is the text of one already, or is not text.
fn escaped(text: &str, linked: bool) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut before = None;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let escape = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' | '$' => true,
            // Within a word it is a letter like any other.
            '_' => !(before.is_some_and(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric)),
            '&' => begins_entity(rest),
            // After a bracket it begins a note's key.
            '^' => before.is_none(),
            ':' => !linked && rest.starts_with("//"),
            // GitHub's readers make links of bare addresses.
            '@' => {
                !linked
                    && before.is_some_and(|b| !b.is_whitespace())
                    && !rest.starts_with(char::is_whitespace)
            }
            '.' => !linked && ends_with_www(&text[..at]),
            _ => false,
        };
        if escape {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

fn ends_with_www(text: &str) -> bool {
    text.len() >= 3 && text.as_bytes()[text.len() - 3..].eq_ignore_ascii_case(b"www")
}

/// Would `&` before this text begin a character reference?
fn begins_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    end > 0 && name[end..].starts_with(';')
}

/// An address as the destination of a link.
fn destination(href: &str) -> String {
    let mut out = String::with_capacity(href.len());
    for (at, c) in href.char_indices() {
        match c {
            '\\' | '(' | ')' | '<' | '>' => out.extend(['\\', c]),
            // Not `\&`: cmark decodes references first, and would decode this one.
            '&' if begins_entity(&href[at + 1..]) => out.push_str("&amp;"),
            c if c.is_whitespace() || c.is_control() => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    out.push_str(&format!("%{byte:02X}"));
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// How a character next to a mark counts when Markdown decides whether the mark opens or closes.
/// <https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run>
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Space,
    Word,
    Punctuation,
    /// Which of the two only tables of Unicode tell: what holds for both is asked.
    Unsure,
}

fn side(c: char) -> Side {
    match c {
        ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            Side::Space
        }
        c if c.is_ascii_punctuation() => Side::Punctuation,
        c if c.is_alphanumeric() => Side::Word,
        _ => Side::Unsure,
    }
}

/// Inline Markdown of settled tokens; in a `cell` of a table a break is an element and `|` is escaped.
fn inline(tokens: &[Token], cell: bool) -> String {
    let mut writer =
        Inliner { tokens, cell, out: String::new(), partner: partners(tokens), plain: Vec::new(), links: 0 };
    writer.plain.resize(tokens.len(), false);
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Text(text) => {
                let text = escaped(text, writer.links > 0);
                let after_note = at > 0 && matches!(tokens[at - 1], Token::Note(_));
                if after_note && text.starts_with(['(', ':']) {
                    writer.out.push('\\');
                }
                writer.out.push_str(&text);
            }
            Token::Code(text) => writer.code(text),
            Token::Atom(text) => {
                writer.bang(text);
                // `$x$5` is no formula, `$x$$y$` another one.
                let digit = matches!(tokens.get(at + 1), Some(Token::Text(t)) if t.starts_with(|c: char| c.is_ascii_digit()));
                match text.strip_prefix('$').and_then(|t| t.strip_suffix('$')) {
                    Some(formula) if digit || writer.out.ends_with('$') => writer.code_element(formula),
                    _ => writer.out.push_str(text),
                }
            }
            Token::Note(key) => {
                writer.bang("[");
                writer.out.push_str(&format!("[^{key}]"));
            }
            Token::Break => writer.out.push_str(if cell { "<br>" } else { "\\\n" }),
            Token::Open(mark) => {
                writer.links += usize::from(matches!(mark, Mark::Link(_)));
                writer.open(at, mark);
            }
            Token::Close(mark) => {
                writer.links -= usize::from(matches!(mark, Mark::Link(_)));
                writer.close(at, mark);
            }
        }
    }
    if cell { writer.out.replace('|', "\\|") } else { writer.out }
}

/// The index of the other end of each span's end.
fn partners(tokens: &[Token]) -> Vec<usize> {
    let mut partners = vec![0; tokens.len()];
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Open(_) => open.push(at),
            Token::Close(_) => {
                if let Some(from) = open.pop() {
                    partners[from] = at;
                    partners[at] = from;
                }
            }
            _ => {}
        }
    }
    partners
}

struct Inliner<'a> {
    tokens: &'a [Token],
    cell: bool,
    out: String,
    partner: Vec<usize>,
    /// For each opening token: is it written with Markdown's own mark?
    plain: Vec<bool>,
    /// How many links are open.
    links: usize,
}

impl Inliner<'_> {
    fn open(&mut self, at: usize, mark: &Mark) {
        match (mark, mark.delimiter()) {
            (Mark::Element(name), _) => self.out.push_str(&format!("<{name}>")),
            (_, Some((delimiter, element))) => {
                self.plain[at] = self.holds(at);
                if self.plain[at] {
                    self.out.push_str(delimiter);
                } else {
                    self.out.push_str(&format!("<{element}>"));
                }
            }
            (_, None) => {
                self.bang("[");
                self.out.push('[');
            }
        }
    }

    fn close(&mut self, at: usize, mark: &Mark) {
        match (mark, mark.delimiter()) {
            (Mark::Element(name), _) => self.out.push_str(&format!("</{name}>")),
            (Mark::Link(href), _) => self.out.push_str(&format!("]({})", destination(href))),
            (_, Some((delimiter, _))) if self.plain[self.partner[at]] => self.out.push_str(delimiter),
            (_, Some((_, element))) => self.out.push_str(&format!("</{element}>")),
            (_, None) => {}
        }
    }

    /// `!` before a link would make it a picture.
    fn bang(&mut self, next: &str) {
        if next.starts_with('[') && self.out.ends_with('!') {
            self.out.insert(self.out.len() - 1, '\\');
        }
    }

    fn code(&mut self, text: &str) {
        // Which of the two a table would unescape depends on who reads it. And `[` before code with `]:` in it would
        // define a link, as that is looked for first.
        if self.cell && text.contains('|') && text.contains('\\') || text.contains("]:") {
            return self.code_element(text);
        }
        let fence = "`".repeat(longest_run(text, '`') + 1);
        // One space at each end is taken away again.
        let padded = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
        let pad = if padded { " " } else { "" };
        self.out.push_str(&format!("{fence}{pad}{text}{pad}{fence}"));
    }

    fn code_element(&mut self, text: &str) {
        self.out.push_str(&format!("<code>{}</code>", escaped(text, self.links > 0)));
    }

    /// Will a reader of Markdown surely see that this mark opens here and closes where it should?
    fn holds(&self, at: usize) -> bool {
        let end = self.partner[at];
        let marks = |other: usize| matches!(&self.tokens[other], Token::Open(m) | Token::Close(m) if m.delimiter().is_some());
        let written = |other: usize| match self.tokens[other] {
            Token::Close(_) => self.plain[self.partner[other]],
            _ => self.plain[other],
        };
        let before = at.checked_sub(1);
        let after = (end + 1 < self.tokens.len()).then_some(end + 1);
        // `***a***`: two spans with the same ends are one run of marks, for which the outer one has asked.
        if let (Some(before), Some(after)) = (before, after)
            && self.partner[before] == after
            && self.starry(before)
            && self.starry(at)
        {
            return self.plain[before];
        }
        // Marks that touch are one run to a reader, and guessing starts.
        let touches = before.is_some_and(|b| marks(b) && written(b))
            || after.is_some_and(|a| matches!(self.tokens[a], Token::Close(_)) && marks(a) && written(a));
        let outside =
            [before.map_or(Side::Space, |b| self.last(b)), after.map_or(Side::Space, |a| self.first(a))];
        let inside = [self.first(self.within(at)), self.last(self.partner[self.within(at) - 1] - 1)];
        let told = |(outside, inside): (Side, Side)| {
            inside == Side::Word || matches!(outside, Side::Space | Side::Punctuation)
        };
        !touches && outside.into_iter().zip(inside).all(told)
    }

    /// Does a span of asterisks open here?
    fn starry(&self, at: usize) -> bool {
        matches!(self.tokens[at], Token::Open(Mark::Emphasis | Mark::Strong))
    }

    /// The first token inside the span, past spans that have the same ends.
    fn within(&self, at: usize) -> usize {
        let starry = |at: usize| matches!(self.tokens[at], Token::Open(Mark::Emphasis | Mark::Strong));
        let mut inner = at;
        while starry(at) && starry(inner + 1) && self.partner[inner + 1] + 1 == self.partner[inner] {
            inner += 1;
        }
        inner + 1
    }

    fn first(&self, at: usize) -> Side {
        match &self.tokens[at] {
            Token::Text(text) => text.chars().next().map_or(Side::Space, side),
            Token::Break if self.cell => Side::Punctuation,
            Token::Break => Side::Space,
            _ => Side::Punctuation,
        }
    }

    fn last(&self, at: usize) -> Side {
        match &self.tokens[at] {
            Token::Text(text) => text.chars().next_back().map_or(Side::Space, side),
            Token::Break if self.cell => Side::Punctuation,
            Token::Break => Side::Space,
            _ => Side::Punctuation,
        }
    }
}

fn longest_run(text: &str, of: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == of { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// A line of a paragraph with its beginning escaped, where that would begin a block.
fn line_start(line: &str) -> String {
    let word_ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\\']);
    let at = match line.as_bytes() {
        [b'>' | b'=' | b'|', ..] => Some(0),
        [b'#', ..] if word_ends(line.trim_start_matches('#')) => Some(0),
        [b'+' | b'-', ..] if word_ends(&line[1..]) => Some(0),
        // Underlines of headings and of a table's head, and rules.
        [b'-' | b':', ..] if line.trim_end_matches('\\').chars().all(|c| "-:| ".contains(c)) => Some(0),
        [b'0'..=b'9', ..] => {
            let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            (line[digits..].starts_with(['.', ')']) && word_ends(&line[digits + 1..])).then_some(digits)
        }
        _ => None,
    };
    match at {
        Some(at) => format!("{}\\{}", &line[..at], &line[at..]),
        None => line.to_owned(),
    }
}

/// Writes blocks as lines, each with what the blocks around it put before it.
#[derive(Default)]
struct Layout {
    out: String,
    around: Vec<Around>,
}

struct Around {
    /// Before the first line, until that is written.
    marker: Option<String>,
    /// Before all others.
    indent: String,
}

impl Layout {
    fn line(&mut self, line: &str) {
        let from = self.out.len();
        for around in &mut self.around {
            match around.marker.take() {
                Some(marker) => self.out.push_str(&marker),
                None => self.out.push_str(&around.indent),
            }
        }
        self.out.push_str(line);
        if line.is_empty() {
            let kept = self.out[from..].trim_end_matches(' ').len();
            self.out.truncate(from + kept);
        }
        self.out.push('\n');
    }

    fn inside(&mut self, marker: &str, indent: &str, blocks: &[Md], tight: bool) {
        self.around.push(Around { marker: Some(marker.to_owned()), indent: indent.to_owned() });
        if blocks.is_empty() {
            self.line("");
        }
        self.blocks(blocks, tight);
        self.around.pop();
    }

    fn blocks(&mut self, blocks: &[Md], tight: bool) {
        // Two lists in a row would be one: their markers take turns.
        let mut lists = 0;
        for (at, block) in blocks.iter().enumerate() {
            if at > 0 && !tight {
                self.line("");
            }
            lists = if matches!(block, Md::List { .. }) { lists + 1 } else { 0 };
            self.block(block, lists % 2 == 0);
        }
    }

    fn block(&mut self, block: &Md, other_marker: bool) {
        match block {
            Md::Paragraph(tokens) => {
                for line in inline(tokens, false).split('\n') {
                    self.line(&line_start(line));
                }
            }
            Md::Heading(level, tokens) => {
                let mut text = inline(tokens, false);
                if text.ends_with('#') {
                    text.insert(text.len() - 1, '\\');
                }
                self.line(&format!("{} {text}", "#".repeat(usize::from(*level))));
            }
            Md::Fence { info, text } => {
                let text = text.replace("\r\n", "\n").replace('\r', "\n");
                let fence = "`".repeat(longest_run(&text, '`').max(2) + 1);
                self.line(&format!("{fence}{info}"));
                for line in text.strip_suffix('\n').unwrap_or(&text).split('\n') {
                    self.line(line);
                }
                self.line(&fence);
            }
            Md::Quote(blocks) => self.inside("> ", "> ", blocks, false),
            Md::List { start, items } => self.list(*start, items, other_marker),
            Md::Table { rows, width, headed } => self.table(rows, *width, *headed),
            // Neither a list's marker before it nor the top of a file makes anything else of this one.
            Md::Rule => self.line("___"),
            Md::Note { key, blocks } => self.inside(&format!("[^{key}]: "), "    ", blocks, false),
        }
    }

    fn list(&mut self, start: Option<i32>, items: &[Vec<Md>], other_marker: bool) {
        let tight = items.iter().all(|blocks| is_tight(blocks));
        for (at, blocks) in items.iter().enumerate() {
            if at > 0 && !tight {
                self.line("");
            }
            let marker = match (start, other_marker) {
                (None, false) => "- ".to_owned(),
                (None, true) => "* ".to_owned(),
                (Some(start), other) => {
                    // Nine digits at most make a number of a list, and none is negative.
                    let number = (i64::from(start) + at as i64).clamp(0, 999_999_999);
                    format!("{number}{} ", if other { ')' } else { '.' })
                }
            };
            self.inside(&marker, &" ".repeat(marker.len()), blocks, tight);
        }
    }

    fn table(&mut self, rows: &[Vec<Vec<Token>>], width: usize, headed: bool) {
        let row = |cells: &[Vec<Token>], width: usize| {
            let mut line = String::from("|");
            for at in 0..cells.len().max(width) {
                let text = cells.get(at).map(|tokens| inline(tokens, true)).unwrap_or_default();
                line.push_str(&format!(" {text} |"));
            }
            line
        };
        let (head, body) = if headed { (rows[0].as_slice(), &rows[1..]) } else { (&[][..], rows) };
        self.line(&row(head, width));
        self.line(&format!("|{}", " --- |".repeat(width)));
        for cells in body {
            self.line(&row(cells, 1));
        }
    }
}

/// Can an item do without blank lines? It can if it is a paragraph, alone or with a list that may follow one.
fn is_tight(blocks: &[Md]) -> bool {
    match blocks {
        [Md::Paragraph(_)] => true,
        [Md::Paragraph(_), Md::List { start: None | Some(1), items }] => items.iter().all(|i| is_tight(i)),
        _ => false,
    }
}
