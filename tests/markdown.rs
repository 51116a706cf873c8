//! Markdown is read again by another's parser: what that sees must be what the article says, block for block and
//! character for character, with the same emphasis and the same links.

#![cfg(not(target_arch = "wasm32"))]

use comrak::nodes::{Node, NodeValue};
use comrak::{Arena, Options, parse_document};
use faircopy::*;
use proptest::prelude::*;

/// What a character is shown with.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Look {
    /// Names of the styles, in order, without repeats.
    styles: Vec<&'static str>,
    link: Option<String>,
}

/// A block that holds no other, with the blocks around it as a path.
#[derive(Clone, Debug, PartialEq)]
struct Leaf {
    path: String,
    text: Vec<(char, Look)>,
}

/// Stands for a picture, and before the key of a note.
const PICTURE: char = '\u{fffc}';
const NOTE: char = '†';

impl Leaf {
    /// White space has no look; runs of it are one, none at the ends.
    fn of(path: &str, text: Vec<(char, Look)>) -> Option<Leaf> {
        let mut out: Vec<(char, Look)> = Vec::new();
        for (c, look) in text {
            if !c.is_whitespace() {
                out.push((c, look));
            } else if out.last().is_some_and(|(last, _)| *last != ' ') {
                out.push((' ', Look::default()));
            }
        }
        if out.last().is_some_and(|(last, _)| *last == ' ') {
            out.pop();
        }
        (!out.is_empty()).then(|| Leaf { path: path.to_owned(), text: out })
    }
}

impl Look {
    fn with(&self, style: &'static str) -> Look {
        let mut look = self.clone();
        if !look.styles.contains(&style) {
            look.styles.push(style);
            look.styles.sort_unstable();
        }
        look
    }

    fn without(&self, style: &'static str) -> Look {
        let styles = self.styles.iter().copied().filter(|s| *s != style).collect();
        Look { styles, ..self.clone() }
    }
}

// What the article says.

struct Expected<'a> {
    leaves: Vec<Leaf>,
    notes: Vec<&'a str>,
}

impl<'a> Expected<'a> {
    fn push(&mut self, path: &str, text: Vec<(char, Look)>) {
        self.leaves.extend(Leaf::of(path, text));
    }

    fn chars(&self, inlines: &[Inline], look: &Look, out: &mut Vec<(char, Look)>) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => out.extend(text.chars().map(|c| (c, look.clone()))),
                Inline::Link { inlines, .. } if look.link.is_some() => self.chars(inlines, look, out),
                Inline::Link { href, inlines } => {
                    self.chars(inlines, &Look { link: Some(href.clone()), ..look.clone() }, out);
                }
                Inline::Jump { inlines, .. } => self.chars(inlines, look, out),
                Inline::NoteRef { key, label } => {
                    if look.link.is_none() && self.notes.contains(&key.as_str()) {
                        out.push((NOTE, Look::default()));
                        out.extend(key.chars().map(|c| (c, Look::default())));
                    } else {
                        out.extend(label.chars().map(|c| (c, look.without("code"))));
                    }
                }
                Inline::Span { style, inlines } => {
                    let look = match style {
                        Style::Emphasis | Style::Cite => look.with("em"),
                        Style::Strong => look.with("strong"),
                        Style::Code => look.with("code"),
                        Style::Keyboard => look.with("kbd"),
                        Style::Subscript => look.with("sub"),
                        Style::Superscript => look.with("sup"),
                        Style::Quote => look.with("q"),
                        Style::Mark => look.with("mark"),
                        Style::Deleted => look.with("del"),
                        Style::Inserted => look.with("ins"),
                        Style::Small => look.clone(),
                    };
                    self.chars(inlines, &look, out);
                }
                Inline::Image(_) => out.push((PICTURE, Look { styles: Vec::new(), ..look.clone() })),
                Inline::Math(math) => {
                    let source = math.source.as_deref().unwrap_or_default();
                    out.extend(source.trim().chars().map(|c| (c, look.with("code"))));
                }
                Inline::Ruby { base, .. } => out.extend(base.chars().map(|c| (c, look.without("code")))),
                Inline::Break => out.push((' ', Look::default())),
            }
        }
    }

    fn line(&self, inlines: &[Inline], look: &Look) -> Vec<(char, Look)> {
        let mut out = Vec::new();
        self.chars(inlines, look, &mut out);
        out
    }

    fn blocks(&mut self, blocks: &[Block], path: &str) {
        for block in blocks {
            self.block(&block.kind, path);
        }
    }

    fn block(&mut self, kind: &BlockKind, path: &str) {
        let plain = Look::default();
        match kind {
            BlockKind::Paragraph { inlines } => self.push(&format!("{path}p"), self.line(inlines, &plain)),
            BlockKind::Crosshead { level, inlines } => {
                self.push(&format!("{path}h{level}"), self.line(inlines, &plain));
            }
            BlockKind::List { ordered, items, .. } => {
                let path = format!("{path}{} ", if *ordered { "ol" } else { "ul" });
                items.iter().for_each(|item| self.blocks(item, &path));
            }
            BlockKind::Definitions { groups } => {
                let path = format!("{path}ul ");
                for group in groups {
                    let mut terms = Vec::new();
                    for term in &group.terms {
                        terms.push((' ', Look::default()));
                        terms.extend(self.line(term, &plain.with("strong")));
                    }
                    self.push(&format!("{path}p"), terms);
                    group.definitions.iter().for_each(|blocks| self.blocks(blocks, &path));
                }
            }
            BlockKind::BlockQuote { blocks } | BlockKind::Aside { blocks } => {
                self.blocks(blocks, &format!("{path}q "));
            }
            BlockKind::PullQuote { inlines } => {
                self.push(&format!("{path}q p"), self.line(inlines, &plain.with("em")));
            }
            BlockKind::Table { caption, rows } => {
                self.push(&format!("{path}p"), self.line(caption.as_deref().unwrap_or_default(), &plain));
                for cell in rows.iter().flatten() {
                    let mut text = Vec::new();
                    self.flat(&cell.blocks, &mut text);
                    self.push(&format!("{path}cell"), text);
                }
            }
            BlockKind::Code { text, .. } => {
                self.push(&format!("{path}code"), text.chars().map(|c| (c, Look::default())).collect());
            }
            BlockKind::Details { summary, blocks } => {
                self.push(&format!("{path}p"), self.line(summary, &plain.with("strong")));
                self.blocks(blocks, path);
            }
            BlockKind::Figure(figure) => self.push(&format!("{path}p"), self.figure(figure)),
            BlockKind::Embed(embed) => self.push(&format!("{path}p"), self.embed(embed)),
            BlockKind::Math(math) => {
                let source = math.source.as_deref().unwrap_or_default();
                self.push(&format!("{path}code"), source.chars().map(|c| (c, Look::default())).collect());
            }
            BlockKind::Post { author, date, depth, blocks, .. } => {
                let path = format!("{path}{}", "q ".repeat(usize::from(*depth).min(6)));
                let mut text = Vec::new();
                if let Some(author) = author {
                    text.extend(author.chars().map(|c| (c, plain.with("strong"))));
                }
                if author.is_some() && date.is_some() {
                    text.extend(" · ".chars().map(|c| (c, Look::default())));
                }
                text.extend(date.iter().flat_map(|d| d.chars()).map(|c| (c, Look::default())));
                self.push(&format!("{path}p"), text);
                self.blocks(blocks, &path);
            }
            BlockKind::Rule => self.leaves.push(Leaf { path: format!("{path}rule"), text: Vec::new() }),
        }
    }

    fn figure(&self, figure: &Figure) -> Vec<(char, Look)> {
        let mut text = Vec::new();
        for _ in &figure.images {
            text.extend([(PICTURE, Look::default()), (' ', Look::default())]);
        }
        text.extend(self.line(figure.caption.as_deref().unwrap_or_default(), &Look::default().with("em")));
        text.push((' ', Look::default()));
        text.extend(self.line(figure.credit.as_deref().unwrap_or_default(), &Look::default()));
        text
    }

    fn embed(&self, embed: &Embed) -> Vec<(char, Look)> {
        let title = if embed.title.trim().is_empty() { &embed.src } else { &embed.title };
        let look = Look { link: Some(embed.src.clone()), ..Look::default() };
        let mut text: Vec<_> = title.chars().map(|c| (c, look.clone())).collect();
        text.push((' ', Look::default()));
        text.extend(self.line(embed.caption.as_deref().unwrap_or_default(), &Look::default().with("em")));
        text
    }

    /// A cell's blocks in one line.
    fn flat(&self, blocks: &[Block], out: &mut Vec<(char, Look)>) {
        let plain = Look::default();
        for block in blocks {
            out.push((' ', Look::default()));
            match &block.kind {
                BlockKind::Paragraph { inlines }
                | BlockKind::Crosshead { inlines, .. }
                | BlockKind::PullQuote { inlines } => out.extend(self.line(inlines, &plain)),
                BlockKind::Code { text, .. } => out.extend(text.chars().map(|c| (c, plain.with("code")))),
                BlockKind::List { items, .. } => items.iter().for_each(|item| self.flat(item, out)),
                BlockKind::Definitions { groups } => {
                    for group in groups {
                        for term in &group.terms {
                            out.push((' ', Look::default()));
                            out.extend(self.line(term, &plain));
                        }
                        group.definitions.iter().for_each(|blocks| self.flat(blocks, out));
                    }
                }
                BlockKind::BlockQuote { blocks }
                | BlockKind::Aside { blocks }
                | BlockKind::Post { blocks, .. } => {
                    self.flat(blocks, out);
                }
                BlockKind::Details { summary, blocks } => {
                    out.extend(self.line(summary, &plain));
                    self.flat(blocks, out);
                }
                BlockKind::Table { caption, rows } => {
                    out.extend(self.line(caption.as_deref().unwrap_or_default(), &plain));
                    rows.iter().flatten().for_each(|cell| self.flat(&cell.blocks, out));
                }
                BlockKind::Figure(figure) => out.extend(self.figure(figure)),
                BlockKind::Embed(embed) => out.extend(self.embed(embed)),
                BlockKind::Math(math) => {
                    let source = math.source.as_deref().unwrap_or_default();
                    out.extend(source.trim().chars().map(|c| (c, plain.with("code"))));
                }
                BlockKind::Rule => {}
            }
        }
    }
}

/// The leaves of an article, notes last.
fn expected(article: &Article) -> Vec<Leaf> {
    let notes = article.footnotes.iter().map(|n| n.key.as_str()).collect();
    let mut expected = Expected { leaves: Vec::new(), notes };
    if let Some(headline) = &article.headline {
        expected.push("h1", expected.line(&headline.inlines, &Look::default()));
    }
    expected.blocks(&article.body, "");
    // Notes that the body refers to, directly or through one of them, come as notes.
    let mut reached: Vec<Option<Vec<Leaf>>> = vec![None; article.footnotes.len()];
    let body = expected.leaves.len();
    while let Some(at) = (0..reached.len()).find(|at| {
        let reference = format!("{NOTE}{}", article.footnotes[*at].key);
        let refers = |leaf: &Leaf| leaf.text.iter().map(|(c, _)| *c).collect::<String>().contains(&reference);
        reached[*at].is_none()
            && (expected.leaves.iter().any(refers) || reached.iter().flatten().flatten().any(refers))
    }) {
        let note = &article.footnotes[at];
        let path = format!("note {} ", note.key);
        expected.blocks(&note.blocks, &path);
        if expected.leaves.len() == body {
            expected.push(&format!("{path}p"), note.label.chars().map(|c| (c, Look::default())).collect());
        }
        reached[at] = Some(expected.leaves.split_off(body));
    }
    // The others come as text, in which a reference is its label.
    expected.notes.clear();
    for (note, _) in article.footnotes.iter().zip(&reached).filter(|(_, reached)| reached.is_none()) {
        expected.push("p", note.label.chars().map(|c| (c, Look::default())).collect());
        expected.blocks(&note.blocks, "");
    }
    expected.leaves.extend(reached.into_iter().flatten().flatten());
    expected.leaves
}

// What the parser sees.

fn seen(markdown: &str) -> Vec<Leaf> {
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.math_dollars = true;
    let mut leaves = Vec::new();
    walk(parse_document(&arena, markdown, &options), "", &mut leaves);
    // The parser puts notes in the order of their references.
    leaves.sort_by_key(|leaf: &Leaf| note_of(&leaf.path).map(str::to_owned));
    leaves
}

/// The key of the note that a leaf is in.
fn note_of(path: &str) -> Option<&str> {
    path.strip_prefix("note ")?.split(' ').next()
}

fn walk(node: Node<'_>, path: &str, out: &mut Vec<Leaf>) {
    for child in node.children() {
        let data = child.data.borrow();
        let inner = match &data.value {
            NodeValue::Paragraph => {
                out.extend(Leaf::of(&format!("{path}p"), line(child)));
                continue;
            }
            NodeValue::Heading(heading) => {
                out.extend(Leaf::of(&format!("{path}h{}", heading.level), line(child)));
                continue;
            }
            NodeValue::TableCell => {
                out.extend(Leaf::of(&format!("{path}cell"), line(child)));
                continue;
            }
            NodeValue::CodeBlock(code) => {
                let text = code.literal.chars().map(|c| (c, Look::default())).collect();
                out.extend(Leaf::of(&format!("{path}code"), text));
                continue;
            }
            NodeValue::ThematicBreak => {
                out.push(Leaf { path: format!("{path}rule"), text: Vec::new() });
                continue;
            }
            NodeValue::BlockQuote => "q ".to_owned(),
            NodeValue::List(list) if list.list_type == comrak::nodes::ListType::Ordered => "ol ".to_owned(),
            NodeValue::List(_) => "ul ".to_owned(),
            NodeValue::FootnoteDefinition(note) => format!("note {} ", note.name),
            NodeValue::Item(_) | NodeValue::Table(_) | NodeValue::TableRow(_) => String::new(),
            other => panic!("markup that no article has: {other:?}"),
        };
        walk(child, &format!("{path}{inner}"), out);
    }
}

fn line(node: Node<'_>) -> Vec<(char, Look)> {
    let mut out = Vec::new();
    // Elements stand as tags among the text.
    let mut open: Vec<&'static str> = Vec::new();
    characters(node, &Look::default(), &mut open, &mut out);
    assert!(open.is_empty(), "left open: {open:?}");
    out
}

const ELEMENTS: &[&str] =
    &["em", "strong", "del", "code", "kbd", "sub", "sup", "q", "mark", "ins", "ruby", "rt", "rp"];

fn characters(node: Node<'_>, look: &Look, open: &mut Vec<&'static str>, out: &mut Vec<(char, Look)>) {
    for child in node.children() {
        let data = child.data.borrow();
        let mut now = look.clone();
        for element in open.iter() {
            now = if *element == "ruby" { now } else { now.with(element) };
        }
        let unread = open.iter().any(|e| matches!(*e, "rt" | "rp"));
        match &data.value {
            NodeValue::Text(_) if unread => {}
            NodeValue::Text(text) => out.extend(text.chars().map(|c| (c, now.clone()))),
            NodeValue::SoftBreak | NodeValue::LineBreak => out.push((' ', Look::default())),
            NodeValue::Code(code) => out.extend(code.literal.chars().map(|c| (c, now.with("code")))),
            NodeValue::Math(math) => {
                assert!(!math.display_math);
                out.extend(math.literal.chars().map(|c| (c, now.with("code"))));
            }
            NodeValue::HtmlInline(tag) => {
                let name = tag.trim_matches(['<', '>', '/']);
                if name == "br" {
                    out.push((' ', Look::default()));
                } else if tag.starts_with("</") {
                    assert_eq!(open.pop(), Some(name));
                } else {
                    open.push(ELEMENTS.iter().find(|e| **e == name).expect("an element of the list"));
                }
            }
            NodeValue::Emph => characters(child, &now.with("em"), open, out),
            NodeValue::Strong => characters(child, &now.with("strong"), open, out),
            NodeValue::Strikethrough => characters(child, &now.with("del"), open, out),
            NodeValue::Link(link) => {
                characters(child, &Look { link: Some(link.url.clone()), ..now }, open, out);
            }
            NodeValue::Image(_) => out.push((PICTURE, Look { styles: Vec::new(), ..now })),
            NodeValue::FootnoteReference(note) => {
                out.push((NOTE, Look::default()));
                out.extend(note.name.chars().map(|c| (c, Look::default())));
            }
            other => panic!("markup that no article has: {other:?}"),
        }
    }
}

// Articles made at random, of what breaks Markdown.

const PIECES: &[&str] = &[
    "a",
    "b",
    "word",
    "É",
    "語",
    "「",
    "」",
    "—",
    "“",
    "”",
    "…",
    " ",
    "  ",
    "\u{a0}",
    "\u{3000}",
    "*",
    "**",
    "_",
    "__",
    "~",
    "~~",
    "`",
    "``",
    "```",
    "~~~",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](x)",
    "<",
    ">",
    "<b>",
    "</em>",
    "<!--",
    "&",
    "&amp;",
    "&#35;",
    "&copy",
    "#",
    "##",
    "-",
    "---",
    "+",
    "=",
    "===",
    "1.",
    "2)",
    "12345. ",
    "|",
    "\\",
    "\\\\",
    "!",
    ":",
    "://",
    "http://a.example",
    "https://b.example/x_y",
    "www.c.example",
    "$",
    "$$",
    "^",
    "[^1]",
    "[^n1]:",
    "[ ] ",
    "[x] ",
    "@",
    ".",
    ",",
    "\"",
    "'",
    "%",
    "{",
    "}",
    ":-:",
    "|-|",
    "\u{200b}",
    "🙂",
    "e\u{301}",
    "\n",
    "\t",
    "- ",
    "> ",
    "# ",
    "{{",
    "ftp://d",
];

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 1..6).prop_map(|pieces| pieces.concat())
}

fn address() -> impl Strategy<Value = String> {
    prop::sample::select(
        &[
            "https://example.org/",
            "https://example.org/a_b*c(d)e?x=1&amp;y=2&copy=3",
            "http://example.org/)(",
            "https://example.org/a|b`c$d~e[f]g",
            "mailto:a@example.org",
            "https://example.org/\\x<y>",
        ][..],
    )
    .prop_map(str::to_owned)
}

fn style() -> impl Strategy<Value = Style> {
    use Style::*;
    // The three that Markdown has marks for are the difficult ones.
    prop_oneof![
        4 => prop::sample::select(&[Emphasis, Strong, Deleted][..]),
        2 => Just(Code),
        1 => prop::sample::select(
            &[Keyboard, Subscript, Superscript, Quote, Cite, Mark, Inserted, Small][..]
        ),
    ]
}

fn inline() -> impl Strategy<Value = Inline> {
    let leaf = prop_oneof![
        12 => words().prop_map(Inline::Text),
        1 => Just(Inline::Break),
        1 => prop::sample::select(&["n1", "n2", "n3"][..])
            .prop_map(|key| Inline::NoteRef { key: key.to_owned(), label: "1".to_owned() }),
        1 => words().prop_map(|alt| {
            Inline::Image(Image { src: "https://example.org/i.png".to_owned(), alt, ..Image::default() })
        }),
        1 => prop::sample::select(&["x^2", "a_1 * b_2", "\\frac{a}{b}", "|x|", "\\|x\\|", "5", "a $ b"][..])
            .prop_map(|tex| Inline::Math(Math { tree: None, source: Some(tex.to_owned()) })),
        1 => words().prop_map(|base| Inline::Ruby { base, reading: "r*".to_owned() }),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let many = prop::collection::vec(inner, 0..4);
        prop_oneof![
            4 => (style(), many.clone()).prop_map(|(style, inlines)| Inline::Span { style, inlines }),
            1 => (address(), many.clone()).prop_map(|(href, inlines)| Inline::Link { href, inlines }),
            1 => many.prop_map(|inlines| Inline::Jump { target: 0, inlines }),
        ]
    })
}

fn inlines() -> impl Strategy<Value = Inlines> {
    prop::collection::vec(inline(), 1..5)
}

fn block_of(kind: BlockKind) -> Block {
    Block { source: 0, lang: None, dir: None, kind }
}

fn code() -> impl Strategy<Value = String> {
    prop::collection::vec(words(), 1..4).prop_map(|lines| lines.join("\n"))
}

fn cell(block: impl Strategy<Value = Block>) -> impl Strategy<Value = Cell> {
    (prop::collection::vec(block, 0..3), any::<bool>(), 1..3_u16, 1..3_u16)
        .prop_map(|(blocks, header, colspan, rowspan)| Cell { header, colspan, rowspan, blocks })
}

fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        6 => inlines().prop_map(|inlines| BlockKind::Paragraph { inlines }),
        2 => (2..7_u8, inlines()).prop_map(|(level, inlines)| BlockKind::Crosshead { level, inlines }),
        1 => code().prop_map(|text| BlockKind::Code { language: Some("c++".to_owned()), text }),
        1 => inlines().prop_map(|inlines| BlockKind::PullQuote { inlines }),
        1 => Just(BlockKind::Rule),
        1 => inlines().prop_map(|caption| BlockKind::Figure(Figure {
            images: vec![Image { src: "https://example.org/i.png".to_owned(), ..Image::default() }],
            credit: Some(caption.clone()),
            caption: Some(caption),
            ..Figure::default()
        })),
        1 => (address(), words(), inlines()).prop_map(|(src, title, caption)| {
            BlockKind::Embed(Embed { medium: Medium::Frame, src, title, poster: None, caption: Some(caption) })
        }),
        1 => code().prop_map(|source| BlockKind::Math(Math { tree: None, source: Some(source) })),
    ]
    .prop_map(block_of);
    leaf.prop_recursive(3, 16, 3, |inner| {
        let many = prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            4 => (any::<bool>(), prop::option::of(0..2_000_000_000), prop::collection::vec(many.clone(), 0..4))
                .prop_map(|(ordered, start, items)| BlockKind::List { ordered, start, items }),
            1 => many.clone().prop_map(|blocks| BlockKind::BlockQuote { blocks }),
            1 => many.clone().prop_map(|blocks| BlockKind::Aside { blocks }),
            1 => (inlines(), many.clone()).prop_map(|(summary, blocks)| BlockKind::Details { summary, blocks }),
            1 => (prop::option::of(words()), prop::option::of(words()), 0..9_u8, many.clone())
                .prop_map(|(author, date, depth, blocks)| BlockKind::Post { author, date, said: None, depth, blocks }),
            2 => (prop::option::of(inlines()), prop::collection::vec(prop::collection::vec(cell(inner), 0..4), 0..4))
                .prop_map(|(caption, rows)| BlockKind::Table { caption, rows }),
            1 => (prop::collection::vec(inlines(), 0..3), prop::collection::vec(many, 0..3)).prop_map(
                |(terms, definitions)| BlockKind::Definitions { groups: vec![DefinitionGroup { terms, definitions }] }
            ),
        ]
        .prop_map(block_of)
    })
}

fn article() -> impl Strategy<Value = Article> {
    let note = prop::collection::vec(block(), 0..2);
    (prop::option::of(inlines()), prop::collection::vec(block(), 0..4), prop::collection::vec(note, 0..3))
        .prop_map(|(headline, body, notes)| Article {
            headline: headline.map(|inlines| Text { source: None, inlines }),
            body,
            footnotes: notes
                .into_iter()
                .enumerate()
                .map(|(at, blocks)| Footnote { key: format!("n{}", at + 1), label: format!("L{at}"), blocks })
                .collect(),
            ..Article::default()
        })
}

fn paragraph(inlines: Inlines) -> Article {
    Article { body: vec![block_of(BlockKind::Paragraph { inlines })], ..Article::default() }
}

#[track_caller]
fn check(article: &Article) -> Result<(), TestCaseError> {
    let markdown = render::markdown(article);
    let (want, got) = (expected(article), seen(&markdown));
    if let Some(at) = (0..want.len().max(got.len())).find(|at| want.get(*at) != got.get(*at)) {
        return Err(TestCaseError::fail(format!(
            "block {at}\n  want {}\n  got  {}\n{markdown}",
            shown(want.get(at)),
            shown(got.get(at))
        )));
    }
    Ok(())
}

fn shown(leaf: Option<&Leaf>) -> String {
    let Some(leaf) = leaf else { return "nothing".to_owned() };
    let mut out = format!("{}: ", leaf.path);
    let mut last = Look::default();
    for (c, look) in &leaf.text {
        if *look != last {
            out.push_str(&format!("⟨{} {}⟩", look.styles.join("+"), look.link.as_deref().unwrap_or("")));
            last = look.clone();
        }
        out.push(*c);
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn a_line_says_what_it_said(inlines in inlines()) {
        check(&paragraph(inlines))?;
    }

    #[test]
    fn any_text_stays_text(text in "\\PC{0,40}") {
        check(&paragraph(vec![Inline::Text(text)]))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn an_article_says_what_it_said(article in article()) {
        check(&article)?;
    }
}
