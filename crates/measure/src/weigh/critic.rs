//! CRITIC weights: criteria importance through intercriteria correlation. A child counts
//! more the more units differ on it and the less it repeats the others:
//! `C_j = σ_j · Σ_k (1 - r_jk)`, with σ of the scores between worst 0 and best 1.
//!
//! Source: D. Diakoulaki, G. Mavrotas and L. Papayannakis, "Determining objective weights in
//! multiple criteria problems: the CRITIC method", *Computers & Operations Research* 22
//! (1995).
//!
//! Correlations are taken over the units that have both children; a child that does not
//! vary has no weight.
//!
//! Worked example, by hand: columns 0, 1, 2 and 0, 2, 1 have σ = ½ and r = ½; a third 2,
//! 1, 0 has σ = ½, r = -1 and -½. C = ½·(½ + 2) = 1.25, ½·(½ + 1.5) = 1, ½·(2 + 1.5) =
//! 1.75: weights 0.3125, 0.25, 0.4375.

use super::Unlearned;
use crate::normalise::min_max;
use crate::statistics;

/// Weights by place.
pub(super) fn weights(scores: &[&[f64]]) -> Result<Vec<f64>, Unlearned> {
    let columns: Vec<Option<Vec<f64>>> = scores.iter().map(|column| stretched(column)).collect();
    let conflict = |a: usize| -> f64 {
        let others = (0..scores.len()).filter(|b| *b != a);
        let correlation = |b: usize| {
            let pair = columns[a].as_ref().zip(columns[b].as_ref());
            pair.and_then(|(x, y)| statistics::correlation(x, y))
        };
        others.map(|b| 1.0 - correlation(b).unwrap_or(0.0)).sum()
    };
    let deviation = |a: usize| {
        let column = columns[a].as_ref();
        column.and_then(|c| statistics::deviation(c)).unwrap_or(0.0)
    };
    let weights: Vec<f64> = match scores.len() {
        1 => vec![1.0],
        many => (0..many).map(|a| deviation(a) * conflict(a)).collect(),
    };
    if weights.iter().all(|weight| *weight <= 1e-12) {
        return Err(Unlearned::NoSpread);
    }
    Ok(weights)
}

/// Scores from worst 0 to best 1; none where they do not vary.
fn stretched(column: &[f64]) -> Option<Vec<f64>> {
    let bounds = min_max::bounds(column).ok()?;
    Some(column.iter().map(|score| bounds.fraction(*score)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let found = weights(&[&[0.0, 1.0, 2.0], &[0.0, 2.0, 1.0], &[20.0, 10.0, 0.0]]).unwrap();
        for (found, expected) in found.iter().zip([1.25, 1.0, 1.75]) {
            assert!((found - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn what_tells_nothing() {
        assert_eq!(
            weights(&[&[1.0, 1.0], &[2.0, 2.0]]),
            Err(Unlearned::NoSpread)
        );
        // Two that say the same.
        let same: [&[f64]; 2] = [&[1.0, 2.0, 5.0], &[1.0, 2.0, 5.0]];
        assert_eq!(weights(&same), Err(Unlearned::NoSpread));
        let flat: [&[f64]; 2] = [&[1.0, 2.0, 5.0], &[1.0; 3]];
        assert_eq!(weights(&flat).unwrap()[1], 0.0);
    }
}
