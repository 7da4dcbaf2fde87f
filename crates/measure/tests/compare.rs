//! The difference of two scores, and that its parts make it up.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::random::{self, Random};
use common::{framework, matrix};
use julin_measure::compare::common_core;
use julin_measure::{
    AggregateKind, Cause, ColumnKind, Comparison, Crosswalk, Framework, GroupSpec, Matrix, Side,
    compare, score,
};
use proptest::prelude::*;

const MIXED: &[AggregateKind] = &[
    AggregateKind::Arithmetic,
    AggregateKind::Geometric,
    AggregateKind::Harmonic,
    AggregateKind::Power,
    AggregateKind::OrderedWeights,
    AggregateKind::MazziottaPareto,
];

fn between(
    frameworks: [&Framework; 2],
    figures: [&Matrix; 2],
    units: [usize; 2],
    crosswalk: &Crosswalk,
) -> Comparison {
    let outcomes = [0, 1].map(|side| score(frameworks[side], figures[side]));
    let [first, second] = [0, 1].map(|side| Side {
        outcome: &outcomes[side],
        unit: units[side],
    });
    compare(first, second, crosswalk)
}

fn sum(comparison: &Comparison) -> f64 {
    comparison.parts.iter().map(|part| part.points).sum()
}

fn points(comparison: &Comparison, code: &str, cause: Cause) -> f64 {
    let parts = comparison.parts.iter();
    let found = parts.filter(|part| part.code == code && part.cause == cause);
    found.map(|part| part.points).sum()
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
}

/// Two indicators between fixed goalposts of 0 and 100: the score is the value.
fn two(weights: [f64; 2]) -> Framework {
    framework(&format!(
        "{{title: {{zh: 甲, en: A}}, units_of: park, method: {{normalise: {{kind: goalposts}}}},
          groups: [{{id: g, label: {{zh: 乙, en: B}}, indicators: [
            {{id: a, label: {{zh: 丙, en: C}}, weight: {}, formula: a, goalposts: {{low: 0, high: 100}}}},
            {{id: b, label: {{zh: 丁, en: D}}, weight: {}, formula: b, goalposts: {{low: 0, high: 100}}}}]}}]}}",
        weights[0], weights[1]
    ))
}

fn figures(a: f64, b: f64) -> Matrix {
    matrix(&[
        (ColumnKind::Field, "a", &[a, 1.0]),
        (ColumnKind::Field, "b", &[b, 2.0]),
    ])
}

/// The example in the documentation of the module, worked out there by hand.
#[test]
fn the_worked_example() {
    let (old, new) = (two([3.0, 1.0]), two([1.0, 1.0]));
    let (before, after) = (figures(40.0, 80.0), figures(60.0, 40.0));
    let none = Crosswalk::default();
    let same = between([&old, &old], [&before, &after], [0, 0], &none);
    near(points(&same, "a", Cause::Value), 15.0);
    near(points(&same, "b", Cause::Value), -10.0);
    assert_eq!(same.parts.len(), 2);
    let moved = between([&old, &new], [&before, &after], [0, 0], &none);
    near(points(&moved, "a", Cause::Value), 12.5);
    near(points(&moved, "b", Cause::Value), -15.0);
    near(points(&moved, "g", Cause::Weights), 2.5);
    near(moved.difference().unwrap(), 0.0);
    near(moved.points_below("g"), 0.0);
}

/// The example in the documentation of the indicator's part: 4 between 0 and 8, then 6
/// between 0 and 10.
#[test]
fn value_and_scale_apart() {
    let framework = framework(
        "{title: {zh: 甲, en: A}, units_of: park, groups: [{id: g, label: {zh: 乙, en: B},
          indicators: [{id: a, label: {zh: 丙, en: C}}]}]}",
    );
    let year = |values: &[f64]| matrix(&[(ColumnKind::Indicator, "a", values)]);
    let (before, after) = (year(&[4.0, 0.0, 8.0]), year(&[6.0, 0.0, 10.0]));
    let found = between(
        [&framework, &framework],
        [&before, &after],
        [0, 0],
        &Crosswalk::default(),
    );
    near(points(&found, "a", Cause::Value), 22.5);
    near(points(&found, "a", Cause::Scale), -12.5);
    let standing = between(
        [&framework, &framework],
        [&before, &before],
        [0, 2],
        &Crosswalk::default(),
    );
    near(standing.points_of(Cause::Value), 50.0);
    near(standing.points_of(Cause::Scale), 0.0);
}

/// An indicator that arrives, with the others' weights shrunk in proportion, is no
/// change of weights.
#[test]
fn a_new_indicator_is_a_part_of_its_own() {
    let old = two([3.0, 1.0]);
    let mut spec = serde_saphyr::from_str::<julin_measure::FrameworkSpec>(
        "{title: {zh: 甲, en: A}, units_of: park, method: {normalise: {kind: goalposts}}, groups: []}",
    )
    .unwrap();
    let group: GroupSpec = serde_saphyr::from_str(
        "{id: g, label: {zh: 乙, en: B}, indicators: [
            {id: x, label: {zh: 丙, en: C}, weight: 0.6, formula: a, goalposts: {low: 0, high: 100}},
            {id: b, label: {zh: 丁, en: D}, weight: 0.2, formula: b, goalposts: {low: 0, high: 100}},
            {id: c, label: {zh: 戊, en: E}, weight: 0.2, formula: a, goalposts: {low: 0, high: 100}}]}",
    )
    .unwrap();
    spec.groups = vec![group];
    let new = random::framework(&spec);
    let data = figures(40.0, 80.0);
    let crosswalk = Crosswalk::new([("a".to_owned(), "x".to_owned())]);
    let found = between([&old, &new], [&data, &data], [0, 0], &crosswalk);
    near(found.difference().unwrap(), -2.0);
    near(points(&found, "c", Cause::Framework), -2.0);
    assert_eq!(found.parts.len(), 1);
    let [first, second] = common_core(&old, &new, &crosswalk).unwrap();
    let core = between([&first, &second], [&data, &data], [0, 0], &crosswalk);
    near(core.before.score.unwrap(), 50.0);
    near(core.after.score.unwrap(), 50.0);
}

/// Where a unit's data are others altogether, they are one part of their group.
#[test]
fn data_that_change_places_are_told_together() {
    let framework = two([1.0, 1.0]);
    let (before, after) = (figures(40.0, f64::NAN), figures(f64::NAN, 70.0));
    let found = between(
        [&framework, &framework],
        [&before, &after],
        [0, 0],
        &Crosswalk::default(),
    );
    near(points(&found, "g", Cause::Gap), 30.0);
    near(sum(&found), 30.0);
}

#[test]
fn without_a_score_there_is_nothing_to_divide() {
    let framework = two([1.0, 1.0]);
    let (before, after) = (figures(f64::NAN, f64::NAN), figures(1.0, 70.0));
    let found = between(
        [&framework, &framework],
        [&before, &after],
        [0, 0],
        &Crosswalk::default(),
    );
    assert_eq!(
        common::codes(&found.diagnostics),
        ["measure.compare-no-score"]
    );
    assert!(found.parts.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Other weights, other ways, other figures, gaps: the parts make up the whole.
    #[test]
    fn parts_add_to_the_whole(seed in any::<u64>(), variant in 0_u64..3, gaps in 0..3) {
        let frameworks = [0, variant].map(|v| random::framework(&random::spec(seed, v, MIXED)));
        let mut random = Random(seed ^ 0xabcd);
        let gaps = f64::from(gaps) * 0.15;
        let data = [0, 1].map(|_| random::figures(&frameworks[0], 6, gaps, &mut random));
        let [f, g] = &frameworks;
        for units in [[0, 0], [1, 2]] {
            let found = between([f, g], [&data[0], &data[1]], units, &Crosswalk::default());
            if let Some(difference) = found.difference() {
                prop_assert!((sum(&found) - difference).abs() < 1e-9);
                prop_assert!(found.parts.iter().all(|part| part.points.is_finite()));
            }
            // Two units of one year: no part is anything but a value or a gap.
            let within = between([f, f], [&data[0], &data[0]], units, &Crosswalk::default());
            // Where a way has no score for what lies between, the group stays whole.
            let whole = within.diagnostics.iter().any(|d| d.code == "measure.compare-not-divided");
            let causes = if whole {
                vec![Cause::Value, Cause::Gap, Cause::Whole]
            } else {
                vec![Cause::Value, Cause::Gap]
            };
            prop_assert!(within.parts.iter().all(|part| causes.contains(&part.cause)));
        }
    }

    /// Read the other way round, every part changes its sign.
    #[test]
    fn the_way_back_is_the_way_there(seed in any::<u64>()) {
        let frameworks = [0, 1].map(|v| random::framework(&random::spec(seed, v, MIXED)));
        let mut random = Random(seed ^ 0x77);
        let data = [0, 1].map(|_| random::figures(&frameworks[0], 5, 0.1, &mut random));
        let [f, g] = &frameworks;
        let there = between([f, g], [&data[0], &data[1]], [0, 3], &Crosswalk::default());
        let back = between([g, f], [&data[1], &data[0]], [3, 0], &Crosswalk::default());
        prop_assert_eq!(there.parts.len(), back.parts.len());
        for (x, y) in there.parts.iter().zip(&back.parts) {
            prop_assert_eq!((&x.code, x.cause), (&y.code, y.cause));
            prop_assert!((x.points + y.points).abs() < 1e-7, "{:?} {:?}", x, y);
        }
    }
}
