//! The figures on their way to the scores: one table of values after each step.
//!
//! The first stage holds the values as given or computed by formula, the last the
//! normalised scores. A step that a framework does not use leaves no stage.

use crate::framework::NodeId;
use crate::missing::MissingReason;
use crate::normalise::Fitted;
use julin_model::Diagnostic;
use serde::Serialize;

/// A step that changes values of indicators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Values as given, or computed by formula.
    Given,
    /// Units and indicators with too little data left out.
    Screen,
    /// Divided by another column.
    Denominate,
    /// Missing values estimated.
    Impute,
    /// Outliers treated.
    Treat,
    /// Brought to one scale.
    Normalise,
}

impl Step {
    /// As written in tables and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Screen => "screen",
            Self::Denominate => "denominate",
            Self::Impute => "impute",
            Self::Treat => "treat",
            Self::Normalise => "normalise",
        }
    }
}

/// Values of all indicators after one step.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// The step.
    pub step: Step,
    /// By node, then by unit; empty for groups; NaN where missing.
    pub columns: Vec<Vec<f64>>,
}

/// Everything about the indicators before weights come in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prepared {
    /// At least the given values and the normalised ones.
    pub stages: Vec<Stage>,
    /// By node: what its values were fitted to.
    pub fitted: Vec<Option<Fitted>>,
    /// By node: why an indicator as a whole has no score.
    pub reasons: Vec<Option<MissingReason>>,
    /// By node: units missing for another reason than silence, in order.
    pub cells: Vec<Vec<(usize, MissingReason)>>,
    /// By node: what the treatment of outliers did.
    pub treated: Vec<Option<crate::treat::Treated>>,
    /// Units screened out.
    pub units_out: Vec<bool>,
    /// By node: screened out, a group with all its children.
    pub nodes_out: Vec<bool>,
    /// Findings.
    pub diagnostics: Vec<Diagnostic>,
}

impl Prepared {
    /// The table after a step; that of the step before where the step is not used.
    pub fn after(&self, step: Step) -> &Stage {
        let last = self.stages.iter().rev().find(|stage| stage.step <= step);
        last.unwrap_or(&self.stages[0])
    }

    /// The value of an indicator for a unit after a step.
    pub fn value(&self, step: Step, unit: usize, node: NodeId) -> Option<f64> {
        let column = self.after(step).columns.get(node)?;
        column.get(unit).copied().filter(|x| !x.is_nan())
    }

    /// True when the value of an indicator for a unit is an estimate of ours.
    pub fn is_imputed(&self, unit: usize, node: NodeId) -> bool {
        self.value(Step::Impute, unit, node).is_some()
            && self.value(Step::Denominate, unit, node).is_none()
    }

    /// True when the treatment of outliers changed a value.
    pub fn is_treated(&self, unit: usize, node: NodeId) -> bool {
        self.value(Step::Treat, unit, node) != self.value(Step::Impute, unit, node)
    }
}
