//! The simulator through its front door, on the built-in packs and on a small rule.

use crate::office::{Office, packs_with};
use julin_app::contract::{AnswerView, KnownValue, QuestionInput, Simulator};
use julin_app::criteria::{SimulatorInput, simulator};
use std::collections::BTreeSet;

fn said(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = pairs
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
    own.collect()
}

fn ask(office: &Office, answers: &[(&str, &str)]) -> Simulator {
    let input = SimulatorInput {
        kind: Some("enterprise".to_owned()),
        answers: said(answers),
        ..SimulatorInput::default()
    };
    simulator(&office.app, &office.call, &input).unwrap()
}

const RULE: &str = "
title: {zh: 二级, en: Second}
kind: title
series: tiny-second
issuer: {zh: 办公室, en: Office}
references: [rule-one]
applies_to: enterprise
confidence: high
conditions:
  all:
  - {id: sales, text: {zh: 销售, en: Sales}, if: \"tiny_sales >= cny_10k(500)\", basis: {reference: rule-one, confidence: high}}
  - {id: first, text: {zh: 持有, en: Holds}, if: \"'hnte' in tiny_titles\", basis: {reference: rule-one, confidence: high}}
benefit: {text: {zh: 百分之一, en: One per cent}, kind: grant, formula: tiny_sales * percent(1), unit: cny, per: year, basis: {reference: rule-one, confidence: high}}
";

fn tiny() -> Office {
    Office::with_packs(packs_with([
        (
            "pack.yaml",
            "id: tiny\ntitle: {zh: 小, en: Tiny}\nversion: '1'\nrequires: [core, cn-national]\nchecked_on: 2026-11-22\nreferences:\n  rule-one: {title: {zh: 办法, en: Measures}}\n",
        ),
        (
            "fields/f.yaml",
            "fields:\n- {id: tiny_sales, label: {zh: 销售额, en: Sales}, type: number, unit: cny_10k, of: [enterprise], non_negative: true}\n- {id: tiny_titles, label: {zh: 称号, en: Titles held}, type: word, many: true, of: [enterprise]}\n",
        ),
        ("criteria/second.yaml", RULE),
    ]))
}

#[test]
fn answers_decide_a_rule_and_an_amount_follows() {
    let office = tiny();
    let own = |view: &Simulator| {
        let mut all = view.policies.iter();
        all.find(|own| own.rule.id == "tiny/second")
            .unwrap()
            .clone()
    };
    let yes = ask(&office, &[("tiny_sales", "500"), ("tiny_titles", "hnte")]);
    assert_eq!(own(&yes).answer, AnswerView::Yes);
    // 5 million yuan, one per cent.
    assert_eq!(own(&yes).amount.unwrap().value, Some(50_000.0));
    assert_eq!(yes.answers[0].value, Some(KnownValue::Number(500.0)));
    assert_eq!(yes.answers[1].words[0].zh, "高新技术企业");
    // A set said to be empty is known; an empty field says nothing.
    let none = ask(&office, &[("tiny_titles", "[]"), ("tiny_sales", "")]);
    assert_eq!(own(&none).answer, AnswerView::No);
    assert_eq!((none.answers.len(), own(&none).failing.len()), (1, 1));
    // Not known stays open and is asked no more.
    let open = ask(&office, &[("tiny_titles", "?"), ("tiny_sales", "500")]);
    assert_eq!(own(&open).answer, AnswerView::Unknown);
    assert!(open.questions.iter().all(|q| q.key != "tiny_titles"));
}

#[test]
fn what_cannot_be_read_is_told_and_asked_again_first() {
    let office = tiny();
    for bad in ["five", "-1", "1e999", "NaN", "inf"] {
        let view = ask(&office, &[("tiny_sales", bad)]);
        assert_eq!(view.findings[0].code, "app.simulator-not-number", "{bad}");
        assert_eq!(view.questions[0].key, "tiny_sales");
        assert!(view.answers.is_empty());
    }
    let long = "x".repeat(100_000);
    let view = ask(&office, &[("tiny_titles", &long), ("nothing", "1")]);
    assert_eq!(view.findings.len(), 1);
    assert!(view.findings[0].args["value"].len() < 1000);
}

/// Every question of the shipped rules, answered with no or not known: it ends, and
/// nothing is asked twice.
#[test]
fn the_shipped_rules_come_to_an_end() {
    let office = Office::new();
    let start = ask(&office, &[]);
    assert_eq!(start.kinds[0].0.as_str(), "enterprise", "most rules first");
    assert!(start.questions.len() <= 3 && start.left > 100);
    let (mut answers, mut asked) = (Vec::new(), BTreeSet::new());
    let mut view = start.clone();
    while let Some(next) = view.questions.first() {
        assert!(asked.insert(next.key.clone()), "asked twice: {}", next.key);
        let value = match next.input {
            QuestionInput::Flag => "no",
            QuestionInput::Set => "[]",
            QuestionInput::Number => "0",
            QuestionInput::Day | QuestionInput::Word | QuestionInput::Code => "?",
        };
        answers.push((next.key.clone(), value.to_owned()));
        let input = SimulatorInput {
            kind: Some("enterprise".to_owned()),
            answers: answers.clone(),
            ..SimulatorInput::default()
        };
        view = simulator(&office.app, &office.call, &input).unwrap();
        assert!(view.findings.is_empty(), "{:?}", view.findings);
    }
    // Far fewer than there are facts: most cannot matter any more.
    assert!(
        (asked.len() as u64) < start.left,
        "{} of {}",
        asked.len(),
        start.left
    );
}
