//! Mean, median and the 5 and 95 percentiles, read from counts.
//!
//! Quantiles are type 7 of Hyndman and Fan (1996), as spreadsheets have them: position
//! `(n - 1) p` among the sorted values. Counts of whole numbers give them exactly; counts
//! in intervals as far as the intervals are wide, values lying evenly inside.

use serde::{Deserialize, Serialize};

/// Where values lie.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Mean.
    pub mean: f64,
    /// Median.
    pub median: f64,
    /// 5 % lie below.
    pub low: f64,
    /// 5 % lie above.
    pub high: f64,
}

impl Spread {
    /// The spread of values counted in intervals; `None` without any.
    pub fn of(counts: &[u32], mean: f64, value: impl Fn(usize, f64) -> f64) -> Option<Self> {
        let at = |p| quantile(counts, p, &value);
        Some(Self {
            mean,
            median: at(0.5)?,
            low: at(0.05)?,
            high: at(0.95)?,
        })
    }
}

/// The quantile at `p`. `value` says what stands in an interval at a share of its width.
pub fn quantile(counts: &[u32], p: f64, value: &impl Fn(usize, f64) -> f64) -> Option<f64> {
    let total: u64 = counts.iter().map(|count| u64::from(*count)).sum();
    if total == 0 {
        return None;
    }
    let position = (total - 1) as f64 * p;
    let (below, part) = (position.floor(), position.fract());
    let first = ordered(counts, below as u64, value);
    if part == 0.0 {
        return Some(first);
    }
    let second = ordered(counts, below as u64 + 1, value);
    Some(first + part * (second - first))
}

/// The value at a place (from 0) among the sorted ones.
fn ordered(counts: &[u32], place: u64, value: &impl Fn(usize, f64) -> f64) -> f64 {
    let mut before = 0;
    for (interval, count) in counts.iter().enumerate() {
        let count = u64::from(*count);
        if place < before + count {
            let share = ((place - before) as f64 + 0.5) / count as f64;
            return value(interval, share);
        }
        before += count;
    }
    f64::NAN
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1, 2, 2, 4: the quartiles of a spreadsheet are 1.75, 2, 2.5.
    #[test]
    fn whole_numbers_are_exact() {
        let counts = [0, 1, 2, 0, 1];
        let at = |p| quantile(&counts, p, &|rank, _| rank as f64);
        assert_eq!(
            [at(0.25), at(0.5), at(0.75)],
            [Some(1.75), Some(2.0), Some(2.5)]
        );
        assert_eq!(quantile(&[0, 0], 0.5, &|rank, _| rank as f64), None);
    }

    #[test]
    fn values_lie_evenly_inside_an_interval() {
        let at = |p| quantile(&[4], p, &|_, share| share).unwrap();
        assert_eq!((at(0.0), at(0.5), at(1.0)), (0.125, 0.5, 0.875));
    }
}
