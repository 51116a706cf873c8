//! Credits as written → names: one a person or agency, without "by", roles, places and addresses.

use super::date::{self, Manner};
use super::months::{PUBLISHED, UPDATED};
use crate::text::{fold, is_spaceless, key, words};

#[rustfmt::skip]
/// What stands before the first name, whatever the page's language.
const BEFORE: &[&str] = &[
    "written and reported by", "written by", "reported by", "posted by", "published by", "story by", "article by",
    "words by", "text by", "created by", "authored by", "contributed by", "guest post by", "submitted by", "started by",
    "report by", "recipe by", "opinion by", "analysis by", "shared by", "asked by", "by", "author", "authors", "writer", "about the author",
    "byline", "posted on behalf of",
    "ein artikel von", "ein beitrag von", "eine analyse von", "ein kommentar von", "ein gastbeitrag von",
    "eine reportage von", "ein interview von", "eine kolumne von", "interview von", "kommentar von", "analyse von", "gastbeitrag von",
    "geschrieben von", "aufgezeichnet von", "veröffentlicht von", "autorin", "autoren", "autor", "verfasst von",
    "écrit par", "publié par", "rédigé par", "propos recueillis par", "par", "auteur", "auteurs",
    "escrito por", "publicado por", "por", "autora", "autores", "scritto da", "pubblicato da", "a cura di", "autore", "autori",
    "geschreven door", "door", "skriven av", "skrevet av", "skrevet af", "publicerad av", "kirjoittaja", "teksti",
    "höfundur", "autorzy", "opracował", "opracowała", "napsal", "napsala", "írta", "szerző", "scris de", "yazan", "yazar",
    "przez", "napisał", "napisała", "kirjoittanut", "γράφει ο", "γράφει η", "συντάκτης",
    "автор", "авторы", "автори", "автор текста", "текст", "بقلم", "كتب", "كتبت", "بواسطة", "إعداد", "מאת", "作者", "執筆者", "著者", "記者",
    "记者", "本报记者", "撰文", "撰稿", "取材・文", "文・写真", "聞き手", "文", "글", "글·사진", "oleh", "ditulis oleh", "penulis",
    "bởi", "tác giả", "viết bởi", "द्वारा", "बाय", "लेखक", "लेखिका", "रिपोर्ट", "texte de", "texto de", "testo di", "texte", "texto", "testo", "tekst", "text",
];

/// Prepositions that also begin a name ("Di Maria", "von Hagen"): they are "by" only in these languages, and before
/// a whole name or one without small letters ("von AFP", "von dpa").
const BEFORE_OF: &[(&str, &[&str])] = &[
    ("von", &["de", "lb", ""]),
    ("durch", &["de"]),
    ("di", &["it"]),
    ("da", &["it", "pt"]),
    ("av", &["sv", "no", "nb", "nn"]),
    ("af", &["da", "kl"]),
    ("eftir", &["is"]),
    ("de", &["ro"]),
];

#[rustfmt::skip]
/// What joins two names, whatever the language.
const JOINERS: &[&str] = &[
    "and", "und", "et", "och", "og", "és", "și", "şi", "ve", "и", "та", "και", "with", "mit", "avec", "sowie", "और", "và",
];

/// What joins two names in these languages only: elsewhere it is a part of names, or another word.
const JOINERS_OF: &[(&str, &[&str])] = &[
    ("y", &["es", "gl"]),
    ("e", &["it", "pt"]),
    ("i", &["pl", "ca", "hr", "sr"]),
    ("a", &["cs", "sk"]),
    ("en", &["nl"]),
    ("ja", &["fi", "et"]),
    ("dan", &["id", "ms"]),
    ("і", &["uk"]),
    ("con", &["es", "it"]),
    ("met", &["nl"]),
    ("med", &["sv", "da", "no", "nb"]),
    ("in", &["sl"]),
];

#[rustfmt::skip]
/// Agencies that are written in small letters among names.
const AGENCIES: &[&str] = &[
    "dpa", "afp", "ap", "apa", "sid", "epd", "kna", "reuters", "sda", "ats", "ansa", "efe", "ntb", "ritzau", "čtk", "ctk", "tasr",
    "pap", "anp", "belga", "pti", "ani", "ians", "xinhua", "tass",
];

fn is_agency(word: &str) -> bool {
    AGENCIES.contains(&word.trim_end_matches([',', '.', ';']))
}

#[rustfmt::skip]
/// Words of which a role, a desk or a degree is made: a part with one of them that follows a name is no name.
const ROLES: &[&str] = &[
    "editor", "editors", "reporter", "correspondent", "writer", "columnist", "contributor", "contributing", "journalist",
    "producer", "director", "chief", "senior", "freelance", "manager", "officer", "founder", "cofounder", "ceo", "cto",
    "cfo", "coo", "president", "professor", "analyst", "specialist", "strategist", "expert", "consultant", "marketing",
    "head", "lead", "author", "reviewer", "dietitian", "nutritionist", "attorney", "engineer", "developer", "advocate",
    "redakteur", "redakteurin", "korrespondent", "korrespondentin", "reporterin", "volontär", "volontärin", "chefredakteur",
    "chefredakteurin", "leiter", "leiterin", "ressortleiter", "ressortleiterin", "autorin", "journalistin", "rédacteur", "rédactrice", "journaliste",
    "correspondante", "correspondant", "redactor", "redactora", "periodista", "corresponsal", "giornalista", "redattore",
    "redacteur", "verslaggever", "reporterka", "dziennikarz", "redaktor", "redaktorka", "redaktör", "kommentator",
    "корреспондент", "журналист", "редактор", "기자", "특파원", "記者", "muhabir",
    "md", "phd", "ph.d", "rd", "rdn", "mba", "msc", "cpa", "cfp", "cfa", "esq", "jd", "dds", "dmd", "rn", "dvm", "mph", "facp",
    "pharmd", "lmft", "lcsw", "faclm",
];

#[rustfmt::skip]
/// Words that stand beside bylines and in no name.
const NO_NAME: &[&str] = &[
    "share", "save", "copy", "link", "print", "email", "e-mail", "follow", "subscribe", "comment", "comments", "read", "min", "mins", "minute", "minutes",
    "reading", "updated", "published", "posted", "post", "posts", "article", "articles", "about", "more", "view", "views", "all", "bio", "profile", "contact",
    "reviewed", "edited", "fact", "checked", "medically", "category", "categories", "tags", "home", "blog", "news", "this", "our", "your",
    "you", "click", "here", "download", "listen", "watch", "photo", "photos", "image", "images", "getty", "advertisement", "sponsored", "login", "register", "reply",
    "like", "likes", "researched", "originally", "add", "sign", "show", "hide", "open", "close", "next", "previous", "search", "menu", "january", "february", "march",
    "april", "june", "july", "august", "september", "october", "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday", "date", "release", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "jan", "feb", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    "offline", "online", "default", "guest", "uhr", "lesezeit", "minuten", "teilen", "merken", "drucken", "kommentare", "kommentieren", "folgen", "stand", "aktualisiert", "veröffentlicht", "foto", "artikel", "beitrag",
    "agencies", "agenturen", "agences", "agencias", "agenzie", "partager", "lire", "lecture", "publié", "compartir", "guardar", "lectura", "leer", "publicado", "condividi", "lettura", "leggi", "delen", "lees",
    "dela", "läs", "del", "les", "læs", "udostępnij", "sdílet", "paylaş", "поделиться", "шер",
];

/// Words that end a name: what follows is of something else.
const AFTER: &[&str] = &[
    "updated",
    "published",
    "posted",
    "last",
    "originally",
    "is",
    "reviewed",
    "edited",
    "medically",
    "fact",
    "writes",
    "reports",
    "says",
];

/// Small words that lead from a name to a date or a place: no name ends with one.
const TRAILING: &[&str] = &[
    "at", "on", "in", "for", "from", "by", "of", "to", "am", "vom", "für", "von", "aus", "le", "pour", "el",
    "para", "il", "per", "op", "voor", "den", "på", "with", "the", "and", "und", "kl", "um", "til", "i",
];

/// A name is no longer, in words or in characters: the longest are of agencies ("Deutsche Presse-Agentur").
const MOST_WORDS: usize = 9;
const MOST_CHARS: usize = 70;

/// The names in a credit. `text` is one text that stands alone: a byline, an `author` of JSON-LD or of `meta`.
pub(super) fn names(text: &str, lang: &str) -> Vec<String> {
    let text = fold(text);
    let text = without_before(&text, lang);
    let mut out: Vec<String> = Vec::new();
    for part in parts(text, lang) {
        let part = part_name(part, lang);
        if !part.is_empty() && is_name(&part) && (out.is_empty() || !is_role(&part)) {
            push(&mut out, part);
        }
    }
    out
}

/// The names in a piece of the page's text that may hold anything beside them: only what looks like a name, and
/// nothing after the first thing that is none.
pub(super) fn strict_names(text: &str, manner: Manner<'_>) -> Vec<String> {
    let text = before_other_things(text, manner);
    let mut out = Vec::new();
    for name in names(text, manner.lang) {
        if !looks_like_name(&name) {
            break;
        }
        push(&mut out, name);
    }
    out
}

/// A credit up to what is no credit any more: a date, "updated", "5 min read".
fn before_other_things<'t>(text: &'t str, manner: Manner<'_>) -> &'t str {
    let text = without_before(text, manner.lang);
    let mut end = date::first_hint(text, manner).unwrap_or(text.len());
    let mut from = 0;
    for word in text.split_whitespace() {
        let at = text[from..].find(word).map_or(from, |at| from + at);
        if at >= end {
            break;
        }
        let bare = word.trim_matches([',', ':', '.', '(']).to_lowercase();
        let label = at > 0 && (AFTER.contains(&bare.as_str()) || NO_NAME.contains(&bare.as_str()));
        if label || is_label(&text[at..]) {
            end = at;
            break;
        }
        from = at + word.len();
    }
    let mut text = &text[..end];
    loop {
        text = text.trim_end_matches([' ', ',', '-', '–', '|', '·', '•', '(']);
        match text.rsplit_once(' ') {
            Some((rest, last)) if TRAILING.contains(&last.to_lowercase().as_str()) => text = rest,
            _ => break text,
        }
    }
}

/// Does the text begin with "updated", "published" and the like?
fn is_label(text: &str) -> bool {
    let head: String = text.chars().take(20).collect::<String>().to_lowercase();
    [UPDATED, PUBLISHED].iter().any(|list| list.iter().any(|w| w.chars().count() > 4 && head.starts_with(w)))
}

/// Is this a word (lower case) of those that stand beside names: a role, a button, "min read"?
pub(super) fn is_beside_names(word: &str) -> bool {
    NO_NAME.contains(&word) || ROLES.contains(&word)
}

/// Is this the name by which someone logs in, rather than the one by which they sign ("jdoe", "israel")?
pub(super) fn is_login(name: &str) -> bool {
    // What a CMS calls its first user until someone says otherwise.
    if ["admin", "administrator", "super user", "superuser", "webmaster"]
        .iter()
        .any(|n| name.eq_ignore_ascii_case(n))
    {
        return true;
    }
    !name.contains(' ')
        && !is_agency(name)
        && name.chars().any(char::is_lowercase)
        && !name.chars().any(char::is_uppercase)
}

/// Adds a name unless it is there already.
pub(super) fn push(names: &mut Vec<String>, name: String) {
    let own = key(&name);
    if !own.is_empty() && !names.iter().any(|n| key(n) == own) {
        names.push(name);
    }
}

/// Does the text begin as a byline does ("By …"), and where does what follows begin?
pub(super) fn begins_as_byline<'t>(text: &'t str, lang: &str) -> Option<&'t str> {
    let rest = without_before(text, lang);
    (rest.len() < text.trim().len() && !rest.is_empty()).then_some(rest)
}

/// Is this nothing but "by", "and", a comma: something that a name follows?
pub(super) fn leads_to_name(text: &str, lang: &str) -> bool {
    let word = text.trim_matches([' ', ',', ':', '|', '/', '·', '•', '&', '-', '–', '—']).to_lowercase();
    word.is_empty()
        || BEFORE.contains(&word.as_str())
        || BEFORE_OF.iter().any(|(b, langs)| *b == word && langs.contains(&lang))
        || is_joiner(&word, lang)
}

fn without_before<'t>(text: &'t str, lang: &str) -> &'t str {
    let mut text = text.trim();
    // "Text: Von A": at most two.
    for _ in 0..2 {
        let always = BEFORE.iter().filter_map(|b| rest_after(text, b));
        let of_language = BEFORE_OF.iter().filter(|(_, langs)| langs.contains(&lang)).filter_map(|(b, _)| {
            let rest = rest_after(text, b)?;
            let cases = (rest.chars().any(char::is_lowercase), rest.chars().any(char::is_uppercase));
            (words(rest).take(2).count() == 2 || cases != (true, true)).then_some(rest)
        });
        match always.chain(of_language).min_by_key(|rest| rest.len()) {
            Some(rest) => text = rest.trim_start_matches([':', '：', ' ', '/', '|', '\u{a0}']),
            None => break,
        }
    }
    text
}

/// What follows `before` (lower case) at the beginning of `text`, if the word ends there.
fn rest_after<'t>(text: &'t str, before: &str) -> Option<&'t str> {
    let head = prefix(text, before)?;
    let rest = &text[head.len()..];
    let ends = rest.chars().next().is_some_and(|c| c.is_whitespace() || matches!(c, ':' | '：' | '/' | '|'));
    (ends && head.to_lowercase() == before).then_some(rest)
}

/// As many letters of `text` as `like` has: cases may differ in bytes.
fn prefix<'t>(text: &'t str, like: &str) -> Option<&'t str> {
    let end = text.char_indices().nth(like.chars().count()).map(|(at, _)| at)?;
    Some(&text[..end])
}

/// The parts between commas, bars, slashes, ampersands and joining words.
fn parts<'t>(text: &'t str, lang: &str) -> Vec<&'t str> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else { break };
        let mut cut = match c {
            ',' | ';' | '|' | '•' | '·' | '、' | '，' | '،' | '&' | '/' | '＆' | '\n' | '●' | '┃' | '│' => {
                c.len_utf8()
            }
            '–' | '—' | '-' if text[..at].ends_with(' ') && rest[c.len_utf8()..].starts_with(' ') => {
                c.len_utf8()
            }
            _ => 0,
        };
        // "AC/DC" is one name, "A / B" and "Anna Muster/dpa" are two.
        if c == '/' && !text[from..at].trim().contains(' ') && !rest[1..].starts_with(' ') {
            cut = 0;
        }
        if cut == 0 && c == ' ' {
            let word_end = rest[1..].find(' ').map(|e| e + 1);
            if let Some(end) = word_end
                && is_joiner(&rest[1..end].to_lowercase(), lang)
                && joins(&text[from..at], &rest[end..])
            {
                cut = end;
            }
        }
        if cut > 0 {
            out.push(text[from..at].trim());
            at += cut;
            from = at;
        } else {
            at += c.len_utf8();
        }
    }
    out.push(text[from..].trim());
    out
}

fn is_joiner(word: &str, lang: &str) -> bool {
    JOINERS.contains(&word) || JOINERS_OF.iter().any(|(j, langs)| *j == word && langs.contains(&lang))
}

/// Do these stand as two names? A name before the joiner has two words: "Simon and Schuster" is one.
fn joins(before: &str, after: &str) -> bool {
    let next = after.trim_start();
    let agency = next.split([' ', ',', '/']).next().is_some_and(is_agency);
    let capital = agency || next.chars().next().is_some_and(|c| !c.is_lowercase());
    let count = |text: &str| words(text).take(2).count();
    capital && count(before) == 2 && count(next.split([',', '|']).next().unwrap_or(next)) >= 1
}

/// A part without what is no name in it: brackets, e-mail addresses, handles, dates, trailing marks.
fn part_name(part: &str, lang: &str) -> String {
    let mut out = part.to_owned();
    while let (Some(open), Some(close)) = (out.find(['(', '[', '<']), out.find([')', ']', '>'])) {
        if close < open {
            break;
        }
        let close = close + out[close..].chars().next().map_or(1, char::len_utf8);
        out.replace_range(open..close, " ");
    }
    let no_name = |w: &&str| !w.contains('@') && !w.starts_with("http") && !w.starts_with("www.");
    let kept: Vec<&str> = out.split_whitespace().filter(no_name).collect();
    let out = kept.join(" ");
    let out =
        out.trim_matches([',', ';', ':', '-', '–', '—', '|', '·', '*', '"', '“', '”', ' ', '•', '»', '«']);
    let out = without_before(out, lang).trim_end_matches([',', ';', ':']).trim();
    // "문가람 기자": in Korean and Chinese the role follows the name.
    let name = OFFICES.iter().find_map(|o| out.strip_suffix(o)).map(str::trim_end);
    name.filter(|n| n.chars().count() >= 2 && !n.contains(' ')).unwrap_or(out).to_owned()
}

/// What Korean and Chinese reporters are called behind their names.
const OFFICES: &[&str] = &["선임기자", "수습기자", "인턴기자", "기자", "특파원", "논설위원", "记者", "記者"];

/// Could this be the name of a person or agency?
fn is_name(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    let most = if text.chars().any(crate::text::is_spaceless) { MOST_WORDS * 4 } else { MOST_WORDS };
    // A handle may be mostly digits, a name may not.
    letters >= 2
        && (digits * 2 <= letters || !text.contains(' '))
        && text.chars().count() <= MOST_CHARS
        && words(text).take(most + 1).count() <= most
        && !text.contains("://")
        && !text.contains(['{', '}', '$', '=', '?'])
}

/// Does this look like a name and like nothing else: few words, the first with a capital or in a script that has
/// none, no word of those that stand beside bylines?
pub(super) fn looks_like_name(text: &str) -> bool {
    let count = text.split_whitespace().count();
    let first = text.chars().next().unwrap_or(' ');
    let small = |w: &str| w.chars().next().is_some_and(char::is_lowercase) && !PARTICLES.contains(&w);
    (1..=6).contains(&count)
        && !(count > 1 && text.split_whitespace().any(small))
        && first.is_alphabetic()
        && (!first.is_lowercase() || count == 1 && text.chars().count() > 2)
        // Japanese and Chinese names have two to six letters or so; longer runs are sentences.
        && !(text.chars().any(crate::text::is_spaceless) && (text.chars().count() > 10 || text.contains('を')))
        && !TRAILING.contains(&text.to_lowercase().as_str())
        && !text.ends_with(['.', ':', '!', '…'])
        && !text
            .split_whitespace()
            .any(|w| NO_NAME.contains(&w.trim_matches([',', '.', ':']).to_lowercase().as_str()))
        && !(count == 1 && is_role(text))
        && !is_label(text)
}

/// Small words within names.
const PARTICLES: &[&str] = &[
    "de", "da", "das", "del", "della", "der", "den", "di", "do", "dos", "du", "des", "van", "von", "vom",
    "zu", "zur", "la", "le", "les", "el", "al", "bin", "ibn", "ben", "y", "e", "i", "of", "the", "and",
    "for", "für", "und", "et", "ten", "ter", "te", "af", "av",
];

/// As [`looks_like_name`], for a text that nothing marks as one: two to four words, each with a capital.
pub(super) fn looks_like_full_name(text: &str) -> bool {
    let parts: Vec<&str> = text.split_whitespace().collect();
    (2..=4).contains(&parts.len())
        && looks_like_name(text)
        && !is_role(text)
        // Scripts without capitals have none to show; those without spaces show no two words.
        && parts.iter().all(|p| p.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase()))
        && text.chars().all(|c| {
            c.is_alphabetic() && !is_spaceless(c)
                || date::is_word_mark(c)
                || matches!(c, ' ' | '.' | '-' | '\'' | '’' | '\u{200c}')
        })
}

fn is_role(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '.')
        .map(|word| word.trim_end_matches('.').to_lowercase())
        .any(|word| {
            ROLES.contains(&word.as_str()) || word.strip_suffix('s').is_some_and(|w| ROLES.contains(&w))
        })
}
