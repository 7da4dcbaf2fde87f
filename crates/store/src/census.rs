//! Counts and lists over the whole store, for overviews.

use crate::Tx;
use crate::merge::entity_id;
use crate::name::{OTHER_LANGUAGE, read_name};
use crate::sql::P;
use crate::tx::{NOW, Result};
use julin_model::{BatchId, EntityId, Name, SourceId, TypeId};
use std::collections::{BTreeSet, HashSet};

impl Tx {
    /// Changes with every write: last batch and number of batches undone.
    pub fn stamp(&mut self) -> Result<(i64, i64)> {
        let sql =
            "SELECT COALESCE((SELECT MAX(key) FROM batch), 0), (SELECT COUNT(*) FROM batch_undo)";
        Ok(self
            .conn()?
            .one(sql, &[], |row| Ok((row.int(0)?, row.int(1)?)))?
            .unwrap_or_default())
    }

    /// How many batches there are, undone ones included.
    pub fn batch_count(&mut self) -> Result<u64> {
        let count = self
            .conn()?
            .one("SELECT COUNT(*) FROM batch", &[], |row| row.int(0))?;
        Ok(count.unwrap_or(0) as u64)
    }

    /// Records in force, of one source or of all.
    pub fn record_count(&mut self, source: Option<&SourceId>) -> Result<u64> {
        let sources = self.known_sources()?;
        let keys = source.map(|id| sources.versions_of(id));
        let times = self.batch_times()?;
        let wanted = |source: i64| keys.as_ref().is_none_or(|keys| keys.contains(&source));
        let mut count = 0;
        let sql = "SELECT batch, source, records FROM extent";
        self.conn()?.each(sql, &[], &mut |row| {
            if times.in_force(row.int(0)?, NOW) && wanted(row.int(1)?) {
                count += row.int(2)?;
            }
            Ok(true)
        })?;
        let mut ended = HashSet::new();
        let sql = "SELECT s.old_record, s.batch, r.source, r.batch FROM supersession s \
                   JOIN record r ON r.key = s.old_record";
        self.conn()?.each(sql, &[], &mut |row| {
            let in_force = times.in_force(row.int(1)?, NOW) && times.in_force(row.int(3)?, NOW);
            if in_force && wanted(row.int(2)?) {
                ended.insert(row.int(0)?);
            }
            Ok(true)
        })?;
        Ok(count as u64 - (ended.len() as u64).min(count as u64))
    }

    /// Entities that more than one passage speaks of: those on which sources can
    /// disagree. Rows of one table never do, each entity and period having one row.
    pub fn entities_told_twice(&mut self) -> Result<Vec<EntityId>> {
        let merges = self.merges(NOW)?;
        let sql = "SELECT DISTINCT e.id FROM entity e JOIN record r ON r.entity = e.key \
                   WHERE EXISTS (SELECT 1 FROM record o WHERE o.entity = r.entity \
                   AND o.key <> r.key AND (o.source <> r.source OR o.told IS NOT NULL)) ORDER BY e.id";
        let mut found = BTreeSet::new();
        self.conn()?.each(sql, &[], &mut |row| {
            found.insert(entity_id(merges.resolve(row.text(0)?))?);
            Ok(true)
        })?;
        for (_, into) in merges.gone() {
            found.insert(entity_id(merges.resolve(into))?);
        }
        Ok(found.into_iter().collect())
    }

    /// Further names and identifiers of all entities of a type.
    pub fn names_of_kind(&mut self, kind: &TypeId) -> Result<Vec<(EntityId, Name)>> {
        let (times, merges) = (self.batch_times()?, self.merges(NOW)?);
        let sql = "SELECT e.id, n.kind, n.lang, n.text, n.batch, e.batch FROM name n \
                   CROSS JOIN entity e WHERE e.key = n.entity AND e.type = $1 AND n.kind <> $2 ORDER BY n.key";
        let mut found = Vec::new();
        self.conn()?.each(
            sql,
            &[P::Text(kind.as_str()), P::Text(OTHER_LANGUAGE)],
            &mut |row| {
                if times.in_force(row.int(4)?, NOW) && times.in_force(row.int(5)?, NOW) {
                    let name = read_name(row.text(1)?, row.opt_text(2)?, row.text(3)?)?;
                    found.push((entity_id(merges.resolve(row.text(0)?))?, name));
                }
                Ok(true)
            },
        )?;
        Ok(found)
    }

    /// Entities merged into this one, each with the batch whose undoing splits it off.
    pub fn merged_into(&mut self, id: &EntityId) -> Result<Vec<(EntityId, BatchId)>> {
        let times = self.batch_times()?;
        let sql = "SELECT from_entity, batch FROM entity_merge WHERE into_entity = $1 ORDER BY key";
        let mut found = Vec::new();
        self.conn()?
            .each(sql, &[P::Text(id.as_str())], &mut |row| {
                if times.in_force(row.int(1)?, NOW) {
                    found.push((entity_id(row.text(0)?)?, BatchId(row.int(1)?)));
                }
                Ok(true)
            })?;
        Ok(found)
    }

    /// True when the bytes of a source are kept.
    pub fn source_is_held(&mut self, id: &SourceId) -> Result<bool> {
        Ok(self
            .known_sources()?
            .last(id)
            .is_some_and(|last| last.raw_digest.is_some()))
    }
}
