//! What is known about the thing a rule is asked of.
//!
//! Must not know: rules, where facts are kept.

use crate::dictionary::{Dictionary, FieldKind, Scale};
use chrono::NaiveDate;
use julin_formula::Need;
use julin_model::{Text, Trace, Value};
use std::collections::BTreeMap;

/// A source of facts. What it does not know it leaves out; a set may be known to be
/// empty.
pub trait Facts {
    /// A number (in base units), word, flag or day.
    fn value(&self, need: &Need) -> Option<Value>;

    /// The members of a set.
    fn set(&self, need: &Need) -> Option<Vec<String>>;

    /// Where the fact comes from: a leaf with its statement. A number without a unit
    /// counts as base units.
    fn trace(&self, need: &Need) -> Trace {
        let step = if need.prior() {
            "formula.step.prior"
        } else {
            "formula.step.field"
        };
        let value = self.value(need);
        let number = match &value {
            Some(Value::Flag(yes)) => Some(f64::from(u8::from(*yes))),
            other => other.as_ref().and_then(Value::number),
        };
        let mut trace =
            Trace::new(Text::same(&need.field), step, number).with("field", &need.field);
        match value {
            Some(Value::Word(word)) => trace = trace.with("text", word),
            Some(Value::Date(day)) => trace = trace.with("text", day),
            _ => {}
        }
        if let Some(members) = self.set(need) {
            trace = trace.with("text", members.join(", "));
        }
        trace.id = Some(need.to_string());
        trace
    }
}

/// One fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// A number in base units.
    Number(f64),
    /// A word.
    Word(String),
    /// A set, each member once; empty when it is known to be so.
    Set(Vec<String>),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Day(NaiveDate),
}

impl Fact {
    /// What a source knows of a need.
    pub fn of(facts: &dyn Facts, need: &Need, kind: &FieldKind) -> Option<Self> {
        match (kind, facts.value(need)) {
            (FieldKind::Set, _) => {
                let mut members = facts.set(need)?;
                members.sort();
                members.dedup();
                Some(Self::Set(members))
            }
            (FieldKind::Number { .. }, Some(Value::Number(x))) if x.is_finite() => {
                Some(Self::Number(x))
            }
            (FieldKind::Word, Some(Value::Word(word))) => Some(Self::Word(word)),
            (FieldKind::Flag, Some(Value::Flag(yes))) => Some(Self::Flag(yes)),
            (FieldKind::Flag, Some(Value::Number(x))) if x == 0.0 || x == 1.0 => {
                Some(Self::Flag(x == 1.0))
            }
            (FieldKind::Date, Some(Value::Date(day))) => Some(Self::Day(day)),
            _ => None,
        }
    }

    /// The value, for facts that are no set.
    pub fn value(&self) -> Option<Value> {
        match self {
            Self::Number(x) => Some(Value::Number(*x)),
            Self::Word(word) => Some(Value::Word(word.clone())),
            Self::Flag(yes) => Some(Value::Flag(*yes)),
            Self::Day(day) => Some(Value::Date(*day)),
            Self::Set(_) => None,
        }
    }
}

/// Facts held in memory.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MapFacts(BTreeMap<Need, Fact>);

impl MapFacts {
    /// Nothing known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Learns a fact, numbers in base units.
    pub fn set_fact(&mut self, need: Need, fact: Fact) -> &mut Self {
        self.0.insert(need, fact);
        self
    }

    /// The same, in passing.
    #[must_use]
    pub fn with(mut self, need: Need, fact: Fact) -> Self {
        self.set_fact(need, fact);
        self
    }

    /// Forgets a fact.
    pub fn forget(&mut self, need: &Need) {
        self.0.remove(need);
    }

    /// A fact.
    pub fn get(&self, need: &Need) -> Option<&Fact> {
        self.0.get(need)
    }

    /// All facts.
    pub fn iter(&self) -> impl Iterator<Item = (&Need, &Fact)> {
        self.0.iter()
    }

    /// Learns a number given in the unit of its field.
    pub fn set_number(&mut self, need: Need, number: f64, dictionary: &dyn Dictionary) {
        let unit = match dictionary.field(&need.field) {
            Some(FieldKind::Number { unit }) => unit,
            _ => None,
        };
        let scale = unit.and_then(|unit| Scale::of(&unit, dictionary));
        let base = scale.map_or(number, |scale| scale.to_base(number));
        self.set_fact(need, Fact::Number(base));
    }
}

impl Facts for MapFacts {
    fn value(&self, need: &Need) -> Option<Value> {
        self.0.get(need).and_then(Fact::value)
    }

    fn set(&self, need: &Need) -> Option<Vec<String>> {
        match self.0.get(need) {
            Some(Fact::Set(members)) => Some(members.clone()),
            _ => None,
        }
    }
}

/// Facts of one source with some replaced.
pub struct Changed<'a> {
    /// The source.
    pub facts: &'a dyn Facts,
    /// What is replaced.
    pub by: &'a MapFacts,
}

impl Facts for Changed<'_> {
    fn value(&self, need: &Need) -> Option<Value> {
        match self.by.get(need) {
            Some(fact) => fact.value(),
            None => self.facts.value(need),
        }
    }

    fn set(&self, need: &Need) -> Option<Vec<String>> {
        match self.by.get(need) {
            Some(_) => self.by.set(need),
            None => self.facts.set(need),
        }
    }

    fn trace(&self, need: &Need) -> Trace {
        match self.by.get(need) {
            Some(_) => self.by.trace(need),
            None => self.facts.trace(need),
        }
    }
}
