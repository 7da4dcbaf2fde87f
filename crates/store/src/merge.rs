//! Merges: two entities found to be one. Nothing is moved; reading resolves through the
//! merges in force, so that undoing the batch splits them again.

use crate::sql::P;
use crate::sql::schema::MERGE;
use crate::tx::{NOW, Result};
use crate::{StoreError, Tx};
use julin_model::{BatchId, EntityId};
use std::collections::HashMap;
use std::sync::Arc;

/// The merges in force at one time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Merges {
    into: HashMap<String, String>,
}

impl Merges {
    /// The entity that stands for this one; itself when it is not merged.
    pub fn resolve<'a>(&'a self, id: &'a str) -> &'a str {
        let mut at = id;
        while let Some(next) = self.into.get(at) {
            at = next;
        }
        at
    }

    /// True when the entity was merged into another.
    pub fn is_gone(&self, id: &str) -> bool {
        self.into.contains_key(id)
    }

    /// The entities gone into others.
    pub fn gone(&self) -> impl Iterator<Item = (&str, &str)> {
        self.into
            .iter()
            .map(|(from, into)| (from.as_str(), into.as_str()))
    }

    /// The entity itself and all merged into it, in order of id after itself.
    pub fn members(&self, id: &str) -> Vec<String> {
        let mut others: Vec<String> = self
            .into
            .keys()
            .filter(|from| self.resolve(from) == id)
            .cloned()
            .collect();
        others.sort_unstable();
        let mut members = vec![id.to_owned()];
        members.append(&mut others);
        members
    }
}

impl Tx {
    /// The merges in force at a time.
    pub(crate) fn merges(&mut self, at: i64) -> Result<Arc<Merges>> {
        if let Some(known) = self.merges.as_ref().filter(|_| at == NOW) {
            return Ok(known.clone());
        }
        let times = self.batch_times()?;
        let mut merges = Merges::default();
        self.conn()?.each(
            "SELECT from_entity, into_entity, batch FROM entity_merge",
            &[],
            &mut |row| {
                if times.in_force(row.int(2)?, at) {
                    merges.into.insert(row.string(0)?, row.string(1)?);
                }
                Ok(true)
            },
        )?;
        let merges = Arc::new(merges);
        if at == NOW {
            self.merges = Some(merges.clone());
        }
        Ok(merges)
    }

    /// Records that `from` is `into`. Both must be in force, `from` not merged yet, and
    /// `into` not merged into `from`.
    pub fn merge(&mut self, batch: BatchId, from: &EntityId, into: &EntityId) -> Result<()> {
        self.in_batch(batch)?;
        for id in [from, into] {
            if self.versions(&[id.as_str()], NOW)?.is_empty() {
                return Err(StoreError::UnknownEntity(id.clone()));
            }
        }
        let merges = self.merges(NOW)?;
        if merges.is_gone(from.as_str()) || merges.resolve(into.as_str()) == from.as_str() {
            return Err(StoreError::CannotMerge {
                from: from.clone(),
                into: into.clone(),
            });
        }
        self.insert_one(
            MERGE,
            &[
                P::Text(from.as_str()),
                P::Text(into.as_str()),
                P::Int(batch.0),
            ],
        )?;
        self.merges = None;
        Ok(())
    }

    /// The entity in force that stands for this one.
    pub fn resolve(&mut self, id: &EntityId) -> Result<Option<EntityId>> {
        let merges = self.merges(NOW)?;
        let resolved = merges.resolve(id.as_str());
        if self.versions(&[resolved], NOW)?.is_empty() {
            return Ok(None);
        }
        entity_id(resolved).map(Some)
    }
}

/// An entity's id as stored.
pub(crate) fn entity_id(text: &str) -> Result<EntityId> {
    EntityId::new(text).map_err(|e| StoreError::Unreadable {
        table: "entity",
        reason: e.to_string(),
    })
}
