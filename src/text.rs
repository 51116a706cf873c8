//! Text as pages hold it → text as it is compared and counted: white space, keys, words, overlap.

use std::collections::HashMap;

/// Is this white space to a reader? No-break and typographic spaces count, as does every Unicode white space.
pub fn is_space(c: char) -> bool {
    c.is_whitespace()
}

/// Characters that show nothing and only get in the way of comparing. Soft hyphens and joiners are not among
/// them: a soft hyphen is where a word may break, joiners shape Persian, Indic scripts and emoji.
fn is_void(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// White space folded: each run (no-break spaces too) becomes one space, none at either end; zero-width spaces
/// go, soft hyphens stay.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_folded(&mut out, text);
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// Appends `text` to already folded `out`; a run of white space at the seam is one space, which may be left at
/// the end of `out` (never at its start).
pub fn push_folded(out: &mut String, text: &str) {
    for c in text.chars() {
        if is_space(c) {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_void(c) {
            out.push(c);
        }
    }
}

/// Is this a character of a script written without spaces, where a character is counted as a word?
pub fn is_spaceless(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' // Thai, Lao
        | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' // Burmese, Khmer
        | '\u{3040}'..='\u{30ff}' // kana
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' // Han
        | '\u{20000}'..='\u{3ffff}')
}

/// Combining marks and the joiners belong to the letter before.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036f}' | '\u{0591}'..='\u{05bd}' | '\u{05bf}'..='\u{05c7}' | '\u{064b}'..='\u{065f}'
        | '\u{093c}' | '\u{094d}' | '\u{09cd}' | '\u{0a4d}' | '\u{0acd}' | '\u{0b4d}' | '\u{0bcd}' | '\u{0c4d}'
        | '\u{0ccd}' | '\u{0d4d}' | '\u{0e31}' | '\u{0e34}'..='\u{0e3a}' | '\u{0e47}'..='\u{0e4e}' | '\u{00ad}'
        | '\u{200c}' | '\u{200d}')
}

/// A comparison key: lower-case letters and digits, each run a word, words joined by single spaces. Punctuation,
/// quotes, dashes, soft hyphens and full-width forms make no difference. Equal keys say the same.
pub fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        let c = match c {
            _ if c.is_ascii() => c,
            // Dropped, not a gap: "Gebiets\u{ad}reform" is one word.
            _ if is_mark(c) || is_void(c) => continue,
            // Full-width forms of ASCII stand in Japanese and Chinese headlines.
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        };
        if !c.is_alphanumeric() {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        match c {
            _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            'ß' | 'ẞ' => out.push_str("ss"),
            'ς' => out.push('σ'),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            c => out.extend(c.to_lowercase().filter(|&c| !is_mark(c))),
        }
    }
    out
}

/// The words of a text: runs of letters and digits, with an apostrophe inside; each character of a script that
/// is written without spaces is a word of its own.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (start, first) = loop {
            let c = char_at(text, at)?;
            at += c.len_utf8();
            if c.is_alphanumeric() {
                break (at - c.len_utf8(), c);
            }
        };
        // Where a character of its own stands alone, its marks come with it.
        let alone = |c: char, end: usize| is_spaceless(c) && !char_at(text, end).is_some_and(is_mark);
        let mut last = first;
        while !alone(last, at) {
            let Some(c) = char_at(text, at) else { break };
            if !c.is_ascii_alphanumeric() {
                let inside = matches!(c, '\'' | '’')
                    && char_at(text, at + c.len_utf8())
                        .is_some_and(|n| n.is_alphanumeric() && !is_spaceless(n));
                if is_spaceless(c) && !is_mark(c) || !(c.is_alphanumeric() || is_mark(c) || inside) {
                    break;
                }
            }
            at += c.len_utf8();
            last = c;
        }
        Some(&text[start..at])
    })
}

/// The character that begins at a byte. Most are ASCII: decoding those is half the work of counting words.
fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        Some(_) => text.get(at..)?.chars().next(),
        None => None,
    }
}

/// How alike two texts are by their words, whatever the order: the F1 of the two multisets of words of their
/// [`key`]s, from 0 to 1. Two texts without words are alike.
pub fn overlap_of_keys(a: &str, b: &str) -> f32 {
    let (mut a, mut b): (Vec<&str>, Vec<&str>) = (words(a).collect(), words(b).collect());
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let all = a.len() + b.len();
    a.sort_unstable();
    b.sort_unstable();
    let (mut i, mut j, mut common) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    2.0 * common as f32 / all as f32
}

/// The words of one text, counted once to be held against many others.
#[derive(Debug, Default)]
pub struct Bag<'a> {
    /// Each word's place in `counts`.
    places: HashMap<&'a str, usize>,
    counts: Vec<u32>,
    size: usize,
}

impl<'a> Bag<'a> {
    /// The words of a [`key`].
    pub fn of(key: &'a str) -> Self {
        let mut bag = Bag::default();
        for word in words(key) {
            let place = *bag.places.entry(word).or_insert(bag.counts.len());
            if place == bag.counts.len() {
                bag.counts.push(0);
            }
            bag.counts[place] += 1;
            bag.size += 1;
        }
        bag
    }

    /// What [`overlap_of_keys`] says of this text and one of these words.
    pub fn overlap(&self, words: &[&str]) -> f32 {
        let all = self.size + words.len();
        if all == 0 {
            return 1.0;
        }
        let mut left = self.counts.clone();
        let mut common = 0;
        for word in words {
            if let Some(&place) = self.places.get(word)
                && left[place] > 0
            {
                left[place] -= 1;
                common += 1;
            }
        }
        2.0 * common as f32 / all as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_of_any_kind_folds_to_one_space() {
        assert_eq!(fold(" \u{a0}a \t\n b\u{2009}c\u{200b}d\u{3000}"), "a b cd");
        assert_eq!(fold("Ge\u{ad}biet"), "Ge\u{ad}biet");
        assert_eq!(fold("\u{feff}  "), "");
    }

    #[test]
    fn a_seam_is_one_space() {
        let mut out = String::new();
        push_folded(&mut out, "  a ");
        push_folded(&mut out, " b");
        assert_eq!(out, "a b");
    }

    #[test]
    fn keys_ignore_case_punctuation_and_width() {
        assert_eq!(key("“It’s — a  Test!”"), "it s a test");
        assert_eq!(key("GROẞE Stra\u{ad}ße"), "grosse strasse");
        assert_eq!(key("ＡＢＣ１２"), "abc12");
        assert_eq!(key("?!"), "");
        assert_eq!(key("İstanbul"), "istanbul");
    }

    #[test]
    fn words_are_counted_in_every_script() {
        assert_eq!(
            words("It’s a well-known 'fact'").collect::<Vec<_>>(),
            ["It’s", "a", "well", "known", "fact"]
        );
        assert_eq!(words("東京で地震 M5").collect::<Vec<_>>(), ["東", "京", "で", "地", "震", "M5"]);
        assert_eq!(words("한국 뉴스").count(), 2);
        assert_eq!(words("ab東cd").collect::<Vec<_>>(), ["ab", "東", "cd"]);
        assert_eq!(words("Ge\u{ad}biet –").count(), 1);
        assert_eq!(words("").count(), 0);
    }

    #[test]
    fn overlap_is_the_f1_of_the_words() {
        let alike = |a: &str, b: &str| overlap_of_keys(&key(a), &key(b));
        assert_eq!(alike("The cat sat", "the CAT sat!"), 1.0);
        assert_eq!(alike("a b c d", "a b"), 2.0 * 2.0 / 6.0);
        assert_eq!(alike("a", "b"), 0.0);
        assert_eq!(alike("", "-"), 1.0);
        assert_eq!(alike("a a", "a"), 2.0 / 3.0);
    }

    #[test]
    fn a_bag_says_the_same() {
        let texts = ["", "a", "a a", "the cat sat", "the cat the", "sat cat the on", "猫が座る", "座る"];
        for a in texts {
            let bag = Bag::of(a);
            for b in texts {
                let words: Vec<&str> = words(b).collect();
                assert_eq!(bag.overlap(&words), overlap_of_keys(a, b), "{a:?} and {b:?}");
            }
        }
    }
}
