//! Checking a store: the database's own check, dangling references, counts, digests.

use crate::{Backend, Store, StoreError, Tx};
use std::collections::BTreeMap;

type Result<T> = std::result::Result<T, StoreError>;

/// Rows of a table that name something that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dangling {
    /// The table.
    pub table: &'static str,
    /// What is missing: `entity`, `source`, `batch`.
    pub missing: &'static str,
    /// How many rows.
    pub rows: u64,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// What the database itself finds wrong; empty when nothing.
    pub integrity: Vec<String>,
    /// References to what is not there; empty when none.
    pub dangling: Vec<Dangling>,
    /// Rows by table.
    pub counts: BTreeMap<&'static str, u64>,
    /// Digest of what is in force.
    pub state_digest: String,
    /// Digest of everything ever written.
    pub full_digest: String,
}

impl Verification {
    /// True when nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.integrity.is_empty() && self.dangling.is_empty()
    }
}

/// Table, what it names, and the column that names the key of which table.
const REFERENCES: &[(&str, &str, &str, &str)] = &[
    ("batch_undo", "batch", "key", "batch.key"),
    ("source", "batch", "batch", "batch.key"),
    ("source_content", "source", "key", "source.key"),
    ("entity", "batch", "batch", "batch.key"),
    ("name", "entity", "entity", "entity.key"),
    ("name", "batch", "batch", "batch.key"),
    ("record", "entity", "entity", "entity.key"),
    ("record", "layout", "layout", "layout.key"),
    ("record", "source", "source", "source.key"),
    ("record", "batch", "batch", "batch.key"),
    ("supersession", "record", "old_record", "record.key"),
    ("supersession", "record", "new_record", "record.key"),
    ("supersession", "batch", "batch", "batch.key"),
    ("entity_merge", "entity", "from_entity", "entity.id"),
    ("entity_merge", "entity", "into_entity", "entity.id"),
    ("relation", "entity", "from_entity", "entity.id"),
    ("relation", "entity", "to_entity", "entity.id"),
    ("relation", "source", "source", "source.id"),
    ("relation_end", "relation", "relation", "relation.key"),
    ("row_error", "batch", "batch", "batch.key"),
    ("review_verdict", "review", "review", "review.key"),
    ("pack", "batch", "batch", "batch.key"),
    ("mute_end", "mute", "key", "mute.key"),
];

/// Checks the store at `url`.
pub fn verify(url: &str) -> Result<Verification> {
    let store = Store::open(url)?;
    store.read(|tx| {
        Ok(Verification {
            integrity: integrity(tx, store.backend())?,
            dangling: dangling(tx)?,
            counts: tx.row_counts()?.into_iter().collect(),
            state_digest: tx.state_digest()?,
            full_digest: tx.full_digest()?,
        })
    })
}

/// PostgreSQL checks its pages as it reads them, and the digests read them all.
fn integrity(tx: &mut Tx, backend: Backend) -> Result<Vec<String>> {
    if backend == Backend::Postgres {
        return Ok(Vec::new());
    }
    let mut found = tx
        .conn()?
        .all("PRAGMA integrity_check", &[], |row| row.string(0))?;
    found.retain(|line| line != "ok");
    Ok(found)
}

fn dangling(tx: &mut Tx) -> Result<Vec<Dangling>> {
    let mut found = Vec::new();
    for (table, missing, column, target) in REFERENCES {
        let (target, key) = target.split_once('.').unwrap_or((target, "key"));
        let sql = format!(
            "SELECT COUNT(*) FROM {table} x WHERE x.{column} IS NOT NULL AND NOT EXISTS \
             (SELECT 1 FROM {target} y WHERE y.{key} = x.{column})"
        );
        let rows = tx.conn()?.one(&sql, &[], |row| row.int(0))?.unwrap_or(0) as u64;
        if rows > 0 {
            found.push(Dangling {
                table,
                missing,
                rows,
            });
        }
    }
    Ok(found)
}
