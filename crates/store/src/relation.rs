//! Relations: dated, sourced links. A relation put again with other content replaces
//! the one in force; retracting ends it.

use crate::merge::entity_id;
use crate::source::source_id;
use crate::sql::schema::{RELATION, RELATION_END};
use crate::sql::{P, Row};
use crate::tx::{NOW, Result};
use crate::{StoreError, Tx};
use julin_model::{BatchId, EntityId, Locator, Period, Relation, SourceId, Text};
use std::collections::{HashMap, HashSet};

const COLUMNS: &str = "r.key, r.id, r.kind, r.from_entity, r.to_entity, r.period, r.note_zh, r.note_en, \
                       r.source, r.spot, r.phrase, r.confidence, r.batch";

impl Tx {
    /// Puts relations: new ones are added, changed ones replaced, equal ones stay. How
    /// many were added or replaced. Ends and sources must be in force.
    pub fn add_relations(&mut self, batch: BatchId, relations: &[Relation]) -> Result<u64> {
        self.in_batch(batch)?;
        self.need_ends(relations)?;
        let ids: Vec<&str> = relations.iter().map(|r| r.id.as_str()).collect();
        let known = self.relations_in_force(" WHERE r.id IN (TEXTS($1))", &[P::Texts(&ids)])?;
        let known: HashMap<String, (i64, Relation)> = known
            .into_iter()
            .map(|(key, relation)| (relation.id.clone(), (key, relation)))
            .collect();
        let (mut replaced, mut new, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
        for relation in relations.iter().filter(|r| seen.insert(r.id.as_str())) {
            match known.get(&relation.id) {
                Some((_, same)) if same == relation => continue,
                Some((key, _)) => replaced.push(*key),
                None => {}
            }
            new.push(relation);
        }
        self.end_relations(batch, &replaced)?;
        let first = self.next_keys(RELATION, new.len())?;
        let mut insert = self.insert(RELATION, new.len())?;
        for (key, relation) in (first..).zip(&new) {
            let period = relation.period.map(|p| p.to_string());
            insert.row(&[
                P::Int(key),
                P::Text(&relation.id),
                P::Text(&relation.kind),
                P::Text(relation.from.as_str()),
                P::Text(relation.to.as_str()),
                P::opt(period.as_deref()),
                P::Text(&relation.note.zh),
                P::Text(&relation.note.en),
                P::Text(relation.source.as_str()),
                P::Text(&relation.locator.spot.to_string()),
                P::opt(relation.locator.phrase.as_deref()),
                P::opt(relation.confidence.as_deref()),
                P::Int(batch.0),
            ])?;
        }
        insert.finish()?;
        Ok(new.len() as u64)
    }

    fn need_ends(&mut self, relations: &[Relation]) -> Result<()> {
        let sources = self.known_sources()?;
        let ends: Vec<&EntityId> = relations.iter().flat_map(|r| [&r.from, &r.to]).collect();
        let ids: Vec<&str> = ends.iter().map(|id| id.as_str()).collect();
        let versions = self.versions(&ids, NOW)?;
        if let Some(missing) = ends.iter().find(|id| !versions.contains_key(id.as_str())) {
            return Err(StoreError::UnknownEntity((*missing).clone()));
        }
        relations
            .iter()
            .try_for_each(|r| sources.need(&r.source).map(|_| ()))
    }

    fn end_relations(&mut self, batch: BatchId, keys: &[i64]) -> Result<()> {
        let first = self.next_keys(RELATION_END, keys.len())?;
        let mut insert = self.insert(RELATION_END, keys.len())?;
        for (key, relation) in (first..).zip(keys) {
            insert.row(&[P::Int(key), P::Int(*relation), P::Int(batch.0)])?;
        }
        insert.finish()
    }

    /// Ends relations in force; ids without one are passed over. How many were ended.
    pub fn retract_relations(&mut self, batch: BatchId, ids: &[String]) -> Result<u64> {
        self.in_batch(batch)?;
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let known = self.relations_in_force(" WHERE r.id IN (TEXTS($1))", &[P::Texts(&ids)])?;
        let keys: Vec<i64> = known.into_iter().map(|(key, _)| key).collect();
        self.end_relations(batch, &keys)?;
        Ok(keys.len() as u64)
    }

    /// Relations with this entity, or one merged into it, at either end.
    pub fn relations_of(&mut self, id: &EntityId) -> Result<Vec<Relation>> {
        let merges = self.merges(NOW)?;
        let members = merges.members(merges.resolve(id.as_str()));
        let members: Vec<&str> = members.iter().map(String::as_str).collect();
        let condition = " WHERE r.from_entity IN (TEXTS($1)) OR r.to_entity IN (TEXTS($1))";
        self.resolved_relations(condition, &[P::Texts(&members)])
    }

    /// Relations in force, of one kind or of all, in the order they came.
    pub fn relations(&mut self, kind: Option<&str>) -> Result<Vec<Relation>> {
        match kind {
            Some(kind) => self.resolved_relations(" WHERE r.kind = $1", &[P::Text(kind)]),
            None => self.resolved_relations("", &[]),
        }
    }

    /// Relations in force of a source, as they were put.
    pub fn relations_of_source(&mut self, source: &SourceId) -> Result<Vec<Relation>> {
        let found = self.relations_in_force(" WHERE r.source = $1", &[P::Text(source.as_str())])?;
        Ok(found.into_iter().map(|(_, relation)| relation).collect())
    }

    fn resolved_relations(&mut self, condition: &str, params: &[P]) -> Result<Vec<Relation>> {
        let merges = self.merges(NOW)?;
        let found = self.relations_in_force(condition, params)?;
        let resolved = found.into_iter().map(|(_, mut relation)| {
            relation.from = entity_id(merges.resolve(relation.from.as_str()))?;
            relation.to = entity_id(merges.resolve(relation.to.as_str()))?;
            Ok(relation)
        });
        resolved.collect()
    }

    /// Relations in force that meet a condition, with their keys.
    pub(crate) fn relations_in_force(
        &mut self,
        condition: &str,
        params: &[P],
    ) -> Result<Vec<(i64, Relation)>> {
        let times = self.batch_times()?;
        let mut ended = HashSet::new();
        self.conn()?.each(
            "SELECT relation, batch FROM relation_end",
            &[],
            &mut |row| {
                if times.in_force(row.int(1)?, NOW) {
                    ended.insert(row.int(0)?);
                }
                Ok(true)
            },
        )?;
        let mut found = Vec::new();
        let sql = format!("SELECT {COLUMNS} FROM relation r{condition} ORDER BY r.key");
        self.conn()?.each(&sql, params, &mut |row| {
            let key = row.int(0)?;
            if times.in_force(row.int(12)?, NOW) && !ended.contains(&key) {
                found.push((key, read(&row)?));
            }
            Ok(true)
        })?;
        Ok(found)
    }
}

fn read(row: &Row) -> Result<Relation> {
    let unreadable = |reason: String| StoreError::Unreadable {
        table: "relation",
        reason,
    };
    let period: Option<Period> = row
        .opt_text(5)?
        .map(str::parse)
        .transpose()
        .map_err(|e: julin_model::period::BadPeriod| unreadable(e.to_string()))?;
    let spot = row
        .text(9)?
        .parse()
        .map_err(|e: julin_model::source::BadSpot| unreadable(e.to_string()))?;
    Ok(Relation {
        id: row.string(1)?,
        kind: row.string(2)?,
        from: entity_id(row.text(3)?)?,
        to: entity_id(row.text(4)?)?,
        period,
        note: Text::new(row.text(6)?, row.text(7)?),
        source: source_id(row.text(8)?)?,
        locator: Locator {
            spot,
            phrase: row.opt_string(10)?,
        },
        confidence: row.opt_string(11)?,
    })
}
