//! Return limits, delegation, versions, silence, contact budget, parts, values.

use super::desk::{Desk, OFFICE, day, document, input, new_case, spec, time, workflow};
use julin_follow::budget;
use julin_follow::case::alone::{alone, decided, next_alone};
use julin_follow::case::clocks::read_clocks;
use julin_follow::case::moving::move_to;
use julin_follow::case::parts::{PartKind, parts};
use julin_follow::case::silence::silence;
use julin_follow::case::{Around, Deed, What};
use julin_follow::{Event, Workflow};
use julin_model::{Text, Value};

const AGREEMENT: &str = "
title: {zh: 协议, en: Agreement}
version: 1
code: AG
roles:
  - {id: keeper, title: {zh: 跟进人, en: Keeper}, taken: opening}
  - {id: ours, title: {zh: 我方, en: Ours}, side: a}
  - {id: theirs, title: {zh: 对方, en: Theirs}, side: b}
fields:
  - {id: said, title: {zh: 说法, en: Said}, kind: line, each_side: true}
  - {id: again, title: {zh: 复查日, en: Again on}, kind: date}
states:
  - {id: signed, title: {zh: 已签, en: Signed}, turn: [ours, theirs]}
  - {id: fixed, title: {zh: 改正, en: Fixed}, turn: [keeper]}
  - {id: fruit, title: {zh: 有成效, en: Result}, phase: done}
  - {id: died, title: {zh: 已终止, en: Died}, phase: ended}
acts:
  - {id: sign, title: {zh: 签署, en: Sign}, to: [signed], by: [keeper], may_name: [ours, theirs]}
  - {id: tell, title: {zh: 报告, en: Tell}, from: [signed, fixed], by: [ours, theirs], takes: [said], sense: life}
  - {id: back, title: {zh: 退回, en: Return}, from: [signed], to: [fixed], by: [keeper], sense: return, when: returned < 2, otherwise: {zh: 最多退回两次, en: Twice at most}}
  - {id: on, title: {zh: 继续, en: On}, from: [fixed], to: [signed], by: [keeper], when: said == '2026-11-01' || said != 'x', otherwise: {zh: 不同, en: Not the same}}
  - {id: result, title: {zh: 成效, en: Result}, from: [signed], to: [fruit], by: [keeper], takes: [again]}
  - {id: look, title: {zh: 复查, en: Look again}, from: [fruit], to: [signed], by: [], by_itself: {day-of: again}, obliges: [{title: {zh: 复查报告, en: Report}, owner: keeper, days: 10}]}
  - {id: bury, title: {zh: 终止, en: Died}, from: [signed, fixed], to: [died], by: [], by_itself: silence}
silence: {after_days: [7, 14, 21, 30], asks: [keeper, ours, theirs]}
obligations: {title: {zh: 承诺, en: Promises}, made_by: [keeper], owned_by: [ours, theirs], evidence: 1}
";
const OPENED: &str = "2026-11-02 09:00";

fn agreement() -> Desk {
    let act = input("sign", &["ours:Li", "theirs:Rossi"]);
    Desk::open(workflow(AGREEMENT), ("Keeper", OPENED), &act)
}

/// Does all that is due by itself on a day, in the morning; what was done.
fn wake(desk: &mut Desk, on: &str) -> Vec<Deed> {
    let (now, mut done) = (time(&format!("{on} 09:00")), Vec::new());
    loop {
        let clocks = read_clocks(&desk.workflow, &OFFICE, &desk.events, now);
        let Some(deed) = next_alone(&desk.workflow, &desk.case, &clocks, now) else {
            return done;
        };
        for deed in decided(&desk.workflow, &desk.case, deed, now).deeds {
            let event = alone(&desk.case, deed.clone(), now);
            desk.case.take(&event);
            desk.events.push(event);
            done.push(deed);
        }
    }
}

#[test]
fn what_goes_back_keeps_what_was_filled_in_and_goes_back_twice_at_most() {
    let mut desk = agreement();
    desk.act("Li", "2026-11-03 09:00", "tell", &["said=on time"]);
    for _ in 0..2 {
        desk.act("Keeper", "2026-11-03 10:00", "back", &[]);
        desk.act("Keeper", "2026-11-03 10:00", "on", &[]);
    }
    assert_eq!(
        desk.case.value("said"),
        Some(&Value::Word("on time".to_owned()))
    );
    let third = What::Act(input("back", &[]));
    assert_eq!(
        desk.refuses("Keeper", "2026-11-03 11:00", third),
        "follow.act.guard"
    );
}

/// A line of text that looks like a day stays a line of text: where it is kept, and
/// where a condition reads it.
#[test]
fn a_line_that_looks_like_a_day_is_a_line() {
    let mut desk = agreement();
    desk.act("Li", "2026-11-03 09:00", "tell", &["said=2026-11-01"]);
    assert_eq!(
        desk.case.value("said"),
        Some(&Value::Word("2026-11-01".to_owned()))
    );
    desk.act("Keeper", "2026-11-03 10:00", "back", &[]);
    desk.act("Keeper", "2026-11-03 10:00", "on", &[]);
}

#[test]
fn each_side_keeps_its_version_and_what_is_disputed_is_not_known() {
    let mut desk = agreement();
    desk.act("Li", "2026-11-03 09:00", "tell", &["said=done"]);
    desk.act("Rossi", "2026-11-03 09:00", "tell", &["said=late"]);
    assert!(desk.case.disputed("said"));
    assert_eq!(desk.case.value("said"), None);
    desk.act("Keeper", "2026-11-03 10:00", "back", &[]);
    let on = What::Act(input("on", &[]));
    assert_eq!(
        desk.refuses("Keeper", "2026-11-03 10:00", on),
        "follow.act.guard-unknown"
    );
    desk.act("Rossi", "2026-11-04 09:00", "tell", &["said=done"]);
    assert_eq!(
        desk.case.value("said"),
        Some(&Value::Word("done".to_owned()))
    );
}

/// Opened on Monday 2 November: 7, 14, 21 and 30 days later are the 9th, 16th and 23rd
/// of November and the 2nd of December.
#[test]
fn silence_is_asked_about_step_by_step_and_then_given_up() {
    let mut desk = agreement();
    assert_eq!(wake(&mut desk, "2026-11-08"), []);
    let ask = |step, days| Deed::Ask { step, days };
    assert_eq!(wake(&mut desk, "2026-11-09"), [ask(1, 7)]);
    assert_eq!(wake(&mut desk, "2026-11-10"), []);
    let note = What::Note {
        text: "called, nobody there".to_owned(),
    };
    desk.does("Keeper", "2026-11-12 09:00", note);
    // Where nobody looked on the 16th the second step is still told.
    assert_eq!(wake(&mut desk, "2026-11-17"), [ask(2, 14)]);
    let stale = silence(&desk.workflow, &desk.case, day("2026-11-17")).unwrap();
    assert_eq!(
        (stale.days, stale.next, stale.is_stale()),
        (15, Some(day("2026-11-23")), true)
    );
    desk.act("Rossi", "2026-11-18 09:00", "tell", &[]);
    assert_eq!(wake(&mut desk, "2026-11-24"), []);
    assert_eq!(wake(&mut desk, "2026-11-25"), [ask(1, 7)]);
    // Nobody looked for long: the steps still come one by one, as far apart as ever.
    assert_eq!(wake(&mut desk, "2026-12-20"), [ask(2, 14)]);
    assert_eq!(wake(&mut desk, "2026-12-26"), []);
    assert_eq!(wake(&mut desk, "2026-12-27"), [ask(3, 21)]);
    assert_eq!(wake(&mut desk, "2027-01-04"), []);
    let last = wake(&mut desk, "2027-01-05");
    assert_eq!(last[0], ask(4, 30));
    assert!(matches!(&last[1], Deed::Act(act) if act.act == "bury"));
    assert_eq!(desk.case.state, "died");
    assert_eq!(wake(&mut desk, "2027-12-20"), []);
}

#[test]
fn a_day_written_into_a_case_that_ended_comes_and_brings_its_promise() {
    let mut desk = agreement();
    desk.act(
        "Keeper",
        "2026-11-03 09:00",
        "result",
        &["again=2027-11-03"],
    );
    assert_eq!(wake(&mut desk, "2027-11-02"), []);
    // Silence counts again once it is open, from when it was last heard of; the day it
    // is told of is the day it came.
    let done = wake(&mut desk, "2027-11-03");
    assert!(matches!(&done[0], Deed::Act(act) if act.act == "look"));
    assert!(matches!(&done[1], Deed::Oblige(_)));
    assert_eq!(desk.case.obligations[0].due, Some(day("2027-11-13")));
}

#[test]
fn a_role_is_handed_on_by_who_has_it_and_then_by_nobody_else() {
    let mut desk = agreement();
    let to = |to: &str| What::Delegate {
        role: "ours".to_owned(),
        to: to.to_owned(),
        reason: "leave".to_owned(),
    };
    desk.does("Li", "2026-11-03 09:00", to("Wang"));
    assert_eq!(
        desk.refuses("Li", "2026-11-03 09:30", to("Chen")),
        "follow.delegate.not-held"
    );
    desk.act("Wang", "2026-11-03 10:00", "tell", &["said=mine"]);
    assert_eq!(
        desk.refuses("Li", "2026-11-03 10:00", What::Act(input("tell", &[]))),
        "follow.act.role"
    );
}

#[test]
fn another_version_is_moved_to_on_purpose_and_drops_what_waits() {
    let mut desk = agreement();
    let text = AGREEMENT
        .replace("{id: fixed,", "{id: mended,")
        .replace("fixed]", "mended]");
    let text = text
        .replace("[fixed]", "[mended]")
        .replace("version: 1", "version: 2");
    let newer = workflow(&text);
    desk.act("Li", "2026-11-03 09:00", "tell", &["said=mine"]);
    desk.act("Keeper", "2026-11-03 09:00", "back", &[]);
    let lost = move_to(&desk.case, "Keeper", (&newer, "v2"), (None, "new rules"));
    assert_eq!(lost.unwrap_err().code, "follow.move.state");
    let deed = move_to(
        &desk.case,
        "Keeper",
        (&newer, "v2"),
        (Some("mended"), "new rules"),
    );
    let event = Event {
        number: desk.case.last + 1,
        at: time("2026-11-03 10:00").and_utc(),
        on: time("2026-11-03 10:00"),
        author: "Keeper".to_owned(),
        basis: String::new(),
        deed: deed.unwrap(),
    };
    desk.case.take(&event);
    desk.events.push(event);
    desk.workflow = newer;
    assert_eq!(
        (desk.case.version.as_str(), desk.case.state.as_str()),
        ("v2", "mended")
    );
    assert_eq!(
        (desk.case.reason.as_str(), desk.case.returned),
        ("new rules", 1)
    );
    desk.act("Keeper", "2026-11-03 11:00", "on", &[]);
}

#[test]
fn promises_are_kept_with_evidence_put_off_with_a_reason_and_never_without_an_owner_in_sight() {
    let mut desk = Desk::open(
        workflow(AGREEMENT),
        ("Keeper", OPENED),
        &input("sign", &["ours:Li"]),
    );
    let promise = What::Oblige {
        title: Text::same("samples"),
        owner: "theirs".to_owned(),
        due: Some(day("2026-12-01")),
    };
    desk.does("Keeper", "2026-11-03 09:00", promise);
    let owed = |desk: &Desk| {
        let all = parts(&desk.workflow, &desk.case).into_iter();
        let owed = all.filter(|part| part.kind == PartKind::Owe);
        owed.map(|part| (part.person, part.due)).collect::<Vec<_>>()
    };
    // Nobody speaks for the other side yet: it is owed all the same.
    assert_eq!(owed(&desk), [(String::new(), Some(day("2026-12-01")))]);
    let keep = |documents| What::Keep {
        obligation: 1,
        result: "sent".to_owned(),
        documents,
    };
    let bare = desk.refuses("Keeper", "2026-11-04 09:00", keep(Vec::new()));
    assert_eq!(bare, "follow.evidence.missing");
    desk.does(
        "Keeper",
        "2026-11-04 09:00",
        keep(vec![document("receipt.pdf")]),
    );
    assert_eq!((owed(&desk), desk.case.documents.len()), (vec![], 1));
}

#[test]
fn everybody_has_their_part() {
    let mut desk = agreement();
    desk.does(
        "Keeper",
        "2026-11-03 09:00",
        What::Copy {
            person: "Chief".to_owned(),
        },
    );
    let all: Vec<String> = parts(&desk.workflow, &desk.case)
        .into_iter()
        .map(|part| format!("{} {} {}", part.person, part.kind.code(), part.role))
        .collect();
    assert_eq!(
        all,
        [
            "Chief copied ",
            "Keeper done ",
            "Keeper started ",
            "Li todo ours",
            "Rossi todo theirs"
        ]
    );
}

const VISIT: &str = "
title: {zh: 走访, en: Visit}
version: 1
code: VI
subject: {title: {zh: 企业, en: Firm}}
roles: [{id: visitor, title: {zh: 走访人, en: Visitor}, taken: opening}]
fields:
  - {id: day, title: {zh: 日期, en: Day}, kind: date}
  - {id: body, title: {zh: 部门, en: Body}, kind: entity}
states:
  - {id: planned, title: {zh: 已安排, en: Planned}, turn: [visitor]}
  - {id: off, title: {zh: 已取消, en: Off}, turn: [visitor]}
  - {id: done, title: {zh: 已走访, en: Done}, phase: done}
acts:
  - {id: plan, title: {zh: 安排, en: Plan}, to: [planned], by: [visitor], needs: [day, body]}
  - {id: again, title: {zh: 再安排, en: Again}, from: [off], to: [planned], by: [visitor], takes: [day]}
  - {id: shift, title: {zh: 改期, en: Shift}, from: [planned], by: [visitor], needs: [day]}
  - {id: drop, title: {zh: 取消, en: Drop}, from: [planned], to: [off], by: [visitor]}
  - {id: go, title: {zh: 走访, en: Go}, from: [planned], to: [done], by: [visitor]}
budget: {name: contacts, day: day, body: body, uses: [plan, again], frees: [drop], most_per_month: 1}
";

fn visit(workflow: &Workflow, on: &str) -> Desk {
    let act = input("plan", &[&format!("day={on}"), "body=tax-office"]);
    let new = julin_follow::case::NewCase {
        subject: Some(("firm".to_owned(), "enterprise".to_owned())),
        ..new_case()
    };
    Desk::open_as(workflow.clone(), ("Visitor", OPENED), &act, &new)
}

#[test]
fn the_budget_of_a_month_holds_however_a_visit_comes_into_it() {
    let workflow = workflow(VISIT);
    let full = budget::visit(&workflow, &visit(&workflow, "2026-12-10").case);
    let full = [full.unwrap()];
    assert_eq!(full[0].body, "tax-office");
    let around = Around {
        now: time("2026-11-04 09:00"),
        visits: &full,
        ..Around::default()
    };
    let mut desk = visit(&workflow, "2026-11-20");
    let on = "2026-11-03 09:00";
    let tries = |desk: &mut Desk, act: &str, told: &[&str]| {
        let done = desk.try_around("Visitor", on, What::Act(input(act, told)), &around);
        done.map(|_| ()).map_err(|found| found.code)
    };
    // Moving into the full month takes from it, though no act that uses budget is done.
    let spent = Err("follow.budget.spent".to_owned());
    assert_eq!(tries(&mut desk, "shift", &["day=2026-12-20"]), spent);
    assert_eq!(tries(&mut desk, "shift", &["day=2026-11-25"]), Ok(()));
    // What was given back and planned again counts again.
    assert_eq!(tries(&mut desk, "drop", &[]), Ok(()));
    assert_eq!(budget::visit(&workflow, &desk.case), None);
    assert_eq!(tries(&mut desk, "again", &["day=2026-12-20"]), spent);
    assert_eq!(tries(&mut desk, "again", &[]), Ok(()));
    assert!(budget::visit(&workflow, &desk.case).is_some());
    assert_eq!(tries(&mut desk, "go", &[]), Ok(()));
}

#[test]
fn numbers_are_read_as_they_are_written_or_not_at_all() {
    use julin_follow::workflow::value::read_value;
    let spec = spec(super::clocks::REQUEST);
    let mut field = spec.fields[0].clone();
    field.kind = julin_follow::workflow::spec::FieldKind::Number;
    let read = |text: &str| read_value(&field, text).ok().flatten();
    for (text, number) in [
        ("1,200", 1200.0),
        ("1，200.5", 1200.5),
        ("-3", -3.0),
        ("1e3", 1000.0),
    ] {
        assert_eq!(read(text), Some(Value::Number(number)), "{text}");
    }
    for text in [
        "3,5", "1,20", "12,3456", "1.200,5", "NaN", "inf", "1e999", "12万",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

/// 已办 is for who did something; words about it are none.
#[test]
fn whoever_only_left_words_has_nothing_among_what_they_did() {
    let mut desk = agreement();
    let did = |desk: &Desk| {
        let all = parts(&desk.workflow, &desk.case).into_iter();
        let done = all.filter(|part| part.kind == PartKind::Done);
        done.map(|part| part.person).collect::<Vec<_>>()
    };
    let text = "called".to_owned();
    desk.does("Li", "2026-11-03 09:00", What::Note { text });
    let person = "Boss".to_owned();
    desk.does("Rossi", "2026-11-03 10:00", What::Copy { person });
    let text = "please".to_owned();
    desk.does("Boss", "2026-11-03 11:00", What::Hurry { text });
    assert_eq!(did(&desk), ["Keeper"]);
    desk.act("Li", "2026-11-03 12:00", "tell", &["said=done"]);
    assert_eq!(did(&desk), ["Keeper", "Li"]);
}
