//! The second look: how a block's first score sits among those of its neighbours, its element and its like.

use std::collections::HashMap;

use super::features::Surroundings;
use crate::blocks::{Block, Kind};
use crate::tree::{NodeId, Tree};

macro_rules! context {
    ($($name:ident),* $(,)?) => {
        #[derive(Debug, Clone, Copy)]
        #[repr(usize)]
        #[allow(non_camel_case_types)]
        enum Context { $($name),* }

        /// The name of each number that the second look adds to a row.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

context! {
    own, previous, second_previous, third_previous, next, second_next, third_next, near_mean, parent_mean, above_mean,
    third_mean, fourth_mean, alike_mean, core_mean, wide_core_mean, page_mean, kept_before, kept_after, strong_before,
    strong_after, strong_gap, section_mean, text_seen, before_mean, after_mean, page_kept,
}

/// How many numbers the second look adds.
pub const WIDTH: usize = NAMES.len();

/// From a score to 0..1, by arithmetic that is the same on every machine.
pub fn squash(score: f32) -> f32 {
    0.5 + 0.5 * score / (1.0 + score.abs())
}

/// Scores weighed by letters, summed from the start, so that any run's mean is two look-ups.
struct Prefix {
    weighed: Vec<f64>,
    weight: Vec<f64>,
}

impl Prefix {
    fn mean(&self, from: usize, to: usize) -> f32 {
        let weight = self.weight[to] - self.weight[from];
        if weight <= 0.0 { -1.0 } else { ((self.weighed[to] - self.weighed[from]) / weight) as f32 }
    }
}

/// What the second look adds to each block's row. `first` are the first scores.
pub fn rows(
    tree: &Tree,
    blocks: &[Block],
    around: &Surroundings,
    keys: &[String],
    first: &[f32],
) -> Vec<[f32; WIDTH]> {
    use Context::*;
    let n = blocks.len();
    let p: Vec<f32> = first.iter().map(|&s| squash(s)).collect();
    let texts: Vec<usize> = (0..n).filter(|&i| blocks[i].kind.is_text()).collect();
    let mut prefix = Prefix { weighed: vec![0.0; n + 1], weight: vec![0.0; n + 1] };
    for i in 0..n {
        let weight =
            if blocks[i].kind.is_text() { f64::from(blocks[i].letters.min(2000)) + 1.0 } else { 0.0 };
        prefix.weighed[i + 1] = prefix.weighed[i] + weight * f64::from(p[i]);
        prefix.weight[i + 1] = prefix.weight[i] + weight;
    }
    let strong: Vec<bool> = (0..n).map(|i| p[i] > 0.7 && around.is_prose(i)).collect();
    let all_strong = strong.iter().filter(|&&s| s).count().max(1) as f32;
    let alike = around.alike(tree, blocks);
    let mut groups: HashMap<u64, (f64, f64)> = HashMap::new();
    for &i in &texts {
        let weight = f64::from(blocks[i].letters.min(2000)) + 1.0;
        let (weighed, total) = groups.entry(alike[i]).or_default();
        *weighed += weight * f64::from(p[i]);
        *total += weight;
    }
    let sections = sections(blocks);
    let mut seen: HashMap<&str, f32> = HashMap::new();
    let mut rows = vec![[0.0; WIDTH]; n];
    let mean_of = |id: NodeId| {
        let range = around.blocks_of(tree, id);
        prefix.mean(range.start, range.end)
    };
    let page = prefix.mean(0, n);
    let (core, wide) = around.cores();
    let (core, wide) = (mean_of(core), mean_of(wide));
    let kept = texts.iter().filter(|&&i| p[i] > 0.5).map(|&i| blocks[i].letters).sum::<u32>() as f32;
    let (mut strong_so_far, mut gap) = (0, 99);
    for (i, row) in rows.iter_mut().enumerate() {
        let mut set = |c: Context, v: f32| row[c as usize] = v;
        let at = texts.partition_point(|&t| t < i);
        let after = at + usize::from(blocks[i].kind.is_text());
        let before = |k: usize| at.checked_sub(k).map_or(-1.0, |a| p[texts[a]]);
        let behind = |k: usize| texts.get(after + k).map_or(-1.0, |&t| p[t]);
        set(own, p[i]);
        set(previous, before(1));
        set(second_previous, before(2));
        set(third_previous, before(3));
        set(next, behind(0));
        set(second_next, behind(1));
        set(third_next, behind(2));
        set(near_mean, prefix.mean(i.saturating_sub(8), (i + 9).min(n)));
        set(before_mean, prefix.mean(i.saturating_sub(8), i));
        set(after_mean, prefix.mean((i + 1).min(n), (i + 9).min(n)));
        let mut rungs = std::iter::once(blocks[i].node).chain(tree.ancestors(blocks[i].node));
        for c in [parent_mean, above_mean, third_mean, fourth_mean] {
            set(c, rungs.next().map_or(-1.0, mean_of));
        }
        let (weighed, total) = groups.get(&alike[i]).copied().unwrap_or((0.0, 0.0));
        set(alike_mean, if total > 0.0 { (weighed / total) as f32 } else { -1.0 });
        set(core_mean, core);
        set(wide_core_mean, wide);
        set(page_mean, page);
        set(page_kept, kept);
        set(kept_before, prefix.mean(0, i));
        set(kept_after, prefix.mean((i + 1).min(n), n));
        set(strong_before, strong_so_far as f32 / all_strong);
        set(strong_gap, gap as f32);
        let section = &sections[i];
        set(section_mean, prefix.mean(section.start, section.end));
        let key = keys[i].as_str();
        set(text_seen, seen.get(key).copied().unwrap_or(-1.0));
        if key.len() > 12 {
            let best = seen.entry(key).or_insert(-1.0);
            *best = best.max(p[i]);
        }
        if strong[i] {
            strong_so_far += 1;
            gap = 0;
        } else {
            gap = (gap + 1).min(99);
        }
        let left = all_strong - strong_so_far as f32;
        set(strong_after, left / all_strong);
    }
    rows
}

/// For each block the run from the heading above it to the next heading of the same or a higher level.
fn sections(blocks: &[Block]) -> Vec<std::ops::Range<usize>> {
    let n = blocks.len();
    let mut start = 0;
    let mut sections = vec![0..n; n];
    let close = |sections: &mut Vec<std::ops::Range<usize>>, start: usize, end: usize| {
        sections[start..end].fill(start..end);
    };
    for (i, block) in blocks.iter().enumerate() {
        if matches!(block.kind, Kind::Heading(_)) {
            close(&mut sections, start, i);
            start = i;
        }
    }
    close(&mut sections, start, n);
    sections
}
