//! Blocks near the headline → the key points: which list, box or run of bulleted lines sums the article up.
//!
//! A table trained on few pages gives each block a score; what a person goes by is added to it for the group as a
//! whole: a heading that says so, a name that says so, a place straight under the headline.

use std::collections::HashSet;

use crate::article::{Inline, Inlines, Text, plain};
use crate::blocks::{Kind, is_list};
use crate::dek::LEAST_DEK;
use crate::inlines::Reader;
use crate::phrases;
use crate::roles::{Page, Role};
use crate::score::lexicon::{self, Cue, Hint};
use crate::tree::NodeId;

/// The key points of a page.
pub struct Points {
    /// The block that heads them.
    pub heading: Option<usize>,
    /// Their blocks; one may hold several as lines.
    pub blocks: Vec<usize>,
}

/// More points than this are a list: the longest of the corpus' 51 has ten.
const MOST_POINTS: usize = 14;

/// Blocks below the headline within which key points begin, unless the table itself is sure.
const REACH: usize = 120;

/// Logit from which the table itself proposes a block. This and the bonuses below were chosen on the scores of sites
/// not seen (`tests/train/unseen.py`) and on our own pages.
const LIKELY: f32 = -1.5;

/// What a heading such as "Key takeaways" adds to a group's mean logit.
const HEADED: f32 = 4.0;

/// What a place between the headline and the first paragraph adds to a list's.
const STRAIGHT: f32 = 4.0;

/// … to a box's, whose shape says less.
const STRAIGHT_BOX: f32 = 2.0;

/// What a bullet before every line adds, where the place fits.
const BULLETED: f32 = 8.0;

/// What a class or id that says so adds, where the place fits.
const NAMED: f32 = 3.5;

/// What several headings with nothing under them add, where the place fits: crossheads have text under them.
const STACKED: f32 = 4.0;

/// Characters that begin a bullet in plain text.
const BULLETS: &[char] =
    &['•', '·', '▪', '■', '●', '–', '—', '-', '*', '►', '»', '✓', '➤', '→', '○', '◦', '‣'];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    List,
    Box,
    Run,
}

struct Group {
    form: Form,
    home: NodeId,
    blocks: Vec<usize>,
}

/// Finds the key points and marks their blocks.
pub fn find(page: &Page<'_>, roles: &mut [Role]) -> Option<Points> {
    let start = page.headline_block().unwrap_or(0);
    let groups = groups(page, roles, start);
    let headed = groups.iter().filter(|g| heading_of(page, g).is_some()).count();
    let weighed = groups.into_iter().filter_map(|group| {
        let mean =
            group.blocks.iter().map(|&i| page.judged.point[i]).sum::<f32>() / group.blocks.len() as f32;
        let score = mean + bonus(page, roles, &group, start, headed);
        (score > 0.0).then_some((score, group))
    });
    let (_, group) = weighed.max_by(|a, b| a.0.total_cmp(&b.0))?;
    for &i in &group.blocks {
        roles[i] = Role::Point;
    }
    let heading = heading_of(page, &group).filter(|&h| !matches!(roles[h], Role::Headline | Role::Byline));
    if let Some(heading) = heading {
        roles[heading] = Role::PointsHeading;
    }
    Some(Points { heading, blocks: group.blocks })
}

/// Everything that has the shape of key points.
fn groups(page: &Page<'_>, roles: &[Role], start: usize) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut seen: HashSet<NodeId> = HashSet::new();
    let cooked = |i: usize| page.recipe.as_ref().is_some_and(|r| r.place(i).is_some());
    let free =
        |i: usize| matches!(roles[i], Role::None | Role::Body) && page.blocks[i].kind.is_text() && !cooked(i);
    let mut run: Vec<usize> = Vec::new();
    let end_run = |run: &mut Vec<usize>, groups: &mut Vec<Group>| {
        let blocks = std::mem::take(run);
        let lines: usize = blocks.iter().map(|&i| bullet_lines(page, i).len().max(1)).sum();
        if (2..=MOST_POINTS).contains(&lines) {
            groups.push(Group { form: Form::Run, home: page.blocks[blocks[0]].node, blocks });
        }
    };
    for i in 0..page.blocks.len() {
        if !page.blocks[i].kind.is_text() {
            continue;
        }
        let near = i > start && i - start <= REACH;
        if !free(i) || !near && page.judged.point[i] < LIKELY {
            end_run(&mut run, &mut groups);
            continue;
        }
        if let Some(list) = list_of(page, page.blocks[i].node) {
            end_run(&mut run, &mut groups);
            if seen.insert(list) {
                groups.extend(whole(page, list, Form::List, &free));
            }
            continue;
        }
        let bullet = page.blocks[i].text.starts_with(BULLETS) || !bullet_lines(page, i).is_empty();
        if bullet && page.blocks[i].kind == Kind::Paragraph {
            run.push(i);
            continue;
        }
        end_run(&mut run, &mut groups);
        if let Some(home) = page.tree.parent(page.blocks[i].node).filter(|&h| seen.insert(h)) {
            groups.extend(whole(page, home, Form::Box, &free));
        }
    }
    end_run(&mut run, &mut groups);
    groups
}

fn list_of(page: &Page<'_>, node: NodeId) -> Option<NodeId> {
    std::iter::once(node).chain(page.tree.ancestors(node).take(6)).find(|&a| is_list(page.tree, a))
}

/// All of an element's text, where it has the size of key points and no part has another role: they are so as a
/// whole or not at all. The texts of a box are marked up alike, but for a heading at its top.
fn whole(page: &Page<'_>, home: NodeId, form: Form, free: &impl Fn(usize) -> bool) -> Option<Group> {
    let mut blocks: Vec<usize> = page
        .around
        .blocks_of(page.tree, home)
        .filter(|&i| page.blocks[i].kind.is_text() && page.blocks[i].kind != Kind::Button)
        .take(MOST_POINTS + 2)
        .collect();
    if form == Form::Box {
        if blocks.first().is_some_and(|&i| says_key_points(page, i)) {
            blocks.remove(0);
        }
        let tag =
            |i: usize| (page.tree.tag(page.blocks[i].node), page.tree.attr(page.blocks[i].node, "class"));
        let alike = blocks.windows(2).all(|pair| tag(pair[0]) == tag(pair[1]));
        let direct = blocks.iter().all(|&i| page.tree.parent(page.blocks[i].node) == Some(home));
        if !alike || !direct || blocks.len() > MOST_POINTS / 2 + 1 {
            return None;
        }
    }
    let fits = (2..=MOST_POINTS).contains(&blocks.len()) && blocks.iter().all(|&i| free(i));
    fits.then_some(Group { form, home, blocks })
}

/// Does the block say "key points" or the like, and little else?
fn says_key_points(page: &Page<'_>, i: usize) -> bool {
    let key = page.keys[i].as_str();
    page.around.words(i) <= 8
        && (lexicon::cues(key) >> Cue::KeyPoints as u32 & 1 != 0 || phrases::POINTS.contains(&key))
}

/// The line above the group that says what it is.
fn heading_of(page: &Page<'_>, group: &Group) -> Option<usize> {
    let first = group.blocks[0];
    (first.saturating_sub(2)..first)
        .rev()
        .filter(|&j| page.blocks[j].kind.is_text())
        .find(|&j| says_key_points(page, j))
}

/// What speaks for the group beside its table.
fn bonus(page: &Page<'_>, roles: &[Role], group: &Group, start: usize, headed: usize) -> f32 {
    let (first, last) = (group.blocks[0], group.blocks[group.blocks.len() - 1]);
    if first <= start || first - start > REACH || linked(page, group) >= 0.5 {
        return 0.0;
    }
    let body = |j: &usize| {
        page.judged.verdicts[*j].kept
            && page.around.is_prose(*j)
            && page.judged.dek[*j] < LEAST_DEK
            && !page.is_caption(*j)
    };
    let before = (start + 1..first).filter(body).count();
    let mut bonus = 0.0;
    // A heading that says so counts, unless the page says it again and again (features of products).
    if headed == 1 && before <= 5 && heading_of(page, group).is_some() {
        bonus += HEADED;
    }
    let has = |id: NodeId, hint: Hint| page.around.own_hints(id) >> hint as u64 & 1 != 0;
    // Names of what holds little else; an article's own element names its subjects, too.
    let own = |a: &NodeId| page.around.blocks_of(page.tree, *a).len() <= group.blocks.len() + 4;
    let above = || std::iter::once(group.home).chain(page.tree.ancestors(group.home).take(2)).filter(own);
    let named = |hint: Hint| above().any(|a| has(a, hint)) || has(page.blocks[first].node, hint);
    let called = above().any(|a| is_called_so(page, a));
    let other = [
        Hint::Share,
        Hint::Newsletter,
        Hint::Shop,
        Hint::Contents,
        Hint::Tags,
        Hint::Navigation,
        Hint::Comments,
    ];
    let words: u32 = group.blocks.iter().map(|&i| page.around.words(i)).sum();
    let mean = words as f32 / group.blocks.len() as f32;
    let follows = (last + 1..page.blocks.len())
        .filter(|&j| page.blocks[j].kind.is_text())
        .take(8)
        .any(|j| page.judged.verdicts[j].kept && page.around.is_prose(j));
    let leads_in = (start + 1..first)
        .rev()
        .find(|&j| page.blocks[j].kind.is_text())
        .is_some_and(|j| page.blocks[j].text.ends_with([':', '：']) && !says_key_points(page, j));
    // Words of a key point: from a phrase to three sentences (2 to 78, median 17, in the corpus).
    let sized = (3.0..=60.0).contains(&mean);
    let fits = before == 0 && follows && sized && !leads_in && !other.iter().any(|&h| named(h));
    if !fits || !page.readable || roles[first] == Role::Byline {
        return bonus;
    }
    let bulleted = group.form == Form::Run;
    bonus += match group.form {
        Form::List => STRAIGHT,
        Form::Box => STRAIGHT_BOX,
        Form::Run => BULLETED,
    };
    if group.blocks.iter().all(|&i| matches!(page.blocks[i].kind, Kind::Heading(_))) {
        bonus += STACKED;
    }
    if (named(Hint::KeyPoints) || called) && !bulleted {
        bonus += NAMED;
    }
    bonus
}

/// Does its class or id name key points, in a word that the lexicon of hints lacks?
fn is_called_so(page: &Page<'_>, node: NodeId) -> bool {
    let mut called = false;
    for name in ["class", "id"] {
        if let Some(value) = page.tree.attr(node, name) {
            lexicon::each_word(value, |word| called |= NAMES.contains(&word));
        }
    }
    called
}

/// Names of key points, by their makers' languages.
const NAMES: &[&str] = &[
    "bulletpoint",
    "bulletpoints",
    "keyfact",
    "keyfacts",
    "keytakeaways",
    "tldr",
    "kurzfassung",
    "faktenbox",
    "stichpunkte",
    "claves",
    "puntos",
    "essentiel",
    "retenir",
    "pontos",
    "destaques",
    "kernpunten",
];

fn linked(page: &Page<'_>, group: &Group) -> f32 {
    let (mut linked, mut letters) = (0, 0);
    for &i in &group.blocks {
        linked += page.blocks[i].linked;
        letters += page.blocks[i].letters;
    }
    linked as f32 / letters.max(1) as f32
}

/// Lines of a block that begin with a bullet, if all of several do.
fn bullet_lines<'p>(page: &Page<'p>, i: usize) -> Vec<&'p str> {
    let lines: Vec<&str> = page.blocks[i].text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    if lines.len() > 1 && lines.iter().all(|l| l.starts_with(BULLETS)) { lines } else { Vec::new() }
}

/// The points that a block holds, without their bullets.
pub fn points_of(page: &Page<'_>, i: usize, reader: &Reader<'_>) -> Vec<Text> {
    let block = &page.blocks[i];
    let source = Some(page.tree.ordinal(block.node));
    let inlines = reader.read(block.node, block.span);
    let lines = if bullet_lines(page, i).is_empty() { vec![inlines] } else { split_lines(inlines) };
    lines.into_iter().map(|inlines| Text { source, inlines: without_bullet(inlines) }).collect()
}

/// The lines of a text that breaks part, without blank ones.
pub fn split_lines(inlines: Inlines) -> Vec<Inlines> {
    let mut lines = Vec::new();
    let mut line = Vec::new();
    for inline in inlines {
        match inline {
            Inline::Break => lines.push(std::mem::take(&mut line)),
            other => line.push(other),
        }
    }
    lines.push(line);
    lines.retain(|l| !plain(l).trim().is_empty());
    lines
}

fn without_bullet(mut inlines: Inlines) -> Inlines {
    if let Some(Inline::Text(text)) = inlines.first_mut() {
        let bare = text.trim_start_matches(BULLETS);
        // "-5 degrees" begins with a sign, "- five degrees" with a bullet.
        if bare.starts_with(char::is_whitespace) || !text.starts_with(['-', '–', '—', '*']) {
            *text = bare.trim_start().to_owned();
        }
    }
    inlines
}
