//! A list as its acts left it, and why an act is refused.

use super::act::{Act, Event, Settlement};
use super::check::Finding;
use super::steps::{State, after, verbs};
use super::window::Window;
use chrono::{DateTime, NaiveDate, Utc};
use julin_model::Diagnostic;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A list.
#[derive(Debug, Clone, PartialEq)]
pub struct GrantList {
    /// How far it is.
    pub state: State,
    /// Number of the last event; 0 before the first.
    pub last: u32,
    /// Who was drawn up.
    pub members: BTreeSet<String>,
    /// All findings ever, in order of first appearance.
    pub findings: Vec<Noted>,
    /// Members of whom something needed for the last check was not known.
    pub untold: u32,
    /// The time for objections.
    pub window: Option<Window>,
    /// Objections in order.
    pub objections: Vec<Objection>,
}

/// A finding with what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Noted {
    /// Its number, from 1.
    pub number: u32,
    /// What was found.
    pub finding: Finding,
    /// Found when the list was last looked through.
    pub stands: bool,
    /// How it was settled.
    pub settled: Option<Settlement>,
}

impl Noted {
    /// It waits for a person.
    pub fn is_open(&self) -> bool {
        self.stands && self.settled.is_none()
    }
}

/// An objection with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// Its number, from 1.
    pub number: u32,
    /// The member it is about.
    pub about: String,
    /// Who objects.
    pub objector: String,
    /// On what grounds.
    pub grounds: String,
    /// The day it came in.
    pub day: NaiveDate,
    /// It came in after the window.
    pub late: bool,
    /// How it was decided.
    pub decided: Option<Decision>,
}

/// How an objection was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Upheld: the member is struck.
    pub upheld: bool,
    /// Why.
    pub grounds: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Why a member is struck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strike {
    /// By the finding of this number, or
    pub finding: Option<u32>,
    /// by the objection of this number.
    pub objection: Option<u32>,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl GrantList {
    /// A list just drawn up.
    pub fn drafted(members: impl IntoIterator<Item = String>) -> Self {
        Self {
            state: State::Draft,
            last: 0,
            members: members.into_iter().collect(),
            findings: Vec::new(),
            untold: 0,
            window: None,
            objections: Vec::new(),
        }
    }

    /// A list with its history.
    pub fn replay(members: impl IntoIterator<Item = String>, events: &[Event]) -> Self {
        let mut list = Self::drafted(members);
        events.iter().for_each(|event| list.take(event));
        list
    }

    /// Findings that wait for a person.
    pub fn open_findings(&self) -> usize {
        self.findings.iter().filter(|noted| noted.is_open()).count()
    }

    /// Objections that wait for a decision.
    pub fn open_objections(&self) -> usize {
        let open = self.objections.iter().filter(|one| one.decided.is_none());
        open.count()
    }

    /// Who is struck and why; of several reasons the first, findings before objections.
    pub fn strikes(&self) -> BTreeMap<&str, Strike> {
        let mut struck = BTreeMap::new();
        for noted in &self.findings {
            let settled = noted.settled.as_ref();
            let Some((own, member)) = settled.and_then(|own| Some((own, own.strike.as_ref()?)))
            else {
                continue;
            };
            struck.entry(member.as_str()).or_insert_with(|| Strike {
                finding: Some(noted.number),
                objection: None,
                reason: own.reason.clone(),
                by: own.by.clone(),
                at: own.at,
            });
        }
        for one in &self.objections {
            let Some(decided) = one.decided.as_ref().filter(|own| own.upheld) else {
                continue;
            };
            struck.entry(one.about.as_str()).or_insert_with(|| Strike {
                finding: None,
                objection: Some(one.number),
                reason: decided.grounds.clone(),
                by: decided.by.clone(),
                at: decided.at,
            });
        }
        struck
    }

    /// Those who stay.
    pub fn standing(&self) -> Vec<&str> {
        let struck = self.strikes();
        let members = self.members.iter().map(String::as_str);
        members.filter(|own| !struck.contains_key(own)).collect()
    }

    /// What keeps the list from being made public or confirmed, as of a day.
    pub fn waits(&self, today: NaiveDate) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut count = |code: &str, n: usize| {
            if n > 0 {
                found.push(Diagnostic::error(code).with("n", n));
            }
        };
        count("criteria.grant-findings-open", self.open_findings());
        count("criteria.grant-objections-open", self.open_objections());
        if self.standing().is_empty() {
            found.push(Diagnostic::error("criteria.grant-nobody"));
        }
        if let Some(window) = self.window.as_ref().filter(|own| !own.is_over(today)) {
            let open = Diagnostic::error("criteria.grant-window-open");
            found.push(open.with("last", window.last).with("today", today));
        }
        found
    }

    /// Why an act cannot be done on a day; none when it can.
    pub fn refuses(&self, act: &Act, today: NaiveDate) -> Option<Diagnostic> {
        let Some(verb) = act.verb() else {
            return (self.last > 0).then(|| self.wrong_step("draft"));
        };
        if after(self.state, verb).is_none() {
            return Some(self.wrong_step(verb.code()));
        }
        match act {
            Act::Settle {
                finding, strike, ..
            } => self.refuses_settling(*finding, strike.as_deref()),
            Act::Publish { window, .. } => self
                .waits(today)
                .into_iter()
                .next()
                .or_else(|| ahead("criteria.grant-opened-ahead", window.opened, today)),
            Act::Object { about, day, .. } => self.refuses_objection(about, *day, today),
            Act::Decide { objection, .. } => self.refuses_decision(*objection),
            Act::Confirm { .. } => self.waits(today).into_iter().next(),
            Act::Draft { .. } | Act::Check { .. } | Act::Withdraw { .. } => None,
        }
    }

    /// That an act is not possible in this state, with those that are.
    pub fn wrong_step(&self, verb: &str) -> Diagnostic {
        let code = format!("criteria.grant-step.{}", self.state.code());
        let possible: Vec<_> = verbs(self.state).map(super::Verb::code).collect();
        Diagnostic::error(&code)
            .with("step", verb)
            .with("possible", possible.join(", "))
    }

    fn refuses_settling(&self, number: u32, strike: Option<&str>) -> Option<Diagnostic> {
        let missing = || Diagnostic::error("criteria.grant-no-finding").with("number", number);
        let Some(noted) = self.findings.iter().find(|noted| noted.number == number) else {
            return Some(missing());
        };
        // Who was made public, and who was not, is not turned round unseen.
        if noted.settled.is_some() && self.state != State::Checked {
            return Some(Diagnostic::error("criteria.grant-settled").with("number", number));
        }
        let sides = [Some(noted.finding.member()), noted.finding.other()];
        let strange = strike.filter(|member| !sides.contains(&Some(member)));
        strange.map(|member| {
            let sides: Vec<_> = sides.into_iter().flatten().collect();
            Diagnostic::error("criteria.grant-strike-other")
                .with("member", member)
                .with("number", number)
                .with("sides", sides.join(", "))
        })
    }

    fn refuses_objection(
        &self,
        about: &str,
        day: NaiveDate,
        today: NaiveDate,
    ) -> Option<Diagnostic> {
        if !self.members.contains(about) {
            return Some(Diagnostic::error("criteria.grant-not-listed").with("member", about));
        }
        if self.strikes().contains_key(about) {
            return Some(Diagnostic::error("criteria.grant-struck").with("member", about));
        }
        let opened = self.window.as_ref().map(|window| window.opened);
        let early = opened.filter(|opened| day < *opened).map(|opened| {
            let early = Diagnostic::error("criteria.grant-objection-early");
            early.with("day", day).with("opened", opened)
        });
        early.or_else(|| ahead("criteria.grant-objection-ahead", day, today))
    }

    fn refuses_decision(&self, number: u32) -> Option<Diagnostic> {
        let told = |code| Some(Diagnostic::error(code).with("number", number));
        match self.objections.iter().find(|one| one.number == number) {
            None => told("criteria.grant-no-objection"),
            Some(one) if one.decided.is_some() => told("criteria.grant-decided"),
            Some(_) => None,
        }
    }

    /// Takes in what was done. What was refused is not asked again here: history is as it
    /// is.
    pub fn take(&mut self, event: &Event) {
        self.last = event.number;
        if let Some(next) = event.act.verb().and_then(|verb| after(self.state, verb)) {
            self.state = next;
        }
        match &event.act {
            Act::Check { findings, untold } => self.note(findings, *untold),
            Act::Settle {
                finding,
                strike,
                reason,
                by,
            } => {
                let noted = self.findings.iter_mut().find(|own| own.number == *finding);
                if let Some(noted) = noted {
                    noted.settled = Some(Settlement {
                        strike: strike.clone(),
                        reason: reason.clone(),
                        by: by.clone(),
                        at: event.at,
                    });
                }
            }
            Act::Publish { window, .. } => self.window = Some(window.clone()),
            Act::Object {
                about,
                objector,
                grounds,
                day,
            } => self.objections.push(Objection {
                number: self.objections.len() as u32 + 1,
                about: about.clone(),
                objector: objector.clone(),
                grounds: grounds.clone(),
                day: *day,
                late: self.window.as_ref().is_some_and(|own| own.is_over(*day)),
                decided: None,
            }),
            Act::Decide {
                objection,
                upheld,
                grounds,
                by,
            } => {
                let mut own = self.objections.iter_mut();
                if let Some(one) = own.find(|one| one.number == *objection) {
                    one.decided = Some(Decision {
                        upheld: *upheld,
                        grounds: grounds.clone(),
                        by: by.clone(),
                        at: event.at,
                    });
                }
            }
            Act::Draft { .. } | Act::Confirm { .. } | Act::Withdraw { .. } => {}
        }
    }

    /// Findings of a new look: known ones stay as settled, others get the next numbers.
    fn note(&mut self, findings: &[Finding], untold: u32) {
        self.untold = untold;
        let mut places = BTreeMap::new();
        for (place, own) in self.findings.iter_mut().enumerate() {
            own.stands = false;
            places.insert(own.finding.key(), place);
        }
        for finding in findings {
            let place = *places.entry(finding.key()).or_insert(self.findings.len());
            if let Some(known) = self.findings.get_mut(place) {
                known.stands = true;
                continue;
            }
            self.findings.push(Noted {
                number: place as u32 + 1,
                finding: finding.clone(),
                stands: true,
                settled: None,
            });
        }
    }
}

fn ahead(code: &str, day: NaiveDate, today: NaiveDate) -> Option<Diagnostic> {
    (today < day).then(|| {
        Diagnostic::error(code)
            .with("day", day)
            .with("today", today)
    })
}
