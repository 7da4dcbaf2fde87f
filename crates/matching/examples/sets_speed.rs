//! How good and how fast schedules and placements are: value, bound, gap, seconds.
//!
//! Arguments: `schedule <people> <slots>` or `place <tenants> <floors>`. Run with
//! `--release`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "an example may panic"
)]

mod events {
    //! Random events of three kinds: where people, where tables and where time is short.

    use julin_matching::schedule::{Person, Rest, ScheduleSpec, Table, Wish, WishKind};
    use julin_model::splitmix;

    /// What is short in an event.
    #[derive(Debug, Clone, Copy)]
    pub enum Short {
        /// People want fewer meetings than there are slots.
        Quotas,
        /// Tables are fewer than meetings wanted.
        Tables,
        /// Everybody would meet in every slot.
        Slots,
        /// Absences, rest and must-meets besides.
        Everything,
    }

    /// An event; each person has about 40 wishes.
    pub fn event(people: usize, slots: usize, short: Short) -> ScheduleSpec {
        let mut drawn = 0;
        let mut below = |n: usize| {
            drawn += 1;
            (splitmix::output(2026, drawn) % n as u64) as usize
        };
        let slot_ids: Vec<String> = (0..slots).map(|n| format!("s{n}")).collect();
        let everything = matches!(short, Short::Everything);
        let mut persons = vec![];
        for n in 0..people {
            let mut own = Person {
                id: format!("p{n}"),
                ..Person::default()
            };
            if matches!(short, Short::Quotas | Short::Everything) {
                own.quota = Some((slots / 3 + below(slots / 2)) as u32);
            }
            if everything {
                own.rest = (below(2) == 0).then_some(Rest { after: 3, idle: 1 });
                own.absent = slot_ids.iter().filter(|_| below(6) == 0).cloned().collect();
            }
            persons.push(own);
        }
        let tables = match short {
            Short::Quotas | Short::Slots => people / 2,
            Short::Tables | Short::Everything => people / 5,
        };
        let tables = (0..tables).map(|n| Table {
            id: format!("t{n}"),
            closed: vec![],
        });
        let tables = tables.collect();
        let mut wishes = vec![];
        let mut seen = std::collections::BTreeSet::new();
        while wishes.len() < people * 20 {
            let (a, b) = (below(people), below(people));
            if a == b || !seen.insert((a.min(b), a.max(b))) {
                continue;
            }
            let must = everything && below(100) == 0;
            wishes.push(Wish {
                a: format!("p{a}"),
                b: format!("p{b}"),
                for_a: below(1000) as f64 / 100.0,
                for_b: below(1000) as f64 / 100.0,
                kind: if must { WishKind::Must } else { WishKind::Wish },
            });
        }
        ScheduleSpec {
            people: persons,
            slots: slot_ids,
            tables,
            wishes,
            effort: 1,
        }
    }
}

use events::{Short, event};
use julin_matching::schedule::{Absence, Change, revise, schedule};
use std::time::Instant;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, usual: usize| args.get(at).map_or(usual, |n| n.parse().unwrap());
    match args.first().map(String::as_str) {
        Some("schedule") => schedules(number(1, 500), number(2, 20)),
        _ => println!("schedule <people> <slots> | place <tenants> <floors>"),
    }
}

fn schedules(people: usize, slots: usize) {
    for short in [
        Short::Quotas,
        Short::Tables,
        Short::Slots,
        Short::Everything,
    ] {
        let mut spec = event(people, slots, short);
        for effort in [0, 1] {
            spec.effort = effort;
            let start = Instant::now();
            let answer = schedule(&spec).unwrap();
            let seconds = start.elapsed().as_secs_f64();
            println!(
                "{people} x {slots} short of {short:?}, effort {effort}: {} meetings, musts {}/{}, value {:.1}, bound {:.1}, gap {:.3} %, {seconds:.2} s",
                answer.meetings.len(),
                answer.musts_held,
                answer.musts_wanted,
                answer.standing.value,
                answer.standing.bound,
                100.0 * answer.standing.apart,
            );
            if effort == 1 {
                let gone = Absence {
                    person: "p3".into(),
                    slots: spec.slots.clone(),
                };
                let change = Change {
                    absences: vec![gone],
                    ..Change::default()
                };
                let start = Instant::now();
                let now = revise(&spec, &answer.meetings, &change).unwrap();
                let seconds = start.elapsed().as_secs_f64();
                println!(
                    "  one falls out: {} kept, {} moved, {} lost, {} gained, gap {:.3} %, {seconds:.2} s",
                    now.kept,
                    now.moved.len(),
                    now.lost.len(),
                    now.gained.len(),
                    100.0 * now.schedule.standing.apart,
                );
            }
        }
    }
}
