//! Weighted product: `100 · Π (s_c / m_c)^(w_c / Σ w)`, the ratios of a unit's children to
//! those of the mean unit, `m_c` the mean of child *c* over the units. 100 is the mean
//! unit; the ratio of two units without gaps does not depend on the scale of any child.
//!
//! Source: P. W. Bridgman, *Dimensional Analysis* (1922); E. Triantaphyllou,
//! *Multi-Criteria Decision Making Methods* (2000), chapter 2 (weighted product model).
//!
//! A zero makes the whole zero; units with a child below zero are refused and leave the
//! means of the others as they are.
//!
//! Worked example: two units with 20, 5 and 60, 15; the mean unit has 40, 10. Equal
//! weights: 100·√(0.5·0.5) = 50 and 100·√(1.5·1.5) = 150.

use super::{Aggregated, Child, Found, Part, by_unit, geometric};

/// Scores of all units.
pub fn scores(units: usize, children: &[Child<'_>]) -> Aggregated {
    let ratios: Vec<Vec<f64>> = children.iter().map(ratios).collect();
    let relative: Vec<Child<'_>> = children
        .iter()
        .zip(&ratios)
        .map(|(child, scores)| Child {
            weight: child.weight,
            scores,
        })
        .collect();
    by_unit(units, &relative, |parts: &[Part]| {
        match geometric::mean(parts) {
            Found::Score(ratio) => Found::Score(100.0 * ratio),
            stopped => stopped,
        }
    })
}

/// A child's scores as ratios to their mean over the units that are not below zero.
fn ratios(child: &Child<'_>) -> Vec<f64> {
    let usable = || child.scores.iter().filter(|s| **s >= 0.0);
    let count = usable().count() as f64;
    // Divided first, so that the sum stays in range.
    let mean: f64 = usable().map(|s| s / count).sum();
    let ratio = |s: &f64| if mean > 0.0 { s / mean } else { *s };
    child.scores.iter().map(ratio).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::examples::children;

    #[test]
    fn the_worked_example() {
        let pairs: [(f64, &[f64]); 2] = [(1.0, &[20.0, 60.0]), (1.0, &[5.0, 15.0])];
        let made = scores(2, &children(&pairs));
        assert!((made.scores[0] - 50.0).abs() < 1e-12 && (made.scores[1] - 150.0).abs() < 1e-12);
    }

    #[test]
    fn zeros_and_numbers_below_zero() {
        let pairs: [(f64, &[f64]); 2] = [
            (1.0, &[0.0, 4.0, -1.0, f64::NAN]),
            (1.0, &[3.0, 3.0, 3.0, 3.0]),
        ];
        let made = scores(4, &children(&pairs));
        assert_eq!((made.zeros, made.negatives), (vec![0], vec![2]));
        assert!((made.scores[1] - 100.0 * 2.0_f64.sqrt()).abs() < 1e-12);
        assert!(made.scores[2].is_nan());
        assert!((made.scores[3] - 100.0).abs() < 1e-12);
        // A child that is zero for everybody.
        let nothing: [(f64, &[f64]); 1] = [(1.0, &[0.0, 0.0])];
        assert_eq!(scores(2, &children(&nothing)).zeros, [0, 1]);
    }
}
