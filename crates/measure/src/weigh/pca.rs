//! Principal component weights: the absolute loadings of the first principal component of
//! the children's correlations; with `squared` the squared loadings.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 6,
//! weights based on principal components: there loadings are squared, which makes each
//! weight the child's part in the variance of the component (G. Nicoletti and others,
//! *OECD Economics Department Working Paper* 226, 2000), with the first component only, not
//! rotated. Plain loadings, the default, are what most index builders use.
//!
//! Correlations are taken over the units that have both children. A loading against the
//! others is told: the child counts although it moves the other way. Where no component
//! stands out (no child is correlated with another) nothing is learned.
//!
//! Worked example: three children, the first two with correlation 1, both with 0.5 with
//! the third (matrix 1, 1, ½; 1, 1, ½; ½, ½, 1). The first eigenvalue is λ with
//! (λ - 2)(λ - 1) = ½, λ = (3 + √3)/2, and the loadings are as 1 : 1 : 2λ - 4 = √3 - 1.

use super::{Learned, Unlearned};
use crate::{eigen, statistics};
use julin_model::Diagnostic;

/// Eigenvalues this near are one.
const SAME: f64 = 1e-9;

/// Weights, and the children that load against the others.
pub(super) fn weights(codes: &[&str], scores: &[&[f64]], squared: bool) -> Learned {
    if scores.len() < 2 {
        return Ok((vec![1.0; scores.len()], Vec::new()));
    }
    let found = eigen::symmetric(&correlations(scores)).ok_or(Unlearned::NoSpread)?;
    if found.values[0] - found.values[1] < SAME {
        return Err(Unlearned::NoSpread);
    }
    let loadings = &found.vectors[0];
    let against = codes.iter().zip(loadings).filter(|(_, l)| **l < -SAME);
    let against: Vec<&str> = against.map(|(code, _)| *code).collect();
    let told = (!against.is_empty()).then(|| {
        Diagnostic::warning("measure.weigh.negative-loading").with("children", against.join(", "))
    });
    let weight = |loading: &f64| {
        if squared {
            loading * loading
        } else {
            loading.abs()
        }
    };
    Ok((
        loadings.iter().map(weight).collect(),
        told.into_iter().collect(),
    ))
}

/// All pairs; 0 where there is no correlation to speak of.
fn correlations(scores: &[&[f64]]) -> Vec<Vec<f64>> {
    let pair = |a: usize, b: usize| {
        if a == b {
            1.0
        } else {
            // In one order, so that the matrix is symmetric to the last bit.
            let (a, b) = (a.min(b), a.max(b));
            statistics::correlation(scores[a], scores[b]).unwrap_or(0.0)
        }
    };
    let row = |a| (0..scores.len()).map(|b| pair(a, b)).collect();
    (0..scores.len()).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        // Correlation 1/2: 1, -1, 0 and 1, 0, -1.
        let (a, b) = ([1.0, -1.0, 0.0], [1.0, 0.0, -1.0]);
        let twice = a.map(|x| 2.0 * x + 5.0);
        let learn = |squared| weights(&["a", "b", "c"], &[&a, &twice, &b], squared).unwrap();
        let (plain, told) = learn(false);
        let third = 3.0_f64.sqrt() - 1.0;
        assert!((plain[1] / plain[0] - 1.0).abs() < 1e-9 && told.is_empty());
        assert!((plain[2] / plain[0] - third).abs() < 1e-9);
        let (squared, _) = learn(true);
        assert!((squared[2] / squared[0] - third * third).abs() < 1e-9);
        assert!((squared.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn against_the_others_and_no_component() {
        let (up, down) = ([1.0, 2.0, 3.0, 5.0], [5.0, 3.0, 2.0, 1.0]);
        let (_, told) = weights(&["a", "b", "c"], &[&up, &up, &down], false).unwrap();
        assert_eq!(told[0].code, "measure.weigh.negative-loading");
        assert_eq!(told[0].args["children"], "c");
        let flat = [1.0; 4];
        assert_eq!(
            weights(&["a", "b"], &[&up, &flat], false),
            Err(Unlearned::NoSpread)
        );
    }
}
