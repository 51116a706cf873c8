//! A folder of stored pages → the measures of all their blocks, for training.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use faircopy::Page;
use faircopy::study;

use crate::{batch, normalise, stored};

/// Write the measures of all blocks: rows.f32 (little-endian), blocks.jsonl (id, kinds, texts) and names.json
#[derive(clap::Args)]
pub struct Arguments {
    /// The folder of pages
    dir: PathBuf,
    /// Addresses of the pages: a JSON list of objects with "id" and "url"
    #[arg(long, value_name = "FILE")]
    urls: Option<PathBuf>,
    /// Where to write
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Write pages.jsonl instead: of each page its row, judged with the tables of this folder
    #[arg(long, value_name = "DIR")]
    tables: Option<PathBuf>,
    /// Measure only the pages whose ids this file lists, one a line
    #[arg(long, value_name = "FILE")]
    only: Option<PathBuf>,
}

/// Measures a folder.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    std::fs::create_dir_all(&arguments.out).context("cannot make the output folder")?;
    let create = |name: &str| -> Result<BufWriter<File>> {
        let path = arguments.out.join(name);
        Ok(BufWriter::new(File::create(&path).with_context(|| format!("cannot write {}", path.display()))?))
    };
    let urls = arguments.urls.as_deref().map(batch::addresses).transpose()?.unwrap_or_default();
    let files = batch::pages(&arguments.dir, arguments.only.as_deref())?;
    if let Some(tables) = &arguments.tables {
        study::use_tables(tables.clone());
        let mut out = create("pages.jsonl")?;
        for (id, path) in files {
            let html = normalise::normalise(&normalise::decode(&stored::read(&path)?));
            let row = study::page_row(&Page::new(html, urls.get(&id).map(String::as_str)))?;
            serde_json::to_writer(&mut out, &serde_json::json!({"id": id, "row": row}))?;
            out.write_all(b"\n")?;
        }
        serde_json::to_writer(create("page-names.json")?, study::page_names())?;
        return Ok(ExitCode::SUCCESS);
    }
    let (mut rows, mut blocks) = (create("rows.f32")?, create("blocks.jsonl")?);
    serde_json::to_writer(create("names.json")?, &study::names())?;
    for (id, path) in files {
        let html = normalise::normalise(&normalise::decode(&stored::read(&path)?));
        let study = study::measure(&Page::new(html, urls.get(&id).map(String::as_str)))?;
        for number in &study.rows {
            rows.write_all(&number.to_le_bytes())?;
        }
        serde_json::to_writer(
            &mut blocks,
            &serde_json::json!({"id": id, "kinds": study.kinds, "texts": study.texts}),
        )?;
        blocks.write_all(b"\n")?;
    }
    rows.flush()?;
    blocks.flush()?;
    Ok(ExitCode::SUCCESS)
}
