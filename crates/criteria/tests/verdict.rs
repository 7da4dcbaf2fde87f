//! Verdicts with their reasons, what to ask, and amounts, on cases worked out by hand.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{clause, day, facts, leaf, rule};
use julin_criteria::amount::Bounded;
use julin_criteria::{Rule, Verdict};

const BASIS: &str = "basis: {reference: doc, article: 第三条, confidence: high}";

fn decide(rule: &Rule, known: &str) -> Verdict {
    rule.decide(&facts(known), day("2026-06-30"))
}

fn ids<'v>(list: impl Iterator<Item = &'v julin_criteria::ClauseVerdict>) -> Vec<&'v str> {
    list.map(|clause| clause.id.as_str()).collect()
}

#[test]
fn a_clause_shows_value_bar_basis_and_the_way_there() {
    let rule = rule(&format!(
        "thresholds: {{least: {{value: 5, unit: percent, label: {{zh: 下限, en: Least}}, {BASIS}}}}}
derived: [{{id: ratio, label: {{zh: 研发占比, en: R&D share}}, unit: percent, formula: rd / revenue}}]
{}",
        clause("ratio >= least")
    ));
    let verdict = decide(&rule, "rd=40 revenue=1000");
    assert_eq!(verdict.answer, Some(false));
    let clause = &verdict.clauses[0];
    assert_eq!(clause.bars[0].value, Some(5.0));
    assert_eq!(
        (
            clause.bars[0].unit.as_str(),
            clause.bars[0].basis.article.as_deref()
        ),
        ("percent", Some("第三条"))
    );
    let read: Vec<_> = clause
        .readings
        .iter()
        .map(|one| (one.need.to_string(), one.unit.clone().unwrap()))
        .collect();
    assert_eq!(
        read,
        [
            ("rd".into(), "cny_10k".into()),
            ("revenue".into(), "cny_10k".into())
        ]
    );
    let trace = &clause.trace;
    assert_eq!(
        (trace.step.as_str(), trace.value),
        ("formula.step.compare", Some(0.0))
    );
    assert_eq!(
        (trace.inputs[0].label.zh.as_str(), trace.inputs[0].value),
        ("研发占比", Some(4.0))
    );
    assert_eq!(
        (trace.inputs[1].step.as_str(), trace.inputs[1].value),
        ("criteria.step.threshold", Some(5.0))
    );
    let fields: Vec<_> = trace.inputs[0]
        .inputs
        .iter()
        .map(|one| (one.value, one.unit.clone()))
        .collect();
    assert_eq!(
        fields,
        [
            (Some(40.0), Some("cny_10k".into())),
            (Some(1000.0), Some("cny_10k".into()))
        ]
    );
}

#[test]
fn only_the_clauses_that_matter_are_named() {
    let rule = rule(&format!(
        "conditions: {{all: [{}, {{any: [{}, {}]}}, {{none: [{}]}}]}}",
        leaf("people", "staff >= 10"),
        leaf("title", "'hnte' in titles"),
        leaf("money", "revenue >= cny_10k(100)"),
        leaf("veto", "listed")
    ));
    let no = decide(&rule, "staff=5 titles=[hnte] listed=yes");
    assert_eq!(
        ids(no.failing()),
        ["people", "veto"],
        "a veto fails by holding"
    );
    assert_eq!(ids(no.unknown()), [""; 0]);
    let open = decide(&rule, "staff=10 titles=[]");
    assert_eq!(open.answer, None);
    assert_eq!(ids(open.failing()), [""; 0]);
    assert_eq!(ids(open.unknown()), ["money", "veto"]);
    let yes = decide(&rule, "staff=10 titles=[hnte] listed=no");
    assert_eq!(yes.answer, Some(true));
    assert!(yes.asks.is_empty());
}

#[test]
fn what_decides_most_is_asked_first() {
    let rule = rule(&format!(
        "conditions: {{all: [{}, {}, {}, {{id: look, judgement: owned, text: {{zh: 看, en: Look}}, {BASIS}}}]}}",
        leaf("a", "rd / revenue >= percent(5)"),
        leaf("b", "revenue <= cny_10k(500)"),
        leaf("c", "staff >= 10 || patents >= 3")
    ));
    let asks = decide(&rule, "rd=20").asks;
    let order: Vec<_> = asks
        .iter()
        .map(|ask| (ask.need.to_string(), ask.decides, ask.settles))
        .collect();
    assert_eq!(
        order,
        [
            ("revenue".into(), 2, true),
            ("owned".into(), 1, true),
            ("staff".into(), 0, false),
            ("patents".into(), 0, false),
        ]
    );
    assert!(asks[1].judgement);
    assert_eq!(asks[0].clauses, ["a", "b"]);
    assert_eq!(decide(&rule, "rd=20").asks, asks, "the order never changes");
}

#[test]
fn a_day_outside_the_window_is_answered_and_marked() {
    let rule = rule(&format!(
        "effective: {{from: 2026-07-01}}\n{}",
        clause("clean")
    ));
    let verdict = decide(&rule, "clean=yes");
    assert_eq!((verdict.answer, verdict.in_force), (Some(true), false));
}

#[test]
fn whom_the_park_addresses_is_another_question() {
    let rule = rule(&format!(
        "{}\ntargeting: {}",
        clause("clean"),
        leaf("t", "'hnte' in titles")
    ));
    let verdict = decide(&rule, "clean=yes titles=[]");
    assert_eq!(
        (verdict.answer, verdict.targeted),
        (Some(true), Some(false))
    );
    assert_eq!(verdict.clauses.len(), 1);
}

fn award(formula: &str, more: &str) -> Rule {
    rule(&format!(
        "thresholds:
  rate: {{value: 12, unit: percent, {BASIS}, dated: [{{from: 2026-04-01, value: 12.5, {BASIS}}}]}}
  most: {{value: 300, unit: cny_10k, {BASIS}}}
  least: {{value: 1, unit: cny_10k, {BASIS}}}
  open: {{value: null, unit: cny_10k, {BASIS}}}
benefit: {{text: {{zh: 奖励, en: Award}}, kind: grant, {BASIS}, unit: cny_10k, formula: \"{formula}\"{more}}}
{}",
        clause("clean && rate > 0 && most > 0 && least > 0 && open > 0")
    ))
}

#[test]
fn amounts_follow_rate_cap_and_floor() {
    let of = |rule: &Rule, known: &str, on: &str| {
        let amount = rule.amount(&facts(known), day(on)).unwrap();
        (amount.value, amount.low, amount.high, amount.bounded)
    };
    let plain = award("rd * rate", "");
    // 123.4567 万元 · 12.5 % = 154,320.875 yuan, to the fen 154,320.88.
    assert_eq!(of(&plain, "rd=123.4567", "2026-06-30").0, Some(15.432_088));
    assert_eq!(of(&plain, "rd=100", "2026-03-31").0, Some(12.0));
    assert_eq!(of(&plain, "", "2026-06-30"), (None, None, None, None));
    let both = award("rd * rate", ", cap: most, floor: least");
    assert_eq!(
        of(&both, "rd=2400", "2026-06-30"),
        (Some(300.0), Some(300.0), Some(300.0), None)
    );
    assert_eq!(of(&both, "rd=2400.01", "2026-06-30").3, Some(Bounded::Cap));
    assert_eq!(
        of(&both, "rd=7.99", "2026-06-30"),
        (Some(1.0), Some(1.0), Some(1.0), Some(Bounded::Floor))
    );
    assert_eq!(
        of(&both, "", "2026-06-30"),
        (None, Some(1.0), Some(300.0), None)
    );
    // Beyond what numbers hold an amount is unknown, not infinite (found by the fuzzer).
    let vast = award("rd * 1e10", ", cap: open");
    assert_eq!(
        of(&vast, "rd=1e294", "2026-06-30"),
        (None, None, None, None)
    );
    // A cap nobody published may lower any amount.
    let open = award("rd * rate", ", cap: open");
    assert_eq!(
        of(&open, "rd=100", "2026-06-30"),
        (None, None, Some(12.5), None)
    );
    let trace = both
        .amount(&facts("rd=3000"), day("2026-06-30"))
        .unwrap()
        .trace;
    assert_eq!(
        (trace.step.as_str(), trace.inputs[0].value),
        ("criteria.step.cap", Some(375.0))
    );
}

#[test]
fn no_depth_of_derived_values_runs_away() {
    // Each value reads the one before twice: written out there would be 2^100 parts.
    let mut text =
        "derived:\n  - {id: d0, label: {zh: 值, en: Value}, formula: rd + rd}\n".to_owned();
    for n in 1..100 {
        text += &format!(
            "  - {{id: d{n}, label: {{zh: 值, en: Value}}, formula: \"(d{m} + d{m}) / 2\"}}\n",
            m = n - 1
        );
    }
    let numbers = rule(&format!("{text}{}", clause("d99 >= cny_10k(4)")));
    let verdict = decide(&numbers, "rd=2");
    assert_eq!(verdict.answer, Some(true));
    assert_eq!(
        numbers.gap(&facts("rd=1"), day("2026-06-30"))[0].changes[0]
            .need
            .field,
        "rd"
    );
    let mut text =
        "derived:\n  - {id: d0, label: {zh: 值, en: Value}, formula: clean}\n".to_owned();
    for n in 1..100 {
        text += &format!(
            "  - {{id: d{n}, label: {{zh: 值, en: Value}}, formula: \"d{m} && !(!d{m})\"}}\n",
            m = n - 1
        );
    }
    let flags = rule(&format!("{text}{}", clause("d99")));
    assert_eq!(decide(&flags, "clean=yes").answer, Some(true));
    assert_eq!(decide(&flags, "").answer, None);
}
