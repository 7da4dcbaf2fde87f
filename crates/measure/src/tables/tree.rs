//! The hierarchy of iMeta: one root, no loop, no level left out.

use super::Table;
use super::meta::{MetaRow, Type};
use crate::framework::{Framework, Input, Node, NodeId, NodeKind, Steps};
use crate::recipe::{Denominate, Method};
use crate::spec_check::{blank, set_group_steps};
use crate::weigh;
use julin_model::Diagnostic;
use std::collections::BTreeMap;

/// Builds the framework; `None` when there is no sound hierarchy.
pub(super) fn build(
    id: &str,
    method: &Method,
    meta: &Table,
    rows: &[MetaRow],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Framework> {
    let rows: Vec<&MetaRow> = rows.iter().filter(|row| row.in_index()).collect();
    let by_code: BTreeMap<&str, usize> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| (row.code.as_str(), at))
        .collect();
    let before = diagnostics.len();
    let tell = |code: &str, row: &MetaRow| {
        let parent = row.parent.as_deref().unwrap_or_default();
        let found = Diagnostic::error(code)
            .with("code", &row.code)
            .with("parent", parent);
        found.at(meta.place(row.row, meta.column("Parent")))
    };
    for row in &rows {
        diagnostics.extend(check_parent(row, &rows, &by_code).map(|code| tell(code, row)));
    }
    diagnostics.extend(
        loops(&rows, &by_code)
            .into_iter()
            .map(|at| tell("measure.table.loop", rows[at])),
    );
    for row in rows.iter().filter(|row| row.kind == Type::Aggregate) {
        if !rows
            .iter()
            .any(|child| child.parent.as_deref() == Some(&row.code))
        {
            diagnostics.push(tell("measure.table.childless", row));
        }
    }
    let roots: Vec<&&MetaRow> = rows
        .iter()
        .filter(|row| row.parent.is_none() && row.kind == Type::Aggregate)
        .collect();
    if roots.len() != 1 {
        let code = if roots.is_empty() {
            "measure.table.no-root"
        } else {
            "measure.table.two-roots"
        };
        let names: Vec<_> = roots.iter().map(|row| row.code.as_str()).collect();
        let place = roots
            .get(1)
            .map_or_else(|| meta.place(0, None), |row| meta.place(row.row, None));
        diagnostics.push(
            Diagnostic::error(code)
                .with("roots", names.join(", "))
                .at(place),
        );
    }
    if diagnostics.len() > before {
        return None;
    }
    let root = by_code[roots[0].code.as_str()];
    Some(Framework {
        id: id.to_owned(),
        method: method.clone(),
        nodes: nodes(method, &rows, root),
    })
}

/// What is wrong with a row's place in the hierarchy, loops aside.
fn check_parent(
    row: &MetaRow,
    rows: &[&MetaRow],
    by_code: &BTreeMap<&str, usize>,
) -> Option<&'static str> {
    let Some(parent) = row.parent.as_deref() else {
        return (row.kind == Type::Indicator).then_some("measure.table.no-parent");
    };
    let Some(parent) = by_code.get(parent).map(|at| rows[*at]) else {
        return Some("measure.table.unknown-parent");
    };
    if parent.kind != Type::Aggregate {
        return Some("measure.table.parent-not-aggregate");
    }
    let gap = parent
        .level
        .zip(row.level)
        .is_none_or(|(above, own)| above != own + 1);
    gap.then_some("measure.table.level-gap")
}

/// One row of each loop: its first in the table.
fn loops(rows: &[&MetaRow], by_code: &BTreeMap<&str, usize>) -> Vec<usize> {
    let up = |at: usize| {
        rows[at]
            .parent
            .as_deref()
            .and_then(|code| by_code.get(code).copied())
    };
    // 0: not seen, otherwise 1 + the row the walk started from.
    let mut seen = vec![0; rows.len()];
    let mut found = Vec::new();
    for start in 0..rows.len() {
        let mut at = start;
        while seen[at] == 0 {
            seen[at] = start + 1;
            match up(at) {
                Some(above) => at = above,
                None => break,
            }
        }
        if seen[at] == start + 1 && up(at).is_some() {
            found.push(at);
        }
    }
    found
}

/// Nodes from the root down, children in the order of the table.
fn nodes(method: &Method, rows: &[&MetaRow], root: usize) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut open: Vec<(usize, Option<NodeId>)> = vec![(root, None)];
    while let Some((at, parent)) = open.pop() {
        let (row, id) = (rows[at], nodes.len());
        nodes.push(node(method, row, parent));
        if let Some(parent) = parent {
            nodes[parent].children.push(id);
        }
        let below = (0..rows.len())
            .rev()
            .filter(|child| rows[*child].parent.as_deref() == Some(&row.code));
        open.extend(below.map(|child| (child, Some(id))));
    }
    for group in 0..nodes.len() {
        weigh::complete(&mut nodes, group, &method.default_weight);
    }
    nodes
}

fn node(method: &Method, row: &MetaRow, parent: Option<NodeId>) -> Node {
    let group = row.kind == Type::Aggregate;
    let mut node = Node {
        level: row.level.unwrap_or(1),
        parent,
        weight: row.weight,
        direction: row.direction,
        unit: row.unit.clone(),
        input: if group { Input::None } else { Input::Column },
        ..blank(
            &row.code,
            &row.label,
            if group {
                NodeKind::Group
            } else {
                NodeKind::Indicator
            },
        )
    };
    if group {
        set_group_steps(&mut node, method);
    } else {
        node.steps = Steps {
            denominate: row
                .denominator
                .clone()
                .map(|by| Denominate { by, scale: 1.0 }),
            impute: method.impute.clone(),
            treat: method.treat.clone(),
            normalise: method.normalise.clone(),
            goalposts: row.goalposts,
            target: row.target,
            ..Steps::default()
        };
    }
    node
}
