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
    let mut writer = Writer { out: String::with_capacity(html.len() / 2), ..Writer::default() };
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
            self.open(local, attrs);
            return self.inside(node, name.local.clone(), place);
        }
        match local {
            "script" => self.script(node, attrs),
            "noscript" => self.unscripted(node, place),
            "noframes" if self.frameset => self.unscripted(node, place),
            "frame" => {}
            "frameset" => {
                self.frameset = true;
                self.out.push_str("<body>");
                self.inside(node, local_name!("body"), place);
            }
            "slot" if place.shadow > 0 => self.slot(node, attrs, place),
            "xmp" | "listing" | "plaintext" => {
                self.open("pre", attrs);
                self.inside(node, local_name!("pre"), place);
            }
            _ if DROPPED.contains(local) => {}
            _ if VOID.contains(&local) => self.open(local, attrs),
            _ => {
                self.open(local, attrs);
                self.inside(node, name.local.clone(), place);
            }
        }
    }

    /// Writes the start tag: the attributes kept, then what the markup tells of how the element shows.
    fn open(&mut self, name: &str, attrs: &[Attribute]) {
        self.out.push('<');
        self.out.push_str(name);
        for attr in attrs.iter().filter(|a| a.name.ns == ns!() && KEPT.contains(&*a.name.local)) {
            self.attribute(&attr.name.local, &attr.value);
        }
        let style = Style::of(value(attrs, "style").unwrap_or_default());
        let hidden = value(attrs, "hidden").is_some_and(|v| !v.trim().eq_ignore_ascii_case("until-found"));
        let closed = name == "dialog" && value(attrs, "open").is_none();
        if hidden || closed || style.undisplayed {
            self.attribute("fc-hidden", "display");
        } else if style.invisible {
            self.attribute("fc-hidden", "visibility");
        }
        if let Some(address) = style.background {
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
        let emptied = EMPTIED.contains(&*name);
        self.steps.push(Step::Close(name));
        if emptied {
            return;
        }
        let Some(root) = children(node).find_map(|c| shadow_root(&c)) else {
            self.steps.extend(children(node).map(|n| Step::Node(n, place)).rev());
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
        self.open("slot", attrs);
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
        let json_ld = value(attrs, "type")
            .is_some_and(|t| t.trim().split(';').next().unwrap_or("").trim_end() == "application/ld+json");
        if !json_ld {
            return;
        }
        self.open("script", attrs);
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

fn children(node: &Handle) -> std::vec::IntoIter<Handle> {
    node.children.borrow().clone().into_iter()
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

fn value<'a>(attrs: &'a [Attribute], name: &str) -> Option<&'a str> {
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
                // From the whole declaration: an address may hold `!`.
                "background" | "background-image" => style.background = address(declaration),
                _ => {}
            }
        }
        style
    }
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
        let from = out.find("<body").unwrap();
        let from = from + out[from..].find('>').unwrap() + 1;
        out[from..out.rfind("</body>").unwrap()].to_owned()
    }

    #[test]
    fn noscript_is_shown_as_markup() {
        assert_eq!(
            body("<p>a<noscript><p>b &amp; c<img src=x></noscript>"),
            "<p>a<div fc-noscript=\"\"><p>b &amp; c<img src=\"x\"></p></div></p>"
        );
    }
}
