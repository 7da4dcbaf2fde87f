//! The tree of a framework as the other forms want it: every node one level below its
//! group, every group with something in it.
//!
//! Where a level is skipped, a group with that one child is put between: its score is the
//! child's, so nothing changes.

use crate::framework::{Framework, Node, NodeId};
use crate::recipe::Denominate;
use crate::spec::{Direction, Goalposts};
use julin_model::{Diagnostic, Text};

/// One node.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) code: String,
    pub(super) label: Text,
    pub(super) indicator: bool,
    pub(super) level: u32,
    pub(super) parent: Option<String>,
    pub(super) weight: Option<f64>,
    pub(super) weight_used: f64,
    pub(super) direction: Direction,
    pub(super) unit: Option<String>,
    pub(super) target: Option<f64>,
    pub(super) denominate: Option<Denominate>,
    pub(super) goalposts: Option<Goalposts>,
}

/// All nodes, each after its group, the index first.
pub(super) fn outline(framework: &Framework, diagnostics: &mut Vec<Diagnostic>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut empty = Vec::new();
    walk(framework, Framework::ROOT, None, &mut lines, &mut empty);
    if !empty.is_empty() {
        let told = Diagnostic::warning("measure.convert.empty-groups");
        diagnostics.push(told.with("nodes", empty.join(", ")));
    }
    let added: Vec<&str> = lines
        .iter()
        .filter(|line| framework.find(&line.code).is_none())
        .map(|line| line.code.as_str())
        .collect();
    if !added.is_empty() {
        let told = Diagnostic::note("measure.convert.levels-filled");
        diagnostics.push(told.with("nodes", added.join(", ")));
    }
    lines
}

fn walk(
    framework: &Framework,
    id: NodeId,
    parent: Option<(&str, u32)>,
    lines: &mut Vec<Line>,
    empty: &mut Vec<String>,
) {
    let node = &framework.nodes[id];
    if !node.is_indicator() && !has_indicators(framework, id) {
        empty.push(node.code.clone());
        return;
    }
    let mut own = line(node, parent.map(|(code, _)| code.to_owned()));
    let above = parent.map_or(node.level, |(_, level)| level - 1);
    for level in (node.level + 1..=above).rev() {
        let between = Line {
            code: between(framework, &node.code, level),
            indicator: false,
            level,
            direction: Direction::Up,
            unit: None,
            target: None,
            denominate: None,
            goalposts: None,
            ..own.clone()
        };
        own.parent = Some(between.code.clone());
        (own.weight, own.weight_used) = (Some(1.0), 1.0);
        lines.push(between);
    }
    let (code, level) = (own.code.clone(), own.level);
    lines.push(own);
    for child in &node.children {
        walk(framework, *child, Some((&code, level)), lines, empty);
    }
}

fn has_indicators(framework: &Framework, id: NodeId) -> bool {
    let below = framework.nodes[id].children.iter();
    below
        .copied()
        .any(|child| framework.nodes[child].is_indicator() || has_indicators(framework, child))
}

/// A code for a group put between: `1.4@3` for node `1.4` on level 3.
fn between(framework: &Framework, code: &str, level: u32) -> String {
    let plain = format!("{code}@{level}");
    match framework.find(&plain) {
        None => plain,
        Some(_) => super::spec::free_code(framework, &plain),
    }
}

fn line(node: &Node, parent: Option<String>) -> Line {
    Line {
        code: node.code.clone(),
        label: node.label.clone(),
        indicator: node.is_indicator(),
        level: node.level,
        parent,
        weight: node.weight,
        weight_used: node.weight_used,
        direction: node.direction,
        unit: node.unit.clone(),
        target: node.steps.target,
        denominate: node.steps.denominate.clone(),
        goalposts: node.steps.goalposts,
    }
}
