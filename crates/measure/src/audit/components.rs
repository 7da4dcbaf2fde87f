//! Principal components of the children of one group: whether they measure one thing.
//!
//! The correlation matrix of the children is decomposed over the units that have all of
//! them. The share of a component is its eigenvalue over the number of children; a
//! loading is the correlation of a child with the component, `v · √λ`. Kaiser's rule
//! counts eigenvalues above 1. Kaiser, Meyer and Olkin's measure compares correlations
//! with partial ones: `Σ r² / (Σ r² + Σ p²)` over all pairs, above 0.6 for a good
//! factor analysis.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 4,
//! "Principal components analysis"; H. F. Kaiser, "An index of factorial simplicity",
//! *Psychometrika* 39 (1974).
//!
//! Worked example: two children with correlation 0.6 have the eigenvalues 1.6 and 0.4:
//! the first component explains 80 %, both load √0.8 on it.

use super::moments::correlation_matrix;
use crate::eigen;
use serde::Serialize;

/// Principal components of some columns.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Components {
    /// Eigenvalues of the correlation matrix, largest first; they sum to their number.
    pub eigenvalues: Vec<f64>,
    /// Share of the variance each explains.
    pub shares: Vec<f64>,
    /// By component, then by column: the correlation of the column with the component.
    pub loadings: Vec<Vec<f64>>,
    /// Eigenvalues above 1.
    pub kaiser: usize,
    /// Kaiser, Meyer and Olkin's measure; `None` where one column follows from others.
    pub kmo: Option<f64>,
}

/// Eigenvalues below this are rounding.
const NOTHING: f64 = 1e-10;

/// Components of complete columns; `None` with fewer than two columns or three rows, or
/// where one does not vary.
pub fn components(columns: &[Vec<f64>]) -> Option<Components> {
    of_correlations(&correlation_matrix(columns)?)
}

/// Components of a correlation matrix.
pub fn of_correlations(matrix: &[Vec<f64>]) -> Option<Components> {
    let found = eigen::symmetric(matrix).filter(|_| matrix.len() > 1)?;
    let size = matrix.len() as f64;
    // What rounding leaves below zero is zero.
    let eigenvalues: Vec<f64> = found.values.iter().map(|value| value.max(0.0)).collect();
    let loading = |(value, vector): (&f64, &Vec<f64>)| {
        let scale = value.sqrt();
        vector.iter().map(|cell| cell * scale).collect()
    };
    Some(Components {
        shares: eigenvalues.iter().map(|value| value / size).collect(),
        loadings: eigenvalues
            .iter()
            .zip(&found.vectors)
            .map(loading)
            .collect(),
        kaiser: eigenvalues.iter().filter(|v| **v > 1.0 + NOTHING).count(),
        kmo: kmo(matrix, &found),
        eigenvalues,
    })
}

/// The inverse comes from the decomposition: `Σ v vᵀ / λ`.
fn kmo(matrix: &[Vec<f64>], found: &eigen::Eigen) -> Option<f64> {
    if found.values.iter().any(|value| *value < NOTHING) {
        return None;
    }
    let inverse = |r: usize, c: usize| -> f64 {
        let parts = found.values.iter().zip(&found.vectors);
        parts.map(|(value, v)| v[r] * v[c] / value).sum()
    };
    let (mut plain, mut partial) = (0.0, 0.0);
    for (r, row) in matrix.iter().enumerate() {
        for (c, cell) in row.iter().enumerate().skip(r + 1) {
            plain += cell.powi(2);
            partial += inverse(r, c).powi(2) / (inverse(r, r) * inverse(c, c));
        }
    }
    (plain + partial > 0.0).then(|| plain / (plain + partial))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: &[f64], expected: &[f64], slack: f64) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < slack, "{found} {expected}");
        }
    }

    #[test]
    fn the_worked_example() {
        let found = of_correlations(&[vec![1.0, 0.6], vec![0.6, 1.0]]).unwrap();
        near(&found.eigenvalues, &[1.6, 0.4], 1e-12);
        near(&found.shares, &[0.8, 0.2], 1e-12);
        near(&found.loadings[0], &[0.8_f64.sqrt(); 2], 1e-12);
        // Two variables have the partial correlation -r: half and half.
        assert_eq!(
            (found.kaiser, found.kmo.map(|k| (k * 1e9).round())),
            (1, Some(5e8))
        );
    }

    /// By hand: r12 = 0.6, r13 = r23 = 0. Partial correlations are the same as plain
    /// ones but for the sign, so the measure is one half.
    #[test]
    fn a_column_that_goes_with_none() {
        let matrix = [
            vec![1.0, 0.6, 0.0],
            vec![0.6, 1.0, 0.0],
            vec![0.0, 0.0, 1.0],
        ];
        let found = of_correlations(&matrix).unwrap();
        near(&found.eigenvalues, &[1.6, 1.0, 0.4], 1e-12);
        // Exactly 1 does not count.
        assert_eq!(found.kaiser, 1);
        assert!((found.kmo.unwrap() - 0.5).abs() < 1e-12);
    }

    #[test]
    fn a_column_that_follows_from_another_leaves_no_measure() {
        let column = vec![1.0, 2.0, 4.0, 3.0];
        let twice = column.iter().map(|x| 2.0 * x).collect();
        let found = components(&[column.clone(), twice]).unwrap();
        near(&found.eigenvalues, &[2.0, 0.0], 1e-12);
        assert_eq!(found.kmo, None);
        assert_eq!(components(&[column]), None);
        assert_eq!(components(&[vec![1.0; 4], vec![1.0, 2.0, 3.0, 4.0]]), None);
    }
}
