//! Rules through their front door: a small rule, firms imported as a table. Expectations
//! follow by hand from the rule and the table below.

use crate::office::{Office, import_firms, packs_with};
use julin_app::contract::{AnswerView, KnownValue, MatchRow, Reach, RuleState};
use julin_app::criteria;
use julin_app::{Kind, Packs};

pub const FIELDS: &str = "fields:
- {id: tiny_sales, label: {zh: 销售额, en: Sales}, type: number, unit: cny_10k, of: [enterprise]}
- {id: tiny_clean, label: {zh: 无违规, en: Clean}, type: flag, of: [enterprise]}
- {id: tiny_titles, label: {zh: 称号, en: Titles held}, type: word, many: true, titles: true, of: [enterprise]}
";
pub const CODES: &str = "codes:

- {id: tiny-one, label: {zh: 一级, en: First}}
";
pub const RULE: &str = "
title: {zh: 二级, en: Second}
kind: title
series: tiny-second
issuer: {zh: 办公室, en: Office}
references: [rule-one]
effective: {from: 2026-04-01}
applies_to: enterprise
grants: tiny-two
ladder: {id: tiny, rung: 2}
confidence: high
calendar:
- {action: {zh: 申报, en: Apply}, from: 2026-12-01, to: 2026-12-31, confidence: high}
thresholds:
  least: {value: 500, unit: cny_10k, label: {zh: 下限, en: Least}, basis: {reference: rule-one, confidence: high}}
conditions:
  all:
  - {id: sales, text: {zh: 销售额不低于500万元, en: Sales of 5 million}, if: tiny_sales >= least, basis: {reference: rule-one, article: 一, confidence: high}}
  - {id: clean, text: {zh: 无违规, en: Clean record}, if: tiny_clean, basis: {reference: rule-one, article: 二, confidence: high}}
  - {id: first, text: {zh: 持有一级, en: Holds the first}, if: \"'tiny-one' in tiny_titles\", basis: {reference: rule-one, article: 三, confidence: high}}
benefit: {text: {zh: 销售额的百分之一, en: One per cent of sales}, kind: grant, formula: tiny_sales * percent(1), unit: cny, per: year, basis: {reference: rule-one, confidence: high}}
";
pub const MANIFEST: &str = "id: tiny
title: {zh: 小, en: Tiny}
version: '1'
requires: [core]
checked_on: 2026-11-22
references:
  rule-one: {title: {zh: 办法, en: Measures}, number: 一号}
";
/// Eligible; short of sales by one yuan; clean record not known; no title, known.
pub const FIRMS: &str = "企业名称,销售额（万元）,无违规,称号
甲公司,500,是,一级
乙公司,499.9999,是,tiny-one
丙公司,800,,一级
丁公司,800,是,[]
";

pub fn packs() -> Packs {
    packs_with([
        ("pack.yaml", MANIFEST),
        ("fields/f.yaml", FIELDS),
        ("types/t.yaml", CODES),
        ("criteria/second.yaml", RULE),
    ])
}

pub fn office() -> Office {
    office_of(packs())
}

pub fn office_of(packs: Packs) -> Office {
    let office = Office::with_packs(packs);
    import_firms(&office.app, office.folder.path(), FIRMS);
    office
}

pub fn decide(office: &Office, entity: &str) -> julin_app::contract::VerdictView {
    let input = criteria::DecideInput {
        rule: "tiny/second".to_owned(),
        entity: entity.to_owned(),
        ..Default::default()
    };
    criteria::decide(&office.app, &office.call, &input).unwrap()
}

#[test]
fn a_verdict_tells_value_threshold_article_and_source() {
    let office = office();
    let view = decide(&office, "乙公司");
    assert_eq!(view.answer, AnswerView::No);
    let sales = &view.clauses[0];
    assert_eq!((sales.answer, sales.matters), (AnswerView::No, true));
    assert_eq!(sales.readings[0].value, Some(KnownValue::Number(499.9999)));
    assert_eq!(sales.thresholds[0].value, Some(500.0));
    assert_eq!(sales.basis.as_ref().unwrap().article.as_deref(), Some("一"));
    let told = sales.readings[0].statement.unwrap();
    assert!(view.statements.iter().any(|s| s.figure.statement == told));
    // One way to a yes: the sales of the threshold.
    assert_eq!(view.gaps[0].changes.len(), 1);
    assert_eq!(view.gaps[0].changes[0].to, KnownValue::Number(500.0));
}

#[test]
fn unknown_is_asked_for_and_an_empty_set_is_not_unknown() {
    let office = office();
    let open = decide(&office, "丙公司");
    assert_eq!(open.answer, AnswerView::Unknown);
    assert_eq!(open.asks.len(), 1);
    assert_eq!(
        (open.asks[0].field.as_str(), open.asks[0].settles),
        ("tiny_clean", true)
    );
    let none = decide(&office, "丁公司");
    assert_eq!(none.answer, AnswerView::No);
    let held = &none.clauses[2].readings[0].value;
    assert_eq!(held, &Some(KnownValue::Set(Vec::new())));
}

#[test]
fn a_yes_has_its_amount_to_the_fen() {
    let office = office();
    let view = decide(&office, "甲公司");
    assert_eq!(view.answer, AnswerView::Yes);
    // One per cent of 5,000,000 yuan.
    assert_eq!(view.amount.unwrap().value, Some(50_000.0));
    assert!(!view.margins.is_empty());
}

#[test]
fn an_audience_counts_everybody_once() {
    let office = office();
    let input = criteria::AudienceInput {
        rule: "tiny/second".to_owned(),
        limit: 10,
        ..Default::default()
    };
    let view = criteria::audience(&office.app, &office.call, &input).unwrap();
    // 甲 yes; 乙, 丙 and 丁 are each one clause away.
    assert_eq!(view.counts, [1, 3, 0, 0]);
    assert_eq!(view.rows[0].reach, Reach::Yes);
    let only = criteria::AudienceInput {
        reach: Some(Reach::Yes),
        ..input
    };
    let view = criteria::audience(&office.app, &office.call, &only).unwrap();
    assert_eq!((view.total, view.rows.len()), (1, 1));
}

/// The table was imported on 22 November 2026: before that day nobody was known, whatever
/// the table says about 2025.
#[test]
fn an_audience_of_the_past_has_only_those_known_then() {
    let office = office();
    let counts = |with_hindsight| {
        let input = criteria::AudienceOverTimeInput {
            rule: "tiny/second".to_owned(),
            as_of: None,
            with_hindsight,
        };
        let view = criteria::audience_over_time(&office.app, &office.call, &input).unwrap();
        let of = |day: &str| {
            let own = view.days.iter().find(|at| at.day.to_string() == day);
            own.unwrap().counts
        };
        ["2026-09-30", "2026-11-22"].map(of)
    };
    assert_eq!(counts(false), [[0; 4], [1, 3, 0, 0]]);
    assert_eq!(counts(true), [[1, 3, 0, 0]; 2]);
}

#[test]
fn an_entity_sees_its_rules_its_ladder_and_the_best() {
    let office = office();
    let of = |entity: &str| {
        let input = criteria::EligibilityInput {
            entity: entity.to_owned(),
            as_of: None,
        };
        criteria::eligibility(&office.app, &office.call, &input).unwrap()
    };
    let view = of("甲公司");
    let own = view.offers.iter().find(|o| o.rule.id == "tiny/second");
    assert_eq!(own.unwrap().reach, Reach::Yes);
    assert_eq!(view.best.unwrap().total, 50_000.0);
    let ladder = view.ladders.iter().find(|l| l.id == "tiny").unwrap();
    let (offer, held) = &ladder.rungs[0];
    assert_eq!((offer.answer, *held), (AnswerView::Yes, false));
}

#[test]
fn a_rule_is_shown_by_date() {
    let office = office();
    let state = |as_of: &str| {
        let input = criteria::RulesInput {
            as_of: Some(as_of.to_owned()),
        };
        let view = criteria::rules(&office.app, &office.call, &input).unwrap();
        let own = view.rules.into_iter().find(|r| r.id == "tiny/second");
        own.unwrap().state
    };
    assert_eq!(state("2026-03-31"), RuleState::Coming);
    assert_eq!(state("2026-04-01"), RuleState::InForce);
    let input = criteria::CalendarInput::default();
    let calendar = criteria::calendar(&office.app, &office.call, &input).unwrap();
    let own = calendar
        .items
        .iter()
        .find(|i| i.rules[0].0 == "tiny/second");
    assert_eq!(own.unwrap().days_left, 39);
}

#[test]
fn a_file_is_matched_as_the_store_is_and_bad_cells_are_told() {
    let office = office();
    let file = office.folder.path().join("match.csv");
    let text =
        "企业,tiny_sales,无违规,称号,备注\n甲,500,是,一级,x\n乙,49九,是,一级,\n丁,800,是,[],\n";
    std::fs::write(&file, text).unwrap();
    let input = criteria::MatchInput {
        rules: vec!["tiny".to_owned()],
        data: file.clone(),
        explain: true,
        threads: 2,
        ..Default::default()
    };
    let view = criteria::match_file(&office.app, &office.call, &input).unwrap();
    let told = |row: &MatchRow| (row.verdict, row.failing.join(","), row.unknown.join(","));
    let rows: Vec<_> = view.rows.iter().map(told).collect();
    assert_eq!(
        rows,
        [
            (AnswerView::Yes, String::new(), String::new()),
            (AnswerView::Unknown, String::new(), "sales".to_owned()),
            (AnswerView::No, "first".to_owned(), String::new()),
        ]
    );
    assert_eq!(view.bad_cells, 1);
    let codes: Vec<_> = view.findings.iter().map(|f| f.code.as_str()).collect();
    assert_eq!(
        codes,
        ["app.criteria-column-unknown", "intake.not-a-number"]
    );
    // Nothing a rule can read: refused with a remedy.
    std::fs::write(&file, "企业,备注\n甲,x\n").unwrap();
    let error = criteria::match_file(&office.app, &office.call, &input).unwrap_err();
    assert_eq!(error.diagnostic().code, "app.criteria-no-column");
    let unknown = criteria::MatchInput {
        rules: vec!["moon".to_owned()],
        ..input
    };
    let error = criteria::match_file(&office.app, &office.call, &unknown).unwrap_err();
    assert_eq!(error.kind(), Kind::Invalid);
}

/// The second vintage asks for 800 and nothing else: 甲 loses, 丙 and 丁 gain.
#[test]
fn two_vintages_tell_who_gains_and_who_loses() {
    let next = RULE
        .replace("{from: 2026-04-01}", "{from: 2027-01-01}")
        .replace("value: 500,", "value: 800,")
        .lines()
        .filter(|line| !line.contains("id: clean") && !line.contains("id: first"))
        .collect::<Vec<_>>()
        .join("\n");
    let first = RULE.replace("{from: 2026-04-01}", "{from: 2026-04-01, to: 2026-12-31}");
    let packs = packs_with([
        ("pack.yaml", MANIFEST),
        ("fields/f.yaml", FIELDS),
        ("types/t.yaml", CODES),
        ("criteria/second.yaml", &first),
        ("criteria/third.yaml", &next),
    ]);
    let office = office_of(packs);
    let input = criteria::DiffInput {
        old: "tiny/second".to_owned(),
        new: "tiny/third".to_owned(),
        ..Default::default()
    };
    let view = criteria::diff(&office.app, &office.call, &input).unwrap();
    let names = |list: &[julin_app::contract::Turned]| -> Vec<String> {
        let mut names: Vec<_> = list
            .iter()
            .map(|turned| turned.entity.name.zh.clone())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names(&view.lost), ["甲公司"]);
    assert_eq!(names(&view.gained), ["丁公司", "丙公司"]);
    // One per cent of 5 million, then of 8 million twice.
    assert_eq!(view.cost, [Some(50_000.0), Some(160_000.0)]);
    assert_eq!(view.counts.iter().flatten().sum::<u64>(), 4);
}
