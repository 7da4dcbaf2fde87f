//! A clock on a piece of work: how much of the time allowed is used, when it is due, and
//! how it stands. The reading is a fold over what happened, so any past time can be read.
//!
//! Rules: time runs from the start, when the work was really handed over, and only in
//! working time. A pause stops it (waiting for the asker), resuming lets it go on where
//! it was. Work that is done stops it; work that is reopened goes on with what was used
//! before. A change of what is allowed keeps what was used and every pause.
//!
//! Must not know: what the work is, who does it.

use crate::calendar::{Calendar, Counted};
use chrono::{NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

/// How much time there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Allowance {
    /// Seconds of working time from the start on.
    WorkingSeconds(u64),
    /// Whole working days: the day of the start does not count, the last ends with work.
    WorkingDays(u32),
}

/// What happened to the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockEvent {
    /// The work was handed over. Counts once.
    Start,
    /// Somebody else is waited for.
    Pause,
    /// The wait is over.
    Resume,
    /// The work is done.
    Stop,
    /// It was not done after all.
    Reopen,
    /// Another time is allowed.
    Allow(Allowance),
}

/// Where a clock is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockState {
    /// Not handed over yet.
    Waiting,
    /// Time runs.
    Running,
    /// Somebody else is waited for.
    Paused,
    /// Done.
    Stopped,
}

impl ClockState {
    /// True while time runs.
    pub fn is_running(self) -> bool {
        self == Self::Running
    }
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Light {
    /// Time enough.
    Green,
    /// More than the share to warn at is used.
    Amber,
    /// More than allowed is used.
    Red,
}

/// A clock as set up.
#[derive(Debug, Clone, Copy)]
pub struct Clock<'c> {
    /// When work is done.
    pub calendar: &'c Calendar,
    /// How much time there is at the start.
    pub allowance: Allowance,
    /// Share of the time allowed from which to warn, in hundredths.
    pub amber_percent: u32,
}

/// What a clock shows at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Where it is.
    pub state: ClockState,
    /// When the work was handed over.
    pub started: Option<NaiveDateTime>,
    /// Seconds of working time used.
    pub used: u64,
    /// Seconds of working time allowed.
    pub allowed: u64,
    /// When the time allowed ended, or ends if nothing stops the clock; none where nobody
    /// can say: before the start, and while paused or stopped with time left.
    pub due: Option<NaiveDateTime>,
    /// When it began or begins to warn, by the same rule.
    pub warns: Option<NaiveDateTime>,
    /// When it turned or turns red, by the same rule: with the first second of work beyond
    /// what is allowed, so after a night where it is due in the evening.
    pub late_from: Option<NaiveDateTime>,
    /// How it stands, or stood when it was stopped.
    pub light: Light,
    /// A year that has not been published is counted in.
    pub provisional: bool,
}

impl Reading {
    /// Seconds of working time left; below zero when late.
    pub fn left(&self) -> i64 {
        self.allowed as i64 - self.used as i64
    }
}

/// The fold over what happened.
#[derive(Debug, Clone)]
struct Running {
    state: ClockState,
    /// Seconds of working time, those since the last start not counted.
    used: u64,
    /// Since when it runs.
    since: Option<NaiveDateTime>,
    /// From when each stretch that ended counted, and what was used before it.
    stretches: Vec<(NaiveDateTime, u64)>,
    /// When it was handed over.
    started: Option<NaiveDateTime>,
    allowance: Allowance,
    provisional: bool,
}

impl Clock<'_> {
    /// What the clock shows at a time, from what happened up to then, in order. What
    /// makes no sense where the clock is (resuming what runs) changes nothing.
    pub fn read(&self, events: &[(NaiveDateTime, ClockEvent)], now: NaiveDateTime) -> Reading {
        let mut clock = Running {
            state: ClockState::Waiting,
            used: 0,
            since: None,
            stretches: Vec::new(),
            started: None,
            allowance: self.allowance,
            provisional: false,
        };
        for (at, event) in events.iter().filter(|(at, _)| *at <= now) {
            self.take(&mut clock, *at, *event);
        }
        self.shown(clock, now)
    }

    fn take(&self, clock: &mut Running, at: NaiveDateTime, event: ClockEvent) {
        use ClockState::{Paused, Running, Stopped, Waiting};
        match (event, clock.state) {
            (ClockEvent::Allow(allowance), _) => clock.allowance = allowance,
            (ClockEvent::Start, Waiting) => {
                (clock.state, clock.since, clock.started) = (Running, Some(at), Some(at));
            }
            (ClockEvent::Resume, Paused) | (ClockEvent::Reopen, Stopped) => {
                (clock.state, clock.since) = (Running, Some(at));
            }
            (ClockEvent::Pause, Running) => {
                self.hold(clock, at);
                clock.state = Paused;
            }
            (ClockEvent::Stop, Running | Paused) => {
                self.hold(clock, at);
                clock.state = Stopped;
            }
            _ => {}
        }
    }

    /// Adds the time run since the last start.
    fn hold(&self, clock: &mut Running, at: NaiveDateTime) {
        let Some(since) = clock.since.take() else {
            return;
        };
        let begin = self.counting_from(clock, since);
        if begin < at {
            let run = self.calendar.working_seconds(begin, at);
            clock.stretches.push((begin, clock.used));
            clock.used += u64::try_from(run.value).unwrap_or(0);
            clock.provisional |= run.provisional;
        }
    }

    /// From when time counts that runs since some time: of whole days the day of the
    /// start does not.
    fn counting_from(&self, clock: &Running, since: NaiveDateTime) -> NaiveDateTime {
        let (Allowance::WorkingDays(_), Some(started)) = (clock.allowance, clock.started) else {
            return since;
        };
        let next = started
            .date()
            .succ_opt()
            .map(|day| day.and_time(NaiveTime::MIN));
        next.map_or(since, |next| since.max(next))
    }

    fn shown(&self, mut clock: Running, now: NaiveDateTime) -> Reading {
        let open = clock
            .since
            .map(|since| (self.counting_from(&clock, since), clock.used));
        self.hold(&mut clock, now);
        let allowed = match clock.allowance {
            Allowance::WorkingSeconds(seconds) => seconds,
            Allowance::WorkingDays(days) => {
                u64::from(days) * u64::from(self.calendar.hours().total())
            }
        };
        let share = u128::from(allowed) * u128::from(self.amber_percent);
        let amber = u64::try_from(share.div_ceil(100)).unwrap_or(u64::MAX);
        let end = self.reached(&clock, open, allowed);
        let warns = self.reached(&clock, open, amber);
        let late = self.reached(&clock, open, allowed.saturating_add(1));
        let light = match clock.used {
            used if used > allowed => Light::Red,
            used if used >= amber => Light::Amber,
            _ => Light::Green,
        };
        Reading {
            state: clock.state,
            started: clock.started,
            used: clock.used,
            allowed,
            due: end.map(|end| end.value),
            warns: warns.map(|at| at.value),
            late_from: late.map(|at| at.value),
            light,
            provisional: clock.provisional || end.is_some_and(|end| end.provisional),
        }
    }

    /// When so much time was used, or will be if nothing stops the clock.
    fn reached(
        &self,
        clock: &Running,
        open: Option<(NaiveDateTime, u64)>,
        seconds: u64,
    ) -> Option<Counted<NaiveDateTime>> {
        let ended = (clock.used >= seconds).then_some(&clock.stretches);
        let last = ended.and_then(|all| all.iter().rfind(|(_, before)| *before < seconds));
        let (from, before) = last.copied().or(open)?;
        self.calendar
            .after_working_seconds(from, seconds.saturating_sub(before))
    }
}
