//! A page as the training sees it: its blocks with their measures. Not used in the page.

use crate::page::Page;
use crate::reading::{Unreadable, take};
#[cfg(not(target_arch = "wasm32"))]
use crate::score::tables;
use crate::score::{features, page_row};

/// What is measured of a page's blocks.
#[derive(Debug, Clone, Default)]
pub struct Study {
    /// Each block's kind, as a word.
    pub kinds: Vec<String>,
    /// Each block's text; empty for a picture.
    pub texts: Vec<String>,
    /// Each block's row, one after the other.
    pub rows: Vec<f32>,
}

#[cfg(not(target_arch = "wasm32"))]
/// Judges with the tables of a folder instead of the shipped ones; only before anything is read.
pub fn use_tables(dir: std::path::PathBuf) {
    tables::use_others(dir);
}

/// Names of the numbers in a row.
pub fn names() -> Vec<String> {
    features::names()
}

/// Measures a page.
pub fn measure(page: &Page) -> Result<Study, Unreadable> {
    let t = take(page)?;
    let rows = features::rows(&t.tree, &t.blocks, &t.around, &t.metadata, &t.keys);
    let mut study = Study::default();
    for (block, row) in t.blocks.into_iter().zip(&rows) {
        study.kinds.push(format!("{:?}", block.kind));
        study.texts.push(block.text);
        study.rows.extend(row);
    }
    Ok(study)
}

/// The whole page's row, of which it is decided whether there is an article.
pub fn page_row(page: &Page) -> Result<Vec<f32>, Unreadable> {
    let taken = take(page)?;
    Ok(taken.page_row(&taken.judge(), page.url.as_deref()).to_vec())
}

/// Names of the numbers in a page's row.
pub fn page_names() -> &'static [&'static str] {
    page_row::NAMES
}
