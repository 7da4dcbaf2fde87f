//! Pairs that may be one entity: listed for a person, settled by a person.

use super::imports::batch_view;
use super::merge_entities::merge;
use crate::call::{Answer, App, Call};
use crate::contract::{BatchView, ReviewView};
use crate::error::AppError;
use crate::lookup::Lookup;
use julin_store::Verdict;

/// How a pair is settled.
#[derive(Debug, Clone, Copy)]
pub struct SettleInput {
    /// Number of the review.
    pub id: i64,
    /// They are one: merge. Otherwise they stay two.
    pub merge: bool,
}

/// Pairs nobody has settled yet.
pub fn reviews(app: &App, _call: &Call) -> Answer<Vec<ReviewView>> {
    app.store.read(|tx| {
        let mut lookup = Lookup::new(app);
        let mut views = Vec::new();
        for review in tx.reviews(true)? {
            views.push(ReviewView {
                id: review.id,
                new: lookup.entity(tx, &review.pair.entity)?,
                known: lookup.entity(tx, &review.pair.other)?,
                reason: review.pair.why,
                batch: review.batch.0,
            });
        }
        Ok(views)
    })
}

/// Settles one pair; a merge answers the batch that can be undone.
pub fn settle_review(app: &App, call: &Call, input: &SettleInput) -> Answer<Option<BatchView>> {
    app.store.write(|tx| {
        let open = tx.reviews(true)?;
        let missing = || AppError::not_found("review", &input.id.to_string());
        let review = open
            .into_iter()
            .find(|r| r.id == input.id)
            .ok_or_else(missing)?;
        let verdict = if input.merge {
            Verdict::Same
        } else {
            Verdict::Different
        };
        tx.settle_review(review.id, verdict, app.clock.now(), &call.actor)?;
        if !input.merge {
            return Ok(None);
        }
        let batch = merge(app, call, tx, &review.pair.entity, &review.pair.other)?;
        let batch = tx
            .batch(batch)?
            .ok_or_else(|| AppError::internal("batch-written"))?;
        batch_view(tx, &mut Lookup::new(app), &batch).map(Some)
    })
}
