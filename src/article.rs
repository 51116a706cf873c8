//! The article: what a page says, with the role of each part. Plain public values that know nothing of HTML.
//!
//! Everything here is text or a checked address. Nothing is markup: whoever shows an article builds its own nodes.

use serde::Serialize;

/// Blocks in blocks, and inlines in inlines, nest no deeper than this: composing keeps to it (what lies deeper comes
/// out flat), so that whoever shows, stores or drops an article may recurse. Text deeper than this is no one's.
pub const DEEPEST_NESTING: usize = 64;

/// Runs of text with their inline meaning.
pub type Inlines = Vec<Inline>;

/// An article as it is to be read.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Article {
    /// Absolute address of the page it was read from.
    pub url: Option<String>,
    /// BCP 47 tag as the page declares it.
    pub lang: Option<String>,
    /// Base direction, where the page declares one or the headline's first strong letter tells.
    pub dir: Option<Direction>,
    /// How its lines run, where the page sets them from top to bottom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vertical: Option<Vertical>,
    /// Name of the publication.
    pub site: Option<String>,
    /// The short line above the headline (eyebrow).
    pub kicker: Option<String>,
    /// The headline as the page shows it, without the site's name.
    pub headline: Option<Text>,
    /// The standfirst.
    pub dek: Option<Text>,
    /// The bullets that sum the article up.
    pub key_points: Option<KeyPoints>,
    /// Who wrote it, one a person or agency, without "by".
    pub bylines: Vec<String>,
    /// Publication, ISO 8601 (a date, or a date with time and offset where known).
    pub published: Option<String>,
    /// Last change, ISO 8601, only where the page gives one that differs.
    pub modified: Option<String>,
    /// The main picture where it stands before the body.
    pub hero: Option<Figure>,
    /// The body in reading order.
    pub body: Vec<Block>,
    /// Notes that the body refers to, in the order of the page.
    pub footnotes: Vec<Footnote>,
    /// Where the article goes on, if this page does not hold all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<Pages>,
}

/// An article in several pages, as the page tells of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pages {
    /// Which page this is, from 1.
    pub number: u32,
    /// How many there are, as far as the links tell.
    pub count: Option<u32>,
    /// Absolute address of the next page.
    pub next: Option<String>,
    /// Absolute address where the page offers all of it at once.
    pub whole: Option<String>,
}

/// A text of the page that is a block of its own.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Text {
    /// Ordinal of the element of the page it came from; absent where it is known from the head only.
    pub source: Option<u32>,
    /// What it says.
    pub inlines: Inlines,
}

/// Key points and the heading of their box.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyPoints {
    /// "Key takeaways" and the like, as the page words it.
    pub heading: Option<String>,
    /// The points, without bullet characters.
    pub points: Vec<Text>,
}

/// One block of the body.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Block {
    /// Ordinal of the element of the page it came from (see [`crate::Page`]): keeps the place, finds it again.
    pub source: u32,
    /// Language, where it differs from the article's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Direction, where it differs from the article's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dir: Option<Direction>,
    /// What kind of block it is, and what it holds.
    #[serde(flatten)]
    pub kind: BlockKind,
}

/// The kinds of block.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum BlockKind {
    /// A paragraph.
    Paragraph {
        /// Its text.
        inlines: Inlines,
    },
    /// A sub-heading of the body. `level` is 2 to 6: the headline alone is 1.
    Crosshead {
        /// 2 to 6.
        level: u8,
        /// Its text.
        inlines: Inlines,
    },
    /// A list.
    List {
        /// Numbered or not.
        ordered: bool,
        /// First number, where it is not 1.
        start: Option<i32>,
        /// Blocks of each item.
        items: Vec<Vec<Block>>,
    },
    /// Terms and their definitions.
    Definitions {
        /// In page order; a group may have several terms and several definitions.
        groups: Vec<DefinitionGroup>,
    },
    /// A quotation that is not said elsewhere in the body.
    BlockQuote {
        /// What is quoted.
        blocks: Vec<Block>,
    },
    /// A quotation that repeats the body, set apart to catch the eye.
    PullQuote {
        /// Its text.
        inlines: Inlines,
    },
    /// A table of values (layout tables come out as their blocks).
    Table {
        /// `caption`, where present.
        caption: Option<Inlines>,
        /// Rows in order, head first.
        rows: Vec<Vec<Cell>>,
    },
    /// Preformatted code or text; line breaks count.
    Code {
        /// Programming language, in lower case, where the page tells.
        language: Option<String>,
        /// The text.
        text: String,
    },
    /// A picture or several, with their words.
    Figure(Figure),
    /// Something of another site, or a player: never loaded before a person asks.
    Embed(Embed),
    /// A displayed formula.
    Math(Math),
    /// Text that the page folds away behind a summary.
    Details {
        /// The line that stays.
        summary: Inlines,
        /// What is behind it.
        blocks: Vec<Block>,
    },
    /// A call-out (note, tip, warning, fact box).
    Aside {
        /// What it holds.
        blocks: Vec<Block>,
    },
    /// A post of a thread.
    Post {
        /// Who wrote it.
        author: Option<String>,
        /// When: ISO 8601 where the page has it for machines, else in its words.
        date: Option<String>,
        /// When, in the page's words, where `date` is for machines.
        said: Option<String>,
        /// Depth of the reply, from 0.
        depth: u8,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// A thematic break.
    Rule,
}

/// Terms with their definitions.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DefinitionGroup {
    /// The terms.
    pub terms: Vec<Inlines>,
    /// The definitions.
    pub definitions: Vec<Vec<Block>>,
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cell {
    /// A heading cell.
    pub header: bool,
    /// Columns it spans, from 1 to 100.
    pub colspan: u16,
    /// Rows it spans, from 1 to 1000.
    pub rowspan: u16,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// Pictures or a film, with caption and credit.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Figure {
    /// Ordinal of the element of the page it came from; absent where the head alone names it.
    pub source: Option<u32>,
    /// The pictures; more than one is a gallery.
    pub images: Vec<Image>,
    /// What the page says under it, without the credit where that could be told apart.
    pub caption: Option<Inlines>,
    /// Who made it.
    pub credit: Option<Inlines>,
}

/// One picture.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Image {
    /// Ordinal of the `img` (or of the element it stands for).
    pub source: Option<u32>,
    /// Absolute `http(s)` address, or a raster `data:` one.
    pub src: String,
    /// Other sizes: absolute address and width in pixels, ascending.
    pub srcset: Vec<(String, u32)>,
    /// The page's text for those who do not see it.
    pub alt: String,
    /// Width in pixels, where known.
    pub width: Option<u32>,
    /// Height in pixels, where known.
    pub height: Option<u32>,
}

/// Something of another site, or a player.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Embed {
    /// What it is.
    pub medium: Medium,
    /// Absolute `http(s)` address of the thing itself.
    pub src: String,
    /// What it calls itself (`title`, or the host of its address).
    pub title: String,
    /// Still picture, if there is one.
    pub poster: Option<String>,
    /// Its caption.
    pub caption: Option<Inlines>,
}

/// What an embed is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Medium {
    /// A frame of another site.
    Frame,
    /// A film the page plays itself.
    Video,
    /// Sound the page plays itself.
    Audio,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Footnote {
    /// Key that [`Inline::NoteRef`] uses; unique in the article, of `[A-Za-z0-9-]` only.
    pub key: String,
    /// What it is called in the text ("1", "*").
    pub label: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A formula: MathML of a closed list of elements, and its source where the page gives it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Math {
    /// MathML, as a tree.
    pub tree: Option<MathNode>,
    /// TeX or the like.
    pub source: Option<String>,
}

/// One MathML element or its text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", untagged)]
pub enum MathNode {
    /// Text of a token element.
    Text(String),
    /// An element of the closed list.
    Element {
        /// Its name.
        name: String,
        /// Attributes of the closed list.
        attributes: Vec<(String, String)>,
        /// What it holds.
        children: Vec<MathNode>,
    },
}

/// Text with its meaning.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind", content = "value")]
pub enum Inline {
    /// Plain text, white space folded.
    Text(String),
    /// A link to an `http`, `https` or `mailto` address, absolute.
    Link {
        /// The address.
        href: String,
        /// Its text.
        inlines: Inlines,
    },
    /// A link to a block of this article, by the ordinal of the block's element.
    Jump {
        /// `source` of the block.
        target: u32,
        /// Its text.
        inlines: Inlines,
    },
    /// A reference to a footnote.
    NoteRef {
        /// [`Footnote::key`].
        key: String,
        /// What stands in the text.
        label: String,
    },
    /// Text set apart in one way.
    Span {
        /// The way.
        style: Style,
        /// The text.
        inlines: Inlines,
    },
    /// A small picture within the line.
    Image(Image),
    /// A formula within the line.
    Math(Math),
    /// Base text with its reading.
    Ruby {
        /// What is annotated.
        base: String,
        /// The annotation.
        reading: String,
    },
    /// A line break that the page sets.
    Break,
}

/// Ways to set text apart; named for the element that carries each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Style {
    /// `em`, `i`.
    Emphasis,
    /// `strong`, `b`.
    Strong,
    /// `code`, `samp`, `tt`, `var`.
    Code,
    /// `kbd`.
    Keyboard,
    /// `sub`.
    Subscript,
    /// `sup`.
    Superscript,
    /// `q`.
    Quote,
    /// `cite`.
    Cite,
    /// `mark`.
    Mark,
    /// `del`, `s`.
    Deleted,
    /// `ins`, `u`.
    Inserted,
    /// `small`.
    Small,
}

/// Base direction of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

/// In which order lines follow each other that run from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Vertical {
    /// From right to left, as in Japanese and Chinese.
    RightToLeft,
    /// From left to right, as in Mongolian.
    LeftToRight,
}

impl Inline {
    /// The text alone.
    pub fn push_text(&self, out: &mut String) {
        match self {
            Inline::Text(t) => out.push_str(t),
            Inline::Link { inlines, .. } | Inline::Jump { inlines, .. } | Inline::Span { inlines, .. } => {
                inlines.iter().for_each(|i| i.push_text(out));
            }
            Inline::NoteRef { label, .. } => out.push_str(label),
            Inline::Ruby { base, .. } => out.push_str(base),
            Inline::Math(m) => out.push_str(m.source.as_deref().unwrap_or_default()),
            Inline::Image(_) => {}
            Inline::Break => out.push('\n'),
        }
    }
}

/// The text of inlines alone.
pub fn plain(inlines: &[Inline]) -> String {
    let mut out = String::new();
    inlines.iter().for_each(|i| i.push_text(&mut out));
    out
}

/// Takes off what sets all of a text apart: a heading, a caption and a dek are set apart as such.
pub(crate) fn without_whole_style(mut inlines: Inlines) -> Inlines {
    while let [Inline::Span { style: Style::Strong | Style::Emphasis | Style::Small, inlines: inner }] =
        &mut inlines[..]
    {
        inlines = std::mem::take(inner);
    }
    inlines
}

impl Text {
    /// A text of which no element of the page is known.
    pub fn of(text: impl Into<String>) -> Self {
        Text { source: None, inlines: vec![Inline::Text(text.into())] }
    }

    /// The text alone.
    pub fn plain(&self) -> String {
        plain(&self.inlines)
    }
}
