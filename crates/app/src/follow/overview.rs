//! All workflows with how their cases stand.

use super::workflows::workflows;
use crate::call::{Answer, App, Call};
use crate::contract::{FollowOverview, WorkflowLights};
use chrono::TimeDelta;
use julin_store::follow::{CaseFilter, CaseRow};

/// Cases looked at for their lights, those due first before others.
const MOST: usize = 5_000;
/// Days ahead in which something can be nearly late.
const AHEAD: TimeDelta = TimeDelta::days(400);

/// All workflows with how many of their cases are late, or nearly.
pub fn follow_overview(app: &App, call: &Call) -> Answer<FollowOverview> {
    let now = app.clock.now();
    let filter = CaseFilter {
        phases: vec!["open".to_owned(), "waiting".to_owned()],
        due_by: Some(now + AHEAD),
        ..CaseFilter::default()
    };
    let mut rows = app.store.read(|tx| tx.cases(&filter, (MOST + 1, 0)))?;
    let at_least = rows.len() > MOST;
    rows.truncate(MOST);
    let late = |row: &CaseRow| row.standing.due.is_some_and(|due| due <= now);
    let near = |row: &CaseRow| !late(row) && row.standing.amber.is_some_and(|at| at <= now);
    let count = |id: &str, stands: &dyn Fn(&CaseRow) -> bool| {
        let own = rows.iter().filter(|row| row.standing.workflow == id);
        own.filter(|row| stands(row)).count() as u64
    };
    let workflows = workflows(app, call)?;
    Ok(FollowOverview {
        workflows: workflows
            .into_iter()
            .map(|workflow| WorkflowLights {
                late: count(&workflow.id, &late),
                near: count(&workflow.id, &near),
                workflow,
            })
            .collect(),
        at_least,
    })
}
