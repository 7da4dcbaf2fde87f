//! Frameworks and figures nobody should hand in, and what is said about them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{build, codes, framework, matrix};
use julin_measure::{ColumnKind::Field, FrameworkSpec, MissingReason, score};
use julin_model::Severity;

fn one_group(indicators: &str) -> String {
    format!(
        "{{title: {{zh: 甲, en: A}}, units_of: park, groups: [{{id: g, label: {{zh: 乙, en: B}}, indicators: [{indicators}]}}]}}"
    )
}

fn indicator(id: &str, rest: &str) -> String {
    format!("{{id: {id}, label: {{zh: 丙, en: C}}, {rest}}}")
}

#[test]
fn the_spec_refuses_what_it_does_not_know() {
    for yaml in [
        "{title: {zh: 甲}, units_of: park, groups: [], colour: red}",
        "{title: {zh: 甲}, units_of: Park, groups: []}",
        "{title: {zh: 甲}, units_of: park, groups: [], method: {normalise: {kind: z}}}",
        "{title: {zh: 甲}, units_of: park, groups: [{id: g, label: {zh: 乙}, weight: much}]}",
        "{title: {zh: 甲}, units_of: park}",
    ] {
        assert!(
            serde_saphyr::from_str::<FrameworkSpec>(yaml).is_err(),
            "{yaml}"
        );
    }
}

#[test]
fn structural_faults_leave_no_framework() {
    let twice = format!(
        "{}, {}",
        indicator("x", "formula: a"),
        indicator("x", "formula: b")
    );
    for (yaml, code) in [
        (one_group(&twice), "measure.duplicate-code"),
        (one_group(&indicator("x", "weight: -1")), "measure.bad-weight"),
        (one_group(&indicator("x", "weight: .nan")), "measure.bad-weight"),
        ("{title: {zh: 甲, en: A}, units_of: park, groups: []}".into(), "measure.empty-group"),
        (
            "{title: {zh: 甲, en: A}, units_of: park, method: {range: [100, 0]}, groups: [{id: g, label: {zh: 乙, en: B}, incomplete: true}]}".into(),
            "measure.range-upside-down",
        ),
        (
            "{title: {zh: 甲, en: A}, units_of: park, method: {minimum_coverage: 50}, groups: [{id: g, label: {zh: 乙, en: B}, incomplete: true}]}".into(),
            "measure.coverage-out-of-range",
        ),
    ] {
        let built = build(&yaml);
        assert_eq!(codes(&built.diagnostics), [code], "{yaml}");
        assert!(built.framework.is_none(), "{yaml}");
    }
}

#[test]
fn a_faulty_indicator_is_left_out_and_the_rest_goes_on() {
    let goalposts = "{title: {zh: 甲, en: A}, units_of: park, method: {normalise: {kind: goalposts}}, groups: [{id: g, label: {zh: 乙, en: B}, indicators: [INDICATOR]}]}";
    for (yaml, code) in [
        (one_group(&indicator("x", "formula: a +")), "formula.end"),
        (
            one_group(&indicator("x", "formula: a > 1")),
            "measure.formula-not-a-number",
        ),
        (
            one_group(&indicator("x", "formula: \"a == 'b' ? 1 : 0\"")),
            "measure.formula-not-a-number",
        ),
        (
            one_group(&indicator("x", "formula: a, goalposts: {low: 0, high: 1}")),
            "measure.goalposts-unused",
        ),
        (
            goalposts.replace("INDICATOR", &indicator("x", "formula: a")),
            "measure.goalposts-missing",
        ),
        (
            goalposts.replace(
                "INDICATOR",
                &indicator("x", "formula: a, goalposts: {low: 5, high: 1}"),
            ),
            "measure.goalposts-upside-down",
        ),
        (
            one_group("{id: x, label: {zh: 丙}, formula: a}"),
            "measure.label-missing",
        ),
    ] {
        let built = build(&yaml);
        assert_eq!(codes(&built.diagnostics), [code], "{yaml}");
        assert_eq!(built.diagnostics[0].args["node"], "x");
        assert!(built.framework.is_some(), "{yaml}");
    }
}

#[test]
fn zero_over_zero_and_infinities_are_missing_and_told() {
    let yaml = one_group(
        &[
            indicator("ratio", "formula: a / b"),
            indicator("sum", "formula: c * 10"),
            indicator("plain", "formula: d"),
        ]
        .join(", "),
    );
    let framework = framework(&yaml);
    let figures = matrix(&[
        (Field, "a", &[0.0, 1.0, 6.0, 4.0]),
        (Field, "b", &[0.0, 0.0, 3.0, 4.0]),
        (Field, "c", &[1e308, 1.0, 2.0, 3.0]),
        (Field, "d", &[f64::INFINITY, f64::NAN, 1.0, 2.0]),
    ]);
    let outcome = score(&framework, &figures);
    assert_eq!(
        codes(&outcome.diagnostics),
        [
            "measure.not-finite",
            "measure.division-by-zero",
            "measure.overflow"
        ]
    );
    assert_eq!(outcome.diagnostics[1].args["count"], "2");
    let reasons: Vec<_> = outcome
        .missing(0)
        .into_iter()
        .map(|gap| gap.reason)
        .collect();
    use MissingReason::{DivisionByZero, NoData, Overflow};
    assert_eq!(reasons, [DivisionByZero, Overflow, NoData]);
    assert_eq!(outcome.unit(0).unwrap().rank, None);
    assert_eq!(
        outcome.score(2, framework.find("ratio").unwrap()),
        Some(100.0)
    );
}

#[test]
fn the_largest_figures_keep_their_order() {
    let framework = framework(&one_group(&indicator("x", "formula: a, weight: 1e308")));
    let figures = matrix(&[(Field, "a", &[1.7e308, -1.7e308, 0.0, 5e-324])]);
    let outcome = score(&framework, &figures);
    assert_eq!(
        [0, 1, 2].map(|unit| outcome.score(unit, 0)),
        [Some(100.0), Some(0.0), Some(50.0)]
    );
    assert_eq!(
        [0, 1, 2, 3].map(|unit| outcome.rank(unit, 0)),
        [Some(1), Some(4), Some(2), Some(2)]
    );
}

#[test]
fn huge_weights_and_unpublished_ones_side_by_side() {
    let yaml = one_group(
        &[
            indicator("a", "formula: a, weight: 1e308"),
            indicator("b", "formula: b, weight: 1e308"),
            indicator("c", "formula: c"),
        ]
        .join(", "),
    );
    let yaml = yaml.replace(
        "groups:",
        "method: {default_weight: {value: null}}, groups:",
    );
    let framework = framework(&yaml);
    let figures = matrix(&[
        (Field, "a", &[0.0, 1.0]),
        (Field, "b", &[0.0, 1.0]),
        (Field, "c", &[1.0, 0.0]),
    ]);
    let outcome = score(&framework, &figures);
    assert!((outcome.score(1, 0).unwrap() - 200.0 / 3.0).abs() < 1e-9);
}

#[test]
fn one_unit_cannot_be_compared_but_can_meet_goalposts() {
    let relative = framework(&one_group(&indicator("x", "formula: a")));
    let figures = matrix(&[(Field, "a", &[7.0])]);
    let outcome = score(&relative, &figures);
    assert_eq!(
        codes(&outcome.diagnostics),
        [
            "measure.one-unit",
            "measure.constant",
            "measure.nothing-ranked"
        ]
    );
    assert_eq!(
        outcome.reason(0, relative.find("x").unwrap()),
        Some(MissingReason::Constant)
    );
    let fixed = one_group(&indicator("x", "formula: a, goalposts: {low: 0, high: 10}"))
        .replace("groups:", "method: {normalise: {kind: goalposts}}, groups:");
    let fixed = framework(&fixed);
    assert_eq!(score(&fixed, &figures).score(0, 0), Some(70.0));
}

#[test]
fn a_constant_indicator_is_named_and_counts_as_missing() {
    let yaml = one_group(
        &[
            indicator("same", "formula: a"),
            indicator("other", "formula: b"),
        ]
        .join(", "),
    );
    let framework = framework(&yaml);
    let figures = matrix(&[(Field, "a", &[0.3, 0.1 + 0.2]), (Field, "b", &[1.0, 2.0])]);
    let outcome = score(&framework, &figures);
    assert_eq!(codes(&outcome.diagnostics), ["measure.constant"]);
    assert_eq!(outcome.diagnostics[0].args["node"], "same");
    assert_eq!(
        (outcome.score(1, 0), outcome.coverage(1, 0)),
        (Some(100.0), 0.5)
    );
}

#[test]
fn weights_of_zero() {
    let none = one_group(
        &[
            indicator("a", "formula: a, weight: 0"),
            indicator("b", "formula: b, weight: 0"),
        ]
        .join(", "),
    );
    let framework = framework(&none);
    let figures = matrix(&[(Field, "a", &[1.0, 2.0]), (Field, "b", &[1.0, 2.0])]);
    let outcome = score(&framework, &figures);
    let found = codes(&outcome.diagnostics);
    assert_eq!(
        found,
        ["measure.weights-sum-to-zero", "measure.nothing-ranked"]
    );
    assert_eq!(outcome.diagnostics[0].severity, Severity::Error);
    let group = framework.find("g").unwrap();
    assert_eq!(outcome.reason(0, group), Some(MissingReason::ZeroWeights));
}

#[test]
fn all_weights_unpublished_are_equal_weights() {
    let framework = framework(&one_group(
        &[indicator("a", "formula: a"), indicator("b", "formula: b")].join(", "),
    ));
    let figures = matrix(&[
        (Field, "a", &[0.0, 4.0, 1.0]),
        (Field, "b", &[8.0, 0.0, 4.0]),
    ]);
    let outcome = score(&framework, &figures);
    assert_eq!(
        [0, 1, 2].map(|unit| outcome.score(unit, 0)),
        [Some(50.0), Some(50.0), Some(37.5)]
    );
    assert_eq!(
        [0, 1, 2].map(|unit| outcome.rank(unit, 0)),
        [Some(1), Some(1), Some(3)]
    );
    assert_eq!(framework.nodes[2].weight, None);
}

#[test]
fn no_units_no_figures_no_panic() {
    let framework = framework(&one_group(&indicator("x", "formula: a")));
    let nobody = matrix(&[]);
    let outcome = score(&framework, &nobody);
    assert_eq!(
        codes(&outcome.diagnostics),
        ["measure.no-units", "measure.no-data"]
    );
    assert!(outcome.ranking().is_empty());
    assert_eq!((outcome.score(5, 5), outcome.unit(3)), (None, None));
    assert_eq!(outcome.trace(9, 9).value, None);
}

#[test]
fn groups_whose_list_is_not_published() {
    let framework = framework(
        "{title: {zh: 甲, en: A}, units_of: park, groups: [
          {id: g, label: {zh: 乙, en: B}, weight: 15, indicators: [{id: x, label: {zh: 丙, en: C}, formula: a}]},
          {id: h, label: {zh: 丁, en: D}, incomplete: true}, {id: i, label: {zh: 戊, en: E}, incomplete: true}]}",
    );
    let figures = matrix(&[(Field, "a", &[1.0, 2.0])]);
    let outcome = score(&framework, &figures);
    // The mean of the published weights stands in: a third has data.
    let unit = outcome.unit(1).unwrap();
    assert_eq!((unit.rank, unit.score), (None, None));
    assert!((unit.coverage - 1.0 / 3.0).abs() < 1e-12);
    let gaps: Vec<_> = unit
        .missing
        .iter()
        .map(|gap| (gap.node.as_str(), gap.reason))
        .collect();
    assert_eq!(
        gaps,
        [
            ("h", MissingReason::Unpublished),
            ("i", MissingReason::Unpublished)
        ]
    );
}
