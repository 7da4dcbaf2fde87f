//! Performing a request as a run, and keeping it.

use super::{Progress, Request};
use crate::call::{Answer, App, Call};
use crate::error::AppError;
use julin_model::{Clock, Digest, Run, SystemClock};

/// Computes a request and gives the run with its result; keeps nothing.
pub fn perform(app: Option<&App>, request: &Request, progress: Progress<'_>) -> Answer<Run> {
    let evaluated = request.subject().read(app)?;
    let result = serde_json::to_string(&request.compute(app, progress)?);
    let result = result.map_err(AppError::internal)?;
    let now = app.map_or_else(|| SystemClock.now(), |app| app.clock.now());
    Ok(Run {
        id: run_id(request, &evaluated.pack_digest, &evaluated.input_digest)?,
        kind: request.kind().to_owned(),
        parameters: request.parameters()?,
        pack_digest: evaluated.pack_digest,
        input_digest: evaluated.input_digest,
        output_digest: Digest::of_bytes(result.as_bytes()),
        seed: request.seed(),
        computed_at: now,
        result,
    })
}

/// Identifier of a run: the same inputs give the same run.
pub fn run_id(request: &Request, pack_digest: &str, input_digest: &str) -> Answer<String> {
    let mut digest = Digest::new();
    digest
        .part(request.kind())
        .part(request.parameters()?)
        .part(pack_digest)
        .part(input_digest);
    Ok(digest.hex()[..16].to_owned())
}

/// Computes a request and keeps the run in the store.
pub fn keep_run(app: &App, _call: &Call, request: &Request, progress: Progress<'_>) -> Answer<Run> {
    let run = perform(Some(app), request, progress)?;
    app.store.write(|tx| tx.put_run(&run))?;
    Ok(run)
}
