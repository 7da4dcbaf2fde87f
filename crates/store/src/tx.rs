//! One transaction, with what it remembers: which batches are in force, layouts,
//! sources, merges, and the next free keys.
//!
//! Every reading goes through [`Batches`]: a row counts at a time when its batch was
//! recorded by then and not undone by then.

use crate::bulk::Bulk;
use crate::record::Extent;
use crate::sql::schema::{self, Table};
use crate::sql::{Conn, Insert, Mode, P};
use crate::store::Pool;
use crate::{StoreError, layout::Layouts, merge::Merges, source::Sources};
use chrono::{DateTime, TimeZone, Utc};
use julin_model::{BatchId, TypeId};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

pub(crate) type Result<T> = std::result::Result<T, StoreError>;

/// A time later than all: what is in force now.
pub(crate) const NOW: i64 = i64::MAX;

/// A transaction: all reading sees one state, all writing lasts or leaves no trace.
pub struct Tx {
    conn: Option<Conn>,
    pool: Arc<Pool>,
    mode: Mode,
    next_keys: HashMap<&'static str, i64>,
    batches: Option<Arc<Batches>>,
    pub(crate) open_batch: Option<OpenBatch>,
    pub(crate) layouts: Option<Arc<Layouts>>,
    pub(crate) sources: Option<Arc<Sources>>,
    pub(crate) merges: Option<Arc<Merges>>,
    pub(crate) bulk: Bulk,
}

/// The batch being written, with the summaries of its rows to be kept.
pub(crate) struct OpenBatch {
    pub id: BatchId,
    /// By source: first and last record.
    pub extents: BTreeMap<i64, Extent>,
    /// By type: entities made, or lost to another type.
    pub tally: BTreeMap<TypeId, i64>,
}

/// When each batch was recorded and undone, in microseconds.
#[derive(Default, Clone)]
pub(crate) struct Batches {
    by_id: HashMap<i64, (i64, Option<i64>)>,
    /// The latest time at which anything was recorded or undone.
    pub latest: i64,
}

impl Batches {
    /// True when what the batch brought counts at time `at`.
    pub fn in_force(&self, batch: i64, at: i64) -> bool {
        self.by_id
            .get(&batch)
            .is_some_and(|(from, until)| *from <= at && until.is_none_or(|until| at < until))
    }

    /// When the batch was recorded.
    pub fn recorded_at(&self, batch: i64) -> i64 {
        self.by_id.get(&batch).map_or(0, |(from, _)| *from)
    }

    /// When the batch was undone, as known at time `at`.
    pub fn undone_at(&self, batch: i64, at: i64) -> Option<i64> {
        self.by_id
            .get(&batch)
            .and_then(|(_, until)| until.filter(|until| *until <= at))
    }

    /// True when the batch was recorded by then.
    pub fn known(&self, batch: i64, at: i64) -> bool {
        self.by_id.get(&batch).is_some_and(|(from, _)| *from <= at)
    }
}

impl Tx {
    pub(crate) fn begin(pool: &Arc<Pool>, mode: Mode) -> Result<Self> {
        let conn = Self::begun(pool, mode)?;
        Ok(Self {
            conn: Some(conn),
            pool: pool.clone(),
            mode,
            next_keys: HashMap::new(),
            batches: None,
            open_batch: None,
            layouts: None,
            sources: None,
            merges: None,
            bulk: Bulk::default(),
        })
    }

    /// A connection with its transaction begun; idle ones that went stale are let go.
    fn begun(pool: &Arc<Pool>, mode: Mode) -> Result<Conn> {
        for _ in 0..=pool.url.connections() {
            let mut conn = pool.take()?;
            let Err(error) = conn.begin(mode) else {
                return Ok(conn);
            };
            let _ = conn.rollback();
            let healthy = conn.is_healthy();
            pool.give_back(conn);
            if healthy {
                return Err(error);
            }
        }
        Err(StoreError::Database("no connection holds".to_owned()))
    }

    /// Ends the transaction, lasting if it wrote.
    pub(crate) fn end(mut self) -> Result<()> {
        self.close_batch()?;
        self.build_indexes()?;
        let Some(mut conn) = self.conn.take() else {
            return Ok(());
        };
        let ended = conn.commit();
        if ended.is_err() {
            let _ = conn.rollback();
        }
        self.pool.give_back(conn);
        ended
    }

    /// The connection of this transaction.
    pub(crate) fn conn(&mut self) -> Result<&mut Conn> {
        self.conn
            .as_mut()
            .ok_or_else(|| StoreError::Database("the transaction has ended".to_owned()))
    }

    /// Refuses to write in a read.
    pub(crate) fn for_writing(&mut self) -> Result<&mut Conn> {
        if self.mode == Mode::Read {
            return Err(StoreError::ReadOnly);
        }
        self.conn()
    }

    /// Begins to insert so many rows of a table.
    pub(crate) fn insert(&mut self, table: &'static Table, rows: usize) -> Result<Insert<'_>> {
        self.for_writing()?.insert(table, rows)
    }

    /// Inserts one row; its key.
    pub(crate) fn insert_one(&mut self, table: &'static Table, values: &[P]) -> Result<i64> {
        let key = self.next_keys(table, 1)?;
        let mut row = vec![P::Int(key)];
        row.extend_from_slice(values);
        let mut insert = self.insert(table, 1)?;
        insert.row(&row)?;
        insert.finish()?;
        Ok(key)
    }

    /// Takes `count` keys of a table; the first of them.
    pub(crate) fn next_keys(&mut self, table: &'static Table, count: usize) -> Result<i64> {
        let next = match self.next_keys.get(table.name) {
            Some(next) => *next,
            None => {
                let sql = format!("SELECT COALESCE(MAX(key), 0) + 1 FROM {}", table.name);
                self.for_writing()?
                    .one(&sql, &[], |row| row.int(0))?
                    .unwrap_or(1)
            }
        };
        self.next_keys.insert(table.name, next + count as i64);
        Ok(next)
    }

    /// Which batches are in force when.
    pub(crate) fn batch_times(&mut self) -> Result<Arc<Batches>> {
        if let Some(known) = &self.batches {
            return Ok(known.clone());
        }
        let mut batches = Batches::default();
        let sql = "SELECT b.key, b.recorded_at, u.undone_at FROM batch b \
                   LEFT JOIN batch_undo u ON u.key = b.key";
        self.conn()?.each(sql, &[], &mut |row| {
            let (from, until) = (row.int(1)?, row.opt_int(2)?);
            batches.by_id.insert(row.int(0)?, (from, until));
            batches.latest = batches.latest.max(from).max(until.unwrap_or(0));
            Ok(true)
        })?;
        let batches = Arc::new(batches);
        self.batches = Some(batches.clone());
        Ok(batches)
    }

    /// Forgets what a new or undone batch makes stale.
    pub(crate) fn forget(&mut self) {
        self.batches = None;
        self.sources = None;
        self.merges = None;
    }

    /// The open batch, if it is this one.
    pub(crate) fn in_batch(&mut self, batch: BatchId) -> Result<&mut OpenBatch> {
        self.for_writing()?;
        let open = self.open_batch.as_mut().filter(|open| open.id == batch);
        open.ok_or(StoreError::BatchClosed(batch))
    }

    /// Writes down what was counted for the open batch.
    pub(crate) fn close_batch(&mut self) -> Result<()> {
        let Some(open) = self.open_batch.take() else {
            return Ok(());
        };
        let batch = P::Int(open.id.0);
        for (source, extent) in open.extents {
            let (first, last) = (P::Int(extent.first), P::Int(extent.last));
            let row = [batch, P::Int(source), first, last, P::Int(extent.records)];
            self.insert_one(schema::EXTENT, &row)?;
        }
        for (kind, count) in open.tally {
            self.insert_one(
                schema::TALLY,
                &[batch, P::Text(kind.as_str()), P::Int(count)],
            )?;
        }
        Ok(())
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        if let Some(mut conn) = self.conn.take() {
            let _ = conn.rollback();
            self.pool.give_back(conn);
        }
    }
}

/// Microseconds since 1970, as times are stored.
pub(crate) fn micros(time: DateTime<Utc>) -> i64 {
    time.timestamp_micros()
}

/// A stored time.
pub(crate) fn time(micros: i64) -> DateTime<Utc> {
    Utc.timestamp_micros(micros).single().unwrap_or_default()
}

/// The moment asked about; none means now.
pub(crate) fn moment(known_at: Option<DateTime<Utc>>) -> i64 {
    known_at.map_or(NOW, micros)
}
