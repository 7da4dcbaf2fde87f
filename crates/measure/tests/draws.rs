//! Draws: the fast way against the plain one, and what must hold for any number of them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{framework, matrix};
use julin_measure::draw::check::check;
use julin_measure::draw::evaluate::{Evaluator, Room};
use julin_measure::draw::plan::Plan;
use julin_measure::draw::source::Source;
use julin_measure::draw::spec::DrawSpec;
use julin_measure::uncertainty::{Uncertainty, uncertainty};
use julin_measure::{ColumnKind, Framework, Matrix};
use proptest::prelude::*;
use std::fmt::Write as _;

/// A random framework, its figures, and what is varied.
#[derive(Debug, Clone)]
struct Case {
    yaml: String,
    columns: Vec<Vec<f64>>,
    spec: String,
}

const KINDS: [&str; 4] = ["arithmetic", "geometric", "harmonic", "ordered-weights"];

fn group(id: usize, children: &str, about: &(u32, bool, Option<usize>)) -> String {
    let (weight, down, kind) = about;
    let mut text = format!("  - {{id: g{id}, label: {{zh: 乙, en: B}}, weight: {weight}");
    if *down {
        text += ", direction: down";
    }
    if let Some(kind) = kind {
        let _ = write!(
            text,
            ", aggregate: {{kind: {}}}",
            KINDS[*kind % KINDS.len()]
        );
    }
    text + ", " + children + "}\n"
}

fn yaml(
    abouts: &[(u32, bool, Option<usize>)],
    method: (usize, bool, u32),
    weights: &[u32],
) -> String {
    let (kind, mixed, minimum) = method;
    let minimum = f64::from(minimum) / 4.0;
    let mut text = format!(
        "title: {{zh: 甲, en: A}}\nunits_of: park\nmethod: {{range: [{}, 100], minimum_coverage: {minimum}, aggregate: {{kind: {}}}}}\ngroups:\n",
        if kind % 2 == 1 || mixed { 1 } else { 0 },
        KINDS[kind % 3],
    );
    let indicator = |n: usize| {
        let direction = if weights[n].is_multiple_of(3) {
            "down"
        } else {
            "up"
        };
        let weight = weights[n];
        format!("{{id: i{n}, label: {{zh: 丙, en: C}}, weight: {weight}, direction: {direction}}}")
    };
    let leaf = |from: usize| {
        let two: Vec<_> = (from..from + 2).map(indicator).collect();
        format!("indicators: [{}]", two.join(", "))
    };
    let plainly = |about: &(u32, bool, Option<usize>)| {
        if mixed {
            *about
        } else {
            (about.0, about.1 && kind == 0, None)
        }
    };
    for (id, about) in abouts.iter().take(3).enumerate() {
        text += &group(id, &leaf(id * 2), &plainly(about));
    }
    // One more level below the fourth group.
    let inner = group(4, &leaf(6), &plainly(&abouts[4]));
    let inner = inner.trim().trim_start_matches("- ").to_owned();
    text + &group(3, &format!("groups: [{inner}]"), &plainly(&abouts[3]))
}

fn cases() -> impl Strategy<Value = Case> {
    let cell = prop_oneof![
        9 => (1_i32..1000).prop_map(|n| f64::from(n) / 8.0),
        1 => Just(f64::NAN),
    ];
    let whole = (1_i32..1000).prop_map(|n| f64::from(n) / 8.0).boxed();
    let cell = prop_oneof![Just(cell.boxed()), Just(whole)];
    let columns = (2_usize..40, cell).prop_flat_map(|(units, cell)| {
        prop::collection::vec(prop::collection::vec(cell, units), 8)
    });
    let about = (1_u32..9, any::<bool>(), prop::option::of(0_usize..3));
    let abouts = prop::collection::vec(about, 5);
    let method = (0_usize..3, any::<bool>(), 0_u32..5);
    let weights = prop::collection::vec(0_u32..9, 8);
    (abouts, method, weights, columns, specs()).prop_map(
        |(abouts, method, weights, columns, spec)| Case {
            yaml: yaml(&abouts, method, &weights),
            columns,
            spec,
        },
    )
}

fn specs() -> impl Strategy<Value = String> {
    let entries = [
        "{what: weights, level: 1, noise: 0.25}",
        "{what: weights, level: 2, concentration: 30}",
        "{what: normalise, options: [{kind: min-max}, {kind: z-score, mean: 100, deviation: 10}, {kind: rank}]}",
        "{what: aggregate, level: all, options: [{kind: arithmetic}, {kind: geometric}, {kind: harmonic}]}",
        "{what: aggregate, level: 2, options: [{kind: arithmetic}, {kind: copeland}]}",
        "{what: leave-out, of: indicators}",
        "{what: leave-out, of: groups}",
    ];
    let pick = prop::sample::subsequence(entries.to_vec(), 1..4);
    let clash = |entries: &Vec<&str>| {
        let of = |word: &str| entries.iter().filter(|e| e.contains(word)).count();
        of("aggregate") < 2 && of("leave-out") < 2
    };
    (
        pick.prop_filter("twice", clash),
        any::<u32>(),
        any::<bool>(),
    )
        .prop_map(|(vary, seed, sobol)| {
            let source = if sobol { "sobol" } else { "splitmix64" };
            format!(
                "{{draws: 70, seed: {seed}, source: {source}, vary: [{}], top: [1, 3]}}",
                vary.join(", ")
            )
        })
}

fn figures(columns: &[Vec<f64>]) -> Matrix {
    let names: Vec<String> = (0..columns.len()).map(|n| format!("i{n}")).collect();
    let columns = names.iter().zip(columns);
    let columns: Vec<_> = columns
        .map(|(name, values)| (ColumnKind::Indicator, name.as_str(), values.as_slice()))
        .collect();
    matrix(&columns)
}

fn plan(framework: &Framework, figures: &Matrix, spec: &str) -> Plan {
    let spec: DrawSpec = serde_saphyr::from_str(spec).unwrap();
    let checked = check(framework, figures, &spec);
    checked
        .plan
        .unwrap_or_else(|| panic!("{:?}", checked.diagnostics))
}

fn run(case: &Case, threads: usize) -> Uncertainty {
    let framework = framework_of(case);
    let figures = figures(&case.columns);
    let plan = plan(&framework, &figures, &case.spec);
    let evaluator = Evaluator::new(&framework, &figures, &plan);
    uncertainty(&evaluator, threads, &|_, _| true).unwrap()
}

fn framework_of(case: &Case) -> Framework {
    common::build(&case.yaml)
        .framework
        .unwrap_or_else(|| panic!("{}", case.yaml))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn side_by_side_is_the_same_as_one_at_a_time(case in cases()) {
        let framework = framework_of(&case);
        let figures = figures(&case.columns);
        let plan = plan(&framework, &figures, &case.spec);
        let evaluator = Evaluator::new(&framework, &figures, &plan);
        let source = Source::new(plan.source, plan.dimensions, plan.seed).unwrap();
        let units = figures.units().len();
        let mut seen = 0;
        let mut problem = None;
        evaluator.run(&source, 0..plan.draws, &mut Room::default(), &mut |batch| {
            for (lane, row) in batch.rows.iter().enumerate() {
                seen += 1;
                let (scores, ranks) = evaluator.plain(&source, *row);
                for unit in 0..units {
                    let (fast, plain) = (batch.scores[unit][lane], scores[unit]);
                    let near = (fast - plain).abs() <= 1e-9 || fast.is_nan() && plain.is_nan();
                    let rank = u32::from(batch.ranks[lane * units + unit]);
                    if !near || rank != ranks[unit] {
                        problem = Some((*row, unit, fast, plain, rank, ranks[unit]));
                    }
                }
            }
        });
        prop_assert_eq!(problem, None);
        prop_assert_eq!(seen, plan.draws);
    }

    #[test]
    fn counts_add_up(case in cases()) {
        let found = run(&case, 1);
        let (units, draws) = (found.units.len(), found.draws);
        for (a, unit) in found.units.iter().enumerate() {
            prop_assert!(unit.top[0].probability <= unit.top[1].probability);
            prop_assert!(unit.top[1].probability <= unit.ranked);
            if let Some(ranks) = unit.ranks {
                prop_assert!(1.0 <= ranks.low && ranks.low <= ranks.median);
                prop_assert!(ranks.median <= ranks.high && ranks.high <= units as f64);
                prop_assert!(1.0 <= ranks.mean && ranks.mean <= units as f64);
            }
            for b in 0..units {
                let both = found.pairs.above(a, b).unwrap() + found.pairs.above(b, a).unwrap();
                prop_assert!(u64::from(both) <= draws);
            }
        }
        let placed: usize = found.tiers.iter().map(|tier| tier.units.len()).sum();
        prop_assert_eq!(placed, units);
    }
}

/// Issue 3, "must show" 4: the same seed gives the same bytes on one and on two threads.
#[test]
fn the_same_bytes_on_one_and_two_threads() {
    let columns: Vec<Vec<f64>> = (0..8_u32)
        .map(|column| {
            (0..30_u32)
                .map(|unit| f64::from((unit * 37 + column * 11) % 101) + 0.3)
                .collect()
        })
        .collect();
    let abouts = [(3, false, None); 5];
    for source in ["splitmix64", "sobol"] {
        let case = Case {
            yaml: yaml(&abouts, (0, false, 2), &[1, 2, 4, 5, 7, 8, 1, 2]),
            columns: columns.clone(),
            spec: format!(
                "{{draws: 40000, seed: 5, source: {source}, vary: [{{what: weights, noise: 0.5}}, {{what: leave-out, of: indicators}}]}}"
            ),
        };
        let one = run(&case, 1);
        assert_eq!(one.draws, 40000);
        for threads in [2, 3] {
            assert_eq!(format!("{one:?}"), format!("{:?}", run(&case, threads)));
        }
    }
}

#[test]
fn a_cancelled_run_tells_what_was_done() {
    let framework = framework(&yaml(&[(1, false, None); 5], (0, false, 0), &[1; 8]));
    let figures = figures(&vec![vec![1.0, 2.0, 3.0]; 8]);
    let plan = plan(
        &framework,
        &figures,
        "{draws: 1000000, vary: [{what: weights, noise: 0.1}]}",
    );
    let evaluator = Evaluator::new(&framework, &figures, &plan);
    let calls = std::cell::Cell::new(0);
    let found = uncertainty(&evaluator, 1, &|_, _| {
        calls.set(calls.get() + 1);
        calls.get() < 3
    });
    let found = found.unwrap();
    assert!(found.draws > 0 && found.draws < 1_000_000);
    assert_eq!(found.units[2].ranked, 1.0);
}

/// Issue 3, "bad input": a specification that varies something that does not exist.
#[test]
fn what_does_not_exist_cannot_be_varied() {
    let own = (1, false, None);
    let framework = framework(&yaml(&[own; 5], (0, false, 0), &[1; 8]));
    let figures = figures(&vec![vec![1.0, 2.0, 3.0]; 8]);
    let cases = [
        (
            "vary: [{what: weights, level: 4, noise: 0.1}]",
            "unknown-level",
        ),
        (
            "vary: [{what: weights, group: nobody, noise: 0.1}]",
            "unknown-group",
        ),
        (
            "vary: [{what: weights, group: i1, noise: 0.1}]",
            "unknown-group",
        ),
        ("vary: [{what: weights}]", "noise-or-concentration"),
        (
            "vary: [{what: weights, noise: 0.1, concentration: 5}]",
            "noise-or-concentration",
        ),
        ("vary: [{what: weights, noise: 1.5}]", "noise"),
        ("vary: [{what: weights, concentration: 0}]", "concentration"),
        ("vary: [{what: normalise, options: []}]", "no-options"),
        (
            "vary: [{what: aggregate, level: 1, options: [{kind: harmonic}]}]",
            "unknown-level",
        ),
        (
            "vary: [{what: weights, noise: 0.1}, {what: weights, level: 1, concentration: 9}]",
            "varied-twice",
        ),
        (
            "vary: [{what: leave-out, of: groups}, {what: leave-out, of: indicators}]",
            "varied-twice",
        ),
        (
            "{vary: [{what: leave-out, of: groups}], draws: 0}",
            "number",
        ),
        (
            "{vary: [{what: leave-out, of: groups}], top: [0]}",
            "top-zero",
        ),
        (
            "{vary: [{what: leave-out, of: groups}], responses: [{of: rank, unit: x}]}",
            "unknown-unit",
        ),
        (
            "{vary: [{what: leave-out, of: groups}], resamples: 99999}",
            "resamples",
        ),
    ];
    for (text, code) in cases {
        let spec: DrawSpec = serde_saphyr::from_str(text).unwrap();
        let checked = check(&framework, &figures, &spec);
        let codes = common::codes(&checked.diagnostics);
        assert_eq!(codes, [format!("measure.draws-{code}")], "{text}");
        assert_eq!(checked.plan, None);
    }
    let spec: DrawSpec = serde_saphyr::from_str("{}").unwrap();
    let checked = check(&framework, &figures, &spec);
    assert_eq!(
        common::codes(&checked.diagnostics),
        ["measure.draws-nothing-varied"]
    );
    assert!(checked.plan.is_some());
    for unknown in [
        "{vary: [{what: weather}]}",
        "{vary: [{what: weights, nois: 1}]}",
        "{drawz: 1}",
    ] {
        assert!(
            serde_saphyr::from_str::<DrawSpec>(unknown).is_err(),
            "{unknown}"
        );
    }
}
