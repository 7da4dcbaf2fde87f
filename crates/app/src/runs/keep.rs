//! Performing a computation as a run, and keeping it.

use super::computation::read_subjects;
use super::{Computation, Progress};
use crate::call::{Answer, App, Call};
use crate::contract::{Proof, Recipe};
use crate::error::AppError;
use crate::measure::{Evaluated, Subject, recipe};
use chrono::{DateTime, Utc};
use julin_model::{Clock, Digest, Run, RunHead, SystemClock};
use serde::Serialize;
use std::collections::BTreeSet;

/// A computation done.
pub struct Performed<T> {
    /// What is needed to do it again, with the result as JSON.
    pub run: Run,
    /// The result.
    pub outcome: T,
    /// How it was computed, one for each framework.
    pub recipes: Vec<Recipe>,
    /// The years of the figures, ascending.
    pub years: Vec<i32>,
}

impl<T> Performed<T> {
    /// What is needed to compute the result again.
    pub fn proof(&self) -> Proof {
        Proof {
            recipes: self.recipes.clone(),
            years: self.years.clone(),
            run: self.run.clone(),
        }
    }
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
    let made = Made {
        kind: C::KIND,
        parameters: parameters(input)?,
        pack_digest,
        input_digest,
        seed: input.seed(),
        computed_at: app.map_or_else(|| SystemClock.now(), |app| app.clock.now()),
    };
    let run = made.run(&outcome)?;
    let years = input.subjects().into_iter().filter_map(Subject::as_of);
    let years: BTreeSet<i32> = years.collect();
    Ok(Performed {
        recipes: recipes(input, &subjects),
        years: years.into_iter().collect(),
        run,
        outcome,
    })
}

/// The recipes of the subjects, each once.
pub(super) fn recipes<C: Computation>(input: &C, subjects: &[Evaluated]) -> Vec<Recipe> {
    let mut found: Vec<Recipe> = Vec::new();
    for (subject, evaluated) in input.subjects().into_iter().zip(subjects) {
        let one = recipe(subject, evaluated);
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
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
    Ok(id_of(
        C::KIND,
        &parameters(input)?,
        pack_digest,
        input_digest,
    ))
}

fn id_of(kind: &str, parameters: &str, pack_digest: &str, input_digest: &str) -> String {
    let mut digest = Digest::new();
    let parts = [kind, parameters, pack_digest, input_digest];
    for part in parts {
        digest.part(part);
    }
    digest.hex()[..16].to_owned()
}

/// What was computed, from what and how.
pub(crate) struct Made {
    /// What: `measure.ranking`.
    pub(crate) kind: &'static str,
    /// Parameters as JSON.
    pub(crate) parameters: String,
    /// Digest of the packs.
    pub(crate) pack_digest: String,
    /// Digest of the figures or facts.
    pub(crate) input_digest: String,
    /// Seed, where numbers were drawn.
    pub(crate) seed: Option<u64>,
    /// When.
    pub(crate) computed_at: DateTime<Utc>,
}

impl Made {
    /// The run with what came out.
    pub(crate) fn run(self, outcome: &impl Serialize) -> Answer<Run> {
        let result = serde_json::to_string(outcome).map_err(AppError::internal)?;
        let id = id_of(
            self.kind,
            &self.parameters,
            &self.pack_digest,
            &self.input_digest,
        );
        let head = RunHead {
            id,
            kind: self.kind.to_owned(),
            parameters: self.parameters,
            pack_digest: self.pack_digest,
            input_digest: self.input_digest,
            output_digest: Digest::of_bytes(result.as_bytes()),
            seed: self.seed,
            computed_at: self.computed_at,
        };
        Ok(Run { head, result })
    }
}

/// Keeps a run in the store.
pub fn keep_run(app: &App, _call: &Call, run: &Run) -> Answer<()> {
    Ok(app.store.write(|tx| tx.put_run(run))?)
}
