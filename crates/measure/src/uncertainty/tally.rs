//! Counts over draws: how often each unit had each rank, how often its score lay in each
//! interval, how often it was among the first, how often it stood above others.
//!
//! Ranks are counted one by one up to [`RANKS`] units, in equal intervals beyond. Scores
//! are counted in [`INTERVALS`] intervals over the range seen in the first [`PILOT`]
//! draws, widened by half on each side; the outermost intervals end at the lowest and
//! highest score seen. So a percentile of scores is known to 1/256 of that range.

use super::pairs::{Above, Pairs};
use super::spread::Spread;
use crate::draw::evaluate::{Batch, Evaluator, Room};
use crate::draw::source::Points;
use crate::draw::{LANES, Lane};
use pulp::{Arch, Simd, WithSimd};
use std::ops::Range;

/// Draws looked at to learn where scores lie.
pub const PILOT: u64 = 1024;
/// Intervals of scores.
pub const INTERVALS: usize = 512;
/// Ranks, or intervals of ranks.
pub const RANKS: usize = 1024;

/// Partial sums of scores side by side.
const PARTS: usize = 8;
/// Adding 2^52 to a whole number puts it into the lower bits.
const SHIFT: f64 = 4_503_599_627_370_496.0;

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
    /// `[unit × intervals + interval]`; interval 0 counts draws without a rank.
    ranks: Vec<u32>,
    /// Where intervals hold several ranks: sums of ranks.
    rank_sums: Vec<u64>,
    /// By unit; the last counts draws without a score.
    scores: Vec<[u32; INTERVALS + 1]>,
    /// By unit: lower end of the intervals, and intervals per point.
    scales: Vec<(f64, f64)>,
    /// By unit: lowest and highest score.
    seen: Vec<[[f64; PARTS]; 2]>,
    places: Vec<u32>,
    /// Where intervals hold several ranks: `[unit × places + place]`.
    among: Vec<u64>,
    above: Above,
    arch: Arch,
}

impl Tally {
    pub(crate) fn new(evaluator: &Evaluator<'_>, ranges: &[(f64, f64)]) -> Self {
        let units = evaluator.units();
        let width = units.div_ceil(RANKS).max(1);
        let intervals = units.div_ceil(width) + 1;
        let places = evaluator.plan().top.clone();
        let scale = |(low, high): &(f64, f64)| (*low, INTERVALS as f64 / (high - low));
        let wide = if width > 1 { units } else { 0 };
        Self {
            units,
            width,
            intervals,
            ranks: vec![0; units * intervals],
            rank_sums: vec![0; wide],
            scores: vec![[0; INTERVALS + 1]; units],
            scales: ranges.iter().map(scale).collect(),
            seen: vec![[[f64::INFINITY; PARTS], [f64::NEG_INFINITY; PARTS]]; units],
            among: vec![0; wide * places.len()],
            places,
            above: Above::new(&evaluator.nominal_ranks),
            arch: Arch::new(),
        }
    }

    pub(crate) fn take(&mut self, batch: &Batch<'_>, sums: &mut Sums) {
        let arch = self.arch;
        arch.dispatch(Work {
            tally: self,
            batch,
            sums,
        });
    }

    #[inline(always)]
    fn take_scores(&mut self, batch: &Batch<'_>, sums: &mut Sums) {
        let units = self.scores.iter_mut().zip(&self.scales).zip(&mut self.seen);
        for (((counts, scale), seen), (scores, sums)) in
            units.zip(batch.scores.iter().zip(&mut sums.0))
        {
            let (mut sum, [mut least, mut most]) = (*sums, *seen);
            for part in scores.as_chunks::<PARTS>().0 {
                for at in 0..PARTS {
                    let score = part[at];
                    sum[at] += if score.is_nan() { 0.0 } else { score };
                    least[at] = if score < least[at] { score } else { least[at] };
                    most[at] = if score > most[at] { score } else { most[at] };
                }
            }
            (*sums, *seen) = (sum, [least, most]);
            for interval in intervals(scores, *scale) {
                counts[(interval as usize).min(INTERVALS)] += 1;
            }
        }
        // The lanes beyond the draws have no score.
        let beyond = (LANES - batch.rows.len()) as u32;
        for counts in &mut self.scores {
            counts[INTERVALS] -= beyond;
        }
    }

    #[inline(always)]
    fn take_ranks(&mut self, ranks: &[u16]) {
        if self.width == 1 {
            for (counts, rank) in self.ranks.chunks_exact_mut(self.intervals).zip(ranks) {
                counts[usize::from(*rank)] += 1;
            }
            return;
        }
        for (unit, rank) in ranks.iter().enumerate() {
            let rank = usize::from(*rank);
            self.ranks[unit * self.intervals + rank.div_ceil(self.width)] += 1;
            self.rank_sums[unit] += rank as u64;
            for (at, places) in self.places.iter().enumerate() {
                let among = rank > 0 && rank <= *places as usize;
                self.among[unit * self.places.len() + at] += u64::from(among);
            }
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        add_all(&mut self.ranks, &other.ranks);
        add_all(self.scores.as_flattened_mut(), other.scores.as_flattened());
        add_all(&mut self.rank_sums, &other.rank_sums);
        add_all(&mut self.among, &other.among);
        self.above.add(&other.above);
        for (own, other) in self.seen.iter_mut().zip(&other.seen) {
            for at in 0..PARTS {
                own[0][at] = own[0][at].min(other[0][at]);
                own[1][at] = own[1][at].max(other[1][at]);
            }
        }
    }

    /// How often the unit had no rank, and how often it had each, or each interval.
    fn rank_counts(&self, unit: usize) -> &[u32] {
        &self.ranks[unit * self.intervals..][..self.intervals]
    }

    pub(crate) fn ranked(&self, unit: usize) -> u64 {
        let counts = self.rank_counts(unit).iter().skip(1);
        counts.map(|count| u64::from(*count)).sum()
    }

    /// Share of draws by rank, from the first on, trailing zeros left out; nothing where
    /// counts hold several ranks.
    pub(crate) fn rank_shares(&self, unit: usize, draws: u64) -> Vec<f64> {
        if self.width > 1 {
            return Vec::new();
        }
        let counts = &self.rank_counts(unit)[1..];
        let last = counts.iter().rposition(|count| *count > 0);
        let held = &counts[..last.map_or(0, |last| last + 1)];
        let share = |count: &u32| f64::from(*count) / draws.max(1) as f64;
        held.iter().map(share).collect()
    }

    pub(crate) fn among(&self, unit: usize, place: usize) -> u64 {
        if self.width > 1 {
            return self.among[unit * self.places.len() + place];
        }
        let first = self
            .rank_counts(unit)
            .iter()
            .skip(1)
            .take(self.places[place] as usize);
        first.map(|count| u64::from(*count)).sum()
    }

    pub(crate) fn rank_spread(&self, unit: usize) -> Option<Spread> {
        let counts = &self.rank_counts(unit)[1..];
        let sum = if self.width > 1 {
            self.rank_sums[unit]
        } else {
            (1..)
                .zip(counts)
                .map(|(rank, count)| rank * u64::from(*count))
                .sum()
        };
        let mean = sum as f64 / self.ranked(unit) as f64;
        let width = self.width as f64;
        let value = |interval: usize, share: f64| {
            let inside = if self.width == 1 {
                0.0
            } else {
                share * width - 0.5
            };
            interval as f64 * width + 1.0 + inside
        };
        Spread::of(counts, mean, value)
    }

    pub(crate) fn score_spread(&self, unit: usize, sum: f64) -> Option<Spread> {
        let counts = &self.scores[unit][..INTERVALS];
        let (low, per_point) = self.scales[unit];
        let [least, most] = &self.seen[unit];
        let least = least.iter().copied().fold(f64::INFINITY, f64::min);
        let most = most.iter().copied().fold(f64::NEG_INFINITY, f64::max);
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

    pub(crate) fn pairs(&self) -> Pairs {
        self.above.pairs()
    }
}

fn add_all<T: Copy + std::ops::AddAssign>(into: &mut [T], from: &[T]) {
    into.iter_mut()
        .zip(from)
        .for_each(|(to, from)| *to += *from);
}

/// The interval of each score; [`INTERVALS`] where there is none.
#[inline(always)]
fn intervals(scores: &Lane, (low, per_point): (f64, f64)) -> [u32; LANES] {
    const LAST: f64 = INTERVALS as f64 - 1.0;
    let mut intervals = [0; LANES];
    for (interval, score) in intervals.iter_mut().zip(scores) {
        // Rounding to the nearest of what is half less: the whole part.
        let place = (score - low) * per_point - 0.5;
        let place = if place > 0.0 { place } else { 0.0 };
        let place = if place > LAST { LAST } else { place };
        let place = if score.is_nan() {
            INTERVALS as f64
        } else {
            place
        };
        *interval = (place + SHIFT).to_bits() as u32;
    }
    intervals
}

struct Work<'w, 'b> {
    tally: &'w mut Tally,
    batch: &'w Batch<'b>,
    sums: &'w mut Sums,
}

impl WithSimd for Work<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { tally, batch, sums } = self;
        tally.take_scores(batch, sums);
        for ranks in batch.ranks.chunks_exact(tally.units.max(1)) {
            tally.take_ranks(ranks);
        }
        tally.above.take(batch.ranks, batch.distinct);
    }
}
