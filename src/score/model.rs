//! Walks a table of boosted trees: a row of numbers → one score. The table is made by `tests/train`.

/// A forest read from its table.
///
/// Layout, little-endian: `b"FCT1"`, width `u16`, trees `u16`, base `f32`, scale of a leaf `f32`; then each tree:
/// splits `u8`, per split feature `u8`, left `i8`, right `i8`, threshold `f32`; leaves (one more than splits) `i16`.
/// A child ≥ 0 is a split of the same tree, `-1 - n` is leaf `n`. A value not above the threshold goes left.
#[derive(Debug, Clone)]
pub struct Forest<'t> {
    table: &'t [u8],
    width: usize,
    base: f32,
    scale: f32,
    /// Where each tree begins.
    trees: Vec<usize>,
}

const HEAD: usize = 16;
const SPLIT: usize = 7;

impl<'t> Forest<'t> {
    /// Reads a table; `None` where it is not one, or is cut short.
    pub fn parse(table: &'t [u8]) -> Option<Self> {
        let u16_at = |at: usize| Some(u16::from_le_bytes(table.get(at..at + 2)?.try_into().ok()?));
        let f32_at = |at: usize| Some(f32::from_le_bytes(table.get(at..at + 4)?.try_into().ok()?));
        if table.get(..4)? != b"FCT1" {
            return None;
        }
        let (width, count) = (usize::from(u16_at(4)?), u16_at(6)?);
        let (base, scale) = (f32_at(8)?, f32_at(12)?);
        let mut trees = Vec::with_capacity(usize::from(count));
        let mut at = HEAD;
        for _ in 0..count {
            let splits = usize::from(*table.get(at)?);
            let size = 1 + splits * SPLIT + (splits + 1) * 2;
            let body = table.get(at + 1..at + size)?;
            for split in body[..splits * SPLIT].chunks_exact(SPLIT) {
                let child = |byte: u8| {
                    let child = byte as i8;
                    if child >= 0 {
                        (child as usize) < splits
                    } else {
                        (-1 - i32::from(child)) as usize <= splits
                    }
                };
                if usize::from(split[0]) >= width || !child(split[1]) || !child(split[2]) {
                    return None;
                }
            }
            trees.push(at);
            at += size;
        }
        Some(Forest { table, width, base, scale, trees })
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
        let sum: i32 = self.trees.iter().map(|&tree| i32::from(self.leaf(tree, row))).sum();
        self.base + sum as f32 * self.scale
    }

    /// How much each number of the row pulls the score, largest pull first: along each tree's path the step from a
    /// split's mean leaf to its child's is put down to what was asked there. With the base they add up to about
    /// the score. For explaining, not for deciding.
    pub fn pulls(&self, row: &[f32]) -> Vec<(usize, f32)> {
        let mut pulls = vec![0.0; self.width];
        if row.len() >= self.width {
            self.trees.iter().for_each(|&tree| self.pull(tree, row, &mut pulls));
        }
        let mut ranked: Vec<(usize, f32)> =
            pulls.into_iter().enumerate().filter(|(_, p)| *p != 0.0).collect();
        ranked.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        ranked
    }

    fn pull(&self, tree: usize, row: &[f32], pulls: &mut [f32]) {
        let splits = usize::from(self.table[tree]);
        let (first, leaves) = (tree + 1, tree + 1 + splits * SPLIT);
        // Mean of the leaves below each split: children come after their parents.
        let mut means = vec![(0.0f32, 0.0f32); splits];
        let mean_of = |child: i8, means: &[(f32, f32)]| {
            if child < 0 {
                (f32::from(self.leaf_value(leaves, (-1 - i32::from(child)) as usize)), 1.0)
            } else {
                means.get(child as usize).copied().unwrap_or_default()
            }
        };
        for at in (0..splits).rev() {
            let split = &self.table[first + at * SPLIT..];
            let (left, right) = (mean_of(split[1] as i8, &means), mean_of(split[2] as i8, &means));
            let count = left.1 + right.1;
            means[at] = ((left.0 * left.1 + right.0 * right.1) / count.max(1.0), count);
        }
        let mut at = 0;
        for _ in 0..splits {
            let split = &self.table[first + at * SPLIT..];
            let threshold = f32::from_le_bytes([split[3], split[4], split[5], split[6]]);
            let feature = usize::from(split[0]);
            let child = if row[feature] <= threshold { split[1] } else { split[2] } as i8;
            pulls[feature] += (mean_of(child, &means).0 - means[at].0) * self.scale;
            if child < 0 {
                return;
            }
            at = child as usize;
        }
    }

    fn leaf(&self, tree: usize, row: &[f32]) -> i16 {
        let splits = usize::from(self.table[tree]);
        let (first, leaves) = (tree + 1, tree + 1 + splits * SPLIT);
        let mut at = 0;
        // A tree is walked downwards: no more steps than it has splits.
        for _ in 0..splits {
            let split = &self.table[first + at * SPLIT..first + (at + 1) * SPLIT];
            let threshold = f32::from_le_bytes([split[3], split[4], split[5], split[6]]);
            let child = if row[usize::from(split[0])] <= threshold { split[1] } else { split[2] } as i8;
            if child < 0 {
                return self.leaf_value(leaves, (-1 - i32::from(child)) as usize);
            }
            at = child as usize;
        }
        self.leaf_value(leaves, 0)
    }

    fn leaf_value(&self, leaves: usize, n: usize) -> i16 {
        i16::from_le_bytes([self.table[leaves + 2 * n], self.table[leaves + 2 * n + 1]])
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
    }
}
