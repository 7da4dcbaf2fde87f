//! Linear equations of a symmetric positive semidefinite matrix, by Cholesky's
//! decomposition. Rows that depend on earlier ones are left out: their unknown is zero.
//!
//! Source: N. J. Higham, *Accuracy and Stability of Numerical Algorithms* (2nd edition,
//! 2002), chapter 10.
//!
//! Worked example: 4x + 2y = 10 and 2x + 3y = 9 have x = 1.5, y = 2.

/// A pivot this small beside its diagonal is nothing but rounding.
const DEPENDENT: f64 = 1e-10;

/// A lower triangle.
#[derive(Debug, Clone)]
pub struct Cholesky {
    lower: Vec<Vec<f64>>,
}

impl Cholesky {
    /// Decomposes a symmetric matrix given by rows.
    pub fn of(matrix: &[Vec<f64>]) -> Self {
        let n = matrix.len();
        let mut lower = vec![vec![0.0; n]; n];
        for row in 0..n {
            for column in 0..=row {
                let known: f64 = (0..column).map(|k| lower[row][k] * lower[column][k]).sum();
                let rest = matrix[row][column] - known;
                lower[row][column] = if row == column {
                    let independent = rest > DEPENDENT * matrix[row][row].abs();
                    if independent { rest.sqrt() } else { 0.0 }
                } else if lower[column][column] > 0.0 {
                    rest / lower[column][column]
                } else {
                    0.0
                };
            }
        }
        Self { lower }
    }

    /// How many rows are independent.
    pub fn rank(&self) -> usize {
        (0..self.lower.len())
            .filter(|at| self.lower[*at][*at] > 0.0)
            .count()
    }

    /// The solution for one right side.
    pub fn solve(&self, right: &[f64]) -> Vec<f64> {
        let (n, lower) = (right.len(), &self.lower);
        let mut x = right.to_vec();
        for row in 0..n {
            let known: f64 = (0..row).map(|k| lower[row][k] * x[k]).sum();
            x[row] = divided(x[row] - known, lower[row][row]);
        }
        for row in (0..n).rev() {
            let known: f64 = (row + 1..n).map(|k| lower[k][row] * x[k]).sum();
            x[row] = divided(x[row] - known, lower[row][row]);
        }
        x
    }
}

fn divided(value: f64, pivot: f64) -> f64 {
    if pivot > 0.0 { value / pivot } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let found = Cholesky::of(&[vec![4.0, 2.0], vec![2.0, 3.0]]).solve(&[10.0, 9.0]);
        assert!((found[0] - 1.5).abs() < 1e-12 && (found[1] - 2.0).abs() < 1e-12);
    }

    #[test]
    fn a_dependent_row_is_left_out() {
        let twice = [
            vec![1.0, 1.0, 0.0],
            vec![1.0, 1.0, 0.0],
            vec![0.0, 0.0, 4.0],
        ];
        let made = Cholesky::of(&twice);
        assert_eq!(made.rank(), 2);
        assert_eq!(made.solve(&[3.0, 3.0, 8.0]), [3.0, 0.0, 2.0]);
    }
}
