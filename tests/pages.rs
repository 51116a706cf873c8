//! Turns every folder of `tests/pages` into a verdict: does what comes out of the page equal what a person wrote down?
//!
//! `PAGE=part-of-a-name cargo test --test pages` reads only those pages.

#![cfg(not(target_arch = "wasm32"))]

mod outline;

use std::fs;
use std::path::{Path, PathBuf};

use outline::{known, origin};

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages")
}

/// Folders with a page, in the order of their names.
fn folders() -> Vec<(String, PathBuf)> {
    let mut folders: Vec<(String, PathBuf)> = fs::read_dir(pages())
        .expect("tests/pages is there")
        .filter_map(|entry| {
            let entry = entry.expect("a readable folder");
            entry.path().is_dir().then(|| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        })
        .collect();
    folders.sort();
    folders
}

/// What the comment on a page's first line says: `<!-- WHAT IS TESTED. | ADDRESS -->`.
fn address(html: &str) -> Option<&str> {
    let first = html.lines().next()?;
    let (said, address) = first.strip_prefix("<!--")?.strip_suffix("-->")?.rsplit_once('|')?;
    let address = address.trim();
    (!said.trim().is_empty() && address.starts_with("https://")).then_some(address)
}

/// The lines of an expected file without comments and blank lines.
fn wanted(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim_end).filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines
        .map(|line| match line.split_once("credit: ") {
            Some((indent, credit)) if indent.trim().is_empty() => {
                format!("{indent}credit: {}", outline::bare_credit(credit))
            }
            _ => line.to_owned(),
        })
        .collect()
}

/// What was found, without the optional lines that this page does not ask for; a date is cut to what is asked, as
/// a page that gives the day alone does not say how its time is to be written.
///
/// Where the last line wanted is `…`, only key points and the roles that stand before it are compared: a page that
/// no reader is offered for may be read in any way. A thread's posts tell who wrote and when: the whole needs not.
fn comparable(found: Vec<String>, wanted: &[String]) -> Vec<String> {
    let asked = |label: &str| wanted.iter().any(|l| l.trim_start().starts_with(label));
    let open = wanted.last().is_some_and(|l| l == "…");
    let thread = asked("post ");
    let compared = |line: &String| {
        let label = line.trim_start().split_inclusive(':').next().unwrap_or_default();
        let optional = outline::OPTIONAL.contains(&label) || (thread && ["by:", "date:"].contains(&label));
        (!optional || asked(label)) && (!open || asked(label) || label == "key point:")
    };
    found
        .into_iter()
        .filter(compared)
        .map(|line| {
            let dated = ["date: ", "updated: "].iter().any(|label| line.starts_with(label));
            // `Z` and `+00:00` are one offset.
            let line = if dated { line.replace('Z', "+00:00") } else { line };
            match wanted.iter().find(|w| dated && line.starts_with(w.replace('Z', "+00:00").as_str())) {
                Some(shorter) => shorter.clone(),
                None => line,
            }
        })
        .chain(open.then(|| "…".to_owned()))
        .collect()
}

/// What is wrong with a page; nothing where it is right.
fn fault(folder: &Path) -> Option<String> {
    let read = |name: &str| fs::read_to_string(folder.join(name)).map_err(|e| format!("{name}: {e}"));
    let verdict = || -> Result<Vec<String>, String> {
        let html = read("page.html")?;
        let address =
            address(&html).ok_or("page.html: the first line is not `<!-- WHAT IS TESTED. | ADDRESS -->`")?;
        let wanted = wanted(&read("expected.txt")?);
        if wanted.is_empty() {
            return Err("expected.txt asks for nothing".to_owned());
        }
        let found = outline::lines(&outline::read(&html, address)?, origin(address));
        Ok(outline::difference(&wanted, &comparable(found, &wanted)))
    };
    match verdict() {
        Ok(difference) if difference.is_empty() => None,
        Ok(difference) => Some(difference.join("\n")),
        Err(error) => Some(error),
    }
}

#[test]
fn every_page_comes_out_as_written_down() {
    let only = std::env::var("PAGE").unwrap_or_default();
    let known = known(&pages().join("KNOWN"));
    let folders: Vec<_> = folders().into_iter().filter(|(name, _)| name.contains(&only)).collect();
    assert!(!folders.is_empty(), "no page's name holds {only:?}");
    let (mut right, mut faults, mut surprises) = (0, Vec::new(), Vec::new());
    for (name, folder) in &folders {
        match (fault(folder), known.get(name)) {
            (None, None) => right += 1,
            (None, Some(reason)) => {
                surprises.push(format!("{name} comes out right: take it out of KNOWN ({reason})"))
            }
            (Some(difference), None) => {
                faults.push(format!("== {name}  (- wanted, + found)\n{difference}\n"))
            }
            (Some(difference), Some(_)) if !only.is_empty() => println!("== {name}, known\n{difference}\n"),
            (Some(_), Some(_)) => {}
        }
    }
    for name in known.keys().filter(|name| only.is_empty() && !folders.iter().any(|(n, _)| n == *name)) {
        surprises.push(format!("KNOWN names {name}, which is no page"));
    }
    println!("{right} of {} pages right, {} known to be wrong", folders.len(), known.len());
    assert!(
        faults.is_empty() && surprises.is_empty(),
        "{} of {} pages wrong\n\n{}\n{}",
        faults.len(),
        folders.len(),
        faults.join("\n"),
        surprises.join("\n")
    );
}

#[test]
fn a_changed_line_is_reported() {
    let wanted = wanted("headline: A\np: One.\n\n# a remark\np: Two.\np: Three.\n");
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(outline::difference(&wanted, &lines("headline: A\np: One.\np: Two.\np: Three.")).is_empty());
    let lost = outline::difference(&wanted, &lines("headline: A\np: One.\np: Three."));
    assert_eq!(lost, ["  headline: A", "  p: One.", "- p: Two.", "  p: Three."]);
    let swapped = outline::difference(&wanted, &lines("headline: A\np: Two.\np: One.\np: Three."));
    assert!(swapped.iter().any(|l| l.starts_with("- ")) && swapped.iter().any(|l| l.starts_with("+ ")));
    // A date may be longer than asked, never other or shorter; optional lines count only where asked for.
    let dated = ["date: 2026-03-14".to_owned(), "p: One.".to_owned()];
    let found = |date: &str| {
        comparable(vec![format!("date: {date}"), "site: X".to_owned(), "p: One.".to_owned()], &dated)
    };
    assert_eq!(found("2026-03-14T09:30:00+01:00"), dated);
    assert_ne!(found("2026-03-15"), dated);
    assert_ne!(found("2026-03"), dated);
    // A page that no reader is offered for is compared in the roles asked for and in key points alone.
    let listing = ["readable: no".to_owned(), "…".to_owned()];
    assert_eq!(comparable(lines("headline: A\nreadable: no\np: One."), &listing), listing);
    assert_ne!(comparable(lines("headline: A\nkey point: B\nreadable: no"), &listing), listing);
    assert_ne!(comparable(lines("headline: A\np: One."), &listing), listing);
}
