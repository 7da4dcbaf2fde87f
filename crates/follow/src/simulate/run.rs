//! One case, run by people who do whatever can be done.
//!
//! Must not know: what is reported.

use super::Plan;
use super::draw::Draw;
use super::fill::{documents, filled, persons};
use crate::calendar::Calendar;
use crate::case::alone::{alone, decided, next_alone};
use crate::case::clocks::{ClockReading, read_clocks};
use crate::case::silence::silence;
use crate::case::{
    self, Around, Case, Command, Decision, Deed, Event, NewCase, ObligationState, What,
};
use crate::workflow::Workflow;
use crate::workflow::spec::{ActSpec, Phase, Taken};
use chrono::{Days, NaiveDateTime, NaiveTime};
use julin_model::Text;
use std::collections::BTreeSet;

/// How often an act is tried with other words before somebody else tries.
const TRIES: usize = 6;
/// How often somebody breaks a case off where it could go on.
const BREAKS_OFF: f64 = 0.1;
/// How often something is done in a case that has come to its end.
const AFTER_THE_END: f64 = 0.2;
/// Days that pass where nobody can do anything, one after another.
const WAITS: [u64; 4] = [7, 30, 120, 800];
/// Deeds without anybody in one go; more would be a workflow that drives itself.
const MOST_ALONE: usize = 50;

/// What became of a case.
pub(super) struct Ran {
    pub case: Case,
    pub clocks: Vec<ClockReading>,
    /// Where nobody could do anything any more, with the refusals met there.
    pub stuck: Option<BTreeSet<String>>,
    /// Cases it opened.
    pub opened: usize,
    /// Steps people took.
    pub steps: u32,
}

struct Runner<'r> {
    workflow: &'r Workflow,
    calendar: &'r Calendar,
    plan: &'r Plan,
    draw: Draw,
    now: NaiveDateTime,
    case: Case,
    events: Vec<Event>,
    opened: usize,
    refused: BTreeSet<String>,
}

/// Runs one case to its end, to where nobody can do anything, or as long as the plan says.
/// The refusals when none could be opened.
pub(super) fn run(
    (workflow, calendar): (&Workflow, &Calendar),
    plan: &Plan,
    number: u32,
) -> Result<Ran, BTreeSet<String>> {
    let mut draw = Draw::new(plan.seed ^ (u64::from(number) << 32 | 0x5EED));
    let (events, opens) = opening(workflow, plan, number, &mut draw)?;
    let case = Case::of(&events).ok_or_else(BTreeSet::new)?;
    let mut runner = Runner {
        workflow,
        calendar,
        plan,
        draw,
        now: case.opened,
        case,
        events,
        opened: opens,
        refused: BTreeSet::new(),
    };
    let (mut steps, mut stuck) = (0, None);
    while steps < plan.most_steps && stuck.is_none() {
        runner.time_passes();
        if runner.case.is_over() {
            if runner.goes_on() {
                steps += 1;
                continue;
            }
            break;
        }
        match runner.step() {
            true => steps += 1,
            false if runner.waits_for_something() => {}
            false => stuck = Some(std::mem::take(&mut runner.refused)),
        }
    }
    let clocks = read_clocks(workflow, calendar, &runner.events, runner.now);
    Ok(Ran {
        case: runner.case,
        clocks,
        stuck,
        opened: runner.opened,
        steps,
    })
}

fn opening(
    workflow: &Workflow,
    plan: &Plan,
    number: u32,
    draw: &mut Draw,
) -> Result<(Vec<Event>, usize), BTreeSet<String>> {
    let mut refused = BTreeSet::new();
    let new = NewCase {
        version: "simulated".to_owned(),
        code: format!("{}-{number}", workflow.spec.code),
        title: Text::same("simulated"),
        subject: workflow.spec.subject.as_ref().map(|subject| {
            let kind = subject.types.first().map_or("entity", String::as_str);
            ("entity-1".to_owned(), kind.to_owned())
        }),
        ..NewCase::default()
    };
    let acts: Vec<&ActSpec> = workflow.openings().collect();
    for _ in 0..TRIES * acts.len().max(1) {
        let Some(act) = draw.pick(&acts) else { break };
        let Some(role) = draw.pick(&act.by) else {
            continue;
        };
        let input = filled(workflow, None, act, plan.start.date(), draw);
        let people: Vec<String> = persons(role).collect();
        let command = Command {
            author: draw.pick(&people).cloned().unwrap_or_default(),
            on: plan.start,
            what: What::Act(input.clone()),
        };
        let around = Around {
            now: plan.start,
            ..Around::default()
        };
        match case::open(workflow, &new, &around, (&command, &input)) {
            Ok(decision) => {
                let mut events = Vec::new();
                write(&mut events, (&command.author, plan.start), &decision);
                return Ok((events, decision.opens.len()));
            }
            Err(found) => _ = refused.insert(found.code),
        }
    }
    Err(refused)
}

fn write(events: &mut Vec<Event>, (author, on): (&str, NaiveDateTime), decision: &Decision) {
    for deed in &decision.deeds {
        events.push(Event {
            number: events.len() as u32 + 1,
            at: on.and_utc(),
            on,
            author: author.to_owned(),
            basis: String::new(),
            deed: deed.clone(),
        });
    }
}

impl Runner<'_> {
    /// Now and then something is still done in a case that has come to its end.
    fn goes_on(&mut self) -> bool {
        if !self.draw.often(AFTER_THE_END) {
            return false;
        }
        let days = 1 + self.draw.below(400) as u64;
        self.now = self
            .now
            .checked_add_days(Days::new(days))
            .unwrap_or(self.now);
        self.wake() || self.step()
    }

    /// Some working time, and what comes with it.
    fn time_passes(&mut self) {
        let day = f64::from(self.calendar.hours().total());
        let long = -(1.0 - self.draw.unit()).ln() * self.plan.pace * day;
        let then = self
            .calendar
            .after_working_seconds(self.now, long as u64 + 60);
        let mut then = then.map_or(self.now, |then| then.value);
        // Now and then nobody stirs for weeks.
        if self.draw.often(0.02) {
            let silence = self.workflow.spec.silence.as_ref();
            let last = silence.and_then(|silence| silence.after_days.last());
            let most = last.map_or(60, |days| *days as usize + 10);
            let days = 10 + self.draw.below(most) as u64;
            then = then.checked_add_days(Days::new(days)).unwrap_or(then);
        }
        self.passes(then);
    }

    /// Lets a time come; a silence is asked about on the days that lie before it.
    fn passes(&mut self, then: NaiveDateTime) {
        for _ in 0..MOST_ALONE {
            let silence = silence(self.workflow, &self.case, self.now.date());
            let next = silence.and_then(|silence| silence.next);
            let next = next.map(|day| day.and_time(NaiveTime::MIN));
            let Some(next) = next.filter(|next| *next > self.now && *next <= then) else {
                break;
            };
            self.now = next;
            self.wake();
        }
        self.now = then;
        self.wake();
    }

    /// What comes by itself; true when something did that moves the case.
    fn wake(&mut self) -> bool {
        let mut moved = false;
        for _ in 0..MOST_ALONE {
            let clocks = read_clocks(self.workflow, self.calendar, &self.events, self.now);
            let Some(deed) = next_alone(self.workflow, &self.case, &clocks, self.now) else {
                break;
            };
            moved |= matches!(deed, Deed::Act(_));
            let decision = decided(self.workflow, &self.case, deed, self.now);
            self.opened += decision.opens.len();
            for deed in decision.deeds {
                let event = alone(&self.case, deed, self.now);
                self.case.take(&event);
                self.events.push(event);
            }
        }
        moved
    }

    /// Whether days bring the case on: by themselves, or because something can be done then.
    fn waits_for_something(&mut self) -> bool {
        let now = self.now;
        for days in WAITS {
            self.now = now.checked_add_days(Days::new(days)).unwrap_or(now);
            if self.wake() || self.step() {
                return true;
            }
        }
        false
    }

    /// One thing that can be done, by anybody; false when there is none.
    fn step(&mut self) -> bool {
        self.refused.clear();
        if self.case.pending.is_some() && self.sign() {
            return true;
        }
        if self.draw.often(0.3) && self.keep_a_promise() {
            return true;
        }
        // Most people go on with a case rather than break it off, and would sooner wait.
        let breaks_off = |act: &&ActSpec| {
            let ended = |to: &String| self.workflow.phase(to) == Phase::Ended;
            !act.to.is_empty() && act.to.iter().all(ended)
        };
        let acts = self.workflow.acts_in(&self.case.state);
        let (off, on): (Vec<_>, Vec<_>) = acts.partition(breaks_off);
        if self.draw.often(BREAKS_OFF) {
            return self.tries(off.clone()) || self.tries(on) || self.last_resort();
        }
        if self.tries(on) || self.last_resort() {
            return true;
        }
        let patient = !off.is_empty() && !self.draw.often(BREAKS_OFF);
        patient || self.tries(off)
    }

    fn last_resort(&mut self) -> bool {
        self.keep_a_promise() || self.hand_on()
    }

    /// One of some acts, by anybody who may; false when none can be done.
    fn tries(&mut self, mut acts: Vec<&ActSpec>) -> bool {
        self.draw.shuffle(&mut acts);
        for act in acts {
            for author in self.who(act) {
                for _ in 0..TRIES {
                    let today = self.now.date();
                    let input = filled(self.workflow, Some(&self.case), act, today, &mut self.draw);
                    if self.does(&author, What::Act(input)) {
                        return true;
                    }
                }
            }
        }
        false
    }

    /// Whoever may try an act: those who have its roles, or could come to have them.
    fn who(&mut self, act: &ActSpec) -> Vec<String> {
        let mut people: Vec<String> = Vec::new();
        for id in &act.by {
            let taken = self.workflow.role(id).map(|role| role.taken);
            let nobody = self.case.holders(id).next().is_none();
            people.extend(self.case.holders(id).cloned());
            if taken == Some(Taken::Anybody) || (taken == Some(Taken::Claimed) && nobody) {
                people.extend(persons(id));
            }
        }
        self.draw.shuffle(&mut people);
        people
    }

    /// Somebody asked says yes or no; when nobody can, the act is taken back.
    fn sign(&mut self) -> bool {
        let Some(pending) = &self.case.pending else {
            return false;
        };
        let asked = pending.signers.iter().filter(|(_, said)| said.is_none());
        let asked: Vec<String> = asked.map(|(person, _)| person.clone()).collect();
        let by = pending.by.clone();
        let agree = self.draw.often(0.8);
        let reason = || "reason".to_owned();
        for person in asked {
            if self.does(
                &person,
                What::Sign {
                    agree,
                    reason: reason(),
                },
            ) {
                return true;
            }
        }
        let no = What::Sign {
            agree: false,
            reason: reason(),
        };
        self.does(&by, no)
    }

    fn keep_a_promise(&mut self) -> bool {
        let evidence = self.workflow.spec.obligations.as_ref();
        let evidence = evidence.map_or(0, |spec| spec.evidence);
        let open = self.case.obligations.iter();
        let open = open.filter(|own| own.state == ObligationState::Open);
        let open: Vec<(u32, String)> = open.map(|own| (own.number, own.owner.clone())).collect();
        for (obligation, owner) in open {
            let holders: Vec<String> = self.case.holders(&owner).cloned().collect();
            for person in holders {
                let keep = What::Keep {
                    obligation,
                    result: "kept".to_owned(),
                    documents: documents(evidence),
                };
                if self.does(&person, keep) {
                    return true;
                }
            }
        }
        false
    }

    /// The last resort: whoever has a role hands it to a colleague, who may be allowed to
    /// do what they are not.
    fn hand_on(&mut self) -> bool {
        if !self.refused.contains("follow.act.same-person") {
            return false;
        }
        let acts: Vec<&ActSpec> = self.workflow.acts_in(&self.case.state).collect();
        let guarded = acts.iter().filter(|act| !act.not_by_who_did.is_empty());
        let roles: BTreeSet<String> = guarded.flat_map(|act| act.by.iter().cloned()).collect();
        for role in roles {
            let Some(holder) = self.case.holders(&role).next().cloned() else {
                continue;
            };
            let did = |person: &String| self.case.hands.contains_key(person);
            let Some(to) = persons(&role).find(|person| !did(person)) else {
                continue;
            };
            let reason = "reason".to_owned();
            let role = role.clone();
            if self.does(&holder, What::Delegate { role, to, reason }) {
                return true;
            }
        }
        false
    }

    fn does(&mut self, author: &str, what: What) -> bool {
        let command = Command {
            author: author.to_owned(),
            on: self.now,
            what,
        };
        let around = Around {
            now: self.now,
            ..Around::default()
        };
        match case::decide(self.workflow, &self.case, &around, &command) {
            Ok(decision) => {
                self.opened += decision.opens.len();
                let before = self.events.len();
                write(&mut self.events, (author, self.now), &decision);
                for event in &self.events[before..] {
                    self.case.take(event);
                }
                true
            }
            Err(found) => {
                self.refused.insert(found.code);
                false
            }
        }
    }
}
