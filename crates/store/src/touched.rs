//! Entities about which something else is in force, or holds, at another time: all that a
//! comparison of two times has to read.
//!
//! Must not know: what is compared.

use crate::Tx;
use crate::merge::entity_id;
use crate::sql::P;
use crate::tx::{NOW, Result, micros};
use chrono::{DateTime, NaiveDate, Utc};
use julin_model::{EntityId, Period, TypeId};
use std::collections::BTreeSet;

/// Two times: the days asked about, and what was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The earlier day and the later one.
    pub days: (NaiveDate, NaiveDate),
    /// Until when things were known at the first, and at the second.
    pub known: (DateTime<Utc>, DateTime<Utc>),
}

/// What may differ between two times.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Touched {
    /// Entities about which other statements are in force, or whose periods begin or end
    /// between; merges followed.
    pub entities: BTreeSet<EntityId>,
    /// Batches recorded or undone between.
    pub batches: u64,
    /// When the first batch was recorded, if any was.
    pub first: Option<DateTime<Utc>>,
}

/// Entities that have records of a batch, lost records to it, or were merged by it.
const BY_BATCH: &[&str] = &[
    "SELECT DISTINCT e.id FROM record r JOIN entity e ON e.key = r.entity \
     WHERE e.type = $1 AND r.batch IN (INTS($2))",
    "SELECT DISTINCT e.id FROM supersession s JOIN record r ON r.key = s.old_record \
     JOIN entity e ON e.key = r.entity WHERE e.type = $1 AND s.batch IN (INTS($2))",
    "SELECT DISTINCT m.from_entity FROM entity_merge m JOIN entity e ON e.id = m.from_entity \
     WHERE e.type = $1 AND m.batch IN (INTS($2))",
    "SELECT DISTINCT m.into_entity FROM entity_merge m JOIN entity e ON e.id = m.into_entity \
     WHERE e.type = $1 AND m.batch IN (INTS($2))",
    "SELECT DISTINCT e.id FROM entity e WHERE e.type = $1 AND e.batch IN (INTS($2))",
];

impl Tx {
    /// Entities of a type about which two times may say different things.
    pub fn touched(&mut self, kind: &TypeId, span: &Span) -> Result<Touched> {
        let (from, to) = (micros(span.known.0), micros(span.known.1));
        let between = |at: i64| from < at && at <= to;
        let (mut batches, mut first) = (Vec::new(), None::<i64>);
        let sql = "SELECT b.key, b.recorded_at, u.undone_at FROM batch b \
                   LEFT JOIN batch_undo u ON u.key = b.key";
        self.conn()?.each(sql, &[], &mut |row| {
            let (recorded, undone) = (row.int(1)?, row.opt_int(2)?);
            first = Some(first.map_or(recorded, |known| known.min(recorded)));
            if between(recorded) || undone.is_some_and(between) {
                batches.push(row.int(0)?);
            }
            Ok(true)
        })?;
        let mut ids = BTreeSet::new();
        let mut take = |tx: &mut Self, sql: &str, params: &[P<'_>]| {
            tx.conn()?.each(sql, params, &mut |row| {
                ids.insert(row.string(0)?);
                Ok(true)
            })
        };
        let kind = P::Text(kind.as_str());
        if !batches.is_empty() {
            for sql in BY_BATCH {
                take(self, sql, &[kind, P::Ints(&batches)])?;
            }
        }
        for period in self.periods_turning(span.days)? {
            let sql = "SELECT DISTINCT e.id FROM record r JOIN entity e ON e.key = r.entity \
                       WHERE e.type = $1 AND r.period = $2";
            take(self, sql, &[kind, P::Text(&period)])?;
        }
        let merges = self.merges(NOW)?;
        let entities = ids.iter().map(|id| entity_id(merges.resolve(id)));
        Ok(Touched {
            entities: entities.collect::<Result<_>>()?,
            batches: batches.len() as u64,
            first: first.map(crate::tx::time),
        })
    }

    /// Periods that begin after the first day and until the second, or end from the first
    /// day on and before the second.
    fn periods_turning(&mut self, (since, until): (NaiveDate, NaiveDate)) -> Result<Vec<String>> {
        if since == until {
            return Ok(Vec::new());
        }
        let sql = "SELECT DISTINCT period FROM record WHERE period IS NOT NULL";
        let mut found = Vec::new();
        self.conn()?.each(sql, &[], &mut |row| {
            let text = row.string(0)?;
            let Ok(period) = text.parse::<Period>() else {
                return Ok(true);
            };
            let (first, last) = (period.first(), period.last());
            if (since < first && first <= until) || (since <= last && last < until) {
                found.push(text);
            }
            Ok(true)
        })?;
        Ok(found)
    }
}
