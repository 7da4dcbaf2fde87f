//! What to ask: the unknown facts that keep an answer open, those that would decide most
//! first.
//!
//! A fact *decides* a clause when the clause has its answer once the fact is known. For
//! flags both answers are tried; of other facts it is expected where they are the only
//! unknown the clause reads. Facts that decide no clause alone are ordered by how many
//! open clauses read them; equal ones stand in order of the rule.
//!
//! Must not know: how questions are put.

use crate::dictionary::FieldKind;
use crate::facts::{Changed, Fact, MapFacts};
use crate::names::Meaning;
use crate::rule::Rule;
use crate::situation::Situation;
use crate::verdict::answers;
use julin_formula::Need;
use std::collections::BTreeSet;

/// A fact to ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The field, and which year's.
    pub need: Need,
    /// How many open clauses it decides by itself.
    pub decides: usize,
    /// How many open clauses read it.
    pub reads: usize,
    /// It alone could settle the whole rule.
    pub settles: bool,
    /// Only a person can answer it.
    pub judgement: bool,
    /// The open clauses that read it.
    pub clauses: Vec<String>,
}

/// The unknown facts of the clauses that matter.
pub(crate) fn asks(
    rule: &Rule,
    situation: &Situation<'_>,
    answer: &impl Fn(usize) -> Option<bool>,
    matters: &BTreeSet<usize>,
) -> Vec<Ask> {
    if rule.conditions.answer(answer).is_some() {
        return Vec::new();
    }
    let mut found: Vec<Ask> = Vec::new();
    let mut alone: Vec<Vec<usize>> = Vec::new();
    for place in matters.iter().filter(|place| answer(**place).is_none()) {
        let clause = &rule.clauses[*place];
        let needs = rule.names.fields_of(&clause.formula);
        let open: Vec<Need> = needs
            .into_iter()
            .filter(|need| situation.fact(need).is_none())
            .collect();
        let decided = open.len() == 1 && !misses_threshold(rule, situation, *place);
        for need in open {
            let at = found.iter().position(|ask| ask.need == need);
            let at = at.unwrap_or_else(|| {
                found.push(Ask {
                    need: need.clone(),
                    decides: 0,
                    reads: 0,
                    settles: false,
                    judgement: false,
                    clauses: Vec::new(),
                });
                alone.push(Vec::new());
                found.len() - 1
            });
            let ask = &mut found[at];
            ask.reads += 1;
            ask.decides += usize::from(decided);
            ask.judgement |= clause.judgement;
            ask.clauses.push(clause.id.clone());
            if decided {
                alone[at].push(*place);
            }
        }
    }
    for (ask, places) in found.iter_mut().zip(&alone) {
        if is_flag(rule, &ask.need) {
            try_both(rule, situation, ask, matters);
            continue;
        }
        ask.settles = [true, false].into_iter().any(|guess| {
            let with = |place: usize| {
                if places.contains(&place) {
                    Some(guess)
                } else {
                    answer(place)
                }
            };
            rule.conditions.answer(&with).is_some()
        });
    }
    found.sort_by_key(|ask| {
        (
            std::cmp::Reverse((ask.settles, ask.decides, ask.reads)),
            ask.judgement,
        )
    });
    found
}

fn is_flag(rule: &Rule, need: &Need) -> bool {
    matches!(rule.names.meaning(&need.field), Meaning::Field(own) if own.kind == FieldKind::Flag)
}

/// Finds out what a flag decides by answering it both ways.
fn try_both(rule: &Rule, situation: &Situation<'_>, ask: &mut Ask, matters: &BTreeSet<usize>) {
    let program = rule.program(situation.as_of);
    let guessed = [true, false].map(|guess| {
        let by = MapFacts::new().with(ask.need.clone(), Fact::Flag(guess));
        let facts = Changed {
            facts: situation.facts,
            by: &by,
        };
        answers(&program, &facts, situation.as_of)
    });
    let fixed = |place: usize, by: &[Option<bool>]| by.get(place).copied().flatten();
    let reads = |place: &&usize| {
        let clause = &rule.clauses[**place];
        ask.clauses.contains(&clause.id)
    };
    ask.decides = matters
        .iter()
        .filter(reads)
        .filter(|place| guessed.iter().all(|by| fixed(**place, by).is_some()))
        .count();
    ask.settles = guessed.iter().any(|by| {
        let answer = |place: usize| fixed(place, by);
        rule.conditions.answer(&answer).is_some()
    });
}

/// True when a clause is open for want of a published number too.
fn misses_threshold(rule: &Rule, situation: &Situation<'_>, place: usize) -> bool {
    let needs = rule.clauses[place].formula.needs().iter();
    needs.into_iter().any(|need| {
        matches!(rule.names.meaning(&need.field), Meaning::Threshold(own)
            if own.base(situation.as_of).is_none())
    })
}
