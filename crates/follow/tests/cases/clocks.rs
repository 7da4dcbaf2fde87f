//! Clocks of cases, with expectations worked out by hand. The office works from nine to
//! twelve and from one to six, Monday to Friday: eight hours a day.

use super::desk::{Desk, OFFICE, input, time, workflow};
use chrono::TimeDelta;
use julin_follow::case::alone::{alone, next_alone};
use julin_follow::case::clocks::read_clocks;
use julin_follow::case::{Deed, What};
use julin_follow::{ClockState, Light};
use proptest::prelude::*;

/// A request: taken in hand, answered within ten hours of work; told of progress every
/// second working day; handed back at most once in a while.
pub const REQUEST: &str = "
title: {zh: 诉求, en: Request}
version: 1
code: RQ
roles:
  - {id: asker, title: {zh: 提出人, en: Asker}, taken: opening}
  - {id: handler, title: {zh: 经办人, en: Handler}, taken: claimed}
  - {id: caller, title: {zh: 回访人, en: Caller}, taken: anybody}
fields:
  - {id: level, title: {zh: 级别, en: Level}, kind: choice, choices: [{id: plain, title: {zh: 一般, en: Plain}}, {id: urgent, title: {zh: 紧急, en: Urgent}}]}
states:
  - {id: new, title: {zh: 新, en: New}, turn: [handler]}
  - {id: working, title: {zh: 办理, en: Working}, turn: [handler]}
  - {id: asking, title: {zh: 待补充, en: Asking}, phase: waiting, turn: [asker]}
  - {id: answered, title: {zh: 已答复, en: Answered}, turn: [caller]}
  - {id: closed, title: {zh: 办结, en: Closed}, phase: done}
acts:
  - {id: ask, title: {zh: 提出, en: Ask}, to: [new], by: [asker], takes: [level]}
  - {id: take, title: {zh: 接收, en: Take}, from: [new], to: [working], by: [handler]}
  - {id: back, title: {zh: 退回, en: Hand back}, from: [working], to: [new], by: [handler]}
  - {id: first, title: {zh: 首次响应, en: First response}, from: [working], by: [handler]}
  - {id: update, title: {zh: 进展, en: Update}, from: [working, asking], by: [handler]}
  - {id: wait, title: {zh: 请补充, en: Wait}, from: [working], to: [asking], by: [handler], reason: true}
  - {id: supply, title: {zh: 补充, en: Supply}, from: [asking], to: [working], by: [asker]}
  - {id: relevel, title: {zh: 调级, en: Relevel}, from: [working, asking], by: [handler], needs: [level]}
  - {id: answer, title: {zh: 答复, en: Answer}, from: [working], to: [answered], by: [handler]}
  - {id: redo, title: {zh: 重办, en: Redo}, from: [answered, closed], to: [working], by: [caller], sense: reopen}
  - {id: close, title: {zh: 办结, en: Close}, from: [answered], to: [closed], by: [caller]}
clocks:
  - {id: solution, title: {zh: 办结, en: Solution}, starts: [take], stops: [answer, back], allows: {working-hours: 10}, levels: [{field: level, is: urgent, allows: {working-hours: 4}}], amber_percent: 50}
  - {id: response, title: {zh: 响应, en: Response}, starts: [take], stops: [first], allows: {working-hours: 8}}
  - {id: next, title: {zh: 进展, en: Next update}, starts: [first], stops: [update], repeats: true, allows: {working-days: 2}, levels: [{field: level, is: urgent, allows: {working-days: 1}}]}
  - {id: callback, title: {zh: 回访, en: Call back}, starts: [answer], stops: [close, redo], allows: {working-days: 3}, amber_percent: 50}
";

fn desk() -> Desk {
    Desk::open(
        workflow(REQUEST),
        ("Asker", "2026-11-16 09:00"),
        &input("ask", &[]),
    )
}

const ACTS: [&str; 9] = [
    "take", "back", "first", "update", "wait", "supply", "relevel", "answer", "redo",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// A past time is read the same whatever was done since; a round that was stopped
    /// stays as it was; what is used of a clock that runs never shrinks; and all rounds
    /// together take no more than the working time there was.
    #[test]
    fn what_a_clock_showed_is_not_changed_by_what_came_later(
        acts in prop::collection::vec((0..ACTS.len() + 1, 1..900_i64), 1..40),
    ) {
        let mut desk = desk();
        let mut now = time("2026-11-16 09:00");
        let mut seen = Vec::new();
        for (act, wait) in acts {
            now += TimeDelta::minutes(wait);
            let on = now.format("%Y-%m-%d %H:%M").to_string();
            let level = if wait % 2 == 0 { "level=urgent" } else { "level=plain" };
            let (act, told) = match ACTS.get(act) {
                Some(&"relevel") => ("relevel", vec![level]),
                Some(act) => (*act, vec!["?so"]),
                None => ("close", vec![]),
            };
            let author = match act {
                "supply" => "Asker",
                "redo" | "close" => "Caller",
                _ => "Handler",
            };
            let _ = desk.try_it(author, &on, What::Act(input(act, &told)));
            now += TimeDelta::minutes(1);
            let read = |at| read_clocks(&desk.workflow, &OFFICE, &desk.events, at);
            seen.push((now, read(now)));
            let most = OFFICE.working_seconds(desk.case.opened, now).value as u64;
            for clock in read(now) {
                let rounds = clock.earlier.iter().chain([&clock.reading]);
                prop_assert!(rounds.map(|round| round.used).sum::<u64>() <= most);
                prop_assert_eq!(clock.reading.light == Light::Red, clock.reading.used > clock.reading.allowed);
                if clock.reading.state == ClockState::Running {
                    prop_assert_eq!(clock.reading.due.unwrap() <= now, clock.reading.used >= clock.reading.allowed);
                }
            }
        }
        for (at, clocks) in &seen {
            prop_assert_eq!(&read_clocks(&desk.workflow, &OFFICE, &desk.events, *at), clocks);
        }
        for pair in seen.windows(2) {
            for (before, after) in pair[0].1.iter().zip(&pair[1].1) {
                let kept = before.earlier.len().min(after.earlier.len());
                prop_assert_eq!(&before.earlier[..kept], &after.earlier[..kept]);
                if before.earlier.len() == after.earlier.len() {
                    prop_assert!(before.reading.used <= after.reading.used);
                }
            }
        }
    }
}

fn hours(seconds: u64) -> f64 {
    seconds as f64 / 3_600.0
}

#[test]
fn a_clock_starts_when_the_work_is_handed_over_and_rests_at_night_and_over_lunch() {
    let mut desk = desk();
    let waiting = desk.clock("solution", "2026-11-16 11:00");
    assert_eq!(waiting.reading.state, ClockState::Waiting);
    desk.act("Handler", "2026-11-16 11:00", "take", &[]);
    // An hour before lunch, five after it, then nine to eleven the next morning.
    let clock = desk.clock("solution", "2026-11-17 11:00");
    assert_eq!(hours(clock.reading.used), 8.0);
    // Half of ten hours: one before lunch and four after it.
    assert_eq!(clock.reading.warns, Some(time("2026-11-16 17:00")));
    assert_eq!(clock.reading.due, Some(time("2026-11-17 14:00")));
    assert_eq!(clock.reading.light, Light::Amber);
}

#[test]
fn waiting_for_the_asker_stops_the_clock_and_says_why() {
    let mut desk = desk();
    desk.act("Handler", "2026-11-16 09:00", "take", &[]);
    desk.act("Handler", "2026-11-16 10:00", "wait", &["?the lease"]);
    desk.act("Asker", "2026-11-18 17:00", "supply", &[]);
    let clock = desk.clock("solution", "2026-11-19 10:00");
    assert_eq!(hours(clock.reading.used), 3.0);
    let pause = &clock.pauses[0];
    assert_eq!(
        (pause.from, pause.until),
        (time("2026-11-16 10:00"), Some(time("2026-11-18 17:00")))
    );
    assert_eq!(pause.reason, "the lease");
    // As it was while it waited: no day can be named.
    let then = desk.clock("solution", "2026-11-17 10:00");
    assert_eq!(
        (then.reading.state, then.reading.due, then.amber),
        (ClockState::Paused, None, None)
    );
    assert_eq!(then.pauses[0].until, None);
}

#[test]
fn taking_up_again_goes_on_with_the_clocks_that_ran_and_leaves_the_others() {
    let mut desk = desk();
    desk.act("Handler", "2026-11-16 09:00", "take", &[]);
    desk.act("Handler", "2026-11-16 10:00", "first", &[]);
    desk.act("Handler", "2026-11-16 12:00", "answer", &[]);
    desk.act("Caller", "2026-11-18 09:00", "redo", &[]);
    let solution = desk.clock("solution", "2026-11-18 10:00").reading;
    assert_eq!(
        (solution.state, hours(solution.used)),
        (ClockState::Running, 4.0)
    );
    // The first response was given once and is not owed again; nor is the call back.
    assert_eq!(
        desk.clock("response", "2026-11-18 10:00").reading.state,
        ClockState::Stopped
    );
    assert_eq!(
        desk.clock("callback", "2026-11-18 10:00").reading.state,
        ClockState::Stopped
    );
    desk.act("Handler", "2026-11-18 11:00", "answer", &[]);
    let callback = desk.clock("callback", "2026-11-18 11:00");
    assert_eq!(callback.reading.state, ClockState::Running);
    assert_eq!(callback.earlier.len(), 1);
    desk.act("Caller", "2026-11-18 14:00", "close", &[]);
    assert_eq!(
        desk.clock("solution", "2026-11-19 14:00").reading.state,
        ClockState::Stopped
    );
    desk.act("Caller", "2026-11-20 09:00", "redo", &[]);
    let solution = desk.clock("solution", "2026-11-20 10:00").reading;
    assert_eq!(
        (solution.state, hours(solution.used)),
        (ClockState::Running, 6.0)
    );
    assert_eq!(desk.case.reopened, 2);
}

#[test]
fn work_handed_over_anew_begins_a_round_of_its_own() {
    let mut desk = desk();
    desk.act("Handler", "2026-11-16 09:00", "take", &[]);
    desk.act("Handler", "2026-11-16 12:00", "back", &[]);
    desk.act("Handler", "2026-11-17 09:00", "take", &[]);
    let clock = desk.clock("solution", "2026-11-17 10:00");
    assert_eq!(hours(clock.reading.used), 1.0);
    assert_eq!(
        (clock.earlier.len(), hours(clock.earlier[0].used)),
        (1, 3.0)
    );
}

#[test]
fn another_level_changes_what_is_allowed_and_keeps_pauses_and_what_was_used() {
    let mut desk = desk();
    desk.act("Handler", "2026-11-16 09:00", "take", &[]);
    desk.act("Handler", "2026-11-16 11:00", "wait", &["?the lease"]);
    desk.act("Handler", "2026-11-16 14:00", "relevel", &["level=urgent"]);
    desk.act("Asker", "2026-11-17 09:00", "supply", &[]);
    let clock = desk.clock("solution", "2026-11-17 10:00");
    assert_eq!(
        (hours(clock.reading.used), hours(clock.reading.allowed)),
        (3.0, 4.0)
    );
    assert_eq!(clock.reading.due, Some(time("2026-11-17 11:00")));
    assert_eq!(clock.pauses.len(), 1);
}

#[test]
fn a_clock_that_repeats_starts_anew_keeps_its_level_and_remembers_its_rounds() {
    let mut desk = desk();
    desk.act("Handler", "2026-11-16 09:00", "take", &[]);
    desk.act("Handler", "2026-11-16 10:00", "relevel", &["level=urgent"]);
    desk.act("Handler", "2026-11-16 10:00", "first", &[]);
    // Due at the end of Tuesday; told on Wednesday at noon: three hours late.
    desk.act("Handler", "2026-11-18 12:00", "update", &[]);
    let clock = desk.clock("next", "2026-11-18 17:00");
    assert_eq!(clock.reading.due, Some(time("2026-11-19 18:00")));
    assert_eq!(clock.earlier.len(), 1);
    assert_eq!(
        (clock.earlier[0].light, hours(clock.earlier[0].used)),
        (Light::Red, 11.0)
    );
    // As it was on Tuesday, when no round was over.
    assert!(desk.clock("next", "2026-11-17 12:00").earlier.is_empty());
}

#[test]
fn a_round_that_begins_while_the_asker_is_waited_for_stands_still() {
    let mut desk = desk();
    desk.act("Handler", "2026-11-16 09:00", "take", &[]);
    desk.act("Handler", "2026-11-16 09:00", "first", &[]);
    desk.act("Handler", "2026-11-16 10:00", "wait", &["?the lease"]);
    desk.act("Handler", "2026-11-16 11:00", "update", &[]);
    let clock = desk.clock("next", "2026-11-20 11:00");
    assert_eq!(
        (clock.reading.state, clock.reading.used),
        (ClockState::Paused, 0)
    );
    desk.act("Asker", "2026-11-20 12:00", "supply", &[]);
    assert_eq!(
        desk.clock("next", "2026-11-20 12:00").reading.state,
        ClockState::Running
    );
}

/// The call back is owed within three whole days and warns at half of them. Answered on
/// Monday 28 September, the days are the 29th and 30th and, after the holiday, the 8th
/// of October; half of 24 hours of work is noon and the first half of the afternoon of
/// the 30th: eight hours on the 29th, three before lunch and one after it.
#[test]
fn whole_days_warn_by_the_rule_they_are_due_by() {
    let act = input("ask", &[]);
    let mut desk = Desk::open(workflow(REQUEST), ("Asker", "2026-09-28 09:00"), &act);
    desk.act("Handler", "2026-09-28 11:00", "take", &[]);
    desk.act("Handler", "2026-09-28 14:00", "answer", &[]);
    let clock = desk.clock("callback", "2026-09-28 17:00");
    assert_eq!(clock.reading.due, Some(time("2026-10-08 18:00")));
    assert_eq!(clock.amber, Some(time("2026-09-30 14:00")));
    let morning = time("2026-10-09 09:00");
    assert_eq!(
        (clock.reading.late_from.unwrap() - morning).num_seconds(),
        1
    );
    let (before, at) = ("2026-09-30 13:59", "2026-09-30 14:00");
    assert_eq!(desk.clock("callback", before).reading.light, Light::Green);
    assert_eq!(desk.clock("callback", at).reading.light, Light::Amber);
}

/// Does all that is due by itself; the warnings that were given.
fn wake(desk: &mut Desk, now: &str) -> Vec<(String, bool)> {
    let mut told = Vec::new();
    loop {
        let clocks = read_clocks(&desk.workflow, &OFFICE, &desk.events, time(now));
        let Some(deed) = next_alone(&desk.workflow, &desk.case, &clocks, time(now)) else {
            return told;
        };
        if let Deed::Warn { clock, late } = &deed {
            told.push((clock.clone(), *late));
        }
        let event = alone(&desk.case, deed, time(now));
        desk.case.take(&event);
        desk.events.push(event);
    }
}

#[test]
fn a_warning_is_given_once_in_every_round() {
    let mut desk = desk();
    desk.act("Handler", "2026-11-16 09:00", "take", &[]);
    desk.act("Handler", "2026-11-16 09:00", "first", &[]);
    // Two days from Tuesday on are over on Wednesday evening; the warning comes at 80 %.
    let told = wake(&mut desk, "2026-11-18 17:00");
    assert!(told.contains(&("next".to_owned(), false)), "{told:?}");
    assert_eq!(wake(&mut desk, "2026-11-18 17:30"), []);
    // What a clock told keeps nobody from writing down what happened before it.
    desk.act("Handler", "2026-11-18 16:00", "update", &[]);
    assert_eq!(
        wake(&mut desk, "2026-11-20 17:00"),
        [("next".to_owned(), false)]
    );
    assert_eq!(
        wake(&mut desk, "2026-11-23 17:00"),
        [("next".to_owned(), true)]
    );
}
