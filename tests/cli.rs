//! The native tool as it is used: arguments, files and standard input → output, messages and exit codes.

#![cfg(not(target_arch = "wasm32"))]

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;

const ARTICLE: &str = include_str!("cli/article.html");
const HEADLINE: &str = "Harbour ferry to run on stored sunlight";

fn faircopy(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faircopy"));
    command.args(arguments).stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    faircopy(arguments).output().expect("the tool starts")
}

fn run_on(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = faircopy(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the tool starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    let feeding = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("the tool ends");
    feeding.join().expect("no panic").expect("all input is read");
    output
}

#[track_caller]
fn out(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", err(output));
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The tool says what is wrong in one line, ends with this code and writes nothing else.
#[track_caller]
fn refused(output: &Output, code: i32, told: &[&str]) {
    let err = err(output);
    assert_eq!(output.status.code(), Some(code), "{err}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    for part in told {
        assert!(err.contains(part), "{part:?} is not in {err:?}");
    }
    assert!(code == 2 || err.lines().count() == 1, "{err}");
}

/// An empty folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn file(folder: &Path, name: &str, bytes: &[u8]) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a file");
    path.to_str().expect("UTF-8").to_owned()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn lines(output: &Output) -> Vec<serde_json::Value> {
    out(output).lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

#[test]
fn help_tells_of_every_command_with_examples() {
    let help = out(&run(&["--help"]));
    for part in ["read", "batch", "explain", "Examples:", "Exit codes:"] {
        assert!(help.contains(part), "{part} is not in {help}");
    }
    for command in ["read", "batch", "explain"] {
        assert!(out(&run(&[command, "--help"])).contains("Usage:"));
    }
    assert!(out(&run(&["--version"])).starts_with("faircopy "));
}

#[test]
fn wrong_use_is_2() {
    refused(&run(&[]), 2, &["Usage"]);
    refused(&run(&["clip"]), 2, &["clip"]);
    refused(&run(&["read"]), 2, &["FILE"]);
    refused(&run(&["read", "-", "--format", "pdf"]), 2, &["pdf", "markdown"]);
    refused(&run(&["read", "-", "--url", "nowhere"]), 2, &["nowhere"]);
    refused(&run(&["read", "-", "--url", "file:///etc/passwd"]), 2, &["http"]);
    refused(&run(&["batch", ".", "--jobs", "0"]), 2, &["0"]);
}

#[test]
fn an_article_is_written_in_each_form() {
    let file = file(&folder("forms"), "page.html", ARTICLE.as_bytes());
    let markdown = out(&run(&["read", &file]));
    assert!(markdown.contains(&format!("# {HEADLINE}\n")), "{markdown}");
    assert!(markdown.contains("\n## A winter in doubt\n"), "{markdown}");
    assert!(markdown.contains("[signed a contract](https://post.example/harbour/contract)"), "{markdown}");
    assert!(!markdown.contains("Sport") && !markdown.contains("All rights reserved"), "{markdown}");
    assert_eq!(markdown, out(&run(&["read", &file, "--format", "markdown"])));

    let json: serde_json::Value =
        serde_json::from_str(&out(&run(&["read", &file, "--format", "json"]))).unwrap();
    assert_eq!(json["readable"], true);
    assert_eq!(json["article"]["headline"]["inlines"][0]["value"], HEADLINE);

    let html = out(&run(&["read", &file, "--format", "html"]));
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains(&format!("<h1>{HEADLINE}</h1>")), "{html}");
    assert!(!html.contains("<script"), "{html}");

    let text = out(&run(&["read", &file, "--format", "text"]));
    assert!(text.contains(HEADLINE) && text.contains("• The batteries weigh nine tonnes"), "{text}");
}

#[test]
fn the_address_given_resolves_links() {
    let output = run_on(&["read", "-", "--url", "https://mirror.example/x/"], ARTICLE.as_bytes());
    assert!(out(&output).contains("(https://mirror.example/harbour/contract)"), "{}", out(&output));
}

#[test]
fn standard_input_and_gzip_read_as_a_file_does() {
    let folder = folder("gzip");
    let plain = out(&run(&["read", &file(&folder, "a.html", ARTICLE.as_bytes())]));
    let packed = gzipped(ARTICLE.as_bytes());
    assert_eq!(plain, out(&run(&["read", &file(&folder, "a.html.gz", &packed)])));
    // Whatever it is called.
    assert_eq!(plain, out(&run(&["read", &file(&folder, "b.html", &packed)])));
    assert_eq!(plain, out(&run_on(&["read", "-"], ARTICLE.as_bytes())));
    assert_eq!(plain, out(&run_on(&["read", "-"], &packed)));
}

#[test]
fn pages_in_old_encodings_are_read() {
    let page = ARTICLE.replace("utf-8", "iso-8859-1").replace("gulls", "möwen").replace(['–', '©'], "-");
    let latin: Vec<u8> = page.chars().map(|c| u8::try_from(c as u32).expect("Latin-1")).collect();
    assert!(std::str::from_utf8(&latin).is_err());
    assert!(out(&run_on(&["read", "-"], &latin)).contains("möwen"));
}

#[test]
fn what_cannot_be_read_is_told_with_its_cause() {
    let folder = folder("broken");
    let packed = gzipped(ARTICLE.as_bytes());
    let missing = folder.join("missing.html");
    refused(&run(&["read", missing.to_str().unwrap()]), 1, &["cannot open", "missing.html", "No such file"]);
    refused(&run(&["read", folder.to_str().unwrap()]), 1, &["broken", "directory"]);
    refused(&run(&["read", &file(&folder, "empty.html", b"")]), 1, &["empty.html", "no text"]);
    refused(&run_on(&["read", "-"], b" \n "), 1, &["standard input", "no text"]);
    refused(
        &run(&["read", &file(&folder, "a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")]),
        1,
        &["a.png", "no HTML"],
    );
    refused(&run(&["read", &file(&folder, "a.pdf", b"%PDF-1.7\nx")]), 1, &["a.pdf", "no HTML"]);
    let cut = file(&folder, "cut.html.gz", &packed[..packed.len() / 2]);
    refused(&run(&["read", &cut]), 1, &["cut.html.gz", "gzip"]);
    let large = file(&folder, "large.html", format!("<p>{}", "word ".repeat(4 << 20)).as_bytes());
    refused(&run(&["read", &large]), 1, &["large.html", "too large"]);
}

#[test]
fn a_bomb_is_refused_before_it_goes_off() {
    // A gigabyte of zeros would come out of a megabyte.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..256 {
        encoder.write_all(&[b' '; 1 << 20]).expect("memory");
    }
    let bomb = encoder.finish().expect("memory");
    refused(&run_on(&["read", "-"], &bomb), 1, &["larger than"]);
}

#[test]
fn a_page_that_is_no_article_is_written_and_told() {
    let links: String = (0..60).map(|i| format!("<li><a href=\"/{i}\">Story number {i}</a></li>")).collect();
    let page =
        format!("<title>All stories</title><body><h1>All stories</h1><ul>{links}</ul><p>Contact us</p>");
    let output = run_on(&["read", "-"], page.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("does not look like an article"), "{}", err(&output));
}

#[test]
fn hostile_pages_are_read_to_their_end() {
    let paragraphs = &ARTICLE[ARTICLE.find("<h1>").unwrap()..ARTICLE.find("</article>").unwrap()];
    let deep = format!("<title>x</title>{}{paragraphs}", "<div>".repeat(10_000));
    let output = run_on(&["read", "-"], deep.as_bytes());
    assert!(String::from_utf8_lossy(&output.stdout).contains("nine tonnes"), "{}", err(&output));
    for nested in ["<b>", "<blockquote>", "<ul><li>", "<table><tr><td>", "<a><p>", "<noscript>", "<span><p>"]
    {
        let page = format!("{}{paragraphs}", nested.repeat(3_000));
        let output = run_on(&["read", "-"], page.as_bytes());
        assert!(matches!(output.status.code(), Some(0 | 1)), "{nested}: {}", err(&output));
        assert!(!err(&output).contains("panicked"), "{nested}: {}", err(&output));
    }
}

#[test]
fn a_page_of_ten_megabytes_is_read() {
    let words =
        "The ferry crosses the harbour forty times a day, and nobody counts the gulls. ".repeat(1_300);
    let body: String = (1..=100).map(|i| format!("<p>Day {i}: {words}</p>\n")).collect();
    assert!(body.len() > 10_000_000 && body.len() < faircopy::LARGEST_PAGE);
    let output = run_on(&["read", "-"], format!("<title>Long</title><h1>Long</h1>{body}").as_bytes());
    let markdown = String::from_utf8_lossy(&output.stdout);
    // How much of so long a text is the article is for the core to say; its beginning is.
    for i in 1..=50 {
        assert!(markdown.contains(&format!("Day {i}: The ferry")), "day {i} is lost: {}", err(&output));
    }
}

#[test]
fn explain_tells_of_every_block_with_its_reason() {
    let file = file(&folder("explain"), "page.html", ARTICLE.as_bytes());
    let told = out(&run(&["explain", &file]));
    let mut lines = told.lines();
    let columns: Vec<_> = lines.next().expect("a head").split_whitespace().collect();
    assert_eq!(columns, ["number", "kind", "role", "score", "reason", "text"]);
    let of = |text: &str| -> Vec<&str> {
        let line = told.lines().find(|line| line.contains(text)).unwrap_or_else(|| panic!("{text}: {told}"));
        line.split_whitespace().collect()
    };
    assert_eq!(of("All rights reserved")[2], "-", "{told}");
    assert_eq!(of(HEADLINE)[2], "headline", "{told}");
    assert_eq!(of("The crossing takes")[2], "body", "{told}");
    assert!(of("The crossing takes")[3].parse::<f32>().expect("a score") > 0.0, "{told}");
    assert!(of("Sport")[3].parse::<f32>().expect("a score") < 0.0, "{told}");
    let evidence = out(&run(&["explain", &file, "--evidence", "--url", "https://post.example/"]));
    assert!(evidence.lines().count() > told.lines().count() && evidence.contains(" = "), "{evidence}");
    refused(&run_on(&["explain", "-"], b""), 1, &["standard input", "no text"]);
}

#[test]
fn batch_writes_a_line_for_each_page_in_the_order_of_names() {
    let folder = folder("batch");
    for (name, bytes) in [
        ("10.html", ARTICLE.as_bytes()),
        ("9.html", ARTICLE.as_bytes()),
        ("b.html", b"".as_slice()),
        ("c.html.gz", &gzipped(ARTICLE.as_bytes())),
        ("d.html.gz", &gzipped(ARTICLE.as_bytes())[..40]),
        ("notes.txt", b"not a page"),
    ] {
        file(&folder, name, bytes);
    }
    let folder = folder.to_str().unwrap();
    for jobs in ["1", "3"] {
        let lines = lines(&run(&["batch", folder, "--jobs", jobs]));
        let ids: Vec<_> = lines.iter().map(|line| line["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["10", "9", "b", "c", "d"]);
        assert!(lines[2]["error"].as_str().unwrap().contains("no text"), "{}", lines[2]);
        assert!(lines[4]["error"].as_str().unwrap().contains("gzip"), "{}", lines[4]);
        assert_eq!(lines[3]["headline"], HEADLINE);
        assert_eq!(lines[3]["authors"], serde_json::json!(["Ida Brandt"]));
        assert_eq!(lines[3]["date"].as_str().unwrap()[..10], *"2026-03-14");
        assert_eq!(lines[3]["crossheads"], serde_json::json!(["A winter in doubt"]));
        assert_eq!(lines[3]["readable"], true);
        assert_eq!(lines[3]["bullets"], serde_json::json!([]));
        let body: Vec<_> = lines[3]["body"].as_array().unwrap().iter().map(|t| t.as_str().unwrap()).collect();
        let at = |start: &str| body.iter().position(|text| text.starts_with(start));
        let told = [
            "The small",
            "The crossing",
            "A winter in doubt",
            "From",
            "Passengers",
            "The batteries",
            "A full",
            "Fares",
        ];
        let places: Vec<_> =
            told.iter().map(|start| at(start).unwrap_or_else(|| panic!("{start}: {body:#?}"))).collect();
        assert!(places.is_sorted_by(|a, b| a + 1 == *b), "{body:#?}");
        assert_eq!(at("The ferry at its new"), None, "a caption is no body");
        let captions = lines[3]["captions"].as_array().unwrap();
        assert!(captions[0].as_str().unwrap().starts_with("The ferry at its new"), "{captions:?}");
        for key in ["dek", "headline"] {
            assert!(lines[0].get(key).is_some());
        }
    }
}

#[test]
fn batch_takes_addresses_from_a_list() {
    let folder = folder("addresses");
    let page = ARTICLE.replace("<link rel=\"canonical\" href=\"https://post.example/harbour/ferry\">", "");
    file(&folder, "a.html", page.as_bytes());
    let pages = folder.to_str().unwrap().to_owned();
    let list = file(
        &folder,
        "list.json",
        br#"[{"id": "a", "url": "https://post.example/x"}, {"id": "b", "url": null}]"#,
    );
    assert_eq!(lines(&run(&["batch", &pages, "--urls", &list])).len(), 1);
    let wrong = file(&folder, "wrong.json", b"{}");
    refused(&run(&["batch", &pages, "--urls", &wrong]), 1, &["wrong.json", "list"]);
    refused(&run(&["batch", &format!("{pages}/none")]), 1, &["cannot list", "none"]);
    assert_eq!(out(&run(&["batch", folder_of_none().to_str().unwrap()])), "");
}

fn folder_of_none() -> PathBuf {
    folder("none")
}

#[test]
fn a_pipe_closed_early_is_no_error() {
    let folder = folder("pipe");
    for i in 0..200 {
        file(&folder, &format!("{i}.html"), ARTICLE.as_bytes());
    }
    let mut child = faircopy(&["batch", folder.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the tool starts");
    let mut first = [0; 1];
    child.stdout.take().expect("a pipe").read_exact(&mut first).expect("a byte");
    let output = child.wait_with_output().expect("the tool ends");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(err(&output), "");
}
