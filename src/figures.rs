//! Pictures, players and frames that belong to the article, with the captions and credits that stand by them.

use std::collections::{HashMap, HashSet};

use crate::article::{Embed, Figure, Image, Inline, Inlines, Medium, plain};
use crate::blocks::Kind;
use crate::inlines::Reader;
use crate::links;
use crate::pictures;
use crate::roles::{Page, Role};
use crate::score::lexicon::Hint;
use crate::tree::{NodeId, Tag};

/// A figure and where it stands.
#[derive(Debug, Clone)]
pub struct FigureAt {
    /// It stands before the block of this number.
    pub at: usize,
    /// The element it came from.
    pub node: NodeId,
    /// Its pictures.
    pub images: Vec<Image>,
    /// A player or a frame instead.
    pub embed: Option<Embed>,
    /// Blocks of its caption.
    pub captions: Vec<usize>,
    /// Blocks that are nothing but a credit.
    pub credits: Vec<usize>,
}

/// Words above which a text by a picture is not its caption: the longest of the corpus' 268 has 118.
const LONGEST_CAPTION: u32 = 120;

/// How far up from a caption its picture is looked for.
const REACH: usize = 5;

/// Finds the article's figures and marks their captions.
pub fn find(page: &Page<'_>, roles: &mut [Role]) -> Vec<FigureAt> {
    let is_caption = |i: usize, role: Role| {
        let block = &page.blocks[i];
        block.kind.is_text()
            && matches!(role, Role::None | Role::Body)
            && !matches!(block.kind, Kind::Heading(_) | Kind::Button)
            && page.around.words(i) <= LONGEST_CAPTION
            && (page.judged.caption[i] > 0.0 || block.kind == Kind::Caption && page.judged.caption[i] > -2.0)
    };
    let captions: Vec<usize> = (0..roles.len()).filter(|&i| is_caption(i, roles[i])).collect();
    for &i in &captions {
        roles[i] = Role::Caption;
    }
    let first = roles.iter().position(|r| matches!(r, Role::Headline | Role::Dek | Role::Body));
    let last = roles.iter().rposition(|r| matches!(r, Role::Body | Role::Point));
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut figures: Vec<FigureAt> = Vec::new();
    // Which figure each picture's block went into.
    let mut owners: HashMap<usize, usize> = HashMap::new();
    for (i, block) in page.blocks.iter().enumerate() {
        if block.kind.is_text() || block.kind == Kind::Rule {
            continue;
        }
        let within = first.is_some_and(|f| i + 12 > f) && last.is_some_and(|l| i <= l + 6);
        if !within || !belongs(page, roles, i) {
            continue;
        }
        let node = frame_of(page, block.node);
        let mut figure = FigureAt {
            at: i,
            node,
            images: Vec::new(),
            embed: None,
            captions: Vec::new(),
            credits: Vec::new(),
        };
        if block.kind == Kind::Image {
            let Some(image) = pictures::image(page.tree, block.node, page.base) else { continue };
            if pictures::is_icon(&image) {
                continue;
            }
            // The same picture again: a smaller cut, a twin for pages without scripts. Its caption counts.
            let identity = pictures::identity(&image.src);
            if let Some(&figure) = seen.get(&identity) {
                owners.insert(i, figure);
                continue;
            }
            seen.insert(identity, figures.len());
            // Pictures of one figure are one gallery.
            let gallery = page.tree.tag(node) == Tag::Figure;
            if let Some(last) = figures.last_mut().filter(|f| gallery && f.node == node && f.embed.is_none())
            {
                last.images.push(image);
                continue;
            }
            figure.images.push(image);
        } else {
            let Some(embed) = embed(page, block.node, block.kind) else { continue };
            if seen.insert(embed.src.clone(), figures.len()).is_some() {
                continue;
            }
            figure.embed = Some(embed);
        }
        owners.insert(i, figures.len());
        figures.push(figure);
    }
    for &i in &captions {
        match nearest(page, &owners, i) {
            Some(f) => {
                let figure = &mut figures[f];
                if is_credit(page, i) && !page.blocks[i].text.is_empty() {
                    figure.credits.push(i);
                } else {
                    figure.captions.push(i);
                }
            }
            // A caption whose picture is not shown is not shown either.
            None => roles[i] = Role::None,
        }
    }
    figures
}

/// A caption's block as caption and credit: an inline element that is named a credit parts them.
fn words_of(page: &Page<'_>, reader: &Reader<'_>, i: usize) -> (Inlines, Inlines) {
    let tree = page.tree;
    let block = &page.blocks[i];
    let named = tree.descendants(block.node).find(|&d| {
        d >= block.span.0
            && d < block.span.1
            && tree.is_element(d)
            && page.around.own_hints(d) >> Hint::Credit as u64 & 1 != 0
            && page.around.own_hints(d) >> Hint::Caption as u64 & 1 == 0
    });
    // The span begins at the first text: an element around that text alone begins just before it.
    let named = named.or_else(|| {
        let up = tree.parent(block.span.0)?;
        (up != block.node && page.around.own_hints(up) >> Hint::Credit as u64 & 1 != 0).then_some(up)
    });
    let Some(credit) = named else { return (reader.read(block.node, block.span), Vec::new()) };
    let mut caption = Vec::new();
    if block.span.0 < credit {
        caption = reader.read(block.node, (block.span.0, credit));
    }
    let rest = tree.end(credit);
    if rest < block.span.1 {
        let after = reader.read(block.node, (rest, block.span.1));
        if !caption.is_empty() && !after.is_empty() {
            caption.push(Inline::Text(" ".into()));
        }
        caption.extend(after);
    }
    (caption, reader.read(block.node, (credit, rest)))
}

/// Is the block named a credit by its own markup?
fn is_credit(page: &Page<'_>, i: usize) -> bool {
    let node = page.blocks[i].node;
    page.around.own_hints(node) >> Hint::Credit as u64 & 1 != 0
        && page.around.own_hints(node) >> Hint::Caption as u64 & 1 == 0
}

/// The element that holds a picture and its words and nothing else: a `figure`, or what is named like one.
fn frame_of(page: &Page<'_>, node: NodeId) -> NodeId {
    let tree = page.tree;
    tree.ancestors(node).take(REACH).find(|&a| tree.tag(a) == Tag::Figure).unwrap_or(node)
}

/// Does the picture belong to the article? What it stands among tells: going up from it, the first element that
/// holds text is its figure, its paragraph or its card, and shares its fate.
fn belongs(page: &Page<'_>, roles: &[Role], i: usize) -> bool {
    let (tree, around) = (page.tree, page.around);
    let node = page.blocks[i].node;
    if around.in_furniture(node) {
        return false;
    }
    let has = |bits: u64, hint: Hint| bits >> hint as u64 & 1 != 0;
    let own = around.own_hints(node);
    if has(own, Hint::Author) || has(own, Hint::Share) || has(own, Hint::Header) && !has(own, Hint::Picture) {
        return false;
    }
    let near = tree.ancestors(node).take(4).fold(own, |bits, a| bits | around.own_hints(a));
    let outside =
        [Hint::Advert, Hint::Comments, Hint::Related, Hint::Consent, Hint::Newsletter, Hint::Footer];
    let suspect = outside.iter().any(|&h| has(near, h));
    let (core, _) = around.cores();
    let in_core = tree.holds(core, node);
    let mut letters = 0;
    let mut good = 0;
    for up in tree.ancestors(node).take(12) {
        let range = around.blocks_of(tree, up);
        if range.len() > 400 {
            return in_core;
        }
        letters = 0;
        good = 0;
        for j in range {
            if !page.blocks[j].kind.is_text() || page.blocks[j].kind == Kind::Button {
                continue;
            }
            let weight = page.blocks[j].letters.max(1);
            letters += weight;
            if roles[j] != Role::None {
                good += weight;
            }
        }
        // A credit, a counter or a label alone says nothing yet.
        if letters > 60 {
            break;
        }
    }
    // Words that hint at something else weigh where no text of the article speaks for the picture.
    if good == 0 { letters == 0 && in_core && !suspect } else { good * 2 >= letters }
}

fn embed(page: &Page<'_>, node: NodeId, kind: Kind) -> Option<Embed> {
    let tree = page.tree;
    let all = page.around.all_hints(node);
    if all >> Hint::Advert as u64 & 1 != 0 || page.around.is_hidden(node) {
        return None;
    }
    let address = |value: &str| links::resolve(page.base, value).filter(|s| s.starts_with("http"));
    let attr = |name: &str| tree.attr(node, name).filter(|v| !v.trim().is_empty());
    let inner =
        || tree.descendants(node).filter(|&d| tree.tag(d) == Tag::Source).find_map(|d| tree.attr(d, "src"));
    let (medium, src) = match kind {
        Kind::Frame => (Medium::Frame, attr("src").or(attr("data-src")).or(attr("data"))?),
        _ if tree.tag(node) == Tag::Audio => (Medium::Audio, attr("src").or_else(inner)?),
        _ => (Medium::Video, attr("src").or_else(inner)?),
    };
    let src = address(src)?;
    let number = |name: &str| attr(name).and_then(|v| v.trim_end_matches("px").parse::<u32>().ok());
    // A frame of a pixel or a line counts visits or holds an advertisement.
    if kind == Kind::Frame
        && (number("width").is_some_and(|w| w < 100) || number("height").is_some_and(|h| h < 60))
    {
        return None;
    }
    let host = src.split("://").nth(1).and_then(|r| r.split(['/', '?']).next()).unwrap_or_default();
    let title = attr("title").or(attr("aria-label")).map_or_else(|| host.to_owned(), crate::text::fold);
    Some(Embed { medium, title, poster: attr("poster").and_then(address), src, caption: None })
}

/// The figure that a caption speaks of: in the smallest element around the caption that holds a picture, shown or
/// not; of several the last before it, else the first after it.
fn nearest(page: &Page<'_>, owners: &HashMap<usize, usize>, caption: usize) -> Option<usize> {
    let node = page.blocks[caption].node;
    let is_picture = |j: &usize| matches!(page.blocks[*j].kind, Kind::Image | Kind::Player | Kind::Frame);
    for up in std::iter::once(node).chain(page.tree.ancestors(node).take(REACH)) {
        let range = page.around.blocks_of(page.tree, up);
        let (from, to) = (range.start.max(caption.saturating_sub(NEAR)), range.end.min(caption + NEAR));
        let pictures: Vec<usize> = (from..to).filter(is_picture).collect();
        if pictures.is_empty() {
            continue;
        }
        let owned = |j: &usize| owners.get(j).copied();
        let before = pictures.iter().rev().filter(|&&j| j < caption).find_map(owned);
        return before.or_else(|| pictures.iter().find_map(owned));
    }
    None
}

/// Blocks between a caption and its picture at the most.
const NEAR: usize = 12;

impl FigureAt {
    /// The figure with its words, the credit apart from the caption where that can be told.
    pub fn read(&self, page: &Page<'_>, reader: &Reader<'_>) -> Figure {
        let mut caption: Inlines = Vec::new();
        let mut credit: Inlines = Vec::new();
        let mut seen: HashSet<&str> = HashSet::new();
        for &i in &self.captions {
            if !seen.insert(page.keys[i].as_str()) {
                continue;
            }
            let (text, by) = words_of(page, reader, i);
            if !caption.is_empty() && !text.is_empty() {
                caption.push(Inline::Text(" ".into()));
            }
            caption.extend(text);
            if credit.is_empty() {
                credit = by;
            }
        }
        for &i in &self.credits {
            if credit.is_empty() {
                credit = reader.read(page.blocks[i].node, page.blocks[i].span);
            }
        }
        if credit.is_empty() {
            (caption, credit) = crate::credits::part(caption);
        }
        let some = |inlines: Inlines| (!plain(&inlines).trim().is_empty()).then_some(inlines);
        Figure {
            source: Some(page.tree.ordinal(self.node)),
            images: self.images.clone(),
            caption: some(caption),
            credit: some(credit),
        }
    }
}
