//! Cronbach's alpha of the children of one group: how far they speak with one voice.
//!
//! `α = k / (k - 1) · (1 - Σ variances / Σ all covariances)` for *k* children, over the
//! units that have all of them; *standardised* with correlations in place of covariances,
//! that is with every child brought to the same spread. From 1 (all alike) down, below
//! zero where children go against each other; 0.7 is the usual limit.
//!
//! Source: L. J. Cronbach, "Coefficient alpha and the internal structure of tests",
//! *Psychometrika* 16 (1951); OECD and JRC, *Handbook on Constructing Composite
//! Indicators* (2008), step 4, "Cronbach coefficient alpha"; the limit of 0.7 after
//! J. C. Nunnally, *Psychometric Theory* (1978).
//!
//! Worked example: variances 4 and 9 with covariance 3: 2 · (1 - 13 / 19) = 12/19 =
//! 0.6316; the correlation is 0.5, so standardised 2 · (1 - 2 / 3) = 2/3.

use super::moments::{correlation_matrix, covariance_matrix};
use serde::Serialize;

/// Reliability of some columns.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reliability {
    /// From covariances.
    pub alpha: f64,
    /// From correlations.
    pub standardised: f64,
    /// By column: the standardised alpha of the others; empty with two columns.
    pub without: Vec<Option<f64>>,
}

/// Reliability of complete columns; `None` with fewer than two columns or three rows, or
/// where one does not vary.
pub fn reliability(columns: &[Vec<f64>]) -> Option<Reliability> {
    let correlations = correlation_matrix(columns)?;
    let without = match columns.len() {
        0..=2 => Vec::new(),
        size => (0..size).map(|k| alpha(&less(&correlations, k))).collect(),
    };
    Some(Reliability {
        alpha: alpha(&covariance_matrix(columns)?)?,
        standardised: alpha(&correlations)?,
        without,
    })
}

/// Cronbach's alpha of a covariance matrix; `None` with fewer than two columns or where
/// the sum of all does not vary.
pub fn alpha(covariances: &[Vec<f64>]) -> Option<f64> {
    let size = covariances.len() as f64;
    let own: f64 = covariances.iter().enumerate().map(|(k, row)| row[k]).sum();
    let all: f64 = covariances.iter().flatten().sum();
    (size > 1.0 && all > 1e-12 * own).then(|| size / (size - 1.0) * (1.0 - own / all))
}

fn less(matrix: &[Vec<f64>], out: usize) -> Vec<Vec<f64>> {
    let rest = |row: &Vec<f64>| {
        let cells = row.iter().enumerate().filter(|(k, _)| *k != out);
        cells.map(|(_, x)| *x).collect()
    };
    let rows = matrix.iter().enumerate().filter(|(k, _)| *k != out);
    rows.map(|(_, row)| rest(row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let found = alpha(&[vec![4.0, 3.0], vec![3.0, 9.0]]).unwrap();
        assert!((found - 12.0 / 19.0).abs() < 1e-12);
        let found = alpha(&[vec![1.0, 0.5], vec![0.5, 1.0]]).unwrap();
        assert!((found - 2.0 / 3.0).abs() < 1e-12);
    }

    /// Three items of five persons, by hand: variances 1.3, 0.3 and 0.7; the totals 12,
    /// 11, 14, 13, 15 have the variance 2.5: 1.5 · (1 - 2.3 / 2.5) = 0.12.
    #[test]
    fn items_by_hand() {
        let columns = [
            vec![3.0, 2.0, 4.0, 3.0, 5.0],
            vec![4.0, 5.0, 5.0, 4.0, 4.0],
            vec![5.0, 4.0, 5.0, 6.0, 6.0],
        ];
        let found = reliability(&columns).unwrap();
        assert!((found.alpha - 0.12).abs() < 1e-12);
        assert_eq!(found.without.len(), 3);
    }

    #[test]
    fn alike_is_one_and_against_each_other_is_none() {
        let up = vec![1.0, 2.0, 3.0, 5.0];
        let down: Vec<f64> = up.iter().map(|x| -x).collect();
        let found = reliability(&[up.clone(), up.clone()]).unwrap();
        assert!((found.alpha - 1.0).abs() < 1e-12 && found.without.is_empty());
        assert_eq!(reliability(&[up.clone(), down]), None);
        assert_eq!(reliability(&[up]), None);
        assert_eq!(reliability(&[]), None);
    }
}
