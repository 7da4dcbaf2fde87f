//! One rule for all entities of its type: who is eligible, who is one fact short, what
//! stands in the way of the others.

use super::decide::field_ids;
use super::facts::{Wanted, facts};
use super::rule::{compiled, find_rule};
use super::rules::{day, rule_line};
use crate::call::{Answer, App, Call};
use crate::contract::{Audience, AudienceRow, EntityLink, Reach};
use crate::error::AppError;
use crate::lookup::link;
use julin_criteria::facts::Facts;
use julin_criteria::rule::Rule;
use julin_formula::Need;
use julin_model::{Diagnostic, EntityId, Text};
use julin_store::EntityFilter;

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
}

struct Found {
    id: EntityId,
    reach: Reach,
    failing: Vec<usize>,
    open: Vec<usize>,
}

/// The audience, one page of it.
pub fn audience(app: &App, _call: &Call, input: &AudienceInput) -> Answer<Audience> {
    let as_of = day(app, input.as_of.as_deref())?;
    let loaded = find_rule(app, &input.rule)?;
    let rule = compiled(app, &input.rule)?;
    let needs = rule.reads();
    app.store.read(|tx| {
        let kind = &loaded.spec.applies_to;
        let lines = tx.entities(&EntityFilter {
            kind: Some(kind.clone()),
            ..EntityFilter::default()
        })?;
        let wanted = Wanted {
            entities: Vec::new(),
            kind,
            fields: field_ids(&needs),
            known_at: None,
        };
        let known = facts(app, tx, wanted, as_of)?;
        let nothing = super::facts::EntityFacts::of(app, Vec::new(), as_of);
        let of = |id: &EntityId| known.get(id).unwrap_or(&nothing);
        let rows = lines.iter().map(|line| of(&line.id) as &dyn Facts);
        let program = rule.program(as_of);
        let table = program.columns.table(rows, as_of);
        let found: Vec<Found> = lines
            .iter()
            .enumerate()
            .map(|(row, line)| {
                let answer = rule.row(&program, &table, row);
                Found {
                    id: line.id.clone(),
                    reach: answer.reach,
                    failing: answer.failing,
                    open: answer.open,
                }
            })
            .collect();
        let link_of = |row: &Found| {
            let line = lines.iter().find(|line| line.id == row.id);
            line.map(|line| link(&line.id, line.kind.clone(), line.name.clone()))
        };
        let listed = |row: &&Found| input.reach.is_none_or(|wanted| wanted == row.reach);
        let mut kept: Vec<_> = found.iter().filter(listed).collect();
        kept.sort_by_key(|row| (row.reach, row.failing.len() + row.open.len()));
        let page = kept.iter().skip(input.offset as usize);
        let page = page.take(input.limit as usize);
        Ok(Audience {
            rule: rule_line(app, loaded, as_of),
            as_of,
            counts: Reach::ALL
                .map(|one| found.iter().filter(|row| row.reach == one).count() as u64),
            listed: input.reach,
            total: kept.len() as u64,
            offset: input.offset,
            rows: page
                .filter_map(|row| Some(shown(rule, row, link_of(row)?)))
                .collect(),
            obstacles: obstacles(rule, &found),
            sample: known
                .values()
                .any(|own| needs.iter().any(|need: &Need| own.is_sample(need))),
        })
    })
}

fn shown(rule: &Rule, row: &Found, entity: EntityLink) -> AudienceRow {
    let words = |places: &[usize]| {
        let text = |place: &usize| rule.clauses.get(*place).map(|clause| clause.text.clone());
        places.iter().filter_map(text).collect()
    };
    AudienceRow {
        entity,
        reach: row.reach,
        failing: words(&row.failing),
        unknown: words(&row.open),
    }
}

/// How often each clause stands in the way, the most frequent first.
fn obstacles(rule: &Rule, found: &[Found]) -> Vec<(Text, u64)> {
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
