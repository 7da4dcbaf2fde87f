//! Public registers: what stands in them, year by year, adding up.

use super::line::state;
use super::opened::{Opened, of_row};
use super::words::told_text;
use crate::call::{Answer, App, Call};
use crate::contract::{Named, RegisterRow, RegisterView, RegisterYear};
use crate::error::AppError;
use crate::lookup::Lookup;
use chrono::{Datelike, NaiveDate};
use julin_follow::workflow::spec::RegisterSpec;
use julin_model::{EntityId, Text, Value};
use julin_store::Tx;
use julin_store::follow::CaseFilter;
use std::collections::BTreeMap;

/// Entries read at most.
const MOST: usize = 20_000;

/// The register of a workflow.
pub fn register(app: &App, _call: &Call, workflow: &str) -> Answer<RegisterView> {
    let loaded = app.packs.workflow(workflow);
    let loaded = loaded.ok_or_else(|| AppError::not_found("workflow", workflow))?;
    let spec = loaded.spec.register.as_ref();
    let spec = spec.ok_or_else(|| AppError::not_found("register", workflow))?;
    let title = |id: &String| {
        let field = loaded.spec.fields.iter().find(|field| field.id == *id);
        field.map_or_else(|| Text::same(id), |field| field.title.clone())
    };
    let filter = CaseFilter {
        workflows: vec![workflow.to_owned()],
        states: spec.while_in.clone(),
        ..CaseFilter::default()
    };
    app.store.read(|tx| {
        let mut lookup = Lookup::new(app);
        let mut rows = Vec::new();
        for row in tx.cases(&filter, (app.most(MOST), 0))? {
            let opened = of_row(app, tx, row)?;
            rows.push(entry(tx, &mut lookup, spec, &opened)?);
        }
        rows.sort_by(|a, b| (a.day, &a.code).cmp(&(b.day, &b.code)));
        let held: Vec<bool> = (0..spec.shows.len())
            .map(|i| rows.iter().any(|row| !row.cells[i].is_empty()))
            .collect();
        for row in &mut rows {
            let mut held = held.iter();
            row.cells.retain(|_| held.next() == Some(&true));
        }
        let shown = spec.shows.iter().zip(&held).filter(|(_, held)| **held);
        Ok(RegisterView {
            title: spec.title.clone(),
            workflow: Named {
                id: loaded.id.clone(),
                title: loaded.spec.title.clone(),
            },
            columns: shown.map(|(id, _)| title(id)).collect(),
            total: rows.iter().map(|row| row.count.unwrap_or(1)).sum(),
            years: years(&rows),
            rows,
        })
    })
}

fn entry(
    tx: &mut Tx,
    lookup: &mut Lookup<'_>,
    spec: &RegisterSpec,
    opened: &Opened,
) -> Answer<RegisterRow> {
    let (case, workflow) = (&opened.case, &opened.version.workflow);
    let subject = case.subject.as_ref().and_then(|id| EntityId::new(id).ok());
    let subject = match subject {
        Some(id) => Some(lookup.entity(tx, &id)?),
        None => None,
    };
    let mut cell = |id: &String| match (workflow.field(id), case.value(id)) {
        (_, Some(Value::Entity { entity })) => Ok(lookup.entity(tx, entity)?.name),
        (Some(field), Some(value)) => Ok(told_text(field, value)),
        _ => Ok(Text::default()),
    };
    let cells = spec
        .shows
        .iter()
        .map(&mut cell)
        .collect::<Answer<Vec<_>>>()?;
    let number = match &spec.number {
        Some(id) => cell(id)?,
        None => Text::default(),
    };
    let count = spec.count.as_ref().and_then(|id| case.value(id)?.number());
    Ok(RegisterRow {
        code: case.code.clone(),
        title: case.title.clone(),
        subject,
        number,
        day: day(case.value(&spec.day)),
        state: state(&opened.version, &case.state),
        count: count.filter(|n| *n >= 0.0).map(|n| n.round() as u64),
        cells,
        basis: opened
            .events
            .first()
            .map(|event| event.basis.clone())
            .unwrap_or_default(),
    })
}

fn day(value: Option<&Value>) -> Option<NaiveDate> {
    match value {
        Some(Value::Date(day)) => Some(*day),
        _ => None,
    }
}

/// Entries without a day are counted first: nobody says that they came later than others.
fn years(rows: &[RegisterRow]) -> Vec<RegisterYear> {
    let mut new: BTreeMap<Option<i32>, u64> = BTreeMap::new();
    for row in rows {
        let year = row.day.map(|day| day.year());
        *new.entry(year).or_default() += row.count.unwrap_or(1);
    }
    let mut total = 0;
    let year = |(year, new): (Option<i32>, u64)| {
        total += new;
        RegisterYear { year, new, total }
    };
    new.into_iter().map(year).collect()
}
