//! Pairs of entities that may be one, for a person to decide. Nothing is merged here.

use crate::merge::entity_id;
use crate::sql::schema::{REVIEW, REVIEW_VERDICT};
use crate::sql::{P, Row};
use crate::tx::{NOW, Result, micros, time};
use crate::{StoreError, Tx};
use chrono::{DateTime, Utc};
use julin_model::{BatchId, Diagnostic, EntityId};
use std::collections::HashSet;

/// A pair to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReview {
    /// The entity that came in.
    pub entity: EntityId,
    /// The one it resembles.
    pub other: EntityId,
    /// Why they may be one.
    pub why: Diagnostic,
}

/// What a person decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They are one.
    Same,
    /// They are two.
    Different,
}

impl Verdict {
    /// The word stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
        }
    }
}

/// A pair with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// Given by the store.
    pub id: i64,
    /// The pair.
    pub pair: NewReview,
    /// The batch that raised it.
    pub batch: BatchId,
    /// The last verdict: what, who, when.
    pub settled: Option<(Verdict, String, DateTime<Utc>)>,
}

const COLUMNS: &str = "SELECT r.key, r.entity, r.other, r.why, r.batch, v.verdict, v.author, v.settled_at \
     FROM review r LEFT JOIN review_verdict v \
     ON v.key = (SELECT MAX(x.key) FROM review_verdict x WHERE x.review = r.key)";

impl Tx {
    /// Puts pairs on the list; a pair in either order that is listed or settled already is
    /// passed over. How many were new.
    pub fn add_reviews(&mut self, batch: BatchId, pairs: &[NewReview]) -> Result<u64> {
        self.in_batch(batch)?;
        if pairs.is_empty() {
            return Ok(0);
        }
        let ordered = |a: &EntityId, b: &EntityId| {
            if a < b {
                (a.clone(), b.clone())
            } else {
                (b.clone(), a.clone())
            }
        };
        let known = self.reviews_where("")?;
        let mut known: HashSet<_> = known
            .iter()
            .map(|r| ordered(&r.pair.entity, &r.pair.other))
            .collect();
        let new: Vec<_> = pairs
            .iter()
            .filter(|p| known.insert(ordered(&p.entity, &p.other)))
            .collect();
        let first = self.next_keys(REVIEW, new.len())?;
        let mut insert = self.insert(REVIEW, new.len())?;
        for (key, pair) in (first..).zip(&new) {
            let why = serde_json::to_string(&pair.why)
                .map_err(|e| StoreError::Database(e.to_string()))?;
            let (entity, other) = (P::Text(pair.entity.as_str()), P::Text(pair.other.as_str()));
            insert.row(&[P::Int(key), entity, other, P::Text(&why), P::Int(batch.0)])?;
        }
        insert.finish()?;
        Ok(new.len() as u64)
    }

    /// Pairs of batches in force in the order they were raised; only the undecided ones
    /// when `open`.
    pub fn reviews(&mut self, open: bool) -> Result<Vec<Review>> {
        self.reviews_where(if open { " WHERE v.key IS NULL" } else { "" })
    }

    fn reviews_where(&mut self, condition: &str) -> Result<Vec<Review>> {
        let times = self.batch_times()?;
        let found = self
            .conn()?
            .all(&format!("{COLUMNS}{condition} ORDER BY r.key"), &[], read)?;
        Ok(found
            .into_iter()
            .filter(|review| times.in_force(review.batch.0, NOW))
            .collect())
    }

    /// Writes down what a person decided; a later verdict goes before an earlier one.
    pub fn settle_review(
        &mut self,
        id: i64,
        verdict: Verdict,
        at: DateTime<Utc>,
        author: &str,
    ) -> Result<()> {
        let known = self.for_writing()?.one(
            "SELECT key FROM review WHERE key = $1",
            &[P::Int(id)],
            |r| r.int(0),
        )?;
        known.ok_or(StoreError::UnknownReview(id))?;
        let row = [
            P::Int(id),
            P::Text(verdict.code()),
            P::Text(author),
            P::Int(micros(at)),
        ];
        self.insert_one(REVIEW_VERDICT, &row).map(|_| ())
    }
}

fn read(row: Row) -> Result<Review> {
    let unreadable = |reason: String| StoreError::Unreadable {
        table: "review",
        reason,
    };
    let settled = match (row.opt_text(5)?, row.opt_string(6)?, row.opt_int(7)?) {
        (Some(verdict), Some(author), Some(at)) => {
            let verdicts = [Verdict::Same, Verdict::Different];
            let verdict = verdicts.into_iter().find(|v| v.code() == verdict);
            Some((
                verdict.ok_or_else(|| unreadable("verdict".to_owned()))?,
                author,
                time(at),
            ))
        }
        _ => None,
    };
    let why = serde_json::from_str(row.text(3)?).map_err(|e| unreadable(e.to_string()))?;
    let pair = NewReview {
        entity: entity_id(row.text(1)?)?,
        other: entity_id(row.text(2)?)?,
        why,
    };
    Ok(Review {
        id: row.int(0)?,
        pair,
        batch: BatchId(row.int(4)?),
        settled,
    })
}
