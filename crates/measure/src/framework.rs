//! The engine's own shape of a framework: a flat list of nodes, each after its parent,
//! the index first.
//!
//! Both the pack file and the analysts' two tables become this.

use crate::recipe::{Aggregate, Denominate, Impute, Method, Normalise, Treat, Weigh};
use crate::spec::{Confidence, Direction, Goalposts};
use julin_formula::{Formula, Need};
use julin_model::{Diagnostic, Text};
use std::collections::BTreeSet;

/// Position of a node in [`Framework::nodes`].
pub type NodeId = usize;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// Measured.
    Indicator,
    /// Made of the nodes below it.
    Group,
}

/// Where an indicator's values come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A ready column of the indicator's code.
    Column,
    /// A formula over fields. A ready column of the indicator's code goes before it.
    Formula(Box<Formula>),
    /// Nowhere: named but not computable.
    None,
}

/// What readers are told about a node; plays no part in the computation.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct About {
    /// Key of a reference of the pack.
    pub reference: Option<String>,
    /// How sure name and definition are.
    pub confidence: Option<Confidence>,
    /// How sure the weight is.
    pub weight_confidence: Option<Confidence>,
    /// Remark.
    pub note: Text,
    /// What it corresponds to elsewhere.
    pub tags: Vec<String>,
    /// Its list is known to be partial.
    pub incomplete: bool,
}

/// What each step does with a node: the method's settings, changed by its level's and its
/// own. The first ones are read for indicators, the last two for groups.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Steps {
    /// Column an indicator is divided by.
    pub denominate: Option<Denominate>,
    /// How missing values are estimated.
    pub impute: Impute,
    /// What is done about outliers.
    pub treat: Treat,
    /// How values are brought to the scale.
    pub normalise: Normalise,
    /// Low and high for the goalposts method.
    pub goalposts: Option<Goalposts>,
    /// The value aimed at, for distances to a target.
    pub target: Option<f64>,
    /// Where the children's weights come from.
    pub weigh: Weigh,
    /// How children make the score.
    pub aggregate: Aggregate,
}

/// One node: an indicator, a group, or the index itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Identifier, unique in the framework.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// What it is.
    pub kind: NodeKind,
    /// 1 for indicators; a group stands above its highest child.
    pub level: u32,
    /// The group it belongs to; none for the index.
    pub parent: Option<NodeId>,
    /// What it is made of, in order.
    pub children: Vec<NodeId>,
    /// Weight among its siblings as published; none when not published.
    pub weight: Option<f64>,
    /// Weight used, in the scale of its siblings.
    pub weight_used: f64,
    /// Which way is better.
    pub direction: Direction,
    /// Unit of an indicator's values.
    pub unit: Option<String>,
    /// Where an indicator's values come from.
    pub input: Input,
    /// What each step does with it.
    pub steps: Steps,
    /// Share of weight that must have data for a group to get a score.
    pub minimum_coverage: f64,
    /// Its definition is not published.
    pub unpublished: bool,
    /// What readers are told.
    pub about: About,
}

impl Node {
    /// True for an indicator.
    pub fn is_indicator(&self) -> bool {
        self.kind == NodeKind::Indicator
    }
}

/// A framework ready to score.
#[derive(Debug, Clone, PartialEq)]
pub struct Framework {
    /// Its identifier; also the code of its index where the framework gives none.
    pub id: String,
    /// How it is computed.
    pub method: Method,
    /// The index first, every node after its parent.
    pub nodes: Vec<Node>,
}

/// A framework, as far as it can be used, and what was found on the way.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Built {
    /// None when an error leaves nothing sound to compute.
    pub framework: Option<Framework>,
    /// Findings. An error beside a framework means that one part of it is left out.
    pub diagnostics: Vec<Diagnostic>,
}

impl Framework {
    /// Position of the index.
    pub const ROOT: NodeId = 0;

    /// The index itself.
    pub fn root(&self) -> &Node {
        &self.nodes[Self::ROOT]
    }

    /// The node of a code.
    pub fn find(&self, code: &str) -> Option<NodeId> {
        self.nodes.iter().position(|node| node.code == code)
    }

    /// All indicators with their positions, in order.
    pub fn indicators(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| node.is_indicator())
    }

    /// All groups with their positions, the index first.
    pub fn groups(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| !node.is_indicator())
    }

    /// Every field the formulas read.
    pub fn needs(&self) -> BTreeSet<Need> {
        let formulas = self.nodes.iter().filter_map(|node| match &node.input {
            Input::Formula(formula) => Some(formula.needs()),
            _ => None,
        });
        formulas.flatten().cloned().collect()
    }

    /// Share of the whole index that rests on a node when everything has data: the
    /// product of the shares on the way up.
    pub fn global_share(&self, node: NodeId) -> f64 {
        let mut share = 1.0;
        let mut at = node;
        while let Some(parent) = self.nodes[at].parent {
            share *= crate::weigh::share_among_siblings(self, at);
            at = parent;
        }
        share
    }
}

/// Adds the arguments that name a node in a message: its code and its name.
pub(crate) fn naming(diagnostic: Diagnostic, code: &str, label: &Text) -> Diagnostic {
    diagnostic.with("node", code).with_text("label", label)
}
