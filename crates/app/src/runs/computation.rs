//! What a use case offers so that its result can be kept as a run.

use super::Progress;
use crate::call::{Answer, App};
use crate::measure::Subject;
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

    /// Computes it. `app` is there when figures come from the store.
    fn compute(&self, app: Option<&App>, progress: Progress<'_>) -> Answer<Self::Outcome>;
}
