//! Answers about plan targets: where the path leads, where the figures stand, who is late.

use super::{EntityLink, Figure};
use julin_model::{FieldId, Text};
use serde::{Deserialize, Serialize};

/// Targets of all plans, or of those that concern one entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Targets {
    /// Year.
    pub as_of: i32,
    /// Whose targets, when one was asked for.
    pub entity: Option<EntityLink>,
    /// Plans in order of identifier.
    pub plans: Vec<TargetPlan>,
    /// Targets that were told and belong to no plan.
    pub told: Vec<TargetView>,
    /// Targets told that a ruling sets aside; not judged.
    pub set_aside: Vec<(EntityLink, Figure)>,
    /// Those that are late, the latest first.
    pub late: Vec<LateTarget>,
}

impl Targets {
    /// Every target that is judged.
    pub fn all(&self) -> impl Iterator<Item = &TargetView> {
        self.plans
            .iter()
            .flat_map(|plan| &plan.targets)
            .chain(&self.told)
    }

    /// How many show a light.
    pub fn count(&self, light: TargetLight) -> usize {
        self.all().filter(|target| target.light == light).count()
    }
}

/// One plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetPlan {
    /// `<pack>/<name>`.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Who issued it.
    pub issuer: Text,
    /// Whom it is for.
    pub entity: EntityLink,
    /// The plan as an entity.
    pub document: Option<EntityLink>,
    /// Title of the official text.
    pub reference: Text,
    /// Remark.
    pub note: Text,
    /// Its targets in order.
    pub targets: Vec<TargetView>,
}

/// How a target stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TargetLight {
    /// On the path, or behind by no more than the tolerance.
    OnPath,
    /// Behind by more than the tolerance.
    Behind,
    /// It cannot be told.
    Unknown,
}

impl TargetLight {
    /// Its word.
    pub fn code(self) -> &'static str {
        match self {
            Self::OnPath => "on-path",
            Self::Behind => "behind",
            Self::Unknown => "unknown",
        }
    }
}

/// One target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetView {
    /// `<plan>:<id>`; of a target of no plan, entity and field.
    pub id: String,
    /// Whom the figure is about.
    pub entity: EntityLink,
    /// The field.
    pub field: FieldId,
    /// What the target is called.
    pub label: Text,
    /// What the scope is called.
    pub scope_label: Text,
    /// Unit code of all numbers below.
    pub unit: Option<String>,
    /// Unit as written.
    pub unit_label: Text,
    /// `up` or `down`.
    pub direction: String,
    /// `linear`, `geometric` or `stated`.
    pub path_kind: String,
    /// Share of the wanted value a figure may be behind.
    pub tolerance: f64,
    /// Who answers for it; `None` when not known.
    pub owner: Option<Text>,
    /// Confidence of the reading: `S`, `H`, `C`.
    pub confidence: Option<String>,
    /// Remark.
    pub note: Text,
    /// Year the path starts from, as the plan states it.
    pub baseline_year: Option<i32>,
    /// The actual figure of that year.
    pub baseline: Option<YearFigure>,
    /// What is aimed at, in order of year.
    pub milestones: Vec<Milestone>,
    /// Actual figures, one per year.
    pub actuals: Vec<YearFigure>,
    /// The path, year by year.
    pub path: Vec<YearValue>,
    /// What the path asks for in the year of the newest figure.
    pub wanted: Option<f64>,
    /// How far the newest figure is behind; negative when ahead.
    pub shortfall: Option<f64>,
    /// The same as a share of what is wanted.
    pub shortfall_share: Option<f64>,
    /// The judgement.
    pub light: TargetLight,
    /// Why it cannot be told: key of a message.
    pub reason: Option<String>,
    /// The last target is met.
    pub reached: bool,
    /// Where the figures lead.
    pub forecasts: Vec<ForecastView>,
    /// Forecasts not made: `trend` or `growth`, and the key of a message.
    pub no_forecast: Vec<(String, String)>,
}

impl TargetView {
    /// The newest actual figure.
    pub fn newest(&self) -> Option<&YearFigure> {
        self.actuals.last()
    }
}

/// A value aimed at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Milestone {
    /// Year; `None` when none was told.
    pub year: Option<i32>,
    /// The value in the unit of the target; `None` when not published or in words.
    pub value: Option<f64>,
    /// What was told, preferred first; empty when nothing was published.
    pub figures: Vec<Figure>,
}

/// A known figure of a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct YearFigure {
    /// Year.
    pub year: i32,
    /// In the unit of the target.
    pub value: f64,
    /// The statement behind it.
    pub figure: Figure,
}

/// A computed value of a year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct YearValue {
    /// Year.
    pub year: i32,
    /// In the unit of the target.
    pub value: f64,
}

/// A look ahead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ForecastView {
    /// `trend` (least-squares line) or `growth` (mean yearly rate).
    pub kind: String,
    /// Change a year: an amount, or a share for growth.
    pub rate: f64,
    /// Year by year, from the last figure on.
    pub points: Vec<YearValue>,
    /// The target would be met in its year.
    pub reaches: bool,
}

/// A target that is late.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LateTarget {
    /// Identifier of the target.
    pub id: String,
    /// About whom.
    pub entity: EntityLink,
    /// What it is called.
    pub label: Text,
    /// Year of the newest figure.
    pub year: i32,
    /// That figure.
    pub actual: f64,
    /// What the path asks for in that year.
    pub wanted: f64,
    /// How far it is behind.
    pub shortfall: f64,
    /// The same as a share of what is wanted.
    pub shortfall_share: Option<f64>,
    /// Unit code.
    pub unit: Option<String>,
    /// Unit as written.
    pub unit_label: Text,
    /// Who answers for it; `None` when not known.
    pub owner: Option<Text>,
}
