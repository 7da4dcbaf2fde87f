//! One rule for all entities of its type: who is eligible, who is one step short, what
//! stands in the way of the others.

use super::origin::{Rows, Scope, all_rows};
use super::rule::{compiled, find_rule};
use super::rules::{day, rule_line};
use crate::call::{Answer, App, Call};
use crate::contract::{Audience, AudienceRow, EntityLink, Reach};
use crate::error::AppError;
use julin_criteria::rule::Program;
use julin_criteria::table::Table;
use julin_criteria::{Columns, Rule};
use julin_model::{Diagnostic, Text};
use julin_store::Tx;
use std::path::PathBuf;

/// Which rule, as of when, which part of the list.
#[derive(Debug, Clone, Default)]
pub struct AudienceInput {
    /// `<pack>/<name>`.
    pub rule: String,
    /// `2026` or `2026-04-01`; today when not given.
    pub as_of: Option<String>,
    /// Only these; all when not given.
    pub reach: Option<Reach>,
    /// First row.
    pub offset: u64,
    /// Rows at most.
    pub limit: u64,
    /// A table of firms instead of the store; its first column says who.
    pub data: Option<PathBuf>,
}

/// The answer for one entity.
pub(super) struct AskedRow {
    pub(super) entity: EntityLink,
    pub(super) answer: Option<bool>,
    pub(super) targeted: Option<bool>,
    pub(super) reach: Reach,
    pub(super) failing: Vec<usize>,
    pub(super) open: Vec<usize>,
}

impl AskedRow {
    /// The answer of a rule from those of its clauses.
    pub(super) fn of(rule: &Rule, clauses: &[Option<bool>], entity: EntityLink) -> Self {
        let answer = rule.row_answer(clauses);
        Self {
            entity,
            answer: answer.answer,
            targeted: rule.targeted(clauses),
            reach: answer.reach,
            failing: answer.failing,
            open: answer.open,
        }
    }
}

/// The answers for everybody, with the facts they rest on.
pub(super) struct Asked {
    pub(super) rows: Vec<AskedRow>,
    pub(super) everybody: Rows,
}

impl Asked {
    /// How many are so near.
    pub(super) fn count(&self, reach: Reach) -> u64 {
        self.rows.iter().filter(|row| row.reach == reach).count() as u64
    }
}

/// Asks a rule of all entities of its type, in order of identifier; of those of a file, in
/// its order.
pub(super) fn ask_all(app: &App, tx: &mut Tx, rule: &Rule, scope: Scope<'_>) -> Answer<Asked> {
    let mut columns = Columns::new();
    let program = rule.program_in(scope.as_of, &mut columns);
    rule.place_benefit(&mut columns);
    let everybody = all_rows(app, tx, (rule, columns), scope)?;
    Ok(Asked {
        rows: asked_rows((rule, &program), &everybody.table, &everybody.entities),
        everybody,
    })
}

/// The answers for entities that stand in the rows of a table.
pub(super) fn asked_rows(
    (rule, program): (&Rule, &Program),
    table: &Table,
    entities: &[EntityLink],
) -> Vec<AskedRow> {
    let rows = entities.iter().enumerate();
    let one = |(row, entity): (usize, &EntityLink)| {
        let answers = rule.clause_answers(program, table, row);
        AskedRow::of(rule, &answers, entity.clone())
    };
    rows.map(one).collect()
}

/// The audience, one page of it.
pub fn audience(app: &App, _call: &Call, input: &AudienceInput) -> Answer<Audience> {
    let as_of = day(app, input.as_of.as_deref())?;
    let loaded = find_rule(app, &input.rule)?;
    let rule = compiled(app, &input.rule)?;
    app.store.read(|tx| {
        let scope = Scope {
            data: input.data.as_deref(),
            as_of,
            known_at: None,
        };
        let asked = ask_all(app, tx, rule, scope)?;
        let listed = |row: &&AskedRow| input.reach.is_none_or(|wanted| wanted == row.reach);
        let mut kept: Vec<_> = asked.rows.iter().filter(listed).collect();
        kept.sort_by_key(|row| (row.reach, row.failing.len() + row.open.len()));
        let page = kept.iter().skip(input.offset as usize);
        let page = page.take(input.limit as usize);
        let addressed = |reach: Reach| {
            let such = asked.rows.iter().filter(|row| row.reach == reach);
            such.filter(|row| row.targeted == Some(true)).count() as u64
        };
        Ok(Audience {
            rule: rule_line(app, loaded, as_of),
            as_of,
            counts: Reach::ALL.map(|reach| asked.count(reach)),
            targeted: rule.targeting.as_ref().map(|_| Reach::ALL.map(addressed)),
            listed: input.reach,
            total: kept.len() as u64,
            offset: input.offset,
            rows: page.map(|row| shown(rule, row)).collect(),
            obstacles: obstacles(rule, &asked.rows),
            sample: asked.everybody.sample,
        })
    })
}

/// One line, with its clauses in words.
pub(super) fn shown(rule: &Rule, row: &AskedRow) -> AudienceRow {
    let words = |places: &[usize]| {
        let text = |place: &usize| rule.clauses.get(*place).map(|clause| clause.text.clone());
        places.iter().filter_map(text).collect()
    };
    AudienceRow {
        entity: row.entity.clone(),
        reach: row.reach,
        targeted: row.targeted.into(),
        failing: words(&row.failing),
        unknown: words(&row.open),
    }
}

/// How often each clause stands in the way, the most frequent first.
fn obstacles(rule: &Rule, found: &[AskedRow]) -> Vec<(Text, u64)> {
    let mut counts = vec![0_u64; rule.clauses.len()];
    for place in found.iter().flat_map(|row| &row.failing) {
        counts[*place] += 1;
    }
    let clauses = rule.clauses.iter().zip(counts);
    let mut often: Vec<_> = clauses
        .filter(|(_, count)| *count > 0)
        .map(|(clause, count)| (clause.text.clone(), count))
        .collect();
    often.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    often
}

/// The reach of a word, or what may be said.
pub fn reach_of(word: &str) -> Answer<Reach> {
    let found = Reach::ALL.into_iter().find(|reach| reach.code() == word);
    found.ok_or_else(|| {
        let known = Reach::ALL.map(Reach::code).join(", ");
        let unknown = Diagnostic::error("app.criteria-reach").with("word", word);
        AppError::invalid(unknown.with("known", known))
    })
}
