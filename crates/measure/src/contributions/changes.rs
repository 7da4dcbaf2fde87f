//! Firms added, dropped and changed: what it does to the zone's fields.
//!
//! A field becomes `zone's figure + (total of the firms after − total before)`, so what
//! the zone reports beyond its firms stays. The result is an ordinary change set for
//! [`crate::what_if`].

use super::Zone;
use crate::what_if::{ChangeSet, ValueChange, ValueKind};
use julin_formula::Need;
use julin_model::Diagnostic;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Which firms come, go and change.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FirmChanges {
    /// Identifiers of firms that go.
    #[serde(default)]
    pub drop: Vec<String>,
    /// Values that change.
    #[serde(default)]
    pub change: Vec<FirmValue>,
    /// Firms that come.
    #[serde(default)]
    pub add: Vec<NewFirm>,
}

/// One value of one firm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FirmValue {
    /// Identifier of the firm.
    pub firm: String,
    /// The field.
    pub field: String,
    /// True for the value of the year before.
    #[serde(default)]
    pub prior: bool,
    /// The new value; `null` makes it missing.
    pub value: Option<f64>,
}

/// A firm that comes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFirm {
    /// Its identifier.
    pub id: String,
    /// Its values by field.
    #[serde(default)]
    pub values: BTreeMap<String, f64>,
    /// Its values of the year before.
    #[serde(default)]
    pub prior: BTreeMap<String, f64>,
}

/// The change of the zone's fields that a change of its firms makes.
pub fn changes(zone: Zone<'_>, wanted: &FirmChanges) -> (ChangeSet, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut firms = zone.firms.clone();
    let places: HashMap<&str, usize> = zone
        .firms
        .ids()
        .iter()
        .enumerate()
        .map(|(at, id)| (id.as_str(), at))
        .collect();
    let mut touched = BTreeSet::new();
    for change in &wanted.change {
        let need = need(&change.field, change.prior);
        let value = change.value.unwrap_or(f64::NAN);
        match places.get(change.firm.as_str()) {
            _ if change.value.is_some_and(|value| !value.is_finite()) => {
                diagnostics.push(not_finite(&change.firm, &change.field));
            }
            Some(firm) => {
                firms.set(need.clone(), *firm, value);
                touched.insert(need);
            }
            None => diagnostics.push(unknown(&change.firm)),
        }
    }
    let mut keep = vec![true; firms.ids().len()];
    for id in &wanted.drop {
        match places.get(id.as_str()) {
            Some(firm) => keep[*firm] = false,
            None => diagnostics.push(unknown(id)),
        }
    }
    if !wanted.drop.is_empty() {
        touched.extend(firms.columns().map(|(need, _)| need.clone()));
        firms.retain(&keep);
    }
    for new in &wanted.add {
        if firms.ids().contains(&new.id) {
            diagnostics.push(Diagnostic::error("measure.firms-twice").with("firm", &new.id));
            continue;
        }
        firms.push(new.id.clone());
        let last = firms.ids().len() - 1;
        let now = new
            .values
            .iter()
            .map(|(field, value)| (need(field, false), *value));
        let before = new
            .prior
            .iter()
            .map(|(field, value)| (need(field, true), *value));
        for (need, value) in now.chain(before) {
            if value.is_finite() {
                firms.set(need.clone(), last, value);
                touched.insert(need);
            } else {
                diagnostics.push(not_finite(&new.id, &need.field));
            }
        }
    }
    let values = touched.iter().filter_map(|need| moved(zone, &firms, need));
    let set = ChangeSet {
        values: values.collect(),
        ..ChangeSet::default()
    };
    (set, diagnostics)
}

/// The zone's new figure; `None` where it stays, or was not known.
fn moved(zone: Zone<'_>, firms: &super::Firms, need: &Need) -> Option<ValueChange> {
    let with = Some(zone.field(need)).filter(|value| !value.is_nan())?;
    let rule = zone.rule(need);
    let before = zone.firms.total(need, rule);
    let after = firms.total(need, rule);
    let value = match rule {
        // Without any firm there is no mean; of sums and counts there is nothing.
        super::RollUp::Mean => after.map(|after| with - before.unwrap_or(after) + after),
        _ => Some(with - before.unwrap_or(0.0) + after.unwrap_or(0.0)),
    };
    (value != Some(with)).then(|| ValueChange {
        unit: zone.outcome.matrix().units()[zone.unit].id.clone(),
        kind: if need.prior() {
            ValueKind::Prior
        } else {
            ValueKind::Field
        },
        name: need.field.clone(),
        value,
    })
}

fn need(field: &str, prior: bool) -> Need {
    Need {
        field: field.to_owned(),
        years: u32::from(prior),
    }
}

fn unknown(firm: &str) -> Diagnostic {
    Diagnostic::error("measure.firms-unknown").with("firm", firm)
}

fn not_finite(firm: &str, field: &str) -> Diagnostic {
    let found = Diagnostic::error("measure.firms-not-finite");
    found.with("firm", firm).with("field", field)
}
