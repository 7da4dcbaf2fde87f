//! How much of the figures is there, by indicator and by unit.
//!
//! Counted are values as given or computed, before anything is estimated. A unit is
//! measured against the indicators that at least one unit has a value for: what is not
//! published for anybody says nothing about a unit.
//!
//! Source: JRC Competence Centre on Composite Indicators, *COIN Tool User Guide* (2019):
//! rule of thumb, at least 65 % for every unit and every indicator.

use crate::framework::NodeId;
use crate::outcome::Outcome;
use crate::stage::Step;
use julin_model::Text;
use serde::Serialize;

/// Values there, of the values there could be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Presence {
    /// Position of the indicator in the framework or of the unit in the matrix.
    #[serde(skip)]
    pub at: usize,
    /// Code of the indicator or identifier of the unit.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Values there.
    pub present: usize,
    /// Values there could be.
    pub of: usize,
    /// `present / of`, 0 to 1.
    pub share: f64,
}

impl Presence {
    fn new(at: usize, code: &str, label: &Text, [present, of]: [usize; 2]) -> Self {
        Self {
            at,
            code: code.to_owned(),
            label: label.clone(),
            present,
            of,
            share: present as f64 / of.max(1) as f64,
        }
    }
}

/// How much is there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coverage {
    /// By indicator, in the order of the framework.
    pub indicators: Vec<Presence>,
    /// By unit, in the order of the matrix.
    pub units: Vec<Presence>,
}

/// Counts what is there.
pub(super) fn coverage(outcome: &Outcome<'_>) -> Coverage {
    let units = outcome.matrix().units();
    let columns = &outcome.prepared.after(Step::Given).columns;
    let count = |id: NodeId| columns[id].iter().filter(|x| !x.is_nan()).count();
    let indicators: Vec<Presence> = outcome
        .framework()
        .indicators()
        .map(|(id, node)| Presence::new(id, &node.code, &node.label, [count(id), units.len()]))
        .collect();
    let measured: Vec<NodeId> = indicators
        .iter()
        .filter(|indicator| indicator.present > 0)
        .map(|indicator| indicator.at)
        .collect();
    let units = units.iter().enumerate().map(|(unit, about)| {
        let known = measured.iter().filter(|id| !columns[**id][unit].is_nan());
        let counts = [known.count(), measured.len()];
        Presence::new(unit, &about.id, &about.label, counts)
    });
    Coverage {
        units: units.collect(),
        indicators,
    }
}
