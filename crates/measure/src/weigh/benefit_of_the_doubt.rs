//! Benefit of the doubt: each unit gets the weights that show it best, as long as with the
//! same weights no unit goes beyond 1. Its index is `max Σ w_c s_c` under `Σ w_c s_c' ≤ 1`
//! for every unit and `w ≥ 0`; 1 means that no other unit does better with these weights.
//! Bounds hold each weight's share of the sum of the unit's weights.
//!
//! Source: W. Melyn and W. Moesen (1991); L. Cherchye, W. Moesen, N. Rogge and T. Van
//! Puyenbroeck, "An introduction to 'benefit of the doubt' composite indicators", *Social
//! Indicators Research* 82 (2007); OECD and JRC, *Handbook on Constructing Composite
//! Indicators* (2008), step 6.
//!
//! Where the group is a plain weighted sum its score is the index times the highest score
//! of the range. A unit that lacks a child is weighed over the others; the child then
//! counts in its coverage with the mean of their weights. Scores below zero are refused.
//!
//! Worked example: units (1, 2), (2, 1), (1, 1) without bounds. The first two are best with
//! some weights: 1. The third does best with ⅓ and ⅓: ⅔.

use super::{Unlearned, simplex};

/// Weights and indices of all units.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubted {
    /// `[child][unit]`.
    pub weights: Vec<Vec<f64>>,
    /// The index by unit, 0 to 1, NaN without scores.
    pub index: Vec<f64>,
    /// By unit: the index as a multiple of the weighted mean.
    pub stretch: Vec<f64>,
}

/// Weighs all units.
pub(super) fn weigh(scores: &[&[f64]], shares: Option<[f64; 2]>) -> Result<Doubted, Unlearned> {
    let below = |column: &&[f64]| column.iter().any(|score| *score < 0.0);
    if let Some(place) = scores.iter().position(below) {
        return Err(Unlearned::Negative(place));
    }
    let largest = scores
        .iter()
        .copied()
        .flatten()
        .copied()
        .fold(0.0, f64::max);
    if largest <= 0.0 {
        return Err(Unlearned::NoSpread);
    }
    let units = scores.first().map_or(0, |column| column.len());
    let rows: Vec<Vec<f64>> = (0..units)
        .map(|unit| scores.iter().map(|column| column[unit] / largest).collect())
        .collect();
    let mut found = Doubted {
        weights: vec![vec![0.0; units]; scores.len()],
        index: vec![f64::NAN; units],
        stretch: vec![1.0; units],
    };
    for unit in 0..units {
        let own = of_unit(&rows, unit, shares.unwrap_or([0.0, 1.0]));
        for (column, weight) in found.weights.iter_mut().zip(&own.weights) {
            column[unit] = *weight;
        }
        found.index[unit] = own.index;
        if own.index > 0.0 {
            found.stretch[unit] = own.index / (own.mean * largest);
        }
    }
    Ok(found)
}

/// One unit's weights.
struct Own {
    weights: Vec<f64>,
    index: f64,
    /// Weighted mean of its scores, in parts of the largest score.
    mean: f64,
}

fn of_unit(rows: &[Vec<f64>], unit: usize, [low, high]: [f64; 2]) -> Own {
    let row = &rows[unit];
    let present: Vec<usize> = (0..row.len()).filter(|at| !row[*at].is_nan()).collect();
    let nothing = Own {
        weights: vec![1.0; row.len()],
        index: f64::NAN,
        mean: 0.0,
    };
    if present.is_empty() {
        return nothing;
    }
    let even = 1.0 / present.len() as f64;
    let (low, high) = (low.clamp(0.0, even), high.max(even));
    let known = |x: &f64| if x.is_nan() { 0.0 } else { *x };
    let mut lines: Vec<Vec<f64>> = rows
        .iter()
        .map(|other| present.iter().map(|at| known(&other[*at])).collect())
        .collect();
    let mut limits = vec![1.0; lines.len()];
    for own in 0..present.len() {
        let line = |bound: f64, sign: f64| {
            let part = |at| if at == own { 1.0 } else { 0.0 };
            (0..present.len())
                .map(|at| sign * (part(at) - bound))
                .collect()
        };
        if low > 0.0 {
            lines.push(line(low, -1.0));
            limits.push(0.0);
        }
        if high < 1.0 {
            lines.push(line(high, 1.0));
            limits.push(0.0);
        }
    }
    let gains: Vec<f64> = present.iter().map(|at| row[*at]).collect();
    let best = simplex::maximise(&gains, lines, limits).unwrap_or_default();
    let (total, index) = best
        .iter()
        .zip(&gains)
        .fold((0.0, 0.0), |sums, (w, s)| (sums.0 + w, sums.1 + w * s));
    if total <= 0.0 || index <= 0.0 {
        return Own {
            index: 0.0,
            ..nothing
        };
    }
    let mut weights = vec![total / present.len() as f64; row.len()];
    for (at, weight) in present.iter().zip(&best) {
        weights[*at] = *weight;
    }
    Own {
        weights,
        index,
        mean: index / total,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let found = weigh(&[&[1.0, 2.0, 1.0], &[2.0, 1.0, 1.0]], None).unwrap();
        for (index, expected) in found.index.iter().zip([1.0, 1.0, 2.0 / 3.0]) {
            assert!((index - expected).abs() < 1e-9);
        }
        assert!((found.weights[0][2] - found.weights[1][2]).abs() < 1e-9);
        // The mean of the third is 1.
        assert!((found.stretch[2] - 2.0 / 3.0).abs() < 1e-9);
    }

    /// With shares held at one half each, the index is the plain sum against the best: sums
    /// 3, 3, 2.
    #[test]
    fn bounds_hold_shares() {
        let scores: [&[f64]; 2] = [&[1.0, 2.0, 1.0], &[2.0, 1.0, 1.0]];
        let found = weigh(&scores, Some([0.5, 0.5])).unwrap();
        for (index, expected) in found.index.iter().zip([1.0, 1.0, 2.0 / 3.0]) {
            assert!((index - expected).abs() < 1e-9);
        }
        let tilted: [&[f64]; 2] = [&[1.0, 3.0, 2.0], &[4.0, 1.0, 1.0]];
        let found = weigh(&tilted, Some([0.25, 0.75])).unwrap();
        for unit in 0..3 {
            let total = found.weights[0][unit] + found.weights[1][unit];
            let share = found.weights[0][unit] / total;
            assert!((0.25 - 1e-9..=0.75 + 1e-9).contains(&share), "{share}");
            // No unit goes beyond 1 with these weights.
            let columns = || found.weights.iter().zip(tilted);
            let of = |other: usize| columns().map(move |(w, s)| w[unit] * s[other] / 4.0);
            assert!((0..3).all(|other| of(other).sum::<f64>() <= 1.0 + 1e-9));
        }
    }

    #[test]
    fn gaps_zeros_and_numbers_below_zero() {
        let found = weigh(&[&[1.0, 0.0, f64::NAN], &[2.0, 0.0, f64::NAN]], None).unwrap();
        assert_eq!(found.index[..2], [1.0, 0.0]);
        assert!(found.index[2].is_nan());
        let gap = weigh(&[&[1.0, f64::NAN], &[2.0, 1.0]], None).unwrap();
        assert!((gap.index[1] - 0.5).abs() < 1e-9);
        assert_eq!(gap.weights[0][1], gap.weights[1][1]);
        assert_eq!(weigh(&[&[1.0], &[-1.0]], None), Err(Unlearned::Negative(1)));
        assert_eq!(weigh(&[&[0.0]], None), Err(Unlearned::NoSpread));
    }
}
