//! Weighted harmonic mean: `Σ w / Σ (w_c / s_c)` over the children with a score. It
//! punishes a low child harder than the geometric mean does.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 6,
//! on means that compensate in part; UNDP, *Human Development Report*, technical note 4
//! (gender inequality index) for its use.
//!
//! A zero makes the whole zero (the limit), numbers below zero are refused.
//!
//! Worked example: 40 and 60 with equal weights give 2 / (1/40 + 1/60) = 48; with
//! weights 1 and 2, 3 / (1/40 + 2/60) = 51.428571…

use super::{Found, Part};

/// The mean of one unit.
pub fn mean(parts: &[Part]) -> Found {
    if let Some(stopped) = Found::not_positive(parts) {
        return stopped;
    }
    // Relative to the least child, so that no quotient is beyond the range of numbers.
    let least = parts.iter().map(|p| p.score).fold(f64::INFINITY, f64::min);
    let (mut sum, mut weights) = (0.0, 0.0);
    for part in parts {
        sum += part.weight * (least / part.score);
        weights += part.weight;
    }
    Found::between(least * (weights / sum), parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::examples::parts;

    #[test]
    fn the_worked_example() {
        let score = |pairs| match mean(&parts(pairs)) {
            Found::Score(score) => score,
            other => panic!("{other:?}"),
        };
        assert!((score(&[(1.0, 40.0), (1.0, 60.0)]) - 48.0).abs() < 1e-12);
        assert!((score(&[(1.0, 40.0), (2.0, 60.0)]) - 360.0 / 7.0).abs() < 1e-12);
        assert_eq!(score(&[(1.0, 5e-324), (1.0, 5e-324)]), 5e-324);
    }

    #[test]
    fn zero_is_zero_and_below_zero_is_refused() {
        assert_eq!(mean(&parts(&[(1.0, 0.0), (3.0, 9.0)])), Found::Zero);
        assert_eq!(mean(&parts(&[(1.0, -1.0)])), Found::Negative);
    }
}
