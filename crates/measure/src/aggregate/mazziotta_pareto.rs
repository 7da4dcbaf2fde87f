//! Mazziotta–Pareto index: the mean of a unit's children less a penalty for imbalance,
//! `M ∓ S · cv` with `cv = S / M`, `S` the standard deviation of the unit's own children
//! (with n). Less, where more is better; added (`penalty_up`) where more is worse.
//!
//! Source: P. De Muro, M. Mazziotta and A. Pareto, "Composite indices of development and
//! poverty: an application to MDGs", *Social Indicators Research* 104 (2011). Their
//! children are z-scores with mean 100 and deviation 10 (`normalise: {kind: z-score, mean:
//! 100, deviation: 10}`); weights, which they take equal, enter mean and deviation alike.
//!
//! The mean must be above zero, or the coefficient of variation says nothing: other units
//! are refused.
//!
//! Worked example: 90 and 110 with equal weights: M = 100, S = 10, cv = 0.1; 100 - 1 = 99,
//! or 101 with the penalty up.

use super::{Found, Part};

/// The index of one unit.
pub fn index(parts: &[Part], penalty_up: bool) -> Found {
    let weights: f64 = parts.iter().map(|part| part.weight).sum();
    let share = |part: &Part| part.weight / weights;
    let mean: f64 = parts.iter().map(|part| share(part) * part.score).sum();
    let variance: f64 = parts
        .iter()
        .map(|part| share(part) * (part.score - mean) * (part.score - mean))
        .sum();
    // A spread this small is noise of floating point.
    if variance.sqrt() <= 1e-12 * mean.abs() {
        return Found::Score(mean);
    }
    if mean <= 0.0 {
        return Found::Negative;
    }
    let penalty = variance / mean;
    Found::Score(if penalty_up {
        mean + penalty
    } else {
        mean - penalty
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::examples::parts;

    #[test]
    fn the_worked_example() {
        let uneven = parts(&[(1.0, 90.0), (1.0, 110.0)]);
        assert_eq!(index(&uneven, false), Found::Score(99.0));
        assert_eq!(index(&uneven, true), Found::Score(101.0));
        // Weights 3 and 1: M = 95, variance 75.
        let weighted = parts(&[(3.0, 90.0), (1.0, 110.0)]);
        let Found::Score(score) = index(&weighted, false) else {
            panic!("a score");
        };
        assert!((score - (95.0 - 75.0 / 95.0)).abs() < 1e-12);
    }

    #[test]
    fn balance_costs_nothing_and_a_mean_below_zero_says_nothing() {
        assert_eq!(
            index(&parts(&[(1.0, 0.0), (2.0, 0.0)]), false),
            Found::Score(0.0)
        );
        assert_eq!(index(&parts(&[(1.0, -5.0)]), false), Found::Score(-5.0));
        assert_eq!(
            index(&parts(&[(1.0, -5.0), (1.0, 4.0)]), false),
            Found::Negative
        );
    }
}
