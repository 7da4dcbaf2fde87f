//! The firms of a zone and their figures.

use crate::matrix::MatrixError;
use julin_formula::Need;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a field of the zone is made of its firms'. Firms without a value are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RollUp {
    /// The sum.
    #[default]
    Sum,
    /// How many firms have more than zero.
    Count,
    /// The mean over the firms with a value.
    Mean,
}

impl RollUp {
    /// What a firm's value adds before anything is divided.
    pub(super) fn amount(self, value: f64) -> f64 {
        match self {
            Self::Count => f64::from(u8::from(value > 0.0)),
            Self::Sum | Self::Mean => value,
        }
    }
}

/// Firms with columns of their fields, NaN where missing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Firms {
    ids: Vec<String>,
    columns: BTreeMap<Need, Vec<f64>>,
}

impl Firms {
    /// Firms without figures yet.
    pub fn new(ids: Vec<String>) -> Self {
        Self {
            ids,
            columns: BTreeMap::new(),
        }
    }

    /// Their identifiers, in order.
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// Adds the values of a field, one per firm; those there are replaced.
    pub fn insert(&mut self, need: Need, values: Vec<f64>) -> Result<(), MatrixError> {
        if values.len() != self.ids.len() {
            return Err(MatrixError {
                name: need.field,
                found: values.len(),
                units: self.ids.len(),
            });
        }
        self.columns.insert(need, values);
        Ok(())
    }

    /// The values of a field.
    pub fn column(&self, need: &Need) -> Option<&[f64]> {
        self.columns.get(need).map(Vec::as_slice)
    }

    /// All fields with their values.
    pub fn columns(&self) -> impl Iterator<Item = (&Need, &[f64])> {
        self.columns
            .iter()
            .map(|(need, values)| (need, values.as_slice()))
    }

    /// What the firms make of a field: the zone's figure where it has no other.
    pub fn total(&self, need: &Need, rule: RollUp) -> Option<f64> {
        let total = super::total::Total::new(rule, f64::NAN, self.column(need)?);
        Some(total.firms()).filter(|value| !value.is_nan())
    }

    /// Sets one value; a field that was not there is missing for all others.
    pub(super) fn set(&mut self, need: Need, firm: usize, value: f64) {
        let count = self.ids.len();
        let column = self
            .columns
            .entry(need)
            .or_insert_with(|| vec![f64::NAN; count]);
        column[firm] = value;
    }

    /// Adds a firm without values.
    pub(super) fn push(&mut self, id: String) {
        self.ids.push(id);
        self.columns
            .values_mut()
            .for_each(|column| column.push(f64::NAN));
    }

    /// Leaves out firms.
    pub(super) fn retain(&mut self, keep: &[bool]) {
        let mut places = keep.iter();
        self.ids.retain(|_| places.next().copied().unwrap_or(true));
        for column in self.columns.values_mut() {
            let mut places = keep.iter();
            column.retain(|_| places.next().copied().unwrap_or(true));
        }
    }
}
