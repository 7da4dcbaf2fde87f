//! Who stands above whom: for each pair of units the share of weight of the children on
//! which the first is better. The ground of all outranking ways.
//!
//! A child speaks about a pair when both units have a score and its weight is above zero.
//! Scores no further apart than the indifference (at least [`rank::TIE`]) are a tie, half
//! for each. Where units have weights of their own, a pair is judged by the mean of the
//! two units' shares.
//!
//! Source: G. Munda and M. Nardo, "Noncompensatory/nonlinear composite indicators for
//! ranking countries: a defensible setting", *Applied Economics* 41 (2009), the outranking
//! matrix.

use super::{Child, Weight};
use crate::rank;

/// Shares this near to one half are one half: sums of thirds.
const EVEN: f64 = 1e-12;

/// The outranking matrix of the units that have at least one child that counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Support {
    /// All units, with or without children that count.
    pub(super) units: usize,
    /// Positions of those compared, in order.
    pub(super) compared: Vec<usize>,
    /// By pair of those compared: share of weight on the side of the first.
    shares: Vec<f64>,
}

impl Support {
    /// Compares all units.
    pub fn new(units: usize, children: &[Child<'_>], indifference: f64) -> Self {
        let counts = |unit: usize| super::counting(children, unit).next().is_some();
        let compared: Vec<usize> = (0..units).filter(|unit| counts(*unit)).collect();
        let tie = rank::TIE.max(indifference);
        let many = compared.len();
        let mut shares = vec![0.5; many * many];
        for first in 0..many {
            for second in first + 1..many {
                let share = side(children, compared[first], compared[second], tie);
                shares[first * many + second] = share;
                shares[second * many + first] = 1.0 - share;
            }
        }
        Self {
            units,
            compared,
            shares,
        }
    }

    /// How many units are compared.
    pub fn count(&self) -> usize {
        self.compared.len()
    }

    /// Share of weight on the side of the first against the second, 0 to 1; one half
    /// against itself and where no child speaks about both.
    pub fn of(&self, first: usize, second: usize) -> f64 {
        self.shares[first * self.count() + second]
    }

    /// True when the first has the majority against the second.
    pub fn beats(&self, first: usize, second: usize) -> bool {
        self.of(first, second) - 0.5 > EVEN
    }

    /// Values of those compared as a column over all units, NaN for the others.
    pub(super) fn column(&self, values: impl IntoIterator<Item = f64>) -> Vec<f64> {
        let mut column = vec![f64::NAN; self.units];
        for (unit, value) in self.compared.iter().zip(values) {
            column[*unit] = value;
        }
        column
    }
}

/// Share of weight on the side of `a` against `b`.
fn side(children: &[Child<'_>], a: usize, b: usize, tie: f64) -> f64 {
    let own = children.iter().any(|c| matches!(c.weight, Weight::Own(_)));
    let of_a = weighed(children, (a, b), a, tie);
    if own {
        (of_a + weighed(children, (a, b), b, tie)) / 2.0
    } else {
        of_a
    }
}

/// The same by the weights of one unit.
fn weighed(children: &[Child<'_>], (a, b): (usize, usize), by: usize, tie: f64) -> f64 {
    let (mut won, mut total) = (0.0, 0.0);
    for child in children {
        let weight = child.weight.at(by);
        let lead = child.scores[a] - child.scores[b];
        if lead.is_nan() || weight <= 0.0 {
            continue;
        }
        total += weight;
        won += match lead {
            lead if lead > tie => weight,
            lead if lead < -tie => 0.0,
            _ => weight / 2.0,
        };
    }
    if total > 0.0 { won / total } else { 0.5 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::examples::{CONDORCET, children};

    #[test]
    fn condorcets_majorities() {
        let support = Support::new(3, &children(&CONDORCET), 0.0);
        let of = |a, b| support.of(a, b) * 60.0;
        assert!((of(0, 1) - 33.0).abs() < 1e-9 && (of(1, 0) - 27.0).abs() < 1e-9);
        assert!((of(1, 2) - 42.0).abs() < 1e-9 && (of(2, 0) - 35.0).abs() < 1e-9);
        assert!(support.beats(0, 1) && support.beats(1, 2) && support.beats(2, 0));
    }

    #[test]
    fn ties_gaps_and_weights_of_ones_own() {
        let pairs: [(f64, &[f64]); 2] =
            [(1.0, &[1.0, 1.4, f64::NAN]), (1.0, &[2.0, 1.0, f64::NAN])];
        let pairs = children(&pairs);
        assert_eq!(Support::new(3, &pairs, 0.0).of(0, 1), 0.5);
        assert_eq!(Support::new(3, &pairs, 0.5).of(0, 1), 0.75);
        assert_eq!(Support::new(3, &pairs, 0.0).compared, [0, 1]);
        let own = [
            Child {
                weight: Weight::Own(&[1.0, 3.0]),
                scores: &[2.0, 1.0],
            },
            Child {
                weight: Weight::Own(&[0.0, 1.0]),
                scores: &[1.0, 2.0],
            },
        ];
        // By the first unit all weight is on its side, by the second three quarters.
        assert_eq!(Support::new(2, &own, 0.0).of(0, 1), 0.875);
    }
}
