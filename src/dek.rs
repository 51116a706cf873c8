//! Blocks under the headline → the one that is the dek.
//!
//! A table gives each block a score, but it knows words of a few hundred sites. What a person goes by is added to it:
//! the dek stands straight under the headline, and something sets it apart from the body's first paragraph.

use crate::blocks::Kind;
use crate::roles::{Page, Role};
use crate::score::lexicon::{self, Cue, Hint};
use crate::text;
use crate::tree::NodeId;

/// Logit from which the likeliest block above the body is the dek: with an earlier table it was right here on 76 of
/// the 95 pages that have one and wrong on 6 of the 29 without; at -0.5 on 75 and 3, at -2 on 81 and 16 (sites not
/// seen).
pub const LEAST_DEK: f32 = -1.0;

/// The block that is the dek, if there is one.
pub fn find(page: &Page<'_>, roles: &[Role]) -> Option<usize> {
    let headline = page.headline_block();
    let start = headline.map_or(0, |h| h.saturating_sub(4));
    let mut best: Option<(usize, f32)> = None;
    let mut prose = 0;
    for i in start..roles.len() {
        let caption = page.is_caption(i) && page.judged.caption[i] > page.judged.dek[i];
        let free = matches!(roles[i], Role::None | Role::Body) && !caption;
        if free && page.blocks[i].kind.is_text() {
            let score = page.judged.dek[i] + headline.map_or(0.0, |h| bonus(page, roles, i, h));
            if score > LEAST_DEK && best.is_none_or(|(_, s)| score > s) {
                best = Some((i, score));
            }
        }
        // A dek stands above the body: after a few paragraphs there is none to come.
        prose += usize::from(roles[i] == Role::Body && page.around.is_prose(i));
        if prose > 3 {
            break;
        }
    }
    best.map(|(i, _)| i)
}

/// Likeness from which a text is the headline again: a dek says something else (corpus: up to 0.5).
const LIKE_HEADLINE: f32 = 0.7;

/// Blocks below the headline within which markup alone makes a dek.
const REACH: usize = 60;

/// Words of a dek: the shortest and the longest that markup alone makes one (corpus: 4 to 76).
const SIZE: std::ops::RangeInclusive<u32> = 4..=70;

/// What is added to a block's logit for standing above what the body's first paragraph stands in, with the headline.
/// This and the next were chosen on the logits of sites not seen (146 blocks straight under a headline, 97 of them
/// deks) and on our own pages: each lets in deks at -5, and no block of the 49 others.
const WITH_HEAD: f32 = 2.0;

/// … for standing between headline and byline.
const BEFORE_BYLINE: f32 = 1.5;

/// … for a class or id that says so; and where nothing else speaks for it.
const NAMED: f32 = 2.0;
const NAMED_ALONE: f32 = 0.5;

/// … for being marked as a heading: a crosshead is shorter, and seldom stands under the headline.
const HEADING: f32 = 1.5;
const LONG_HEADING: f32 = 2.6;

/// … for being bold from end to end.
const BOLD: f32 = 2.5;

/// What speaks for the block beside its table.
fn bonus(page: &Page<'_>, roles: &[Role], i: usize, headline: usize) -> f32 {
    let (tree, around, block) = (page.tree, page.around, &page.blocks[i]);
    let fits = i > headline
        && i - headline <= REACH
        && matches!(block.kind, Kind::Paragraph | Kind::Heading(2..))
        && SIZE.contains(&around.words(i))
        && block.linked * 2 < block.letters
        && !block.text.ends_with([':', '：'])
        && !page.is_caption(i)
        && !around.in_furniture(block.node);
    // Between it and the headline stand names, dates, labels, pictures: nothing to read.
    let straight = || {
        (headline + 1..i).all(|j| {
            !page.blocks[j].kind.is_text()
                || matches!(roles[j], Role::Headline | Role::Kicker | Role::Byline)
                || page.is_caption(j)
                || around.words(j) < 8 && !matches!(page.blocks[j].kind, Kind::Heading(_))
        })
    };
    if !fits || !straight() || is_of_others(page, i) {
        return 0.0;
    }
    let body = |j: &usize| roles[*j] == Role::Body && around.is_prose(*j) && !page.is_caption(*j);
    let Some(next) = (i + 1..roles.len()).find(body) else { return 0.0 };
    let (head, first) = (page.blocks[headline].node, page.blocks[next].node);
    // A headline said once more, with its kicker or without, is none.
    let said = page.metadata.headline.as_ref().map(|h| text::key(&h.text)).unwrap_or_default();
    if text::overlap_of_keys(&said, &page.keys[i]) > LIKE_HEADLINE {
        return 0.0;
    }
    let with_head =
        tree.ancestors(block.node).find(|&a| tree.holds(a, head)).is_some_and(|a| !tree.holds(a, first));
    let before_byline = (i + 1..next).any(|j| roles[j] == Role::Byline);
    let bold = |j: usize| page.blocks[j].strong * 20 >= page.blocks[j].letters.max(1) * 19;
    let mut bonus = 0.0;
    if with_head {
        bonus += WITH_HEAD;
    }
    if before_byline {
        bonus += BEFORE_BYLINE;
    }
    if is_named(page, block.node) {
        bonus += if with_head || before_byline { NAMED } else { NAMED_ALONE };
    }
    // Where the head alone names the headline, a heading may be the headline that the page shows.
    if matches!(block.kind, Kind::Heading(_))
        && page.metadata.headline.as_ref().is_some_and(|h| h.node.is_some())
    {
        bonus += match around.words(i) {
            ..8 => 0.0,
            8..12 => HEADING,
            _ => LONG_HEADING,
        };
    }
    if bold(i) && !bold(next) {
        bonus += BOLD;
    }
    bonus
}

/// Does the block speak of its author, of money or of cookies?
fn is_of_others(page: &Page<'_>, i: usize) -> bool {
    let key = &page.keys[i];
    let cues = lexicon::cues(key);
    let says = |cue: Cue| cues >> cue as u32 & 1 != 0;
    let other =
        [Cue::Disclosure, Cue::Consent, Cue::Newsletter, Cue::Rights, Cue::By, Cue::Advert, Cue::ReadMore];
    let near =
        page.tree.ancestors(page.blocks[i].node).take(1).fold(0, |bits, a| bits | page.around.own_hints(a));
    other.into_iter().any(says)
        || near >> Hint::Author as u64 & 1 != 0 && page.around.words(i) >= NOTE
        || page.metadata.bylines.iter().any(|name| key.starts_with(&text::key(name)))
        || DISCLOSURES.iter().any(|d| key.contains(d))
}

/// Words of the shortest note on an author.
const NOTE: u32 = 15;

/// What texts on money and rules hold wherever they stand, as comparison keys.
const DISCLOSURES: &[&str] = &[
    "commission",
    "affiliate",
    "reviewed by",
    "privacy policy",
    "datenschutzerklärung",
    "provision",
    "comisión",
    "politique de confidentialité",
];

/// Does its class or id call it a dek, in any of the languages?
fn is_named(page: &Page<'_>, node: NodeId) -> bool {
    let mut named = page.around.own_hints(node) >> Hint::Dek as u64 & 1 != 0;
    for name in ["class", "id", "itemprop", "data-testid"] {
        if let Some(value) = page.tree.attr(node, name) {
            lexicon::each_word(value, |word| named |= NAMES.contains(&word));
        }
    }
    named
}

#[rustfmt::skip]
/// Names of the dek that papers give it in their own languages.
const NAMES: &[&str] = &[
    "standfirst", "lede", "subdeck", "nutgraf", "vorspann", "unterzeile", "untertitel", "einleitung", "anlauf", "teasertext",
    "chapeau", "chapo", "accroche", "soustitre", "entradilla", "bajada", "copete", "subtitulo", "sumario", "sottotitolo", "sommario",
    "catenaccio", "sott", "linhafina", "subtitulo", "ingress", "ingres", "manchet", "underrubrik", "preamble", "ingressi", "alaotsikko",
    "inleiding", "voorspan", "onderkop", "zajawka", "lid", "perex", "anotace", "anotacia", "ajanlo", "spot", "anons", "lid",
];
