//! Links that lead to a note and back → which blocks are notes, and which links refer to them.

use std::collections::{HashMap, HashSet};

use crate::blocks::{Block, heading_level, is_block_level};
use crate::roles::Role;
use crate::tree::{NodeId, Tag, Tree};

/// The notes of a page.
#[derive(Debug, Default)]
pub struct Notes {
    /// Every id and anchor name of the page.
    pub ids: HashMap<String, NodeId>,
    /// Links that refer to a note, with its key.
    pub refs: HashMap<NodeId, String>,
    /// Links of notes that lead back to the text: not shown.
    pub back: HashSet<NodeId>,
    /// Blocks of the notes, with the note's key, in page order.
    pub blocks: Vec<(usize, String)>,
    /// Keys and labels in page order.
    pub order: Vec<(String, String)>,
}

/// Finds pairs of links: one in a short raised or bracketed text to an element further down, one in that element
/// back to where it came from.
pub fn find(tree: &Tree, blocks: &[Block], roles: &[Role], hidden: impl Fn(NodeId) -> bool) -> Notes {
    let mut notes = Notes::default();
    let mut links = Vec::new();
    for id in tree.ids() {
        if !tree.is_element(id) {
            continue;
        }
        for name in ["id", "name"] {
            if let Some(value) = tree.attr(id, name).filter(|v| !v.is_empty()) {
                notes.ids.entry(value.to_owned()).or_insert(id);
            }
        }
        if tree.tag(id) == Tag::A
            && let Some(target) = tree.attr(id, "href").and_then(|h| h.strip_prefix('#'))
        {
            links.push((id, target.to_owned()));
        }
    }
    let target_of: HashMap<NodeId, NodeId> =
        links.iter().filter_map(|(a, t)| Some((*a, *notes.ids.get(t)?))).collect();
    // The note that each referred-to element stands in.
    let mut items: HashMap<NodeId, String> = HashMap::new();
    for (link, _) in &links {
        let Some(&target) = target_of.get(link) else { continue };
        if target <= *link || text_length(tree, *link) > 12 {
            continue;
        }
        let Some(item) = note_of(tree, target) else { continue };
        let back: Vec<NodeId> = tree
            .descendants(item)
            .filter(|d| tree.tag(*d) == Tag::A && target_of.get(d).is_some_and(|&t| is_near(tree, t, *link)))
            .collect();
        if back.is_empty() || tree.holds(item, *link) {
            continue;
        }
        notes.back.extend(back);
        let key = match items.get(&item) {
            Some(key) => key.clone(),
            None => {
                let key = format!("note-{}", items.len() + 1);
                let label = tree.raw_text(*link);
                notes.order.push((key.clone(), label.trim().trim_matches(['[', ']']).to_owned()));
                items.insert(item, key.clone());
                key
            }
        };
        notes.refs.insert(*link, key);
    }
    if items.is_empty() {
        return notes;
    }
    // Links there and back are surer than a verdict on a few words; of a long list of sources the verdict holds.
    let few = items.len() <= MOST_SURE;
    for (i, block) in blocks.iter().enumerate() {
        let fits = roles[i] == Role::Body || few && roles[i] == Role::None && !hidden(block.node);
        if !fits || !block.kind.is_text() {
            continue;
        }
        let item =
            std::iter::once(block.node).chain(tree.ancestors(block.node).take(8)).find_map(|a| items.get(&a));
        if let Some(key) = item {
            notes.blocks.push((i, key.clone()));
        }
    }
    let shown: HashSet<&String> = notes.blocks.iter().map(|(_, key)| key).collect();
    notes.order.retain(|(key, _)| shown.contains(key));
    notes.refs.retain(|_, key| shown.contains(key));
    notes
}

/// Notes up to which each is kept: more are a bibliography.
const MOST_SURE: usize = 12;

fn text_length(tree: &Tree, id: NodeId) -> usize {
    tree.descendants(id).take(16).map(|d| tree.text(d).trim().len()).sum()
}

/// Nodes in the largest element that is still a note: above that it is a section.
const LARGEST_NOTE: usize = 400;

/// The list item or paragraph that a reference leads into.
fn note_of(tree: &Tree, target: NodeId) -> Option<NodeId> {
    if heading_level(tree, target).is_some() {
        return None;
    }
    std::iter::once(target)
        .chain(tree.ancestors(target).take(4))
        .find(|&a| matches!(tree.tag(a), Tag::Li | Tag::P | Tag::Dd | Tag::Div | Tag::Td | Tag::Aside))
        .filter(|&a| tree.end(a).index() - a.index() < LARGEST_NOTE)
}

/// Does the way back lead to the link, or to what stands right around it?
fn is_near(tree: &Tree, target: NodeId, link: NodeId) -> bool {
    tree.holds(link, target)
        || tree.ancestors(link).take(2).any(|a| a == target && !is_block_level(tree.tag(a)))
        || tree.ancestors(link).take(1).any(|a| a == target)
}
