//! What is wrong between workflows: a case opened by another that could never be opened
//! so, a case above that has no such state.
//!
//! Must not know: where workflows come from.

use super::spec::{ActSpec, FieldKind, FieldSpec, OpensSpec, WorkflowSpec};
use julin_model::Diagnostic;

type Found = Vec<(String, Diagnostic)>;

/// Everything wrong between a workflow and those it names; one that is not found is told
/// elsewhere.
pub fn check_across<'s>(
    spec: &WorkflowSpec,
    find: impl Fn(&str) -> Option<&'s WorkflowSpec>,
) -> Found {
    let mut found = Found::new();
    if let Some(within) = &spec.within
        && let Some(above) = find(&within.workflow)
    {
        for state in &within.while_in {
            if !above.states.iter().any(|own| own.id == *state) {
                let unknown = Diagnostic::error("follow.workflow.unknown-state-there");
                let unknown = unknown.with("name", state);
                let unknown = unknown.with("workflow", &within.workflow);
                found.push(("within.while_in".to_owned(), unknown));
            }
        }
    }
    for (a, act) in spec.acts.iter().enumerate() {
        for (o, opens) in act.opens.iter().enumerate() {
            let told = find(&opens.workflow).map(|other| check_opens(spec, opens, other));
            let path = |(key, finding)| (format!("acts.{a}.opens.{o}{key}"), finding);
            found.extend(told.into_iter().flatten().map(path));
        }
    }
    found
}

/// A case is opened by the first opening act of its workflow.
fn check_opens(spec: &WorkflowSpec, opens: &OpensSpec, other: &WorkflowSpec) -> Found {
    let mut found = Found::new();
    let Some(first) = other.acts.iter().find(|act| act.from.is_empty()) else {
        return found;
    };
    let told = |code: &str| Diagnostic::error(code).with("workflow", &opens.workflow);
    for (c, copy) in opens.fields.iter().enumerate() {
        let path = || format!(".fields.{c}.field");
        let taken =
            |act: &ActSpec| act.needs.contains(&copy.field) || act.takes.contains(&copy.field);
        let there = other.fields.iter().find(|field| field.id == copy.field);
        let Some(there) = there.filter(|_| taken(first)) else {
            let unknown = told("follow.workflow.opens-field").with("field", &copy.field);
            found.push((path(), unknown.with("act", &first.id)));
            continue;
        };
        let here = spec.fields.iter().find(|field| field.id == copy.from);
        if here.is_some_and(|here| !fits(here, there)) {
            let unfit = told("follow.workflow.opens-kind").with("field", &copy.field);
            found.push((path(), unfit.with("from", &copy.from)));
        }
    }
    let copied = |id: &&String| !opens.fields.iter().any(|copy| copy.field == **id);
    let missing: Vec<&str> = first
        .needs
        .iter()
        .filter(copied)
        .map(String::as_str)
        .collect();
    let subject = other.subject.as_ref().is_some_and(|own| !own.optional) && !opens.same_subject;
    let within = other.within.as_ref().is_some_and(|own| !own.optional);
    let asks = !missing.is_empty() || !first.names.is_empty() || first.reason || first.evidence > 0;
    if asks || subject || within {
        let never = told("follow.workflow.opens-never").with("act", &first.id);
        found.push((
            ".workflow".to_owned(),
            never.with("missing", missing.join(", ")),
        ));
    }
    found
}

/// Whether what one field holds can be put into another.
fn fits(from: &FieldSpec, to: &FieldSpec) -> bool {
    match (from.kind, to.kind) {
        (FieldKind::Choice, FieldKind::Choice) => {
            let known = |id: &String| to.choices.iter().any(|choice| choice.id == *id);
            from.choices.iter().all(|choice| known(&choice.id))
        }
        (FieldKind::Choice | FieldKind::Person, FieldKind::Line) => true,
        (_, FieldKind::Text) => true,
        (from, to) => from == to,
    }
}
