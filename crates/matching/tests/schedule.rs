//! Schedules against the checker, brute force, changes on the day and bad input.

use julin_matching::schedule::check::faults;
use julin_matching::schedule::revise::changed;
use julin_matching::schedule::{
    Absence, Change, Meeting, Person, Rest, ScheduleAnswer, ScheduleSpec, Table, Wish, WishKind,
    revise, schedule,
};
use julin_model::splitmix;
use proptest::prelude::*;

struct Dice(u64, u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.1 += 1;
        splitmix::output(self.0, self.1) % n
    }
}

/// A random event: sizes (people, slots, tables, wishes).
fn event(seed: u64, (people, slots, tables, wishes): (u64, u64, u64, u64)) -> ScheduleSpec {
    let mut dice = Dice(seed, 0);
    let slots: Vec<String> = (0..slots).map(|n| format!("s{n}")).collect();
    let some = |dice: &mut Dice, odds: u64| -> Vec<String> {
        let own = slots.iter().filter(|_| dice.below(odds) == 0);
        own.cloned().collect()
    };
    let people_made = (0..people).map(|n| Person {
        id: format!("p{n}"),
        quota: (dice.below(2) == 0).then(|| dice.below(slots.len() as u64 + 1) as u32),
        rest: (dice.below(3) == 0).then(|| Rest {
            after: 1 + dice.below(3) as u32,
            idle: 1 + dice.below(2) as u32,
        }),
        absent: some(&mut dice, 6),
    });
    let people_made = people_made.collect();
    let tables = (0..tables).map(|n| Table {
        id: format!("t{n}"),
        closed: some(&mut dice, 8),
    });
    let tables = tables.collect();
    let wishes = (0..wishes).map(|_| Wish {
        a: format!("p{}", dice.below(people)),
        b: format!("p{}", dice.below(people)),
        for_a: dice.below(40) as f64 / 4.0,
        for_b: dice.below(40) as f64 / 4.0,
        kind: match dice.below(8) {
            0 => WishKind::Must,
            1 => WishKind::MustNot,
            _ => WishKind::Wish,
        },
    });
    let wishes = wishes.collect();
    ScheduleSpec {
        people: people_made,
        slots,
        tables,
        wishes,
        effort: 1,
    }
}

/// The first wish of each pair that may meet.
fn open(spec: &ScheduleSpec) -> Vec<&Wish> {
    let same = |x: &Wish, y: &Wish| (x.a == y.a && x.b == y.b) || (x.a == y.b && x.b == y.a);
    let wishes = spec.wishes.iter().enumerate();
    let open = wishes.filter(|(n, own)| {
        let first = spec.wishes[..*n]
            .iter()
            .filter(|old| old.kind != WishKind::MustNot);
        let never = spec
            .wishes
            .iter()
            .filter(|old| old.kind == WishKind::MustNot);
        own.kind != WishKind::MustNot
            && own.a != own.b
            && !first.into_iter().any(|old| same(old, own))
            && !never.into_iter().any(|old| same(old, own))
    });
    open.map(|(_, own)| own).collect()
}

/// Whether one more meeting may be held beside others, by the rules alone.
fn may(spec: &ScheduleSpec, held: &[(&Wish, usize)], (wish, slot): (&Wish, usize)) -> bool {
    let name = &spec.slots[slot];
    let open = spec
        .tables
        .iter()
        .filter(|own| !own.closed.contains(name))
        .count();
    if held.iter().filter(|own| own.1 == slot).count() >= open {
        return false;
    }
    [&wish.a, &wish.b].into_iter().all(|id| {
        let Some(own) = spec.people.iter().find(|own| own.id == *id) else {
            return false;
        };
        let with = held.iter().filter(|(w, _)| w.a == *id || w.b == *id);
        let mut slots: Vec<usize> = with.map(|own| own.1).collect();
        if slots.contains(&slot) || own.absent.contains(name) {
            return false;
        }
        slots.push(slot);
        let line: Vec<bool> = (0..spec.slots.len()).map(|n| slots.contains(&n)).collect();
        let quota = own.quota.is_none_or(|quota| slots.len() <= quota as usize);
        quota && own.rest.is_none_or(|rest| rested(&line, rest))
    })
}

fn rested(line: &[bool], rest: Rest) -> bool {
    let (after, idle) = (rest.after as usize, rest.idle as usize);
    let mut row = 0;
    for slot in 0..line.len() {
        row = if line[slot] { row + 1 } else { 0 };
        let next = line.iter().skip(slot + 1).take(idle);
        if row >= after && next.into_iter().any(|meets| *meets) {
            return false;
        }
    }
    true
}

/// Must-meets, meetings where they were, value: the best of all schedules.
type Best = (usize, usize, f64);

fn brute<'w>(
    spec: &ScheduleSpec,
    (wishes, before): (&[&'w Wish], &[Option<usize>]),
    held: &mut Vec<(&'w Wish, usize)>,
) -> Best {
    let Some((wish, rest)) = wishes.split_first() else {
        return (0, 0, 0.0);
    };
    let mut best = brute(spec, (rest, &before[1..]), held);
    for slot in 0..spec.slots.len() {
        if !may(spec, held, (wish, slot)) {
            continue;
        }
        held.push((wish, slot));
        let own = brute(spec, (rest, &before[1..]), held);
        held.pop();
        let own = (
            own.0 + usize::from(wish.kind == WishKind::Must),
            own.1 + usize::from(before[0] == Some(slot)),
            own.2 + wish.for_a + wish.for_b,
        );
        if own.partial_cmp(&best) == Some(std::cmp::Ordering::Greater) {
            best = own;
        }
    }
    best
}

fn slot_of(spec: &ScheduleSpec, meetings: &[Meeting], wish: &Wish) -> Option<usize> {
    let own = meetings
        .iter()
        .find(|own| (own.a == wish.a && own.b == wish.b) || (own.a == wish.b && own.b == wish.a));
    own.and_then(|own| spec.slots.iter().position(|slot| *slot == own.slot))
}

/// Tables in every slot, or the wish taken out, make all must-meets possible.
fn all_held(spec: &ScheduleSpec) -> bool {
    let wishes: Vec<&Wish> = open(spec);
    let musts: Vec<&Wish> = wishes
        .into_iter()
        .filter(|own| own.kind == WishKind::Must)
        .collect();
    let before = vec![None; musts.len()];
    brute(spec, (&musts, &before), &mut vec![]).0 == musts.len()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_schedule_is_feasible_and_below_its_bound(
        seed in any::<u64>(), people in 2_u64..24, slots in 1_u64..10, tables in 0_u64..8,
        wishes in 0_u64..60,
    ) {
        let spec = event(seed, (people, slots, tables, wishes));
        let answer = schedule(&spec).unwrap();
        prop_assert_eq!(faults(&spec, &answer), Vec::<String>::new());
        prop_assert!(answer.standing.value <= answer.standing.bound + 1e-9);
    }

    #[test]
    fn a_revised_schedule_is_feasible_and_accounts_for_every_meeting(
        seed in any::<u64>(), people in 2_u64..24, slots in 2_u64..10, tables in 1_u64..8,
    ) {
        let spec = event(seed, (people, slots, tables, 50));
        let first = schedule(&spec).unwrap();
        let mut dice = Dice(!seed, 0);
        let gone = Absence {
            person: format!("p{}", dice.below(people)),
            slots: spec.slots.clone(),
        };
        let begins = Some(spec.slots[dice.below(slots) as usize].clone());
        let change = Change { absences: vec![gone], closed: vec![], begins };
        let now = revise(&spec, &first.meetings, &change).unwrap();
        let new = changed(&spec, &change);
        prop_assert_eq!(faults(&new, &now.schedule), Vec::<String>::new());
        prop_assert_eq!(now.kept + now.moved.len() + now.lost.len(), first.meetings.len());
        prop_assert_eq!(now.kept + now.moved.len() + now.gained.len(), now.schedule.meetings.len());
        let past = spec.slots.iter().take_while(|slot| Some(*slot) != change.begins.as_ref());
        let past: Vec<&String> = past.collect();
        let of = |all: &[Meeting]| {
            let own = all.iter().filter(|own| past.contains(&&own.slot));
            own.cloned().collect::<Vec<_>>()
        };
        prop_assert_eq!(of(&first.meetings), of(&now.schedule.meetings));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_small_schedule_equals_brute_force(
        seed in any::<u64>(), people in 2_u64..7, slots in 1_u64..4, tables in 0_u64..3,
        wishes in 0_u64..7,
    ) {
        let spec = event(seed, (people, slots, tables, wishes));
        let answer = schedule(&spec).unwrap();
        let open = open(&spec);
        let best = brute(&spec, (&open, &vec![None; open.len()]), &mut vec![]);
        prop_assert_eq!(answer.musts_held, best.0);
        prop_assert!((answer.standing.value - best.2).abs() < 1e-9);
        prop_assert!(answer.standing.proven());
    }

    #[test]
    fn a_small_revision_moves_as_few_meetings_as_brute_force(
        seed in any::<u64>(), people in 3_u64..7, slots in 2_u64..4, tables in 1_u64..3,
    ) {
        let spec = event(seed, (people, slots, tables, 6));
        let first = schedule(&spec).unwrap();
        let gone = Absence { person: "p0".into(), slots: spec.slots[..1].to_vec() };
        let change = Change { absences: vec![gone], ..Change::default() };
        let now = revise(&spec, &first.meetings, &change).unwrap();
        let new = changed(&spec, &change);
        let open = open(&new);
        let before: Vec<Option<usize>> =
            open.iter().map(|wish| slot_of(&spec, &first.meetings, wish)).collect();
        let best = brute(&new, (&open, &before), &mut vec![]);
        prop_assert_eq!((now.schedule.musts_held, now.kept), (best.0, best.1));
        prop_assert!((now.schedule.standing.value - best.2).abs() < 1e-9);
    }

    #[test]
    fn a_proven_relaxation_is_the_smallest(
        seed in any::<u64>(), people in 3_u64..7, slots in 1_u64..4, tables in 0_u64..2,
    ) {
        let mut spec = event(seed, (people, slots, tables, 7));
        for wish in spec.wishes.iter_mut().filter(|own| own.kind == WishKind::Wish) {
            wish.kind = WishKind::Must;
        }
        let Some(own) = schedule(&spec).unwrap().relaxation else {
            return Ok(());
        };
        let with = |more: u32| {
            let mut other = spec.clone();
            other.tables.extend((0..more).map(|n| Table { id: format!("new{n}"), closed: vec![] }));
            let open: Vec<(String, String)> =
                open(&spec).iter().map(|own| (own.a.clone(), own.b.clone())).collect();
            // Those who never can are told apart from those for whom tables lack.
            other.wishes.retain(|wish| {
                let own = (wish.a.clone(), wish.b.clone());
                open.contains(&own) && possible(&spec, wish)
            });
            other
        };
        if let Some(more) = own.tables {
            prop_assert!(all_held(&with(more)));
            if own.tables_proven {
                prop_assert!(!all_held(&with(more - 1)));
            }
        }
    }
}

fn possible(spec: &ScheduleSpec, wish: &Wish) -> bool {
    let mut other = spec.clone();
    other.tables.push(Table {
        id: "new".into(),
        closed: vec![],
    });
    (0..spec.slots.len()).any(|slot| may(&other, &[], (wish, slot)))
}

fn codes(answer: &ScheduleAnswer) -> Vec<&str> {
    answer
        .findings
        .iter()
        .map(|own| own.code.as_str())
        .collect()
}

fn musts(people: usize, slots: usize, tables: usize) -> ScheduleSpec {
    let mut spec = event(1, (0, 0, 0, 0));
    spec.people = (0..people)
        .map(|n| Person {
            id: format!("p{n}"),
            ..Person::default()
        })
        .collect();
    spec.slots = (0..slots).map(|n| format!("s{n}")).collect();
    spec.tables = (0..tables)
        .map(|n| Table {
            id: format!("t{n}"),
            closed: vec![],
        })
        .collect();
    for a in (0..people).step_by(2) {
        spec.wishes.push(Wish {
            a: format!("p{a}"),
            b: format!("p{}", a + 1),
            kind: WishKind::Must,
            ..Wish::default()
        });
    }
    spec
}

#[test]
fn fewer_tables_than_must_meets_names_the_smallest_relaxation() {
    let answer = schedule(&musts(20, 2, 3)).unwrap();
    let own = answer.relaxation.clone().unwrap();
    assert_eq!((answer.musts_held, answer.musts_wanted), (6, 10));
    assert_eq!((own.tables, own.tables_proven), (Some(2), true));
    assert_eq!((own.slots, own.slots_proven), (Some(2), true));
    assert_eq!((own.give_up.len(), own.give_up_proven), (4, true));
    assert!(codes(&answer).starts_with(&["match.schedule.musts", "match.schedule.more-tables"]));
}

#[test]
fn no_tables_at_all_is_an_answer_too() {
    let answer = schedule(&musts(4, 2, 0)).unwrap();
    assert!(answer.meetings.is_empty());
    assert_eq!(answer.relaxation.unwrap().tables, Some(1));
}

#[test]
fn who_must_meet_more_than_the_quota_is_named() {
    let mut spec = musts(2, 4, 4);
    for n in 2..5 {
        spec.people.push(Person {
            id: format!("p{n}"),
            ..Person::default()
        });
        spec.wishes.push(Wish {
            a: "p0".into(),
            b: format!("p{n}"),
            kind: WishKind::Must,
            ..Wish::default()
        });
    }
    spec.people[0].quota = Some(2);
    let answer = schedule(&spec).unwrap();
    let own = answer.relaxation.as_ref().unwrap();
    assert_eq!(own.over, [(0, 4, 2)]);
    assert_eq!((own.tables, own.slots, own.give_up.len()), (None, None, 2));
    assert!(codes(&answer).contains(&"match.schedule.over-quota"));
}

#[test]
fn contradictions_are_named_with_both_sides() {
    let mut spec = musts(4, 2, 2);
    let barred = Wish {
        a: "p1".into(),
        b: "p0".into(),
        kind: WishKind::MustNot,
        ..Wish::default()
    };
    spec.wishes.push(barred);
    spec.people[2].absent = vec!["s0".into()];
    spec.people[3].absent = vec!["s1".into()];
    let answer = schedule(&spec).unwrap();
    assert_eq!(
        codes(&answer),
        [
            "match.schedule.must-and-must-not",
            "match.schedule.never-together"
        ]
    );
    assert_eq!(answer.findings[0].args["a"], "p0");
}

#[test]
fn bad_entries_are_named_and_the_rest_goes_on() {
    let mut spec = musts(4, 2, 2);
    let wish = |a: &str, b: &str, value: f64| Wish {
        a: a.into(),
        b: b.into(),
        for_a: value,
        ..Wish::default()
    };
    spec.wishes.push(wish("p0", "p0", 1.0));
    spec.wishes.push(wish("p0", "nobody", 1.0));
    spec.wishes.push(wish("p0", "p2", f64::NAN));
    spec.wishes.push(wish("p1", "p0", 1.0));
    spec.people[0].rest = Some(Rest { after: 0, idle: 1 });
    let answer = schedule(&spec).unwrap();
    assert_eq!(
        codes(&answer),
        [
            "match.schedule.rest",
            "match.schedule.self",
            "match.set.unknown",
            "match.set.not-a-quantity",
            "match.schedule.twice",
        ]
    );
    assert_eq!(answer.meetings.len(), 2);
    spec.slots = (0..129).map(|n| format!("s{n}")).collect();
    assert_eq!(schedule(&spec).unwrap_err().list, "slots");
}

#[test]
fn who_falls_out_leaves_everybody_else_in_place() {
    let spec = event(7, (40, 8, 12, 200));
    let mut spec = spec;
    spec.wishes.retain(|own| own.kind == WishKind::Wish);
    let first = schedule(&spec).unwrap();
    let gone = Absence {
        person: "p3".into(),
        slots: spec.slots.clone(),
    };
    let change = Change {
        absences: vec![gone],
        ..Change::default()
    };
    let now = revise(&spec, &first.meetings, &change).unwrap();
    assert!(now.moved.is_empty());
    assert!(now.lost.iter().all(|own| own.a == "p3" || own.b == "p3"));
    for own in first
        .meetings
        .iter()
        .filter(|own| own.a != "p3" && own.b != "p3")
    {
        assert!(now.schedule.meetings.contains(own), "same slot and table");
    }
}

#[test]
fn a_must_meet_that_lost_its_slot_is_held_again_and_one_other_yields() {
    let mut spec = musts(4, 2, 1);
    spec.wishes[1].kind = WishKind::Wish;
    spec.wishes[1].for_a = 5.0;
    let first = schedule(&spec).unwrap();
    let slot = first
        .meetings
        .iter()
        .find(|own| own.must)
        .unwrap()
        .slot
        .clone();
    let gone = Absence {
        person: "p0".into(),
        slots: vec![slot],
    };
    let change = Change {
        absences: vec![gone],
        ..Change::default()
    };
    let now = revise(&spec, &first.meetings, &change).unwrap();
    assert_eq!(
        (now.schedule.musts_held, now.moved.len(), now.lost.len()),
        (1, 2, 0)
    );
}

#[test]
fn a_previous_schedule_that_fits_nothing_is_told_about() {
    let spec = musts(4, 2, 2);
    let odd = Meeting {
        a: "p0".into(),
        b: "p9".into(),
        slot: "s7".into(),
        table: "t0".into(),
        value: 1.0,
        must: false,
    };
    let change = Change {
        begins: Some("never".into()),
        ..Change::default()
    };
    let now = revise(&spec, &[odd], &change).unwrap();
    assert_eq!(
        codes(&now.schedule),
        ["match.set.unknown", "match.schedule.no-longer"]
    );
    assert_eq!(now.lost.len(), 1);
}
