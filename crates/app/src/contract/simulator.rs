//! The simulator: what somebody said about a firm, what it means for every policy, and
//! what to ask next. Nothing of it is kept.

use super::{AmountView, AnswerView, KnownValue, RuleLine};
use chrono::NaiveDate;
use julin_model::{Diagnostic, Text, TypeId};
use serde::{Deserialize, Serialize};

/// How things stand after the answers given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Simulator {
    /// The day asked about.
    pub as_of: NaiveDate,
    /// What is asked about: its type.
    pub kind: TypeId,
    /// What one of it is called.
    pub kind_label: Text,
    /// Types rules in force are about, with how many; those with most first.
    pub kinds: Vec<(TypeId, Text, u64)>,
    /// What was said, in order.
    pub answers: Vec<GivenAnswer>,
    /// What to ask next, that which decides most first.
    pub questions: Vec<NextQuestion>,
    /// How many facts can still matter, those asked next included.
    pub left: u64,
    /// The rules in force: eligible first, then open ones, then the others.
    pub policies: Vec<SimulatedRule>,
    /// Answers that could not be read.
    pub findings: Vec<Diagnostic>,
}

impl Simulator {
    /// How many rules have an answer.
    pub fn count(&self, answer: AnswerView) -> u64 {
        let such = self.policies.iter().filter(|own| own.answer == answer);
        such.count() as u64
    }
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GivenAnswer {
    /// The fact: `revenue`, `prior(revenue)`.
    pub key: String,
    /// What it is called.
    pub label: Text,
    /// How many years before; 0 for the latest.
    pub years: u32,
    /// What was said; `None` when the person does not know.
    pub value: Option<KnownValue>,
    /// What its words are called.
    pub words: Vec<Text>,
    /// Unit code of a number.
    pub unit: Option<String>,
    /// Unit as written beside it.
    pub unit_label: Text,
    /// As given.
    pub raw: Vec<String>,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionInput {
    /// Yes or no.
    Flag,
    /// A number in the unit.
    Number,
    /// A day.
    Day,
    /// One of the choices, or another word.
    Word,
    /// A word that may begin with one of the choices: a code of a classification.
    Code,
    /// Any of the choices, or none.
    Set,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NextQuestion {
    /// The fact: `revenue`, `prior(revenue)`.
    pub key: String,
    /// What it is called.
    pub label: Text,
    /// How many years before; 0 for the latest.
    pub years: u32,
    /// What a reader should know about it.
    pub note: Text,
    /// How it is answered.
    pub input: QuestionInput,
    /// Unit code of a number.
    pub unit: Option<String>,
    /// Unit as written beside it.
    pub unit_label: Text,
    /// Codes with what they are called.
    pub choices: Vec<(String, Text)>,
    /// Only a person can judge it; the answer is the asker's own view.
    pub judgement: bool,
    /// Open rules it can matter to.
    pub rules: u64,
}

/// What the answers mean for one rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SimulatedRule {
    /// The rule.
    pub rule: RuleLine,
    /// Its answer.
    pub answer: AnswerView,
    /// Clauses in the way, in words.
    pub failing: Vec<Text>,
    /// Clauses that are open, in words.
    pub open: Vec<Text>,
    /// What a yes is worth, as an estimate.
    pub amount: Option<AmountView>,
}
