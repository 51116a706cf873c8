//! One test a rule, on small pages written for it.

use super::*;
use crate::sweep::sweep;
use crate::tree::Tag;

const URL: &str = "https://www.bugle.example/news/storm-near";

/// Metadata of a page with this head and body.
fn about(head: &str, body: &str) -> (Tree, Metadata) {
    let html = format!("<html lang=\"en\"><head>{head}</head><body>{body}</body></html>");
    let (tree, head) = sweep(&html).unwrap();
    let about = gather(&tree, &head, Some(URL));
    (tree, about)
}

fn headline(head: &str, body: &str) -> String {
    about(head, body).1.headline.map(|h| h.text).unwrap_or_default()
}

fn bylines(head: &str, body: &str) -> Vec<String> {
    about(head, body).1.bylines
}

fn published(head: &str, body: &str) -> String {
    about(head, body).1.published.map(|s| s.iso).unwrap_or_default()
}

fn ld(json: &str) -> String {
    format!("<script type=\"application/ld+json\">{json}</script>")
}

const PROSE: &str = "<p>The wind rose in the night and by the morning the harbour was closed to all ships, as the harbour \
                     master told those who had come to see what was left of the pier and of the boats beside it.</p>";

#[test]
fn the_pages_own_headline_beats_the_share_title() {
    let head = "<title>Storm: what we know | Bugle</title><meta property=\"og:title\" content=\"You won't believe this storm\">";
    assert_eq!(
        headline(head, &format!("<main><h1>Storm closes the harbour</h1>{PROSE}</main>")),
        "Storm closes the harbour"
    );
}

#[test]
fn a_logo_in_an_h1_is_no_headline() {
    let head = "<title>Storm closes the harbour - The Bugle</title><meta property=\"og:site_name\" content=\"The Bugle\">";
    let body = format!("<h1><a href=\"/\">The Bugle</a></h1><h2>Storm closes the harbour</h2>{PROSE}");
    let (tree, about) = about(head, &body);
    let headline = about.headline.unwrap();
    assert_eq!(headline.text, "Storm closes the harbour");
    assert_eq!(headline.node.map(|n| tree.tag(n)), Some(Tag::H2));
    assert_eq!(about.site.as_deref(), Some("The Bugle"));
}

#[test]
fn without_an_h1_the_heading_that_the_head_knows_is_taken() {
    let head = "<title>Storm closes the harbour | Bugle</title>";
    let body = format!(
        "<h2>Most read stories today</h2><div><h3>Storm closes the harbour</h3>{PROSE}<h2>The night before</h2></div>"
    );
    assert_eq!(headline(head, &body), "Storm closes the harbour");
}

#[test]
fn what_a_class_calls_the_headline_is_one_if_the_head_agrees() {
    let head = "<title>Storm closes the harbour | Bugle</title>";
    let body = format!(
        "<div class=\"article-title\">Storm closes the harbour</div>{PROSE}<div class=\"post-title\">Other things</div>"
    );
    let (tree, about) = about(head, &body);
    let node = about.headline.unwrap().node.unwrap();
    assert_eq!(tree.attr(node, "class"), Some("article-title"));
}

#[test]
fn a_breadcrumb_is_no_headline_where_another_heading_is() {
    let head = "<title>Storm, harbour, closed: all on it</title><meta property=\"og:title\" content=\"Storm closes the harbour\">";
    let body = format!(
        "<nav class=\"breadcrumb\"><a href=\"/\">Home</a><h1>Storm, harbour, closed: all on it</h1></nav>\
         <main><h2>Storm closes the harbour</h2>{PROSE}</main>"
    );
    assert_eq!(headline(head, &body), "Storm closes the harbour");
}

#[test]
fn the_name_of_a_book_behind_its_chapter_is_no_headline() {
    let head = "<title>What is wind? - The weather book</title>";
    let body = format!("<div><h1>The weather book</h1></div><main><h2>What is wind?</h2>{PROSE}</main>");
    assert_eq!(headline(head, &body), "What is wind?");
}

#[test]
fn a_heading_of_a_teaser_is_no_headline() {
    let body = format!(
        "<div class=\"related-articles\"><h2><a href=\"/x\">Storm closes the harbour</a></h2></div><h2>Storm in the harbour town</h2>{PROSE}"
    );
    assert_eq!(headline("<title>Storm in the harbour town</title>", &body), "Storm in the harbour town");
}

#[test]
fn a_kicker_in_the_heading_is_split_off() {
    let head = "<title>Storm closes the harbour | Bugle</title><meta property=\"og:title\" content=\"Storm closes the harbour\">";
    let body = format!(
        "<h1><span class=\"k\">Weather</span> <span class=\"t\">Storm closes the harbour</span></h1>{PROSE}"
    );
    let (tree, about) = about(head, &body);
    let headline = about.headline.unwrap();
    assert_eq!(headline.text, "Storm closes the harbour");
    assert_eq!(tree.attr(headline.node.unwrap(), "class"), Some("t"));
    assert_eq!(about.kickers[0].text, "Weather");
    assert_eq!(tree.attr(about.kickers[0].node.unwrap(), "class"), Some("k"));
}

#[test]
fn a_kicker_stays_where_all_the_head_says_it_too() {
    let head = "<title>Weather: Storm closes the harbour</title>";
    let body =
        format!("<h1><span>Weather</span><span>:</span> <span>Storm closes the harbour</span></h1>{PROSE}");
    assert_eq!(headline(head, &body), "Weather: Storm closes the harbour");
}

#[test]
fn a_label_of_the_heading_goes_where_the_head_has_none() {
    let head = "<title>Storm closes the harbour | Bugle</title>";
    assert_eq!(
        headline(head, "<h1>Thread: Storm closes the harbour</h1><p>It did.</p>"),
        "Storm closes the harbour"
    );
    assert_eq!(
        headline(head, "<h1>Storm closes the harbour <span>139</span></h1><p>It did.</p>"),
        "Storm closes the harbour"
    );
    assert_eq!(
        headline(head, "<h1>Storm closes the harbour <a href=\"#h\">¶</a></h1><p>It did.</p>"),
        "Storm closes the harbour"
    );
}

#[test]
fn words_of_two_elements_without_space_between_them_stay_two() {
    assert_eq!(
        headline("", "<h1><span>Harbour closed</span><span>Storm is over</span></h1>"),
        "Harbour closed Storm is over"
    );
    assert_eq!(headline("", "<h1><b>H</b>arbour closed</h1>"), "Harbour closed");
    assert_eq!(headline("", "<h1>Harbour<br>closed <button>Share</button></h1>"), "Harbour closed");
}

#[test]
fn the_title_is_all_there_is_on_a_page_without_headings() {
    let head =
        "<title>Storm closes the harbour | Bugle</title><meta property=\"og:site_name\" content=\"Bugle\">";
    let (_, about) = about(head, "<p>It did.</p>");
    let headline = about.headline.unwrap();
    assert_eq!(
        (headline.text.as_str(), headline.source, headline.node),
        ("Storm closes the harbour", Source::Title, None)
    );
}

#[test]
fn of_two_equal_headings_the_first_is_the_headline() {
    let head = "<title>Storm closes the harbour</title>";
    let body = format!(
        "<div><h1>Storm closes the harbour</h1></div>{PROSE}<main><h1>Storm closes the harbour</h1></main>"
    );
    let (tree, about) = about(head, &body);
    let first = tree.ids().find(|&id| tree.tag(id) == Tag::H1);
    assert_eq!(about.headline.unwrap().node, first);
}

#[test]
fn json_ld_of_this_page_is_told_from_teasers() {
    let json = r#"[{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Other","author":"Other Person"}]},
        {"@type":"NewsArticle","url":"https://www.bugle.example/news/other","headline":"Yet other","author":"Second Person"},
        {"@type":"NewsArticle","mainEntityOfPage":{"@id":"https://bugle.example/news/storm-near?utm=1"},
         "headline":"Storm closes the harbour","author":{"@type":"Person","name":"Ann Lee"},"datePublished":"2024-05-03T10:00:00Z"}]"#;
    let (_, about) = about(&ld(json), &format!("<h1>Storm closes the harbour</h1>{PROSE}"));
    assert_eq!(about.bylines, ["Ann Lee"]);
    assert_eq!(about.published.unwrap().iso, "2024-05-03T10:00:00Z");
    assert_eq!(about.types, ["ItemList", "NewsArticle", "Person"]);
}

#[test]
fn json_ld_names_things_by_id() {
    let json = r##"{"@graph":[{"@type":"Article","headline":"Storm","author":{"@id":"#p"},"publisher":{"@id":"#o"},"isPartOf":{"@id":"#w"}},
        {"@type":"WebPage","@id":"#w","datePublished":"2024-05-03","inLanguage":"en-GB"},
        {"@type":"Organization","@id":"#o","name":"The Bugle"},{"@type":"Person","@id":"#p","name":"Ann Lee"}]}"##;
    let (_, about) = about(&ld(json), "<h1>Storm</h1>");
    assert_eq!(about.bylines, ["Ann Lee"]);
    assert_eq!(about.site.as_deref(), Some("The Bugle"));
    assert_eq!(about.published.unwrap().iso, "2024-05-03");
}

#[test]
fn a_broken_script_is_mended_and_costs_no_other() {
    for broken in [
        "{\"@type\":\"Article\",\"headline\":\"A\",\n\"author\":\"Ann\nLee\",}",
        "<!-- {\"@type\":\"Article\",\"author\":\"Ann Lee\"}; -->",
        "//<![CDATA[\n{\"@type\":\"Article\",\"author\":\"Ann\\ Lee\"}\n//]]>",
        "{\"@type\":\"Article\",\"headline\":\"He said \"no\", she \"yes\"\",\"author\":\"Ann Lee\"}",
        "{\"@type\":\"Article\",\"author\":\"Ann Lee\",\"articleBody\":\"cut off he",
        "{\"@type\":\"Article\",\"author\":\"Ann Lee\"}{\"@type\":\"WebPage\"}",
        "{\"@type\":\"Article\",\"author\":\"Ann\u{1}Lee\"}",
    ] {
        assert_eq!(
            bylines(&ld(broken), "<h1>A</h1>").join("|").replace("AnnLee", "Ann Lee"),
            "Ann Lee",
            "{broken}"
        );
    }
    let two = format!("{}{}", ld("{{{nothing"), ld("{\"@type\":\"Article\",\"author\":\"Ann Lee\"}"));
    assert_eq!(bylines(&two, "<h1>A</h1>"), ["Ann Lee"]);
    let deep = ld(&"[".repeat(100_000));
    assert_eq!(bylines(&deep, "<h1>A</h1>"), Vec::<String>::new());
}

#[test]
fn json_ld_authors_come_in_many_forms() {
    for (author, want) in [
        (r#""Ann Lee""#, vec!["Ann Lee"]),
        (r#"["Ann Lee",{"name":"Bo Dahl"}]"#, vec!["Ann Lee", "Bo Dahl"]),
        (r#"{"@type":"Person","name":["Ann Lee","Bo Dahl"]}"#, vec!["Ann Lee", "Bo Dahl"]),
        (r#"{"@type":"Person","name":"By Ann Lee and Bo Dahl, Reporters"}"#, vec!["Ann Lee", "Bo Dahl"]),
        (r#"{"@type":"Person","givenName":"Ann","familyName":"Lee"}"#, vec!["Ann Lee"]),
        (r#"{"@type":"Person","name":"https://social.example/ann"}"#, vec![]),
        (r#"[{"@type":"Person","name":"webdesk"},{"@type":"Person","name":"Ann Lee"}]"#, vec!["Ann Lee"]),
        (r#"{"@type":"Person","name":"Ann &amp; Bo&#39;s <b>desk</b>"}"#, vec!["Ann", "Bo's desk"]),
    ] {
        let json = format!("{{\"@type\":\"NewsArticle\",\"headline\":\"A\",\"author\":{author}}}");
        assert_eq!(bylines(&ld(&json), "<h1>A</h1>"), want, "{author}");
    }
}

#[test]
fn live_updates_and_comments_are_not_the_article() {
    let json = r#"{"@type":"LiveBlogPosting","headline":"Storm","author":"Ann Lee","datePublished":"2024-05-03",
        "liveBlogUpdate":[{"@type":"BlogPosting","headline":"Storm","author":"Bo Dahl","datePublished":"2024-05-04"}],
        "comment":{"@type":"Comment","author":"A Reader"}}"#;
    let (_, about) = about(&ld(json), "<h1>Storm</h1>");
    assert_eq!(about.bylines, ["Ann Lee"]);
    assert_eq!(about.published.unwrap().iso, "2024-05-03");
}

#[test]
fn the_site_is_the_author_only_if_nobody_else_is() {
    let org = ld(
        r#"{"@type":"NewsArticle","headline":"Storm","author":{"@type":"Organization","name":"The Bugle"},"publisher":{"name":"The Bugle"}}"#,
    );
    assert_eq!(bylines(&org, "<h1>Storm</h1>"), ["The Bugle"]);
    assert_eq!(
        bylines(&org, &format!("<h1>Storm</h1><p class=\"byline\">By Ann Lee</p>{PROSE}")),
        ["Ann Lee"]
    );
}

#[test]
fn bylines_are_found_where_pages_put_them() {
    for line in [
        "<a rel=\"author\" href=\"/a\">Ann Lee</a>",
        "<span itemprop=\"author\"><span itemprop=\"name\">Ann Lee</span></span>",
        "<div class=\"article__author\">Ann Lee</div>",
        "<div class=\"author\"><a href=\"/ann\">Ann Lee</a><span>Senior Reporter</span><time>May 3, 2024</time></div>",
        "<div class=\"Byline_root__x1\"><span>By</span> <a href=\"/ann\">Ann Lee</a> <button>Follow</button></div>",
        "<p>By Ann Lee</p>",
        "<p>By Ann Lee, May 3, 2024</p>",
        "<div>May 3, 2024 <span>By Ann Lee</span></div>",
        "<div><span>Ann Lee</span><span>May 3, 2024</span></div>",
        "<a href=\"/author/ann-lee\">Ann Lee</a>",
        "<div class=\"author-name\">ANN LEE | 5 min read</div>",
        "<div><p class=\"post-author\">Written by: Ann Lee</p><p>Edited by <span class=\"author\">Bo Dahl</span></p></div>",
    ] {
        let got = bylines("", &format!("<h1>Storm closes the harbour</h1>{line}{PROSE}"));
        assert_eq!(got.join("|").to_lowercase(), "ann lee", "{line}");
    }
}

#[test]
fn what_is_no_byline_names_nobody() {
    for line in [
        "<div class=\"author\">Share this article</div>",
        "<div class=\"author\">May 3, 2024</div>",
        "<div class=\"related\"><span class=\"author\">Ann Lee</span></div>",
        "<p>Photo: <span class=\"author\">Ann Lee</span></p>",
        "<p>By the morning the harbour was closed.</p>",
        "<div class=\"author\">of this article</div>",
    ] {
        let got = bylines("", &format!("<h1>Storm closes the harbour</h1>{line}{PROSE}"));
        assert_eq!(got, Vec::<String>::new(), "{line}");
    }
}

#[test]
fn metas_name_authors_and_a_label_says_what_data_is() {
    assert_eq!(
        bylines("<meta name=\"author\" content=\"Ann Lee, Bo Dahl\">", "<h1>S</h1>"),
        ["Ann Lee", "Bo Dahl"]
    );
    let pair = "<meta name=\"twitter:label1\" content=\"Written by\"><meta name=\"twitter:data1\" content=\"Ann Lee\">\
                <meta name=\"twitter:label2\" content=\"Reading time\"><meta name=\"twitter:data2\" content=\"5 minutes\">";
    assert_eq!(bylines(pair, "<h1>S</h1>"), ["Ann Lee"]);
    assert_eq!(
        bylines("<meta property=\"article:author\" content=\"https://facebook.example/ann\">", "<h1>S</h1>"),
        Vec::<String>::new()
    );
}

#[test]
fn names_in_a_bold_paragraph_open_the_text() {
    let body = format!(
        "<h1>Storm</h1><p><strong>Ann Lee/Bo Dahl</strong></p>{PROSE}<p><strong>Key Facts</strong></p>"
    );
    assert_eq!(bylines("", &body), ["Ann Lee", "Bo Dahl"]);
    let body = format!("<h1>Storm</h1>{PROSE}<p><strong>Key Facts</strong></p>{PROSE}");
    assert_eq!(bylines("", &body), Vec::<String>::new());
}

#[test]
fn a_name_told_of_below_is_the_author() {
    let body = format!(
        "<h1>Storm</h1><div>Ann Lee</div>{PROSE}<p>Ann Lee is a reporter who has covered the coast for years.</p>"
    );
    assert_eq!(bylines("", &body), ["Ann Lee"]);
    assert_eq!(bylines("", &format!("<h1>Storm</h1><div>Key Facts</div>{PROSE}")), Vec::<String>::new());
}

#[test]
fn the_first_post_of_a_thread_has_its_author() {
    let body = "<h1>Is the harbour closed?</h1><ul class=\"comments\"><li><a class=\"username\">storm_watcher7</a><p>Is it?</p></li>\
                <li><a class=\"username\">another</a><p>Yes.</p></li></ul>";
    assert_eq!(bylines("", body)[0], "storm_watcher7");
}

#[test]
fn publication_is_told_from_change() {
    let body = "<h1>Storm</h1><p>Published May 3, 2024 10:00 | Updated May 5, 2024 11:30</p>";
    let (_, found) = about("", body);
    assert_eq!(found.published.unwrap().iso, "2024-05-03T10:00:00");
    assert_eq!(found.modified.unwrap().iso, "2024-05-05T11:30:00");
    let body = "<h1>Storm</h1><time class=\"entry-date updated\" datetime=\"2024-05-05\">5 May</time><time class=\"published\" datetime=\"2024-05-03\">3 May</time>";
    let (_, found) = about("", body);
    assert_eq!(found.published.unwrap().iso, "2024-05-03");
    assert_eq!(found.modified.unwrap().iso, "2024-05-05");
}

#[test]
fn a_page_that_tells_its_change_only_was_there_by_then() {
    let (_, found) = about("", "<h1>Storm</h1><p>Last updated: May 5, 2024</p>");
    assert_eq!(found.published.unwrap().iso, "2024-05-05");
    assert_eq!(found.modified, None);
}

#[test]
fn a_change_before_the_publication_is_none() {
    let json =
        r#"{"@type":"NewsArticle","headline":"S","datePublished":"2024-05-03","dateModified":"2024-05-02"}"#;
    assert_eq!(about(&ld(json), "<h1>S</h1>").1.modified, None);
}

#[test]
fn dates_of_other_things_are_not_the_articles() {
    for line in [
        "<p>Joined: May 3, 2014</p>",
        "<p>© 2024 May 3, 2024</p>",
        "<figure><figcaption>The pier on May 3, 2014</figcaption></figure>",
        "<div class=\"related\"><a href=\"/x\">Other</a> May 3, 2014</div>",
        "<p>It was the worst storm since the one that came on May 3, 2014, and took the lighthouse with it, they say.</p>",
    ] {
        let (_, found) = about("", &format!("<h1>Storm</h1>{line}{PROSE}"));
        assert_eq!(found.published, None, "{line}");
    }
}

#[test]
fn dates_are_read_in_the_pages_manner() {
    let date = |lang: &str| {
        let (tree, head) =
            sweep(&format!("<html lang=\"{lang}\"><body><h1>S</h1><p>04/05/2024</p></body></html>")).unwrap();
        gather(&tree, &head, None).published.unwrap().iso
    };
    assert_eq!(date("en-US"), "2024-04-05");
    assert_eq!(date("en-GB"), "2024-05-04");
    assert_eq!(date("fr"), "2024-05-04");
}

#[test]
fn the_head_is_trusted_before_the_page_and_the_address_last() {
    let meta = "<meta property=\"article:published_time\" content=\"2024-05-03T10:00:00+02:00\">";
    let body = "<h1>Storm</h1><p>Some other day: May 9, 2024</p>";
    assert_eq!(published(meta, body), "2024-05-03T10:00:00+02:00");
    assert_eq!(
        published("<meta name=\"x-published-date\" content=\"2024-05-03\">", "<h1>S</h1>"),
        "2024-05-03"
    );
    let (tree, head) = sweep("<html><body><h1>Storm</h1></body></html>").unwrap();
    let found = gather(&tree, &head, Some("https://bugle.example/2024/05/03/storm")).published.unwrap();
    assert_eq!((found.iso.as_str(), found.source), ("2024-05-03", Source::Url));
}

#[test]
fn json_ld_alone_does_not_outvote_meta_and_page() {
    let json = ld(r#"{"@type":"NewsArticle","headline":"Storm","datePublished":"2019-01-01"}"#);
    let meta = "<meta property=\"article:published_time\" content=\"2024-05-03\">";
    assert_eq!(
        published(&format!("{json}{meta}"), "<h1>Storm</h1><time datetime=\"2024-05-03\">3 May</time>"),
        "2024-05-03"
    );
}

#[test]
fn the_stamp_of_a_build_does_not_outvote_the_page() {
    let json = ld(
        r#"{"@type":"NewsArticle","headline":"Storm","datePublished":"2025-01-01T00:00:00Z","dateModified":"2025-01-01T00:00:00Z"}"#,
    );
    assert_eq!(published(&json, "<h1>Storm</h1><div>May 3, 2024</div>"), "2024-05-03");
    assert_eq!(
        published(&json, &format!("<h1>Storm</h1>{PROSE}{PROSE}{PROSE}<div>May 3, 2024</div>")),
        "2025-01-01T00:00:00Z"
    );
}

#[test]
fn nodes_with_bylines_and_dates_and_nothing_else_are_told() {
    let json =
        ld(r#"{"@type":"NewsArticle","headline":"Storm","author":"Ann Lee","datePublished":"2024-05-03"}"#);
    let body = format!(
        "<h1>Storm</h1><p class=\"a\">By Ann Lee, Harbour Correspondent</p><p class=\"b\">Published: May 3, 2024 | 5 min read</p>\
         <p class=\"c\">Ann Lee went to the harbour on May 3, 2024 to see for herself.</p>{PROSE}"
    );
    let (tree, about) = about(&json, &body);
    let classes = |nodes: &[NodeId]| {
        nodes.iter().filter_map(|&n| tree.attr(n, "class").map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(classes(&about.byline_nodes), ["a"]);
    assert_eq!(classes(&about.date_nodes), ["b"]);
}

#[test]
fn descriptions_pictures_sections_and_language_are_gathered() {
    let json = ld(
        r#"{"@type":"NewsArticle","headline":"S","description":"One &amp; two","image":[{"url":"/a.jpg"},"https://x.example/b.jpg","javascript:x"],
        "articleSection":["Weather"],"articleBody":"<p>One.</p><p>Two.</p>","inLanguage":"de_AT"}"#,
    );
    let metas = "<meta property=\"og:description\" content=\"One &amp; two\"><meta name=\"description\" content=\"Three\">\
                 <meta property=\"og:type\" content=\"Article\"><meta property=\"og:image\" content=\"//x.example/c.jpg\">";
    let (tree, head) =
        sweep(&format!("<html dir=\"rtl\"><head>{json}{metas}</head><body><h1>S</h1></body></html>"))
            .unwrap();
    let found = gather(&tree, &head, Some(URL));
    let texts = |c: &[Candidate]| c.iter().map(|c| c.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&found.descriptions), ["One & two", "Three"]);
    assert_eq!(
        texts(&found.images),
        ["https://x.example/c.jpg", "https://www.bugle.example/a.jpg", "https://x.example/b.jpg"]
    );
    assert_eq!(texts(&found.kickers), ["Weather"]);
    assert_eq!(found.article_body.as_deref(), Some("One.\nTwo."));
    assert_eq!(found.lang.as_deref(), Some("de-AT"));
    assert_eq!(found.dir, Some(Direction::Rtl));
    assert_eq!(found.og_type.as_deref(), Some("article"));
}

#[test]
fn what_is_no_language_tag_is_none() {
    let (tree, head) = sweep("<html lang=\"\\\" onload=x\"><body><h1>S</h1></body></html>").unwrap();
    assert_eq!(gather(&tree, &head, None).lang, None);
}

#[test]
fn hostile_pages_are_read_in_linear_time() {
    let deep =
        |open: &str, close: &str, n: usize| format!("<h1>Storm</h1>{}x{}", open.repeat(n), close.repeat(n));
    for body in [
        deep("<div class=\"author\">", "</div>", 10_000),
        deep("<article><h2>", "</h2></article>", 5_000),
        deep("<h1><span itemprop=\"headline\">", "</span></h1>", 5_000),
        "<h2>a | b - c: d</h2>".repeat(20_000),
        format!("<h1>{}</h1>", "a - ".repeat(50_000)),
        format!("<h1>{}</h1>", "<i></i>".repeat(50_000)),
        "<p>By 1/2/3/4/5/6 May May May 2024-05 by by</p>".repeat(10_000),
        "<a class=\"author\" rel=\"author\" href=\"/author/x\">1 2</a>".repeat(20_000),
    ] {
        let began = std::time::Instant::now();
        about("<title>Storm | x - y: z</title>", &body);
        let took = began.elapsed();
        // Unoptimised and on a busy machine; what is quadratic takes minutes here.
        assert!(took.as_secs() < 20, "{took:?} for {}", &body[..60]);
    }
}

#[test]
fn a_recipes_steps_are_found_in_sections_lists_and_strings() {
    let steps = |instructions: &str| {
        let json = format!(
            "{{\"@type\":\"Recipe\",\"name\":\"Soup\",\"recipeIngredient\":[\"1 leek\",\"2 carrots\"],\
             \"totalTime\":\"PT1H30M\",\"recipeInstructions\":{instructions}}}"
        );
        let recipe = about(&ld(&json), PROSE).1.recipes.remove(0);
        assert_eq!((recipe.ingredients.len(), &recipe.minutes[..]), (2, &[90][..]));
        recipe.steps
    };
    let step = |n: usize, text: &str| (n, text.to_owned());
    assert_eq!(steps("\"Cut.<br>Boil.\""), [step(0, "Cut."), step(1, "Boil.")]);
    assert_eq!(
        steps(
            "[{\"@type\":\"HowToSection\",\"name\":\"First\",\"itemListElement\":[{\"@type\":\"HowToStep\",\"name\":\"Step 1\",\
             \"text\":\"Cut.\"}]},{\"@type\":\"HowToStep\",\"name\":\"The pot\",\"text\":\"Boil.\"}]"
        ),
        [step(0, "Cut."), step(1, "The pot"), step(1, "Boil.")]
    );
    let nested = "[".repeat(100) + "\"Cut.\"" + &"]".repeat(100);
    assert_eq!(steps(&nested), [step(0, "Cut.")]);
}
