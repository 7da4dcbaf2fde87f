//! Rows of a table into records. A row of the same entity, period, series and fields as
//! a record in force is the same thing told again: equal values change nothing, other
//! values supersede it.

use crate::layout::{KnownLayout, Layouts};
use crate::record::NewRecord;
use crate::sql::P;
use crate::sql::schema::RECORD;
use crate::tx::{NOW, Result};
use crate::{StoreError, Tx, values};
use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};
use julin_model::{
    BatchId, Column, Entity, EntityId, Layout, Period, RecordId, SourceId, Spot, Status, Value,
};
use std::ops::Range;
use std::sync::Arc;

/// What the rows belong to. Their series is that of the source.
#[derive(Debug, Clone, Copy)]
pub struct UpsertTarget<'a> {
    /// The table.
    pub source: &'a SourceId,
    /// Its columns.
    pub layout: &'a Layout,
}

/// Whom a row is about.
#[derive(Debug, Clone, PartialEq)]
pub enum IncomingEntity {
    /// One that must exist.
    Known(EntityId),
    /// One to be created unless it exists; an existing one is left as it is.
    Create(Entity),
}

impl IncomingEntity {
    /// Its id.
    pub fn id(&self) -> &EntityId {
        match self {
            Self::Known(id) => id,
            Self::Create(entity) => &entity.id,
        }
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct IncomingRow {
    /// Whom it is about.
    pub entity: IncomingEntity,
    /// The time it is about.
    pub period: Option<Period>,
    /// Its number in the file, from 1. The sheet comes from the layout.
    pub row: u32,
    /// What kind of saying.
    pub status: Status,
    /// Values in the order of the layout.
    pub values: Vec<Option<Value>>,
}

/// A row that says something else about the same entity and period as an earlier row of
/// the same batch. It was not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    /// The row passed over.
    pub row: u32,
    /// The place of the row that was written.
    pub first: String,
}

/// What became of rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UpsertCount {
    /// Entities created.
    pub entities_added: u64,
    /// Records about something new.
    pub records_added: u64,
    /// Records that superseded one with other values.
    pub records_changed: u64,
    /// Rows that said what is in force already.
    pub records_same: u64,
    /// Rows that contradict an earlier row of the same batch; not written.
    pub repeated: Vec<Repeated>,
}

/// What tells whether two records are editions of one another, fields and series apart.
type Lineage = (i64, Option<Period>, u8);

/// The record in force of a lineage.
struct Held {
    record: i64,
    layout: i64,
    status: Status,
    values: String,
    batch: i64,
    spot: String,
}

impl Tx {
    /// Writes rows; best called with some thousands at a time.
    pub fn upsert_rows(
        &mut self,
        batch: BatchId,
        target: &UpsertTarget<'_>,
        rows: Vec<IncomingRow>,
    ) -> Result<UpsertCount> {
        self.in_batch(batch)?;
        let layout = self.put_layout(target.layout)?;
        let columns = layout.layout.columns.len();
        if let Some(values) = rows.iter().map(|r| r.values.len()).find(|n| *n != columns) {
            return Err(StoreError::WrongWidth { values, columns });
        }
        let mut count = UpsertCount::default();
        let ids: Vec<&str> = rows.iter().map(|row| row.entity.id().as_str()).collect();
        let known = self.version_keys(&ids)?;
        let entities = self.create_missing(batch, &rows, &known, &mut count)?;
        let held = self.held(target.source, &layout, &known)?;
        let mut writing = Writing {
            batch,
            layout: &layout,
            layouts: self.layouts()?,
            entities,
            held,
            first: self.next_keys(RECORD, 0)?,
            new: Vec::with_capacity(rows.len()),
            fresh: HashMap::with_capacity(rows.len()),
            ended: Vec::new(),
            text: String::with_capacity(rows.len() * 64),
            count,
        };
        for row in &rows {
            writing.decide(row)?;
        }
        writing.write(self, target.source)
    }

    /// Creates what does not exist; the key of each entity.
    fn create_missing<'a>(
        &mut self,
        batch: BatchId,
        rows: &'a [IncomingRow],
        known: &HashMap<String, Vec<i64>>,
        count: &mut UpsertCount,
    ) -> Result<HashMap<&'a str, i64>> {
        let mut keys: HashMap<&str, i64> = HashMap::with_capacity(rows.len());
        let (mut seen, mut new) = (HashSet::new(), Vec::new());
        for row in rows {
            let id = row.entity.id().as_str();
            match (known.get(id).and_then(|v| v.last()), &row.entity) {
                (Some(key), _) => drop(keys.insert(id, *key)),
                (None, IncomingEntity::Create(entity)) if seen.insert(id) => {
                    new.push((entity, None))
                }
                _ => {}
            }
        }
        if !self.bulk.is_active() {
            // In order of id, so that neighbours in the index are written together.
            new.sort_unstable_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        }
        if !new.is_empty() {
            count.entities_added += new.len() as u64;
            let created = self.insert_entities(batch, &new)?;
            keys.extend(
                new.iter()
                    .map(|(entity, _)| entity.id.as_str())
                    .zip(created),
            );
        }
        Ok(keys)
    }

    /// What is in force of these entities, this series and these fields.
    fn held(
        &mut self,
        source: &SourceId,
        layout: &KnownLayout,
        known: &HashMap<String, Vec<i64>>,
    ) -> Result<HashMap<Lineage, Held>> {
        let mut held = HashMap::new();
        if known.is_empty() {
            return Ok(held);
        }
        // Records may stand on any version of an entity; a lineage names the last one.
        let last: HashMap<i64, i64> = known
            .values()
            .filter_map(|keys| keys.last().map(|last| (keys, *last)))
            .flat_map(|(keys, last)| keys.iter().map(move |key| (*key, last)))
            .collect();
        let (sources, layouts, times) =
            (self.known_sources()?, self.layouts()?, self.batch_times()?);
        let series = sources.of_series(&sources.need(source)?.series);
        let alike: Vec<i64> = layouts
            .by_key
            .values()
            .filter(|l| l.shape == layout.shape)
            .map(|l| l.key)
            .collect();
        let entities: Vec<i64> = last.keys().copied().collect();
        let sql = "SELECT key, entity, period, layout, source, status, vals, batch, spot FROM record \
                   WHERE entity IN (INTS($1))";
        let mut keys = Vec::new();
        let mut rows = Vec::new();
        self.conn()?.each(sql, &[P::Ints(&entities)], &mut |row| {
            let (layout, source, batch) = (row.int(3)?, row.int(4)?, row.int(7)?);
            if alike.contains(&layout) && series.contains(&source) && times.in_force(batch, NOW) {
                let period = row.opt_text(2)?.map(str::parse).transpose();
                let period: Option<Period> = period.map_err(crate::record::unreadable)?;
                let status = Status::parse(row.text(5)?).unwrap_or_default();
                let entity = last.get(&row.int(1)?).copied().unwrap_or_default();
                let record = row.int(0)?;
                let (values, spot) = (row.string(6)?, row.string(8)?);
                keys.push(record);
                rows.push((
                    (entity, period, class(status)),
                    Held {
                        record,
                        layout,
                        status,
                        values,
                        batch,
                        spot,
                    },
                ));
            }
            Ok(true)
        })?;
        let ended = self.superseded_among(&keys, NOW)?;
        rows.sort_unstable_by_key(|(_, record)| record.record);
        held.extend(
            rows.into_iter()
                .filter(|(_, record)| !ended.contains(&record.record)),
        );
        Ok(held)
    }
}

/// Rows on their way, with all they are compared to.
struct Writing<'a> {
    batch: BatchId,
    layout: &'a KnownLayout,
    layouts: Arc<Layouts>,
    entities: HashMap<&'a str, i64>,
    held: HashMap<Lineage, Held>,
    /// Key of the first new record.
    first: i64,
    new: Vec<Decided>,
    /// Which of the new records each lineage has got.
    fresh: HashMap<Lineage, usize>,
    ended: Vec<(RecordId, Option<RecordId>)>,
    /// The values of all new records, one after the other.
    text: String,
    count: UpsertCount,
}

/// A record decided on.
struct Decided {
    entity: i64,
    period: Option<Period>,
    spot: Spot,
    status: Status,
    /// Where its values stand in the text.
    values: Range<usize>,
}

impl Writing<'_> {
    /// Decides what becomes of a row.
    fn decide(&mut self, row: &IncomingRow) -> Result<()> {
        let id = row.entity.id();
        let entity = self.entities.get(id.as_str()).copied();
        let entity = entity.ok_or_else(|| StoreError::UnknownEntity(id.clone()))?;
        let lineage = (entity, row.period, class(row.status));
        let start = self.text.len();
        values::write(&row.values, &mut self.text)?;
        if !self.is_news(row, lineage, start)? {
            self.text.truncate(start);
            return Ok(());
        }
        let (period, status, values) = (row.period, row.status, start..self.text.len());
        let spot = Spot::Row {
            sheet: None,
            row: row.row,
            column: None,
        };
        self.fresh.insert(lineage, self.new.len());
        self.new.push(Decided {
            entity,
            period,
            spot,
            status,
            values,
        });
        Ok(())
    }

    /// Counts the row and tells whether it is to be written; its values begin at `start`.
    fn is_news(&mut self, row: &IncomingRow, lineage: Lineage, start: usize) -> Result<bool> {
        let json = &self.text[start..];
        if let Some(earlier) = self.fresh.get(&lineage).map(|at| &self.new[*at]) {
            if earlier.status == row.status && self.text[earlier.values.clone()] == *json {
                self.count.records_same += 1;
            } else {
                let first = earlier.spot.to_string();
                self.count.repeated.push(Repeated {
                    row: row.row,
                    first,
                });
            }
            return Ok(false);
        }
        let Some(held) = self.held.get(&lineage) else {
            self.count.records_added += 1;
            return Ok(true);
        };
        let known = self.layouts.get(held.layout)?;
        if held.status == row.status && equal(held, known, json, self.layout, row)? {
            self.count.records_same += 1;
            return Ok(false);
        }
        if held.batch == self.batch.0 {
            self.count.repeated.push(Repeated {
                row: row.row,
                first: held.spot.clone(),
            });
            return Ok(false);
        }
        let successor = RecordId(self.first + self.new.len() as i64);
        self.ended.push((RecordId(held.record), Some(successor)));
        self.count.records_changed += 1;
        Ok(true)
    }

    /// Writes what was decided.
    fn write(self, tx: &mut Tx, source: &SourceId) -> Result<UpsertCount> {
        let source = tx.known_sources()?.need(source)?.key;
        tx.next_keys(RECORD, self.new.len())?;
        let records = self.new.iter().map(|record| NewRecord {
            entity: record.entity,
            period: record.period,
            layout: self.layout.key,
            source,
            spot: &record.spot,
            phrase: None,
            status: record.status,
            values: &self.text[record.values.clone()],
            told: None,
            fact_key: None,
        });
        tx.insert_records(self.batch, self.first, records)?;
        if !self.ended.is_empty() {
            tx.insert_supersessions(self.batch, &self.ended)?;
        }
        Ok(self.count)
    }
}

/// Targets and samples never stand for facts, nor replace them.
fn class(status: Status) -> u8 {
    match status {
        Status::Reported | Status::Estimated | Status::Derived => 0,
        Status::Target => 1,
        Status::Sample => 2,
    }
}

/// True when the record in force says what the row says, in the same units.
fn equal(
    held: &Held,
    known: &KnownLayout,
    json: &str,
    new: &KnownLayout,
    row: &IncomingRow,
) -> Result<bool> {
    let meaning = |c: &Column| (c.field.clone(), c.scope.clone(), c.unit.clone());
    let (old_columns, new_columns) = (&known.layout.columns, &new.layout.columns);
    if old_columns
        .iter()
        .map(meaning)
        .eq(new_columns.iter().map(meaning))
    {
        return Ok(held.values == json);
    }
    let old_values = values::read(&held.values)?;
    let in_order = |columns: &[Column], values: &[Option<Value>]| {
        let mut pairs: Vec<_> = columns
            .iter()
            .map(meaning)
            .zip(values.iter().cloned())
            .collect();
        pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
        pairs
    };
    Ok(in_order(old_columns, &old_values) == in_order(new_columns, &row.values))
}
