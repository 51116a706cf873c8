//! An `img` of the page → the picture to show: its real address, its sizes, its alt text.

use crate::article::Image;
use crate::links;
use crate::tree::{NodeId, Tag, Tree};

/// Attributes that hold the address of a picture that a script would place, likeliest first.
const LAZY_SOURCES: &[&str] = &[
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-original-src",
    "data-lazy",
    "data-hi-res-src",
    "data-full-src",
    "data-orig-file",
    "data-large-file",
    "data-url",
    "data-image",
    "data-img",
    "data-flickity-lazyload",
    "data-flickity-lazyload-src",
    "data-lazyload",
    "data-lazysrc",
    "data-defer-src",
];

/// The same for a set of sizes.
const LAZY_SETS: &[&str] =
    &["data-srcset", "data-lazy-srcset", "data-original-set", "data-flickity-lazyload-srcset"];

/// Words in the last part of an address that stand for "not loaded yet".
const PLACEHOLDERS: &[&str] = &[
    "placeholder",
    "blank.",
    "spacer",
    "1x1",
    "transparent",
    "pixel.",
    "lazy",
    "loading.",
    "empty.",
    "dummy",
];

/// Reads the picture that the element shows or would show; none without a usable address.
pub fn image(tree: &Tree, id: NodeId, base: Option<&str>) -> Option<Image> {
    let attr = |name: &str| tree.attr(id, name).map(str::trim).filter(|v| !v.is_empty());
    let mut srcset = Vec::new();
    let mut from_set: Option<String> = None;
    let sets = LAZY_SETS.iter().chain(&["srcset"]).filter_map(|n| attr(n));
    let sources: Vec<NodeId> = match tree.parent(id).filter(|&p| tree.tag(p) == Tag::Picture) {
        Some(picture) => tree.children(picture).filter(|&c| tree.tag(c) == Tag::Source).collect(),
        None => Vec::new(),
    };
    let of_sources = sources
        .iter()
        // A source for another medium (print, a narrow screen) is another cut of the picture.
        .filter(|&&s| tree.attr(s, "media").is_none_or(|m| m.contains("min-width")))
        .chain(sources.iter())
        .filter_map(|&s| LAZY_SETS.iter().chain(&["srcset", "data-src"]).find_map(|n| tree.attr(s, n)));
    for set in sets.chain(of_sources) {
        let (sizes, best) = parse_set(set, base);
        if srcset.is_empty() {
            srcset = sizes;
        }
        from_set = from_set.or(best);
        if !srcset.is_empty() {
            break;
        }
    }
    let usable = |src: &str| {
        if is_placeholder(src) { None } else { address(base, src) }
    };
    let lazy = LAZY_SOURCES.iter().filter_map(|n| attr(n)).filter(|v| looks_like_address(v)).find_map(usable);
    let plain = attr("src").and_then(usable);
    let chosen = attr("fc-src").and_then(usable);
    let (natural_width, natural_height) = natural_size(tree, id);
    // What is shown is the picture, unless it is so small that it holds the place of one that is named beside it.
    let blurred = natural_width.is_some_and(|w| w < BLURRED) && (lazy.is_some() || !srcset.is_empty());
    let in_set = |src: &String| srcset.iter().any(|(other, _)| other == src);
    let shown = chosen
        .or_else(|| plain.clone().filter(|src| natural_width.is_some() || in_set(src)))
        .filter(|_| !blurred);
    let (natural_width, natural_height) =
        if blurred { (None, None) } else { (natural_width, natural_height) };
    let largest = srcset.last().map(|(src, _)| src.clone());
    let plain = if blurred { largest.clone().or(plain) } else { plain };
    let last_resort = attr("src").and_then(|s| address(base, s)).filter(|s| !s.starts_with("data:"));
    let painted = attr("fc-bg").and_then(usable);
    let src = shown.or(lazy).or(plain).or(from_set).or(largest).or(last_resort).or(painted)?;
    let alt = attr("alt").or_else(|| attr("fc-bg").and(attr("aria-label").or(attr("title"))));
    let number =
        |name: &str| attr(name).and_then(|v| v.trim_end_matches("px").parse::<u32>().ok()).filter(|&n| n > 1);
    let given = (number("width"), number("height"));
    // "16" by "9" is a ratio: icons are square, and what is not in the list is the size of a flag.
    let ratio = matches!(given, (Some(w), Some(h)) if RATIOS.contains(&(w.max(h), w.min(h))));
    let (width, height) = if ratio { (None, None) } else { given };
    Some(Image {
        source: Some(tree.ordinal(id)),
        src,
        srcset,
        alt: crate::text::fold(alt.unwrap_or_default()),
        width: natural_width.or(width),
        height: natural_height.or(height),
    })
}

/// Ratios in use of the longer side to the shorter.
const RATIOS: &[(u32, u32)] = &[
    (16, 9),
    (16, 10),
    (21, 9),
    (18, 9),
    (4, 3),
    (3, 2),
    (2, 1),
    (3, 1),
    (5, 4),
    (5, 3),
    (7, 5),
    (8, 5),
    (5, 2),
    (7, 4),
    (9, 5),
];

/// A shown picture of fewer pixels in width holds the place of another: blurred stand-ins have 8 to 64.
const BLURRED: u32 = 100;

/// Width and height in pixels as the browser knows them.
pub fn natural_size(tree: &Tree, id: NodeId) -> (Option<u32>, Option<u32>) {
    let size = tree.attr(id, "fc-size").and_then(|s| s.split_once('x'));
    let number = |s: &str| s.parse().ok().filter(|&n: &u32| n > 1);
    size.map_or((None, None), |(w, h)| (number(w), number(h)))
}

/// Smaller than this on either side, in CSS pixels, a picture is an icon, a bullet or a counter.
const ICON: u32 = 64;

/// Is it too small to be a picture of the article?
pub fn is_icon(image: &Image) -> bool {
    is_tiny(image)
        || image.width.is_none_or(|w| w < 200) && (image.src.ends_with(".svg") || is_of_design(&image.src))
}

/// Is it smaller than any picture of an article?
pub fn is_tiny(image: &Image) -> bool {
    [image.width, image.height].into_iter().flatten().any(|n| n < ICON)
}

/// Folders of what belongs to a site's design, as exact names …
const FOLDERS: &[&str] =
    &["themes", "icons", "icon", "iconos", "sprites", "smilies", "emoji", "share", "buttons"];

/// … and what files in them are called, by words of their names.
const FILES: &[&str] = &[
    "icon",
    "sprite",
    "spinner",
    "loader",
    "loading",
    "preload",
    "preloader",
    "blank",
    "spacer",
    "transparent",
    "pixel",
    "qrcode",
    "ewm",
    "printer",
    "arrow",
    "btn",
    "button",
];

/// Does the address say that the picture is part of the site's design? Of a name with more words, a photo's may be one.
fn is_of_design(src: &str) -> bool {
    let path = src.split(['?', '#']).next().unwrap_or(src);
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let words = || stem.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| !w.is_empty());
    let named = || words().any(|w| FILES.iter().any(|f| w.eq_ignore_ascii_case(f)));
    words().nth(2).is_none() && named() || parts.any(|folder| FOLDERS.contains(&folder))
}

/// What tells two pictures apart whatever their size: the address without query, and without the size that a CMS
/// adds to the file's name.
pub fn identity(src: &str) -> String {
    let path = src.split(['?', '#']).next().unwrap_or(src);
    let path = path.rsplit_once("://").map_or(path, |(_, rest)| rest);
    let (stem, _) = path.rsplit_once('.').unwrap_or((path, ""));
    let stem = match stem.rsplit_once('-') {
        Some((front, size)) if is_size(size) => front,
        _ => stem,
    };
    // A CDN may put the size into the folders; a short name ("1", "image") tells nothing without them.
    let name = stem.rsplit('/').next().unwrap_or(stem);
    if name.len() >= 10 { name.to_lowercase() } else { stem.to_lowercase() }
}

/// The address without query, and with no folder that gives a size.
pub fn path(src: &str) -> String {
    let path = src.split(['?', '#']).next().unwrap_or(src);
    let digits = |part: &str| part.chars().filter(char::is_ascii_digit).count();
    let folders = path.split('/').filter(|part| digits(part) == 0 || part.len() > 12 || part.contains('.'));
    folders.collect::<Vec<_>>().join("/").to_lowercase()
}

/// What the query asks for beside a size, a quality or a form, which may be all that tells two pictures apart.
pub fn asked(src: &str) -> Vec<&str> {
    #[rustfmt::skip]
    const MEASURES: &[&str] = &[
        "w", "h", "s", "q", "v", "width", "height", "size", "quality", "auto", "format", "fm", "fit", "crop", "dpr",
        "resize", "rect", "ar", "strip", "ssl", "ver", "version", "t", "ts", "itok", "mode", "scale", "zoom", "imwidth",
        "impolicy", "output", "token", "sig", "signature", "expires", "cb", "hash", "disable", "optimize", "webp",
    ];
    let query = src.split('#').next().unwrap_or_default().split_once('?').map_or("", |(_, query)| query);
    let asks =
        |part: &&str| !part.is_empty() && !MEASURES.contains(&part.split('=').next().unwrap_or_default());
    query.split('&').filter(asks).collect()
}

fn is_size(text: &str) -> bool {
    text == "scaled"
        || text.split_once('x').is_some_and(|(w, h)| {
            let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
            digits(w) && digits(h)
        })
}

fn address(base: Option<&str>, src: &str) -> Option<String> {
    if links::is_raster_data(src) {
        return Some(src.to_owned());
    }
    links::resolve(base, src).filter(|s| s.starts_with("http"))
}

fn looks_like_address(text: &str) -> bool {
    text.contains(['/', '.']) && !text.starts_with(['{', '[']) && !text.contains(char::is_whitespace)
}

/// A stand-in until the real picture is there. A small `data:` picture is one: no photo fits in two kilobytes.
fn is_placeholder(src: &str) -> bool {
    if src.starts_with("data:") {
        return src.len() < 2048 || !links::is_raster_data(src);
    }
    let name =
        src.split(['?', '#']).next().unwrap_or(src).rsplit('/').next().unwrap_or(src).to_ascii_lowercase();
    PLACEHOLDERS.iter().any(|p| name.contains(p))
}

/// A `srcset`: addresses with widths, ascending; and the best one that has no width.
fn parse_set(set: &str, base: Option<&str>) -> (Vec<(String, u32)>, Option<String>) {
    let mut sizes: Vec<(String, u32)> = Vec::new();
    let mut best: Option<(String, f32)> = None;
    let mut rest = set.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (mut url, mut after) = rest.split_at(end);
        let mut descriptor = "";
        if let Some(bare) = url.strip_suffix(',') {
            url = bare.trim_end_matches(',');
        } else {
            let stop = after.find(',').unwrap_or(after.len());
            descriptor = after[..stop].trim();
            after = &after[stop..];
        }
        if let Some(src) = (!is_placeholder(url)).then(|| address(base, url)).flatten() {
            match descriptor.strip_suffix('w').and_then(|w| w.trim().parse().ok()) {
                Some(width) => sizes.push((src, width)),
                None => {
                    let density = descriptor.strip_suffix('x').and_then(|x| x.parse().ok()).unwrap_or(1.0);
                    if best.as_ref().is_none_or(|(_, d)| density > *d) {
                        best = Some((src, density));
                    }
                }
            }
        }
        rest = after.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
    }
    sizes.sort_by_key(|&(_, width)| width);
    sizes.dedup_by_key(|&mut (_, width)| width);
    (sizes, best.map(|(src, _)| src))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(html: &str) -> Option<Image> {
        let (tree, _) = crate::sweep::sweep(html).unwrap();
        let id = tree.ids().find(|&id| tree.tag(id) == Tag::Img).unwrap();
        image(&tree, id, Some("https://example.org/a/b"))
    }

    #[test]
    fn a_stand_in_gives_way_to_the_real_address() {
        let html = "<img src=\"data:image/svg+xml;base64,xx\" data-src=\"/p/real.jpg\">";
        assert_eq!(first(html).unwrap().src, "https://example.org/p/real.jpg");
        assert_eq!(
            first("<img src=\"/i/placeholder.png\" data-original=\"c.jpg\">").unwrap().src,
            "https://example.org/a/c.jpg"
        );
        assert!(first("<img src=\"data:image/gif;base64,R0lGOD\">").is_none());
    }

    #[test]
    fn a_good_address_beats_other_attributes_that_are_none() {
        assert_eq!(
            first("<img src=\"/full.jpg\" data-image=\"{&quot;a&quot;:1}\">").unwrap().src,
            "https://example.org/full.jpg"
        );
    }

    #[test]
    fn what_is_shown_beats_what_a_script_would_show_unless_it_is_a_blur() {
        let shown = "<img src=\"/full.jpg\" fc-size=\"1200x800\" data-src=\"/small.jpg\">";
        assert_eq!(first(shown).unwrap().src, "https://example.org/full.jpg");
        let blur = "<img src=\"/tiny.jpg\" fc-size=\"20x13\" data-src=\"/real.jpg\" width=\"900\">";
        let image = first(blur).unwrap();
        assert_eq!((image.src.as_str(), image.width), ("https://example.org/real.jpg", Some(900)));
        let set = "<img src=\"/t.jpg\" fc-src=\"/t2.jpg\" fc-size=\"20x13\" data-srcset=\"/a.jpg 400w, /b.jpg 800w\">";
        assert_eq!(first(set).unwrap().src, "https://example.org/b.jpg");
    }

    #[test]
    fn sets_are_absolute_and_ascend() {
        let html = "<img srcset=\"b.jpg 800w, a,1.jpg 400w\" src=\"x.jpg\">";
        let image = first(html).unwrap();
        let expected = [("https://example.org/a/a,1.jpg", 400), ("https://example.org/a/b.jpg", 800)];
        assert_eq!(image.srcset, expected.map(|(s, w)| (s.to_owned(), w)));
    }

    #[test]
    fn a_picture_without_src_takes_its_sources() {
        let html = "<picture><source srcset=\"/w.webp 1x, /w2.webp 2x\"><img alt=\"A\"></picture>";
        assert_eq!(first(html).unwrap().src, "https://example.org/w2.webp");
    }

    #[test]
    fn a_query_may_name_a_picture() {
        assert_eq!(asked("https://a.org/i.php?w=300&id=7&q=80#x"), ["id=7"]);
        assert!(asked("https://a.org/x.jpg?width=3&auto=webp").is_empty());
    }

    #[test]
    fn sizes_of_one_picture_are_one() {
        assert_eq!(identity("https://a.org/u/x-1024x683.jpg?w=3"), identity("https://a.org/u/x.jpg"));
        assert_ne!(identity("https://a.org/u/x.jpg"), identity("https://a.org/u/y.jpg"));
    }

    #[test]
    fn script_addresses_are_no_pictures() {
        assert!(first("<img src=\"javascript:alert(1)\">").is_none());
        assert!(first("<img src=\"data:image/svg+xml,%3Csvg%20onload=x%3E\">").is_none());
    }
}
