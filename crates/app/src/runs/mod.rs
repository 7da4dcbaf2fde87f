//! Runs: computations kept with what is needed to compute them again.

mod compare;
mod computation;
mod keep;
mod list;
mod proof;
mod rebuild;
mod request;

pub use compare::{RunCompareInput, compare_runs};
pub use computation::{Computation, compute};
pub use keep::{Performed, keep_run, perform, run_id};
pub use list::{RunInput, RunsInput, run, run_view, runs};
pub use rebuild::{RebuildInput, needs_store, rebuild_run};
pub use request::Request;

/// Told how far a long computation is; `false` asks it to stop.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) -> bool + Sync);
