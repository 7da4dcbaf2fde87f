//! The declaration calendar: when to apply, report or renew.

use super::rules::day;
use crate::call::{Answer, App, Call};
use crate::contract::{CalendarLine, DateState, DeclarationCalendar};
use crate::packs::Loaded;
use chrono::NaiveDate;
use julin_criteria::spec::{CalendarItem, CriteriaSpec};

/// As of which day: year or day; today when not given.
#[derive(Debug, Clone, Default)]
pub struct CalendarInput {
    /// `2026` or `2026-04-01`.
    pub as_of: Option<String>,
}

/// The dates of all rules, in order of their last days. What is the same to be done until
/// the same day by the same text stands once, with all its rules.
pub fn calendar(app: &App, _call: &Call, input: &CalendarInput) -> Answer<DeclarationCalendar> {
    let as_of = day(app, input.as_of.as_deref())?;
    let mut items: Vec<_> = app
        .packs
        .rules()
        .flat_map(|loaded| calendar_lines(app, loaded, as_of))
        .collect();
    items.sort_by(|a, b| (a.to, &a.rules).cmp(&(b.to, &b.rules)));
    let items = items.into_iter().fold(Vec::new(), together);
    Ok(DeclarationCalendar { as_of, items })
}

/// Adds a date to those found, to an equal one where there is one.
fn together(mut found: Vec<CalendarLine>, item: CalendarLine) -> Vec<CalendarLine> {
    let equal = |other: &&mut CalendarLine| {
        let days = (other.from, other.to) == (item.from, item.to);
        let text = (&other.reference, other.confidence) == (&item.reference, item.confidence);
        days && text && other.action == item.action
    };
    match found.iter_mut().find(equal) {
        Some(other) => other.rules.extend(item.rules),
        None => found.push(item),
    }
    found
}

/// The dates of one rule, in the order written.
pub(super) fn calendar_lines(
    app: &App,
    loaded: &Loaded<CriteriaSpec>,
    as_of: NaiveDate,
) -> Vec<CalendarLine> {
    let line = |item: &CalendarItem| CalendarLine {
        rules: vec![(loaded.id.clone(), loaded.spec.title.clone())],
        action: item.action.clone(),
        from: item.from,
        to: item.to,
        state: state(item, as_of),
        days_left: (item.to - as_of).num_days(),
        reference: app
            .packs
            .reference_title(loaded.pack, item.reference.as_deref()),
        confidence: item.confidence,
    };
    loaded.spec.calendar.iter().map(line).collect()
}

fn state(item: &CalendarItem, as_of: NaiveDate) -> DateState {
    if item.to < as_of {
        DateState::Over
    } else if item.from.is_some_and(|from| as_of < from) {
        DateState::Ahead
    } else {
        DateState::Open
    }
}
