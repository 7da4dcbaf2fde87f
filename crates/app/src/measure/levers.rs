//! Levers: what one more of each indicator brings a unit, and the cheapest changes that
//! lift it to a wanted rank or score.

use super::subject::{Evaluated, Subject};
use crate::call::{Answer, App};
use crate::contract::{LeversReport, UnitLine};
use crate::runs::{Computation, Progress};
use julin_measure::levers::{Goal, Lever, gains, plan};
use serde::{Deserialize, Serialize};

/// Which unit, which goal, which indicators.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeversInput {
    /// Framework and figures.
    pub subject: Subject,
    /// The unit, by identifier or exact name.
    pub unit: String,
    /// The wanted rank or score; only the gains when not given.
    #[serde(default)]
    pub goal: Option<Goal>,
    /// Indicators that may be moved, with costs and bounds; all when empty.
    #[serde(default)]
    pub levers: Vec<Lever>,
}

impl Computation for LeversInput {
    const KIND: &'static str = "measure.levers";
    type Outcome = LeversReport;

    fn subjects(&self) -> Vec<&Subject> {
        vec![&self.subject]
    }

    fn compute(
        &self,
        subjects: &[Evaluated],
        _app: Option<&App>,
        _progress: Progress<'_>,
    ) -> Answer<LeversReport> {
        levers(&subjects[0], self)
    }
}

/// The gains of all levers, and the plan where there is a goal.
fn levers(evaluated: &Evaluated, input: &LeversInput) -> Answer<LeversReport> {
    let unit = evaluated.unit(&input.unit)?;
    let outcome = evaluated.score();
    let (gains, mut diagnostics) = gains(&outcome, unit, &input.levers);
    let wanted = |goal| plan(&outcome, unit, goal, &input.levers);
    let plan = input.goal.map(wanted);
    let told = plan.iter().flat_map(|plan| &plan.diagnostics);
    let new: Vec<_> = told.filter(|d| !diagnostics.contains(d)).cloned().collect();
    diagnostics.extend(new);
    let about = &evaluated.matrix().units()[unit];
    Ok(LeversReport {
        framework: evaluated.title.clone(),
        as_of: input.subject.as_of(),
        unit: UnitLine::from(about),
        gains,
        plan,
        diagnostics,
    })
}
