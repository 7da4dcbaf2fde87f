//! Figures over many cases: how far they came, and how long things took.

use super::desk::{Desk, OFFICE, day, input, time, workflow};
use julin_follow::case::Event;
use julin_follow::durations::{Span, Stretch, durations, median, stretches, worst_decile};
use julin_follow::funnel::funnel;

const FLOW: &str = "
title: {zh: 协议, en: Agreement}
version: 1
code: AG
roles: [{id: keeper, title: {zh: 跟进人, en: Keeper}, taken: anybody}]
fields:
  - {id: n, title: {zh: 项数, en: Count}, kind: number}
  - {id: day, title: {zh: 日期, en: Day}, kind: date}
states:
  - {id: counted, title: {zh: 总数, en: Counted}}
  - {id: intent, title: {zh: 意向, en: Intent}}
  - {id: signed, title: {zh: 已签, en: Signed}}
  - {id: fruit, title: {zh: 有成效, en: Result}, phase: done}
  - {id: died, title: {zh: 已终止, en: Died}, phase: ended}
acts:
  - {id: tally, title: {zh: 总数, en: Tally}, to: [counted], by: [keeper], needs: [n]}
  - {id: intend, title: {zh: 意向, en: Intend}, to: [intent], by: [keeper]}
  - {id: enter, title: {zh: 登记, en: Enter}, to: [signed], by: [keeper]}
  - {id: sign, title: {zh: 签署, en: Sign}, from: [intent], to: [signed], by: [keeper]}
  - {id: back, title: {zh: 退回, en: Back}, from: [signed], to: [intent], by: [keeper]}
  - {id: gain, title: {zh: 成效, en: Gain}, from: [signed], to: [fruit], by: [keeper]}
  - {id: bury, title: {zh: 终止, en: Bury}, from: [counted, intent, signed], to: [died], by: [keeper]}
clocks: [{id: work, title: {zh: 推进, en: Work}, starts: [sign, enter], stops: [gain], allows: {working-days: 5}}]
register: {title: {zh: 名录, en: Register}, while_in: [signed], day: day, count: n}
funnel: [intent, signed, fruit]
";

fn case(acts: &[(&str, &str)]) -> Desk {
    let (first, told) = (acts[0], ["n=20"]);
    let told: &[&str] = if first.0 == "tally" { &told } else { &[] };
    let mut desk = Desk::open(workflow(FLOW), ("K", first.1), &input(first.0, told));
    for (act, on) in &acts[1..] {
        desk.act("K", on, act, &[]);
    }
    desk
}

fn some_cases() -> Vec<Desk> {
    let on = "2026-11-02 09:00";
    vec![
        case(&[("intend", on)]),
        case(&[
            ("intend", on),
            ("sign", "2026-11-03 09:00"),
            ("back", "2026-11-04 09:00"),
        ]),
        case(&[("enter", on), ("bury", "2026-11-03 09:00")]),
        case(&[("enter", on), ("gain", "2026-11-02 12:00")]),
        case(&[("tally", on)]),
    ]
}

/// Five cases: one no farther than an intent, one that was signed and went back, one
/// signed that died, one with a result, and one that stands for twenty nobody followed.
#[test]
fn a_funnel_counts_how_far_cases_came_and_what_became_of_them() {
    let cases = some_cases();
    let found = funnel(&workflow(FLOW), cases.iter().map(|desk| &desk.case));
    let steps: Vec<_> = found
        .steps
        .iter()
        .map(|s| (s.state.as_str(), s.reached.cases, s.last.cases))
        .collect();
    assert_eq!(steps, [("intent", 4, 1), ("signed", 3, 2), ("fruit", 1, 1)]);
    assert_eq!((found.outside.cases, found.outside.counted), (1, 20.0));
    assert_eq!((found.open.cases, found.open.counted), (3, 22.0));
    let ended: Vec<_> = found
        .ended
        .iter()
        .map(|e| (e.state.as_str(), e.tally.cases))
        .collect();
    assert_eq!(ended, [("fruit", 1), ("died", 1)]);
}

#[test]
fn the_median_and_the_worst_decile_of_known_numbers() {
    assert_eq!((median(&mut []), worst_decile(&mut [])), (None, None));
    assert_eq!(
        (median(&mut [7]), worst_decile(&mut [7])),
        (Some(7.0), Some(7))
    );
    let mut ten: Vec<u64> = (1..=10).rev().collect();
    assert_eq!(
        (median(&mut ten), worst_decile(&mut ten)),
        (Some(5.5), Some(9))
    );
    let mut eleven: Vec<u64> = (1..=11).collect();
    assert_eq!(
        (median(&mut eleven), worst_decile(&mut eleven)),
        (Some(6.0), Some(10))
    );
}

/// Signed on Tuesday at nine, gained on Thursday at eleven: eight hours twice and two.
#[test]
fn what_took_how_long_is_read_from_what_was_done() {
    let hour = 3_600;
    let long = case(&[
        ("intend", "2026-11-02 09:00"),
        ("sign", "2026-11-03 09:00"),
        ("gain", "2026-11-05 11:00"),
    ]);
    let flow = workflow(FLOW);
    let of = |events: &[Event], span: &Span| {
        stretches((&flow, &OFFICE), events, span, time("2026-11-30 09:00"))
    };
    let acts = Span::Acts {
        from: vec!["intend".to_owned(), "sign".to_owned()],
        to: vec!["gain".to_owned()],
    };
    let whole = of(&long.events, &acts);
    assert_eq!(
        (whole[0].took, whole[0].began),
        (Some(26 * hour), time("2026-11-02 09:00"))
    );
    // Whole days: the day of the start does not count.
    let clock = of(&long.events, &Span::Clock("work".to_owned()));
    assert_eq!((clock.len(), clock[0].took), (1, Some(10 * hour)));
    let mut all: Vec<Stretch> = Vec::new();
    for desk in some_cases().iter().chain([&long]) {
        all.extend(of(&desk.events, &acts));
    }
    // Two that are still open have no duration, and are not counted as none.
    let found = durations(&all, Some(day("2026-11-03")));
    assert_eq!((found.all.n, found.all.unfinished), (1, 2));
    assert_eq!((found.before.n, found.after.n), (1, 0));
    assert_eq!((found.after.median, found.after.worst_decile), (None, None));
    let early = stretches(
        (&flow, &OFFICE),
        &long.events,
        &acts,
        time("2026-11-04 09:00"),
    );
    assert_eq!(early[0].took, None);
}
