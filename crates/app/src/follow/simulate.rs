//! Trying a workflow out on generated cases before it goes live; nothing is kept.

use super::office::Office;
use crate::call::{Answer, App, Call};
use crate::contract::{ClockTrial, DeadEndView, Named, WorkflowTrial};
use crate::error::AppError;
use chrono::NaiveDate;
use julin_follow::Workflow;
use julin_follow::simulate::{DeadEnd, Plan, Report, simulate};
use julin_model::{Diagnostic, Text};
use std::collections::BTreeMap;

/// Most cases in one go.
const MOST: u32 = 100_000;

/// What to try out.
#[derive(Debug, Clone, Default)]
pub struct SimulateInput {
    /// The workflow, `<pack>/<name>`.
    pub workflow: String,
    /// How many cases.
    pub cases: u32,
    /// The same seed gives the same answer.
    pub seed: u64,
    /// The day they are opened on; today when not given.
    pub day: Option<NaiveDate>,
}

/// Runs generated cases through a workflow.
pub fn simulate_workflow(app: &App, _call: &Call, input: &SimulateInput) -> Answer<WorkflowTrial> {
    let loaded = app.packs.workflow(&input.workflow);
    let loaded = loaded.ok_or_else(|| AppError::not_found("workflow", &input.workflow))?;
    let unusable = || Diagnostic::error("app.workflow-unusable").with("id", &loaded.id);
    let workflow = Workflow::compile(&loaded.id, &loaded.spec).workflow;
    let workflow = workflow.ok_or_else(|| AppError::invalid(unusable()))?;
    if !(1..=MOST).contains(&input.cases) {
        let found = Diagnostic::error("app.simulate-cases").with("n", input.cases);
        return Err(AppError::invalid(found.with("most", MOST)));
    }
    let office = Office::of(app, &loaded.id, &loaded.spec);
    let day = input.day.unwrap_or_else(|| office.now(app).date());
    let start = office.calendar.next_working_day(day).unwrap_or(day);
    let start = start.and_hms_opt(9, 0, 0).unwrap_or_default();
    let plan = Plan::new(input.seed, input.cases, start);
    let report = simulate(&workflow, &office.calendar, &plan);
    Ok(trial(&workflow, (input.seed, start.date()), report))
}

fn trial(workflow: &Workflow, (seed, day): (u64, NaiveDate), report: Report) -> WorkflowTrial {
    let state = |id: &str| named(id, workflow.state(id).map(|own| &own.title));
    let act = |id: &String| named(id, workflow.act(id).map(|own| &own.title));
    let counted = |counts: BTreeMap<String, u32>| {
        let counts = counts.into_iter();
        counts.map(|(id, n)| (state(&id), n)).collect::<Vec<_>>()
    };
    let clocks = report.clocks.into_iter().map(|own| ClockTrial {
        clock: named(&own.id, workflow.clock(&own.id).map(|own| &own.title)),
        n: own.n,
        unfinished: own.unfinished,
        median: own.median,
        worst_decile: own.worst_decile,
        late: own.late,
    });
    let dead_end = |own: DeadEnd| DeadEndView {
        state: state(&own.state),
        cases: own.cases,
        refused: own.refused,
    };
    WorkflowTrial {
        workflow: named(&workflow.id, Some(&workflow.spec.title)),
        seed,
        day,
        clocks: clocks.collect(),
        dead_ends: report.dead_ends.into_iter().map(dead_end).collect(),
        unreached: report.unreached.iter().map(|id| state(id)).collect(),
        undone: report.undone.iter().map(act).collect(),
        ended: counted(report.ended),
        unfinished: counted(report.unfinished),
        cases: report.cases,
        not_opened: report.not_opened.into_iter().collect(),
        steps: report.steps,
        returned: report.returned,
        reopened: report.reopened,
    }
}

fn named(id: &str, title: Option<&Text>) -> Named {
    Named {
        id: id.to_owned(),
        title: title.cloned().unwrap_or_else(|| Text::same(id)),
    }
}
