//! The native tool: reads stored pages with the very core that the extension runs.

mod batch;
mod explain;
mod measure;
mod normalise;
mod read;
mod snapshot;
mod stored;
mod streamed;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

const EXAMPLES: &str = "\
Examples:
  faircopy read page.html --url https://example.org/news/story
  curl -s https://example.org/news/story | faircopy read - --format json
  faircopy batch pages/ --jobs 4 > articles.jsonl
  faircopy explain page.html

Exit codes: 0 done, 1 failed or no article, 2 wrong use";

/// Reads stored web pages and keeps nothing but their articles
///
/// Files may be gzipped. Nothing is fetched: the page is read as it is stored, with no script run.
#[derive(Parser)]
#[command(version, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Read(read::Arguments),
    Batch(batch::Arguments),
    Explain(explain::Arguments),
    #[command(hide = true)]
    Measure(measure::Arguments),
    #[command(hide = true)]
    Snapshot(snapshot::Arguments),
}

fn main() -> ExitCode {
    let done: Result<ExitCode> = match Arguments::parse().command {
        Command::Read(arguments) => read::run(&arguments),
        Command::Batch(arguments) => batch::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Measure(arguments) => measure::run(&arguments),
        Command::Snapshot(arguments) => snapshot::run(&arguments),
    };
    match done {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("faircopy: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Has whoever reads our output closed it? They have what they want.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
