//! Stored HTML as bytes → snapshot markup, as a browser's parser and `extension/snapshot.js` would give it. The only
//! file that knows html5ever.
//!
//! What a style sheet hides is not known here: only what the markup of the element itself tells is marked.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, LocalName, ParseOpts, QualName, local_name, ns};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use crate::streamed::Segments;
use faircopy::{DROPPED_ELEMENTS, EMPTIED_ELEMENTS, KEPT_ATTRIBUTES};

/// A browser looks for the declaration of the encoding in this many bytes, and no further.
/// <https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding>
const PRESCANNED: usize = 1024;

/// Elements without an end tag. `frame` is one too, but not to lol_html: it is never written.
/// <https://html.spec.whatwg.org/multipage/syntax.html#void-elements>
const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "hr", "img", "input", "keygen", "link",
    "meta", "param", "source", "track", "wbr",
];

/// Elements whose markup a tokenizer takes for text. HTML ones are dealt with one by one; one of another
/// namespace can hold elements, which lol_html would take for text, and is left out.
const RAW_TEXT: &[&str] = &[
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
    "script",
    "style",
    "textarea",
    "title",
    "xmp",
];

/// Elements that pages give a background picture for want of an `img`.
const PAINTED: &[&str] = &["a", "div", "figure", "header", "i", "li", "p", "section", "span"];

/// White space, a tint, a shade: what lies over a picture is no more than this many nodes.
const MOST_BLANK: usize = 6;

static KEPT: LazyLock<HashSet<&str>> = LazyLock::new(|| KEPT_ATTRIBUTES.iter().copied().collect());
static DROPPED: LazyLock<HashSet<&str>> = LazyLock::new(|| DROPPED_ELEMENTS.iter().copied().collect());
static EMPTIED: LazyLock<HashSet<&str>> = LazyLock::new(|| EMPTIED_ELEMENTS.iter().copied().collect());

/// Text of a stored page. What can't be decoded becomes U+FFFD; no bytes are an error.
///
/// A byte order mark comes first; then UTF-8 if the bytes are that and not ASCII alone, since collections of pages
/// are often stored re-encoded under their old declaration (seen in our corpus), and text of another encoding is
/// next to never valid UTF-8 by chance; then the declaration; then windows-1252, as in a browser.
pub fn decode(bytes: &[u8]) -> String {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => declared(&bytes[..bytes.len().min(PRESCANNED)]).unwrap_or(WINDOWS_1252),
    };
    encoding.decode_with_bom_removal(bytes).0.into_owned()
}

/// The encoding that a `meta` of `head` declares.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head: String = head.iter().map(|b| b.to_ascii_lowercase() as char).collect();
    let mut rest = head.as_str();
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = &comment[comment.find("-->")?..];
            continue;
        }
        let Some(meta) =
            rest.strip_prefix("<meta").filter(|m| m.starts_with([' ', '\t', '\n', '\r', '\x0c', '/']))
        else {
            rest = &rest[1..];
            continue;
        };
        let tag = &meta[..meta.find('>').unwrap_or(meta.len())];
        if let Some(label) = charset(tag) {
            let encoding = Encoding::for_label(label.as_bytes());
            // A page that could be read so far is neither.
            return match encoding {
                Some(e) if e == UTF_16LE || e == UTF_16BE => Some(UTF_8),
                Some(e) if e == X_USER_DEFINED => Some(WINDOWS_1252),
                other => other,
            };
        }
        rest = meta;
    }
    None
}

/// The value after `charset=`, of the attribute or within `content`.
fn charset(tag: &str) -> Option<&str> {
    tag.match_indices("charset").find_map(|(at, found)| {
        let value = tag[at + found.len()..].trim_start().strip_prefix('=')?.trim_start();
        let value = value.trim_start_matches(['"', '\'']);
        let end = value.find(['"', '\'', ';', ' ', '\t', '\n', '\r', '\x0c', '/']).unwrap_or(value.len());
        Some(&value[..end])
    })
}

/// Snapshot markup of a page's markup. Any text is a page to a browser's parser, so there are no errors.
pub fn normalise(html: &str) -> String {
    let opts = ParseOpts {
        tree_builder: TreeBuilderOpts { drop_doctype: true, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    };
    let dom = html5ever::parse_document(RcDom::default(), opts).one(StrTendril::from(html));
    let segments = Segments::of(&dom.document, html);
    let mut writer = Writer { out: String::with_capacity(html.len() / 2), segments, ..Writer::default() };
    writer.steps.extend(children(&dom.document).map(|n| Step::Node(n, Place::default())).rev());
    writer.run();
    writer.out
}

/// What is left to write: the walk keeps a stack of its own, as pages may be deeper than ours.
enum Step {
    Node(Handle, Place),
    Close(LocalName),
}

/// Where a node stands.
#[derive(Clone, Copy, Default)]
struct Place {
    /// Index of the shadow tree in `Writer::shadows`, plus one; 0 in the page itself.
    shadow: usize,
    /// Within a `noscript` already parsed: another one in it is an ordinary element.
    unscripted: bool,
}

/// A shadow tree being written: what its slots show.
struct Shadow {
    slotted: HashMap<String, Vec<Handle>>,
    /// Place of its host, and so of what is slotted.
    host: Place,
}

#[derive(Default)]
struct Writer {
    out: String,
    steps: Vec<Step>,
    shadows: Vec<Shadow>,
    /// Fragments parsed on the way: dropped at the end, as an `RcDom` takes its tree apart when it goes, whoever
    /// else holds a part of it.
    fragments: Vec<RcDom>,
    frameset: bool,
    segments: Segments,
}

impl Writer {
    fn run(&mut self) {
        while let Some(step) = self.steps.pop() {
            match step {
                Step::Close(name) => self.close(&name),
                Step::Node(node, place) => match &node.data {
                    NodeData::Text { contents } => escape(&contents.borrow(), &mut self.out),
                    NodeData::Element { name, attrs, .. } => {
                        self.element(&node, name, &attrs.borrow(), place)
                    }
                    _ => {}
                },
            }
        }
    }

    fn element(&mut self, node: &Handle, name: &QualName, attrs: &[Attribute], place: Place) {
        let local = &*name.local;
        if name.ns != ns!(html) {
            if DROPPED.contains(&*local.to_ascii_lowercase())
                || RAW_TEXT.contains(&local)
                || VOID.contains(&local)
            {
                return;
            }
            self.open(local, node, attrs);
            return self.inside(node, name.local.clone(), place);
        }
        match local {
            "script" => self.script(node, attrs),
            "noscript" => self.unscripted(node, place),
            "noframes" if self.frameset => self.unscripted(node, place),
            "frame" => {}
            "frameset" => {
                self.frameset = true;
                self.open("body", node, attrs);
                self.inside(node, local_name!("body"), place);
            }
            "slot" if place.shadow > 0 => self.slot(node, attrs, place),
            "xmp" | "listing" | "plaintext" => {
                self.open("pre", node, attrs);
                self.inside(node, local_name!("pre"), place);
            }
            _ if DROPPED.contains(local) => {}
            _ if !is_writable(local) => {
                self.open("span", node, attrs);
                self.inside(node, local_name!("span"), place);
            }
            _ if VOID.contains(&local) => self.open(local, node, attrs),
            _ => {
                self.open(local, node, attrs);
                self.inside(node, name.local.clone(), place);
            }
        }
    }

    /// Writes the start tag: the attributes kept, then what the markup tells of how the element shows.
    fn open(&mut self, name: &str, node: &Handle, attrs: &[Attribute]) {
        self.out.push('<');
        self.out.push_str(name);
        for attr in attrs.iter().filter(|a| a.name.ns == ns!() && KEPT.contains(&*a.name.local)) {
            self.attribute(&attr.name.local, &attr.value);
        }
        if let (Some(lang), None) = (value(attrs, "xml:lang"), value(attrs, "lang")) {
            self.attribute("lang", lang);
        }
        let style = Style::of(value(attrs, "style").unwrap_or_default());
        let hidden = value(attrs, "hidden").is_some_and(|v| !v.trim().eq_ignore_ascii_case("until-found"));
        let closed = name == "dialog" && value(attrs, "open").is_none();
        if hidden || closed || style.undisplayed {
            self.attribute("fc-hidden", "display");
        } else if style.invisible {
            self.attribute("fc-hidden", "visibility");
        } else if style.clipped && style.placed {
            self.attribute("fc-hidden", "clip");
        } else if let Some(address) = style.background.filter(|_| PAINTED.contains(&name) && is_blank(node)) {
            self.attribute("fc-bg", &address);
        }
        self.out.push('>');
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape(value, &mut self.out);
        self.out.push('"');
    }

    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// Goes on with what an open element shows, then closes it.
    fn inside(&mut self, node: &Handle, name: LocalName, place: Place) {
        let emptied = EMPTIED.contains(&*name) && !stands_in_formula(node);
        self.steps.push(Step::Close(name));
        if emptied {
            return;
        }
        let Some(root) = children(node).find_map(|c| shadow_root(&c)) else {
            let nodes = self.segments.children(node);
            self.steps.extend(nodes.into_iter().map(|n| Step::Node(n, place)).rev());
            return;
        };
        let mut slotted: HashMap<String, Vec<Handle>> = HashMap::new();
        for child in children(node) {
            let slot = match &child.data {
                NodeData::Element { attrs, .. } => {
                    value(&attrs.borrow(), "slot").unwrap_or_default().to_owned()
                }
                NodeData::Text { .. } => String::new(),
                _ => continue,
            };
            slotted.entry(slot).or_default().push(child);
        }
        self.shadows.push(Shadow { slotted, host: place });
        let place = Place { shadow: self.shadows.len(), ..place };
        self.steps.extend(children(&root).map(|n| Step::Node(n, place)).rev());
    }

    /// A slot shows what its host was given for it, else what it holds itself.
    fn slot(&mut self, node: &Handle, attrs: &[Attribute], place: Place) {
        self.open("slot", node, attrs);
        let name = value(attrs, "name").unwrap_or_default();
        let shadow = &mut self.shadows[place.shadow - 1];
        // The first slot of a name takes all.
        let Some(nodes) = shadow.slotted.remove(name) else {
            return self.inside(node, local_name!("slot"), place);
        };
        let host = shadow.host;
        self.steps.push(Step::Close(local_name!("slot")));
        self.steps.extend(nodes.into_iter().map(|n| Step::Node(n, host)).rev());
    }

    /// What is only shown without scripts: to the parser of a browser that runs scripts it is text.
    fn unscripted(&mut self, node: &Handle, place: Place) {
        self.out.push_str("<div fc-noscript=\"\">");
        self.steps.push(Step::Close(local_name!("div")));
        let nodes: Vec<Handle> = if place.unscripted && !children(node).all(|c| is_text(&c)) {
            children(node).collect()
        } else {
            let context = QualName::new(None, ns!(html), local_name!("body"));
            let opts = ParseOpts {
                tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
                ..ParseOpts::default()
            };
            let parser = html5ever::parse_fragment(RcDom::default(), opts, context, Vec::new(), false);
            let dom = parser.one(StrTendril::from(text_of(node)));
            // The fragment's parser puts everything under an `html` element.
            let nodes = children(&dom.document).flat_map(|html| children(&html)).collect();
            self.fragments.push(dom);
            nodes
        };
        let place = Place { unscripted: true, ..place };
        self.steps.extend(nodes.into_iter().map(|n| Step::Node(n, place)).rev());
    }

    /// Of scripts only JSON-LD is written, raw.
    fn script(&mut self, node: &Handle, attrs: &[Attribute]) {
        let json_ld = value(attrs, "type").is_some_and(|t| {
            t.trim().split(';').next().unwrap_or("").trim_end().eq_ignore_ascii_case("application/ld+json")
        });
        if !json_ld {
            return;
        }
        self.open("script", node, attrs);
        // In JSON `<` stands only in strings, where these mean the same.
        let mut text = text_of(node).replace("</", "<\\/");
        // `<!--` and then `<script` would keep a script from ending where it does.
        if text.contains("<!--") && text.to_ascii_lowercase().contains("<script") {
            text = text.replace("<!--", "\\u003c!--");
        }
        self.out.push_str(&text);
        self.close("script");
    }
}

/// What the node holds directly, as parsed.
pub fn children(node: &Handle) -> std::vec::IntoIter<Handle> {
    node.children.borrow().clone().into_iter()
}

/// Will a tokenizer read the name back as it is?
fn is_writable(name: &str) -> bool {
    !name.contains(|c: char| c.is_ascii_whitespace() || "/>\0<\"'".contains(c))
}

/// Does the element show nothing but its background?
fn is_blank(node: &Handle) -> bool {
    let children = node.children.borrow();
    children.len() <= MOST_BLANK
        && children.iter().all(|child| match &child.data {
            NodeData::Text { contents } => contents.borrow().trim().is_empty(),
            NodeData::Element { name, .. } => &*name.local != "img" && child.children.borrow().is_empty(),
            _ => true,
        })
}

fn is_text(node: &Handle) -> bool {
    matches!(node.data, NodeData::Text { .. })
}

/// The text that the node holds directly.
fn text_of(node: &Handle) -> String {
    let mut out = String::new();
    for child in node.children.borrow().iter() {
        if let NodeData::Text { contents } = &child.data {
            out.push_str(&contents.borrow());
        }
    }
    out
}

/// What a declarative shadow root holds, if the node is one.
fn shadow_root(node: &Handle) -> Option<Handle> {
    let NodeData::Element { attrs, template_contents, .. } = &node.data else { return None };
    let attrs = attrs.borrow();
    let mode = value(&attrs, "shadowrootmode")?;
    if !mode.eq_ignore_ascii_case("open") && !mode.eq_ignore_ascii_case("closed") {
        return None;
    }
    template_contents.borrow().clone()
}

/// An attribute's value.
pub fn value<'a>(attrs: &'a [Attribute], name: &str) -> Option<&'a str> {
    attrs.iter().find(|a| &*a.name.local == name && a.name.ns == ns!()).map(|a| &*a.value)
}

/// Appends text or an attribute's value with the five entities of snapshot markup.
fn escape(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, found) in text.match_indices(['&', '<', '>', '"', '\u{a0}']) {
        out.push_str(&text[from..at]);
        out.push_str(match found {
            "&" => "&amp;",
            "<" => "&lt;",
            ">" => "&gt;",
            "\"" => "&quot;",
            _ => "&nbsp;",
        });
        from = at + found.len();
    }
    out.push_str(&text[from..]);
}

/// What a `style` attribute tells.
#[derive(Default)]
struct Style {
    undisplayed: bool,
    invisible: bool,
    /// Cut to nothing, which counts for what is placed absolutely alone.
    clipped: bool,
    placed: bool,
    background: Option<String>,
}

impl Style {
    fn of(css: &str) -> Style {
        let mut style = Style::default();
        for declaration in declarations(css) {
            let Some((property, value)) = declaration.split_once(':') else { continue };
            let property = property.trim().to_ascii_lowercase();
            let value = value.split('!').next().unwrap_or("").trim();
            match property.as_str() {
                "display" => style.undisplayed = value.eq_ignore_ascii_case("none"),
                "visibility" => {
                    style.invisible =
                        value.eq_ignore_ascii_case("hidden") || value.eq_ignore_ascii_case("collapse");
                }
                "position" => {
                    style.placed =
                        value.eq_ignore_ascii_case("absolute") || value.eq_ignore_ascii_case("fixed");
                }
                "clip" => style.clipped = is_nothing(value),
                // From the whole declaration: an address may hold `!`.
                "background" | "background-image" => style.background = address(declaration),
                _ => {}
            }
        }
        style
    }
}

/// Is a `clip` a rectangle of a pixel at the most: `rect(0 0 0 0)`, `rect(1px, 1px, 1px, 1px)`?
fn is_nothing(clip: &str) -> bool {
    let Some(sides) = clip.strip_prefix("rect(").and_then(|rest| rest.strip_suffix(')')) else {
        return false;
    };
    let mut sides = sides.split([' ', ',']).filter(|side| !side.is_empty());
    sides.all(|side| matches!(side.trim_end_matches("px"), "0" | "1"))
}

/// MathJax's drawing of a formula names its parts, and may be all there is of it.
fn stands_in_formula(node: &Handle) -> bool {
    let parent = node.parent.take();
    let is = parent.as_ref().and_then(|p| p.upgrade()).is_some_and(
        |p| matches!(&p.data, NodeData::Element { name, .. } if &*name.local == "mjx-container"),
    );
    node.parent.set(parent);
    is
}

/// Splits at semicolons that stand neither in a string nor in parentheses.
fn declarations(css: &str) -> impl Iterator<Item = &str> {
    let (mut quote, mut depth, mut escaped) = (None, 0_usize, false);
    css.split(move |c: char| {
        let was_escaped = std::mem::replace(&mut escaped, false);
        match (c, quote) {
            _ if was_escaped => {}
            ('\\', _) => escaped = true,
            (c, Some(q)) if c == q => quote = None,
            (_, Some(_)) => {}
            ('"' | '\'', None) => quote = Some(c),
            ('(', None) => depth += 1,
            (')', None) => depth = depth.saturating_sub(1),
            (';', None) => return depth == 0,
            _ => {}
        }
        false
    })
}

/// The first `url(…)` of a declaration.
fn address(declaration: &str) -> Option<String> {
    // ASCII folding keeps byte positions.
    let at = declaration.to_ascii_lowercase().find("url(")? + "url(".len();
    let rest = declaration[at..].trim_start();
    let (quote, rest) = match rest.chars().next()? {
        q @ ('"' | '\'') => (q, &rest[1..]),
        _ => (')', rest),
    };
    let mut out = String::new();
    let mut characters = rest.chars();
    loop {
        match characters.next() {
            None => break,
            Some(c) if c == quote => break,
            Some('\\') => out.extend(characters.next()),
            Some(c) => out.push(c),
        }
    }
    let out = out.trim();
    (!out.is_empty()).then(|| out.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands in `body`.
    fn body(html: &str) -> String {
        let out = normalise(html);
        let from = out.find("<body").expect("a body");
        let from = from + out[from..].find('>').expect("its end") + 1;
        out[from..out.rfind("</body>").expect("its end tag")].to_owned()
    }

    #[test]
    fn a_bare_text_is_a_whole_page() {
        assert_eq!(normalise("Hi"), "<html><head></head><body>Hi</body></html>");
        assert_eq!(normalise(""), "<html><head></head><body></body></html>");
    }

    #[test]
    fn every_element_that_is_not_void_gets_its_end_tag() {
        assert_eq!(body("<div><p>a<p>b<br>c<wbr><hr></div>"), "<div><p>a</p><p>b<br>c<wbr></p><hr></div>");
        assert_eq!(body("<ul><li>a<li>b</ul>"), "<ul><li>a</li><li>b</li></ul>");
        assert_eq!(body("<x-y/>z"), "<x-y>z</x-y>");
    }

    #[test]
    fn only_five_entities_are_written() {
        assert_eq!(
            body("<p title='&quot;&eacute;&nbsp;&lt;&#39;'>a &amp;&nbsp;b &lt; c > d \" e &euro;"),
            "<p title=\"&quot;é&nbsp;&lt;'\">a &amp;&nbsp;b &lt; c &gt; d &quot; e €</p>"
        );
    }

    #[test]
    fn only_attributes_of_the_list_are_kept() {
        assert_eq!(
            body(
                "<p onclick=x() style='color: red' data-x=1 ID=a fc-hidden=size fc-src=x aria-hidden=true>a"
            ),
            "<p id=\"a\" aria-hidden=\"true\">a</p>"
        );
    }

    #[test]
    fn scripts_styles_and_comments_are_dropped() {
        assert_eq!(
            body(
                "a<script>1</script><style>b{}</style><!-- c --><template><p>d</template><textarea>e</textarea>f"
            ),
            "af"
        );
        assert_eq!(
            body("<noembed><p>a</noembed><noframes><p>b</noframes><datalist><option>c</datalist>"),
            ""
        );
    }

    #[test]
    fn what_is_drawn_or_chosen_from_is_emptied() {
        assert_eq!(
            body(
                "<svg class=a viewBox='0 0 1 1'><title>b</title><path d='M0'/></svg><select id=c><option>d</select>"
            ),
            "<svg class=\"a\"></svg><select id=\"c\"></select>"
        );
        assert_eq!(
            body("<iframe src=/a title=b width=3 srcdoc='<p>c'>d</iframe><object data=/e><p>f</object>"),
            "<iframe src=\"/a\" title=\"b\" width=\"3\"></iframe><object data=\"/e\"></object>"
        );
    }

    #[test]
    fn the_title_of_a_drawing_is_not_the_title_of_the_page() {
        let out = normalise("<body><svg><title>Logo</title></svg><math><title>x</title></math><p>a");
        assert!(!out.contains("title"), "{out}");
    }

    #[test]
    fn json_ld_is_kept_raw_and_cannot_end_early() {
        assert_eq!(
            body("x<script type=' Application/LD+JSON; charset=utf-8'>{\"a\":\"b & c <b>d</b>\"}</script>"),
            "x<script type=\" Application/LD+JSON; charset=utf-8\">{\"a\":\"b & c <b>d<\\/b>\"}</script>"
        );
        assert_eq!(
            body("x<script type=application/ld+json>{\"a\":\"<!-- <script> </script>\"}</script>"),
            "x<script type=\"application/ld+json\">{\"a\":\"\\u003c!-- <script> <\\/script>\"}</script>"
        );
        assert_eq!(body("x<script type=application/json>{}</script>"), "x");
    }

    #[test]
    fn noscript_is_what_it_would_show() {
        assert_eq!(
            body("<p>a<noscript><p>b &amp; c<img src=x></noscript>"),
            "<p>a<div fc-noscript=\"\"><p>b &amp; c<img src=\"x\"></p></div></p>"
        );
        assert_eq!(
            normalise("<head><noscript><img src=x><style>a{}</style></noscript></head>"),
            "<html><head><div fc-noscript=\"\"><img src=\"x\"></div></head><body></body></html>"
        );
        assert_eq!(
            body("x<noscript>a<noscript>b<i>c</noscript>d"),
            "x<div fc-noscript=\"\">a<div fc-noscript=\"\">b<i>c</i></div></div>d"
        );
    }

    #[test]
    fn old_preformatted_elements_are_pre() {
        assert_eq!(body("<xmp><b>a</b></xmp>"), "<pre>&lt;b&gt;a&lt;/b&gt;</pre>");
        assert_eq!(body("<listing>a<b>b</b></listing>"), "<pre>a<b>b</b></pre>");
        assert_eq!(body("<plaintext><p>a</plaintext>"), "<pre>&lt;p&gt;a&lt;/plaintext&gt;</pre>");
    }

    #[test]
    fn what_the_markup_says_is_hidden_is_marked() {
        assert_eq!(body("<p hidden>a"), "<p hidden=\"\" fc-hidden=\"display\">a</p>");
        assert_eq!(body("<p hidden=until-found>a"), "<p hidden=\"until-found\">a</p>");
        assert_eq!(
            body("<p style='color:red;DISPLAY : None !important'>a"),
            "<p fc-hidden=\"display\">a</p>"
        );
        assert_eq!(body("<p style='display:none; display:block'>a"), "<p>a</p>");
        assert_eq!(body("<p style='visibility:hidden'>a"), "<p fc-hidden=\"visibility\">a</p>");
        assert_eq!(
            body("<p style='position: absolute; clip: rect(0 0 0 0)'>a"),
            "<p fc-hidden=\"clip\">a</p>"
        );
        assert_eq!(body("<p style='clip: rect(0, 0, 0, 0)'>a"), "<p>a</p>");
        assert_eq!(body("<p style='position: absolute; clip: rect(0, 90px, 20px, 0)'>a"), "<p>a</p>");
        assert_eq!(body("<dialog>a</dialog>"), "<dialog fc-hidden=\"display\">a</dialog>");
        assert_eq!(body("<dialog open>a</dialog>"), "<dialog open=\"\">a</dialog>");
        assert_eq!(body("<details><summary>a</summary>b"), "<details><summary>a</summary>b</details>");
    }

    #[test]
    fn a_background_picture_is_told_where_it_is_all_there_is() {
        for style in [
            "background-image:url(/a;b.jpg)",
            "background: #fff url( &quot;/a;b.jpg&quot; ) no-repeat; color: red",
            "x: 'display:none'; background-image: URL('/a\\;b.jpg')",
        ] {
            assert_eq!(body(&format!("<p style=\"{style}\"> <i></i>")), "<p fc-bg=\"/a;b.jpg\"> <i></i></p>");
        }
        assert_eq!(body("<p style='background: red; color: url(x)'>"), "<p></p>");
        assert_eq!(body("<p style='background: url()'>"), "<p></p>");
        assert_eq!(body("<p style='background: url(/a)'>text"), "<p>text</p>");
        assert_eq!(body("<p style='background: url(/a)'><img src=b>"), "<p><img src=\"b\"></p>");
        assert_eq!(body("<h1 style='background: url(/a)'></h1>"), "<h1></h1>");
    }

    #[test]
    fn names_that_would_be_read_back_as_others_are_spans() {
        assert_eq!(body("<a\"b>x</a\"b><c<d>y"), "<span>x</span><span>y</span>");
    }

    #[test]
    fn the_language_of_xhtml_is_a_language() {
        assert!(normalise("<html xml:lang=de>").starts_with("<html lang=\"de\">"));
        assert!(normalise("<html xml:lang=de lang=fr>").starts_with("<html lang=\"fr\">"));
    }

    #[test]
    fn a_declared_shadow_tree_is_shown_with_its_slots_filled() {
        assert_eq!(
            body(
                "<x-y><template shadowrootmode=open><p>a<slot name=s></slot><slot>none</slot><slot name=t>own</slot></p>\
                 </template>b<i slot=s>c</i><i slot=u>unshown</i></x-y>"
            ),
            "<x-y><p>a<slot name=\"s\"><i>c</i></slot><slot>b</slot><slot name=\"t\">own</slot></p></x-y>"
        );
        // A slot handed on to a shadow tree within shows what the outer host was given.
        assert_eq!(
            body(
                "<x-y><template shadowrootmode=closed><x-z><template shadowrootmode=open><b><slot></slot></b></template>\
                 <slot></slot></x-z></template>a</x-y>"
            ),
            "<x-y><x-z><b><slot><slot>a</slot></slot></b></x-z></x-y>"
        );
    }

    #[test]
    fn a_page_of_frames_is_what_it_shows_without() {
        assert_eq!(
            body("<frameset cols=1><frame src=a><noframes><p>b</noframes></frameset>"),
            "<div fc-noscript=\"\"><p>b</p></div>"
        );
    }

    #[test]
    fn formulas_are_kept_but_for_their_copies() {
        assert_eq!(
            body(
                "<math display=block><mi>x</mi><mspace/><semantics><annotation encoding=TeX>x</annotation>\
                  <annotation-xml><ci>y</ci></annotation-xml></semantics></math>"
            ),
            "<math display=\"block\"><mi>x</mi><mspace></mspace><semantics>\
             <annotation encoding=\"TeX\">x</annotation></semantics></math>"
        );
    }

    #[test]
    fn streamed_segments_stand_where_a_script_would_put_them() {
        assert_eq!(
            body(
                "<main><!--$?--><template id=\"B:0\"></template><p>wait<!--$-->x<!--/$--></p><!--/$-->end</main>\
                  <div hidden id=\"S:0\"><template id=\"P:1\"></template><p>a</div><div hidden id=\"S:1\"><p>b</div>\
                  <div hidden id=\"S:2\">c</div>"
            ),
            "<main><p>b</p><p>a</p>end</main><div id=\"S:2\" hidden=\"\" fc-hidden=\"display\">c</div>"
                .replace("id=\"S:2\" hidden=\"\"", "hidden=\"\" id=\"S:2\"")
        );
        // One that waits for itself is gone, and the walk ends.
        assert_eq!(body("<div hidden id=\"S:0\"><template id=\"B:0\"></template>a</div>b"), "b");
    }

    #[test]
    fn the_encoding_is_found_as_in_a_browser() {
        assert_eq!(decode(b"\xef\xbb\xbfa"), "a");
        assert_eq!(decode(b"\xff\xfea\0"), "a");
        assert_eq!(decode(b"<meta charset=iso-8859-2>\xb1"), "<meta charset=iso-8859-2>ą");
        assert!(decode(b"<META content='text/html; Charset = \"windows-1251\"'>\xe0").ends_with('а'));
        assert!(
            decode(b"<!-- <meta charset=koi8-r> --><metal charset=koi8-r><meta charset='gbk'>\xb0\xa1")
                .ends_with('啊')
        );
        assert!(decode(b"<meta charset=utf-16>\xe9").ends_with('\u{fffd}'), "a declared UTF-16 means UTF-8");
        assert_eq!(decode(b"caf\xe9 \x93x\x94"), "café “x”");
        let late = [b" ".repeat(PRESCANNED), b"<meta charset=koi8-r>\xe9".to_vec()].concat();
        assert!(decode(&late).ends_with('é'));
    }

    #[test]
    fn utf_8_under_an_old_declaration_is_utf_8() {
        assert!(decode("<meta charset=iso-8859-1>é".as_bytes()).ends_with(">é"));
        assert!(decode(b"<meta charset=iso-2022-jp>\x1b$B$\"\x1b(B").ends_with('あ'));
    }

    #[test]
    fn deep_pages_do_not_overflow_the_stack() {
        let deep = format!("{}a", "<div>".repeat(4_000));
        assert_eq!(body(&deep), format!("{}a{}", "<div>".repeat(4_000), "</div>".repeat(4_000)));
        let shadows = "<b><template shadowrootmode=open>".repeat(1_000);
        assert!(body(&format!("{shadows}a")).contains("<b><b>"));
    }

    /// Reads snapshot markup by its format alone and tells where it breaks that.
    fn fault(markup: &str) -> Option<String> {
        let mut open: Vec<&str> = Vec::new();
        let mut rest = markup;
        while let Some(at) = rest.find('<') {
            if let Some(fault) = fault_of_text(&rest[..at]) {
                return Some(fault);
            }
            rest = &rest[at + 1..];
            let Some(end) = rest.find('>') else { return Some("a tag without an end".to_owned()) };
            let (tag, after) = (&rest[..end], &rest[end + 1..]);
            rest = after;
            if let Some(name) = tag.strip_prefix('/') {
                if open.pop() != Some(name) {
                    return Some(format!("</{name}> ends nothing"));
                }
                continue;
            }
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            if !is_writable(name) || DROPPED.contains(name) {
                return Some(format!("<{name}> is not to be written"));
            }
            let mut left = attributes;
            while !left.is_empty() {
                let Some((name, value)) = left.split_once("=\"") else { return Some(format!("in <{tag}>")) };
                let Some((value, more)) = value.split_once('"') else { return Some(format!("in <{tag}>")) };
                if !KEPT.contains(name) && !["fc-hidden", "fc-bg", "fc-noscript"].contains(&name) {
                    return Some(format!("attribute {name}"));
                }
                if let Some(fault) = fault_of_text(value) {
                    return Some(fault);
                }
                left = more.trim_start();
            }
            if name == "script" {
                let Some(end) = rest.find("</script>") else {
                    return Some("a script without an end".to_owned());
                };
                rest = &rest[end..];
            }
            if EMPTIED.contains(name) && open.last() != Some(&"mjx-container") && !rest.starts_with("</") {
                return Some(format!("<{name}> holds something"));
            }
            if !VOID.contains(&name) {
                open.push(name);
            }
        }
        fault_of_text(rest).or_else(|| open.pop().map(|name| format!("<{name}> is not closed")))
    }

    fn fault_of_text(text: &str) -> Option<String> {
        if text.contains(['<', '>', '\u{a0}']) {
            return Some(format!("unescaped: {text}"));
        }
        let known = ["amp;", "lt;", "gt;", "quot;", "nbsp;"];
        text.split('&')
            .skip(1)
            .find(|after| !known.iter().any(|k| after.starts_with(k)))
            .map(|after| format!("&{after}"))
    }

    #[test]
    fn faults_are_found() {
        for faulty in [
            "<p>",
            "</p>",
            "<p><b></p></b>",
            "<p",
            "a > b",
            "&euro;",
            "<p onclick=\"x\"></p>",
            "<p id=x></p>",
            "<style></style>",
            "<svg>x</svg>",
            "<p id=\"&\"></p>",
            "<script>",
            "<noframes></noframes>",
        ] {
            assert!(fault(faulty).is_some(), "{faulty}");
        }
        assert_eq!(fault("<p id=\"&lt;\">a&nbsp;b<br></p><script type=\"x\">a<b && c</script>"), None);
    }

    const SOUP: &[&str] = &[
        "a",
        " ",
        "&",
        "&amp;",
        "&nbsp;",
        "<",
        ">",
        "\"",
        "<p>",
        "</p>",
        "<div hidden>",
        "</div>",
        "<b>",
        "</b>",
        "<i>",
        "<a href='x&y'>",
        "</a>",
        "<table>",
        "<tr><td>",
        "</table>",
        "<select>",
        "<option>",
        "</select>",
        "<svg><title>",
        "</svg>",
        "<math><mi>",
        "<annotation-xml encoding='text/html'>",
        "</math>",
        "<noscript>",
        "</noscript>",
        "<xmp>",
        "</xmp>",
        "<plaintext>",
        "<textarea>",
        "</textarea>",
        "<script>",
        "<script type=application/ld+json>",
        "<!--",
        "-->",
        "</script>",
        "<style>",
        "</style>",
        "<template>",
        "<template shadowrootmode=open>",
        "</template>",
        "<slot>",
        "<slot name=s>",
        "<b slot=s>",
        "<frameset>",
        "<frame>",
        "<noframes>",
        "</noframes>",
        "<iframe>",
        "</iframe>",
        "<object>",
        "</object>",
        "<title>",
        "</title>",
        "<head>",
        "<body>",
        "</body>",
        "</html>",
        "<br/>",
        "<x-y fc-src=1 style=display:none>",
        "<a\"b>",
        "<img alt='<>'>",
        "<dialog>",
        "<ruby><rt>",
        "<li>",
        "<form>",
        "<template id=\"B:0\"></template>",
        "<div hidden id=\"S:0\">",
        "<!--/$-->",
        "<![CDATA[",
        "]]>",
        "<?x",
        "</",
        "<p a=",
    ];

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 1_000, ..Default::default() })]

        #[test]
        fn whatever_comes_in_what_comes_out_is_snapshot_markup(
            pieces in proptest::collection::vec(proptest::sample::select(SOUP), 0..40)
        ) {
            let out = normalise(&pieces.concat());
            proptest::prop_assert_eq!(fault(&out), None, "{}", out);
        }
    }
}
