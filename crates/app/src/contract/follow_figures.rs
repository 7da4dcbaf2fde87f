//! Answers counted over cases: rounds of scoring, funnels, how long things took.

use super::{CaseLine, Named};
use chrono::NaiveDate;
pub use julin_follow::durations::{Durations, Figures as DurationFigures};
pub use julin_follow::funnel::Tally;
pub use julin_follow::round::{LeftOut, Place as RoundPlace};
use julin_follow::workflow::spec::Phase;
use julin_model::Text;
use serde::Serialize;

/// A round with its candidates, as the caller may see it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoringRound {
    /// The round.
    pub case: CaseLine,
    /// What is scored.
    pub items: Vec<ScoreItem>,
    /// Who scores.
    pub judges: Vec<String>,
    /// The most a score can be.
    pub most: f64,
    /// Places that are given; none where not fixed.
    pub places: Option<u32>,
    /// Least number of scores for a result.
    pub least: u32,
    /// The highest and the lowest are left out.
    pub without_extremes: bool,
    /// Scores and results are shown; before, each judge sees their own alone.
    pub shown: bool,
    /// Who the candidates are is shown.
    pub named: bool,
    /// The caller is a judge and may score now.
    pub scoring: bool,
    /// The candidates: by rank once results are shown, by number before.
    pub rows: Vec<RoundRow>,
}

/// Something that is scored.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreItem {
    /// Identifier.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// Most points.
    pub most: f64,
    /// Weight, where items have one.
    pub weight: Option<f64>,
}

/// A candidate of a round.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoundRow {
    /// Number of its case.
    pub code: String,
    /// What it is called; none while names are not shown.
    pub title: Option<Text>,
    /// Where it is.
    pub state: Named,
    /// Withdrawn: no result whatever was scored.
    pub withdrawn: bool,
    /// Rank, once shown.
    pub rank: Option<u32>,
    /// It shares its rank.
    pub tied: bool,
    /// A rule for ties told it apart.
    pub tie_broken: bool,
    /// Result, once shown; none where there are too few scores.
    pub result: Option<f64>,
    /// Sample standard deviation of the scores.
    pub deviation: Option<f64>,
    /// Lowest and highest score.
    pub range: Option<(f64, f64)>,
    /// Whether it has one of the places.
    pub place: Option<RoundPlace>,
    /// Scores that may be seen.
    pub scores: Vec<RoundScore>,
    /// Judges with an interest that may be seen.
    pub interests: Vec<(String, String)>,
    /// How many judges are still waited for.
    pub waiting: u32,
}

/// One judge's score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoundScore {
    /// Who.
    pub judge: String,
    /// Points in the order of the items.
    pub points: Vec<Option<f64>>,
    /// What they come to.
    pub score: f64,
    /// Why it does not count.
    pub left_out: Option<LeftOut>,
}

/// Figures over the cases of a workflow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorkflowFigures {
    /// The workflow.
    pub workflow: Named,
    /// The day that parts before from after.
    pub day: Option<NaiveDate>,
    /// Cases counted.
    pub cases: u64,
    /// How far they came; none where the workflow has no such order.
    pub funnel: Option<FunnelView>,
    /// How long each clock ran, in seconds of working time.
    pub clocks: Vec<DurationView>,
    /// A working day, in seconds.
    pub working_day: u64,
    /// How many were returned, taken up again, urged on, at least once.
    pub counts: [u64; 3],
    /// By what each field of choices holds: field, and how many for each choice.
    pub classes: Vec<ClassView>,
}

/// How far cases came.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FunnelView {
    /// Steps: the state, those that came so far or farther, those that came no farther.
    pub steps: Vec<(Named, Tally, Tally)>,
    /// Cases that reached none of the steps.
    pub outside: Tally,
    /// Cases that have not come to their end.
    pub open: Tally,
    /// Cases that have, by the state they ended in.
    pub ended: Vec<(Named, Phase, Tally)>,
}

/// How long something took.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DurationView {
    /// The clock.
    pub clock: Named,
    /// Median and worst decile, over all, before and after the day.
    pub durations: Durations,
}

/// How many cases hold each choice of a field.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassView {
    /// The field.
    pub field: Named,
    /// How many for each choice.
    pub choices: Vec<(Named, u64)>,
    /// Cases in which nothing was chosen.
    pub unknown: u64,
}
