//! An address as a page writes it → the absolute address a reader may follow, or none.

/// Makes an address absolute. What comes back is an `http`, `https` or `mailto` address without user name and
/// password, or an in-page one (`#` and its fragment), as [`href`](https://url.spec.whatwg.org/) of the URL
/// standard writes it. Everything else (scripts, data, files, other schemes, what can't be read) is none.
pub fn resolve(base: Option<&str>, href: &str) -> Option<String> {
    let href = href.trim_matches(|c: char| c.is_ascii_whitespace() || c.is_ascii_control());
    if let Some(fragment) = href.strip_prefix('#') {
        return (!fragment.is_empty()).then(|| href.to_owned());
    }
    if href.is_empty() {
        return None;
    }
    parse(base, href)
}

/// The address that relative ones are resolved against: `base` of the page, itself relative to the page.
pub fn base(page: Option<&str>, base: Option<&str>) -> Option<String> {
    match base.map(str::trim).filter(|b| !b.is_empty() && !b.starts_with('#')) {
        Some(base) => parse(page, base).filter(|b| !b.starts_with("mailto:")).or_else(|| parse(None, page?)),
        None => parse(None, page?),
    }
}

/// Do two absolute addresses share the last two names of their hosts?
pub fn same_site(a: &str, b: &str) -> bool {
    let host = |address: &str| -> Option<String> {
        let rest = address.split_once("://")?.1;
        Some(rest.split(['/', '?', '#', ':']).next()?.to_owned())
    };
    let last = |host: &str| -> Vec<String> { host.rsplit('.').take(2).map(str::to_owned).collect() };
    matches!((host(a), host(b)), (Some(a), Some(b)) if last(&a) == last(&b))
}

/// Is this a picture within its own address, of a kind that is nothing but pixels? (SVG is a document.)
pub fn is_raster_data(src: &str) -> bool {
    let src = src.trim_start();
    let starts = |prefix: &str| src.get(..prefix.len()).is_some_and(|s| s.eq_ignore_ascii_case(prefix));
    RASTER.iter().any(|kind| starts(kind) && src[kind.len()..].starts_with([';', ',']))
}

const RASTER: &[&str] = &[
    "data:image/png",
    "data:image/jpeg",
    "data:image/jpg",
    "data:image/gif",
    "data:image/webp",
    "data:image/avif",
    "data:image/bmp",
    "data:image/x-icon",
    "data:image/vnd.microsoft.icon",
];

#[cfg(not(target_arch = "wasm32"))]
fn parse(base: Option<&str>, href: &str) -> Option<String> {
    let base = base.and_then(|b| url::Url::parse(b).ok());
    let mut url = url::Url::options().base_url(base.as_ref()).parse(href).ok()?;
    match url.scheme() {
        "http" | "https" => {
            url.set_username("").ok()?;
            url.set_password(None).ok()?;
        }
        "mailto" => {}
        _ => return None,
    }
    Some(url.into())
}

#[cfg(target_arch = "wasm32")]
fn parse(base: Option<&str>, href: &str) -> Option<String> {
    use web_sys::Url;
    // A base that can't be read is as good as none. Each call here leaves wasm: an address without a name for the
    // server costs two.
    let url = base.and_then(|b| Url::new_with_base(href, b).ok()).or_else(|| Url::new(href).ok())?;
    let mut address = url.href();
    match address.split_once(':')?.0 {
        "http" | "https" if address.contains('@') => {
            url.set_username("");
            url.set_password("");
            address = url.href();
        }
        "http" | "https" | "mailto" => {}
        _ => return None,
    }
    Some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_told_by_two_names() {
        assert!(same_site("https://www.paper.example/a", "https://paper.example"));
        assert!(!same_site("https://paper.example/", "https://network.example/paper.example"));
        assert!(!same_site("mailto:a@paper.example", "https://paper.example/"));
    }

    /// The same table tests both ways of reading addresses.
    #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
    #[cfg_attr(not(target_arch = "wasm32"), test)]
    fn addresses_resolve_or_are_refused() {
        const BASE: &str = "https://example.org/news/2026/story.html?x=1#top";
        #[rustfmt::skip]
        let table: &[(&str, Option<&str>)] = &[
            ("a.html", Some("https://example.org/news/2026/a.html")),
            ("/a b", Some("https://example.org/a%20b")),
            ("../b?q#f", Some("https://example.org/news/b?q#f")),
            ("//cdn.example/i.png", Some("https://cdn.example/i.png")),
            ("HTTP://EXAMPLE.com:80", Some("http://example.com/")),
            ("https://user:secret@example.com/x", Some("https://example.com/x")),
            ("https://user@example.com/x", Some("https://example.com/x")),
            ("  https://example.com/\n", Some("https://example.com/")),
            ("https://bücher.example/", Some("https://xn--bcher-kva.example/")),
            ("mailto:a@example.org", Some("mailto:a@example.org")),
            ("#part", Some("#part")),
            ("#", None),
            ("", None),
            (" ", None),
            ("?page=2", Some("https://example.org/news/2026/story.html?page=2")),
            ("javascript:alert(1)", None),
            ("JaVaScRiPt:alert(1)", None),
            ("java\nscript:alert(1)", None),
            ("\u{1}javascript:alert(1)", None),
            ("vbscript:x", None),
            ("data:text/html,x", None),
            ("data:image/svg+xml,<svg/>", None),
            ("blob:https://example.org/1", None),
            ("file:///etc/passwd", None),
            ("about:config", None),
            ("chrome://settings", None),
            ("moz-extension://x/y", None),
            ("ftp://example.org/", None),
            ("tel:+123", None),
            ("http://", None),
            // A space in a host would do, but for Chromium, which lets it pass.
            ("https://[::1", None),
        ];
        for (href, want) in table {
            assert_eq!(resolve(Some(BASE), href).as_deref(), *want, "{href:?}");
        }
        assert_eq!(resolve(None, "a.html"), None);
        assert_eq!(resolve(Some("nonsense"), "a.html"), None);
        assert_eq!(
            resolve(Some("nonsense"), "https://example.org/a").as_deref(),
            Some("https://example.org/a")
        );
        assert_eq!(resolve(None, "https://example.org/a").as_deref(), Some("https://example.org/a"));
        assert_eq!(resolve(Some("about:blank"), "x"), None);
        assert_eq!(base(Some(BASE), Some("/deep/")).as_deref(), Some("https://example.org/deep/"));
        assert_eq!(base(Some(BASE), Some("javascript:x")).as_deref(), Some(BASE));
        assert_eq!(base(Some(BASE), None).as_deref(), Some(BASE));
        assert_eq!(base(None, Some("https://example.org/x/")).as_deref(), Some("https://example.org/x/"));
        assert_eq!(base(None, None), None);
    }

    #[test]
    fn only_pixels_are_raster_data() {
        for (src, want) in [
            ("data:image/png;base64,AA", true),
            ("DATA:image/GIF;base64,AA", true),
            ("data:image/jpeg,AA", true),
            ("data:image/svg+xml;base64,AA", false),
            ("data:text/html,x", false),
            ("data:image/pngx,AA", false),
            ("data:image/png", false),
            ("https://example.org/a.png", false),
            ("", false),
            ("äöü", false),
        ] {
            assert_eq!(is_raster_data(src), want, "{src:?}");
        }
    }
}
