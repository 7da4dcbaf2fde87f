//! Where a value comes from: formulas, fields, and the statements behind them.

use crate::matrix::{Column, ColumnKind, Matrix};
use crate::outcome::spelled;
use julin_formula::{Formula, Need, Scope};
use julin_model::{Text, Trace, Value};

pub(super) fn from_formula(
    formula: &Formula,
    matrix: &Matrix,
    unit: usize,
    label: Text,
    value: Option<f64>,
) -> Trace {
    let inner = formula.trace(&AtUnit { matrix, unit });
    let mut trace =
        Trace::new(label, "measure.step.formula", value).with("formula", formula.text());
    // A plain calculation is this very step; anything with conditions is shown below it.
    trace.inputs = if inner.step == "formula.step.compute" {
        inner.inputs
    } else {
        vec![inner]
    };
    trace
}

/// The fields of one unit.
pub(super) struct AtUnit<'a> {
    pub(super) matrix: &'a Matrix,
    pub(super) unit: usize,
}

impl AtUnit<'_> {
    fn number(&self, need: &Need) -> Option<f64> {
        let column = self.matrix.get(ColumnKind::of(need), &need.field)?;
        column
            .values
            .get(self.unit)
            .copied()
            .filter(|x| x.is_finite())
    }
}

impl Scope for AtUnit<'_> {
    fn value(&self, need: &Need) -> Option<Value> {
        self.number(need).map(Value::Number)
    }

    fn trace(&self, need: &Need) -> Trace {
        let number = self.number(need);
        let step = match (number, need.prior()) {
            (None, _) => "measure.step.field-missing",
            (Some(_), false) => "formula.step.field",
            (Some(_), true) => "formula.step.prior",
        };
        let mut trace =
            Trace::new(Text::same(&need.field), step, number).with("field", spelled(need));
        trace.id = Some(need.field.clone());
        if let Some(column) = self.matrix.get(ColumnKind::of(need), &need.field) {
            if !column.label.is_empty() {
                trace.label = column.label.clone();
            }
            trace.unit.clone_from(&column.unit);
            rest_on(&mut trace, column, self.unit);
        }
        trace
    }
}

/// Hangs the statements behind a value under its step: one in the step itself, several
/// below it.
pub(super) fn rest_on(trace: &mut Trace, column: &Column, unit: usize) {
    match column.statements_of(unit) {
        [] => {}
        [one] => trace.statement = Some(*one),
        several => {
            trace.inputs.extend(several.iter().map(|statement| {
                let mut leaf = Trace::new(trace.label.clone(), "measure.step.statement", None);
                leaf.statement = Some(*statement);
                leaf
            }));
        }
    }
}
