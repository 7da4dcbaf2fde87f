//! Undo one write as a whole; its history stays.

use super::imports::batch_view;
use crate::call::{Answer, App, Call};
use crate::contract::BatchView;
use crate::error::AppError;
use crate::lookup::Lookup;
use julin_model::BatchId;

/// Which write.
#[derive(Debug, Clone, Copy)]
pub struct UndoInput {
    /// Batch number.
    pub id: i64,
}

/// Ends everything the batch brought. Refused while later batches build on it.
pub fn undo_import(app: &App, call: &Call, input: &UndoInput) -> Answer<BatchView> {
    let id = BatchId(input.id);
    app.store.write(|tx| {
        tx.undo_batch(id, app.clock.now(), &call.actor)?;
        let batch = tx
            .batch(id)?
            .ok_or_else(|| AppError::not_found("batch", &input.id.to_string()))?;
        batch_view(tx, &mut Lookup::new(app), &batch)
    })
}
