//! Walks a table of boosted trees: a row of numbers → one score. The table is made by `tests/train`.

/// A forest in its table, which is walked as it is: to unpack it would take longer than to judge a short page.
///
/// Layout, little-endian: `b"FCT1"`, width `u16`, trees `u16`, base `f32`, scale of a leaf `f32`; then each tree:
/// splits `u8`, per split feature `u8`, left `i8`, right `i8`, threshold `f32`; leaves (one more than splits) `i16`.
/// A child ≥ 0 is a later split of the same tree, `-1 - n` is leaf `n`. A value not above the threshold goes left.
#[derive(Debug, Clone)]
pub struct Forest<'t> {
    width: usize,
    base: f32,
    scale: f32,
    trees: Vec<Tree<'t>>,
}

#[derive(Debug, Clone, Copy)]
struct Tree<'t> {
    splits: &'t [[u8; SPLIT]],
    leaves: &'t [[u8; LEAF]],
}

const HEAD: usize = 16;
const SPLIT: usize = 7;
const LEAF: usize = 2;

/// Children below this are splits, from it on leaves.
const LEAVES: u8 = 0x80;

/// A row as it is walked: a split asks for one of so many numbers by a byte.
type Padded = [f32; 256];

/// The side of a split that a row goes to.
fn side(&[feature, left, right, a, b, c, d]: &[u8; SPLIT], row: &Padded) -> u8 {
    if row[usize::from(feature)] <= f32::from_le_bytes([a, b, c, d]) { left } else { right }
}

impl<'t> Tree<'t> {
    /// Where a walk begins: in a tree without splits, at its leaf.
    fn root(self) -> u8 {
        if self.splits.is_empty() { !0 } else { 0 }
    }

    fn leaf(self, child: u8) -> i16 {
        i16::from_le_bytes(self.leaves[usize::from(!child)])
    }

    fn walk(self, row: &Padded) -> i16 {
        let mut at = self.root();
        while at < LEAVES {
            at = side(&self.splits[usize::from(at)], row);
        }
        self.leaf(at)
    }

    #[cfg(any(test, not(target_arch = "wasm32")))]
    /// Do all splits ask for one of so many numbers, and lead downwards? Then a walk has an end.
    fn is_sound(self, width: usize) -> bool {
        self.splits.iter().enumerate().all(|(at, &[feature, left, right, ..])| {
            let leads_down = |child: u8| {
                if child < LEAVES {
                    usize::from(child) > at && usize::from(child) < self.splits.len()
                } else {
                    usize::from(!child) < self.leaves.len()
                }
            };
            usize::from(feature) < width && leads_down(left) && leads_down(right)
        })
    }
}

impl<'t> Forest<'t> {
    /// Reads a table; `None` where it is cut short or not one. What its splits say is not looked at: that costs more
    /// than it tells of a table that a test has looked at ([`Forest::is_sound`]).
    pub fn parse(table: &'t [u8]) -> Option<Self> {
        let u16_at = |at: usize| Some(u16::from_le_bytes(table.get(at..at + 2)?.try_into().ok()?));
        let f32_at = |at: usize| Some(f32::from_le_bytes(table.get(at..at + 4)?.try_into().ok()?));
        if table.get(..4)? != b"FCT1" {
            return None;
        }
        let (width, count) = (usize::from(u16_at(4)?), usize::from(u16_at(6)?));
        let (base, scale) = (f32_at(8)?, f32_at(12)?);
        let mut trees = Vec::with_capacity(count);
        let mut rest = table.get(HEAD..)?;
        for _ in 0..count {
            let (&splits, after) = rest.split_first()?;
            let (splits, after) = after.split_at_checked(usize::from(splits) * SPLIT)?;
            let (leaves, after) = after.split_at_checked((splits.len() / SPLIT + 1) * LEAF)?;
            trees.push(Tree { splits: splits.as_chunks().0, leaves: leaves.as_chunks().0 });
            rest = after;
        }
        Some(Forest { width, base, scale, trees })
    }

    #[cfg(any(test, not(target_arch = "wasm32")))]
    /// Can every row of its width be judged?
    pub fn is_sound(&self) -> bool {
        self.trees.iter().all(|tree| tree.is_sound(self.width))
    }

    /// How many numbers a row must have.
    #[cfg(test)]
    pub fn width(&self) -> usize {
        self.width
    }

    /// The score: above 0 means more likely than not. Sums whole numbers, so that the order of the trees, the
    /// compiler and the machine make no difference.
    pub fn score(&self, row: &[f32]) -> f32 {
        let Some(row) = self.padded(row) else { return self.base };
        let sum: i32 = self.trees.iter().map(|tree| i32::from(tree.walk(&row))).sum();
        self.base + sum as f32 * self.scale
    }

    /// The row, if it has all the numbers that are asked for.
    fn padded(&self, row: &[f32]) -> Option<Padded> {
        let mut padded = [0.0; 256];
        padded.get_mut(..self.width)?.copy_from_slice(row.get(..self.width)?);
        Some(padded)
    }

    /// How much each number of the row pulls the score, largest pull first: along each tree's path the step from a
    /// split's mean leaf to its child's is put down to what was asked there. With the base they add up to about
    /// the score. For explaining, not for deciding.
    pub fn pulls(&self, row: &[f32]) -> Vec<(usize, f32)> {
        let mut pulls = vec![0.0; self.width];
        let row = self.padded(row);
        for (tree, row) in self.trees.iter().flat_map(|tree| Some((tree, row.as_ref()?))) {
            // Mean of the leaves below each split, and their number: children come after their parents.
            let mut means = vec![(0.0f32, 0.0f32); tree.splits.len()];
            let mean = |child: u8, means: &[(f32, f32)]| {
                if child < LEAVES { means[usize::from(child)] } else { (f32::from(tree.leaf(child)), 1.0) }
            };
            for (at, &[_, left, right, ..]) in tree.splits.iter().enumerate().rev() {
                let (left, right) = (mean(left, &means), mean(right, &means));
                let count = left.1 + right.1;
                means[at] = ((left.0 * left.1 + right.0 * right.1) / count.max(1.0), count);
            }
            let mut at = tree.root();
            while at < LEAVES {
                let split = &tree.splits[usize::from(at)];
                let child = side(split, row);
                pulls[usize::from(split[0])] +=
                    (mean(child, &means).0 - means[usize::from(at)].0) * self.scale;
                at = child;
            }
        }
        let mut ranked: Vec<(usize, f32)> =
            pulls.into_iter().enumerate().filter(|(_, p)| *p != 0.0).collect();
        ranked.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        ranked
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
        let is_sound = |table: &[u8]| Forest::parse(table).is_some_and(|f| f.is_sound());
        assert!(is_sound(&table));
        let mut astray = table.clone();
        astray[18] = 5;
        assert!(!is_sound(&astray));
        // A split that leads to itself would be walked for ever.
        astray[18] = 0;
        assert!(!is_sound(&astray));
        let mut beyond = table.clone();
        beyond[17] = 1;
        assert!(!is_sound(&beyond));
    }
}
