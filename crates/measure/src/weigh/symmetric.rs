//! Eigenvectors of a small symmetric matrix by Jacobi's rotations: slow, exact to the last
//! digits and always the same.
//!
//! Source: C. G. J. Jacobi (1846); G. H. Golub and C. F. Van Loan, *Matrix Computations*,
//! section 8.5.

/// Rounds after which it stops in any case; a dozen suffice.
const ROUNDS: usize = 100;

/// The two largest eigenvalues and the eigenvector of the first, of length 1.
pub(super) fn first(matrix: &[Vec<f64>]) -> ([f64; 2], Vec<f64>) {
    let many = matrix.len();
    let mut a = matrix.to_vec();
    let mut vectors: Vec<Vec<f64>> = (0..many)
        .map(|row| (0..many).map(|at| f64::from(u8::from(at == row))).collect())
        .collect();
    for _ in 0..ROUNDS {
        let off: f64 = pairs(many).map(|(p, q)| a[p][q] * a[p][q]).sum();
        if off < 1e-30 {
            break;
        }
        for (p, q) in pairs(many) {
            rotate(&mut a, &mut vectors, p, q);
        }
    }
    let mut order: Vec<usize> = (0..many).collect();
    order.sort_by(|x, y| a[*y][*y].total_cmp(&a[*x][*x]));
    let value = |at: usize| order.get(at).map_or(0.0, |at| a[*at][*at]);
    let vector = order
        .first()
        .map_or_else(Vec::new, |at| vectors.iter().map(|row| row[*at]).collect());
    ([value(0), value(1)], vector)
}

fn pairs(many: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..many).flat_map(move |p| (p + 1..many).map(move |q| (p, q)))
}

/// Makes one pair of cells zero.
fn rotate(a: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    if a[p][q] == 0.0 {
        return;
    }
    let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    let tangent = theta.signum() / (theta.abs() + theta.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    let sine = tangent * cosine;
    let turn = |row: &mut [f64]| {
        let (x, y) = (row[p], row[q]);
        row[p] = cosine * x - sine * y;
        row[q] = sine * x + cosine * y;
    };
    a.iter_mut().for_each(|row| turn(row));
    let (above, below) = a.split_at_mut(q);
    for (x, y) in above[p].iter_mut().zip(&mut below[0]) {
        (*x, *y) = (cosine * *x - sine * *y, sine * *x + cosine * *y);
    }
    vectors.iter_mut().for_each(|row| turn(row));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2, 1; 1, 2 has eigenvalues 3 and 1, the first along the diagonal.
    #[test]
    fn by_hand() {
        let ([large, small], vector) = first(&[vec![2.0, 1.0], vec![1.0, 2.0]]);
        assert!((large - 3.0).abs() < 1e-12 && (small - 1.0).abs() < 1e-12);
        assert!((vector[0] - vector[1]).abs() < 1e-12);
        assert!((vector[0].abs() - 0.5_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_vector_that_is_stretched() {
        let matrix = [
            vec![1.0, 0.6, -0.3, 0.1],
            vec![0.6, 1.0, 0.2, 0.4],
            vec![-0.3, 0.2, 1.0, 0.5],
            vec![0.1, 0.4, 0.5, 1.0],
        ];
        let ([value, _], vector) = first(&matrix);
        for (row, own) in matrix.iter().zip(&vector) {
            let product: f64 = row.iter().zip(&vector).map(|(a, b)| a * b).sum();
            assert!((product - value * own).abs() < 1e-12);
        }
        assert!(first(&[]).1.is_empty());
    }
}
