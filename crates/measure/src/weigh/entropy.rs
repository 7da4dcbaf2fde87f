//! Entropy weights: a child on which units differ more carries more information. With
//! `p_i = s_i / Σ s` over the n units that have a score, entropy `E = -Σ p_i ln p_i / ln n`
//! and weights in proportion to `1 - E`.
//!
//! Source: C. E. Shannon, "A mathematical theory of communication" (1948); C. L. Hwang and
//! K. Yoon, *Multiple Attribute Decision Making* (1981), section 4.
//!
//! Scores below zero have no share and are refused; zero has share zero.
//!
//! Worked example (Hwang and Yoon's four aircraft and six attributes): weights 0.0649,
//! 0.2055, 0.0133, 0.0829, 0.3570, 0.2764, as printed from rounded shares.

use super::Unlearned;

/// Information less than this is noise of floating point.
const NOISE: f64 = 1e-12;

/// Weights by place.
pub(super) fn weights(scores: &[&[f64]]) -> Result<Vec<f64>, Unlearned> {
    let mut weights = Vec::with_capacity(scores.len());
    for (place, column) in scores.iter().enumerate() {
        if column.iter().any(|score| *score < 0.0) {
            return Err(Unlearned::Negative(place));
        }
        weights.push(information(column));
    }
    if weights.iter().all(|weight| *weight <= NOISE) {
        return Err(Unlearned::NoSpread);
    }
    Ok(weights)
}

/// One less the entropy of a column.
fn information(column: &[f64]) -> f64 {
    let present = || column.iter().copied().filter(|score| !score.is_nan());
    let count = present().count();
    let largest = present().fold(0.0, f64::max);
    if count < 2 || largest <= 0.0 {
        return 0.0;
    }
    let total: f64 = present().map(|score| score / largest).sum();
    let shares = present().map(|score| score / largest / total);
    let entropy: f64 = shares.filter(|p| *p > 0.0).map(|p| -p * p.ln()).sum();
    (1.0 - entropy / (count as f64).ln()).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let columns: [&[f64]; 6] = [
            &[2.0, 2.5, 1.8, 2.2],
            &[1500.0, 2700.0, 2000.0, 1800.0],
            &[20000.0, 18000.0, 21000.0, 20000.0],
            &[5.5, 6.5, 4.5, 5.0],
            &[5.0, 3.0, 7.0, 5.0],
            &[9.0, 5.0, 7.0, 5.0],
        ];
        let found = weights(&columns).unwrap();
        let total: f64 = found.iter().sum();
        let printed = [0.0649, 0.2055, 0.0133, 0.0829, 0.3570, 0.2764];
        for (found, printed) in found.iter().zip(printed) {
            assert!((found / total - printed).abs() < 0.002, "{found} {printed}");
        }
    }

    #[test]
    fn what_tells_nothing() {
        assert_eq!(weights(&[&[1.0, -1.0]]), Err(Unlearned::Negative(0)));
        assert_eq!(
            weights(&[&[3.0, 3.0], &[0.0, 0.0]]),
            Err(Unlearned::NoSpread)
        );
        assert_eq!(weights(&[&[3.0, f64::NAN]]), Err(Unlearned::NoSpread));
        // All on one unit: the most there is to tell.
        let found = weights(&[&[0.0, 1e308], &[5e-324, 5e-324]]).unwrap();
        assert!((found[0] - 1.0).abs() < 1e-12 && found[1] < 1e-12);
    }
}
