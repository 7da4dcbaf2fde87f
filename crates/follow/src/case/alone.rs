//! What is done in a case without anybody: warnings of clocks, steps of asking, acts that
//! a clock, a silence or a day brings about.
//!
//! Must not know: who is told.

use super::Case;
use super::clocks::ClockReading;
use super::command::{Decision, follow_up};
use super::deed::{Acted, Deed, Event};
use super::silence::silence;
use crate::clock::{ClockState, Light};
use crate::workflow::Workflow;
use crate::workflow::spec::{ActSpec, TriggerSpec};
use chrono::NaiveDateTime;
use julin_model::Value;

/// What is due to be done in a case by itself, in order; each changes what comes after, so
/// whoever writes them down asks again until there is none. Where a case has come to its
/// end only the days written into it come: a certificate to be looked at again.
pub fn next_alone(
    workflow: &Workflow,
    case: &Case,
    clocks: &[ClockReading],
    now: NaiveDateTime,
) -> Option<Deed> {
    if case.is_over() {
        return by_itself(workflow, case, clocks, now);
    }
    warning(clocks)
        .or_else(|| asking(workflow, case, now))
        .or_else(|| by_itself(workflow, case, clocks, now))
}

fn warning(clocks: &[ClockReading]) -> Option<Deed> {
    clocks.iter().find_map(|clock| {
        let runs = matches!(
            clock.reading.state,
            ClockState::Running | ClockState::Paused
        );
        let late = match clock.reading.light {
            Light::Green => return None,
            Light::Amber => false,
            Light::Red => true,
        };
        let told = clock.warned_late || (clock.warned && !late);
        (runs && !told).then(|| Deed::Warn {
            clock: clock.id.clone(),
            late,
        })
    })
}

fn asking(workflow: &Workflow, case: &Case, now: NaiveDateTime) -> Option<Deed> {
    let silence = silence(workflow, case, now.date())?;
    let steps = &workflow.spec.silence.as_ref()?.after_days;
    let place = usize::try_from(silence.reached).ok()?.checked_sub(1)?;
    (silence.reached > case.asked).then(|| Deed::Ask {
        step: silence.reached,
        days: steps.get(place).copied().unwrap_or(silence.days),
    })
}

fn by_itself(
    workflow: &Workflow,
    case: &Case,
    clocks: &[ClockReading],
    now: NaiveDateTime,
) -> Option<Deed> {
    let come = |act: &ActSpec| match &act.by_itself {
        None => false,
        Some(TriggerSpec::Late(_) | TriggerSpec::Silence) if case.is_over() => false,
        Some(TriggerSpec::Late(id)) => clocks.iter().any(|clock| {
            clock.id == *id
                && clock.reading.state == ClockState::Running
                && clock.reading.light == Light::Red
        }),
        Some(TriggerSpec::Silence) => {
            let silence = silence(workflow, case, now.date());
            silence.is_some_and(|silence| silence.is_given_up())
        }
        Some(TriggerSpec::DayOf(field)) => {
            matches!(case.value(field), Some(Value::Date(day)) if *day <= now.date())
        }
    };
    let allowed = |act: &&ActSpec| {
        let guard = act.when.as_ref().and_then(|text| workflow.guard(text));
        act.most
            .is_none_or(|most| case.times(&act.id) < most as usize)
            && act.to.first().is_some_and(|to| *to != case.state)
            && guard.is_none_or(|guard| guard.holds(case, now.date()) == Ok(true))
            && act
                .needs
                .iter()
                .all(|field| case.fields.contains_key(field))
            && act
                .names
                .iter()
                .all(|role| case.holders(role).next().is_some())
    };
    let mut acts = workflow.acts_in(&case.state);
    let act = acts.find(|act| case.pending.is_none() && come(act) && allowed(act))?;
    let state = act.to.first()?.clone();
    Some(Deed::Act(Acted {
        act: act.id.clone(),
        phase: workflow.phase(&state),
        state,
        sense: act.sense,
        ..Acted::default()
    }))
}

/// What such a deed comes to, with all an act brings about.
pub fn decided(workflow: &Workflow, case: &Case, deed: Deed, now: NaiveDateTime) -> Decision {
    follow_up(workflow, case, ("", now), vec![deed])
}

/// The event a deed without an author is written down as.
pub fn alone(case: &Case, deed: Deed, now: NaiveDateTime) -> Event {
    Event {
        number: case.last + 1,
        at: now.and_utc(),
        on: now.max(case.moved.0),
        author: String::new(),
        basis: String::new(),
        deed,
    }
}
