//! Rules written in a few lines.

#![allow(dead_code, reason = "each test file uses its part")]

mod small;

pub use small::Small;

use chrono::NaiveDate;
use julin_criteria::spec::CriteriaSpec;
use julin_criteria::{Compiled, Dictionary, Fact, FieldKind, MapFacts, Rule};
use julin_formula::Need;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A rule from the parts that differ; `body` is YAML at the top level.
pub fn spec(body: &str) -> CriteriaSpec {
    let head = "
title: {zh: 规则, en: Rule}
kind: policy
series: test
issuer: {zh: 部门, en: Office}
references: [doc]
applies_to: enterprise
confidence: high
";
    serde_saphyr::from_str(&format!("{head}{body}\n")).unwrap()
}

pub fn compile(body: &str) -> Compiled {
    Rule::compile("test/rule", &spec(body), &Small)
}

/// A rule that must be sound.
pub fn rule(body: &str) -> Rule {
    let compiled = compile(body);
    compiled
        .rule
        .unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics))
}

/// A rule of one clause.
pub fn one(test: &str) -> Rule {
    rule(&clause(test))
}

/// The condition of one clause, as YAML.
pub fn clause(test: &str) -> String {
    format!("conditions: {}", leaf("c", test))
}

/// A clause in flow style.
pub fn leaf(id: &str, test: &str) -> String {
    format!(
        "{{id: {id}, text: {{zh: 问, en: Asks}}, basis: {{reference: doc, confidence: high}}, if: \"{test}\"}}"
    )
}

/// Facts in a few words: `revenue=500`, `titles=[hnte,srdi]`, `clean=yes`,
/// `registered=2020-01-01`, `industry=C39`, `prior(rd)=3`; numbers in the field's unit.
pub fn facts(text: &str) -> MapFacts {
    let mut facts = MapFacts::new();
    for item in text.split_whitespace() {
        let (name, value) = item.split_once('=').unwrap();
        let need = match name.strip_prefix("prior(") {
            Some(rest) => match rest.trim_end_matches(')').split_once(',') {
                Some((field, years)) => Need {
                    field: field.into(),
                    years: years.parse().unwrap(),
                },
                None => Need::before(rest.trim_end_matches(')')),
            },
            None => Need::now(name),
        };
        match Small.field(&need.field).unwrap() {
            FieldKind::Number { .. } => facts.set_number(need, value.parse().unwrap(), &Small),
            FieldKind::Word => {
                facts.set_fact(need, Fact::Word(value.into()));
            }
            FieldKind::Set => {
                let members = value.trim_matches(['[', ']']).split(',');
                let members = members.filter(|one| !one.is_empty()).map(str::to_owned);
                facts.set_fact(need, Fact::Set(members.collect()));
            }
            FieldKind::Flag => {
                facts.set_fact(need, Fact::Flag(value == "yes"));
            }
            FieldKind::Date => {
                facts.set_fact(need, Fact::Day(day(value)));
            }
        }
    }
    facts
}

/// The answer of a rule on 30 June 2026.
pub fn ask(rule: &Rule, known: &str) -> Option<bool> {
    rule.answer(&facts(known), day("2026-06-30"))
}
