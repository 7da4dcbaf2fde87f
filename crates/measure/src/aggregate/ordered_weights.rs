//! Ordered weighted averaging (OWA): the scores of a unit, best first, are multiplied by
//! weights that belong to places, not to children. All weight on the last place takes
//! the worst child, on the first the best, equal weights the plain mean.
//!
//! Source: R. R. Yager, "On ordered weighted averaging aggregation operators in
//! multicriteria decisionmaking", *IEEE Transactions on Systems, Man, and Cybernetics* 18
//! (1988). With children missing, the places are stretched over those that count: the
//! running sum of the weights is read as a quantifier `Q`, and the place `i` of `k` weighs
//! `Q(i/k) - Q((i-1)/k)` (Yager, "Quantifier guided aggregation using OWA operators",
//! *International Journal of Intelligent Systems* 11, 1996).
//!
//! Worked example: places 0.4, 0.3, 0.2, 0.1 on 60, 100, 30, 50:
//! 0.4·100 + 0.3·60 + 0.2·50 + 0.1·30 = 71. Of 100, 60 alone, each stands for two places:
//! 0.7·100 + 0.3·60 = 88.

use super::{Found, Part};

/// The mean of one unit. Without usable places all places weigh the same.
pub fn mean(parts: &[Part], places: &[f64]) -> Found {
    let mut scores: Vec<f64> = parts.iter().map(|part| part.score).collect();
    scores.sort_unstable_by(|a, b| b.total_cmp(a));
    let total: f64 = places.iter().sum();
    let equal = [1.0];
    let places = if total > 0.0 { places } else { &equal };
    let count = scores.len() as f64;
    let (mut sum, mut weights, mut before) = (0.0, 0.0, 0.0);
    for (at, score) in scores.iter().enumerate() {
        let upto = quantifier(places, (at + 1) as f64 / count);
        sum += (upto - before) * score;
        weights += upto - before;
        before = upto;
    }
    Found::between(sum / weights, parts)
}

/// Sum of the weights up to a share of the places, straight between them.
fn quantifier(places: &[f64], share: f64) -> f64 {
    let at = share * places.len() as f64;
    let at = if (at - at.round()).abs() < 1e-9 {
        at.round()
    } else {
        at
    };
    let whole = (at as usize).min(places.len());
    let rest = places.get(whole).map_or(0.0, |next| at.fract() * next);
    places[..whole].iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::examples::parts;

    fn score(places: &[f64], scores: &[f64]) -> f64 {
        let pairs: Vec<_> = scores.iter().map(|s| (1.0, *s)).collect();
        match mean(&parts(&pairs), places) {
            Found::Score(score) => score,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_worked_example() {
        let places = [0.4, 0.3, 0.2, 0.1];
        assert!((score(&places, &[60.0, 100.0, 30.0, 50.0]) - 71.0).abs() < 1e-12);
        assert!((score(&places, &[60.0, 100.0]) - 88.0).abs() < 1e-12);
    }

    #[test]
    fn best_worst_and_mean() {
        let scores = [-3.0, 9.0, 6.0];
        assert_eq!(score(&[1.0, 0.0, 0.0], &scores), 9.0);
        assert_eq!(score(&[0.0, 0.0, 2.0], &scores), -3.0);
        assert!((score(&[5.0; 3], &scores) - 4.0).abs() < 1e-12);
        assert!((score(&[], &scores) - 4.0).abs() < 1e-12);
        // Two of three places: a child stands for one and a half.
        assert!((score(&[0.0, 0.0, 2.0], &[1.0, 2.0]) - 1.0).abs() < 1e-12);
    }
}
