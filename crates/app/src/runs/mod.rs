//! Runs: computations kept with what is needed to compute them again.

mod compare;
mod computation;
mod keep;
mod kept;
mod list;
mod proof;
mod rebuild;
mod request;

pub use compare::{RunCompareInput, compare_runs};
use computation::read_subjects;
pub use computation::{Computation, compute};
pub use julin_measure::sensitivity::Sensitivity;
pub(crate) use keep::Made;
pub use keep::{Performed, keep_run, perform, run_id};
pub(crate) use kept::{Kept, proof};
pub use list::{RunInput, RunsInput, run, run_view, runs};
pub use rebuild::{RebuildInput, needs_store, rebuild_run};
pub use request::Request;

/// How far a long computation is, and what it knows already.
#[derive(Debug, Clone, Copy, Default)]
pub struct Update<'u> {
    /// Steps done.
    pub done: u64,
    /// Steps in all.
    pub total: u64,
    /// Estimates so far, of computations that make some on the way.
    pub so_far: &'u [Sensitivity],
}

/// Told how far a long computation is; `false` asks it to stop.
pub type Progress<'a> = &'a (dyn Fn(Update<'_>) -> bool + Sync);
