//! Explanations worked out by hand: the steps before the scale, and groups that are no sums.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{framework, matrix};
use julin_measure::ColumnKind::Field;
use julin_measure::score;
use julin_model::Trace;

/// Steps on the way down the first inputs.
fn way(trace: &Trace) -> Vec<&str> {
    let mut found = vec![trace.step.trim_start_matches("measure.step.")];
    let mut at = trace;
    while let Some(below) = at.inputs.first() {
        found.push(below.step.trim_start_matches("measure.step."));
        at = below;
    }
    found
}

fn named<'a>(trace: &'a Trace, step: &str) -> Option<&'a Trace> {
    if trace.step == format!("measure.step.{step}") {
        return Some(trace);
    }
    trace.inputs.iter().find_map(|below| named(below, step))
}

const INDEX: &str = r"
title: {zh: 甲, en: A}
units_of: park
method:
  normalise: {kind: z-score, mean: 100, deviation: 10}
  impute: {kind: mean}
  treat: {steps: [{kind: winsorise}], skew: 1, kurtosis: 1}
  minimum_coverage: 0
groups:
  - {id: g, label: {zh: 乙, en: B}, aggregate: {kind: AGGREGATE}, indicators: [
      {id: x, label: {zh: 丙, en: C}, formula: patents, denominate: {by: people, scale: 10}},
      {id: y, label: {zh: 丁, en: D}, formula: energy, direction: down}]}
";

/// Patents per ten people: 2, 4, none, 6, 100; the mean 28 stands in; 100 is brought in.
fn zones() -> julin_measure::Matrix {
    matrix(&[
        (Field, "patents", &[2.0, 4.0, f64::NAN, 6.0, 100.0]),
        (Field, "people", &[10.0, 10.0, 10.0, 10.0, 10.0]),
        (Field, "energy", &[1.0, 2.0, 3.0, 4.0, 5.0]),
    ])
}

#[test]
fn every_step_that_changed_a_value_is_shown() {
    let (framework, zones) = (
        framework(&INDEX.replace("AGGREGATE", "arithmetic")),
        zones(),
    );
    let outcome = score(&framework, &zones);
    let x = framework.find("x").unwrap();
    let plain = outcome.trace(0, x);
    assert_eq!(
        way(&plain),
        ["z-score", "denominated", "formula", "formula.step.field"]
    );
    let divided = named(&plain, "denominated").unwrap();
    assert_eq!(divided.value, Some(2.0));
    let args = ["before", "by", "scale", "after"].map(|name| divided.args[name].as_str());
    assert_eq!(args, ["2", "10", "10", "2"]);
    // The divisor stands beside the value.
    assert_eq!(divided.inputs[1].value, Some(10.0));

    let estimate = outcome.trace(2, x);
    assert_eq!(way(&estimate)[..2], ["z-score", "imputed-mean"]);
    let imputed = named(&estimate, "imputed-mean").unwrap();
    assert_eq!(
        (imputed.value, imputed.args["after"].as_str()),
        (Some(28.0), "28")
    );

    let outlier = outcome.trace(4, x);
    assert_eq!(
        way(&outlier)[..3],
        ["z-score", "treated-winsorise", "denominated"]
    );
    let treated = named(&outlier, "treated-winsorise").unwrap();
    let args = ["before", "after"].map(|name| treated.args[name].as_str());
    assert_eq!(args, ["100", "28"]);
}

#[test]
fn children_of_a_product_have_shares_but_no_points() {
    let (framework, zones) = (framework(&INDEX.replace("AGGREGATE", "geometric")), zones());
    let outcome = score(&framework, &zones);
    let group = outcome.trace(1, framework.find("g").unwrap());
    assert_eq!(group.step, "measure.step.geometric");
    let y = framework.find("y").unwrap();
    let child = &group.inputs[1];
    assert_eq!(child.step, "measure.step.share");
    assert_eq!(
        (child.value, child.args["share"].as_str()),
        (outcome.score(1, y), "50")
    );
    assert!(!child.args.contains_key("points"));
    // 2 is 1/√2.5 deviations below the mean 3, which is better.
    let scale = named(child, "z-score-down").unwrap();
    assert!((scale.value.unwrap() - (100.0 + 10.0 / 2.5_f64.sqrt())).abs() < 1e-9);
    let index = outcome.trace(1, 0);
    assert_eq!(index.inputs[0].step, "measure.step.weight-not-published");
}
