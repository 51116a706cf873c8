//! A page that is a thread, a question with its answers or a live blog → its posts: who wrote each and when, how deep
//! it stands, and which blocks are its text.
//!
//! A post is an element that stands on the page again and again under one name, each time with a name or a time of
//! its own and a text. Within it the text is again what all of them hold under one name, beside author and time. No
//! forum and no site is known here: only what their markup has in common.

use std::collections::HashSet;

use crate::article::{Inline, Inlines};
use crate::blocks::{Block, Kind};
use crate::leftovers;
use crate::metadata::Metadata;
use crate::roles::{Page, Role};
use crate::score::Reason;
use crate::score::lexicon::{self, Cue};
use crate::text;
use crate::tree::{NodeId, Tag, Tree};

/// A page's posts.
#[derive(Debug, Clone, Default)]
pub struct Thread {
    /// In the order of the page.
    pub posts: Vec<Post>,
    /// A live blog: the text before the posts belongs to it, and each may have its own heading.
    pub live: bool,
    /// For each node the post whose text it is in, from 1; 0 outside.
    owners: Vec<u32>,
}

/// A post.
#[derive(Debug, Clone)]
pub struct Post {
    /// The element that holds its text.
    pub node: NodeId,
    /// Who wrote it, as the page says.
    pub author: Option<String>,
    /// When: ISO 8601 where the page has it for machines, else in its words.
    pub date: Option<String>,
    /// When, in the page's words, where `date` is for machines.
    pub said: Option<String>,
    /// Of the reply, from 0.
    pub depth: u8,
    /// Blocks of its text.
    blocks: Vec<usize>,
}

impl Thread {
    /// The post whose text the node is in.
    pub fn owner(&self, node: NodeId) -> Option<usize> {
        (self.owners[node.index()] as usize).checked_sub(1)
    }

    /// Is the block all of a post, and written as mails are: its lines broken by hand?
    pub fn is_letter(&self, page: &Page<'_>, block: &Block) -> bool {
        let tree = page.tree;
        let of_code = |id: NodeId| tree.tag(id) == Tag::Code || has_word(tree, id, &["code"]);
        block.kind == Kind::Preformatted
            && self.owner(block.span.0).is_some_and(|post| {
                self.posts[post].blocks.iter().all(|&i| page.blocks[i].kind == Kind::Preformatted)
            })
            && !tree.ancestors(block.span.0).take(4).any(of_code)
    }

    /// Gives every block its role: all of a post's text is the body, and of a post nothing else is; nor is what stands
    /// outside of them, but for the beginning of a live blog.
    pub fn mark(&self, blocks: &[Block], roles: &mut [Role]) {
        for (role, block) in roles.iter_mut().zip(blocks) {
            if *role != Role::Headline && !(self.live && self.owner(block.span.0).is_none()) {
                *role = Role::None;
            }
        }
        for &i in self.posts.iter().flat_map(|p| &p.blocks) {
            if roles[i] != Role::Headline {
                roles[i] = Role::Body;
            }
        }
    }
}

/// A part of a mail.
pub enum Part {
    /// A paragraph.
    Said(Inlines),
    /// A paragraph of another mail.
    Quoted(Inlines),
    /// Lines that stand as they are.
    Code(String),
}

/// Characters of a line below which its break is meant: lines of mails are broken at 72 or so, few before 50.
const SHORT_LINE: usize = 50;

/// The text of a mail, its signature left out.
pub fn parts_of_letter(text: &str) -> Vec<Part> {
    let lines: Vec<&str> = text.lines().take_while(|line| line.trim_end() != "--").collect();
    let quoted = |line: &str| line.starts_with('>');
    let blank = |line: &str| line.trim_matches(['>', ' ', '\t']).is_empty();
    let indented = |line: &str| line.starts_with("  ") || line.starts_with('\t');
    let changed = |line: &str| line.starts_with(['+', '-', '@']);
    let mut parts = Vec::new();
    for run in lines.chunk_by(|a, b| quoted(a) == quoted(b) && !blank(a) && !blank(b)) {
        if run.iter().all(|line| blank(line)) {
            continue;
        }
        let patch = run.iter().filter(|line| changed(line)).count() * 2 > run.len() && run.len() > 2;
        if run.iter().all(|line| indented(line)) || patch {
            parts.push(Part::Code(run.join("\n")));
            continue;
        }
        let mut inlines = Vec::new();
        let mut said = String::new();
        for (n, line) in run.iter().enumerate() {
            let line = line.trim_start_matches(['>', ' ']).trim();
            said.push_str(line);
            if n + 1 == run.len() {
                inlines.push(Inline::Text(std::mem::take(&mut said)));
            } else if line.chars().count() < SHORT_LINE {
                inlines.extend([Inline::Text(std::mem::take(&mut said)), Inline::Break]);
            } else {
                said.push(' ');
            }
        }
        parts.push(if quoted(run[0]) { Part::Quoted(inlines) } else { Part::Said(inlines) });
    }
    parts
}

/// Is it a box that holds what another post says, without being named a quotation by its element?
pub fn is_quote(tree: &Tree, id: NodeId) -> bool {
    matches!(tree.tag(id), Tag::Div | Tag::Aside | Tag::Section | Tag::Fieldset | Tag::Table)
        && is_named(tree, id, &["quote", "blockquote", "quotebox", "quotecontent"])
        && !tree.descendants(id).take(200).any(|d| tree.tag(d) == Tag::Blockquote)
        && !tree.ancestors(id).take(4).any(|a| tree.tag(a) == Tag::Blockquote)
}

/// How surely the page says that it is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    /// Nothing does, but it holds elements that are named comments or answers.
    Shape,
    /// A word in its address or in the names of its outermost elements.
    Word,
    /// A schema.org type.
    Said,
}

/// Of the page's prose, posts hold this share at least. The more the page says, the less its shape has to: much of
/// its prose may be hidden rules and menus. Chosen on half of the corpus' forums.
fn least_share(sign: Sign) -> f32 {
    match sign {
        Sign::Said => 0.1,
        Sign::Word => 0.5,
        Sign::Shape => 0.6,
    }
}

/// Where only a word says that the page is a thread, text of a greater share before its posts is an article with its
/// comments.
const MOST_LEAD: f32 = 0.5;

/// The same where Open Graph calls the page an article, as some forums do too: their first post is no lead.
const LEAST_LEAD: f32 = 0.2;

/// Looks for posts.
pub fn find(page: &Page<'_>, url: Option<&str>) -> Option<Thread> {
    let (sign, live) = sign(page, url)?;
    let finder = Finder::new(page);
    let group = finder.best_group(sign, live)?;
    let own = Own::of(page, &group.members);
    let most_lead = match page.metadata.og_type.as_deref() {
        Some("website") => MOST_LEAD,
        // Where nothing says that it is a thread, any text before the comments may be the article.
        _ if sign == Sign::Shape => 0.0,
        Some("article") => LEAST_LEAD,
        _ => MOST_LEAD,
    };
    if finder.is_listing(&own, url) || sign < Sign::Said && finder.lead_share(&group) > most_lead {
        return None;
    }
    let mut posts = finder.posts(&group, &own, live);
    if let Some(root) = finder.root(&group, sign).filter(|_| !live) {
        posts.insert(0, root);
    }
    finder.shorten_quotes(&mut posts);
    posts.retain(|p| !p.blocks.is_empty());
    // A few elements of one name, none with a text of one name in it: where one says nothing, an accident.
    let says =
        |p: &Post| !group.members.contains(&p.node) || p.blocks.iter().any(|&i| page.around.is_prose(i));
    let alike = posts.len() > 1 && (live || posts.len() > 3 || posts.iter().all(says));
    let whole = sign == Sign::Said && group.both == group.members.len() && finder.is_named(&group);
    if !alike || !live && !whole && finder.prose_share(&posts) < least_share(sign) {
        return None;
    }
    let least = posts.iter().map(|p| p.depth).min().unwrap_or(0);
    posts.iter_mut().for_each(|p| p.depth -= least);
    // The innermost post of each node.
    let mut owners = Vec::with_capacity(page.tree.len());
    let (mut open, mut next) = (Vec::new(), 0);
    for id in page.tree.ids() {
        while open.last().is_some_and(|&o: &usize| !page.tree.holds(posts[o].node, id)) {
            open.pop();
        }
        while posts.get(next).is_some_and(|p| p.node <= id) {
            open.push(next);
            next += 1;
        }
        owners.push(open.last().map_or(0, |&o| o as u32 + 1));
    }
    Some(Thread { posts, live, owners })
}

const THREAD_TYPES: &[&str] = &["DiscussionForumPosting", "QAPage"];

#[rustfmt::skip]
/// Words of addresses and of the outermost elements' names.
const THREAD_WORDS: &[&str] = &[
    "thread", "threads", "topic", "topics", "showthread", "viewtopic", "showtopic", "forum", "forums", "foren", "discussion",
    "discussions", "comments", "questions", "issues", "boards", "bbs", "phpbb", "pipermail", "lists", "discuss",
];

/// Does the page say that it is a thread, or a live blog? Nothing where it says that it is something else.
fn sign(page: &Page<'_>, url: Option<&str>) -> Option<(Sign, bool)> {
    let tree = page.tree;
    let (mut thread, mut live, mut comments) = (false, false, 0);
    let mut see = |said: &str| {
        thread |= THREAD_TYPES.iter().any(|t| said.ends_with(t));
        live |= said.ends_with("LiveBlogPosting");
    };
    page.metadata.types.iter().for_each(|t| see(t));
    for (name, value) in tree.ids().flat_map(|id| tree.attrs(id)) {
        if name == "itemtype" {
            see(value.trim_end());
        }
        comments += u32::from(name == "class" && REPLY_WORDS.iter().any(|word| value.starts_with(word)));
    }
    if thread || live {
        return Some((Sign::Said, !thread));
    }
    let mut worded = url.is_some_and(is_of_thread);
    if is_article(page.metadata, worded) {
        return None;
    }
    let mut hear = |word: &str| worded |= THREAD_WORDS.contains(&word);
    for id in tree.ids().filter(|&id| matches!(tree.tag(id), Tag::Html | Tag::Body)) {
        for name in ["id", "class"] {
            each_word(tree.attr(id, name).unwrap_or_default(), &mut hear);
        }
    }
    let sign = if worded { Sign::Word } else { Sign::Shape };
    (worded || comments >= LEAST_REPLIES).then_some((sign, false))
}

/// Does a part of an address name a thread: a label of its host (that of a site named "…forum" too), a folder, a script,
/// "thread-1234"? A word of a title does not.
fn is_of_thread(url: &str) -> bool {
    let host =
        url.split_once("://").and_then(|(_, rest)| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let called = host
        .to_ascii_lowercase()
        .split('.')
        .any(|label| label.ends_with("forum") || label.ends_with("forums"));
    let named = |part: &str| {
        let part = part.to_ascii_lowercase();
        let mut words = part.split(['-', '_']);
        let named = words.next().is_some_and(|word| THREAD_WORDS.contains(&word));
        named && words.next().is_none_or(|number| number.bytes().any(|b| b.is_ascii_digit()))
    };
    // "/t/long-title/1234", "/t/1234/long-title".
    let mut parts = url.split(['/', '?']);
    let numbered = parts.any(|part| part == "t")
        && parts.take(2).any(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    called || numbered || url.split(['/', '.', '?', '&', '=']).any(named)
}

/// Does the page say that it is an article, a product or the like? Forums call their threads plain articles too.
fn is_article(about: &Metadata, of_thread: bool) -> bool {
    let other = |t: &String| {
        t.ends_with("Article") && !(of_thread && t == "Article")
            || t.contains("Product")
            || matches!(
                t.as_str(),
                "BlogPosting"
                    | "Report"
                    | "Review"
                    | "Recipe"
                    | "HowTo"
                    | "FAQPage"
                    | "ItemList"
                    | "Event"
                    | "Course"
                    | "VideoObject"
            )
    };
    about.types.iter().any(other) || about.og_type.as_deref() == Some("product")
}

/// Elements of one name.
#[derive(Debug, Clone, Default)]
struct Group {
    /// In page order; one may hold others.
    members: Vec<NodeId>,
    words: u32,
    /// Members with an author and with a time of their own, and with both.
    authored: usize,
    timed: usize,
    both: usize,
}

/// What each member of a group holds that no other member in it does.
struct Own {
    nodes: Vec<Vec<NodeId>>,
    blocks: Vec<Vec<usize>>,
}

impl Own {
    fn of(page: &Page<'_>, members: &[NodeId]) -> Self {
        let tree = page.tree;
        let mut own = Own { nodes: vec![Vec::new(); members.len()], blocks: vec![Vec::new(); members.len()] };
        let mut open: Vec<usize> = Vec::new();
        let (mut next, mut block) = (0, 0);
        for id in tree.ids() {
            while open.last().is_some_and(|&o| !tree.holds(members[o], id)) {
                open.pop();
            }
            if members.get(next) == Some(&id) {
                open.push(next);
                next += 1;
            } else if let Some(&o) = open.last() {
                own.nodes[o].push(id);
            }
            while page.blocks.get(block).is_some_and(|b| b.span.0 <= id) {
                if let Some(&o) = open.last() {
                    own.blocks[o].push(block);
                }
                block += 1;
            }
        }
        own
    }
}

struct Finder<'p> {
    page: &'p Page<'p>,
    tree: &'p Tree,
    /// Names of authors, times, words and letters of prose before each node.
    authors: Vec<u32>,
    times: Vec<u32>,
    words: Vec<u32>,
    prose: Vec<u32>,
}

impl<'p> Finder<'p> {
    fn new(page: &'p Page<'p>) -> Self {
        let tree = page.tree;
        let mut counts = [const { Vec::new() }; 4];
        let mut sums = [0u32; 4];
        let mut next = 0;
        for id in tree.ids() {
            while let Some(block) = page.blocks.get(next).filter(|b| b.span.0 < id) {
                let prose = page.around.is_prose(next);
                sums[2] += page.around.words(next);
                sums[3] += if prose { block.letters } else { 0 };
                next += 1;
            }
            for (count, sum) in counts.iter_mut().zip(sums) {
                count.push(sum);
            }
            sums[0] += u32::from(author_rank(tree, id) > 0);
            sums[1] += u32::from(time_rank(tree, id) > 0);
        }
        for i in next..page.blocks.len() {
            sums[2] += page.around.words(i);
            sums[3] += if page.around.is_prose(i) { page.blocks[i].letters } else { 0 };
        }
        for (count, sum) in counts.iter_mut().zip(sums) {
            count.push(sum);
        }
        let [authors, times, words, prose] = counts;
        Finder { page, tree, authors, times, words, prose }
    }

    fn within(&self, counts: &[u32], id: NodeId) -> u32 {
        counts[self.tree.end(id).index()] - counts[id.index()]
    }

    /// The elements that are the posts.
    fn best_group(&self, sign: Sign, live: bool) -> Option<Group> {
        let tree = self.tree;
        let mut named: Vec<Named> = Vec::new();
        for id in tree.ids() {
            let marked = self.within(&self.authors, id) + self.within(&self.times, id) > 0;
            if !marked || !may_be_post(tree.tag(id)) || self.within(&self.words, id) == 0 {
                continue;
            }
            each_name(tree, id, &mut |name| named.push((name, 0, id)));
        }
        sort(&mut named);
        let all = || runs(&named).filter(|run| run.len() > 1).map(|run| (self.group(run), run.len()));
        let words = |groups: &[Group]| groups.iter().map(|g| g.words).max().unwrap_or(0);
        let mut groups: Vec<Group> =
            all().filter(|(g, n)| self.is_eligible(g, *n, live)).map(|(g, _)| g).collect();
        if sign == Sign::Shape {
            let all = |g: &Group| g.both == g.members.len() && g.both >= LEAST_REPLIES as usize;
            let named = |&id: &NodeId| {
                let class = tree.attr(id, "class").unwrap_or_default();
                class.split_ascii_whitespace().any(|c| REPLY_WORDS.iter().any(|word| c.starts_with(word)))
            };
            groups.retain(|g| all(g) && g.members.iter().all(named));
        }
        if sign == Sign::Said {
            // Without a telling name, and the authors not marked: many with a time each.
            let timed = |g: &Group| g.members.len() >= MANY && g.timed == g.members.len();
            let others: Vec<Group> =
                all().filter(|(g, n)| timed(g) && g.members.len() * 10 >= n * 6).map(|(g, _)| g).collect();
            if words(&others) > words(&groups) * 2 {
                groups = others;
            }
        }
        // Finer ones that hold nearly as much: a page of posts is no post.
        let most = words(&groups);
        groups.retain(|g| g.words as f32 >= most as f32 * 0.7);
        let told = |g: &Group| g.both.max(g.authored.max(g.timed) / 2);
        let many = groups.iter().map(told).max()?;
        groups.retain(|g| told(g) * 10 >= many * 7);
        // Of those the one that is named so, then the outermost: it has the author's column too.
        groups.into_iter().max_by_key(|g| (told(g) * 10 / g.members.len(), self.is_named(g), g.words))
    }

    fn group(&self, run: &[Named]) -> Group {
        let tree = self.tree;
        let counts = [&self.words, &self.authors, &self.times];
        let mut own: Vec<[u32; 3]> =
            run.iter().map(|&(_, _, id)| counts.map(|c| self.within(c, id))).collect();
        let mut open: Vec<usize> = Vec::new();
        for n in 0..run.len() {
            while open.last().is_some_and(|&o| !tree.holds(run[o].2, run[n].2)) {
                open.pop();
            }
            if let Some(&outer) = open.last() {
                let inner = counts.map(|c| self.within(c, run[n].2));
                for (own, inner) in own[outer].iter_mut().zip(inner) {
                    *own -= inner.min(*own);
                }
            }
            open.push(n);
        }
        let mut group = Group::default();
        for (&(_, _, id), [words, authors, times]) in run.iter().zip(own) {
            if words == 0 || authors + times == 0 || self.page.around.in_furniture(id) {
                continue;
            }
            group.members.push(id);
            group.words += words;
            group.authored += usize::from(authors > 0);
            group.timed += usize::from(times > 0);
            group.both += usize::from(authors > 0 && times > 0);
        }
        group
    }

    fn is_eligible(&self, group: &Group, all: usize, live: bool) -> bool {
        let n = group.members.len();
        let most = |count: usize, tenths: usize| count * 10 >= n * tenths;
        n > 1
            && n * 10 >= all * 6
            && (most(group.both, 6)
                || live && most(group.timed, 8)
                || (most(group.authored, 9) || most(group.timed, 9)) && self.is_named(group))
    }

    fn is_named(&self, group: &Group) -> bool {
        let tree = self.tree;
        let named = |&&id: &&NodeId| {
            let names = ["class", "id"].iter().filter_map(|name| tree.attr(id, name)).chain([tree.name(id)]);
            names.map(str::to_ascii_lowercase).any(|name| POST_WORDS.iter().any(|word| name.contains(word)))
        };
        group.members.iter().filter(named).count() * 10 >= group.members.len() * 9
    }

    /// The text before the first post, as a part of all that is read with it.
    fn lead_share(&self, group: &Group) -> f32 {
        let page = self.page;
        let until = group.members.first().map_or(0, |&first| page.around.blocks_of(self.tree, first).start);
        let lead: u32 = (0..until).filter(|&i| self.is_lead(i)).map(|i| page.blocks[i].letters).sum();
        let posts: u32 = group.members.iter().map(|&id| self.within(&self.prose, id)).sum();
        lead as f32 / (lead + posts).max(1) as f32
    }

    fn is_lead(&self, i: usize) -> bool {
        let page = self.page;
        page.judged.verdicts[i].kept
            && page.around.is_prose(i)
            && !page.around.in_furniture(page.blocks[i].node)
    }

    /// Cards that lead to other pages, each under its own linked heading?
    fn is_listing(&self, own: &Own, url: Option<&str>) -> bool {
        let tree = self.tree;
        let bare =
            |address: &str| address.split(['?', '#']).next().unwrap_or("").trim_end_matches('/').to_owned();
        let here = bare(url.unwrap_or_default());
        let headline = self.page.metadata.headline.as_ref().map(|h| text::key(&h.text)).unwrap_or_default();
        let leads = |nodes: &&Vec<NodeId>| {
            let mut heading = None;
            nodes.iter().any(|&id| {
                if matches!(tree.tag(id), Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4) {
                    heading = Some(id);
                }
                if tree.tag(id) != Tag::A || author_rank(tree, id) > 0 {
                    return false;
                }
                let headed = heading.is_some_and(|h| tree.holds(h, id))
                    || tree
                        .descendants(id)
                        .take(8)
                        .any(|d| matches!(tree.tag(d), Tag::H2 | Tag::H3 | Tag::H4));
                let Some(place) = tree.attr(id, "href").filter(|_| headed).map(bare) else { return false };
                let said = text::key(&raw(tree, id));
                !place.is_empty()
                    && !here.ends_with(place.trim_start_matches('.'))
                    && said != headline
                    && !said.starts_with("re ")
                    && text::words(&said).count() > 2
            })
        };
        own.nodes.iter().filter(leads).count() * 2 > own.nodes.len()
    }

    /// Reads the members.
    fn posts(&self, group: &Group, own: &Own, live: bool) -> Vec<Post> {
        let tree = self.tree;
        let repeated = self.repeated(own);
        let contents = if live { None } else { self.contents(group, own, &repeated) };
        let depths = self.depths(group);
        let mut posts = Vec::new();
        for (n, &member) in group.members.iter().enumerate() {
            let Some(content) = contents.as_ref().map_or(Some(member), |c| c[n]) else { continue };
            let whole = content == member;
            let mut blocks: Vec<usize> = own.blocks[n]
                .iter()
                .copied()
                .filter(|&i| tree.holds(content, self.page.blocks[i].span.0))
                .filter(|&i| self.is_text(i, content, whole, &repeated))
                .collect();
            if !live && blocks.len() > 1 && blocks.last().is_some_and(|&i| self.is_edit_note(i)) {
                blocks.pop();
            }
            // What is said of it stands outside its text; where that is not told apart, anywhere.
            let outside = || own.nodes[n].iter().copied().filter(|&id| whole || !tree.holds(content, id));
            let author = best(tree, &mut outside(), None, author_rank, name);
            let near = author.as_ref().map(|a| a.0);
            let mut when = outside().filter(|&id| !self.is_about_author(id, member));
            let (date, said) = best(tree, &mut when, near, time_rank, date).map(|d| d.1).unwrap_or_default();
            let author = author.map(|a| a.1).or_else(|| self.first_name(group, own, n, content, &repeated));
            posts.push(Post { node: content, author, date, said, depth: depths[n], blocks });
        }
        posts
    }

    /// Where authors are not marked: the first short line of the post that is neither in all of them nor a time.
    fn first_name(
        &self,
        group: &Group,
        own: &Own,
        n: usize,
        content: NodeId,
        repeated: &[u64],
    ) -> Option<String> {
        if group.authored * 2 > group.members.len() || content == group.members[n] {
            return None;
        }
        let page = self.page;
        let before = own.blocks[n].iter().copied().take_while(|&i| page.blocks[i].span.0 < content);
        before
            .filter(|&i| {
                let block = &page.blocks[i];
                let timed = self.times[block.span.1.index()] > self.times[block.span.0.index()];
                (1..=3).contains(&page.around.words(i))
                    && !timed
                    && repeated.binary_search(&line(&page.keys[i])).is_err()
            })
            .find_map(|i| short(&page.blocks[i].text).filter(|said| said.chars().any(char::is_alphabetic)))
    }

    /// Does a node tell of the author, and so of when that one joined?
    fn is_about_author(&self, id: NodeId, member: NodeId) -> bool {
        std::iter::once(id)
            .chain(self.tree.ancestors(id))
            .take(8)
            .take_while(|&a| a > member)
            .any(|a| has_word(self.tree, a, PROFILE_WORDS))
    }

    /// Lines that most posts hold: buttons, labels.
    fn repeated(&self, own: &Own) -> Vec<u64> {
        let mut lines: Vec<Named> = Vec::new();
        for (n, blocks) in own.blocks.iter().enumerate() {
            let short = blocks.iter().filter(|&&i| self.is_line(i));
            lines.extend(short.map(|&i| (line(&self.page.keys[i]), n, self.tree.root())));
        }
        sort(&mut lines);
        let least = (own.blocks.len() * 2 / 5).max(3);
        let many = runs(&lines).filter(|run| run.len() >= least);
        many.map(|run| run[0].0).collect()
    }

    /// Does a line name an author or a time?
    fn is_told(&self, i: usize) -> bool {
        let (from, to) = self.page.blocks[i].span;
        let marked = |counts: &[u32]| counts[to.index()] > counts[from.index()];
        self.page.around.words(i) <= TOLD_WORDS && (marked(&self.authors) || marked(&self.times))
    }

    /// Does a block, the last of a post, say when that was changed?
    fn is_edit_note(&self, i: usize) -> bool {
        let (from, to) = self.page.blocks[i].span;
        let within = (from.index()..to.index()).map(|at| self.times[at + 1] - self.times[at]).sum::<u32>();
        let holder = self.tree.parent(from).filter(|&up| time_rank(self.tree, up) > 2);
        let dated = time_rank(self.tree, from) > 2
            || holder.is_some()
            || within > 0 && self.page.blocks[i].text.contains(':');
        self.page.around.words(i) <= 16 && dated
    }

    /// May the block be a line that posts have in common? Their headings are, with "Re:" before them.
    fn is_line(&self, i: usize) -> bool {
        self.page.around.words(i) <= FEW_WORDS || matches!(self.page.blocks[i].kind, Kind::Heading(_))
    }

    /// In each member the element of its text: of the names that nearly all members hold once, the innermost that
    /// has nearly all the words that stand neither beside the author nor in a line they all have.
    fn contents(&self, group: &Group, own: &Own, repeated: &[u64]) -> Option<Vec<Option<NodeId>>> {
        let tree = self.tree;
        let members = &group.members;
        let mut named: Vec<Named> = Vec::new();
        let mut marks: Vec<[u32; 2]> = Vec::new();
        let mut beside: Vec<bool> = vec![false; self.page.blocks.len()];
        for (n, nodes) in own.nodes.iter().enumerate() {
            let mut skip = members[n];
            let mut marked = [0; 2];
            for &id in nodes {
                for (marked, counts) in marked.iter_mut().zip([&self.authors, &self.times]) {
                    *marked += counts[id.index() + 1] - counts[id.index()];
                }
                if id < skip || !tree.is_element(id) {
                    continue;
                }
                // What stands in a signature or the like is beside the text too.
                if is_beside(tree, id) {
                    skip = tree.end(id);
                    self.page.around.blocks_of(tree, id).for_each(|i| beside[i] = true);
                    continue;
                }
                let inner = members.partition_point(|&m| m <= id);
                if members.get(inner).is_none_or(|&m| m >= tree.end(id)) {
                    each_name(tree, id, &mut |name| named.push((name, n, id)));
                }
            }
            marks.push(marked);
        }
        sort(&mut named);
        let mut best: Vec<(u32, u32, Vec<Option<NodeId>>)> = Vec::new();
        for run in runs(&named) {
            let mut found: Vec<Option<NodeId>> = vec![None; members.len()];
            let (mut holders, mut single, mut apart, mut marked) = (0, 0, 0, 0);
            let (mut worth, mut size) = (0, 0);
            for same in run.chunk_by(|a, b| a.1 == b.1) {
                let (_, n, id) = same[0];
                holders += 1;
                single += usize::from(same.iter().all(|s| tree.holds(id, s.2)));
                for (counts, own) in [&self.authors, &self.times].iter().zip(marks[n]) {
                    marked += usize::from(own > 0);
                    apart += usize::from(self.within(counts, id) < own);
                }
                worth += self.worth(id, repeated, &beside);
                size += (tree.end(id).index() - id.index()) as u32;
                found[n] = Some(id);
            }
            if holders * 10 >= members.len() * 8 && single * 10 >= holders * 9 && apart * 10 >= marked * 8 {
                best.push((worth, size, found));
            }
        }
        let most = best.iter().map(|b| b.0).max().filter(|&w| w > 0)?;
        best.retain(|b| b.0 as f32 >= most as f32 * 0.95);
        best.into_iter().min_by_key(|b| b.1).map(|b| b.2)
    }

    /// Words of an element that may be text.
    fn worth(&self, id: NodeId, repeated: &[u64], beside: &[bool]) -> u32 {
        let page = self.page;
        let blocks = page.around.blocks_of(self.tree, id).filter(|&i| {
            let block = &page.blocks[i];
            block.kind.is_text()
                && block.kind != Kind::Button
                && !beside[i]
                && !self.is_told(i)
                && (block.linked * 2 < block.letters || page.around.words(i) > 8)
                && repeated.binary_search(&line(&page.keys[i])).is_err()
        });
        blocks.map(|i| page.around.words(i)).sum()
    }

    /// Is a block within a post's element its text? In the whole element of a post all that stands around the text
    /// has to be told from it; in the element of its text alone, little.
    fn is_text(&self, i: usize, content: NodeId, whole: bool, repeated: &[u64]) -> bool {
        let (page, tree) = (self.page, self.tree);
        let block = &page.blocks[i];
        if block.kind == Kind::Button || page.judged.verdicts[i].reason == Reason::Hidden {
            return false;
        }
        if !block.kind.is_text() {
            return block.kind == Kind::Rule && !whole;
        }
        let words = page.around.words(i);
        let short = words <= FEW_WORDS;
        let cues = lexicon::cues(&page.keys[i]);
        if self.is_line(i) && repeated.binary_search(&line(&page.keys[i])).is_ok()
            || leftovers::is_control(page, i)
            || words <= 2 && cues >> Cue::Advert as u32 & 1 != 0
        {
            return false;
        }
        let holders = || {
            std::iter::once(block.span.0)
                .chain(tree.ancestors(block.span.0))
                .take_while(move |&a| a > content)
                .take(64)
        };
        if holders().any(|a| is_beside(tree, a)) {
            return false;
        }
        let linked = block.linked * 2 > block.letters;
        // Of the page that a post links to its title is enough.
        if !linked && holders().any(|a| has_word(tree, a, &["onebox", "unfurl"])) {
            return false;
        }
        if !whole {
            return true;
        }
        let told = words <= TOLD_WORDS
            && holders().take(4).any(|a| author_rank(tree, a).max(time_rank(tree, a)) > 0);
        let counter = block.letters > 0 && block.text.chars().filter(|c| c.is_alphabetic()).count() < 3;
        !(told || self.is_told(i) || short && linked || counter)
    }

    /// How deep each member stands: by what it says, by members that hold it, or by the lists it stands in.
    fn depths(&self, group: &Group) -> Vec<u8> {
        let tree = self.tree;
        let mut open: Vec<NodeId> = Vec::new();
        let mut nested = Vec::new();
        for &member in &group.members {
            while open.last().is_some_and(|&o| !tree.holds(o, member)) {
                open.pop();
            }
            nested.push(open.len().min(usize::from(u8::MAX)) as u8);
            open.push(member);
        }
        if nested.iter().any(|&d| d > 0) {
            return nested;
        }
        let said: Vec<Option<u8>> = group.members.iter().map(|&m| said_depth(tree, m)).collect();
        if said.iter().all(Option::is_some) {
            return said.into_iter().flatten().collect();
        }
        // Lists in lists, each with the name of the one that holds the member.
        let name = |id: NodeId| (tree.tag(id), tree.attr(id, "class").unwrap_or_default());
        group
            .members
            .iter()
            .map(|&m| {
                let mut above = tree.ancestors(m).take(64).skip_while(|&a| {
                    !matches!(tree.tag(a), Tag::Ul | Tag::Ol | Tag::Section | Tag::Div | Tag::Dl)
                });
                let Some(list) = above.next() else { return 0 };
                let of_list = name(list);
                let plain = of_list.1.is_empty() && !matches!(of_list.0, Tag::Ul | Tag::Ol | Tag::Dl);
                if plain { 0 } else { above.filter(|&a| name(a) == of_list).count().min(64) as u8 }
            })
            .collect()
    }

    /// What the posts answer, where it is marked up otherwise: the text between the headline and the first of them.
    fn root(&self, group: &Group, sign: Sign) -> Option<Post> {
        let (page, tree) = (self.page, self.tree);
        let first = *group.members.first()?;
        let mut near = std::iter::once(first).chain(tree.ancestors(first).take(3));
        let headed = page.headline_block().is_some_and(|h| tree.holds(first, page.blocks[h].node));
        if headed || !near.any(|a| has_word(tree, a, ANSWER_WORDS)) {
            return None;
        }
        let until = page.around.blocks_of(tree, first).start;
        let lead: Vec<usize> = (0..until).filter(|&i| self.is_lead(i)).collect();
        let (&from, &to) = (lead.first()?, lead.last()?);
        let mut holder = page.blocks[from].node;
        while !tree.holds(holder, page.blocks[to].node) {
            holder = tree.parent(holder)?;
        }
        // The text's element, then the one that tells of author and time too.
        let told = |id: NodeId| self.within(&self.authors, id).min(self.within(&self.times, id)) > 0;
        let mut around = holder;
        while !told(around) && tree.parent(around).is_some_and(|up| !tree.holds(up, first)) {
            around = tree.parent(around)?;
        }
        // A summary above the posts of a thread is nobody's.
        if sign == Sign::Said && !told(around) {
            return None;
        }
        let holder = std::iter::once(holder)
            .chain(tree.ancestors(holder).take(2))
            .find(|&h| tree.tag(h) != Tag::P && !matches!(tree.tag(h), Tag::Li | Tag::Blockquote | Tag::Pre))
            .filter(|&h| !tree.holds(h, first))?;
        let blocks = page
            .around
            .blocks_of(tree, holder)
            .filter(|&i| i < until && self.is_text(i, holder, true, &[]))
            .collect();
        let author = best(tree, &mut tree.descendants(around), None, author_rank, name);
        let near = author.as_ref().map(|a| a.0);
        let when = best(tree, &mut tree.descendants(around), near, time_rank, date);
        let (date, said) = when.map(|d| d.1).unwrap_or_default();
        let author = author.map(|a| a.1);
        Some(Post { node: holder, author, date, said, depth: 0, blocks })
    }

    /// A quotation of all that an earlier post says is left out where it is long: it stands above.
    fn shorten_quotes(&self, posts: &mut [Post]) {
        let keys = &self.page.keys;
        let words = |i: &usize| self.page.around.words(*i);
        let mut said: HashSet<&str> = HashSet::new();
        for post in posts {
            let again = |i: &usize| words(i) > FEW_WORDS && said.contains(keys[*i].as_str());
            let all: u32 = post.blocks.iter().filter(|i| again(i)).map(words).sum();
            if all > LONG_QUOTE {
                post.blocks.retain(|i| !again(i));
            }
            said.extend(post.blocks.iter().map(|&i| keys[i].as_str()));
        }
    }

    /// What part of the page's prose the posts hold.
    fn prose_share(&self, posts: &[Post]) -> f32 {
        let all = self.prose.last().copied().unwrap_or(0);
        let prose = posts.iter().flat_map(|p| &p.blocks).filter(|&&i| self.page.around.is_prose(i));
        let own: u32 = prose.map(|&i| self.page.blocks[i].letters).sum();
        own as f32 / all.max(1) as f32
    }
}

/// Words that a post may repeat of those above it, so that one knows what is answered: more is the post again.
const LONG_QUOTE: u32 = 40;

/// Elements with a time each that need no telling name, where the page says that it is a thread.
const MANY: usize = 5;

/// Words of a line that names author and time: "Posted by … on Tuesday, 14 April 2026 at 9:15 pm in …".
const TOLD_WORDS: u32 = 14;

/// Words of a line that is a button's, a label's or a name's.
const FEW_WORDS: u32 = 8;

fn may_be_post(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Div
            | Tag::Article
            | Tag::Li
            | Tag::Section
            | Tag::Table
            | Tag::Tbody
            | Tag::Tr
            | Tag::Td
            | Tag::Dd
            | Tag::Form
            | Tag::Details
            | Tag::Other
    )
}

/// A name, the member that it was found in, and the element that has it.
type Named = (u64, usize, NodeId);

fn sort(named: &mut Vec<Named>) {
    named.sort_unstable();
    named.dedup();
}

/// Those of one name.
fn runs(named: &[Named]) -> impl Iterator<Item = &[Named]> {
    named.chunk_by(|a, b| a.0 == b.0)
}

fn hash(parts: &[&str]) -> u64 {
    // FNV-1a, without digits: the number of a post is no part of its name.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for byte in part.bytes().filter(|b| !b.is_ascii_digit()).chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

fn line(key: &str) -> u64 {
    hash(&[key])
}

/// The names an element goes by: each of its classes, all of them, its id but for the number, what it is a property of.
fn each_name(tree: &Tree, id: NodeId, each: &mut dyn FnMut(u64)) {
    let tag = tree.name(id);
    let class = tree.attr(id, "class").unwrap_or_default();
    let mut classes = class.split_ascii_whitespace();
    if classes.clone().nth(1).is_some() {
        each(hash(&[tag, "class", class]));
    }
    for class in classes.by_ref() {
        each(hash(&[tag, class]));
    }
    if let Some(own) = tree.attr(id, "id").filter(|own| own.bytes().any(|b| b.is_ascii_digit())) {
        each(hash(&[tag, "id", own]));
    }
    if let Some(property) = tree.attr(id, "itemprop") {
        each(hash(&[tag, "itemprop", property]));
    }
    if class.is_empty() && (tree.tag(id) == Tag::Other || matches!(tree.tag(id), Tag::Article | Tag::Pre)) {
        each(hash(&[tag]));
    }
}

/// [`lexicon::each_word`], compiled once.
fn each_word(value: &str, each: &mut dyn FnMut(&str)) {
    lexicon::each_word(value, each);
}

/// Is an element of a post named for what stands beside its text? "has-avatar" says what it holds, not what it is.
fn is_beside(tree: &Tree, id: NodeId) -> bool {
    let names = ["class", "id", "data-role", "data-testid"].iter().filter_map(|name| tree.attr(id, name));
    names.flat_map(str::split_ascii_whitespace).any(|class| {
        let (mut first, mut found, mut holds, mut comments) = (true, false, false, false);
        each_word(class, &mut |word| {
            holds |= first && matches!(word, "has" | "with" | "no" | "is" | "js");
            found |= BESIDE_WORDS.contains(&word) || word.contains("signature") || word.ends_with("edit");
            // "comments__item" is one of them, and may be the post itself.
            comments = word == "comments";
            first = false;
        });
        (found || comments) && !holds
    })
}

/// Do an element's class and id hold one of the words?
fn has_word(tree: &Tree, id: NodeId, words: &[&str]) -> bool {
    let mut found = false;
    for (name, value) in tree.attrs(id) {
        if matches!(name, "class" | "id" | "itemprop" | "data-testid" | "role") {
            each_word(value, &mut |word| found |= words.contains(&word));
        }
    }
    found
        || tree.tag(id) == Tag::Other && {
            each_word(tree.name(id), &mut |word| found |= words.contains(&word));
            found
        }
}

/// Elements named so that make a thread of a page that does not say it is one.
const LEAST_REPLIES: u32 = 4;

/// What the names of answers have in them.
const REPLY_WORDS: &[&str] = &["comment", "reply", "answer", "kommentar"];

/// What the names of posts have in them: "blockpost", "commentlist".
const POST_WORDS: &[&str] = &[
    "post",
    "comment",
    "message",
    "reply",
    "answer",
    "question",
    "thread",
    "topic",
    "entry",
    "mail",
    "msg",
    "beitrag",
    "kommentar",
    "update",
];

const ANSWER_WORDS: &[&str] = &[
    "answer",
    "answers",
    "comment",
    "comments",
    "commentarea",
    "commentlist",
    "reply",
    "replies",
    "response",
    "responses",
    "antwort",
];

#[rustfmt::skip]
/// Names of what stands in a post beside its text.
const BESIDE_WORDS: &[&str] = &[
    "postleft", "postfoot", "usertitle", "signature", "sig", "avatar", "userinfo", "footer", "actions", "controls", "buttons", "button", "toolbar", "reactions", "reaction",
    "likes", "share", "sharing", "menu", "badge", "badges", "lastedit", "lastedited", "edited", "edit", "expand", "expandlink", "nav",
    "votes", "vote", "voting", "postdetails", "profile", "postprofile", "attribution", "flair", "rank", "advert", "ad", "ads",
];

/// Names of the column about the author.
const PROFILE_WORDS: &[&str] =
    &["postprofile", "userinfo", "profile", "joined", "poster", "statistics", "extras"];

const AUTHOR_WORDS: &[&str] = &[
    "author",
    "username",
    "usernames",
    "poster",
    "postauthor",
    "creator",
    "nick",
    "nickname",
    "commenter",
    "membername",
    "screenname",
    "displayname",
    "userlink",
    "user",
    "member",
    "byline",
    "autor",
    "auteur",
    "bigusername",
    "popupctrl",
    "from",
];

const TIME_WORDS: &[&str] = &[
    "date",
    "time",
    "timestamp",
    "posted",
    "postdate",
    "dateline",
    "ago",
    "when",
    "datum",
    "created",
    "published",
    "datetime",
];

/// Does one of an element's classes end in one of the words, as names of things do? "user-content" is no user.
fn is_named(tree: &Tree, id: NodeId, words: &[&str]) -> bool {
    const OF_A_THING: &[&str] =
        &["name", "link", "info", "on", "ago", "text", "line", "details", "wrap", "wrapper", "box"];
    tree.attr(id, "class").unwrap_or_default().split_ascii_whitespace().any(|class| {
        let mut named = false;
        each_word(class, &mut |word| named = words.contains(&word) || named && OF_A_THING.contains(&word));
        named
    })
}

/// How surely an element names an author; 0 where it does not.
fn author_rank(tree: &Tree, id: NodeId) -> u8 {
    if !tree.is_element(id) {
        return 0;
    }
    let holds = |value: Option<&str>, words: &[&str]| {
        value.is_some_and(|v| v.split_ascii_whitespace().any(|v| words.contains(&v)))
    };
    if holds(tree.attr(id, "itemprop"), &["author", "creator"])
        || holds(tree.attr(id, "property"), &["author", "creator", "schema:author"])
        || holds(tree.attr(id, "rel"), &["author"])
    {
        return 6;
    }
    let (named, pictured) = (is_named(tree, id, AUTHOR_WORDS), is_named(tree, id, &["avatar"]));
    let linked = tree.tag(id) == Tag::A && tree.attr(id, "href").is_some_and(is_profile);
    // A column about the author says less surely who it is than a few words.
    let small = tree.end(id).index() - id.index() <= 6;
    if pictured { 0 } else { u8::from(named) * (1 + u8::from(small)) + 3 * u8::from(linked) }
}

/// Is it an address of a person's page?
fn is_profile(href: &str) -> bool {
    const OF_PERSONS: &[&str] = &[
        "u",
        "user",
        "users",
        "member",
        "members",
        "profile",
        "profiles",
        "people",
        "author",
        "authors",
        "viewprofile",
        "memberlist",
        "userinfo",
        "mailto",
        "mitglied",
        "profil",
    ];
    href.contains("/@") || href.starts_with("/~") || {
        let mut found = false;
        for part in href.split(['/', '?', '&', '=', ':', ';']) {
            found |= OF_PERSONS.contains(&part.trim_end_matches(".php"));
        }
        found
    }
}

/// How surely a node says when; 0 where it does not.
fn time_rank(tree: &Tree, id: NodeId) -> u8 {
    match tree.tag(id) {
        Tag::Text => {
            let text = tree.text(id);
            if text.len() > 120 || !text.bytes().any(|b| b.is_ascii_digit()) {
                return 0;
            }
            let digits = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
            let bytes = text.as_bytes();
            let clock = (1..bytes.len()).any(|i| {
                bytes[i] == b':'
                    && digits(bytes.get(i - 1))
                    && digits(bytes.get(i + 1))
                    && digits(bytes.get(i + 2))
            });
            let mut year = false;
            for number in text.split(|c: char| !c.is_ascii_digit()) {
                year |= number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
            }
            let ago = text::words(text)
                .any(|w| matches!(w, "ago" | "vor" | "hace" | "назад" | "geleden" | "fa" | "temu"));
            if clock && year {
                3
            } else if clock || ago {
                2
            } else {
                u8::from(year)
            }
        }
        Tag::Time => 6,
        _ if !tree.is_element(id) => 0,
        _ => {
            let property = tree.attr(id, "itemprop").unwrap_or_default();
            if matches!(property, "datePublished" | "dateCreated" | "uploadDate") {
                return 5;
            }
            let named = is_named(tree, id, TIME_WORDS);
            let short = tree.end(id).index() - id.index() <= 12;
            let numbered = || tree.descendants(id).any(|d| tree.text(d).bytes().any(|b| b.is_ascii_digit()));
            if named && short && numbered() { 4 } else { 0 }
        }
    }
}

/// The best ranked node that says something, and what; of equals the one next to `near`, or else the first.
fn best<T>(
    tree: &Tree,
    nodes: &mut dyn Iterator<Item = NodeId>,
    near: Option<NodeId>,
    rank: fn(&Tree, NodeId) -> u8,
    says: fn(&Tree, NodeId) -> Option<T>,
) -> Option<(NodeId, T)> {
    let apart = |id: NodeId| near.map_or(0, |near| near.index().abs_diff(id.index()));
    let mut best: Option<(u8, NodeId, T)> = None;
    for id in nodes {
        let rank = rank(tree, id);
        let better = match &best {
            Some((most, at, _)) => rank > *most || rank == *most && apart(id) < apart(*at),
            None => rank > 0,
        };
        if better && let Some(said) = says(tree, id) {
            best = Some((rank, id, said));
        }
    }
    best.map(|(_, id, said)| (id, said))
}

/// More characters are no name, and no date.
const LONGEST_NAME: usize = 48;

/// The text of a small element.
fn raw(tree: &Tree, id: NodeId) -> String {
    if tree.end(id).index() - id.index() > 40 { String::new() } else { tree.raw_text(id) }
}

fn short(text: &str) -> Option<String> {
    let folded = text::fold(text);
    let said = folded.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | ',' | '«' | '»' | '·' | '•' | '|' | '-' | '–' | '—')
    });
    (said.chars().count() <= LONGEST_NAME && said.chars().any(char::is_alphanumeric)).then(|| said.to_owned())
}

fn name(tree: &Tree, id: NodeId) -> Option<String> {
    let said = |id: NodeId| match tree.attr(id, "content").filter(|_| tree.tag(id) == Tag::Meta) {
        Some(content) => short(content),
        None => short(&raw(tree, id)),
    };
    let named = tree.descendants(id).take(100).find(|&d| tree.attr(d, "itemprop") == Some("name"));
    let found = named.and_then(said).or_else(|| {
        // A box about the author: the first link in it that says something.
        let links =
            tree.descendants(id).take(100).filter(|&d| tree.tag(d) == Tag::A && author_rank(tree, d) > 0);
        links.filter_map(said).next()
    });
    let found = found.or_else(|| said(id))?;
    let lower = found.to_lowercase();
    let by = ["by ", "von ", "par ", "por "].iter().find(|b| lower.starts_with(**b)).map_or(0, |b| b.len());
    let name = found[by..].to_owned();
    name.chars().any(char::is_alphabetic).then_some(name)
}

/// When, for machines if the page has it so, and then in its words too.
fn date(tree: &Tree, id: NodeId) -> Option<(Option<String>, Option<String>)> {
    let machine = |value: &str| {
        let value = value.trim();
        let digits = value.bytes().take_while(u8::is_ascii_digit).count();
        let dated = digits == 4 && value[4..].starts_with('-') && value.len() <= 35;
        dated.then(|| value.replacen(' ', "T", 1).replace(' ', ""))
    };
    // A text's element has more of it, but where it names the author too.
    let up = tree.parent(id).filter(|&up| {
        tree.tag(id) == Tag::Text && !tree.descendants(up).take(40).any(|d| author_rank(tree, d) > 0)
    });
    let id = up.filter(|&up| short(&raw(tree, up)).is_some()).unwrap_or(id);
    let texts = || std::iter::once(id).chain(tree.descendants(id).take(40));
    let attribute = ["datetime", "content", "title"]
        .iter()
        .find_map(|name| texts().filter_map(|d| machine(tree.attr(d, name)?)).next());
    // "June 14, 2024" and "1 yr" beside it for small screens.
    let whole =
        texts().find(|&d| time_rank(tree, d) == 3 || tree.tag(d) == Tag::Text && time_rank(tree, d) > 0);
    let parted = texts().filter(|&d| tree.tag(d) == Tag::Text && !tree.text(d).trim().is_empty()).count() > 1;
    let said = match whole.filter(|_| parted && attribute.is_some()) {
        Some(text) => short(tree.text(text)),
        None => short(&raw(tree, id)),
    };
    match (attribute.or_else(|| machine(said.as_deref()?)), said) {
        (None, None) => None,
        (None, said) => Some((said, None)),
        found => Some(found),
    }
}

/// The depth that an element's own names tell: "depth-2", `aria-level`.
fn said_depth(tree: &Tree, id: NodeId) -> Option<u8> {
    let near = std::iter::once(id).chain(tree.ancestors(id).take(1)).chain(tree.descendants(id).take(1));
    near.filter(|&n| tree.is_element(n)).find_map(|n| {
        let attribute = ["depth", "aria-level"].iter().find_map(|a| tree.attr(n, a)?.trim().parse().ok());
        attribute.or_else(|| {
            tree.attr(n, "class")?.split_ascii_whitespace().find_map(|class| {
                let (word, number) = class.split_at(class.find(|c: char| c.is_ascii_digit())?);
                let word = word.trim_end_matches(['-', '_']).to_ascii_lowercase();
                ["depth", "level", "indent"].iter().any(|w| word.ends_with(w)).then(|| number.parse().ok())?
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BlockKind, plain, read};

    const SAID: &str =
        "The kettle has boiled dry again, and nobody in this house will say who left it on the stove.";

    fn post(class: &str, name: &str, inner: &str) -> String {
        format!(
            "<div class=\"{class}\"><a class=\"author\" href=\"/u/{name}\">{name}</a> <time \
             datetime=\"2026-01-02T03:04:00Z\">2 Jan 2026</time><div class=\"text\"><p>{name} says: {SAID}</p></div>\
             {inner}</div>"
        )
    }

    /// Author and depth of each post.
    fn posts(body: &str, head: &str) -> Vec<(String, u8)> {
        let html = format!(
            "<html lang=\"en\"><head><title>Kettles</title>{head}</head><body><h1>Kettles</h1>{body}</body></html>"
        );
        let read =
            read(&crate::Page::new(html, Some("https://kettles.example/threads/kettles.12/"))).unwrap();
        let of = |block: crate::Block| match block.kind {
            BlockKind::Post { author, depth, .. } => Some((author.unwrap_or_default(), depth)),
            _ => None,
        };
        read.article.body.into_iter().filter_map(of).collect()
    }

    #[test]
    fn posts_side_by_side_are_a_thread() {
        let all: String = ["Ann", "Ben", "Cis"].iter().map(|name| post("message", name, "")).collect();
        let found = posts(&all, "");
        assert_eq!(found, [("Ann".into(), 0), ("Ben".into(), 0), ("Cis".into(), 0)]);
    }

    #[test]
    fn replies_in_replies_are_as_deep_as_they_stand() {
        let deep = (0..3000).rev().fold(String::new(), |inner, n| post("comment", &format!("a{n}"), &inner));
        let found = posts(&deep, "");
        assert_eq!(found.len(), 3000);
        assert_eq!((found[2].clone(), found[2999].1), (("a2".to_owned(), 2), u8::MAX));
    }

    #[test]
    fn what_buyers_say_is_no_thread() {
        let all: String = ["Ann", "Ben", "Cis"].iter().map(|name| post("review post", name, "")).collect();
        let product =
            "<script type=\"application/ld+json\">{\"@type\":\"Product\",\"name\":\"Kettle\"}</script>";
        assert_eq!(posts(&all, product), []);
        let article = product.replace("Product", "NewsArticle");
        assert_eq!(posts(&all, &article), []);
    }

    #[test]
    fn comments_under_a_longer_text_are_no_thread() {
        let text: String = (0..9).map(|n| format!("<p>Paragraph {n}. {SAID}</p>")).collect();
        let all: String = ["Ann", "Ben", "Cis"].iter().map(|name| post("comment", name, "")).collect();
        assert_eq!(posts(&format!("<article>{text}</article><section>{all}</section>"), ""), []);
    }

    #[test]
    fn a_mail_is_parted_at_its_quotations_and_ends_at_its_signature() {
        let said = |part: &Part| match part {
            Part::Said(inlines) => format!("said {}", plain(inlines)),
            Part::Quoted(inlines) => format!("quoted {}", plain(inlines)),
            Part::Code(text) => format!("code {text}"),
        };
        let mail = "Hello,\nall\n\n> one\n>\n>> two\nno\n\n  x = 1\n-- \nAnn";
        let parts: Vec<String> = parts_of_letter(mail).iter().map(said).collect();
        assert_eq!(parts, ["said Hello,\nall", "quoted one", "quoted two", "said no", "code   x = 1"]);
    }
}
