//! Correlations of all indicators and groups, and what stands out among them.
//!
//! Pearson correlations of the normalised scores, turned so that more is better, over the
//! units that have both. Three things are marked:
//! - two nodes of one level, neither above the other, that say nearly the same
//!   (`r > 0.92`): counted twice, wherever they stand;
//! - siblings that hardly go together (`r < 0.3`) and siblings that go against each other
//!   (`r < 0`): a mean over them says little, or hides a trade-off;
//! - an indicator and its own group, the groups above, and a group elsewhere that it goes
//!   with better than with its own.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 4,
//! "Multivariate analysis"; the limits are those of the JRC's statistical audits (of the
//! Global Innovation Index, for one): 0.92 for redundancy, 0.3 for a relevant one.

use super::Limits;
use crate::framework::{Framework, NodeId};
use crate::outcome::Outcome;
use crate::run::facing_up;
use crate::statistics;
use serde::Serialize;

/// Correlations between all nodes that have scores.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Correlations {
    /// The nodes, in the order of the framework.
    #[serde(skip)]
    pub nodes: Vec<NodeId>,
    /// Their codes.
    pub codes: Vec<String>,
    /// Row by row; `None` where fewer than three units have both or one does not vary.
    pub values: Vec<Vec<Option<f64>>>,
    /// Pairs that stand out.
    pub pairs: Vec<Pair>,
    /// Indicators and the groups they belong to.
    pub indicators: Vec<InGroups>,
}

/// Why a pair stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// Siblings that say nearly the same.
    SameWithin,
    /// Nodes of one level in different groups that say nearly the same.
    SameAcross,
    /// Siblings that go against each other.
    Negative,
    /// Siblings that hardly go together.
    Weak,
}

/// Two nodes that stand out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// Positions of the two.
    #[serde(skip)]
    pub nodes: [NodeId; 2],
    /// Their codes.
    pub codes: [String; 2],
    /// Code of the group where they are siblings.
    pub group: Option<String>,
    /// Their correlation.
    pub correlation: f64,
    /// Why they stand out.
    pub flag: Flag,
}

/// A correlation with one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WithGroup {
    /// Position of the group.
    #[serde(skip)]
    pub group: NodeId,
    /// Its code.
    pub code: String,
    /// The correlation.
    pub correlation: Option<f64>,
}

/// An indicator among the groups.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InGroups {
    /// Position of the indicator.
    #[serde(skip)]
    pub node: NodeId,
    /// Its code.
    pub code: String,
    /// With its own group, the one above, up to the index.
    pub own: Vec<WithGroup>,
    /// The group of the same level as its own that it goes with best, where that is
    /// better than with its own.
    pub closer: Option<WithGroup>,
}

impl Correlations {
    /// The correlation of two nodes.
    pub fn between(&self, a: NodeId, b: NodeId) -> Option<f64> {
        let place = |node| self.nodes.binary_search(&node).ok();
        self.values[place(a)?][place(b)?]
    }
}

/// Correlates everything.
pub(super) fn correlations(outcome: &Outcome<'_>, limits: &Limits) -> Correlations {
    let framework = outcome.framework();
    let scored = |id: &NodeId| outcome.scores(*id).iter().any(|s| !s.is_nan());
    let nodes: Vec<NodeId> = (0..framework.nodes.len()).filter(scored).collect();
    let columns: Vec<Vec<f64>> = nodes
        .iter()
        .map(|id| facing_up(framework, *id, outcome.scores(*id)))
        .collect();
    let mut values = vec![vec![None; nodes.len()]; nodes.len()];
    for (row, left) in columns.iter().enumerate() {
        for (column, right) in columns.iter().enumerate().skip(row) {
            let found = statistics::correlation(left, right);
            values[row][column] = found;
            values[column][row] = found;
        }
    }
    let mut found = Correlations {
        codes: nodes.iter().map(|id| code(framework, *id)).collect(),
        nodes,
        values,
        pairs: Vec::new(),
        indicators: Vec::new(),
    };
    found.pairs = pairs(framework, &found, limits);
    found.indicators = indicators(framework, &found);
    found
}

fn code(framework: &Framework, id: NodeId) -> String {
    framework.nodes[id].code.clone()
}

fn pairs(framework: &Framework, all: &Correlations, limits: &Limits) -> Vec<Pair> {
    let mut found = Vec::new();
    for (row, a) in all.nodes.iter().enumerate() {
        for (column, b) in all.nodes.iter().enumerate().skip(row + 1) {
            let [x, y] = [a, b].map(|id| &framework.nodes[*id]);
            let Some(r) = all.values[row][column].filter(|_| x.level == y.level) else {
                continue;
            };
            let siblings = x.parent.filter(|parent| y.parent == Some(*parent));
            let flag = match siblings {
                Some(_) if r > limits.same => Flag::SameWithin,
                None if r > limits.same => Flag::SameAcross,
                Some(_) if r < 0.0 => Flag::Negative,
                Some(_) if r < limits.weak => Flag::Weak,
                _ => continue,
            };
            found.push(Pair {
                nodes: [*a, *b],
                codes: [x.code.clone(), y.code.clone()],
                group: siblings.map(|group| code(framework, group)),
                correlation: r,
                flag,
            });
        }
    }
    found
}

fn indicators(framework: &Framework, all: &Correlations) -> Vec<InGroups> {
    let one = |(id, node): (NodeId, &crate::framework::Node)| {
        all.nodes.binary_search(&id).ok()?;
        let with = |group: NodeId| WithGroup {
            group,
            code: code(framework, group),
            correlation: all.between(id, group),
        };
        let above = std::iter::successors(node.parent, |group| framework.nodes[*group].parent);
        let own: Vec<WithGroup> = above.map(with).collect();
        let closer = own.first().and_then(|own| {
            let level = framework.nodes[own.group].level;
            let others = framework
                .groups()
                .filter(|(group, about)| about.level == level && *group != own.group)
                .map(|(group, _)| with(group));
            let best = others.max_by(|a, b| order(a).total_cmp(&order(b)))?;
            (best.correlation? > own.correlation?).then_some(best)
        });
        Some(InGroups {
            node: id,
            code: node.code.clone(),
            own,
            closer,
        })
    };
    framework.indicators().filter_map(one).collect()
}

fn order(with: &WithGroup) -> f64 {
    with.correlation.unwrap_or(f64::NEG_INFINITY)
}
