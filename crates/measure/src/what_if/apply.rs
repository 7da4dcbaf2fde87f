//! Applying a change set to copies. What cannot be applied is told and left out.

use super::changes::{ChangeSet, SettingChange, ValueChange, ValueKind};
use crate::framework::{Framework, Node, NodeId, naming};
use crate::matrix::{Column, ColumnKind, Matrix};
use crate::normalise::goalposts::are_sound;
use crate::outcome::Outcome;
use crate::recipe::WeighKind;
use crate::rescore::{from_all_years, prepare_like};
use crate::run;
use crate::spec_check::{check_share, check_weight};
use crate::{impute, inputs};
use julin_model::{Diagnostic, Text};
use std::borrow::Cow;

/// A framework and figures with changes made; what did not change is borrowed.
#[derive(Debug, Clone)]
pub struct Changed<'a> {
    /// The framework.
    pub framework: Cow<'a, Framework>,
    /// The figures; without statements where values changed.
    pub matrix: Cow<'a, Matrix>,
    /// True when indicators have to be prepared again.
    pub prepares: bool,
    /// True when scales have to be fitted again even on a fixed frame.
    pub refits: bool,
    /// Changes that could not be made, or do nothing.
    pub diagnostics: Vec<Diagnostic>,
}

impl Changed<'_> {
    /// Scores with the changes. `before` is the outcome they were applied to.
    pub fn score(&self, before: &Outcome<'_>) -> Outcome<'_> {
        let held: &[_] = if self.refits {
            &[]
        } else {
            &before.prepared.fitted
        };
        let prepared = if self.prepares {
            prepare_like(&self.framework, &self.matrix, held)
        } else {
            before.prepared.clone()
        };
        run::finish(&self.framework, &self.matrix, prepared)
    }
}

/// Applies changes to copies of what an outcome was computed from.
pub fn apply<'a>(outcome: &Outcome<'a>, changes: &ChangeSet) -> Changed<'a> {
    let mut changed = Changed {
        framework: Cow::Borrowed(outcome.framework()),
        matrix: Cow::Borrowed(outcome.matrix()),
        prepares: false,
        refits: false,
        diagnostics: Vec::new(),
    };
    for setting in &changes.settings {
        changed.setting(setting);
    }
    for (code, weight) in &changes.weights {
        changed.weight(code, *weight);
    }
    if !changes.values.is_empty() {
        changed.matrix = Cow::Owned(changed.matrix.figures());
        changed.prepares = true;
    }
    // Fields first: an indicator's own value goes before what its formula makes of them.
    let is_indicator = |change: &&ValueChange| change.kind == ValueKind::Indicator;
    for change in changes.values.iter().filter(|c| !is_indicator(c)) {
        changed.value(change);
    }
    if changed.prepares {
        changed.keep_estimates(outcome);
    }
    for change in changes.values.iter().filter(is_indicator) {
        changed.value(change);
    }
    changed
}

impl Changed<'_> {
    fn tell(&mut self, found: Diagnostic) {
        self.diagnostics.push(found);
    }

    fn find(&mut self, code: &str) -> Option<NodeId> {
        let found = self.framework.find(code);
        if found.is_none() {
            self.tell(Diagnostic::error("measure.what-if-unknown-node").with("node", code));
        }
        found
    }

    fn weight(&mut self, code: &str, weight: f64) {
        let Some(id) = self.find(code) else { return };
        let node = &self.framework.nodes[id];
        if let Some(found) = check_weight(Some(weight)) {
            return self.tell(naming(found, code, &node.label.clone()));
        }
        let given =
            |group: NodeId| self.framework.nodes[group].steps.weigh.kind == WeighKind::Given;
        if !node.parent.is_some_and(given) {
            let found = Diagnostic::warning("measure.what-if-weight-unused");
            self.diagnostics.push(naming(found, code, &node.label));
        }
        let node = &mut self.framework.to_mut().nodes[id];
        (node.weight, node.weight_used) = (Some(weight), weight);
    }

    fn setting(&mut self, change: &SettingChange) {
        if let Some(found) = change.minimum_coverage.and_then(check_share) {
            return self.tell(found);
        }
        if let Some(posts) = change.goalposts.filter(|posts| !are_sound(posts)) {
            let code = change.node.as_deref().unwrap_or_default();
            let found = Diagnostic::error("measure.goalposts-upside-down");
            let found = found.with("low", posts.low).with("high", posts.high);
            return self.tell(naming(found, code, &Text::same(code)));
        }
        let targets = match &change.node {
            None => (0..self.framework.nodes.len()).collect(),
            Some(code) => {
                let Some(id) = self.find(code) else { return };
                let node = &self.framework.nodes[id];
                if let Some(found) = unused(change, node) {
                    self.diagnostics.push(naming(found, code, &node.label));
                }
                below(&self.framework, id)
            }
        };
        self.prepares |=
            change.is_for_indicators() || change.screen.is_some() || change.direction.is_some();
        self.refits |= self.prepares;
        let own = targets.first().copied();
        let framework = self.framework.to_mut();
        if change.node.is_none() {
            set_method(framework, change);
        }
        for id in targets {
            let node = &mut framework.nodes[id];
            let single = change.node.is_some() && own == Some(id);
            if node.is_indicator() {
                set_indicator(node, change, single);
            } else if single || change.node.is_none() {
                set_group(node, change);
            }
            if let (true, Some(direction)) = (single, change.direction) {
                node.direction = direction;
            }
        }
    }

    fn value(&mut self, change: &ValueChange) {
        let units = self.matrix.units();
        let Some(unit) = units.iter().position(|one| one.id == change.unit) else {
            let found = Diagnostic::error("measure.what-if-unknown-unit");
            return self.tell(found.with("unit", &change.unit));
        };
        if let Some(value) = change.value.filter(|value| !value.is_finite()) {
            let found = Diagnostic::error("measure.what-if-not-finite");
            let found = found
                .with("unit", &change.unit)
                .with("column", &change.name);
            return self.tell(found.with("value", value));
        }
        let kind = match change.kind {
            ValueKind::Indicator => ColumnKind::Indicator,
            ValueKind::Field => ColumnKind::Field,
            ValueKind::Prior => ColumnKind::Prior,
        };
        if kind == ColumnKind::Indicator && !self.ready(&change.name) {
            return;
        }
        let Some(column) = self.matrix.to_mut().get_mut(kind, &change.name) else {
            let found = Diagnostic::error("measure.what-if-unknown-field");
            return self.tell(found.with("field", &change.name));
        };
        column.values[unit] = change.value.unwrap_or(f64::NAN);
    }

    /// Estimates made from other years cannot be made again from one: they are kept where
    /// the value is still missing.
    fn keep_estimates(&mut self, outcome: &Outcome<'_>) {
        let ways = |node: &Node| impute::is_across_years(node.steps.impute.kind);
        let nodes = &outcome.framework().nodes;
        for id in (0..nodes.len()).filter(|id| nodes[*id].is_indicator() && ways(&nodes[*id])) {
            let mut values = inputs::values(&self.framework.nodes[id], &self.matrix).values;
            let estimates = from_all_years(outcome, id);
            for (value, estimate) in values.iter_mut().zip(estimates) {
                *value = if value.is_nan() { estimate } else { *value };
            }
            let matrix = self.matrix.to_mut();
            let _ = matrix.insert(ColumnKind::Indicator, &nodes[id].code, Column::new(values));
        }
    }

    /// Makes sure that an indicator has a column of its own: what its formula gives.
    fn ready(&mut self, code: &str) -> bool {
        let Some(id) = self.find(code) else {
            return false;
        };
        let node = &self.framework.nodes[id];
        if !node.is_indicator() {
            let found = Diagnostic::error("measure.what-if-not-an-indicator");
            self.diagnostics.push(naming(found, code, &node.label));
            return false;
        }
        if self.matrix.get(ColumnKind::Indicator, code).is_none() {
            let values = inputs::values(node, &self.matrix).values;
            let matrix = self.matrix.to_mut();
            // As many values as units: cannot be refused.
            let _ = matrix.insert(ColumnKind::Indicator, code, Column::new(values));
        }
        true
    }
}

/// A node and everything below it, the node first.
pub(crate) fn below(framework: &Framework, node: NodeId) -> Vec<NodeId> {
    let mut found = vec![node];
    let mut at = 0;
    while at < found.len() {
        found.extend(&framework.nodes[found[at]].children);
        at += 1;
    }
    found
}

/// A setting that does nothing where it is given.
fn unused(change: &SettingChange, node: &Node) -> Option<Diagnostic> {
    let idle = change.screen.is_some()
        || (node.is_indicator() && change.is_for_groups())
        || (!node.is_indicator() && change.is_for_one_indicator());
    idle.then(|| Diagnostic::warning("measure.what-if-setting-unused"))
}

fn put<T: Clone>(place: &mut T, new: Option<&T>) {
    if let Some(new) = new {
        place.clone_from(new);
    }
}

fn set_method(framework: &mut Framework, change: &SettingChange) {
    let method = &mut framework.method;
    put(&mut method.screen, change.screen.as_ref());
    put(&mut method.impute, change.impute.as_ref());
    put(&mut method.treat, change.treat.as_ref());
    put(&mut method.normalise, change.normalise.as_ref());
    put(&mut method.weigh, change.weigh.as_ref());
    put(&mut method.aggregate, change.aggregate.as_ref());
    put(
        &mut method.minimum_coverage,
        change.minimum_coverage.as_ref(),
    );
}

fn set_indicator(node: &mut Node, change: &SettingChange, single: bool) {
    put(&mut node.steps.impute, change.impute.as_ref());
    put(&mut node.steps.treat, change.treat.as_ref());
    put(&mut node.steps.normalise, change.normalise.as_ref());
    if single {
        node.steps.goalposts = change.goalposts.or(node.steps.goalposts);
        node.steps.target = change.target.or(node.steps.target);
    }
}

fn set_group(node: &mut Node, change: &SettingChange) {
    put(&mut node.steps.weigh, change.weigh.as_ref());
    put(&mut node.steps.aggregate, change.aggregate.as_ref());
    put(&mut node.minimum_coverage, change.minimum_coverage.as_ref());
}
