//! What somebody who can only guess fills in: fields by their kind, people, reasons,
//! documents.
//!
//! Must not know: whether it will do.

use super::draw::Draw;
use crate::case::{ActInput, Case, DocumentName};
use crate::workflow::Workflow;
use crate::workflow::spec::{ActSpec, FieldKind, FieldSpec};
use chrono::{Days, NaiveDate};

/// Persons there are for each role.
const PERSONS: usize = 4;
/// Numbers that are tried.
const NUMBERS: [&str; 7] = ["0", "1", "2", "5", "20", "100", "1000"];

/// An act filled in by chance.
pub(super) fn filled(
    workflow: &Workflow,
    case: Option<&Case>,
    act: &ActSpec,
    today: NaiveDate,
    draw: &mut Draw,
) -> ActInput {
    let mut input = ActInput {
        act: act.id.clone(),
        to: draw.pick(&act.to).cloned(),
        ..ActInput::default()
    };
    let held = |id: &String| case.is_some_and(|case| case.fields.contains_key(id));
    for id in act.needs.iter().chain(&act.takes) {
        let Some(field) = workflow.field(id) else {
            continue;
        };
        // What is there may be kept; what is not needed may be left out.
        let wanted = act.needs.contains(id) && !held(id);
        if wanted || draw.often(0.7) {
            let value = value(field, today, draw);
            input.fields.insert(id.clone(), value);
        }
    }
    for id in act.names.iter().chain(&act.may_name) {
        let Some(role) = workflow.role(id) else {
            continue;
        };
        let empty = case.is_none_or(|case| case.holders(id).next().is_none());
        if (act.names.contains(id) && empty) || draw.often(0.3) {
            let many = if role.many { 1 + draw.below(3) } else { 1 };
            let first = draw.below(PERSONS);
            let people = (0..many).map(|n| person(id, first + n)).collect();
            input.people.insert(id.clone(), people);
        }
    }
    if act.reason || draw.often(0.2) {
        "reason".clone_into(&mut input.reason);
    }
    input.documents = documents(act.evidence);
    input
}

/// Documents of the number wanted.
pub(super) fn documents(many: u32) -> Vec<DocumentName> {
    let document = |n| DocumentName {
        name: format!("document-{n}"),
        digest: format!("{n:064x}"),
    };
    (0..many).map(document).collect()
}

/// One of the persons there are for a role.
pub(super) fn person(role: &str, n: usize) -> String {
    format!("{role} {}", n % PERSONS + 1)
}

/// All of them.
pub(super) fn persons(role: &str) -> impl Iterator<Item = String> + use<'_> {
    (0..PERSONS).map(move |n| person(role, n))
}

fn value(field: &FieldSpec, today: NaiveDate, draw: &mut Draw) -> String {
    match field.kind {
        FieldKind::Line | FieldKind::Text => "words".to_owned(),
        FieldKind::Choice => {
            let choice = draw.pick(&field.choices);
            choice.map(|choice| choice.id.clone()).unwrap_or_default()
        }
        FieldKind::Number => draw.pick(&NUMBERS).copied().unwrap_or("1").to_owned(),
        FieldKind::Date => {
            // From a week ago to three weeks ahead, today a third of the time.
            let days = if draw.often(0.33) { 7 } else { draw.below(29) };
            let week_ago = today.checked_sub_days(Days::new(7)).unwrap_or(today);
            let day = week_ago.checked_add_days(Days::new(days as u64));
            day.unwrap_or(today).to_string()
        }
        FieldKind::Flag => if draw.often(0.7) { "yes" } else { "no" }.to_owned(),
        FieldKind::Entity => format!("entity-{}", draw.below(PERSONS) + 1),
        FieldKind::Person => person("person", draw.below(PERSONS)),
    }
}
