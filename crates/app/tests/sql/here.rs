//! The answers of rules in this process.

use crate::firms::{Cell, Firm};
use chrono::NaiveDate;
use julin_criteria::facts::Facts;
use julin_criteria::{Dictionary, Fact, MapFacts, Rule};
use std::collections::BTreeMap;

/// Verdict, failing clauses, unknown clauses, amount of a yes, unit of the rule's amounts.
pub type Line = (String, String, String, Option<f64>, Option<String>);

/// By rule and firm.
pub type Lines = BTreeMap<(String, usize), Line>;

fn facts(firm: &Firm, dictionary: &dyn Dictionary) -> MapFacts {
    let mut facts = MapFacts::new();
    for (need, cell) in firm {
        let fact = match cell.clone() {
            Cell::Number(number) => {
                facts.set_number(need.clone(), number, dictionary);
                continue;
            }
            Cell::Word(word) => Fact::Word(word),
            Cell::Set(words) => Fact::Set(words),
            Cell::Flag(flag) => Fact::Flag(flag),
            Cell::Day(day) => Fact::Day(day),
        };
        facts.set_fact(need.clone(), fact);
    }
    facts
}

pub fn lines(
    rules: &[&Rule],
    dictionary: &dyn Dictionary,
    firms: &[Firm],
    as_of: NaiveDate,
) -> Lines {
    let facts: Vec<MapFacts> = firms.iter().map(|firm| facts(firm, dictionary)).collect();
    let mut lines = Lines::new();
    for rule in rules {
        let program = rule.program(as_of);
        let rows = facts.iter().map(|facts| facts as &dyn Facts);
        let table = program.columns.table(rows, as_of);
        let ids = |places: &[usize]| {
            let ids = places.iter().map(|place| rule.clauses[*place].id.as_str());
            ids.collect::<Vec<_>>().join(";")
        };
        for (row, facts) in facts.iter().enumerate() {
            let answer = rule.row(&program, &table, row);
            let verdict = match answer.answer {
                Some(true) => "yes",
                Some(false) => "no",
                None => "unknown",
            };
            let amount = match answer.answer {
                Some(true) => rule.worth(facts, as_of),
                _ => None,
            };
            let line = (
                verdict.to_owned(),
                ids(&answer.failing),
                ids(&answer.open),
                amount,
                rule.worth_unit().map(str::to_owned),
            );
            lines.insert((rule.id.clone(), row), line);
        }
    }
    lines
}
