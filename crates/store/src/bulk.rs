//! Large imports: ids and names come in no order, and keeping the indexes of entities up
//! row by row costs more than all the rest. When a transaction has made many entities, no
//! fewer than were known before, SQLite leaves these indexes and builds them by sorting
//! at the end, in the same transaction. Meanwhile ids are looked up in memory; whatever
//! else needs an index has all of them built at once, and then they stay.

use crate::Tx;
use crate::entity::indexed_keys;
use crate::sql::{Conn, P};
use crate::tx::{NOW, Result};
use foldhash::fast::RandomState;
use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};
use julin_model::Entity;
use std::hash::BuildHasher;

/// So many entities make an import large.
const LARGE: usize = 20_000;
/// So many are looked up in memory at most: some 70 MB.
const MOST: usize = 1_800_000;

/// What a large import does without indexes.
#[derive(Default)]
pub(crate) struct Bulk {
    /// Entities made in this transaction.
    made: usize,
    /// Something else needed the indexes: they stay.
    looked_up: bool,
    ids: Option<Ids>,
}

impl Bulk {
    /// True while the indexes are left.
    pub fn is_active(&self) -> bool {
        self.ids.is_some()
    }
}

/// Keys by hash of the id; a hit is compared with the row before it counts.
#[derive(Default)]
struct Ids {
    state: RandomState,
    keys: HashMap<u64, i64>,
    /// Two ids with one hash were met.
    ambiguous: bool,
}

impl Ids {
    fn add(&mut self, id: &str, key: i64) {
        let hash = self.state.hash_one(id);
        self.ambiguous |= self.keys.insert(hash, key).is_some();
    }
}

impl Tx {
    /// Takes note of entities made under keys from `first` on.
    pub(crate) fn made_entities<'a>(
        &mut self,
        first: i64,
        made: impl Iterator<Item = &'a Entity>,
    ) -> Result<()> {
        let mut count = 0;
        for (key, entity) in (first..).zip(made) {
            count += 1;
            if let Some(ids) = &mut self.bulk.ids {
                ids.add(entity.id.as_str(), key);
            }
        }
        self.bulk.made += count;
        let all = usize::try_from(first)
            .unwrap_or(usize::MAX)
            .saturating_add(count);
        let too_many = self
            .bulk
            .ids
            .as_ref()
            .is_some_and(|ids| ids.ambiguous || ids.keys.len() > MOST);
        if too_many {
            return self.for_lookup();
        }
        let large = self.bulk.made >= LARGE && self.bulk.made >= all / 2;
        if large && !self.bulk.looked_up && self.bulk.ids.is_none() {
            self.leave_indexes()
        } else {
            Ok(())
        }
    }

    fn leave_indexes(&mut self) -> Result<()> {
        let (times, latest) = (self.batch_times()?, self.latest(NOW)?);
        if !matches!(self.conn()?, Conn::Sqlite(_)) || latest.any_replaced() {
            self.bulk.looked_up = true;
            return Ok(());
        }
        let mut ids = Ids::default();
        self.conn()?
            .each("SELECT id, key, batch FROM entity", &[], &mut |row| {
                if times.in_force(row.int(2)?, NOW) {
                    ids.add(row.text(0)?, row.int(1)?);
                }
                Ok(true)
            })?;
        if ids.ambiguous {
            self.bulk.looked_up = true;
            return Ok(());
        }
        self.conn()?
            .batch("DROP INDEX entity_id; DROP INDEX entity_normal; DROP INDEX entity_type")?;
        self.bulk.ids = Some(ids);
        Ok(())
    }

    /// Builds the indexes again if they were left.
    pub(crate) fn build_indexes(&mut self) -> Result<()> {
        if self.bulk.ids.take().is_none() {
            return Ok(());
        }
        match self.conn()? {
            Conn::Sqlite(db) => db.build_index(
                "CREATE INDEX entity_id ON entity (id); CREATE INDEX entity_normal ON entity (COALESCE(normal, name_zh)); \
                 CREATE INDEX entity_type ON entity (type)",
            ),
            Conn::Postgres(_) => Ok(()),
        }
    }

    /// Says that entities are about to be looked up by id or name.
    pub(crate) fn for_lookup(&mut self) -> Result<()> {
        self.bulk.looked_up = true;
        self.build_indexes()
    }

    /// The keys of the versions in force of each entity, the last one last.
    pub(crate) fn version_keys(&mut self, ids: &[&str]) -> Result<HashMap<String, Vec<i64>>> {
        let Some(bulk) = &self.bulk.ids else {
            return indexed_keys(self, ids);
        };
        let hits = ids
            .iter()
            .filter_map(|id| Some((*id, *bulk.keys.get(&bulk.state.hash_one(id))?)));
        let hits: HashMap<i64, &str> = hits.map(|(id, key)| (key, id)).collect();
        let mut found = HashMap::new();
        if hits.is_empty() {
            return Ok(found);
        }
        let keys: Vec<i64> = hits.keys().copied().collect();
        let mut strangers = HashSet::new();
        let sql = "SELECT key, id FROM entity WHERE key IN (INTS($1))";
        self.conn()?.each(sql, &[P::Ints(&keys)], &mut |row| {
            let (key, id) = (row.int(0)?, row.text(1)?);
            if hits.get(&key) == Some(&id) {
                found.insert(id.to_owned(), vec![key]);
            } else {
                strangers.insert(key);
            }
            Ok(true)
        })?;
        if strangers.is_empty() && found.len() == hits.len() {
            return Ok(found);
        }
        self.for_lookup()?;
        indexed_keys(self, ids)
    }
}
