//! Expectation–maximisation: the indicators of the group are taken as a multivariate
//! normal distribution; its mean and covariance are estimated from all values present,
//! and a missing value is its expectation given those the unit has.
//!
//! Each round fills the gaps with their expectations under the present parameters (and
//! adds their covariances), then estimates the parameters anew, with n. It ends when no
//! parameter, in standard deviations, moves by more than 1e-8, or after 1,000 rounds.
//! Needed: two units more than indicators, each having at least one value. A unit with no
//! value in the group, and an indicator that does not vary, get no estimates.
//!
//! Source: A. P. Dempster, N. M. Laird and D. B. Rubin, "Maximum likelihood from incomplete
//! data via the EM algorithm", *Journal of the Royal Statistical Society B* 39 (1977);
//! R. J. A. Little and D. B. Rubin, *Statistical Analysis with Missing Data* (3rd edition,
//! 2019), 11.2.
//!
//! Worked example: where x is complete and only y has gaps, the greatest likelihood is
//! known (Little and Rubin, 7.2): the estimates are those of the regression of y on x.

use super::solve::Cholesky;
use crate::statistics::{deviation, mean};
use std::collections::BTreeMap;

/// Largest movement of a parameter that counts as none.
const STILL: f64 = 1e-8;
/// Most rounds.
const ROUNDS: u32 = 1_000;

/// A fitted distribution.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Columns that vary, by place.
    pub places: Vec<usize>,
    /// Their means.
    pub mean: Vec<f64>,
    /// Their covariances, with n.
    pub covariance: Vec<Vec<f64>>,
    /// Rounds taken.
    pub rounds: u32,
    /// False when the rounds were used up.
    pub converged: bool,
}

/// Fits the distribution to columns over the same units; none where they are too few.
pub fn fit(columns: &[&[f64]]) -> Option<Fit> {
    let varies = |place: &usize| {
        let spread = deviation(columns[*place]);
        spread.is_some_and(|d| d > 0.0 && d.is_finite())
    };
    let places: Vec<usize> = (0..columns.len()).filter(varies).collect();
    let scales: Vec<(f64, f64)> = places
        .iter()
        .filter_map(|place| mean(columns[*place]).zip(deviation(columns[*place])))
        .collect();
    let units = columns.first().map_or(0, |column| column.len());
    let rows: Vec<Vec<f64>> = (0..units)
        .map(|unit| {
            let cell = |(place, (m, d)): (&usize, &(f64, f64))| (columns[*place][unit] - m) / d;
            places.iter().zip(&scales).map(cell).collect()
        })
        .filter(|row: &Vec<f64>| row.iter().any(|x| !x.is_nan()))
        .collect();
    if places.len() < 2 || rows.len() < places.len() + 2 {
        return None;
    }
    let patterns = patterns(&rows);
    let n = places.len();
    let mut now = Normal {
        mean: vec![0.0; n],
        covariance: (0..n)
            .map(|a| (0..n).map(|b| f64::from(u8::from(a == b))).collect())
            .collect(),
    };
    let (mut rounds, mut converged) = (0, false);
    while rounds < ROUNDS && !converged {
        let next = now.round(&rows, &patterns);
        converged = now.distance(&next) <= STILL;
        now = next;
        rounds += 1;
    }
    let back = |a: usize, b: usize| now.covariance[a][b] * scales[a].1 * scales[b].1;
    Some(Fit {
        mean: (0..n)
            .map(|a| scales[a].0 + now.mean[a] * scales[a].1)
            .collect(),
        covariance: (0..n)
            .map(|a| (0..n).map(|b| back(a, b)).collect())
            .collect(),
        places,
        rounds,
        converged,
    })
}

impl Fit {
    /// Expectations of the gaps of all columns, NaN elsewhere.
    pub fn estimates(&self, columns: &[&[f64]]) -> Vec<Vec<f64>> {
        let units = columns.first().map_or(0, |column| column.len());
        let mut made = vec![vec![f64::NAN; units]; columns.len()];
        let rows: Vec<Vec<f64>> = (0..units)
            .map(|unit| {
                self.places
                    .iter()
                    .map(|place| columns[*place][unit])
                    .collect()
            })
            .collect();
        let normal = Normal {
            mean: self.mean.clone(),
            covariance: self.covariance.clone(),
        };
        for (known, units) in patterns(&rows) {
            let given = normal.given(&known);
            if given.known.is_empty() {
                continue;
            }
            for unit in units {
                for (place, value) in given.unknown.iter().zip(given.expected(&rows[unit])) {
                    made[self.places[*place]][unit] = value;
                }
            }
        }
        made
    }
}

/// Rows by which of their values are known.
fn patterns(rows: &[Vec<f64>]) -> BTreeMap<Vec<bool>, Vec<usize>> {
    let mut found: BTreeMap<Vec<bool>, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let known = row.iter().map(|x| !x.is_nan()).collect();
        found.entry(known).or_default().push(at);
    }
    found
}

/// A multivariate normal distribution.
struct Normal {
    mean: Vec<f64>,
    covariance: Vec<Vec<f64>>,
}

/// The distribution of the unknown given the known.
struct Given<'a> {
    mean: &'a [f64],
    known: Vec<usize>,
    unknown: Vec<usize>,
    /// By unknown: slopes on the known.
    slopes: Vec<Vec<f64>>,
    /// Covariances of the unknown among themselves.
    rest: Vec<Vec<f64>>,
}

impl Given<'_> {
    fn expected<'r>(&'r self, row: &'r [f64]) -> impl Iterator<Item = f64> + 'r {
        let off = |place: &usize| row[*place] - self.mean[*place];
        self.unknown
            .iter()
            .zip(&self.slopes)
            .map(move |(place, slopes)| {
                let parts = self.known.iter().zip(slopes);
                self.mean[*place] + parts.map(|(known, slope)| slope * off(known)).sum::<f64>()
            })
    }
}

impl Normal {
    fn given(&self, pattern: &[bool]) -> Given<'_> {
        let of = |wanted: bool| -> Vec<usize> {
            (0..pattern.len())
                .filter(|place| pattern[*place] == wanted)
                .collect()
        };
        let (known, unknown) = (of(true), of(false));
        let covariance = |a: &usize, b: &usize| self.covariance[*a][*b];
        let block: Vec<Vec<f64>> = known
            .iter()
            .map(|a| known.iter().map(|b| covariance(a, b)).collect())
            .collect();
        let made = Cholesky::of(&block);
        let across = |a: &usize| -> Vec<f64> { known.iter().map(|b| covariance(a, b)).collect() };
        let slopes: Vec<Vec<f64>> = unknown.iter().map(|a| made.solve(&across(a))).collect();
        let explained = |slopes: &[f64], b: &usize| -> f64 {
            slopes
                .iter()
                .zip(across(b))
                .map(|(slope, c)| slope * c)
                .sum()
        };
        let rest = unknown
            .iter()
            .zip(&slopes)
            .map(|(a, slopes)| {
                let one = |b: &usize| covariance(a, b) - explained(slopes, b);
                unknown.iter().map(one).collect()
            })
            .collect();
        Given {
            mean: &self.mean,
            known,
            unknown,
            slopes,
            rest,
        }
    }

    /// One expectation and one maximisation.
    fn round(&self, rows: &[Vec<f64>], patterns: &BTreeMap<Vec<bool>, Vec<usize>>) -> Self {
        let (n, count) = (self.mean.len(), rows.len() as f64);
        let mut filled = rows.to_vec();
        let mut covariance = vec![vec![0.0; n]; n];
        for (pattern, units) in patterns {
            let given = self.given(pattern);
            for (a, row) in given.unknown.iter().zip(&given.rest) {
                for (b, rest) in given.unknown.iter().zip(row) {
                    covariance[*a][*b] += rest * units.len() as f64;
                }
            }
            for unit in units {
                for (place, value) in given.unknown.iter().zip(given.expected(&rows[*unit])) {
                    filled[*unit][*place] = value;
                }
            }
        }
        let sum = |place: usize| filled.iter().map(|row| row[place]).sum::<f64>();
        let mean: Vec<f64> = (0..n).map(|place| sum(place) / count).collect();
        for row in &filled {
            for a in 0..n {
                for b in 0..n {
                    covariance[a][b] += (row[a] - mean[a]) * (row[b] - mean[b]);
                }
            }
        }
        covariance.iter_mut().flatten().for_each(|x| *x /= count);
        Self { mean, covariance }
    }

    fn distance(&self, other: &Self) -> f64 {
        let means = self.mean.iter().zip(&other.mean);
        let covariances = self.covariance.iter().flatten();
        let covariances = covariances.zip(other.covariance.iter().flatten());
        means
            .chain(covariances)
            .map(|(x, y)| (x - y).abs())
            .fold(0.0, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::impute::regression::least_squares;

    const NAN: f64 = f64::NAN;

    #[test]
    fn the_worked_example() {
        let x = [1.0, 2.0, 4.0, 5.0, 7.0, 9.0, 12.0];
        let y = [2.1, 2.9, 5.2, NAN, 7.7, NAN, NAN];
        let columns: [&[f64]; 2] = [&x, &y];
        let fit = fit(&columns).unwrap();
        assert!(fit.converged);
        let line = least_squares(&[&x], &y).unwrap();
        let made = fit.estimates(&columns);
        for unit in [3, 5, 6] {
            assert!((made[1][unit] - line.at(&[x[unit]])).abs() < 1e-6);
        }
        // Mean of y: that of the regression at the mean of all x.
        let all = x.iter().sum::<f64>() / 7.0;
        assert!((fit.mean[1] - line.at(&[all])).abs() < 1e-6);
    }

    /// Log likelihood of the values present, for two columns, written out.
    fn likelihood(columns: [&[f64]; 2], m: [f64; 2], s: [f64; 3]) -> f64 {
        let one = |x: f64, m: f64, v: f64| -0.5 * (v.ln() + (x - m).powi(2) / v);
        let rows = columns[0].iter().zip(columns[1]);
        rows.map(|(x, y)| match (x.is_nan(), y.is_nan()) {
            (true, true) => 0.0,
            (false, true) => one(*x, m[0], s[0]),
            (true, false) => one(*y, m[1], s[2]),
            (false, false) => {
                let slope = s[1] / s[0];
                let rest = s[2] - slope * s[1];
                one(*x, m[0], s[0]) + one(*y, m[1] + slope * (x - m[0]), rest)
            }
        })
        .sum()
    }

    #[test]
    fn gaps_on_both_sides_are_at_the_top_of_the_likelihood() {
        let x = [1.0, NAN, 4.0, 5.5, 7.0, NAN, 12.0, 3.0, 8.0];
        let y = [2.1, 2.9, 5.2, NAN, 6.1, 9.4, NAN, 3.9, 7.0];
        let columns: [&[f64]; 2] = [&x, &y];
        let fit = fit(&columns).unwrap();
        let (m, c) = (&fit.mean, &fit.covariance);
        let found = [m[0], m[1], c[0][0], c[0][1], c[1][1]];
        let at = |p: [f64; 5]| likelihood(columns, [p[0], p[1]], [p[2], p[3], p[4]]);
        for which in 0..5 {
            for step in [-1e-2, 1e-2] {
                let mut aside = found;
                aside[which] += step;
                assert!(at(aside) < at(found), "{which} {step}");
            }
        }
    }

    #[test]
    fn too_little_to_fit() {
        assert_eq!(fit(&[&[1.0, 2.0, NAN], &[1.0, NAN, 3.0]]), None);
        assert_eq!(fit(&[&[1.0, 2.0, 3.0, 4.0], &[7.0; 4]]), None);
        assert_eq!(fit(&[]), None);
    }

    #[test]
    fn a_unit_without_any_value_and_a_constant_get_nothing() {
        let x = [1.0, 2.0, 4.0, 5.0, 7.0, NAN];
        let y = [2.1, 2.9, 5.2, NAN, 7.7, NAN];
        let flat = [3.0, NAN, 3.0, 3.0, 3.0, NAN];
        let columns: [&[f64]; 3] = [&x, &y, &flat];
        let made = fit(&columns).unwrap().estimates(&columns);
        assert!(made[0][5].is_nan() && made[2][1].is_nan() && !made[1][3].is_nan());
    }
}
