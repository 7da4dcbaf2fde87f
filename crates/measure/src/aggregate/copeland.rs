//! Copeland: the pairs of units won by majority of weight less the pairs lost.
//!
//! Source: A. H. Copeland, *A reasonable social welfare function* (1951, University of
//! Michigan); OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 6,
//! on the outranking matrix and the Copeland rule.
//!
//! Scores run from -(n - 1) to n - 1 for n units compared; the sum over the units is 0.
//!
//! Worked example: in Condorcet's cycle each of three wins once and loses once: 0, 0, 0.
//! Of three units where the first leads on two of three equal children against both
//! others and the second leads likewise against the third: 2, 0, -2.

use super::Support;

/// Scores of all units.
pub fn scores(support: &Support) -> Vec<f64> {
    let all = || 0..support.count();
    let net = |unit: usize| -> f64 {
        all()
            .map(|other| f64::from(side(support, unit, other)))
            .sum()
    };
    support.column(all().map(net))
}

/// 1 for a pair won, -1 for one lost.
fn side(support: &Support, unit: usize, other: usize) -> i8 {
    i8::from(support.beats(unit, other)) - i8::from(support.beats(other, unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::examples::{CONDORCET, children};

    #[test]
    fn the_worked_examples() {
        let cycle = Support::new(3, &children(&CONDORCET), 0.0);
        assert_eq!(scores(&cycle), [0.0, 0.0, 0.0]);
        let pairs: [(f64, &[f64]); 3] = [
            (1.0, &[9.0, 5.0, 1.0, f64::NAN]),
            (1.0, &[8.0, 7.0, 6.0, f64::NAN]),
            (1.0, &[1.0, 2.0, 3.0, f64::NAN]),
        ];
        let clear = scores(&Support::new(4, &children(&pairs), 0.0));
        assert_eq!(clear[..3], [2.0, 0.0, -2.0]);
        assert!(clear[3].is_nan());
    }
}
