//! The addresses a page goes by → is this one of them?

use crate::head::Head;

/// The page's own addresses, in a form that can be compared.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    own: Vec<Address>,
    /// The host of the page, without `www.`; empty if not known.
    pub host: String,
}

#[derive(Debug, PartialEq, Eq)]
struct Address {
    host: String,
    path: String,
    query: Option<String>,
}

impl Addresses {
    /// Where it was read from, `canonical`, `og:url`.
    pub fn of(head: &Head, url: Option<&str>) -> Self {
        let all = [url, head.link("canonical"), head.meta("og:url")];
        let own: Vec<Address> = all.into_iter().flatten().filter_map(Address::of).collect();
        let host = own.first().map(|a| a.host.clone()).unwrap_or_default();
        Addresses { own, host }
    }

    /// Does this address name the page? None where it names no page at all, or the page's address is not known.
    pub fn is_this_page(&self, address: &str) -> Option<bool> {
        if self.own.is_empty() {
            return None;
        }
        let address = Address::of(address).or_else(|| {
            let path = address.starts_with('/') && !address.starts_with("//");
            path.then(|| Address::of(&format!("https://{}{address}", self.host))).flatten()
        })?;
        // The home page as an id says nothing of a page.
        if address.path.is_empty() && self.own.iter().any(|o| !o.path.is_empty()) {
            return None;
        }
        Some(self.own.iter().any(|own| own.same(&address)))
    }

    /// The path of the page's own address, lower case.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.own.iter().map(|a| a.path.as_str())
    }
}

impl Address {
    fn of(address: &str) -> Option<Address> {
        let address = address.trim();
        let rest = ["https://", "http://", "//"].iter().find_map(|p| {
            address.get(..p.len()).filter(|s| s.eq_ignore_ascii_case(p)).map(|_| &address[p.len()..])
        })?;
        let rest = rest.split('#').next().unwrap_or(rest);
        let (rest, query) = match rest.split_once('?') {
            Some((rest, query)) => (rest, Some(query.to_owned()).filter(|q| !q.is_empty())),
            None => (rest, None),
        };
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = host.to_ascii_lowercase();
        let host =
            ["www.", "m.", "amp."].iter().find_map(|p| host.strip_prefix(p)).unwrap_or(&host).to_owned();
        Some(Address { host, path: path.trim_end_matches('/').to_lowercase(), query })
    }

    /// The query only counts where both have one: tracking comes and goes.
    fn same(&self, other: &Address) -> bool {
        self.host == other.host
            && self.path == other.path
            && (self.query == other.query || self.query.is_none() || other.query.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared_without_what_varies() {
        let page = Addresses::of(&Head::default(), Some("https://www.example.org/a/b/?utm_source=x#top"));
        assert_eq!(page.is_this_page("http://example.org/a/B"), Some(true));
        assert_eq!(page.is_this_page("/a/b"), Some(true));
        assert_eq!(page.is_this_page("https://example.org/a/c"), Some(false));
        assert_eq!(page.is_this_page("https://example.org/"), None);
        assert_eq!(page.is_this_page("#article"), None);
        assert_eq!(Addresses::default().is_this_page("https://example.org/a"), None);
    }
}
