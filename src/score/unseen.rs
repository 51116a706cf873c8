//! Text that nobody sees → verdicts that drop it, but for what waits to be shown.
//!
//! Being hidden alone says little: collapsed sections, closed tabs and text that a script is still to reveal are the
//! article's. What tells is how it is hidden and what stands beside it.

use crate::blocks::Block;
use crate::score::{Reason, Verdict};
use crate::tree::{NodeId, Tree};

/// How far up from a shown text its elements count as shown at that place: a paragraph in a few wrappers.
const REACH: usize = 12;

/// Drops what is hidden in a way that nothing undoes: moved out of sight, or a lone text amid shown ones. A page that
/// shows nothing that is kept is left alone.
pub fn withhold(tree: &Tree, blocks: &[Block], verdicts: &mut [Verdict]) {
    let tops = hidden_tops(tree);
    let hidden = |block: &Block| tops[block.node.index()].or(tops[block.span.0.index()]);
    // Letters shown in each element, and the last of the blocks that hold them.
    let mut shown: Vec<(u32, usize)> = vec![(0, 0); tree.len()];
    let mut any = false;
    for (i, (block, verdict)) in blocks.iter().zip(verdicts.iter()).enumerate() {
        if verdict.kept && hidden(block).is_none() {
            any = true;
            for up in std::iter::once(block.node).chain(tree.ancestors(block.node)).take(REACH) {
                let (letters, last) = &mut shown[up.index()];
                *letters += block.letters;
                *last = i;
            }
        }
    }
    if !any {
        return;
    }
    // Letters that lone hidden texts have in each element.
    let mut lone: Vec<u32> = vec![0; tree.len()];
    let beside = |block: &Block| {
        let top = hidden(block)?;
        // An element that holds more than this text is a section of some kind.
        (top >= block.node).then(|| tree.parent(top)).flatten()
    };
    for (block, verdict) in blocks.iter().zip(verdicts.iter()) {
        if let Some(parent) = beside(block).filter(|_| verdict.kept) {
            lone[parent.index()] += block.letters;
        }
    }
    for (i, (block, verdict)) in blocks.iter().zip(verdicts).enumerate() {
        let Some(top) = hidden(block).filter(|_| verdict.kept) else { continue };
        let moved = tree.attr(top, "fc-hidden") == Some("clip");
        // Where most is hidden, or nothing shown follows, it is folded, or comes into sight with scrolling.
        let amid = beside(block).is_some_and(|parent| {
            let (letters, last) = shown[parent.index()];
            last > i && lone[parent.index()] < letters
        });
        if moved || amid {
            *verdict = Verdict { kept: false, score: verdict.score, reason: Reason::Hidden };
        }
    }
}

/// The outermost hidden element at or above each node.
fn hidden_tops(tree: &Tree) -> Vec<Option<NodeId>> {
    let mut tops: Vec<Option<NodeId>> = Vec::with_capacity(tree.len());
    for id in tree.ids() {
        let above = tree.parent(id).and_then(|up| tops[up.index()]);
        tops.push(above.or_else(|| tree.attr(id, "fc-hidden").map(|_| id)));
    }
    tops
}
