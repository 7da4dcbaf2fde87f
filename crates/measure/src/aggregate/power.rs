//! Weighted power mean: `(Σ w_c · s_c^p / Σ w)^(1/p)` over the children with a score.
//! Exponent 1 is the arithmetic mean, -1 the harmonic, near 0 the geometric; the lower
//! the exponent, the less a high child makes good for a low one.
//!
//! Source: P. S. Bullen, *Handbook of Means and Their Inequalities* (2003), chapter III;
//! OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 6.
//!
//! Numbers below zero are refused (but for exponent 1); with an exponent below zero a
//! zero makes the whole zero.
//!
//! Worked example: exponent 2, equal weights, 1 and 7: √((1 + 49) / 2) = 5.

use super::{Found, Part, geometric};

/// Exponents nearer to zero than this are zero: their mean is the geometric one to all
/// digits that can be told.
const ZERO: f64 = 1e-9;

/// The mean of one unit.
pub fn mean(parts: &[Part], exponent: f64) -> Found {
    if exponent.abs() < ZERO {
        return geometric::mean(parts);
    }
    match Found::not_positive(parts) {
        Some(Found::Negative) if exponent != 1.0 => return Found::Negative,
        Some(Found::Zero) if exponent < 0.0 => return Found::Zero,
        _ => {}
    }
    // Relative to the child that weighs heaviest in the sum, so that no power is beyond
    // the range of numbers.
    let size = |part: &Part| part.score.abs();
    let base = if exponent > 0.0 {
        parts.iter().map(size).fold(0.0, f64::max)
    } else {
        parts.iter().map(size).fold(f64::INFINITY, f64::min)
    };
    if base == 0.0 {
        return Found::Score(0.0);
    }
    let (mut sum, mut weights) = (0.0, 0.0);
    for part in parts {
        sum += part.weight * (part.score / base).powf(exponent);
        weights += part.weight;
    }
    Found::between(base * (sum / weights).powf(1.0 / exponent), parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::examples::parts;

    fn score(exponent: f64, pairs: &[(f64, f64)]) -> f64 {
        match mean(&parts(pairs), exponent) {
            Found::Score(score) => score,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_worked_example() {
        assert!((score(2.0, &[(1.0, 1.0), (1.0, 7.0)]) - 5.0).abs() < 1e-12);
    }

    #[test]
    fn it_joins_the_other_means() {
        let pairs = [(1.0, 40.0), (2.0, 60.0)];
        assert!((score(1.0, &pairs) - 160.0 / 3.0).abs() < 1e-12);
        assert!((score(-1.0, &pairs) - 360.0 / 7.0).abs() < 1e-12);
        let geometric = (40.0_f64 * 3600.0).cbrt();
        assert!((score(1e-6, &pairs) - geometric).abs() < 1e-3);
        assert!((score(0.0, &pairs) - geometric).abs() < 1e-12);
        assert!((score(400.0, &pairs) - 60.0).abs() < 0.1);
        assert!((score(-4000.0, &pairs) - 40.0).abs() < 0.1);
    }

    #[test]
    fn what_it_cannot_take() {
        assert_eq!(mean(&parts(&[(1.0, -4.0)]), 2.0), Found::Negative);
        assert_eq!(score(1.0, &[(1.0, -4.0), (1.0, 2.0)]), -1.0);
        assert_eq!(mean(&parts(&[(1.0, 0.0), (1.0, 4.0)]), -1.0), Found::Zero);
        assert_eq!(score(2.0, &[(1.0, 0.0), (1.0, 0.0)]), 0.0);
        assert_eq!(score(3.0, &[(1.0, 1e308), (1.0, 1e308)]), 1e308);
    }
}
