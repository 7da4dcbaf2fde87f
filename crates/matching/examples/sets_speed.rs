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

mod sites {
    //! A random estate of five buildings, nine tenths full, with chains of partners.

    use chrono::NaiveDate;
    use julin_matching::place::{ChainEdge, Floor, Nearness, PlaceSpec, Tenant};
    use julin_model::splitmix;

    /// A site; every tenant has about six partners, most of its own chain of ten.
    pub fn site(tenants: usize, floors: usize) -> PlaceSpec {
        let mut drawn = 0;
        let mut below = |n: usize| {
            drawn += 1;
            (splitmix::output(2026, drawn) % n as u64) as usize
        };
        let floors: Vec<Floor> = (0..floors)
            .map(|n| Floor {
                id: format!("f{n}"),
                building: format!("b{}", n % 5),
                level: (n / 5 + 1) as i32,
                area: 1000.0,
                load: 4.0 + below(8) as f64,
                power: 400.0,
                height: 3.5 + below(4) as f64,
                services: vec!["water".to_owned(); below(2)],
                hazards: vec!["flame".to_owned(); below(2)],
                leases: vec![],
            })
            .collect();
        let area = 0.9 * 1000.0 * floors.len() as f64 / tenants as f64;
        let tenants: Vec<Tenant> = (0..tenants)
            .map(|n| Tenant {
                id: format!("t{n}"),
                area: area * (0.5 + below(1000) as f64 / 1000.0),
                load: below(8) as f64,
                power: 20.0 + below(60) as f64,
                height: 3.0 + below(3) as f64,
                services: vec!["water".to_owned(); usize::from(below(5) == 0)],
                hazard: (below(12) == 0).then(|| "flame".to_owned()),
                floor: Some(format!("f{}", n % floors.len())),
                lease_end: None,
            })
            .collect();
        let many = tenants.len();
        let edges = (0..many * 3).map(|n| {
            let a = n % many;
            let chain = below(4) > 0;
            let near = (a / 10 * 10 + below(10)) % many;
            let b = if chain { near } else { below(many) };
            let b = if a == b { (a + 1) % many } else { b };
            ChainEdge {
                a: format!("t{a}"),
                b: format!("t{b}"),
                weight: 1.0 + below(4) as f64,
            }
        });
        let edges = edges.collect();
        PlaceSpec {
            day: NaiveDate::from_ymd_opt(2027, 1, 1).unwrap(),
            floors,
            tenants,
            edges,
            apart: vec![],
            nearness: Nearness::default(),
            between: 10.0,
            draws: 200,
            seed: 1,
            effort: 1,
        }
    }
}

mod annealing {
    //! Simulated annealing written plainly: a random tenant goes to a random floor, or
    //! changes places with a random other, and a worse score is taken with
    //! exp(difference / temperature), which falls evenly on a logarithmic scale.

    use julin_matching::place::{Nearness, PlaceSpec};
    use julin_model::splitmix;

    struct State<'s> {
        spec: &'s PlaceSpec,
        at: Vec<Option<usize>>,
        area: Vec<f64>,
        power: Vec<f64>,
        partners: Vec<Vec<(usize, f64)>>,
    }

    impl State<'_> {
        fn near(&self, a: usize, b: usize) -> f64 {
            let (x, y) = (&self.spec.floors[a], &self.spec.floors[b]);
            let apart = if x.building == y.building {
                f64::from((x.level - y.level).abs())
            } else {
                f64::from(x.level + y.level) + self.spec.between
            };
            let Nearness::Half(half) = self.spec.nearness else {
                return 0.0;
            };
            1.0 / (1.0 + apart / half)
        }

        fn gain(&self, tenant: usize, floor: usize) -> f64 {
            let own = self.partners[tenant].iter();
            let own = own.filter_map(|(other, weight)| Some((self.at[*other]?, weight)));
            own.map(|(at, weight)| weight * self.near(floor, at)).sum()
        }

        fn fits(&self, tenant: usize, floor: usize) -> bool {
            let (t, f) = (&self.spec.tenants[tenant], &self.spec.floors[floor]);
            t.load <= f.load
                && t.height <= f.height
                && t.services.iter().all(|own| f.services.contains(own))
                && t.hazard.iter().all(|own| f.hazards.contains(own))
                && self.area[floor] + t.area <= f.area
                && self.power[floor] + t.power <= f.power
        }

        fn put(&mut self, tenant: usize, floor: Option<usize>) {
            let t = &self.spec.tenants[tenant];
            for (at, sign) in [(self.at[tenant], -1.0), (floor, 1.0)] {
                if let Some(at) = at {
                    self.area[at] += sign * t.area;
                    self.power[at] += sign * t.power;
                }
            }
            self.at[tenant] = floor;
        }
    }

    /// Number placed and score.
    pub fn anneal(spec: &PlaceSpec, steps: u64) -> (usize, f64) {
        let number = |id: &str| id[1..].parse::<usize>().unwrap();
        let mut partners = vec![vec![]; spec.tenants.len()];
        for edge in &spec.edges {
            let (a, b) = (number(&edge.a), number(&edge.b));
            partners[a].push((b, edge.weight));
            partners[b].push((a, edge.weight));
        }
        let mut state = State {
            spec,
            at: vec![None; spec.tenants.len()],
            area: vec![0.0; spec.floors.len()],
            power: vec![0.0; spec.floors.len()],
            partners,
        };
        let mut order: Vec<usize> = (0..spec.tenants.len()).collect();
        order.sort_by(|x, y| spec.tenants[*y].area.total_cmp(&spec.tenants[*x].area));
        for tenant in order {
            let floor = (0..spec.floors.len()).find(|floor| state.fits(tenant, *floor));
            state.put(tenant, floor);
        }
        let mut drawn = 0;
        let mut draw = || {
            drawn += 1;
            splitmix::unit(splitmix::output(7, drawn))
        };
        let (hot, cold) = (4.0_f64, 0.02_f64);
        for step in 0..steps {
            let heat = hot * (cold / hot).powf(step as f64 / steps as f64);
            let tenant = (draw() * spec.tenants.len() as f64) as usize;
            let here = state.at[tenant];
            let old = here.map_or(-100.0, |floor| state.gain(tenant, floor));
            if draw() < 0.5 {
                let floor = (draw() * spec.floors.len() as f64) as usize;
                if Some(floor) == here || !state.fits(tenant, floor) {
                    continue;
                }
                let gives = state.gain(tenant, floor) - old;
                if gives >= 0.0 || draw() < (gives / heat).exp() {
                    state.put(tenant, Some(floor));
                }
                continue;
            }
            let other = (draw() * spec.tenants.len() as f64) as usize;
            let (Some(a), Some(b)) = (here, state.at[other]) else {
                continue;
            };
            if a == b {
                continue;
            }
            let before = old + state.gain(other, b);
            state.put(tenant, None);
            state.put(other, None);
            if state.fits(tenant, b) && state.fits(other, a) {
                state.put(tenant, Some(b));
                state.put(other, Some(a));
                let gives = state.gain(tenant, b) + state.gain(other, a) - before;
                if gives >= 0.0 || draw() < (gives / heat).exp() {
                    continue;
                }
            }
            state.put(tenant, None);
            state.put(other, None);
            state.put(tenant, Some(a));
            state.put(other, Some(b));
        }
        let score = (0..spec.tenants.len()).filter_map(|own| Some(state.gain(own, state.at[own]?)));
        let score = score.sum::<f64>() / 2.0;
        (state.at.iter().flatten().count(), score)
    }
}

use events::{Short, event};
use julin_matching::place::{PlaceSpec, place};
use julin_matching::schedule::{Absence, Change, revise, schedule};
use std::time::Instant;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, usual: usize| args.get(at).map_or(usual, |n| n.parse().unwrap());
    match args.first().map(String::as_str) {
        Some("schedule") => schedules(number(1, 500), number(2, 20)),
        Some("place") => places(number(1, 300), number(2, 60)),
        _ => println!("schedule <people> <slots> | place <tenants> <floors>"),
    }
}

fn places(tenants: usize, floors: usize) {
    let spec = sites::site(tenants, floors);
    for effort in [0, 1, 4] {
        let spec = PlaceSpec {
            effort,
            ..spec.clone()
        };
        let start = Instant::now();
        let answer = place(&spec).unwrap();
        let seconds = start.elapsed().as_secs_f64();
        let chance = answer.chance.unwrap();
        println!(
            "{tenants} on {floors}, effort {effort}: {} placed, score {:.2}, bound {:.2}, gap {:.1} %, today {:.2}, random {:.2} +- {:.2}, {seconds:.2} s",
            answer.placed.len(),
            answer.standing.value,
            answer.standing.bound,
            100.0 * answer.standing.apart,
            answer.today.score,
            chance.mean,
            chance.deviation,
        );
    }
    for steps in [1_000_000, 10_000_000, 40_000_000] {
        let start = Instant::now();
        let (placed, score) = annealing::anneal(&spec, steps);
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "plain annealing, {steps} steps: {placed} placed, score {score:.2}, {seconds:.2} s"
        );
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
