//! Blocks taken for the body → those that are furniture after all: notices, notes on authors, comments, counters,
//! the next article. Each rule asks for a kind of markup and of wording together, or for a place at the text's end,
//! and none takes more than a small part of what is kept.

use std::collections::{HashMap, HashSet};

use crate::blocks::{self, Kind, is_list};
use crate::credits;
use crate::figures;
use crate::links;
use crate::phrases;
use crate::roles::{Page, Role};
use crate::score::lexicon::{self, Cue, Hint};
use crate::text;
use crate::tree::{NodeId, Tag};

/// Drops what is left over in the body.
pub fn drop(page: &Page<'_>, roles: &mut [Role]) {
    let body = |roles: &[Role]| -> Vec<usize> {
        (0..roles.len()).filter(|&i| roles[i] == Role::Body && page.blocks[i].kind.is_text()).collect()
    };
    let kept = body(roles);
    let all: u32 = kept.iter().map(|&i| page.blocks[i].letters).sum();
    let mut found: Vec<usize> = Vec::new();
    found.extend(comments(page, &kept, all));
    found.extend(next_article(page, &kept, all));
    found.extend(forms(page, roles));
    found.extend(contents(page, &kept));
    found.extend(dialogs(page, &kept));
    found.extend(stubs(page, &kept));
    found.extend(suggestions(page, roles, &kept));
    found.extend(cards(page, &kept, all));
    let notices: Vec<usize> = kept.iter().copied().filter(|&i| is_notice(page, i)).collect();
    found.extend(of_notices(page, &kept, &notices));
    found.extend(notices);
    found.extend(kept.iter().filter(|&&i| is_counter(page, i) || is_control(page, i) || is_unseen(page, i)));
    found.extend(stub_buttons(page, &kept));
    found.extend([kept.first(), kept.last()].into_iter().flatten().filter(|&&i| is_consent(page, i)));
    for i in found {
        if roles[i] == Role::Body {
            roles[i] = Role::None;
        }
    }
    before_text(page, roles);
    // What ends the text may hide another such line before it.
    for _ in 0..END {
        let kept = body(roles);
        let Some(&last) = kept.last().filter(|&&i| kept.len() > 2 && is_end_note(page, i)) else { break };
        roles[last] = Role::None;
    }
}

/// Lines looked at from the text's end at the most.
const END: usize = 4;

/// Of what is kept, a rule that takes whole regions leaves this share at least.
const LEAST_LEFT: f32 = 0.5;

/// Of an article that ends before what readers wrote, this share at least.
const LEAST_BEFORE: f32 = 0.3;

/// Of one that does not say that it is an article, so many letters: what opens a thread is shorter.
const LEAST_LETTERS: u32 = 2000;

/// What readers wrote below the text, with all that stands among it.
fn comments(page: &Page<'_>, kept: &[usize], all: u32) -> Vec<usize> {
    // On a thread what readers wrote is the text.
    let types = &page.metadata.types;
    let said =
        |t: &String| t.ends_with("Article") || matches!(t.as_str(), "BlogPosting" | "Report" | "Review");
    let thread = |t: &String| matches!(t.as_str(), "DiscussionForumPosting" | "QAPage");
    let Some(head) = page.headline_block().map(|h| page.blocks[h].node) else { return Vec::new() };
    let own = page.tree.ancestors(head).find(|&a| page.tree.tag(a) == Tag::Article);
    // An article in an element of its own ends where that ends.
    let inside = |o: &NodeId| {
        kept.iter().any(|&i| page.around.is_prose(i) && page.tree.holds(*o, page.blocks[i].node))
    };
    let closed = own.filter(inside);
    if types.iter().any(thread) {
        return Vec::new();
    }
    // On a page that does not say what it is, only what stands there several times over.
    let sure = closed.is_some() || types.iter().any(said);
    let mut known: HashMap<NodeId, bool> = HashMap::new();
    let third = kept.iter().copied().filter(|&i| page.around.is_prose(i)).nth(2);
    let mut apart = |i: usize| {
        let node = page.blocks[i].node;
        let of_comments = page.tree.ancestors(node).take(12).any(|a| {
            *known.entry(a).or_insert_with(|| if sure { is_comments(page, a) } else { are_comments(page, a) })
                && !page.tree.holds(a, head)
                && own.is_none_or(|o| !page.tree.holds(a, o))
        });
        let below = closed.is_some_and(|o| !page.tree.holds(o, node) && o < node);
        of_comments && (below || third.is_some_and(|t| t < i))
    };
    let found: Vec<usize> = kept.iter().copied().filter(|&i| apart(i)).collect();
    let letters: u32 = found.iter().map(|&i| page.blocks[i].letters).sum();
    let outside = closed.is_some_and(|o| found.iter().all(|&i| !page.tree.holds(o, page.blocks[i].node)));
    // Under a short piece that readers are asked to discuss, what they wrote is the text.
    let outside = outside && letters as f32 <= all as f32 * (1.0 - LEAST_BEFORE);
    let left = sure || all - letters >= LEAST_LETTERS;
    if outside || left && letters as f32 <= all as f32 * (1.0 - LEAST_LEFT) { found } else { Vec::new() }
}

/// Does the element stand among several of its kind, each with one element named for a comment's text?
fn are_comments(page: &Page<'_>, id: NodeId) -> bool {
    let tree = page.tree;
    let named = |d: NodeId| {
        let mut named = false;
        if let Some(class) = tree.attr(d, "class") {
            lexicon::each_word(class, |word| named |= COMMENT.contains(&word));
        }
        named
    };
    page.around.twins(id) >= 3
        && (named(id) || tree.children(id).any(named))
        && matches!(tree.tag(id), Tag::Div | Tag::Li | Tag::Article | Tag::Dd)
}

const COMMENT: &[&str] = &["comment", "kommentar", "commentaire", "comentario", "commento"];

/// Is the element named for its comments, and for nothing else?
fn is_comments(page: &Page<'_>, id: NodeId) -> bool {
    let tree = page.tree;
    let own = ["id", "class"].iter().filter_map(|name| tree.attr(id, name)).any(|value| {
        value.split_ascii_whitespace().any(|name| {
            let (mut words, mut named) = (0, false);
            lexicon::each_word(name, |word| {
                words += 1;
                named |= COMMENTS.contains(&word);
            });
            named && words <= 2
        })
    });
    // A section may be about comments.
    let dated = || {
        tree.descendants(id)
            .filter(|&d| matches!(tree.tag(d), Tag::Time | Tag::Li | Tag::Article | Tag::Form))
            .take(2)
            .count()
    };
    own && dated() > 1
        && matches!(tree.tag(id), Tag::Div | Tag::Section | Tag::Ol | Tag::Ul | Tag::Aside | Tag::Other)
}

const COMMENTS: &[&str] =
    &["comments", "commentlist", "kommentare", "commentaires", "comentarios", "disqus", "respond"];

/// A second article below the first: where several headings of the first level or articles stand side by side, each
/// with prose of its own and marked up alike, and the first holds the headline.
fn next_article(page: &Page<'_>, kept: &[usize], all: u32) -> Vec<usize> {
    let tree = page.tree;
    let Some(headline) = page.metadata.headline.as_ref().and_then(|h| h.node) else { return Vec::new() };
    let element = if tree.is_element(headline) { Some(headline) } else { tree.parent(headline) };
    let of_heading = |id: NodeId| {
        std::iter::once(id)
            .chain(tree.ancestors(id))
            .take(4)
            .find(|&a| matches!(tree.tag(a), Tag::H1 | Tag::H2))
    };
    let Some(own) = element.and_then(of_heading).filter(|&h| tree.tag(h) == Tag::H1) else {
        return Vec::new();
    };
    let Some(last) = kept.last().map(|&i| page.blocks[i].node) else { return Vec::new() };
    let class = |id: NodeId| tree.attr(id, "class").unwrap_or_default();
    for up in tree.ancestors(own).take(6) {
        let prose = page.around.blocks_of(tree, up).filter(|&i| page.around.is_prose(i)).count();
        if prose < 3 {
            continue;
        }
        if tree.holds(up, last) {
            return Vec::new();
        }
        // A brother of the same name with its own first heading.
        let parent = tree.parent(up).unwrap_or(tree.root());
        let next = tree.children(parent).find(|&c| {
            c > up
                && tree.tag(c) == tree.tag(up)
                && class(c) == class(up)
                && page.around.blocks_of(tree, c).any(|i| page.blocks[i].kind == Kind::Heading(1))
        });
        let Some(next) = next else { continue };
        let found: Vec<usize> = kept.iter().copied().filter(|&i| page.blocks[i].node >= next).collect();
        let letters: u32 = found.iter().map(|&i| page.blocks[i].letters).sum();
        let left = all - letters;
        return if left as f32 >= all as f32 * 0.3 { found } else { Vec::new() };
    }
    Vec::new()
}

/// Blocks of a small element with a form in it, and nodes looked at in a form or a list: hostile pages nest them.
const MOST_BLOCKS: usize = 40;
const MOST_NODES: usize = 1000;

/// Words of what a form asks and says.
const FORM_WORDS: u32 = 80;

/// A small element with a form in it: a poll, a sign-up.
fn forms(page: &Page<'_>, roles: &[Role]) -> Vec<usize> {
    let tree = page.tree;
    let mut found = Vec::new();
    for id in tree.ids().filter(|&id| tree.tag(id) == Tag::Form) {
        // Some threads wrap each post in a form that asks nothing.
        let asks = tree
            .descendants(id)
            .take(MOST_NODES)
            .any(|d| tree.tag(d) == Tag::Input && !matches!(tree.attr(d, "type"), Some("hidden" | "image")));
        if !asks {
            continue;
        }
        let mut box_of = None;
        for up in std::iter::once(id).chain(tree.ancestors(id).take(2)) {
            let range = page.around.blocks_of(tree, up);
            if range.len() > MOST_BLOCKS {
                break;
            }
            let texts: Vec<usize> = range.filter(|&i| page.blocks[i].kind.is_text()).collect();
            let words: u32 = texts.iter().map(|&i| page.around.words(i)).sum();
            let other = texts.iter().any(|&i| !matches!(roles[i], Role::None | Role::Body));
            if words > FORM_WORDS || texts.len() > 12 || other {
                break;
            }
            box_of = Some(texts);
        }
        found.extend(box_of.into_iter().flatten());
    }
    found
}

/// A list of links to places on this page, be there another beside each, with the line that heads it.
fn contents(page: &Page<'_>, kept: &[usize]) -> Vec<usize> {
    let tree = page.tree;
    let mut found = Vec::new();
    let mut seen: HashSet<NodeId> = HashSet::new();
    for &i in kept {
        let Some(list) = tree.ancestors(page.blocks[i].node).take(4).find(|&a| is_list(tree, a)) else {
            continue;
        };
        if !seen.insert(list) {
            continue;
        }
        let links: Vec<NodeId> = tree
            .descendants(list)
            .take(MOST_NODES)
            .filter(|&d| tree.tag(d) == Tag::A && tree.attr(d, "href").is_some())
            .collect();
        let here = links
            .iter()
            .filter(|&&a| tree.attr(a, "href").is_some_and(|h| h.starts_with('#') && h.len() > 1));
        let before = kept.iter().rev().find(|&&j| page.blocks[j].node < list).copied();
        let before = before.filter(|&j| lexicon::cues(&page.keys[j]) >> Cue::Contents as u32 & 1 != 0);
        let named = std::iter::once(list)
            .chain(tree.ancestors(list).take(3))
            .any(|a| page.around.own_hints(a) >> Hint::Contents as u64 & 1 != 0);
        if (named || before.is_some())
            && links.len() >= 2
            && here.count() * 2 >= links.len()
            && page.around.link_share(tree, list) > 0.8
        {
            found.extend(page.around.blocks_of(tree, list));
            found.extend(before);
        }
    }
    found
}

/// What asks for consent: a dialog, or an element named so, that does not hold the headline.
fn dialogs(page: &Page<'_>, kept: &[usize]) -> Vec<usize> {
    let tree = page.tree;
    let Some(head) = page.headline_block().map(|h| page.blocks[h].node) else { return Vec::new() };
    let mut known: HashMap<NodeId, bool> = HashMap::new();
    let speaks = |id: NodeId| {
        let range = page.around.blocks_of(tree, id).take(MOST_BLOCKS);
        range.into_iter().any(|i| ASKING.iter().any(|c| page.keys[i].contains(c)))
    };
    let asks = |id: NodeId| {
        let dialog =
            tree.tag(id) == Tag::Dialog || matches!(tree.attr(id, "role"), Some("dialog" | "alertdialog"));
        let named = ["id", "class"].iter().filter_map(|name| tree.attr(id, name)).any(|value| {
            value.split_ascii_whitespace().any(|name| {
                let (mut words, mut what, mut kind) = (0, false, false);
                lexicon::each_word(name, |word| {
                    words += 1;
                    what |= matches!(word, "consent" | "cookie" | "cookies" | "gdpr" | "cmp");
                    // A section on cookies is called just that.
                    kind |= matches!(
                        word,
                        "consent"
                            | "gdpr"
                            | "cmp"
                            | "bar"
                            | "banner"
                            | "layer"
                            | "notice"
                            | "popup"
                            | "modal"
                            | "overlay"
                            | "dialog"
                    );
                });
                what && kind && words <= 2
            })
        });
        (dialog || named) && !tree.holds(id, head) && speaks(id)
    };
    let inside = |i: &usize| {
        tree.ancestors(page.blocks[*i].node).take(12).any(|a| *known.entry(a).or_insert_with(|| asks(a)))
    };
    let found: Vec<usize> = kept.iter().copied().filter(inside).collect();
    // Where nothing else is kept, the page is about what the box says.
    if found.len() < kept.len() { found } else { Vec::new() }
}

/// Where something of others would stand: a few words on consent, a button to give it, a link to settings.
fn stubs(page: &Page<'_>, kept: &[usize]) -> Vec<usize> {
    let tree = page.tree;
    let mut found = Vec::new();
    for &i in kept {
        if page.around.words(i) > NOTICE_WORDS || !ASKING.iter().any(|c| page.keys[i].contains(c)) {
            continue;
        }
        for up in tree.ancestors(page.blocks[i].node).take(2) {
            let range = page.around.blocks_of(tree, up);
            let words = || range.clone().map(|j| page.around.words(j)).sum::<u32>();
            if range.len() > MOST_IN_NOTICE || words() > NOTICE_WORDS {
                break;
            }
            if range.clone().any(|j| page.blocks[j].kind == Kind::Button) {
                found.extend(range);
            }
        }
    }
    found
}

/// Of what is kept, titles of teasers are no more than this share: else the page is made of them.
const MOST_CARDS: f32 = 0.2;

/// Titles beside a picture that leads to the same page: teasers amid the text.
fn cards(page: &Page<'_>, kept: &[usize], all: u32) -> Vec<usize> {
    if !page.readable {
        return Vec::new();
    }
    let is_title = |i: usize| {
        let block = &page.blocks[i];
        let own = |href: &str| {
            let to = links::resolve(page.base.as_deref(), href);
            to.is_some_and(|to| page.base.as_deref().is_some_and(|base| links::same_site(&to, base)))
        };
        let line = block.linked * 10 >= block.letters * 9 && block.text.lines().count() == 1;
        let ends = block.text.trim_end().ends_with(['.', ':', '。']);
        let Some(href) = figures::link_of(page.tree, block.span.0).filter(|href| line && !ends && own(href))
        else {
            return false;
        };
        [i.checked_sub(1), Some(i + 1)]
            .into_iter()
            .flatten()
            .filter_map(|j| page.blocks.get(j))
            .any(|other| other.kind == Kind::Image && figures::link_of(page.tree, other.span.0) == Some(href))
    };
    let titles: Vec<usize> = kept
        .iter()
        .copied()
        // In a review a heading with a picture may lead to the shop.
        .filter(|&i| page.blocks[i].kind == Kind::Paragraph)
        .filter(|&i| page.around.words(i) <= SUGGESTION_WORDS && is_title(i))
        .collect();
    let letters: u32 = titles.iter().map(|&i| page.blocks[i].letters).sum();
    if letters as f32 <= all as f32 * MOST_CARDS { titles } else { Vec::new() }
}

/// Words of a line that does nothing but lead to another article, and of a label over several such.
const SUGGESTION_WORDS: u32 = 30;
const LABEL_WORDS: u32 = 6;

/// Blocks, pictures among them, between a label and the first text that it heads.
const NEAR: usize = 12;

/// Lines, lists and labels that lead to other articles.
fn suggestions(page: &Page<'_>, roles: &[Role], kept: &[usize]) -> Vec<usize> {
    let tree = page.tree;
    let mut found = Vec::new();
    for (at, &i) in kept.iter().enumerate() {
        let (block, key) = (&page.blocks[i], page.keys[i].as_str());
        if page.around.words(i) > SUGGESTION_WORDS || !phrases::begins(key, phrases::SUGGESTIONS) {
            continue;
        }
        if block.linked > 0 {
            found.extend((block.linked * 2 > block.letters).then_some(i));
            continue;
        }
        if page.around.words(i) > LABEL_WORDS && !block.text.ends_with([':', '：']) {
            continue;
        }
        let list = |j: usize| tree.ancestors(page.blocks[j].span.0).take(6).find(|&a| is_list(tree, a));
        let next =
            kept.get(at + 1).and_then(|&j| list(j)).filter(|&l| block.node < l && !tree.holds(l, block.node));
        let links = next.filter(|&l| page.around.link_share(tree, l) > 0.8);
        // What it headed may be gone already.
        let gone = || {
            let mut after = (i + 1..page.blocks.len()).take(NEAR).filter(|&j| page.blocks[j].kind.is_text());
            after
                .next()
                .is_some_and(|j| roles[j] == Role::None && page.blocks[j].linked * 2 > page.blocks[j].letters)
        };
        if let Some(list) = links {
            found.push(i);
            found.extend(page.around.blocks_of(tree, list));
        } else if gone() {
            found.push(i);
        }
    }
    found
}

/// Blocks of a notice's box: its words, a link or two, pictures.
const MOST_IN_NOTICE: usize = 8;

#[rustfmt::skip]
/// What a box that asks for consent speaks of, as parts of comparison keys.
const ASKING: &[&str] = &[
    "cookie", "consent", "einwilligung", "consentement", "consentimiento", "consentimento", "consenso", "toestemming", "samtykke", "samtycke",
    "suostumus", "zgod", "souhlas", "согласи", "çerez", "rıza", "موافق", "הסכמה", "同意", "동의", "सहमति", "प्राइवेसी",
];

/// What stands with a notice in a box of its own: the link that it asks to follow.
fn of_notices(page: &Page<'_>, kept: &[usize], notices: &[usize]) -> Vec<usize> {
    let tree = page.tree;
    let mut found = Vec::new();
    for &i in notices {
        let Some(own) = tree.parent(page.blocks[i].node) else { continue };
        let range = page.around.blocks_of(tree, own);
        if range.len() > MOST_IN_NOTICE {
            continue;
        }
        let inside: Vec<usize> = range.filter(|j| *j != i && kept.contains(j)).collect();
        let linked = |j: &usize| {
            let block = &page.blocks[*j];
            block.linked * 10 >= block.letters * 9 && page.around.words(*j) <= 6
        };
        if inside.len() <= 2 && inside.iter().all(linked) {
            found.extend(inside);
        }
    }
    found
}

/// A line at the page's beginning or end that says that the site uses cookies.
fn is_consent(page: &Page<'_>, i: usize) -> bool {
    let key = page.keys[i].as_str();
    page.around.words(i) <= 60
        && page.blocks[i].kind == Kind::Paragraph
        && COOKIES.iter().any(|c| holds(key, c))
        && USED.iter().any(|u| key.starts_with(u) || holds(key, u))
}

#[rustfmt::skip]
const COOKIES: &[&str] = &[
    "cookie", "cookies", "cookien", "evästeitä", "informasjonskapsler", "kakor", "çerez", "çerezler", "куки", "файлы cookie", "файли cookie",
    "עוגיות", "بملفات تعريف الارتباط", "ملفات تعريف الارتباط", "कुकी", "クッキー", "쿠키", "ciasteczka", "ciasteczek", "sütiket",
];

#[rustfmt::skip]
/// "We use", as comparison keys.
const USED: &[&str] = &[
    "we use", "this site uses", "this website uses", "our site uses", "wir verwenden", "wir nutzen", "wir setzen", "diese website verwendet",
    "nous utilisons", "ce site utilise", "usamos", "utilizamos", "este sitio", "este site", "usiamo", "utilizziamo", "questo sito", "wij gebruiken",
    "we gebruiken", "deze website", "vi använder", "vi bruger", "vi bruker", "käytämme", "używamy", "ta strona", "používáme", "na tomto webu",
    "мы используем", "ми використовуємо", "kullanıyoruz", "نستخدم", "אנו משתמשים", "אנחנו משתמשים", "उपयोग करते हैं", "使用しています", "使用します",
    "我们使用", "我們使用", "사용합니다", "chúng tôi sử dụng", "kami menggunakan",
];

/// A paragraph of a notice is no longer, in words.
const NOTICE_WORDS: u32 = 80;

fn is_notice(page: &Page<'_>, i: usize) -> bool {
    let block = &page.blocks[i];
    if page.around.words(i) > NOTICE_WORDS
        || matches!(block.kind, Kind::Preformatted | Kind::Cell | Kind::Term)
    {
        return false;
    }
    let key = page.keys[i].as_str();
    if NOTICES.iter().any(|n| holds(key, n)) {
        return true;
    }
    let any = |list: &[&str]| list.iter().any(|w| holds(key, w));
    // The rarest first.
    any(OFFERED) && any(ASKED) && any(OURS)
}

/// Does a comparison key hold these words, whole?
fn holds(key: &str, words: &str) -> bool {
    let spaceless = words.chars().any(text::is_spaceless);
    key.match_indices(words).any(|(at, _)| {
        let before = at == 0 || key[..at].ends_with(' ');
        let after = at + words.len() == key.len() || key[at + words.len()..].starts_with(' ');
        spaceless || before && after
    })
}

#[rustfmt::skip]
/// What no article says of itself in so few words: consent stubs, republishing, pay walls, comments' rules, that
/// nobody has edited it.
const NOTICES: &[&str] = &[
    "externer inhalt", "externe inhalte angezeigt", "externen inhalt von", "eingebettete inhalte anzuzeigen",
    "anzeigen aller externen inhalte", "contenu externe", "contenu est bloqué", "contenido externo", "contenuto esterno",
    "externe inhoud", "innehåll från tredje part", "view this content you", "display this content you",
    "content is hosted by a third party", "free to republish", "republish this article", "republish our articles",
    "keep comments civil", "comments are moderated", "all comments are moderated",
    "de cet article à lire", "est réservée aux abonnés", "réservé aux abonnés", "para seguir leyendo", "um weiterzulesen",
    "weiterlesen mit", "to continue reading", "log in to read", "already a subscriber", "continue reading with",
    "redaktionell nicht bearbeitet", "has not been edited by",
    "how useful was this post", "click on a star to rate", "no votes so far be the first", "we are sorry that this post was not useful", "klick auf einen stern", "keine bewertung bisher",
    "haz clic en una estrella", "hasta ahora no hay votos", "cliquez sur une étoile",
];

#[rustfmt::skip]
/// What a notice asks for …
const ASKED: &[&str] = &[
    "sign up", "signing up", "subscribe", "join our", "download", "wesprzyj", "wspieraj", "obserwuj", "wpłać", "dołącz", "přihlaste se", "odebírejte", "podpořte", "stáhněte",
    "подпишись", "поддержите", "скачайте", "підпишіться", "підтримайте", "завантажте", "abone olun", "abone olmak", "takip edin", "indirin", "assine", "inscreva se", "siga", "apoie",
    "baixe", "inscreva", "receba", "subscreva", "följ", "anmäl dig", "støt", "følg", "last ned", "volg", "meld je aan", "word lid", "doneer", "seguici", "abbonati", "suivez", "rejoignez",
    "síguenos", "suscríbase", "únete", "folgen sie", "follow", "donate", "support", "become a member", "make a donation",
    "abonnieren sie", "abonniere", "melden sie sich", "anmelden", "unterstützen sie", "unterstütze", "spenden sie", "herunterladen",
    "inscrivez vous", "abonnez vous", "téléchargez", "soutenez", "faites un don", "suscríbete", "apúntate", "descarga", "descargue",
    "haz una donación", "necesita tu ayuda", "si has leído hasta aquí", "iscriviti", "scarica", "sostieni", "schrijf je in", "download de", "steun",
    "prenumerera", "ladda ner", "meld deg på", "tilmeld dig", "zapisz się", "pobierz", "подпишитесь", "подписывайтесь", "구독해", "登録",
];

#[rustfmt::skip]
/// … what it is about …
const OFFERED: &[&str] = &[
    "newsletter", "newsletters", "app", "apps", "dziennikarstwo", "portal", "kanale", "kanał", "newsletteru", "aplikaci", "novinařinu", "канал", "приложение",
    "журналистику", "застосунок", "bültenimize", "uygulamamızı", "kanalımıza", "canal", "aplicativo", "nosso jornal", "nosso trabalho", "nosso site", "jornalismo", "nyhetsbrevet", "appen", "journalistikk", "google news", "whatsapp", "telegram", "mailing list", "journalism",
    "spende", "mitglied", "journalismus", "infolettre", "lettre d information", "application", "journalisme", "boletín",
    "boletines", "aplicación", "periodismo", "bollettino", "applicazione", "giornalismo", "nieuwsbrief", "journalistiek", "nyhetsbrev",
    "newslettera", "aplikację", "рассылку", "구독해", "ニュースレター",
];

#[rustfmt::skip]
/// … and that it is the paper's own.
const OURS: &[&str] = &[
    "our", "us", "here", "your inbox", "naszą", "naszym", "naszej", "nasze", "nám", "náš", "naši", "našeho", "bize", "bizi", "bültenimize", "uygulamamızı", "kanalımıza", "nosso", "nossa", "nossas", "ajude nos",
    "nossos", "aqui", "våra", "våre", "oss", "нам", "нашего", "in your feeds", "unser", "unseren", "unsere", "uns", "hier", "notre", "nos", "ici", "nuestra", "nuestro", "nuestros",
    "aquí", "tu ayuda", "nostra", "nostro", "qui", "onze", "ons", "hier", "vår", "vårt", "vores", "nasz", "naszego", "tutaj", "наш", "нашу", "нас",
    "구독해", "当社",
];

/// A line of numbers and few words, that are counts or the time of an entry: "14:05", "2,345 views · 18 comments".
fn is_counter(page: &Page<'_>, i: usize) -> bool {
    let block = &page.blocks[i];
    if block.kind != Kind::Paragraph || block.linked > 0 || page.around.words(i) > 12 {
        return false;
    }
    let line = block.text.trim();
    let clock = line.len() <= 8
        && line.contains([':', '.'])
        && line.chars().any(|c| c.is_ascii_digit())
        && line.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | 'h' | ' '));
    let timed = page.tree.ancestors(block.span.0).take(3).any(|a| page.tree.tag(a) == Tag::Time);
    let parts: Vec<&str> = line.split(['·', '•', '|']).map(str::trim).collect();
    let counts = |part: &&str| {
        part.starts_with(|c: char| c.is_ascii_digit())
            && (1..=3)
                .contains(&text::words(part).filter(|w| !w.starts_with(|c: char| c.is_numeric())).count())
    };
    clock && (timed || block.letters <= 4) || parts.len() >= 2 && parts.iter().all(counts)
}

/// Buttons that say the same again and again: where posts would be, under each product.
fn stub_buttons(page: &Page<'_>, kept: &[usize]) -> Vec<usize> {
    let mut said: HashMap<&str, usize> = HashMap::new();
    let buttons = || kept.iter().copied().filter(|&i| page.blocks[i].kind == Kind::Button);
    buttons().for_each(|i| *said.entry(page.keys[i].as_str()).or_default() += 1);
    buttons().filter(|&i| said.get(page.keys[i].as_str()).is_some_and(|&n| n >= SAME_BUTTONS)).collect()
}

/// From so many on that say the same, buttons are none of the text; a question's, that opens its answer, stands alone.
const SAME_BUTTONS: usize = 3;

/// A few words for screen readers alone.
fn is_unseen(page: &Page<'_>, i: usize) -> bool {
    page.around.words(i) <= UNSEEN_WORDS && blocks::is_unseen(page.tree, page.blocks[i].node)
}

/// Longer texts that are called unseen are: scripts show them, or a style sheet calls what it shows so.
const UNSEEN_WORDS: u32 = 8;

/// Words of a control that stand as text, whole.
pub fn is_control(page: &Page<'_>, i: usize) -> bool {
    let block = &page.blocks[i];
    matches!(block.kind, Kind::Paragraph | Kind::Item | Kind::Button)
        && page.around.words(i) <= 4
        && CONTROLS.contains(&page.keys[i].as_str())
}

#[rustfmt::skip]
/// What buttons and labels say, as comparison keys.
const CONTROLS: &[&str] = &[
    "advertisement", "anzeige", "publicité", "publicidad", "pubblicità", "advertentie", "annons", "annonse", "annonce", "reklama", "реклама", "विज्ञापन",
    "إعلان", "広告", "广告", "광고", "copy", "copy link", "share", "share this", "share this article", "share this post", "reply", "reply with quote", "loading", "listen", "print", "save",
    "follow us", "listen to this article", "artikel anhören", "artikel vorlesen", "écouter l article", "écouter cet article", "escuchar artículo", "escucha este artículo", "ouvir este artigo",
    "ouvir notícia", "ouça este conteúdo", "ascolta l articolo", "ascolta articolo", "luister naar dit artikel", "posłuchaj artykułu", "lyssna på artikeln", "lytt til saken", "lyt til artiklen", "poslechnout článek",
    "слушать статью", "haberi dinle", "استمع", "記事を聞く", "기사 듣기", "pin for later", "pin it", "read more", "see more", "show more", "load more", "view more", "learn more", "skip advertisement", "up next", "subscribe",
    "sign up", "log in", "login", "share your story", "teilen", "artikel teilen", "merken", "drucken", "mehr lesen", "mehr anzeigen", "partager", "lire plus", "compartir",
    "leer más", "condividi", "leggi di più", "delen", "lees meer", "dela", "läs mer", "del", "les mer", "udostępnij", "sdílet", "sdílet článek", "поделиться",
    "paylaş", "devamını oku", "シェア", "分享", "공유", "back to top", "nach oben", "haut de page", "volver arriba",
];

/// Between headline and text: a line on dates, readers or reading time is none of the text's, and a list of a few
/// words each that only scripts answer is a row of tools.
fn before_text(page: &Page<'_>, roles: &mut [Role]) {
    let tree = page.tree;
    let Some(headline) = page.headline_block() else { return };
    let Some(first) = (headline..roles.len()).find(|&i| {
        let long = page.around.is_prose(i) && page.around.words(i) > 14;
        roles[i] == Role::Body && long && !is_dates(&page.blocks[i].text)
    }) else {
        return;
    };
    for i in headline + 1..first {
        let block = &page.blocks[i];
        if roles[i] != Role::Body || !matches!(block.kind, Kind::Paragraph | Kind::Item) {
            continue;
        }
        let cues = lexicon::cues(&page.keys[i]);
        let says = [Cue::Date, Cue::Share, Cue::Comments, Cue::By].iter().any(|&c| cues >> c as u32 & 1 != 0);
        let ends = block.text.trim_end().ends_with(['.', '!', '?', '…', '。', '؟', '।', ':']);
        let digits = block.text.chars().any(char::is_numeric);
        let line = block.kind == Kind::Paragraph && page.around.words(i) <= 16 && !ends && says && digits;
        let tool = block.kind == Kind::Item
            && page.around.words(i) <= 4
            && tree.ancestors(block.span.0).take(3).any(|a| {
                tree.tag(a) == Tag::A
                    && (tree.attr(a, "role") == Some("button")
                        || tree.attr(a, "href").is_none_or(|h| h == "#"))
            });
        // "1,204 views", "17 comments", "4 min read" in any language.
        let count = block.kind == Kind::Paragraph
            && i - headline <= COUNTS
            && page.around.words(i) <= 4
            && block.linked == 0
            && !ends
            && block.text.split_once(' ').is_some_and(|(number, _)| {
                number.chars().all(|c| c.is_numeric() || matches!(c, '.' | ',' | '’' | '\''))
            });
        if line || tool || count || is_dates(&block.text) {
            roles[i] = Role::None;
        }
    }
}

/// Does a block that ends the text speak of rights, of the photo, of its author, or of when it was changed?
fn is_end_note(page: &Page<'_>, i: usize) -> bool {
    let block = &page.blocks[i];
    if !matches!(block.kind, Kind::Paragraph | Kind::Item) || page.around.words(i) > NOTICE_WORDS {
        return false;
    }
    let key = page.keys[i].as_str();
    let short = page.around.words(i) <= 25;
    let marked = block.text.trim_start().starts_with(['©', 'ⓒ', '®']);
    let rights =
        short && (marked || RIGHTS.iter().any(|r| key.starts_with(r) || key.contains(r) && !is_one_word(r)));
    let photo = page.around.words(i) <= 14 && credits::is_photo_line(&block.text);
    let cues = lexicon::cues(key);
    let dated = short
        && page.around.words(i) <= 10
        && cues >> Cue::Date as u32 & 1 != 0
        && !block.text.trim_end().ends_with(['.', '!', '?', '。'])
        && block.text.chars().any(char::is_numeric);
    let calls = short && phrases::CALLS.iter().any(|c| holds(key, c));
    calls
        || is_label_line(page, i)
        || rights
        || photo
        || dated
        || is_change_line(page, i)
        || is_editors_line(page, i)
        || is_author_note(page, i)
}

/// Blocks below the headline among which counts of readers stand.
const COUNTS: usize = 12;

/// Nothing but dates and times with the words for what happened then, as Chinese, Japanese and Korean write them.
fn is_dates(line: &str) -> bool {
    const DATING: &[&str] = &[
        "更新", "公開", "配信", "掲載", "発行", "修正", "发布", "發布", "发表", "來源", "입력", "수정",
        "등록", "최종",
    ];
    let digits = line.chars().filter(char::is_ascii_digit).count();
    let mut rest: String = line
        .chars()
        .filter(|c| c.is_alphabetic() && !"年月日時时分秒點点년월일시분초".contains(*c))
        .collect();
    for word in DATING {
        rest = rest.replace(word, "");
    }
    digits >= 6 && rest.is_empty() && !line.is_ascii()
}

/// Is this one word of a script that parts words by spaces? Others are phrases.
fn is_one_word(phrase: &str) -> bool {
    !phrase.contains(' ') && !phrase.chars().any(text::is_spaceless)
}

/// "Tags: …" with nothing but links behind it, "Source: …" with a name.
fn is_label_line(page: &Page<'_>, i: usize) -> bool {
    let (block, key) = (&page.blocks[i], page.keys[i].as_str());
    let Some((label, rest)) = block.text.split_once([':', '：']) else { return false };
    let own = text::key(label);
    let rest_letters = rest.chars().filter(|c| c.is_alphanumeric()).count() as u32;
    let tags =
        phrases::TAGS.contains(&own.as_str()) && block.linked * 10 >= rest_letters * 9 && rest_letters > 0;
    let source = phrases::SOURCES.contains(&own.as_str()) && text::words(key).count() <= SOURCE_WORDS;
    tags || source
}

/// Words of a line that names the source of a text.
const SOURCE_WORDS: usize = 6;

/// Words of a line that says when the text was changed: "Last updated: 2 hours ago".
const CHANGE_WORDS: u32 = 8;

/// A short line that begins with "updated" or "published" and goes on with a number or a mark.
fn is_change_line(page: &Page<'_>, i: usize) -> bool {
    let (block, key) = (&page.blocks[i], page.keys[i].as_str());
    let line = block.text.trim();
    page.around.words(i) <= CHANGE_WORDS
        && !line.ends_with(['.', '!', '?', '。', '…', '।', '؟'])
        && line.chars().any(char::is_numeric)
        && crate::metadata::is_dating(key)
}

/// "责任编辑：…", "編集：…": who edited a text, as it is told at its end.
fn is_editors_line(page: &Page<'_>, i: usize) -> bool {
    const EDITED: &[&str] = &["责任编辑", "責任編輯", "责编", "責編", "编辑", "編輯", "校对", "校對", "审核"];
    let key = page.keys[i].as_str();
    page.blocks[i].text.contains([':', '：'])
        && page.around.words(i) <= 16
        && EDITED.iter().any(|e| key.starts_with(e))
}

#[rustfmt::skip]
/// How lines on rights begin.
const RIGHTS: &[&str] = &[
    "copyright", "all rights reserved", "alle rechte vorbehalten", "tous droits réservés", "todos los derechos reservados",
    "todos os direitos reservados", "riproduzione riservata", "tutti i diritti riservati", "wszelkie prawa zastrzeżone",
    "все права защищены", "무단 전재", "무단전재", "無断転載", "無断複製", "版权所有", "版權所有", "不得转载", "未经授权", "转载请注明", "저작권자", "tüm hakları saklıdır", "جميع الحقوق محفوظة",
];

/// Words before an author's name in a note: "Our correspondent".
const BEFORE_NAME: usize = 2;

/// A note on the author: it begins with a name of the byline and says what that person is or does; or it is a name
/// with an address.
fn is_author_note(page: &Page<'_>, i: usize) -> bool {
    let key = page.keys[i].as_str();
    let names: Vec<String> = page
        .metadata
        .bylines
        .iter()
        .map(|n| text::key(n))
        .filter(|n| n.contains(' ') || !n.is_ascii())
        .collect();
    let block = &page.blocks[i];
    names.iter().any(|name| {
        let Some(at) = key.find(name.as_str()) else { return false };
        if text::words(&key[..at]).count() > BEFORE_NAME {
            return false;
        }
        let rest = key[at + name.len()..].trim_start();
        let told = NOTES.iter().any(|v| rest.strip_prefix(v).is_some_and(|r| r.starts_with(' ')));
        let address = block.text.contains('@') && text::words(rest).count() <= 8;
        let set_apart = block.emphasised * 20 >= block.letters * 19;
        told && (set_apart || page.around.words(i) <= 60) || address || rest.is_empty() && at == 0
    })
}

#[rustfmt::skip]
/// Verbs with which notes on authors go on.
const NOTES: &[&str] = &[
    "is", "was", "has been", "works", "writes", "covers", "lives", "teaches", "reports", "ist", "war", "arbeitet", "schreibt", "lebt",
    "est", "travaille", "es", "trabaja", "è", "lavora", "é", "werkt", "schrijft", "er", "är", "skriver", "jest", "je", "píše",
];
