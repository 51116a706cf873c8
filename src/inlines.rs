//! A run of the page's text → inlines: text with its links, emphasis and the like, white space folded.

use std::collections::{HashMap, HashSet};

use crate::article::{Image, Inline, Inlines, Math, MathNode, Style};
use crate::blocks::{is_block_level, is_mute};
use crate::links;
use crate::pictures;
use crate::tree::{NodeId, Tag, Tree};

/// What links within the page may lead to.
#[derive(Debug, Default)]
pub struct Targets {
    /// Ids and anchor names of the page.
    pub ids: HashMap<String, NodeId>,
    /// Links that are references to footnotes, with the note's key.
    pub notes: HashMap<NodeId, String>,
    /// Links that lead from a note back to the text: not shown, the reader has its own.
    pub back: HashSet<NodeId>,
}

/// Reads runs of one page.
pub struct Reader<'t> {
    /// The page.
    pub tree: &'t Tree,
    /// What relative addresses are resolved against.
    pub base: Option<&'t str>,
    /// Where links within the page lead.
    pub targets: &'t Targets,
}

/// Deeper inline nesting than this adds no meaning; what lies below is shown without its own.
const DEEPEST: usize = 12;

/// Elements of MathML that are shown, the presentation ones; all others are left out with what they hold.
const MATH_ELEMENTS: &[&str] = &[
    "math",
    "semantics",
    "mrow",
    "mi",
    "mn",
    "mo",
    "ms",
    "mtext",
    "mspace",
    "msup",
    "msub",
    "msubsup",
    "mfrac",
    "msqrt",
    "mroot",
    "mover",
    "munder",
    "munderover",
    "mmultiscripts",
    "mprescripts",
    "none",
    "mtable",
    "mtr",
    "mtd",
    "mlabeledtr",
    "mstyle",
    "mpadded",
    "mphantom",
    "menclose",
    "merror",
    "mfenced",
];

/// Attributes of MathML that are kept.
const MATH_ATTRIBUTES: &[&str] = &[
    "display",
    "mathvariant",
    "fence",
    "stretchy",
    "separator",
    "columnalign",
    "rowalign",
    "columnspan",
    "rowspan",
    "notation",
    "accent",
    "accentunder",
    "linethickness",
    "lspace",
    "rspace",
    "width",
    "height",
    "dir",
];

enum Meaning {
    Style(Style),
    Link(String),
    Jump(NodeId),
    Note(String),
    Ruby,
}

struct Open {
    node: NodeId,
    meaning: Meaning,
    inlines: Inlines,
}

impl Reader<'_> {
    fn meaning(&self, id: NodeId) -> Option<Meaning> {
        let style = match self.tree.tag(id) {
            Tag::Em | Tag::I | Tag::Dfn => Style::Emphasis,
            Tag::Strong | Tag::B => Style::Strong,
            Tag::Code | Tag::Samp | Tag::Tt | Tag::Var => Style::Code,
            Tag::Kbd => Style::Keyboard,
            Tag::Sub => Style::Subscript,
            Tag::Sup => Style::Superscript,
            Tag::Q => Style::Quote,
            Tag::Cite => Style::Cite,
            Tag::Mark => Style::Mark,
            Tag::Del | Tag::S | Tag::Strike => Style::Deleted,
            Tag::Ins | Tag::U => Style::Inserted,
            Tag::Small => Style::Small,
            Tag::Ruby => return Some(Meaning::Ruby),
            Tag::A => return self.link(id),
            _ => return None,
        };
        Some(Meaning::Style(style))
    }

    fn link(&self, id: NodeId) -> Option<Meaning> {
        if let Some(key) = self.targets.notes.get(&id) {
            return Some(Meaning::Note(key.clone()));
        }
        let href = self.tree.attr(id, "href")?;
        let href = links::resolve(self.base, href)?;
        if let Some(fragment) = href.strip_prefix('#') {
            return self.targets.ids.get(fragment).map(|&n| Meaning::Jump(n));
        }
        Some(Meaning::Link(href))
    }

    /// Reads what stands in `span` below `holder`. Blank runs give no inlines.
    pub fn read(&self, holder: NodeId, span: (NodeId, NodeId)) -> Inlines {
        let mut run = Run {
            reader: self,
            open: Vec::new(),
            out: Vec::new(),
            space: false,
            started: false,
            after_break: false,
        };
        let mut skip = span.0;
        let range = self.tree.ids().skip(span.0.index()).take(span.1.index().saturating_sub(span.0.index()));
        // Ends of the block-level elements that the range goes into: what they hold stands apart.
        let mut ends: Vec<NodeId> = Vec::new();
        for id in range {
            while ends.last().is_some_and(|&end| end <= id) {
                ends.pop();
                run.space = true;
            }
            if id < skip {
                continue;
            }
            let tag = self.tree.tag(id);
            if is_block_level(tag) {
                ends.push(self.tree.end(id));
                run.space = true;
            }
            match tag {
                Tag::Text => run.text(id, holder),
                Tag::Br => run.br(id, holder),
                Tag::Math => {
                    run.atom(id, holder, Inline::Math(self.math(id)));
                    skip = self.tree.end(id);
                }
                Tag::Img => {
                    if let Some(image) = self.small_picture(id) {
                        run.atom(id, holder, Inline::Image(image));
                    }
                }
                _ if is_mute(self.tree, id) || self.targets.back.contains(&id) => skip = self.tree.end(id),
                _ => {}
            }
        }
        run.close_to(0);
        let mut out = run.out;
        trim_end(&mut out);
        out
    }

    /// A picture that stands for a character: an emoji, a formula.
    fn small_picture(&self, id: NodeId) -> Option<Image> {
        let class = self.tree.attr(id, "class").unwrap_or_default().to_ascii_lowercase();
        let telling = ["emoji", "smiley", "latex", "tex", "math"].iter().any(|w| class.contains(w));
        let image = pictures::image(self.tree, id, self.base)?;
        (telling && !image.alt.is_empty()).then_some(image)
    }

    /// A formula as a tree of the closed list, and its TeX where it is annotated.
    pub fn math(&self, id: NodeId) -> Math {
        let source = self
            .tree
            .descendants(id)
            .find(|&d| {
                self.tree.name(d) == "annotation"
                    && self.tree.attr(d, "encoding").is_some_and(|e| e.to_ascii_lowercase().contains("tex"))
            })
            .map(|d| self.tree.raw_text(d).trim().to_owned())
            .or_else(|| self.tree.attr(id, "alttext").map(str::to_owned));
        Math { tree: self.math_tree(id), source }
    }

    fn math_tree(&self, id: NodeId) -> Option<MathNode> {
        let tree = self.tree;
        let mut open: Vec<(NodeId, MathNode)> = vec![(id, self.math_element(id))];
        let mut skip = id;
        let close = |open: &mut Vec<(NodeId, MathNode)>, before: NodeId| {
            while open.len() > 1 && open.last().is_some_and(|(n, _)| tree.end(*n) <= before) {
                if let (Some((_, done)), Some((_, MathNode::Element { children, .. }))) =
                    (open.pop(), open.last_mut())
                {
                    children.push(done);
                }
            }
        };
        for d in tree.descendants(id) {
            if d < skip {
                continue;
            }
            close(&mut open, d);
            if tree.tag(d) == Tag::Text {
                let text = crate::text::fold(tree.text(d));
                if let (false, Some((_, MathNode::Element { children, .. }))) =
                    (text.is_empty(), open.last_mut())
                {
                    children.push(MathNode::Text(text));
                }
            } else if MATH_ELEMENTS.contains(&tree.name(d)) && open.len() < 32 {
                open.push((d, self.math_element(d)));
            } else {
                skip = tree.end(d);
            }
        }
        close(&mut open, tree.end(id));
        open.into_iter().next().map(|(_, node)| node)
    }

    fn math_element(&self, id: NodeId) -> MathNode {
        let attributes = self
            .tree
            .attrs(id)
            .filter(|(n, _)| MATH_ATTRIBUTES.contains(n))
            .map(|(n, v)| (n.to_owned(), v.to_owned()))
            .collect();
        MathNode::Element { name: self.tree.name(id).to_owned(), attributes, children: Vec::new() }
    }
}

struct Run<'r, 't> {
    reader: &'r Reader<'t>,
    open: Vec<Open>,
    out: Inlines,
    space: bool,
    started: bool,
    /// White space at the beginning of a line is none.
    after_break: bool,
}

impl Run<'_, '_> {
    /// Opens what the node stands in, from the holder down, and closes what it does not.
    fn move_to(&mut self, id: NodeId, holder: NodeId) {
        let tree = self.reader.tree;
        let keep = self.open.iter().position(|o| !tree.holds(o.node, id)).unwrap_or(self.open.len());
        self.close_to(keep);
        let top = self.open.last().map_or(holder, |o| o.node);
        let mut chain: Vec<NodeId> = tree
            .ancestors(id)
            .take(64)
            .take_while(|&a| a != top && !(is_block_level(tree.tag(a)) && a <= holder))
            .filter(|&a| a > top || top == holder)
            .collect();
        chain.reverse();
        for node in chain {
            if self.open.len() >= DEEPEST {
                break;
            }
            if let Some(meaning) = self.reader.meaning(node) {
                self.open.push(Open { node, meaning, inlines: Vec::new() });
            }
        }
    }

    fn close_to(&mut self, keep: usize) {
        while self.open.len() > keep {
            let Some(Open { node, meaning, inlines }) = self.open.pop() else { break };
            if inlines.is_empty() {
                continue;
            }
            let done = match meaning {
                Meaning::Style(style) => Inline::Span { style, inlines },
                Meaning::Link(href) => Inline::Link { href, inlines },
                Meaning::Jump(target) => Inline::Jump { target: self.reader.tree.ordinal(target), inlines },
                Meaning::Note(key) => {
                    let label = crate::article::plain(&inlines).trim_matches(['[', ']', ' ']).to_owned();
                    Inline::NoteRef { key, label }
                }
                Meaning::Ruby => {
                    Inline::Ruby { base: crate::article::plain(&inlines), reading: self.reading(node) }
                }
            };
            self.sink().push(done);
        }
    }

    fn reading(&self, ruby: NodeId) -> String {
        let tree = self.reader.tree;
        let rt = tree.descendants(ruby).filter(|&d| tree.tag(d) == Tag::Rt);
        crate::text::fold(&rt.map(|d| tree.raw_text(d)).collect::<Vec<_>>().join(" "))
    }

    fn sink(&mut self) -> &mut Inlines {
        match self.open.last_mut() {
            Some(open) => &mut open.inlines,
            None => &mut self.out,
        }
    }

    fn push_str(&mut self, text: &str) {
        match self.sink().last_mut() {
            Some(Inline::Text(last)) => last.push_str(text),
            _ => self.sink().push(Inline::Text(text.to_owned())),
        }
    }

    fn text(&mut self, id: NodeId, holder: NodeId) {
        let mut piece = String::new();
        for c in self.reader.tree.text(id).chars() {
            if crate::text::is_space(c) && c != '\u{a0}' && c != '\u{202f}' {
                self.space = true;
                continue;
            }
            if matches!(c, '\u{200b}' | '\u{feff}') {
                continue;
            }
            if self.space && self.started && !self.after_break {
                // A space before a link or emphasis stands outside of it.
                if piece.is_empty() {
                    let shared = self
                        .open
                        .iter()
                        .position(|o| !self.reader.tree.holds(o.node, id))
                        .unwrap_or(self.open.len());
                    self.close_to(shared);
                    self.push_str(" ");
                } else {
                    piece.push(' ');
                }
            }
            self.space = false;
            self.started = true;
            self.after_break = false;
            piece.push(c);
        }
        if !piece.is_empty() {
            self.move_to(id, holder);
            self.push_str(&piece);
        }
    }

    fn br(&mut self, id: NodeId, holder: NodeId) {
        if self.started {
            self.move_to(id, holder);
            self.space = false;
            self.sink().push(Inline::Break);
            self.after_break = true;
        }
    }

    fn atom(&mut self, id: NodeId, holder: NodeId, inline: Inline) {
        if self.space && self.started {
            self.push_str(" ");
        }
        self.space = false;
        self.started = true;
        self.move_to(id, holder);
        self.sink().push(inline);
    }
}

/// Takes breaks and blanks from the end.
fn trim_end(inlines: &mut Inlines) {
    while let Some(last) = inlines.last_mut() {
        match last {
            Inline::Break => {
                inlines.pop();
            }
            Inline::Text(text) => {
                text.truncate(text.trim_end().len());
                if text.is_empty() {
                    inlines.pop();
                } else {
                    break;
                }
            }
            Inline::Span { inlines: inner, .. } | Inline::Link { inlines: inner, .. } => {
                trim_end(inner);
                if inner.is_empty() {
                    inlines.pop();
                } else {
                    break;
                }
            }
            _ => break,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;

    fn read(html: &str) -> Inlines {
        let (tree, _) = crate::sweep::sweep(html).unwrap();
        let block = crate::blocks::segment(&tree).remove(0);
        let targets = Targets::default();
        let reader = Reader { tree: &tree, base: Some("https://example.org/"), targets: &targets };
        reader.read(block.node, block.span)
    }

    fn text(s: &str) -> Inline {
        Inline::Text(s.to_owned())
    }

    #[test]
    fn links_and_emphasis_keep_their_places() {
        let inlines = read("<p>A <a href=\"/x\"><em>b</em> c</a> d.</p>");
        let link = Inline::Link {
            href: "https://example.org/x".into(),
            inlines: vec![Inline::Span { style: Style::Emphasis, inlines: vec![text("b")] }, text(" c")],
        };
        assert_eq!(inlines, [text("A "), link, text(" d.")]);
    }

    #[test]
    fn a_run_that_begins_inside_emphasis_is_emphasised() {
        let inlines = read("<p><b>All of it</b></p>");
        assert_eq!(inlines, [Inline::Span { style: Style::Strong, inlines: vec![text("All of it")] }]);
    }

    #[test]
    fn blocks_that_a_range_goes_into_stand_apart() {
        let (tree, _) =
            crate::sweep::sweep("<h1><div>Above</div>the <b>head</b>line<p>below</p></h1>").unwrap();
        let head = tree.ids().find(|&id| tree.tag(id) == Tag::H1).unwrap();
        let reader = Reader { tree: &tree, base: None, targets: &Targets::default() };
        assert_eq!(plain(&reader.read(head, (head, tree.end(head)))), "Above the headline below");
    }

    #[test]
    fn scripts_are_no_links() {
        assert_eq!(read("<p><a href=\"javascript:x()\">go</a></p>"), [text("go")]);
    }

    #[test]
    fn breaks_stay_and_blanks_around_them_go() {
        let inlines = read("<p> a <br> b<br></p>");
        assert_eq!(inlines, [text("a"), Inline::Break, text("b")]);
        assert_eq!(plain(&inlines), "a\nb");
    }

    #[test]
    fn ruby_keeps_its_reading() {
        let inlines = read("<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字</p>");
        assert_eq!(inlines, [Inline::Ruby { base: "漢".into(), reading: "かん".into() }, text("字")]);
    }

    #[test]
    fn math_is_one_formula() {
        let html = "<p>So <math><semantics><mi>x</mi><annotation encoding=\"application/x-tex\">x</annotation></semantics></math>.</p>";
        let inlines = read(html);
        assert_eq!(inlines.len(), 3);
        assert!(matches!(&inlines[1], Inline::Math(m) if m.source.as_deref() == Some("x")));
    }
}
