//! Bad rules: each is told with its code and place, and none gives a rule.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{clause, compile, day, facts, leaf, spec};
use julin_criteria::check_series;
use julin_criteria::spec::ConditionSpec;
use julin_model::Severity;
use proptest::prelude::*;

/// Codes and places of the findings.
fn found(body: &str) -> Vec<(String, String)> {
    let compiled = compile(body);
    let errors = compiled
        .diagnostics
        .iter()
        .any(|one| one.severity == Severity::Error);
    assert_eq!(compiled.rule.is_none(), errors, "{body}");
    let pair = |one: &julin_model::Diagnostic| (one.code.clone(), one.args["path"].clone());
    compiled.diagnostics.iter().map(pair).collect()
}

fn only(body: &str, code: &str, path: &str) {
    assert_eq!(found(body), [(code.to_owned(), path.to_owned())], "{body}");
}

fn test(text: &str, code: &str) {
    only(&clause(text), code, "conditions.if");
}

const BASIS: &str = "basis: {reference: doc, confidence: high}";

#[test]
fn names_units_and_kinds_must_fit() {
    test("nonsense > 1", "criteria.unknown-name");
    test("revenu > cny_10k(1)", "criteria.unknown-name-meant");
    test("revenue > 1500", "criteria.bare-number");
    test("share >= 5", "criteria.bare-number");
    test("share >= 1", "criteria.bare-number");
    test("revenue + 5 > cny(3)", "criteria.bare-number");
    test("revenue in [5, 6]", "criteria.bare-number");
    test("revenue > staff", "criteria.units-differ");
    test("revenue > person(5)", "criteria.units-differ");
    test("years_since(registered) > days(5)", "criteria.units-differ");
    test("revenue > usd(5)", "formula.function");
    test("industry > 5", "criteria.kind");
    test("industry == clean", "criteria.kind");
    test("titles == 'hnte'", "criteria.kind");
    test("'a' in industry", "criteria.kind");
    test("titles", "criteria.set-alone");
    test("registered > 5", "criteria.kind");
    test("years_since(revenue) > 3", "criteria.kind");
    test("clean > 1", "criteria.kind");
    test("clean && staff", "criteria.kind");
    test("staff + 1", "criteria.not-a-condition");
    test("ln(revenue) > 3", "criteria.ln-unit");
    test("date('2026-02-30') < registered", "formula.date");
    test("staff >", "formula.end");
}

#[test]
fn what_fits_is_accepted() {
    for text in [
        "revenue >= cny(15000000)",
        "revenue >= paid",
        "staff > 5 && patents >= 3",
        "paid > 10000",
        "profit > 0",
        "share >= percent(5) && rd / revenue >= 0.05",
        "rd / revenue >= share",
        "revenue / staff >= cny_10k(50) / person(1)",
        "1 - share > percent(40)",
        "years_since(registered) >= 3 && years_since(registered) <= age",
        "days_since(registered) >= days(365)",
        "max(rd, revenue * 0.05) > cny_10k(3)",
        "null == revenue",
        "as_of >= date('2026-04-01')",
        "size(titles) >= 2",
    ] {
        assert_eq!(found(&clause(text)), [], "{text}");
    }
}

#[test]
fn hostile_expressions_are_refused_at_once() {
    test(&"(".repeat(4000), "formula.too-deep");
    test(&"a".repeat(1 << 20), "formula.too-long");
    test(&"!".repeat(1 << 20), "formula.too-long");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    /// Words and signs in any order: refused, or compiled and then asked, explained,
    /// planned for and estimated, whatever the facts, without a crash.
    #[test]
    fn no_soup_of_words_brings_the_engine_down(
        words in prop::collection::vec(prop::sample::select(vec![
            "revenue", "rd", "staff", "share", "industry", "titles", "clean", "registered", "as_of",
            "prior(revenue)", "prior(staff, 2)", "cny_10k(5)", "percent(5)", "3", "0", "1e300", "'hnte'",
            "['C39']", "[1, 2]", "date('2020-02-29')", "years_since(registered)", "days_since(registered)",
            "size(titles)", "null", "true", "in", "+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!=", "&&",
            "||", "!", "?", ":", "(", ")", "min(", "ln(", ",", "industry.startsWith('C')", "score", "least", "d",
        ]), 1..14),
        known in prop::sample::select(vec![
            "", "revenue=0 staff=0 rd=0", "revenue=1e300 prior(revenue)=1e-300 rd=-1e300",
            "titles=[] industry=C39 clean=yes registered=0001-01-01",
            "titles=[hnte,hnte] clean=no registered=9999-12-31 staff=1e15 prior(staff,2)=3",
        ]),
    ) {
        let text = words.join(" ");
        let body = format!(
            "thresholds: {{least: {{value: 5, unit: person, {BASIS}}}}}
derived: [{{id: d, label: {{zh: 值, en: Value}}, formula: rd / revenue}}]
benefit: {{text: {{zh: 奖, en: Award}}, kind: grant, {BASIS}, unit: cny_10k, formula: rd * 0.1}}
{}", clause(&text));
        if let Some(rule) = compile(&body).rule {
            let facts = facts(known);
            for on in ["2026-06-30", "0001-01-01", "9999-12-31"] {
                let verdict = rule.decide(&facts, day(on));
                prop_assert_eq!(verdict.answer, rule.answer(&facts, day(on)));
            }
            rule.gap(&facts, day("2026-06-30"));
            rule.margin(&facts, day("2026-06-30"));
            rule.amount(&facts, day("2026-06-30"));
        }
    }

    #[test]
    fn no_text_brings_the_compiler_down(text in "[a-z_]{0,8}[-+*/<>=!&|?:.,()'0-9 a-z]{0,40}|[^\"\\\\]{0,30}") {
        let spec = {
            let mut spec = spec(&clause("clean"));
            spec.conditions.test = Some(text);
            spec
        };
        julin_criteria::Rule::compile("test/rule", &spec, &common::Small);
    }
}

#[test]
fn ten_thousand_levels_of_conditions_are_refused() {
    let mut node = ConditionSpec {
        test: Some("clean".into()),
        ..ConditionSpec::default()
    };
    for _ in 0..10_000 {
        node = ConditionSpec {
            one: Some(vec![node]),
            ..ConditionSpec::default()
        };
    }
    let mut rule = spec(&clause("clean"));
    rule.conditions = node;
    let compiled = julin_criteria::Rule::compile("test/rule", &rule, &common::Small);
    assert!(compiled.rule.is_none());
    assert_eq!(compiled.diagnostics[0].code, "criteria.too-deep");
    // Dropping a list of 10,000 in itself would recurse; it is taken apart instead.
    let mut node = std::mem::take(&mut rule.conditions);
    while let Some(inner) = node.one.take().and_then(|mut list| list.pop()) {
        node = inner;
    }
}

#[test]
fn choosing_one_within_one_cannot_run_away() {
    let mut node = leaf("c", "clean");
    for level in 0..20 {
        node = format!("{{id: n{level}, one: [{node}]}}");
    }
    only(
        &format!("conditions: {node}"),
        "criteria.too-large",
        "conditions",
    );
}

#[test]
fn every_clause_says_what_it_asks_and_where_it_stands() {
    only(
        "conditions: {if: clean, text: {zh: 问, en: Asks}, basis: {reference: doc, confidence: high}}",
        "criteria.id-missing",
        "conditions",
    );
    only(
        "conditions: {id: c, if: clean, basis: {reference: doc, confidence: high}}",
        "criteria.text-missing",
        "conditions.text",
    );
    only(
        "conditions: {id: c, if: clean, text: {zh: 问}, basis: {reference: doc, confidence: high}}",
        "criteria.language-missing",
        "conditions.text",
    );
    only(
        "conditions: {id: c, if: clean, text: {zh: 问, en: Asks}}",
        "criteria.basis-missing",
        "conditions",
    );
    // A group may say it for all its clauses.
    let inherited =
        format!("conditions: {{{BASIS}, all: [{{id: c, if: clean, text: {{zh: 问, en: Asks}}}}]}}");
    assert_eq!(found(&inherited), []);
    only(
        &format!(
            "conditions: {{all: [{}, {}]}}",
            leaf("c", "clean"),
            leaf("c", "owned")
        ),
        "criteria.id-twice",
        "conditions.all.1",
    );
    only("conditions: {}", "criteria.one-of", "conditions");
    only(
        "conditions: {all: []}",
        "criteria.empty-group",
        "conditions.all",
    );
    only(
        &format!(
            "conditions: {{at_least: {{count: 3, of: [{}]}}}}",
            leaf("c", "clean")
        ),
        "criteria.count",
        "conditions.at_least",
    );
}

fn threshold(name: &str, more: &str) -> String {
    format!(
        "thresholds: {{{name}: {{value: 5, unit: person, {BASIS}{more}}}}}\n{}",
        clause("staff > least")
    )
}

#[test]
fn thresholds_are_declared_used_and_unambiguous() {
    assert_eq!(found(&threshold("least", "")), []);
    let codes = found(&threshold("other", ""));
    assert_eq!(codes[0].0, "criteria.unknown-name");
    assert_eq!(
        codes[1],
        (
            "criteria.threshold-unused".into(),
            "thresholds.other".into()
        )
    );
    let taken = format!(
        "thresholds: {{staff: {{value: 5, unit: person, {BASIS}}}}}\n{}",
        clause("patents > 3 && staff > 0")
    );
    only(&taken, "criteria.ambiguous-name", "thresholds.staff");
    let backwards = format!(
        ", dated: [{{from: 2027-01-01, value: 1, {BASIS}}}, {{from: 2026-01-01, value: 2, {BASIS}}}]"
    );
    only(
        &threshold("least", &backwards),
        "criteria.dated-order",
        "thresholds.least.dated",
    );
    let unit = threshold("least", "").replace("unit: person", "unit: pounds");
    assert_eq!(
        found(&unit)[0],
        (
            "criteria.unknown-unit".into(),
            "thresholds.least.unit".into()
        )
    );
    only(
        &format!(
            "effective: {{from: 2026-05-01, to: 2026-04-30}}\n{}",
            clause("clean")
        ),
        "criteria.window",
        "effective",
    );
}

fn derived(list: &[(&str, &str)]) -> String {
    let items = list.iter().map(|(id, formula)| {
        format!("  - {{id: {id}, label: {{zh: 值, en: Value}}, formula: \"{formula}\"}}\n")
    });
    format!("derived:\n{}{}", items.collect::<String>(), clause("clean"))
}

#[test]
fn derived_values_stand_in_order_and_not_in_circles() {
    assert_eq!(
        found(&derived(&[("a", "rd / revenue"), ("b", "a * 2")])),
        []
    );
    only(
        &derived(&[("a", "a + 1")]),
        "criteria.circular",
        "derived.0.formula",
    );
    only(
        &derived(&[("a", "b + 1"), ("b", "a + 1")]),
        "criteria.circular",
        "derived.0.formula",
    );
    only(
        &derived(&[("a", "b + 1"), ("b", "patents + 1")]),
        "criteria.derived-later",
        "derived.0.formula",
    );
    only(
        &derived(&[("revenue", "rd")]),
        "criteria.ambiguous-name",
        "derived.0.id",
    );
    only(
        &derived(&[("a", "rd"), ("a", "rd")]),
        "criteria.ambiguous-name",
        "derived.1",
    );
    only(
        &derived(&[("a", "rd"), ("b", "prior(a)")]),
        "criteria.prior-of",
        "derived.1.formula",
    );
    let misfit = derived(&[("a", "rd")]).replace("formula", "unit: person, formula");
    only(&misfit, "criteria.unit-misfit", "derived.0.unit");
}

fn bands(steps: &str) -> String {
    format!(
        "scoring:
  max: 20
  {BASIS}
  parts:
    - {{id: p, label: {{zh: 分, en: Part}}, max: 20, items: [{{id: i, label: {{zh: 项, en: Item}}, max: 20, value: share, bands: {{unit: percent, boundary: upper, steps: [{steps}]}}}}]}}
{}",
        clause("score >= 10")
    )
}

#[test]
fn bands_fall_without_gap_or_overlap() {
    let path = "scoring.parts.0.items.0.bands.steps.0";
    assert_eq!(
        found(&bands(
            "{over: 30, points: 20}, {over: 10, points: 4}, {over: null, points: 1}"
        )),
        []
    );
    only(
        &bands("{over: 10, points: 20}, {over: 10, points: 4}"),
        "criteria.bands-twice",
        path,
    );
    only(
        &bands("{over: 10, points: 20}, {over: 30, points: 4}"),
        "criteria.bands-order",
        path,
    );
    only(
        &bands("{over: null, points: 20}, {over: 30, points: 4}"),
        "criteria.bands-overlap",
        path,
    );
    only(
        &bands("{over: 10, points: [20, 10]}"),
        "criteria.points-range",
        "scoring.parts.0.items.0.bands.steps.0.points",
    );
    only(
        &bands("{over: 10, points: 21}"),
        "criteria.points-range",
        "scoring.parts.0.items.0.bands.steps.0.points",
    );
}

#[test]
fn scores_are_only_compared_and_added() {
    let with = |test: &str| bands("{over: 30, points: 20}").replace("score >= 10", test);
    for fine in [
        "score.p.i + 3 >= 10",
        "max(score.p, 5) > 6",
        "score * 0.5 > 3",
        "score.p > 0 && !(score < 3)",
    ] {
        assert_eq!(found(&with(fine)), [], "{fine}");
    }
    for wrong in [
        "10 - score > 3",
        "-score < 3",
        "score >= (clean ? 5 : 3)",
        "score in [3]",
        "score > staff / person(1) * score",
    ] {
        let codes = found(&with(wrong));
        assert!(
            codes
                .iter()
                .all(|(code, _)| code == "criteria.score-use" || code == "criteria.units-differ"),
            "{wrong}: {codes:?}"
        );
        assert!(!codes.is_empty(), "{wrong}");
    }
    assert_eq!(found(&with("score.q > 3"))[0].0, "criteria.unknown-name");
    let circular = bands("{over: 30, points: 20}").replace("value: share", "value: score / 2");
    assert!(
        found(&circular)
            .iter()
            .any(|(code, _)| code == "criteria.circular")
    );
}

#[test]
fn a_benefit_has_a_unit_and_bounds_that_exist() {
    let benefit = |more: &str| {
        format!(
            "benefit: {{text: {{zh: 奖, en: Award}}, kind: grant, {BASIS}, {more}}}\n{}",
            clause("clean")
        )
    };
    assert_eq!(
        found(&benefit("formula: revenue * 0.01, unit: cny_10k")),
        []
    );
    only(
        &benefit("formula: revenue * 0.01"),
        "criteria.benefit-unit",
        "benefit",
    );
    only(
        &benefit("formula: staff * 2, unit: cny_10k"),
        "criteria.unit-misfit",
        "benefit.formula",
    );
    only(
        &benefit("formula: paid, unit: cny_10k, cap: most"),
        "criteria.threshold-unknown",
        "benefit.cap",
    );
}

#[test]
fn two_vintages_are_not_in_force_on_one_day() {
    let rule = |window: &str, more: &str| spec(&format!("{window}\n{more}\n{}", clause("clean")));
    let codes = |a, b| -> Vec<String> {
        let found = check_series(&[("p/a", &a), ("p/b", &b)]);
        found.into_iter().map(|one| one.code).collect()
    };
    let old = || rule("effective: {from: 2022-06-01, to: 2026-03-31}", "");
    assert_eq!(
        codes(old(), rule("effective: {from: 2026-04-01}", "")),
        [""; 0]
    );
    assert_eq!(
        codes(old(), rule("effective: {from: 2026-03-31}", "")),
        ["criteria.vintages"]
    );
    assert_eq!(codes(old(), rule("", "")), ["criteria.vintages"]);
    assert_eq!(codes(old(), rule("", "purpose: recheck")), [""; 0]);
    let excludes = format!("excludes: [{{series: nobody, {BASIS}}}]");
    assert_eq!(
        codes(rule("purpose: recheck", ""), rule("", &excludes)),
        ["criteria.excludes-unknown"]
    );
}
