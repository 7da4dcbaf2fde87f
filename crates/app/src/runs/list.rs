//! Runs kept in the store.

use crate::call::{Answer, App, Call};
use crate::contract::{RunLine, RunView};
use crate::error::AppError;
use julin_model::Run;

/// How many.
#[derive(Debug, Clone, Copy)]
pub struct RunsInput {
    /// At most this many, the last computed first.
    pub limit: usize,
}

/// Runs, the last computed first.
pub fn runs(app: &App, _call: &Call, input: &RunsInput) -> Answer<Vec<RunLine>> {
    let kept = app.store.read(|tx| tx.runs(input.limit))?;
    Ok(kept.iter().map(RunLine::from).collect())
}

/// Which one.
#[derive(Debug, Clone)]
pub struct RunInput {
    /// Its identifier.
    pub id: String,
}

/// One run with its result.
pub fn run(app: &App, _call: &Call, input: &RunInput) -> Answer<Run> {
    let found = app.store.read(|tx| tx.run(&input.id))?;
    found.ok_or_else(|| AppError::not_found("run", &input.id))
}

/// One run with its result as a value.
pub fn run_view(app: &App, call: &Call, input: &RunInput) -> Answer<RunView> {
    let found = run(app, call, input)?;
    let result = serde_json::from_str(&found.result).map_err(AppError::internal)?;
    Ok(RunView::new(&found, result))
}
