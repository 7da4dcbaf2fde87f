//! Small symmetric systems of equations, by Cholesky's decomposition.
//!
//! Must not know: what the numbers mean.

/// A square matrix, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    size: usize,
    values: Vec<f64>,
}

impl Matrix {
    /// The same value along the diagonal.
    pub fn diagonal(size: usize, value: f64) -> Self {
        let mut own = Self {
            size,
            values: vec![0.0; size * size],
        };
        (0..size).for_each(|at| own.add(at, at, value));
        own
    }

    /// The value in a row and a column.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.values[row * self.size + column]
    }

    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.values.chunks_exact(self.size.max(1))
    }

    pub(crate) fn add(&mut self, row: usize, column: usize, value: f64) {
        self.values[row * self.size + column] += value;
    }
}

/// What `matrix` has to be applied to to give `wanted`; `None` where the matrix is not
/// positive definite.
pub(crate) fn solve(matrix: &Matrix, wanted: &[f64]) -> Option<Vec<f64>> {
    let lower = lower(matrix)?;
    Some(solve_with(&lower, wanted))
}

/// The inverse of a positive definite matrix.
pub(crate) fn inverse(matrix: &Matrix) -> Option<Matrix> {
    let lower = lower(matrix)?;
    let size = matrix.size;
    let mut inverse = Matrix::diagonal(size, 0.0);
    for column in 0..size {
        let unit: Vec<f64> = (0..size)
            .map(|row| f64::from(u8::from(row == column)))
            .collect();
        for (row, value) in solve_with(&lower, &unit).into_iter().enumerate() {
            inverse.add(row, column, value);
        }
    }
    Some(inverse)
}

/// The lower triangle whose product with its transpose is the matrix.
fn lower(matrix: &Matrix) -> Option<Matrix> {
    let size = matrix.size;
    let mut lower = Matrix::diagonal(size, 0.0);
    for row in 0..size {
        for column in 0..=row {
            let before = (0..column).map(|k| lower.at(row, k) * lower.at(column, k));
            let left = matrix.at(row, column) - before.sum::<f64>();
            let value = match row == column {
                true if left > 0.0 => left.sqrt(),
                true => return None,
                false => left / lower.at(column, column),
            };
            lower.add(row, column, value);
        }
    }
    Some(lower)
}

fn solve_with(lower: &Matrix, wanted: &[f64]) -> Vec<f64> {
    let size = lower.size;
    let mut found = wanted.to_vec();
    for row in 0..size {
        let before: f64 = (0..row).map(|k| lower.at(row, k) * found[k]).sum();
        found[row] = (found[row] - before) / lower.at(row, row);
    }
    for row in (0..size).rev() {
        let after: f64 = (row + 1..size).map(|k| lower.at(k, row) * found[k]).sum();
        found[row] = (found[row] - after) / lower.at(row, row);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// A matrix times its transpose, and one along the diagonal, is positive definite.
        #[test]
        fn what_is_solved_gives_what_was_wanted(
            raw in proptest::collection::vec(-3.0..3.0, 16), wanted in proptest::collection::vec(-5.0..5.0, 4)
        ) {
            let mut matrix = Matrix::diagonal(4, 1.0);
            for i in 0..4 {
                for j in 0..4 {
                    let product: f64 = (0..4).map(|k| raw[i * 4 + k] * raw[j * 4 + k]).sum();
                    matrix.add(i, j, product);
                }
            }
            let times = |matrix: &Matrix, x: &[f64]| -> Vec<f64> {
                matrix.rows().map(|row| row.iter().zip(x).map(|(a, b)| a * b).sum()).collect()
            };
            let found = solve(&matrix, &wanted).unwrap();
            let other = times(&inverse(&matrix).unwrap(), &wanted);
            for (back, own) in times(&matrix, &found).iter().zip(&wanted) {
                prop_assert!((back - own).abs() < 1e-9);
            }
            for (a, b) in found.iter().zip(&other) {
                prop_assert!((a - b).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn what_is_not_positive_definite_has_no_answer() {
        assert_eq!(solve(&Matrix::diagonal(2, -1.0), &[1.0, 1.0]), None);
    }
}
