//! One page, one article: what is read natively is what is read in the browser. `cargo test` runs it here,
//! `wasm-pack test` there.

use faircopy::{Article, Block, BlockKind, Inline, Page, Reading, Style, Text, read};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

const PAGE: &str = "<html lang=\"en\"><body><nav><a href=\"/\">Home</a> <a href=\"/more\">More</a></nav><main>\
    <h1>Ferries return to Merrow</h1>\
    <p>The first ferry in nine years left Aldwick at dawn on Monday, with two hundred people on board.</p>\
    <p>It took fifty minutes &amp; came back with eleven sheep, to the <em>delight</em> of a crowd on the quay.</p>\
    <p>The company says that it will run daily until the ice comes, and <a href=\"easter?a=1&amp;b=%20#x\">hourly at \
    Easter</a>, if the pier holds.</p>\
    </main><footer><p>Imprint</p></footer></body></html>";

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn an_article_is_the_same_natively_and_in_a_browser() {
    let text = |s: &str| Inline::Text(s.to_owned());
    let paragraph =
        |source, inlines| Block { source, lang: None, dir: None, kind: BlockKind::Paragraph { inlines } };
    let url = "https://example.org/news/ferries";
    let article = Article {
        url: Some(url.to_owned()),
        lang: Some("en".to_owned()),
        headline: Some(Text { source: Some(6), inlines: vec![text("Ferries return to Merrow")] }),
        body: vec![
            paragraph(
                7,
                vec![text(
                    "The first ferry in nine years left Aldwick at dawn on Monday, with two hundred people on board.",
                )],
            ),
            paragraph(
                8,
                vec![
                    text("It took fifty minutes & came back with eleven sheep, to the "),
                    Inline::Span { style: Style::Emphasis, inlines: vec![text("delight")] },
                    text(" of a crowd on the quay."),
                ],
            ),
            paragraph(
                10,
                vec![
                    text("The company says that it will run daily until the ice comes, and "),
                    Inline::Link {
                        href: "https://example.org/news/easter?a=1&b=%20#x".to_owned(),
                        inlines: vec![text("hourly at Easter")],
                    },
                    text(", if the pier holds."),
                ],
            ),
        ],
        ..Article::default()
    };
    assert_eq!(read(&Page::new(PAGE, Some(url))), Ok(Reading { article, readable: true }));
}
