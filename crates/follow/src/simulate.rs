//! A workflow tried out before it goes live: generated cases, run by people who do
//! whatever can be done, while time passes.
//!
//! What it shows: states in which nobody could do anything, states and acts that were
//! never come to, how cases ended, and what the clocks would show at the pace assumed.
//! Guesses are uniform: shares say what can happen, not how often it will. A case that
//! belongs to another is run alone, and budgets are not spent by other cases.
//!
//! Must not know: real cases.

mod draw;
mod fill;
mod run;

use crate::calendar::Calendar;
use crate::clock::{ClockState, Light};
use crate::durations::{median, worst_decile};
use crate::workflow::Workflow;
use chrono::NaiveDateTime;
use run::Ran;
use std::collections::{BTreeMap, BTreeSet};

/// What to try out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// The same seed gives the same report.
    pub seed: u64,
    /// How many cases.
    pub cases: u32,
    /// When they are opened, in the time of the office.
    pub start: NaiveDateTime,
    /// Mean working days between two steps of a case.
    pub pace: f64,
    /// Steps after which a case is left as it is.
    pub most_steps: u32,
}

impl Plan {
    /// A plan with a step a working day and two hundred steps a case.
    pub fn new(seed: u64, cases: u32, start: NaiveDateTime) -> Self {
        Self {
            seed,
            cases,
            start,
            pace: 1.0,
            most_steps: 200,
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct Report {
    /// Cases that were opened.
    pub cases: u32,
    /// Cases nobody could open, by why.
    pub not_opened: BTreeMap<String, u32>,
    /// Cases by the state they ended in.
    pub ended: BTreeMap<String, u32>,
    /// Cases that were still open after the most steps, by state.
    pub unfinished: BTreeMap<String, u32>,
    /// States nobody could do anything in.
    pub dead_ends: Vec<DeadEnd>,
    /// States no case came to.
    pub unreached: Vec<String>,
    /// Acts that were never done.
    pub undone: Vec<String>,
    /// Clocks in the order of the workflow.
    pub clocks: Vec<ClockTotals>,
    /// Steps people took.
    pub steps: u64,
    /// Times cases went back.
    pub returned: u64,
    /// Times cases were taken up again.
    pub reopened: u64,
    /// Cases of other workflows that were opened.
    pub opened: u64,
}

/// A state nobody could do anything in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DeadEnd {
    /// The state.
    pub state: String,
    /// Cases that ended up there.
    pub cases: u32,
    /// Codes of the refusals met there.
    pub refused: Vec<String>,
}

/// What a clock came to over all cases.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ClockTotals {
    /// Which.
    pub id: String,
    /// Rounds that were stopped.
    pub n: u64,
    /// Rounds that were still running.
    pub unfinished: u64,
    /// Median of working seconds used by those that were stopped.
    pub median: Option<f64>,
    /// Where their worst decile begins, in working seconds.
    pub worst_decile: Option<u64>,
    /// Rounds that ran out, of all.
    pub late: u64,
}

/// Tries a workflow out.
pub fn simulate(workflow: &Workflow, calendar: &Calendar, plan: &Plan) -> Report {
    let mut own = workflow.clone();
    if let Some(within) = &mut own.spec.within {
        within.optional = true;
    }
    let mut totals = Totals::default();
    for number in 1..=plan.cases {
        match run::run((&own, calendar), plan, number) {
            Ok(ran) => totals.add(ran),
            Err(refused) => {
                for code in refused {
                    *totals.report.not_opened.entry(code).or_default() += 1;
                }
            }
        }
    }
    totals.done(&own)
}

#[derive(Default)]
struct Totals {
    report: Report,
    stuck: BTreeMap<String, (u32, BTreeSet<String>)>,
    reached: BTreeSet<String>,
    done: BTreeSet<String>,
    /// By clock: what stopped rounds used, how many still ran, how many ran out.
    clocks: BTreeMap<String, (Vec<u64>, u64, u64)>,
}

impl Totals {
    fn add(&mut self, ran: Ran) {
        let report = &mut self.report;
        report.cases += 1;
        report.steps += u64::from(ran.steps);
        report.returned += u64::from(ran.case.returned);
        report.reopened += u64::from(ran.case.reopened);
        report.opened += ran.opened as u64;
        let state = ran.case.state.clone();
        match ran.stuck {
            Some(refused) => {
                let own = self.stuck.entry(state).or_default();
                own.0 += 1;
                own.1.extend(refused);
            }
            None if ran.case.is_over() => *report.ended.entry(state).or_default() += 1,
            None => *report.unfinished.entry(state).or_default() += 1,
        }
        self.reached.extend(ran.case.reached.into_keys());
        self.done.extend(ran.case.done.into_keys());
        for clock in ran.clocks {
            let own = self.clocks.entry(clock.id).or_default();
            for round in clock.earlier.iter().chain([&clock.reading]) {
                match round.state {
                    ClockState::Waiting => continue,
                    ClockState::Stopped => own.0.push(round.used),
                    ClockState::Running | ClockState::Paused => own.1 += 1,
                }
                own.2 += u64::from(round.light == Light::Red);
            }
        }
    }

    fn done(mut self, workflow: &Workflow) -> Report {
        let spec = &workflow.spec;
        let mut report = self.report;
        let stuck = self.stuck.into_iter();
        report.dead_ends = stuck
            .map(|(state, (cases, refused))| DeadEnd {
                state,
                cases,
                refused: refused.into_iter().collect(),
            })
            .collect();
        let states = spec.states.iter().map(|state| &state.id);
        let unreached = states.filter(|id| !self.reached.contains(*id));
        report.unreached = unreached.cloned().collect();
        let acts = spec.acts.iter().map(|act| &act.id);
        report.undone = acts
            .filter(|id| !self.done.contains(*id))
            .cloned()
            .collect();
        for clock in &spec.clocks {
            let (mut used, unfinished, late) = self.clocks.remove(&clock.id).unwrap_or_default();
            report.clocks.push(ClockTotals {
                id: clock.id.clone(),
                n: used.len() as u64,
                unfinished,
                median: median(&mut used),
                worst_decile: worst_decile(&mut used),
                late,
            });
        }
        report
    }
}
