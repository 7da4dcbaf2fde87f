//! Answers of the measure verb: frameworks, rankings, profiles, traces.

use super::{EntityLink, Figure, RankIntervals, StatementView};
use julin_model::{Diagnostic, Text, Trace};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A framework in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrameworkLine {
    /// `<pack>/<name>`.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Who issued it.
    pub issuer: Text,
    /// Document number.
    pub number: Option<String>,
    /// Indicators it names.
    pub indicators: u32,
    /// Indicators that can be computed from fields.
    pub computable: u32,
    /// Indicators and groups whose weight is published.
    pub weights_published: u32,
    /// Units ranked as of the year shown.
    pub ranked: u32,
    /// Units looked at.
    pub units: u32,
}

/// A framework with its tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrameworkView {
    /// The line.
    pub line: FrameworkLine,
    /// Nodes, parents before children.
    pub nodes: Vec<NodeView>,
    /// Title of the official text.
    pub reference: Text,
    /// Crosswalks that mention its groups.
    pub crosswalks: Vec<super::CrosswalkView>,
    /// How it is computed, step by step.
    pub method: Vec<MethodLine>,
}

/// One setting of one step of a method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodLine {
    /// The step: `normalise`.
    pub step: String,
    /// Key of its words: `method.normalise.min-max`.
    pub key: String,
    /// Arguments of the words.
    pub args: BTreeMap<String, String>,
    /// Codes of the nodes it holds for; empty for all others.
    pub nodes: Vec<String>,
}

/// A group or indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NodeView {
    /// Identifier in the framework: `1`, `1.4`.
    pub id: String,
    /// Parent, none for the root.
    pub parent: Option<String>,
    /// 0 for the root.
    pub level: u32,
    /// Name.
    pub label: Text,
    /// Published weight; `None` = not published.
    pub weight: Option<f64>,
    /// Share of the total the node counts for when all data are there, 0 to 1.
    pub effective_weight: f64,
    /// `up` or `down`.
    pub direction: String,
    /// Formula, for indicators that have one.
    pub formula: Option<String>,
    /// Unit label.
    pub unit: Text,
    /// Confidence of the reading: `S`, `H`, `C`.
    pub confidence: Option<String>,
    /// Remark.
    pub note: Text,
    /// Its list of children is known to be partial.
    pub incomplete: bool,
    /// Units with a value.
    pub units_with_data: u32,
}

/// A ranking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ranking {
    /// The framework.
    pub framework: FrameworkLine,
    /// Year.
    pub as_of: i32,
    /// First-level groups in order, for column headings.
    pub groups: Vec<NodeView>,
    /// Units: ranked ones in order of rank, then the others by coverage and name.
    pub rows: Vec<RankingRow>,
    /// What is worth knowing about the computation.
    pub diagnostics: Vec<Diagnostic>,
    /// The run that can be rebuilt.
    pub run: String,
    /// Digest of the packs and statements used.
    pub input_digest: String,
    /// Share of weight that must have data for a unit to be ranked.
    pub minimum_coverage: f64,
    /// Decimals scores are shown with.
    pub decimals: u8,
    /// How sure the ranks are, where it was computed from these very figures.
    pub intervals: Option<RankIntervals>,
}

impl Ranking {
    /// How many ranked units rest on figures of earlier years, and the earliest of these
    /// years; `None` where all figures are of the year.
    pub fn carried(&self) -> Option<(usize, i32)> {
        let ranked = self.rows.iter().filter(|row| row.rank.is_some());
        let years: Vec<i32> = ranked.filter_map(|row| row.carried_from).collect();
        Some((years.len(), *years.iter().min()?))
    }
}

/// One unit of a ranking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RankingRow {
    /// The unit.
    pub unit: EntityLink,
    /// Place; `None` when not ranked.
    pub rank: Option<u32>,
    /// Places gained since the year before; `None` when not ranked in either.
    #[serde(default)]
    pub gained: Option<i32>,
    /// Score; `None` when not ranked.
    pub score: Option<f64>,
    /// Share of weight with data, 0 to 1.
    pub coverage: f64,
    /// Earliest year of a figure that stands in because none of the ranking's year is
    /// known; `None` where there is none such.
    #[serde(default)]
    pub carried_from: Option<i32>,
    /// Score per first-level group, by node id; absent = unknown.
    pub groups: BTreeMap<String, f64>,
    /// Indicators without a value and why (key of a message).
    pub missing: Vec<Missing>,
    /// Place in the latest officially published result up to that year, if known.
    pub published: Option<Figure>,
}

/// An indicator without a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Node id.
    pub indicator: String,
    /// Name.
    pub label: Text,
    /// Why: key of a message (`measure.missing.no-data`).
    pub reason: String,
    /// Fields that would have to be known.
    pub fields: Vec<String>,
}

/// Why a score is what it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreTrace {
    /// The framework.
    pub framework: FrameworkLine,
    /// The unit.
    pub unit: EntityLink,
    /// Year.
    pub as_of: i32,
    /// The explanation.
    pub trace: Trace,
    /// The statements at its leaves, in reading order, by id.
    pub statements: Vec<StatementView>,
}

/// A park's place under one framework.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The framework.
    pub framework: FrameworkLine,
    /// Year.
    pub as_of: i32,
    /// Place; `None` when not ranked.
    pub rank: Option<u32>,
    /// How many are ranked.
    pub of: u32,
    /// Score.
    pub score: Option<f64>,
    /// Share of weight with data.
    pub coverage: f64,
    /// What is missing.
    pub missing: Vec<Missing>,
}

/// Group scores of a park and its peers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfileChart {
    /// The framework.
    pub framework: FrameworkLine,
    /// Year.
    pub as_of: i32,
    /// The axes: first-level groups.
    pub axes: Vec<NodeView>,
    /// The park first, then its peers.
    pub series: Vec<ProfileSeries>,
    /// Highest possible score.
    pub top: f64,
}

/// One unit's line in a profile chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfileSeries {
    /// The unit.
    pub unit: EntityLink,
    /// Score per axis; `None` = unknown, drawn as a gap.
    pub values: Vec<Option<f64>>,
}

/// A node in comparison with peers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The node.
    pub node: String,
    /// Name.
    pub label: Text,
    /// The park's score.
    pub own: f64,
    /// Mean of the others with a score.
    pub others: f64,
    /// How many others have one.
    pub of: u32,
}

/// A unit by name, of the store or of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitLine {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: Text,
}

impl From<&julin_measure::Unit> for UnitLine {
    fn from(unit: &julin_measure::Unit) -> Self {
        Self {
            id: unit.id.clone(),
            name: unit.label.clone(),
        }
    }
}

/// One unit with its scores on all levels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitScores {
    /// Unit code.
    pub unit: String,
    /// Unit name.
    pub name: Text,
    /// Place; `None` when not ranked.
    pub rank: Option<u32>,
    /// Share of weight with data.
    pub coverage: f64,
    /// Score per node, in the order of `Scores::nodes`.
    pub scores: Vec<Option<f64>>,
    /// Why nodes have no score (keys of messages), by code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reasons: BTreeMap<String, String>,
}

/// All levels of all units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// Node codes: root first, then level by level, indicators last.
    pub nodes: Vec<String>,
    /// Level of each node, root highest.
    pub levels: Vec<u32>,
    /// Units by rank, then by code.
    pub rows: Vec<UnitScores>,
    /// Findings.
    pub diagnostics: Vec<Diagnostic>,
}
