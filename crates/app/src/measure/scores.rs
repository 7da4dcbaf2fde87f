//! Scores of all units on all levels, of a framework on the store or of two tables.

use super::subject::{Evaluated, Subject};
use crate::call::{Answer, App};
use crate::contract::{Scores, UnitScores};
use crate::runs::{Computation, Progress};
use julin_measure::Framework;
use serde::{Deserialize, Serialize};

/// What is scored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoresInput {
    /// Framework and figures.
    pub subject: Subject,
}

impl Computation for ScoresInput {
    const KIND: &'static str = "measure.scores";
    type Outcome = Scores;

    fn subjects(&self) -> Vec<&Subject> {
        vec![&self.subject]
    }

    fn compute(
        &self,
        subjects: &[Evaluated],
        _app: Option<&App>,
        _progress: Progress<'_>,
    ) -> Answer<Scores> {
        scores(&subjects[0])
    }
}

/// All levels of all units, the ranked ones first.
fn scores(evaluated: &Evaluated) -> Answer<Scores> {
    let outcome = evaluated.score();
    let nodes = &evaluated.framework.nodes;
    let order = root_first(&evaluated.framework);
    let reason = |unit: usize, at: usize| {
        let reason = outcome.reason(unit, at)?;
        Some((nodes[at].code.clone(), reason.code().to_owned()))
    };
    let rows = outcome.ranking().into_iter().map(|unit| UnitScores {
        reasons: order
            .iter()
            .filter_map(|at| reason(unit.unit, *at))
            .collect(),
        scores: order
            .iter()
            .map(|at| outcome.score(unit.unit, *at))
            .collect(),
        unit: unit.id,
        name: unit.label,
        rank: unit.rank,
        coverage: unit.coverage,
    });
    let rows = rows.collect();
    let found = evaluated.diagnostics.iter().chain(&outcome.diagnostics);
    Ok(Scores {
        nodes: order.iter().map(|at| nodes[*at].code.clone()).collect(),
        levels: order.iter().map(|at| nodes[*at].level).collect(),
        rows,
        diagnostics: found.cloned().collect(),
    })
}

/// Positions by level, the index first, indicators last.
pub(super) fn root_first(framework: &Framework) -> Vec<usize> {
    let mut order: Vec<usize> = (0..framework.nodes.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(framework.nodes[*at].level));
    order
}
