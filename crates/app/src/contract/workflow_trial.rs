//! A workflow tried out over generated cases.

use super::Named;
use serde::Serialize;

/// What came of trying a workflow out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorkflowTrial {
    /// The workflow.
    pub workflow: Named,
    /// The seed of the choices.
    pub seed: u64,
    /// Cases that were opened.
    pub cases: u32,
    /// Cases nobody could open, by the code of the refusal.
    pub not_opened: Vec<(String, u32)>,
    /// Cases by the state they ended in.
    pub ended: Vec<(Named, u32)>,
    /// Cases left open after two hundred steps, by state.
    pub unfinished: Vec<(Named, u32)>,
    /// States nobody could do anything in.
    pub dead_ends: Vec<StuckState>,
    /// States no case came to.
    pub unreached: Vec<Named>,
    /// Acts that were never done.
    pub undone: Vec<Named>,
    /// Its clocks.
    pub clocks: Vec<ClockTrial>,
    /// Seconds of work in a working day.
    pub working_day: u64,
    /// Steps people took.
    pub steps: u64,
    /// Times cases went back.
    pub returned: u64,
    /// Times cases were taken up again.
    pub reopened: u64,
    /// Cases of other workflows that were opened.
    pub opened: u64,
}

/// A state nobody could do anything in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StuckState {
    /// The state.
    pub state: Named,
    /// Cases that ended up there.
    pub cases: u32,
    /// Codes of the refusals met there.
    pub refused: Vec<String>,
}

/// What a clock came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClockTrial {
    /// The clock.
    pub clock: Named,
    /// Rounds that were stopped.
    pub n: u64,
    /// Rounds that still ran.
    pub unfinished: u64,
    /// Median of the working seconds used.
    pub median: Option<f64>,
    /// Where the worst decile begins, in working seconds.
    pub worst_decile: Option<u64>,
    /// Rounds that ran out, of all.
    pub late: u64,
}
