//! A caption as the page has it → the caption and the credit at its end.

use crate::article::{Inline, Inlines, plain};

/// Words that begin a credit, as comparison keys.
const MARKS: &[&str] = &[
    "photo",
    "photos",
    "photograph",
    "photography",
    "photo by",
    "image",
    "images",
    "image credit",
    "photo credit",
    "picture",
    "pictures",
    "credit",
    "credits",
    "source",
    "courtesy",
    "illustration",
    "graphic",
    "video",
    "foto",
    "fotos",
    "bild",
    "bilder",
    "quelle",
    "bildquelle",
    "grafik",
    "fotograf",
    "copyright",
    "crédit",
    "crédits",
    "photo d illustration",
    "crédit photo",
    "imagen",
    "fuente",
    "foto de",
    "crédito",
    "imagem",
    "fonte",
    "reprodução",
    "immagine",
    "beeld",
    "bron",
    "kilde",
    "kuva",
    "zdjęcie",
    "źródło",
    "fot",
    "zdroj",
    "forrás",
    "фото",
    "источник",
    "fotoğraf",
    "kaynak",
    "صورة",
    "المصدر",
    "写真",
    "提供",
    "图片",
    "图",
    "사진",
    "出典",
];

#[rustfmt::skip]
/// Where papers have pictures from, as comparison keys.
const PICTURE_AGENCIES: &[&str] = &[
    "getty images", "getty", "reuters", "afp", "ap", "epa", "dpa", "picture alliance", "imago", "shutterstock", "istock",
    "alamy", "anadolu", "pa media", "keystone", "ansa", "efe", "unsplash", "pixabay",
];

/// Words that begin a line on rights, as comparison keys.
const RIGHTS: &[&str] = &[
    "all rights reserved",
    "alle rechte",
    "tous droits",
    "todos los derechos",
    "todos os direitos",
    "tutti i diritti",
    "riproduzione riservata",
    "copyright",
    "wszelkie prawa",
    "все права",
];

/// Parts a caption from a credit that ends it: in brackets with a mark ("(Photo: A. Name)"), after a mark and a
/// colon, after "©", or after a long dash.
pub fn part(caption: Inlines) -> (Inlines, Inlines) {
    let text = plain(&caption);
    let Some(at) = credit_start(&text) else { return (caption, Vec::new()) };
    let credit = text[at..].trim_matches([' ', '(', ')', '[', ']', '—', '–', '-', '|', '/', '\n']).to_owned();
    if credit.is_empty() {
        return (caption, Vec::new());
    }
    (cut(caption, at), vec![Inline::Text(credit)])
}

/// Where the credit begins, in bytes of the caption's text.
fn credit_start(text: &str) -> Option<usize> {
    let trimmed = text.trim_end();
    if is_credit_alone(trimmed) || is_marked_name(trimmed) {
        return Some(0);
    }
    if let Some(open) = trimmed.rfind(['(', '[']).filter(|_| trimmed.ends_with([')', ']'])) {
        let inside = &trimmed[open + 1..trimmed.len() - 1];
        if begins_credit(inside) || inside.contains(['©', '/']) && words(inside) <= 8 {
            return Some(open);
        }
    }
    if let Some(at) = trimmed.rfind('©').filter(|&at| words(&trimmed[at..]) <= 16) {
        return Some(at);
    }
    // The last words, if they are a mark and a name: "fot. Jan Biel".
    let ends = trimmed.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | '…' | '。' | '\n' | '”'));
    for at in ends.map(|(i, c)| i + c.len_utf8()) {
        if is_marked_name(trimmed[at..].trim_start()) {
            return Some(at);
        }
    }
    // The last sentence or line, if it begins with a mark and a colon.
    let starts = trimmed.char_indices().filter(|&(_, c)| {
        matches!(c, '.' | '\n' | '|' | '!' | '?' | '…' | '–' | '—' | ' ' | ')' | '”' | '"')
    });
    let mut candidates: Vec<usize> = vec![0];
    candidates.extend(starts.map(|(i, c)| i + c.len_utf8()));
    for &at in &candidates {
        let rest = trimmed[at..].trim_start();
        // Within a sentence the word is only a word.
        if at > 0 && rest.starts_with(char::is_lowercase) {
            continue;
        }
        if rest.split([':', '：']).nth(1).is_some() && begins_credit(rest) && words(rest) <= 10 {
            return Some(at);
        }
    }
    // A word that no list knows and a colon, after the caption's last sentence: "Isithombe: A. Name".
    let ends = trimmed.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | '。'));
    for at in ends.map(|(i, c)| i + c.len_utf8()) {
        let (word, name) = trimmed[at..].split_once([':', '：']).unwrap_or_default();
        let named = name.trim_start().starts_with(char::is_uppercase) && (1..=4).contains(&words(name));
        if words(word) == 1 && named {
            return Some(at);
        }
    }
    if let Some(at) = trimmed.rfind(" - ").filter(|&at| is_credit_alone(&trimmed[at + 3..])) {
        return Some(at);
    }
    let dash = trimmed.rfind(['—', '–'])?;
    let rest = trimmed[dash..].trim_start_matches(['—', '–', ' ']);
    let before = trimmed[..dash].trim_end();
    let closed = before.ends_with(['.', '!', '?', '"', '”', '’', '…', '»']);
    (closed && (1..=5).contains(&words(rest)) && rest.starts_with(char::is_uppercase)).then_some(dash)
}

/// Is a whole line a credit: "Photo: A. Name", "© Agency"?
pub fn is_line(text: &str) -> bool {
    let text = text.trim();
    let marked = text.contains([':', '：']) || text.starts_with('©');
    marked && begins_credit(text) && words(text) <= 14 || is_marked_name(text)
}

/// A mark and a name of two to four words with capitals, and nothing else: "Photo Marc Ledru". After "by" the name may
/// be shorter, and where the picture was found may follow it: "Photo by Marc Ledru on Fotodose", "Image by author".
fn is_marked_name(text: &str) -> bool {
    let mut rest = text.split_whitespace().peekable();
    let mark = rest.next().is_some_and(|w| MARKS.contains(&crate::text::key(w).as_str()));
    let by = rest.next_if(|w| BY.contains(w)).is_some();
    let name: Vec<&str> = rest.take(9).collect();
    if !mark || text.ends_with('.') {
        return false;
    }
    let capital =
        |w: &str| w.starts_with(|c: char| c.is_uppercase() || c == '@') && !w.contains([':', '!', '?']);
    if by {
        let small =
            |w: &&&str| matches!(**w, "on" | "via" | "from" | "for" | "and" | "at" | "/" | "|" | "&" | "-");
        return matches!(name[..], ["author"] | ["the", "author"])
            || name.len() <= 8
                && name.first().is_some_and(|w| capital(w))
                && name.last().is_some_and(|w| capital(w))
                && name.iter().all(|w| capital(w) || small(&w));
    }
    (2..=4).contains(&name.len()) && name.iter().all(|w| capital(w))
}

/// What leads from a mark to a name.
const BY: &[&str] = &["by", "von", "par", "por", "di", "door", "av", "af", "de"];

/// Is a whole line on rights: "All rights reserved"?
pub fn is_rights(text: &str) -> bool {
    words(text) <= 6 && RIGHTS.iter().any(|r| crate::text::key(text).starts_with(r))
}

/// Is a whole line the credit of a photo? A source may be the text's own.
pub fn is_photo_line(text: &str) -> bool {
    let head = crate::text::key(text.split([':', '：']).next().unwrap_or_default());
    let other = [
        "source",
        "quelle",
        "fuente",
        "fonte",
        "bron",
        "kilde",
        "źródło",
        "zdroj",
        "forrás",
        "источник",
        "kaynak",
    ];
    let other =
        other.contains(&head.as_str()) || ["المصدر", "出典", "video", "image"].contains(&head.as_str());
    text.contains([':', '：']) && is_line(text) && !other
}

/// A text that is a credit from end to end: "A. Name/Agency", "Agency via Agency", "© Name".
fn is_credit_alone(text: &str) -> bool {
    let few = words(text) <= 8 && !text.contains(" - ") && !text.ends_with(['.', '!', '?', '…']);
    let (before, after) = text.split_once('/').unwrap_or((text, ""));
    let slashed =
        !after.is_empty() && [before, after].iter().all(|s| s.trim().starts_with(char::is_uppercase));
    let rights = RIGHTS.iter().any(|r| crate::text::key(text).starts_with(r));
    let agency =
        text.rsplit(" via ").next().is_some_and(|a| PICTURE_AGENCIES.contains(&crate::text::key(a).as_str()));
    few && (text.starts_with(['©', 'ⓒ'])
        || agency
        || rights
        || slashed && words(before) <= 4 && words(after) <= 4)
}

fn begins_credit(text: &str) -> bool {
    let (head, colon) = match text.split_once([':', '：']) {
        Some((head, _)) => (head, true),
        None => (text, false),
    };
    let key = crate::text::key(head);
    if text.trim_start().starts_with('©') {
        return true;
    }
    if colon {
        return MARKS.contains(&key.as_str());
    }
    MARKS.iter().any(|m| key.strip_prefix(m).is_some_and(|r| r.starts_with(' ')) && key.contains(" by "))
}

fn words(text: &str) -> usize {
    crate::text::words(text).count()
}

/// The inlines up to the byte `at` of their text.
fn cut(inlines: Inlines, at: usize) -> Inlines {
    let mut out: Inlines = Vec::new();
    let mut passed = 0;
    for inline in inlines {
        let mut text = String::new();
        inline.push_text(&mut text);
        if passed + text.len() <= at {
            passed += text.len();
            out.push(inline);
            continue;
        }
        let keep = at.saturating_sub(passed);
        match inline {
            Inline::Text(t) => out.push(Inline::Text(t[..keep].to_owned())),
            Inline::Span { style, inlines } => out.push(Inline::Span { style, inlines: cut(inlines, keep) }),
            Inline::Link { href, inlines } => out.push(Inline::Link { href, inlines: cut(inlines, keep) }),
            _ => {}
        }
        break;
    }
    while let Some(Inline::Text(last)) = out.last_mut() {
        last.truncate(last.trim_end_matches([' ', '|', '/', '—', '–', '-', '\n']).len());
        if !last.is_empty() {
            break;
        }
        out.pop();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(text: &str) -> (String, String) {
        let (caption, credit) = part(vec![Inline::Text(text.to_owned())]);
        (plain(&caption), plain(&credit))
    }

    fn pair(a: &str, b: &str) -> (String, String) {
        (a.to_owned(), b.to_owned())
    }

    #[test]
    fn credits_in_every_dress_are_parted() {
        assert_eq!(parted("The bridge. (Photo: A. Name)"), pair("The bridge.", "Photo: A. Name"));
        assert_eq!(parted("Die Brücke. Foto: dpa"), pair("Die Brücke.", "Foto: dpa"));
        assert_eq!(parted("Le pont © Agence"), pair("Le pont", "© Agence"));
        assert_eq!(parted("The bridge at night. — Agency"), pair("The bridge at night.", "Agency"));
        assert_eq!(parted("Ibhuloho. Isithombe: A. Name"), pair("Ibhuloho.", "Isithombe: A. Name"));
        assert_eq!(parted("The bridge - A. Name/AP"), pair("The bridge", "A. Name/AP"));
        assert_eq!(parted("A. Name (left)Quelle: B. Name"), pair("A. Name (left)", "Quelle: B. Name"));
    }

    #[test]
    fn a_caption_without_credit_stays_whole() {
        assert_eq!(parted("A. Name/Some Agency"), pair("", "A. Name/Some Agency"));
        for text in ["The bridge (1903) at night.", "Old and new – side by side", "He said: photo: no"] {
            assert_eq!(parted(text).1, "", "{text}");
        }
    }
}
