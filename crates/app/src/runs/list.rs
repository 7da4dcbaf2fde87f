//! Runs kept in the store.

use super::Request;
use crate::call::{Answer, App, Call};
use crate::contract::{RunAbout, RunLine, RunView};
use crate::error::AppError;
use julin_model::{Run, RunHead};

/// How many.
#[derive(Debug, Clone, Copy)]
pub struct RunsInput {
    /// At most this many, the last computed first.
    pub limit: usize,
}

/// Runs, the last computed first.
pub fn runs(app: &App, _call: &Call, input: &RunsInput) -> Answer<Vec<RunLine>> {
    let heads = app.store.read(|tx| tx.runs(input.limit))?;
    let line = |head: RunHead| RunLine {
        about: about(app, &head),
        head,
    };
    Ok(heads.into_iter().map(line).collect())
}

/// What a run is about; nothing for one this version does not know.
fn about(app: &App, head: &RunHead) -> Option<RunAbout> {
    Request::of_run(head).ok()?.of_store(app)
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

/// One run with what it is about.
pub fn run_view(app: &App, call: &Call, input: &RunInput) -> Answer<RunView> {
    let run = run(app, call, input)?;
    Ok(RunView {
        about: about(app, &run.head),
        run,
    })
}
