//! Contributions of enterprises to a zone: what each firm adds to or takes from every
//! indicator, and the zone's score and rank without it.
//!
//! A zone's fields are totals of its firms' fields: sums, counts of firms that have
//! something, or means ([`RollUp`]). What the zone reports beyond its listed firms is a
//! rest that stays as it is. For a firm *f* and an indicator *I*:
//! - contribution (贡献值): `I(all firms) − I(all firms but f)`;
//! - share (贡献率): contribution divided by `I(all firms)`;
//! - the firm *lifts* the indicator where the contribution goes the better way, and
//!   *lowers* it where it goes the worse;
//! - the indicator is one of the firm's *short boards* (短板) where the firm lowers it,
//!   and for chosen indicators (those that count events, say) also where it adds nothing.
//!
//! For a plain total the share is the firm's share of the total; for a ratio it tells
//! whether the firm is above or below the zone. Contributions to a ratio do not sum to
//! the ratio.
//!
//! Source: the practice of zone offices that score themselves under the national
//! evaluation (contribution, share, short boards, and scores before and after firms are
//! listed, added or dropped).
//!
//! Worked example: two firms with revenue 300 and 100 and staff 2 and 2: revenue per head
//! 100. Without the first 50: it contributes 50, a share of 50 %, and lifts. Without the
//! second 150: it contributes −50 and lowers: a short board.
//!
//! Totals are kept in double-double arithmetic (T. J. Dekker, "A floating-point technique
//! for extending the available precision", *Numerische Mathematik* 18, 1971), so that
//! taking a firm from the total gives what adding up the others does, whatever its size.
//!
//! Must not know: which firms belong to the zone, and why.

mod changes;
mod firms;
mod standing;
mod total;

pub use changes::{FirmChanges, FirmValue, NewFirm, changes};
pub use firms::{Firms, RollUp};
pub use standing::standings;

use crate::framework::{Framework, Input, Node, NodeId, naming};
use crate::matrix::ColumnKind;
use crate::outcome::{Outcome, spelled};
use crate::rescore::value_lifts;
use julin_formula::{Formula, Need};
use julin_model::{Diagnostic, Text};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use total::Total;

/// Firms computed at a time, so that columns stay in the cache.
const BATCH: usize = 4096;

/// A zone with its firms.
#[derive(Debug, Clone, Copy)]
pub struct Zone<'a> {
    /// The evaluation the zone is part of; its fields hold the zone's totals.
    pub outcome: &'a Outcome<'a>,
    /// Position of the zone in the matrix.
    pub unit: usize,
    /// Its firms.
    pub firms: &'a Firms,
    /// How fields are made of the firms'; sums where nothing is said.
    pub roll_up: &'a BTreeMap<String, RollUp>,
    /// Codes of indicators that are a short board also of a firm that adds nothing.
    pub zero_is_short: &'a BTreeSet<String>,
}

impl Zone<'_> {
    /// The zone's own value of a field.
    pub(crate) fn field(&self, need: &Need) -> f64 {
        let column = self.outcome.matrix().get(ColumnKind::of(need), &need.field);
        let value = column.and_then(|column| column.values.get(self.unit));
        value.copied().filter(|x| x.is_finite()).unwrap_or(f64::NAN)
    }

    pub(crate) fn rule(&self, need: &Need) -> RollUp {
        self.roll_up.get(&need.field).copied().unwrap_or_default()
    }
}

/// What a firm does to an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Makes it better.
    Lifts,
    /// Makes it worse.
    Lowers,
    /// Leaves it as it is.
    Neither,
}

/// Contributions of all firms to one indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// Position of the indicator.
    pub node: NodeId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Value with all firms; NaN where there is none.
    pub with: f64,
    /// Value without each firm, in the order of the firms; NaN where there is none.
    pub without: Vec<f64>,
    /// True where more is better.
    pub up: bool,
    /// A firm that adds nothing has a short board here.
    pub zero_is_short: bool,
}

impl Contribution {
    /// Contribution of a firm (贡献值), in the unit of the indicator.
    pub fn value(&self, firm: usize) -> Option<f64> {
        let without = self.without.get(firm)?;
        Some(self.with - without).filter(|value| !value.is_nan())
    }

    /// Share of the total (贡献率); `None` where the total is zero.
    pub fn share(&self, firm: usize) -> Option<f64> {
        let size = Some(self.with).filter(|with| *with != 0.0)?;
        Some(self.value(firm)? / size)
    }

    /// What a firm does to it.
    pub fn effect(&self, firm: usize) -> Option<Effect> {
        let value = self.value(firm)?;
        let better = if self.up { value } else { -value };
        Some(if better > 0.0 {
            Effect::Lifts
        } else if better < 0.0 {
            Effect::Lowers
        } else {
            Effect::Neither
        })
    }

    /// True where it is a short board of the firm.
    pub fn is_short_board(&self, firm: usize) -> bool {
        match self.effect(firm) {
            Some(Effect::Lowers) => true,
            Some(Effect::Neither) => self.zero_is_short,
            _ => false,
        }
    }
}

/// Contributions of all firms to all indicators that are computed from fields.
pub fn contributions(zone: Zone<'_>) -> (Vec<Contribution>, Vec<Diagnostic>) {
    let totals = totals(zone);
    let mut diagnostics: Vec<Diagnostic> = totals
        .iter()
        .filter(|(_, total)| total.with.is_nan() && total.known > 0)
        .map(|(need, _)| Diagnostic::warning("measure.firms-no-total").with("field", spelled(need)))
        .collect();
    let framework = zone.outcome.framework();
    let mut found = Vec::new();
    for (id, node) in framework.indicators() {
        let ready = zone.outcome.matrix().get(ColumnKind::Indicator, &node.code);
        match &node.input {
            Input::Formula(formula) if ready.is_none() => {
                found.push(one(zone, &totals, id, formula));
            }
            Input::Formula(_) | Input::Column => {
                let note = Diagnostic::note("measure.firms-no-formula");
                diagnostics.push(naming(note, &node.code, &node.label));
            }
            Input::None => {}
        }
    }
    (found, diagnostics)
}

/// Totals of all fields that formulas read and firms have.
fn totals(zone: Zone<'_>) -> BTreeMap<Need, Total<'_>> {
    let needs = zone.outcome.framework().needs().into_iter();
    let known = needs.filter_map(|need| {
        let values = zone.firms.column(&need)?;
        let total = Total::new(zone.rule(&need), zone.field(&need), values);
        Some((need, total))
    });
    known.collect()
}

/// All firms in one indicator: the formula over columns of totals without each of them.
fn one(
    zone: Zone<'_>,
    totals: &BTreeMap<Need, Total<'_>>,
    id: NodeId,
    formula: &Formula,
) -> Contribution {
    let framework: &Framework = zone.outcome.framework();
    let node: &Node = &framework.nodes[id];
    let count = zone.firms.ids().len();
    let mut without = Vec::with_capacity(count);
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); formula.needs().len()];
    for start in (0..count).step_by(BATCH) {
        let rows = BATCH.min(count - start);
        for (need, column) in formula.needs().iter().zip(&mut columns) {
            column.clear();
            match totals.get(need) {
                Some(total) => column.extend((start..start + rows).map(|firm| total.without(firm))),
                None => column.resize(rows, zone.field(need)),
            }
        }
        let column = |need: &Need| {
            let place = formula.needs().iter().position(|one| one == need)?;
            Some(columns[place].as_slice())
        };
        without.extend(formula.evaluate_columns(rows, column).values);
    }
    Contribution {
        node: id,
        code: node.code.clone(),
        label: node.label.clone(),
        with: zone.outcome.value(zone.unit, id).unwrap_or(f64::NAN),
        without,
        up: value_lifts(framework, id),
        zero_is_short: zone.zero_is_short.contains(&node.code),
    }
}
