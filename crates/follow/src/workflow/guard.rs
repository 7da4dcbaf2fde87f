//! What must hold for an act: a condition in CEL syntax over what a case holds, with
//! three answers. Beside the fields there are `count.<act>` (times it was done),
//! `returned`, `reopened`, `documents`, `days` (since the case was opened),
//! `obligations.open` and `obligations.late`, and `subject`.
//!
//! Must not know: who acts.

use super::spec::{ActSpec, FieldKind, TriggerSpec, WorkflowSpec};
use crate::case::{Case, ObligationState};
use chrono::NaiveDate;
use julin_formula::{AS_OF, Formula, Kind, Need, Scope};
use julin_model::{Diagnostic, Value};

/// A condition made ready.
#[derive(Debug, Clone, PartialEq)]
pub struct Guard {
    formula: Formula,
}

/// Names that are no fields.
const COUNTED: [&str; 6] = [
    "returned",
    "reopened",
    "documents",
    "days",
    "obligations.open",
    "obligations.late",
];
const SUBJECT: &str = "subject";
/// Before the name of an act: how many times it was done.
const COUNT: &str = "count.";

/// Every condition of a workflow, with its path.
pub(super) fn conditions(spec: &WorkflowSpec) -> Vec<(String, &str)> {
    let mut found = Vec::new();
    for (a, act) in spec.acts.iter().enumerate() {
        if let Some(when) = &act.when {
            found.push((format!("acts.{a}.when"), when.as_str()));
        }
        for (o, opens) in act.opens.iter().enumerate() {
            if let Some(when) = &opens.when {
                found.push((format!("acts.{a}.opens.{o}.when"), when.as_str()));
            }
        }
    }
    found
}

impl Guard {
    /// Checks and compiles a condition.
    pub(super) fn compile(text: &str, spec: &WorkflowSpec) -> Result<Self, Diagnostic> {
        let formula = Formula::compile(text).map_err(|error| error.diagnostic())?;
        if matches!(formula.kind(), Kind::Number | Kind::Text | Kind::Day) {
            return Err(Diagnostic::error("follow.workflow.guard-kind").with("text", text));
        }
        for need in formula.needs() {
            if need.prior() || !known(&need.field, spec) {
                let unknown = Diagnostic::error("follow.workflow.guard-name");
                return Err(unknown.with("name", &need.field).with("text", text));
            }
        }
        Ok(Self { formula })
    }

    /// The answer on a day; `Err` names what nobody has said.
    pub fn holds(&self, case: &Case, today: NaiveDate) -> Result<bool, Vec<String>> {
        let scope = Holding { case, today };
        match self.formula.evaluate(&scope).value {
            Some(Value::Flag(answer)) => Ok(answer),
            _ => {
                let needs = self.formula.needs();
                let missing = needs.iter().filter(|need| scope.value(need).is_none());
                let missing: Vec<String> = missing.map(|need| need.field.clone()).collect();
                // Everything is there and still no yes or no: what is there does not fit.
                let all = || needs.iter().map(|need| need.field.clone()).collect();
                Err(if missing.is_empty() { all() } else { missing })
            }
        }
    }
}

fn known(name: &str, spec: &WorkflowSpec) -> bool {
    let act = |act: &ActSpec| name.strip_prefix(COUNT) == Some(&act.id);
    name == AS_OF
        || name == SUBJECT
        || COUNTED.contains(&name)
        || spec.fields.iter().any(|field| field.id == name)
        || spec.acts.iter().any(act)
}

/// True for a name that stands for something else in a condition.
pub(super) fn is_reserved(name: &str) -> bool {
    name == AS_OF || name == SUBJECT || COUNTED.contains(&name)
}

/// What a case holds on a day.
struct Holding<'c> {
    case: &'c Case,
    today: NaiveDate,
}

impl Scope for Holding<'_> {
    fn value(&self, need: &Need) -> Option<Value> {
        let case = self.case;
        let open = || {
            let open = |own: &&crate::case::Obligation| own.state == ObligationState::Open;
            case.obligations.iter().filter(open)
        };
        let late = |own: &&crate::case::Obligation| own.due.is_some_and(|due| due < self.today);
        let count = match need.field.as_str() {
            AS_OF => return Some(Value::Date(self.today)),
            SUBJECT => return case.subject.clone().map(Value::Word),
            "returned" => case.returned as usize,
            "reopened" => case.reopened as usize,
            "documents" => case.documents.len(),
            "days" => usize::try_from((self.today - case.opened.date()).num_days()).unwrap_or(0),
            "obligations.open" => open().count(),
            "obligations.late" => open().filter(late).count(),
            name => match name.strip_prefix(COUNT) {
                Some(act) => case.times(act),
                None => return case.value(name).cloned(),
            },
        };
        Some(Value::Number(count as f64))
    }
}

/// True when a trigger names something the workflow has.
pub(super) fn trigger_known(trigger: &TriggerSpec, spec: &WorkflowSpec) -> bool {
    match trigger {
        TriggerSpec::Late(clock) => spec.clocks.iter().any(|own| own.id == *clock),
        TriggerSpec::Silence => spec.silence.is_some(),
        TriggerSpec::DayOf(field) => {
            let day = |own: &super::FieldSpec| own.id == *field && own.kind == FieldKind::Date;
            spec.fields.iter().any(day)
        }
    }
}
