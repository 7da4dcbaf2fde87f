//! What each indicator and each group does to the ranking: the ranking without it.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 7,
//! "Robustness and sensitivity": inclusion and exclusion of single indicators.

use crate::draw::check::pillars;
use crate::draw::plain::left_out;
use crate::framework::{Framework, NodeId};
use crate::matrix::Matrix;
use crate::prepare::prepare;
use crate::run::finish;
use julin_model::Text;
use serde::{Deserialize, Serialize};

/// The ranking without one node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeaveOutEffect {
    /// Position of the node.
    #[serde(skip)]
    pub node: NodeId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// 1 for indicators.
    pub level: u32,
    /// Mean of the absolute changes of rank, over the units ranked with and without it;
    /// `None` where there are none.
    pub mean_shift: Option<f64>,
    /// Places lost (above zero) or won (below zero) by each unit when the node is left
    /// out, in the order of the figures; `None` where it is not ranked both times.
    pub shifts: Vec<Option<i64>>,
    /// Units by how far they move, the farthest first; only those that move.
    pub moved: Vec<usize>,
    /// Units ranked with it and not without.
    pub lost: usize,
}

/// The effect of leaving out each indicator and each group directly below the index, in
/// the order of the framework. What is screened out already has none. Estimates of
/// missing values made with a node stay when it is left out.
pub fn leave_one_out(framework: &Framework, matrix: &Matrix) -> Vec<LeaveOutEffect> {
    let prepared = prepare(framework, matrix);
    let before = finish(framework, matrix, prepared.clone());
    let before = before.ranks(Framework::ROOT);
    let mut nodes: Vec<NodeId> = framework.indicators().map(|(id, _)| id).collect();
    nodes.extend(pillars(framework));
    nodes.retain(|node| !prepared.nodes_out[*node]);
    nodes.sort_unstable();
    let one = |node: NodeId| {
        let mut without = prepared.clone();
        for gone in left_out(framework, &prepared.nodes_out, node) {
            without.nodes_out[gone] = true;
        }
        let after = finish(framework, matrix, without);
        effect(framework, node, before, after.ranks(Framework::ROOT))
    };
    nodes.into_iter().map(one).collect()
}

fn effect(framework: &Framework, node: NodeId, before: &[u32], after: &[u32]) -> LeaveOutEffect {
    let shift = |(before, after): (&u32, &u32)| {
        (*before > 0 && *after > 0).then(|| i64::from(*after) - i64::from(*before))
    };
    let shifts: Vec<Option<i64>> = before.iter().zip(after).map(shift).collect();
    let far = |unit: &usize| shifts[*unit].unwrap_or(0).unsigned_abs();
    let mut moved: Vec<usize> = (0..shifts.len()).filter(|unit| far(unit) > 0).collect();
    moved.sort_by_key(|unit| std::cmp::Reverse(far(unit)));
    let both = shifts.iter().flatten().count();
    let sum: u64 = shifts
        .iter()
        .flatten()
        .map(|shift| shift.unsigned_abs())
        .sum();
    let about = &framework.nodes[node];
    let lost = before
        .iter()
        .zip(after)
        .filter(|(b, a)| **b > 0 && **a == 0);
    LeaveOutEffect {
        node,
        code: about.code.clone(),
        label: about.label.clone(),
        level: about.level,
        mean_shift: (both > 0).then(|| sum as f64 / both as f64),
        lost: lost.count(),
        shifts,
        moved,
    }
}
