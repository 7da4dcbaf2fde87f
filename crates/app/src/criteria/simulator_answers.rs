//! What a visitor typed, read as facts. Every answer is bounded and checked against the
//! field; what cannot be read is told and asked again.

use super::decide::{field_label, known_value, label_of, words};
use super::simulator::SimulatorInput;
use crate::call::App;
use crate::contract::GivenAnswer;
use crate::set_words::set_of_words;
use julin_criteria::dictionary::{FieldKind, Scale};
use julin_criteria::{Fact, MapFacts, Panel};
use julin_formula::Need;
use julin_model::{Diagnostic, FieldId};
use std::collections::{BTreeMap, BTreeSet};

/// How an answer says that the person does not know.
const NOT_KNOWN: &str = "?";
/// The most answers that are read.
const MOST_ANSWERS: usize = 1000;
/// The longest answer, in letters.
const LONGEST: usize = 200;

/// The answers, read.
pub(super) struct Answers {
    pub facts: MapFacts,
    pub skipped: BTreeSet<Need>,
    /// Keys of answers that could not be read.
    pub unreadable: BTreeSet<String>,
    pub findings: Vec<Diagnostic>,
    /// In the order given, with their values as typed.
    given: Vec<(Need, FieldKind, Vec<String>)>,
}

impl Answers {
    pub fn read(app: &App, panel: &Panel, input: &SimulatorInput) -> Self {
        let fields: BTreeMap<String, (&Need, &FieldKind)> = panel
            .reads()
            .map(|(need, kind, _)| (need.to_string(), (need, kind)))
            .collect();
        let mut own = Self {
            facts: MapFacts::new(),
            skipped: BTreeSet::new(),
            unreadable: BTreeSet::new(),
            findings: Vec::new(),
            given: Vec::new(),
        };
        for (key, values) in grouped(&input.answers) {
            // A rule of another type or day may have asked it: nothing to complain about.
            if let Some((need, kind)) = fields.get(key) {
                own.take(app, need, kind, &values);
            }
        }
        for key in &input.skip {
            if let Some((need, kind)) = fields.get(key)
                && own.facts.get(need).is_none()
                && !own.unreadable.contains(key)
                && own.skipped.insert((*need).clone())
            {
                let (need, kind) = ((*need).clone(), (*kind).clone());
                own.given.push((need, kind, vec![NOT_KNOWN.to_owned()]));
            }
        }
        own
    }

    fn take(&mut self, app: &App, need: &Need, kind: &FieldKind, values: &[&str]) {
        let said: Vec<&str> = values.iter().copied().filter(|v| *v != NOT_KNOWN).collect();
        let raw = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
        if said.is_empty() {
            self.skipped.insert(need.clone());
            let raw = vec![NOT_KNOWN.to_owned()];
            return self.given.push((need.clone(), kind.clone(), raw));
        }
        match fact(app, need, kind, &said) {
            Some(fact) => {
                self.facts.set_fact(need.clone(), fact);
                self.given.push((need.clone(), kind.clone(), raw(&said)));
            }
            None => {
                self.unreadable.insert(need.to_string());
                let code = format!("app.simulator-not-{}", word_of(kind));
                let value: String = said.join(", ").chars().take(LONGEST).collect();
                let found = Diagnostic::error(&code).with("value", value);
                let label = field_label(app, need);
                let both = [label.zh.as_str(), label.en.as_str()].join(" · ");
                self.findings.push(found.with("field", both));
            }
        }
    }
}

/// Values by key, in order of first appearance; empty ones say nothing.
fn grouped(answers: &[(String, String)]) -> Vec<(&str, Vec<&str>)> {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    for (key, value) in answers.iter().take(MOST_ANSWERS) {
        let value = value.trim();
        if value.is_empty() {
            continue;
        }
        match found.iter_mut().find(|(own, _)| own == key) {
            Some((_, values)) => values.push(value),
            None => found.push((key, vec![value])),
        }
    }
    found
}

fn word_of(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Number { .. } => "number",
        FieldKind::Date => "day",
        FieldKind::Flag => "flag",
        FieldKind::Word | FieldKind::Set => "word",
    }
}

fn fact(app: &App, need: &Need, kind: &FieldKind, values: &[&str]) -> Option<Fact> {
    let [first, rest @ ..] = values else {
        return None;
    };
    if values.iter().any(|value| value.chars().count() > LONGEST) {
        return None;
    }
    match kind {
        FieldKind::Set => {
            let members = values.iter().flat_map(|one| set_of_words(&app.packs, one));
            Some(Fact::Set(members.collect()))
        }
        _ if !rest.is_empty() => None,
        FieldKind::Flag => match *first {
            "yes" => Some(Fact::Flag(true)),
            "no" => Some(Fact::Flag(false)),
            _ => None,
        },
        FieldKind::Date => first.parse().ok().map(Fact::Day),
        FieldKind::Word => {
            let code = app.packs.code_of(first).unwrap_or(first);
            Some(Fact::Word(code.to_owned()))
        }
        FieldKind::Number { unit } => {
            let number: f64 = first.replace([',', '，'], "").parse().ok()?;
            let spec = FieldId::new(&need.field).ok();
            let spec = spec.and_then(|id| app.packs.field(&id).cloned());
            let negative = number < 0.0 && spec.is_some_and(|spec| spec.non_negative);
            if !number.is_finite() || negative {
                return None;
            }
            let scale = unit.as_ref().and_then(|unit| Scale::of(unit, &*app.packs));
            let base = scale.map_or(number, |scale| scale.to_base(number));
            base.is_finite().then_some(Fact::Number(base))
        }
    }
}

/// The answers as shown, in the order given.
pub(super) fn given(app: &App, answers: &Answers) -> Vec<GivenAnswer> {
    let view = |(need, kind, raw): &(Need, FieldKind, Vec<String>)| {
        let fact = answers.facts.get(need);
        let unit = match kind {
            FieldKind::Number { unit } => unit.clone(),
            _ => None,
        };
        let scale = unit.as_ref().and_then(|unit| Scale::of(unit, &*app.packs));
        let own = match (fact, scale) {
            (Some(Fact::Number(base)), Some(scale)) => Some(Fact::Number(scale.from_base(*base))),
            (fact, _) => fact.cloned(),
        };
        GivenAnswer {
            key: need.to_string(),
            label: field_label(app, need),
            years: need.years,
            value: own.as_ref().map(known_value),
            words: words(app, fact),
            unit_label: label_of(app, unit.as_deref()),
            unit,
            raw: raw.clone(),
        }
    };
    answers.given.iter().map(view).collect()
}
