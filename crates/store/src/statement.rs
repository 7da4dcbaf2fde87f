//! Reading statements: what is in force now, or was known at a time.

use crate::record::{STORED_COLUMNS, StoredRecord};
use crate::source::Sources;
use crate::sql::P;
use crate::tx::{Batches, NOW, Result, moment, time};
use crate::{Tx, layout::KnownLayout};
use chrono::{DateTime, NaiveDate, Utc};
use julin_model::{
    EntityId, FieldId, Locator, RecordId, SourceId, Spot, Statement, StatementId, TypeId,
};
use std::collections::HashMap;
use std::sync::Arc;

/// Which statements to read. Without entities and type: all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StatementFilter {
    /// Only about these, and what is merged into them.
    pub entities: Vec<EntityId>,
    /// Only about entities of this type.
    pub kind: Option<TypeId>,
    /// Only these fields; all when empty.
    pub fields: Vec<FieldId>,
    /// Only periods that begin on this day or later. Statements without a period stay.
    pub from: Option<NaiveDate>,
    /// Only periods that end on this day or earlier. Statements without a period stay.
    pub until: Option<NaiveDate>,
    /// As known at this time; now when none.
    pub known_at: Option<DateTime<Utc>>,
    /// Also those superseded, retracted or undone by then.
    pub include_ended: bool,
    /// At most so many.
    pub limit: Option<usize>,
}

/// What is needed to turn a stored record into statements.
struct Reader {
    at: i64,
    include_ended: bool,
    times: Arc<Batches>,
    sources: Arc<Sources>,
}

impl Reader {
    /// When the record ended; `None` in the outer option when it is not to be read.
    fn end(&self, batch: i64, superseded: Option<i64>) -> Option<Option<i64>> {
        if !self.times.known(batch, self.at) {
            return None;
        }
        let undone = self.times.undone_at(batch, self.at);
        let ended = [undone, superseded].into_iter().flatten().min();
        (ended.is_none() || self.include_ended).then_some(ended)
    }

    fn statement(
        &self,
        record: &StoredRecord,
        layout: &KnownLayout,
        column: usize,
        ended: Option<i64>,
    ) -> Result<Option<Statement>> {
        let about = layout.layout.columns.get(column);
        let Some((value, about)) = record.values.get(column).cloned().flatten().zip(about) else {
            return Ok(None);
        };
        let source = self.sources.get(record.source)?;
        let mut locator: Locator = record.locator.clone();
        if let Spot::Row {
            column: cell @ None,
            ..
        } = &mut locator.spot
        {
            *cell = about.column;
        }
        Ok(Some(Statement {
            id: StatementId {
                record: RecordId(record.key),
                column: column as u16,
            },
            entity: record.entity.clone(),
            field: about.field.clone(),
            scope: about.scope.clone(),
            period: record.period,
            value,
            unit: about.unit.clone(),
            status: record.status,
            source: source.id.clone(),
            series: source.series.clone(),
            locator,
            told: record.told.clone(),
            batch: julin_model::BatchId(record.batch),
            recorded_at: time(self.times.recorded_at(record.batch)),
            ended_at: ended.map(time),
        }))
    }
}

impl Tx {
    fn reader(&mut self, known_at: Option<DateTime<Utc>>, include_ended: bool) -> Result<Reader> {
        let at = moment(known_at);
        Ok(Reader {
            at,
            include_ended,
            times: self.batch_times()?,
            sources: self.known_sources()?,
        })
    }

    /// Statements in order of entity, record and column. An entity's id is that of the
    /// entity that stands for it.
    pub fn statements(&mut self, filter: &StatementFilter) -> Result<Vec<Statement>> {
        let reader = self.reader(filter.known_at, filter.include_ended)?;
        let (layouts, merges) = (self.layouts()?, self.merges(reader.at)?);
        let wanted = wanted_columns(&layouts.by_key, &filter.fields);
        let members: Vec<String> = filter
            .entities
            .iter()
            .flat_map(|id| merges.members(merges.resolve(id.as_str())))
            .collect();
        let ids: Vec<&str> = members.iter().map(String::as_str).collect();
        let entity_keys = self.entity_keys(&ids)?;
        let layout_keys: Vec<i64> = wanted.keys().copied().collect();

        let mut sql = format!(
            "SELECT {STORED_COLUMNS}, {SUPERSEDED_AT} FROM record r JOIN entity e ON e.key = r.entity \
             WHERE 1 = 1"
        );
        let mut params = vec![P::Int(reader.at)];
        let mut also = |params: &mut Vec<P<'_>>, condition: &str| {
            sql += &condition.replace("$n", &format!("${}", params.len() + 1));
        };
        let kind = filter.kind.as_ref().map(TypeId::as_str);
        if !filter.entities.is_empty() {
            also(&mut params, " AND r.entity IN (INTS($n))");
            params.push(P::Ints(&entity_keys));
        }
        if let Some(kind) = kind {
            also(&mut params, " AND e.type = $n");
            params.push(P::Text(kind));
        }
        if !filter.fields.is_empty() {
            also(&mut params, " AND r.layout IN (INTS($n))");
            params.push(P::Ints(&layout_keys));
        }
        sql += " ORDER BY r.entity, r.key";

        let limit = filter.limit.unwrap_or(usize::MAX);
        let mut found = Vec::new();
        self.conn()?.each(&sql, &params, &mut |row| {
            let Some(ended) = reader.end(row.int(10)?, row.opt_int(12)?) else {
                return Ok(true);
            };
            let layout = layouts.get(row.int(3)?)?;
            let mut record = StoredRecord::read(&row, &layouts)?;
            if !in_bounds(&record, filter) {
                return Ok(true);
            }
            record.entity = crate::merge::entity_id(merges.resolve(record.entity.as_str()))?;
            for column in wanted.get(&layout.key).into_iter().flatten() {
                found.extend(reader.statement(&record, layout, *column, ended)?);
            }
            Ok(found.len() < limit)
        })?;
        found.sort_by(|a, b| (&a.entity, a.id).cmp(&(&b.entity, b.id)));
        found.truncate(limit);
        Ok(found)
    }

    /// One statement, ended or not.
    pub fn statement(&mut self, id: StatementId) -> Result<Option<Statement>> {
        let condition = "r.key = $2";
        let found = self.records_where(
            condition,
            &[P::Int(NOW), P::Int(id.record.0)],
            (usize::MAX, 0),
            true,
        )?;
        Ok(found.into_iter().find(|s| s.id == id))
    }

    /// Statements in force read from a source, in order of record and column.
    pub fn statements_of_source(
        &mut self,
        source: &SourceId,
        limit: usize,
        offset: usize,
    ) -> Result<Vec<Statement>> {
        let sources = self.known_sources()?;
        let keys: Vec<i64> = sources
            .all
            .iter()
            .filter(|s| s.id == *source)
            .map(|s| s.key)
            .collect();
        let Some((from, to)) = self.extent(&keys)? else {
            return Ok(Vec::new());
        };
        let condition = "r.key BETWEEN $2 AND $3 AND r.source IN (INTS($4))";
        let params = [P::Int(NOW), P::Int(from), P::Int(to), P::Ints(&keys)];
        self.records_where(condition, &params, (limit, offset), false)
    }

    /// Statements of the records that meet a condition, in order of record.
    fn records_where(
        &mut self,
        condition: &str,
        params: &[P],
        (limit, offset): (usize, usize),
        include_ended: bool,
    ) -> Result<Vec<Statement>> {
        let reader = self.reader(None, include_ended)?;
        let (layouts, merges) = (self.layouts()?, self.merges(NOW)?);
        let sql = format!(
            "SELECT {STORED_COLUMNS}, {SUPERSEDED_AT} FROM record r CROSS JOIN entity e \
             WHERE e.key = r.entity AND {condition} ORDER BY r.key"
        );
        let (mut found, mut passed) = (Vec::new(), 0);
        self.conn()?.each(&sql, params, &mut |row| {
            let Some(ended) = reader.end(row.int(10)?, row.opt_int(12)?) else {
                return Ok(true);
            };
            let layout = layouts.get(row.int(3)?)?;
            let mut record = StoredRecord::read(&row, &layouts)?;
            record.entity = crate::merge::entity_id(merges.resolve(record.entity.as_str()))?;
            for column in 0..layout.layout.columns.len() {
                if let Some(statement) = reader.statement(&record, layout, column, ended)? {
                    passed += 1;
                    if passed > offset && found.len() < limit {
                        found.push(statement);
                    }
                }
            }
            Ok(found.len() < limit)
        })?;
        Ok(found)
    }
}

/// When the record was superseded, as known at `$1`.
const SUPERSEDED_AT: &str = "(SELECT MIN(b.recorded_at) FROM supersession s JOIN batch b ON b.key = s.batch \
     WHERE s.old_record = r.key AND b.recorded_at <= $1 AND NOT EXISTS \
     (SELECT 1 FROM batch_undo u WHERE u.key = b.key AND u.undone_at <= $1))";

/// By layout: the columns of the fields asked for.
fn wanted_columns(
    layouts: &HashMap<i64, Arc<KnownLayout>>,
    fields: &[FieldId],
) -> HashMap<i64, Vec<usize>> {
    let wanted = layouts.iter().map(|(key, known)| {
        let columns = known.layout.columns.iter().enumerate();
        let columns = columns.filter(|(_, c)| fields.is_empty() || fields.contains(&c.field));
        (*key, columns.map(|(i, _)| i).collect::<Vec<_>>())
    });
    wanted.filter(|(_, columns)| !columns.is_empty()).collect()
}

fn in_bounds(record: &StoredRecord, filter: &StatementFilter) -> bool {
    record.period.is_none_or(|period| {
        filter.from.is_none_or(|from| period.first() >= from)
            && filter.until.is_none_or(|until| period.last() <= until)
    })
}
