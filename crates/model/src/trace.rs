//! The why-tree: how a shown figure came about, down to the statements it rests on.
//!
//! One shape for scores, verdicts, matches, amounts and deadlines, so that one view
//! can explain all of them.

use crate::{StatementId, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One step of an explanation.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Trace {
    /// What this is: the indicator, the field, the clause.
    pub label: Text,
    /// Identifier of that thing, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Which step made it: key into the message catalogue (`measure.step.min-max`).
    pub step: String,
    /// The step's parameters, for its sentence: bounds, weights, formula.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
    /// The outcome as a number; `None` when unknown.
    pub value: Option<f64>,
    /// Unit of the outcome.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The statement this rests on, for leaves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<StatementId>,
    /// What it was made from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<Trace>,
}

impl Trace {
    /// A step with its label and outcome.
    pub fn new(label: Text, step: &str, value: Option<f64>) -> Self {
        Self {
            label,
            step: step.to_owned(),
            value,
            ..Self::default()
        }
    }

    /// Adds a parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }

    /// All statements the figure rests on, in reading order.
    pub fn statements(&self) -> Vec<StatementId> {
        let own = self.statement.into_iter();
        own.chain(self.inputs.iter().flat_map(Trace::statements))
            .collect()
    }
}
