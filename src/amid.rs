//! Blocks that were judged out although they stand amid the body → those that are the body's after all, by what they
//! are and by what stands on both sides of them: code and the headings of kept text.

use std::collections::HashMap;

use crate::blocks::Kind;
use crate::roles::{Page, Role};
use crate::score::Reason;
use crate::score::lexicon::{self, Cue};
use crate::tree::{NodeId, Tag};

/// Keeps what stands amid the body.
pub fn keep(page: &Page<'_>, roles: &mut [Role]) {
    keep_code(page, roles);
    // On a list of articles, headings are theirs.
    if page.readable {
        keep_headings(page, roles);
    }
}

/// Texts between a piece of code and the body at the most: its language, the button that copies it.
const REACH: usize = 3;

/// Code amid the body is the body's: nobody puts boilerplate into `pre`. A column of line numbers beside it is not.
fn keep_code(page: &Page<'_>, roles: &mut [Role]) {
    let texts: Vec<usize> = (0..roles.len()).filter(|&i| page.blocks[i].kind.is_text()).collect();
    let code = |i: usize| page.blocks[i].kind == Kind::Preformatted;
    let mut near: Vec<bool> = vec![false; roles.len()];
    for forth in [true, false] {
        let mut since = usize::MAX;
        let mut see = |i: usize| {
            if roles[i] == Role::Body {
                since = 0;
            } else if !code(i) {
                since = since.saturating_add(1);
            }
            near[i] |= since <= REACH;
        };
        if forth {
            texts.iter().for_each(|&i| see(i));
        } else {
            texts.iter().rev().for_each(|&i| see(i));
        }
    }
    for &i in texts.iter().filter(|&&i| code(i)) {
        let block = &page.blocks[i];
        if is_line_numbers(&block.text) {
            roles[i] = Role::None;
        } else if roles[i] == Role::None
            && near[i]
            && page.judged.verdicts[i].reason == Reason::Boilerplate
            && !page.around.in_furniture(block.node)
        {
            roles[i] = Role::Body;
        }
    }
}

/// Are these the numbers of lines, one after another?
fn is_line_numbers(code: &str) -> bool {
    let numbers: Option<Vec<u32>> = code.split_whitespace().map(|n| n.parse().ok()).collect();
    numbers.is_some_and(|n| n.len() > 2 && n.windows(2).all(|pair| pair[1] == pair[0].saturating_add(1)))
}

/// A heading judged out more surely than this, as a logit, stays out: it is a box's.
const UNLIKELY: f32 = -1.0;

/// Headings marked up alike that are kept.
const LEAST_ALIKE: usize = 2;

/// Words of a heading at the most.
const HEADING_WORDS: u32 = 16;

/// A heading right above a kept text of its own section heads that text, where others marked up alike are kept.
fn keep_headings(page: &Page<'_>, roles: &mut [Role]) {
    let looks = |i: usize| (page.tree.tag(page.blocks[i].node), page.tree.attr(page.blocks[i].node, "class"));
    let mut alike: HashMap<_, usize> = HashMap::new();
    for i in (0..roles.len())
        .filter(|&i| roles[i] == Role::Body && matches!(page.blocks[i].kind, Kind::Heading(_)))
    {
        *alike.entry(looks(i)).or_default() += 1;
    }
    let texts: Vec<usize> = (0..roles.len()).filter(|&i| page.blocks[i].kind.is_text()).collect();
    for pair in texts.windows(2).rev() {
        let (i, next) = (pair[0], pair[1]);
        let block = &page.blocks[i];
        let heads = matches!(block.kind, Kind::Heading(level) if level > 1)
            && roles[i] == Role::None
            && roles[next] == Role::Body
            && !matches!(page.blocks[next].kind, Kind::Heading(_))
            && page.judged.verdicts[i].reason == Reason::Boilerplate
            && page.judged.verdicts[i].score > UNLIKELY
            && alike.get(&looks(i)).is_some_and(|&kept| kept >= LEAST_ALIKE)
            && page.around.words(i) <= HEADING_WORDS
            && block.linked * 2 < block.letters
            && lexicon::cues(&page.keys[i]) >> Cue::By as u32 & 1 == 0
            && !page.around.in_furniture(block.node)
            && !page.repeats_headline(i);
        if heads && is_beside(page, block.node, page.blocks[next].span.0) {
            roles[i] = Role::Body;
        }
    }
}

/// Does the text stand in the element that holds the heading, or in one beside it?
fn is_beside(page: &Page<'_>, heading: NodeId, text: NodeId) -> bool {
    let tree = page.tree;
    let mut up = tree.ancestors(heading).take(2).filter(|&a| tree.tag(a) != Tag::Body);
    up.any(|a| tree.holds(a, text))
}
