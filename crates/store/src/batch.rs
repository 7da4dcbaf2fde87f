//! Batches: one write done, or undone, as a whole. Last in, first out: a batch that
//! later ones build on is undone after them.

use crate::sql::schema::{BATCH, BATCH_UNDO};
use crate::sql::{P, Row};
use crate::tx::{OpenBatch, Result, micros, time};
use crate::{StoreError, Tx};
use chrono::{DateTime, Utc};
use julin_model::{Batch, BatchId, BatchKind, SourceId};
use std::collections::{BTreeMap, BTreeSet};

/// A batch to begin.
#[derive(Debug, Clone, PartialEq)]
pub struct NewBatch {
    /// What kind.
    pub kind: BatchKind,
    /// File name, pack id, or what was merged.
    pub title: String,
    /// The source it brings, if one.
    pub source: Option<SourceId>,
    /// Who does it.
    pub author: String,
    /// When. Never earlier than what is recorded already: a clock that went back is
    /// read as standing still.
    pub recorded_at: DateTime<Utc>,
    /// Digest of everything that decides the outcome.
    pub input_digest: String,
}

const COLUMNS: &str = "b.key, b.kind, b.title, b.source, b.author, b.recorded_at, u.undone_at, \
                       b.input_digest, b.summary";
const TABLES: &str = "batch b LEFT JOIN batch_undo u ON u.key = b.key";

impl Tx {
    /// Begins a batch. It ends with this write, or when another batch is begun.
    pub fn begin_batch(&mut self, new: &NewBatch) -> Result<BatchId> {
        self.for_writing()?;
        self.close_batch()?;
        let recorded_at = micros(new.recorded_at).max(self.batch_times()?.latest);
        let row = [
            P::Text(new.kind.code()),
            P::Text(&new.title),
            P::opt(new.source.as_ref().map(SourceId::as_str)),
            P::Text(&new.author),
            P::Int(recorded_at),
            P::Text(&new.input_digest),
            P::Text(""),
        ];
        let id = BatchId(self.insert_one(BATCH, &row)?);
        self.forget();
        self.open_batch = Some(OpenBatch {
            id,
            extents: BTreeMap::new(),
            tally: BTreeMap::new(),
        });
        Ok(id)
    }

    /// Keeps counts and settings a person may want to see again, as JSON.
    pub fn finish_batch(&mut self, batch: BatchId, summary: &str) -> Result<()> {
        self.in_batch(batch)?;
        let sql = "UPDATE batch SET summary = $1 WHERE key = $2";
        self.for_writing()?
            .execute(sql, &[P::Text(summary), P::Int(batch.0)])?;
        self.close_batch()
    }

    /// One batch, undone or not.
    pub fn batch(&mut self, id: BatchId) -> Result<Option<Batch>> {
        let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE b.key = $1");
        self.conn()?.one(&sql, &[P::Int(id.0)], read)
    }

    /// Batches, newest first.
    pub fn batches(&mut self, limit: usize, offset: usize) -> Result<Vec<Batch>> {
        let sql = format!("SELECT {COLUMNS} FROM {TABLES} ORDER BY b.key DESC LIMIT $1 OFFSET $2");
        self.conn()?
            .all(&sql, &[P::Int(limit as i64), P::Int(offset as i64)], read)
    }

    /// The batch in force that was made from the same input.
    pub fn batch_by_digest(&mut self, input_digest: &str) -> Result<Option<Batch>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM {TABLES} WHERE b.input_digest = $1 AND u.key IS NULL ORDER BY b.key DESC"
        );
        self.conn()?.one(&sql, &[P::Text(input_digest)], read)
    }

    /// Batches in force that build on this one, newest first: they supersede its
    /// records, or say something about what it made.
    pub fn dependents(&mut self, id: BatchId) -> Result<Vec<BatchId>> {
        self.close_batch()?;
        self.for_lookup()?;
        let times = self.batch_times()?;
        let last = self
            .conn()?
            .one("SELECT MAX(key) FROM batch", &[], |row| row.opt_int(0))?
            .flatten();
        if last.is_none_or(|last| last <= id.0) {
            return Ok(Vec::new());
        }
        let mut found = BTreeSet::new();
        for sql in DEPENDENTS {
            self.conn()?.each(sql, &[P::Int(id.0)], &mut |row| {
                let batch = row.int(0)?;
                if times.in_force(batch, crate::tx::NOW) {
                    found.insert(BatchId(batch));
                }
                Ok(true)
            })?;
        }
        Ok(found.into_iter().rev().collect())
    }

    /// Ends everything a batch brought. Refuses while later batches build on it.
    pub fn undo_batch(&mut self, id: BatchId, at: DateTime<Utc>, author: &str) -> Result<()> {
        self.for_writing()?;
        let batch = self.batch(id)?.ok_or(StoreError::UnknownBatch(id))?;
        if batch.undone_at.is_some() {
            return Err(StoreError::AlreadyUndone(id));
        }
        let by = self.dependents(id)?;
        if !by.is_empty() {
            return Err(StoreError::Dependents { batch: id, by });
        }
        let undone_at = micros(at).max(self.batch_times()?.latest);
        let mut insert = self.insert(BATCH_UNDO, 1)?;
        insert.row(&[P::Int(id.0), P::Text(author), P::Int(undone_at)])?;
        insert.finish()?;
        self.forget();
        Ok(())
    }
}

/// Later batches that: supersede its records; retract its relations; replace its
/// entities and sources; have records, names, relations or merges on entities it made;
/// cite sources it brought.
const DEPENDENTS: &[&str] = &[
    "SELECT DISTINCT s.batch FROM supersession s CROSS JOIN record r \
     WHERE r.key = s.old_record AND r.batch = $1 AND s.batch > $1",
    "SELECT DISTINCT x.batch FROM relation_end x CROSS JOIN relation r \
     WHERE r.key = x.relation AND r.batch = $1 AND x.batch > $1",
    "SELECT DISTINCT n.batch FROM entity n CROSS JOIN entity e \
     WHERE e.key = n.former AND e.batch = $1 AND n.batch > $1",
    "SELECT DISTINCT n.batch FROM source n CROSS JOIN source s \
     WHERE s.key = n.former AND s.batch = $1 AND n.batch > $1",
    "SELECT DISTINCT r.batch FROM record r CROSS JOIN entity e \
     WHERE e.key = r.entity AND r.key >= (SELECT COALESCE(MIN(x.first_record), 0) FROM extent x WHERE x.batch > $1) \
     AND r.batch > $1 AND e.batch = $1 AND e.former IS NULL",
    "SELECT DISTINCT n.batch FROM name n CROSS JOIN entity e \
     WHERE e.key = n.entity AND e.batch = $1 AND e.former IS NULL AND n.batch > $1",
    "SELECT DISTINCT r.batch FROM relation r CROSS JOIN entity e \
     WHERE e.id = r.from_entity AND e.batch = $1 AND e.former IS NULL AND r.batch > $1",
    "SELECT DISTINCT r.batch FROM relation r CROSS JOIN entity e \
     WHERE e.id = r.to_entity AND e.batch = $1 AND e.former IS NULL AND r.batch > $1",
    "SELECT DISTINCT m.batch FROM entity_merge m CROSS JOIN entity e \
     WHERE e.id = m.from_entity AND e.batch = $1 AND e.former IS NULL AND m.batch > $1",
    "SELECT DISTINCT m.batch FROM entity_merge m CROSS JOIN entity e \
     WHERE e.id = m.into_entity AND e.batch = $1 AND e.former IS NULL AND m.batch > $1",
    "SELECT DISTINCT x.batch FROM extent x CROSS JOIN source s \
     WHERE s.key = x.source AND s.batch = $1 AND s.former IS NULL AND x.batch > $1",
    "SELECT DISTINCT r.batch FROM relation r CROSS JOIN source s \
     WHERE s.id = r.source AND s.batch = $1 AND s.former IS NULL AND r.batch > $1",
];

fn read(row: Row) -> Result<Batch> {
    let unreadable = |reason: String| StoreError::Unreadable {
        table: "batch",
        reason,
    };
    let kinds = [
        BatchKind::Import,
        BatchKind::Pack,
        BatchKind::Sample,
        BatchKind::Merge,
    ];
    let kind = row.text(1)?;
    let kind = kinds
        .into_iter()
        .find(|k| k.code() == kind)
        .ok_or_else(|| unreadable(kind.to_owned()))?;
    let source = row.opt_string(3)?.map(SourceId::new).transpose();
    Ok(Batch {
        id: BatchId(row.int(0)?),
        kind,
        title: row.string(2)?,
        source: source.map_err(|e| unreadable(e.to_string()))?,
        author: row.string(4)?,
        recorded_at: time(row.int(5)?),
        undone_at: row.opt_int(6)?.map(time),
        input_digest: row.string(7)?,
        summary: row.string(8)?,
    })
}
