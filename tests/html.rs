//! The HTML document is parsed again: it has the closed list of elements, the article's words, and nothing else.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;

use faircopy::*;
use html5ever::tendril::{StrTendril, TendrilSink};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use proptest::prelude::*;

const ELEMENTS: &[&str] = &[
    "a",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "img",
    "ins",
    "kbd",
    "li",
    "link",
    "mark",
    "math",
    "meta",
    "mi",
    "mrow",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "section",
    "small",
    "span",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "time",
    "title",
    "tr",
    "ul",
    "div",
];

/// Elements, attributes and text of a document.
#[derive(Default)]
struct Seen {
    elements: BTreeSet<String>,
    attributes: Vec<(String, String)>,
    text: String,
}

fn seen(html: &str) -> Seen {
    let dom = html5ever::parse_document(RcDom::default(), Default::default()).one(StrTendril::from(html));
    let mut seen = Seen::default();
    let mut left: Vec<Handle> = vec![dom.document.clone()];
    while let Some(node) = left.pop() {
        match &node.data {
            NodeData::Text { contents } => seen.text.push_str(&contents.borrow()),
            NodeData::Element { name, attrs, .. } => {
                if &*name.local == "head" {
                    continue;
                }
                seen.elements.insert(name.local.to_string());
                seen.attributes
                    .extend(attrs.borrow().iter().map(|a| (a.name.local.to_string(), a.value.to_string())));
            }
            NodeData::Comment { .. } => panic!("a comment in {html}"),
            _ => {}
        }
        left.extend(node.children.borrow().iter().rev().cloned());
    }
    seen
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// An article with this text wherever text can be.
fn everywhere(text: &str) -> Article {
    let inlines = || -> Inlines { vec![Inline::Text(text.to_owned())] };
    let block = |kind| Block { source: 3, lang: Some(text.to_owned()), dir: None, kind };
    let paragraph = || block(BlockKind::Paragraph { inlines: inlines() });
    let image = Image {
        src: format!("https://example.org/{text}"),
        srcset: vec![(format!("https://example.org/{text}"), 300)],
        alt: text.to_owned(),
        ..Image::default()
    };
    let figure = Figure {
        images: vec![image.clone()],
        caption: Some(inlines()),
        credit: Some(inlines()),
        source: None,
    };
    let spans = [Style::Emphasis, Style::Code, Style::Quote, Style::Small]
        .map(|style| Inline::Span { style, inlines: inlines() });
    let tree = MathNode::Element {
        name: "mi".to_owned(),
        attributes: vec![("mathvariant".to_owned(), text.to_owned()), (text.to_owned(), text.to_owned())],
        children: vec![MathNode::Element {
            name: text.to_owned(),
            attributes: Vec::new(),
            children: vec![MathNode::Text(text.to_owned())],
        }],
    };
    let mut line = vec![
        Inline::Link { href: format!("https://example.org/{text}"), inlines: inlines() },
        Inline::Link { href: format!("javascript:{text}"), inlines: inlines() },
        Inline::Jump { target: 3, inlines: inlines() },
        Inline::NoteRef { key: "k".to_owned(), label: text.to_owned() },
        Inline::Image(image),
        Inline::Math(Math { tree: Some(tree), source: None }),
        Inline::Ruby { base: text.to_owned(), reading: text.to_owned() },
        Inline::Break,
    ];
    line.extend(spans);
    Article {
        url: Some(format!("https://example.org/{text}")),
        lang: Some(text.to_owned()),
        site: Some(text.to_owned()),
        kicker: Some(text.to_owned()),
        headline: Some(Text::of(text)),
        dek: Some(Text::of(text)),
        key_points: Some(KeyPoints { heading: Some(text.to_owned()), points: vec![Text::of(text)] }),
        bylines: vec![text.to_owned()],
        published: Some(text.to_owned()),
        hero: Some(figure.clone()),
        body: [
            BlockKind::Paragraph { inlines: line },
            BlockKind::Crosshead { level: 9, inlines: inlines() },
            BlockKind::List {
                ordered: true,
                start: Some(-3),
                items: vec![vec![paragraph()], vec![paragraph(), paragraph()]],
            },
            BlockKind::Definitions {
                groups: vec![DefinitionGroup {
                    terms: vec![inlines()],
                    definitions: vec![vec![paragraph()]],
                }],
            },
            BlockKind::BlockQuote { blocks: vec![paragraph()] },
            BlockKind::PullQuote { inlines: inlines() },
            BlockKind::Table {
                caption: Some(inlines()),
                rows: vec![vec![Cell { header: true, colspan: 2, rowspan: 3, blocks: vec![paragraph()] }]],
            },
            BlockKind::Code { language: Some(text.to_owned()), text: text.to_owned() },
            BlockKind::Figure(figure),
            BlockKind::Embed(Embed {
                medium: Medium::Frame,
                src: format!("https://example.org/{text}"),
                title: text.to_owned(),
                poster: Some(format!("javascript:{text}")),
                caption: Some(inlines()),
            }),
            BlockKind::Details { summary: inlines(), blocks: vec![paragraph()] },
            BlockKind::Aside { blocks: vec![paragraph()] },
            BlockKind::Post {
                author: Some(text.to_owned()),
                date: Some(text.to_owned()),
                said: Some(text.to_owned()),
                depth: 3,
                blocks: vec![paragraph()],
            },
            BlockKind::Rule,
        ]
        .map(block)
        .into(),
        footnotes: vec![Footnote { key: "k".to_owned(), label: text.to_owned(), blocks: vec![paragraph()] }],
        ..Article::default()
    }
}

/// Everything but the words is what it is for a harmless text.
#[track_caller]
fn check(text: &str) {
    let (harmless, seen) = (seen(&render::html(&everywhere("word"))), seen(&render::html(&everywhere(text))));
    assert_eq!(seen.elements, harmless.elements);
    assert!(seen.elements.iter().all(|e| ELEMENTS.contains(&e.as_str())), "{:?}", seen.elements);
    let names = |seen: &Seen| seen.attributes.iter().map(|(name, _)| name.clone()).collect::<BTreeSet<_>>();
    assert!(names(&seen).is_subset(&names(&harmless)), "{:?}", names(&seen));
    for (name, value) in &seen.attributes {
        assert!(!name.starts_with("on") && name != "style", "{name}");
        if matches!(name.as_str(), "href" | "src") {
            assert!(value.starts_with("https://") || value.starts_with('#'), "{name}={value}");
        }
    }
    let want = words(&harmless.text).join(" ").replace("word", text);
    assert_eq!(words(&seen.text).concat(), words(&want).concat());
}

#[test]
fn text_never_becomes_markup() {
    for text in [
        "word",
        "</p></article><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onclick='x",
        "<!-- -->",
        "]]>",
        "&lt;b&gt; &amp;amp; &copy &#60;",
        "</title></style></pre></textarea>",
        "<math><mtext><style></math>",
        "mi",
        "script",
    ] {
        check(text);
    }
}

#[test]
fn an_empty_article_is_a_document_all_the_same() {
    let html = render::html(&Article::default());
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains("<title>Untitled</title>"), "{html}");
    assert_eq!(render::text(&Article::default()), "");
    assert_eq!(render::markdown(&Article::default()), "");
}

#[test]
fn links_within_lead_somewhere() {
    let seen = seen(&render::html(&everywhere("word")));
    let ids: Vec<&str> = seen.attributes.iter().filter(|(n, _)| n == "id").map(|(_, v)| v.as_str()).collect();
    let unique: BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "{ids:?}");
    let mut inner = 0;
    for (_, href) in seen.attributes.iter().filter(|(n, v)| n == "href" && v.starts_with('#')) {
        assert!(ids.contains(&&href[1..]), "{href} leads nowhere: {ids:?}");
        inner += 1;
    }
    assert_eq!(inner, 3, "the jump, the note and the way back");
}

proptest! {
    #[test]
    fn any_text_stays_text(text in "[a<>&\"'/=! ;#x-]{1,24}") {
        prop_assume!(!text.trim().is_empty());
        check(&text);
    }
}
