//! A page and its verdicts → one row of numbers: is there an article on it at all?

use super::Judged;
use super::features::{self, Surroundings};
use crate::blocks::{Block, Kind};
use crate::metadata::Metadata;
use crate::tree::{Tag, Tree};

macro_rules! page_features {
    ($($name:ident),* $(,)?) => {
        #[derive(Debug, Clone, Copy)]
        #[repr(usize)]
        #[allow(non_camel_case_types)]
        enum PageFeature { $($name),* }

        /// The name of each number.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

page_features! {
    kept_letters, kept_share, kept_prose_blocks, longest_prose, mean_prose, kept_link_share, kept_headings, kept_items,
    kept_certainty, page_letters, page_link_share, page_prose_share, core_share, core_link_share, headline_known,
    bylines, dated, has_description, is_article, is_forum, is_other, og_article, og_other, article_elements, images,
    path_depth, path_long, path_digits, path_words, has_query, repeated_cards, forms, buttons, prices, headings,
    kept_run, first_kept, body_said, h1_count, kept_sentences, kept_questions,
}

/// Numbers in a row.
pub const WIDTH: usize = NAMES.len();

/// A page with fewer letters than this is small: 27 of the 992 pages of the corpus' `web` are, and what is said here turns
/// none of them.
const SMALL: f32 = 2000.0;

/// Is it a small page that says one thing in one piece, at the half of its length or more, under a heading of its own?
/// The table knows few of them.
pub fn is_small_and_whole(row: &[f32; WIDTH]) -> bool {
    use PageFeature::*;
    let of = |f: PageFeature| row[f as usize];
    of(page_letters) < SMALL
        && of(kept_share) >= 0.5
        && of(kept_run) >= of(kept_letters) * 0.4
        && of(kept_link_share) <= 0.25
        && of(kept_sentences) >= 4.0
        && of(headline_known) > 0.0
        && of(prices) + of(is_other) == 0.0
}

/// Does the page say that it sells a thing, and nothing else of itself? No table need weigh that. A review that sells
/// what it reviews is an article.
pub fn is_of_shop(about: &Metadata) -> bool {
    let typed = |what: &str| about.types.iter().any(|t| t.contains(what));
    about.og_type.as_deref().is_some_and(|t| t.starts_with("product"))
        || typed("Product") && !["Article", "Posting", "Review", "Recipe"].into_iter().any(typed)
}

/// Is it a page of documentation by its address, and does it say anything? The table knows few.
pub fn is_documentation(row: &[f32; WIDTH], url: Option<&str>) -> bool {
    let Some((_, address)) = url.and_then(|u| u.split_once("://")) else { return false };
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    row[PageFeature::kept_letters as usize] >= LEAST
        && (matches!(host.split('.').next(), Some("docs" | "doc" | "developer" | "developers"))
            || path.split('/').any(|part| {
                matches!(
                    part,
                    "docs" | "doc" | "documentation" | "reference" | "manual" | "man-pages" | "handbook"
                )
            }))
}

/// Letters of the text of a page of documentation: a chapter's first page says little more than what follows.
const LEAST: f32 = 200.0;

fn share(part: u32, whole: u32) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// Measures a page.
pub fn row(
    tree: &Tree,
    blocks: &[Block],
    around: &Surroundings,
    metadata: &Metadata,
    judged: &Judged,
    url: Option<&str>,
) -> [f32; WIDTH] {
    use PageFeature::*;
    let mut row = [0.0; WIDTH];
    let mut set = |f: PageFeature, v: f32| row[f as usize] = v;
    let kept: Vec<usize> = (0..blocks.len()).filter(|&i| judged.verdicts[i].kept).collect();
    let letters = |i: &[usize]| i.iter().map(|&i| blocks[i].letters).sum::<u32>();
    let all: Vec<usize> = (0..blocks.len()).collect();
    let prose: Vec<usize> = kept.iter().copied().filter(|&i| around.is_prose(i)).collect();
    let of_kind = |list: &[usize], kind: fn(Kind) -> bool| {
        list.iter().filter(|&&i| kind(blocks[i].kind)).count() as f32
    };
    let linked = |list: &[usize]| list.iter().map(|&i| blocks[i].linked).sum::<u32>();
    let (kept_sum, all_sum) = (letters(&kept), letters(&all));
    set(kept_letters, kept_sum as f32);
    set(kept_share, share(kept_sum, all_sum));
    set(kept_prose_blocks, prose.len() as f32);
    set(longest_prose, prose.iter().map(|&i| blocks[i].letters).max().unwrap_or(0) as f32);
    set(mean_prose, share(letters(&prose), prose.len() as u32));
    set(kept_link_share, share(linked(&kept), kept_sum));
    set(kept_headings, of_kind(&kept, |k| matches!(k, Kind::Heading(_))));
    set(kept_items, of_kind(&kept, |k| k == Kind::Item));
    let certainty: f32 =
        kept.iter().map(|&i| features::squash(judged.verdicts[i].score) * blocks[i].letters as f32).sum();
    set(kept_certainty, if kept_sum == 0 { 0.0 } else { certainty / kept_sum as f32 });
    set(page_letters, all_sum as f32);
    set(page_link_share, share(linked(&all), all_sum));
    let all_prose: Vec<usize> = all.iter().copied().filter(|&i| around.is_prose(i)).collect();
    set(page_prose_share, share(letters(&all_prose), all_sum));
    let (core, _) = around.cores();
    let core_prose: Vec<usize> = around.blocks_of(tree, core).filter(|&i| around.is_prose(i)).collect();
    set(core_share, share(letters(&core_prose), letters(&all_prose)));
    set(core_link_share, around.link_share(tree, core));
    let flag = |b: bool| f32::from(u8::from(b));
    set(headline_known, flag(metadata.headline.as_ref().is_some_and(|h| h.node.is_some())));
    set(bylines, metadata.bylines.len() as f32);
    set(dated, flag(metadata.published.is_some()));
    set(has_description, flag(!metadata.descriptions.is_empty()));
    let typed = |names: &[&str]| flag(metadata.types.iter().any(|t| names.iter().any(|n| t.contains(n))));
    set(is_article, typed(&["Article", "BlogPosting", "Report", "Review", "Recipe", "HowTo"]));
    set(is_forum, typed(&["Forum", "QAPage", "Question"]));
    set(
        is_other,
        typed(&["Product", "CollectionPage", "ItemList", "LocalBusiness", "Offer", "Service", "Store"]),
    );
    let og = metadata.og_type.as_deref();
    set(og_article, flag(og == Some("article")));
    set(og_other, flag(og.is_some_and(|o| o != "article")));
    let (mut articles, mut form_count, mut h1s) = (0, 0, 0);
    for id in tree.ids() {
        articles += u32::from(tree.tag(id) == Tag::Article);
        form_count += u32::from(tree.tag(id) == Tag::Form);
        h1s += u32::from(tree.tag(id) == Tag::H1);
    }
    set(article_elements, articles as f32);
    set(forms, form_count as f32);
    set(h1_count, h1s as f32);
    set(images, of_kind(&all, |k| k == Kind::Image));
    set(buttons, of_kind(&all, |k| k == Kind::Button));
    set(headings, of_kind(&all, |k| matches!(k, Kind::Heading(_))));
    let path = url.and_then(|u| u.split("://").nth(1)).and_then(|r| r.split_once('/')).map_or("", |(_, p)| p);
    let (path, query) = path.split_once('?').map_or((path, false), |(p, _)| (p, true));
    let parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
    set(path_depth, if url.is_some() { parts.len() as f32 } else { features::UNKNOWN });
    set(path_long, parts.iter().map(|p| p.len()).max().unwrap_or(0) as f32);
    set(path_digits, path.bytes().filter(u8::is_ascii_digit).count() as f32);
    set(path_words, parts.last().map_or(0.0, |p| p.split(['-', '_']).count() as f32));
    set(has_query, flag(query));
    set(repeated_cards, around.most_twins() as f32);
    let priced = |t: &str| t.contains(['$', '€', '£', '¥', '₹']) && t.bytes().any(|b| b.is_ascii_digit());
    set(prices, blocks.iter().filter(|b| b.letters < 40 && priced(&b.text)).count() as f32);
    // The longest row of kept blocks with nothing dropped between.
    let (mut run, mut longest) = (0, 0);
    for (i, verdict) in judged.verdicts.iter().enumerate() {
        if verdict.kept {
            run += blocks[i].letters;
            longest = longest.max(run);
        } else if blocks[i].kind.is_text() {
            run = 0;
        }
    }
    set(kept_run, longest as f32);
    set(first_kept, kept.first().map_or(1.0, |&i| i as f32 / blocks.len() as f32));
    set(body_said, metadata.article_body.as_ref().map_or(0.0, |b| b.len() as f32));
    let ends = |set: &[char]| kept.iter().map(|&i| blocks[i].text.matches(set).count()).sum::<usize>() as f32;
    set(kept_sentences, ends(&['.', '。', '।', '؟', '!']));
    set(kept_questions, ends(&['?', '？', '؟']));
    // Beyond these a page is no more of an article, and no less: a long article must not look like none (not measured).
    for count in [
        kept_prose_blocks,
        kept_headings,
        kept_items,
        images,
        buttons,
        headings,
        repeated_cards,
        kept_sentences,
    ] {
        row[count as usize] = row[count as usize].min(100.0);
    }
    row.map(|v| v.min(10_000.0))
}
