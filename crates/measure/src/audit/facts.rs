//! Scale facts of one indicator: how its values lie, before and after treatment.
//!
//! Values are those the treatment of outliers starts from, without those that were
//! estimated. Outliers are judged twice: the whole column
//! by skewness and kurtosis together, and single units by the distance from the quartiles
//! (beyond 1.5 interquartile ranges, *far* beyond 3).
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 4
//! and step 5 (on skewness above 2 and kurtosis above 3.5); J. W. Tukey, *Exploratory
//! Data Analysis* (1977), for the fences.
//!
//! Worked example: 1, 2, 3, 4, 100 have the quartiles 2 and 4: above 4 + 1.5 · 2 = 7 lies
//! an outlier, above 10 a far one: 100.

use super::Limits;
use crate::framework::NodeId;
use crate::matrix::Unit;
use crate::outcome::Outcome;
use crate::stage::Step;
use crate::statistics::{self, quantile_of_sorted};
use julin_model::Text;
use serde::Serialize;

/// How the values of one indicator lie.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Facts {
    /// Position of the indicator.
    #[serde(skip)]
    pub node: NodeId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Units with a value.
    pub present: usize,
    /// Lowest value.
    pub minimum: Option<f64>,
    /// Highest value.
    pub maximum: Option<f64>,
    /// Arithmetic mean.
    pub mean: Option<f64>,
    /// Median.
    pub median: Option<f64>,
    /// Standard deviation with n − 1.
    pub deviation: Option<f64>,
    /// Skewness, type 2.
    pub skewness: Option<f64>,
    /// Excess kurtosis, type 2.
    pub kurtosis: Option<f64>,
    /// Skewness and kurtosis are both beyond their limits.
    pub skewed: bool,
    /// Share of the values that are zero, 0 to 1.
    pub zeros: f64,
    /// Different values.
    pub unique: usize,
    /// Units that share the most frequent value.
    pub most_frequent: usize,
    /// Units beyond the fences, in the order of the units.
    pub outliers: Vec<Outlier>,
    /// After the treatment of outliers; `None` where the values were left alone.
    pub treated: Option<AfterTreatment>,
}

/// A value beyond the fences.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outlier {
    /// Position of the unit.
    #[serde(skip)]
    pub unit: usize,
    /// Its identifier.
    pub id: String,
    /// Its value.
    pub value: f64,
    /// Beyond three interquartile ranges.
    pub far: bool,
}

/// What treatment did to a column.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AfterTreatment {
    /// Values changed.
    pub changed: usize,
    /// Skewness, type 2.
    pub skewness: Option<f64>,
    /// Excess kurtosis, type 2.
    pub kurtosis: Option<f64>,
    /// Both are still beyond their limits.
    pub skewed: bool,
}

/// Facts of one indicator.
pub(super) fn facts(outcome: &Outcome<'_>, id: NodeId, limits: &Limits) -> Facts {
    let node = &outcome.framework().nodes[id];
    let prepared = &outcome.prepared;
    let start = prepared.before(Step::Treat).columns[id].iter().enumerate();
    let values: Vec<f64> = start
        .map(|(unit, x)| match prepared.is_imputed(unit, id) {
            true => f64::NAN,
            false => *x,
        })
        .collect();
    let values = values.as_slice();
    let mut sorted = statistics::present(values);
    sorted.sort_unstable_by(f64::total_cmp);
    let runs: Vec<usize> = sorted.chunk_by(|a, b| a == b).map(<[f64]>::len).collect();
    let zeros = sorted.iter().filter(|x| **x == 0.0).count();
    let (skewness, kurtosis) = (statistics::skewness(values), statistics::kurtosis(values));
    Facts {
        node: id,
        code: node.code.clone(),
        label: node.label.clone(),
        present: sorted.len(),
        minimum: sorted.first().copied(),
        maximum: sorted.last().copied(),
        mean: statistics::mean(values),
        median: statistics::median(values),
        deviation: statistics::deviation(values),
        skewness,
        kurtosis,
        skewed: limits.is_skewed(skewness, kurtosis),
        zeros: zeros as f64 / sorted.len().max(1) as f64,
        unique: runs.len(),
        most_frequent: runs.into_iter().max().unwrap_or(0),
        outliers: outliers(values, &sorted, outcome.matrix().units()),
        treated: treated(outcome, id, limits),
    }
}

fn outliers(values: &[f64], sorted: &[f64], units: &[Unit]) -> Vec<Outlier> {
    let quartiles = [0.25, 0.75].map(|share| quantile_of_sorted(sorted, share));
    let [Some(low), Some(high)] = quartiles else {
        return Vec::new();
    };
    let width = high - low;
    let beyond = |x: f64, times: f64| x < low - times * width || x > high + times * width;
    let cells = values.iter().zip(units).enumerate();
    cells
        .filter(|(_, (x, _))| beyond(**x, 1.5))
        .map(|(unit, (x, about))| Outlier {
            unit,
            id: about.id.clone(),
            value: *x,
            far: beyond(*x, 3.0),
        })
        .collect()
}

fn treated(outcome: &Outcome<'_>, id: NodeId, limits: &Limits) -> Option<AfterTreatment> {
    let [before, after] =
        [Step::Impute, Step::Treat].map(|step| outcome.prepared.after(step).columns[id].as_slice());
    let differ = |(x, y): &(&f64, &f64)| x != y && !(x.is_nan() && y.is_nan());
    let changed = before.iter().zip(after).filter(differ).count();
    let (skewness, kurtosis) = (statistics::skewness(after), statistics::kurtosis(after));
    (changed > 0).then(|| AfterTreatment {
        changed,
        skewness,
        kurtosis,
        skewed: limits.is_skewed(skewness, kurtosis),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let units: Vec<Unit> = (0..6)
            .map(|n| Unit {
                id: format!("u{n}"),
                label: Text::same("u"),
            })
            .collect();
        let values = [1.0, 2.0, f64::NAN, 3.0, 4.0, 100.0];
        let found = outliers(&values, &[1.0, 2.0, 3.0, 4.0, 100.0], &units);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].unit, found[0].far), (5, true));
        // Just inside the outer fence.
        let found = outliers(
            &[1.0, 2.0, 3.0, 4.0, 10.0],
            &[1.0, 2.0, 3.0, 4.0, 10.0],
            &units,
        );
        assert_eq!((found[0].unit, found[0].far), (4, false));
        assert_eq!(outliers(&[], &[], &units), []);
    }
}
