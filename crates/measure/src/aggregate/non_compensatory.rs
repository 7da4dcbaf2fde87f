//! Non-compensatory outranking: the share of weight a unit has on its side, in the mean
//! over all other units, times 100. How far ahead a unit is plays no part, so a large
//! lead on one child cannot make good a defeat on another; weights are importance, not
//! rates of exchange.
//!
//! Source: G. Munda and M. Nardo, "Noncompensatory/nonlinear composite indicators for
//! ranking countries: a defensible setting", *Applied Economics* 41 (2009), for the
//! outranking matrix; its row means are the positive flows of J. P. Brans and P. Vincke,
//! "A preference ranking organisation method", *Management Science* 31 (1985).
//!
//! 50 is even; a unit alone has 50.
//!
//! Worked example: in Condorcet's example of 60 voters *a* has 33 voices against *b* and 25
//! against *c*: 100 · (33 + 25) / 120 = 48.333…; *b* 57.5, *c* 44.166…

use super::Support;

/// Scores of all units.
pub fn scores(support: &Support) -> Vec<f64> {
    let many = support.count();
    let mean = |unit: usize| {
        let others = (0..many).filter(|other| *other != unit);
        let sum: f64 = others.map(|other| support.of(unit, other)).sum();
        if many > 1 {
            100.0 * sum / (many - 1) as f64
        } else {
            50.0
        }
    };
    support.column((0..many).map(mean))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::examples::{CONDORCET, children};

    #[test]
    fn the_worked_example() {
        let found = scores(&Support::new(3, &children(&CONDORCET), 0.0));
        for (found, voices) in found.into_iter().zip([58.0, 69.0, 53.0]) {
            assert!((found - voices / 1.2).abs() < 1e-9);
        }
    }

    #[test]
    fn a_unit_alone_is_even() {
        let pairs: [(f64, &[f64]); 1] = [(1.0, &[7.0])];
        assert_eq!(scores(&Support::new(1, &children(&pairs), 0.0)), [50.0]);
    }
}
