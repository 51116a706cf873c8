//! Blocks that were judged out although they stand amid the body → those that are the body's after all, by what they
//! are and by what stands on both sides of them: code.

use crate::blocks::Kind;
use crate::roles::{Page, Role};
use crate::score::Reason;

/// Texts between a piece of code and the body at the most: its language, the button that copies it.
const REACH: usize = 3;

/// Keeps code amid the body: nobody puts boilerplate into `pre`. A column of line numbers beside it is not.
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
}

/// Are these the numbers of lines, one after another?
fn is_line_numbers(code: &str) -> bool {
    let numbers: Option<Vec<u32>> = code.split_whitespace().map(|n| n.parse().ok()).collect();
    numbers.is_some_and(|n| n.len() > 2 && n.windows(2).all(|pair| pair[1] == pair[0].saturating_add(1)))
}
