//! One framework with its tree.

use super::figure_cache::kept_figures;
use super::frameworks::framework_line;
use super::method_view::method_lines;
use crate::call::{Answer, App, Call};
use crate::contract::{FrameworkView, NodeView};
use crate::error::AppError;
use crate::packs::LoadedFramework;
use julin_measure::{Direction, Input, Outcome};
use julin_model::Text;

/// Which framework, as of when.
#[derive(Debug, Clone)]
pub struct FrameworkInput {
    /// `<pack>/<name>`.
    pub id: String,
    /// Year.
    pub as_of: i32,
}

/// The tree with weights, formulas and how many units have data.
pub fn framework(app: &App, _call: &Call, input: &FrameworkInput) -> Answer<FrameworkView> {
    let loaded = known_framework(app, &input.id)?;
    app.store.read(|tx| {
        let figures = kept_figures(app, tx, loaded, input.as_of)?;
        let outcome = julin_measure::score(&loaded.framework, &figures.matrix);
        let reference = loaded.spec.reference.as_deref();
        let manifest = &app.packs.all()[loaded.pack].manifest;
        let official = reference.and_then(|key| manifest.references.get(key));
        Ok(FrameworkView {
            line: framework_line(loaded, &outcome),
            nodes: node_views(app, loaded, &outcome),
            reference: official.map(|r| r.title.clone()).unwrap_or_default(),
            crosswalks: app.packs.crosswalks_of_framework(&loaded.id),
            method: method_lines(&loaded.framework),
        })
    })
}

/// The framework of an identifier.
pub fn known_framework<'a>(app: &'a App, id: &str) -> Result<&'a LoadedFramework, AppError> {
    app.packs
        .framework(id)
        .ok_or_else(|| AppError::not_found("framework", id))
}

/// All nodes, parents before children.
pub fn node_views(app: &App, loaded: &LoadedFramework, outcome: &Outcome<'_>) -> Vec<NodeView> {
    let nodes = &loaded.framework.nodes;
    let depth = |mut at: usize| {
        let mut depth = 0;
        while let Some(parent) = nodes[at].parent {
            (at, depth) = (parent, depth + 1);
        }
        depth
    };
    let unit_label = |code: &Option<String>| -> Text {
        code.as_deref()
            .and_then(|c| app.packs.units().get(c))
            .map(|u| u.label.clone())
            .unwrap_or_default()
    };
    let units = outcome.matrix().units().len();
    let with_data = |at: usize| {
        (0..units)
            .filter(|unit| outcome.score(*unit, at).is_some())
            .count()
    };
    let view = |(at, node): (usize, &julin_measure::Node)| NodeView {
        id: node.code.clone(),
        parent: node.parent.map(|p| nodes[p].code.clone()),
        level: depth(at),
        label: node.label.clone(),
        weight: node.weight,
        effective_weight: loaded.framework.global_share(at),
        direction: if node.direction == Direction::Up {
            "up"
        } else {
            "down"
        }
        .to_owned(),
        formula: match &node.input {
            Input::Formula(formula) => Some(formula.text().to_owned()),
            _ => None,
        },
        unit: unit_label(&node.unit),
        confidence: node.about.confidence.map(|c| format!("{c:?}")),
        note: node.about.note.clone(),
        incomplete: node.about.incomplete,
        units_with_data: with_data(at) as u32,
    };
    nodes.iter().enumerate().map(view).collect()
}
