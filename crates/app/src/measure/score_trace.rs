//! Why a unit has its score: the trace down to the statements and their sources.

use super::figure_cache::kept_figures;
use super::framework::known_framework;
use super::frameworks::framework_line;
use crate::call::{Answer, App, Call};
use crate::contract::ScoreTrace;
use crate::data::find_entity;
use crate::error::AppError;
use crate::lookup::Lookup;
use julin_measure::Framework;
use julin_measure::what_if::{ChangeSet, apply};

/// Which unit and node, under which framework, as of when.
#[derive(Debug, Clone)]
pub struct TraceInput {
    /// `<pack>/<name>`.
    pub framework: String,
    /// Identifier or exact name.
    pub unit: String,
    /// Group or indicator; the whole when not given.
    pub node: Option<String>,
    /// Year.
    pub as_of: i32,
    /// Changes to explain the score under; none for the score as it is.
    pub changes: ChangeSet,
}

/// The explanation with every statement it rests on.
pub fn score_trace(app: &App, _call: &Call, input: &TraceInput) -> Answer<ScoreTrace> {
    let loaded = known_framework(app, &input.framework)?;
    let no_node = |code: &String| AppError::not_found("node", code);
    let node = match &input.node {
        Some(code) => loaded.framework.find(code).ok_or_else(|| no_node(code))?,
        None => Framework::ROOT,
    };
    app.store.read(|tx| {
        let unit = find_entity(tx, &input.unit)?;
        let figures = kept_figures(app, tx, loaded, input.as_of)?;
        let plain = julin_measure::score(&loaded.framework, &figures.matrix);
        let changed = apply(&plain, &input.changes);
        let outcome = changed.score(&plain);
        let position = figures.units.iter().position(|link| link.id == unit);
        let position = position.ok_or_else(|| AppError::not_found("unit", unit.as_str()))?;
        let trace = outcome.trace(position, node);
        let mut lookup = Lookup::new(app);
        let mut statements = Vec::new();
        for id in trace.statements() {
            if let Some(statement) = figures.statements.get(&id) {
                statements.push(lookup.statement(tx, statement, false)?);
            }
        }
        Ok(ScoreTrace {
            framework: framework_line(loaded, &outcome),
            unit: figures.units[position].clone(),
            as_of: input.as_of,
            trace,
            statements,
        })
    })
}
