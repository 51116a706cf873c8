//! Links of a page → the further pages of its article: which one this is, where the next is.
//!
//! A page of an article is told by its address, which says the same as this page's but for a number, and by the link
//! to it, which says that number or "next". Neither is enough alone: addresses of other articles differ by a number,
//! and "next" leads to the next article as often as to the next page.

use std::ops::Range;

use crate::article::Pages;
use crate::head::Head;
use crate::links;
use crate::text::{fold, key};
use crate::tree::{NodeId, Tag, Tree};

/// Articles in parts have fewer pages; what counts further is an archive.
const MOST_PAGES: u32 = 99;

/// A link to a page says little: a number, "page 3", "next page". In bytes.
const LONGEST_LABEL: usize = 48;

/// What stands before a page's number in addresses, and in labels of links to it, in the languages of the corpus and
/// the commonest beside.
const PAGE_WORDS: &[&str] = &[
    "page",
    "p",
    "pg",
    "pageno",
    "pagenum",
    "paged",
    "pagina",
    "página",
    "pag",
    "pág",
    "seite",
    "sida",
    "side",
    "sivu",
    "strona",
    "strana",
    "sayfa",
    "oldal",
    "part",
    "teil",
    "стр",
    "страница",
    "ページ",
    "頁",
    "页",
];

/// Labels of a link to what follows, as keys.
const NEXT_LABELS: &[&str] = &[
    "next",
    "next page",
    "next part",
    "continue",
    "continue reading",
    "weiter",
    "nächste seite",
    "nächste",
    "weiter lesen",
    "weiterlesen",
    "suivant",
    "suivante",
    "page suivante",
    "siguiente",
    "página siguiente",
    "seguinte",
    "próxima",
    "próxima página",
    "successiva",
    "pagina successiva",
    "avanti",
    "volgende",
    "volgende pagina",
    "nästa",
    "nästa sida",
    "neste",
    "neste side",
    "næste",
    "næste side",
    "seuraava",
    "następna",
    "następna strona",
    "dalej",
    "další",
    "další stránka",
    "далее",
    "следующая",
    "следующая страница",
    "sonraki",
    "sonraki sayfa",
    "التالي",
    "अगला",
    "अगला पेज",
    "次へ",
    "次のページ",
    "下一页",
    "下一頁",
    "다음",
    "다음 페이지",
];

/// What an address has in place of a page's number where it shows the whole article, as keys.
const WHOLE_MARKS: &[&str] = &[
    "all",
    "page all",
    "p all",
    "view all",
    "viewall",
    "full",
    "page full",
    "pagewanted all",
    "single",
    "singlepage",
    "single page",
    "singlepage 1",
    "onepage",
    "onepage 1",
    "komplettansicht",
    "seite all",
    "alles",
    "page tous",
];

/// Finds the further pages. `base` is what addresses are resolved against, `url` the page's own address.
pub fn find(tree: &Tree, head: &Head, base: Option<&str>, url: Option<&str>) -> Option<Pages> {
    let own = own_address(head, base, url)?;
    let mut pages = Pages { number: number_of(&own), ..Pages::default() };
    let links = tree.ids().filter(|&id| tree.tag(id) == Tag::A).filter_map(|id| {
        let label = Label::of(tree, id);
        if label == Label::Other {
            return None;
        }
        let href = tree.attr(id, "href")?;
        // Most links of a page, and to make an address whole costs more than to look into it.
        if label == Label::Whole && !may_be_whole(href) {
            return None;
        }
        Some((label, without_fragment(links::resolve(base, href)?)))
    });
    let named = head.link("next").and_then(|href| links::resolve(base, href)).map(without_fragment);
    let mut most = 0;
    for (label, address) in named.map(|address| (Label::Next, address)).into_iter().chain(links) {
        if address == own {
            continue;
        }
        let Some((here, there)) = differing(&own, &address) else { continue };
        let (here, there) = (&own[here], &address[there]);
        let Some(number) = page_mark(here) else { continue };
        match (label, page_mark(there)) {
            (Label::Next, Some(n)) if n == number + 1 => {}
            (Label::Number(said), Some(n)) if n == said => {}
            (Label::Whole | Label::Next, None) if WHOLE_MARKS.contains(&key(there).as_str()) => {
                pages.whole.get_or_insert(address);
                continue;
            }
            _ => continue,
        }
        let Some(n) = page_mark(there) else { continue };
        pages.number = number;
        most = most.max(n);
        if n == number + 1 {
            pages.next.get_or_insert(address);
        }
    }
    pages.count = (most > pages.number).then_some(most);
    pages.next.is_some().then_some(pages)
}

/// Could one of [`WHOLE_MARKS`] be in this address?
fn may_be_whole(href: &str) -> bool {
    const PARTS: &[&str] = &["all", "full", "single", "onepage", "komplett", "tous"];
    let href = href.to_ascii_lowercase();
    PARTS.iter().any(|part| href.contains(part))
}

/// The page's own address: a canonical one that leaves the page's number out would make the first page of each.
fn own_address(head: &Head, base: Option<&str>, url: Option<&str>) -> Option<String> {
    let own = url.or(head.link("canonical")).or(head.meta("og:url"))?;
    links::resolve(base, own).map(without_fragment)
}

fn without_fragment(mut address: String) -> String {
    if let Some(at) = address.find('#') {
        address.truncate(at);
    }
    address
}

/// What an address without a link to compare it with says of its page's number: the first, mostly.
fn number_of(own: &str) -> u32 {
    let tail = own.rsplit(['/', '?', '&']).find(|part| !part.is_empty()).unwrap_or_default();
    page_mark(tail).filter(|_| !tail.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(1)
}

/// What a link says, as far as it may lead to a page of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Number(u32),
    Next,
    Whole,
    Other,
}

impl Label {
    fn of(tree: &Tree, link: NodeId) -> Label {
        let text = tree.raw_text(link);
        if text.len() > LONGEST_LABEL * 4 {
            return Label::Other;
        }
        let mut text = fold(&text);
        if !text.contains(char::is_alphanumeric) {
            // An arrow says what it means to those who do not see it.
            text = tree.attr(link, "aria-label").or(tree.attr(link, "title")).map(fold).unwrap_or_default();
        }
        if text.len() > LONGEST_LABEL {
            return Label::Other;
        }
        let said = key(&text);
        let number = said.parse().ok().or_else(|| {
            let (word, number) = said.rsplit_once(' ')?;
            PAGE_WORDS.contains(&word).then(|| number.parse().ok())?
        });
        if let Some(number) = number.filter(|n| (1..=MOST_PAGES).contains(n)) {
            return Label::Number(number);
        }
        let related = tree.attr(link, "rel").is_some_and(|r| r.split_ascii_whitespace().any(|r| r == "next"));
        if related || NEXT_LABELS.contains(&said.as_str()) {
            Label::Next
        } else if said.is_empty() {
            Label::Other
        } else {
            Label::Whole
        }
    }
}

/// Where two addresses differ: all between what they begin with and what they end with alike. A run of digits is not
/// cut, and neither is what comes before the path.
fn differing(own: &str, other: &str) -> Option<(Range<usize>, Range<usize>)> {
    let path = own.find("://").map(|at| at + 3).and_then(|at| own[at..].find('/').map(|p| at + p))?;
    let (a, b) = (own.as_bytes(), other.as_bytes());
    let mut start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    if start <= path && a != b {
        // Another host, or nothing of the path in common.
        if start < path {
            return None;
        }
        start = path;
    }
    let digit = |bytes: &[u8], at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let cuts = |at: usize| digit(a, at - 1) && (digit(a, at) || digit(b, at));
    while start > path && (cuts(start) || !own.is_char_boundary(start)) {
        start -= 1;
    }
    let (rest, other_rest) = (&a[start..], &b[start..]);
    let mut end = rest.iter().rev().zip(other_rest.iter().rev()).take_while(|(x, y)| x == y).count();
    // The whole of the shorter is alike: what is left of the longer is what was put in.
    end = end.min(rest.len()).min(other_rest.len());
    let before = |bytes: &[u8], end: usize| bytes.len() > end && digit(bytes, bytes.len() - end - 1);
    let cuts = |end: usize| digit(a, a.len() - end) && (before(a, end) || before(b, end));
    while end > 0 && (cuts(end) || !own.is_char_boundary(a.len() - end)) {
        end -= 1;
    }
    Some((start..a.len() - end, start..b.len() - end))
}

/// The page's number that this part of an address says: nothing says the first.
fn page_mark(mark: &str) -> Option<u32> {
    const SEPARATORS: &[char] = &['/', '?', '&', '_', '-', ',', '.', ';', '=', ':'];
    let mark = mark.trim_matches(SEPARATORS);
    if mark.is_empty() {
        return Some(1);
    }
    let digits = mark.len() - mark.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (word, number) = mark.split_at(mark.len() - digits);
    let word = word.trim_matches(SEPARATORS).to_lowercase();
    let known = word.is_empty() || PAGE_WORDS.contains(&word.as_str());
    number.parse().ok().filter(|n| known && (1..=MOST_PAGES).contains(n))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sweep::sweep;

    fn pages(url: &str, head: &str, body: &str) -> Option<Pages> {
        let html = format!("<html><head>{head}</head><body>{body}</body></html>");
        let (tree, head) = sweep(&html).unwrap();
        find(&tree, &head, Some(url), Some(url))
    }

    fn next(url: &str, body: &str) -> Option<String> {
        pages(url, "", body).and_then(|p| p.next)
    }

    #[test]
    fn numbered_links_tell_the_next_page_and_how_many_there_are() {
        for (url, link) in [
            ("https://a.example/story", "https://a.example/story?page=N"),
            ("https://a.example/story/", "https://a.example/story/N/"),
            ("https://a.example/story-2026.html", "https://a.example/story-2026-N.html"),
            ("https://a.example/2026/story", "https://a.example/2026/story/seite-N"),
            ("https://a.example/story?id=1512", "https://a.example/story?id=1512&p=N"),
            ("https://a.example/story,1.html", "https://a.example/story,N.html"),
        ] {
            let to = |n: &str| link.replace('N', n);
            let body = format!(
                "<div>1 <a href=\"{}\">2</a> <a href=\"{}\">3</a> <a href=\"{}\">Next</a></div>",
                to("2"),
                to("3"),
                to("2")
            );
            let found = pages(url, "", &body).unwrap_or_else(|| panic!("{url}"));
            assert_eq!((found.number, found.count, found.next), (1, Some(3), Some(to("2"))), "{url}");
            let second = format!("<a href=\"{url}\">1</a> 2 <a href=\"{}\">Page 3</a>", to("3"));
            let found = pages(&to("2"), "", &second).unwrap_or_else(|| panic!("{url}"));
            assert_eq!((found.number, found.count, found.next), (2, Some(3), Some(to("3"))), "{url}");
        }
    }

    #[test]
    fn a_relation_or_a_word_is_enough_where_the_address_agrees() {
        let url = "https://a.example/story";
        let named = pages(url, "<link rel=\"next\" href=\"/story?page=2\">", "").unwrap();
        assert_eq!(named.next.as_deref(), Some("https://a.example/story?page=2"));
        assert_eq!(
            next(url, "<a href=\"/story/2\">次のページ</a>").as_deref(),
            Some("https://a.example/story/2")
        );
        let arrow = "<a href=\"/story/2\" aria-label=\"Next page\">›</a>";
        assert_eq!(next(url, arrow).as_deref(), Some("https://a.example/story/2"));
    }

    #[test]
    fn the_whole_article_on_one_page_is_known_beside_the_next() {
        let body = "<a href=\"?page=2\">2</a> <a href=\"?page=all\">Read on one page</a>";
        let found = pages("https://a.example/story", "", body).unwrap();
        assert_eq!(found.whole.as_deref(), Some("https://a.example/story?page=all"));
    }

    #[test]
    fn no_mark_of_the_whole_is_passed_over() {
        for mark in WHOLE_MARKS {
            assert!(may_be_whole(&mark.replace(' ', "=")), "{mark}");
        }
    }

    #[test]
    fn other_articles_archives_and_comments_are_no_pages() {
        let url = "https://a.example/news/story-1512";
        for body in [
            "<a rel=\"next\" href=\"/news/another-story\">Next</a>",
            "<a href=\"/news/story-1513\">Next</a>",
            "<a href=\"/news/?page=2\">2</a>",
            "<a href=\"https://b.example/news/story-1512?page=2\">2</a>",
            "<a href=\"/news/story-1512/comment-page-2\">2</a>",
            "<a href=\"/news/story-1512?page=2\">A teaser that goes elsewhere</a>",
            "<a href=\"/news/story-1512?page=2\">7</a>",
            "<a href=\"#page-2\">2</a>",
            "<a href=\"/2\">2</a>",
        ] {
            assert_eq!(next(url, body), None, "{body}");
        }
        assert_eq!(next("https://a.example/", "<a href=\"/news/2\">2</a>"), None);
    }

    #[test]
    fn letters_of_more_bytes_are_not_cut() {
        let url = "https://a.example/gr%C3%BC%C3%9Fe";
        assert_eq!(
            next(url, "<a href=\"/grüße?page=2\">2</a>").as_deref(),
            Some("https://a.example/gr%C3%BC%C3%9Fe?page=2")
        );
        assert!(differing("https://a.example/ä", "https://a.example/ö").is_some());
    }
}
