//! Treating outliers: one file per way.
//!
//! An indicator passes when `|skewness| ≤ skew` or `excess kurtosis ≤ kurtosis` (sample
//! versions, type 2); one too short to be judged passes. While it fails the ways are
//! tried in order, each on the values as they were before any: a way that does not help
//! is taken back before the next. What the last one made stays, and a message tells when
//! it still fails. A way that cannot take the values (the logarithm of zero) is passed
//! over.
//!
//! Source: JRC Competence Centre on Composite Indicators, *Your 10-Step Pocket Guide to
//! Composite Indicators & Scoreboards* (2019), step 3: |skewness| > 2 and kurtosis > 3.5
//! flag outliers; W. Becker et al., "COINr", *Journal of Open Source Software* 7 (2022),
//! for trying one way and then another on the original values.

pub mod box_cox;
pub mod log;
pub mod log_shifted;
pub mod log_signed;
pub mod percentiles;
pub mod winsorise;

use crate::framework::{Framework, Node, naming};
use crate::number::brief;
use crate::recipe::{Treat, TreatKind, TreatStep};
use crate::stage::{Prepared, Step};
use crate::statistics::{kurtosis, skewness};
use julin_model::Diagnostic;

/// The shape of a column.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Shape {
    /// Skewness; none with too few values or none that differ.
    pub skew: Option<f64>,
    /// Excess kurtosis; the same.
    pub kurtosis: Option<f64>,
}

impl Shape {
    /// The shape of values.
    pub fn of(values: &[f64]) -> Self {
        Self {
            skew: skewness(values).filter(|x| x.is_finite()),
            kurtosis: kurtosis(values).filter(|x| x.is_finite()),
        }
    }

    /// True when a setting accepts it.
    pub fn passes(self, setting: &Treat) -> bool {
        let (Some(skew), Some(kurtosis)) = (self.skew, self.kurtosis) else {
            return true;
        };
        skew.abs() <= setting.skew || kurtosis <= setting.kurtosis
    }
}

/// An indicator after treatment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Treated {
    /// The values.
    pub values: Vec<f64>,
    /// What was done: the way whose values these are; nothing where it passed at once.
    pub applied: Vec<TreatStep>,
    /// Ways tried and taken back, or passed over, before it.
    pub tried: Vec<TreatStep>,
    /// How many values were brought in by winsorising or percentiles.
    pub points: usize,
    /// The exponent of a Box–Cox transformation.
    pub lambda: Option<f64>,
    /// Shape before.
    pub before: Shape,
    /// Shape after.
    pub after: Shape,
    /// True when the values pass as they are now.
    pub passes: bool,
}

/// What one way makes of a column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Made {
    /// The values.
    pub values: Vec<f64>,
    /// How many of them were brought in.
    pub points: usize,
    /// The exponent, for Box–Cox.
    pub lambda: Option<f64>,
}

impl Made {
    pub(crate) fn all(values: Vec<f64>) -> Self {
        Self {
            values,
            ..Self::default()
        }
    }
}

/// Treats one indicator until it passes, or the ways are used up.
pub fn treat(setting: &Treat, values: &[f64]) -> Treated {
    let before = Shape::of(values);
    let mut treated = Treated {
        values: values.to_vec(),
        before,
        after: before,
        passes: before.passes(setting),
        ..Treated::default()
    };
    for step in &setting.steps {
        if treated.passes {
            break;
        }
        let Some(made) = make(setting, step, values) else {
            treated.tried.push(step.clone());
            continue;
        };
        treated.tried.append(&mut treated.applied);
        treated.applied.push(step.clone());
        treated.after = Shape::of(&made.values);
        treated.passes = treated.after.passes(setting);
        treated.points = made.points;
        treated.lambda = made.lambda;
        treated.values = made.values;
    }
    treated
}

/// One way; none where it cannot take the values.
fn make(setting: &Treat, step: &TreatStep, values: &[f64]) -> Option<Made> {
    match step.kind {
        TreatKind::Winsorise => {
            let passes = |values: &[f64]| Shape::of(values).passes(setting);
            Some(winsorise::winsorise(values, step.points, passes))
        }
        TreatKind::Log => log::log(values).map(Made::all),
        TreatKind::LogShifted => log_shifted::log_shifted(values).map(Made::all),
        TreatKind::LogSigned => Some(Made::all(log_signed::log_signed(values))),
        TreatKind::BoxCox => box_cox::box_cox(values, step.lambda),
        TreatKind::Percentiles => percentiles::percentiles(values, step.percentiles),
    }
}

/// Treats all indicators; gives the table.
pub(crate) fn treat_all(framework: &Framework, prepared: &mut Prepared) -> Vec<Vec<f64>> {
    let mut columns = prepared.before(Step::Treat).columns.clone();
    for (id, node) in framework.indicators() {
        let treated = treat(&node.steps.treat, &columns[id]);
        prepared.diagnostics.extend(tell(node, &treated));
        columns[id].clone_from(&treated.values);
        prepared.treated[id] = Some(treated);
    }
    columns
}

/// A message for an indicator that still fails, or had nothing done.
fn tell(node: &Node, treated: &Treated) -> Option<Diagnostic> {
    if treated.passes || node.steps.treat.steps.is_empty() {
        return None;
    }
    let code = match treated.applied.is_empty() {
        true => "measure.treat.not-applicable",
        false => "measure.treat.still-fails",
    };
    let shown = |x: Option<f64>| brief((x.unwrap_or(f64::NAN) * 1000.0).round() / 1000.0);
    let found = Diagnostic::warning(code)
        .with("points", treated.points)
        .with("skew", shown(treated.after.skew))
        .with("kurtosis", shown(treated.after.kurtosis));
    Some(naming(found, &node.code, &node.label))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(kind: TreatKind, points: Option<u32>) -> TreatStep {
        TreatStep {
            kind,
            points,
            lambda: None,
            percentiles: None,
        }
    }

    fn outliers() -> Vec<f64> {
        (1..=10).map(f64::from).chain([30.0, 100.0]).collect()
    }

    #[test]
    fn a_way_that_does_not_help_is_taken_back() {
        let setting = Treat {
            steps: vec![
                step(TreatKind::Winsorise, Some(1)),
                step(TreatKind::LogShifted, None),
            ],
            // One point more would be needed.
            skew: 1.0,
            kurtosis: 1.0,
        };
        let treated = treat(&setting, &outliers());
        assert_eq!(treated.applied[0].kind, TreatKind::LogShifted);
        assert_eq!(treated.tried[0].kind, TreatKind::Winsorise);
        assert_eq!(treated.points, 0);
        // The logarithm of the highest as it was, not as winsorising left it.
        assert_eq!(treated.values[11], (99.0 + 0.01 * 99.0_f64).ln());
    }

    #[test]
    fn nothing_is_done_to_what_passes_or_cannot_be_judged() {
        let setting = Treat {
            steps: vec![step(TreatKind::Winsorise, None)],
            ..Treat::default()
        };
        for values in [
            vec![5.0; 20],
            vec![1.0, 900.0],
            vec![],
            (0..9).map(f64::from).collect(),
        ] {
            let treated = treat(&setting, &values);
            assert!(treated.passes && treated.applied.is_empty());
            assert_eq!(treated.values, values);
        }
    }

    #[test]
    fn a_way_that_cannot_take_the_values_is_passed_over() {
        let mut values = outliers();
        values[0] = 0.0;
        let setting = Treat {
            steps: vec![step(TreatKind::Log, None), step(TreatKind::BoxCox, None)],
            ..Treat::default()
        };
        let treated = treat(&setting, &values);
        assert!(!treated.passes && treated.applied.is_empty());
        assert_eq!((treated.values, treated.tried.len()), (values, 2));
    }
}
