//! Figures over the cases of a workflow, from their events alone: how far they came, how
//! long they took, before and after a day, and how many of each class.

use super::line::state;
use super::opened::{Opened, of_row};
use super::version::Version;
use crate::call::{Answer, App, Call};
use crate::contract::{ClassView, DurationView, FunnelView, Named, WorkflowFigures};
use crate::error::AppError;
use chrono::NaiveDate;
use julin_follow::durations::{Span, durations, stretches};
use julin_follow::funnel::funnel;
use julin_follow::workflow::spec::{FieldKind, FieldSpec};
use julin_model::Value;
use julin_store::follow::CaseFilter;
use std::sync::Arc;

/// Cases read at most.
const MOST: usize = 50_000;

/// Figures over the cases of a workflow, parted by a day where one is given.
pub fn workflow_figures(
    app: &App,
    _call: &Call,
    (workflow, day): (&str, Option<NaiveDate>),
) -> Answer<WorkflowFigures> {
    let loaded = app.packs.workflow(workflow);
    let loaded = loaded.ok_or_else(|| AppError::not_found("workflow", workflow))?;
    let filter = CaseFilter {
        workflows: vec![workflow.to_owned()],
        ..CaseFilter::default()
    };
    let cases = app.store.read(|tx| {
        let rows = tx.cases(&filter, (app.most(MOST), 0))?;
        let opened = rows.into_iter().map(|row| of_row(app, tx, row));
        opened.collect::<Answer<Vec<Opened>>>()
    })?;
    let version = match cases.first() {
        Some(first) => first.version.clone(),
        None => app.store.act(|tx| app.newest_version(tx, workflow))?,
    };
    let count = |of: fn(&Opened) -> u32| cases.iter().filter(|own| of(own) > 0).count() as u64;
    let choices = loaded
        .spec
        .fields
        .iter()
        .filter(|field| field.kind == FieldKind::Choice);
    Ok(WorkflowFigures {
        workflow: Named {
            id: loaded.id.clone(),
            title: loaded.spec.title.clone(),
        },
        day,
        cases: cases.len() as u64,
        funnel: (!loaded.spec.funnel.is_empty()).then(|| far(&version, &cases)),
        clocks: clocks(app, &version, &cases, day),
        working_day: version.office.calendar.hours().total().into(),
        counts: [
            count(|own| own.case.returned),
            count(|own| own.case.reopened),
            count(|own| own.case.hurried),
        ],
        classes: choices.map(|field| class(field, &cases)).collect(),
    })
}

fn far(version: &Arc<Version>, cases: &[Opened]) -> FunnelView {
    let found = funnel(&version.workflow, cases.iter().map(|own| &own.case));
    let named = |id: &str| state(version, id);
    FunnelView {
        steps: found
            .steps
            .iter()
            .map(|own| (named(&own.state), own.reached, own.last))
            .collect(),
        outside: found.outside,
        open: found.open,
        ended: found
            .ended
            .iter()
            .map(|own| (named(&own.state), own.phase, own.tally))
            .collect(),
    }
}

fn clocks(
    app: &App,
    version: &Arc<Version>,
    cases: &[Opened],
    day: Option<NaiveDate>,
) -> Vec<DurationView> {
    let specs = version.workflow.spec.clocks.iter();
    let measured = specs.map(|spec| {
        let span = Span::Clock(spec.id.clone());
        let all = cases.iter().flat_map(|own| {
            let office = &own.version.office;
            let by = (&own.version.workflow, &office.calendar);
            stretches(by, &own.events, &span, office.now(app))
        });
        DurationView {
            clock: Named {
                id: spec.id.clone(),
                title: spec.title.clone(),
            },
            durations: durations(&all.collect::<Vec<_>>(), day),
        }
    });
    measured.collect()
}

fn class(field: &FieldSpec, cases: &[Opened]) -> ClassView {
    let holds = |own: &&Opened, id: &str| matches!(own.case.value(&field.id), Some(Value::Word(word)) if word == id);
    let choices = field.choices.iter().map(|choice| {
        let named = Named {
            id: choice.id.clone(),
            title: choice.title.clone(),
        };
        (
            named,
            cases.iter().filter(|own| holds(own, &choice.id)).count() as u64,
        )
    });
    ClassView {
        field: Named {
            id: field.id.clone(),
            title: field.title.clone(),
        },
        choices: choices.collect(),
        unknown: cases
            .iter()
            .filter(|own| own.case.value(&field.id).is_none())
            .count() as u64,
    }
}
