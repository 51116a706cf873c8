//! Pictures, players and frames that belong to the article, with the captions and credits that stand by them.

use std::collections::{HashMap, HashSet};

use crate::article::{Embed, Figure, Image, Inline, Inlines, Medium, plain, without_whole_style};
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

/// Words above which a text by a picture is not its caption: well above the longest of the
/// 268 in the corpus' news, which has 75.
const LONGEST_CAPTION: u32 = 120;

/// How far up from a caption its picture is looked for.
const REACH: usize = 5;

/// Finds the article's figures and marks their captions.
pub fn find(page: &Page<'_>, roles: &mut [Role]) -> Vec<FigureAt> {
    let captions: Vec<usize> = (0..roles.len())
        .filter(|&i| matches!(roles[i], Role::None | Role::Body) && page.is_caption(i))
        .collect();
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
    for figure in &mut figures {
        // Where one text is surely the caption, what only stands near is a counter or a button's words.
        let sure = |&i: &usize| page.judged.caption[i] > 0.0 || page.blocks[i].kind == Kind::Caption;
        if figure.captions.iter().any(sure) {
            figure.captions.retain(|i| sure(i) || is_caption_by_markup(page, *i));
        }
    }
    figures
}

/// Which blocks speak of a picture beside them.
pub fn captions(page: &Page<'_>) -> Vec<bool> {
    let under = under_pictures(page);
    let is_caption = |i: usize| {
        let block = &page.blocks[i];
        block.kind.is_text()
            && !matches!(block.kind, Kind::Heading(_) | Kind::Button)
            && page.around.words(i) <= LONGEST_CAPTION
            && (page.judged.caption[i] > 0.0
                || block.kind == Kind::Caption && page.judged.caption[i] > LIKELY_CAPTION
                || under[i]
                || is_caption_by_markup(page, i))
    };
    (0..page.blocks.len()).map(is_caption).collect()
}

/// Texts that stand with a picture in an element of their own, right under it, as do all that are marked up alike.
fn under_pictures(page: &Page<'_>) -> Vec<bool> {
    let tree = page.tree;
    let is_picture = |j: usize| matches!(page.blocks[j].kind, Kind::Image | Kind::Player);
    let with_picture = |i: usize| {
        let block = &page.blocks[i];
        let few = (2..=60).contains(&page.around.words(i)) && block.linked * 2 < block.letters;
        let figures = block.text.chars().filter(|c| c.is_numeric()).count() as u32;
        if i == 0
            || !is_picture(i - 1)
            || !few
            || figures * 2 > block.letters
            || block.kind != Kind::Paragraph
        {
            return false;
        }
        let wrapper =
            tree.ancestors(block.node).take(REACH).find(|&a| tree.holds(a, page.blocks[i - 1].node));
        wrapper.is_some_and(|w| {
            let texts = page.around.blocks_of(tree, w).filter(|&j| page.blocks[j].kind.is_text());
            texts.count() <= 2
        })
    };
    let names = page.around.alike(tree, page.blocks);
    let mut alone: HashSet<u64> = HashSet::new();
    for i in 0..page.blocks.len() {
        if page.blocks[i].kind.is_text() && !with_picture(i) {
            alone.insert(names[i]);
        }
    }
    (0..page.blocks.len()).map(|i| with_picture(i) && !alone.contains(&names[i])).collect()
}

/// Blocks that may stand between a picture and its caption: a counter, an icon, an enlarging link.
const BESIDE: usize = 2;

/// Words that a credit has at the most where nothing else tells it.
const FEW: u32 = 6;

/// Logit from which a `figcaption` or a table's `caption` is one wherever its picture is.
const LIKELY_CAPTION: f32 = -2.0;

/// Logit below which markup makes no caption.
const UNLIKELY: f32 = -3.0;

/// What markup alone makes a caption: `figcaption` of a figure with a picture; the picture's alt text said once more
/// beside it; small print or italics right after it.
fn is_caption_by_markup(page: &Page<'_>, i: usize) -> bool {
    let tree = page.tree;
    let block = &page.blocks[i];
    let is_picture = |j: &usize| matches!(page.blocks[*j].kind, Kind::Image | Kind::Player);
    // A link is a teaser's title.
    if block.linked * 2 >= block.letters.max(1) {
        return false;
    }
    let unlikely = page.judged.caption[i] < UNLIKELY;
    if block.kind == Kind::Caption && !unlikely {
        let figure = tree.ancestors(block.node).take(REACH).find(|&a| tree.tag(a) == Tag::Figure);
        return figure.is_some_and(|f| page.around.blocks_of(tree, f).any(|j| is_picture(&j)));
    }
    let beside = (i.saturating_sub(BESIDE)..(i + 2).min(page.blocks.len())).find(is_picture);
    let says_alt = |j: usize| {
        let alt = crate::text::key(tree.attr(page.blocks[j].node, "alt").unwrap_or_default());
        alt.len() > 8 && page.keys[i] == alt
    };
    if !unlikely && beside.is_some_and(says_alt) {
        return true;
    }
    let after_picture = i > 0 && is_picture(&(i - 1));
    let small = block.letters > 0
        && (block.emphasised * 20 >= block.letters * 19
            || std::iter::once(block.span.0)
                .chain(tree.ancestors(block.span.0).take(3))
                .take_while(|&a| a != block.node)
                .any(|a| tree.tag(a) == Tag::Small));
    // Italics may also be a dek or a lead; a caption is one of two lines that are not the body's.
    let unlike = page.blocks.get(i + 1).is_none_or(|next| next.emphasised * 20 < next.letters.max(1) * 19);
    after_picture && small && unlike && page.around.words(i) <= 60
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
    let has = |id: NodeId, hint: Hint| page.around.own_hints(id) >> hint as u64 & 1 != 0;
    let parts = page.tree.descendants(node).any(|d| page.tree.is_element(d) && has(d, Hint::Credit));
    has(node, Hint::Credit) && !has(node, Hint::Caption) && !parts
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
            // A few words without an end, behind a caption, are its credit.
            let few =
                page.around.words(i) <= FEW && !page.blocks[i].text.ends_with(['.', '!', '?', '…', '。']);
            if few && !caption.is_empty() && credit.is_empty() && by.is_empty() {
                credit = text;
                continue;
            }
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
        let caption = without_whole_style(caption);
        let some = |inlines: Inlines| (!plain(&inlines).trim().is_empty()).then_some(inlines);
        Figure {
            source: Some(page.tree.ordinal(self.node)),
            images: self.images.clone(),
            caption: some(caption),
            credit: some(credit),
        }
    }
}
