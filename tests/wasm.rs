//! The door and the nodes, in a browser: `wasm-pack test --headless --chrome` (and `--firefox`).
#![cfg(target_arch = "wasm32")]

use faircopy::dom::{self, ATTRIBUTES, ELEMENTS, MATH_ATTRIBUTES, MATH_ELEMENTS};
use faircopy::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Document, Element, HtmlElement};

wasm_bindgen_test_configure!(run_in_browser);

const MARK: &str = "fc-k3v9";
const MARKUP: &str = "<img src=x onerror=alert(1)></p><script>alert(2)</script>&lt;b&gt;";

fn document() -> Document {
    web_sys::window().expect("a window").document().expect("a document")
}

fn built(article: &Article) -> HtmlElement {
    dom::build(article, &document(), MARK).expect("built")
}

fn text(s: &str) -> Inlines {
    vec![Inline::Text(s.into())]
}

fn block(source: u32, kind: BlockKind) -> Block {
    Block { source, lang: None, dir: None, kind }
}

fn paragraph(source: u32, s: &str) -> Block {
    block(source, BlockKind::Paragraph { inlines: text(s) })
}

fn cell(header: bool, s: &str) -> Cell {
    Cell { header, colspan: 1, rowspan: 1, blocks: vec![paragraph(0, s)] }
}

fn image(src: &str) -> Image {
    Image { src: src.into(), alt: "A harbour".into(), ..Image::default() }
}

fn element(name: &str, attributes: &[(&str, &str)], children: Vec<MathNode>) -> MathNode {
    let attributes = attributes.iter().map(|(n, v)| (n.to_string(), v.to_string())).collect();
    MathNode::Element { name: name.into(), attributes, children }
}

fn span(style: Style) -> Inline {
    Inline::Span { style, inlines: text("x") }
}

/// Every kind of block and of inline, every optional part filled.
fn everything() -> Article {
    let formula = Math {
        tree: Some(element(
            "math",
            &[("display", "inline"), ("onclick", "alert(3)"), ("href", "https://example.org/")],
            vec![
                element(
                    "msup",
                    &[],
                    vec![element("mi", &[("mathvariant", "normal")], vec![MathNode::Text("x".into())])],
                ),
                element("script", &[], vec![MathNode::Text("alert(4)".into())]),
            ],
        )),
        source: Some("x^2".into()),
    };
    let inlines = vec![
        Inline::Text("Words ".into()),
        Inline::Link { href: "https://example.org/a?b=1&c=2".into(), inlines: text("a link") },
        Inline::Link { href: "mailto:desk@example.org".into(), inlines: text("a letter") },
        Inline::Jump { target: 12, inlines: text("a jump") },
        Inline::Jump { target: 9999, inlines: text("a jump to nowhere") },
        Inline::NoteRef { key: "n1".into(), label: "1".into() },
        Inline::NoteRef { key: "n1".into(), label: "1".into() },
        Inline::NoteRef { key: "lost".into(), label: "9".into() },
        span(Style::Emphasis),
        span(Style::Strong),
        span(Style::Code),
        span(Style::Keyboard),
        span(Style::Subscript),
        span(Style::Superscript),
        span(Style::Quote),
        span(Style::Cite),
        span(Style::Mark),
        span(Style::Deleted),
        span(Style::Inserted),
        span(Style::Small),
        Inline::Image(image("https://example.org/i.png")),
        Inline::Math(formula.clone()),
        Inline::Ruby { base: "明日".into(), reading: "あした".into() },
        Inline::Break,
    ];
    let rows = vec![
        vec![cell(true, "Port"), cell(true, "Ships")],
        vec![cell(true, "Aldwick"), cell(false, "1,204")],
        vec![cell(true, "Merrow"), cell(false, "−3.5 %")],
    ];
    let figure = Figure {
        source: Some(30),
        images: vec![image("https://example.org/1.jpg"), image("https://example.org/2.jpg")],
        caption: Some(text("Two harbours")),
        credit: Some(text("Ann Author")),
    };
    let embed = |medium| Embed {
        medium,
        src: "https://video.example/42".into(),
        title: "A film".into(),
        poster: Some("https://video.example/still.jpg".into()),
        caption: Some(text("What it shows")),
    };
    let post = |depth| BlockKind::Post {
        author: Some("Bea".into()),
        date: Some("2026-02-03T10:00:00Z".into()),
        said: None,
        depth,
        blocks: vec![paragraph(40, "A reply")],
    };
    let kinds = vec![
        BlockKind::Paragraph { inlines },
        BlockKind::Crosshead { level: 2, inlines: text("Two") },
        BlockKind::Crosshead { level: 6, inlines: text("Six") },
        BlockKind::List { ordered: false, start: None, items: vec![vec![paragraph(20, "One")]] },
        BlockKind::List {
            ordered: true,
            start: Some(3),
            items: vec![vec![paragraph(21, "Three"), paragraph(22, "and more")]],
        },
        BlockKind::Definitions {
            groups: vec![DefinitionGroup {
                terms: vec![text("Quay"), text("Wharf")],
                definitions: vec![vec![paragraph(23, "Where ships lie")]],
            }],
        },
        BlockKind::BlockQuote { blocks: vec![paragraph(24, "Said")] },
        BlockKind::PullQuote { inlines: text("Said again") },
        BlockKind::Table { caption: Some(text("Ships")), rows },
        BlockKind::Code { language: Some("rust".into()), text: "fn main() {\n\t1 < 2\n}".into() },
        BlockKind::Figure(figure),
        BlockKind::Embed(embed(Medium::Frame)),
        BlockKind::Embed(embed(Medium::Video)),
        BlockKind::Embed(embed(Medium::Audio)),
        BlockKind::Math(formula),
        BlockKind::Math(Math { tree: None, source: Some("E = mc^2".into()) }),
        BlockKind::Details { summary: text("More"), blocks: vec![paragraph(25, "Folded")] },
        BlockKind::Aside { blocks: vec![paragraph(26, "By the way")] },
        post(0),
        post(200),
        BlockKind::Rule,
    ];
    let mut body: Vec<Block> = (10..).zip(kinds).map(|(source, kind)| block(source, kind)).collect();
    body[1].lang = Some("fr".into());
    body[1].dir = Some(Direction::Rtl);
    Article {
        url: Some("https://example.org/story".into()),
        lang: Some("en-GB".into()),
        dir: Some(Direction::Ltr),
        vertical: None,
        site: Some("The Example".into()),
        kicker: Some("Harbours".into()),
        headline: Some(Text::of("A headline")),
        dek: Some(Text::of("A dek")),
        key_points: Some(KeyPoints {
            heading: Some("In short".into()),
            points: vec![Text::of("First"), Text::of("Second")],
        }),
        bylines: vec!["Ann Author".into(), "Bo Writer".into()],
        published: Some("2026-11-25T23:30:00-08:00".into()),
        modified: None,
        hero: Some(Figure {
            source: Some(3),
            images: vec![Image {
                source: Some(3),
                src: "https://example.org/h.jpg".into(),
                srcset: vec![("https://example.org/h-400.jpg".into(), 400)],
                alt: "A harbour at dawn".into(),
                width: Some(1200),
                height: Some(800),
            }],
            caption: Some(text("The harbour")),
            credit: None,
        }),
        body,
        footnotes: vec![
            Footnote { key: "n1".into(), label: "1".into(), blocks: vec![paragraph(50, "A note")] },
            Footnote { key: "n2".into(), label: "2".into(), blocks: vec![paragraph(51, "Unreferred")] },
        ],
        pages: None,
    }
}

fn all(host: &Element, selector: &str) -> Vec<Element> {
    let found = host.query_selector_all(&selector.replace("MARK", MARK)).expect("a selector");
    (0..found.length()).filter_map(|i| found.get(i)).map(|n| n.unchecked_into()).collect()
}

fn one(host: &Element, selector: &str) -> Element {
    let found = all(host, selector);
    assert_eq!(found.len(), 1, "{selector}");
    found.into_iter().next().expect("one")
}

fn said(host: &Element, selector: &str) -> String {
    one(host, selector).text_content().unwrap_or_default()
}

/// Nothing but the closed lists, every element marked, every id ours.
fn check_closed(host: &Element) {
    let mut elements = all(host, "*");
    elements.push(host.clone());
    for element in elements {
        let name = element.local_name();
        let math = element.namespace_uri().as_deref() == Some("http://www.w3.org/1998/Math/MathML");
        assert_eq!(math, MATH_ELEMENTS.contains(&&*name), "{name}");
        assert!(math || element.namespace_uri().as_deref() == Some("http://www.w3.org/1999/xhtml"), "{name}");
        assert!(math || ELEMENTS.contains(&&*name), "{name}");
        assert!(element.has_attribute(MARK), "{name} has no mark");
        for attribute in element.get_attribute_names().iter().filter_map(|a| a.as_string()) {
            let listed = if math { MATH_ATTRIBUTES } else { ATTRIBUTES };
            assert!(attribute == MARK || listed.contains(&&*attribute), "{name} has {attribute}");
            let value = element.get_attribute(&attribute).unwrap_or_default();
            match attribute.as_str() {
                "id" => assert!(value.starts_with(MARK), "id {value}"),
                "style" => {
                    assert!(value.starts_with("--fc-k3v9-ratio: ") && !value.contains("url("), "{value}")
                }
                "href" => assert!(
                    ["https://", "http://", "mailto:", "#fc-k3v9-"].iter().any(|s| value.starts_with(s)),
                    "href {value}"
                ),
                "src" | "srcset" => {
                    assert!(value.starts_with("http") || value.starts_with("data:image/png"), "{value}")
                }
                _ => {}
            }
        }
    }
}

#[wasm_bindgen_test]
fn every_part_of_an_article_is_built_from_the_closed_lists() {
    let host = built(&everything());
    check_closed(&host);
    assert_eq!(host.get_attribute(MARK).as_deref(), Some("host"));
    assert!(host.has_attribute("hidden") && !host.is_connected());
    assert_eq!(host.get_attribute("role").as_deref(), Some("main"));

    let article = one(&host, "[MARK=host] > article");
    assert_eq!(article.get_attribute("lang").as_deref(), Some("en-GB"));
    assert_eq!(article.get_attribute("dir").as_deref(), Some("ltr"));
    assert_eq!(said(&host, "header > [MARK=kicker]"), "Harbours");
    assert_eq!(said(&host, "header > h1"), "A headline");
    assert_eq!(said(&host, "header > [MARK=dek]"), "A dek");
    assert_eq!(said(&host, "header > [MARK=byline]"), "The Example Ann Author, Bo Writer 25 November 2026");
    assert_eq!(said(&host, "[MARK=keypoints] > h2"), "In short");
    assert_eq!(all(&host, "[MARK=keypoints] > ul > li").len(), 2);

    let hero = one(&host, "article > [MARK=hero] > img");
    assert_eq!(
        hero.get_attribute("srcset").as_deref(),
        Some("https://example.org/h-400.jpg 400w, https://example.org/h.jpg 1200w")
    );
    assert!(hero.has_attribute("sizes") && !hero.has_attribute("loading"));
    assert_eq!(
        hero.get_attribute("style").as_deref(),
        Some("--fc-k3v9-ratio: 1200 / 800; --fc-k3v9-width: 1200px;")
    );
    assert_eq!(hero.get_attribute("alt").as_deref(), Some("A harbour at dawn"));
    assert_eq!(said(&host, "[MARK=hero] > figcaption"), "The harbour");

    let h2 = one(&host, "article > h2");
    assert_eq!(
        (h2.get_attribute("lang").as_deref(), h2.get_attribute("dir").as_deref()),
        (Some("fr"), Some("rtl"))
    );
    assert_eq!(said(&host, "article > h6"), "Six");
    assert_eq!(said(&host, "article > ul > li"), "One");
    assert_eq!(one(&host, "article > ol").get_attribute("start").as_deref(), Some("3"));
    assert_eq!(all(&host, "article > ol > li > p").len(), 2);
    assert_eq!((all(&host, "dl > dt").len(), said(&host, "dl > dd")), (2, "Where ships lie".into()));
    assert_eq!(said(&host, "article > blockquote > p"), "Said");
    assert_eq!(said(&host, "article > aside[MARK=pull] > p"), "Said again");
    assert_eq!(said(&host, "article > [MARK=code][dir=ltr] > pre > code"), "fn main() {\n\t1 < 2\n}");
    assert_eq!(all(&host, "article > figure > [MARK=gallery] > img[loading=lazy]").len(), 2);
    assert_eq!(said(&host, "article > figure:has([MARK=gallery]) > figcaption"), "Two harbours Ann Author");
    assert_eq!(said(&host, "details > summary"), "More");
    assert_eq!(said(&host, "details > p"), "Folded");
    assert_eq!(said(&host, "[MARK='note-box'] > p"), "By the way");
    assert_eq!(
        said(&host, "article[MARK=post]"),
        "Bea February 3, 2026A reply"
            .replace("February 3, 2026", &said(&host, "article[MARK=post] [MARK=date]"))
    );
    assert_eq!(all(&host, "article[MARK='post depth-4'][aria-label^=Bea] > header").len(), 1);
    assert_eq!(all(&host, "article > hr").len(), 1);
    assert_eq!(said(&host, "[MARK=formula] > code"), "E = mc^2");
    assert_eq!(all(&host, "[MARK=formula] > math[display=block] > msup > mi[mathvariant=normal]").len(), 1);

    assert_eq!(said(&host, "article > [MARK=scroll] > table > caption"), "Ships");
    assert_eq!(all(&host, "thead th[scope=col]").len(), 2);
    assert_eq!(all(&host, "tbody th[scope=row] + td[MARK=number]").len(), 2);
}

#[wasm_bindgen_test]
fn inlines_keep_their_meaning_and_their_order() {
    let host = built(&everything());
    let p = one(&host, "[MARK=article] > p:first-of-type:not([MARK=formula])");
    let link = one(&p, "a[href^='https:']");
    assert_eq!(link.get_attribute("href").as_deref(), Some("https://example.org/a?b=1&c=2"));
    assert_eq!(link.get_attribute("rel").as_deref(), Some("noopener noreferrer"));
    for name in
        ["em", "strong", "code", "kbd", "sub", "q", "cite", "mark", "del", "ins", "small", "br", "ruby > rt"]
    {
        one(&p, name);
    }
    assert_eq!(said(&p, "ruby"), "明日(あした)");
    assert!(
        p.text_content()
            .unwrap_or_default()
            .starts_with("Words a linka lettera jumpa jump to nowhere119xxxx"),
        "{:?}",
        p.text_content()
    );
}

#[wasm_bindgen_test]
fn links_within_the_article_lead_to_our_own_ids() {
    let host = built(&everything());
    let target = |a: &Element| {
        let id = a.get_attribute("href").expect("an address");
        one(&host, &id)
    };
    let jumps = all(&host, "p > a[MARK=jump]");
    assert_eq!(target(&jumps[0]).text_content().as_deref(), Some("Six"));
    assert!(!jumps[1].has_attribute("href"), "a jump to nowhere is no link");
    let refs = all(&host, "a[MARK~=ref]");
    assert_eq!(refs.len(), 2);
    let note = target(&refs[1]);
    assert_eq!(note.text_content().as_deref(), Some("1A note"));
    assert!(target(&one(&note, "a[MARK~=back]")).is_same_node(Some(&refs[0])), "back to the first reference");
    assert_eq!(
        all(&host, "[MARK=note] > span[MARK=back]").len(),
        1,
        "a note no one refers to leads nowhere back"
    );
    // Ids differ.
    let mut ids: Vec<_> = all(&host, "[id]").iter().map(Element::id).collect();
    ids.sort();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[wasm_bindgen_test]
fn a_note_leads_back_to_the_first_reference_in_reading_order() {
    let item = |source| {
        let inlines = vec![Inline::NoteRef { key: "a".into(), label: "1".into() }];
        vec![block(source, BlockKind::Paragraph { inlines }), paragraph(source + 1, "more")]
    };
    let list = BlockKind::List { ordered: false, start: None, items: vec![item(10), item(20)] };
    let note = Footnote { key: "a".into(), label: "1".into(), blocks: vec![paragraph(30, "A note")] };
    let host = built(&Article { body: vec![block(1, list)], footnotes: vec![note], ..Article::default() });
    one(&host, "li:first-child a[id]");
    assert!(all(&host, "li:last-child a[id]").is_empty());
}

#[wasm_bindgen_test]
fn fences_of_formulas_are_written_out() {
    let letter = |l: &str| element("mi", &[], vec![MathNode::Text(l.into())]);
    let shown = |attributes: &[(&str, &str)], letters: &str| {
        let children = letters.chars().map(|l| letter(&l.to_string())).collect();
        let tree = Some(element("mfenced", attributes, children));
        let kind = BlockKind::Math(Math { tree, source: None });
        let host = built(&Article { body: vec![block(1, kind)], ..Article::default() });
        check_closed(&host);
        assert!(all(&host, "mfenced").is_empty());
        said(&host, "math")
    };
    assert_eq!(shown(&[], "ab"), "(a,b)");
    assert_eq!(shown(&[("open", "["), ("close", "["), ("separators", "; |")], "abcd"), "[a;b|c|d[");
    assert_eq!(shown(&[("separators", "")], "xy"), "(xy)");
}

#[wasm_bindgen_test]
fn hostile_text_stays_text() {
    let mut article = everything();
    for part in [&mut article.site, &mut article.kicker, &mut article.published] {
        *part = Some(MARKUP.into());
    }
    article.headline = Some(Text::of(MARKUP));
    article.dek = Some(Text::of(MARKUP));
    article.bylines = vec![MARKUP.into()];
    article.key_points = Some(KeyPoints { heading: Some(MARKUP.into()), points: vec![Text::of(MARKUP)] });
    article.lang = Some("en\" onload=\"alert(1)".into());
    article.footnotes[0].label = MARKUP.into();
    let figure = Figure {
        images: vec![Image { alt: MARKUP.into(), ..image("https://example.org/1.jpg") }],
        caption: Some(text(MARKUP)),
        credit: Some(text(MARKUP)),
        source: None,
    };
    article.body = vec![
        paragraph(1, MARKUP),
        block(2, BlockKind::Code { language: None, text: MARKUP.into() }),
        block(3, BlockKind::Figure(figure)),
        block(
            4,
            BlockKind::Embed(Embed {
                medium: Medium::Frame,
                src: "https://example.org/".into(),
                title: MARKUP.into(),
                poster: None,
                caption: Some(text(MARKUP)),
            }),
        ),
    ];
    let host = built(&article);
    check_closed(&host);
    for selector in
        ["h1", "[MARK=kicker]", "[MARK=dek]", "[MARK=keypoints] > h2", "article > p", "pre", "a[MARK=load]"]
    {
        assert_eq!(said(&host, selector), MARKUP, "{selector}");
    }
    assert!(!one(&host, "article").has_attribute("lang"));
}

#[wasm_bindgen_test]
fn addresses_are_checked_once_more() {
    let bad = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "\u{1}javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:image/svg+xml,<svg/>",
        "vbscript:x",
        "blob:https://example.org/1",
        "file:///etc/passwd",
        "//example.org/",
        "about:blank",
        "",
    ];
    for address in bad {
        let article = Article {
            hero: Some(Figure {
                images: vec![image(address)],
                caption: Some(text("c")),
                ..Figure::default()
            }),
            body: vec![
                block(
                    1,
                    BlockKind::Paragraph {
                        inlines: vec![
                            Inline::Link { href: address.into(), inlines: text("word") },
                            Inline::Image(image(address)),
                            Inline::Image(Image {
                                srcset: vec![(address.into(), 100)],
                                ..image("https://example.org/i.png")
                            }),
                        ],
                    },
                ),
                block(
                    2,
                    BlockKind::Embed(Embed {
                        medium: Medium::Frame,
                        src: address.into(),
                        title: "t".into(),
                        poster: Some(address.into()),
                        caption: None,
                    }),
                ),
            ],
            ..Article::default()
        };
        let host = built(&article);
        check_closed(&host);
        assert_eq!(said(&host, "article > p"), "word", "the words of {address:?} stay");
        assert_eq!(
            (all(&host, "a").len(), all(&host, "img").len(), all(&host, "[srcset]").len()),
            (0, 1, 0),
            "{address:?}"
        );
    }
    let picture = "data:image/png;base64,iVBORw0KGgo=";
    let figure = Figure { images: vec![image(picture)], ..Figure::default() };
    let host = built(&Article { hero: Some(figure), ..Article::default() });
    assert_eq!(one(&host, "img").get_attribute("src").as_deref(), Some(picture));
}

#[wasm_bindgen_test]
fn dates_are_set_in_the_language_of_the_page() {
    for (lang, iso, shown) in [
        ("de", "2026-11-25", "25. November 2026"),
        ("en-US", "2026-11-25T00:10:00+13:00", "November 25, 2026"),
        ("ja", "2026-03-01", "2026年3月1日"),
        ("not_a_tag", "2026-11", "2026-11"),
        ("en-GB", "2026-99-99", "2026-99-99"),
        ("en-GB", "yesterday", "yesterday"),
    ] {
        let article = Article { lang: Some(lang.into()), published: Some(iso.into()), ..Article::default() };
        assert_eq!(said(&built(&article), "time"), shown, "{iso} in {lang}");
    }
    // A well-formed tag that names no language must not throw through us.
    let article =
        Article { lang: Some("x-9".into()), published: Some("2026-11-25".into()), ..Article::default() };
    assert!(said(&built(&article), "time").contains("2026"));
}

#[wasm_bindgen_test]
fn as_deep_as_articles_go() {
    let mut inner = paragraph(0, "deep");
    for source in 1..500 {
        inner = block(source, BlockKind::BlockQuote { blocks: vec![inner] });
    }
    let host = built(&Article { body: vec![inner], ..Article::default() });
    assert_eq!(host.text_content().as_deref(), Some("deep"));
    assert_eq!(all(&host, "blockquote").len(), 499);
}

#[wasm_bindgen_test]
fn an_xhtml_page_gets_the_same_nodes() {
    let parser = web_sys::DomParser::new().expect("a parser");
    let page = "<html xmlns='http://www.w3.org/1999/xhtml'><body/></html>";
    let xhtml =
        parser.parse_from_string(page, web_sys::SupportedType::ApplicationXhtmlXml).expect("a document");
    let host = dom::build(&everything(), &xhtml, MARK).expect("built");
    check_closed(&host);
    assert!(host.is_equal_node(Some(&built(&everything()))));
}

#[wasm_bindgen_test]
fn a_mark_that_is_no_name_is_an_error() {
    assert!(dom::build(&everything(), &document(), "a b").is_err());
}

const FERRIES: &str = "<html lang=\"en\"><body><main><h1>Ferries return to Merrow</h1>\
    <p>The first ferry in nine years left Aldwick at dawn on Monday, with two hundred people on board.</p>\
    <p>It took fifty minutes &amp; came back with eleven sheep, to the delight of a crowd on the quay.</p>\
    <p>The company says that it will run daily until the ice comes, and hourly at Easter.</p>\
    </main></body></html>";

fn get(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |v, key| js_sys::Reflect::get(&v, &key.into()).expect("an object"))
}

#[wasm_bindgen_test]
fn a_page_is_read_through_the_door_as_it_is_natively() {
    let url = "https://example.org/ferries";
    let mut session = Session::read(FERRIES.as_bytes(), url).expect("read");
    let native = faircopy::read(&Page::new(FERRIES, Some(url))).expect("read");
    assert_eq!(session.readable(), native.readable);
    // The value is what JSON would be: the native tool's output, parsed.
    let json = serde_json::to_string(&native).expect("JSON");
    let expected = js_sys::JSON::parse(&json).expect("JSON");
    let value = session.reading().expect("a value");
    let written = |v: &JsValue| js_sys::JSON::stringify(v).expect("JSON").as_string();
    assert_eq!(written(&value), written(&expected));
    assert_eq!(get(&value, "article.url").as_string().as_deref(), Some(url));

    let host = session.build(&document(), MARK).expect("built");
    check_closed(&host);
    assert_eq!(said(&host, "h1"), "Ferries return to Merrow");
    assert_eq!(all(&host, "article > p").len(), 3);
}

#[wasm_bindgen_test]
fn a_value_holds_plain_objects_only() {
    let value = Session::read(FERRIES.as_bytes(), "").expect("read").reading().expect("a value");
    let block = get(&value, "article.body.0");
    assert!(!block.is_instance_of::<js_sys::Map>());
    assert_eq!(get(&block, "kind").as_string().as_deref(), Some("paragraph"));
    assert!(get(&value, "article.url").is_null());
}

#[wasm_bindgen_test]
fn what_cannot_be_read_throws_its_kind() {
    let kind = |bytes: &[u8]| {
        let error = Session::read(bytes, "").err().expect("an error");
        assert!(error.is_instance_of::<js_sys::Error>());
        assert!(!get(&error, "message").as_string().unwrap_or_default().is_empty());
        get(&error, "kind").as_string().unwrap_or_default()
    };
    assert_eq!(kind(b"<html><body></body></html>"), "empty");
    assert_eq!(kind(&vec![b' '; LARGEST_PAGE + 1]), "tooLarge");
}

#[wasm_bindgen_test]
fn the_snapshot_is_told_what_to_write() {
    assert!(kept_attributes().iter().any(|a| a == "href"));
    assert!(dropped_elements().iter().any(|a| a == "style"));
    assert!(emptied_elements().iter().any(|a| a == "iframe"));
}
