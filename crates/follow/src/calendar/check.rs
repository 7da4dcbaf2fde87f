//! What is wrong with a calendar as written.

use super::spec::{CalendarSpec, HolidaySpec, YearSpec};
use chrono::{Datelike, NaiveDate};
use julin_model::Diagnostic;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// Most days of one holiday: nobody rests for longer, and a slip of the year does.
const LONGEST: i64 = 31;
/// Years a calendar may speak of.
const YEARS: RangeInclusive<i32> = 1900..=2200;

/// Everything wrong with a calendar, with the path of each finding.
pub fn check_calendar(spec: &CalendarSpec) -> Vec<(String, Diagnostic)> {
    let mut found = Vec::new();
    for (i, span) in spec.hours.iter().enumerate() {
        if span.read().is_none() {
            let wrong = Diagnostic::error("follow.calendar.hours").with("hours", &span.0);
            found.push((format!("hours.{i}"), wrong));
        }
    }
    if let Some(offset) = &spec.offset
        && spec.read_offset().is_none()
    {
        let wrong = Diagnostic::error("follow.calendar.offset").with("offset", offset);
        found.push(("offset".to_owned(), wrong));
    }
    if spec.like.is_none() && spec.rest.is_none() {
        found.push((String::new(), Diagnostic::error("follow.calendar.no-rest")));
    }
    if spec
        .rest
        .as_ref()
        .is_some_and(|days| (0..7).all(|n| days.iter().any(|d| d.number() == n)))
    {
        found.push((
            "rest".to_owned(),
            Diagnostic::error("follow.calendar.never-works"),
        ));
    }
    let mut years = BTreeSet::new();
    for (y, year) in spec.years.iter().enumerate() {
        let path = format!("years.{y}");
        if !years.insert(year.year) {
            let twice = Diagnostic::error("follow.calendar.year-twice").with("year", year.year);
            found.push((format!("{path}.year"), twice));
        }
        check_year(year, &path, &mut found);
    }
    found.extend(moved_twice(spec));
    found
}

/// Holidays that can be counted with, each in its year.
pub(super) fn sound(year: &YearSpec) -> impl Iterator<Item = &HolidaySpec> + Clone {
    let sound = |holiday: &&HolidaySpec| {
        let days = (holiday.last() - holiday.from).num_days();
        let near = named(holiday).all(|day| near(day, year.year));
        YEARS.contains(&year.year) && (0..LONGEST).contains(&days) && near
    };
    year.holidays.iter().filter(sound)
}

fn check_year(year: &YearSpec, path: &str, found: &mut Vec<(String, Diagnostic)>) {
    if !YEARS.contains(&year.year) {
        let finding = Diagnostic::error("follow.calendar.year").with("year", year.year);
        found.push((format!("{path}.year"), finding));
    }
    for (h, holiday) in year.holidays.iter().enumerate() {
        let path = format!("{path}.holidays.{h}");
        let mut wrong = |code: &str, day: NaiveDate, key: &str| {
            let finding = Diagnostic::error(code)
                .with("day", day)
                .with("year", year.year);
            found.push((format!("{path}.{key}"), finding));
        };
        let days = (holiday.last() - holiday.from).num_days();
        if days < 0 {
            wrong("follow.calendar.upside-down", holiday.from, "until");
        } else if days >= LONGEST {
            wrong("follow.calendar.too-long", holiday.from, "until");
        }
        for day in named(holiday).filter(|day| !near(*day, year.year)) {
            wrong("follow.calendar.other-year", day, "from");
        }
        let resting = |day: &&NaiveDate| (holiday.from..=holiday.last()).contains(*day);
        for day in holiday.worked.iter().filter(resting) {
            wrong("follow.calendar.both", *day, "worked");
        }
    }
}

/// A year may move days of the December before it.
fn near(day: NaiveDate, year: i32) -> bool {
    day.year() == year || (day.year() == year - 1 && day.month() == 12)
}

fn named(holiday: &HolidaySpec) -> impl Iterator<Item = NaiveDate> {
    let ends = [holiday.from, holiday.last()];
    ends.into_iter().chain(holiday.worked.iter().copied())
}

/// Days that are worked by one holiday and of rest by another.
fn moved_twice(spec: &CalendarSpec) -> Vec<(String, Diagnostic)> {
    let holidays = || spec.years.iter().flat_map(|year| &year.holidays);
    let rests = |day: NaiveDate| holidays().any(|h| (h.from..=h.last()).contains(&day));
    let mut found = Vec::new();
    for (y, year) in spec.years.iter().enumerate() {
        for (h, holiday) in year.holidays.iter().enumerate() {
            let own = |day: &NaiveDate| (holiday.from..=holiday.last()).contains(day);
            for day in holiday
                .worked
                .iter()
                .filter(|day| !own(day) && rests(**day))
            {
                let both = Diagnostic::error("follow.calendar.both").with("day", day);
                let path = format!("years.{y}.holidays.{h}.worked");
                found.push((path, both.with("year", year.year)));
            }
        }
    }
    found
}
