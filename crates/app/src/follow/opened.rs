//! A case from the store: its events, and what they make of it.

use super::version::Version;
use crate::call::{Answer, App};
use crate::error::{AppError, Kind};
use julin_follow::case::Deed;
use julin_follow::{Calendar, Case, Event};
use julin_model::Diagnostic;
use julin_store::Tx;
use julin_store::follow::{CaseRow, CommandKey, Hold, KeptEvent};
use std::sync::Arc;

/// A case, opened.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    pub row: CaseRow,
    /// As the store has them: those there were when it was opened.
    pub kept: Vec<KeptEvent>,
    pub events: Vec<Event>,
    pub case: Case,
    pub version: Arc<Version>,
}

impl Opened {
    /// Number of the first event of a command, where it was done before.
    pub fn done(&self, command: &CommandKey) -> Answer<Option<u32>> {
        for own in &self.kept {
            if own.begins(command)? {
                return Ok(Some(own.number));
            }
        }
        Ok(None)
    }
}

/// The case of a number.
pub(super) fn open(app: &App, tx: &mut Tx, code: &str, hold: Hold) -> Answer<Opened> {
    let found = tx.held_case(code, hold)?;
    let found = found.ok_or_else(|| AppError::not_found("case", code))?;
    of_kept(app, tx, found)
}

/// The case of a row.
pub(super) fn of_row(app: &App, tx: &mut Tx, row: CaseRow) -> Answer<Opened> {
    let kept = tx.case_events(row.key)?;
    of_kept(app, tx, (row, kept))
}

fn of_kept(app: &App, tx: &mut Tx, (row, kept): (CaseRow, Vec<KeptEvent>)) -> Answer<Opened> {
    let version = app.version(tx, &row.standing.version)?;
    let events = events(&kept, &version.office.calendar);
    let unreadable = || {
        let found = Diagnostic::error("app.case-unreadable").with("code", &row.standing.code);
        AppError::new(Kind::Internal, found)
    };
    let events = events.ok_or_else(unreadable)?;
    let case = Case::of(&events).ok_or_else(unreadable)?;
    Ok(Opened {
        row,
        kept,
        events,
        case,
        version,
    })
}

/// Events as the engine has them; `None` when one cannot be read.
pub(super) fn events(kept: &[KeptEvent], calendar: &Calendar) -> Option<Vec<Event>> {
    let read = |own: &KeptEvent| {
        let deed: Deed = serde_json::from_str(&own.what.deed).ok()?;
        Some(Event {
            number: own.number,
            at: own.what.at,
            on: calendar.local(own.what.on),
            author: own.what.author.clone(),
            basis: own.what.basis.clone(),
            deed,
        })
    };
    kept.iter().map(read).collect()
}
