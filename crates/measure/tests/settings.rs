//! Settings of normalisation, weights and aggregation that cannot be used, and what is said.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{build, codes};
use julin_model::Severity;

/// An index of one group with indicators a and b, its method and its group's own settings.
fn yaml(method: &str, group: &str) -> String {
    format!(
        "{{title: {{zh: 甲, en: A}}, units_of: park, method: {{{method}}}, groups: [{{id: g, \
         label: {{zh: 乙, en: B}}, {group} indicators: [\
         {{id: a, label: {{zh: 丙, en: C}}, formula: x}}, \
         {{id: b, label: {{zh: 丁, en: D}}, formula: y}}]}}]}}"
    )
}

#[test]
fn faults_of_the_method_are_told_once_with_their_path() {
    for (method, code, path) in [
        (
            "aggregate: {kind: power}",
            "measure.aggregate.exponent",
            "method.aggregate",
        ),
        (
            "aggregate: {kind: power, exponent: 0}",
            "measure.aggregate.exponent",
            "method.aggregate",
        ),
        (
            "aggregate: {kind: ordered-weights}",
            "measure.aggregate.places",
            "method.aggregate",
        ),
        (
            "aggregate: {kind: ordered-weights, places: [1, -1]}",
            "measure.aggregate.places",
            "method.aggregate",
        ),
        (
            "levels: {2: {aggregate: {kind: copeland, indifference: -1}}}",
            "measure.aggregate.indifference",
            "method.levels.2.aggregate",
        ),
        (
            "levels: {2: {weigh: {kind: optimised, shares: [0.9, 0.1]}}}",
            "measure.weigh.shares",
            "method.levels.2.weigh",
        ),
        (
            "weigh: {kind: optimised, importance: {a: -1}}",
            "measure.weigh.bad-importance",
            "method.weigh",
        ),
        (
            "normalise: {kind: z-score, deviation: 0}",
            "measure.normalise.z-score",
            "method.normalise",
        ),
        (
            "normalise: {kind: distance-to-reference}",
            "measure.normalise.reference",
            "method.normalise",
        ),
        (
            "normalise: {kind: scaled, from: [7, 1]}",
            "measure.normalise.from",
            "method.normalise",
        ),
    ] {
        let built = build(&yaml(method, ""));
        assert_eq!(codes(&built.diagnostics), [code], "{method}");
        assert_eq!(built.diagnostics[0].args["path"], path);
        assert!(built.framework.is_none(), "{method}");
    }
}

#[test]
fn faults_of_a_group_name_the_group() {
    for (own, code) in [
        (
            "aggregate: {kind: power, exponent: .inf}",
            "measure.aggregate.exponent",
        ),
        (
            "aggregate: {kind: ordered-weights, places: [3, 2, 1]}",
            "measure.aggregate.places-length",
        ),
        (
            "weigh: {kind: budget-allocation}",
            "measure.weigh.no-points",
        ),
        (
            "weigh: {kind: budget-allocation, points: {a: [1], b: [1], z: [1]}}",
            "measure.weigh.unknown-child",
        ),
        (
            "weigh: {kind: budget-allocation, points: {a: [1, 2], b: [1]}}",
            "measure.weigh.points-length",
        ),
        ("weigh: {kind: ahp}", "measure.weigh.comparison-missing"),
        (
            "weigh: {kind: ahp, comparisons: [{of: a, over: b, times: 12}]}",
            "measure.weigh.comparison-scale",
        ),
        (
            "weigh: {kind: ahp, comparisons: [{of: a, over: b, times: 3}, {of: b, over: a, times: 3}]}",
            "measure.weigh.comparison-twice",
        ),
        (
            "weigh: {kind: ahp, comparisons: [{of: a, over: b, times: 3}, {of: g, over: a, times: 3}]}",
            "measure.weigh.unknown-child",
        ),
        (
            "weigh: {kind: benefit-of-the-doubt, shares: [0.6, 0.9]}",
            "measure.weigh.shares-room",
        ),
        (
            "weigh: {kind: optimised, importance: {c: 1}}",
            "measure.weigh.unknown-child",
        ),
    ] {
        let built = build(&yaml("", &format!("{own},")));
        assert_eq!(codes(&built.diagnostics)[0], code, "{own}");
        assert_eq!(built.diagnostics[0].args["node"], "g");
        assert!(built.framework.is_none(), "{own}");
    }
}

#[test]
fn an_indicator_of_its_own_is_named() {
    let text = yaml("", "").replace("formula: x", "formula: x, normalise: {kind: scaled}");
    let built = build(&text);
    assert_eq!(codes(&built.diagnostics), ["measure.normalise.from"]);
    assert_eq!(built.diagnostics[0].args["node"], "a");
}

/// a = 9 b, b = 9 c, but c = 9 a.
#[test]
fn comparisons_that_contradict_one_another_are_a_warning() {
    let own = "weigh: {kind: ahp, comparisons: [{of: a, over: b, times: 9}, \
               {of: b, over: c, times: 9}, {of: c, over: a, times: 9}]},";
    let third = "{id: c, label: {zh: 戊, en: E}, formula: z}, {id: a,";
    let built = build(&yaml("", own).replace("{id: a,", third));
    assert_eq!(codes(&built.diagnostics), ["measure.weigh.inconsistent"]);
    assert_eq!(built.diagnostics[0].severity, Severity::Warning);
    assert!(built.framework.is_some());
}
