//! What trying a workflow out came to.

use super::Named;
use chrono::NaiveDate;
use serde::Serialize;

/// What generated cases came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorkflowTrial {
    /// The workflow.
    pub workflow: Named,
    /// The same seed gives the same.
    pub seed: u64,
    /// The day the cases were opened on.
    pub day: NaiveDate,
    /// Cases opened.
    pub cases: u32,
    /// Cases nobody could open, by the code of the refusal.
    pub not_opened: Vec<(String, u32)>,
    /// Cases by the state they ended in.
    pub ended: Vec<(Named, u32)>,
    /// Cases still open after the most steps, by state.
    pub unfinished: Vec<(Named, u32)>,
    /// States nobody could do anything in.
    pub dead_ends: Vec<DeadEndView>,
    /// States no case came to.
    pub unreached: Vec<Named>,
    /// Acts that were never done.
    pub undone: Vec<Named>,
    /// Clocks.
    pub clocks: Vec<ClockTrial>,
    /// Steps people took.
    pub steps: u64,
    /// Times cases went back.
    pub returned: u64,
    /// Times cases were taken up again.
    pub reopened: u64,
}

/// A state nobody could do anything in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeadEndView {
    /// The state.
    pub state: Named,
    /// Cases that ended up there.
    pub cases: u32,
    /// Codes of the refusals met there.
    pub refused: Vec<String>,
}

/// What a clock came to over all cases.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClockTrial {
    /// Which.
    pub clock: Named,
    /// Rounds that were stopped.
    pub n: u64,
    /// Rounds that were still running.
    pub unfinished: u64,
    /// Median of working seconds used by those that were stopped.
    pub median: Option<f64>,
    /// Where their worst decile begins, in working seconds.
    pub worst_decile: Option<u64>,
    /// Rounds that ran out, of all.
    pub late: u64,
}
