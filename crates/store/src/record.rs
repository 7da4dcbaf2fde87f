//! Records: appended, superseded, retracted, never changed.

use crate::layout::{KnownLayout, Layouts};
use crate::sql::schema::{RECORD, SUPERSESSION};
use crate::sql::{P, Row};
use crate::tx::{NOW, Result};
use crate::{StoreError, Tx, values};
use julin_model::{
    BatchId, EntityId, Layout, Locator, Period, Record, RecordId, Spot, Status, Told,
};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A record in force with its layout.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyedRecord {
    /// The record.
    pub record: Record,
    /// What its values mean.
    pub layout: Layout,
}

/// A record on its way into its table.
pub(crate) struct NewRecord<'a> {
    pub entity: i64,
    pub period: Option<Period>,
    pub layout: i64,
    pub source: i64,
    pub spot: &'a Spot,
    pub phrase: Option<&'a str>,
    pub status: Status,
    pub values: &'a str,
    pub told: Option<&'a str>,
    pub fact_key: Option<&'a str>,
}

/// Reused texts of the rows of one insert.
#[derive(Default)]
pub(crate) struct Scratch {
    period: String,
    spot: String,
}

impl Tx {
    /// Inserts records under keys from `first` on; notes their extent.
    pub(crate) fn insert_records<'a>(
        &mut self,
        batch: BatchId,
        first: i64,
        records: impl ExactSizeIterator<Item = NewRecord<'a>>,
    ) -> Result<()> {
        use std::fmt::Write as _;
        let mut scratch = Scratch::default();
        let mut extents: HashMap<i64, Extent> = HashMap::new();
        let mut insert = self.insert(RECORD, records.len())?;
        for (key, record) in (first..).zip(records) {
            scratch.period.clear();
            scratch.spot.clear();
            if let Some(period) = record.period {
                let _ = write!(scratch.period, "{period}");
            }
            let _ = write!(scratch.spot, "{}", record.spot);
            insert.row(&[
                P::Int(key),
                P::Int(record.entity),
                P::opt(record.period.map(|_| scratch.period.as_str())),
                P::Int(record.layout),
                P::Int(record.source),
                P::Text(&scratch.spot),
                P::opt(record.phrase),
                P::Text(record.status.code()),
                P::Text(record.values),
                P::opt(record.told),
                P::opt(record.fact_key),
                P::Int(batch.0),
            ])?;
            let one = Extent {
                first: key,
                last: key,
                records: 1,
            };
            let extent = extents.entry(record.source);
            extent
                .and_modify(|known| *known = known.with(one))
                .or_insert(one);
        }
        insert.finish()?;
        let open = &mut self.in_batch(batch)?.extents;
        for (source, new) in extents {
            let extent = open.entry(source);
            extent
                .and_modify(|known| *known = known.with(new))
                .or_insert(new);
        }
        Ok(())
    }

    /// Appends records of one layout; their ids in order.
    pub fn append_records(
        &mut self,
        batch: BatchId,
        layout: &Layout,
        records: &[Record],
    ) -> Result<Vec<RecordId>> {
        self.in_batch(batch)?;
        let layout = self.put_layout(layout)?;
        let columns = layout.layout.columns.len();
        if let Some(values) = records
            .iter()
            .map(|r| r.values.len())
            .find(|n| *n != columns)
        {
            return Err(StoreError::WrongWidth { values, columns });
        }
        let mut ids = Vec::with_capacity(records.len());
        for chunk in records.chunks(CHUNK) {
            let first = self.append_chunk(batch, &layout, chunk)?;
            ids.extend((first..).take(chunk.len()).map(RecordId));
        }
        Ok(ids)
    }

    fn append_chunk(
        &mut self,
        batch: BatchId,
        layout: &KnownLayout,
        records: &[Record],
    ) -> Result<i64> {
        let sources = self.known_sources()?;
        let ids: Vec<&str> = records.iter().map(|r| r.entity.as_str()).collect();
        let versions = self.versions(&ids, NOW)?;
        let (mut texts, mut new) = (
            Vec::with_capacity(records.len()),
            Vec::with_capacity(records.len()),
        );
        for record in records {
            let (mut json, told) = (
                String::new(),
                record.told.as_ref().map(told_json).transpose()?,
            );
            values::write(&record.values, &mut json)?;
            texts.push((json, told));
        }
        for (record, (json, told)) in records.iter().zip(&texts) {
            let entity = versions.get(record.entity.as_str()).and_then(|v| v.last());
            new.push(NewRecord {
                entity: entity
                    .ok_or_else(|| StoreError::UnknownEntity(record.entity.clone()))?
                    .key,
                period: record.period,
                layout: layout.key,
                source: sources.need(&record.source)?.key,
                spot: &record.locator.spot,
                phrase: record.locator.phrase.as_deref(),
                status: record.status,
                values: json,
                told: told.as_deref(),
                fact_key: record.key.as_deref(),
            });
        }
        let first = self.next_keys(RECORD, new.len())?;
        self.insert_records(batch, first, new.into_iter())?;
        Ok(first)
    }

    /// Ends records in force: each is superseded by another, or retracted when there is
    /// no other.
    pub fn supersede(
        &mut self,
        batch: BatchId,
        old: &[(RecordId, Option<RecordId>)],
    ) -> Result<()> {
        self.in_batch(batch)?;
        for chunk in old.chunks(CHUNK) {
            self.need_in_force(&chunk.iter().map(|(old, _)| *old).collect::<Vec<_>>())?;
            self.insert_supersessions(batch, chunk)?;
        }
        Ok(())
    }

    pub(crate) fn insert_supersessions(
        &mut self,
        batch: BatchId,
        pairs: &[(RecordId, Option<RecordId>)],
    ) -> Result<()> {
        let first = self.next_keys(SUPERSESSION, pairs.len())?;
        let mut insert = self.insert(SUPERSESSION, pairs.len())?;
        for (key, (old, new)) in (first..).zip(pairs) {
            let new = P::opt_int(new.map(|new| new.0));
            insert.row(&[P::Int(key), P::Int(old.0), new, P::Int(batch.0)])?;
        }
        insert.finish()
    }

    fn need_in_force(&mut self, records: &[RecordId]) -> Result<()> {
        let keys: Vec<i64> = records.iter().map(|id| id.0).collect();
        let times = self.batch_times()?;
        let mut known = HashSet::new();
        let sql = "SELECT key, batch FROM record WHERE key IN (INTS($1))";
        self.conn()?.each(sql, &[P::Ints(&keys)], &mut |row| {
            if times.in_force(row.int(1)?, NOW) {
                known.insert(row.int(0)?);
            }
            Ok(true)
        })?;
        for ended in self.superseded_among(&keys, NOW)? {
            known.remove(&ended);
        }
        let missing = records.iter().find(|id| !known.remove(&id.0));
        missing.map_or(Ok(()), |id| Err(StoreError::UnknownRecord(*id)))
    }

    /// Those of the records that are superseded at a time.
    pub(crate) fn superseded_among(&mut self, keys: &[i64], at: i64) -> Result<HashSet<i64>> {
        let times = self.batch_times()?;
        let mut ended = HashSet::new();
        let sql = "SELECT old_record, batch FROM supersession WHERE old_record IN (INTS($1))";
        self.conn()?.each(sql, &[P::Ints(keys)], &mut |row| {
            if times.in_force(row.int(1)?, at) {
                ended.insert(row.int(0)?);
            }
            Ok(true)
        })?;
        Ok(ended)
    }

    /// Records in force of a series that have a key of their own, in order of record.
    pub fn records_by_key(&mut self, series: &str) -> Result<Vec<KeyedRecord>> {
        let (times, layouts) = (self.batch_times()?, self.layouts()?);
        let sources = self.known_sources()?;
        let keys = sources.of_series(series);
        let Some((from, to)) = self.extent(&keys)? else {
            return Ok(Vec::new());
        };
        let sql = format!(
            "SELECT {STORED_COLUMNS} FROM record r CROSS JOIN entity e WHERE e.key = r.entity \
             AND r.key BETWEEN $1 AND $2 AND r.fact_key IS NOT NULL ORDER BY r.key"
        );
        let mut found = Vec::new();
        self.conn()?
            .each(&sql, &[P::Int(from), P::Int(to)], &mut |row| {
                if keys.contains(&row.int(4)?) && times.in_force(row.int(10)?, NOW) {
                    let stored = StoredRecord::read(&row, &layouts)?;
                    found.push((
                        stored.into_record(&sources)?,
                        stored_layout(&row, &layouts)?,
                    ));
                }
                Ok(true)
            })?;
        let ids: Vec<i64> = found.iter().map(|(record, _)| record.id.0).collect();
        let ended = self.superseded_among(&ids, NOW)?;
        let in_force = found
            .into_iter()
            .filter(|(record, _)| !ended.contains(&record.id.0));
        Ok(in_force
            .map(|(record, layout)| KeyedRecord {
                record,
                layout: layout.layout.clone(),
            })
            .collect())
    }

    /// First and last record of some sources.
    pub(crate) fn extent(&mut self, sources: &[i64]) -> Result<Option<(i64, i64)>> {
        let sql =
            "SELECT MIN(first_record), MAX(last_record) FROM extent WHERE source IN (INTS($1))";
        let stored = self.conn()?.one(sql, &[P::Ints(sources)], |row| {
            Ok(row.opt_int(0)?.zip(row.opt_int(1)?))
        })?;
        let open = self.open_batch.iter().flat_map(|open| &open.extents);
        let open = open
            .filter(|(source, _)| sources.contains(source))
            .map(|(_, extent)| (extent.first, extent.last));
        Ok(stored
            .flatten()
            .into_iter()
            .chain(open)
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))))
    }
}

/// Which records a batch brought from a source; others may lie between first and last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extent {
    pub first: i64,
    pub last: i64,
    pub records: i64,
}

impl Extent {
    /// Both together.
    fn with(self, other: Self) -> Self {
        Self {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
            records: self.records + other.records,
        }
    }
}

/// Records looked up at once.
const CHUNK: usize = 5_000;

/// Columns of a [`StoredRecord`].
pub(crate) const STORED_COLUMNS: &str = "r.key, e.id, r.period, r.layout, r.source, r.spot, r.phrase, \
                                         r.status, r.vals, r.told, r.batch, r.fact_key";

/// A record as it stands in its table.
pub(crate) struct StoredRecord {
    pub key: i64,
    pub entity: EntityId,
    pub period: Option<Period>,
    pub source: i64,
    pub locator: Locator,
    pub status: Status,
    pub values: Vec<Option<julin_model::Value>>,
    pub told: Option<Told>,
    pub batch: i64,
    pub fact_key: Option<String>,
}

impl StoredRecord {
    /// Reads [`STORED_COLUMNS`].
    pub fn read(row: &Row, layouts: &Layouts) -> Result<Self> {
        let layout = stored_layout(row, layouts)?;
        let mut spot: Spot = row.text(5)?.parse().map_err(unreadable)?;
        if let (
            Spot::Row {
                sheet: sheet @ None,
                ..
            },
            Some(name),
        ) = (&mut spot, &layout.layout.sheet)
        {
            *sheet = Some(name.clone());
        }
        let status = row.text(7)?;
        Ok(Self {
            key: row.int(0)?,
            entity: crate::merge::entity_id(row.text(1)?)?,
            period: row
                .opt_text(2)?
                .map(str::parse)
                .transpose()
                .map_err(unreadable)?,
            source: row.int(4)?,
            locator: Locator {
                spot,
                phrase: row.opt_string(6)?,
            },
            status: Status::parse(status).ok_or_else(|| unreadable(status))?,
            values: values::read(row.text(8)?)?,
            told: row
                .opt_text(9)?
                .map(serde_json::from_str)
                .transpose()
                .map_err(unreadable)?,
            batch: row.int(10)?,
            fact_key: row.opt_string(11)?,
        })
    }

    /// The record with its source's name.
    pub fn into_record(self, sources: &crate::source::Sources) -> Result<Record> {
        Ok(Record {
            id: RecordId(self.key),
            entity: self.entity,
            period: self.period,
            source: sources.get(self.source)?.id.clone(),
            locator: self.locator,
            status: self.status,
            values: self.values,
            told: self.told,
            key: self.fact_key,
        })
    }
}

fn stored_layout(row: &Row, layouts: &Layouts) -> Result<Arc<KnownLayout>> {
    layouts.get(row.int(3)?).cloned()
}

/// Says that a stored record makes no sense.
pub(crate) fn unreadable(reason: impl ToString) -> StoreError {
    StoreError::Unreadable {
        table: "record",
        reason: reason.to_string(),
    }
}

/// How a value was told, as stored.
pub(crate) fn told_json(told: &Told) -> Result<String> {
    serde_json::to_string(told).map_err(unreadable)
}
