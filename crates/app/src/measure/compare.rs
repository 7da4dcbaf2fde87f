//! What moved a score: between two years, two parks, or two editions of a framework.

use super::subject::{Evaluated, Subject};
use crate::call::{Answer, App};
use crate::contract::{ComparedSide, GroupPoints, ScoreComparison, UnitLine};
use crate::runs::{Computation, Progress};
use julin_measure::compare::{Comparison, Crosswalk, Side, common_core, compare as divide};
use julin_measure::{Framework, Outcome};
use julin_model::Diagnostic;
use serde::{Deserialize, Serialize};

/// The two sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompareInput {
    /// Framework and figures of the first side.
    pub before: Subject,
    /// Unit of the first side, by identifier or exact name.
    pub unit: String,
    /// Framework and figures of the second side.
    pub after: Subject,
    /// Unit of the second side.
    pub with_unit: String,
    /// Compare on the indicators that both frameworks have.
    #[serde(default)]
    pub common_core: bool,
}

impl Computation for CompareInput {
    const KIND: &'static str = "measure.compare";
    type Outcome = ScoreComparison;

    fn subjects(&self) -> Vec<&Subject> {
        vec![&self.before, &self.after]
    }

    fn compute(
        &self,
        subjects: &[Evaluated],
        app: Option<&App>,
        _progress: Progress<'_>,
    ) -> Answer<ScoreComparison> {
        compare([&subjects[0], &subjects[1]], app, self)
    }
}

/// The difference of two scores, divided among what caused it.
fn compare(
    [before, after]: [&Evaluated; 2],
    app: Option<&App>,
    input: &CompareInput,
) -> Answer<ScoreComparison> {
    let mut frameworks = [&before.framework, &after.framework];
    let crosswalk = crosswalk(app, [&input.before, &input.after]);
    let mut diagnostics = Vec::new();
    let core = input
        .common_core
        .then(|| common_core(frameworks[0], frameworks[1], &crosswalk));
    match &core {
        Some(Some(core)) => frameworks = core.each_ref(),
        Some(None) => diagnostics.push(Diagnostic::warning("app.nothing-in-common")),
        None => {}
    }
    let units = [before.unit(&input.unit)?, after.unit(&input.with_unit)?];
    let first = julin_measure::score(frameworks[0], before.matrix());
    let second = julin_measure::score(frameworks[1], after.matrix());
    let side = |outcome, unit| Side { outcome, unit };
    let mut comparison = divide(side(&first, units[0]), side(&second, units[1]), &crosswalk);
    diagnostics.append(&mut comparison.diagnostics);
    Ok(ScoreComparison {
        decimals: before.framework.method.decimals,
        difference: comparison.difference(),
        groups: groups(&first, &comparison),
        before: compared(before, &first, units[0], &input.before),
        after: compared(after, &second, units[1], &input.after),
        parts: comparison.parts,
        diagnostics,
    })
}

/// How two frameworks answer to each other: one framework to itself by its codes, two
/// of the packs by their crosswalk alone, tables by codes.
fn crosswalk(app: Option<&App>, subjects: [&Subject; 2]) -> Crosswalk {
    let ids = subjects.map(|subject| match subject {
        Subject::Store { framework, .. } => Some(framework.as_str()),
        Subject::Tables { .. } => None,
    });
    let (Some(app), [Some(first), Some(second)]) = (app, ids) else {
        return Crosswalk::default();
    };
    if first == second {
        return Crosswalk::default();
    }
    Crosswalk::new(app.packs.matching_nodes(first, second)).alone()
}

fn compared(
    evaluated: &Evaluated,
    outcome: &Outcome<'_>,
    unit: usize,
    subject: &Subject,
) -> ComparedSide {
    let about = &evaluated.matrix().units()[unit];
    let ranked = outcome.ranks(Framework::ROOT).iter().filter(|r| **r > 0);
    ComparedSide {
        framework: evaluated.title.clone(),
        as_of: subject.as_of(),
        unit: UnitLine::from(about),
        standing: julin_measure::what_if::Standing::of(outcome, unit),
        of: ranked.count() as u32,
    }
}

fn groups(outcome: &Outcome<'_>, comparison: &Comparison) -> Vec<GroupPoints> {
    let nodes = &outcome.framework().nodes;
    let one = |at: &usize| GroupPoints {
        code: nodes[*at].code.clone(),
        label: nodes[*at].label.clone(),
        points: comparison.points_below(&nodes[*at].code),
    };
    nodes[Framework::ROOT].children.iter().map(one).collect()
}
