//! Names and dates found → the elements of the page that hold them and nothing else to read.

use super::byline::{is_beside_names, leads_to_name};
use super::date::{self, Manner};
use super::near::{Line, Near};
use super::places::Place;
use crate::text::{key, words};
use crate::tree::NodeId;

/// Elements with bylines, and elements with dates. One that holds both is in both.
#[derive(Debug, Default)]
pub(super) struct Furniture {
    pub bylines: Vec<NodeId>,
    pub dates: Vec<NodeId>,
}

/// Bylines and dates further below the headline than this, in bytes of text, are those of boxes after the article.
const FAR: usize = 2500;

/// Further above it than this they are of something else.
const ABOVE: usize = 600;

/// So many words may stand beside a name or a date that no list knows: a place, a desk, a role.
const MOST_STRANGE: usize = 4;

pub(super) fn find(near: &Near<'_, '_>, names: &[String], manner: Manner<'_>) -> Furniture {
    let names: Vec<String> = names.iter().map(|n| key(n)).filter(|n| !n.is_empty()).collect();
    let mut out = Furniture::default();
    for line in &near.lines {
        let above = near.anchor.is_none_or(|a| line.node < a);
        if line.far > if above { 2 * ABOVE } else { FAR } || line.place.any(Place::HEADING.and(Place::FIGURE))
        {
            continue;
        }
        let (named, dated, strange) = measure(line, &names, manner);
        // In a paragraph a few strange words are a sentence; in a line of its own they are a role or a desk.
        let most = if line.place.any(Place::PROSE) { 1 } else { MOST_STRANGE };
        if strange > most {
            continue;
        }
        if named {
            out.bylines.push(line.node);
        }
        if dated {
            out.dates.push(line.node);
        }
    }
    out
}

/// Does a line hold one of the names, does it hold a date, and how many words does it hold that belong to neither?
fn measure(line: &Line, names: &[String], manner: Manner<'_>) -> (bool, bool, usize) {
    let mut rest = String::with_capacity(line.text.len());
    let mut from = 0;
    let dates = date::find(&line.text, manner);
    for found in &dates {
        rest.push_str(&line.text[from..found.from]);
        rest.push(' ');
        from = found.to;
    }
    rest.push_str(&line.text[from..]);
    let mut rest = format!(" {} ", key(&rest));
    let mut named = false;
    for name in names {
        let name = format!(" {name} ");
        if rest.contains(&name) {
            named = true;
            rest = rest.replace(&name, "  ");
        }
    }
    let strange = words(&rest)
        .filter(|w| {
            !leads_to_name(w, manner.lang)
                && !is_beside_names(w)
                && !date::is_beside_dates(w)
                && !w.chars().all(char::is_numeric)
        })
        .count();
    (named, !dates.is_empty(), strange)
}
