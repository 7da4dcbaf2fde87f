//! From the index down: the parts of every node's difference.

use super::core::{self, Crosswalk};
use super::indicator;
use super::split::{Game, Member, Shares};
use super::{Cause, Part, Side};
use crate::aggregate;
use crate::framework::{Framework, Node, NodeId, naming};
use crate::run::{is_turned, turned};
use crate::stage::{Stage, Step};
use julin_model::Diagnostic;

/// Share of the range below which a difference is too small to divide by.
const SMALL: f64 = 1e-5;
/// Share of the range by which a score is moved to see its slope.
const PROBE: f64 = 1e-4;
/// How far the score of a group may be from what its children give.
const NOISE: f64 = 1e-9;

/// Two sides under comparison.
pub(super) struct Comparing<'a> {
    pub(super) sides: [Side<'a>; 2],
    pub(super) crosswalk: &'a Crosswalk,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A child of a group: where it is on each side.
#[derive(Clone, Copy)]
struct Place {
    nodes: [Option<NodeId>; 2],
}

impl<'a> Comparing<'a> {
    fn framework(&self, side: usize) -> &'a Framework {
        self.sides[side].outcome.framework()
    }

    fn score(&self, side: usize, node: NodeId) -> f64 {
        let at = self.sides[side];
        at.outcome.score(at.unit, node).unwrap_or(f64::NAN)
    }

    /// Parts of the difference of two nodes that both have a score.
    pub(super) fn node(&mut self, nodes: [NodeId; 2], above: &[String]) -> Vec<Part> {
        let mut path = above.to_vec();
        path.push(self.framework(0).nodes[nodes[0]].code.clone());
        let kinds = [0, 1].map(|side| self.framework(side).nodes[nodes[side]].is_indicator());
        let whole = self.score(1, nodes[1]) - self.score(0, nodes[0]);
        match kinds {
            [true, true] => indicator::parts(self.sides, nodes)
                .into_iter()
                .map(|(cause, points)| self.part(nodes.map(Some), &path, cause, points))
                .collect(),
            [false, false] => match self.group(nodes, &path) {
                Some(mut parts) => {
                    spread(&mut parts, whole);
                    parts
                }
                None => vec![self.undivided(nodes, &path, whole)],
            },
            _ => vec![self.part(nodes.map(Some), &path, Cause::Framework, whole)],
        }
    }

    /// Parts of the difference of two groups; `None` where they cannot be divided.
    fn group(&mut self, nodes: [NodeId; 2], path: &[String]) -> Option<Vec<Part>> {
        let frameworks = [0, 1].map(|side| self.framework(side));
        let settings = [0, 1].map(|side| &frameworks[side].nodes[nodes[side]].steps.aggregate);
        if settings
            .iter()
            .any(|setting| !aggregate::is_own(setting.kind))
        {
            return None;
        }
        let (places, members) = self.members(nodes)?;
        let mut game = Game {
            members,
            settings,
            joint: false,
        };
        let ends = game.ends();
        let far = |side: usize| {
            let score = self.score(side, nodes[side]);
            (ends[side] - score).abs() > NOISE * score.abs().max(1.0)
        };
        if ends.iter().any(|end| end.is_nan()) || far(0) || far(1) {
            return None;
        }
        let shares = game.shares().or_else(|| {
            game.joint = true;
            game.shares()
        })?;
        Some(self.parts(nodes, path, &places, &Split { game, shares }))
    }

    /// Children of both groups, with weights on one scale: those of the children both
    /// groups have sum to 1.
    fn members(&self, nodes: [NodeId; 2]) -> Option<(Vec<Place>, Vec<Member>)> {
        let frameworks = [0, 1].map(|side| self.framework(side));
        let matched = core::children(frameworks, nodes, self.crosswalk);
        let weight = |side: usize, child: NodeId| {
            let siblings = &frameworks[side].nodes[nodes[side]].children;
            let place = siblings.iter().position(|one| *one == child).unwrap_or(0);
            let at = self.sides[side];
            at.outcome.weights(nodes[side]).of(place).at(at.unit)
        };
        let total = [0, 1].map(|side| -> f64 {
            let shared = matched.both.iter();
            shared.map(|pair| weight(side, pair[side])).sum()
        });
        if total.iter().any(|sum| *sum <= 0.0) {
            return None;
        }
        let facing = |side: usize, child: NodeId| self.facing(side, child, self.score(side, child));
        let both = matched.both.iter().map(|pair| {
            let [first, second] = [0, 1].map(|side| weight(side, pair[side]) / total[side]);
            // The noise of dividing by a sum is no change of weights.
            let same = (first - second).abs() <= NOISE * 1e-3;
            let member = Member {
                weights: [first, if same { first } else { second }],
                scores: [0, 1].map(|side| facing(side, pair[side])),
            };
            (
                Place {
                    nodes: pair.map(Some),
                },
                member,
            )
        });
        let single = matched.single.iter().map(|(side, child)| {
            let (mut nodes, mut scores) = ([None; 2], [f64::NAN; 2]);
            (nodes[*side], scores[*side]) = (Some(*child), facing(*side, *child));
            let member = Member {
                weights: [weight(*side, *child) / total[*side]; 2],
                scores,
            };
            (Place { nodes }, member)
        });
        Some(both.chain(single).unzip())
    }

    /// A score as the group above counts it.
    fn facing(&self, side: usize, child: NodeId, score: f64) -> f64 {
        let framework = self.framework(side);
        if is_turned(&framework.nodes[child]) {
            turned(framework, child, score)
        } else {
            score
        }
    }

    fn parts(
        &mut self,
        nodes: [NodeId; 2],
        path: &[String],
        places: &[Place],
        split: &Split<'_>,
    ) -> Vec<Part> {
        let shares = &split.shares;
        let mut parts = Vec::new();
        for (at, place) in places.iter().enumerate() {
            match place.nodes {
                [Some(first), Some(second)] if !split.game.members[at].is_gap() => {
                    if !split.game.members[at].scores[0].is_nan() {
                        parts.extend(self.child([first, second], path, split, at));
                    }
                }
                found => {
                    let mut below = path.to_vec();
                    below.push(self.about(found).code.clone());
                    let both = found.iter().all(Option::is_some);
                    let cause = if both { Cause::Gap } else { Cause::Framework };
                    parts.push(self.part(found, &below, cause, shares.members[at]));
                }
            }
        }
        for (cause, points) in [
            (Cause::Gap, shares.gaps),
            (Cause::Weights, shares.weights),
            (Cause::Method, shares.setting),
        ] {
            if points != 0.0 {
                parts.push(self.part(nodes.map(Some), path, cause, points));
            }
        }
        parts
    }

    /// Parts of a child, in points of its group.
    fn child(
        &mut self,
        nodes: [NodeId; 2],
        path: &[String],
        split: &Split<'_>,
        at: usize,
    ) -> Vec<Part> {
        let mut parts = self.turned(nodes, path);
        let [before, after] = split.game.members[at].scores;
        let (difference, points) = (after - before, split.shares.members[at]);
        let moved: f64 = parts.iter().map(|part| part.points.abs()).sum();
        if moved == 0.0 {
            return parts;
        }
        let [low, high] = self.framework(0).method.range;
        let range = high - low;
        let slope = if difference.abs() < SMALL * range {
            split.game.slope(at, PROBE * range).unwrap_or(0.0)
        } else {
            points / difference
        };
        parts.iter_mut().for_each(|part| part.points *= slope);
        if slope == 0.0 {
            // Nothing to be in proportion to: what rounding left goes to the first.
            parts[0].points = points;
        }
        spread(&mut parts, points);
        parts
    }

    /// Parts of a child as its group counts it: the other way round where the group
    /// counts downwards, and with a part of its own where only one of the two is turned.
    fn turned(&mut self, nodes: [NodeId; 2], path: &[String]) -> Vec<Part> {
        let mut parts = self.node(nodes, path);
        let scores = [0, 1].map(|side| self.score(side, nodes[side]));
        let way = |of: usize, score: f64| self.facing(of, nodes[of], score);
        let slope: f64 = [0, 1]
            .map(|of| {
                if is_turned(&self.framework(of).nodes[nodes[of]]) {
                    -0.5
                } else {
                    0.5
                }
            })
            .iter()
            .sum();
        let whole = way(1, scores[1]) - way(0, scores[0]);
        let rest = whole - slope * (scores[1] - scores[0]);
        parts.iter_mut().for_each(|part| part.points *= slope);
        let range = self.framework(0).method.range;
        if rest.abs() > NOISE * (range[1] - range[0]) {
            let mut below = path.to_vec();
            below.push(self.framework(0).nodes[nodes[0]].code.clone());
            parts.push(self.part(nodes.map(Some), &below, Cause::Method, rest));
        }
        parts
    }

    fn undivided(&mut self, nodes: [NodeId; 2], path: &[String], whole: f64) -> Part {
        let node = &self.framework(0).nodes[nodes[0]];
        let found = Diagnostic::note("measure.compare-not-divided");
        self.diagnostics
            .push(naming(found, &node.code, &node.label));
        self.part(nodes.map(Some), path, Cause::Whole, whole)
    }

    fn about(&self, nodes: [Option<NodeId>; 2]) -> &'a Node {
        match nodes {
            [Some(first), _] => &self.framework(0).nodes[first],
            [None, second] => &self.framework(1).nodes[second.unwrap_or(Framework::ROOT)],
        }
    }

    fn part(&self, nodes: [Option<NodeId>; 2], path: &[String], cause: Cause, points: f64) -> Part {
        let node = self.about(nodes);
        let value = |side: usize| {
            let (at, id) = (self.sides[side], nodes[side]?);
            let prepared = &at.outcome.prepared;
            // An estimate may be made after outliers are treated.
            let stages = [
                prepared.before(Step::Treat),
                prepared.before(Step::Normalise),
            ];
            let cell = |stage: &Stage| stage.columns[id].get(at.unit).copied();
            stages
                .into_iter()
                .filter_map(cell)
                .find(|value| !value.is_nan())
        };
        let imputed = |side: usize| {
            let at = self.sides[side];
            nodes[side].is_some_and(|id| at.outcome.prepared.is_imputed(at.unit, id))
        };
        let score = |side: usize| Some(self.score(side, nodes[side]?)).filter(|x| !x.is_nan());
        Part {
            code: node.code.clone(),
            label: node.label.clone(),
            path: path.to_vec(),
            cause,
            points,
            scores: [score(0), score(1)],
            values: [value(0), value(1)],
            imputed: [imputed(0), imputed(1)],
        }
    }
}

struct Split<'a> {
    game: Game<'a>,
    shares: Shares,
}

/// Makes parts sum to the whole to the last digits: what rounding left over is given to
/// them in proportion to their size.
fn spread(parts: &mut [Part], whole: f64) {
    let sum: f64 = parts.iter().map(|part| part.points).sum();
    let size: f64 = parts.iter().map(|part| part.points.abs()).sum();
    if size > 0.0 {
        let rest = (whole - sum) / size;
        parts
            .iter_mut()
            .for_each(|part| part.points += rest * part.points.abs());
    }
}
