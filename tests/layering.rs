//! Holds the source to the invariants of ARCHITECTURE.md: who may name what, which way imports go, what is never
//! written at all.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The modules from left to right: none names one to its right. Of those in one line each may name the others.
const ORDER: &[&[&str]] = &[
    &["page", "tree", "head", "article", "text", "links"],
    &["sweep"],
    &["metadata"],
    &["math"],
    &["blocks", "inlines", "pictures", "credits", "phrases"],
    &["score"],
    &[
        "roles",
        "amid",
        "code",
        "crossheads",
        "dek",
        "figures",
        "footnotes",
        "key_points",
        "leftovers",
        "pages",
        "posts",
        "recipe",
    ],
    &["render", "reading_time", "joined", "grown"],
    &["reading", "lib"],
    &["study", "wasm"],
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below a folder whose names end as given, tests apart, with their paths from the project's root, in order.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                // What the build makes is not ours to hold to account.
                if !["node_modules", "pkg", "build", "dist"].contains(&name.as_str()) {
                    open.push(path);
                }
            } else if path.to_string_lossy().ends_with(ending) && !path.ends_with("tests.rs") {
                let name = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).expect("UTF-8")));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no {ending} in {folder}");
    found
}

/// Rust source without its unit tests (which close a file) and line comments.
fn code(source: &str) -> String {
    let kept = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    kept.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The words that are names: letters, digits and underscores.
fn names(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty())
}

/// The module a file belongs to: `src/metadata/date.rs` → `metadata`.
fn module(path: &str) -> &str {
    let rest = path.strip_prefix("src/").unwrap_or(path);
    rest.split(['/', '.']).next().unwrap_or_default()
}

fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|line| line.contains(&module))
}

/// Modules that code names as `crate::module` or in `crate::{module…, …}`.
fn imported(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let (mut depth, mut first) = (1, true);
            for (i, c) in group.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 1 => first = true,
                    c if first && depth == 1 && !c.is_whitespace() => {
                        found.extend(names(&group[i..]).next().map(str::to_owned));
                        first = false;
                    }
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            found.extend(names(rest).next().map(str::to_owned));
        }
    }
    found
}

#[test]
fn imports_go_one_way() {
    let mut faults = Vec::new();
    for (path, source) in files("src", ".rs") {
        if path.starts_with("src/bin/") {
            continue;
        }
        let own = module(&path);
        let Some(own_rank) = rank(own) else {
            faults.push(format!("{path}: {own} has no place in the order of modules"));
            continue;
        };
        if own == "lib" {
            continue;
        }
        for other in imported(&code(&source)) {
            // What the facade itself defines stands with it at the right end; what it passes on is found by module.
            let facade = ["Reading", "read", "LARGEST_PAGE"].contains(&other.as_str());
            let other_rank = if facade { rank("lib") } else { rank(&other) };
            if other_rank.is_some_and(|r| r > own_rank) {
                faults.push(format!("{path} names {other}, which stands to its right"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    // The check itself sees both forms.
    assert_eq!(imported("use crate::{a::B, Page, c::{D, E}};\ncrate::f::g()"), {
        ["a", "Page", "c", "f"].map(str::to_owned).into_iter().collect()
    });
}

#[test]
fn every_module_stands_in_the_map() {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md is there");
    let modules: BTreeSet<String> =
        files("src", ".rs").iter().map(|(path, _)| module(path).to_owned()).collect();
    for module in modules.iter().filter(|m| !["lib", "bin"].contains(&m.as_str())) {
        let named = [format!("{module}.rs`"), format!("{module}/`")];
        assert!(named.iter().any(|n| map.contains(n)), "ARCHITECTURE.md does not name src/{module}");
    }
    for path in map.split('`').filter(|p| p.starts_with("src/") && !p.contains(' ')) {
        assert!(root().join(path).exists(), "ARCHITECTURE.md names {path}, which is not there");
    }
}

#[test]
fn only_their_own_files_name_the_libraries() {
    let owners: &[(&[&str], &[&str])] = &[
        (&["lol_html"], &["src/sweep.rs"]),
        (&["html5ever", "markup5ever", "markup5ever_rcdom"], &["src/bin/faircopy/"]),
        (&["web_sys", "js_sys"], &["src/render/dom.rs", "src/wasm.rs", "src/links.rs"]),
    ];
    for (path, source) in files("src", ".rs") {
        for (libraries, allowed) in owners {
            if let Some(library) = names(&code(&source)).find(|n| libraries.contains(n)) {
                assert!(
                    allowed.iter().any(|a| path.starts_with(a)),
                    "{path} names {library}; only {allowed:?} may"
                );
            }
        }
    }
}

#[test]
fn every_source_file_says_what_it_is() {
    for (path, source) in files("src", ".rs") {
        assert!(source.starts_with("//! "), "{path} does not begin with what it turns into what");
    }
}

#[test]
fn nothing_is_made_from_markup_and_nothing_is_fetched() {
    const MARKUP: &[&str] = &[
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "set_inner_html",
        "set_outer_html",
        "insert_adjacent_html",
        "createContextualFragment",
        "create_contextual_fragment",
        "setHTMLUnsafe",
        "parseHTMLUnsafe",
        "srcdoc",
        "set_srcdoc",
        "DomParser",
    ];
    const NETWORK: &[&str] =
        &["XMLHttpRequest", "WebSocket", "EventSource", "sendBeacon", "RtcPeerConnection"];
    let scripts =
        files("extension", ".js").into_iter().map(|(path, source)| (path, without_comments(&source)));
    let rust = files("src", ".rs").into_iter().filter(|(path, _)| !path.starts_with("src/bin/"));
    for (path, code) in scripts.chain(rust.map(|(path, source)| (path, code(&source)))) {
        for name in names(&code) {
            assert!(!MARKUP.contains(&name) && !NETWORK.contains(&name), "{path} names {name}");
        }
        assert!(!code.contains("document.write"), "{path} writes into the document");
        // The snapshot reads what a noscript would show in a document that is never shown and runs nothing.
        assert!(!code.contains("DOMParser") || path == "extension/snapshot.js", "{path} parses markup");
        for (at, _) in code.match_indices("fetch(") {
            let argument: String = code[at + "fetch(".len()..].chars().take(40).collect();
            // Pages of an article, when a person asks for them.
            let asked_for = path == "extension/fetched.js" && argument.starts_with("url,");
            assert!(
                asked_for || argument.contains("runtime.getURL("),
                "{path} fetches what is not its own: {argument}"
            );
        }
    }
}

fn without_comments(script: &str) -> String {
    let mut rest = script;
    let mut kept = String::new();
    while let Some(at) = rest.find("/*") {
        kept.push_str(&rest[..at]);
        rest = rest[at..].split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    // A line comment begins the line or follows a space: `https://` does not.
    kept.lines()
        .map(|l| l.split(" // ").next().unwrap_or_default())
        .filter(|l| !l.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_extension_asks_for_four_permissions_and_no_host() {
    let text = fs::read_to_string(root().join("extension/manifest.json")).expect("the manifest is there");
    let manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let asked: BTreeSet<&str> =
        manifest["permissions"].as_array().into_iter().flatten().filter_map(|p| p.as_str()).collect();
    assert_eq!(asked, ["activeTab", "contextMenus", "scripting", "storage"].into_iter().collect());
    for key in ["host_permissions", "content_scripts", "externally_connectable", "optional_permissions"] {
        assert!(manifest[key].is_null(), "the manifest asks for {key}");
    }
    // Asked for where a person presses for it, of one site: only there is it named.
    for (path, source) in files("extension", ".js") {
        let asks = without_comments(&source).contains("permissions.request(");
        assert!(!asks || path == "extension/permission.js", "{path} asks for a permission");
    }
}

#[test]
fn the_core_does_not_give_up() {
    const GIVING_UP: &[&str] = &["panic!", "todo!", "unimplemented!", ".unwrap()", "dbg!"];
    for (path, source) in files("src", ".rs") {
        // Tables that the training tries out are read from files that it wrote itself, and natively only.
        if path.starts_with("src/bin/") || path == "src/score/tables.rs" {
            continue;
        }
        for word in GIVING_UP {
            assert!(!code(&source).contains(word), "{path} holds {word}");
        }
    }
}

/// Publishers whose names are common words or terms of our own: as words they prove nothing. Their hosts are checked.
const WORDS: &[&str] = &["kicker", "metro", "stern", "pravda", "focus", "wired", "nation", "times", "post"];

#[test]
fn no_publisher_is_named() {
    let shared = std::env::var_os("FAIRCOPY_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let sources: Vec<(String, String)> = files("src", ".rs")
        .into_iter()
        .chain(files("extension", ".js"))
        .map(|(path, source)| (path, source.to_lowercase()))
        .collect();
    let mut names_seen: BTreeMap<String, &str> = BTreeMap::new();
    for part in ["news", "web", "keypoints"] {
        let path = shared.join("corpus").join(part).join("gold.json");
        let Ok(text) = fs::read_to_string(&path) else {
            eprintln!("SKIPPED: no publishers' names to look for at {}", path.display());
            continue;
        };
        let rows: Vec<serde_json::Value> = serde_json::from_str(&text).expect("JSON");
        for row in &rows {
            let host =
                row["url"].as_str().and_then(|u| u.split("://").nth(1)).and_then(|u| u.split('/').next());
            if let Some(host) = host {
                names_seen.insert(host.trim_start_matches("www.").to_lowercase(), "host");
            }
            if let Some(publisher) = row["publisher"].as_str() {
                names_seen.insert(publisher.to_lowercase(), "publisher");
            }
        }
    }
    let mut faults = Vec::new();
    for (name, kind) in &names_seen {
        // Names of three letters are parts of words everywhere.
        if *kind == "publisher" && (name.chars().count() < 4 || WORDS.contains(&name.as_str())) {
            continue;
        }
        for (path, source) in &sources {
            let hit = source.match_indices(name.as_str()).any(|(at, _)| {
                let before = source[..at].chars().next_back();
                let after = source[at + name.len()..].chars().next();
                ![before, after].into_iter().flatten().any(char::is_alphanumeric)
            });
            if hit {
                faults.push(format!("{path} names {name}, a {kind} of the corpus"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
