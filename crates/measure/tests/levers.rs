//! Plans that lift a unit to a rank.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::random::{self, Random};
use common::{codes, framework, matrix};
use julin_measure::levers::{Goal, Lever, Plan, gains, plan};
use julin_measure::what_if::{ValueChange, ValueKind, apply};
use julin_measure::{AggregateKind, ChangeSet, ColumnKind, Framework, Matrix, Outcome, score};
use proptest::prelude::*;

const MIXED: &[AggregateKind] = &[
    AggregateKind::Arithmetic,
    AggregateKind::Geometric,
    AggregateKind::Harmonic,
    AggregateKind::Power,
];

/// Indicators `a`, `b`, `c` between goalposts of 0 and 100, in one group.
fn three(weights: [f64; 3], way: &str) -> Framework {
    let indicators: Vec<String> = ["a", "b", "c"]
        .iter()
        .zip(weights)
        .map(|(id, weight)| {
            format!("{{id: {id}, label: {{zh: 丙, en: C}}, weight: {weight}, goalposts: {{low: 0, high: 100}}}}")
        })
        .collect();
    framework(&format!(
        "{{title: {{zh: 甲, en: A}}, units_of: park, method: {{normalise: {{kind: goalposts}}}},
          groups: [{{id: g, label: {{zh: 乙, en: B}}, aggregate: {{kind: {way}}}, indicators: [{}]}}]}}",
        indicators.join(", ")
    ))
}

fn figures(own: [f64; 3], other: [f64; 3]) -> Matrix {
    let [a, b, c] = [0, 1, 2].map(|at| [own[at], other[at]]);
    matrix(&[
        (ColumnKind::Indicator, "a", &a),
        (ColumnKind::Indicator, "b", &b),
        (ColumnKind::Indicator, "c", &c),
    ])
}

fn lever(code: &str, cost: f64, high: f64) -> Lever {
    Lever {
        code: code.to_owned(),
        cost: Some(cost),
        high: Some(high),
        low: None,
    }
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
}

/// The rank after a plan, by the plain pipeline on changed figures.
fn rank_with(outcome: &Outcome<'_>, unit: usize, plan: &Plan) -> Option<u32> {
    let values = plan.changes.iter().map(|change| ValueChange {
        unit: outcome.matrix().units()[unit].id.clone(),
        kind: ValueKind::Indicator,
        name: change.code.clone(),
        value: Some(change.to),
    });
    let set = ChangeSet {
        values: values.collect(),
        ..ChangeSet::default()
    };
    let changed = apply(outcome, &set);
    changed.score(outcome).rank(unit, 0)
}

/// The example in the documentation of the module.
#[test]
fn the_worked_example() {
    let framework = three([1.0, 1.0, 0.0], "arithmetic");
    let figures = figures([40.0, 40.0, 0.0], [50.0, 50.0, 0.0]);
    let outcome = score(&framework, &figures);
    let found = plan(
        &outcome,
        0,
        Goal::Rank(1),
        &[lever("a", 1.0, 100.0), lever("b", 3.0, 100.0)],
    );
    assert!(found.reached);
    near(found.cost, 20.0);
    assert_eq!(found.changes.len(), 1);
    near(found.changes[0].to, 60.0);
    let found = plan(
        &outcome,
        0,
        Goal::Rank(1),
        &[lever("a", 1.0, 50.0), lever("b", 3.0, 100.0)],
    );
    near(found.cost, 40.0);
    near(found.changes[0].to, 50.0);
    near(found.changes[1].to, 50.0);
    assert_eq!(rank_with(&outcome, 0, &found), Some(1));
    let (gains, _) = gains(
        &outcome,
        0,
        &[lever("a", 1.0, 100.0), lever("b", 3.0, 100.0)],
    );
    near(gains[0].per_unit, 0.5);
    near(gains[1].per_cost, 0.5 / 3.0);
}

/// The same figures: from 40 to a score of 55 the index lacks 15 points, 0.5 for 1 each.
#[test]
fn a_wanted_score_is_reached_as_cheaply() {
    let framework = three([1.0, 1.0, 0.0], "arithmetic");
    let figures = figures([40.0, 40.0, 0.0], [50.0, 50.0, 0.0]);
    let outcome = score(&framework, &figures);
    let levers = [lever("a", 1.0, 100.0), lever("b", 3.0, 100.0)];
    let found = plan(&outcome, 0, Goal::Score(55.0), &levers);
    assert!(found.reached);
    near(found.cost, 30.0);
    near(found.changes[0].to, 70.0);
    near(found.after.score.unwrap(), 55.0);
    assert!(
        plan(&outcome, 0, Goal::Score(40.0), &levers)
            .changes
            .is_empty()
    );
    let found = plan(&outcome, 0, Goal::Score(101.0), &levers);
    assert!(!found.reached && found.changes.is_empty());
    assert_eq!(
        codes(&found.diagnostics),
        ["measure.levers-score-out-of-reach"]
    );
    let found = plan(&outcome, 0, Goal::Score(f64::NAN), &levers);
    assert_eq!(codes(&found.diagnostics), ["measure.levers-score"]);
}

#[test]
fn what_is_out_of_reach_is_said_with_the_best_there_is() {
    let framework = three([1.0, 1.0, 1.0], "arithmetic");
    let columns = [[10.0, 30.0, 90.0], [10.0, 30.0, 90.0], [10.0, 30.0, 90.0]];
    let figures = matrix(&[
        (ColumnKind::Indicator, "a", &columns[0]),
        (ColumnKind::Indicator, "b", &columns[1]),
        (ColumnKind::Indicator, "c", &columns[2]),
    ]);
    let outcome = score(&framework, &figures);
    let found = plan(&outcome, 0, Goal::Rank(1), &[lever("a", 1.0, 90.0)]);
    assert!(!found.reached && found.changes.is_empty());
    assert_eq!(found.after.rank, Some(2));
    assert_eq!(codes(&found.diagnostics), ["measure.levers-out-of-reach"]);
    // Without bounds said, the best value of all units is one: first place is shared.
    let found = plan(&outcome, 0, Goal::Rank(1), &[]);
    assert!(found.reached);
    assert_eq!(rank_with(&outcome, 0, &found), Some(1));
}

#[test]
fn what_cannot_be_asked_is_told() {
    let framework = three([1.0, 1.0, 1.0], "arithmetic");
    let figures = figures([40.0, f64::NAN, f64::NAN], [50.0, 50.0, 50.0]);
    let outcome = score(&framework, &figures);
    assert_eq!(
        codes(&plan(&outcome, 0, Goal::Rank(1), &[]).diagnostics),
        ["measure.levers-no-rank"]
    );
    assert_eq!(
        codes(&plan(&outcome, 1, Goal::Rank(0), &[]).diagnostics),
        ["measure.levers-rank-zero"]
    );
    assert!(plan(&outcome, 1, Goal::Rank(1), &[]).reached);
    let odd = [
        lever("a", -1.0, 5.0),
        lever("g", 1.0, 5.0),
        lever("zz", 1.0, 5.0),
    ];
    assert_eq!(
        codes(&gains(&outcome, 1, &odd).1),
        [
            "measure.levers-cost",
            "measure.levers-unknown",
            "measure.levers-unknown"
        ]
    );
}

/// The cheapest plan for arithmetic means by going through all corners: levers full or
/// empty, one of them in part.
fn corners(room: [f64; 3], gain: [f64; 3], cost: [f64; 3], lacking: f64) -> f64 {
    let mut best = f64::INFINITY;
    for full in 0..8_usize {
        let on = |at: usize| full >> at & 1 == 1;
        let sum = |of: &dyn Fn(usize) -> f64| (0..3).filter(|at| on(*at)).map(of).sum::<f64>();
        let rest = lacking - sum(&|at| room[at] * gain[at]);
        let spent = sum(&|at| room[at] * cost[at]);
        if rest <= 0.0 {
            best = best.min(spent);
        }
        for part in (0..3).filter(|at| !on(*at)) {
            if rest > 0.0 && rest <= room[part] * gain[part] + 1e-12 {
                best = best.min(spent + rest / gain[part] * cost[part]);
            }
        }
    }
    best
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the framework: a plan, applied to the figures, has the rank it promised,
    /// and stays within the bounds.
    #[test]
    fn a_plan_keeps_its_promise(seed in any::<u64>(), unit in 0_usize..8, wanted in 1_u32..5) {
        let framework = random::framework(&random::spec(seed, 0, MIXED));
        let mut random = Random(seed ^ 0x5eed);
        let figures = random::figures(&framework, 8, 0.1, &mut random);
        let outcome = score(&framework, &figures);
        let found = plan(&outcome, unit, Goal::Rank(wanted), &[]);
        if found.reached {
            prop_assert!(rank_with(&outcome, unit, &found).unwrap() <= wanted);
            prop_assert!(found.after.rank.unwrap() <= wanted);
        } else {
            prop_assert!(!found.diagnostics.is_empty());
        }
        for change in &found.changes {
            let column = &figures.get(ColumnKind::Indicator, &change.code).unwrap().values;
            let known = || column.iter().copied().filter(|x| !x.is_nan());
            let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(0.0, f64::max));
            prop_assert!((low..=high).contains(&change.to), "{:?}", change);
        }
    }

    /// For arithmetic means no corner of the knapsack is cheaper.
    #[test]
    fn arithmetic_plans_are_the_cheapest(
        own in prop::array::uniform3(1_u32..50), room in prop::array::uniform3(1_u32..40),
        costs in prop::array::uniform3(1_u32..20), weights in prop::array::uniform3(1_u32..10),
        other in 20_u32..80,
    ) {
        let [own, room, costs, weights] = [own, room, costs, weights].map(|of| of.map(f64::from));
        let other = f64::from(other);
        let framework = three(weights, "arithmetic");
        let figures = figures(own, [other; 3]);
        let outcome = score(&framework, &figures);
        let levers: Vec<Lever> = ["a", "b", "c"]
            .iter()
            .enumerate()
            .map(|(at, code)| lever(code, costs[at], own[at] + room[at]))
            .collect();
        let found = plan(&outcome, 0, Goal::Rank(1), &levers);
        let total: f64 = weights.iter().sum();
        let gain = weights.map(|weight| weight / total);
        let lacking = other - outcome.score(0, 0).unwrap();
        let best = if lacking <= 0.0 { 0.0 } else { corners(room, gain, costs, lacking) };
        prop_assert_eq!(found.reached, best.is_finite() || found.reached);
        if best.is_finite() && found.reached {
            prop_assert!((found.cost - best).abs() < 1e-6 * best.max(1.0), "{} {}", found.cost, best);
        }
        if !found.reached {
            prop_assert!(best.is_infinite());
        }
    }

    /// For other means a fine grid of all plans finds none that is clearly cheaper.
    #[test]
    fn geometric_plans_are_nearly_the_cheapest(
        own in prop::array::uniform3(5_u32..50), room in prop::array::uniform3(5_u32..40),
        costs in prop::array::uniform3(1_u32..20), other in 20_u32..70, harmonic in any::<bool>(),
    ) {
        let [own, room, costs] = [own, room, costs].map(|of| of.map(f64::from));
        let other = f64::from(other);
        let framework = three([1.0, 1.0, 1.0], if harmonic { "harmonic" } else { "geometric" });
        let figures = figures(own, [other; 3]);
        let outcome = score(&framework, &figures);
        let levers: Vec<Lever> = ["a", "b", "c"]
            .iter()
            .enumerate()
            .map(|(at, code)| lever(code, costs[at], own[at] + room[at]))
            .collect();
        let found = plan(&outcome, 0, Goal::Rank(1), &levers);
        let mean = |x: [f64; 3]| if harmonic {
            3.0 / x.iter().map(|x| 1.0 / x).sum::<f64>()
        } else {
            x.iter().product::<f64>().cbrt()
        };
        let mut best = f64::INFINITY;
        for cell in 0..41 * 41 * 41_usize {
            let steps = [cell % 41, cell / 41 % 41, cell / 41 / 41].map(|step| step as f64 / 40.0);
            let to = [0, 1, 2].map(|at| own[at] + steps[at] * room[at]);
            let cost: f64 = (0..3).map(|at| steps[at] * room[at] * costs[at]).sum();
            if mean(to) >= other {
                best = best.min(cost);
            }
        }
        if best.is_finite() {
            prop_assert!(found.reached);
            prop_assert!(found.cost <= best * 1.005 + 1e-6, "{} {}", found.cost, best);
        }
    }
}
