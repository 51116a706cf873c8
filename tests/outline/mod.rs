//! Turns an article, as the native tool writes it, into lines a person can review: one role a line.
//!
//! The form is described in `tests/pages/README.md`.

// Each test that shares this file uses a part of it.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// Lines that are compared only where the expected file has one of the kind: not every page is about them.
pub const OPTIONAL: &[&str] = &["site:", "lang:", "dir:", "updated:", "sizes:"];

/// The scheme and host of an address, without the slash after it.
pub fn origin(address: &str) -> &str {
    let host = address.find("://").map_or(0, |at| at + 3);
    address[host..].find('/').map_or(address, |at| &address[..host + at])
}

/// Cases that are known to come out wrong, with the reason: lines of `name: reason`, remarks after `#`.
pub fn known(path: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (name, reason) = line.split_once(": ").unwrap_or((line, ""));
            assert!(!reason.trim().is_empty(), "KNOWN gives no reason for {name}");
            (name.trim().to_owned(), reason.trim().to_owned())
        })
        .collect()
}

/// Reads stored HTML with the native tool, which normalises it first.
pub fn read(html: &str, url: &str) -> Result<Value, String> {
    let mut tool = Command::new(env!("CARGO_BIN_EXE_faircopy"))
        .args(["read", "-", "--url", url, "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| format!("the tool does not start: {e}"))?;
    let mut stdin = tool.stdin.take().ok_or("the tool has no standard input")?;
    let bytes = html.as_bytes().to_vec();
    // Written beside the reading, so that neither side waits for the other on a large page.
    let writer = std::thread::spawn(move || stdin.write_all(&bytes));
    let output = tool.wait_with_output().map_err(|e| e.to_string())?;
    let written = writer.join().map_err(|_| "the writer stopped".to_owned())?;
    // A page that is no article is written all the same, and the exit code says so.
    if output.stdout.is_empty() {
        return Err(format!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr).trim()));
    }
    written.map_err(|e| format!("the tool did not take the whole page: {e}"))?;
    serde_json::from_slice(&output.stdout).map_err(|e| format!("not JSON: {e}"))
}

/// The lines of what was read; `origin` is left off addresses.
pub fn lines(reading: &Value, origin: &str) -> Vec<String> {
    let article = reading.get("article").unwrap_or(reading);
    let mut outline = Outline { lines: Vec::new(), origin, depth: 0 };
    for (key, label) in [("site", "site"), ("lang", "lang"), ("dir", "dir"), ("kicker", "kicker")] {
        outline.said(label, article[key].as_str());
    }
    for key in ["headline", "dek"] {
        if !article[key].is_null() {
            outline.line(key, &outline.plain(&article[key]["inlines"]));
        }
    }
    if !article["hero"].is_null() {
        outline.figure("hero", &article["hero"]);
    }
    if !article["keyPoints"].is_null() {
        outline.said(
            "key points",
            article["keyPoints"]["heading"].as_str().map(|h| h.trim_end_matches([':', '：', ' '])),
        );
        for point in array(&article["keyPoints"]["points"]) {
            outline.line("key point", &outline.plain(&point["inlines"]));
        }
    }
    for name in array(&article["bylines"]) {
        outline.said("by", name.as_str());
    }
    outline.said("date", article["published"].as_str());
    outline.said("updated", article["modified"].as_str());
    if reading["readable"] == Value::Bool(false) {
        outline.said("readable", Some("no"));
    }
    outline.blocks(&article["body"]);
    for note in array(&article["footnotes"]) {
        let label = format!("note {}", note["label"].as_str().unwrap_or_default());
        outline.led(&label, &note["blocks"]);
    }
    outline.lines
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// White space as one space, invisible characters gone: what the eye does not see is not compared.
pub fn folded(text: &str) -> String {
    let seen: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'))
        .collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Outline<'a> {
    lines: Vec<String>,
    origin: &'a str,
    depth: usize,
}

impl Outline<'_> {
    fn line(&mut self, label: &str, text: &str) {
        let line = format!("{label}: {}", folded(text));
        self.lines.push(format!("{}{}", "  ".repeat(self.depth), line.trim_end()));
    }

    fn said(&mut self, label: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.line(label, text);
        }
    }

    fn address(&self, value: &Value) -> String {
        let address = value.as_str().unwrap_or_default();
        match address.strip_prefix(self.origin) {
            Some(path) if path.starts_with('/') => path.to_owned(),
            _ => address.to_owned(),
        }
    }

    fn within(&mut self, inner: impl FnOnce(&mut Self)) {
        self.depth += 1;
        inner(self);
        self.depth -= 1;
    }

    /// A label with the first block's text where that is a paragraph, the other blocks below it.
    fn led(&mut self, label: &str, blocks: &Value) {
        let blocks = array(blocks);
        let (lead, rest) = match blocks.split_first() {
            Some((first, rest)) if first["kind"] == "paragraph" => (self.marked(&first["inlines"]), rest),
            _ => (String::new(), blocks),
        };
        self.line(label, &lead);
        self.within(|o| rest.iter().for_each(|b| o.block(b)));
    }

    fn blocks(&mut self, blocks: &Value) {
        array(blocks).iter().for_each(|b| self.block(b));
    }

    fn block(&mut self, block: &Value) {
        match block["kind"].as_str().unwrap_or_default() {
            "paragraph" => self.line("p", &self.marked(&block["inlines"])),
            "crosshead" => self.line(&format!("h{}", block["level"]), &self.plain(&block["inlines"])),
            "list" => {
                let label = match (block["ordered"] == true, block["start"].as_i64()) {
                    (false, _) => "ul".to_owned(),
                    (true, None) => "ol".to_owned(),
                    (true, Some(first)) => format!("ol from {first}"),
                };
                self.line(&label, "");
                self.within(|o| array(&block["items"]).iter().for_each(|item| o.led("li", item)));
            }
            "definitions" => {
                for group in array(&block["groups"]) {
                    for term in array(&group["terms"]) {
                        self.line("term", &self.marked(term));
                    }
                    for definition in array(&group["definitions"]) {
                        self.led("definition", definition);
                    }
                }
            }
            "blockQuote" => self.led("quote", &block["blocks"]),
            "pullQuote" => self.line("pull quote", &self.plain(&block["inlines"])),
            "table" => {
                self.line("table", &self.marked(&block["caption"]));
                self.within(|o| {
                    for row in array(&block["rows"]) {
                        let cells: Vec<String> = array(row).iter().map(|c| o.cell(c)).collect();
                        o.line("row", &cells.join(" | "));
                    }
                });
            }
            "code" => {
                self.line("code", block["language"].as_str().unwrap_or_default());
                let indent = "  ".repeat(self.depth + 1);
                for line in block["text"].as_str().unwrap_or_default().trim_matches('\n').lines() {
                    self.lines.push(format!("{indent}| {line}").trim_end().to_owned());
                }
            }
            "figure" => self.figure("figure", block),
            "embed" => {
                let medium = block["medium"].as_str().unwrap_or_default();
                let said =
                    [medium, &self.address(&block["src"]), block["title"].as_str().unwrap_or_default()]
                        .join(" | ");
                self.line("embed", &said);
                if !block["caption"].is_null() {
                    self.line("caption", &self.marked(&block["caption"]));
                }
            }
            "math" => self.line("math", &formula(block)),
            "details" => {
                self.line("details", &self.marked(&block["summary"]));
                self.within(|o| o.blocks(&block["blocks"]));
            }
            "aside" => {
                self.line("aside", "");
                self.within(|o| o.blocks(&block["blocks"]));
            }
            "post" => {
                let said = [
                    block["author"].as_str().unwrap_or_default(),
                    block["date"].as_str().unwrap_or_default(),
                ];
                let label = format!("post {}", block["depth"]);
                self.line(&label, said.join(" | ").trim_matches([' ', '|']));
                self.within(|o| o.blocks(&block["blocks"]));
            }
            "rule" => self.line("rule", ""),
            other => self.line(&format!("UNKNOWN KIND {other}"), &block.to_string()),
        }
    }

    fn figure(&mut self, label: &str, figure: &Value) {
        for (n, image) in array(&figure["images"]).iter().enumerate() {
            let said = [self.address(&image["src"]), image["alt"].as_str().unwrap_or_default().to_owned()]
                .join(" | ");
            self.line(if n == 0 { label } else { "and" }, said.trim_end_matches([' ', '|']));
            let sizes: Vec<String> = array(&image["srcset"])
                .iter()
                .map(|size| format!("{} {}", size[1], self.address(&size[0])))
                .collect();
            if !sizes.is_empty() {
                self.line("sizes", &sizes.join(", "));
            }
        }
        if array(&figure["images"]).is_empty() {
            self.line(label, "NO PICTURE");
        }
        for role in ["caption", "credit"] {
            if !figure[role].is_null() {
                let text = if role == "caption" {
                    self.marked(&figure[role])
                } else {
                    bare_credit(&self.plain(&figure[role]))
                };
                self.line(role, &text);
            }
        }
    }

    fn cell(&self, cell: &Value) -> String {
        let mut inner = Outline { lines: Vec::new(), origin: self.origin, depth: 0 };
        inner.blocks(&cell["blocks"]);
        let texts: Vec<&str> = inner.lines.iter().map(|l| l.strip_prefix("p:").unwrap_or(l).trim()).collect();
        let mut said = texts.join(" ; ");
        for (key, word) in [("colspan", "columns"), ("rowspan", "rows")] {
            if let Some(n) = cell[key].as_u64().filter(|n| *n > 1) {
                said.push_str(&format!(" <{n} {word}>"));
            }
        }
        if cell["header"] == true { format!("! {said}") } else { said }
    }

    fn plain(&self, inlines: &Value) -> String {
        let mut out = String::new();
        self.write(inlines, false, &mut out);
        out
    }

    fn marked(&self, inlines: &Value) -> String {
        let mut out = String::new();
        self.write(inlines, true, &mut out);
        out
    }

    fn write(&self, inlines: &Value, marks: bool, out: &mut String) {
        for inline in array(inlines) {
            let value = &inline["value"];
            match inline["kind"].as_str().unwrap_or_default() {
                "text" => out.push_str(value.as_str().unwrap_or_default()),
                "break" => out.push_str(if marks { " ⏎ " } else { " " }),
                "link" => self.linked(&value["inlines"], marks, &self.address(&value["href"]), out),
                "jump" => self.linked(&value["inlines"], marks, "#", out),
                "noteRef" if marks => {
                    out.push_str(&format!("[^{}]", value["label"].as_str().unwrap_or_default()))
                }
                "noteRef" => {}
                "image" if marks => out.push_str(&format!(
                    "![{}]({})",
                    value["alt"].as_str().unwrap_or_default(),
                    self.address(&value["src"])
                )),
                "image" => {}
                "math" => out.push_str(&format!("${}$", formula(value))),
                "ruby" => {
                    out.push_str(value["base"].as_str().unwrap_or_default());
                    if marks {
                        out.push_str(&format!("《{}》", value["reading"].as_str().unwrap_or_default()));
                    }
                }
                // A reference to a note is small and raised whether or not the page says so.
                "span" if matches!(array(&value["inlines"]), [only] if only["kind"] == "noteRef") => {
                    self.write(&value["inlines"], marks, out);
                }
                "span" => {
                    let (before, after) = match value["style"].as_str().unwrap_or_default() {
                        _ if !marks => ("", ""),
                        "emphasis" => ("*", "*"),
                        "strong" => ("**", "**"),
                        "code" => ("`", "`"),
                        "subscript" => ("_{", "}"),
                        "superscript" => ("^{", "}"),
                        "deleted" => ("~~", "~~"),
                        _ => ("", ""),
                    };
                    out.push_str(before);
                    self.write(&value["inlines"], marks, out);
                    out.push_str(after);
                }
                other => out.push_str(&format!("UNKNOWN INLINE {other}")),
            }
        }
    }

    fn linked(&self, inlines: &Value, marks: bool, href: &str, out: &mut String) {
        if marks {
            out.push('[');
        }
        self.write(inlines, marks, out);
        if marks {
            out.push_str(&format!("]({href})"));
        }
    }
}

/// A credit without its label, copyright sign and brackets: whether they are shown is no question of what is found.
pub fn bare_credit(credit: &str) -> String {
    const LABELS: &[&str] =
        &["photo", "photograph", "picture", "image", "foto", "bild", "photos", "fotos", "crédit", "©", "(c)"];
    let mut rest = credit.trim().trim_matches(['(', ')', '[', ']', ' ', '—', '–']);
    while let Some((label, after)) = rest.split_once([':', ' ']) {
        if !LABELS.contains(&label.to_lowercase().as_str()) {
            break;
        }
        rest = after.trim_start_matches([':', ' ']);
    }
    rest.to_owned()
}

/// A formula's source, else the text of its tree.
fn formula(math: &Value) -> String {
    fn text(node: &Value, out: &mut String) {
        match node {
            Value::String(t) => out.push_str(t),
            node => array(&node["children"]).iter().for_each(|c| text(c, out)),
        }
    }
    match math["source"].as_str() {
        Some(source) => source.to_owned(),
        None => {
            let mut out = String::new();
            text(&math["tree"], &mut out);
            out
        }
    }
}

/// Differences of two outlines: unchanged lines with two spaces before, missing with `- `, surplus with `+ `; empty
/// where they agree. Long runs of unchanged lines are cut.
pub fn difference(expected: &[String], found: &[String]) -> Vec<String> {
    if expected == found {
        return Vec::new();
    }
    // Longest common subsequence, lengths from the end.
    let (rows, columns) = (expected.len(), found.len());
    let mut lengths = vec![vec![0usize; columns + 1]; rows + 1];
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            lengths[i][j] = if expected[i] == found[j] {
                lengths[i + 1][j + 1] + 1
            } else {
                lengths[i + 1][j].max(lengths[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < rows || j < columns {
        if i < rows && j < columns && expected[i] == found[j] {
            out.push(format!("  {}", cut(&expected[i])));
            (i, j) = (i + 1, j + 1);
        } else if j == columns || (i < rows && lengths[i + 1][j] >= lengths[i][j + 1]) {
            out.push(format!("- {}", expected[i]));
            i += 1;
        } else {
            out.push(format!("+ {}", found[j]));
            j += 1;
        }
    }
    out
}

fn cut(line: &str) -> String {
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}
