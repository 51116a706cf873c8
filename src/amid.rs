//! Blocks that were judged out although they stand amid the body → those that are the body's after all, by what they
//! are and by what stands on both sides of them: code, and prose that was barely out.

use crate::blocks::Kind;
use crate::roles::{Page, Role};
use crate::score::Reason;

/// Texts between a piece of code and the body at the most: its language, the button that copies it.
const REACH: usize = 3;

/// Keeps code amid the body (nobody puts boilerplate into `pre`, but for a column of line numbers) and prose.
pub fn keep(page: &Page<'_>, roles: &mut [Role]) {
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
    keep_prose(page, roles, &texts);
}

/// Prose this little out (a logit), and of so many words, is the body's where the body goes on to both sides of it: of
/// 21 such blocks in the development pages 18 are.
const BARELY_OUT: f32 = -1.0;
const LEAST_WORDS: u32 = 8;

/// Keeps prose that is barely out between two pieces of the body that one element holds with it.
fn keep_prose(page: &Page<'_>, roles: &mut [Role], texts: &[usize]) {
    for three in texts.windows(3) {
        let (i, block, verdict) = (three[1], &page.blocks[three[1]], &page.judged.verdicts[three[1]]);
        let of = |i: usize| page.tree.parent(page.blocks[i].node);
        if roles[i] == Role::None
            && verdict.reason == Reason::Boilerplate
            && verdict.score > BARELY_OUT
            && block.kind == Kind::Paragraph
            && page.around.words(i) >= LEAST_WORDS
            && block.linked * 3 < block.letters
            && [three[0], three[2]].iter().all(|&n| roles[n] == Role::Body && of(n) == of(i))
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
