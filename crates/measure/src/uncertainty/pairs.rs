//! How often one unit stands above another.
//!
//! For all pairs up to [`MOST`] units; beyond, for neighbours in the ranking as the
//! framework stands. A unit with a rank stands above one without.

use serde::{Deserialize, Serialize};

/// Units up to which all pairs are counted.
pub const MOST: usize = 2000;

/// Counts of draws in which one stands strictly above the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairs {
    /// Units by their rank as the framework stands, best first; those without at the end.
    pub order: Vec<usize>,
    /// True when all pairs were counted.
    pub all: bool,
    /// All pairs: `[a × units + b]` draws with unit `a` above unit `b` (in the order of the
    /// figures). Otherwise: `[n]` draws with the n-th of `order` above the next.
    pub above: Vec<u32>,
}

impl Pairs {
    /// Draws in which unit `a` stands above unit `b`; `None` where it was not counted.
    pub fn above(&self, a: usize, b: usize) -> Option<u32> {
        if self.all {
            return self.above.get(a * self.order.len() + b).copied();
        }
        let place = self.order.iter().position(|unit| *unit == a)?;
        (self.order.get(place + 1) == Some(&b)).then(|| self.above[place])
    }
}

/// Units by rank, best first; those without a rank at the end, in order.
pub fn order(ranks: &[u32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..ranks.len()).collect();
    order.sort_by_key(|unit| ranks[*unit].wrapping_sub(1));
    order
}

/// Units compared at once.
const BLOCK: usize = 64;
/// Units each block is compared with at once.
const OWN: usize = 4;

/// Counts while draws go on.
#[derive(Debug, Clone)]
pub(crate) struct Above {
    units: usize,
    order: Vec<usize>,
    /// As [`Pairs::above`], rows of all pairs filled up to whole blocks.
    counts: Vec<u32>,
    /// The same for draws in which all ranks differ: blocks left of the diagonal stay
    /// empty, because there one of two is always above the other.
    upper: Vec<u32>,
    /// How many such draws.
    distinct: u32,
    /// Units filled up to whole blocks.
    row: usize,
    /// Places of one batch: by draw, then by unit.
    small: Vec<[u8; BLOCK]>,
    large: Vec<[u16; BLOCK]>,
}

impl Above {
    pub(crate) fn new(nominal: &[u32]) -> Self {
        let units = nominal.len();
        let row = units.div_ceil(BLOCK) * BLOCK;
        let all = if units <= MOST { units * row } else { 0 };
        let counted = if units <= MOST { all } else { units };
        Self {
            units,
            order: order(nominal),
            counts: vec![0; counted],
            upper: vec![0; all],
            distinct: 0,
            row,
            small: Vec::new(),
            large: Vec::new(),
        }
    }

    /// Counts up to 255 draws: by draw, then by unit. `distinct` says that every unit has
    /// a rank of its own in each of them.
    #[inline(always)]
    pub(crate) fn take(&mut self, ranks: &[u16], distinct: bool) {
        if self.units > MOST {
            for ranks in ranks.chunks_exact(self.units) {
                for (pair, count) in self.order.windows(2).zip(&mut self.counts) {
                    let below = |unit: usize| ranks[unit].wrapping_sub(1);
                    *count += u32::from(below(pair[0]) < below(pair[1]));
                }
            }
            return;
        }
        let counts = if distinct {
            self.distinct += (ranks.len() / self.units.max(1)) as u32;
            &mut self.upper
        } else {
            &mut self.counts
        };
        let into = Counting {
            counts,
            blocks: self.row / BLOCK,
            distinct,
        };
        if self.units < usize::from(u8::MAX) {
            fill(&mut self.small, ranks, self.units, |rank| {
                (rank as u8).wrapping_sub(1)
            });
            compare(&self.small, into, |a, b| b.saturating_sub(a).min(1));
        } else {
            fill(&mut self.large, ranks, self.units, |rank| {
                rank.wrapping_sub(1)
            });
            compare(&self.large, into, |a, b| b.saturating_sub(a).min(1));
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        let pairs = self.counts.iter_mut().zip(&other.counts);
        pairs.for_each(|(to, from)| *to += from);
        let pairs = self.upper.iter_mut().zip(&other.upper);
        pairs.for_each(|(to, from)| *to += from);
        self.distinct += other.distinct;
    }

    pub(crate) fn pairs(&self) -> Pairs {
        let all = self.units <= MOST;
        let above = |a: usize, b: usize| {
            let counted = self.counts[a * self.row + b];
            let distinct = match (a == b, a / BLOCK <= b / BLOCK) {
                (true, _) => 0,
                (_, true) => self.upper[a * self.row + b],
                _ => self.distinct - self.upper[b * self.row + a],
            };
            counted + distinct
        };
        let row = |a: usize| (0..self.units).map(move |b| above(a, b));
        Pairs {
            order: self.order.clone(),
            all,
            above: if all {
                (0..self.units).flat_map(row).collect()
            } else {
                self.counts.clone()
            },
        }
    }
}

/// Where [`compare`] counts.
struct Counting<'c> {
    counts: &'c mut [u32],
    blocks: usize,
    distinct: bool,
}

/// Places from ranks, rows filled up to whole blocks; no rank is the last place.
#[inline(always)]
fn fill<T: Copy + Default>(
    into: &mut Vec<[T; BLOCK]>,
    ranks: &[u16],
    units: usize,
    place: impl Fn(u16) -> T,
) {
    into.clear();
    for ranks in ranks.chunks_exact(units.max(1)) {
        for part in ranks.chunks(BLOCK) {
            let mut block = [T::default(); BLOCK];
            for (to, rank) in block.iter_mut().zip(part) {
                *to = place(*rank);
            }
            into.push(block);
        }
    }
}

/// Adds to each unit's row how often its place is smaller.
#[inline(always)]
fn compare<T>(places: &[[T; BLOCK]], into: Counting<'_>, less: impl Fn(T, T) -> T)
where
    T: Copy + Default + std::ops::Add<Output = T> + Into<u32>,
{
    let Counting {
        counts,
        blocks,
        distinct,
    } = into;
    if blocks == 0 {
        return;
    }
    for (first, counts) in counts.chunks_mut(blocks * BLOCK * OWN).enumerate() {
        let (own, quarter) = (first * OWN / BLOCK, first % (BLOCK / OWN));
        let from = if distinct { own } else { 0 };
        for at in from..blocks {
            let mut sums = [[T::default(); BLOCK]; OWN];
            for places in places.chunks_exact(blocks) {
                let four = &places[own].as_chunks::<OWN>().0[quarter];
                let others = &places[at];
                for (sums, one) in sums.iter_mut().zip(four) {
                    for (sum, other) in sums.iter_mut().zip(others) {
                        *sum = *sum + less(*one, *other);
                    }
                }
            }
            for (counts, sums) in counts.chunks_mut(blocks * BLOCK).zip(sums) {
                for (count, sum) in counts[at * BLOCK..].iter_mut().zip(sums) {
                    *count += sum.into();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_first_and_the_unranked_last() {
        assert_eq!(order(&[3, 0, 1, 2, 0]), [2, 3, 0, 1, 4]);
    }
}
