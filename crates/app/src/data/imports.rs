//! What was written, batch by batch, with the rows that were refused.

use crate::call::{Answer, App, Call};
use crate::contract::{BatchView, ImportCounts, ImportView, Listing, RowProblem};
use crate::error::AppError;
use crate::lookup::Lookup;
use julin_model::{Batch, BatchId};
use julin_store::{RowError, Tx};

/// Which page of a list.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListInput {
    /// How many to pass over.
    pub offset: u64,
    /// Most rows.
    pub limit: u64,
}

/// Which import, and which page of its refused rows.
#[derive(Debug, Clone, Copy)]
pub struct ImportDetailInput {
    /// Batch number.
    pub id: i64,
    /// Refused rows to pass over.
    pub offset: u64,
    /// Most refused rows.
    pub limit: u64,
}

/// Batches, newest first.
pub fn imports(app: &App, _call: &Call, input: &ListInput) -> Answer<Listing<BatchView>> {
    app.store.read(|tx| {
        let limit = app.most(input.limit.clamp(1, 500) as usize);
        let mut lookup = Lookup::new(app);
        let batches = tx.batches(limit, input.offset as usize)?;
        let rows = batches
            .iter()
            .map(|batch| batch_view(tx, &mut lookup, batch))
            .collect::<Answer<_>>()?;
        Ok(Listing {
            rows,
            total: tx.batch_count()?,
            offset: input.offset,
            limit: limit as u64,
        })
    })
}

/// One import with a page of its refused rows and the batches that build on it.
pub fn import_detail(app: &App, _call: &Call, input: &ImportDetailInput) -> Answer<ImportView> {
    app.store.read(|tx| {
        let batch = known_batch(tx, input.id)?;
        let mut lookup = Lookup::new(app);
        let mut dependents = Vec::new();
        for id in tx.dependents(batch.id)? {
            let later = known_batch(tx, id.0)?;
            dependents.push(batch_view(tx, &mut lookup, &later)?);
        }
        let limit = app.most(input.limit.clamp(1, 1000) as usize);
        let errors = tx.row_errors(batch.id, limit, input.offset as usize)?;
        let problems = Listing {
            rows: errors.into_iter().map(row_problem).collect(),
            total: tx.row_error_count(batch.id)?,
            offset: input.offset,
            limit: limit as u64,
        };
        Ok(ImportView {
            batch: batch_view(tx, &mut lookup, &batch)?,
            problems,
            dependents,
        })
    })
}

/// A batch as shown in lists.
pub fn batch_view(tx: &mut Tx, lookup: &mut Lookup<'_>, batch: &Batch) -> Answer<BatchView> {
    Ok(BatchView {
        id: batch.id.0,
        kind: batch.kind.code().to_owned(),
        title: batch.title.clone(),
        author: batch.author.clone(),
        recorded_at: batch.recorded_at.to_rfc3339(),
        undone_at: batch.undone_at.map(|at| at.to_rfc3339()),
        counts: serde_json::from_str::<ImportCounts>(&batch.summary).unwrap_or_default(),
        source: batch
            .source
            .as_ref()
            .map(|id| lookup.source(tx, id))
            .transpose()?,
    })
}

/// The batch of a number.
pub fn known_batch(tx: &mut Tx, id: i64) -> Answer<Batch> {
    tx.batch(BatchId(id))?
        .ok_or_else(|| AppError::not_found("batch", &id.to_string()))
}

/// A stored refusal as shown.
pub fn row_problem(error: RowError) -> RowProblem {
    RowProblem {
        sheet: error.sheet,
        row: error.row,
        column: error.column,
        value: error.value,
        diagnostic: error.diagnostic,
    }
}
