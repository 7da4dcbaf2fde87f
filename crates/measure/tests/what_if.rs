//! What if: changed weights, values and settings.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::random::{self, Random};
use common::{codes, framework, matrix};
use julin_measure::what_if::apply;
use julin_measure::{
    AggregateKind, ChangeSet, Column, ColumnKind, Framework, Matrix, Panel, score, score_panel,
    what_if,
};
use proptest::prelude::*;

fn changes(yaml: &str) -> ChangeSet {
    serde_saphyr::from_str(yaml).unwrap()
}

fn two() -> (Framework, Matrix) {
    let framework = framework(
        "{title: {zh: 甲, en: A}, units_of: park, groups: [{id: g, label: {zh: 乙, en: B},
          indicators: [{id: a, label: {zh: 丙, en: C}, formula: x / y}, {id: b, label: {zh: 丁, en: D}, formula: y}]}]}",
    );
    let figures = matrix(&[
        (ColumnKind::Field, "x", &[10.0, 10.0]),
        (ColumnKind::Field, "y", &[1.0, 2.0]),
    ]);
    (framework, figures)
}

/// The example in the documentation of the module.
#[test]
fn the_worked_example() {
    let (framework, figures) = two();
    let outcome = score(&framework, &figures);
    assert_eq!((outcome.rank(0, 0), outcome.rank(1, 0)), (Some(1), Some(1)));
    let answer = what_if(&outcome, &changes("{weights: {a: 3}}"));
    assert_eq!(answer.diagnostics, []);
    let after: Vec<_> = answer
        .units
        .iter()
        .map(|one| (one.after.score.map(f64::round), one.after.rank))
        .collect();
    assert_eq!(after, [(Some(75.0), Some(1)), (Some(25.0), Some(2))]);
    // The first stays first: its rank is the same, its score is not.
    assert_eq!(answer.units[0].before.rank, Some(1));
}

#[test]
fn only_what_moves_is_told() {
    let (framework, figures) = two();
    let outcome = score(&framework, &figures);
    assert_eq!(what_if(&outcome, &ChangeSet::default()).units, []);
    let same = "{values: [{unit: u0, kind: field, name: x, value: 10}]}";
    assert_eq!(what_if(&outcome, &changes(same)).units, []);
    let gone = "{values: [{unit: u0, kind: field, name: y, value: null}]}";
    let answer = what_if(&outcome, &changes(gone));
    assert_eq!(answer.units[0].after.score, None);
}

#[test]
fn a_field_moves_every_formula_and_an_indicator_only_itself() {
    let (framework, figures) = two();
    let outcome = score(&framework, &figures);
    let set = changes("{values: [{unit: u0, kind: field, name: y, value: 4}]}");
    let after = apply(&outcome, &set);
    let after = after.score(&outcome);
    assert_eq!(
        (after.value(0, 2), after.value(0, 3)),
        (Some(2.5), Some(4.0))
    );
    let set = changes("{values: [{unit: u0, name: a, value: 7}]}");
    let after = apply(&outcome, &set);
    let after = after.score(&outcome);
    assert_eq!(
        (after.value(0, 2), after.value(1, 2)),
        (Some(7.0), Some(5.0))
    );
    assert_eq!(after.value(0, 3), Some(1.0));
}

#[test]
fn what_cannot_be_changed_is_told_and_the_rest_done() {
    let (framework, figures) = two();
    let outcome = score(&framework, &figures);
    let set = changes(
        "{weights: {a: 3, zz: 1, b: -1}, values: [
            {unit: nobody, name: a, value: 1}, {unit: u0, name: g, value: 1},
            {unit: u0, kind: field, name: q, value: 1}, {unit: u0, name: a, value: .inf}],
          settings: [{node: a, aggregate: {kind: geometric}}, {node: g, target: 4},
            {node: a, goalposts: {low: 5, high: 1}}, {node: q}, {minimum_coverage: 7}]}",
    );
    let answer = what_if(&outcome, &set);
    let expected = [
        "measure.what-if-setting-unused",
        "measure.what-if-setting-unused",
        "measure.goalposts-upside-down",
        "measure.what-if-unknown-node",
        "measure.coverage-out-of-range",
        "measure.bad-weight",
        "measure.what-if-unknown-node",
        "measure.what-if-unknown-unit",
        "measure.what-if-not-an-indicator",
        "measure.what-if-unknown-field",
        "measure.what-if-not-finite",
    ];
    let mut found = codes(&answer.diagnostics);
    found[5..].sort_by_key(|code| expected[5..].iter().position(|one| one == code));
    assert_eq!(found, expected);
    assert_eq!(answer.units[0].after.score, Some(75.0));
    let idle = changes("{weights: {a: 3}, settings: [{weigh: {kind: equal}}]}");
    let answer = what_if(&outcome, &idle);
    assert_eq!(
        codes(&answer.diagnostics),
        ["measure.what-if-weight-unused"]
    );
}

proptest! {
    /// The answer is that of a framework written with the new weights, and of figures
    /// with the new values.
    #[test]
    fn the_answer_is_a_full_recomputation(seed in any::<u64>(), weight in 0_u32..50, value in 0_u32..80) {
        let kinds = [AggregateKind::Arithmetic];
        let mut spec = random::spec(seed, 0, &kinds);
        let before = random::framework(&spec);
        let mut random = Random(seed);
        let figures = random::figures(&before, 7, 0.1, &mut random);
        let code = spec.groups[0].indicators[0].id.clone();
        let (weight, value) = (f64::from(weight), f64::from(value));
        let set = ChangeSet {
            weights: [(code.clone(), weight)].into(),
            ..changes(&format!("{{values: [{{unit: u3, name: {code}, value: {value}}}]}}"))
        };
        let outcome = score(&before, &figures);
        let changed = apply(&outcome, &set);
        let found = changed.score(&outcome);
        spec.groups[0].indicators[0].weight = Some(weight);
        let after = random::framework(&spec);
        let mut column = figures.get(ColumnKind::Indicator, &code).unwrap().values.clone();
        column[3] = value;
        let mut anew = figures.clone();
        anew.insert(ColumnKind::Indicator, code, Column::new(column)).unwrap();
        let expected = score(&after, &anew);
        for node in 0..after.nodes.len() {
            for unit in 0..7 {
                prop_assert_eq!(found.score(unit, node), expected.score(unit, node));
                prop_assert_eq!(found.rank(unit, node), expected.rank(unit, node));
            }
        }
    }
}

/// On a frame fixed by two years the scale of a year does not move with a changed value;
/// on a moving one it does.
#[test]
fn a_fixed_frame_stays() {
    for (frame, expected) in [("fixed", 25.0), ("moving", 100.0 / 3.0)] {
        let framework = framework(&format!(
            "{{title: {{zh: 甲, en: A}}, units_of: park, method: {{frame: {frame}}}, groups: [{{id: g,
              label: {{zh: 乙, en: B}}, indicators: [{{id: a, label: {{zh: 丙, en: C}}}}]}}]}}"
        ));
        let years = [[0.0, 20.0, 40.0], [0.0, 10.0, 20.0]]
            .iter()
            .zip([2023, 2024])
            .map(|(values, year)| (year, matrix(&[(ColumnKind::Indicator, "a", values)])));
        let panel = Panel::new(years.collect()).unwrap();
        let outcomes = score_panel(&framework, &panel);
        let set = changes("{values: [{unit: u2, name: a, value: 30}]}");
        let changed = apply(&outcomes[1], &set);
        let after = changed.score(&outcomes[1]);
        assert!((after.score(1, 0).unwrap() - expected).abs() < 1e-9);
    }
}
