//! Answers about what is due: over all cases, day by day.

use super::{CaseLine, Light, Named, WorkflowView};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use julin_model::Text;
use serde::Serialize;

/// All workflows with how their cases stand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FollowOverview {
    /// The workflows.
    pub workflows: Vec<WorkflowLights>,
    /// There are more cases than were looked at: numbers are the least there can be.
    pub at_least: bool,
}

/// A workflow with how many of its cases are late, or nearly.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorkflowLights {
    /// The workflow.
    pub workflow: WorkflowView,
    /// Cases that are late.
    pub late: u64,
    /// Cases that are nearly late.
    pub near: u64,
}

/// What is due, by its day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DueList {
    /// Today, in the office.
    pub today: NaiveDate,
    /// The last day looked at.
    pub until: NaiveDate,
    /// What is due, the earliest first.
    pub items: Vec<DueItem>,
    /// There is more.
    pub more: bool,
    /// Workflows to choose from.
    pub workflows: Vec<Named>,
    /// The workflows chosen; all when none.
    pub shown: Vec<String>,
}

/// A clock that runs out, or a promise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DueItem {
    /// The case.
    pub case: CaseLine,
    /// What is timed or promised.
    pub what: Text,
    /// It is a promise; else a clock.
    pub promise: bool,
    /// Who has it; nobody yet when empty.
    pub people: Vec<String>,
    /// Since when.
    pub from: NaiveDateTime,
    /// Until when.
    pub due: NaiveDateTime,
    /// How it stands.
    pub light: Light,
    /// A year nobody has published yet is counted in.
    pub provisional: bool,
}

impl DueItem {
    /// The day it is due: what runs until midnight is due on the day that ends then.
    pub fn day(&self) -> NaiveDate {
        (self.due - TimeDelta::seconds(1)).date()
    }
}

/// Until when, to the minute: the end of a day is its 24:00, not the next day's 00:00.
pub fn until_text(at: NaiveDateTime) -> String {
    match at.date().pred_opt() {
        Some(day) if at.time() == NaiveTime::MIN => format!("{} 24:00", day.format("%Y-%m-%d")),
        _ => at.format("%Y-%m-%d %H:%M").to_string(),
    }
}

/// A month of the office with what is due on each day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MonthView {
    /// Its first day.
    pub month: NaiveDate,
    /// Today, in the office.
    pub today: NaiveDate,
    /// The calendar shown.
    pub calendar: Option<Named>,
    /// Calendars to choose from.
    pub calendars: Vec<Named>,
    /// Its days.
    pub days: Vec<OfficeDay>,
    /// There is more due than is shown.
    pub more: bool,
}

/// A day of the office.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OfficeDay {
    /// The day.
    pub day: NaiveDate,
    /// Whether it is worked.
    pub works: bool,
    /// It is worked, or not, other than the week alone would say.
    pub adjusted: bool,
    /// Its year has not been published.
    pub provisional: bool,
    /// What is due on it.
    pub items: Vec<DueItem>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_day_belongs_to_the_day() {
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        assert_eq!(until_text(at("2026-12-01T00:00:00")), "2026-11-30 24:00");
        assert_eq!(until_text(at("2026-12-01T17:00:00")), "2026-12-01 17:00");
    }
}
