//! The figures on their way to the scores: one table of values after each step.
//!
//! The first stage holds the values as given or computed by formula, the last the
//! normalised scores. A step that a framework does not use leaves no stage;
//! the order of those between is the method's.

use crate::framework::NodeId;
use crate::missing::MissingReason;
use crate::normalise::Fitted;
use julin_model::Diagnostic;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A step that changes values of indicators.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
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
    /// All steps, in their usual order.
    pub const ALL: [Self; 6] = [
        Self::Given,
        Self::Screen,
        Self::Denominate,
        Self::Impute,
        Self::Treat,
        Self::Normalise,
    ];

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
    /// The steps in the order of the method, the given values first.
    pub order: Vec<Step>,
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
        self.last_up_to(self.place(step) + 1)
    }

    /// The table a step starts from.
    pub fn before(&self, step: Step) -> &Stage {
        self.last_up_to(self.place(step))
    }

    /// True when `step` is `other` or comes after it.
    pub fn reaches(&self, step: Step, other: Step) -> bool {
        self.place(step) >= self.place(other)
    }

    fn place(&self, step: Step) -> usize {
        let place = self.order.iter().position(|one| *one == step);
        place.unwrap_or(self.order.len())
    }

    /// The last table made by the first steps.
    fn last_up_to(&self, count: usize) -> &Stage {
        let early = |stage: &&Stage| self.place(stage.step) < count;
        let last = self.stages.iter().rev().find(early);
        last.unwrap_or(&self.stages[0])
    }

    /// The value of an indicator for a unit after a step.
    pub fn value(&self, step: Step, unit: usize, node: NodeId) -> Option<f64> {
        cell(self.after(step), unit, node)
    }

    /// True when the value of an indicator for a unit is an estimate of ours.
    pub fn is_imputed(&self, unit: usize, node: NodeId) -> bool {
        let cell = |stage: &Stage| cell(stage, unit, node);
        cell(self.after(Step::Impute)).is_some() && cell(self.before(Step::Impute)).is_none()
    }

    /// True when the treatment of outliers changed a value.
    pub fn is_treated(&self, unit: usize, node: NodeId) -> bool {
        let cell = |stage: &Stage| cell(stage, unit, node);
        cell(self.after(Step::Treat)) != cell(self.before(Step::Treat))
    }

    /// Notes why a value is missing; what was noted first for a unit stays the reason.
    pub(crate) fn note(&mut self, node: NodeId, unit: usize, reason: MissingReason) {
        let cells = &mut self.cells[node];
        let place = cells.partition_point(|(known, _)| *known < unit);
        if cells.get(place).is_none_or(|(known, _)| *known != unit) {
            cells.insert(place, (unit, reason));
        }
    }
}

fn cell(stage: &Stage, unit: usize, node: NodeId) -> Option<f64> {
    let column = stage.columns.get(node)?;
    column.get(unit).copied().filter(|x| !x.is_nan())
}
