//! A formula of the page, in whichever markup → one formula: MathML of a closed list, and its source.
//!
//! Scripts that set formulas leave two forms of each: what is drawn, and MathML for those who can't see it, which style
//! sheets hide. The MathML is taken, hidden or not. Where there is none, it is made again from the drawing, if that
//! names its parts: MathJax names elements (CHTML) or an attribute (SVG) after MathML.

use crate::article::{Math, MathNode};
use crate::tree::{NodeId, Tag, Tree};

/// The MathML elements that are shown; others are left out with what they hold.
#[rustfmt::skip]
pub const MATH_ELEMENTS: &[&str] = &[
    "math", "menclose", "merror", "mfenced", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded",
    "mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup",
    "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none", "semantics",
];

/// The MathML attributes that are kept: none of them holds an address, a name or a style.
#[rustfmt::skip]
pub const MATH_ATTRIBUTES: &[&str] = &[
    "accent", "accentunder", "close", "columnalign", "columnspan", "depth", "dir", "display", "displaystyle",
    "fence", "form", "height", "largeop", "linethickness", "lspace", "mathvariant", "maxsize", "minsize",
    "movablelimits", "notation", "open", "rowalign", "rowspan", "rspace", "scriptlevel", "separator",
    "separators", "stretchy", "symmetric", "voffset", "width",
];

/// Classes of what holds all forms of one formula: KaTeX's, MathJax 2's, MediaWiki's.
const HOLDERS: &[&str] =
    &["katex", "katex-display", "MathJax", "MathJax_CHTML", "MathJax_SVG", "mjx-chtml", "mwe-math-element"];

/// Formulas in formulas are read no deeper than this.
const DEEPEST: usize = 32;

/// Nodes of the largest element that is taken for a formula by its class alone.
const LARGEST: usize = 8_000;

/// Does the element hold a formula and nothing else?
pub fn is_formula(tree: &Tree, id: NodeId) -> bool {
    match tree.tag(id) {
        Tag::Math => true,
        Tag::Span | Tag::Div | Tag::Other => {
            tree.name(id) == "mjx-container"
                || tree.attr(id, "class").is_some_and(|c| {
                    c.split_ascii_whitespace().any(|c| HOLDERS.contains(&c)) && holds_no_text(tree, id, c)
                })
        }
        _ => false,
    }
}

/// A class may stand on a whole text; and a picture alone is read as a picture.
fn holds_no_text(tree: &Tree, id: NodeId, class: &str) -> bool {
    let large = tree.end(id).index() - id.index() > LARGEST;
    let prose = tree.descendants(id).take(LARGEST).any(|d| {
        use Tag::*;
        matches!(tree.tag(d), P | Ul | Ol | Table | Article | Section | Blockquote | Pre | Figure)
    });
    !large && !prose && (!class.contains("mwe-math") || mathml(tree, id).is_some())
}

/// The MathML in a formula.
fn mathml(tree: &Tree, id: NodeId) -> Option<NodeId> {
    std::iter::once(id).chain(tree.descendants(id)).find(|&d| tree.tag(d) == Tag::Math)
}

/// Nodes that hold the formula's letters, once.
pub fn letters(tree: &Tree, id: NodeId) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut skip = id;
    for d in tree.descendants(mathml(tree, id).unwrap_or(id)) {
        if d < skip {
            continue;
        }
        match tree.tag(d) {
            Tag::Text => found.push(d),
            _ if matches!(tree.name(d), "annotation" | "annotation-xml") => skip = tree.end(d),
            _ => {}
        }
    }
    found
}

/// The formula; nothing where no form of it says anything.
pub fn read(tree: &Tree, id: NodeId) -> Option<Math> {
    let own = mathml(tree, id);
    let mathml = match own {
        Some(math) => Some(from_mathml(tree, math)),
        None => from_drawing(tree, id),
    };
    let source = source(tree, own.unwrap_or(id)).or_else(|| (mathml.is_none()).then(|| words(tree, id))?);
    (mathml.is_some() || source.is_some()).then_some(Math { tree: mathml, source })
}

/// TeX or the like.
fn source(tree: &Tree, id: NodeId) -> Option<String> {
    let annotation = tree.descendants(id).find(|&d| {
        tree.name(d) == "annotation"
            && tree.attr(d, "encoding").is_some_and(|e| e.to_ascii_lowercase().contains("tex"))
    });
    let latex = || {
        std::iter::once(id)
            .chain(tree.descendants(id))
            .find_map(|d| tree.attr(d, if tree.tag(d) == Tag::Math { "alttext" } else { "data-latex" }))
    };
    let found = annotation
        .map(|d| tree.raw_text(d).trim().to_owned())
        .or_else(|| latex().map(|s| s.trim().to_owned()));
    found.filter(|s| !s.is_empty())
}

/// What a formula says that is only drawn: its name for those who can't see it, else its letters.
fn words(tree: &Tree, id: NodeId) -> Option<String> {
    let name = std::iter::once(id).chain(tree.descendants(id)).find_map(|d| tree.attr(d, "aria-label"));
    let said = name.map_or_else(|| letters(tree, id).iter().map(|&d| tree.text(d)).collect(), str::to_owned);
    let said = crate::text::fold(&said.replace('\u{200b}', ""));
    (!said.is_empty()).then_some(said)
}

fn from_mathml(tree: &Tree, id: NodeId) -> MathNode {
    let mut open: Vec<(NodeId, MathNode)> = vec![(id, element(tree, id))];
    let mut skip = id;
    for d in tree.descendants(id) {
        if d < skip {
            continue;
        }
        close(tree, &mut open, d);
        if tree.tag(d) == Tag::Text {
            let text = crate::text::fold(tree.text(d));
            if let (false, Some((_, MathNode::Element { children, .. }))) = (text.is_empty(), open.last_mut())
            {
                children.push(MathNode::Text(text));
            }
        } else if MATH_ELEMENTS.contains(&tree.name(d)) && open.len() < DEEPEST {
            open.push((d, element(tree, d)));
        } else {
            skip = tree.end(d);
        }
    }
    close(tree, &mut open, tree.end(id));
    open.remove(0).1
}

fn close(tree: &Tree, open: &mut Vec<(NodeId, MathNode)>, before: NodeId) {
    while open.len() > 1 && open.last().is_some_and(|(n, _)| tree.end(*n) <= before) {
        if let (Some((_, done)), Some((_, MathNode::Element { children, .. }))) =
            (open.pop(), open.last_mut())
        {
            children.push(done);
        }
    }
}

fn element(tree: &Tree, id: NodeId) -> MathNode {
    let attributes = tree
        .attrs(id)
        .filter(|(n, _)| MATH_ATTRIBUTES.contains(n))
        .map(|(n, v)| (n.to_owned(), v.to_owned()))
        .collect();
    MathNode::Element { name: tree.name(id).to_owned(), attributes, children: Vec::new() }
}

/// What MathML element a part of MathJax's drawing stands for.
fn part(tree: &Tree, id: NodeId) -> Option<&'static str> {
    let name = tree.name(id).strip_prefix("mjx-").or_else(|| tree.attr(id, "data-mml-node"))?;
    if name.eq_ignore_ascii_case("texatom") {
        return Some("mrow");
    }
    MATH_ELEMENTS.iter().find(|known| **known == name).copied()
}

/// MathML made again from what MathJax has drawn.
fn from_drawing(tree: &Tree, id: NodeId) -> Option<MathNode> {
    let top = tree.descendants(id).find(|&d| part(tree, d) == Some("math"))?;
    match rebuilt(tree, top, 0) {
        MathNode::Element { children, .. } if children.is_empty() => None,
        formula => Some(formula),
    }
}

/// The nearest parts below a part, what is only there to place them left out.
fn parts(tree: &Tree, id: NodeId) -> Vec<NodeId> {
    let mut skip = id;
    let mut found = Vec::new();
    for d in tree.descendants(id) {
        if d >= skip && part(tree, d).is_some() {
            found.push(d);
            skip = tree.end(d);
        }
    }
    found
}

/// One part and what it holds. No deeper than [`DEEPEST`]: what lies below is left out.
fn rebuilt(tree: &Tree, id: NodeId, depth: usize) -> MathNode {
    let name = part(tree, id).unwrap_or("mrow");
    let node =
        |name: &str, children| MathNode::Element { name: name.to_owned(), attributes: Vec::new(), children };
    if matches!(name, "mi" | "mn" | "mo" | "ms" | "mtext") {
        let text = glyphs(tree, id);
        return node(name, if text.is_empty() { Vec::new() } else { vec![MathNode::Text(text)] });
    }
    if depth >= DEEPEST {
        return node("mrow", Vec::new());
    }
    let mut held = parts(tree, id);
    let within =
        |d: NodeId, name: &str| tree.ancestors(d).take_while(|&a| a != id).any(|a| tree.name(a) == name);
    let mut name = name;
    match name {
        // The sign is drawn as an operator beside what stands under it.
        "msqrt" | "mroot" => {
            held.retain(|&d| !(part(tree, d) == Some("mo") && glyphs(tree, d) == "√"));
            if held.len() == 2 && within(held[0], "mjx-root") {
                held.swap(0, 1);
            }
        }
        // Above stands before below; in MathML it is the other way round.
        "msubsup" if held.len() == 3 => held.swap(1, 2),
        "mover" | "munder" | "munderover" => {
            let over = held.first().is_some_and(|&d| within(d, "mjx-over"));
            if let ([_, inner], true, "munderover") = (held.as_slice(), over, name) {
                let below = parts(tree, *inner);
                if part(tree, *inner) == Some("munder") && below.len() == 2 {
                    held = vec![below[0], below[1], held[0]];
                }
            } else if held.len() == 2 && over {
                held.swap(0, 1);
            } else if held.len() == 3 && within(held[1], "mjx-script") {
                held.swap(1, 2);
                name = "msubsup";
            }
        }
        _ => {}
    }
    node(name, held.into_iter().map(|d| rebuilt(tree, d, depth + 1)).collect())
}

/// The characters of a token: MathJax writes each one's code into a class or an attribute.
fn glyphs(tree: &Tree, id: NodeId) -> String {
    let mut text = String::new();
    for d in tree.descendants(id) {
        let class = || {
            let class = tree.attr(d, "class")?;
            class.split_ascii_whitespace().find_map(|c| c.strip_prefix("mjx-c"))
        };
        let code = tree.attr(d, "data-c").or_else(class);
        match code.and_then(|c| u32::from_str_radix(c, 16).ok()).and_then(char::from_u32) {
            Some(c) => text.push(c),
            None if tree.tag(d) == Tag::Text => text.push_str(tree.text(d)),
            None => {}
        }
    }
    crate::text::fold(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The formula in short: `name(child child)`, its source after a bar.
    fn short(html: &str) -> String {
        let (tree, _) = crate::sweep::sweep(html).unwrap();
        let root = tree.ids().find(|&id| is_formula(&tree, id)).expect("a formula");
        fn write(node: &MathNode, out: &mut String) {
            match node {
                MathNode::Text(text) => out.push_str(text),
                MathNode::Element { name, children, .. } => {
                    out.push_str(name);
                    out.push('(');
                    for (i, child) in children.iter().enumerate() {
                        if i > 0 {
                            out.push(' ');
                        }
                        write(child, out);
                    }
                    out.push(')');
                }
            }
        }
        let Some(Math { tree, source }) = read(&tree, root) else { return String::new() };
        let mut out = String::new();
        if let Some(tree) = &tree {
            write(tree, &mut out);
        }
        if let Some(source) = source {
            out.push('|');
            out.push_str(&source);
        }
        out
    }

    #[test]
    fn hidden_mathml_beside_a_drawing_is_the_formula() {
        let katex = "<span class=katex><span class=katex-mathml fc-hidden=clip><math><semantics><mrow><mi>x</mi></mrow>\
            <annotation encoding=\"application/x-tex\">x</annotation></semantics></math></span>\
            <span class=katex-html aria-hidden=true><span>x</span></span></span>";
        assert_eq!(short(katex), "math(semantics(mrow(mi(x))))|x");
        let second = "<span class=MathJax><nobr><span>x</span></nobr><span class=MJX_Assistive_MathML fc-hidden=clip>\
            <math><mi>x</mi></math></span></span>";
        assert_eq!(short(second), "math(mi(x))");
    }

    #[test]
    fn a_drawing_that_names_its_parts_is_made_mathml_again() {
        let c = |code: &str| format!("<mjx-c class=\"mjx-c{code} TEX-I\"></mjx-c>");
        let (a, b, two, one) = (c("61"), c("62"), c("32"), c("31"));
        let root = c("221A");
        let html = format!(
            "<mjx-container jax=CHTML><mjx-math><mjx-mfrac><mjx-frac><mjx-num><mjx-nstrut></mjx-nstrut><mjx-mi>{a}</mjx-mi>\
             </mjx-num><mjx-dbox><mjx-dtable><mjx-line></mjx-line><mjx-row><mjx-den><mjx-mi>{b}</mjx-mi></mjx-den>\
             </mjx-row></mjx-dtable></mjx-dbox></mjx-frac></mjx-mfrac><mjx-msubsup><mjx-mi>{a}</mjx-mi><mjx-script>\
             <mjx-mn>{two}</mjx-mn><mjx-spacer></mjx-spacer><mjx-mn>{one}</mjx-mn></mjx-script></mjx-msubsup><mjx-mroot>\
             <mjx-root><mjx-mn>{two}</mjx-mn></mjx-root><mjx-sqrt><mjx-surd><mjx-mo>{root}</mjx-mo></mjx-surd><mjx-box>\
             <mjx-mi>{b}</mjx-mi></mjx-box></mjx-sqrt></mjx-mroot><mjx-munderover><mjx-over><mjx-mi>{a}</mjx-mi></mjx-over>\
             <mjx-box><mjx-munder><mjx-row><mjx-base><mjx-mo>{root}</mjx-mo></mjx-base></mjx-row><mjx-row><mjx-under>\
             <mjx-TeXAtom><mjx-mi>{b}</mjx-mi></mjx-TeXAtom></mjx-under></mjx-row></mjx-munder></mjx-box></mjx-munderover>\
             </mjx-math></mjx-container>"
        );
        assert_eq!(
            short(&html),
            "math(mfrac(mi(a) mi(b)) msubsup(mi(a) mn(1) mn(2)) mroot(mi(b) mn(2)) munderover(mo(√) mrow(mi(b)) mi(a)))"
        );
    }

    #[test]
    fn so_is_one_of_vector_graphics() {
        let html = "<mjx-container jax=SVG><svg><g><g data-mml-node=math><g data-mml-node=msqrt><g><g data-mml-node=mi>\
            <path data-c=78></path></g></g><g data-mml-node=mo><path data-c=221A></path></g><rect></rect></g></g></g></svg>\
            </mjx-container>";
        assert_eq!(short(html), "math(msqrt(mi(x)))");
    }

    #[test]
    fn a_drawing_of_anonymous_parts_gives_its_letters() {
        let html = "<span class=katex><span class=katex-html aria-hidden=true><span>c</span><span>\u{200b}2</span></span></span>";
        assert_eq!(short(html), "|c2");
        assert_eq!(short("<mjx-container><svg></svg></mjx-container>"), "");
        assert_eq!(
            short(
                "<mjx-container><svg></svg><mjx-speech aria-label=\"x squared\"></mjx-speech></mjx-container>"
            ),
            "|x squared"
        );
        assert_eq!(short("<mjx-container><svg data-latex=\"x^2\"></svg></mjx-container>"), "|x^2");
    }

    #[test]
    fn a_text_of_that_class_is_no_formula() {
        let (tree, _) = crate::sweep::sweep("<div class=MathJax><p>Words.</p></div>").unwrap();
        assert!(!tree.ids().any(|id| is_formula(&tree, id)));
    }

    #[test]
    fn nesting_has_an_end() {
        let depth = 3_000;
        let html = format!(
            "<mjx-container><mjx-math>{}{}</mjx-math></mjx-container>",
            "<mjx-mrow>".repeat(depth),
            "</mjx-mrow>".repeat(depth)
        );
        assert!(short(&html).starts_with("math(mrow("));
    }
}
