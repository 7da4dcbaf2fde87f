//! Grant lists: whatever people do, in whatever order, nothing is confirmed while
//! something is open; doubles are found from both sides.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use chrono::{DateTime, Days, NaiveDate, Utc};
use julin_criteria::grant_list::check::{Benefit, double_funding, duplicates};
use julin_criteria::grant_list::steps::after;
use julin_criteria::grant_list::{
    Act, Counting, Event, Finding, GrantList, Held, HeldThing, Party, STEPS, SetBy, State, Verb,
    Window,
};
use julin_criteria::spec::Per;
use proptest::prelude::*;

const MEMBERS: [&str; 4] = ["a", "b", "c", "d"];

fn first_day() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

fn pair(member: &str, other: &str) -> Finding {
    Finding::Review {
        member: member.to_owned(),
        other: other.to_owned(),
    }
}

fn said() -> String {
    "said".to_owned()
}

/// An act on day `today`; numbers may name nothing.
fn act(today: NaiveDate) -> impl Strategy<Value = Act> {
    let member = || prop::sample::select(MEMBERS.to_vec()).prop_map(str::to_owned);
    let pairs = prop::collection::vec((0..3_usize, 1..4_usize), 0..3).prop_map(|pairs| {
        let two = pairs.into_iter().filter(|(a, b)| a < b);
        two.map(|(a, b)| pair(MEMBERS[a], MEMBERS[b])).collect()
    });
    let window = (0..3_u64, 1..4_u32).prop_map(move |(back, days)| {
        let opened = today - Days::new(back);
        Window {
            opened,
            days,
            counting: Counting::Calendar,
            calendar: "test/every-day".to_owned(),
            provisional: false,
            last: opened + Days::new(u64::from(days)),
            set_by: SetBy::Operator,
        }
    });
    prop_oneof![
        3 => pairs.prop_map(|findings| Act::Check {
            findings,
            untold: 0
        }),
        8 => (1..5_u32, prop::option::of(member())).prop_map(|(finding, strike)| Act::Settle {
            finding,
            strike,
            reason: said(),
            by: said(),
        }),
        6 => window.prop_map(|window| Act::Publish { window, by: said() }),
        3 => (member(), 0..4_u64).prop_map(move |(about, back)| Act::Object {
            about,
            objector: said(),
            grounds: said(),
            day: today - Days::new(back),
        }),
        5 => (1..4_u32, any::<bool>()).prop_map(|(objection, upheld)| Act::Decide {
            objection,
            upheld,
            grounds: said(),
            by: said(),
        }),
        8 => Just(Act::Confirm {
            list: said(),
            digest: said(),
            by: said(),
        }),
        1 => Just(Act::Withdraw {
            reason: said(),
            by: said(),
        }),
    ]
}

/// What is open, told from the bare history: settled and decided numbers against those
/// that came up; the last look counts.
fn nothing_open(done: &[Act], today: NaiveDate) -> bool {
    let mut known: Vec<(String, String, String)> = Vec::new();
    let mut standing: Vec<(String, String, String)> = Vec::new();
    let (mut settled, mut objections, mut decided) = (Vec::new(), 0_u32, Vec::new());
    let mut last = None;
    for act in done {
        match act {
            Act::Check { findings, .. } => {
                standing = findings.iter().map(Finding::key).collect();
                for key in &standing {
                    if !known.contains(key) {
                        known.push(key.clone());
                    }
                }
            }
            Act::Settle { finding, .. } => settled.push(*finding),
            Act::Object { .. } => objections += 1,
            Act::Decide { objection, .. } => decided.push(*objection),
            Act::Publish { window, .. } => last = Some(window.last),
            _ => {}
        }
    }
    let number = |key| known.iter().position(|own| own == key).unwrap() as u32 + 1;
    standing.iter().all(|key| settled.contains(&number(key)))
        && (1..=objections).all(|one| decided.contains(&one))
        && last.is_some_and(|last| last < today)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn no_sequence_of_acts_confirms_a_list_with_something_open(
        steps in prop::collection::vec(
            (0..4_u64).prop_flat_map(|wait| (Just(wait), act(first_day()))), 1..40)
    ) {
        let mut list = GrantList::drafted(MEMBERS.map(str::to_owned));
        let (mut today, mut done, mut events) = (first_day(), Vec::new(), Vec::new());
        for (wait, act) in steps {
            today = today + Days::new(wait);
            let before = list.clone();
            if list.refuses(&act, today).is_some() {
                continue;
            }
            let confirms = act.verb() == Some(Verb::Confirm);
            if confirms {
                prop_assert_eq!(before.state, State::Published);
                prop_assert!(nothing_open(&done, today));
                prop_assert!(!before.standing().is_empty());
            }
            let at: DateTime<Utc> = today.and_hms_opt(9, 0, 0).unwrap().and_utc();
            let event = Event { number: list.last + 1, at, actor: said(), act: act.clone() };
            list.take(&event);
            prop_assert_eq!(Some(list.state), act.verb().and_then(|v| after(before.state, v)));
            // Nobody comes onto a list that is public.
            if before.state != State::Checked {
                let stays: Vec<String> = before.standing().iter().map(|m| (*m).to_owned()).collect();
                prop_assert!(list.standing().iter().all(|m| stays.iter().any(|own| own == m)));
            }
            done.push(act);
            events.push(event);
        }
        prop_assert_eq!(GrantList::replay(MEMBERS.map(str::to_owned), &events), list);
    }
}

#[test]
fn every_state_can_be_reached_and_ends_only_withdrawn() {
    for state in State::ALL {
        let reached = state == State::Draft || STEPS.iter().any(|(.., to)| *to == state);
        assert!(reached, "{state:?}");
        let leads = STEPS.iter().any(|(from, ..)| *from == state);
        assert_eq!(leads, state != State::Withdrawn, "{state:?}");
    }
    let ways: Vec<_> = STEPS
        .iter()
        .filter(|(.., to)| *to == State::Confirmed)
        .collect();
    assert_eq!(ways, [&(State::Published, Verb::Confirm, State::Confirmed)]);
}

#[test]
fn an_act_out_of_turn_is_told_what_is_possible() {
    let list = GrantList::drafted(["a".to_owned()]);
    let act = Act::Confirm {
        list: said(),
        digest: said(),
        by: said(),
    };
    let told = list.refuses(&act, first_day()).unwrap();
    assert_eq!(told.code, "criteria.grant-step.draft");
    assert_eq!(told.args["possible"], "check, withdraw");
}

fn party(id: &str, code: &str, name: &str) -> Party {
    Party {
        id: id.to_owned(),
        stands_for: id.to_owned(),
        codes: vec![("uscc".to_owned(), code.to_owned())],
        names: vec![name.to_owned()],
    }
}

#[test]
fn members_that_may_be_one_are_told_once_with_the_strongest_reason() {
    let mut gone = party("e", "5", "戊");
    gone.stands_for = "a".to_owned();
    let parties = [
        party("a", "1", "甲"),
        party("b", "1", "甲"),
        party("c", "3", "甲"),
        party("d", "4", "丁"),
        gone,
    ];
    let pairs = [
        ("d".to_owned(), "c".to_owned()),
        ("d".to_owned(), "elsewhere".to_owned()),
    ];
    let told: Vec<_> = duplicates(&parties, &pairs)
        .into_iter()
        .map(|f| {
            (
                f.code(),
                f.member().to_owned(),
                f.other().unwrap().to_owned(),
            )
        })
        .collect();
    let expected = [
        ("same-code", "a", "b"),
        ("same-name", "a", "c"),
        ("merged", "a", "e"),
        ("review", "c", "d"),
    ];
    let expected = expected.map(|(code, a, b)| (code, a.to_owned(), b.to_owned()));
    assert_eq!(told, expected);
}

#[test]
fn what_is_held_is_found_by_who_one_is_now_and_by_code() {
    let held = |who: &str, code: &str, list| Held {
        who: who.to_owned(),
        codes: vec![("uscc".to_owned(), code.to_owned())],
        thing: HeldThing::List {
            list,
            member: who.to_owned(),
        },
    };
    let mut merged = party("c", "3", "丙");
    merged.stands_for = "z".to_owned();
    let parties = [party("a", "1", "甲"), party("b", "2", "乙"), merged];
    let all = [
        (held("a", "9", 1), "s".to_owned(), None),
        (held("x", "2", 2), "s".to_owned(), None),
        (held("z", "8", 3), "s".to_owned(), None),
        (held("y", "7", 4), "s".to_owned(), None),
    ];
    let found = double_funding(&parties, &all);
    let told: Vec<_> = found.iter().map(|f| (f.member(), f.key().2)).collect();
    let expected = [("a", "list 1"), ("b", "list 2"), ("c", "list 3")];
    assert_eq!(told, expected.map(|(m, l)| (m, l.to_owned())));
}

#[test]
fn what_comes_once_meets_at_any_time_and_anything_else_within_a_year() {
    let of = |per, as_of: &str| Benefit {
        series: "s".to_owned(),
        per,
        as_of: as_of.parse().unwrap(),
    };
    let yearly = of(Per::Year, "2026-06-30");
    assert!(yearly.meets(&of(Per::Year, "2026-12-31")));
    assert!(!yearly.meets(&of(Per::Year, "2027-01-01")));
    assert!(yearly.meets(&of(Per::Once, "2020-01-01")));
}
