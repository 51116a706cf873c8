//! Walks a table of boosted trees: a row of numbers → one score. The table is made by `tests/train`.

/// A forest read from its table.
///
/// Layout, little-endian: `b"FCT1"`, width `u16`, trees `u16`, base `f32`, scale of a leaf `f32`; then each tree:
/// splits `u8`, per split feature `u8`, left `i8`, right `i8`, threshold `f32`; leaves (one more than splits) `i16`.
/// A child ≥ 0 is a later split of the same tree, `-1 - n` is leaf `n`. A value not above the threshold goes left.
#[derive(Debug, Clone)]
pub struct Forest {
    width: usize,
    base: f32,
    scale: f32,
    /// The splits of all trees, one tree after the other, and their leaves.
    splits: Vec<Split>,
    leaves: Vec<i16>,
    /// Where each tree begins, as a child.
    roots: Vec<i16>,
}

/// Children ≥ 0 are splits of the forest, `-1 - n` is its leaf `n`.
#[derive(Debug, Clone, Copy)]
struct Split {
    threshold: f32,
    feature: u16,
    left: i16,
    right: i16,
}

impl Split {
    fn child(self, row: &[f32]) -> i16 {
        if row[usize::from(self.feature)] <= self.threshold { self.left } else { self.right }
    }
}

/// The leaf that a child is, if it is one.
fn leaf_of(child: i16) -> Option<usize> {
    (child < 0).then_some(!child as usize)
}

const HEAD: usize = 16;
const SPLIT: usize = 7;

impl Forest {
    /// Reads a table; `None` where it is not one, or is cut short.
    pub fn parse(table: &[u8]) -> Option<Self> {
        let u16_at = |at: usize| Some(u16::from_le_bytes(table.get(at..at + 2)?.try_into().ok()?));
        let f32_at = |at: usize| Some(f32::from_le_bytes(table.get(at..at + 4)?.try_into().ok()?));
        if table.get(..4)? != b"FCT1" {
            return None;
        }
        let (width, count) = (usize::from(u16_at(4)?), u16_at(6)?);
        let (base, scale) = (f32_at(8)?, f32_at(12)?);
        let mut forest =
            Forest { width, base, scale, splits: Vec::new(), leaves: Vec::new(), roots: Vec::new() };
        let mut at = HEAD;
        for _ in 0..count {
            let splits = usize::from(*table.get(at)?);
            let size = 1 + splits * SPLIT + (splits + 1) * 2;
            let (walk, leaves) = table.get(at + 1..at + size)?.split_at(splits * SPLIT);
            let (first, first_leaf) = (forest.splits.len(), forest.leaves.len());
            let leaf = |n: usize| i16::try_from(first_leaf + n).ok().map(|n| !n);
            for (i, split) in walk.chunks_exact(SPLIT).enumerate() {
                let child = |byte: u8| match usize::try_from(byte as i8) {
                    // Downwards only: a walk has an end.
                    Ok(later) => {
                        (later > i && later < splits).then(|| i16::try_from(first + later).ok()).flatten()
                    }
                    Err(_) => Some(usize::from(!byte)).filter(|&n| n <= splits).and_then(leaf),
                };
                let threshold = f32::from_le_bytes(split[3..].try_into().ok()?);
                let feature = u16::from(split[0]);
                if usize::from(feature) >= width {
                    return None;
                }
                forest.splits.push(Split {
                    threshold,
                    feature,
                    left: child(split[1])?,
                    right: child(split[2])?,
                });
            }
            forest.leaves.extend(leaves.chunks_exact(2).map(|l| i16::from_le_bytes([l[0], l[1]])));
            forest.roots.push(if splits > 0 { i16::try_from(first).ok()? } else { leaf(0)? });
            at += size;
        }
        Some(forest)
    }

    /// How many numbers a row must have.
    #[cfg(test)]
    pub fn width(&self) -> usize {
        self.width
    }

    /// The score: above 0 means more likely than not. Sums whole numbers, so that the order of the trees, the
    /// compiler and the machine make no difference.
    pub fn score(&self, row: &[f32]) -> f32 {
        if row.len() < self.width {
            return self.base;
        }
        let mut sum: i32 = 0;
        for &root in &self.roots {
            let mut at = root;
            while at >= 0 {
                at = self.splits[at as usize].child(row);
            }
            sum += i32::from(self.leaves[!at as usize]);
        }
        self.base + sum as f32 * self.scale
    }

    /// How much each number of the row pulls the score, largest pull first: along each tree's path the step from a
    /// split's mean leaf to its child's is put down to what was asked there. With the base they add up to about
    /// the score. For explaining, not for deciding.
    pub fn pulls(&self, row: &[f32]) -> Vec<(usize, f32)> {
        let mut pulls = vec![0.0; self.width];
        if row.len() >= self.width {
            // Mean of the leaves below each split, and their number: children come after their parents.
            let mut means = vec![(0.0f32, 0.0f32); self.splits.len()];
            for (at, split) in self.splits.iter().enumerate().rev() {
                let (left, right) = (self.mean(split.left, &means), self.mean(split.right, &means));
                let count = left.1 + right.1;
                means[at] = ((left.0 * left.1 + right.0 * right.1) / count.max(1.0), count);
            }
            for &root in &self.roots {
                let mut at = root;
                while at >= 0 {
                    let split = self.splits[at as usize];
                    let child = split.child(row);
                    let step = self.mean(child, &means).0 - means[at as usize].0;
                    pulls[usize::from(split.feature)] += step * self.scale;
                    at = child;
                }
            }
        }
        let mut ranked: Vec<(usize, f32)> =
            pulls.into_iter().enumerate().filter(|(_, p)| *p != 0.0).collect();
        ranked.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        ranked
    }

    fn mean(&self, child: i16, means: &[(f32, f32)]) -> (f32, f32) {
        leaf_of(child).map_or_else(|| means[child as usize], |leaf| (f32::from(self.leaves[leaf]), 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stump(threshold: f32, low: i16, high: i16) -> Vec<u8> {
        let mut t = b"FCT1".to_vec();
        t.extend(1u16.to_le_bytes());
        t.extend(1u16.to_le_bytes());
        t.extend(0.5f32.to_le_bytes());
        t.extend(0.25f32.to_le_bytes());
        t.extend([1, 0, 0xff, 0xfe]);
        t.extend(threshold.to_le_bytes());
        t.extend(low.to_le_bytes());
        t.extend(high.to_le_bytes());
        t
    }

    #[test]
    fn a_value_not_above_the_threshold_goes_left() {
        let table = stump(3.0, -4, 8);
        let forest = Forest::parse(&table).unwrap();
        assert_eq!(forest.score(&[3.0]), 0.5 - 1.0);
        assert_eq!(forest.score(&[3.5]), 0.5 + 2.0);
    }

    #[test]
    fn the_pull_of_a_split_is_the_way_from_its_mean() {
        let table = stump(3.0, -4, 8);
        let forest = Forest::parse(&table).unwrap();
        assert_eq!(forest.pulls(&[9.0]), [(0, 1.5)]);
        assert_eq!(forest.pulls(&[0.0]), [(0, -1.5)]);
    }

    #[test]
    fn a_broken_table_is_refused() {
        let table = stump(3.0, -4, 8);
        for cut in 0..table.len() {
            assert!(Forest::parse(&table[..cut]).is_none(), "cut to {cut}");
        }
        let mut astray = table.clone();
        astray[18] = 5;
        assert!(Forest::parse(&astray).is_none());
        // A split that leads to itself would be walked for ever.
        astray[18] = 0;
        assert!(Forest::parse(&astray).is_none());
    }
}
