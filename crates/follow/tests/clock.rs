//! Clocks by hand, and against a reference that walks minute by minute.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use julin_follow::{
    Allowance, Calendar, CalendarSpec, Clock, ClockEvent, ClockState, Light, Reading,
};
use proptest::prelude::*;
use std::sync::LazyLock;

/// Monday to Friday, nine to twelve and one to six; 28 December 2026 onwards unknown.
static OFFICE: LazyLock<Calendar> = LazyLock::new(|| {
    let text = "
title: {zh: 办公室, en: Office}
rest: [saturday, sunday]
hours: ['09:00-12:00', '13:00-18:00']
years: [{year: 2026, holidays: [{name: {zh: 国庆节, en: National Day}, from: 2026-10-01, until: 2026-10-07, worked: [2026-10-10]}]}]
";
    let spec: CalendarSpec = serde_saphyr::from_str(text).unwrap();
    Calendar::new(&spec, None)
});

const HOUR: u64 = 3_600;

fn clock(allowance: Allowance) -> Clock<'static> {
    Clock {
        calendar: &OFFICE,
        allowance,
        amber_percent: 75,
    }
}

fn time(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn read(allowance: Allowance, events: &[(&str, ClockEvent)], now: &str) -> Reading {
    let events: Vec<_> = events
        .iter()
        .map(|(at, event)| (time(at), *event))
        .collect();
    clock(allowance).read(&events, time(now))
}

#[test]
fn a_clock_stands_still_at_night_and_while_the_asker_is_waited_for() {
    let events = [
        ("2026-11-19 16:00", ClockEvent::Start),
        ("2026-11-20 10:00", ClockEvent::Pause),
        ("2026-11-24 15:00", ClockEvent::Resume),
    ];
    // By hand: two hours on Thursday, one on Friday, then one of five left hours used.
    let at = read(
        Allowance::WorkingSeconds(8 * HOUR),
        &events,
        "2026-11-24 16:00",
    );
    assert_eq!(
        (at.state, at.used / HOUR, at.light),
        (ClockState::Running, 4, Light::Green)
    );
    assert_eq!(at.due, Some(time("2026-11-25 11:00")));
    let paused = read(
        Allowance::WorkingSeconds(8 * HOUR),
        &events,
        "2026-11-23 10:00",
    );
    assert_eq!(
        (paused.state, paused.due, paused.left()),
        (ClockState::Paused, None, 5 * 3_600)
    );
}

#[test]
fn whole_days_begin_the_day_after() {
    let events = [("2026-09-28 11:00", ClockEvent::Start)];
    let days = Allowance::WorkingDays(3);
    // By hand: 29 and 30 September, the holiday, 8 October.
    let at = read(days, &events, "2026-09-28 17:00");
    assert_eq!((at.used, at.due), (0, Some(time("2026-10-08 18:00"))));
    assert_eq!(read(days, &events, "2026-10-08 18:00").light, Light::Amber);
    assert_eq!(read(days, &events, "2026-10-09 09:01").light, Light::Red);
}

#[test]
fn reopened_work_keeps_what_was_used_and_another_allowance_keeps_the_pauses() {
    let events = [
        ("2026-11-16 09:00", ClockEvent::Start),
        ("2026-11-16 12:00", ClockEvent::Stop),
        ("2026-11-18 09:00", ClockEvent::Reopen),
        ("2026-11-18 10:00", ClockEvent::Pause),
        (
            "2026-11-18 14:00",
            ClockEvent::Allow(Allowance::WorkingSeconds(5 * HOUR)),
        ),
        ("2026-11-19 09:00", ClockEvent::Resume),
    ];
    let at = read(
        Allowance::WorkingSeconds(20 * HOUR),
        &events,
        "2026-11-19 09:30",
    );
    assert_eq!((at.used, at.allowed), (4 * HOUR + HOUR / 2, 5 * HOUR));
    assert_eq!(
        (at.due, at.light),
        (Some(time("2026-11-19 10:00")), Light::Amber)
    );
    let late = read(
        Allowance::WorkingSeconds(20 * HOUR),
        &events,
        "2026-11-19 11:00",
    );
    assert_eq!(
        (late.due, late.light, late.left()),
        (Some(time("2026-11-19 10:00")), Light::Red, -3_600)
    );
}

#[test]
fn the_time_of_being_late_stays_when_late_work_is_paused() {
    let events = [
        ("2026-11-16 09:00", ClockEvent::Start),
        ("2026-11-16 11:00", ClockEvent::Pause),
        ("2026-11-17 09:00", ClockEvent::Resume),
    ];
    let at = read(Allowance::WorkingSeconds(HOUR), &events, "2026-11-17 10:00");
    assert_eq!(
        (at.due, at.light),
        (Some(time("2026-11-16 10:00")), Light::Red)
    );
}

#[test]
fn before_the_start_nothing_runs_and_senseless_events_change_nothing() {
    let allowed = Allowance::WorkingSeconds(HOUR);
    let early = read(
        allowed,
        &[("2026-11-20 09:00", ClockEvent::Start)],
        "2026-11-19 09:00",
    );
    assert_eq!(
        (early.state, early.used, early.due),
        (ClockState::Waiting, 0, None)
    );
    let odd = [
        ("2026-11-18 09:00", ClockEvent::Resume),
        ("2026-11-18 09:00", ClockEvent::Stop),
        ("2026-11-18 09:00", ClockEvent::Start),
        ("2026-11-18 09:30", ClockEvent::Start),
        ("2026-11-18 09:30", ClockEvent::Reopen),
    ];
    let at = read(allowed, &odd, "2026-11-18 09:45");
    assert_eq!(
        (at.state, at.used, at.due),
        (ClockState::Running, 45 * 60, Some(time("2026-11-18 10:00")))
    );
}

#[test]
fn a_due_time_in_a_year_nobody_published_says_so() {
    let at = read(
        Allowance::WorkingDays(5),
        &[("2026-12-30 09:00", ClockEvent::Start)],
        "2026-12-30 10:00",
    );
    assert!(at.provisional);
}

/// Minutes of work between two times, one by one.
fn minutes(from: NaiveDateTime, until: NaiveDateTime) -> u64 {
    let mut now = from;
    let mut counted = 0;
    while now < until {
        let (works, minute) = (OFFICE.works(now.date()).value, now.time());
        let at = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let open = (at(9)..at(12)).contains(&minute) || (at(13)..at(18)).contains(&minute);
        counted += u64::from(works && open);
        now += TimeDelta::minutes(1);
    }
    counted
}

fn event() -> impl Strategy<Value = ClockEvent> {
    prop_oneof![
        2 => Just(ClockEvent::Start),
        3 => Just(ClockEvent::Pause),
        3 => Just(ClockEvent::Resume),
        1 => Just(ClockEvent::Stop),
        1 => Just(ClockEvent::Reopen),
        1 => (1..40u64).prop_map(|hours| ClockEvent::Allow(Allowance::WorkingSeconds(hours * HOUR))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn used_time_is_what_a_walk_over_the_minutes_counts(
        steps in prop::collection::vec((0..1_500i64, event()), 0..12),
        rest in 0..3_000i64,
    ) {
        let mut now = NaiveDate::from_ymd_opt(2026, 9, 25).unwrap().and_hms_opt(8, 0, 0).unwrap();
        let (mut running, mut done, mut counted) = (None, None, 0);
        let mut events = Vec::new();
        for (wait, event) in steps {
            now += TimeDelta::minutes(wait);
            events.push((now, event));
            match event {
                ClockEvent::Start if done.is_none() => (running, done) = (Some(now), Some(false)),
                ClockEvent::Pause if running.is_some() => counted += minutes(running.take().unwrap(), now),
                ClockEvent::Stop if done == Some(false) => {
                    counted += running.take().map_or(0, |since| minutes(since, now));
                    done = Some(true);
                }
                ClockEvent::Resume if done == Some(false) && running.is_none() => running = Some(now),
                ClockEvent::Reopen if done == Some(true) => (running, done) = (Some(now), Some(false)),
                _ => {}
            }
        }
        now += TimeDelta::minutes(rest);
        counted += running.map_or(0, |since| minutes(since, now));
        let read = clock(Allowance::WorkingSeconds(30 * HOUR)).read(&events, now);
        prop_assert_eq!(read.used, counted * 60);
        if let Some(due) = read.due {
            let then = clock(Allowance::WorkingSeconds(30 * HOUR)).read(&events, due);
            if due <= now && !events.iter().any(|(at, event)| *at >= due && matches!(event, ClockEvent::Allow(_))) {
                prop_assert_eq!(then.used, then.allowed);
            }
            prop_assert_eq!(due <= now, read.used >= read.allowed);
        }
    }
}
