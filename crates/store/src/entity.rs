//! Entities. A changed entity is a new version that names the one it replaces; records
//! may stand on any version, names said of it by other batches stay with it.

use crate::merge::entity_id;
use crate::name::{OTHER_LANGUAGE, read_name};
use crate::normal::normalise;
use crate::sql::schema::{ENTITY, NAME};
use crate::sql::{P, Row};
use crate::tx::{Batches, NOW, Result, moment};
use crate::{StoreError, Tx};
use chrono::{DateTime, Utc};
use julin_model::{BatchId, Entity, EntityId, Name, NameKind, Text, TypeId};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Which entities to list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EntityFilter {
    /// Only of this type.
    pub kind: Option<TypeId>,
    /// At most so many.
    pub limit: Option<usize>,
    /// After passing over so many.
    pub offset: usize,
    /// As known at this time; now when none.
    pub known_at: Option<DateTime<Utc>>,
}

/// One entity in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityLine {
    /// Its id.
    pub id: EntityId,
    /// Its type.
    pub kind: TypeId,
    /// Its preferred name.
    pub name: Text,
}

/// What became of entities that were put.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EntityCount {
    /// New ones.
    pub added: u64,
    /// Known ones with another name, type or own names.
    pub changed: u64,
    /// Known ones just the same.
    pub same: u64,
}

/// One version of an entity.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    pub key: i64,
    pub kind: TypeId,
    pub name: Text,
    pub batch: i64,
}

/// Tells the last version of an entity in force at a time from those it replaced.
pub(crate) struct Latest {
    at: i64,
    times: Arc<Batches>,
    replaced: HashSet<i64>,
}

impl Latest {
    pub fn in_force(&self, batch: i64) -> bool {
        self.times.in_force(batch, self.at)
    }

    /// True when some entity has more than one version.
    pub fn any_replaced(&self) -> bool {
        !self.replaced.is_empty()
    }

    pub fn is_last(&self, key: i64) -> bool {
        !self.replaced.contains(&key)
    }
}

impl Tx {
    pub(crate) fn latest(&mut self, at: i64) -> Result<Latest> {
        let times = self.batch_times()?;
        let mut replaced = HashSet::new();
        self.conn()?.each(
            "SELECT former, batch FROM entity WHERE former IS NOT NULL",
            &[],
            &mut |row| {
                if times.in_force(row.int(1)?, at) {
                    replaced.insert(row.int(0)?);
                }
                Ok(true)
            },
        )?;
        Ok(Latest {
            at,
            times,
            replaced,
        })
    }

    /// The versions in force of each entity, the last one last. Ids without any are absent.
    pub(crate) fn versions(
        &mut self,
        ids: &[&str],
        at: i64,
    ) -> Result<HashMap<String, Vec<Version>>> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        self.for_lookup()?;
        let times = self.batch_times()?;
        let mut found: HashMap<String, Vec<Version>> = HashMap::new();
        let sql = "SELECT id, key, type, name_zh, name_en, batch FROM entity \
                   WHERE id IN (TEXTS($1)) ORDER BY key";
        self.conn()?.each(sql, &[P::Texts(ids)], &mut |row| {
            let batch = row.int(5)?;
            if times.in_force(batch, at) {
                let version = Version {
                    key: row.int(1)?,
                    kind: type_id(row.text(2)?)?,
                    name: Text::new(row.text(3)?, row.text(4)?),
                    batch,
                };
                found.entry(row.string(0)?).or_default().push(version);
            }
            Ok(true)
        })?;
        Ok(found)
    }

    /// Keys of all versions ever of these entities.
    pub(crate) fn entity_keys(&mut self, ids: &[&str]) -> Result<Vec<i64>> {
        self.for_lookup()?;
        let sql = "SELECT key FROM entity WHERE id IN (TEXTS($1)) ORDER BY key";
        self.conn()?.all(sql, &[P::Texts(ids)], |row| row.int(0))
    }

    /// The names of an entity: those its last version came with and those said of it
    /// by other batches.
    pub(crate) fn names_of(&mut self, versions: &[Version], at: i64) -> Result<Vec<Name>> {
        let times = self.batch_times()?;
        let Some(last) = versions.last() else {
            return Ok(Vec::new());
        };
        let made: HashMap<i64, i64> = versions.iter().map(|v| (v.key, v.batch)).collect();
        let keys: Vec<i64> = versions.iter().map(|v| v.key).collect();
        let sql = "SELECT entity, kind, lang, text, batch FROM name \
                   WHERE entity IN (INTS($1)) AND kind <> $2 ORDER BY key";
        let mut names = Vec::new();
        self.conn()?.each(
            sql,
            &[P::Ints(&keys), P::Text(OTHER_LANGUAGE)],
            &mut |row| {
                let (entity, batch) = (row.int(0)?, row.int(4)?);
                let own = made.get(&entity) == Some(&batch);
                if times.in_force(batch, at) && (!own || entity == last.key) {
                    names.push(read_name(row.text(1)?, row.opt_text(2)?, row.text(3)?)?);
                }
                Ok(true)
            },
        )?;
        Ok(names)
    }

    /// The entity that stands for this id, with all names, those of merged ones included.
    pub fn entity(&mut self, id: &EntityId) -> Result<Option<Entity>> {
        let merges = self.merges(NOW)?;
        let members = merges.members(merges.resolve(id.as_str()));
        let ids: Vec<&str> = members.iter().map(String::as_str).collect();
        let versions = self.versions(&ids, NOW)?;
        let Some(last) = versions.get(ids[0]).and_then(|v| v.last()) else {
            return Ok(None);
        };
        let mut entity = Entity {
            id: entity_id(ids[0])?,
            kind: last.kind.clone(),
            name: last.name.clone(),
            names: vec![],
        };
        for id in &ids {
            let Some(versions) = versions.get(*id) else {
                continue;
            };
            if *id != ids[0] {
                entity.names.extend(
                    versions
                        .last()
                        .into_iter()
                        .flat_map(|v| as_aliases(&v.name)),
                );
            }
            entity.names.extend(self.names_of(versions, NOW)?);
        }
        let mut seen = HashSet::new();
        entity
            .names
            .retain(|name| seen.insert((name.kind.clone(), name.text.clone())));
        Ok(Some(entity))
    }

    /// Entities in the order in which they were first put; merged ones are left out.
    pub fn entities(&mut self, filter: &EntityFilter) -> Result<Vec<EntityLine>> {
        let at = moment(filter.known_at);
        let (latest, merges) = (self.latest(at)?, self.merges(at)?);
        let (mut lines, mut passed) = (Vec::new(), 0);
        let wanted = filter.limit.unwrap_or(usize::MAX);
        if wanted == 0 {
            return Ok(lines);
        }
        let mut sql = "SELECT id, type, name_zh, name_en, key, batch FROM entity".to_owned();
        if filter.kind.is_some() {
            sql += " WHERE type = $1";
        }
        sql += " ORDER BY key";
        let kind = filter.kind.as_ref().map(|kind| P::Text(kind.as_str()));
        self.conn()?.each(&sql, kind.as_slice(), &mut |row| {
            let counts = latest.in_force(row.int(5)?) && latest.is_last(row.int(4)?);
            if !counts || merges.is_gone(row.text(0)?) {
                return Ok(true);
            }
            passed += 1;
            if passed > filter.offset {
                lines.push(read_line(&row)?);
            }
            Ok(lines.len() < wanted)
        })?;
        Ok(lines)
    }

    /// How many entities there are of each type, merged ones not counted.
    pub fn entity_counts(&mut self) -> Result<Vec<(TypeId, u64)>> {
        let (times, merges) = (self.batch_times()?, self.merges(NOW)?);
        let mut counts: BTreeMap<TypeId, i64> = BTreeMap::new();
        self.conn()?
            .each("SELECT type, entities, batch FROM tally", &[], &mut |row| {
                if times.in_force(row.int(2)?, NOW) {
                    *counts.entry(type_id(row.text(0)?)?).or_default() += row.int(1)?;
                }
                Ok(true)
            })?;
        if let Some(open) = &self.open_batch {
            for (kind, count) in &open.tally {
                *counts.entry(kind.clone()).or_default() += count;
            }
        }
        let gone: Vec<&str> = merges.gone().map(|(from, _)| from).collect();
        for version in self
            .versions(&gone, NOW)?
            .into_values()
            .filter_map(|mut v| v.pop())
        {
            *counts.entry(version.kind).or_default() -= 1;
        }
        Ok(counts
            .into_iter()
            .filter(|(_, n)| *n > 0)
            .map(|(kind, n)| (kind, n as u64))
            .collect())
    }

    /// Puts entities: new ones are added, changed ones get a new version, equal ones stay.
    pub fn add_entities(&mut self, batch: BatchId, entities: &[Entity]) -> Result<EntityCount> {
        self.in_batch(batch)?;
        let mut count = EntityCount::default();
        for chunk in entities.chunks(CHUNK) {
            let ids: Vec<&str> = chunk.iter().map(|e| e.id.as_str()).collect();
            let known = self.versions(&ids, NOW)?;
            let own = self.own_names(&known)?;
            let mut seen = HashSet::new();
            let mut rows = Vec::new();
            for entity in chunk.iter().filter(|e| seen.insert(e.id.as_str())) {
                let last = known.get(entity.id.as_str()).and_then(|v| v.last());
                let Some(last) = last else {
                    count.added += 1;
                    rows.push((entity, None));
                    continue;
                };
                let names = own.get(&last.key).map_or(&[][..], Vec::as_slice);
                if last.kind == entity.kind && last.name == entity.name && names == entity.names {
                    count.same += 1;
                } else {
                    count.changed += 1;
                    rows.push((entity, Some(last)));
                }
            }
            self.insert_entities(batch, &rows)?;
        }
        Ok(count)
    }

    /// The names each last version came with.
    fn own_names(
        &mut self,
        known: &HashMap<String, Vec<Version>>,
    ) -> Result<HashMap<i64, Vec<Name>>> {
        let made: HashMap<i64, i64> = known
            .values()
            .filter_map(|v| v.last())
            .map(|v| (v.key, v.batch))
            .collect();
        let keys: Vec<i64> = made.keys().copied().collect();
        let mut names: HashMap<i64, Vec<Name>> = HashMap::new();
        let sql = "SELECT entity, kind, lang, text, batch FROM name \
                   WHERE entity IN (INTS($1)) AND kind <> $2 ORDER BY key";
        self.conn()?.each(
            sql,
            &[P::Ints(&keys), P::Text(OTHER_LANGUAGE)],
            &mut |row| {
                let (entity, batch) = (row.int(0)?, row.int(4)?);
                if made.get(&entity) == Some(&batch) {
                    let name = read_name(row.text(1)?, row.opt_text(2)?, row.text(3)?)?;
                    names.entry(entity).or_default().push(name);
                }
                Ok(true)
            },
        )?;
        Ok(names)
    }

    /// Inserts entities, each with the version it replaces; their keys in order.
    pub(crate) fn insert_entities(
        &mut self,
        batch: BatchId,
        rows: &[(&Entity, Option<&Version>)],
    ) -> Result<Vec<i64>> {
        let first = self.next_keys(ENTITY, rows.len())?;
        let mut insert = self.insert(ENTITY, rows.len())?;
        for (key, (entity, former)) in (first..).zip(rows) {
            let normal = normalise(first_name(&entity.name));
            insert.row(&[
                P::Int(key),
                P::Text(entity.id.as_str()),
                P::Text(entity.kind.as_str()),
                P::Text(&entity.name.zh),
                P::Text(&entity.name.en),
                P::opt((normal != entity.name.zh).then_some(normal.as_str())),
                P::opt_int(former.map(|v| v.key)),
                P::Int(batch.0),
            ])?;
        }
        insert.finish()?;
        let keys: Vec<i64> = (first..).take(rows.len()).collect();
        self.insert_search_names(batch, &keys, rows)?;
        let pairs = keys.iter().zip(rows);
        let names: Vec<_> = pairs
            .flat_map(|(key, (e, _))| e.names.iter().map(|name| (*key, name)))
            .collect();
        if !names.is_empty() {
            self.insert_names(batch, &names)?;
        }
        self.tally(batch, rows)?;
        self.made_entities(first, rows.iter().map(|(entity, _)| *entity))?;
        Ok(keys)
    }

    /// Names in the second language, so that search finds them.
    fn insert_search_names(
        &mut self,
        batch: BatchId,
        keys: &[i64],
        rows: &[(&Entity, Option<&Version>)],
    ) -> Result<()> {
        let second = keys.iter().zip(rows).filter(|(_, (entity, _))| {
            !entity.name.zh.is_empty()
                && !entity.name.en.is_empty()
                && entity.name.zh != entity.name.en
        });
        let second: Vec<_> = second
            .map(|(key, (entity, _))| (*key, entity.name.en.as_str()))
            .collect();
        if second.is_empty() {
            return Ok(());
        }
        let first = self.next_keys(NAME, second.len())?;
        let mut insert = self.insert(NAME, second.len())?;
        for (key, (entity, text)) in (first..).zip(second) {
            let (text, normal) = (P::Text(text), normalise(text));
            let kind = P::Text(OTHER_LANGUAGE);
            insert.row(&[
                P::Int(key),
                P::Int(entity),
                kind,
                P::Null,
                text,
                P::Text(&normal),
                P::Int(batch.0),
            ])?;
        }
        insert.finish()
    }

    fn tally(&mut self, batch: BatchId, rows: &[(&Entity, Option<&Version>)]) -> Result<()> {
        let tally = &mut self.in_batch(batch)?.tally;
        for (entity, former) in rows {
            if former.is_some_and(|former| former.kind == entity.kind) {
                continue;
            }
            match tally.get_mut(&entity.kind) {
                Some(count) => *count += 1,
                None => drop(tally.insert(entity.kind.clone(), 1)),
            }
            if let Some(former) = former {
                *tally.entry(former.kind.clone()).or_default() -= 1;
            }
        }
        Ok(())
    }
}

/// Keys of the versions in force by index.
pub(crate) fn indexed_keys(
    tx: &mut Tx,
    ids: &[&str],
) -> Result<foldhash::HashMap<String, Vec<i64>>> {
    let times = tx.batch_times()?;
    let mut found: foldhash::HashMap<String, Vec<i64>> = foldhash::HashMap::default();
    let sql = "SELECT id, key, batch FROM entity WHERE id IN (TEXTS($1)) ORDER BY key";
    tx.conn()?.each(sql, &[P::Texts(ids)], &mut |row| {
        if times.in_force(row.int(2)?, NOW) {
            found.entry(row.string(0)?).or_default().push(row.int(1)?);
        }
        Ok(true)
    })?;
    Ok(found)
}

/// Entities looked up at once.
const CHUNK: usize = 5_000;

fn first_name(name: &Text) -> &str {
    if name.zh.is_empty() {
        &name.en
    } else {
        &name.zh
    }
}

fn as_aliases(name: &Text) -> Vec<Name> {
    let alias = |text: &String| Name {
        kind: NameKind::Alias,
        lang: None,
        text: text.clone(),
    };
    [&name.zh, &name.en]
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(alias)
        .collect()
}

fn read_line(row: &Row) -> Result<EntityLine> {
    let name = Text::new(row.text(2)?, row.text(3)?);
    Ok(EntityLine {
        id: entity_id(row.text(0)?)?,
        kind: type_id(row.text(1)?)?,
        name,
    })
}

/// A type as stored.
pub(crate) fn type_id(text: &str) -> Result<TypeId> {
    TypeId::new(text).map_err(|e| StoreError::Unreadable {
        table: "entity",
        reason: e.to_string(),
    })
}
