//! Turns a news story into three unlike pages and reads it back: headline, photo with caption and credit, three key
//! points, twelve paragraphs and nothing else must come out, in that order.
//!
//! The story is our own (`tests/seed/own.txt`) and, where `$FAIRCOPY_SHARED` or `../shared` beside the checkout
//! holds it, the seed page's (`seed/page-text.txt`), which is laid out in the same way.

#![cfg(not(target_arch = "wasm32"))]

mod outline;

use std::fs;
use std::path::{Path, PathBuf};

/// A template and the address its page stands at.
const TEMPLATES: [&str; 3] = ["wordpress", "bare", "modern"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a page as a person sees it, taken apart.
#[derive(Clone)]
struct Story {
    /// Temperature, place and day of the page's utility bar: furniture.
    bar: [String; 3],
    headline: String,
    alt: String,
    caption: String,
    credit: String,
    points: Vec<String>,
    paragraphs: Vec<String>,
}

impl Story {
    /// Takes apart a text laid out like the seed page's: bar, headline, caption, bullets, paragraphs, "Source link".
    fn of(text: &str, alt: &str) -> Story {
        let mut lines = text.lines().map(outline::folded).filter(|l| !l.is_empty());
        let mut next = || lines.next().expect("the text goes on");
        let bar = [next(), next(), next()];
        let headline = next();
        let (caption, credit) = {
            let line = next();
            let (caption, credit) = line.rsplit_once(" — ").expect("the caption ends with its credit");
            (caption.to_owned(), credit.to_owned())
        };
        let (points, body): (Vec<String>, Vec<String>) =
            lines.take_while(|l| l != "Source link").partition(|l| l.starts_with('•'));
        let points: Vec<String> =
            points.iter().map(|p| p.trim_start_matches(['•', ' ']).to_owned()).collect();
        assert_eq!((points.len(), body.len()), (3, 12), "three points and twelve paragraphs");
        Story { bar, headline, alt: alt.to_owned(), caption, credit, points, paragraphs: body }
    }

    fn own() -> Story {
        let text =
            fs::read_to_string(root().join("tests/seed/own.txt")).expect("tests/seed/own.txt is there");
        Story::of(&text, "A low building with lit windows on an island at dusk, a lighthouse, a ferry")
    }

    /// The seed page's, where it is at hand.
    fn seed() -> Option<Story> {
        let shared =
            std::env::var_os("FAIRCOPY_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
        let path = shared.join("seed/page-text.txt");
        match fs::read_to_string(&path) {
            Ok(text) => Some(Story::of(&text, "")),
            Err(_) => {
                eprintln!("SKIPPED: the seed page's own text is not at {}", path.display());
                None
            }
        }
    }

    /// A template filled with this story.
    fn page(&self, template: &str) -> String {
        let path = root().join(format!("tests/seed/{template}.html"));
        let mut page = fs::read_to_string(path).expect("the template is there");
        let words = self.points.iter().chain(&self.paragraphs).flat_map(|t| t.split_whitespace());
        // What such a theme puts into the description: the first 55 words of the text, bullets and all.
        let excerpt = words.take(55).collect::<Vec<_>>().join(" ") + " […]";
        let caption = match (self.caption.as_str(), self.credit.as_str()) {
            (caption, "") => caption.to_owned(),
            (caption, credit) => format!("{caption} — {credit}"),
        };
        let [temperature, place, day] = &self.bar;
        let mut fill = |key: &str, text: &str| {
            let text =
                text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
            page = page.replace(&format!("{{{{{key}}}}}"), &text);
        };
        fill("temperature", temperature);
        fill("place", place);
        fill("day", day);
        fill("headline", &self.headline);
        fill("excerpt", &excerpt);
        fill("image", "hallund.jpg");
        fill("alt", &self.alt);
        fill("caption", &caption);
        for (n, point) in self.points.iter().enumerate() {
            fill(&format!("point {}", n + 1), point);
        }
        for (n, paragraph) in self.paragraphs.iter().enumerate() {
            fill(&format!("paragraph {}", n + 1), paragraph);
        }
        assert!(!page.contains("{{"), "{template}: a placeholder was not filled");
        page
    }

    /// What must come out.
    fn wanted(&self, image: &str) -> Vec<String> {
        let mut lines = vec![format!("headline: {}", self.headline)];
        lines.push(format!("hero: {image} | {}", self.alt).trim_end_matches([' ', '|']).to_owned());
        lines.push(format!("caption: {}", self.caption));
        lines.push(format!("credit: {}", self.credit));
        lines.extend(self.points.iter().map(|p| format!("key point: {p}")));
        lines.extend(self.paragraphs.iter().map(|p| format!("p: {p}")));
        lines
    }
}

/// Address of the page that a template makes, from its first line.
fn address(page: &str) -> &str {
    let first = page.lines().next().unwrap_or_default();
    first.rsplit_once('|').map_or("", |(_, address)| address.trim_end_matches("-->").trim())
}

/// What a page gives, without what it says of itself: a date and a name are no part of the story.
fn found(page: &str) -> Vec<String> {
    let address = address(page);
    let reading = outline::read(page, address).unwrap_or_else(|e| panic!("{address}: {e}"));
    let metadata = ["by:", "date:"].into_iter().chain(outline::OPTIONAL.iter().copied());
    let metadata: Vec<&str> = metadata.collect();
    let mut lines = outline::lines(&reading, outline::origin(address));
    lines.retain(|l| !metadata.iter().any(|m| l.starts_with(m)));
    lines
}

/// Where the picture of a template's page is, without the page's host.
fn image(page: &str) -> String {
    let address = address(page);
    let path = &address[outline::origin(address).len()..];
    let folder = path.rfind('/').map_or("/", |at| &path[..=at]);
    format!("{folder}hallund.jpg")
}

/// A page changed in one part, and the line of the outline that must be reported as missing.
fn broken(story: &Story) -> Vec<(String, Story)> {
    let mut all = Vec::new();
    for (n, paragraph) in story.paragraphs.iter().enumerate() {
        let mut changed = story.clone();
        changed.paragraphs[n] = String::new();
        all.push((format!("p: {paragraph}"), changed));
    }
    for (n, point) in story.points.iter().enumerate() {
        let mut changed = story.clone();
        changed.points[n].push_str(" Not in the story.");
        all.push((format!("key point: {point}"), changed));
    }
    let mut changed = story.clone();
    changed.headline = format!("Not the {}", story.headline);
    all.push((format!("headline: {}", story.headline), changed));
    let mut changed = story.clone();
    changed.caption = String::from("Another picture, taken a year ago from the other side.");
    all.push((format!("caption: {}", story.caption), changed));
    let mut changed = story.clone();
    changed.credit = String::new();
    all.push((format!("credit: {}", story.credit), changed));
    all
}

fn check(name: &str, story: &Story) {
    let mut faults = Vec::new();
    for template in TEMPLATES {
        let case = format!("{template}, {name}");
        let page = story.page(template);
        let wanted = story.wanted(&image(&page));
        let difference = outline::difference(&wanted, &found(&page));
        if !difference.is_empty() {
            faults.push(format!("== {case}  (- wanted, + found)\n{}\n", difference.join("\n")));
        }
        if difference.is_empty() {
            for (lost, changed) in broken(story) {
                let difference = outline::difference(&wanted, &found(&changed.page(template)));
                let missing = format!("- {lost}");
                let reported = difference.iter().filter(|l| l.starts_with("- ")).collect::<Vec<_>>();
                if reported != [&missing] {
                    faults.push(format!(
                        "{case}: breaking one part must lose just\n{missing}\nnot\n{difference:#?}"
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn our_own_story_comes_out_whole_and_alone() {
    check("own", &Story::own());
}

#[test]
fn the_seed_story_comes_out_whole_and_alone() {
    if let Some(story) = Story::seed() {
        check("seed", &story);
    }
}

#[test]
fn a_broken_page_does_not_pass() {
    // Independent of what the reader makes of a page: the comparison itself must tell.
    let story = Story::own();
    let wanted = story.wanted("/hallund.jpg");
    for (lost, changed) in broken(&story) {
        let mut lines = changed.wanted("/hallund.jpg");
        lines.retain(|l| l != "p:" && l != "p: " && l != "credit: ");
        let difference = outline::difference(&wanted, &lines);
        assert!(difference.contains(&format!("- {lost}")), "{lost} is not missed");
    }
    let mut swapped = wanted.clone();
    swapped.swap(8, 9);
    assert!(!outline::difference(&wanted, &swapped).is_empty());
    let mut surplus = wanted.clone();
    surplus.push("p: Source link".to_owned());
    assert_eq!(outline::difference(&wanted, &surplus).last().map(String::as_str), Some("+ p: Source link"));
}

#[test]
fn the_sample_is_the_template_filled_with_our_story() {
    let path = root().join("tests/pages/sample/page.html");
    let page = Story::own().page("wordpress");
    assert!(
        fs::read_to_string(&path).is_ok_and(|sample| sample == page),
        "tests/pages/sample/page.html is not the filled template: cargo test --test seed -- --ignored"
    );
}

#[test]
#[ignore = "writes tests/pages/sample/page.html after a change of the template or of our story"]
fn write_the_sample() {
    fs::write(root().join("tests/pages/sample/page.html"), Story::own().page("wordpress")).expect("written");
}
