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

/// The blocks that are the dek: one, or several that are marked up alike and stand together. Empty if there is none.
pub fn find(page: &Page<'_>, roles: &[Role]) -> Vec<usize> {
    let headline = page.headline_block().map(|h| shown_headline(page, roles, h));
    let start = headline.map_or(0, |h| h.saturating_sub(4));
    let score = |i: usize| {
        let caption = page.is_caption(i) && page.judged.caption[i] > page.judged.dek[i];
        let free = matches!(roles[i], Role::None | Role::Body) && !caption;
        (free && page.blocks[i].kind.is_text())
            .then(|| page.judged.dek[i] + headline.map_or(0.0, |h| bonus(page, roles, i, h)))
    };
    let mut best: Option<(usize, f32)> = None;
    let mut prose = 0;
    for i in start..roles.len() {
        if let Some(score) = score(i).filter(|&s| s > LEAST_DEK && best.is_none_or(|(_, b)| s > b)) {
            best = Some((i, score));
        }
        // A dek stands above the body: after a few paragraphs there is none to come.
        prose += usize::from(roles[i] == Role::Body && page.around.is_prose(i));
        if prose > 3 {
            break;
        }
    }
    let Some((best, _)) = best else { return Vec::new() };
    let stack = stack(page, best);
    let line = |&i: &usize| {
        let block = &page.blocks[i];
        // Crossheads never stand one upon the other.
        let heading = matches!(block.kind, Kind::Heading(_));
        let likely = || page.around.words(i) <= LINE && score(i).is_some_and(|s| s > LEAST_DEK);
        block.linked * 2 < block.letters && (heading || goes_on(page, i) || likely())
    };
    if (2..=MOST_STACKED).contains(&stack.len()) && stack.iter().all(line) { stack } else { vec![best] }
}

/// Texts of a stack of deks are lines of so many words at the most, where they are not headings.
const LINE: u32 = 25;

/// More texts alike are the body itself.
const MOST_STACKED: usize = 5;

/// The texts that stand with a block in one element, next to each other and marked up like it.
fn stack(page: &Page<'_>, i: usize) -> Vec<usize> {
    let tree = page.tree;
    let mark = |j: usize| {
        let node = page.blocks[j].node;
        (tree.parent(node), tree.tag(node), tree.attr(node, "class"))
    };
    let alike = |&j: &usize| page.blocks[j].kind.is_text() && mark(j) == mark(i);
    // Without a class of its own a paragraph is like those of the body.
    let goes_on = goes_on(page, i);
    if mark(i).2.is_none() && !matches!(page.blocks[i].kind, Kind::Heading(_)) && !goes_on {
        return vec![i];
    }
    let alike = |j: &usize| alike(j) && goes_on == self::goes_on(page, *j);
    let mut from = i;
    while let Some(j) = from.checked_sub(1).filter(|j| i - j <= MOST_STACKED && alike(j)) {
        from = j;
    }
    (from..page.blocks.len()).take_while(alike).take(2 * MOST_STACKED).collect()
}

/// Does the line go on where the headline ended: "…as villagers cry foul"?
fn goes_on(page: &Page<'_>, i: usize) -> bool {
    let text = page.blocks[i].text.trim();
    let rest = text.strip_prefix('…').or_else(|| text.strip_prefix("..."));
    rest.is_some_and(|r| r.trim_start().starts_with(char::is_lowercase)) && !text.ends_with(['.', '!', '?'])
}

/// The headline as it is shown: a heading further down that says the same, above the body.
fn shown_headline(page: &Page<'_>, roles: &[Role], headline: usize) -> usize {
    let mut shown = headline;
    for i in headline + 1..roles.len().min(headline + REACH) {
        if roles[i] == Role::Body && page.around.is_prose(i) && page.blocks[i].kind == Kind::Paragraph {
            break;
        }
        if matches!(page.blocks[i].kind, Kind::Heading(_)) && page.repeats_headline(i) {
            shown = i;
        }
    }
    shown
}

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

/// … for standing next to the headline and to the byline, with nothing else between: no page puts a label there that
/// is so long.
const BETWEEN_THEM: f32 = 2.7;

/// … for standing outside of what holds the body's text, where the headline is not in there with it. This, what names
/// and lines add and what may stand between were chosen on the 22 pages of `news` whose lead was missed by tables made
/// without their sites: 14 are left.
const APART: f32 = 1.0;

/// … for a class or id that says so; and where nothing else speaks for it.
const NAMED: f32 = 2.5;
const NAMED_ALONE: f32 = 0.5;

/// … for being marked as a heading: a crosshead is shorter, and seldom stands under the headline.
const HEADING: f32 = 1.5;
const LONG_HEADING: f32 = 2.6;

/// … for being bold from end to end.
const BOLD: f32 = 2.5;

/// … for being so by its elements, a sentence, and the only one of the first few paragraphs: the lead of many German,
/// Italian and Slavic papers.
const BOLD_LEAD: f32 = 5.5;

/// Words of such a lead at the least, and paragraphs of the body that are looked at for another.
const LEAD: u32 = 7;
const OTHERS: usize = 3;

/// … for being what the page describes itself with, where no verdict has kept it.
const LOST: f32 = 6.0;

/// … for going on where the headline ended.
const GOES_ON: f32 = 6.0;

/// … for being a few short lines, as Korean papers set it.
const LINES: f32 = 4.5;

/// What speaks for the block beside its table.
fn bonus(page: &Page<'_>, roles: &[Role], i: usize, headline: usize) -> f32 {
    let (tree, around, block) = (page.tree, page.around, &page.blocks[i]);
    let near = i > headline && i - headline <= REACH;
    let fits = i > headline
        && matches!(block.kind, Kind::Paragraph | Kind::Heading(2..))
        && SIZE.contains(&around.words(i))
        && block.linked * 2 < block.letters
        && !block.text.ends_with([':', '：'])
        && !page.is_caption(i)
        && !around.in_furniture(block.node);
    let body = |j: &usize| roles[*j] == Role::Body && around.is_prose(*j) && !page.is_caption(*j);
    // Those that stand with it are neither the body nor in its way.
    let stack = stack(page, i);
    let (from, to) = (stack.first().map_or(i, |&j| j), stack.last().map_or(i, |&j| j));
    let Some(next) = (to + 1..roles.len()).find(body) else { return 0.0 };
    let (head, first) = (page.blocks[headline].node, page.blocks[next].node);
    let with_head = |j: usize| {
        let above = tree.ancestors(page.blocks[j].node).find(|&a| tree.holds(a, head));
        above.is_some_and(|a| !tree.holds(a, first))
    };
    // Between it and the headline stand names, dates, labels, pictures, buttons, links: nothing to read.
    let straight = || {
        (headline + 1..from).all(|j| {
            let between = &page.blocks[j];
            let heading = matches!(between.kind, Kind::Heading(_));
            !between.kind.is_text()
                || matches!(roles[j], Role::Headline | Role::Kicker | Role::Byline)
                || page.is_caption(j)
                || around.words(j) < LABEL && if heading { with_head(j) } else { !around.is_prose(j) }
                || between.linked * 2 > between.letters
                || around.in_furniture(between.node)
                || around.all_hints(between.node) >> Hint::Share as u64 & 1 != 0
                || page.repeats_headline(j)
        })
    };
    // What the page describes itself with, and sets in bold above its text.
    let described = || page.metadata.descriptions.iter().any(|d| text::key(&d.text) == page.keys[i]);
    if fits && is_bold(page, i) && !is_bold(page, next) && described() && !page.repeats_headline(i) {
        return BOLD;
    }
    if !near || !fits || !straight() || is_of_others(page, i) || page.repeats_headline(i) {
        return 0.0;
    }
    // What the page describes itself with would be lost otherwise; a heading may be its second title.
    if roles[i] == Role::None && !matches!(block.kind, Kind::Heading(_)) && described() {
        return LOST;
    }
    let with_head = with_head(i);
    let before_byline = (i + 1..next).any(|j| roles[j] == Role::Byline);
    let bold = |j: usize| is_bold(page, j);
    let home = |a: &NodeId| around.blocks_of(tree, *a).filter(body).take(HOME).count() == HOME;
    let apart = tree.ancestors(first).find(home).is_some_and(|a| !tree.holds(a, block.node));
    let mut bonus = 0.0;
    if with_head {
        bonus += WITH_HEAD;
    } else if apart {
        bonus += APART;
    }
    if before_byline {
        bonus += BEFORE_BYLINE;
    }
    if with_head && i == headline + 1 && roles.get(i + 1) == Some(&Role::Byline) {
        bonus += BETWEEN_THEM;
    }
    let mut wrappers = tree.ancestors(block.node).take(WRAPPERS).take_while(|&a| {
        around.blocks_of(tree, a).filter(|&j| page.blocks[j].kind.is_text()).take(2).count() < 2
    });
    if is_named(page, block.node) {
        // A hint may also be of a summary or a note on the author.
        let surely = with_head || before_byline || apart && is_called_dek(page, block.node);
        bonus += if surely { NAMED } else { NAMED_ALONE };
    } else if (with_head || before_byline || apart) && wrappers.any(|a| is_called_dek(page, a)) {
        bonus += NAMED;
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
        let block = &page.blocks[i];
        let only = (next..roles.len()).filter(body).take(OTHERS).all(|j| !bold(j));
        let lead = block.strong * 20 >= block.letters.max(1) * 19
            && block.kind == Kind::Paragraph
            && around.words(i) >= LEAD
            && block.text.trim_end().ends_with(['.', '!', '…', '"', '”', '“', '»'])
            && only;
        bonus += if lead { BOLD_LEAD } else { BOLD };
    }
    if goes_on(page, i) {
        bonus += GOES_ON;
    }
    if is_dateline(&block.text) {
        bonus -= DATELINE;
    }
    let lines = block.text.lines().count();
    if lines > 1 && around.words(i) as usize <= lines * SHORT_LINE {
        bonus += LINES;
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
    "not been edited by",
    "redaktionell nicht bearbeitet",
];

/// Elements around a dek that hold nothing else to read, of which one may name it.
const WRAPPERS: usize = 5;

/// Words that a label, a line of names and dates or a credit has less of.
const LABEL: u32 = 15;

/// Words of a short line.
const SHORT_LINE: usize = 8;

/// Paragraphs of the body that make the element which holds them all its home.
const HOME: usize = 3;

/// What is taken from a text that begins with a place and an agency: so does the body itself.
const DATELINE: f32 = 8.0;

/// "Kiel (dpa) - …", "LONDON (Reuters) — …".
fn is_dateline(text: &str) -> bool {
    let Some((place, rest)) = text.split_once('(') else { return false };
    let Some((agency, rest)) = rest.split_once(')') else { return false };
    let named = place.starts_with(char::is_uppercase) && text::words(place).count() <= 4;
    let agency = (2..=16).contains(&agency.chars().count()) && text::words(agency).count() <= 2;
    named && agency && rest.trim_start().starts_with(['-', '–', '—'])
}

/// Is the block bold from end to end?
fn is_bold(page: &Page<'_>, i: usize) -> bool {
    let block = &page.blocks[i];
    block.strong * 20 >= block.letters.max(1) * 19 || is_called_bold(page, block.node)
}

/// Does a class call it bold? Sheets are not read here, and many pages name the style itself.
fn is_called_bold(page: &Page<'_>, node: NodeId) -> bool {
    let mut bold = false;
    if let Some(value) = page.tree.attr(node, "class") {
        lexicon::each_word(value, |word| bold |= matches!(word, "bold" | "semibold" | "fett"));
    }
    bold
}

/// Does its class or id call it a dek, or hint at one?
fn is_named(page: &Page<'_>, node: NodeId) -> bool {
    page.around.own_hints(node) >> Hint::Dek as u64 & 1 != 0 || is_called_dek(page, node)
}

/// Does its class or id call it a dek, in any of the languages?
fn is_called_dek(page: &Page<'_>, node: NodeId) -> bool {
    let mut named = false;
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
    "standfirst", "synopsis", "lede", "subdeck", "nutgraf", "vorspann", "unterzeile", "untertitel", "einleitung", "anlauf", "teasertext",
    "chapeau", "chapo", "accroche", "soustitre", "entradilla", "bajada", "copete", "subtitulo", "sumario", "sottotitolo", "sommario",
    "catenaccio", "sott", "linhafina", "subtitulo", "ingress", "ingres", "manchet", "underrubrik", "preamble", "ingressi", "alaotsikko",
    "inleiding", "voorspan", "onderkop", "zajawka", "lid", "perex", "anotace", "anotacia", "ajanlo", "spot", "anons", "lid",
];
