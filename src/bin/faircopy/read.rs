//! A stored page → its article on standard output.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::ValueEnum;
use faircopy::render;

use crate::stored;

/// Read one stored page and write its article
///
/// A page that is no article (an index, a shop, an app) is written all the same, as far as it goes; standard error
/// says so, and the exit code is 1.
#[derive(clap::Args)]
pub struct Arguments {
    /// The page: HTML, also gzipped; - is standard input
    file: PathBuf,
    /// Address of the page, against which its links are resolved
    #[arg(long, value_name = "URL", value_parser = stored::address)]
    url: Option<String>,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Markdown)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Everything: the article with its roles, and whether it is one
    Json,
    /// CommonMark with GitHub's tables, footnotes and strikethrough
    Markdown,
    /// A document that stands alone, without scripts
    Html,
    /// Words only
    Text,
}

/// Reads a page.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let page = stored::page(&arguments.file, arguments.url.as_deref())?;
    let reading =
        faircopy::read(&page).with_context(|| format!("cannot read {}", stored::name(&arguments.file)))?;
    let written = match arguments.format {
        Format::Json => serde_json::to_string_pretty(&reading)? + "\n",
        Format::Markdown => render::markdown(&reading.article),
        Format::Html => render::html(&reading.article),
        Format::Text => render::text(&reading.article),
    };
    let mut out = std::io::stdout().lock();
    out.write_all(written.as_bytes())?;
    out.flush()?;
    if !reading.readable {
        eprintln!("faircopy: {} does not look like an article", stored::name(&arguments.file));
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}
