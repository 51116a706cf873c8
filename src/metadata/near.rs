//! Headline → the short texts around it, in which bylines and dates stand.

use super::places::{APART, Place, Places};
use crate::tree::{NodeId, Tag};

/// A short text that stands alone on the page.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub node: NodeId,
    pub text: String,
    pub place: Place,
    /// How far it stands from the headline, in bytes of text between them; before it counts double.
    pub far: usize,
}

/// The page around its headline.
pub(super) struct Near<'p, 't> {
    pub places: &'p Places<'t>,
    /// The headline's element.
    pub anchor: Option<NodeId>,
    /// Short texts, in page order, none within another.
    pub lines: Vec<Line>,
}

/// A byline with its roles and dates is no longer than this, in bytes …
const LONGEST_LINE: usize = 160;

/// … and where it is a paragraph, than this; longer ones are prose, and nothing in them stands alone.
const LONGEST_PARAGRAPH: usize = 300;

impl<'p, 't> Near<'p, 't> {
    pub fn of(places: &'p Places<'t>, headline: Option<NodeId>) -> Self {
        let tree = places.tree;
        let mut lines = Vec::new();
        let mut skip_to = tree.root();
        // Without a headline the page's beginning is as good a place as any.
        let body = || tree.ids().find(|&id| tree.tag(id) == Tag::Body);
        let anchor = headline.or_else(body).unwrap_or(tree.root());
        for node in tree.ids() {
            if node < skip_to {
                continue;
            }
            let length = places.length(node);
            let tag = tree.tag(node);
            if length == 0 || tag == Tag::Head {
                skip_to = tree.end(node);
                continue;
            }
            let longest = if tag == Tag::P { LONGEST_PARAGRAPH } else { LONGEST_LINE };
            // Text that stands bare beside elements is a line as well.
            if length > longest || headline.is_some_and(|h| tree.holds(node, h)) {
                if tag == Tag::P && length > longest {
                    skip_to = tree.end(node);
                }
                continue;
            }
            skip_to = tree.end(node);
            let text = places.text(node, longest);
            if text.is_empty() {
                continue;
            }
            let far = places.distance(anchor, node) * if node < anchor { 2 } else { 1 };
            lines.push(Line { node, text, place: places.place(node), far });
        }
        Near { places, anchor: headline, lines }
    }

    /// Lines that may be of the article, the nearest to the headline first.
    pub fn own(&self) -> Vec<&Line> {
        let mut own: Vec<&Line> = self.lines.iter().filter(|l| !l.place.any(APART)).collect();
        own.sort_by_key(|l| l.far);
        own
    }
}
