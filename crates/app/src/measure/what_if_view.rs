//! The what-if of a page: everything that can be changed beside what comes of it.

use super::figure_cache::kept_figures;
use super::framework::known_framework;
use super::frameworks::framework_line;
use super::subject::Subject;
use super::what_if::WhatIfInput;
use crate::call::{Answer, App, Call};
use crate::contract::{ChangeableNode, UnitLine, WhatIfView};
use crate::runs::compute;
use julin_measure::what_if::ChangeSet;
use julin_measure::{Framework, Node, Outcome};
use julin_model::Text;

/// Framework, year and changes.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIfViewInput {
    /// `<pack>/<name>`.
    pub framework: String,
    /// Year.
    pub as_of: i32,
    /// The unit whose values can be changed; the first ranked when not given.
    pub unit: Option<String>,
    /// The changes.
    pub changes: ChangeSet,
}

/// The framework's weights, one unit's values, and the ranks under the changes.
pub fn what_if_view(app: &App, _call: &Call, input: &WhatIfViewInput) -> Answer<WhatIfView> {
    let loaded = known_framework(app, &input.framework)?;
    let figures = app
        .store
        .read(|tx| kept_figures(app, tx, loaded, input.as_of))?;
    let outcome = julin_measure::score(&loaded.framework, &figures.matrix);
    let asked = WhatIfInput {
        subject: Subject::stored(&input.framework, input.as_of),
        changes: input.changes.clone(),
    };
    let units = figures.matrix.units();
    let unit = match &input.unit {
        Some(id) => units.iter().position(|unit| unit.id == *id),
        None => first_ranked(&outcome),
    };
    let nodes = loaded.framework.nodes.iter().enumerate().skip(1);
    Ok(WhatIfView {
        framework: framework_line(loaded, &outcome),
        as_of: input.as_of,
        nodes: nodes
            .map(|(at, node)| changeable(app, &outcome, (at, node), unit, &input.changes))
            .collect(),
        unit: unit.map(|at| UnitLine::from(&units[at])),
        units: choices(&outcome),
        result: compute(Some(app), &asked, &|_| true)?,
    })
}

pub(super) fn first_ranked(outcome: &Outcome<'_>) -> Option<usize> {
    let ranks = outcome.ranks(Framework::ROOT);
    ranks.iter().position(|rank| *rank == 1)
}

/// Units with any data, the ranked ones first.
pub(super) fn choices(outcome: &Outcome<'_>) -> Vec<UnitLine> {
    let ranking = outcome.ranking();
    let with_data = ranking.iter().filter(|unit| unit.coverage > 0.0);
    with_data
        .map(|unit| UnitLine::from(&outcome.matrix().units()[unit.unit]))
        .collect()
}

/// What the values of an indicator are told in.
pub(super) fn unit_label(app: &App, node: &Node) -> Text {
    let unit = node
        .unit
        .as_ref()
        .and_then(|code| app.packs.units().get(code));
    unit.map(|unit| unit.label.clone()).unwrap_or_default()
}

fn changeable(
    app: &App,
    outcome: &Outcome<'_>,
    (at, node): (usize, &Node),
    unit: Option<usize>,
    changes: &ChangeSet,
) -> ChangeableNode {
    let nodes = &outcome.framework().nodes;
    let id = unit.map(|unit| &outcome.matrix().units()[unit].id);
    let mut values = changes.values.iter();
    let changed = values.find(|c| Some(&c.unit) == id && c.name == node.code);
    ChangeableNode {
        code: node.code.clone(),
        label: node.label.clone(),
        group: node
            .parent
            .filter(|parent| *parent != Framework::ROOT)
            .map(|parent| nodes[parent].code.clone()),
        is_indicator: node.is_indicator(),
        weight: node.weight_used,
        changed_weight: changes.weights.get(&node.code).copied(),
        unit: unit_label(app, node),
        value: unit.and_then(|unit| outcome.value(unit, at)),
        changed_value: changed.and_then(|change| change.value),
    }
}
