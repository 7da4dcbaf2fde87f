//! Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations.
//!
//! Each rotation sets one pair of off-diagonal cells to zero; a sweep goes over all pairs
//! in fixed order, and a few sweeps leave nothing off the diagonal. For the matrices here
//! (tens of rows) this is fast, accurate for small eigenvalues too, and the same bit for
//! bit everywhere.
//!
//! Source: G. H. Golub and C. F. Van Loan, *Matrix Computations*, section 8.5 ("Jacobi
//! methods").
//!
//! Worked example: `[[2, 1], [1, 2]]` has the eigenvalues 3 and 1 with the vectors
//! `(1, 1)/√2` and `(1, -1)/√2`.

/// Sweeps after which what is left off the diagonal counts as rounding. Ten are enough
/// for any matrix of this size.
const SWEEPS: usize = 60;

/// The decomposition, largest eigenvalue first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Eigen {
    /// Eigenvalues, in descending order.
    pub values: Vec<f64>,
    /// `vectors[k]` belongs to `values[k]`: length 1, its cells summing to zero or more.
    pub vectors: Vec<Vec<f64>>,
}

/// Decomposes a symmetric matrix; only the cells on and above the diagonal are read.
/// `None` where a cell is not a number or a row is too short.
pub fn symmetric(matrix: &[Vec<f64>]) -> Option<Eigen> {
    let size = matrix.len();
    let sound = |row: &Vec<f64>| row.len() == size && row.iter().all(|x| x.is_finite());
    if !matrix.iter().all(sound) {
        return None;
    }
    let at = |row: usize, column: usize| matrix[row.min(column)][row.max(column)];
    let mut left: Vec<Vec<f64>> = (0..size)
        .map(|row| (0..size).map(|column| at(row, column)).collect())
        .collect();
    let mut vectors: Vec<Vec<f64>> = (0..size)
        .map(|row| {
            (0..size)
                .map(|column| f64::from(u8::from(row == column)))
                .collect()
        })
        .collect();
    for _ in 0..SWEEPS {
        if is_diagonal(&left) {
            break;
        }
        for p in 0..size {
            for q in p + 1..size {
                rotate(&mut left, &mut vectors, p, q);
            }
        }
    }
    Some(ordered(&left, vectors))
}

fn is_diagonal(matrix: &[Vec<f64>]) -> bool {
    let size = matrix.len();
    let diagonal: f64 = (0..size).map(|k| matrix[k][k].powi(2)).sum();
    let off: f64 = (0..size)
        .flat_map(|p| (p + 1..size).map(move |q| (p, q)))
        .map(|(p, q)| matrix[p][q].powi(2))
        .sum();
    off <= 1e-32 * diagonal || off == 0.0
}

/// Turns rows and columns `p` and `q` so that the cell between them becomes zero.
/// `vectors` keeps one eigenvector per row.
fn rotate(matrix: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    let between = matrix[p][q];
    if between == 0.0 {
        return;
    }
    let slope = (matrix[q][q] - matrix[p][p]) / (2.0 * between);
    let tangent = slope.signum() / (slope.abs() + slope.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    let sine = tangent * cosine;
    for row in matrix.iter_mut() {
        let (x, y) = (row[p], row[q]);
        row[p] = cosine * x - sine * y;
        row[q] = sine * x + cosine * y;
    }
    for rows in [matrix, vectors] {
        let (above, below) = rows.split_at_mut(q);
        for (first, second) in above[p].iter_mut().zip(&mut below[0]) {
            let (x, y) = (*first, *second);
            *first = cosine * x - sine * y;
            *second = sine * x + cosine * y;
        }
    }
}

fn ordered(diagonal: &[Vec<f64>], mut vectors: Vec<Vec<f64>>) -> Eigen {
    let mut order: Vec<usize> = (0..diagonal.len()).collect();
    order.sort_by(|a, b| diagonal[*b][*b].total_cmp(&diagonal[*a][*a]));
    for vector in &mut vectors {
        let sum: f64 = vector.iter().sum();
        // Where the cells cancel out, the first that counts decides.
        let sign = if sum.abs() > 1e-9 {
            sum
        } else {
            let first = vector.iter().copied().find(|x| x.abs() > 1e-9);
            first.unwrap_or(1.0)
        };
        if sign < 0.0 {
            vector.iter_mut().for_each(|x| *x = -*x);
        }
    }
    Eigen {
        values: order.iter().map(|k| diagonal[*k][*k]).collect(),
        vectors: order
            .iter()
            .map(|k| std::mem::take(&mut vectors[*k]))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_worked_example() {
        let found = symmetric(&[vec![2.0, 1.0], vec![1.0, 2.0]]).unwrap();
        let half = 0.5_f64.sqrt();
        for (found, expected) in found.values.iter().zip([3.0, 1.0]) {
            assert!((found - expected).abs() < 1e-14);
        }
        for (found, expected) in found.vectors.concat().iter().zip([half, half, half, -half]) {
            assert!((found - expected).abs() < 1e-14, "{found} {expected}");
        }
    }

    #[test]
    fn a_vector_that_is_stretched() {
        let matrix = [
            vec![1.0, 0.6, -0.3, 0.1],
            vec![0.6, 1.0, 0.2, 0.4],
            vec![-0.3, 0.2, 1.0, 0.5],
            vec![0.1, 0.4, 0.5, 1.0],
        ];
        let found = symmetric(&matrix).unwrap();
        let (value, vector) = (found.values[0], &found.vectors[0]);
        for (row, own) in matrix.iter().zip(vector) {
            let product: f64 = row.iter().zip(vector).map(|(a, b)| a * b).sum();
            assert!((product - value * own).abs() < 1e-12);
        }
        assert!(symmetric(&[]).unwrap().vectors.is_empty());
    }

    /// Equal correlations r among n variables: 1 + (n - 1) r once, 1 - r otherwise.
    #[test]
    fn equal_correlations_have_known_eigenvalues() {
        let (n, r) = (5, 0.4);
        let matrix: Vec<Vec<f64>> = (0..n)
            .map(|row| (0..n).map(|c| if row == c { 1.0 } else { r }).collect())
            .collect();
        let found = symmetric(&matrix).unwrap();
        for (found, expected) in found.values.iter().zip([2.6, 0.6, 0.6, 0.6, 0.6]) {
            assert!((found - expected).abs() < 1e-13);
        }
    }

    #[test]
    fn what_is_no_matrix_has_none() {
        assert_eq!(symmetric(&[vec![f64::NAN]]), None);
        assert_eq!(symmetric(&[vec![1.0, 0.0], vec![0.0]]), None);
        assert_eq!(symmetric(&[]).unwrap(), Eigen::default());
        let zero = symmetric(&[vec![0.0, 0.0], vec![0.0, 0.0]]).unwrap();
        assert_eq!(zero.values, [0.0, 0.0]);
    }

    proptest! {
        /// The vectors put together again give the matrix, they stand at right angles,
        /// and the eigenvalues sum to the trace.
        #[test]
        fn the_parts_make_the_whole(
            size in 1_usize..9, cells in prop::collection::vec(-1000_i32..1000, 81),
        ) {
            let cell = |r: usize, c: usize| f64::from(cells[r.min(c) * 9 + r.max(c)]) / 16.0;
            let matrix: Vec<Vec<f64>> =
                (0..size).map(|r| (0..size).map(|c| cell(r, c)).collect()).collect();
            let found = symmetric(&matrix).unwrap();
            let trace: f64 = (0..size).map(|k| matrix[k][k]).sum();
            prop_assert!((found.values.iter().sum::<f64>() - trace).abs() < 1e-9);
            prop_assert!(found.values.is_sorted_by(|a, b| a >= b));
            let cells = (0..size).flat_map(|r| (0..size).map(move |c| (r, c)));
            for (r, c) in cells {
                let again: f64 = (0..size)
                    .map(|k| found.values[k] * found.vectors[k][r] * found.vectors[k][c])
                    .sum();
                prop_assert!((again - matrix[r][c]).abs() < 1e-9);
                let dot: f64 =
                    found.vectors[r].iter().zip(&found.vectors[c]).map(|(x, y)| x * y).sum();
                prop_assert!((dot - f64::from(u8::from(r == c))).abs() < 1e-12);
            }
        }
    }
}
