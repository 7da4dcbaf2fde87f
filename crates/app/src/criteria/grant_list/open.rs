//! A list with its history as kept, and the one way an act is written down.

use super::view::view;
use crate::call::{Answer, App, Call};
use crate::contract::{GrantDraft, GrantListView};
use crate::error::{AppError, Kind};
use chrono::{DateTime, SubsecRound, Utc};
use julin_criteria::grant_list::steps::after;
use julin_criteria::grant_list::{Act, Event, GrantList, Verb};
use julin_model::{Diagnostic, Digest, RunHead};
use julin_store::{GrantEvent, Tx};

/// A list, opened.
pub(super) struct Opened {
    /// Its number.
    pub(super) number: u32,
    /// What was done, in order.
    pub(super) events: Vec<Event>,
    /// The run it was drawn up by.
    pub(super) run: RunHead,
    /// What the data gave.
    pub(super) draft: GrantDraft,
    /// How it stands.
    pub(super) list: GrantList,
}

/// Which list, as last seen.
#[derive(Debug, Clone, Copy, Default)]
pub struct GrantOn {
    /// Its number.
    pub list: u32,
    /// Number of the last act the person saw; when somebody has acted since, nothing is
    /// done. Any when not given.
    pub seen: Option<u32>,
}

/// The list of a number.
pub(super) fn open(tx: &mut Tx, number: u32) -> Answer<Opened> {
    let events = tx.grant_events(number)?;
    if events.is_empty() {
        return Err(AppError::not_found("grant-list", &number.to_string()));
    }
    of_events(tx, number, &events)
}

/// The list of a history.
pub(super) fn of_events(tx: &mut Tx, number: u32, events: &[GrantEvent]) -> Answer<Opened> {
    let unreadable = || Diagnostic::error("app.grant-unreadable").with("list", number);
    let broken = || AppError::new(Kind::Internal, unreadable());
    let read = |event: &GrantEvent| {
        Some(Event {
            number: event.number,
            at: event.at,
            actor: event.author.clone(),
            act: serde_json::from_str(&event.act).ok()?,
        })
    };
    let events: Option<Vec<Event>> = events.iter().map(read).collect();
    let events = events.ok_or_else(broken)?;
    let Some(Act::Draft { run, digest, .. }) = events.first().map(|event| &event.act) else {
        return Err(broken());
    };
    let run = tx.run(run)?.ok_or_else(broken)?;
    // The result of a run can be computed anew; a list rests on the one it began with.
    if Digest::of_bytes(run.result.as_bytes()) != *digest {
        return Err(broken());
    }
    let draft: GrantDraft = serde_json::from_str(&run.result).map_err(|_| broken())?;
    let list = GrantList::replay(members(&draft), &events);
    Ok(Opened {
        number,
        events,
        run: run.head,
        draft,
        list,
    })
}

/// Identifiers of those on a draft.
pub(super) fn members(draft: &GrantDraft) -> impl Iterator<Item = String> {
    let own = draft.eligible.iter();
    own.map(|member| member.entity.id.to_string())
}

/// Begins a list with its first act; its number.
pub(super) fn first_event(app: &App, call: &Call, tx: &mut Tx, act: &Act) -> Answer<u32> {
    let list = tx.next_grant_list()?;
    put(call, tx, (list, 1, now(app)), act)?;
    Ok(list)
}

/// This moment, as exactly as it is kept.
pub(super) fn now(app: &App) -> DateTime<Utc> {
    app.clock.now().trunc_subsecs(6)
}

fn put(
    call: &Call,
    tx: &mut Tx,
    (list, number, at): (u32, u32, DateTime<Utc>),
    act: &Act,
) -> Answer<()> {
    let event = GrantEvent {
        list,
        number,
        act: serde_json::to_string(act).map_err(AppError::internal)?,
        author: call.actor.clone(),
        at,
    };
    Ok(tx.put_grant_event(&event)?)
}

/// Does one act: opens the list, refuses what others have overtaken and what is not
/// possible now, writes it down, and gives the list as it stands then. The act is told the
/// moment it is kept with.
pub(super) fn act(
    app: &App,
    call: &Call,
    (on, verb): (GrantOn, Verb),
    make: impl FnOnce(&mut Tx, &Opened, DateTime<Utc>) -> Answer<Act>,
) -> Answer<GrantListView> {
    app.store.write(|tx| {
        let opened = open(tx, on.list)?;
        let conflict = |found| AppError::new(Kind::Conflict, found);
        if on.seen.is_some_and(|seen| seen != opened.list.last) {
            return Err(conflict(overtaken(&opened)));
        }
        if after(opened.list.state, verb).is_none() {
            return Err(conflict(opened.list.wrong_step(verb.code())));
        }
        let at = now(app);
        let act = make(tx, &opened, at)?;
        if let Some(found) = opened.list.refuses(&act, app.today()) {
            return Err(conflict(found));
        }
        put(call, tx, (on.list, opened.list.last + 1, at), &act)?;
        let opened = open(tx, on.list)?;
        view(app, tx, &opened)
    })
}

fn overtaken(opened: &Opened) -> Diagnostic {
    let told = Diagnostic::error("app.grant-overtaken").with("list", opened.number);
    match opened.events.last() {
        Some(last) => told
            .with("number", last.number)
            .with("at", last.at.format("%Y-%m-%d %H:%M UTC"))
            .with("actor", &last.actor),
        None => told,
    }
}
