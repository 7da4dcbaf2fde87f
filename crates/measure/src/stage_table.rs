//! The table after one step, ready to be written out.
//!
//! Must not know: any file format.

use crate::framework::NodeId;
use crate::matrix::Unit;
use crate::missing::MissingReason;
use crate::outcome::Outcome;
use crate::stage::Step;
use serde::Serialize;

/// What a step did to a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Missing until it was estimated.
    Imputed,
    /// Changed by the treatment of outliers.
    Treated,
    /// Left out with its unit or its indicator.
    Screened,
    /// Missing for another reason than silence.
    Missing(MissingReason),
}

/// Units down, indicators across.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StageTable {
    /// The step it was made by.
    pub step: Step,
    /// Identifiers of the units.
    pub units: Vec<String>,
    /// Codes of the indicators.
    pub codes: Vec<String>,
    /// By unit, then by indicator; none where missing.
    pub cells: Vec<Vec<Option<f64>>>,
    /// By unit, then by indicator: what there is to say about a cell.
    pub marks: Vec<Vec<Option<Mark>>>,
}

impl StageTable {
    /// Column names: the unit, then the indicators.
    pub fn header(&self) -> Vec<String> {
        let unit = std::iter::once("uCode".to_owned());
        unit.chain(self.codes.iter().cloned()).collect()
    }

    /// One row per unit, with numbers that read back as the same bits; empty where
    /// missing.
    pub fn rows(&self) -> impl Iterator<Item = Vec<String>> + '_ {
        self.units.iter().zip(&self.cells).map(|(unit, cells)| {
            let text = |cell: &Option<f64>| cell.map_or_else(String::new, |x| x.to_string());
            std::iter::once(unit.clone())
                .chain(cells.iter().map(text))
                .collect()
        })
    }
}

impl Outcome<'_> {
    /// The values of all indicators after a step; those of the step before where the
    /// framework does not use it.
    pub fn stage_table(&self, step: Step) -> StageTable {
        let nodes: Vec<NodeId> = self.framework.indicators().map(|(id, _)| id).collect();
        let units = self.matrix.units();
        let cell = |unit: usize, node: NodeId| self.prepared.value(step, unit, node);
        let mark = |unit: usize, node: NodeId| self.mark(step, unit, node);
        let each = 0..units.len();
        StageTable {
            step,
            units: units.iter().map(|unit: &Unit| unit.id.clone()).collect(),
            codes: nodes
                .iter()
                .map(|id| self.framework.nodes[*id].code.clone())
                .collect(),
            cells: each
                .clone()
                .map(|unit| nodes.iter().map(|id| cell(unit, *id)).collect())
                .collect(),
            marks: each
                .map(|unit| nodes.iter().map(|id| mark(unit, *id)).collect())
                .collect(),
        }
    }

    fn mark(&self, step: Step, unit: usize, node: NodeId) -> Option<Mark> {
        let prepared = &self.prepared;
        let reached = |other: Step| prepared.reaches(step, other);
        if prepared.value(step, unit, node).is_none() {
            if reached(Step::Screen) && (prepared.units_out[unit] || prepared.nodes_out[node]) {
                return Some(Mark::Screened);
            }
            let cells = &prepared.cells[node];
            let known = cells.iter().find(|(row, _)| *row == unit);
            let known = known.map(|(_, reason)| *reason).or(prepared.reasons[node]);
            return known.map(Mark::Missing);
        }
        if reached(Step::Treat) && prepared.is_treated(unit, node) {
            Some(Mark::Treated)
        } else if reached(Step::Impute) && prepared.is_imputed(unit, node) {
            Some(Mark::Imputed)
        } else {
            None
        }
    }
}
