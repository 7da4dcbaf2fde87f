//! Covariances and correlations of complete columns, in fixed order of summation.

use crate::framework::{Framework, NodeId};
use crate::outcome::Outcome;
use crate::run::facing_up;
use crate::statistics;

/// The scores of some nodes, turned so that more is better, over the units that have all
/// of them.
pub(super) fn complete(outcome: &Outcome<'_>, nodes: &[NodeId]) -> Vec<Vec<f64>> {
    let framework: &Framework = outcome.framework();
    let columns: Vec<Vec<f64>> = nodes
        .iter()
        .map(|id| facing_up(framework, *id, outcome.scores(*id)))
        .collect();
    let whole: Vec<usize> = (0..outcome.matrix().units().len())
        .filter(|unit| columns.iter().all(|column| !column[*unit].is_nan()))
        .collect();
    let keep = |column: &Vec<f64>| whole.iter().map(|unit| column[*unit]).collect();
    columns.iter().map(keep).collect()
}

/// Covariances with n − 1; `None` with fewer than two rows.
pub(super) fn covariance_matrix(columns: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let rows = columns.first()?.len();
    if rows < 2 {
        return None;
    }
    let centred: Vec<Vec<f64>> = columns
        .iter()
        .map(|column| {
            let mean = statistics::mean(column).unwrap_or(0.0);
            column.iter().map(|x| x - mean).collect()
        })
        .collect();
    let product = |a: &Vec<f64>, b: &Vec<f64>| -> f64 {
        let sum: f64 = a.iter().zip(b).map(|(x, y)| x * y).sum();
        sum / (rows - 1) as f64
    };
    let row = |a| centred.iter().map(|b| product(a, b)).collect();
    Some(centred.iter().map(row).collect())
}

/// Pearson correlations; `None` with fewer than three rows or where a column does not
/// vary.
pub(super) fn correlation_matrix(columns: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let row = |a: &Vec<f64>| -> Option<Vec<f64>> {
        columns
            .iter()
            .map(|b| statistics::correlation(a, b))
            .collect()
    };
    let mut matrix: Vec<Vec<f64>> = columns.iter().map(row).collect::<Option<_>>()?;
    for (k, row) in matrix.iter_mut().enumerate() {
        row[k] = 1.0;
    }
    Some(matrix)
}
