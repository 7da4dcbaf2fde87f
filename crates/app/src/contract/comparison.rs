//! Answers that set one evaluation beside another: what moved, what if.

use super::{FrameworkLine, UnitLine};
use julin_measure::compare::Part;
use julin_measure::levers::{Gain, Goal, Plan};
use julin_measure::what_if::{Moved, Standing};
use julin_model::{Diagnostic, Text};
use serde::Serialize;

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparedSide {
    /// The framework.
    pub framework: Text,
    /// Year, for figures of the store.
    pub as_of: Option<i32>,
    /// The unit.
    pub unit: UnitLine,
    /// Its score and rank.
    pub standing: Standing,
    /// Units ranked.
    pub of: u32,
}

/// What moved a score from one side to the other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreComparison {
    /// The first side.
    pub before: ComparedSide,
    /// The second side.
    pub after: ComparedSide,
    /// Decimals scores and points are shown with.
    pub decimals: u8,
    /// Second score less first; `None` where one is missing.
    pub difference: Option<f64>,
    /// Parts that sum to the difference, in the order of the framework.
    pub parts: Vec<Part>,
    /// Sums of the parts by first-level group, in order: code, name, points.
    pub groups: Vec<GroupPoints>,
    /// What could not be compared or divided.
    pub diagnostics: Vec<Diagnostic>,
}

/// Points of one first-level group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupPoints {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Points of everything at or below it.
    pub points: f64,
}

/// Scores under changes, beside those without.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WhatIf {
    /// The framework.
    pub framework: Text,
    /// Year, for figures of the store.
    pub as_of: Option<i32>,
    /// All units, in the order of their changed ranks.
    pub units: Vec<Moved>,
    /// Decimals scores are shown with.
    pub decimals: u8,
    /// Units whose score or rank changed.
    pub changed: u32,
    /// Changes that could not be made or do nothing.
    pub diagnostics: Vec<Diagnostic>,
}

/// What can be changed, what is, and what comes of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WhatIfView {
    /// The framework.
    pub framework: FrameworkLine,
    /// Year.
    pub as_of: i32,
    /// Groups and indicators below the index, parents before children.
    pub nodes: Vec<ChangeableNode>,
    /// The unit whose values can be changed.
    pub unit: Option<UnitLine>,
    /// Units that can be chosen.
    pub units: Vec<UnitLine>,
    /// What comes of the changes.
    pub result: WhatIf,
}

/// A group or indicator with what can be changed of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangeableNode {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Code of the group it belongs to; none on the first level.
    pub group: Option<String>,
    /// True for an indicator.
    pub is_indicator: bool,
    /// Weight used, in the scale of its siblings.
    pub weight: f64,
    /// The weight asked for.
    pub changed_weight: Option<f64>,
    /// Label of its unit.
    pub unit: Text,
    /// The chosen unit's value.
    pub value: Option<f64>,
    /// The value asked for.
    pub changed_value: Option<f64>,
}

/// What can be compared, what is, and what comes of it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CompareView {
    /// Frameworks that can be chosen.
    pub frameworks: Vec<UnitLine>,
    /// Units that can be chosen; none until a framework is.
    pub units: Vec<UnitLine>,
    /// Framework of the first side; empty until one is chosen.
    pub framework: String,
    /// Unit of the first side.
    pub unit: String,
    /// Year of the first side.
    pub as_of: i32,
    /// Framework of the second side.
    pub with_framework: String,
    /// Unit of the second side.
    pub with: String,
    /// Year of the second side.
    pub with_as_of: i32,
    /// Only on indicators both frameworks have.
    pub common_core: bool,
    /// What comes of it; none until two different sides are chosen.
    pub comparison: Option<ScoreComparison>,
}

/// A unit's levers as a page shows them: all that can be set, and what comes of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeversView {
    /// The framework.
    pub framework: FrameworkLine,
    /// Year.
    pub as_of: i32,
    /// Units that can be chosen, the ranked ones first.
    pub units: Vec<UnitLine>,
    /// The unit; none where nothing can be ranked.
    pub unit: Option<UnitLine>,
    /// Its score and rank.
    pub standing: Standing,
    /// Units ranked.
    pub of: u32,
    /// Decimals scores are shown with.
    pub decimals: u8,
    /// What the plan aims at.
    pub goal: Option<Goal>,
    /// The indicators the unit has values of, in the order of the framework.
    pub levers: Vec<LeverLine>,
    /// The cheapest changes.
    pub plan: Option<Plan>,
    /// Indicators that cannot be moved, and why there is no plan.
    pub diagnostics: Vec<Diagnostic>,
}

/// An indicator as a lever: what is usual, what is asked, what it brings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeverLine {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Label of its unit.
    pub unit: Text,
    /// The unit's value.
    pub value: f64,
    /// The usual bound: the best value any unit has.
    pub usual_bound: f64,
    /// The usual cost of one unit of change; none where no unit has a better value.
    pub usual_cost: Option<f64>,
    /// The bound asked for.
    pub bound: Option<f64>,
    /// The cost asked for.
    pub cost: Option<f64>,
    /// It must stay as it is.
    pub fixed: bool,
    /// What it brings; none where it is fixed or has no room.
    pub gain: Option<Gain>,
    /// Where the plan moves it.
    pub to: Option<f64>,
}

/// What can lift a unit, and the cheapest way to a goal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeversReport {
    /// The framework.
    pub framework: Text,
    /// Year, for figures of the store.
    pub as_of: Option<i32>,
    /// The unit.
    pub unit: UnitLine,
    /// What each indicator brings, in the order of the framework.
    pub gains: Vec<Gain>,
    /// The cheapest changes, where there is a goal.
    pub plan: Option<Plan>,
    /// Indicators that cannot be moved, and why there is no plan.
    pub diagnostics: Vec<Diagnostic>,
}
