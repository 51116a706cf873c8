//! Pictures, players and frames that belong to the article, with the captions and credits that stand by them.

use std::collections::{HashMap, HashSet};

use crate::article::{Embed, Figure, Image, Inline, Inlines, Medium, plain, without_whole_style};
use crate::blocks::Kind;
use crate::credits;
use crate::inlines::Reader;
use crate::links;
use crate::pictures;
use crate::roles::{Page, Role};
use crate::score::lexicon::{self, Cue, Hint};
use crate::text;
use crate::tree::{NodeId, Tag, Tree};

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
    /// The earlier figure that shows the same picture.
    repeats: Option<usize>,
}

/// Words from which a text beside a caption repeats it by no chance.
const AGAIN: u32 = 5;

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
    let body = roles.iter().position(|&r| r == Role::Body);
    let teasers = teasers(page, roles);
    let mut seen = Seen::default();
    let mut figures: Vec<FigureAt> = Vec::new();
    // Which figure each picture's block went into.
    let mut owners: HashMap<usize, usize> = HashMap::new();
    for (i, block) in page.blocks.iter().enumerate() {
        if block.kind.is_text() || block.kind == Kind::Rule {
            continue;
        }
        let within = first.is_some_and(|f| i + 12 > f) && last.is_some_and(|l| i <= l + 6);
        if !within || teasers.contains(&i) || !belongs(page, roles, i) {
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
            repeats: None,
        };
        if block.kind == Kind::Image {
            let Some(image) = pictures::image(page.tree, block.node, page.base.as_deref()) else { continue };
            // A small drawing in a figure of its own is no icon.
            let framed =
                page.tree.tag(node) == Tag::Figure && image.width.is_some() && !pictures::is_tiny(&image);
            let above = body.is_none_or(|b| i < b);
            if pictures::is_icon(&image) && !framed
                || above && is_portrait(page, block.node, &image)
                || is_badge(page, block.node, above, roles.get(i + 1..).unwrap_or_default())
            {
                continue;
            }
            figure.repeats = seen.first(&image, figures.len());
            figure.images.push(image);
        } else {
            match embed(page, block.node, block.kind) {
                Some(embed) => {
                    if figures.iter().any(|f| f.embed.as_ref().is_some_and(|e| e.src == embed.src)) {
                        continue;
                    }
                    figure.embed = Some(embed);
                }
                // What a script feeds a player with has no address: its still picture is left.
                None => {
                    let Some(poster) = poster(page, block.node) else { continue };
                    figure.repeats = seen.first(&poster, figures.len());
                    figure.images.push(poster);
                }
            }
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
    // The number of a slide is none of its text.
    for i in 0..roles.len() {
        let beside = i.saturating_sub(1)..(i + 2).min(roles.len());
        let slide = || {
            is_number_of(&page.blocks[i].text)
                && beside.clone().any(|j| page.blocks[j].kind == Kind::Image)
                && beside.clone().any(|j| roles[j] == Role::Caption)
        };
        if roles[i] == Role::Body && page.blocks[i].kind.is_text() && slide() {
            roles[i] = Role::None;
        }
    }
    // What the body says right beside a caption and in its words is the caption for smaller screens.
    for &i in &captions {
        for j in i + 1..(i + 4).min(roles.len()) {
            let again = page.around.words(j) >= AGAIN
                && page.keys[i]
                    .strip_prefix(page.keys[j].as_str())
                    .is_some_and(|r| r.is_empty() || r.starts_with(' '));
            if roles[j] == Role::Body && page.blocks[j].kind == Kind::Paragraph && again {
                roles[j] = Role::None;
            }
        }
    }
    let mut said: HashMap<&str, usize> = HashMap::new();
    for &i in &captions {
        *said.entry(page.keys[i].as_str()).or_default() += 1;
    }
    for figure in &mut figures {
        // A few words under every picture are a button's.
        let label = |i: &usize| {
            page.around.words(*i) <= FEW
                && !credits::is_line(&page.blocks[*i].text)
                && said.get(page.keys[*i].as_str()).is_some_and(|&n| n > 2)
        };
        for &i in figure.captions.iter().filter(|i| label(i)) {
            roles[i] = Role::None;
        }
        figure.captions.retain(|i| !label(i));
        // Where one text is surely the caption, what only stands near is a counter or a button's words.
        let sure = |&i: &usize| page.judged.caption[i] > 0.0 || page.blocks[i].kind == Kind::Caption;
        if figure.captions.iter().any(sure) {
            figure.captions.retain(|i| sure(i) || is_caption_by_markup(page, *i));
        }
    }
    galleries(page, without_repeats(page, figures))
}

/// Pictures of teasers: a link goes round them that also says, there or right beside, what the article does not hold.
fn teasers(page: &Page<'_>, roles: &[Role]) -> HashSet<usize> {
    let linked: Vec<Option<&str>> = page.blocks.iter().map(|b| link_of(page.tree, b.span.0)).collect();
    let says = |i: usize, href: &str| {
        let whole = page.blocks[i].linked * 10 >= page.blocks[i].letters.max(1) * 9;
        page.blocks[i].kind.is_text()
            && linked[i] == Some(href)
            && whole
            && page.around.words(i) >= TITLE
            && !credits::is_line(&page.blocks[i].text)
    };
    let is_teaser = |i: usize| {
        let Some(href) = linked[i].filter(|_| page.blocks[i].kind == Kind::Image) else { return false };
        let mut texts = (i.saturating_sub(BESIDE)..(i + BESIDE + 1).min(page.blocks.len()))
            .filter(|&j| says(j, href))
            .peekable();
        let captioned = (i.saturating_sub(BESIDE + 1)..(i + BESIDE + 2).min(page.blocks.len()))
            .any(|j| roles[j] == Role::Caption && linked[j].is_none());
        !captioned && texts.peek().is_some() && texts.all(|j| roles[j] == Role::None)
    };
    (0..page.blocks.len()).filter(|&i| is_teaser(i)).collect()
}

/// Where the link round a block leads, if to another page.
pub fn link_of(tree: &Tree, node: NodeId) -> Option<&str> {
    let mut up = std::iter::once(node).chain(tree.ancestors(node)).take(REACH + 1);
    up.find_map(|a| (tree.tag(a) == Tag::A).then(|| tree.attr(a, "href")).flatten())
        .filter(|href| !href.starts_with('#'))
}

/// Words of the shortest title in a teaser: less may be the name of who took the picture.
const TITLE: u32 = 2;

/// Pictures seen so far, by what tells them apart.
#[derive(Default)]
struct Seen(HashMap<String, Vec<Sight>>);

/// The figure, and the path, the alternative text and the query of its picture.
type Sight = (usize, String, String, Vec<String>);

impl Seen {
    /// The figure that showed this picture first, if one did; else it is this one.
    fn first(&mut self, image: &Image, figure: usize) -> Option<usize> {
        let (name, path) = (pictures::identity(&image.src), pictures::path(&image.src));
        let alt = crate::text::key(&image.alt);
        let known = self.0.entry(name).or_default();
        // A camera or an agency may give several pictures one name: then the folder or what they show differs.
        // And so it is where the query alone names the picture.
        let asked: Vec<String> = pictures::asked(&image.src).into_iter().map(str::to_owned).collect();
        let same = |(_, at, said, asks): &&Sight| {
            *at == path && *asks == asked || *said == alt || said.is_empty() || alt.is_empty()
        };
        let first = known.iter().find(same).map(|&(first, ..)| first);
        if first.is_none() {
            known.push((figure, path, alt, asked));
        }
        first
    }
}

/// The same picture again (a smaller cut, a twin for pages without scripts) is left out and gives its words to the
/// first; where it says something else in a frame of its own, the page means to show it twice.
fn without_repeats(page: &Page<'_>, figures: Vec<FigureAt>) -> Vec<FigureAt> {
    let mut kept: Vec<FigureAt> = Vec::new();
    let mut place: Vec<usize> = Vec::new();
    for figure in figures {
        let Some(first) = figure.repeats.and_then(|f| place.get(f).copied()) else {
            place.push(kept.len());
            kept.push(figure);
            continue;
        };
        let own = &mut kept[first];
        let new = |i: &usize| !own.captions.iter().any(|j| page.keys[*j] == page.keys[*i]);
        let says_more = figure.captions.iter().any(new);
        if own.captions.is_empty() || !says_more || own.node == figure.node {
            let more: Vec<usize> = figure.captions.iter().copied().filter(new).collect();
            own.captions.extend(more);
            own.credits.extend(figure.credits);
            place.push(first);
        } else {
            place.push(kept.len());
            kept.push(figure);
        }
    }
    kept
}

/// Pictures of one `figure` are one gallery, unless several of them have words of their own.
fn galleries(page: &Page<'_>, figures: Vec<FigureAt>) -> Vec<FigureAt> {
    let mut worded: HashMap<NodeId, usize> = HashMap::new();
    for figure in figures.iter().filter(|f| !f.captions.is_empty()) {
        *worded.entry(figure.node).or_default() += 1;
    }
    let mut joined: Vec<FigureAt> = Vec::new();
    for figure in figures {
        let one = page.tree.tag(figure.node) == Tag::Figure
            && worded.get(&figure.node).is_none_or(|&n| n < 2)
            && figure.embed.is_none();
        match joined.last_mut().filter(|last| one && last.node == figure.node && last.embed.is_none()) {
            Some(last) => {
                last.images.extend(figure.images);
                last.captions.extend(figure.captions);
                last.credits.extend(figure.credits);
            }
            None => joined.push(figure),
        }
    }
    joined
}

/// Which blocks speak of a picture beside them.
pub fn captions(page: &Page<'_>) -> Vec<bool> {
    let under = under_pictures(page);
    let told: Vec<String> = page.metadata.descriptions.iter().map(|d| crate::text::key(&d.text)).collect();
    // What the page describes itself with is no picture's.
    let is_described = |i: usize| page.around.words(i) >= DESCRIBED && told.contains(&page.keys[i]);
    let is_caption = |i: usize| {
        let block = &page.blocks[i];
        block.kind.is_text()
            && block.kind != Kind::Button
            && (!matches!(block.kind, Kind::Heading(_)) || page.judged.caption[i] > 0.0 && in_figure(page, i))
            && page.around.words(i) <= LONGEST_CAPTION
            && !is_counter(&block.text)
            && (!is_described(i)
                || block.kind == Kind::Caption
                || in_figure(page, i)
                || is_before_credit(page, i))
            && (page.judged.caption[i] > 0.0 && !is_past_caption(page, i)
                || block.kind == Kind::Caption && page.judged.caption[i] > LIKELY_CAPTION
                || under[i]
                || is_slide(page, i)
                || is_before_credit(page, i)
                || is_named_caption(page, i)
                || block.kind == Kind::Caption && is_credit(page, i) && in_figure(page, i)
                || is_caption_by_markup(page, i))
    };
    (0..page.blocks.len()).map(is_caption).collect()
}

/// Words of the shortest description that is told from a caption.
const DESCRIBED: u32 = 6;

/// Does the block stand in a `figure` with a picture?
fn in_figure(page: &Page<'_>, i: usize) -> bool {
    let tree = page.tree;
    let figure = tree.ancestors(page.blocks[i].node).take(REACH).find(|&a| tree.tag(a) == Tag::Figure);
    figure.is_some_and(|f| page.around.blocks_of(tree, f).any(|j| page.blocks[j].kind == Kind::Image))
}

/// A text right by a picture in an element that is named a caption: where it ends with a credit even if all of it is
/// a link (to the picture in large), and where it is the picture's alternative text.
fn is_named_caption(page: &Page<'_>, i: usize) -> bool {
    let (tree, block) = (page.tree, &page.blocks[i]);
    let beside = (i.saturating_sub(BESIDE)..(i + 2).min(page.blocks.len()))
        .filter(|&j| page.blocks[j].kind == Kind::Image);
    let near = std::iter::once(block.node).chain(tree.ancestors(block.node).take(2)).filter(|&a| {
        page.around.blocks_of(tree, a).filter(|&j| page.blocks[j].kind.is_text()).take(3).count() < 3
    });
    let named = block.kind == Kind::Caption && in_figure(page, i)
        || near.into_iter().any(|a| page.around.own_hints(a) >> Hint::Caption as u64 & 1 != 0);
    if !named || page.judged.verdicts[i].kept || page.around.words(i) < NAMED || is_past_caption(page, i) {
        return false;
    }
    let credited = || {
        let (caption, credit) = credits::part(vec![Inline::Text(block.text.clone())]);
        !caption.is_empty() && !credit.is_empty()
    };
    let mut says_alt = beside.clone().map(|j| tree.attr(page.blocks[j].node, "alt").unwrap_or_default());
    // Right under the picture, in an element that holds nothing else.
    let own = || {
        i > 0
            && page.blocks[i - 1].kind == Kind::Image
            && page.around.own_hints(block.node) >> Hint::Caption as u64 & 1 != 0
    };
    beside.count() > 0 && (says_alt.any(|alt| crate::text::key(alt) == page.keys[i]) || credited() || own())
}

/// Words of the shortest caption that its name and its credit make one.
const NAMED: u32 = 4;

/// Does the block stand outside the `figure` before it that has its caption already?
fn is_past_caption(page: &Page<'_>, i: usize) -> bool {
    let tree = page.tree;
    let Some(picture) = (i.saturating_sub(NEAR)..i).rev().find(|&j| page.blocks[j].kind == Kind::Image)
    else {
        return false;
    };
    let figure = tree.ancestors(page.blocks[picture].node).take(REACH).find(|&a| tree.tag(a) == Tag::Figure);
    figure.is_some_and(|f| {
        !tree.holds(f, page.blocks[i].node)
            && page
                .around
                .blocks_of(tree, f)
                .any(|j| page.blocks[j].kind == Kind::Caption && page.around.words(j) > 2)
    })
}

/// Texts that stand with a picture in an element of their own, right under it, as do all that are marked up alike.
fn under_pictures(page: &Page<'_>) -> Vec<bool> {
    let tree = page.tree;
    let is_picture = |j: usize| page.blocks[j].kind == Kind::Image;
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
            texts.count() <= 2 && !is_card(page, w, i)
        })
    };
    let names = page.around.alike(tree, page.blocks);
    let mut alone: HashSet<u64> = HashSet::new();
    for i in 0..page.blocks.len() {
        if page.blocks[i].kind.is_text() && !with_picture(i) {
            alone.insert(names[i]);
        }
    }
    let legends = legends(page);
    (0..page.blocks.len())
        .map(|i| with_picture(i) && !alone.contains(&names[i]) || legends.contains(&i))
        .collect()
}

/// Texts of a class that the page gives to nothing but texts right under a picture: to two at least, or to one that
/// ends with a credit.
fn legends(page: &Page<'_>) -> HashSet<usize> {
    let tree = page.tree;
    let mut classes: HashMap<(Tag, &str), Option<Vec<usize>>> = HashMap::new();
    for (i, block) in page.blocks.iter().enumerate() {
        let class = tree.attr(block.node, "class").map(str::trim).filter(|c| !c.is_empty());
        let Some(class) = class.filter(|_| block.kind.is_text()) else { continue };
        let under = i > 0
            && page.blocks[i - 1].kind == Kind::Image
            && block.kind == Kind::Paragraph
            && (2..=60).contains(&page.around.words(i))
            && block.linked * 2 < block.letters;
        let known = classes.entry((tree.tag(block.node), class)).or_insert_with(|| Some(Vec::new()));
        match known {
            Some(all) if under => all.push(i),
            _ => *known = None,
        }
    }
    let ends_with_credit = |i: usize| {
        let inlines = vec![Inline::Text(page.blocks[i].text.clone())];
        let (caption, credit) = credits::part(inlines);
        !caption.is_empty() && !credit.is_empty()
    };
    let told = classes
        .into_values()
        .flatten()
        .filter(|all| all.len() > 1 || all.iter().any(|&i| ends_with_credit(i)));
    told.flatten().collect()
}

/// A text beside the one picture of an element that stands among others like it, as slides do, with nothing else to
/// read but a counter or a button.
fn is_slide(page: &Page<'_>, i: usize) -> bool {
    let (tree, block) = (page.tree, &page.blocks[i]);
    let few = (3..=60).contains(&page.around.words(i)) && block.linked * 2 < block.letters;
    if !few || block.kind != Kind::Paragraph {
        return false;
    }
    let unlikely = page.judged.verdicts[i].kept && page.judged.caption[i] < UNLIKELY;
    for up in tree.ancestors(block.node).take(REACH + 2) {
        let range = page.around.blocks_of(tree, up);
        if range.len() > 8 {
            return false;
        }
        let images = range.clone().filter(|&j| page.blocks[j].kind == Kind::Image).count();
        if images == 0 || page.around.twins(up) < 3 {
            continue;
        }
        let bare = |j: usize| page.blocks[j].kind == Kind::Button || is_counter(&page.blocks[j].text);
        // Pictures of a list may have the body's text beside them; those that are numbered "2/7" are slides.
        if unlikely && !range.clone().any(|j| is_number_of(&page.blocks[j].text)) {
            return false;
        }
        let texts: Vec<usize> = range.filter(|&j| page.blocks[j].kind.is_text() && !bare(j)).collect();
        // The last of two is the credit.
        let alone = match texts[..] {
            [one] => one == i,
            [_, last] => texts.contains(&i) && credits::is_line(&page.blocks[last].text),
            _ => false,
        };
        return images <= 2 && alone && !is_card(page, up, i);
    }
    false
}

/// Does the element hold a link that is neither round its picture nor in the text? A card of another article has one
/// laid over all of it.
fn is_card(page: &Page<'_>, wrapper: NodeId, text: usize) -> bool {
    let (tree, block) = (page.tree, &page.blocks[text]);
    tree.descendants(wrapper)
        .take(200)
        .filter(|&d| tree.tag(d) == Tag::A && tree.attr(d, "href").is_some())
        .any(|link| {
            let pictures = page.around.blocks_of(tree, link).any(|j| page.blocks[j].kind == Kind::Image);
            !pictures && !tree.holds(block.node, link)
        })
}

/// "2/12", "2 of 12": two numbers, the first no larger, with a mark or a short word between.
fn is_number_of(text: &str) -> bool {
    if !is_counter(text) {
        return false;
    }
    let numbers: Vec<u32> =
        text.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).take(3).collect();
    matches!(numbers[..], [at, of] if at <= of && of < 1000)
}

/// "2 of 12 |", "3/7": numbers, and few letters beside them.
fn is_counter(text: &str) -> bool {
    // Twenty characters have at most so many bytes.
    if text.len() > 80 {
        return false;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    text.chars().any(|c| c.is_ascii_digit()) && letters <= 6 && text.chars().count() <= 20
}

/// A text between a picture and a line of credit, alone with them in one element.
fn is_before_credit(page: &Page<'_>, i: usize) -> bool {
    let (tree, block) = (page.tree, &page.blocks[i]);
    let Some(next) = page.blocks.get(i + 1) else { return false };
    let fits = i > 0
        && matches!(page.blocks[i - 1].kind, Kind::Image | Kind::Player)
        && block.kind == Kind::Paragraph
        && (2..=75).contains(&page.around.words(i))
        && block.linked * 2 < block.letters
        && next.kind == Kind::Paragraph
        && credits::is_line(&next.text);
    fits && tree.ancestors(block.node).take(REACH).any(|up| {
        tree.holds(up, page.blocks[i - 1].node)
            && tree.holds(up, next.node)
            && page.around.blocks_of(tree, up).take(8).filter(|&j| page.blocks[j].kind.is_text()).count() <= 2
    })
}

/// Blocks that may stand between a picture and its caption: a counter, an icon, an enlarging link.
const BESIDE: usize = 2;

/// Words that a credit has at the most where nothing else tells it.
const FEW: u32 = 6;

/// Logit from which a `figcaption` or a table's `caption` is one wherever its picture is.
const LIKELY_CAPTION: f32 = -2.0;

/// Logit below which markup makes no caption.
const UNLIKELY: f32 = -3.0;

/// Likeness from which a text says what the picture's alt text says: a credit may follow it.
const LIKE_ALT: f32 = 0.75;

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
        let long = crate::text::words(&alt).count() > 4;
        alt.len() > 8 && page.keys[i] == alt
            || long && crate::text::overlap_of_keys(&alt, &page.keys[i]) > LIKE_ALT
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
    let named = tree
        .descendants(block.node)
        .find(|&d| d >= block.span.0 && d < block.span.1 && tree.is_element(d) && is_named_credit(page, d));
    // The span begins at the first text: an element around that text alone begins just before it.
    let named = named.or_else(|| {
        let up = tree.parent(block.span.0)?;
        (up != block.node && is_named_credit(page, up)).then_some(up)
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

/// Is the element named a credit? In a name such as `caption__credit` the last word counts.
fn is_named_credit(page: &Page<'_>, id: NodeId) -> bool {
    let own = page.around.own_hints(id);
    let has = |hint: Hint| own >> hint as u64 & 1 != 0;
    if !has(Hint::Credit) {
        return has(Hint::Caption) && has(Hint::Author);
    }
    let mut last = None;
    for name in page.tree.attr(id, "class").unwrap_or_default().split_ascii_whitespace() {
        lexicon::each_word(name, |word| {
            last = lexicon::class_hint(word).filter(|h| matches!(h, Hint::Credit | Hint::Caption)).or(last);
        });
        if last == Some(Hint::Credit) {
            return true;
        }
    }
    last.is_none()
}

/// Is the block named a credit by its own markup?
fn is_credit(page: &Page<'_>, i: usize) -> bool {
    let node = page.blocks[i].node;
    let parts = page.tree.descendants(node).any(|d| page.tree.is_element(d) && is_named_credit(page, d));
    is_named_credit(page, node) && !parts
}

/// The element that holds a picture and its words and nothing else: a `figure`, or what is named like one.
fn frame_of(page: &Page<'_>, node: NodeId) -> NodeId {
    let tree = page.tree;
    tree.ancestors(node).take(REACH).find(|&a| tree.tag(a) == Tag::Figure).unwrap_or(node)
}

/// Is it the picture of whoever wrote the article: named so, and beside little but the name?
fn is_portrait(page: &Page<'_>, node: NodeId, image: &Image) -> bool {
    let alt = text::key(&image.alt);
    let mut names = page.metadata.bylines.iter().map(|name| text::key(name));
    let Some(name) = names.find(|n| n.contains(' ') && alt.len() < n.len() + SHORT_ALT && alt.contains(n))
    else {
        return false;
    };
    let range = page.tree.ancestors(node).take(REACH).map(|up| page.around.blocks_of(page.tree, up));
    let mut range = range.skip_while(|r| r.clone().all(|j| page.keys[j].is_empty()));
    range.next().is_some_and(|mut r| {
        r.clone().map(|j| page.around.words(j)).sum::<u32>() <= BESIDE_PORTRAIT
            && r.any(|j| page.keys[j].contains(&name))
    })
}

/// Bytes that the alternative text of a portrait has beside the name: "Portrait of …".
const SHORT_ALT: usize = 20;

/// Words that stand with a portrait: name, role, date.
const BESIDE_PORTRAIT: u32 = 15;

/// Is it a link to elsewhere: to the site's front page above the body, to another site where no text follows?
fn is_badge(page: &Page<'_>, node: NodeId, above: bool, after: &[Role]) -> bool {
    let tree = page.tree;
    let link = std::iter::once(node).chain(tree.ancestors(node).take(REACH)).find(|&a| tree.tag(a) == Tag::A);
    let Some(href) = link.and_then(|a| links::resolve(page.base.as_deref(), tree.attr(a, "href")?)) else {
        return false;
    };
    let parts = |address: &str| {
        let (_, rest) = address.split_once("://")?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        Some((host.trim_start_matches("www.").to_owned(), path.is_empty()))
    };
    let (Some((host, front)), Some((own, _))) = (parts(&href), page.base.as_deref().and_then(parts)) else {
        return false;
    };
    let ends = || !after.iter().take(1).any(|&r| r == Role::Caption) && !after.contains(&Role::Body);
    if above { front && host == own } else { host != own && ends() }
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
    let address = |value: &str| links::resolve(page.base.as_deref(), value).filter(|s| s.starts_with("http"));
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
    // So are the buttons of networks, for which their pages have frames.
    let mut path = src.split(['?', '#']).next().unwrap_or_default().rsplit('/').take(2);
    if kind == Kind::Frame
        && path.any(|part| part.contains("button") || matches!(part, "like.php" | "share.php"))
    {
        return None;
    }
    let host = src.split("://").nth(1).and_then(|r| r.split(['/', '?']).next()).unwrap_or_default();
    let label = text::key(attr("title").unwrap_or_default());
    let advert =
        lexicon::cues(&label) >> Cue::Advert as u32 & 1 != 0 && text::words(&label).take(4).count() < 4;
    if advert || host.starts_with("ad.") || host.starts_with("ads.") {
        return None;
    }
    let title = attr("title").or(attr("aria-label")).map_or_else(|| host.to_owned(), crate::text::fold);
    Some(Embed { medium, title, poster: attr("poster").and_then(address), src, caption: None })
}

/// The still picture of a film.
fn poster(page: &Page<'_>, node: NodeId) -> Option<Image> {
    let attr = |name: &str| page.tree.attr(node, name).map(str::trim).filter(|v| !v.is_empty());
    let src = links::resolve(page.base.as_deref(), attr("poster")?).filter(|s| s.starts_with("http"))?;
    let alt = attr("aria-label").or(attr("title")).map(crate::text::fold).unwrap_or_default();
    (!page.around.is_hidden(node)).then(|| Image {
        source: Some(page.tree.ordinal(node)),
        src,
        alt,
        ..Image::default()
    })
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
    /// Lets go of its caption and credit: they are text.
    pub fn leave_words(&mut self) {
        self.captions.clear();
        self.credits.clear();
    }

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
            (caption, credit) = credits::part(caption);
        } else if credits::is_line(&plain(&caption)) || credits::is_rights(&plain(&caption)) {
            // Both are credits.
            caption.push(Inline::Text(" ".into()));
            caption.extend(credit);
            (caption, credit) = (Vec::new(), caption);
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
