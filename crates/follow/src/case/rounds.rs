//! What the deeds of a case do to one of its clocks, round by round.
//!
//! Must not know: calendars; how much time a round took.

use super::clocks::{Pause, allowance};
use super::deed::{Acted, Deed, Event};
use crate::clock::{Allowance, ClockEvent, ClockState};
use crate::workflow::spec::{ClockSpec, LevelSpec, Phase, Sense};
use chrono::NaiveDateTime;
use julin_model::Value;
use std::collections::BTreeMap;

/// One run of a clock, from its start to where it was stopped for good.
#[derive(Debug, Clone, Default)]
pub(super) struct Round {
    /// What happened to the clock, in order.
    pub ticks: Vec<(NaiveDateTime, ClockEvent)>,
    /// Stretches it stood still.
    pub pauses: Vec<Pause>,
    /// It was told that the end is near.
    pub warned: bool,
    /// It was told that the time has run out.
    pub warned_late: bool,
}

/// The rounds up to a time; the last is the present one, even where it has not begun.
pub(super) fn rounds(spec: &ClockSpec, events: &[Event], now: NaiveDateTime) -> Vec<Round> {
    let mut clock = Ticking {
        spec,
        state: ClockState::Waiting,
        place: String::new(),
        phase: Phase::Open,
        by_end: false,
        level: None,
        ran_when_left: BTreeMap::new(),
        past: Vec::new(),
        round: Round::default(),
    };
    for event in events.iter().filter(|event| event.on <= now) {
        match &event.deed {
            Deed::Open(opened) => clock.step(event.on, &opened.act),
            Deed::Act(act) => clock.step(event.on, act),
            Deed::Move(moved) => clock.moved(event.on, &moved.state, moved.phase),
            Deed::Warn { clock: id, late } if *id == spec.id => match late {
                true => clock.round.warned_late = true,
                false => clock.round.warned = true,
            },
            _ => {}
        }
    }
    clock.past.push(clock.round);
    clock.past
}

/// A clock while the deeds are gone through.
struct Ticking<'s> {
    spec: &'s ClockSpec,
    state: ClockState,
    /// Where the case is, and what that means.
    place: String,
    phase: Phase,
    /// It was stopped by the end of the case alone.
    by_end: bool,
    /// What is allowed, where an act said so.
    level: Option<Allowance>,
    /// Whether it ran when the case last left a state.
    ran_when_left: BTreeMap<String, bool>,
    past: Vec<Round>,
    round: Round,
}

impl Ticking<'_> {
    fn runs(&self) -> bool {
        matches!(self.state, ClockState::Running | ClockState::Paused)
    }

    fn step(&mut self, on: NaiveDateTime, act: &Acted) {
        self.leave(&act.state);
        let (spec, over) = (self.spec, is_over(act.phase));
        if let Some(level) = level(spec, act) {
            self.level = Some(level);
            if self.state != ClockState::Stopped {
                self.round.ticks.push((on, ClockEvent::Allow(level)));
            }
        }
        self.end_of_wait(on, act.phase);
        let reopens = act.sense == Sense::Reopen || (is_over(self.phase) && !over);
        if spec.stops.contains(&act.act) && self.runs() {
            self.stop(on, false);
            if spec.repeats && !over {
                self.begin(on);
            }
        } else if reopens {
            self.reopen(on, &act.state);
        }
        if spec.starts.contains(&act.act) && !self.runs() {
            self.begin(on);
        }
        self.arrive(on, act.phase, &act.reason);
    }

    /// Another version of the workflow: the clocks go on as the state says.
    fn moved(&mut self, on: NaiveDateTime, to: &str, phase: Phase) {
        self.leave(to);
        self.end_of_wait(on, phase);
        if is_over(self.phase) && !is_over(phase) {
            self.reopen(on, to);
        }
        self.arrive(on, phase, "");
    }

    fn leave(&mut self, to: &str) {
        if self.place != to {
            let runs = self.runs();
            let left = std::mem::replace(&mut self.place, to.to_owned());
            self.ran_when_left.insert(left, runs);
        }
    }

    fn end_of_wait(&mut self, on: NaiveDateTime, next: Phase) {
        if self.state == ClockState::Paused && next != Phase::Waiting {
            self.tick(on, ClockEvent::Resume, ClockState::Running);
            self.close_pause(on);
        }
    }

    fn arrive(&mut self, on: NaiveDateTime, phase: Phase, reason: &str) {
        if phase == Phase::Waiting && self.state == ClockState::Running {
            self.tick(on, ClockEvent::Pause, ClockState::Paused);
            self.round.pauses.push(Pause {
                from: on,
                until: None,
                reason: reason.to_owned(),
            });
        }
        if is_over(phase) && self.runs() {
            self.stop(on, true);
        }
        self.phase = phase;
    }

    fn stop(&mut self, on: NaiveDateTime, by_end: bool) {
        self.tick(on, ClockEvent::Stop, ClockState::Stopped);
        self.close_pause(on);
        self.by_end = by_end;
    }

    /// Goes on where it was, if it ran when the case was last where it goes back to.
    fn reopen(&mut self, on: NaiveDateTime, to: &str) {
        let ran = self.ran_when_left.get(to).copied();
        if self.state == ClockState::Stopped && ran.unwrap_or(self.by_end) {
            let level = self.level.map(ClockEvent::Allow);
            self.round.ticks.extend(level.map(|level| (on, level)));
            self.tick(on, ClockEvent::Reopen, ClockState::Running);
            (self.round.warned, self.round.warned_late) = (false, false);
        }
    }

    /// Begins a round, the first in the place of what has not begun.
    fn begin(&mut self, on: NaiveDateTime) {
        if self.state != ClockState::Waiting {
            self.past.push(std::mem::take(&mut self.round));
            let level = self.level.map(ClockEvent::Allow);
            self.round.ticks.extend(level.map(|level| (on, level)));
        }
        self.tick(on, ClockEvent::Start, ClockState::Running);
    }

    fn tick(&mut self, on: NaiveDateTime, what: ClockEvent, state: ClockState) {
        self.round.ticks.push((on, what));
        self.state = state;
    }

    fn close_pause(&mut self, on: NaiveDateTime) {
        if let Some(last) = self.round.pauses.last_mut() {
            last.until.get_or_insert(on);
        }
    }
}

fn is_over(phase: Phase) -> bool {
    matches!(phase, Phase::Done | Phase::Ended)
}

/// The time allowed at the level an act sets.
fn level(spec: &ClockSpec, act: &Acted) -> Option<Allowance> {
    let set = |field: &String| act.fields.get(field);
    let touched = spec.levels.iter().any(|level| set(&level.field).is_some());
    let holds = |level: &&LevelSpec| {
        let value = set(&level.field).and_then(Option::as_ref);
        matches!(value, Some(Value::Word(word)) if *word == level.is)
    };
    let found = spec.levels.iter().find(holds).map(|level| level.allows);
    touched.then(|| allowance(found.unwrap_or(spec.allows)))
}
