//! Blocks and what is known of them → a verdict for each: body or boilerplate, and why.

pub mod features;
pub mod lexicon;
pub mod model;
pub mod page_row;
pub mod tables;
mod unseen;

use crate::blocks::Block;
use crate::metadata::Metadata;
use crate::tree::{Tag, Tree};
use features::{Feature, Surroundings};

/// What is decided of a block, and why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// Is it part of the body?
    pub kept: bool,
    /// How sure: above 0 for the body, below for boilerplate; a logit.
    pub score: f32,
    /// Why.
    pub reason: Reason,
}

/// Why a block is kept or dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The evidence says that it is the body's.
    Body,
    /// A person has selected it.
    Selected,
    /// The evidence says that it is not.
    Boilerplate,
    /// It is not shown, and nothing says that it waits to be.
    Hidden,
    /// It holds no text: its neighbours decide.
    NoText,
}

/// The verdicts on a page's blocks, and how much each looks like one of the parts that have roles of their own.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    /// One a block.
    pub verdicts: Vec<Verdict>,
    /// Logit of being the dek.
    pub dek: Vec<f32>,
    /// Logit of being a key point.
    pub point: Vec<f32>,
    /// Logit of being a caption.
    pub caption: Vec<f32>,
}

/// Judges every block.
pub fn judge(
    tree: &Tree,
    blocks: &[Block],
    around: &Surroundings,
    metadata: &Metadata,
    keys: &[String],
) -> Judged {
    let rows = features::rows(tree, blocks, around, metadata, keys);
    let mut judged = Judged::default();
    for (block, row) in blocks.iter().zip(&rows) {
        if !block.kind.is_text() {
            judged.verdicts.push(Verdict { kept: false, score: 0.0, reason: Reason::NoText });
            for part in [&mut judged.dek, &mut judged.point, &mut judged.caption] {
                part.push(f32::MIN);
            }
            continue;
        }
        let score = tables::body().score(row);
        let verdict = if score > 0.0 {
            Verdict { kept: true, score, reason: Reason::Body }
        } else if row[Feature::in_hidden as usize] > 0.0 {
            Verdict { kept: false, score, reason: Reason::Hidden }
        } else {
            Verdict { kept: false, score, reason: Reason::Boilerplate }
        };
        judged.verdicts.push(verdict);
        judged.dek.push(tables::dek().score(row));
        judged.point.push(tables::point().score(row));
        judged.caption.push(tables::caption().score(row));
    }
    if is_selection(tree) {
        keep_selection(blocks, around, &mut judged);
    } else {
        unseen::withhold(tree, blocks, &mut judged.verdicts);
    }
    judged
}

/// Has a person selected what is to be read?
pub fn is_selection(tree: &Tree) -> bool {
    tree.ids().any(|id| tree.tag(id) == Tag::Body && tree.attr(id, "fc-selected").is_some())
}

/// All that is shown of a selection is the body: a person has judged it.
fn keep_selection(blocks: &[Block], around: &Surroundings, judged: &mut Judged) {
    for (block, verdict) in blocks.iter().zip(&mut judged.verdicts) {
        if block.kind.is_text() {
            let kept = !around.is_hidden(block.node);
            let reason = if kept { Reason::Selected } else { Reason::Hidden };
            *verdict = Verdict { kept, score: verdict.score, reason };
        }
    }
    judged.dek.fill(f32::MIN);
    judged.point.fill(f32::MIN);
}
