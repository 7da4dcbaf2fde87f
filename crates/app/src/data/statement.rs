//! One statement with its source, for the why of a figure.

use crate::call::{Answer, App, Call};
use crate::contract::StatementView;
use crate::error::AppError;
use crate::lookup::Lookup;
use julin_model::StatementId;

/// Which statement.
#[derive(Debug, Clone)]
pub struct StatementInput {
    /// `r<record>.<column>`.
    pub id: String,
}

/// The statement, in force or ended.
pub fn statement(app: &App, _call: &Call, input: &StatementInput) -> Answer<StatementView> {
    let missing = || AppError::not_found("statement", &input.id);
    let id = StatementId::try_from(input.id.clone()).map_err(|_| missing())?;
    app.store.read(|tx| {
        let found = tx.statement(id)?.ok_or_else(missing)?;
        Lookup::new(app).statement(tx, &found, false)
    })
}
