//! The national calendar against what was published day by day, and counting against a
//! plain walk over the days.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Weekday};
use julin_follow::calendar::check_calendar;
use julin_follow::{Calendar, CalendarSpec};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

const OFFICE: &str = "{title: {zh: 办公室, en: Office}, like: cn-national/working-days, hours: ['09:00-12:00', '13:30-18:00']}";

static NATIONAL: LazyLock<CalendarSpec> = LazyLock::new(|| {
    let path = root().join("packs/cn-national/calendars/working-days.yaml");
    serde_saphyr::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
});
static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| Calendar::new(&NATIONAL, None));
static OFFICE_CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
    let office: CalendarSpec = serde_saphyr::from_str(OFFICE).unwrap();
    Calendar::new(&office, Some(&NATIONAL))
});
/// Days that were moved, true for rest, by the reference beside the checkout.
static PUBLISHED: LazyLock<BTreeMap<NaiveDate, bool>> = LazyLock::new(|| {
    let mut days = BTreeMap::new();
    for year in 2007..=2026 {
        let path = shared().join(format!("holidays_cn/{year}.json"));
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|_| panic!("{} is needed for this test", path.display()));
        let year: serde_json::Value = serde_json::from_str(&text).unwrap();
        for day in year["days"].as_array().unwrap() {
            let date = day["date"].as_str().unwrap().parse().unwrap();
            days.insert(date, day["isOffDay"].as_bool().unwrap());
        }
    }
    days
});

/// Working days before each day, counted by walking from the first to the last.
static WALKED: LazyLock<Vec<i64>> = LazyLock::new(|| {
    let days = date("2007-01-01").iter_days().take(SPAN as usize);
    let walk = days.scan(0, |before, day| {
        let now = *before;
        *before += i64::from(plainly_works(day));
        Some(now)
    });
    walk.collect()
});

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn shared() -> PathBuf {
    let given = std::env::var_os("JULIN_SHARED").map(PathBuf::from);
    given
        .unwrap_or_else(|| root().join("../shared"))
        .join("data")
}

/// The plain rule: what was published for the day, else the week.
fn plainly_works(day: NaiveDate) -> bool {
    match PUBLISHED.get(&day) {
        Some(rests) => !rests,
        None => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
    }
}

/// Seconds of the office's hours between two times, day by day: what of each stretch of
/// the day lies between them.
fn plainly_worked(from: NaiveDateTime, until: NaiveDateTime) -> i64 {
    let days = from.date().iter_days();
    let days = days.take_while(|day| *day <= until.date());
    let stretches = days.filter(|day| plainly_works(*day)).flat_map(|day| {
        let at = |hour, minute| day.and_hms_opt(hour, minute, 0).unwrap();
        [(at(9, 0), at(12, 0)), (at(13, 30), at(18, 0))]
    });
    let seconds = stretches.map(|(begin, end)| (end.min(until) - begin.max(from)).num_seconds());
    seconds.map(|seconds| seconds.max(0)).sum()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn time(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn day_of(offset: u64) -> NaiveDate {
    date("2007-01-01") + Days::new(offset)
}

/// Days from 2007 to the end of 2026.
const SPAN: u64 = 7_305;

#[test]
fn every_day_of_twenty_years_is_as_published() {
    assert_eq!(check_calendar(&NATIONAL), []);
    for day in date("2007-01-01").iter_days().take(SPAN as usize) {
        let works = CALENDAR.works(day);
        assert_eq!(works.value, plainly_works(day), "{day}");
        assert!(!works.provisional, "{day}");
    }
    assert!(PUBLISHED.len() > 600, "{} days moved", PUBLISHED.len());
}

#[test]
fn a_year_nobody_published_is_counted_by_the_week_and_marked() {
    let monday = CALENDAR.works(date("2027-02-08"));
    assert!(monday.value && monday.provisional);
    let over = CALENDAR.working_days(date("2026-12-28"), date("2027-01-11"));
    assert_eq!((over.value, over.provisional), (10, true));
    let end = CALENDAR.after_working_days(date("2026-12-31"), 1).unwrap();
    assert_eq!((end.value, end.provisional), (date("2027-01-01"), true));
}

#[test]
fn a_term_does_not_count_its_first_day() {
    // By hand: 30 September 2026 is a Wednesday, rest until 7 October, 10 October worked.
    let end = CALENDAR.after_working_days(date("2026-09-30"), 3).unwrap();
    assert_eq!(end.value, date("2026-10-10"));
}

#[test]
fn time_runs_in_office_hours_only() {
    // By hand: Friday 17:00, four hours: one on Friday, three on Monday from 9 to 12.
    let end = OFFICE_CALENDAR.after_working_seconds(time("2026-11-20T17:00:00"), 4 * 3600);
    assert_eq!(end.unwrap().value, time("2026-11-23T12:00:00"));
    // Over lunch: 11:30 and one hour.
    let end = OFFICE_CALENDAR.after_working_seconds(time("2026-11-23T11:30:00"), 3600);
    assert_eq!(end.unwrap().value, time("2026-11-23T14:00:00"));
    let night = (time("2026-11-20T22:00:00"), time("2026-11-23T08:59:59"));
    assert_eq!(OFFICE_CALENDAR.working_seconds(night.0, night.1).value, 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100_000))]

    #[test]
    fn counting_days_agrees_with_a_walk(from in 0..SPAN, until in 0..SPAN) {
        let walked = WALKED[until as usize] - WALKED[from as usize];
        prop_assert_eq!(CALENDAR.working_days(day_of(from), day_of(until)).value, walked);
    }

    #[test]
    fn a_term_of_days_agrees_with_a_walk(from in 0..SPAN - 200, days in 1u32..120) {
        let from = day_of(from);
        let mut worked = from.iter_days().skip(1).filter(|day| plainly_works(*day));
        let end = worked.nth(days as usize - 1).unwrap();
        prop_assert_eq!(CALENDAR.after_working_days(from, days).unwrap().value, end);
    }

    #[test]
    fn counting_hours_agrees_with_a_walk(from in 0..(SPAN - 90) * 86_400, over in 0..90u64 * 86_400) {
        let from = day_of(0).and_time(chrono::NaiveTime::MIN) + TimeDelta::seconds(from as i64);
        let until = from + TimeDelta::seconds(over as i64);
        let counted = OFFICE_CALENDAR.working_seconds(from, until).value;
        prop_assert_eq!(counted, plainly_worked(from, until));
    }

    #[test]
    fn work_put_in_is_work_counted(from in 0..SPAN * 86_400, work in 1u64..4_000_000) {
        let from = day_of(0).and_time(chrono::NaiveTime::MIN) + TimeDelta::seconds(from as i64);
        let end = OFFICE_CALENDAR.after_working_seconds(from, work).unwrap().value;
        prop_assert_eq!(OFFICE_CALENDAR.working_seconds(from, end).value, work as i64);
        let before = end - TimeDelta::seconds(1);
        prop_assert_eq!(OFFICE_CALENDAR.working_seconds(from, before).value, work as i64 - 1);
    }
}

#[test]
fn long_before_and_long_after_the_week_decides() {
    let early = CALENDAR.working_days(date("1990-01-01"), date("1990-01-15"));
    assert_eq!((early.value, early.provisional), (10, true));
    let late = CALENDAR
        .after_working_days(date("2030-01-01"), 260)
        .unwrap();
    let walked = date("2030-01-02")
        .iter_days()
        .filter(|day| day.weekday().num_days_from_monday() < 5);
    assert_eq!(Some(late.value), walked.clone().nth(259));
    assert!(CALENDAR.after_working_days(NaiveDate::MAX, 1).is_none());
}

#[test]
fn a_calendar_that_contradicts_itself_is_told_and_still_counts() {
    let text = "
title: {zh: 错, en: Wrong}
rest: [saturday, sunday]
hours: ['18:00-09:00', 'nine to five']
years:
  - {year: 2026, holidays: [{name: {zh: 一, en: One}, from: 2026-05-05, until: 2026-05-01}]}
  - {year: 2026, holidays: [{name: {zh: 二, en: Two}, from: 2026-06-01, until: 2026-06-03, worked: [2026-06-02]}]}
  - {year: 99999, holidays: [{name: {zh: 三, en: Three}, from: 2026-07-01}]}
  - {year: 2027, holidays: [{name: {zh: 四, en: Four}, from: 2027-01-01, until: 2027-12-31}]}
";
    let spec: CalendarSpec = serde_saphyr::from_str(text).unwrap();
    let found = check_calendar(&spec);
    let codes: Vec<&str> = found.iter().map(|(_, found)| found.code.as_str()).collect();
    for code in [
        "hours",
        "upside-down",
        "year-twice",
        "both",
        "year",
        "other-year",
        "too-long",
    ] {
        let code = format!("follow.calendar.{code}");
        assert!(codes.contains(&code.as_str()), "{code} in {codes:?}");
    }
    let calendar = Calendar::new(&spec, None);
    assert!(!calendar.works(date("2026-06-01")).value);
    assert_eq!(calendar.hours().total(), 86_400);
    let never = "{title: {zh: 无, en: None}, rest: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]}";
    let never: CalendarSpec = serde_saphyr::from_str(never).unwrap();
    assert_eq!(
        check_calendar(&never)[0].1.code,
        "follow.calendar.never-works"
    );
    let never = Calendar::new(&never, None);
    assert!(never.after_working_days(date("2026-01-01"), 1).is_none());
    let midnight = date("2026-01-01").and_hms_opt(0, 0, 0).unwrap();
    assert!(never.after_working_seconds(midnight, 1).is_none());
    assert_eq!(midnight.weekday(), Weekday::Thu);
}
