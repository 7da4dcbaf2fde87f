//! Where a number stands among the cut points of a column: a 16-bit rank instead of a
//! 64-bit number, so that 32 of them are compared at once and equal ranks mean equal
//! answers to every test.
//!
//! Must not know: rules, rows.

use super::intervals::Interval;

/// The rank of a value that is not known.
pub(super) const UNKNOWN: u16 = u16::MAX;
/// A rank that no value has.
pub(super) const NEVER: u16 = UNKNOWN - 1;
/// The most cut points of one column.
pub(super) const LIMIT: usize = NEVER as usize - 1;
/// So many cut points are counted one by one.
const FEW: usize = 8;
/// The most cells of the table that finds ranks.
const CELLS: u64 = 4096;

/// Sorted cut points; the rank of a number is how many of them it reaches.
///
/// Found through a table of cells of equal width in the order of the bits of numbers
/// (which is close to equal ratios), then among the few cut points of the cell.
#[derive(Debug, Clone, Default)]
pub(super) struct Ranks {
    /// Padded with NaN, which nothing reaches.
    cuts: Vec<f64>,
    count: usize,
    /// Order key of the first cell, bits to drop.
    base: u64,
    shift: u32,
    /// Cut points before each cell.
    cells: Vec<u16>,
    /// Probes that settle the rank within a cell.
    probes: u32,
}

/// The cut points an interval needs: below the first it fails, from the second on again.
pub(super) fn cuts_of(interval: Interval) -> impl Iterator<Item = f64> {
    let low = (interval.0 > f64::NEG_INFINITY).then_some(interval.0);
    let high = (interval.1 < f64::INFINITY).then(|| interval.1.next_up());
    low.into_iter().chain(high)
}

/// A number that orders as the floats do.
#[inline(always)]
fn key(value: f64) -> u64 {
    // Adding zero makes -0.0 the same as 0.0.
    let bits = (value + 0.0).to_bits();
    bits ^ (((bits as i64 >> 63) as u64) | (1 << 63))
}

impl Ranks {
    /// From cut points in any order, at most [`LIMIT`] different ones.
    pub(super) fn new(mut cuts: Vec<f64>) -> Self {
        cuts.sort_unstable_by_key(|cut| key(*cut));
        cuts.dedup_by_key(|cut| key(*cut));
        let count = cuts.len();
        let (Some(first), Some(last)) = (cuts.first(), cuts.last()) else {
            return Self::default();
        };
        let (base, span) = (key(*first), key(*last) - key(*first));
        let shift = (64 - span.leading_zeros()).saturating_sub(CELLS.ilog2());
        let mut cells = vec![0; (span >> shift) as usize + 2];
        for cut in &cuts {
            cells[((key(*cut) - base) >> shift) as usize + 1] += 1;
        }
        let most: u16 = cells.iter().copied().max().unwrap_or(0);
        for at in 1..cells.len() {
            cells[at] += cells[at - 1];
        }
        let probes = u16::BITS - most.leading_zeros();
        cuts.resize(count + (1 << probes), f64::NAN);
        Self {
            cuts,
            count,
            base,
            shift,
            cells,
            probes,
        }
    }

    /// How many ranks there are, besides that of the unknown.
    pub(super) fn len(&self) -> usize {
        self.count + 1
    }

    /// The rank of a number.
    #[inline(always)]
    pub(super) fn rank(&self, value: f64) -> u16 {
        if self.count == 0 {
            return if value.is_nan() { UNKNOWN } else { 0 };
        }
        let cell = (key(value).saturating_sub(self.base) >> self.shift) as usize;
        let mut rank = usize::from(self.cells[cell.min(self.cells.len() - 1)]);
        for probe in (0..self.probes).rev() {
            let step = 1 << probe;
            // No branch: half of them would be guessed wrong.
            rank += usize::from(self.cuts[rank + step - 1] <= value) << probe;
        }
        if value.is_nan() { UNKNOWN } else { rank as u16 }
    }

    /// The ranks of consecutive numbers.
    #[inline(always)]
    pub(super) fn fill(&self, values: &[f64], out: &mut [u16]) {
        if self.count > FEW {
            for (rank, value) in out.iter_mut().zip(values) {
                *rank = self.rank(*value);
            }
            return;
        }
        // Few cut points: counted, many values at once.
        for (rank, value) in out.iter_mut().zip(values) {
            *rank = if value.is_nan() { UNKNOWN } else { 0 };
        }
        for cut in &self.cuts[..self.count] {
            for (rank, value) in out.iter_mut().zip(values) {
                *rank += u16::from(*cut <= *value);
            }
        }
    }

    /// The first and the last rank of the numbers of an interval whose cut points are
    /// among these.
    pub(super) fn span(&self, interval: Interval) -> (u16, u16) {
        (self.rank(interval.0), self.rank(interval.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number() -> impl Strategy<Value = f64> {
        prop_oneof![
            Just(0.0),
            Just(-0.0),
            Just(f64::INFINITY),
            Just(f64::NEG_INFINITY),
            Just(f64::MAX),
            (-100i32..100).prop_map(f64::from),
            any::<f64>().prop_filter("a number", |x| !x.is_nan()),
        ]
    }

    proptest! {
        #[test]
        fn a_rank_is_the_count_of_cut_points_reached(
            cuts in proptest::collection::vec(number(), 0..300), values in proptest::collection::vec(number(), 50)
        ) {
            let ranks = Ranks::new(cuts.clone());
            let mut distinct = cuts.clone();
            distinct.sort_by(f64::total_cmp);
            distinct.dedup_by(|a, b| a == b);
            for value in values.iter().chain(&cuts) {
                let reached = distinct.iter().filter(|cut| **cut <= *value).count();
                prop_assert_eq!(usize::from(ranks.rank(*value)), reached);
            }
            prop_assert_eq!(ranks.rank(f64::NAN), UNKNOWN);
            let mut filled = vec![7; values.len()];
            for few in [0, 1, 3, 300] {
                let ranks = Ranks::new(cuts.iter().copied().take(few).collect());
                ranks.fill(&values, &mut filled);
                for (value, rank) in values.iter().zip(&filled) {
                    prop_assert_eq!(ranks.rank(*value), *rank);
                }
            }
        }
    }

    #[test]
    fn as_many_cut_points_as_allowed_keep_their_ranks() {
        let ranks = Ranks::new((0..LIMIT).map(|at| at as f64).collect());
        assert_eq!(ranks.len(), LIMIT + 1);
        assert_eq!(ranks.rank(-1.0), 0);
        assert_eq!(usize::from(ranks.rank(1e9)), LIMIT);
        assert_eq!(ranks.rank(12_345.5), 12_346);
    }
}
