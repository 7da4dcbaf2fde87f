//! The workflows of the packs, with how many cases run by each.

use super::case::act_view;
use crate::call::{Answer, App, Call};
use crate::contract::{Named, StateCount, WorkflowView};
use crate::error::AppError;
use crate::packs::Loaded;
use julin_follow::{Workflow, WorkflowSpec};
use std::collections::BTreeMap;

type Counts = BTreeMap<(String, String), u64>;

/// All workflows.
pub fn workflows(app: &App, _call: &Call) -> Answer<Vec<WorkflowView>> {
    let counts = counts(app)?;
    let usable = app
        .packs
        .workflows()
        .filter_map(|own| view(app, own, &counts));
    Ok(usable.collect())
}

/// One workflow, by `<pack>/<name>`.
pub fn workflow(app: &App, _call: &Call, id: &str) -> Answer<WorkflowView> {
    let found = app.packs.workflow(id);
    let found = found.ok_or_else(|| AppError::not_found("workflow", id))?;
    let counts = counts(app)?;
    view(app, found, &counts).ok_or_else(|| AppError::not_found("workflow", id))
}

fn counts(app: &App) -> Answer<Counts> {
    let rows = app.store.read(|tx| tx.case_counts())?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|(workflow, state, n)| ((workflow, state), n))
        .collect())
}

/// A workflow as shown; none when it cannot be used: the check says why.
fn view(app: &App, loaded: &Loaded<WorkflowSpec>, counts: &Counts) -> Option<WorkflowView> {
    let workflow = Workflow::compile(&loaded.id, &loaded.spec).workflow?;
    let spec = &workflow.spec;
    let states = spec.states.iter().map(|state| StateCount {
        id: state.id.clone(),
        title: state.title.clone(),
        phase: state.phase,
        cases: counts
            .get(&(loaded.id.clone(), state.id.clone()))
            .copied()
            .unwrap_or(0),
    });
    let above = spec.within.as_ref().map(|within| Named {
        id: within.workflow.clone(),
        title: app
            .packs
            .workflow(&within.workflow)
            .map(|own| own.spec.title.clone())
            .unwrap_or_default(),
    });
    Some(WorkflowView {
        id: loaded.id.clone(),
        title: spec.title.clone(),
        about: spec.about.clone(),
        version: spec.version,
        states: states.collect(),
        openings: workflow
            .openings()
            .map(|act| act_view(app, &workflow, None, act))
            .collect(),
        subject: spec.subject.as_ref().map(|own| own.title.clone()),
        subject_optional: spec.subject.as_ref().is_none_or(|own| own.optional),
        within: above,
        register: spec.register.as_ref().map(|own| own.title.clone()),
        budget: spec.budget.as_ref().map(|own| own.name.clone()),
        scored: spec.scoring.is_some(),
        funnel: !spec.funnel.is_empty(),
    })
}
