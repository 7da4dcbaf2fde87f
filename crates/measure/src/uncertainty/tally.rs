//! Counts over draws: how often each unit had each rank, how often its score lay in each
//! interval, how often it was among the first, how often it stood above others.
//!
//! Ranks are counted one by one up to [`RANKS`] units, in equal intervals beyond. Scores
//! are counted in [`INTERVALS`] intervals over the range seen in the first [`PILOT`]
//! draws, widened by half on each side; the outermost intervals end at the lowest and
//! highest score seen. So a percentile of scores is known to 1/256 of that range.

use super::pairs::{self, Pairs};
use super::spread::Spread;
use crate::draw::evaluate::{Batch, Evaluator, Room};
use crate::draw::source::Points;
use std::ops::Range;

/// Draws looked at to learn where scores lie.
pub const PILOT: u64 = 1024;
/// Intervals of scores.
pub const INTERVALS: usize = 512;
/// Ranks, or intervals of ranks.
pub const RANKS: usize = 1024;

/// Partial sums of scores side by side.
const PARTS: usize = 8;

/// Where the scores of each unit lie in some first draws.
pub(crate) fn ranges<P: Points>(
    evaluator: &Evaluator<'_>,
    points: &P,
    rows: Range<u64>,
) -> Vec<(f64, f64)> {
    let mut ranges = vec![(f64::INFINITY, f64::NEG_INFINITY); evaluator.units()];
    let mut room = Room::default();
    evaluator.run(points, rows, &mut room, &mut |batch| {
        for (range, scores) in ranges.iter_mut().zip(batch.scores) {
            for score in scores.iter().take(batch.rows.len()).filter(|s| !s.is_nan()) {
                *range = (range.0.min(*score), range.1.max(*score));
            }
        }
    });
    for (low, high) in &mut ranges {
        if *low > *high {
            (*low, *high) = (0.0, 1.0);
        }
        let margin = ((*high - *low) / 2.0)
            .max(1e-6 * (low.abs() + high.abs()))
            .max(1e-9);
        (*low, *high) = (*low - margin, *high + margin);
    }
    ranges
}

/// Sums of scores over one chunk, by unit.
#[derive(Debug, Clone)]
pub(crate) struct Sums(Vec<[f64; PARTS]>);

impl Sums {
    pub(crate) fn new(units: usize) -> Self {
        Self(vec![[0.0; PARTS]; units])
    }

    pub(crate) fn take(&mut self, batch: &Batch<'_>) {
        for (sums, scores) in self.0.iter_mut().zip(batch.scores) {
            for part in scores[..batch.rows.len()].chunks(PARTS) {
                for (sum, score) in sums.iter_mut().zip(part) {
                    *sum += if score.is_nan() { 0.0 } else { *score };
                }
            }
        }
    }

    pub(crate) fn totals(&self) -> impl Iterator<Item = f64> {
        self.0.iter().map(|parts| parts.iter().sum())
    }
}

/// Counts of one thread.
#[derive(Debug, Clone)]
pub(crate) struct Tally {
    units: usize,
    /// Ranks to an interval.
    width: usize,
    intervals: usize,
    /// `[unit × intervals + interval]`.
    ranks: Vec<u32>,
    rank_sums: Vec<u64>,
    /// `[unit × INTERVALS + interval]`.
    scores: Vec<u32>,
    /// By unit: lower end of the intervals, and intervals per point.
    scales: Vec<(f64, f64)>,
    seen: Vec<(f64, f64)>,
    places: Vec<u32>,
    /// `[unit × places + place]`.
    among: Vec<u64>,
    order: Vec<usize>,
    /// As [`Pairs::above`].
    above: Vec<u32>,
}

impl Tally {
    pub(crate) fn new(evaluator: &Evaluator<'_>, ranges: &[(f64, f64)]) -> Self {
        let units = evaluator.units();
        let width = units.div_ceil(RANKS).max(1);
        let intervals = units / width + 1;
        let places = evaluator.plan().top.clone();
        let scale = |(low, high): &(f64, f64)| (*low, INTERVALS as f64 / (high - low));
        let counted = if units <= pairs::MOST {
            units * units
        } else {
            units
        };
        Self {
            units,
            width,
            intervals,
            ranks: vec![0; units * intervals],
            rank_sums: vec![0; units],
            scores: vec![0; units * INTERVALS],
            scales: ranges.iter().map(scale).collect(),
            seen: vec![(f64::INFINITY, f64::NEG_INFINITY); units],
            among: vec![0; units * places.len()],
            places,
            order: pairs::order(&evaluator.nominal_ranks),
            above: vec![0; counted],
        }
    }

    pub(crate) fn take(&mut self, batch: &Batch<'_>) {
        self.take_scores(batch);
        for ranks in batch.ranks.chunks(self.units.max(1)) {
            self.take_ranks(ranks);
        }
    }

    fn take_scores(&mut self, batch: &Batch<'_>) {
        for (unit, scores) in batch.scores.iter().enumerate() {
            let (low, per_point) = self.scales[unit];
            let counts = &mut self.scores[unit * INTERVALS..][..INTERVALS];
            let (mut least, mut most) = self.seen[unit];
            for score in &scores[..batch.rows.len()] {
                if !score.is_nan() {
                    let at = ((score - low) * per_point) as usize;
                    counts[at.min(INTERVALS - 1)] += 1;
                    least = least.min(*score);
                    most = most.max(*score);
                }
            }
            self.seen[unit] = (least, most);
        }
    }

    fn take_ranks(&mut self, ranks: &[u16]) {
        for (unit, rank) in ranks.iter().enumerate() {
            if *rank == 0 {
                continue;
            }
            let rank = usize::from(*rank);
            self.ranks[unit * self.intervals + (rank - 1) / self.width] += 1;
            self.rank_sums[unit] += rank as u64;
            for (at, places) in self.places.iter().enumerate() {
                let among = rank <= *places as usize;
                self.among[unit * self.places.len() + at] += u64::from(among);
            }
        }
        let below = |rank: u16| rank.wrapping_sub(1);
        if self.units <= pairs::MOST {
            for (a, counts) in self.above.chunks_mut(self.units).enumerate() {
                let own = below(ranks[a]);
                for (count, other) in counts.iter_mut().zip(ranks) {
                    *count += u32::from(own < below(*other));
                }
            }
        } else {
            for (pair, count) in self.order.windows(2).zip(&mut self.above) {
                *count += u32::from(below(ranks[pair[0]]) < below(ranks[pair[1]]));
            }
        }
    }

    /// Brings counts that were put aside to their place.
    pub(crate) fn settle(&mut self) {}

    pub(crate) fn add(&mut self, other: &Self) {
        let add = |into: &mut [u32], from: &[u32]| {
            into.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        };
        add(&mut self.ranks, &other.ranks);
        add(&mut self.scores, &other.scores);
        add(&mut self.above, &other.above);
        let add = |into: &mut [u64], from: &[u64]| {
            into.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        };
        add(&mut self.rank_sums, &other.rank_sums);
        add(&mut self.among, &other.among);
        for (own, other) in self.seen.iter_mut().zip(&other.seen) {
            *own = (own.0.min(other.0), own.1.max(other.1));
        }
    }

    fn rank_counts(&self, unit: usize) -> &[u32] {
        &self.ranks[unit * self.intervals..][..self.intervals]
    }

    pub(crate) fn ranked(&self, unit: usize) -> u64 {
        self.rank_counts(unit)
            .iter()
            .map(|count| u64::from(*count))
            .sum()
    }

    pub(crate) fn among(&self, unit: usize, place: usize) -> u64 {
        self.among[unit * self.places.len() + place]
    }

    pub(crate) fn rank_spread(&self, unit: usize) -> Option<Spread> {
        let mean = self.rank_sums[unit] as f64 / self.ranked(unit) as f64;
        let width = self.width as f64;
        let value = |interval: usize, share: f64| {
            let inside = if self.width == 1 {
                0.0
            } else {
                share * width - 0.5
            };
            interval as f64 * width + 1.0 + inside
        };
        Spread::of(self.rank_counts(unit), mean, value)
    }

    pub(crate) fn score_spread(&self, unit: usize, sum: f64) -> Option<Spread> {
        let counts = &self.scores[unit * INTERVALS..][..INTERVALS];
        let ((low, per_point), (least, most)) = (self.scales[unit], self.seen[unit]);
        let mean = sum / self.ranked(unit) as f64;
        let value = |interval: usize, share: f64| {
            let from = (low + interval as f64 / per_point).max(least);
            let to = (low + (interval as f64 + 1.0) / per_point).min(most);
            let (from, to) = match interval {
                0 => (least, to),
                n if n == INTERVALS - 1 => (from, most),
                _ => (from, to),
            };
            from + share * (to - from)
        };
        Spread::of(counts, mean, value)
    }

    pub(crate) fn pairs(&self, nominal: &[u32]) -> Pairs {
        Pairs {
            order: pairs::order(nominal),
            all: self.units <= pairs::MOST,
            above: self.above.clone(),
        }
    }
}
