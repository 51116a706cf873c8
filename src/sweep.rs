//! One streaming pass of lol_html over snapshot markup: page → [`Tree`] and [`Head`]. The only file that knows
//! lol_html.

use std::cell::RefCell;
use std::rc::Rc;

use lol_html::html_content::{Element, TextChunk, TextType};
use lol_html::{HtmlRewriter, Settings, doc_text, element};

use crate::Unreadable;
use crate::head::{Head, Link, Meta};
use crate::tree::{Builder, Tree};

/// What the pass has gathered so far. lol_html's end-tag handlers are `'static` boxes, so it is shared.
#[derive(Default)]
struct Gathered {
    builder: Builder,
    head: Head,
    /// A text run in pieces: chunks may split an entity.
    pending: String,
    /// Text of a `title` or a JSON-LD script being read.
    raw: Option<Raw>,
}

struct Raw {
    json_ld: bool,
    text: String,
}

impl Gathered {
    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let text = decode(&self.pending);
            self.builder.text(&text);
            self.pending.clear();
        }
    }

    fn open(&mut self, element: &mut Element<'_, '_>, end: Rc<RefCell<Gathered>>) {
        self.flush();
        let name = element.tag_name();
        let attributes: Vec<(String, String)> =
            element.attributes().iter().map(|a| (a.name(), decode(&a.value()))).collect();
        let get = |name: &str| attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        match name.as_str() {
            "html" => self.head.lang = get("lang").or(get("xml:lang")).map(str::to_owned),
            "base" if self.head.base.is_none() => self.head.base = get("href").map(str::to_owned),
            "meta" => {
                let key = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|k| get(k));
                if let (Some(key), Some(content)) = (key, get("content")) {
                    let (key, content) = (key.trim().to_ascii_lowercase(), content.to_owned());
                    self.head.metas.push(Meta { key, content });
                }
            }
            "link" => {
                if let (Some(rel), Some(href)) = (get("rel"), get("href")) {
                    self.head.links.push(Link { rel: rel.to_ascii_lowercase(), href: href.to_owned() });
                }
            }
            _ => {}
        }
        if matches!(name.as_str(), "html" | "body") && self.head.dir.is_none() {
            self.head.dir = get("dir").map(str::to_owned);
        }
        let json_ld = name == "script"
            && get("type").is_some_and(|t| t.trim().to_ascii_lowercase().starts_with("application/ld+json"));
        let title = name == "title" && self.head.title.is_none();
        let handlers = element.end_tag_handlers();
        let void = handlers.is_none();
        self.builder.open(&name, attributes.iter().map(|(n, v)| (n.as_str(), v.as_str())), void);
        if let Some(handlers) = handlers {
            if json_ld || title {
                self.raw = Some(Raw { json_ld, text: String::new() });
            }
            handlers.push(Box::new(move |_| {
                end.borrow_mut().close();
                Ok(())
            }));
        }
    }

    fn text(&mut self, chunk: &TextChunk<'_>) {
        match (&mut self.raw, chunk.text_type()) {
            (Some(raw), _) => raw.text.push_str(chunk.as_str()),
            (None, TextType::Data | TextType::PlainText | TextType::RCData) => {
                self.pending.push_str(chunk.as_str());
            }
            (None, _) => {}
        }
    }

    fn close(&mut self) {
        self.flush();
        if let Some(raw) = self.raw.take() {
            if raw.json_ld {
                self.head.json_ld.push(raw.text);
            } else {
                self.head.title = Some(decode(&raw.text).trim().to_owned());
            }
        }
        self.builder.close();
    }
}

/// Reads snapshot markup.
pub fn sweep(html: &str) -> Result<(Tree, Head), Unreadable> {
    let gathered = Rc::new(RefCell::new(Gathered::default()));
    let (on_open, on_text) = (Rc::clone(&gathered), Rc::clone(&gathered));
    let settings = Settings::new()
        .append_element_content_handler(element!("*", move |element| {
            on_open.borrow_mut().open(element, Rc::clone(&on_open));
            Ok(())
        }))
        .append_document_content_handler(doc_text!(move |chunk| {
            on_text.borrow_mut().text(chunk);
            Ok(())
        }))
        // `<select><xmp>` and its like are ambiguous to a streaming parser even when balanced.
        .with_strict(false);
    let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
    rewriter.write(html.as_bytes()).map_err(|e| Unreadable::Markup(e.to_string()))?;
    rewriter.end().map_err(|e| Unreadable::Markup(e.to_string()))?;
    let mut gathered = gathered.take();
    gathered.flush();
    Ok((gathered.builder.finish(), gathered.head))
}

/// Decodes the five entities that a serialiser writes. Anything else stays as it is.
fn decode(text: &str) -> String {
    let Some(first) = text.find('&') else { return text.to_owned() };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", "\u{a0}")];
        let (entity, character) = known.into_iter().find(|(e, _)| rest.starts_with(e)).unwrap_or(("&", "&"));
        out.push_str(character);
        rest = &rest[entity.len()..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Tag;

    #[test]
    fn a_balanced_page_becomes_its_tree() {
        let (tree, head) = sweep(
            "<html lang=\"de\"><head><title>A &amp; B</title><meta name=\"Author\" content=\"&quot;X&quot;\">\
             <script type=\"application/ld+json\">{\"a\":\"&amp;\"}</script></head>\
             <body><p class=\"x\">one<br>two &lt;3</p><x-y>z</x-y></body></html>",
        )
        .unwrap();
        assert_eq!(head.title.as_deref(), Some("A & B"));
        assert_eq!(head.meta("author"), Some("\"X\""));
        assert_eq!(head.json_ld, ["{\"a\":\"&amp;\"}"]);
        assert_eq!(head.lang.as_deref(), Some("de"));
        let p = tree.ids().find(|&id| tree.tag(id) == Tag::P).unwrap();
        assert_eq!(tree.raw_text(p), "onetwo <3");
        assert_eq!(tree.attr(p, "class"), Some("x"));
        assert_eq!(tree.children(p).count(), 3);
        let custom = tree.ids().find(|&id| tree.name(id) == "x-y").unwrap();
        assert_eq!(tree.ordinal(custom), 8);
    }
}
