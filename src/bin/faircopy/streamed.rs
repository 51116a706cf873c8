//! Where React's streamed segments belong: `<div hidden id="S:n">` → the place of `<template id="B:n">` or `"P:n"`.
//!
//! A server that streams a page sends late parts at its end, hidden, with a script that moves each to its
//! placeholder. The browser has run those scripts before anyone presses the button; a stored page has not. `B:n`
//! stands before what is shown meanwhile, which ends at the comment `/$`; `P:n` stands alone.
//! <https://github.com/facebook/react/blob/main/packages/react-dom-bindings/src/server/ReactDOMServerExternalRuntime.js>

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use markup5ever_rcdom::{Handle, Node, NodeData};

use crate::normalise::{children, value};

/// Segments and placeholders of a page.
#[derive(Default)]
pub struct Segments {
    /// What each segment holds, until it is placed.
    waiting: HashMap<String, Handle>,
    /// The `div`s of those segments that have a placeholder.
    moved: HashSet<*const Node>,
}

impl Segments {
    /// Looks through a page that holds them; `html` is its markup.
    pub fn of(document: &Handle, html: &str) -> Segments {
        let mut segments = Segments::default();
        if !html.contains("\"S:") {
            return segments;
        }
        let mut placeholders = HashSet::new();
        let mut left = vec![Rc::clone(document)];
        while let Some(node) = left.pop() {
            if let Some(key) = id(&node, "template", &["B:", "P:"]) {
                placeholders.insert(key);
            } else if let Some(key) = id(&node, "div", &["S:"]) {
                // The first of an id is the one that a script finds.
                segments.waiting.entry(key).or_insert_with(|| Rc::clone(&node));
            }
            left.extend(children(&node).rev());
        }
        segments.waiting.retain(|key, _| placeholders.contains(key));
        segments.moved.extend(segments.waiting.values().map(Rc::as_ptr));
        segments
    }

    /// A node's children as they are once the scripts have run. Each segment is placed once, so that one that holds
    /// its own placeholder ends there.
    pub fn children(&mut self, node: &Handle) -> Vec<Handle> {
        if self.moved.is_empty() {
            return children(node).collect();
        }
        let mut out = Vec::new();
        // A segment may begin with the placeholder of another one.
        let mut left = vec![children(node)];
        while let Some(siblings) = left.last_mut() {
            let Some(child) = siblings.next() else {
                left.pop();
                continue;
            };
            if self.moved.contains(&Rc::as_ptr(&child)) {
                continue;
            }
            let placeholder = id(&child, "template", &["B:", "P:"]);
            let Some(segment) = placeholder.and_then(|key| self.waiting.remove(&key)) else {
                out.push(child);
                continue;
            };
            if id(&child, "template", &["B:"]).is_some() {
                skip_fallback(siblings);
            }
            left.push(children(&segment));
        }
        out
    }
}

/// The number in the element's `id`, if it is such an element and its `id` begins so.
fn id(node: &Handle, element: &str, prefixes: &[&str]) -> Option<String> {
    let NodeData::Element { name, attrs, .. } = &node.data else { return None };
    if &*name.local != element {
        return None;
    }
    let attrs = attrs.borrow();
    let id = value(&attrs, "id")?;
    prefixes.iter().find_map(|prefix| id.strip_prefix(prefix)).map(str::to_owned)
}

/// Goes past the comment that ends a boundary, if there is one.
fn skip_fallback(siblings: &mut std::vec::IntoIter<Handle>) {
    let mut within = 0;
    let mut rest = siblings.clone();
    while let Some(node) = rest.next() {
        let NodeData::Comment { contents } = &node.data else { continue };
        match contents.trim() {
            "/$" if within == 0 => {
                *siblings = rest;
                return;
            }
            "/$" => within -= 1,
            "$" | "$?" | "$!" => within += 1,
            _ => {}
        }
    }
}
