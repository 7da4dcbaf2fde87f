//! The levers of a page: every indicator a unit has a value of, what may be set of it, what
//! it brings, and the plan.

use super::framework::known_framework;
use super::frameworks::framework_line;
use super::levers::LeversInput;
use super::subject::Subject;
use super::what_if_view::{choices, unit_label};
use crate::call::{Answer, App, Call};
use crate::contract::{LeverLine, LeversView, Proof, UnitLine};
use crate::runs::{Computation, perform};
use julin_measure::levers::{Gain, Goal, Lever, gains};
use julin_measure::what_if::Standing;
use julin_measure::{Framework, Outcome};

/// Framework, year, unit, goal, and what is set of each indicator.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeversViewInput {
    /// `<pack>/<name>`.
    pub framework: String,
    /// Year.
    pub as_of: i32,
    /// The unit, by identifier or exact name; the second ranked when not given.
    pub unit: Option<String>,
    /// What is aimed at; one rank up when not given.
    pub goal: Option<Goal>,
    /// What is set; everything else is as usual.
    pub levers: Vec<LeverSetting>,
}

/// What is set of one indicator.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeverSetting {
    /// Its code.
    pub code: String,
    /// The farthest value it may take.
    pub bound: Option<f64>,
    /// Cost of one unit of change.
    pub cost: Option<f64>,
    /// It must stay as it is.
    pub fixed: bool,
}

/// All levers of a unit with what they bring, and the cheapest plan.
pub fn levers_view(app: &App, _call: &Call, input: &LeversViewInput) -> Answer<LeversView> {
    let loaded = known_framework(app, &input.framework)?;
    let subject = Subject::stored(&input.framework, input.as_of);
    let subjects = [subject.read(Some(app))?];
    let [evaluated] = &subjects;
    let outcome = evaluated.score();
    let unit = match &input.unit {
        Some(wanted) => Some(evaluated.unit(wanted)?),
        None => usual_unit(&outcome),
    };
    let ranks = outcome.ranks(Framework::ROOT);
    let mut view = LeversView {
        framework: framework_line(loaded, &outcome),
        as_of: input.as_of,
        units: choices(&outcome),
        unit: unit.map(|unit| UnitLine::from(&evaluated.matrix().units()[unit])),
        standing: unit.map_or_else(Standing::default, |unit| Standing::of(&outcome, unit)),
        of: ranks.iter().filter(|rank| **rank > 0).count() as u32,
        decimals: loaded.spec.method.decimals,
        goal: None,
        levers: Vec::new(),
        plan: None,
        diagnostics: Vec::new(),
    };
    let Some(unit) = unit else {
        return Ok(view);
    };
    view.goal = input.goal.or_else(|| one_up(view.standing));
    view.levers = lines(app, &outcome, unit, &input.levers);
    let Some(asked) = as_run(&view, &input.levers) else {
        return Ok(view);
    };
    let report = asked.compute(&subjects, Some(app), &|_| true)?;
    for line in &mut view.levers {
        line.gain = report.gains.iter().find(|g| g.code == line.code).cloned();
        let changes = report.plan.iter().flat_map(|plan| &plan.changes);
        let own = changes.clone().find(|change| change.code == line.code);
        line.to = own.map(|change| change.to);
    }
    view.plan = report.plan;
    view.diagnostics = report.diagnostics;
    Ok(view)
}

/// What is asked of the levers shown; nothing where none may be moved.
fn as_run(view: &LeversView, settings: &[LeverSetting]) -> Option<LeversInput> {
    let levers = levers(&view.levers, settings);
    let unit = view.unit.as_ref().filter(|_| !levers.is_empty())?;
    Some(LeversInput {
        subject: Subject::stored(&view.framework.id, view.as_of),
        unit: unit.id.clone(),
        goal: view.goal,
        levers,
    })
}

/// Recipe and run of the levers shown; none where none may be moved.
pub fn levers_proof(app: &App, call: &Call, input: &LeversViewInput) -> Answer<Option<Proof>> {
    let asked = as_run(&levers_view(app, call, input)?, &input.levers);
    let done = asked.map(|asked| perform(Some(app), &asked, &|_| true));
    Ok(done.transpose()?.map(|done| done.proof()))
}

/// The second ranked: the best that can still rise. The first where it is alone.
fn usual_unit(outcome: &Outcome<'_>) -> Option<usize> {
    let ranking = outcome.ranking();
    let mut ranked = ranking.iter().filter(|unit| unit.rank.is_some());
    let first = ranked.next()?;
    Some(ranked.next().unwrap_or(first).unit)
}

fn one_up(standing: Standing) -> Option<Goal> {
    let rank = standing.rank?;
    Some(Goal::Rank(rank.saturating_sub(1).max(1)))
}

fn lines(
    app: &App,
    outcome: &Outcome<'_>,
    unit: usize,
    settings: &[LeverSetting],
) -> Vec<LeverLine> {
    let (usual, _) = gains(outcome, unit, &[]);
    let line = |(at, node): (usize, &julin_measure::Node)| {
        let value = outcome.value(unit, at)?;
        let usual: Option<&Gain> = usual.iter().find(|gain| gain.code == node.code);
        let set = settings.iter().find(|set| set.code == node.code);
        Some(LeverLine {
            code: node.code.clone(),
            label: node.label.clone(),
            unit: unit_label(app, node),
            value,
            usual_bound: usual.map_or(value, |gain| gain.bound),
            usual_cost: usual.map(|gain| gain.cost),
            bound: set.and_then(|set| set.bound),
            cost: set.and_then(|set| set.cost),
            fixed: set.is_some_and(|set| set.fixed),
            gain: None,
            to: None,
        })
    };
    outcome.framework().indicators().filter_map(line).collect()
}

/// The levers to move: all that are not fixed, and those that are not known, so that this
/// is told.
fn levers(lines: &[LeverLine], settings: &[LeverSetting]) -> Vec<Lever> {
    let lever = |code: &str, bound, cost| Lever {
        code: code.to_owned(),
        cost,
        low: bound,
        high: bound,
    };
    let known = lines.iter().filter(|line| !line.fixed);
    let known = known.map(|line| lever(&line.code, line.bound, line.cost));
    let strange = settings
        .iter()
        .filter(|set| lines.iter().all(|line| line.code != set.code));
    known
        .chain(strange.map(|set| lever(&set.code, set.bound, set.cost)))
        .collect()
}
