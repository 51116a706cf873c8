//! JSON-LD scripts → what they say of the article of this page. Read tolerantly: a broken script is mended as far
//! as possible and never costs the others.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::{Map, Value};

use super::address::Addresses;
use super::entities::{plain, plain_lines};
use crate::text::{key, overlap_of_keys, words};

/// What JSON-LD says of the page's article.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct JsonLd {
    /// `headline`, then `name`.
    pub headlines: Vec<String>,
    /// `description`, `abstract`, `alternativeHeadline`.
    pub descriptions: Vec<String>,
    pub authors: Vec<Author>,
    pub published: Vec<String>,
    pub modified: Vec<String>,
    /// Name of the publisher, then of the web site.
    pub sites: Vec<String>,
    pub images: Vec<String>,
    pub sections: Vec<String>,
    pub lang: Option<String>,
    pub body: Option<String>,
    /// Every type named, without prefix, in order, each once.
    pub types: Vec<String>,
    /// The recipes named, in order.
    pub recipes: Vec<Recipe>,
}

/// A recipe as JSON-LD tells it: to be looked for on the page, never to be shown itself.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Recipe {
    /// One text an ingredient.
    pub ingredients: Vec<String>,
    /// Texts of the steps, each with the number of its step: a step may have a name and several texts.
    pub steps: Vec<(usize, String)>,
    /// Names of groups of steps.
    pub groups: Vec<String>,
    /// What it makes: "4", "12 muffins".
    pub yields: Vec<String>,
    /// The times it takes, in minutes.
    pub minutes: Vec<u32>,
}

/// An author as JSON-LD names one: may still be several in one text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Author {
    pub name: String,
    /// Said to be an organisation.
    pub organisation: bool,
}

/// Types whose objects are the text that a page is there for.
const ARTICLES: &[&str] = &[
    "AdvertiserContentArticle",
    "AnalysisNewsArticle",
    "Article",
    "AskPublicNewsArticle",
    "BackgroundNewsArticle",
    "BlogPosting",
    "DiscussionForumPosting",
    "LiveBlogPosting",
    "MedicalScholarlyArticle",
    "NewsArticle",
    "OpinionNewsArticle",
    "Report",
    "ReportageNewsArticle",
    "ReviewNewsArticle",
    "SatiricalArticle",
    "ScholarlyArticle",
    "SocialMediaPosting",
    "TechArticle",
];

/// Works that a page may be about, if it has no article.
const WORKS: &[&str] = &[
    "Chapter",
    "Course",
    "CreativeWork",
    "Guide",
    "HowTo",
    "LearningResource",
    "PodcastEpisode",
    "Question",
    "Recipe",
    "Review",
    "VideoObject",
    "AudioObject",
    "APIReference",
    "MediaObject",
    "Thesis",
];

/// The page itself.
const PAGES: &[&str] = &[
    "AboutPage",
    "FAQPage",
    "ItemPage",
    "MedicalWebPage",
    "ProfilePage",
    "QAPage",
    "WebPage",
    "Blog",
    "CollectionPage",
];

/// Keys under which other things than this page's stand: teasers, replies, parts.
const ELSEWHERE: &[&str] = &[
    "acceptedAnswer",
    "answer",
    "associatedMedia",
    "author",
    "blogPost",
    "citation",
    "comment",
    "hasPart",
    "isBasedOn",
    "isPartOf",
    "isRelatedTo",
    "item",
    "itemListElement",
    "itemReviewed",
    "liveBlogUpdate",
    "mentions",
    "publisher",
    "relatedLink",
    "review",
    "reviews",
    "significantLink",
    "subjectOf",
    "suggestedAnswer",
    "video",
];

struct Thing<'v> {
    map: &'v Map<String, Value>,
    types: Vec<&'v str>,
    elsewhere: bool,
}

/// Reads the scripts. `titles` are keys of what else names the page's article (`og:title`, `title`, `h1`).
pub(super) fn read(scripts: &[String], addresses: &Addresses, titles: &[String]) -> JsonLd {
    let values: Vec<Value> = scripts.iter().flat_map(|s| parse(s)).collect();
    let (things, by_id) = things(&values);
    let mut out = JsonLd::default();
    for kind in things.iter().flat_map(|t| &t.types) {
        if !out.types.iter().any(|t| t == kind) {
            out.types.push((*kind).to_owned());
        }
    }
    let mut ranked: Vec<(i32, &Thing<'_>)> = things
        .iter()
        .take(MOST_RANKED)
        .map(|t| (rank(t, addresses, titles), t))
        .filter(|(r, _)| *r > 0)
        .collect();
    // Stable: of equals the first on the page.
    ranked.sort_by_key(|(r, _)| -r);
    for (_, thing) in ranked.iter().take(MOST_THINGS) {
        let thing = Resolved { map: thing.map, by_id: &by_id };
        thing.fill(&mut out);
    }
    let recipes = things.iter().filter(|t| t.types.contains(&"Recipe")).map(|t| t.map);
    out.recipes =
        recipes.map(recipe).filter(|r| r.ingredients.len() + r.steps.len() > 1).take(MOST_RECIPES).collect();
    for thing in things.iter().filter(|t| t.types.contains(&"WebSite") && !t.elsewhere) {
        if let Some(name) = thing.map.get("name").and_then(text) {
            push_new(&mut out.sites, name);
        }
    }
    out
}

/// A page is about one recipe or a few; a list of links may name hundreds.
const MOST_RECIPES: usize = 8;

/// Ingredients and steps of one recipe: more are no recipe.
const MOST_PARTS: usize = 200;

fn recipe(map: &Map<String, Value>) -> Recipe {
    let all = |names: &[&str]| -> Vec<String> {
        let found = names.iter().find_map(|name| map.get(*name));
        let items: &[Value] = match found {
            Some(Value::Array(items)) => items,
            Some(value) => std::slice::from_ref(value),
            None => &[],
        };
        items.iter().take(MOST_PARTS).filter_map(text).collect()
    };
    let mut out = Recipe {
        ingredients: all(&["recipeIngredient", "ingredients"]),
        yields: all(&["recipeYield", "yield"]),
        minutes: ["prepTime", "cookTime", "performTime", "totalTime"]
            .iter()
            .filter_map(|name| minutes(map.get(*name)?.as_str()?))
            .collect(),
        ..Recipe::default()
    };
    // Steps stand in sections, in lists and in steps again; without recursion, as a page may nest them at will.
    let mut stack: Vec<(&Value, Option<usize>)> =
        map.get("recipeInstructions").map(|v| (v, None)).into_iter().collect();
    let mut next = 0;
    while let Some((value, within)) = stack.pop() {
        if out.steps.len() >= MOST_PARTS {
            break;
        }
        match value {
            Value::Array(items) => stack.extend(items.iter().rev().map(|v| (v, within))),
            Value::String(lines) => {
                for line in plain_lines(lines).lines() {
                    out.steps.push((within.unwrap_or(next), line.to_owned()));
                    next += usize::from(within.is_none());
                }
            }
            Value::Object(step) => {
                let parts = step.get("itemListElement");
                let said =
                    |name: &str| step.get(name).and_then(Value::as_str).map(plain_lines).unwrap_or_default();
                let section = strings(step.get("@type"))
                    .map(bare_type)
                    .any(|t| matches!(t, "HowToSection" | "ItemList"));
                if section {
                    push_new(&mut out.groups, said("name"));
                    stack.extend(parts.map(|v| (v, None)));
                    continue;
                }
                let own = within.unwrap_or(next);
                next += usize::from(within.is_none());
                let name = said("name");
                let texts = said("text");
                // "Step 1" names nothing.
                let label = name.chars().any(char::is_numeric) && words(&name).count() <= 3;
                let said_again = texts.starts_with(name.trim_end_matches(['.', '…']));
                if !name.is_empty() && (texts.is_empty() || !label && !said_again) {
                    out.steps.push((own, name));
                }
                out.steps.extend(texts.lines().map(|line| (own, line.to_owned())));
                stack.extend(parts.map(|v| (v, Some(own))));
            }
            _ => {}
        }
    }
    out
}

/// Minutes of an ISO 8601 duration such as `PT1H30M`; none for nothing and for more than a week.
fn minutes(duration: &str) -> Option<u32> {
    let rest = duration.trim().strip_prefix('P')?;
    let (mut all, mut number) = (0.0f32, String::new());
    let mut time = false;
    for c in rest.chars() {
        match c {
            'T' => time = true,
            '0'..='9' | '.' => number.push(c),
            _ => {
                let count: f32 = std::mem::take(&mut number).parse().ok()?;
                all += count
                    * match (c, time) {
                        ('D', false) => 1440.0,
                        ('H', true) => 60.0,
                        ('M', true) => 1.0,
                        ('S', true) => 1.0 / 60.0,
                        _ if count == 0.0 => 0.0,
                        _ => return None,
                    };
            }
        }
    }
    (1.0..=10080.0).contains(&all).then_some(all as u32)
}

/// An article's own object is among the first of a page; a catalogue may have thousands.
const MOST_RANKED: usize = 1000;

/// Objects that may fill what the best one leaves out.
const MOST_THINGS: usize = 6;

/// Addresses of things named by `@id`.
type ById<'v> = HashMap<&'v str, &'v Map<String, Value>>;

fn things<'v>(values: &'v [Value]) -> (Vec<Thing<'v>>, ById<'v>) {
    let mut things = Vec::new();
    let mut by_id: ById<'v> = HashMap::new();
    let mut stack: Vec<(&Value, bool)> = values.iter().rev().map(|v| (v, false)).collect();
    while let Some((value, elsewhere)) = stack.pop() {
        match value {
            Value::Array(items) => stack.extend(items.iter().rev().map(|v| (v, elsewhere))),
            Value::Object(map) => {
                if let Some(id) = map.get("@id").and_then(Value::as_str) {
                    let known = by_id.entry(id).or_insert(map);
                    if known.len() < map.len() {
                        *known = map;
                    }
                }
                let types: Vec<&str> = strings(map.get("@type").or(map.get("type"))).map(bare_type).collect();
                // An object without a type that has a headline is an article all the same.
                if !types.is_empty() || map.contains_key("headline") {
                    things.push(Thing { map, types, elsewhere });
                }
                for (name, value) in map.iter().rev() {
                    if value.is_object() || value.is_array() {
                        stack.push((value, elsewhere || ELSEWHERE.contains(&name.as_str())));
                    }
                }
            }
            _ => {}
        }
    }
    (things, by_id)
}

fn bare_type(name: &str) -> &str {
    name.rsplit(['/', '#', ':']).next().unwrap_or(name)
}

/// How likely this thing is the page's article; 0 and below: not at all.
fn rank(thing: &Thing<'_>, addresses: &Addresses, titles: &[String]) -> i32 {
    let has = |list: &[&str]| thing.types.iter().any(|t| list.contains(t));
    let mut rank = match () {
        () if has(ARTICLES) => 12,
        () if thing.types.is_empty() || has(WORKS) => 8,
        () if has(PAGES) => 4,
        () => return 0,
    };
    if thing.elsewhere {
        rank -= 9;
    }
    let own: Vec<&str> =
        ["url", "@id", "mainEntityOfPage"].iter().filter_map(|k| thing.map.get(*k)).flat_map(ids).collect();
    let (mut same, mut other) = (false, false);
    for address in own {
        match addresses.is_this_page(address) {
            Some(true) => same = true,
            Some(false) => other = true,
            None => {}
        }
    }
    rank += match (same, other) {
        (true, _) => 3,
        (false, true) => -4,
        (false, false) => 0,
    };
    let names: Vec<String> = ["headline", "name"]
        .iter()
        .filter_map(|k| thing.map.get(*k))
        .filter_map(text)
        .map(|n| key(&n))
        .collect();
    if let Some(best) = names
        .iter()
        .flat_map(|name| titles.iter().map(move |title| overlap_of_keys(name, title)))
        .max_by(f32::total_cmp)
    {
        rank += if best >= 0.7 {
            3
        } else if best < 0.3 {
            -3
        } else {
            0
        };
    }
    rank
}

/// The addresses or ids that a value stands for.
fn ids(value: &Value) -> Vec<&str> {
    match value {
        Value::String(s) => vec![s],
        Value::Object(map) => ["@id", "url"].iter().filter_map(|k| map.get(*k)?.as_str()).collect(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

struct Resolved<'v, 'i> {
    map: &'v Map<String, Value>,
    by_id: &'i ById<'v>,
}

impl<'v> Resolved<'v, '_> {
    /// The values of a key: arrays flattened, things named by `@id` alone looked up.
    fn values(&self, name: &str) -> Vec<&'v Value> {
        let Some(value) = self.map.get(name) else { return Vec::new() };
        match value {
            Value::Array(items) => items.iter().take(MOST_VALUES).collect(),
            value => vec![value],
        }
    }

    fn object(&self, value: &'v Value) -> Option<&'v Map<String, Value>> {
        let map = value.as_object()?;
        let named = map.contains_key("name") || map.contains_key("url") || map.contains_key("contentUrl");
        match map.get("@id").and_then(Value::as_str) {
            Some(id) if !named => self.by_id.get(id).copied().or(Some(map)),
            _ => Some(map),
        }
    }

    fn texts(&self, name: &str) -> impl Iterator<Item = String> {
        self.values(name).into_iter().filter_map(text)
    }

    fn fill(&self, out: &mut JsonLd) {
        for text in self.texts("headline").chain(self.texts("name")) {
            push_new(&mut out.headlines, text);
        }
        for text in ["description", "abstract", "alternativeHeadline"].iter().flat_map(|k| self.texts(k)) {
            push_new(&mut out.descriptions, text);
        }
        if out.authors.is_empty() {
            for name in ["author", "creator"] {
                if out.authors.is_empty() {
                    out.authors = self.values(name).into_iter().flat_map(|v| self.author(v)).collect();
                }
            }
        }
        for name in ["datePublished", "dateCreated", "uploadDate"] {
            out.published.extend(self.texts(name));
        }
        out.modified.extend(self.texts("dateModified"));
        for value in ["publisher", "sourceOrganization", "provider"].iter().flat_map(|k| self.values(k)) {
            let name = match self.object(value) {
                Some(map) => map.get("name").and_then(text),
                None => text(value),
            };
            if let Some(name) = name.filter(|n| !n.starts_with("http")) {
                push_new(&mut out.sites, name);
            }
        }
        for value in ["image", "thumbnailUrl", "primaryImageOfPage"].iter().flat_map(|k| self.values(k)) {
            let src = match self.object(value) {
                Some(map) => ["url", "contentUrl", "@id"].iter().find_map(|k| map.get(*k)?.as_str()),
                None => value.as_str(),
            };
            if let Some(src) = src {
                push_new(&mut out.images, src.trim().to_owned());
            }
        }
        for text in self.texts("articleSection") {
            push_new(&mut out.sections, text);
        }
        if out.lang.is_none() {
            out.lang = self.values("inLanguage").into_iter().find_map(|v| match v {
                Value::Object(map) => map.get("alternateName").or(map.get("name")).and_then(text),
                v => text(v),
            });
        }
        if out.body.is_none() {
            let body = ["articleBody", "text"].iter().find_map(|k| self.map.get(*k)?.as_str());
            out.body = body.map(plain_lines).filter(|b| !b.is_empty());
        }
    }

    /// Authors of one value: a text, a thing with a name or several, or the parts of a name.
    fn author(&self, value: &'v Value) -> Vec<Author> {
        let Some(map) = self.object(value) else {
            return text(value).map(|name| Author { name, organisation: false }).into_iter().collect();
        };
        let organisation = strings(map.get("@type")).map(bare_type).any(|t| t.ends_with("Organization"));
        let names: Vec<&Value> = match map.get("name") {
            Some(Value::Array(names)) => names.iter().collect(),
            Some(name) => vec![name],
            None => Vec::new(),
        };
        let mut authors: Vec<Author> =
            names.into_iter().filter_map(text).map(|name| Author { name, organisation }).collect();
        if authors.is_empty() {
            let part = |k: &str| map.get(k).and_then(text);
            let whole =
                [part("givenName"), part("familyName")].into_iter().flatten().collect::<Vec<_>>().join(" ");
            if !whole.is_empty() {
                authors.push(Author { name: whole, organisation });
            }
        }
        authors
    }
}

/// More authors, pictures or sections than this are no byline, gallery or kicker any more.
const MOST_VALUES: usize = 50;

fn push_new(list: &mut Vec<String>, text: String) {
    if !text.is_empty() && !list.contains(&text) {
        list.push(text);
    }
}

fn strings(value: Option<&Value>) -> impl Iterator<Item = &str> {
    let items: &[Value] = match value {
        Some(Value::Array(items)) => items,
        Some(value) => std::slice::from_ref(value),
        None => &[],
    };
    items.iter().filter_map(Value::as_str)
}

/// The plain text of a string, a number, `{"@value": …}` or the first of a list; none if empty.
fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(s) => plain(s),
        Value::Number(n) => n.to_string(),
        Value::Object(map) => plain(map.get("@value")?.as_str()?),
        Value::Array(items) => plain(items.first()?.as_str()?),
        _ => return None,
    };
    (!text.is_empty() && text != "null" && text != "undefined").then_some(text)
}

/// The values of a script; none where nothing can be made of it.
fn parse(script: &str) -> Vec<Value> {
    let script = script.trim();
    if let Ok(value) = serde_json::from_str(script) {
        return vec![value];
    }
    let mended = mend(script);
    // Several values one after another, up to the first that can't be read.
    serde_json::Deserializer::from_str(&mended).into_iter::<Value>().map_while(Result::ok).collect()
}

/// Mends what content systems do to JSON: comment marks around it, control characters and stray quotes in
/// strings, escapes that JSON does not know, commas before a closing bracket, semicolons, a missing end.
fn mend(script: &str) -> String {
    let script = bare(script);
    let mut out = String::with_capacity(script.len() + 16);
    let mut open: Vec<char> = Vec::new();
    let mut string = false;
    let mut chars = script.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if string {
            match c {
                '"' if ends_string(&script[at + 1..]) => {
                    string = false;
                    out.push('"');
                }
                '"' => out.push_str("\\\""),
                '\\' => match chars.peek() {
                    Some((_, 'u')) if is_hex4(&script[at + 2..]) => out.push('\\'),
                    Some((_, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't')) => {
                        out.push('\\');
                        out.extend(chars.next().map(|(_, c)| c));
                    }
                    _ => {}
                },
                '\n' | '\r' => out.push_str("\\n"),
                c if c.is_control() => out.push(' '),
                c => out.push(c),
            }
            continue;
        }
        match c {
            '"' => {
                string = true;
                out.push('"');
            }
            '{' | '[' => {
                open.push(if c == '{' { '}' } else { ']' });
                out.push(c);
            }
            '}' | ']' => {
                drop_comma(&mut out);
                open.pop();
                out.push(c);
            }
            ';' => {}
            c => out.push(c),
        }
    }
    if string {
        out.push('"');
    }
    drop_comma(&mut out);
    out.extend(open.iter().rev());
    out
}

/// Without the comment marks that old pages put around a script.
fn bare(script: &str) -> Cow<'_, str> {
    let mut text = script.trim();
    let marks = ["<!--", "-->", "//<![CDATA[", "<![CDATA[", "/*<![CDATA[*/", "//]]>", "]]>", "/*]]>*/", "//"];
    while let Some(rest) = marks.iter().find_map(|m| text.strip_prefix(m).or(text.strip_suffix(m))) {
        text = rest.trim();
    }
    Cow::Borrowed(text)
}

fn drop_comma(out: &mut String) {
    let kept = out.trim_end();
    if let Some(kept) = kept.strip_suffix(',') {
        out.truncate(kept.len());
    }
}

fn is_hex4(text: &str) -> bool {
    text.len() >= 4 && text.bytes().take(4).all(|b| b.is_ascii_hexdigit())
}

/// Is a quote before this text the end of its string? Only if the next thing is what JSON wants after one.
fn ends_string(after: &str) -> bool {
    let after = after.trim_start();
    match after.chars().next() {
        None | Some(':' | '}' | ']') => true,
        Some(',') => {
            let next = after[1..].trim_start().chars().next();
            next.is_none_or(|c| {
                matches!(c, '"' | '{' | '[' | '}' | ']' | '-' | 't' | 'f' | 'n') || c.is_ascii_digit()
            })
        }
        _ => false,
    }
}
