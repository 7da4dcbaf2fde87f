//! Levers: what one more of each indicator brings a unit, and the cheapest changes that
//! lift it to a wanted rank.
//!
//! A lever is an indicator that may move from the unit's value towards the better end,
//! as far as a bound, at a cost for each unit of change. Where nothing is said, the bound
//! is the best value any unit has, and the cost is one for each standard deviation
//! (n − 1) of the indicator: a deviation of one indicator is held to be as hard to win as
//! a deviation of any other.
//!
//! The wanted rank *r* is reached when the unit's score is not below the *r*-th best score
//! of the others, a wanted score when it is not below that; what it lacks is the *margin*.
//! The search moves, again and again, the
//! lever with the most margin for its cost, and moves the last one only as far as needed.
//!
//! Where all means are arithmetic, scales are straight and the unit does not become the
//! end of one, the margin is a constant plus `Σ g_i d_i`, and the task is to make `Σ g_i
//! d_i` at least what is lacking at the lowest `Σ c_i d_i`, each `d_i` between 0 and its
//! room: a continuous knapsack. Taking levers in the order of `g_i / c_i` is then exact:
//! in any other plan some margin comes from a lever with a lower ratio while one with a
//! higher ratio has room left, and moving that margin over costs no more. Elsewhere the
//! steps are small and the gains computed anew, so the order follows the slopes; for
//! means of the form `f⁻¹(Σ w f(x))` with concave *f* (geometric, harmonic) the steps
//! lead to the cheapest plan up to their size. Plans are then tried without each of their
//! levers in turn, and the cheaper kept. Every value tried is scored by the plain
//! pipeline, so that scales that move with the unit are taken into account, and the plan
//! given is scored in full once more.
//!
//! Sources: G. B. Dantzig, "Discrete-variable extremum problems", *Operations Research* 5
//! (1957), for the knapsack; B. Fox, "Discrete optimization via marginal analysis",
//! *Management Science* 13 (1966), for steps by marginal gain.
//!
//! Worked example: two indicators of equal weight between goalposts 0 and 100, costs 1
//! and 3 a point. The unit has 40 and 40, another one 50 and 50. Rank 1 wants 10 points of
//! the index: the first brings 0.5 a point for 1, so 20 of it for a cost of 20. If the
//! first may rise to 50 only, it brings 5 for 10, and the other 5 come from 10 of the
//! second for 30.
//!
//! Must not know: what a change of an indicator means in the world.

mod search;

use crate::framework::{Framework, NodeId, naming};
use crate::outcome::Outcome;
use crate::rank::TIE;
use crate::rescore::{Rescorer, value_lifts};
use crate::stage::Step;
use crate::statistics;
use crate::what_if::Standing;
use julin_model::{Diagnostic, Text};
use schemars::JsonSchema;
use search::{Move, Search};
use serde::{Deserialize, Serialize};

/// What a plan aims at.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Goal {
    /// This rank or a better one; 1 is best.
    Rank(u32),
    /// This score or a higher one.
    Score(f64),
}

impl Default for Goal {
    fn default() -> Self {
        Self::Rank(1)
    }
}

impl Goal {
    /// True where a unit that stands so has reached it. Scores within the tolerance of
    /// ties are equal.
    fn is_met(self, standing: Standing) -> bool {
        match self {
            Self::Rank(wanted) => standing.rank.is_some_and(|rank| rank <= wanted),
            Self::Score(wanted) => standing.score.is_some_and(|score| score >= wanted - TIE),
        }
    }

    /// Why it is no goal.
    fn refused(self) -> Option<Diagnostic> {
        match self {
            Self::Rank(0) => Some(Diagnostic::error("measure.levers-rank-zero")),
            Self::Score(wanted) if !wanted.is_finite() => {
                Some(Diagnostic::error("measure.levers-score").with("wanted", wanted))
            }
            _ => None,
        }
    }

    /// That it is out of reach of a unit, which at best would stand so.
    fn missed(self, unit: &str, best: Standing) -> Diagnostic {
        let found = |code| Diagnostic::warning(code).with("unit", unit);
        match self {
            Self::Rank(wanted) => found("measure.levers-out-of-reach")
                .with("wanted", wanted)
                .with("best", best.rank.unwrap_or_default()),
            Self::Score(wanted) => found("measure.levers-score-out-of-reach")
                .with("wanted", wanted)
                .with("best", format!("{:.2}", best.score.unwrap_or(f64::NAN))),
        }
    }
}

/// An indicator that may be moved.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lever {
    /// Code of the indicator.
    pub code: String,
    /// Cost of one unit of change; one for each standard deviation when not given.
    #[serde(default)]
    pub cost: Option<f64>,
    /// Lowest value it may take, where less is better; the lowest of all units when not
    /// given.
    #[serde(default)]
    pub low: Option<f64>,
    /// Highest value it may take, where more is better; the highest of all units when
    /// not given.
    #[serde(default)]
    pub high: Option<f64>,
}

/// What one lever brings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gain {
    /// Code of the indicator.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// The unit's value.
    pub value: f64,
    /// The value at the bound.
    pub bound: f64,
    /// Cost of one unit of change.
    pub cost: f64,
    /// Points of the index for one unit of change, from a small change.
    pub per_unit: f64,
    /// Points of the index for one unit of cost.
    pub per_cost: f64,
    /// A change of one standard deviation, or as far as the bound.
    pub step: f64,
    /// Score and rank after that step.
    pub after: Standing,
}

/// One change of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeverChange {
    /// Code of the indicator.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// The value there is.
    pub from: f64,
    /// The value wanted.
    pub to: f64,
    /// What the change costs.
    pub cost: f64,
}

/// The cheapest changes found for a goal.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Plan {
    /// The goal.
    pub wanted: Goal,
    /// Score and rank as they are.
    pub before: Standing,
    /// With the plan; where the goal cannot be reached, with all levers at their bounds.
    pub after: Standing,
    /// True when the plan reaches the goal.
    pub reached: bool,
    /// Cost of all changes.
    pub cost: f64,
    /// Changes in the order of the framework; none where the goal cannot be reached.
    pub changes: Vec<LeverChange>,
    /// Levers that cannot be used, and why there is no plan.
    pub diagnostics: Vec<Diagnostic>,
}

/// What each lever brings a unit, in the order of the framework. Without levers, all
/// indicators are levers.
pub fn gains(outcome: &Outcome<'_>, unit: usize, levers: &[Lever]) -> (Vec<Gain>, Vec<Diagnostic>) {
    let (moves, diagnostics) = moves(outcome, unit, levers);
    let mut rescorer = Rescorer::new(outcome);
    let own = outcome.score(unit, Framework::ROOT).unwrap_or(f64::NAN);
    let mut tried = |lever: &Move, step: f64| {
        rescorer.set(unit, lever.node, lever.at(step));
        let scores = rescorer.index().to_vec();
        rescorer.set(unit, lever.node, lever.from);
        scores
    };
    let gains = moves.iter().map(|lever| {
        let node = &outcome.framework().nodes[lever.node];
        let step = lever.deviation.min(lever.room);
        let small = step * 1e-3;
        let per_unit = (tried(lever, small)[unit] - own) / small;
        let after = tried(lever, step);
        let rank = crate::rank::competition(&after)[unit];
        Gain {
            code: node.code.clone(),
            label: node.label.clone(),
            value: lever.from,
            bound: lever.at(lever.room),
            cost: lever.cost,
            per_unit: if lever.sign > 0.0 {
                per_unit
            } else {
                -per_unit
            },
            per_cost: per_unit / lever.cost,
            step: lever.sign * step,
            after: Standing {
                score: Some(after[unit]).filter(|score| !score.is_nan()),
                rank: Some(rank).filter(|rank| *rank > 0),
            },
        }
    });
    (gains.collect(), diagnostics)
}

/// The cheapest changes that lead a unit to a goal. Without levers, all indicators are
/// levers.
pub fn plan(outcome: &Outcome<'_>, unit: usize, wanted: Goal, levers: &[Lever]) -> Plan {
    let before = Standing::of(outcome, unit);
    let mut plan = Plan {
        wanted,
        before,
        after: before,
        ..Plan::default()
    };
    let units = outcome.matrix().units();
    let id = units.get(unit).map_or("", |unit| unit.id.as_str());
    if before.rank.is_none() {
        let found = Diagnostic::error("measure.levers-no-rank").with("unit", id);
        plan.diagnostics.push(found);
        return plan;
    }
    if let Some(refused) = wanted.refused() {
        plan.diagnostics.push(refused);
        return plan;
    }
    if wanted.is_met(before) {
        plan.reached = true;
        return plan;
    }
    let (moves, diagnostics) = moves(outcome, unit, levers);
    plan.diagnostics = diagnostics;
    let mut search = Search::new(Rescorer::new(outcome), unit, wanted, moves);
    plan.reached = search.run();
    plan.after = search.standing();
    if plan.reached {
        plan.cost = search.cost();
        plan.changes = changes(outcome, &search);
    } else {
        plan.diagnostics.push(wanted.missed(id, plan.after));
    }
    plan
}

fn changes(outcome: &Outcome<'_>, search: &Search<'_>) -> Vec<LeverChange> {
    let moved = search.moved();
    let mut changes: Vec<(NodeId, LeverChange)> = moved
        .map(|(lever, distance)| {
            let node = &outcome.framework().nodes[lever.node];
            let change = LeverChange {
                code: node.code.clone(),
                label: node.label.clone(),
                from: lever.from,
                to: lever.at(distance),
                cost: lever.cost * distance,
            };
            (lever.node, change)
        })
        .collect();
    changes.sort_by_key(|(node, _)| *node);
    changes.into_iter().map(|(_, change)| change).collect()
}

/// The levers that can be moved at all.
fn moves(outcome: &Outcome<'_>, unit: usize, levers: &[Lever]) -> (Vec<Move>, Vec<Diagnostic>) {
    let framework = outcome.framework();
    let all: Vec<Lever>;
    let levers = if levers.is_empty() {
        let lever = |code: &String| Lever {
            code: code.clone(),
            ..Lever::default()
        };
        all = framework
            .indicators()
            .map(|(_, node)| lever(&node.code))
            .collect();
        &all
    } else {
        levers
    };
    let (mut moves, mut diagnostics) = (Vec::<Move>::new(), Vec::new());
    for lever in levers {
        let known = framework.find(&lever.code);
        let known = known.filter(|id| framework.nodes[*id].is_indicator());
        let Some(node) = known else {
            let found = Diagnostic::error("measure.levers-unknown");
            diagnostics.push(found.with("node", &lever.code));
            continue;
        };
        if let Some(bad) = lever.cost.filter(|cost| !cost.is_finite() || *cost <= 0.0) {
            let about = &framework.nodes[node];
            let found = Diagnostic::error("measure.levers-cost").with("cost", bad);
            diagnostics.push(naming(found, &about.code, &about.label));
            continue;
        }
        let twice = moves.iter().any(|one| one.node == node);
        moves.extend(movable(outcome, unit, node, lever).filter(|_| !twice));
    }
    (moves, diagnostics)
}

/// A lever with what stands for what is not said; `None` where there is no room.
fn movable(outcome: &Outcome<'_>, unit: usize, node: NodeId, lever: &Lever) -> Option<Move> {
    let values = &outcome.prepared.after(Step::Given).columns[node];
    let from = outcome.value(unit, node)?;
    let present = || values.iter().copied().filter(|value| !value.is_nan());
    let (sign, bound) = if value_lifts(outcome.framework(), node) {
        (
            1.0,
            lever.high.unwrap_or_else(|| present().fold(from, f64::max)),
        )
    } else {
        (
            -1.0,
            lever.low.unwrap_or_else(|| present().fold(from, f64::min)),
        )
    };
    let room = (bound - from) * sign;
    let spread = statistics::deviation(values).filter(|spread| *spread > 0.0);
    let deviation = spread.unwrap_or(room);
    (room > 0.0 && room.is_finite()).then(|| Move {
        node,
        from,
        bound,
        sign,
        room,
        deviation,
        cost: lever.cost.unwrap_or(1.0 / deviation),
    })
}
