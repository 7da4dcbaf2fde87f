//! The recipe of a result: framework, method, weights.

use super::method_view::method_lines;
use super::subject::{Evaluated, Subject};
use crate::contract::{Recipe, RecipeNode};
use julin_measure::{Direction, Input, Node};

/// How a subject is computed.
pub fn recipe(subject: &Subject, evaluated: &Evaluated) -> Recipe {
    let framework = &evaluated.framework;
    let node = |(at, node): (usize, &Node)| RecipeNode {
        code: node.code.clone(),
        parent: node.parent.map(|up| framework.nodes[up].code.clone()),
        level: node.level,
        label: node.label.clone(),
        weight: node.weight,
        share: framework.global_share(at),
        up: node.direction == Direction::Up,
        unit: node.unit.clone(),
        formula: match &node.input {
            Input::Formula(formula) => Some(formula.text().to_owned()),
            _ => None,
        },
    };
    Recipe {
        title: evaluated.title.clone(),
        framework: match subject {
            Subject::Store { framework, .. } => Some(framework.clone()),
            Subject::Tables { .. } => None,
        },
        method: method_lines(framework),
        written: serde_json::to_string(&framework.method).unwrap_or_default(),
        nodes: framework.nodes.iter().enumerate().map(node).collect(),
    }
}
