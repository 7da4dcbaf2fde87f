//! The clocks of a case, read from its deeds.
//!
//! A clock starts with the act that hands the work over, stands still while somebody
//! outside is waited for, and stops with the act that ends it or with the case. An act
//! that starts it once it has stopped begins another round from nothing, and so does
//! every stop of a clock that repeats. Work that is taken up again goes on with the time
//! used in those clocks that ran when the case last left the state it goes back to.
//! Another level of service changes what is allowed and nothing else.
//!
//! Must not know: which deeds are allowed.

use super::deed::Event;
use super::rounds::{Round, rounds};
use crate::calendar::Calendar;
use crate::clock::{Allowance, Clock, ClockState, Light, Reading};
use crate::workflow::Workflow;
use crate::workflow::spec::{AllowanceSpec, ClockSpec};
use chrono::NaiveDateTime;
use julin_model::Text;

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
    /// Stretches it stood still in this round, with why.
    pub pauses: Vec<Pause>,
    /// The warning that it is near its end was given in this round.
    pub warned: bool,
    /// The warning that it has run out was given in this round.
    pub warned_late: bool,
    /// Rounds before this one, as they stood when they were stopped.
    pub earlier: Vec<Reading>,
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
    let mut all = rounds(spec, events, now);
    let last = all.pop().unwrap_or_default();
    let clock = Clock {
        calendar,
        allowance: allowance(spec.allows),
        amber_percent: spec.amber_percent,
    };
    let read = |round: &Round| clock.read(&round.ticks, now);
    let reading = read(&last);
    let green = reading.state == ClockState::Running && reading.light == Light::Green;
    ClockReading {
        id: spec.id.clone(),
        title: spec.title.clone(),
        amber: reading.warns.filter(|_| green),
        reading,
        pauses: last.pauses,
        warned: last.warned,
        warned_late: last.warned_late,
        earlier: all.iter().map(read).collect(),
    }
}

/// The time a workflow allows.
pub(super) fn allowance(spec: AllowanceSpec) -> Allowance {
    match spec {
        AllowanceSpec::WorkingDays(days) => Allowance::WorkingDays(days),
        AllowanceSpec::WorkingHours(hours) => {
            Allowance::WorkingSeconds((hours * 3600.0).round().max(0.0) as u64)
        }
    }
}
