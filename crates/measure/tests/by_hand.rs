//! Small frameworks worked out by hand: firm ratios, growth against the year before,
//! unpublished weights, gaps, and the trace down to the statements.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{codes, framework, matrix};
use julin_measure::{Column, ColumnKind, Framework, MissingReason, score};
use julin_model::{RecordId, StatementId, Text, Trace};

const ZONES: &str = r#"
title: {zh: 园区评价, en: Zone evaluation}
units_of: park
method: {default_weight: {value: null, note: {zh: 未公布, en: not published}}}
groups:
  - id: "1"
    label: {zh: 创新, en: Innovation}
    weight: 60
    indicators:
      - {id: "1.1", label: {zh: 发明专利密度, en: Patents per 10k staff}, weight: 0.8, unit: item,
         formula: "patents / employees * 10000"}
      - {id: "1.2", label: {zh: 研发强度, en: R&D intensity}, weight: 1.2, unit: percent,
         formula: "rd / revenue * 100"}
      - {id: "1.3", label: {zh: 创业氛围, en: Climate}}
  - id: "2"
    label: {zh: 成长与能耗, en: Growth and energy}
    weight: 40
    indicators:
      - {id: "2.1", label: {zh: 净增营业收入, en: Net growth}, formula: "revenue - prior(revenue)"}
      - {id: "2.2", label: {zh: 单位能耗, en: Energy}, direction: down, formula: "energy / revenue"}
"#;

fn statement(record: i64) -> StatementId {
    StatementId {
        record: RecordId(record),
        column: 0,
    }
}

/// Three zones; the third does not tell its staff.
fn zones() -> julin_measure::Matrix {
    use ColumnKind::{Field, Prior};
    let mut zones = matrix(&[
        (Field, "patents", &[6.0, 20.0, 5.0]),
        (Field, "employees", &[80.0, 100.0, f64::NAN]),
        (Field, "rd", &[300.0, 100.0, 200.0]),
        (Prior, "revenue", &[4000.0, 5000.0, 4500.0]),
        (Field, "energy", &[500.0, 1000.0, 0.0]),
    ]);
    let revenue = Column::new(vec![5000.0, 5000.0, 5000.0])
        .labelled(Text::new("营业收入", "Revenue"), Some("cny_10k".into()))
        .resting_on(vec![
            vec![statement(1)],
            vec![statement(2), statement(3)],
            vec![],
        ]);
    zones.insert(Field, "revenue", revenue).unwrap();
    zones
}

fn close(found: Option<f64>, expected: f64) {
    assert!(
        (found.unwrap() - expected).abs() < 1e-9,
        "{found:?} {expected}"
    );
}

#[test]
fn values_scores_and_ranks() {
    let (framework, zones) = (framework(ZONES), zones());
    let outcome = score(&framework, &zones);
    let at = |code: &str| framework.find(code).unwrap();
    // 6/80·10000 = 750, 20/100·10000 = 2000; 6 %, 2 %, 4 %; +1000, 0, +500; 0.1, 0.2, 0.
    assert_eq!(outcome.value(0, at("1.1")), Some(750.0));
    assert_eq!(outcome.value(2, at("1.1")), None);
    close(outcome.value(0, at("1.2")), 6.0);
    assert_eq!(outcome.value(2, at("2.1")), Some(500.0));
    // Group 1: 1.1 gives 0 and 100; 1.2 gives 100, 0, 50; weights 0.8 and 1.2.
    close(outcome.score(0, at("1")), 60.0);
    close(outcome.score(1, at("1")), 40.0);
    // The third zone has 1.2 of 3.0 (0.8 + 1.2 + 1, the mean standing in): 40 % < 50 %.
    assert_eq!(outcome.score(2, at("1")), None);
    close(Some(outcome.coverage(2, at("1"))), 0.4);
    // Group 2, equal weights: (100 + 50) / 2, (0 + 0) / 2, (50 + 100) / 2.
    close(outcome.score(0, at("2")), 75.0);
    close(outcome.score(1, at("2")), 0.0);
    close(outcome.score(2, at("2")), 75.0);
    // The index: 60 and 40. The third zone rests on 40 % only and is not ranked.
    close(outcome.score(0, 0), 66.0);
    close(outcome.score(1, 0), 24.0);
    let third = outcome.unit(2).unwrap();
    assert_eq!((third.rank, third.score), (None, None));
    close(Some(third.coverage), 0.6 * 0.4 + 0.4);
    close(Some(third.used), 0.0);
    let order: Vec<_> = outcome
        .ranking()
        .into_iter()
        .map(|unit| (unit.id, unit.rank))
        .collect();
    assert_eq!(
        order,
        [
            ("u0".into(), Some(1)),
            ("u1".into(), Some(2)),
            ("u2".into(), None)
        ]
    );
    // Two units share the best score of group 2.
    assert_eq!(
        [0, 1, 2].map(|unit| outcome.rank(unit, at("2"))),
        [Some(1), Some(3), Some(1)]
    );
}

#[test]
fn what_is_missing_is_named_with_its_fields() {
    let (framework, zones) = (framework(ZONES), zones());
    let outcome = score(&framework, &zones);
    let missing: Vec<_> = outcome
        .missing(2)
        .into_iter()
        .map(|gap| (gap.node, gap.reason, gap.fields))
        .collect();
    let expected = [
        ("1".to_owned(), MissingReason::BelowCoverage, vec![]),
        (
            "1.1".to_owned(),
            MissingReason::NoData,
            vec!["employees".to_owned()],
        ),
        ("1.3".to_owned(), MissingReason::NoFormula, vec![]),
    ];
    assert_eq!(missing, expected);
    assert_eq!(outcome.missing(0).len(), 1);
}

fn find<'a>(trace: &'a Trace, step: &str) -> Option<&'a Trace> {
    if trace.step == step {
        Some(trace)
    } else {
        trace.inputs.iter().find_map(|input| find(input, step))
    }
}

#[test]
fn the_trace_reaches_the_statements() {
    let (framework, zones) = (framework(ZONES), zones());
    let outcome = score(&framework, &zones);
    let trace = outcome.trace(0, Framework::ROOT);
    assert_eq!(trace.step, "measure.step.arithmetic");
    close(trace.inputs[0].value, 36.0);
    assert_eq!(trace.inputs[0].args["share"], "60");
    let ratio = outcome.trace(0, framework.find("1.2").unwrap());
    assert_eq!(ratio.step, "measure.step.min-max");
    assert_eq!(
        (ratio.args["low"].as_str(), ratio.args["high"].as_str()),
        ("2", "6")
    );
    let formula = &ratio.inputs[0];
    assert_eq!(formula.args["formula"], "rd / revenue * 100");
    let leaf = &formula.inputs[1];
    assert_eq!(
        (leaf.label.en.as_str(), leaf.unit.as_deref()),
        ("Revenue", Some("cny_10k"))
    );
    assert_eq!(leaf.statement, Some(statement(1)));
    assert!(trace.statements().contains(&statement(1)));
    // A value from several statements has them below it.
    let several = outcome.trace(1, framework.find("2.2").unwrap());
    assert_eq!(several.statements(), [statement(2), statement(3)]);
    assert_eq!(several.step, "measure.step.min-max-down");
    // An unpublished weight says so; a gap stands where its score would.
    let growth = find(&trace, "measure.step.weight-not-published").unwrap();
    assert_eq!(growth.id.as_deref(), Some("2.1"));
    assert_eq!(
        find(&trace, "measure.missing.no-formula")
            .unwrap()
            .id
            .as_deref(),
        Some("1.3")
    );
    let unranked = outcome.trace(2, Framework::ROOT);
    assert_eq!(unranked.step, "measure.missing.below-coverage");
    let gap = find(&unranked, "measure.step.field-missing").unwrap();
    assert_eq!(gap.id.as_deref(), Some("employees"));
}

#[test]
fn a_group_may_count_downwards() {
    let framework = framework(
        r#"
title: {zh: 甲, en: A}
units_of: park
groups:
  - {id: good, label: {zh: 好, en: Good}, indicators: [{id: g, label: {zh: 乙, en: B}, formula: g}]}
  - {id: risk, label: {zh: 风险, en: Risk}, direction: down, indicators: [{id: r, label: {zh: 丙, en: C}, formula: r}]}
"#,
    );
    let figures = matrix(&[
        (ColumnKind::Field, "g", &[0.0, 1.0, 0.5]),
        (ColumnKind::Field, "r", &[10.0, 0.0, 2.5]),
    ]);
    let outcome = score(&framework, &figures);
    // Risk itself is 100, 0, 25; the index counts 0, 100, 75.
    let risk = framework.find("risk").unwrap();
    assert_eq!(
        [0, 1, 2].map(|unit| outcome.score(unit, risk)),
        [Some(100.0), Some(0.0), Some(25.0)]
    );
    assert_eq!(
        [0, 1, 2].map(|unit| outcome.score(unit, 0)),
        [Some(0.0), Some(100.0), Some(62.5)]
    );
    let trace = outcome.trace(2, 0);
    close(find(&trace, "measure.step.mirror").unwrap().value, 75.0);
}

#[test]
fn a_ready_column_goes_before_the_formula() {
    let framework = framework(
        "{title: {zh: 甲, en: A}, units_of: park, groups: [{id: g, label: {zh: 乙, en: B},
          indicators: [{id: x, label: {zh: 丙, en: C}, formula: a / b}]}]}",
    );
    let figures = matrix(&[(ColumnKind::Indicator, "x", &[1.0, 3.0, 2.0])]);
    let outcome = score(&framework, &figures);
    assert_eq!(
        [0, 1, 2].map(|unit| outcome.rank(unit, 0)),
        [Some(3), Some(1), Some(2)]
    );
    assert_eq!(codes(&outcome.diagnostics), [] as [&str; 0]);
}
