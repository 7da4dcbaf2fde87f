//! What assignments, schedules, placements and consortia share: how good an answer is
//! beside what was proven, and the checks of identifiers and sizes.
//!
//! Must not know: what is chosen.

use julin_model::{Diagnostic, Text, Trace};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Quantities and values may be this large: sums of them stay exact enough.
pub(crate) const LARGEST: f64 = 1e12;
/// Differences below this are rounding.
pub(crate) const EQUAL: f64 = 1e-9;

/// A value beside the bound that no answer can exceed.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Standing {
    /// What the answer comes to.
    pub value: f64,
    /// No answer comes to more: computed for this input, not assumed.
    pub bound: f64,
    /// The share of the bound that could be missing at most, 0 to 1.
    pub apart: f64,
}

impl Standing {
    /// A value and its bound. A bound below the value by rounding becomes the value.
    pub fn new(value: f64, bound: f64) -> Self {
        let bound = bound.max(value);
        let missing = bound - value;
        let apart = if missing <= EQUAL * bound.abs().max(1.0) {
            0.0
        } else {
            missing / bound.abs()
        };
        Self {
            value,
            bound,
            apart,
        }
    }

    /// Whether no better answer exists.
    pub fn proven(&self) -> bool {
        self.apart == 0.0
    }

    /// The top of the answer's explanation, with what each part gave below it.
    pub(crate) fn trace(&self, step: &str, parts: Vec<Trace>) -> Trace {
        let mut trace = part(step, self.value)
            .with("bound", self.bound)
            .with("apart", self.apart);
        trace.inputs = parts;
        trace
    }
}

/// One part of an explanation.
pub(crate) fn part(step: &str, value: f64) -> Trace {
    Trace::new(Text::default(), step, Some(value))
}

/// More than can be worked on in bounded time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{list} holds {given} entries and may hold {most}: split the task")]
pub struct TooLarge {
    /// The list that is too long, as it is named in the input.
    pub list: &'static str,
    /// Entries it has.
    pub given: usize,
    /// Entries it may have.
    pub most: usize,
}

impl TooLarge {
    /// Refuses a list that is too long.
    pub(crate) fn refuse(list: &'static str, given: usize, most: usize) -> Result<(), Self> {
        if given > most {
            return Err(Self { list, given, most });
        }
        Ok(())
    }

    /// As a finding.
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic::error("match.set.too-large")
            .with("list", self.list)
            .with("given", self.given)
            .with("most", self.most)
    }
}

/// Where each identifier of a list stands. The first of several equal ones counts; the
/// others, and empty ones, are findings.
pub(crate) fn index<'a>(
    list: &str,
    ids: impl Iterator<Item = &'a str>,
    findings: &mut Vec<Diagnostic>,
) -> BTreeMap<&'a str, usize> {
    let mut index = BTreeMap::new();
    for (at, id) in ids.enumerate() {
        if id.trim().is_empty() {
            let finding = Diagnostic::error("match.set.no-id");
            findings.push(finding.with("list", list).with("n", at + 1));
        } else if index.contains_key(id) {
            let finding = Diagnostic::error("match.set.twice");
            findings.push(finding.with("list", list).with("id", id));
        } else {
            index.insert(id, at);
        }
    }
    index
}

/// Where an identifier stands, with a finding where it stands nowhere.
pub(crate) fn find(
    index: &BTreeMap<&str, usize>,
    list: &str,
    id: &str,
    findings: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let at = index.get(id).copied();
    if at.is_none() {
        let finding = Diagnostic::error("match.set.unknown");
        findings.push(finding.with("list", list).with("id", id));
    }
    at
}

/// Whether a quantity is a number from 0 to a million millions; otherwise a finding that names it.
pub(crate) fn quantity(
    item: &str,
    field: &str,
    value: f64,
    findings: &mut Vec<Diagnostic>,
) -> bool {
    let sound = (0.0..=LARGEST).contains(&value);
    if !sound {
        let finding = Diagnostic::error("match.set.not-a-quantity");
        let finding = finding.with("item", item).with("field", field);
        findings.push(finding.with("value", value));
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_at_its_bound_is_proven_and_one_below_is_apart_by_its_share() {
        assert!(Standing::new(3.0, 3.0).proven());
        assert!(Standing::new(0.0, 0.0).proven());
        assert_eq!(Standing::new(3.0, 4.0).apart, 0.25);
        assert_eq!(Standing::new(3.0, 2.0).bound, 3.0);
    }
}
