//! From points to scores and ranks.
//!
//! Rows are sorted by the combination they choose and computed [`LANES`] at a time;
//! combinations that cannot be computed side by side go through the plain pipeline, row
//! by row. What comes out does not depend on how rows are put together.

use super::combination::{Combination, Combinations, Lanes};
use super::plain::{self, Changes};
use super::plan::Plan;
use super::source::Points;
use super::{LANES, Lane, flat, order, tree};
use crate::framework::{Framework, NodeId};
use crate::matrix::Matrix;
use crate::run::score;
use julin_model::Diagnostic;
use pulp::{Arch, Simd, WithSimd};
use std::ops::Range;

/// A framework, figures and a plan, ready for draws.
#[derive(Debug, Clone)]
pub struct Evaluator<'a> {
    matrix: &'a Matrix,
    plan: &'a Plan,
    combinations: Combinations,
    /// Scores as the framework stands, NaN where there is none.
    pub nominal_scores: Vec<f64>,
    /// Ranks as the framework stands, 0 where there is none.
    pub nominal_ranks: Vec<u32>,
    arch: Arch,
}

/// Up to [`LANES`] draws of one combination.
#[derive(Debug)]
pub struct Batch<'b> {
    /// The rows of the points.
    pub rows: &'b [u64],
    /// By unit: scores, NaN where there is none, and in the lanes beyond the rows.
    pub scores: &'b [Lane],
    /// By draw, then by unit: ranks, 0 where there is none.
    pub ranks: &'b [u16],
    /// It is sure that every unit has a rank of its own in each draw.
    pub distinct: bool,
}

/// Combination, what is left out, and row.
type Choice = (usize, Option<NodeId>, u64);

/// Room to work in; one for each thread.
#[derive(Debug, Clone, Default)]
pub struct Room {
    choices: Vec<Choice>,
    weights: Vec<Lane>,
    scores: Vec<Lane>,
    ranks: Vec<u16>,
    gone: Vec<(NodeId, usize)>,
    flat: flat::Room,
    tree: tree::Room,
    order: order::Room,
}

impl<'a> Evaluator<'a> {
    /// Prepares every combination.
    pub fn new(framework: &Framework, matrix: &'a Matrix, plan: &'a Plan) -> Self {
        let nominal = score(framework, matrix);
        let mut combinations = Combinations::new(framework, matrix, plan);
        combinations
            .diagnostics
            .retain(|found| !nominal.diagnostics.contains(found));
        Self {
            matrix,
            plan,
            combinations,
            nominal_scores: nominal.scores(Framework::ROOT).to_vec(),
            nominal_ranks: nominal.ranks(Framework::ROOT).to_vec(),
            arch: Arch::new(),
        }
    }

    /// How many units.
    pub fn units(&self) -> usize {
        self.matrix.units().len()
    }

    /// The figures.
    pub fn matrix(&self) -> &Matrix {
        self.matrix
    }

    /// True when some draws go through the plain pipeline, one at a time.
    pub fn is_plain(&self) -> bool {
        let mut all = self.combinations.all.iter();
        all.any(|combination| combination.lanes.is_none())
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        self.plan
    }

    /// What options bring about that the framework as it stands does not.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.combinations.diagnostics
    }

    /// Evaluates some rows, in batches. The order of batches depends on the rows only.
    pub fn run<P: Points>(
        &self,
        points: &P,
        rows: Range<u64>,
        room: &mut Room,
        sink: &mut impl FnMut(&Batch<'_>),
    ) {
        let mut choices = std::mem::take(&mut room.choices);
        choices.clear();
        choices.extend(rows.map(|row| {
            let (combination, out) = self.plan.choices(points, row);
            (combination, out, row)
        }));
        choices.sort_unstable_by_key(|(combination, _, row)| (*combination, *row));
        for same in choices.chunk_by(|a, b| a.0 == b.0) {
            let combination = &self.combinations.all[same[0].0];
            for batch in same.chunks(LANES) {
                self.batch(points, (combination, batch), room, sink);
            }
        }
        room.choices = choices;
    }

    fn batch<P: Points>(
        &self,
        points: &P,
        (combination, batch): (&Combination, &[Choice]),
        room: &mut Room,
        sink: &mut impl FnMut(&Batch<'_>),
    ) {
        let mut rows = [batch[0].2; LANES];
        for (row, (_, _, own)) in rows.iter_mut().zip(batch) {
            *row = *own;
        }
        room.scores.resize(self.units(), [f64::NAN; LANES]);
        room.ranks.resize(self.units() * LANES, 0);
        let distinct = self.arch.dispatch(Work {
            evaluator: self,
            points,
            combination,
            rows: &rows,
            batch,
            room,
        });
        if batch.len() < LANES {
            room.scores
                .iter_mut()
                .for_each(|scores| scores[batch.len()..].fill(f64::NAN));
        }
        sink(&Batch {
            rows: &rows[..batch.len()],
            scores: &room.scores,
            ranks: &room.ranks[..self.units() * batch.len()],
            distinct,
        });
    }

    fn plainly(&self, combination: &Combination, batch: &[Choice], room: &mut Room) {
        let units = self.units();
        for (lane, (_, out, _)) in batch.iter().enumerate() {
            let changes = Changes {
                weights: room.weights.iter().map(|weight| weight[lane]).collect(),
                weighed: combination.weighed.clone(),
                out: *out,
            };
            let table = &self.combinations.tables[combination.table];
            let (scores, ranks) = plain::score(combination, table, self.matrix, &changes);
            for (to, score) in room.scores.iter_mut().zip(scores) {
                to[lane] = score;
            }
            for (to, rank) in room.ranks[lane * units..].iter_mut().zip(ranks) {
                *to = u16::try_from(rank).unwrap_or(u16::MAX);
            }
        }
    }

    /// One row by the plain pipeline: scores and ranks.
    pub fn plain(&self, points: &impl Points, row: u64) -> (Vec<f64>, Vec<u32>) {
        let (number, out) = self.plan.choices(points, row);
        let combination = &self.combinations.all[number];
        let mut weights: Vec<Lane> = combination.base.iter().map(|w| [*w; LANES]).collect();
        self.plan.weigh(points, &[row; LANES], 1, &mut weights);
        let changes = Changes {
            weights: weights.iter().map(|weight| weight[0]).collect(),
            weighed: combination.weighed.clone(),
            out,
        };
        let table = &self.combinations.tables[combination.table];
        plain::score(combination, table, self.matrix, &changes)
    }
}

struct Work<'w, P> {
    evaluator: &'w Evaluator<'w>,
    points: &'w P,
    combination: &'w Combination,
    rows: &'w [u64; LANES],
    batch: &'w [Choice],
    room: &'w mut Room,
}

impl<P: Points> WithSimd for Work<'_, P> {
    /// Whether all ranks are distinct.
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> bool {
        let (room, combination, lanes) = (self.room, self.combination, self.batch.len());
        room.weights.clear();
        room.weights
            .extend(combination.base.iter().map(|weight| [*weight; LANES]));
        let plan = self.evaluator.plan;
        plan.weigh(self.points, self.rows, lanes, &mut room.weights);
        let Some(side_by_side) = &combination.lanes else {
            self.evaluator.plainly(combination, self.batch, room);
            return false;
        };
        leave_out(combination, self.batch, room);
        scores(simd, side_by_side, room);
        order::ranks(&room.scores, lanes, &mut room.ranks, &mut room.order)
    }
}

/// Takes the weight from what is left out.
fn leave_out(combination: &Combination, batch: &[Choice], room: &mut Room) {
    room.gone.clear();
    for (lane, (_, out, _)) in batch.iter().enumerate() {
        for node in out
            .and_then(|out| combination.gone.get(&out))
            .into_iter()
            .flatten()
        {
            room.gone.push((*node, lane));
            room.weights[*node][lane] = 0.0;
        }
    }
}

#[inline(always)]
fn scores<S: Simd>(simd: S, lanes: &Lanes, room: &mut Room) {
    if let Some(flat) = &lanes.flat {
        let room = &mut *room;
        let into = (&mut room.flat, room.scores.as_mut_slice());
        flat.scores(simd, &lanes.shape, &room.weights, into);
    }
    for unit in &lanes.rest {
        room.scores[*unit] = tree::scores(
            &lanes.shape,
            *unit,
            &room.weights,
            &room.gone,
            &mut room.tree,
        );
    }
}
