//! A folder of stored pages → one line of JSON a page, in the order of names.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{IsTerminal, Write};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use faircopy::{Article, Block, BlockKind, Reading, Text, plain};
use serde::{Deserialize, Serialize};

use crate::stored;

/// Read every *.html and *.html.gz of a folder; write one JSON object a line, in the order of names
///
/// A line has id (the file's stem), headline, dek, bullets, body, crossheads, captions, authors, date and readable.
/// A page that cannot be read is a line with id and error, and the run goes on.
#[derive(clap::Args)]
pub struct Arguments {
    /// The folder
    dir: PathBuf,
    /// How many pages to read at a time [default: the machine's cores]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Addresses of the pages: a JSON list of objects with "id" and "url"
    #[arg(long, value_name = "FILE")]
    urls: Option<PathBuf>,
    /// Judge with the tables of this folder instead of the shipped ones
    #[arg(long, value_name = "DIR", hide = true)]
    tables: Option<PathBuf>,
    /// Read only the pages whose ids this file lists, one a line
    #[arg(long, value_name = "FILE", hide = true)]
    only: Option<PathBuf>,
}

/// One line of output.
#[derive(Serialize)]
#[serde(untagged)]
enum Line {
    Read {
        id: String,
        headline: String,
        dek: Option<String>,
        bullets: Vec<String>,
        body: Vec<String>,
        crossheads: Vec<String>,
        captions: Vec<String>,
        authors: Vec<String>,
        date: Option<String>,
        readable: bool,
    },
    Failed {
        id: String,
        error: String,
    },
}

#[derive(Deserialize)]
struct Address {
    id: String,
    url: Option<String>,
}

/// Progress is told this often when standard error is no terminal.
const SELDOM: Duration = Duration::from_secs(5);
/// And this often on a terminal.
const OFTEN: Duration = Duration::from_millis(100);

/// Reads a folder. Fails only if the folder or the addresses can't be read, or nothing more can be written.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let urls = arguments.urls.as_deref().map(addresses).transpose()?.unwrap_or_default();
    if let Some(tables) = &arguments.tables {
        faircopy::study::use_tables(tables.clone());
    }
    let files = pages(&arguments.dir, arguments.only.as_deref())?;
    let jobs = arguments.jobs.or(std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (sender, lines) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..jobs.min(files.len()) {
            let sender = sender.clone();
            scope.spawn(|| {
                let sender = sender;
                while !stop.load(Ordering::Relaxed) {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some((id, path)) = files.get(index) else { break };
                    let line = line(id, path, urls.get(id).map(String::as_str));
                    if sender.send((index, line)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let done = write_in_order(&lines, files.len());
        stop.store(true, Ordering::Relaxed);
        done
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Writes each line as soon as those before it are written.
fn write_in_order(lines: &mpsc::Receiver<(usize, Line)>, total: usize) -> Result<()> {
    let mut out = std::io::stdout().lock();
    let mut waiting = BTreeMap::new();
    let mut written = 0;
    let mut failed = 0;
    let terminal = std::io::stderr().is_terminal();
    let pause = if terminal { OFTEN } else { SELDOM };
    let mut told = Instant::now();
    for (index, line) in lines {
        failed += usize::from(matches!(line, Line::Failed { .. }));
        waiting.insert(index, line);
        while let Some(line) = waiting.remove(&written) {
            serde_json::to_writer(&mut out, &line).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
            written += 1;
        }
        if told.elapsed() >= pause {
            told = Instant::now();
            let end = if terminal { "\r" } else { "\n" };
            eprint!("faircopy: {written} of {total} pages, {failed} not read{end}");
        }
    }
    out.flush()?;
    if terminal {
        eprintln!("faircopy: {written} of {total} pages, {failed} not read");
    }
    Ok(())
}

/// The folder's pages with their ids, in the order of names; only those that the file `only` lists, if there is one.
pub fn pages(dir: &Path, only: Option<&Path>) -> Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).with_context(|| format!("cannot list {}", dir.display()))? {
        let path = entry.with_context(|| format!("cannot list {}", dir.display()))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let stem = name.strip_suffix(".gz").unwrap_or(&name);
        if let Some(id) = stem.strip_suffix(".html") {
            found.push((id.to_owned(), path));
        }
    }
    if let Some(only) = only {
        let list =
            std::fs::read_to_string(only).with_context(|| format!("cannot read {}", only.display()))?;
        let wanted: HashSet<&str> = list.lines().collect();
        found.retain(|(id, _)| wanted.contains(id.as_str()));
    }
    found.sort();
    Ok(found)
}

/// The addresses of pages by their ids.
pub fn addresses(path: &Path) -> Result<HashMap<String, String>> {
    let bytes = stored::read(path)?;
    let list: Vec<Address> = serde_json::from_slice(&bytes)
        .with_context(|| format!("{} is no list of objects with id and url", path.display()))?;
    Ok(list.into_iter().filter_map(|a| Some((a.id, a.url?))).collect())
}

/// Reads one page. A panic is a defect of ours, but must not cost the other pages.
fn line(id: &str, path: &Path, url: Option<&str>) -> Line {
    let read = || -> Result<Reading> { Ok(faircopy::read(&stored::page(path, url)?)?) };
    let reading =
        catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(anyhow!("reading it panicked")));
    match reading {
        Ok(reading) => of(id.to_owned(), &reading),
        Err(error) => Line::Failed { id: id.to_owned(), error: format!("{error:#}") },
    }
}

fn of(id: String, Reading { article, readable }: &Reading) -> Line {
    let points = article.key_points.iter().flat_map(|k| &k.points);
    let flat = Flat::of(article);
    Line::Read {
        id,
        headline: article.headline.as_ref().map(Text::plain).unwrap_or_default(),
        dek: article.dek.as_ref().map(Text::plain),
        bullets: points.map(Text::plain).collect(),
        body: flat.body,
        crossheads: flat.crossheads,
        captions: flat.captions,
        authors: article.bylines.clone(),
        date: article.published.clone(),
        readable: *readable,
    }
}

/// An article's texts by kind.
#[derive(Default)]
struct Flat {
    body: Vec<String>,
    crossheads: Vec<String>,
    captions: Vec<String>,
}

impl Flat {
    fn of(article: &Article) -> Flat {
        let mut flat = Flat::default();
        if let Some(caption) = article.hero.as_ref().and_then(|h| h.caption.as_ref()) {
            flat.captions.push(plain(caption));
        }
        // A stack, last first, of what is still to come.
        flat.within(article.body.iter().chain(article.footnotes.iter().flat_map(|n| &n.blocks)));
        flat.body.retain(|text| !text.trim().is_empty());
        flat
    }

    fn add<'a>(&mut self, block: &'a Block, left: &mut Vec<&'a Block>) {
        match &block.kind {
            BlockKind::Paragraph { inlines } | BlockKind::PullQuote { inlines } => {
                self.body.push(plain(inlines))
            }
            BlockKind::Crosshead { inlines, .. } => {
                let text = plain(inlines);
                self.crossheads.push(text.clone());
                self.body.push(text);
            }
            BlockKind::List { items, .. } => left.extend(items.iter().flatten().rev()),
            BlockKind::Definitions { groups } => {
                // Terms are inlines, not blocks: a group goes out at once, its definitions after its terms.
                for group in groups {
                    self.body.extend(group.terms.iter().map(|t| plain(t)));
                    self.within(group.definitions.iter().flatten());
                }
            }
            BlockKind::BlockQuote { blocks } | BlockKind::Aside { blocks } => {
                left.extend(blocks.iter().rev());
            }
            BlockKind::Post { author, date, said, blocks, .. } => {
                // The line over it, as the page has it.
                let line: Vec<&str> =
                    author.iter().chain(said.as_ref().or(date.as_ref())).map(String::as_str).collect();
                self.body.push(line.join("\n"));
                left.extend(blocks.iter().rev());
            }
            BlockKind::Table { caption, rows } => {
                self.body.extend(caption.iter().map(|c| plain(c)));
                left.extend(rows.iter().flatten().flat_map(|cell| &cell.blocks).rev());
            }
            BlockKind::Code { text, .. } => self.body.push(text.clone()),
            BlockKind::Figure(figure) => self.captions.extend(figure.caption.iter().map(|c| plain(c))),
            BlockKind::Embed(embed) => self.captions.extend(embed.caption.iter().map(|c| plain(c))),
            BlockKind::Math(math) => self.body.extend(math.source.clone()),
            BlockKind::Details { summary, blocks } => {
                self.body.push(plain(summary));
                left.extend(blocks.iter().rev());
            }
            BlockKind::Rule => {}
        }
    }

    fn within<'a>(&mut self, blocks: impl DoubleEndedIterator<Item = &'a Block>) {
        let mut left: Vec<&Block> = blocks.rev().collect();
        while let Some(block) = left.pop() {
            self.add(block, &mut left);
        }
    }
}
