//! The native tool: reads stored pages with the very core that the extension runs.

mod batch;
mod normalise;
mod stored;
mod streamed;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Reads web pages and keeps nothing but their articles.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Batch(batch::Arguments),
}

fn main() -> ExitCode {
    let done: Result<ExitCode> = match Arguments::parse().command {
        Command::Batch(arguments) => batch::run(&arguments),
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
