//! A case in a list, from its row.

use super::case::sight_of;
use super::version::Version;
use crate::call::{Answer, App, Call};
use crate::contract::{CaseLine, CaseLink, Light, Named};
use crate::lookup::Lookup;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use julin_model::{EntityId, Text};
use julin_store::Tx;
use julin_store::follow::CaseRow;

/// A case as a line, without its name for judges who see none.
pub(super) fn line(
    app: &App,
    tx: &mut Tx,
    lookup: &mut Lookup<'_>,
    (row, call): (&CaseRow, &Call),
) -> Answer<CaseLine> {
    let own = &row.standing;
    let version = app.version(tx, &own.version)?;
    let local = |at: DateTime<Utc>| version.office.calendar.local(at);
    let subject = own.subject.as_ref().and_then(|id| EntityId::new(id).ok());
    let subject = match subject {
        Some(id) => Some(lookup.entity(tx, &id)?),
        None => None,
    };
    let phase = version.workflow.phase(&own.state);
    let lights = (own.amber.map(local), own.due.map(local));
    let nameless = nameless(app, tx, lookup, (own.above.as_ref(), call))?;
    Ok(CaseLine {
        code: own.code.clone(),
        title: match nameless {
            true => Text::same(&own.code),
            false => own.title.clone(),
        },
        workflow: Named {
            id: own.workflow.clone(),
            title: version.workflow.spec.title.clone(),
        },
        state: state(&version, &own.state),
        phase,
        subject: subject.filter(|_| !nameless),
        opened: local(own.opened),
        moved: local(own.moved),
        since: local(own.since),
        ended: own.ended.map(local),
        due: own.due.map(local),
        light: light(lights, version.office.now(app)),
    })
}

/// Whether the caller sees no names in the round a case is scored in.
fn nameless(
    app: &App,
    tx: &mut Tx,
    lookup: &mut Lookup<'_>,
    (above, call): (Option<&String>, &Call),
) -> Answer<bool> {
    let Some(code) = above else { return Ok(false) };
    if let Some(known) = lookup.nameless.get(code) {
        return Ok(*known);
    }
    let nameless = !sight_of(app, tx, (Some(code), call))?.names;
    lookup.nameless.insert(code.clone(), nameless);
    Ok(nameless)
}

/// A state by its identifier and what it is called.
pub(super) fn state(version: &Version, id: &str) -> Named {
    let title = version.workflow.state(id).map(|state| state.title.clone());
    Named {
        id: id.to_owned(),
        title: title.unwrap_or_else(|| Text::same(id)),
    }
}

/// How something stands that warns at one time and is due at another.
pub(super) fn light(
    (amber, due): (Option<NaiveDateTime>, Option<NaiveDateTime>),
    now: NaiveDateTime,
) -> Option<Light> {
    match (amber, due) {
        (None, None) => None,
        (_, Some(due)) if due <= now => Some(Light::Red),
        (Some(amber), _) if amber <= now => Some(Light::Amber),
        _ => Some(Light::Green),
    }
}

/// How a day stands: late once it is over, near in the week before.
pub(super) fn day_light(due: Option<NaiveDate>, today: NaiveDate) -> Option<Light> {
    Some(match (due? - today).num_days() {
        ..0 => Light::Red,
        0..=7 => Light::Amber,
        _ => Light::Green,
    })
}

/// A case as a link; one that is not there shows its number.
pub(super) fn case_link(tx: &mut Tx, code: Option<&String>) -> Answer<Option<CaseLink>> {
    let Some(code) = code else { return Ok(None) };
    let row = tx.case(code)?;
    Ok(Some(CaseLink {
        title: row.map_or_else(|| Text::same(code), |row| row.standing.title),
        code: code.clone(),
    }))
}
