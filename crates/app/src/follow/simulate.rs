//! A workflow tried out over generated cases, before it goes live. Nothing is kept.

use super::office::Office;
use crate::call::{Answer, App, Call};
use crate::contract::{ClockTrial, Named, StuckState, WorkflowTrial};
use crate::error::AppError;
use julin_follow::Workflow;
use julin_follow::simulate::{Plan, simulate};
use julin_model::Diagnostic;
use std::collections::BTreeMap;

/// Cases in one go at most.
const MOST: u32 = 10_000;

/// What to try out.
#[derive(Debug, Clone)]
pub struct TrialInput {
    /// The workflow, `<pack>/<name>`.
    pub workflow: String,
    /// How many cases.
    pub cases: u32,
    /// The same seed gives the same answer on the same day.
    pub seed: u64,
}

/// Tries a workflow of the packs out, from the present time of its office on.
pub fn try_workflow(app: &App, _call: &Call, input: &TrialInput) -> Answer<WorkflowTrial> {
    let loaded = app.packs.workflow(&input.workflow);
    let loaded = loaded.ok_or_else(|| AppError::not_found("workflow", &input.workflow))?;
    if !(1..=MOST).contains(&input.cases) {
        let found = Diagnostic::error("app.trial-cases").with("n", input.cases);
        return Err(AppError::invalid(found.with("most", MOST)));
    }
    let workflow = Workflow::compile(&loaded.id, &loaded.spec).workflow;
    let unusable = || Diagnostic::error("app.workflow-unusable").with("id", &loaded.id);
    let workflow = workflow.ok_or_else(|| AppError::invalid(unusable()))?;
    let office = Office::of(app, &loaded.id, &loaded.spec);
    let plan = Plan::new(input.seed, input.cases, office.now(app));
    let report = simulate(&workflow, &office.calendar, &plan);
    let state = |id: &String| Named {
        title: workflow
            .state(id)
            .map(|own| own.title.clone())
            .unwrap_or_default(),
        id: id.clone(),
    };
    let counts = |own: &BTreeMap<String, u32>| own.iter().map(|(id, n)| (state(id), *n)).collect();
    Ok(WorkflowTrial {
        workflow: Named {
            id: loaded.id.clone(),
            title: loaded.spec.title.clone(),
        },
        seed: input.seed,
        cases: report.cases,
        not_opened: report
            .not_opened
            .iter()
            .map(|(code, n)| (code.clone(), *n))
            .collect(),
        ended: counts(&report.ended),
        unfinished: counts(&report.unfinished),
        dead_ends: report
            .dead_ends
            .iter()
            .map(|end| StuckState {
                state: state(&end.state),
                cases: end.cases,
                refused: end.refused.clone(),
            })
            .collect(),
        unreached: report.unreached.iter().map(state).collect(),
        undone: report
            .undone
            .iter()
            .map(|id| Named {
                title: workflow
                    .act(id)
                    .map(|own| own.title.clone())
                    .unwrap_or_default(),
                id: id.clone(),
            })
            .collect(),
        clocks: report
            .clocks
            .iter()
            .map(|own| ClockTrial {
                clock: Named {
                    title: workflow
                        .clock(&own.id)
                        .map(|spec| spec.title.clone())
                        .unwrap_or_default(),
                    id: own.id.clone(),
                },
                n: own.n,
                unfinished: own.unfinished,
                median: own.median,
                worst_decile: own.worst_decile,
                late: own.late,
            })
            .collect(),
        working_day: office.calendar.hours().total().into(),
        steps: report.steps,
        returned: report.returned,
        reopened: report.reopened,
        opened: report.opened,
    })
}
