//! How long what-if, a plan, a comparison and contributions take: 178 units, 46
//! indicators. Run with `--release`.

#![allow(clippy::unwrap_used, reason = "an example may panic")]

mod national;

use julin_formula::Need;
use julin_measure::contributions::{Firms, Zone, contributions, standings};
use julin_measure::levers::{Goal, gains, plan};
use julin_measure::peer::boards;
use julin_measure::what_if::{ValueChange, ValueKind};
use julin_measure::{ChangeSet, Crosswalk, Side, compare, score, what_if};
use national::{FIELDS, figures, framework, next};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

const FIRMS: usize = 100_000;

fn main() {
    for way in ["arithmetic", "geometric"] {
        measure(way);
    }
}

fn measure(way: &str) {
    let method = format!("range: [1, 100], aggregate: {{kind: {way}}}");
    let (framework, figures) = (framework(&method), figures());
    let outcome = score(&framework, &figures);
    println!("{way}");
    let weights = ChangeSet {
        weights: BTreeMap::from([("i3".to_owned(), 2.5)]),
        ..ChangeSet::default()
    };
    let value = |kind, name: &str| ChangeSet {
        values: vec![ValueChange {
            unit: "u5".to_owned(),
            kind,
            name: name.to_owned(),
            value: Some(321.0),
        }],
        ..ChangeSet::default()
    };
    let (field, indicator) = (
        value(ValueKind::Field, "f7"),
        value(ValueKind::Indicator, "i7"),
    );
    time("what-if, a weight", 200, || {
        what_if(&outcome, &weights).units.len()
    });
    time("what-if, a field", 200, || {
        what_if(&outcome, &field).units.len()
    });
    time("what-if, an indicator", 200, || {
        what_if(&outcome, &indicator).units.len()
    });
    let side = |unit| Side {
        outcome: &outcome,
        unit,
    };
    time("compare two units", 50, || {
        compare(side(3), side(80), &Crosswalk::default())
            .parts
            .len()
    });
    time("short boards", 20, || boards(&outcome, 3, &[]).short.len());
    time("gains of all levers", 20, || {
        gains(&outcome, 3, &[]).0.len()
    });
    for wanted in [100, 50, 10, 1] {
        let unit = outcome
            .ranks(0)
            .iter()
            .position(|rank| *rank == 120)
            .unwrap_or(0);
        let mut shown = 0.0;
        time(&format!("plan from rank 120 to {wanted}"), 1, || {
            let found = plan(&outcome, unit, Goal::Rank(wanted), &[]);
            shown = found.cost;
            found.changes.len()
        });
        println!("    cost {shown:.3}");
    }
    let firms = firms();
    let (rules, zero) = (BTreeMap::new(), BTreeSet::new());
    let zone = Zone {
        outcome: &outcome,
        unit: 3,
        firms: &firms,
        roll_up: &rules,
        zero_is_short: &zero,
    };
    time("contributions of 100,000 firms to 46 indicators", 3, || {
        contributions(zone).0.len()
    });
    let (found, _) = contributions(zone);
    let all: Vec<usize> = (0..FIRMS).collect();
    time("score and rank without each of 100,000 firms", 1, || {
        standings(zone, &found, &all).len()
    });
}

fn time(name: &str, runs: usize, mut work: impl FnMut() -> usize) {
    let mut found = 0;
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            found = std::hint::black_box(work());
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_unstable_by(f64::total_cmp);
    println!("  {name}: {:.3} ms ({found})", times[runs / 2]);
}

fn firms() -> Firms {
    let mut firms = Firms::new((0..FIRMS).map(|n| format!("firm{n}")).collect());
    let mut state = 7_u64;
    for years in [0, 1] {
        for field in 0..FIELDS {
            let values = (0..FIRMS).map(|_| next(&mut state) * 0.01).collect();
            let field = format!("f{field}");
            firms.insert(Need { field, years }, values).unwrap();
        }
    }
    firms
}
