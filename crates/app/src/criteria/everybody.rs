//! All entities of the type a rule is about, as the store knew them at a moment, with the
//! facts of each.
//!
//! Must not know: what the rule makes of them.

use super::decide::field_ids;
use super::facts::{EntityFacts, Wanted, facts};
use crate::call::{Answer, App};
use crate::contract::EntityLink;
use crate::lookup::link;
use chrono::{DateTime, NaiveDate, Utc};
use julin_criteria::{Facts, Rule};
use julin_formula::Need;
use julin_model::EntityId;
use julin_store::{EntityFilter, Tx};
use std::collections::BTreeMap;

/// Everybody, in order of identifier.
pub(super) struct Everybody<'a> {
    pub(super) entities: Vec<EntityLink>,
    known: BTreeMap<EntityId, EntityFacts<'a>>,
    nothing: EntityFacts<'a>,
}

impl<'a> Everybody<'a> {
    /// Reads them, and the facts the rule reads; at `None`, what is known now.
    pub(super) fn read(
        app: &'a App,
        tx: &mut Tx,
        rule: &Rule,
        (as_of, known_at): (NaiveDate, Option<DateTime<Utc>>),
    ) -> Answer<Self> {
        let kind = &rule.spec.applies_to;
        let filter = EntityFilter {
            kind: Some(kind.clone()),
            known_at,
            ..EntityFilter::default()
        };
        let lines = tx.entities(&filter)?.into_iter();
        let links = lines.map(|line| link(&line.id, line.kind, line.name));
        let mut entities: Vec<_> = links.collect();
        entities.sort_by(|a, b| a.id.cmp(&b.id));
        let wanted = Wanted {
            entities: Vec::new(),
            kind,
            fields: field_ids(&rule.reads()),
            known_at,
        };
        Ok(Self {
            entities,
            known: facts(app, tx, wanted, as_of)?,
            nothing: EntityFacts::of(app, Vec::new(), as_of),
        })
    }

    /// What is known of one of them.
    pub(super) fn facts_of(&self, id: &EntityId) -> &EntityFacts<'a> {
        self.known.get(id).unwrap_or(&self.nothing)
    }

    /// What is known of each, in their order.
    pub(super) fn facts(&self) -> impl Iterator<Item = &dyn Facts> {
        let entities = self.entities.iter();
        entities.map(|entity| self.facts_of(&entity.id) as &dyn Facts)
    }

    /// Some fact is a generated one.
    pub(super) fn is_sample(&self, needs: &[Need]) -> bool {
        let mut known = self.known.values();
        known.any(|own| needs.iter().any(|need| own.is_sample(need)))
    }
}
