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
use crate::tree::{NodeId, Tag};

/// The key points of a page.
pub struct Points {
    /// The block that heads them.
    pub heading: Option<usize>,
    /// Their blocks; one may hold several as lines.
    pub blocks: Vec<usize>,
}

impl Points {
    /// The one block and one line that is left of a list without a heading.
    pub fn lone(&self, page: &Page<'_>) -> Option<usize> {
        match (self.heading, &self.blocks[..]) {
            (None, &[i]) => (page.blocks[i].text.lines().count() == 1).then_some(i),
            _ => None,
        }
    }
}

/// More points than this are a list: the longest of the corpus' 51 has ten.
const MOST_POINTS: usize = 14;

/// Blocks below the headline within which key points begin, unless the table itself is sure.
const REACH: usize = 120;

/// Logit from which the table itself proposes a block. This and the bonuses below were chosen on the scores of sites
/// not seen (`tests/train/unseen.py`) and on our own pages.
const LIKELY: f32 = -1.5;

/// Words of a label before a link: "Analysis — …".
const LABEL: usize = 2;

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

/// What a place amid the text takes from a group that nothing names: most lists of the body's own stand there.
const AMID: f32 = -2.0;

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
pub fn find(page: &Page<'_>, roles: &mut [Role], deks: &[usize]) -> Option<Points> {
    let start = page.headline_block().unwrap_or(0);
    let groups = groups(page, roles, start);
    let headed = groups.iter().filter(|g| heading_of(page, g).is_some()).count();
    let weighed = groups.into_iter().filter_map(|group| {
        let mean =
            group.blocks.iter().map(|&i| page.judged.point[i]).sum::<f32>() / group.blocks.len() as f32;
        let score = mean + bonus(page, roles, deks, &group, start, headed);
        (score > 0.0).then_some((score, group))
    });
    let (_, mut group) = weighed.max_by(|a, b| a.0.total_cmp(&b.0))?;
    // A link with an arrow or a label among lines that have none leads elsewhere.
    let leads_away = |i: usize| {
        let block = &page.blocks[i];
        let labelled = || {
            let (label, rest) = block.text.split_once(['—', '–', ':', '|']).unwrap_or_default();
            crate::text::words(label).count() <= LABEL && !rest.is_empty()
        };
        let whole = block.linked * 20 >= block.letters.max(1) * 19;
        whole && block.text.trim_end().ends_with(['›', '»', '→', '>', '▸', '❯'])
            || block.linked * 2 >= block.letters.max(1) && labelled()
    };
    let own: Vec<usize> = group.blocks.iter().copied().filter(|&i| !leads_away(i)).collect();
    if !own.is_empty() && own.len() < group.blocks.len() {
        for &i in group.blocks.iter().filter(|i| !own.contains(i)) {
            roles[i] = Role::None;
        }
        group.blocks = own;
    }
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
fn bonus(page: &Page<'_>, roles: &[Role], deks: &[usize], group: &Group, start: usize, headed: usize) -> f32 {
    let (first, last) = (group.blocks[0], group.blocks[group.blocks.len() - 1]);
    if first <= start || first - start > REACH || linked(page, group) >= 0.5 {
        return 0.0;
    }
    let body = |j: &usize| {
        page.judged.verdicts[*j].kept
            && page.around.is_prose(*j)
            && page.judged.dek[*j] < LEAST_DEK
            && !deks.contains(j)
            && !page.is_caption(*j)
    };
    let before = (start + 1..first).filter(body).count();
    let mut bonus = 0.0;
    // A heading that says so counts, unless the page says it again and again (features of products).
    if let Some(heading) = heading_of(page, group).filter(|_| headed == 1 && page.readable) {
        if before <= 5 {
            bonus += HEADED;
        }
        let says = &page.keys[heading];
        if group.form == Form::List && SURE.contains(&says.as_str()) && other_use(page, group).is_none() {
            bonus += if before <= 5 { SURELY } else { HEADED + SURELY };
        }
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
    let follows = (last + 1..page.blocks.len()).filter(|&j| page.blocks[j].kind.is_text()).take(8).any(|j| {
        let heading = matches!(page.blocks[j].kind, Kind::Heading(_));
        page.judged.verdicts[j].kept && (page.around.is_prose(j) || group.form == Form::List && heading)
    });
    let leads_in = (start + 1..first)
        .rev()
        .find(|&j| page.blocks[j].kind.is_text())
        .is_some_and(|j| page.blocks[j].text.ends_with([':', '：']) && !says_key_points(page, j));
    // Words of a key point: from a phrase to three sentences (2 to 78, median 17, in the corpus).
    let sized = (3.0..=60.0).contains(&mean);
    let fits = before == 0 && follows && sized && !leads_in && !other.iter().any(|&h| named(h));
    if !fits || !page.readable || roles[first] == Role::Byline || other_use(page, group).is_some() {
        let amid = bonus == 0.0 && before > 0 && !called && !named(Hint::KeyPoints);
        return if amid { AMID } else { bonus };
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
    let bold = |&i: &usize| page.blocks[i].strong * 20 >= page.blocks[i].letters.max(1) * 19;
    let next = (last + 1..page.blocks.len())
        .find(|&j| page.judged.verdicts[j].kept && page.blocks[j].kind == Kind::Paragraph);
    if group.blocks.iter().all(bold) && next.is_none_or(|j| !bold(&j)) {
        bonus += BOLD;
    }
    let sentences = || group.blocks.iter().all(|&i| page.around.words(i) >= SENTENCE);
    let below = (last + 1..page.blocks.len())
        .take_while(|&j| !(page.judged.verdicts[j].kept && page.around.is_prose(j)))
        .any(|j| roles[j] == Role::Byline);
    if group.form == Form::List && below && sentences() {
        bonus += ABOVE_BYLINE;
    }
    if group.form == Form::Box && mean <= LINE && is_described(page, group) {
        bonus += DESCRIBED;
    }
    bonus
}

/// Does the page's own description begin with the group's first two texts?
fn is_described(page: &Page<'_>, group: &Group) -> bool {
    let [first, second, ..] = group.blocks[..] else { return false };
    let told = format!("{} {}", page.keys[first], page.keys[second]);
    page.metadata.descriptions.iter().any(|d| crate::text::key(&d.text).starts_with(&told))
}

/// What else a list is: words that the page's later headings say (contents), ingredients, a table of prices.
fn other_use(page: &Page<'_>, group: &Group) -> Option<&'static str> {
    let last = *group.blocks.last()?;
    let later: HashSet<&str> = (last + 1..page.blocks.len())
        .filter(|&j| matches!(page.blocks[j].kind, Kind::Heading(_)))
        .map(|j| page.keys[j].as_str())
        .collect();
    let again = group.blocks.iter().filter(|&&i| later.contains(page.keys[i].as_str())).count();
    if again * 2 >= group.blocks.len() {
        return Some("contents");
    }
    // "You will learn", "In this guide": what it is about, not what it says.
    let first = group.blocks[0];
    let above = (first.saturating_sub(3)..first).rev().find(|&j| page.blocks[j].kind.is_text());
    let announced = above.is_some_and(|j| {
        let cues = lexicon::cues(&page.keys[j]);
        page.around.words(j) <= 10
            && (cues >> Cue::Contents as u32 & 1 != 0 || AIMS.iter().any(|a| page.keys[j].contains(a)))
    });
    if announced {
        return Some("aims");
    }
    let inside = |a: NodeId| {
        page.tree.descendants(a).take(MOST_NODES).any(|d| matches!(page.tree.tag(d), Tag::Form | Tag::Input))
    };
    let small = |a: &NodeId| page.around.blocks_of(page.tree, *a).len() <= group.blocks.len() + 4;
    if std::iter::once(group.home).chain(page.tree.ancestors(group.home).take(2)).filter(small).any(inside) {
        return Some("form");
    }
    let of_recipe = std::iter::once(group.home)
        .chain(page.tree.ancestors(group.home).take(3))
        .chain(group.blocks.iter().map(|&i| page.blocks[i].node))
        .any(|a| {
            page.tree.attr(a, "itemprop").is_some_and(|p| p.starts_with("recipe") || p == "ingredients")
        });
    if of_recipe {
        return Some("recipe");
    }
    let priced = |&&i: &&usize| page.blocks[i].text.contains(['$', '€', '£', '¥', '₹']);
    let short = |&i: &usize| page.around.words(i) < SENTENCE;
    let prices = group.blocks.iter().filter(priced).count();
    (prices * 2 > group.blocks.len() && group.blocks.iter().all(short)).then_some("prices")
}

/// Nodes looked at in a box: hostile pages nest them.
const MOST_NODES: usize = 400;

#[rustfmt::skip]
/// What announces a list of aims or of features, as parts of comparison keys.
const AIMS: &[&str] = &[
    "you will learn", "you ll learn", "will be covered", "learning objectives", "learning outcomes", "what s included", "what you get",
    "you will get", "product features", "lernziele", "lernst du", "lernen sie", "vous apprendrez", "aprenderás", "imparerai", "você aprenderá",
];

/// A heading with several lines, as Korean papers set it above the text: each line is a point.
pub fn is_stack(page: &Page<'_>, i: usize) -> bool {
    let lines = page.blocks[i].text.lines().filter(|l| !l.trim().is_empty()).count();
    matches!(page.blocks[i].kind, Kind::Heading(_))
        && (STACK..=MOST_POINTS).contains(&lines)
        && page.around.words(i) as usize <= lines * STACKED_LINE
}

/// Lines from which a heading is a stack of points, and words of each.
const STACK: usize = 4;
const STACKED_LINE: usize = 10;

/// What a list adds that is bold from end to end, as no list of the body is, where the place fits.
const BOLD: f32 = 3.0;

/// … that stands between headline and byline, and whose items are no labels.
const ABOVE_BYLINE: f32 = 2.0;

/// … whose texts the page's description repeats.
const DESCRIBED: f32 = 4.0;

/// Words of such texts in the mean, at the most.
const LINE: f32 = 25.0;

/// … whose heading is no other list's, added to what any such heading adds.
const SURELY: f32 = 2.5;

/// Words of the shortest sentence.
const SENTENCE: u32 = 5;

#[rustfmt::skip]
/// Headings that say "key points" and nothing else, as comparison keys: below "at a glance" or "summary" anything stands.
const SURE: &[&str] = &[
    "key takeaways", "key takeaway", "key points", "story highlights", "key insights", "tl dr", "tldr",
    "das wichtigste in kürze", "das wichtigste auf einen blick", "ce qu il faut retenir", "l essentiel à retenir",
    "points clés", "puntos clave", "punti chiave", "pontos chave", "het belangrijkste", "핵심 요약", "najważniejsze",
];

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
    let whole = bullet_lines(page, i).is_empty() && !is_stack(page, i);
    let lines = if whole { vec![inlines] } else { split_lines(inlines) };
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
