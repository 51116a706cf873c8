//! A run of the page's text → inlines: text with its links, emphasis and the like, white space folded.

use std::collections::{HashMap, HashSet};

use crate::article::{Image, Inline, Inlines, Style};
use crate::blocks::{heading_level, is_block_level, is_called, is_mute};
use crate::links;
use crate::math;
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
            Tag::Span if is_called(self.tree, id, "strong") => Style::Strong,
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
            span,
            open: Vec::new(),
            out: Vec::new(),
            space: false,
            started: false,
            after_break: false,
        };
        // A run begins with its first text: the way back may be right around it.
        let way_back = self.tree.ancestors(span.0).take(DEEPEST).find(|a| self.targets.back.contains(a));
        let mut skip = way_back.map_or(span.0, |a| self.tree.end(a));
        let range = self.tree.range(span.0, span.1);
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
            if is_permalink(self.tree, id)
                || is_edit_link(self.tree, id)
                || tag == Tag::Button && is_blank(self.tree, id)
            {
                skip = self.tree.end(id);
                continue;
            }
            if is_block_level(tag) {
                ends.push(self.tree.end(id));
                run.space = true;
            }
            match tag {
                Tag::Text => run.text(id, holder),
                Tag::Br => run.br(id, holder),
                Tag::Img => {
                    if let Some(image) = self.small_picture(id) {
                        run.atom(id, holder, Inline::Image(image));
                    }
                }
                Tag::Math => {
                    run.formula(id, holder);
                    skip = self.tree.end(id);
                }
                _ if is_mute(self.tree, id) || self.targets.back.contains(&id) => skip = self.tree.end(id),
                _ if math::is_formula(self.tree, id) => {
                    run.formula(id, holder);
                    skip = self.tree.end(id);
                }
                _ => {}
            }
        }
        run.close_to(0);
        let mut out = run.out;
        trim_end(&mut out);
        out
    }

    /// The pictures with a name in an element that holds no text, as they stand in cells of tables.
    pub fn pictures_in(&self, id: NodeId) -> Inlines {
        let mut out = Inlines::new();
        let pictures = self.tree.descendants(id).take(MOST_IN_CELL).filter(|&d| self.tree.tag(d) == Tag::Img);
        for image in pictures.filter_map(|d| pictures::image(self.tree, d, self.base)) {
            if !image.alt.is_empty() {
                if !out.is_empty() {
                    out.push(Inline::Text(" ".to_owned()));
                }
                out.push(Inline::Image(image));
            }
        }
        out
    }

    /// A picture that stands for a character: an emoji, a formula.
    fn small_picture(&self, id: NodeId) -> Option<Image> {
        let class = self.tree.attr(id, "class").unwrap_or_default().to_ascii_lowercase();
        let telling = ["emoji", "smiley", "latex", "tex", "math"].iter().any(|w| class.contains(w));
        let image = pictures::image(self.tree, id, self.base)?;
        (telling && !image.alt.is_empty()).then_some(image)
    }
}

/// Nodes looked at in a cell without text.
const MOST_IN_CELL: usize = 24;

/// A sign at a heading or a term that links to it, for whoever wants its address.
fn is_permalink(tree: &Tree, id: NodeId) -> bool {
    const SIGNS: &[&str] = &["¶", "#", "§", "🔗", "⚓", "⚓︎", "∞"];
    tree.tag(id) == Tag::A
        && tree.attr(id, "href").is_some_and(|href| href.contains('#'))
        && tree.end(id).index() - id.index() <= 4
        && SIGNS.contains(&tree.raw_text(id).trim())
        && in_heading(tree, id)
}

fn in_heading(tree: &Tree, id: NodeId) -> bool {
    tree.ancestors(id).take(4).any(|a| heading_level(tree, a).is_some() || tree.tag(a) == Tag::Dt)
}

/// "[edit]" at a heading, as wikis put it there: nothing but links that edit, in brackets.
fn is_edit_link(tree: &Tree, id: NodeId) -> bool {
    let edits = |d: NodeId| {
        tree.tag(d) == Tag::A
            && tree.attr(d, "href").is_some_and(|h| h.contains("edit") && h.contains("section"))
    };
    tree.tag(id) == Tag::Span
        && tree.end(id).index() - id.index() <= 16
        && in_heading(tree, id)
        && tree.raw_text(id).trim().starts_with('[')
        && tree.raw_text(id).trim().ends_with(']')
        && tree.descendants(id).any(edits)
}

/// Is there nothing to read in the element? Of a large one, nobody asks.
pub fn is_blank(tree: &Tree, id: NodeId) -> bool {
    tree.end(id).index() - id.index() <= 40 && tree.raw_text(id).trim().is_empty()
}

struct Run<'r, 't> {
    reader: &'r Reader<'t>,
    /// What is read.
    span: (NodeId, NodeId),
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
                Meaning::Ruby => {
                    let pairs = self.pairs(node).unwrap_or(inlines);
                    self.sink().extend(pairs);
                    continue;
                }
                // A reference to a note is raised as it is.
                Meaning::Style(Style::Superscript) if matches!(inlines[..], [Inline::NoteRef { .. }]) => {
                    self.sink().extend(inlines);
                    continue;
                }
                Meaning::Style(style) => Inline::Span { style, inlines },
                Meaning::Link(href) => Inline::Link { href, inlines },
                Meaning::Jump(target) => Inline::Jump { target: self.reader.tree.ordinal(target), inlines },
                Meaning::Note(key) => {
                    let label = crate::article::plain(&inlines).trim_matches(['[', ']', ' ']).to_owned();
                    Inline::NoteRef { key, label }
                }
            };
            self.sink().push(done);
        }
    }

    /// Each piece of a ruby with its own reading: several may stand in one element. None without a reading, and
    /// where a block, a player or a break parts it: then no run is all of it.
    fn pairs(&self, ruby: NodeId) -> Option<Inlines> {
        let tree = self.reader.tree;
        let (from, to) = self.span;
        let (mut bases, mut readings, mut skip) = (vec![String::new()], Vec::new(), ruby);
        for d in tree.descendants(ruby) {
            if d < skip {
                continue;
            }
            match tree.tag(d) {
                tag if is_block_level(tag) || tag == Tag::Br => return None,
                Tag::Text if (d < from || d >= to) && !tree.text(d).trim().is_empty() => return None,
                Tag::Text => {
                    // A base after a reading begins the next pair; all readings may also follow all bases.
                    if bases.len() <= readings.len() && !tree.text(d).trim().is_empty() {
                        bases.push(String::new());
                    }
                    if let Some(base) = bases.last_mut() {
                        base.push_str(tree.text(d));
                    }
                }
                Tag::Rt => {
                    readings.push(crate::text::fold(&tree.raw_text(d)));
                    skip = tree.end(d);
                }
                _ if tree.name(d) == "rb" && bases.last().is_some_and(|b| !b.trim().is_empty()) => {
                    bases.push(String::new());
                }
                _ if is_mute(tree, d) && tree.tag(d) != Tag::Rtc => skip = tree.end(d),
                _ => {}
            }
        }
        if readings.is_empty() {
            return None;
        }
        if bases.len() != readings.len() {
            (bases, readings) = (vec![bases.concat()], vec![readings.join(" ")]);
        }
        let pair = |(base, reading): (String, String)| match (crate::text::fold(&base), reading) {
            (base, reading) if reading.is_empty() => Inline::Text(base),
            (base, reading) => Inline::Ruby { base, reading },
        };
        Some(bases.into_iter().zip(readings).map(pair).collect())
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

    fn formula(&mut self, id: NodeId, holder: NodeId) {
        if let Some(math) = math::read(self.reader.tree, id) {
            self.atom(id, holder, Inline::Math(math));
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
    fn a_raised_reference_to_a_note_is_raised_once() {
        let (tree, _) = crate::sweep::sweep("<p>So<sup><a href=\"#n\">1</a></sup>.</p>").unwrap();
        let block = crate::blocks::segment(&tree).remove(0);
        let link = tree.ids().find(|&id| tree.tag(id) == Tag::A).unwrap();
        let targets = Targets { notes: HashMap::from([(link, "k".to_owned())]), ..Targets::default() };
        let reader = Reader { tree: &tree, base: None, targets: &targets };
        let note = Inline::NoteRef { key: "k".into(), label: "1".into() };
        assert_eq!(reader.read(block.node, block.span), [text("So"), note, text(".")]);
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
    fn a_ruby_parted_by_blocks_is_said_once() {
        assert_eq!(read("<ruby><div>The harbour</div> and the bridge</ruby>"), [text("The harbour")]);
    }

    #[test]
    fn each_piece_of_a_ruby_has_its_reading() {
        let pair = |base: &str, reading: &str| Inline::Ruby { base: base.into(), reading: reading.into() };
        let both = [pair("東", "とう"), pair("京", "きょう")];
        assert_eq!(read("<p><ruby>東<rp>(</rp><rt>とう</rt><rp>)</rp>京<rt>きょう</rt></ruby></p>"), both);
        assert_eq!(read("<p><ruby><rb>東</rb><rb>京</rb><rt>とう</rt><rt>きょう</rt></ruby></p>"), both);
        assert_eq!(
            read("<p><ruby>東京<rt>とう</rt><rt>きょう</rt></ruby></p>"),
            [pair("東京", "とう きょう")]
        );
    }

    #[test]
    fn a_sign_that_links_to_its_heading_is_no_part_of_it() {
        assert_eq!(read("<h2 id=\"x\">Tides<a href=\"#x\" title=\"Link\">¶</a></h2>"), [text("Tides")]);
        let link = Inline::Link { href: "https://example.org/c#top".into(), inlines: vec![text("#")] };
        assert_eq!(read("<p>C <a href=\"/c#top\">#</a></p>"), [text("C "), link]);
    }

    #[test]
    fn math_is_one_formula() {
        let html = "<p>So <math><semantics><mi>x</mi><annotation encoding=\"application/x-tex\">x</annotation></semantics></math>.</p>";
        let inlines = read(html);
        assert_eq!(inlines.len(), 3);
        assert!(matches!(&inlines[1], Inline::Math(m) if m.source.as_deref() == Some("x")));
    }
}
