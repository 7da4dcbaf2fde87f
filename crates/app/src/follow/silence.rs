//! Cases by how silent they are: what somebody has to ask about before it dies.

use super::case::role;
use super::line::line;
use super::opened::{Opened, of_row};
use crate::call::{Answer, App, Call};
use crate::contract::{Light, Named, SilenceRow, SilenceView};
use crate::error::AppError;
use crate::lookup::Lookup;
use julin_follow::case::silence::silence as silence_of;
use julin_follow::case::{Deed, ObligationState};
use julin_store::Tx;
use julin_store::follow::CaseFilter;

/// Cases read at most.
const MOST: usize = 5_000;

/// Cases in which silence counts, the most silent first; of one workflow or of all.
pub fn silent_cases(app: &App, call: &Call, workflow: Option<&str>) -> Answer<SilenceView> {
    if let Some(id) = workflow.filter(|id| app.packs.workflow(id).is_none()) {
        return Err(AppError::not_found("workflow", id));
    }
    let counting = app
        .packs
        .workflows()
        .filter(|own| own.spec.silence.is_some());
    let workflows: Vec<Named> = counting
        .map(|own| Named {
            id: own.id.clone(),
            title: own.spec.title.clone(),
        })
        .collect();
    let shown = workflows
        .iter()
        .filter(|own| workflow.is_none_or(|id| own.id == id));
    let filter = CaseFilter {
        workflows: shown.map(|own| own.id.clone()).collect(),
        phases: vec!["open".to_owned(), "waiting".to_owned()],
        ..CaseFilter::default()
    };
    app.store.read(|tx| {
        let mut rows = Vec::new();
        if !filter.workflows.is_empty() {
            let mut lookup = Lookup::new(app);
            let found = tx.cases(&filter, (app.most(MOST), 0))?;
            let all = found.len();
            for (done, row) in found.into_iter().enumerate() {
                app.step(done, all)?;
                let opened = of_row(app, tx, row)?;
                rows.extend(silence_row(app, tx, &mut lookup, (&opened, call))?);
            }
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.silence.days));
        Ok(SilenceView {
            workflows,
            shown: workflow.map(str::to_owned),
            stale: rows.iter().filter(|row| row.silence.is_stale()).count() as u64,
            rows,
        })
    })
}

fn silence_row(
    app: &App,
    tx: &mut Tx,
    lookup: &mut Lookup<'_>,
    (opened, call): (&Opened, &Call),
) -> Answer<Option<SilenceRow>> {
    let (case, workflow) = (&opened.case, &opened.version.workflow);
    let today = opened.version.office.now(app).date();
    let Some(silence) = silence_of(workflow, case, today) else {
        return Ok(None);
    };
    let asked = workflow.spec.silence.iter().flat_map(|own| &own.asks);
    let asks = opened.events.iter().filter(|event| event.on >= case.heard);
    let asks = asks.filter(|event| matches!(event.deed, Deed::Ask { .. }));
    let open = case
        .obligations
        .iter()
        .filter(|own| own.state == ObligationState::Open);
    let days = open.clone().filter_map(|own| own.due);
    Ok(Some(SilenceRow {
        case: line(app, tx, lookup, (&opened.row, call))?,
        light: match () {
            () if silence.is_given_up() => Light::Red,
            () if silence.is_stale() => Light::Amber,
            () => Light::Green,
        },
        asked: asked.filter_map(|id| role(workflow, case, id)).collect(),
        asks: asks.map(|event| event.on).collect(),
        promises: (
            open.count() as u32,
            days.clone().filter(|day| *day < today).count() as u32,
        ),
        next: days.min(),
        silence,
        today,
    }))
}
