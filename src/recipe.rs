//! What a page says of its recipe (JSON-LD, microdata) + its blocks → which of them are its ingredients, its steps and
//! its lines on time and yield: whatever their markup, these come out as lists, in the page's own words.
//!
//! What JSON-LD says is looked for among the blocks and is never shown itself. Where the page shows it, short lines in
//! labels and check boxes that look like furniture by themselves are known to be the recipe's.

use std::collections::{HashMap, HashSet};

use crate::article::{Inline, Inlines};
use crate::blocks::Kind;
use crate::leftovers;
use crate::roles::{Page, Role};
use crate::score::lexicon::Hint;
use crate::text;
use crate::tree::{NodeId, Tag};

/// A page's recipes.
#[derive(Debug, Clone, Default)]
pub struct Recipe {
    /// Of each block, the list and the entry that it is a part of.
    places: Vec<Option<Place>>,
    /// Whether each list is numbered.
    ordered: Vec<bool>,
    entries: Vec<Entry>,
    /// Blocks that head a list, or a group of its entries.
    heads: HashMap<usize, Head>,
    /// Blocks of no use beside the lists: numbers of steps, controls, stars, what repeats the lists.
    dropped: Vec<usize>,
    whole: bool,
}

/// Where a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Number of the list.
    pub list: usize,
    entry: usize,
}

/// How the blocks of an entry are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Each is a paragraph.
    Paragraphs,
    /// Together they are one line: an amount and what of.
    Joined,
    /// Its only block holds several entries, a line each.
    Lines,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    List,
    Group,
}

impl Recipe {
    /// Where the block stands, if it is a part of a list.
    pub fn place(&self, block: usize) -> Option<Place> {
        self.places[block]
    }

    /// Is the list numbered?
    pub fn is_ordered(&self, place: Place) -> bool {
        self.ordered[place.list]
    }

    /// How an entry is put together.
    pub fn entry(&self, place: Place) -> Entry {
        self.entries[place.entry]
    }

    /// Does the block head a list or a group of entries?
    pub fn heads(&self, block: usize) -> bool {
        self.heads.contains_key(&block)
    }

    /// Does the block head a whole list?
    pub fn heads_list(&self, block: usize) -> bool {
        self.heads.get(&block) == Some(&Head::List)
    }

    /// Are there ingredients and steps? Then the page is there to be read.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// All of the lists is the body, and what is of no use beside them is not.
    pub fn mark(&self, roles: &mut [Role]) {
        for (i, role) in roles.iter_mut().enumerate() {
            let ours = self.places[i].is_some() || self.heads.contains_key(&i);
            if ours && !matches!(role, Role::Headline | Role::Dek) {
                *role = Role::Body;
            }
        }
        for &i in &self.dropped {
            if roles[i] != Role::Headline {
                roles[i] = Role::None;
            }
        }
    }
}

/// Looks for what the page says of its recipes.
pub fn find(page: &Page<'_>) -> Option<Recipe> {
    let marked = Marked::of(page);
    let said = &page.metadata.recipes;
    if said.is_empty() && marked.ingredients.is_empty() && marked.steps.is_empty() {
        return None;
    }
    let mut finder = Finder {
        page,
        recipe: Recipe { places: vec![None; page.blocks.len()], ..Recipe::default() },
        lists: Vec::new(),
        taken: vec![false; page.blocks.len()],
    };
    for recipe in said {
        let lines: Vec<(usize, &str)> = recipe.ingredients.iter().map(String::as_str).enumerate().collect();
        finder.look_for(&lines, false);
        let lines: Vec<(usize, &str)> = recipe.steps.iter().map(|(n, line)| (*n, line.as_str())).collect();
        finder.look_for(&lines, true);
    }
    for (nodes, steps) in [(&marked.ingredients, false), (&marked.steps, true)] {
        if !finder.lists.iter().any(|list| list.steps == steps) {
            finder.take_marked(nodes, steps);
        }
    }
    if finder.lists.is_empty() {
        return None;
    }
    let has = |steps: bool| finder.lists.iter().any(|list| list.steps == steps);
    finder.recipe.whole = has(true) && has(false);
    finder.lists.sort_by_key(|list| list.hits[0].blocks[0]);
    for list in std::mem::take(&mut finder.lists) {
        finder.place(list);
    }
    finder.tell_facts(&marked.facts);
    finder.drop_tools();
    Some(finder.recipe)
}

/// Elements with an `itemprop` of recipes.
#[derive(Default)]
struct Marked {
    ingredients: Vec<NodeId>,
    steps: Vec<NodeId>,
    facts: Vec<NodeId>,
}

/// Elements that microdata marks at the most: what has more is no recipe.
const MOST_MARKED: usize = 400;

impl Marked {
    fn of(page: &Page<'_>) -> Self {
        let tree = page.tree;
        let mut marked = Marked::default();
        let mut inside = tree.root();
        for id in tree.ids() {
            let Some(names) = tree.attr(id, "itemprop") else { continue };
            for name in names.split_ascii_whitespace() {
                match name {
                    _ if marked.ingredients.len() + marked.steps.len() + marked.facts.len()
                        >= MOST_MARKED => {}
                    "recipeIngredient" | "ingredients" => marked.ingredients.push(id),
                    // Steps in steps are told by the outer ones.
                    "recipeInstructions" if id >= inside => {
                        marked.steps.push(id);
                        inside = tree.end(id);
                    }
                    "recipeYield" | "prepTime" | "cookTime" | "totalTime" | "performTime" => {
                        marked.facts.push(id);
                    }
                    _ => {}
                }
            }
        }
        marked
    }
}

/// Blocks that are an entry, or a part of one, and which of the lines said they are.
#[derive(Debug, Clone)]
struct Hit {
    blocks: Vec<usize>,
    entry: Entry,
    /// Lines that it may be: one of them, but for [`Entry::Lines`], which is all of them.
    lines: Vec<usize>,
    /// The number of the item it belongs to; parts of one item follow each other.
    item: usize,
}

struct List {
    steps: bool,
    hits: Vec<Hit>,
}

struct Finder<'p> {
    page: &'p Page<'p>,
    recipe: Recipe,
    lists: Vec<List>,
    /// Blocks of these lists.
    taken: Vec<bool>,
}

/// Words that a block has in common with a line said, as F1, from which it is that line: the page may write "½ cup"
/// where JSON-LD says "0.5 cup", and add a note.
const ALIKE: f32 = 0.7;

/// The same for several blocks together, which may happen to hold words of a line.
const ALIKE_TOGETHER: f32 = 0.8;

/// Blocks of one entry at the most: box, amount, unit, name, note, and pictures.
const MOST_OF_ENTRY: usize = 8;

/// Texts between two entries of one list at the most: a step's photos, an advertisement, a tip.
const GAP: usize = 16;

/// Of the letters said, those found on the page have this share at least.
const LEAST_FOUND: f32 = 0.4;

/// Texts above the first entry within which its heading stands: behind it switches of units and of servings.
const HEADING_REACH: usize = 10;

/// Texts around the lists within which time and yield stand.
const FACTS_REACH: usize = 40;

/// Words of a line on time or yield at the most.
const FACT_WORDS: u32 = 10;

impl Finder<'_> {
    /// Looks for lines among the blocks that are shown; if they are not there, among those that are not: a tab of the
    /// recipe may be closed.
    fn look_for(&mut self, lines: &[(usize, &str)], steps: bool) {
        if lines.is_empty() {
            return;
        }
        let said = Said::of(lines);
        for hidden in [false, true] {
            let hits = self.hits(&said, steps, hidden);
            if let Some(hits) = self.best_run(hits, &said) {
                self.add(steps, hits);
                return;
            }
        }
    }

    fn may_be(&self, i: usize, hidden: bool) -> bool {
        let block = &self.page.blocks[i];
        block.kind.is_text()
            && block.kind != Kind::Button
            && (hidden || !self.page.around.is_hidden(block.node))
            && !self.taken[i]
    }

    /// All that looks like one of the lines, outermost elements first: an entry may stand in several blocks.
    fn hits(&self, said: &Said, steps: bool, hidden: bool) -> Vec<Hit> {
        let (page, tree) = (self.page, self.page.tree);
        let free: Vec<bool> = (0..page.blocks.len()).map(|i| self.may_be(i, hidden)).collect();
        let mut taken = vec![false; page.blocks.len()];
        let mut hits: Vec<Hit> = Vec::new();
        let (mut skip, mut last) = (tree.root(), 0..0);
        for id in tree.ids().filter(|&id| tree.is_element(id)) {
            let range = page.around.blocks_of(tree, id);
            if id < skip || range.len() < 2 || range.len() > MOST_OF_ENTRY || range == last {
                continue;
            }
            last = range.clone();
            let blocks: Vec<usize> = range.filter(|&i| free[i] && !taken[i]).collect();
            let words: u32 = blocks.iter().map(|&i| page.around.words(i)).sum();
            if blocks.len() < 2 || words > said.longest * 2 + 4 {
                continue;
            }
            let key = blocks.iter().map(|&i| page.keys[i].as_str()).collect::<Vec<_>>().join(" ");
            let mut found = said.exactly(&key);
            if found.is_empty() && !blocks.iter().any(|&i| !said.exactly(&page.keys[i]).is_empty()) {
                found = said.like(&key, ALIKE_TOGETHER).into_iter().collect();
            }
            if let Some(&line) = found.first() {
                blocks.iter().for_each(|&i| taken[i] = true);
                skip = tree.end(id);
                let entry = if steps { Entry::Paragraphs } else { Entry::Joined };
                hits.push(Hit { blocks, entry, item: said.items[line], lines: found });
            }
        }
        for i in (0..page.blocks.len()).filter(|&i| free[i] && !taken[i]) {
            hits.extend(self.single(i, said, steps));
        }
        hits.sort_by_key(|hit| hit.blocks[0]);
        hits
    }

    /// A block that is one of the lines, several of them, or a part of one.
    fn single(&self, i: usize, said: &Said, steps: bool) -> Option<Hit> {
        let page = self.page;
        let block = &page.blocks[i];
        let key = without_number(&block.text, &page.keys[i]);
        let hit = |lines: Vec<usize>, entry: Entry| {
            lines.first().map(|&line| Hit {
                blocks: vec![i],
                entry,
                item: said.items[line],
                lines: lines.clone(),
            })
        };
        if block.text.contains('\n') && block.kind != Kind::Preformatted {
            let lines: Vec<String> = block
                .text
                .lines()
                .map(|line| without_number(line, &text::key(line)).to_owned())
                .filter(|line| !line.is_empty())
                .collect();
            let found: Vec<usize> = lines
                .iter()
                .filter_map(|l| said.exactly(l).first().copied().or_else(|| said.like(l, ALIKE)))
                .collect();
            if found.len() >= 2 && found.len() * 3 >= lines.len() * 2 {
                return hit(found, Entry::Lines);
            }
        }
        let exactly = said.exactly(key);
        if !exactly.is_empty() {
            return hit(exactly, Entry::Paragraphs);
        }
        if let Some(line) = said.like(key, ALIKE) {
            return hit(vec![line], Entry::Paragraphs);
        }
        // A step's text may stand in several blocks, or with more in one. Shorter ones may be anything.
        if steps && page.around.words(i) >= 4 && said.knows(key) {
            let letters = key.replace(' ', "");
            let inside = |line: &String| line.len() > letters.len() && line.contains(&letters);
            let around = |line: &String| line.len() > 30 && letters.contains(line.as_str());
            let line = said.letters.iter().position(|l| inside(l) || around(l))?;
            // All of the steps in one string: each block is one of them.
            let item = if said.letters.len() == 1 { i } else { said.items[line] };
            return Some(Hit { blocks: vec![i], entry: Entry::Paragraphs, lines: vec![line], item });
        }
        None
    }

    /// The run of hits that holds most of what is said, each line once; what says it again is dropped.
    fn best_run(&mut self, hits: Vec<Hit>, said: &Said) -> Option<Vec<Hit>> {
        let page = self.page;
        let between = |a: &Hit, b: &Hit| {
            let from = a.blocks.last().map_or(0, |last| last + 1);
            (from..b.blocks[0]).filter(|&i| page.blocks[i].kind.is_text()).count()
        };
        let runs: Vec<Vec<Hit>> = hits.chunk_by(|a, b| between(a, b) <= GAP).map(<[Hit]>::to_vec).collect();
        let mut best: Option<(usize, Vec<Hit>)> = None;
        let mut again: Vec<usize> = Vec::new();
        for run in runs {
            let all: Vec<usize> = run.iter().flat_map(|h| h.blocks.clone()).collect();
            let mut used: HashSet<usize> = HashSet::new();
            let mut kept: Vec<Hit> = Vec::new();
            let mut repeated: Vec<usize> = Vec::new();
            let mut letters = 0;
            for mut hit in run {
                let of_blocks: usize = hit.blocks.iter().map(|&i| page.keys[i].replace(' ', "").len()).sum();
                let new: Vec<usize> = hit.lines.iter().copied().filter(|n| !used.contains(n)).collect();
                let part = said.letters[hit.lines[0]].len() > of_blocks * 3 / 2;
                match (new.first(), hit.entry) {
                    (Some(_), Entry::Lines) => used.extend(new),
                    (Some(&line), _) => {
                        used.insert(line);
                        if said.letters.len() > 1 {
                            hit.item = said.items[line];
                        }
                    }
                    (None, _) if part => {}
                    (None, _) => {
                        repeated.extend(&hit.blocks);
                        continue;
                    }
                }
                letters += of_blocks;
                kept.push(hit);
            }
            let of_lines: usize = used.iter().map(|&line| said.letters[line].len()).sum();
            let enough = used.len() >= said.letters.len().min(2)
                && of_lines as f32 >= said.all as f32 * LEAST_FOUND
                && letters as f32 >= said.all as f32 * LEAST_FOUND;
            if !enough {
                continue;
            }
            let better = best.as_ref().is_none_or(|(most, _)| used.len() > *most);
            if better {
                let worse = best.replace((used.len(), kept));
                again.extend(worse.into_iter().flat_map(|(_, hits)| hits).flat_map(|h| h.blocks));
                again.extend(repeated);
            } else {
                again.extend(all);
            }
        }
        let (_, hits) = best?;
        self.recipe.dropped.extend(again);
        Some(hits)
    }

    /// Entries that the page marks as such.
    fn take_marked(&mut self, nodes: &[NodeId], steps: bool) {
        let (page, tree) = (self.page, self.page.tree);
        let mut hits: Vec<Hit> = Vec::new();
        for (n, &node) in nodes.iter().enumerate() {
            let shown = |i: &usize| self.may_be(*i, false);
            let mut blocks: Vec<usize> = page.around.blocks_of(tree, node).filter(shown).collect();
            if blocks.is_empty() {
                // A part of a line, the other part of which stands before it.
                let at = page.blocks.partition_point(|b| b.span.0 <= node);
                let holds = |i: &usize| page.blocks[*i].span.1 > node && self.may_be(*i, false);
                blocks = at.checked_sub(1).filter(holds).into_iter().collect();
            }
            blocks.retain(|i| !hits.last().is_some_and(|h| h.blocks.contains(i)));
            let Some(&first) = blocks.first() else { continue };
            let lines = Vec::new();
            if !steps {
                let entry = if blocks.len() == 1 && page.blocks[first].text.contains('\n') && nodes.len() == 1
                {
                    Entry::Lines
                } else {
                    Entry::Joined
                };
                hits.push(Hit { blocks, entry, lines, item: n });
            } else if blocks.len() == 1 {
                let many = nodes.len() == 1 && page.blocks[first].text.contains('\n');
                let entry = if many { Entry::Lines } else { Entry::Paragraphs };
                hits.push(Hit { blocks, entry, lines, item: n });
            } else if nodes.len() > 1 {
                hits.push(Hit { blocks, entry: Entry::Paragraphs, lines, item: n });
            } else {
                // All steps in one element: each text in it that reads like one.
                let reads = |i: &usize| {
                    !matches!(page.blocks[*i].kind, Kind::Heading(_) | Kind::Caption)
                        && (page.judged.verdicts[*i].kept || page.around.words(*i) >= 4)
                        && !leftovers::is_control(page, *i)
                        && !page.is_caption(*i)
                };
                // Paragraphs of one item go together.
                let item = |i: usize| {
                    let of = |a: &NodeId| *a > node && tree.tag(*a) == Tag::Li;
                    std::iter::once(page.blocks[i].node)
                        .chain(tree.ancestors(page.blocks[i].node).take(64))
                        .filter(of)
                        .last()
                        .map_or(page.blocks[i].span.0.index(), NodeId::index)
                };
                for i in blocks.into_iter().filter(reads) {
                    let lines = Vec::new();
                    hits.push(Hit { blocks: vec![i], entry: Entry::Paragraphs, lines, item: item(i) });
                }
            }
        }
        if hits.len() > 1 || hits.iter().any(|h| h.entry == Entry::Lines) {
            self.add(steps, hits);
        }
    }

    fn add(&mut self, steps: bool, hits: Vec<Hit>) {
        hits.iter().flat_map(|h| &h.blocks).for_each(|&i| self.taken[i] = true);
        self.lists.push(List { steps, hits });
    }

    /// Puts a list's blocks in their places, its headings above them.
    fn place(&mut self, mut list: List) {
        let page = self.page;
        if !list.steps {
            self.widen(&mut list);
        }
        let number = self.recipe.ordered.len();
        self.recipe.ordered.push(list.steps);
        let all: HashSet<usize> = list.hits.iter().flat_map(|h| h.blocks.iter().copied()).collect();
        let taken = |recipe: &Recipe, i: usize| recipe.places[i].is_some() || recipe.heads.contains_key(&i);
        // What stands between two entries: the labels and headings that most entries have belong to each of them.
        let gaps: Vec<Vec<usize>> = list
            .hits
            .windows(2)
            .map(|pair| {
                let from = pair[0].blocks[0] + 1;
                (from..pair[1].blocks[0])
                    .filter(|i| {
                        !all.contains(i) && page.blocks[*i].kind.is_text() && !taken(&self.recipe, *i)
                    })
                    .collect()
            })
            .collect();
        let unnumbered = |i: usize| page.keys[i].chars().filter(|c| !c.is_numeric()).collect::<String>();
        let mut labels: HashMap<String, usize> = HashMap::new();
        let first = list.hits[0].blocks[0];
        let above: Vec<usize> =
            self.before(first).filter(|&i| page.blocks[i].kind.is_text()).take(1).collect();
        for &i in gaps.iter().flatten().chain(&above) {
            *labels.entry(unnumbered(i)).or_default() += 1;
        }
        let is_label = |i: usize| {
            page.keys[i].chars().any(char::is_numeric)
                && page.around.words(i) <= 3
                && (labels.get(&unnumbered(i)).is_some_and(|&n| n > 1) || unnumbered(i).trim().is_empty())
        };
        if let Some(&label) = above.first().filter(|&&i| is_label(i) && !taken(&self.recipe, i)) {
            self.recipe.dropped.push(label);
        }
        self.head_of(first, &is_label);
        let headed =
            gaps.iter().filter(|gap| gap.iter().any(|&i| self.is_group_head(i) && !is_label(i))).count();
        let titled = list.steps && headed >= 2 && headed * 10 >= gaps.len() * 6;
        let mut item = None;
        for (n, hit) in list.hits.iter().enumerate() {
            let mut title = Vec::new();
            if let Some(gap) = n.checked_sub(1).map(|n| &gaps[n]) {
                for (at, &i) in gap.iter().enumerate() {
                    let next = gap.get(at + 1).copied();
                    if is_label(i) || leftovers::is_control(page, i) {
                        self.recipe.dropped.push(i);
                    } else if self.is_group_head(i)
                        && next.is_none_or(|j| is_label(j) || self.is_group_head(j))
                    {
                        if titled {
                            title.push(i);
                        } else {
                            self.recipe.heads.insert(i, Head::Group);
                            item = None;
                        }
                    } else if !list.steps && self.is_twin(i, list.hits[n - 1].blocks[0]) {
                        self.recipe.places[i] = Some(self.recipe.start(number, Entry::Paragraphs));
                        item = None;
                    } else if list.steps && page.judged.verdicts[i].kept && !page.is_caption(i) {
                        self.recipe.places[i] = self.recipe.places[list.hits[n - 1].blocks[0]];
                    }
                }
            }
            let place = match item.filter(|(of, _)| *of == hit.item && title.is_empty()) {
                Some((_, place)) => place,
                None => self.recipe.start(number, hit.entry),
            };
            item = Some((hit.item, place));
            for &i in title.iter().chain(&hit.blocks) {
                self.recipe.places[i] = Some(place);
            }
        }
    }

    /// Blocks above one, nearest first.
    fn before(&self, i: usize) -> impl Iterator<Item = usize> + use<> {
        (0..i).rev()
    }

    /// Finds the heading of the list whose first entry is `first`, and that of its first group.
    fn head_of(&mut self, first: usize, is_label: &dyn Fn(usize) -> bool) {
        let page = self.page;
        let mut passed: Vec<usize> = Vec::new();
        let mut group = None;
        let headline = page.headline_block();
        for i in self.before(first).filter(|&i| page.blocks[i].kind.is_text()).take(HEADING_REACH) {
            if self.recipe.places[i].is_some() || Some(i) == headline {
                break;
            }
            if page.around.is_hidden(page.blocks[i].node) || is_label(i) {
                continue;
            }
            let named = page.around.words(i) <= 4 && HEADINGS.iter().any(|h| page.keys[i].starts_with(h));
            let heading = matches!(page.blocks[i].kind, Kind::Heading(_)) && !page.repeats_headline(i);
            if named || heading && group.is_some() && page.around.words(i) <= 4 {
                if named {
                    self.recipe.heads.insert(i, Head::List);
                    if let Some(group) = group {
                        self.recipe.heads.insert(group, Head::Group);
                    }
                } else if let Some(group) = group {
                    self.recipe.heads.insert(group, Head::List);
                }
                self.recipe.dropped.extend(passed);
                return;
            }
            if group.is_none() && (heading || passed.is_empty() && self.is_group_head(i)) {
                group = Some(i);
                continue;
            }
            if page.around.is_prose(i) || page.around.words(i) > 4 {
                break;
            }
            passed.push(i);
        }
        if let Some(group) = group {
            let heading = matches!(page.blocks[group].kind, Kind::Heading(_));
            self.recipe.heads.insert(group, if heading { Head::List } else { Head::Group });
            self.recipe.dropped.extend(passed.into_iter().filter(|&i| i > group));
        }
    }

    /// May the block head a group of entries: "For the sauce"?
    fn is_group_head(&self, i: usize) -> bool {
        let (page, block) = (self.page, &self.page.blocks[i]);
        let line = block.text.trim();
        let bold = block.letters > 0 && block.strong * 20 >= block.letters * 19;
        let short = (1..=8).contains(&page.around.words(i));
        let shaped = matches!(block.kind, Kind::Heading(_) | Kind::Term | Kind::Summary)
            || line.ends_with([':', '：'])
            || bold && !line.ends_with(['.', '!', '。']);
        short && shaped && block.kind != Kind::Button && !leftovers::is_control(page, i)
    }

    /// Ingredients of the page that JSON-LD words otherwise, at either end of the list.
    fn widen(&self, list: &mut List) {
        let page = self.page;
        let own = |hit: &Hit| {
            page.around.blocks_of(
                page.tree,
                page.tree.parent(page.blocks[hit.blocks[0]].node).unwrap_or(page.tree.root()),
            )
        };
        for back in [true, false] {
            let Some(hit) = (if back { list.hits.first() } else { list.hits.last() }) else { return };
            let (from, entry) =
                (if back { hit.blocks[0] } else { hit.blocks[hit.blocks.len() - 1] }, hit.blocks[0]);
            let range = own(hit);
            let beside: Vec<usize> = if back {
                range.filter(|&i| i < from).rev().collect()
            } else {
                range.filter(|&i| i > from).collect()
            };
            let alike = beside.into_iter().take_while(|&i| {
                page.blocks[i].kind == Kind::Item
                    && self.may_be(i, false)
                    && !self.is_group_head(i)
                    && self.is_twin(i, entry)
            });
            let hits: Vec<Hit> = alike
                .map(|i| Hit {
                    blocks: vec![i],
                    entry: Entry::Paragraphs,
                    lines: Vec::new(),
                    item: usize::MAX - i,
                })
                .collect();
            if back {
                list.hits.splice(0..0, hits.into_iter().rev());
            } else {
                list.hits.extend(hits);
            }
        }
    }

    /// Is a block marked up as an entry of ingredients is, which JSON-LD has forgotten?
    fn is_twin(&self, i: usize, entry: usize) -> bool {
        let (page, tree) = (self.page, self.page.tree);
        let looks = |i: usize| {
            let node = page.blocks[i].node;
            let up = tree.parent(node).unwrap_or(tree.root());
            [node, up].map(|n| (tree.tag(n), tree.attr(n, "class")))
        };
        page.around.words(i) <= 25 && page.blocks[i].links <= 1 && looks(i) == looks(entry)
    }

    /// Lines on how long it takes and for how many it is.
    fn tell_facts(&mut self, marked: &[NodeId]) {
        let (page, tree) = (self.page, self.page.tree);
        let placed: Vec<usize> =
            (0..page.blocks.len()).filter(|&i| self.recipe.places[i].is_some()).collect();
        let (Some(&first), Some(&last)) = (placed.first(), placed.last()) else { return };
        let said = &page.metadata.recipes;
        let minutes: HashSet<u32> = said.iter().flat_map(|r| r.minutes.iter().copied()).collect();
        let yields: Vec<(Vec<u32>, String)> =
            said.iter().flat_map(|r| &r.yields).map(|y| (numbers(y), text::key(y))).collect();
        let list = self.recipe.ordered.len();
        let mut found: Vec<Vec<usize>> = Vec::new();
        let from = page.headline_block().map_or(0, |h| h + 1).max(first.saturating_sub(FACTS_REACH));
        let mut free: Vec<usize> = Vec::new();
        for i in from..(last + FACTS_REACH).min(page.blocks.len()) {
            let block = &page.blocks[i];
            let fits = block.kind.is_text()
                && !matches!(block.kind, Kind::Heading(_) | Kind::Button)
                && self.recipe.places[i].is_none()
                && !self.recipe.heads.contains_key(&i)
                && !page.around.is_hidden(block.node)
                && page.around.words(i) <= FACT_WORDS
                && block.linked == 0
                && !self.rates(i);
            if fits {
                free.push(i);
            }
        }
        for (at, &i) in free.iter().enumerate() {
            let block = &page.blocks[i];
            let own = numbers(&block.text);
            let timed = is_time(&block.text) && duration(&own).iter().any(|m| minutes.contains(m));
            let key = page.keys[i].as_str();
            let label = at.checked_sub(1).map(|b| free[b]).filter(|&b| {
                let near = std::iter::once(block.node).chain(tree.ancestors(block.node).take(3));
                let few = |a: &NodeId| page.around.blocks_of(tree, *a).len() <= 4;
                numbers(&page.blocks[b].text).is_empty()
                    && b + 3 > i
                    && page.around.words(b) <= 4
                    && !found.iter().any(|f| f.contains(&b))
                    && near.take_while(few).any(|a| tree.holds(a, page.blocks[b].span.0))
            });
            let bare = key.chars().all(|c| c.is_numeric() || c == ' ');
            let serves = is_yield(key) || bare && label.is_some_and(|l| is_yield(&page.keys[l]));
            let served = yields.iter().any(|(numbers, said)| {
                *numbers == own
                    && !own.is_empty()
                    && (serves || said.contains(' ') && key.contains(said.as_str()))
            });
            let held =
                marked.iter().any(|&m| m >= block.span.0 && m < block.span.1 || tree.holds(m, block.span.0));
            if !(timed || served || held && !own.is_empty()) {
                continue;
            }
            // A value alone stands after its label.
            let words = key.split(' ').filter(|w| !w.starts_with(char::is_numeric)).count();
            let alone = !block.text.contains([':', '：']) && words <= own.len() && !(served && is_yield(key));
            let labels = |b: &usize| alone || page.blocks[*b].text.trim_end().ends_with([':', '：']);
            match label.filter(labels) {
                Some(label) => found.push(vec![label, i]),
                None if alone => {}
                None => found.push(vec![i]),
            }
        }
        if found.is_empty() {
            return;
        }
        self.recipe.ordered.push(false);
        for blocks in found {
            let place = self.recipe.start(list, Entry::Joined);
            blocks.iter().for_each(|&i| self.recipe.places[i] = Some(place));
        }
    }

    /// Does a short line tell what readers think of the recipe?
    fn rates(&self, i: usize) -> bool {
        let (page, tree) = (self.page, self.page.tree);
        let block = &page.blocks[i];
        page.around.words(i) <= 12
            && std::iter::once(block.span.0).chain(tree.ancestors(block.span.0).take(4)).any(|a| {
                let prop = tree.attr(a, "itemprop").unwrap_or_default();
                let hinted = page.around.own_hints(a) >> Hint::Review as u64 & 1 != 0;
                (hinted || matches!(prop, "aggregateRating" | "ratingValue" | "ratingCount" | "reviewCount"))
                    && page.around.blocks_of(tree, a).len() <= MOST_OF_ENTRY
            })
    }

    /// Links down to the recipe, stars and controls are none of the text.
    fn drop_tools(&mut self) {
        let (page, tree) = (self.page, self.page.tree);
        let placed: Vec<usize> =
            (0..page.blocks.len()).filter(|&i| self.recipe.places[i].is_some()).collect();
        let (Some(&first), Some(&last)) = (placed.first(), placed.last()) else { return };
        let mut homes: HashSet<&str> = HashSet::new();
        for &i in &placed {
            homes.extend(tree.ancestors(page.blocks[i].node).take(16).filter_map(|a| tree.attr(a, "id")));
        }
        let mut dropped = Vec::new();
        for i in 0..=last {
            if self.recipe.places[i].is_some() || self.recipe.heads.contains_key(&i) {
                continue;
            }
            let block = &page.blocks[i];
            let jumps = || {
                let link = tree.ancestors(block.span.0).take(3).find(|&a| tree.tag(a) == Tag::A);
                link.and_then(|a| tree.attr(a, "href")?.rsplit_once('#'))
                    .is_some_and(|(_, id)| homes.contains(id))
            };
            let linked = block.letters > 0 && block.linked * 10 >= block.letters * 9;
            let tool = linked && page.around.words(i) <= 5 && jumps();
            let button = block.kind == Kind::Button && i + FACTS_REACH > first;
            if tool || button || self.rates(i) {
                dropped.push(i);
            }
        }
        self.recipe.dropped.extend(dropped);
    }
}

impl Recipe {
    fn start(&mut self, list: usize, entry: Entry) -> Place {
        self.entries.push(entry);
        Place { list, entry: self.entries.len() - 1 }
    }
}

/// Lines said, as they are compared.
struct Said {
    /// Letters and digits of each alone.
    letters: Vec<String>,
    /// How many words each has.
    sizes: Vec<usize>,
    /// The item that each is a part of.
    items: Vec<usize>,
    by_letters: HashMap<String, Vec<usize>>,
    /// The lines that hold a word, and how often.
    by_word: HashMap<String, Vec<(usize, usize)>>,
    /// Words of the longest.
    longest: u32,
    /// Bytes of all letters.
    all: usize,
}

impl Said {
    fn of(lines: &[(usize, &str)]) -> Self {
        let mut said = Said {
            letters: Vec::new(),
            sizes: Vec::new(),
            items: Vec::new(),
            by_letters: HashMap::new(),
            by_word: HashMap::new(),
            longest: 0,
            all: 0,
        };
        for (item, line) in lines {
            let key = text::key(line);
            if key.is_empty() {
                continue;
            }
            let n = said.letters.len();
            let counts = counted(&key);
            let size: usize = counts.values().sum();
            for (word, count) in counts {
                said.by_word.entry(word.to_owned()).or_default().push((n, count));
            }
            let letters = key.replace(' ', "");
            said.longest = said.longest.max(size as u32);
            said.all += letters.len();
            said.by_letters.entry(letters.clone()).or_default().push(n);
            said.letters.push(letters);
            said.sizes.push(size);
            said.items.push(*item);
        }
        said
    }

    /// The lines that say just this: the same may be said twice.
    fn exactly(&self, key: &str) -> Vec<usize> {
        self.by_letters.get(&key.replace(' ', "")).cloned().unwrap_or_default()
    }

    /// The line most like this, if one is enough.
    fn like(&self, key: &str, least: f32) -> Option<usize> {
        let counts = counted(key);
        let size: usize = counts.values().sum();
        if size == 0 || size > self.longest as usize * 2 {
            return None;
        }
        let mut common: HashMap<usize, usize> = HashMap::new();
        for (word, count) in counts {
            for &(line, there) in self.by_word.get(word).into_iter().flatten() {
                *common.entry(line).or_default() += count.min(there);
            }
        }
        let f1 = |line: usize, common: usize| 2.0 * common as f32 / (size + self.sizes[line]) as f32;
        common
            .into_iter()
            .map(|(line, common)| (f1(line, common), line))
            .filter(|(f1, _)| *f1 >= least)
            // Of equals the first: the order of a map is not to be seen.
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, line)| line)
    }

    /// Are nearly all words of this said somewhere?
    fn knows(&self, key: &str) -> bool {
        let (mut all, mut known) = (0, 0);
        for word in text::words(key) {
            all += 1;
            known += usize::from(self.by_word.contains_key(word));
        }
        known * 10 >= all * 8
    }
}

/// The key of a line without the number that it begins with: "1. ", "2) ".
fn without_number<'k>(line: &str, key: &'k str) -> &'k str {
    let rest = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = rest.len() < line.trim_start().len() && rest.starts_with(['.', ')', ':']);
    let spaced = rest.chars().nth(1).is_some_and(char::is_whitespace);
    if numbered && spaced { key.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start() } else { key }
}

fn counted(key: &str) -> HashMap<&str, usize> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in text::words(key) {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

/// The numbers of a line.
fn numbers(line: &str) -> Vec<u32> {
    line.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).take(4).collect()
}

/// The minutes that numbers may stand for.
fn duration(numbers: &[u32]) -> Vec<u32> {
    match *numbers {
        [one] => vec![one, one.saturating_mul(60)],
        [hours, minutes] => vec![hours.saturating_mul(60).saturating_add(minutes)],
        _ => Vec::new(),
    }
}

#[rustfmt::skip]
/// How words for minutes and hours begin, in comparison keys.
const UNITS: &[&str] = &[
    "min", "hour", "hr", "stund", "std", "heure", "hora", "ora", "ore", "uur", "uren", "tim", "godz", "мин", "час", "хв", "год", "dk", "dakika", "saat",
    "분", "시간", "मिनट", "घंट", "دقيق", "ساع", "דק", "שע",
];

/// Those of scripts without spaces.
const SPACELESS_UNITS: &[&str] = &["分", "時間", "小时", "小時"];

/// Does a line speak of minutes or hours?
fn is_time(line: &str) -> bool {
    let unit = |word: &str| {
        let word = word.trim_start_matches(char::is_numeric);
        matches!(word, "m" | "h") || UNITS.iter().any(|u| word.starts_with(u))
    };
    text::key(line).split(' ').any(unit) || SPACELESS_UNITS.iter().any(|u| line.contains(u))
}

#[rustfmt::skip]
/// How words for what a recipe makes begin.
const YIELDS: &[&str] = &[
    "serv", "yield", "makes", "portion", "person", "pers", "ergibt", "ergeben", "racion", "porcion", "porç", "rendi", "porzion", "dosi", "porcj", "порц",
    "kişi", "인분", "सर्विंग", "حصص", "מנות",
];

fn is_yield(key: &str) -> bool {
    key.split(' ').any(|word| YIELDS.iter().any(|y| word.trim_start_matches(char::is_numeric).starts_with(y)))
        || ["人分", "人份"].iter().any(|y| key.contains(y))
}

#[rustfmt::skip]
/// How headings of ingredients and of steps begin, as comparison keys.
const HEADINGS: &[&str] = &[
    "ingredient", "what you need", "you will need", "you ll need", "method", "instruction", "direction", "preparation", "steps", "how to make",
    "zutaten", "zubereitung", "so geht s", "anleitung", "ingrédient", "préparation", "étapes", "instructions", "elaboración", "preparación",
    "instrucciones", "ingredienti", "preparazione", "procedimento", "preparo", "modo de", "preparação", "ingrediënt", "bereiding", "bereidingswijze",
    "składnik", "przygotowanie", "wykonanie", "sposób", "ингредиент", "приготовление", "способ", "malzeme", "yapılışı", "hazırlanışı",
    "المقادير", "المكونات", "طريقة", "材料", "作り方", "做法", "步骤", "재료", "만드는", "सामग्री", "विधि", "מרכיבים", "אופן", "ingredienser", "gör så här",
    "fremgangsmåde", "fremgangsmåte", "ainekset", "valmistus", "suroviny", "postup", "hozzávalók", "elkészítés",
];

/// Signs of boxes and bullets that stand before an entry as text.
const MARKS: &[char] =
    &['▢', '☐', '□', '▫', '◻', '☑', '✓', '•', '·', '▪', '●', '○', '–', '-', '*', '\u{fe0e}', '\u{fe0f}'];

/// A line without the sign before it, and without its number where the list counts for itself.
pub fn without_mark(mut line: Inlines, number: Option<usize>) -> Inlines {
    if let Some(Inline::Text(text)) = line.first_mut() {
        let bare = text.trim_start_matches(|c: char| c.is_whitespace() || MARKS.contains(&c));
        // "-5 °C" begins with a sign of its own.
        let signed = text.strip_prefix('-').is_some_and(|rest| rest.starts_with(char::is_numeric));
        let kept = if signed { text.as_str() } else { bare };
        let counted = number.and_then(|n| {
            let rest = kept.strip_prefix(&n.to_string())?;
            let rest = rest.strip_prefix(['.', ')', ':'])?;
            rest.starts_with(char::is_whitespace).then(|| rest.trim_start())
        });
        *text = counted.unwrap_or(kept).to_owned();
        if text.is_empty() {
            line.remove(0);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;

    fn said(lines: &[&str]) -> Said {
        Said::of(&lines.iter().copied().enumerate().collect::<Vec<_>>())
    }

    #[test]
    fn a_line_is_known_again_though_the_page_words_it_otherwise() {
        let said = said(&["0.5 cup brown sugar, packed", "2 eggs", "2 egg yolks", "2 eggs"]);
        let like = |line: &str| said.like(&text::key(line), ALIKE);
        assert_eq!(like("½ cup brown sugar, packed"), Some(0));
        assert_eq!(like("a story about brown eggs and of the cup they came in"), None);
        assert_eq!(said.exactly(&text::key("2 Eggs")), [1, 3]);
        assert!(said.exactly("2 egg").is_empty());
    }

    #[test]
    fn numbers_stand_for_minutes_and_hours() {
        assert_eq!(duration(&numbers("1 hr 5 mins")), [65]);
        assert_eq!(duration(&numbers("90 min")), [90, 5400]);
        assert!(duration(&numbers("4.5 from 30 votes")).is_empty());
        assert!(is_time("Kochzeit: 40 Minuten") && is_time("15min") && is_time("30分"));
        assert!(!is_time("83 votes") && !is_time("12 Comments"));
        assert!(is_yield("4 servings") && is_yield("für 6 personen") && !is_yield("4 7 stars"));
    }

    #[test]
    fn boxes_and_numbers_before_an_entry_go() {
        let bare = |line: &str, number| plain(&without_mark(vec![Inline::Text(line.to_owned())], number));
        assert_eq!(bare("▢ 2 eggs", None), "2 eggs");
        assert_eq!(bare("- 100 g flour", None), "100 g flour");
        assert_eq!(bare("-5 °C", None), "-5 °C");
        assert_eq!(bare("2. Stir.", Some(2)), "Stir.");
        assert_eq!(bare("2. Stir.", Some(1)), "2. Stir.");
        assert_eq!(bare("2.5 cups", Some(2)), "2.5 cups");
    }

    #[test]
    fn a_number_before_a_line_is_no_part_of_it() {
        let bare = |line: &str| without_number(line, &text::key(line)).to_owned();
        assert_eq!(bare("1. Mix well"), "mix well");
        assert_eq!(bare("1.5 cups"), "1 5 cups");
        assert_eq!(bare("200 g flour"), "200 g flour");
    }
}
