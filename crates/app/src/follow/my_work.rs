//! My work: 待办, 已办, 我发起, 抄送, over all workflows.

use super::line::{light, line};
use crate::call::{Answer, App, Call};
use crate::contract::{MyWork, PartLine};
use crate::error::AppError;
use crate::lookup::Lookup;
use julin_follow::case::parts::PartKind;
use julin_model::{Diagnostic, Text};
use julin_store::Tx;
use julin_store::follow::PartRow;

/// Which part of my work.
#[derive(Debug, Clone, Default)]
pub struct MyWorkInput {
    /// `todo` (to do, to agree to, to keep), `done`, `started`, `copied`, or `unclaimed`.
    pub shown: String,
    /// How many at most.
    pub limit: usize,
    /// How many to leave out before.
    pub offset: usize,
}

/// What the caller has to do with cases.
pub fn my_work(app: &App, call: &Call, input: &MyWorkInput) -> Answer<MyWork> {
    let to_do = [PartKind::Todo, PartKind::Sign, PartKind::Owe].map(PartKind::code);
    let (person, kinds): (&str, &[&str]) = match input.shown.as_str() {
        "" | "todo" => (&call.actor, &to_do),
        "done" => (&call.actor, &["done"]),
        "started" => (&call.actor, &["started"]),
        "copied" => (&call.actor, &["copied"]),
        "unclaimed" => ("", &to_do),
        other => {
            let bad = Diagnostic::error("app.my-work-part").with("part", other);
            return Err(AppError::invalid(bad));
        }
    };
    app.store.read(|tx| {
        let limit = app.most(input.limit.clamp(1, 10_000));
        let mut rows = tx.parts_of(person, kinds, (limit + 1, input.offset))?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let mut lookup = Lookup::new(app);
        let lines = rows.iter().enumerate().map(|(done, row)| {
            app.step(done, rows.len())?;
            part_line(app, tx, &mut lookup, (row, call))
        });
        let lines = lines.collect::<Answer<Vec<_>>>()?;
        let counted = |rows: Vec<(String, u64)>| {
            let known = rows.into_iter();
            known
                .filter_map(|(part, n)| Some((PartKind::of(&part)?, n)))
                .collect::<Vec<_>>()
        };
        let unclaimed = counted(tx.part_counts("")?).iter().map(|(_, n)| n).sum();
        Ok(MyWork {
            person: call.actor.clone(),
            counts: counted(tx.part_counts(&call.actor)?),
            unclaimed,
            shown: match input.shown.as_str() {
                "" => "todo".to_owned(),
                shown => shown.to_owned(),
            },
            lines,
            more,
        })
    })
}

/// How many things the caller has to do.
pub fn to_do(app: &App, call: &Call) -> Answer<u64> {
    let counts = app.store.read(|tx| tx.part_counts(&call.actor));
    let counts = counts.map_err(AppError::from)?.into_iter();
    let to_do = counts.filter(|(part, _)| PartKind::of(part).is_some_and(PartKind::is_to_do));
    Ok(to_do.map(|(_, n)| n).sum())
}

fn part_line(
    app: &App,
    tx: &mut Tx,
    lookup: &mut Lookup<'_>,
    (row, call): (&PartRow, &Call),
) -> Answer<PartLine> {
    let case = line(app, tx, lookup, (&row.case, call))?;
    let version = app.version(tx, &row.case.standing.version)?;
    let local = |at| version.office.calendar.local(at);
    let part = PartKind::of(&row.part.part).unwrap_or(PartKind::Done);
    let due = row.part.due.map(local);
    let role = &row.part.role;
    let workflow = &version.workflow;
    let as_what = match part {
        PartKind::Sign => workflow.act(role).map(|act| act.title.clone()),
        PartKind::Owe => promised(app, tx, row)?,
        _ => workflow.role(role).map(|role| role.title.clone()),
    };
    let amber = match part {
        PartKind::Owe => due.map(|due| due - chrono::TimeDelta::days(7)),
        _ => row.case.standing.amber.map(local),
    };
    Ok(PartLine {
        part,
        as_what: as_what.unwrap_or_else(|| Text::same(role)),
        since: local(row.part.since),
        due,
        light: due.and_then(|due| light((amber, Some(due)), version.office.now(app))),
        case,
    })
}

/// What a promise that is owed is about.
fn promised(app: &App, tx: &mut Tx, row: &PartRow) -> Answer<Option<Text>> {
    let opened = super::opened::of_row(app, tx, row.case.clone())?;
    let mut own = opened.case.obligations.iter();
    let own = own.find(|own| own.number.to_string() == row.part.role);
    Ok(own.map(|own| own.title.clone()))
}
