//! An article and the reading of its next page → what that page adds.
//!
//! Pages of one article repeat its headline, its dek, its first picture, and some repeat the last paragraph; one that
//! shows the whole article repeats all of it. What has been said is not said again.

use std::collections::HashSet;

use crate::article::{Article, Block, BlockKind};
use crate::render;
use crate::text::key;

/// What `next` adds to `article`: its body and its notes, without what the article holds already.
///
/// What stands alone on a page with the mark of a dek or of key points is a part of the text there: only the first
/// page of an article has either.
pub fn added(article: &Article, next: Article) -> Article {
    let mut said: HashSet<String> = article.body.iter().flat_map(says).collect();
    let heads = [&article.headline, &article.dek].into_iter().flatten().map(|text| key(&text.plain()));
    said.extend(heads);
    let points = article.key_points.iter().flat_map(|k| &k.points);
    said.extend(points.map(|point| key(&point.plain())));
    said.extend(article.hero.iter().flat_map(|hero| says(&block(BlockKind::Figure(hero.clone())))));

    let paragraph = |text: crate::Text| {
        let source = text.source.unwrap_or_default();
        Block { source, ..block(BlockKind::Paragraph { inlines: text.inlines }) }
    };
    let mut body: Vec<Block> = Vec::new();
    body.extend(next.dek.map(paragraph));
    body.extend(next.hero.map(|hero| block(BlockKind::Figure(hero))));
    body.extend(next.key_points.into_iter().flat_map(|k| k.points).map(paragraph));
    body.extend(next.body);
    body.retain(|block| {
        let says = says(block);
        // A rule, a picture without an address: nothing to know it again by.
        says.is_empty() || !says.iter().all(|s| said.contains(s))
    });
    while matches!(body.first(), Some(Block { kind: BlockKind::Rule, .. })) {
        body.remove(0);
    }
    Article {
        url: next.url,
        lang: next.lang,
        dir: next.dir,
        body,
        footnotes: next.footnotes,
        pages: next.pages,
        ..Article::default()
    }
}

pub(crate) fn block(kind: BlockKind) -> Block {
    Block { source: 0, lang: None, dir: None, kind }
}

/// What a block is known again by: its words, and the addresses of its pictures where it has no words.
pub(crate) fn says(block: &Block) -> Vec<String> {
    let words = key(&render::text(&Article { body: vec![block.clone()], ..Article::default() }));
    match &block.kind {
        BlockKind::Figure(figure) => {
            figure.images.iter().map(|i| i.src.split('?').next().unwrap_or_default().to_owned()).collect()
        }
        BlockKind::Embed(embed) => vec![embed.src.clone()],
        _ if words.is_empty() => Vec::new(),
        _ => vec![words],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Page, read};

    fn page(body: &str) -> Article {
        let filler =
            "tells of the river, the bridge over it, and of all who crossed it that year, by day and night.";
        let body = body.replace("…", filler);
        let html = format!(
            "<html lang=\"en\"><head><title>The bridge</title></head><body><nav><a href=\"/\">Home</a></nav>\
             <article><h1>The bridge</h1>{body}</article><footer>Copyright</footer></body></html>"
        );
        read(&Page::new(html, Some("https://a.example/bridge"))).unwrap().article
    }

    fn lines(article: &Article) -> Vec<String> {
        article.body.iter().flat_map(says).collect()
    }

    #[test]
    fn a_page_adds_what_has_not_been_said() {
        let first = page("<p>The first …</p><p>The second …</p><p>The third …</p>");
        let second = page("<p>The third …</p><p>The fourth …</p><p>The fifth …</p><p>The sixth …</p>");
        let more = added(&first, second);
        let starts: Vec<_> = lines(&more).iter().map(|l| l.split(' ').nth(1).unwrap().to_owned()).collect();
        assert_eq!(starts, ["fourth", "fifth", "sixth"]);
        assert!(more.headline.is_none());
    }

    #[test]
    fn the_whole_article_adds_its_rest() {
        let first = page("<p>The first …</p><p>The second …</p><p>The third …</p>");
        let whole = page("<p>The first …</p><p>The second …</p><p>The third …</p><p>The last …</p>");
        assert_eq!(lines(&added(&first, whole)).len(), 1);
        let again = page("<p>The first …</p><p>The second …</p><p>The third …</p>");
        assert_eq!(lines(&added(&first, again)), Vec::<String>::new());
    }
}
