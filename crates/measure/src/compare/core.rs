//! What two frameworks have in common.

use crate::framework::{Framework, NodeId};
use std::collections::{BTreeMap, BTreeSet};

/// Which node of a second framework stands for which of the first, where the codes do
/// not say it: code in the first → code in the second. One node stands for one node; a
/// second claim on the same node is not heard.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Crosswalk {
    pairs: BTreeMap<String, String>,
    taken: BTreeSet<String>,
    alone: bool,
}

impl Crosswalk {
    /// From pairs of codes.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut crosswalk = Self::default();
        for (first, second) in pairs {
            if !crosswalk.pairs.contains_key(&first) && crosswalk.taken.insert(second.clone()) {
                crosswalk.pairs.insert(first, second);
            }
        }
        crosswalk
    }

    /// The pairs alone: codes that happen to be the same stand for nothing, as between
    /// frameworks that number their indicators independently. The indexes always match.
    #[must_use]
    pub fn alone(mut self) -> Self {
        self.alone = true;
        self
    }

    /// The code in the second framework of a code in the first. A code that the
    /// crosswalk gives to another node does not stand for its namesake.
    pub fn of<'a>(&'a self, code: &'a str) -> Option<&'a str> {
        match self.pairs.get(code) {
            Some(second) => Some(second),
            None => (!self.alone && !self.taken.contains(code)).then_some(code),
        }
    }
}

/// Nodes under two groups that match, first those of the first group.
pub(super) struct Matched {
    /// In both.
    pub(super) both: Vec<[NodeId; 2]>,
    /// In one only: which, and the node.
    pub(super) single: Vec<(usize, NodeId)>,
}

/// Matches the children of two groups.
pub(super) fn children(
    frameworks: [&Framework; 2],
    groups: [NodeId; 2],
    crosswalk: &Crosswalk,
) -> Matched {
    let [first, second] = [0, 1].map(|side| &frameworks[side].nodes[groups[side]].children);
    let partner = |child: &NodeId| {
        let code = crosswalk.of(&frameworks[0].nodes[*child].code)?;
        let alike = |other: &&NodeId| frameworks[1].nodes[**other].code == code;
        second.iter().find(alike).copied()
    };
    let (mut both, mut single) = (Vec::new(), Vec::new());
    for child in first {
        match partner(child) {
            Some(other) => both.push([*child, other]),
            None => single.push((0, *child)),
        }
    }
    let found: BTreeSet<NodeId> = both.iter().map(|pair| pair[1]).collect();
    let rest = second.iter().filter(|other| !found.contains(other));
    single.extend(rest.map(|other| (1, *other)));
    Matched { both, single }
}

/// Both frameworks without the indicators the other one does not have, and without the
/// groups that are empty then. Weights stay as they are. `None` where nothing is shared.
pub fn common_core(
    first: &Framework,
    second: &Framework,
    crosswalk: &Crosswalk,
) -> Option<[Framework; 2]> {
    let has = |framework: &Framework, code: &str| {
        let node = framework.find(code).map(|id| &framework.nodes[id]);
        node.is_some_and(|node| node.is_indicator())
    };
    let shared: Vec<[&str; 2]> = first
        .indicators()
        .filter_map(|(_, node)| Some([node.code.as_str(), crosswalk.of(&node.code)?]))
        .filter(|[_, other]| has(second, other))
        .collect();
    if shared.is_empty() {
        return None;
    }
    let keep = |side: usize| shared.iter().map(|pair| pair[side]).collect();
    Some([only(first, &keep(0)), only(second, &keep(1))])
}

/// A framework with some of its indicators.
fn only(framework: &Framework, keep: &BTreeSet<&str>) -> Framework {
    let nodes = &framework.nodes;
    let mut wanted = vec![false; nodes.len()];
    for (id, node) in nodes.iter().enumerate().rev() {
        let kept = node.is_indicator() && keep.contains(node.code.as_str());
        wanted[id] |= kept || id == Framework::ROOT;
        if let (true, Some(parent)) = (wanted[id], node.parent) {
            wanted[parent] = true;
        }
    }
    let mut places = vec![0; nodes.len()];
    let stay = || wanted.iter().enumerate().filter(|(_, stays)| **stays);
    for (place, (id, _)) in stay().enumerate() {
        places[id] = place;
    }
    let moved = stay().map(|(id, _)| {
        let mut node = nodes[id].clone();
        node.parent = node.parent.map(|parent| places[parent]);
        node.children.retain(|child| wanted[*child]);
        node.children
            .iter_mut()
            .for_each(|child| *child = places[*child]);
        node
    });
    Framework {
        id: framework.id.clone(),
        method: framework.method.clone(),
        nodes: moved.collect(),
    }
}
