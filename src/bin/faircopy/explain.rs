//! A stored page → every block of it with what was decided, and why.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use faircopy::Explained;

use crate::stored;

/// Tell of every block of a page what was decided of it, and why
///
/// One line a block, in page order: the number of its element, its kind, its role in the article (- where it is left
/// out), its score (above 0 for the article, below for the rest), the reason, and how its text begins.
#[derive(clap::Args)]
pub struct Arguments {
    /// The page: HTML, also gzipped; - is standard input
    file: PathBuf,
    /// Address of the page
    #[arg(long, value_name = "URL", value_parser = stored::address)]
    url: Option<String>,
    /// Tell under each block which measures weighed most: name, value, pull
    #[arg(long)]
    evidence: bool,
    /// Judge with the tables of this folder instead of the shipped ones
    #[arg(long, value_name = "DIR", hide = true)]
    tables: Option<PathBuf>,
}

/// Characters of a block's text that are shown.
const HEAD: usize = 72;

/// Explains a page.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    if let Some(tables) = &arguments.tables {
        faircopy::study::use_tables(tables.clone());
    }
    let page = stored::page(&arguments.file, arguments.url.as_deref())?;
    let blocks =
        faircopy::explain(&page).with_context(|| format!("cannot read {}", stored::name(&arguments.file)))?;
    ensure!(
        !blocks.is_empty(),
        "cannot read {}: {}",
        stored::name(&arguments.file),
        faircopy::Unreadable::Empty
    );
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let widths = [
        widest(&blocks, "kind", |b| &b.kind),
        widest(&blocks, "role", |b| role(b)),
        widest(&blocks, "reason", |b| &b.reason),
    ];
    let [kind, role_, reason] = widths;
    writeln!(
        out,
        "{:>6}  {:kind$}  {:role_$}  {:>7}  {:reason$}  text",
        "number", "kind", "role", "score", "reason"
    )?;
    for block in &blocks {
        let line = format!(
            "{:>6}  {:kind$}  {:role_$}  {:>+7.2}  {:reason$}  {}",
            block.source,
            block.kind,
            role(block),
            block.score,
            block.reason,
            head(&block.text)
        );
        writeln!(out, "{}", line.trim_end())?;
        if arguments.evidence {
            for (name, value, pull) in &block.evidence {
                writeln!(out, "{:>6}  {pull:+.2}  {name} = {value}", "")?;
            }
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn role(block: &Explained) -> &str {
    if block.role == "none" { "-" } else { &block.role }
}

fn widest<'a>(blocks: &'a [Explained], title: &str, text: impl Fn(&'a Explained) -> &'a str) -> usize {
    blocks.iter().map(|b| text(b).chars().count()).max().unwrap_or(0).max(title.len())
}

/// How a text begins, on one line.
fn head(text: &str) -> String {
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        if at == HEAD {
            out.push('…');
            break;
        }
        out.push(if c.is_whitespace() || c.is_control() { ' ' } else { c });
    }
    out
}
