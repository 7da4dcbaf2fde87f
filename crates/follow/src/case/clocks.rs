//! The clocks of a case, read from its deeds.
//!
//! A clock starts with the act that hands the work over, stands still while somebody
//! outside is waited for, stops with the act that ends it, and goes on where it was when
//! the work is taken up again. Another level of service changes what is allowed and
//! nothing else.
//!
//! Must not know: which deeds are allowed.

use super::deed::{Acted, Deed, Event};
use crate::calendar::Calendar;
use crate::clock::{Allowance, Clock, ClockEvent, ClockState, Light, Reading};
use crate::workflow::Workflow;
use crate::workflow::spec::{AllowanceSpec, ClockSpec, Phase, Sense};
use chrono::NaiveDateTime;
use julin_model::{Text, Value};

/// A clock of a case at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockReading {
    /// Which clock.
    pub id: String,
    /// What is timed.
    pub title: Text,
    /// What it shows.
    pub reading: Reading,
    /// When it starts to warn if nothing stops it.
    pub amber: Option<NaiveDateTime>,
    /// Stretches it stood still, with why.
    pub pauses: Vec<Pause>,
}

/// A stretch a clock stood still.
#[derive(Debug, Clone, PartialEq)]
pub struct Pause {
    /// Since when.
    pub from: NaiveDateTime,
    /// Until when; it still stands when none.
    pub until: Option<NaiveDateTime>,
    /// Why, in the words of whoever waits.
    pub reason: String,
}

/// Every clock of a case at a time; those not started yet too.
pub fn read_clocks(
    workflow: &Workflow,
    calendar: &Calendar,
    events: &[Event],
    now: NaiveDateTime,
) -> Vec<ClockReading> {
    let clocks = workflow.spec.clocks.iter();
    clocks
        .map(|spec| read_clock(spec, calendar, events, now))
        .collect()
}

fn read_clock(
    spec: &ClockSpec,
    calendar: &Calendar,
    events: &[Event],
    now: NaiveDateTime,
) -> ClockReading {
    let (ticks, pauses) = ticks(spec, events);
    let clock = |allowance: Allowance| Clock {
        calendar,
        allowance,
        amber_percent: spec.amber_percent,
    };
    let reading = clock(allowance(spec.allows)).read(&ticks, now);
    let warns_at = reading.allowed * u64::from(spec.amber_percent) / 100;
    let runs = reading.state == ClockState::Running && reading.light == Light::Green;
    let left = warns_at.saturating_sub(reading.used);
    let amber = runs.then(|| calendar.after_working_seconds(now, left));
    ClockReading {
        id: spec.id.clone(),
        title: spec.title.clone(),
        reading,
        amber: amber.flatten().map(|end| end.value),
        pauses,
    }
}

fn allowance(spec: AllowanceSpec) -> Allowance {
    match spec {
        AllowanceSpec::WorkingDays(days) => Allowance::WorkingDays(days),
        AllowanceSpec::WorkingHours(hours) => {
            Allowance::WorkingSeconds((hours * 3600.0).round().max(0.0) as u64)
        }
    }
}

/// What happened to a clock, from what happened in the case.
fn ticks(spec: &ClockSpec, events: &[Event]) -> (Vec<(NaiveDateTime, ClockEvent)>, Vec<Pause>) {
    let mut ticks = Vec::new();
    let mut pauses: Vec<Pause> = Vec::new();
    let mut phase = Phase::Open;
    for event in events {
        let (act, next) = match &event.deed {
            Deed::Open(opened) => (Some(&opened.act), opened.act.phase),
            Deed::Act(act) => (Some(act), act.phase),
            Deed::Move(moved) => (None, moved.phase),
            _ => continue,
        };
        let mut tick = |what| ticks.push((event.on, what));
        if let Some(level) = act.and_then(|act| level(spec, act)) {
            tick(ClockEvent::Allow(level));
        }
        let named = |acts: &[String]| act.is_some_and(|act| acts.contains(&act.act));
        if phase == Phase::Waiting && next != Phase::Waiting {
            tick(ClockEvent::Resume);
            if let Some(last) = pauses.last_mut() {
                last.until.get_or_insert(event.on);
            }
        }
        if named(&spec.stops) {
            tick(ClockEvent::Stop);
            if spec.repeats && !matches!(next, Phase::Done | Phase::Ended) {
                ticks.clear();
                pauses.clear();
                ticks.push((event.on, ClockEvent::Start));
            }
        } else if act.is_some_and(|act| act.sense == Sense::Reopen) {
            tick(ClockEvent::Reopen);
        }
        if named(&spec.starts) {
            ticks.push((event.on, ClockEvent::Start));
        }
        if next == Phase::Waiting && phase != Phase::Waiting {
            ticks.push((event.on, ClockEvent::Pause));
            pauses.push(Pause {
                from: event.on,
                until: None,
                reason: act.map(|act| act.reason.clone()).unwrap_or_default(),
            });
        }
        if matches!(next, Phase::Done | Phase::Ended) {
            ticks.push((event.on, ClockEvent::Stop));
        }
        phase = next;
    }
    (ticks, pauses)
}

/// The time allowed at the level an act sets.
fn level(spec: &ClockSpec, act: &Acted) -> Option<Allowance> {
    let set = |field: &String| act.fields.get(field);
    let touched = spec.levels.iter().any(|level| set(&level.field).is_some());
    let holds = |level: &&crate::workflow::spec::LevelSpec| matches!(set(&level.field), Some(Some(Value::Word(word))) if *word == level.is);
    let found = spec.levels.iter().find(holds).map(|level| level.allows);
    touched.then(|| allowance(found.unwrap_or(spec.allows)))
}
