//! The answer of a rule for one thing on one day, clause by clause, with what to ask.
//!
//! Must not know: how the answer is shown.

use crate::asks::{Ask, asks};
use crate::facts::{Fact, Facts};
use crate::names::Meaning;
use crate::rule::{Program, Rule};
use crate::situation::Situation;
use crate::spec::{Basis, Role};
use crate::table::Table;
use chrono::NaiveDate;
use julin_formula::Need;
use julin_model::{Text, Trace};

/// A fact a clause rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The field, and which year's.
    pub need: Need,
    /// What is known; numbers in the unit of the field.
    pub fact: Option<Fact>,
    /// Unit of a number.
    pub unit: Option<String>,
}

/// A threshold a clause is held against.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Its name.
    pub name: String,
    /// The number on the day, in its unit; `None` when it is not published.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: String,
    /// Where the number stands.
    pub basis: Basis,
}

/// The answer of one clause.
#[derive(Debug, Clone, PartialEq)]
pub struct ClauseVerdict {
    /// Identifier.
    pub id: String,
    /// Where it stands in the file.
    pub path: String,
    /// What it asks.
    pub text: Text,
    /// What part it plays.
    pub role: Option<Role>,
    /// Only a person can answer it.
    pub judgement: bool,
    /// The answer; `None` when unknown.
    pub answer: Option<bool>,
    /// Its answer matters: nothing above it is decided without it, or it is why the
    /// answer above is what it is.
    pub matters: bool,
    /// The fields it reads, through derived values.
    pub readings: Vec<Reading>,
    /// The thresholds it names itself.
    pub bars: Vec<Bar>,
    /// Where it stands in the official texts.
    pub basis: Option<Basis>,
    /// What proves it.
    pub evidence: Vec<Text>,
    /// How the answer came about.
    pub trace: Trace,
}

/// The answer of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The rule.
    pub rule: String,
    /// The day asked about.
    pub as_of: NaiveDate,
    /// The rule was in force on that day.
    pub in_force: bool,
    /// Eligible by law; `None` when unknown.
    pub answer: Option<bool>,
    /// Addressed by the park: `Some(true)` where the rule addresses everybody.
    pub targeted: Option<bool>,
    /// The clauses of the conditions, in order.
    pub clauses: Vec<ClauseVerdict>,
    /// Unknown facts, those that decide most first.
    pub asks: Vec<Ask>,
}

impl Verdict {
    /// Clauses that make the answer no. Below `none` these are clauses that hold.
    pub fn failing(&self) -> impl Iterator<Item = &ClauseVerdict> {
        let told = self.answer == Some(false);
        self.clauses
            .iter()
            .filter(move |clause| told && clause.matters)
    }

    /// Clauses that keep the answer open.
    pub fn unknown(&self) -> impl Iterator<Item = &ClauseVerdict> {
        let open = self.answer.is_none();
        self.clauses
            .iter()
            .filter(move |clause| open && clause.matters && clause.answer.is_none())
    }
}

/// The answers of all clauses of a rule.
pub(crate) fn answers(program: &Program, facts: &dyn Facts, as_of: NaiveDate) -> Vec<Option<bool>> {
    let table: Table = program.columns.table([facts], as_of);
    let answer = |test: &crate::test::Test| table.answer(test, 0);
    let trees = program.clauses.iter();
    trees.map(|tree| tree.verdict(&answer)).collect()
}

impl Rule {
    /// Asks the rule, with all reasons. It answers for days outside its window as well;
    /// the verdict says so.
    pub fn decide(&self, facts: &dyn Facts, as_of: NaiveDate) -> Verdict {
        let answers = answers(&self.program(as_of), facts, as_of);
        let answer_of = |place: usize| answers.get(place).copied().flatten();
        let situation = Situation::new(&self.names, facts, as_of);
        let matters = crate::matters::matters(&self.conditions, &answer_of);
        let places = self.conditions.clauses();
        let clause = |place: &usize| {
            let matters = matters.contains(place);
            self.clause_verdict(*place, answer_of(*place), matters, &situation)
        };
        let targeting = self.targeting.as_ref();
        Verdict {
            rule: self.id.clone(),
            as_of,
            in_force: self.in_force(as_of),
            answer: self.conditions.answer(&answer_of),
            targeted: targeting.map_or(Some(true), |own| own.answer(&answer_of)),
            clauses: places.iter().map(clause).collect(),
            asks: asks(self, &situation, &answer_of, &matters),
        }
    }

    /// The answer alone.
    pub fn answer(&self, facts: &dyn Facts, as_of: NaiveDate) -> Option<bool> {
        self.answer_by(&self.program(as_of), facts, as_of)
    }

    /// The answer alone, by the rule's program for that day: for asking often.
    pub fn answer_by(
        &self,
        program: &Program,
        facts: &dyn Facts,
        as_of: NaiveDate,
    ) -> Option<bool> {
        let answers = answers(program, facts, as_of);
        self.conditions
            .answer(&|place| answers.get(place).copied().flatten())
    }

    fn clause_verdict(
        &self,
        place: usize,
        answer: Option<bool>,
        matters: bool,
        situation: &Situation<'_>,
    ) -> ClauseVerdict {
        let clause = &self.clauses[place];
        let needs = self.names.fields_of(&clause.formula);
        let readings = needs.into_iter().map(|need| reading(situation, need));
        let bars = clause.formula.needs().iter().filter_map(|need| {
            let Meaning::Threshold(threshold) = self.names.meaning(&need.field) else {
                return None;
            };
            let (value, basis) = threshold.own(situation.as_of);
            Some(Bar {
                name: need.field.clone(),
                value,
                unit: threshold.scale.unit.clone(),
                basis: basis.clone(),
            })
        });
        let mut trace = situation.trace(&clause.formula);
        trace.label = clause.text.clone();
        trace.id = Some(clause.id.clone());
        trace.value = answer.map(|yes| f64::from(u8::from(yes)));
        ClauseVerdict {
            id: clause.id.clone(),
            path: clause.path.clone(),
            text: clause.text.clone(),
            role: clause.role,
            judgement: clause.judgement,
            answer,
            matters,
            readings: readings.collect(),
            bars: bars.collect(),
            basis: clause.basis.clone(),
            evidence: clause.evidence.clone(),
            trace,
        }
    }
}

fn reading(situation: &Situation<'_>, need: Need) -> Reading {
    let scale = match situation.names.meaning(&need.field) {
        Meaning::Field(field) => field.scale.as_ref(),
        _ => None,
    };
    let fact = situation.fact(&need).map(|fact| match (fact, scale) {
        (Fact::Number(base), Some(scale)) => Fact::Number(scale.from_base(base)),
        (fact, _) => fact,
    });
    Reading {
        need,
        fact,
        unit: scale.map(|scale| scale.unit.clone()),
    }
}
