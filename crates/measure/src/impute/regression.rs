//! Regression: least squares with intercept on the other indicators of the group.
//!
//! For a unit, the regressors are the others it has; the fit is over the units that have
//! these and the missing one. At least two units more than regressors are needed: one for
//! the intercept, one for the error. Regressors that depend on earlier ones are left out.
//!
//! Source: OECD and JRC, *Handbook* (2008), step 3, regression imputation; R. J. A. Little
//! and D. B. Rubin, *Statistical Analysis with Missing Data* (3rd edition, 2019), 4.2.2
//! (Buck's method).
//!
//! Worked example: y = 2x + 1 at x = 1, 2, 3. For x = 10 the estimate is 21.

use super::family::Family;
use super::solve::Cholesky;
use std::collections::BTreeMap;

/// Estimates by unit, NaN where there is none.
pub fn regression(family: &Family<'_>) -> Vec<f64> {
    let columns = family.columns();
    let Some(target) = columns.get(family.own) else {
        return vec![f64::NAN; family.units()];
    };
    let mut fits: BTreeMap<Vec<usize>, Option<Line>> = BTreeMap::new();
    let mut estimate = |unit: usize| {
        if !target[unit].is_nan() {
            return f64::NAN;
        }
        let known = |place: &usize| !columns[*place][unit].is_nan();
        let places: Vec<usize> = family.others().filter(known).collect();
        let regressors: Vec<&[f64]> = places.iter().map(|place| columns[*place]).collect();
        let fit = fits
            .entry(places)
            .or_insert_with(|| least_squares(&regressors, target));
        let row: Vec<f64> = regressors.iter().map(|column| column[unit]).collect();
        fit.as_ref().map_or(f64::NAN, |line| line.at(&row))
    };
    (0..target.len()).map(&mut estimate).collect()
}

/// A fitted line (a plane).
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Means of the regressors.
    pub means: Vec<f64>,
    /// Slope on each.
    pub slopes: Vec<f64>,
    /// Value at the means.
    pub centre: f64,
}

impl Line {
    /// The value at a point.
    pub fn at(&self, point: &[f64]) -> f64 {
        let offs = point.iter().zip(&self.means).zip(&self.slopes);
        self.centre
            + offs
                .map(|((x, mean), slope)| slope * (x - mean))
                .sum::<f64>()
    }
}

/// Least squares over the units where all are present; none where they are too few.
pub fn least_squares(regressors: &[&[f64]], target: &[f64]) -> Option<Line> {
    let complete: Vec<usize> = (0..target.len())
        .filter(|unit| !target[*unit].is_nan())
        .filter(|unit| regressors.iter().all(|column| !column[*unit].is_nan()))
        .collect();
    if regressors.is_empty() || complete.len() < regressors.len() + 2 {
        return None;
    }
    let count = complete.len() as f64;
    let mean = |column: &[f64]| complete.iter().map(|unit| column[*unit]).sum::<f64>() / count;
    let means: Vec<f64> = regressors.iter().map(|column| mean(column)).collect();
    let centre = mean(target);
    // On regressors of length one, so that units of measure play no part.
    let offs: Vec<Vec<f64>> = regressors
        .iter()
        .zip(&means)
        .map(|(column, mean)| complete.iter().map(|unit| column[*unit] - mean).collect())
        .collect();
    let sizes: Vec<f64> = offs.iter().map(|off| dot(off, off).sqrt()).collect();
    let wanted: Vec<f64> = complete.iter().map(|unit| target[*unit] - centre).collect();
    let scaled = |off: &[f64], size: f64| {
        if size > 0.0 {
            dot(off, &wanted) / size
        } else {
            0.0
        }
    };
    let right: Vec<f64> = offs
        .iter()
        .zip(&sizes)
        .map(|(off, size)| scaled(off, *size))
        .collect();
    let product = |a: usize, b: usize| {
        let size = sizes[a] * sizes[b];
        if size > 0.0 {
            dot(&offs[a], &offs[b]) / size
        } else {
            0.0
        }
    };
    let places = 0..regressors.len();
    let normal: Vec<Vec<f64>> = places
        .clone()
        .map(|a| places.clone().map(|b| product(a, b)).collect())
        .collect();
    let made = Cholesky::of(&normal);
    if made.rank() == 0 {
        return None;
    }
    let slopes = made.solve(&right);
    let slopes = slopes.iter().zip(&sizes);
    let slopes = slopes.map(|(slope, size)| if *size > 0.0 { slope / size } else { 0.0 });
    Some(Line {
        slopes: slopes.collect(),
        means,
        centre,
    })
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Direction::Up;

    fn family<'a>(columns: &[&'a [f64]]) -> Family<'a> {
        Family::new(0, columns.iter().enumerate().map(|(id, c)| (id, Up, *c)))
    }

    #[test]
    fn the_worked_example() {
        let (y, x) = ([3.0, 5.0, 7.0, f64::NAN], [1.0, 2.0, 3.0, 10.0]);
        let found = regression(&family(&[&y, &x]));
        assert!((found[3] - 21.0).abs() < 1e-9 && found[0].is_nan());
    }

    /// Made so that the answer is known: a plane, and an error orthogonal to it.
    #[test]
    fn two_regressors_solved_by_hand() {
        // y = 1 + 2a - b with an error of +1, -1, -1, +1 that is orthogonal to 1, a, b.
        let a = [0.0, 0.0, 1.0, 1.0, 3.0];
        let b = [0.0, 1.0, 0.0, 1.0, 2.0];
        let y = [2.0, -1.0, 2.0, 3.0, f64::NAN];
        let found = regression(&family(&[&y, &a, &b]));
        assert!((found[4] - 5.0).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn too_few_units_or_nothing_to_go_by() {
        let nan = f64::NAN;
        let (y, x) = ([3.0, 5.0, nan, nan], [1.0, 2.0, 3.0, nan]);
        let found = regression(&family(&[&y, &x]));
        assert!(found.iter().all(|x| x.is_nan()));
        let flat = [4.0; 4];
        let y = [3.0, 5.0, 8.0, nan];
        assert!(regression(&family(&[&y, &flat]))[3].is_nan());
    }

    #[test]
    fn a_regressor_given_twice_counts_once() {
        let y = [3.0, 5.0, 7.0, 9.5, f64::NAN];
        let x = [1.0, 2.0, 3.0, 4.0, 10.0];
        let one = regression(&family(&[&y, &x]));
        let two = regression(&family(&[&y, &x, &x]));
        assert!((one[4] - two[4]).abs() < 1e-9);
    }
}
