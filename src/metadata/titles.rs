//! `title` and share titles → the same without the site's name.

use crate::text::{key, overlap_of_keys, words};

/// What parts a title from the site's name. Each stands between spaces, but for the colon and the full-width bar.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " ― ", " · ", " • ", " » ", " « ", " › ", " ‹ ", " :: ", " / ", " ~ ", " < ",
    " > ", " \\ ", "｜", " ─ ", " ⋆ ", " ⁄ ", " ❘ ", " ∣ ", " ✦ ", " ★ ", " → ", " ← ", ": ", "|", " -- ",
    " － ", "－", " ‐ ", " ‑ ",
];

/// Knows the names of the site.
#[derive(Debug, Default)]
pub(super) struct SiteNames {
    /// Keys of the names given: `og:site_name`, publisher …
    names: Vec<String>,
    /// Letters and digits of those names and of the host's labels, without spaces.
    tight: Vec<String>,
}

/// No site's name has more words.
const LONGEST_NAME: usize = 7;

impl SiteNames {
    pub fn of<'a>(names: impl Iterator<Item = &'a str>, host: &str) -> Self {
        let mut out = SiteNames::default();
        for name in names {
            let name = key(name);
            // Some say the headline here.
            if words(&name).count() > LONGEST_NAME {
                continue;
            }
            if !name.is_empty() && !out.names.contains(&name) {
                out.tight.push(name.replace(' ', ""));
                out.names.push(name);
            }
        }
        let labels: Vec<&str> = host.split('.').collect();
        if labels.len() > 1 {
            // `news.example.co.uk`: the name is any label but the last; the whole host may stand there too.
            for label in &labels[..labels.len() - 1] {
                if label.len() > 3 || labels.len() == 2 {
                    out.tight.push(key(label).replace(' ', ""));
                }
            }
            out.tight.push(key(host).replace(' ', ""));
        }
        out.tight.retain(|t| !t.is_empty());
        out
    }

    /// Keys of the names that the site gives itself.
    pub fn keys(&self) -> &[String] {
        &self.names
    }

    /// Is this the site's name, or that with a word or two more ("Example News", "the Example")?
    pub fn is_name(&self, text: &str) -> bool {
        let text = key(text);
        if text.is_empty() {
            return false;
        }
        let tight = text.replace(' ', "");
        if self.names.contains(&text) || self.tight.contains(&tight) {
            return true;
        }
        // Long names only: three letters are in many words. Of a short text the name must be the larger part.
        let contained = self.tight.iter().any(|name| {
            name.chars().count() >= 4
                && ((tight.starts_with(name.as_str()) || tight.ends_with(name.as_str()))
                    && name.len() * 2 >= tight.len()
                    || (tight.chars().count() >= 4
                        && name.starts_with(&tight)
                        && tight.len() * 2 >= name.len()))
        });
        contained || self.names.iter().any(|name| overlap_of_keys(name, &text) >= 0.8)
    }
}

/// The parts of a title, with the separators between them: (from, to) in bytes.
fn parts(title: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(c) = title[at..].chars().next() {
        let separator = if matches!(c, ' ' | ':' | '|' | '｜' | '－') {
            SEPARATORS.iter().find(|s| title[at..].starts_with(**s))
        } else {
            None
        };
        if let Some(separator) = separator {
            out.push((from, at));
            at += separator.len();
            from = at;
        } else {
            at += c.len_utf8();
        }
    }
    out.push((from, title.len()));
    out.retain(|(from, to)| !title[*from..*to].trim().is_empty());
    out
}

/// The title without the site's name at its end or beginning. It is cut only at a part that is the site's name, or
/// where what is left is what another candidate says (`others`, keys): a colon or a dash is most often the title's
/// own.
pub(super) fn without_site(title: &str, site: &SiteNames, others: &[String]) -> String {
    let title = title.trim();
    let parts = parts(title);
    if parts.len() < 2 {
        return title.to_owned();
    }
    let part = |at: usize| &title[parts[at].0..parts[at].1];
    let (mut first, mut last) = (0, parts.len() - 1);
    let whole = key(title);
    if others.contains(&whole) && !site.is_name(part(last)) {
        return title.to_owned();
    }
    // The longest run of parts that another candidate says word for word.
    let mut runs: Vec<(bool, usize, (usize, usize))> = Vec::new();
    for from in 0..parts.len().min(MOST_PARTS) {
        for to in (from..parts.len().min(from + MOST_PARTS)).rev().filter(|&to| (from, to) != (first, last)) {
            let run = title[parts[from].0..parts[to].1].trim();
            if !site.is_name(run) && others.contains(&key(run)) {
                // The site's or the book's name stands behind more often than before.
                let later = from > 0 || words(run).nth(1).is_none();
                runs.push((later, usize::MAX - run.len(), (from, to)));
            }
        }
    }
    if let Some((_, _, run)) = runs.iter().min() {
        (first, last) = *run;
    }
    while last > first && site.is_name(part(last)) {
        last -= 1;
    }
    while first < last && site.is_name(part(first)) {
        first += 1;
    }
    title[parts[first].0..parts[last].1].trim().to_owned()
}

/// A title has fewer parts; a row of keywords may have more.
const MOST_PARTS: usize = 8;

/// Is `heading` (a key) the end of this title, after another part that `is_heading` knows (by its key)?
pub(super) fn is_tail(title: &str, heading: &str, is_heading: impl Fn(&str) -> bool) -> bool {
    let parts = parts(title);
    let Some(((from, to), (_, end))) =
        parts.first().copied().zip(parts.last().copied()).filter(|_| parts.len() > 1)
    else {
        return false;
    };
    let head = key(&title[from..to]);
    if head == heading || !is_heading(&head) {
        return false;
    }
    parts[1..].iter().any(|(from, _)| key(&title[*from..end]) == heading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_separator_is_found() {
        for separator in SEPARATORS {
            let title = format!("One{separator}two");
            assert_eq!(parts(&title), [(0, 3), (title.len() - 3, title.len())], "{separator:?}");
        }
    }

    fn cut(title: &str, names: &[&str], host: &str, others: &[&str]) -> String {
        let site = SiteNames::of(names.iter().copied(), host);
        let others: Vec<String> = others.iter().map(|o| key(o)).collect();
        without_site(title, &site, &others)
    }

    #[test]
    fn the_sites_name_goes_from_either_end() {
        assert_eq!(cut("A storm is near | The Daily Bugle", &["Daily Bugle"], "", &[]), "A storm is near");
        assert_eq!(cut("The Daily Bugle: A storm is near", &["The Daily Bugle"], "", &[]), "A storm is near");
        assert_eq!(
            cut("A storm is near - dailybugle.example", &[], "dailybugle.example", &[]),
            "A storm is near"
        );
        assert_eq!(cut("A storm – Bugle - Bugle", &["Bugle"], "", &["A storm – Bugle"]), "A storm");
        assert_eq!(cut("A storm - News - Bugle", &["Bugle"], "", &["A storm"]), "A storm");
    }

    #[test]
    fn a_titles_own_colon_and_dash_stay() {
        for title in
            ["Storm: what to know", "Storm – and then?", "Ampeln tot, S-Bahnen stoppen: Wie sicher?", "A | B"]
        {
            assert_eq!(cut(title, &["Bugle"], "bugle.example", &[]), title);
        }
        assert_eq!(
            cut("Storm: what to know | Bugle", &["Bugle"], "", &["what to know elsewhere"]),
            "Storm: what to know"
        );
    }

    #[test]
    fn another_candidate_tells_where_to_cut() {
        assert_eq!(
            cut("A storm is near: what to know – Region", &[], "", &["A storm is near: what to know"]),
            "A storm is near: what to know"
        );
        assert_eq!(cut("A - B", &["A", "B"], "", &[]), "A");
    }
}
