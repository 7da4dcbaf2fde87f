//! Rows of a table into records. A row of the same entity, period, series and fields as
//! a record in force is the same thing told again: equal values change nothing, other
//! values supersede it.

use crate::entity::Version;
use crate::layout::KnownLayout;
use crate::record::NewRecord;
use crate::sql::P;
use crate::sql::schema::RECORD;
use crate::tx::{NOW, Result};
use crate::{StoreError, Tx, values};
use julin_model::{
    BatchId, Column, Entity, EntityId, Layout, Period, RecordId, SourceId, Spot, Status, Value,
};
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

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
        let known = self.versions(&ids, NOW)?;
        let entities = self.create_missing(batch, &rows, &known, &mut count)?;
        let held = self.held(target.source, &layout, &known)?;
        Writing {
            batch,
            layout: &layout,
            entities,
            held,
            count,
        }
        .run(self, target.source, &rows)
    }

    /// Creates what does not exist; the key of each entity.
    fn create_missing<'a>(
        &mut self,
        batch: BatchId,
        rows: &'a [IncomingRow],
        known: &HashMap<String, Vec<Version>>,
        count: &mut UpsertCount,
    ) -> Result<HashMap<&'a str, i64>> {
        let mut keys: HashMap<&str, i64> = HashMap::with_capacity(rows.len());
        let (mut seen, mut new) = (HashSet::new(), Vec::new());
        for row in rows {
            let id = row.entity.id().as_str();
            match (known.get(id).and_then(|v| v.last()), &row.entity) {
                (Some(version), _) => drop(keys.insert(id, version.key)),
                (None, IncomingEntity::Create(entity)) if seen.insert(id) => {
                    new.push((entity, None))
                }
                _ => {}
            }
        }
        // In order of id, so that neighbours in the index are written together.
        new.sort_unstable_by(|(a, _), (b, _)| a.id.cmp(&b.id));
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
        known: &HashMap<String, Vec<Version>>,
    ) -> Result<HashMap<Lineage, Held>> {
        let mut held = HashMap::new();
        if known.is_empty() {
            return Ok(held);
        }
        // Records may stand on any version of an entity; a lineage names the last one.
        let last: HashMap<i64, i64> = known
            .values()
            .filter_map(|versions| versions.last().map(|last| (versions, last.key)))
            .flat_map(|(versions, last)| versions.iter().map(move |v| (v.key, last)))
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
    entities: HashMap<&'a str, i64>,
    held: HashMap<Lineage, Held>,
    count: UpsertCount,
}

/// A record decided on; its values are a stretch of one long text.
struct Decided {
    entity: i64,
    period: Option<Period>,
    spot: Spot,
    status: Status,
    values: std::ops::Range<usize>,
}

impl Writing<'_> {
    fn run(mut self, tx: &mut Tx, source: &SourceId, rows: &[IncomingRow]) -> Result<UpsertCount> {
        let source = tx.known_sources()?.need(source)?.key;
        let first = tx.next_keys(RECORD, 0)?;
        let layouts = tx.layouts()?;
        let mut text = String::with_capacity(rows.len() * 64);
        let (mut new, mut ended): (Vec<Decided>, Vec<(RecordId, Option<RecordId>)>) =
            Default::default();
        // Records of this very call, by lineage.
        let mut fresh: HashMap<Lineage, usize> = HashMap::with_capacity(rows.len());
        for row in rows {
            let id = row.entity.id();
            let entity = *self
                .entities
                .get(id.as_str())
                .ok_or_else(|| StoreError::UnknownEntity(id.clone()))?;
            let lineage = (entity, row.period, class(row.status));
            let start = text.len();
            values::write(&row.values, &mut text)?;
            if let Some(earlier) = fresh.get(&lineage).map(|at| &new[*at]) {
                let same =
                    text[earlier.values.clone()] == text[start..] && earlier.status == row.status;
                self.repeat(row.row, &earlier.spot, same);
                text.truncate(start);
                continue;
            }
            if let Some(held) = self.held.get(&lineage) {
                let known = layouts.get(held.layout)?;
                if held.status == row.status
                    && equal(held, known, &text[start..], self.layout, row)?
                {
                    self.count.records_same += 1;
                    text.truncate(start);
                    continue;
                }
                if held.batch == self.batch.0 {
                    self.count.repeated.push(Repeated {
                        row: row.row,
                        first: held.spot.clone(),
                    });
                    text.truncate(start);
                    continue;
                }
                ended.push((
                    RecordId(held.record),
                    Some(RecordId(first + new.len() as i64)),
                ));
                self.count.records_changed += 1;
            } else {
                self.count.records_added += 1;
            }
            fresh.insert(lineage, new.len());
            let spot = Spot::Row {
                sheet: None,
                row: row.row,
                column: None,
            };
            new.push(Decided {
                entity,
                period: row.period,
                spot,
                status: row.status,
                values: start..text.len(),
            });
        }
        tx.next_keys(RECORD, new.len())?;
        let layout = self.layout.key;
        let records = new.iter().map(|record| NewRecord {
            entity: record.entity,
            period: record.period,
            layout,
            source,
            spot: &record.spot,
            phrase: None,
            status: record.status,
            values: &text[record.values.clone()],
            told: None,
            fact_key: None,
        });
        tx.insert_records(self.batch, first, records)?;
        if !ended.is_empty() {
            tx.insert_supersessions(self.batch, &ended)?;
        }
        Ok(self.count)
    }

    fn repeat(&mut self, row: u32, earlier: &Spot, same: bool) {
        if same {
            self.count.records_same += 1;
        } else {
            let mut first = String::new();
            let _ = write!(first, "{earlier}");
            self.count.repeated.push(Repeated { row, first });
        }
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
