//! A workflow, a calendar and one case, with short words for doing things.

use chrono::{NaiveDate, NaiveDateTime};
use julin_follow::case::clocks::{ClockReading, read_clocks};
use julin_follow::case::deed::DocumentName;
use julin_follow::case::{self, ActInput, Around, Command, Decision, NewCase, What};
use julin_follow::{Calendar, CalendarSpec, Case, Event, Workflow, WorkflowSpec};
use julin_model::{Diagnostic, Text};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Monday to Friday, nine to twelve and one to six; the national holidays of 2026 around
/// the tests: 1 to 7 October, worked on Saturday the 10th.
pub static OFFICE: LazyLock<Calendar> = LazyLock::new(|| {
    let text = "
title: {zh: 办公室, en: Office}
rest: [saturday, sunday]
hours: ['09:00-12:00', '13:00-18:00']
years: [{year: 2026, holidays: [{name: {zh: 国庆节, en: National Day}, from: 2026-10-01, until: 2026-10-07, worked: [2026-10-10]}]}]
";
    Calendar::new(&serde_saphyr::from_str::<CalendarSpec>(text).unwrap(), None)
});

pub fn spec(text: &str) -> WorkflowSpec {
    serde_saphyr::from_str(text).unwrap()
}

/// The workflow, when nothing is wrong with it.
pub fn workflow(text: &str) -> Workflow {
    let compiled = Workflow::compile("test/flow", &spec(text));
    assert_eq!(compiled.findings, []);
    compiled.workflow.unwrap()
}

/// `path code` of everything wrong with a workflow.
pub fn findings(text: &str) -> Vec<String> {
    let found = Workflow::compile("test/flow", &spec(text)).findings;
    let told = found.iter();
    told.map(|(path, found)| format!("{path} {}", found.code))
        .collect()
}

pub fn time(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An act with fields, `field=value`; `role:person` names somebody, `?words` is a reason,
/// `>state` a way, `+name` a document.
pub fn input(act: &str, told: &[&str]) -> ActInput {
    let mut input = ActInput {
        act: act.to_owned(),
        ..ActInput::default()
    };
    for word in told {
        if let Some(reason) = word.strip_prefix('?') {
            input.reason = reason.to_owned();
        } else if let Some(to) = word.strip_prefix('>') {
            input.to = Some(to.to_owned());
        } else if let Some(name) = word.strip_prefix('+') {
            input.documents.push(document(name));
        } else if let Some((field, value)) = word.split_once('=') {
            input.fields.insert(field.to_owned(), value.to_owned());
        } else if let Some((role, person)) = word.split_once(':') {
            let people = input.people.entry(role.to_owned()).or_default();
            people.push(person.to_owned());
        }
    }
    input
}

pub fn document(name: &str) -> DocumentName {
    DocumentName {
        name: name.to_owned(),
        digest: "0".repeat(64),
    }
}

pub fn new_case() -> NewCase {
    NewCase {
        version: "v1".to_owned(),
        code: "T-2026-0001".to_owned(),
        title: Text::same("a case"),
        ..NewCase::default()
    }
}

/// A case and all that was done in it.
pub struct Desk {
    pub workflow: Workflow,
    pub events: Vec<Event>,
    pub case: Case,
}

impl Desk {
    pub fn open(workflow: Workflow, by: (&str, &str), act: &ActInput) -> Self {
        Self::open_as(workflow, by, act, &new_case())
    }

    pub fn open_as(
        workflow: Workflow,
        (author, on): (&str, &str),
        act: &ActInput,
        new: &NewCase,
    ) -> Self {
        let command = command(author, on, What::Act(act.clone()));
        let around = Around {
            now: time(on),
            ..Around::default()
        };
        let decision = case::open(&workflow, new, &around, (&command, act)).unwrap();
        let mut events = Vec::new();
        add(&mut events, &command, &decision);
        let case = Case::of(&events).unwrap();
        Self {
            workflow,
            events,
            case,
        }
    }

    /// Does something, or says why not; the case is then as it was.
    pub fn try_it(&mut self, author: &str, on: &str, what: What) -> Result<Decision, Diagnostic> {
        let around = Around {
            now: time(on),
            ..Around::default()
        };
        self.try_around(author, on, what, &around)
    }

    pub fn try_around(
        &mut self,
        author: &str,
        on: &str,
        what: What,
        around: &Around<'_>,
    ) -> Result<Decision, Diagnostic> {
        let command = command(author, on, what);
        let decision = case::decide(&self.workflow, &self.case, around, &command)?;
        add(&mut self.events, &command, &decision);
        for event in &self.events[self.case.last as usize..] {
            self.case.take(event);
        }
        // The fold of all is compared often, not always: sequences can be long.
        if self.events.len().is_multiple_of(8) || self.events.len() < 8 {
            assert_eq!(Case::of(&self.events).as_ref(), Some(&self.case));
        }
        Ok(decision)
    }

    pub fn act(&mut self, author: &str, on: &str, act: &str, told: &[&str]) -> Decision {
        self.try_it(author, on, What::Act(input(act, told)))
            .unwrap()
    }

    pub fn does(&mut self, author: &str, on: &str, what: What) -> Decision {
        self.try_it(author, on, what).unwrap()
    }

    /// The code of the refusal.
    pub fn refuses(&mut self, author: &str, on: &str, what: What) -> String {
        let before = self.case.clone();
        let refused = self.try_it(author, on, what);
        assert_eq!(self.case, before);
        refused.expect_err("it should be refused").code
    }

    pub fn clock(&self, id: &str, now: &str) -> ClockReading {
        let all = read_clocks(&self.workflow, &OFFICE, &self.events, time(now));
        all.into_iter().find(|clock| clock.id == id).unwrap()
    }
}

pub fn command(author: &str, on: &str, what: What) -> Command {
    Command {
        author: author.to_owned(),
        on: time(on),
        what,
    }
}

/// Writes deeds down, and reads them back as a store would.
fn add(events: &mut Vec<Event>, command: &Command, decision: &Decision) {
    for deed in &decision.deeds {
        let kept = serde_json::to_string(deed).unwrap();
        let read = serde_json::from_str(&kept).unwrap();
        assert_eq!(*deed, read);
        events.push(Event {
            number: events.len() as u32 + 1,
            at: command.on.and_utc(),
            on: command.on,
            author: command.author.clone(),
            basis: String::new(),
            deed: read,
        });
    }
}

/// The codes that have a sentence and begin so.
pub fn sentences(prefix: &str) -> BTreeSet<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = std::fs::read_to_string(root.join("locales/workflow.yaml")).unwrap();
    let keys = text.lines().filter_map(|line| line.strip_suffix(':'));
    keys.filter(|key| key.starts_with(prefix))
        .map(str::to_owned)
        .collect()
}
