//! Performing a computation as a run, and keeping it.

use super::computation::read_subjects;
use super::{Computation, Progress};
use crate::call::{Answer, App, Call};
use crate::error::AppError;
use crate::measure::Evaluated;
use julin_model::{Clock, Digest, Run, SystemClock};

/// A computation done.
pub struct Performed<T> {
    /// What is needed to do it again, with the result as JSON.
    pub run: Run,
    /// The result.
    pub outcome: T,
}

/// Computes and gives the run with its result; keeps nothing.
pub fn perform<C: Computation>(
    app: Option<&App>,
    input: &C,
    progress: Progress<'_>,
) -> Answer<Performed<C::Outcome>> {
    let subjects = read_subjects(app, input)?;
    let outcome = input.compute(&subjects, app, progress)?;
    let (pack_digest, input_digest) = digests(app, &subjects);
    let result = serde_json::to_string(&outcome).map_err(AppError::internal)?;
    let now = app.map_or_else(|| SystemClock.now(), |app| app.clock.now());
    let run = Run {
        id: run_id(input, &pack_digest, &input_digest)?,
        kind: C::KIND.to_owned(),
        parameters: parameters(input)?,
        pack_digest,
        input_digest,
        output_digest: Digest::of_bytes(result.as_bytes()),
        seed: input.seed(),
        computed_at: now,
        result,
    };
    Ok(Performed { run, outcome })
}

/// Digests of packs and figures; of several subjects those of all, in order.
fn digests(app: Option<&App>, subjects: &[Evaluated]) -> (String, String) {
    if let [one] = subjects {
        return one.digests(app);
    }
    let (mut packs, mut figures) = (Digest::new(), Digest::new());
    for (pack, figure) in subjects.iter().map(|one| one.digests(app)) {
        packs.part(pack);
        figures.part(figure);
    }
    (packs.hex(), figures.hex())
}

fn parameters<C: Computation>(input: &C) -> Answer<String> {
    serde_json::to_string(input).map_err(AppError::internal)
}

/// Identifier of a run: the same inputs give the same run.
pub fn run_id<C: Computation>(input: &C, pack_digest: &str, input_digest: &str) -> Answer<String> {
    let mut digest = Digest::new();
    digest
        .part(C::KIND)
        .part(parameters(input)?)
        .part(pack_digest)
        .part(input_digest);
    Ok(digest.hex()[..16].to_owned())
}

/// Keeps a run in the store.
pub fn keep_run(app: &App, _call: &Call, run: &Run) -> Answer<()> {
    Ok(app.store.write(|tx| tx.put_run(run))?)
}
