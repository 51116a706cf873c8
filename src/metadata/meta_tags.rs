//! Which `meta` says what: keys in lower case, the most trusted first. Data only.

use super::Source;

/// The site's name.
pub(super) const SITES: &[&str] = &[
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "dc.publisher",
    "citation_journal_title",
];

/// The headline.
pub(super) const TITLES: &[(&str, Source)] = &[
    ("headline", Source::Microdata),
    ("og:title", Source::OpenGraph),
    ("twitter:title", Source::Twitter),
    ("citation_title", Source::Meta),
    ("parsely-title", Source::Meta),
    ("sailthru.title", Source::Meta),
    ("dc.title", Source::Meta),
    ("dcterms.title", Source::Meta),
];

/// The dek.
pub(super) const DESCRIPTIONS: &[(&str, Source)] = &[
    ("og:description", Source::OpenGraph),
    ("description", Source::Meta),
    ("twitter:description", Source::Twitter),
    ("dc.description", Source::Meta),
    ("dcterms.abstract", Source::Meta),
    ("sailthru.description", Source::Meta),
];

/// The main picture.
pub(super) const IMAGES: &[(&str, Source)] = &[
    ("og:image", Source::OpenGraph),
    ("og:image:secure_url", Source::OpenGraph),
    ("og:image:url", Source::OpenGraph),
    ("twitter:image", Source::Twitter),
    ("twitter:image:src", Source::Twitter),
    ("image", Source::Microdata),
    ("thumbnail", Source::Meta),
];

/// Who wrote it.
pub(super) const AUTHORS: &[&str] = &[
    "author",
    "article:author",
    "og:article:author",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "citation_author",
    "dc.creator",
    "dc.creator.personalname",
    "dcterms.creator",
    "dc.contributor",
    "byl",
    "cxenseparse:author",
    "creator",
    "authors",
];

/// When it was published.
pub(super) const PUBLISHED: &[(&str, Source)] = &[
    ("article:published_time", Source::OpenGraph),
    ("og:article:published_time", Source::OpenGraph),
    ("og:published_time", Source::OpenGraph),
    ("article:published", Source::OpenGraph),
    ("article.published", Source::Meta),
    ("published_time", Source::Meta),
    ("datepublished", Source::Microdata),
    ("rnews:datepublished", Source::Meta),
    ("parsely-pub-date", Source::Meta),
    ("sailthru.date", Source::Meta),
    ("cxenseparse:recs:publishtime", Source::Meta),
    ("cxenseparse:publishtime", Source::Meta),
    ("originalpublicationdate", Source::Meta),
    ("publish_date", Source::Meta),
    ("publish-date", Source::Meta),
    ("publishdate", Source::Meta),
    ("publication_date", Source::Meta),
    ("publicationdate", Source::Meta),
    ("date_published", Source::Meta),
    ("published", Source::Meta),
    ("published-date", Source::Meta),
    ("pubdate", Source::Meta),
    ("bt:pubdate", Source::Meta),
    ("ptime", Source::Meta),
    ("dc.date.issued", Source::Meta),
    ("dcterms.issued", Source::Meta),
    ("dcterms.date", Source::Meta),
    ("dc.date.created", Source::Meta),
    ("dcterms.created", Source::Meta),
    ("dc.date", Source::Meta),
    ("citation_publication_date", Source::Meta),
    ("citation_online_date", Source::Meta),
    ("citation_date", Source::Meta),
    ("date", Source::Meta),
    ("datecreated", Source::Microdata),
    ("created", Source::Meta),
    ("creation_date", Source::Meta),
    ("release_date", Source::Meta),
];

/// When it was last changed.
pub(super) const MODIFIED: &[(&str, Source)] = &[
    ("article:modified_time", Source::OpenGraph),
    ("og:article:modified_time", Source::OpenGraph),
    ("datemodified", Source::Microdata),
    ("og:updated_time", Source::OpenGraph),
    ("article:modified", Source::OpenGraph),
    ("modified_time", Source::Meta),
    ("dc.date.modified", Source::Meta),
    ("dcterms.modified", Source::Meta),
    ("last-modified", Source::Meta),
    ("lastmod", Source::Meta),
    ("last_updated", Source::Meta),
    ("revised", Source::Meta),
];
