//! Where a workflow leads: states that are never reached, states without a way on, and
//! loops without an exit.
//!
//! Must not know: what a guard says: a way that a guard may close is a way.

use super::spec::{Phase, StateSpec, WorkflowSpec};
use julin_model::Diagnostic;
use std::collections::BTreeSet;

/// Every state that cannot be reached or from which no end can be reached.
pub(super) fn check_reach(spec: &WorkflowSpec) -> Vec<(String, Diagnostic)> {
    let openings = spec.acts.iter().filter(|act| act.from.is_empty());
    let starts: BTreeSet<&str> = openings
        .flat_map(|act| &act.to)
        .map(String::as_str)
        .collect();
    if starts.is_empty() {
        let finding = Diagnostic::error("follow.workflow.no-opening");
        return vec![("acts".to_owned(), finding)];
    }
    let reached = closure(starts, |state| next(spec, state));
    let ends = |state: &&StateSpec| matches!(state.phase, Phase::Done | Phase::Ended);
    let ends = spec
        .states
        .iter()
        .filter(ends)
        .map(|state| state.id.as_str());
    let ending = closure(ends.collect(), |state| before(spec, state));
    let mut found = Vec::new();
    for (s, state) in spec.states.iter().enumerate() {
        let id = state.id.as_str();
        let code = match () {
            () if !reached.contains(id) => "follow.workflow.unreached",
            () if ending.contains(id) => continue,
            () if next(spec, id).iter().all(|to| *to == id) => "follow.workflow.dead-end",
            () => "follow.workflow.no-exit",
        };
        let finding = Diagnostic::error(code).with("state", id);
        found.push((
            format!("states.{s}"),
            finding.with_text("title", &state.title),
        ));
    }
    found
}

fn next<'s>(spec: &'s WorkflowSpec, state: &str) -> Vec<&'s str> {
    let here = spec
        .acts
        .iter()
        .filter(|act| act.from.iter().any(|from| from == state));
    here.flat_map(|act| &act.to).map(String::as_str).collect()
}

fn before<'s>(spec: &'s WorkflowSpec, state: &str) -> Vec<&'s str> {
    let towards = spec
        .acts
        .iter()
        .filter(|act| act.to.iter().any(|to| to == state));
    towards
        .flat_map(|act| &act.from)
        .map(String::as_str)
        .collect()
}

/// Everything reached from some states by single steps.
fn closure<'s>(
    mut known: BTreeSet<&'s str>,
    step: impl Fn(&str) -> Vec<&'s str>,
) -> BTreeSet<&'s str> {
    let mut open: Vec<&str> = known.iter().copied().collect();
    while let Some(state) = open.pop() {
        for other in step(state) {
            if known.insert(other) {
                open.push(other);
            }
        }
    }
    known
}
