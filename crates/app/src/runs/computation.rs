//! What a use case offers so that its result can be kept as a run.

use super::Progress;
use crate::call::{Answer, App};
use crate::measure::{Evaluated, Subject};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The input of a use case whose result depends on nothing but packs, figures and this
/// input.
pub trait Computation: Serialize + DeserializeOwned {
    /// Its name, kept with the run: `measure.uncertainty`.
    const KIND: &'static str;

    /// What comes out.
    type Outcome: Serialize;

    /// Frameworks and figures it is about; at least one.
    fn subjects(&self) -> Vec<&Subject>;

    /// The seed, where numbers are drawn.
    fn seed(&self) -> Option<u64> {
        None
    }

    /// Computes it on its subjects as read, in their order. `app` is there when figures
    /// come from the store.
    fn compute(
        &self,
        subjects: &[Evaluated],
        app: Option<&App>,
        progress: Progress<'_>,
    ) -> Answer<Self::Outcome>;
}

/// Reads the subjects and computes, without making a run of it.
pub fn compute<C: Computation>(
    app: Option<&App>,
    input: &C,
    progress: Progress<'_>,
) -> Answer<C::Outcome> {
    input.compute(&read_subjects(app, input)?, app, progress)
}

/// The subjects of a computation, in their order.
pub fn read_subjects<C: Computation>(app: Option<&App>, input: &C) -> Answer<Vec<Evaluated>> {
    let subjects = input.subjects().into_iter();
    subjects.map(|subject| subject.read(app)).collect()
}
