//! A rule over all entities of its type as known at a moment, with the facts of each.

use super::super::audience::AskedRow;
use super::super::decide::field_ids;
use super::super::facts::{EntityFacts, Wanted, facts};
use crate::call::{Answer, App};
use crate::lookup::link;
use chrono::{DateTime, NaiveDate, Utc};
use julin_criteria::{Facts, Rule};
use julin_model::EntityId;
use julin_store::{EntityFilter, Tx};
use std::collections::BTreeMap;

/// The answers, in order of identifier, and what they rest on.
pub(super) struct Known<'a> {
    pub(super) rows: Vec<AskedRow>,
    known: BTreeMap<EntityId, EntityFacts<'a>>,
    nothing: EntityFacts<'a>,
}

impl<'a> Known<'a> {
    /// What is known of one of them.
    pub(super) fn facts_of(&self, id: &EntityId) -> &EntityFacts<'a> {
        self.known.get(id).unwrap_or(&self.nothing)
    }

    /// Asks everybody.
    pub(super) fn ask(
        app: &'a App,
        tx: &mut Tx,
        rule: &Rule,
        (as_of, known_at): (NaiveDate, DateTime<Utc>),
    ) -> Answer<Self> {
        let kind = &rule.spec.applies_to;
        let mut lines = tx.entities(&EntityFilter {
            kind: Some(kind.clone()),
            known_at: Some(known_at),
            ..EntityFilter::default()
        })?;
        lines.sort_by(|a, b| a.id.cmp(&b.id));
        let wanted = Wanted {
            entities: Vec::new(),
            kind,
            fields: field_ids(&rule.reads()),
            known_at: Some(known_at),
        };
        let mut asked = Self {
            rows: Vec::new(),
            known: facts(app, tx, wanted, as_of)?,
            nothing: EntityFacts::of(app, Vec::new(), as_of),
        };
        let facts = lines
            .iter()
            .map(|line| asked.facts_of(&line.id) as &dyn Facts);
        let program = rule.program(as_of);
        let table = program.columns.table(facts, as_of);
        let rows = lines.into_iter().enumerate().map(|(row, line)| {
            let answers = rule.clause_answers(&program, &table, row);
            AskedRow::of(rule, &answers, link(&line.id, line.kind, line.name))
        });
        asked.rows = rows.collect();
        Ok(asked)
    }
}
