//! An article and a later reading of the same page → what the page has added, and where it belongs.
//!
//! A page that is read goes on: posts are put above the first, paragraphs behind the last, a list gets longer, a
//! paragraph is rendered anew. What stands in the article stays where it is. A block is known again by its words, or
//! by the element that it came from where its words have changed; what is left is new if its element is.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::article::{Article, Block, BlockKind, Footnote};
use crate::joined::{block, says};
use crate::text::{key, overlap_of_keys};

/// Stands for no ordinal.
pub const NONE: u32 = u32::MAX;

/// Share of common words from which a block whose element is gone is taken for the one that took its place.
const ALIKE: f32 = 0.6;

/// What the elements of a later snapshot were before, by ordinal; [`NONE`] for what is missing.
#[derive(Debug, Clone, Copy)]
pub struct Kin<'a> {
    /// The element's ordinal in the snapshot that the article was read from.
    pub was: &'a [u32],
    /// Of an element that is new: the uppermost new element that it stands in. Of one that got new children, itself.
    pub piece: &'a [u32],
}

impl Kin<'_> {
    fn was(&self, ordinal: u32) -> u32 {
        self.was.get(ordinal as usize).copied().unwrap_or(NONE)
    }

    fn piece(&self, ordinal: u32) -> u32 {
        self.piece.get(ordinal as usize).copied().unwrap_or(NONE)
    }
}

/// Blocks that belong together behind one of the article's.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Index in the article's body; absent: before the first.
    pub after: Option<usize>,
    /// In reading order.
    pub blocks: Vec<Block>,
}

/// What a page has added to its article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grown {
    /// What is new, by place.
    pub runs: Vec<Run>,
    /// Blocks of the article, by index in its body, that the page words otherwise now.
    pub changed: Vec<(usize, Block)>,
    /// How many of those hold all that they held, and more.
    pub longer: usize,
    /// Notes that the article does not have.
    pub footnotes: Vec<Footnote>,
    /// How many posts are new, where the page puts them above or between older ones.
    pub posts: usize,
    /// Of the ordinals of the article's blocks: which the later reading has in their place, by words or by element.
    now: HashMap<u32, u32>,
}

impl Grown {
    /// Is there anything that a reader of the article has not seen?
    pub fn is_more(&self) -> bool {
        !self.runs.is_empty() || self.longer > 0
    }

    /// The ordinal that what came from an element of the page comes from now; [`NONE`] where that is gone.
    pub fn now(&self, was: u32) -> u32 {
        self.now.get(&was).copied().unwrap_or(NONE)
    }

    /// Where nothing is new: has an article know the elements of the later snapshot as its sources.
    pub fn move_to(&self, article: &mut Article) {
        for block in &mut article.body {
            block.source = self.now(block.source);
        }
    }
}

/// Compares `article`, of whose body the first `own` blocks are this page's, with a later reading of the page.
pub fn grown(article: &Article, own: usize, later: Article, kin: Kin<'_>) -> Grown {
    let own = own.min(article.body.len());
    let mut said: HashSet<String> = article.body[own..].iter().flat_map(says).collect();
    let heads = [&article.headline, &article.dek].into_iter().flatten().map(|text| key(&text.plain()));
    said.extend(heads);
    let points = article.key_points.iter().flat_map(|k| &k.points);
    said.extend(points.map(|point| key(&point.plain())));
    said.extend(article.hero.iter().flat_map(|hero| says(&block(BlockKind::Figure(hero.clone())))));

    let old: Vec<Vec<String>> = article.body[..own].iter().map(says).collect();
    let places = match_blocks(article, &old, &later.body, kin, &said);

    let mut grown = Grown::default();
    grown.follow_heads(article, &later);
    let mut last = None;
    let mut run: Vec<Block> = Vec::new();
    for (block, place) in later.body.into_iter().zip(places) {
        match place {
            Place::New => run.push(block),
            Place::Known => {}
            Place::Same(at) => {
                grown.follow(&article.body[at], &block);
                grown.add_run(last, std::mem::take(&mut run));
                last = Some(at);
            }
            Place::Changed(at) => {
                grown.follow(&article.body[at], &block);
                grown.add_run(last, std::mem::take(&mut run));
                grown.longer += usize::from(is_longer(&article.body[at], &block));
                grown.changed.push((at, block));
                last = Some(at);
            }
        }
    }
    grown.add_run(last, run);
    // Where a page has sorted its posts anew, the article keeps its order.
    grown.runs.sort_by_key(|run| run.after);
    grown.posts = posts(&grown.runs, own, kin);
    for (ordinal, was) in kin.was.iter().enumerate().filter(|(_, was)| **was != NONE) {
        grown.now.entry(*was).or_insert(u32::try_from(ordinal).unwrap_or(NONE));
    }
    let notes: HashSet<&str> = article.footnotes.iter().map(|note| note.key.as_str()).collect();
    grown.footnotes = later.footnotes.into_iter().filter(|note| !notes.contains(note.key.as_str())).collect();
    grown
}

impl Grown {
    /// Puts it into the article it was told of.
    pub fn put_into(self, article: &mut Article) {
        self.move_to(article);
        let mut changed: HashMap<usize, Block> = self.changed.into_iter().collect();
        let mut runs = self.runs.into_iter().peekable();
        let mut body = Vec::new();
        while let Some(run) = runs.next_if(|run| run.after.is_none()) {
            body.extend(run.blocks);
        }
        for (at, block) in std::mem::take(&mut article.body).into_iter().enumerate() {
            body.push(changed.remove(&at).unwrap_or(block));
            while let Some(run) = runs.next_if(|run| run.after == Some(at)) {
                body.extend(run.blocks);
            }
        }
        article.body = body;
        article.footnotes.extend(self.footnotes);
    }

    /// Knows the source of a block again, and those of what it holds as far as that is built alike.
    fn follow(&mut self, before: &Block, now: &Block) {
        let mut pairs = vec![(before, now)];
        while let Some((before, now)) = pairs.pop() {
            self.now.insert(before.source, now.source);
            for (before, now) in parts(before).into_iter().zip(parts(now)) {
                pairs.extend(before.iter().zip(now));
            }
        }
    }

    /// The same for what stands above the body: the words tell whether it is what it was.
    fn follow_heads(&mut self, article: &Article, later: &Article) {
        let texts = |article: &Article| {
            let points = article.key_points.iter().flat_map(|k| &k.points);
            let texts = [&article.headline, &article.dek].into_iter().flatten().chain(points);
            texts.filter_map(|text| Some((key(&text.plain()), text.source?))).collect::<HashMap<_, _>>()
        };
        let now = texts(later);
        for (words, source) in texts(article) {
            self.now.extend(now.get(&words).map(|now| (source, *now)));
        }
        let picture = |article: &Article| {
            let hero = article.hero.as_ref()?;
            Some((says(&block(BlockKind::Figure(hero.clone()))), hero.source?))
        };
        if let (Some((before, was)), Some((after, now))) = (picture(article), picture(later))
            && before == after
        {
            self.now.insert(was, now);
        }
    }

    fn add_run(&mut self, after: Option<usize>, mut blocks: Vec<Block>) {
        let is_rule = |block: &Block| matches!(block.kind, BlockKind::Rule);
        if blocks.iter().all(is_rule) {
            return;
        }
        if after.is_none() {
            let rules = blocks.iter().take_while(|block| is_rule(block)).count();
            blocks.drain(..rules);
        }
        self.runs.push(Run { after, blocks });
    }
}

/// What a block of the later reading is to the article.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    /// This block of the body.
    Same(usize),
    /// This block of the body, with other words.
    Changed(usize),
    /// Said in another place, or left out when the article was read.
    Known,
    New,
}

fn match_blocks(
    article: &Article,
    old: &[Vec<String>],
    later: &[Block],
    kin: Kin<'_>,
    said: &HashSet<String>,
) -> Vec<Place> {
    let mut by_words: HashMap<&[String], VecDeque<usize>> = HashMap::new();
    for (at, words) in old.iter().enumerate().filter(|(_, words)| !words.is_empty()) {
        by_words.entry(words).or_default().push_back(at);
    }
    let new: Vec<Vec<String>> = later.iter().map(says).collect();
    let mut places: Vec<Option<Place>> =
        new.iter().map(|words| by_words.get_mut(words.as_slice())?.pop_front().map(Place::Same)).collect();

    let mut free = vec![true; old.len()];
    for place in places.iter().flatten() {
        if let Place::Same(at) = place {
            free[*at] = false;
        }
    }
    let mut by_element: HashMap<u32, VecDeque<usize>> = HashMap::new();
    for (at, block) in article.body[..old.len()].iter().enumerate().filter(|(at, _)| free[*at]) {
        by_element.entry(block.source).or_default().push_back(at);
    }
    let mut last: Option<usize> = None;
    for (i, block) in later.iter().enumerate() {
        let place = places[i].unwrap_or_else(|| {
            let was = kin.was(block.source);
            let waiting = by_element.get_mut(&was).filter(|_| was != NONE);
            if let Some(at) = waiting.and_then(VecDeque::pop_front) {
                free[at] = false;
                return if new[i].is_empty() { Place::Same(at) } else { Place::Changed(at) };
            }
            if new[i].is_empty() {
                return if kin.piece(block.source) == NONE { Place::Known } else { Place::New };
            }
            if new[i]
                .iter()
                .all(|words| said.contains(words) || by_words.contains_key(std::slice::from_ref(words)))
            {
                return Place::Known;
            }
            let next = last.map_or(0, |at| at + 1);
            if free.get(next) == Some(&true)
                && let ([before], [now]) = (old[next].as_slice(), new[i].as_slice())
                && overlap_of_keys(before, now) >= ALIKE
            {
                free[next] = false;
                return Place::Changed(next);
            }
            if kin.piece(block.source) == NONE { Place::Known } else { Place::New }
        });
        if let Place::Same(at) | Place::Changed(at) = place {
            last = Some(at);
        }
        places[i] = Some(place);
    }
    places.into_iter().map(|place| place.unwrap_or(Place::Known)).collect()
}

/// The rows of blocks that a block holds.
fn parts(block: &Block) -> Vec<&[Block]> {
    match &block.kind {
        BlockKind::List { items, .. } => items.iter().map(Vec::as_slice).collect(),
        BlockKind::Definitions { groups } => {
            groups.iter().flat_map(|group| &group.definitions).map(Vec::as_slice).collect()
        }
        BlockKind::Table { rows, .. } => rows.iter().flatten().map(|cell| cell.blocks.as_slice()).collect(),
        BlockKind::BlockQuote { blocks }
        | BlockKind::Details { blocks, .. }
        | BlockKind::Aside { blocks }
        | BlockKind::Post { blocks, .. } => vec![blocks],
        _ => Vec::new(),
    }
}

/// Does a block hold all that it held, and more?
fn is_longer(before: &Block, now: &Block) -> bool {
    match (&before.kind, &now.kind) {
        (BlockKind::List { items: before, .. }, BlockKind::List { items: now, .. }) => {
            now.len() > before.len()
        }
        (BlockKind::Table { rows: before, .. }, BlockKind::Table { rows: now, .. }) => {
            now.len() > before.len()
        }
        _ => match (says(before).as_slice(), says(now).as_slice()) {
            ([before], [now]) => now.len() > before.len() && now.starts_with(before.as_str()),
            _ => false,
        },
    }
}

/// Pieces that the page has put before older ones, if these are posts and not lone paragraphs.
fn posts(runs: &[Run], own: usize, kin: Kin<'_>) -> usize {
    let before = runs.iter().filter(|run| run.after.is_none_or(|at| at + 1 < own));
    let mut pieces = HashSet::new();
    let mut of_posts = 0;
    for block in before.flat_map(|run| &run.blocks) {
        of_posts += usize::from(matches!(block.kind, BlockKind::Post { .. }));
        let piece = kin.piece(block.source);
        // An element that is the block itself is a paragraph, and one that only got children is none.
        if piece != NONE && piece != block.source {
            pieces.insert(piece);
        }
    }
    if of_posts > 0 { of_posts } else { pieces.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Page, read};

    const FILLER: &str =
        "tells of the river, the bridge over it, and of all who crossed it that year, by day and night.";

    /// An article before and after, and what became of its elements: each is known by its `title`.
    struct Pages {
        before: Article,
        after: Article,
        was: Vec<u32>,
        piece: Vec<u32>,
    }

    fn article(body: &str) -> (Article, Vec<String>) {
        let html = format!(
            "<html lang=\"en\"><head><title>The bridge</title></head><body><nav><a href=\"/\">Home</a></nav>\
             <main><h1>The bridge</h1>{}</main><footer>Copyright</footer></body></html>",
            body.replace('…', FILLER)
        );
        // Every element by the path of those it stands in, and by its title where it has one.
        let (mut names, mut open) = (Vec::new(), Vec::<String>::new());
        for tag in html.split('<').skip(1) {
            let inside = tag.split('>').next().unwrap();
            if inside.starts_with('/') {
                open.pop();
                continue;
            }
            let title = inside.split("title=\"").nth(1).and_then(|rest| rest.split('"').next());
            let name = title.map_or_else(|| format!("{}/{inside}", open.join("/")), str::to_owned);
            names.push(name.clone());
            if !inside.starts_with("hr") {
                open.push(name);
            }
        }
        (read(&Page::new(html, Some("https://a.example/bridge"))).unwrap().article, names)
    }

    fn pages(before: &str, after: &str) -> Pages {
        let ((before, old), (after, new)) = (article(before), article(after));
        let was: Vec<u32> =
            new.iter().map(|name| old.iter().position(|o| o == name).map_or(NONE, |at| at as u32)).collect();
        let mut piece = vec![NONE; new.len()];
        for (at, name) in new.iter().enumerate().filter(|(at, _)| was[*at] == NONE) {
            // A piece's parts are named after it: "post 3/..."
            let above = new[..at].iter().position(|other| {
                name.starts_with(&format!("{other}/"))
                    && was[new.iter().position(|n| n == other).unwrap()] == NONE
            });
            piece[at] = above.unwrap_or(at) as u32;
        }
        Pages { before, after, was, piece }
    }

    impl Pages {
        fn grown(&self) -> Grown {
            let kin = Kin { was: &self.was, piece: &self.piece };
            grown(&self.before, self.before.body.len(), self.after.clone(), kin)
        }
    }

    /// The second word of each block of a run, and where it belongs.
    fn told(grown: &Grown) -> Vec<(Option<usize>, Vec<String>)> {
        let word = |block: &Block| says(block)[0].split(' ').nth(1).unwrap_or_default().to_owned();
        grown.runs.iter().map(|run| (run.after, run.blocks.iter().map(word).collect())).collect()
    }

    const THREE: &str =
        r#"<p title="1">The first …</p><p title="2">The second …</p><p title="3">The third …</p>"#;

    #[test]
    fn what_has_not_grown_is_no_more() {
        let same = pages(THREE, THREE).grown();
        assert!(!same.is_more());
        assert_eq!(same.changed, []);
    }

    #[test]
    fn paragraphs_behind_the_last_go_there() {
        let more = format!(r#"{THREE}<p title="4">The fourth …</p><p title="5">The fifth …</p>"#);
        let grown = pages(THREE, &more).grown();
        assert_eq!(told(&grown), [(Some(2), vec!["fourth".to_owned(), "fifth".to_owned()])]);
        assert_eq!(grown.posts, 0);
    }

    #[test]
    fn what_is_rendered_anew_is_not_new() {
        let anew = THREE.replace("title=\"", "title=\"anew ");
        let pages_anew = pages(THREE, &anew);
        let grown = pages_anew.grown();
        assert!(!grown.is_more());
        // Each is found again where it stands now.
        let mut article = pages_anew.before.clone();
        grown.move_to(&mut article);
        assert_eq!(article.body, pages_anew.after.body);
        let corrected =
            anew.replace("by day and night", "by day").replace('…', &FILLER.replace("that year", "in May"));
        let grown = pages(THREE, &corrected).grown();
        assert!(!grown.is_more());
        assert_eq!(grown.changed.len(), 3);
    }

    #[test]
    fn posts_above_the_first_are_counted_and_go_there() {
        let post = |n: &str| {
            format!(
                r#"<div title="{n}"><h2 title="{n}/h">The {n} post</h2><p title="{n}/1">The {n} note …</p><p title="{n}/2">The {n} reply …</p></div>"#
            )
        };
        let intro = r#"<p title="i">The beginning …</p>"#;
        let before = format!("{intro}{}{}", post("one"), post("two"));
        let after = format!("{intro}{}{}{}{}", post("four"), post("three"), post("one"), post("two"));
        let grown = pages(&before, &after).grown();
        assert_eq!(grown.posts, 2);
        let [run] = grown.runs.as_slice() else { panic!("{:?}", grown.runs) };
        assert_eq!((run.after, run.blocks.len()), (Some(0), 6));
    }

    #[test]
    fn a_paragraph_cut_off_and_a_list_are_gone_on_with() {
        let list = |items: &str| {
            format!(r#"{THREE}<p title="l">A list of the boats …</p><ul title="u">{items}</ul>"#)
        };
        let short = list(
            r#"<li title="a">The ferry that goes to the north bank</li><li title="b">The barge that carries the stone</li>"#,
        );
        let long = list(
            r#"<li title="a">The ferry that goes to the north bank</li><li title="b">The barge that carries the stone</li><li title="c">The launch of the harbour master</li>"#,
        );
        let grown = pages(&short, &long).grown();
        assert_eq!((grown.runs.len(), grown.changed.len(), grown.longer), (0, 1, 1));

        let cut = format!(
            r#"{THREE}<p title="4">The fourth tells of the river, and of a night in which the wat</p>"#
        );
        let whole = format!(
            r#"{THREE}<p title="4">The fourth tells of the river, and of a night in which the water stood at the doors.</p>"#
        );
        let grown = pages(&cut, &whole).grown();
        assert_eq!((grown.runs.len(), grown.longer), (0, 1));
    }

    #[test]
    fn what_was_left_out_before_is_not_more_now() {
        let more = format!(r#"{THREE}<p title="4">The fourth …</p>"#);
        let mut pages = pages(THREE, &more);
        // As if the fourth had stood there all the time.
        let at = pages.was.iter().rposition(|was| *was == NONE).unwrap();
        pages.piece[at] = NONE;
        assert!(!pages.grown().is_more());
    }

    #[test]
    fn what_is_put_in_is_known_from_then_on() {
        let more = format!(r#"<p title="0">The news …</p>{THREE}<p title="4">The fourth …</p>"#);
        let pages = pages(THREE, &more);
        let mut article = pages.before.clone();
        pages.grown().put_into(&mut article);
        let words = |article: &Article| article.body.iter().flat_map(says).collect::<Vec<_>>();
        assert_eq!(words(&article), words(&pages.after));
        let same: Vec<u32> = (0..pages.was.len() as u32).collect();
        let none = vec![NONE; same.len()];
        let kin = Kin { was: &same, piece: &none };
        let grown = grown(&article, article.body.len(), pages.after.clone(), kin);
        assert!(!grown.is_more() && grown.changed.is_empty() && grown.footnotes.is_empty());
    }
}
