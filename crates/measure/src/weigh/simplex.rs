//! Linear programmes `max c·x` under `A x ≤ b`, `x ≥ 0` with `b ≥ 0`, so that zero is a
//! solution to start from: the simplex method on a dictionary, with Bland's rule, which
//! cannot run in circles and makes the answer always the same.
//!
//! Source: R. G. Bland, "New finite pivoting rules for the simplex method", *Mathematics of
//! Operations Research* 2 (1977); V. Chvátal, *Linear Programming* (1983), chapters 2, 3.

/// Smaller coefficients are zero.
const ZERO: f64 = 1e-11;

/// Steps after which it gives up.
const STEPS: usize = 50_000;

/// A dictionary: each row a variable as `constant - Σ coefficient · column`.
struct Dictionary {
    rows: Vec<Vec<f64>>,
    constants: Vec<f64>,
    gains: Vec<f64>,
    basic: Vec<usize>,
    free: Vec<usize>,
}

/// The best `x`, or none without a bound.
pub(super) fn maximise(gains: &[f64], rows: Vec<Vec<f64>>, limits: Vec<f64>) -> Option<Vec<f64>> {
    let (many, count) = (gains.len(), rows.len());
    let mut at = Dictionary {
        basic: (many..many + count).collect(),
        free: (0..many).collect(),
        gains: gains.to_vec(),
        constants: limits,
        rows,
    };
    for _ in 0..STEPS {
        let Some(column) = at.entering() else {
            let mut found = vec![0.0; many];
            for (variable, constant) in at.basic.iter().zip(&at.constants) {
                if *variable < many {
                    found[*variable] = constant.max(0.0);
                }
            }
            return Some(found);
        };
        let row = at.leaving(column)?;
        at.pivot(row, column);
    }
    None
}

impl Dictionary {
    /// The column to raise: the first variable that gains.
    fn entering(&self) -> Option<usize> {
        let gaining = (0..self.free.len()).filter(|at| self.gains[*at] > ZERO);
        gaining.min_by_key(|at| self.free[*at])
    }

    /// The row that stops it first; the first variable of those that stop it together.
    fn leaving(&self, column: usize) -> Option<usize> {
        let mut best: Option<(f64, usize)> = None;
        for (row, coefficients) in self.rows.iter().enumerate() {
            if coefficients[column] <= ZERO {
                continue;
            }
            let ratio = self.constants[row] / coefficients[column];
            let sooner = best.is_none_or(|(least, at)| {
                ratio < least - ZERO || (ratio <= least + ZERO && self.basic[row] < self.basic[at])
            });
            if sooner {
                best = Some((ratio, row));
            }
        }
        best.map(|(_, row)| row)
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let by = self.rows[row][column];
        self.rows[row][column] = 1.0;
        self.rows[row].iter_mut().for_each(|x| *x /= by);
        self.constants[row] /= by;
        let (pivot, constant) = (self.rows[row].clone(), self.constants[row]);
        let less = |line: &mut [f64]| {
            let times = std::mem::replace(&mut line[column], 0.0);
            if times != 0.0 {
                line.iter_mut()
                    .zip(&pivot)
                    .for_each(|(x, p)| *x -= times * p);
            }
            times
        };
        for other in (0..self.rows.len()).filter(|other| *other != row) {
            let times = less(&mut self.rows[other]);
            self.constants[other] = (self.constants[other] - times * constant).max(0.0);
        }
        less(&mut self.gains);
        std::mem::swap(&mut self.basic[row], &mut self.free[column]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Chvátal's first example: x = (2, 0, 1), 13 in all.
    #[test]
    fn by_hand() {
        let rows = vec![
            vec![2.0, 3.0, 1.0],
            vec![4.0, 1.0, 2.0],
            vec![3.0, 4.0, 2.0],
        ];
        let found = maximise(&[5.0, 4.0, 3.0], rows, vec![5.0, 11.0, 8.0]).unwrap();
        for (found, expected) in found.iter().zip([2.0, 0.0, 1.0]) {
            assert!((found - expected).abs() < 1e-9);
        }
        assert_eq!(maximise(&[1.0], vec![vec![-1.0]], vec![1.0]), None);
        assert_eq!(maximise(&[], vec![], vec![]), Some(vec![]));
    }

    proptest! {
        /// In two dimensions the best corner is found by trying all.
        #[test]
        fn the_best_corner(
            gains in (0.0_f64..9.0, 0.0_f64..9.0),
            lines in prop::collection::vec((0.1_f64..5.0, 0.1_f64..5.0, 0.0_f64..9.0), 1..7),
        ) {
            let rows = lines.iter().map(|(a, b, _)| vec![*a, *b]).collect();
            let limits = lines.iter().map(|(_, _, c)| *c).collect();
            let found = maximise(&[gains.0, gains.1], rows, limits).unwrap();
            let mut all = lines.clone();
            all.extend([(1.0, 0.0, 0.0), (0.0, 1.0, 0.0)]);
            let value = |x: f64, y: f64| gains.0 * x + gains.1 * y;
            let mut best: f64 = 0.0;
            for (a, b, c) in &all {
                for (d, e, f) in &all {
                    let size = a * e - b * d;
                    let (x, y) = ((c * e - b * f) / size, (a * f - c * d) / size);
                    let inside = x >= -1e-9 && y >= -1e-9
                        && lines.iter().all(|(a, b, c)| a * x + b * y <= c + 1e-9);
                    if size.abs() > 1e-12 && inside {
                        best = best.max(value(x, y));
                    }
                }
            }
            prop_assert!((value(found[0], found[1]) - best).abs() < 1e-6 * best.max(1.0));
        }
    }
}
