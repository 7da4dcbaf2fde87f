//! Groups made one after the other for one unit, many draws side by side: the general
//! way. Each aggregation is the plain one, its "units" being the draws.

use super::{LANES, Lane};
use crate::aggregate::{self, Child, Weight};
use crate::coverage::suffices;
use crate::framework::{Framework, NodeId};
use crate::normalise::Scale;
use crate::recipe::Aggregate;
use crate::run::{is_turned, stays_on_range};
use crate::stage::{Prepared, Step};

/// One group, as far as its score goes.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) id: NodeId,
    /// Children that are not screened out.
    pub(crate) children: Vec<NodeId>,
    /// Share of weight that must have data.
    pub(crate) minimum: f64,
    /// Counts from the other end in the group above.
    pub(crate) turned: bool,
    /// Its score lies on the range.
    pub(crate) on_range: bool,
    pub(crate) aggregate: Aggregate,
}

/// The groups, each after all groups below it.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) nodes: usize,
    pub(crate) scale: Scale,
    pub(crate) groups: Vec<Group>,
    /// Indicators that are not screened out.
    pub(crate) indicators: Vec<NodeId>,
    /// Scores of the indicators: by node, then by unit.
    pub(crate) scores: Vec<Vec<f64>>,
}

impl Shape {
    pub(crate) fn new(framework: &Framework, prepared: &Prepared) -> Self {
        let inside = |id: &NodeId| !prepared.nodes_out[*id];
        let group = |(id, node): (NodeId, &crate::framework::Node)| Group {
            id,
            children: node.children.iter().copied().filter(inside).collect(),
            minimum: node.minimum_coverage,
            turned: is_turned(node),
            on_range: stays_on_range(framework, id),
            aggregate: node.steps.aggregate.clone(),
        };
        let mut groups: Vec<Group> = framework.groups().map(group).collect();
        groups.reverse();
        Self {
            nodes: framework.nodes.len(),
            scale: Scale::of(&framework.method),
            groups,
            indicators: framework
                .indicators()
                .map(|(id, _)| id)
                .filter(inside)
                .collect(),
            scores: prepared.after(Step::Normalise).columns.clone(),
        }
    }
}

/// Room for one unit's nodes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Room {
    scores: Vec<Lane>,
    used: Vec<Lane>,
}

/// The scores of one unit's index in many draws; NaN where there is none. `gone` are the
/// nodes left out, by lane.
pub(crate) fn scores(
    shape: &Shape,
    unit: usize,
    weights: &[Lane],
    gone: &[(NodeId, usize)],
    room: &mut Room,
) -> Lane {
    room.scores.resize(shape.nodes, [0.0; LANES]);
    room.used.resize(shape.nodes, [0.0; LANES]);
    for id in &shape.indicators {
        let score = shape.scores[*id][unit];
        room.scores[*id] = [score; LANES];
        room.used[*id] = [f64::from(u8::from(!score.is_nan())); LANES];
    }
    for (node, lane) in gone {
        room.scores[*node][*lane] = f64::NAN;
        room.used[*node][*lane] = 0.0;
    }
    for group in &shape.groups {
        let (mut score, used) = made(group, weights, room);
        if group.on_range {
            score.iter_mut().for_each(|s| *s = shape.scale.hold(*s));
        }
        room.used[group.id] = [0.0; LANES];
        let cells = score.iter_mut().zip(&mut room.used[group.id]).zip(used);
        for ((score, kept), used) in cells {
            if score.is_nan() || !suffices(used, group.minimum) {
                *score = f64::NAN;
            } else {
                *kept = used;
            }
        }
        if group.turned && group.id != Framework::ROOT {
            let turn = |s: &mut f64| {
                *s = if group.on_range {
                    shape.scale.mirror(*s)
                } else {
                    -*s
                };
            };
            score.iter_mut().for_each(turn);
        }
        room.scores[group.id].copy_from_slice(&score);
        for (node, lane) in gone.iter().filter(|(node, _)| *node == group.id) {
            room.scores[*node][*lane] = f64::NAN;
        }
    }
    room.scores[Framework::ROOT]
}

fn made(group: &Group, weights: &[Lane], room: &Room) -> (Vec<f64>, Lane) {
    let (mut sums, mut totals) = ([0.0; LANES], [0.0; LANES]);
    for child in &group.children {
        let (weight, used) = (&weights[*child], &room.used[*child]);
        for lane in 0..LANES {
            sums[lane] += weight[lane] * used[lane];
            totals[lane] += weight[lane];
        }
    }
    for (sum, total) in sums.iter_mut().zip(totals) {
        *sum = if total > 0.0 { *sum / total } else { 0.0 };
    }
    let child = |id: &NodeId| Child {
        weight: Weight::Own(&weights[*id]),
        scores: &room.scores[*id],
    };
    let children: Vec<_> = group.children.iter().map(child).collect();
    let made = aggregate::scores(&group.aggregate, LANES, &children);
    (made.scores, sums)
}
