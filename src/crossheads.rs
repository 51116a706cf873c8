//! Headings, verdicts and what stands around them → which of them head a part of the body: one that a table dropped
//! though it is marked up like those it kept, links in capitals amid the prose, labels said again and again.

use std::collections::HashMap;

use crate::blocks::Kind;
use crate::roles::{Page, Role};
use crate::score::lexicon::{self, Cue};
use crate::tree::{NodeId, Tag};

/// Logit from which a heading that looks like the others is one of them: those of the corpus' news that were lost lay
/// between -0.35 and -0.03, headings of boxes below -1.
const LEAST: f32 = -0.8;

/// Words of a crosshead at the most, as in the corpus (20), and a few more.
const LONGEST: u32 = 24;

/// Keeps a heading that the table dropped where the body has others marked up alike, and prose follows it in the same
/// element.
pub fn keep(page: &Page<'_>, roles: &mut [Role]) {
    let mark = |i: usize| {
        let node = page.blocks[i].node;
        (page.tree.tag(node), page.tree.attr(node, "class").unwrap_or_default().trim())
    };
    let mut kept: HashMap<(Tag, &str), usize> = HashMap::new();
    for i in (0..roles.len()).filter(|&i| roles[i] == Role::Body && is_heading(page, i)) {
        *kept.entry(mark(i)).or_default() += 1;
    }
    if kept.is_empty() {
        return;
    }
    let prose = |i: &usize| roles[*i] == Role::Body && page.around.is_prose(*i);
    let (Some(first), Some(last)) = ((0..roles.len()).find(prose), (0..roles.len()).rfind(prose)) else {
        return;
    };
    let mut found = Vec::new();
    for i in first + 1..last {
        let block = &page.blocks[i];
        let cues = lexicon::cues(&page.keys[i]);
        let furniture =
            [Cue::ReadMore, Cue::Advert, Cue::Share, Cue::Newsletter, Cue::Comments, Cue::Contents, Cue::By];
        let fits = roles[i] == Role::None
            && is_heading(page, i)
            && page.judged.verdicts[i].score > LEAST
            && (1..=LONGEST).contains(&page.around.words(i))
            && block.linked * 2 < block.letters
            && !page.around.is_hidden(block.node)
            && !page.is_caption(i)
            && !furniture.into_iter().any(|cue| cues >> cue as u32 & 1 != 0)
            && kept.contains_key(&mark(i));
        if fits
            && next_prose(page, i, &prose).is_some_and(|j| are_near(page, block.node, page.blocks[j].node))
        {
            found.push(i);
        }
    }
    for i in found {
        roles[i] = Role::Body;
    }
}

fn is_heading(page: &Page<'_>, i: usize) -> bool {
    matches!(page.blocks[i].kind, Kind::Heading(_))
}

/// The first prose of the body below a heading, if no other heading comes first.
fn next_prose(page: &Page<'_>, i: usize, prose: &impl Fn(&usize) -> bool) -> Option<usize> {
    (i + 1..page.blocks.len()).take_while(|&j| !is_heading(page, j)).find(prose)
}

/// Do they stand in one element, the heading in a wrapper of its own at the most?
fn are_near(page: &Page<'_>, heading: NodeId, prose: NodeId) -> bool {
    page.tree.ancestors(heading).take(2).any(|up| page.tree.holds(up, prose))
}

/// Words of the shortest line in capitals that is taken for a teaser: from 2 to 6 all figures are the same; without the
/// rule the news' blocks match to .962 in place of .963.
const TEASER: u32 = 4;

/// Drops lines in capitals that are nothing but a link amid the body's prose: so papers set what else to read.
pub fn drop_teasers(page: &Page<'_>, roles: &mut [Role]) {
    let body: Vec<usize> =
        (0..roles.len()).filter(|&i| roles[i] == Role::Body && page.blocks[i].kind.is_text()).collect();
    let is_teaser = |i: usize| {
        let block = &page.blocks[i];
        block.kind == Kind::Paragraph
            && block.linked * 20 >= block.letters.max(1) * 19
            && page.around.words(i) >= TEASER
            && !block.text.chars().any(char::is_lowercase)
            && block.text.chars().filter(|c| c.is_uppercase()).count() * 2 > block.letters as usize
    };
    for at in 1..body.len() {
        let [before, i] = [body[at - 1], body[at]];
        let after = body.get(at + 1).is_none_or(|&j| page.around.is_prose(j) || is_teaser(j));
        if is_teaser(i) && after && (page.around.is_prose(before) || is_teaser(before)) {
            roles[i] = Role::None;
        }
    }
}

/// Of the headings kept, how many say the same from which they are labels: "Pros", "Specs" under every product. From 2 to
/// 6 all figures are the same; without the rule the news' crossheads fall from .945 to .932.
const LABELS: usize = 4;

/// Which headings are labels of what stands under each of several parts, or of a note, and head none of them.
pub fn labels(page: &Page<'_>, roles: &[Role]) -> Vec<bool> {
    let mut said: HashMap<&str, usize> = HashMap::new();
    let headings = |&i: &usize| roles[i] == Role::Body && is_heading(page, i);
    for i in (0..roles.len()).filter(headings) {
        *said.entry(page.keys[i].as_str()).or_default() += 1;
    }
    let mut labels = vec![false; roles.len()];
    let mut next = None;
    for i in (0..roles.len()).rev().filter(|&i| roles[i] == Role::Body && page.blocks[i].kind.is_text()) {
        if let Kind::Heading(level) = page.blocks[i].kind {
            let again = said.get(page.keys[i].as_str()).is_some_and(|&n| n >= LABELS);
            // A few words above a heading of a higher rank.
            let higher = matches!(next, Some(Kind::Heading(below)) if below < level);
            let eyebrow = higher && page.around.words(i) <= EYEBROW;
            let note = page.around.words(i) <= EYEBROW
                && page.blocks[i].text.trim_end().ends_with([':', '：'])
                && lexicon::cues(&page.keys[i]) >> Cue::Disclosure as u32 & 1 != 0;
            labels[i] = again || eyebrow || note;
        }
        next = Some(page.blocks[i].kind);
    }
    labels
}

/// Words of an eyebrow or of a note's label at the most: from 2 to 5 all figures are the same; without the rule the news'
/// crossheads fall from .945 to .943.
const EYEBROW: u32 = 3;
