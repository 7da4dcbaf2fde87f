//! Merge two entities that are one. Undoing the batch splits them again.

use super::entity::find_entity;
use super::imports::batch_view;
use crate::call::{Answer, App, Call};
use crate::contract::BatchView;
use crate::error::AppError;
use crate::lookup::Lookup;
use julin_model::{BatchId, BatchKind, EntityId};
use julin_store::{NewBatch, Tx};

/// Which two.
#[derive(Debug, Clone)]
pub struct MergeInput {
    /// The one merged: identifier or exact name.
    pub from: String,
    /// The one kept.
    pub into: String,
}

/// Merges, and answers the batch that can be undone.
pub fn merge_entities(app: &App, call: &Call, input: &MergeInput) -> Answer<BatchView> {
    app.store.write(|tx| {
        let (from, into) = (find_entity(tx, &input.from)?, find_entity(tx, &input.into)?);
        let batch = merge(app, call, tx, &from, &into)?;
        let batch = tx
            .batch(batch)?
            .ok_or_else(|| AppError::internal("batch-written"))?;
        batch_view(tx, &mut Lookup::new(app), &batch)
    })
}

/// Writes the merge within an open write.
pub fn merge(
    app: &App,
    call: &Call,
    tx: &mut Tx,
    from: &EntityId,
    into: &EntityId,
) -> Answer<BatchId> {
    let title = format!("{from} → {into}");
    let batch = tx.begin_batch(&NewBatch {
        kind: BatchKind::Merge,
        input_digest: julin_model::Digest::of_bytes(title.as_bytes()),
        title,
        source: None,
        author: call.actor.clone(),
        recorded_at: app.clock.now(),
    })?;
    tx.merge(batch, from, into)?;
    tx.finish_batch(batch, "{}")?;
    Ok(batch)
}
