//! The tree cut into blocks, tree → `Vec<Block>`: each run of text between block-level boundaries, each picture,
//! player, frame and rule, in page order. Nothing is left out or judged here.

use crate::math;
use crate::tree::{NodeId, Tag, Tree};

/// What a block is by its markup alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Text of no special kind.
    Paragraph,
    /// Text of a heading of this level, 1 to 6.
    Heading(u8),
    /// Text straight in a list item.
    Item,
    /// Text straight in a table cell.
    Cell,
    /// A term of a definition list.
    Term,
    /// A definition.
    Definition,
    /// Text of `figcaption` or a table's `caption`.
    Caption,
    /// Text of `pre`: white space counts.
    Preformatted,
    /// Text of `summary`.
    Summary,
    /// Text of a button.
    Button,
    /// A picture.
    Image,
    /// `video` or `audio`.
    Player,
    /// `iframe`, `embed` or `object`.
    Frame,
    /// `hr`.
    Rule,
}

impl Kind {
    /// Does the block hold text?
    pub fn is_text(self) -> bool {
        !matches!(self, Kind::Image | Kind::Player | Kind::Frame | Kind::Rule)
    }
}

/// A block of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What it is by its markup.
    pub kind: Kind,
    /// The block-level element that holds it, or the picture, player, frame or rule itself.
    pub node: NodeId,
    /// Its first leaf, and one past its last node: a paragraph cut by `br br` is a part of its element.
    pub span: (NodeId, NodeId),
    /// Its text, white space folded, single `br` as a line feed; as in the page for `Preformatted`.
    pub text: String,
    /// Characters that are letters or digits.
    pub letters: u32,
    /// Of these, in links.
    pub linked: u32,
    /// Of these, in `strong` or `b`.
    pub strong: u32,
    /// Of these, in `em` or `i`.
    pub emphasised: u32,
    /// Number of links.
    pub links: u32,
}

impl Block {
    fn new(kind: Kind, node: NodeId, span: (NodeId, NodeId)) -> Self {
        Block {
            kind,
            node,
            span,
            text: String::new(),
            letters: 0,
            linked: 0,
            strong: 0,
            emphasised: 0,
            links: 0,
        }
    }
}

/// Elements that begin a new block. Unknown names are inline, but for custom elements outside a paragraph.
pub fn is_block_level(tag: Tag) -> bool {
    use Tag::*;
    matches!(
        tag,
        Address
            | Article
            | Aside
            | Blockquote
            | Body
            | Button
            | Caption
            | Center
            | Dd
            | Details
            | Dialog
            | Div
            | Dl
            | Dt
            | Fieldset
            | Figcaption
            | Figure
            | Footer
            | Form
            | H1
            | H2
            | H3
            | H4
            | H5
            | H6
            | Header
            | Hgroup
            | Html
            | Legend
            | Li
            | Main
            | Menu
            | Nav
            | Ol
            | Option
            | P
            | Pre
            | Root
            | Search
            | Section
            | Summary
            | Table
            | Tbody
            | Td
            | Tfoot
            | Th
            | Thead
            | Tr
            | Ul
    )
}

/// Classes of text for screen readers alone, as common style sheets name them: "opens in a new tab" and the like.
const UNSEEN: &[&str] = &[
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader-text",
    "screen-reader-only",
    "screenreader",
    "u-visually-hidden",
    "assistive-text",
    "a11y-hidden",
    "element-invisible",
    "MathJax_Preview",
];

/// Is the element called one for screen readers alone?
pub fn is_unseen(tree: &Tree, id: NodeId) -> bool {
    tree.attr(id, "class").is_some_and(|c| c.split_ascii_whitespace().any(|c| UNSEEN.contains(&c)))
}

/// Elements whose text is never part of a block: what shows none, readings of ruby, inline text that is not shown.
pub fn is_mute(tree: &Tree, id: NodeId) -> bool {
    use Tag::*;
    let tag = tree.tag(id);
    match tag {
        Head | Select | Option | Svg | Canvas | Textarea | Input | Rt | Rp | Rtc | Title | Template => true,
        Text | Root | P | Div | Section | Article | Li | Td | Body | Html | Main => false,
        _ if is_block_level(tag) && tag != Button => false,
        _ => {
            tree.attr(id, "fc-hidden").is_some()
                || is_unseen(tree, id)
                || matches!(tree.name(id), "annotation" | "annotation-xml")
        }
    }
}

/// A list by name or by ARIA.
pub fn is_list(tree: &Tree, id: NodeId) -> bool {
    matches!(tree.tag(id), Tag::Ul | Tag::Ol | Tag::Menu) || tree.attr(id, "role") == Some("list")
}

/// An item of a list by name or by ARIA.
pub fn is_item(tree: &Tree, id: NodeId) -> bool {
    tree.tag(id) == Tag::Li || tree.attr(id, "role") == Some("listitem")
}

/// Level of a heading element, by name or by ARIA. What holds paragraphs is called one only to be jumped to.
pub fn heading_level(tree: &Tree, id: NodeId) -> Option<u8> {
    let level = match tree.tag(id) {
        Tag::H1 => 1,
        Tag::H2 => 2,
        Tag::H3 => 3,
        Tag::H4 => 4,
        Tag::H5 => 5,
        Tag::H6 => 6,
        _ if tree.attr(id, "role") == Some("heading")
            && !tree.descendants(id).take(64).any(|d| tree.tag(d) == Tag::P) =>
        {
            tree.attr(id, "aria-level").and_then(|l| l.trim().parse().ok()).unwrap_or(2).clamp(1, 6)
        }
        _ => return None,
    };
    Some(level)
}

struct Open {
    end: NodeId,
    node: NodeId,
    kind: Kind,
}

/// Where inline context ends: a node before it is inside.
#[derive(Default)]
struct Inside {
    link: usize,
    strong: usize,
    emphasis: usize,
    pre: usize,
}

struct Run {
    block: Block,
    space: bool,
    breaks: u32,
}

struct Segmenter<'t> {
    tree: &'t Tree,
    blocks: Vec<Block>,
    open: Vec<Open>,
    run: Option<Run>,
    inside: Inside,
}

impl Segmenter<'_> {
    fn flush(&mut self) {
        if let Some(run) = self.run.take()
            && run.block.text.chars().any(|c| !c.is_whitespace())
        {
            self.blocks.push(run.block);
        }
    }

    fn close_before(&mut self, id: NodeId) {
        while self.open.last().is_some_and(|o| o.end <= id) {
            self.flush();
            self.open.pop();
        }
    }

    fn holder(&self) -> (NodeId, Kind) {
        self.open.last().map_or((self.tree.root(), Kind::Paragraph), |o| (o.node, o.kind))
    }

    fn enter(&mut self, id: NodeId, tag: Tag) {
        self.flush();
        let (_, outer) = self.holder();
        let kind = match tag {
            Tag::Li => Kind::Item,
            Tag::Td | Tag::Th => Kind::Cell,
            Tag::Dt => Kind::Term,
            Tag::Dd => Kind::Definition,
            _ if matches!(outer, Kind::Heading(_)) => outer,
            Tag::Figcaption | Tag::Caption => Kind::Caption,
            Tag::Pre => Kind::Preformatted,
            Tag::Summary => Kind::Summary,
            Tag::Button => Kind::Button,
            Tag::P if matches!(outer, Kind::Item | Kind::Cell | Kind::Definition) => Kind::Paragraph,
            Tag::Section | Tag::Article | Tag::Blockquote | Tag::Details | Tag::Figure | Tag::Aside => {
                Kind::Paragraph
            }
            _ => outer,
        };
        let kind = heading_level(self.tree, id).map_or(kind, Kind::Heading);
        if tag == Tag::Pre {
            self.inside.pre = self.inside.pre.max(self.tree.end(id).index());
        }
        self.open.push(Open { end: self.tree.end(id), node: id, kind });
    }

    fn atom(&mut self, id: NodeId, kind: Kind) {
        self.blocks.push(Block::new(kind, id, (id, self.tree.end(id))));
    }

    /// A formula is a part of its run, even one of which no letter is in the page: it is drawn.
    fn formula(&mut self, id: NodeId, tag: Tag) {
        if is_block_level(tag) {
            self.enter(id, tag);
        }
        let letters: String = math::letters(self.tree, id).iter().map(|&text| self.tree.text(text)).collect();
        if !letters.trim().is_empty() {
            self.words(id, &letters);
        } else if math::read(self.tree, id).is_some() {
            self.words(id, DRAWN);
        }
    }

    fn begin_line(&mut self) {
        if let Some(run) =
            self.run.as_mut().filter(|r| !r.block.text.is_empty() && !r.block.text.ends_with('\n'))
        {
            run.block.text.push('\n');
        }
    }

    fn text(&mut self, id: NodeId) {
        self.words(id, self.tree.text(id));
    }

    fn words(&mut self, id: NodeId, text: &str) {
        let at = id.index();
        let pre = at < self.inside.pre;
        if self.run.as_ref().is_some_and(|r| r.breaks > 1 && !pre) && text.chars().any(|c| !is_space(c)) {
            self.flush();
        }
        let (node, kind) = self.holder();
        let run = self.run.get_or_insert_with(|| Run {
            block: Block::new(kind, node, (id, id)),
            space: false,
            breaks: 0,
        });
        let block = &mut run.block;
        block.span.1 = self.tree.end(id);
        for c in text.chars() {
            if pre {
                block.text.push(c);
            } else if is_space(c) {
                run.space = true;
                continue;
            } else {
                if !block.text.is_empty() {
                    if run.breaks > 0 {
                        block.text.push('\n');
                    } else if run.space {
                        block.text.push(' ');
                    }
                }
                run.space = false;
                run.breaks = 0;
                block.text.push(c);
            }
            if c.is_alphanumeric() {
                block.letters += 1;
                block.linked += u32::from(at < self.inside.link);
                block.strong += u32::from(at < self.inside.strong);
                block.emphasised += u32::from(at < self.inside.emphasis);
            }
        }
    }
}

/// Is an element of `pre` a line of it, as highlighters name them?
fn is_line(tree: &Tree, id: NodeId) -> bool {
    const LINES: &[&str] = &["line", "code-line", "codeline", "token-line", "view-line"];
    tree.attr(id, "class").is_some_and(|c| c.split_ascii_whitespace().any(|c| LINES.contains(&c)))
}

/// What stands in a block's text for a formula without letters: the replacement character for objects.
const DRAWN: &str = "\u{fffc}";

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}

/// Cuts the page into blocks.
pub fn segment(tree: &Tree) -> Vec<Block> {
    let mut s =
        Segmenter { tree, blocks: Vec::new(), open: Vec::new(), run: None, inside: Inside::default() };
    let mut mute = 0;
    for id in tree.ids() {
        if id.index() < mute {
            continue;
        }
        s.close_before(id);
        let tag = tree.tag(id);
        let end = tree.end(id).index();
        if is_mute(tree, id) {
            mute = end;
            continue;
        }
        if math::is_formula(tree, id) {
            s.formula(id, tag);
            mute = end;
            continue;
        }
        // A background that stands for a picture: the snapshot tells of it only where nothing else is shown there.
        if tag != Tag::Text && tree.attr(id, "fc-bg").is_some() {
            s.atom(id, Kind::Image);
        }
        // Lines of code as elements of their own, each set on a line by the style sheet.
        if tag == Tag::Span && id.index() < s.inside.pre && is_line(tree, id) {
            s.begin_line();
        }
        match tag {
            Tag::Text => s.text(id),
            Tag::Br => match &mut s.run {
                Some(run) if id.index() < s.inside.pre => run.block.text.push('\n'),
                Some(run) => run.breaks += 1,
                None => {}
            },
            Tag::A => {
                s.inside.link = s.inside.link.max(end);
                if let Some(run) = &mut s.run {
                    run.block.links += 1;
                }
            }
            Tag::Span if is_called(tree, id, "br") && end == id.index() + 1 => {
                if let Some(run) = &mut s.run {
                    run.breaks += 2;
                }
            }
            Tag::Span if is_called(tree, id, "strong") => s.inside.strong = s.inside.strong.max(end),
            Tag::Strong | Tag::B => s.inside.strong = s.inside.strong.max(end),
            Tag::Em | Tag::I => s.inside.emphasis = s.inside.emphasis.max(end),
            Tag::Img => s.atom(id, Kind::Image),
            Tag::Other if tree.name(id) == "amp-img" => s.atom(id, Kind::Image),
            Tag::Video | Tag::Audio => {
                s.flush();
                s.atom(id, Kind::Player);
                // What stands in a player is for browsers that have none.
                mute = end;
            }
            Tag::Iframe | Tag::Embed | Tag::Object => {
                s.flush();
                s.atom(id, Kind::Frame);
                mute = end;
            }
            Tag::Hr => {
                s.flush();
                s.atom(id, Kind::Rule);
            }
            Tag::Button if matches!(s.holder().1, Kind::Heading(_) | Kind::Summary) => {}
            Tag::Other if tree.name(id).contains('-') && !in_paragraph(tree, id) => s.enter(id, tag),
            _ if is_block_level(tag) => s.enter(id, tag),
            _ => {}
        }
    }
    s.flush();
    // A picture amid a run stands before it in the list although the run began first.
    s.blocks.sort_by_key(|b| b.span.0);
    s.blocks
}

/// Has the element a class that is another element's name? Some papers' scripts write spans for what is in their text.
pub fn is_called(tree: &Tree, id: NodeId, name: &str) -> bool {
    tree.attr(id, "class").is_some_and(|c| c.split_ascii_whitespace().any(|c| c == name))
}

fn in_paragraph(tree: &Tree, id: NodeId) -> bool {
    tree.ancestors(id)
        .take(16) // a deeper inline nest is no paragraph
        .take_while(|&a| {
            !is_block_level(tree.tag(a)) || tree.tag(a) == Tag::P || heading_level(tree, a).is_some()
        })
        .any(|a| tree.tag(a) == Tag::P || heading_level(tree, a).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(html: &str) -> Vec<(Kind, String)> {
        let (tree, _) = crate::sweep::sweep(html).unwrap();
        segment(&tree).into_iter().map(|b| (b.kind, b.text)).collect()
    }

    fn texts(html: &str) -> Vec<String> {
        blocks(html).into_iter().map(|b| b.1).collect()
    }

    #[test]
    fn two_breaks_part_paragraphs_and_one_is_a_line() {
        assert_eq!(texts("<div>a<br><br>b<br>c<br> <br>d</div>"), ["a", "b\nc", "d"]);
    }

    #[test]
    fn inline_elements_do_not_part_words() {
        assert_eq!(texts("<p><span>Z</span>imbabwe <a href=\"x\">is</a> here</p>"), ["Zimbabwe is here"]);
    }

    #[test]
    fn bare_text_beside_blocks_is_a_block() {
        assert_eq!(texts("<div>one<p>two</p>three</div>"), ["one", "two", "three"]);
    }

    #[test]
    fn what_stands_in_a_heading_is_the_heading() {
        assert_eq!(blocks("<h2><div><span>x</span></div></h2>"), [(Kind::Heading(2), "x".into())]);
        assert_eq!(blocks("<h3><button>x</button></h3>"), [(Kind::Heading(3), "x".into())]);
    }

    #[test]
    fn a_run_that_begins_with_a_formula_holds_all_of_it() {
        let (tree, _) = crate::sweep::sweep("<p><math><mi>x</mi></math> is it.</p>").unwrap();
        let block = segment(&tree).remove(0);
        assert_eq!((tree.tag(block.span.0), block.text.as_str()), (Tag::Math, "x is it."));
    }

    #[test]
    fn items_cells_and_captions_know_themselves() {
        let html = "<ul><li>a</li><li><p>b</p></li></ul><table><tr><td><div>c</div></td></tr></table>\
                    <figure><img src=\"x\"><figcaption><p>d</p></figcaption></figure><pre>e\n f</pre>";
        let kinds = [Kind::Item, Kind::Paragraph, Kind::Cell, Kind::Image, Kind::Caption, Kind::Preformatted];
        assert_eq!(blocks(html).into_iter().map(|b| b.0).collect::<Vec<_>>(), kinds);
        assert_eq!(texts(html).last().unwrap(), "e\n f");
    }

    #[test]
    fn lines_of_code_are_lines_though_nothing_parts_them_but_the_style_sheet() {
        let line = |text: &str| format!("<span class=\"line\"><span>{text}</span></span>");
        assert_eq!(texts(&format!("<pre><code>{}{}</code></pre>", line("a b"), line(" c"))), ["a b\n c"]);
        assert_eq!(texts(&format!("<pre><code>{}\n{}</code></pre>", line("a"), line("b"))), ["a\nb"]);
        assert_eq!(texts(&format!("<p>{}{}</p>", line("a"), line("b"))), ["ab"]);
    }
}
