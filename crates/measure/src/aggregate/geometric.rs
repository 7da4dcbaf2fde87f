//! Weighted geometric mean: `Π s_c^(w_c / Σ w)` over the children with a score. A low
//! child is made good by high ones only in part.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 6,
//! "Weighting and aggregation", geometric aggregation; UNDP, *Human Development Report*,
//! technical note 1 (the HDI since 2010).
//!
//! A zero makes the whole zero, and a mean of numbers below zero is not defined: both
//! are told, and a range above zero avoids them.
//!
//! Worked example (the Handbook's): equal weights; 21, 1, 1, 1 give 2.14, while 6, 6, 6,
//! 6 with the same sum give 6.

use super::{Found, Part};

/// The mean of one unit.
pub fn mean(parts: &[Part]) -> Found {
    if let Some(stopped) = Found::not_positive(parts) {
        return stopped;
    }
    let (mut sum, mut weights) = (0.0, 0.0);
    for part in parts {
        sum += part.weight * part.score.ln();
        weights += part.weight;
    }
    Found::between((sum / weights).exp(), parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::examples::parts;

    #[test]
    fn the_worked_example() {
        let equal = |scores: [f64; 4]| mean(&parts(&scores.map(|s| (1.0, s))));
        let Found::Score(uneven) = equal([21.0, 1.0, 1.0, 1.0]) else {
            panic!("a score");
        };
        assert!((uneven - 2.14).abs() < 5e-3 && (uneven - 21.0_f64.powf(0.25)).abs() < 1e-12);
        assert_eq!(equal([6.0; 4]), Found::Score(6.0));
    }

    #[test]
    fn zero_is_zero_and_below_zero_is_refused() {
        assert_eq!(mean(&parts(&[(1.0, 0.0), (3.0, 9.0)])), Found::Zero);
        assert_eq!(mean(&parts(&[(1.0, 0.0), (3.0, -9.0)])), Found::Negative);
        assert_eq!(
            mean(&parts(&[(1.0, 1e308), (1.0, 1e308)])),
            Found::Score(1e308)
        );
    }
}
