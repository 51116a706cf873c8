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

/// A byline with its roles and dates is shorter than this, in bytes.
const LONGEST_LINE: usize = 400;

impl<'p, 't> Near<'p, 't> {
    pub fn of(places: &'p Places<'t>, headline: Option<NodeId>) -> Self {
        let tree = places.tree;
        let mut lines = Vec::new();
        let mut skip_to = tree.root();
        // Without a headline the page's beginning is as good a place as any.
        let anchor =
            headline.or_else(|| tree.ids().find(|&id| tree.tag(id) == Tag::Body)).unwrap_or(tree.root());
        for node in tree.ids() {
            if node < skip_to || !tree.is_element(node) || matches!(tree.tag(node), Tag::Html | Tag::Head) {
                if tree.tag(node) == Tag::Head {
                    skip_to = tree.end(node);
                }
                continue;
            }
            let length = places.length(node);
            if length == 0 {
                skip_to = tree.end(node);
                continue;
            }
            if length > LONGEST_LINE || headline.is_some_and(|h| tree.holds(node, h)) {
                continue;
            }
            skip_to = tree.end(node);
            let place = places.place(node);
            let text = places.text(node, LONGEST_LINE);
            if text.is_empty() {
                continue;
            }
            let before = node < anchor;
            let far = places.distance(anchor, node) * if before { 2 } else { 1 };
            lines.push(Line { node, text, place, far });
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
