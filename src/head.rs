//! What the page says of itself outside its text, as found: nothing here is interpreted.

/// Title, `meta`, `link` and JSON-LD, in page order, wherever in the page they stood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// Text of the first `title` element.
    pub title: Option<String>,
    /// Every `meta` that has a name and a content.
    pub metas: Vec<Meta>,
    /// `link` elements with a `rel`.
    pub links: Vec<Link>,
    /// Raw text of each JSON-LD script; may be broken JSON.
    pub json_ld: Vec<String>,
    /// `lang` of `html`.
    pub lang: Option<String>,
    /// `dir` of `html`, else of `body`.
    pub dir: Option<String>,
    /// `href` of the first `base`.
    pub base: Option<String>,
}

/// One `meta` element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// `property`, `name`, `itemprop` or `http-equiv` (the first present), in lower case.
    pub key: String,
    /// The `content`, entities decoded.
    pub content: String,
}

/// One `link` element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The `rel`, in lower case.
    pub rel: String,
    /// The `href`, unresolved.
    pub href: String,
}

impl Head {
    /// The contents of all `meta` elements of this key, in page order.
    pub fn metas<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.metas.iter().filter(move |m| m.key == key).map(|m| m.content.as_str())
    }

    /// The first non-blank content for this key.
    pub fn meta<'a>(&'a self, key: &'a str) -> Option<&'a str> {
        self.metas(key).map(str::trim).find(|c| !c.is_empty())
    }

    /// The address of the first `link` of this relation.
    pub fn link(&self, rel: &str) -> Option<&str> {
        self.links.iter().find(|l| l.rel.split_ascii_whitespace().any(|r| r == rel)).map(|l| l.href.as_str())
    }
}
