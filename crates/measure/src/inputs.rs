//! The values of each indicator: a ready column of its code, or else its formula over
//! the fields.

use crate::framework::{Input, Node};
use crate::matrix::{ColumnKind, Matrix};
use crate::missing::MissingReason;
use julin_formula::{Need, ProblemKind};

/// Values of one indicator, with what is known about the gaps.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Values {
    /// One per unit, NaN where missing; never infinite.
    pub(crate) values: Vec<f64>,
    /// Why the indicator as a whole has no values.
    pub(crate) reason: Option<MissingReason>,
    /// Units missing for another reason than silence, in order.
    pub(crate) cells: Vec<(usize, MissingReason)>,
}

/// Collects the values of one indicator.
pub(crate) fn values(node: &Node, matrix: &Matrix) -> Values {
    let units = matrix.units().len();
    let nothing = |reason| Values {
        values: vec![f64::NAN; units],
        reason: Some(reason),
        cells: Vec::new(),
    };
    if let Some(column) = matrix.get(ColumnKind::Indicator, &node.code) {
        return given(&column.values);
    }
    match &node.input {
        Input::Column => nothing(MissingReason::NoData),
        Input::None if node.unpublished => nothing(MissingReason::Unpublished),
        Input::None => nothing(MissingReason::NoFormula),
        Input::Formula(formula) => {
            let column = |need: &Need| {
                Some(
                    matrix
                        .get(ColumnKind::of(need), &need.field)?
                        .values
                        .as_slice(),
                )
            };
            let outcome = formula.evaluate_columns(units, column);
            let mut cells: Vec<_> = outcome
                .problems
                .iter()
                .map(|p| (p.row, reason_of(p.problem.kind)))
                .collect();
            cells.dedup_by_key(|(row, _)| *row);
            Values {
                values: outcome.values,
                reason: None,
                cells,
            }
        }
    }
}

fn given(column: &[f64]) -> Values {
    let infinite = column.iter().enumerate().filter(|(_, x)| x.is_infinite());
    let cells = infinite
        .map(|(row, _)| (row, MissingReason::NotFinite))
        .collect();
    let values = column
        .iter()
        .map(|x| if x.is_finite() { *x } else { f64::NAN })
        .collect();
    Values {
        values,
        reason: None,
        cells,
    }
}

fn reason_of(problem: ProblemKind) -> MissingReason {
    match problem {
        ProblemKind::DivisionByZero => MissingReason::DivisionByZero,
        ProblemKind::Overflow => MissingReason::Overflow,
        ProblemKind::NotPositive => MissingReason::NotPositive,
        ProblemKind::WrongKind => MissingReason::WrongKind,
    }
}
