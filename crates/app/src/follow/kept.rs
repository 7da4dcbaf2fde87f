//! How deeds are written down: the one place where a case is changed.

use super::opened::Opened;
use super::standing::standing;
use super::version::Version;
use crate::call::{Answer, App, Call};
use crate::error::AppError;
use chrono::{DateTime, NaiveDateTime, SubsecRound, Utc};
use julin_follow::case::Deed;
use julin_follow::case::notices::notices;
use julin_follow::{Case, Event};
use julin_model::{Diagnostic, Digest};
use julin_store::Tx;
use julin_store::follow::{CaseRow, CommandKey, KeptNotice, NewEvent};
use std::sync::Arc;

/// Who writes, when, on what grounds, under which key.
pub(super) struct Writing<'a> {
    pub author: &'a str,
    pub at: DateTime<Utc>,
    pub on: NaiveDateTime,
    pub basis: &'a str,
    pub command: &'a CommandKey,
}

/// The present moment as it is stored.
pub(super) fn moment(app: &App) -> DateTime<Utc> {
    app.clock.now().trunc_subsecs(6)
}

/// The key of a command: the caller's, or one made from what was asked and seen, so that
/// the same request on the same state of things is the same command.
pub(super) fn command_key(
    call: &Call,
    given: Option<&String>,
    request: &str,
    seen: &str,
) -> Answer<CommandKey> {
    let mut digest = Digest::new();
    let request = digest.part(&call.actor).part(request).hex();
    let key = match given {
        Some(key) if (1..=200).contains(&key.len()) => key.clone(),
        Some(key) => {
            let bad = Diagnostic::error("app.command-key").with("n", key.len());
            return Err(AppError::invalid(bad.with("most", 200)));
        }
        None => Digest::new().part(&request).part(seen).hex(),
    };
    Ok(CommandKey { key, request })
}

/// Writes the first deeds of a case down; `row` says its key and number.
pub(super) fn begin(
    tx: &mut Tx,
    version: &Arc<Version>,
    mut row: CaseRow,
    (writing, deeds): (&Writing<'_>, &[Deed]),
) -> Answer<Opened> {
    let events: Vec<Event> = events(writing, 0, deeds).collect();
    let case = Case::of(&events);
    let case = case.ok_or_else(|| AppError::internal("case-without-opening"))?;
    let now = standing(version, &case, &events, None);
    row.standing = now.case;
    let new = new_events(version, writing, deeds)?;
    tx.take_step(&mut row, writing.command, &new, &now.parts)?;
    tell(tx, version, (row.key, None, &events))?;
    if let Some((subject, visit)) = &now.visit {
        tx.set_visit(row.key, Some((subject, visit)))?;
    }
    Ok(Opened {
        row,
        kept: Vec::new(),
        events,
        case,
        version: version.clone(),
    })
}

/// Adds deeds to a case and says where it stands now.
pub(super) fn go_on(
    tx: &mut Tx,
    mut opened: Opened,
    version: &Arc<Version>,
    (writing, deeds): (&Writing<'_>, &[Deed]),
) -> Answer<Opened> {
    let first = opened.events.len();
    let before = opened.case.clone();
    for event in events(writing, opened.row.last, deeds) {
        opened.case.take(&event);
        opened.events.push(event);
    }
    let budgets = [&opened.version, version].map(|own| own.workflow.spec.budget.is_some());
    opened.version = version.clone();
    let key = opened.row.key;
    let now = standing(version, &opened.case, &opened.events, None);
    opened.row.standing = now.case;
    let new = new_events(version, writing, deeds)?;
    tx.take_step(&mut opened.row, writing.command, &new, &now.parts)?;
    tell(tx, version, (key, Some(&before), &opened.events[first..]))?;
    if budgets.contains(&true) && tx.visit_of(key)? != now.visit {
        let visit = now.visit.as_ref();
        tx.set_visit(key, visit.map(|(subject, visit)| (subject.as_str(), visit)))?;
    }
    Ok(opened)
}

/// Deeds as events after the last.
fn events<'a>(
    writing: &'a Writing<'a>,
    last: u32,
    deeds: &'a [Deed],
) -> impl Iterator<Item = Event> + 'a {
    (last + 1..).zip(deeds).map(|(number, deed)| Event {
        number,
        at: writing.at,
        on: writing.on,
        author: writing.author.to_owned(),
        basis: writing.basis.to_owned(),
        deed: deed.clone(),
    })
}

/// Tells those concerned of new events.
fn tell(
    tx: &mut Tx,
    version: &Version,
    (case_key, before, new): (i64, Option<&Case>, &[Event]),
) -> Answer<()> {
    let mut before = before.cloned();
    for event in new {
        let after = match before.clone() {
            Some(mut case) => {
                case.take(event);
                Some(case)
            }
            None => Case::of(std::slice::from_ref(event)),
        };
        let Some(after) = after else { continue };
        for (person, kind) in notices(&version.workflow, before.as_ref(), &after, event) {
            let notice = KeptNotice {
                person,
                event: event.number,
                kind: kind.code().to_owned(),
                made: event.at,
            };
            tx.add_notice(case_key, &notice)?;
        }
        before = Some(after);
    }
    Ok(())
}

/// Takes note that a case was looked at and nothing was to be done.
pub(super) fn refresh(tx: &mut Tx, opened: &Opened, now: NaiveDateTime) -> Answer<()> {
    let looked = standing(&opened.version, &opened.case, &opened.events, Some(now));
    let mut row = opened.row.clone();
    row.standing.wake = looked.case.wake;
    Ok(tx.set_case(&row)?)
}

fn new_events(version: &Version, writing: &Writing<'_>, deeds: &[Deed]) -> Answer<Vec<NewEvent>> {
    let new = |deed: &Deed| {
        Ok(NewEvent {
            author: writing.author.to_owned(),
            at: writing.at,
            on: version.office.instant(writing.on),
            basis: writing.basis.to_owned(),
            deed: serde_json::to_string(deed).map_err(AppError::internal)?,
        })
    };
    deeds.iter().map(new).collect()
}
