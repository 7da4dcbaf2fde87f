//! How near a yes is. Expectations follow from the definition: short is one clause away,
//! with nothing else in the way and nothing else open.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{day, facts, rule};
use julin_criteria::{Facts, Reach, Rule};

fn two_clauses_and_a_veto() -> Rule {
    rule(
        "conditions:
  all:
    - {id: owned, text: {zh: 有, en: owned}, if: owned, basis: {reference: doc, confidence: high}}
    - {id: staff, text: {zh: 人, en: staff}, if: staff >= 10, basis: {reference: doc, confidence: high}}
    - none:
        - {id: listed, text: {zh: 上市, en: listed}, if: listed, basis: {reference: doc, confidence: high}}
",
    )
}

fn reach(rule: &Rule, known: &str) -> (Reach, usize, usize) {
    let on = day("2026-06-30");
    let program = rule.program(on);
    let known = facts(known);
    let table = program.columns.table([&known as &dyn Facts], on);
    let row = rule.row(&program, &table, 0);
    (row.reach, row.failing.len(), row.open.len())
}

#[test]
fn near_and_far() {
    let rule = two_clauses_and_a_veto();
    let cases = [
        ("owned=yes staff=10 listed=no", (Reach::Yes, 0, 0)),
        ("owned=yes staff=9 listed=no", (Reach::Short, 1, 0)),
        // A veto that strikes is a clause in the way.
        ("owned=yes staff=10 listed=yes", (Reach::Short, 1, 0)),
        ("owned=yes staff=10", (Reach::Short, 0, 1)),
        ("owned=yes", (Reach::Unknown, 0, 2)),
        // One clause in the way, but another is open: not one step away.
        ("staff=9 listed=no", (Reach::No, 1, 0)),
        ("owned=no staff=9 listed=no", (Reach::No, 2, 0)),
    ];
    for (known, expected) in cases {
        assert_eq!(reach(&rule, known), expected, "{known}");
    }
}
