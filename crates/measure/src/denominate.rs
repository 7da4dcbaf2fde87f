//! Denomination: an indicator is divided by another quantity, so that large and small
//! units compare: `x / d · scale`.
//!
//! The divisor is, in this order, a field or denominator of that name, another indicator
//! of the framework (its values as given), a ready indicator column, or a formula over
//! fields. Where it is missing or zero the quotient is missing.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 2,
//! "Selecting variables", on size; JRC, *10-Step Pocket Guide* (2019), step 2: scale
//! indicators by a measure of size.
//!
//! Worked example: 30 patents, 15,000 inhabitants, scale 10,000: 20 patents per ten
//! thousand inhabitants.

use crate::framework::{Framework, naming};
use crate::matrix::{ColumnKind, Matrix};
use crate::missing::MissingReason;
use crate::recipe::Denominate;
use crate::stage::{Prepared, Step};
use julin_formula::{Formula, Kind};
use julin_model::Diagnostic;

/// The table after every indicator that asks for it was divided by its column.
pub fn denominate(
    framework: &Framework,
    matrix: &Matrix,
    prepared: &mut Prepared,
) -> Vec<Vec<f64>> {
    let mut columns = prepared.before(Step::Denominate).columns.clone();
    for (id, node) in framework.indicators() {
        let Some(setting) = &node.steps.denominate else {
            continue;
        };
        if prepared.reasons[id].is_some() {
            continue;
        }
        let divisor = match divisor(framework, matrix, prepared, setting) {
            Ok(divisor) => divisor,
            Err(code) => {
                let found = naming(Diagnostic::error(code), &node.code, &node.label);
                let found = found.with("by", &setting.by).with("scale", setting.scale);
                prepared.diagnostics.push(found);
                prepared.reasons[id] = Some(MissingReason::NoDenominator);
                columns[id].fill(f64::NAN);
                continue;
            }
        };
        for (unit, (x, by)) in columns[id].iter_mut().zip(divisor).enumerate() {
            match quotient(*x, by, setting.scale) {
                Ok(value) => *x = value,
                Err(reason) => {
                    *x = f64::NAN;
                    prepared.note(id, unit, reason);
                }
            }
        }
    }
    columns
}

fn quotient(x: f64, by: f64, scale: f64) -> Result<f64, MissingReason> {
    if x.is_nan() {
        return Ok(f64::NAN);
    }
    if !by.is_finite() || by == 0.0 {
        return Err(MissingReason::NoDenominator);
    }
    let value = x / by * scale;
    if value.is_finite() {
        Ok(value)
    } else {
        Err(MissingReason::Overflow)
    }
}

/// The column divided by, or the code of what is wrong with the setting.
fn divisor(
    framework: &Framework,
    matrix: &Matrix,
    prepared: &Prepared,
    setting: &Denominate,
) -> Result<Vec<f64>, &'static str> {
    if !setting.scale.is_finite() || setting.scale == 0.0 {
        return Err("measure.denominate.scale");
    }
    let by = setting.by.as_str();
    if let Some(column) = matrix.get(ColumnKind::Field, by) {
        return Ok(column.values.clone());
    }
    let indicator = framework
        .find(by)
        .filter(|id| framework.nodes[*id].is_indicator());
    if let Some(id) = indicator {
        return Ok(prepared.stages[0].columns[id].clone());
    }
    if let Some(column) = matrix.get(ColumnKind::Indicator, by) {
        return Ok(column.values.clone());
    }
    from_formula(matrix, by).ok_or("measure.denominate.unknown")
}

/// A formula all of whose fields are there.
fn from_formula(matrix: &Matrix, text: &str) -> Option<Vec<f64>> {
    let formula = Formula::compile(text).ok()?;
    let is_number = matches!(formula.kind(), Kind::Number | Kind::Any) && formula.fits_columns();
    let mut needs = formula.needs().iter();
    if !is_number || !needs.all(|need| matrix.get(ColumnKind::of(need), &need.field).is_some()) {
        return None;
    }
    let outcome = formula.evaluate_columns(matrix.units().len(), |need| {
        Some(
            matrix
                .get(ColumnKind::of(need), &need.field)?
                .values
                .as_slice(),
        )
    });
    Some(outcome.values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        assert_eq!(quotient(30.0, 15_000.0, 10_000.0), Ok(20.0));
    }

    #[test]
    fn what_cannot_be_divided_is_missing_and_says_why() {
        use MissingReason::{NoDenominator, Overflow};
        assert_eq!(quotient(30.0, 0.0, 1.0), Err(NoDenominator));
        assert_eq!(quotient(30.0, f64::NAN, 1.0), Err(NoDenominator));
        assert_eq!(quotient(30.0, f64::INFINITY, 1.0), Err(NoDenominator));
        assert_eq!(quotient(1e308, 1e-10, 1.0), Err(Overflow));
        assert!(quotient(f64::NAN, 0.0, 1.0).unwrap().is_nan());
    }
}
