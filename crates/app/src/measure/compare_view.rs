//! The comparison of a page: what can be chosen beside what comes of it.

use super::compare::CompareInput;
use super::figure_cache::kept_figures;
use super::framework::known_framework;
use super::subject::Subject;
use crate::call::{Answer, App, Call};
use crate::contract::{CompareView, Proof, UnitLine};
use crate::runs::{compute, perform};

/// Both sides as far as they were chosen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CompareViewInput {
    /// Framework of the first side; nothing but the frameworks is told when not given.
    pub framework: Option<String>,
    /// Unit of the first side; the first ranked when not given.
    pub unit: Option<String>,
    /// Year of the first side.
    pub as_of: i32,
    /// Framework of the second side; the first side's when not given.
    pub with_framework: Option<String>,
    /// Unit of the second side; the next ranked when not given.
    pub with: Option<String>,
    /// Year of the second side; the first side's when not given.
    pub with_as_of: Option<i32>,
    /// Only on indicators both frameworks have.
    pub common_core: bool,
}

/// The choices and the comparison.
pub fn compare_view(app: &App, _call: &Call, input: &CompareViewInput) -> Answer<CompareView> {
    let frameworks: Vec<UnitLine> = app
        .packs
        .frameworks()
        .map(|loaded| UnitLine {
            id: loaded.id.clone(),
            name: loaded.spec.title.clone(),
        })
        .collect();
    let Some(framework) = input.framework.clone() else {
        return Ok(CompareView {
            frameworks,
            as_of: input.as_of,
            with_as_of: input.with_as_of.unwrap_or(input.as_of),
            ..CompareView::default()
        });
    };
    let units = ranked_units(app, &framework, input.as_of)?;
    let at = |place: usize| units.get(place).map(|unit| unit.id.clone());
    let unit = input.unit.clone().or_else(|| at(0)).unwrap_or_default();
    let with = match &input.with {
        Some(id) => id.clone(),
        None if input.with_as_of.is_some() || input.with_framework.is_some() => unit.clone(),
        None => at(1).unwrap_or_default(),
    };
    let with_framework = input
        .with_framework
        .clone()
        .unwrap_or_else(|| framework.clone());
    let with_as_of = input.with_as_of.unwrap_or(input.as_of);
    let mut view = CompareView {
        frameworks,
        units,
        framework,
        unit,
        as_of: input.as_of,
        with_framework,
        with,
        with_as_of,
        common_core: input.common_core,
        comparison: None,
    };
    if let Some(asked) = as_run(&view) {
        view.comparison = Some(compute(Some(app), &asked, &|_| true)?);
    }
    Ok(view)
}

/// The comparison chosen; none until two different sides are.
fn as_run(view: &CompareView) -> Option<CompareInput> {
    let first = (&view.framework, &view.unit, view.as_of);
    let second = (&view.with_framework, &view.with, view.with_as_of);
    let chosen = first != second && !view.unit.is_empty() && !view.with.is_empty();
    chosen.then(|| CompareInput {
        before: Subject::stored(&view.framework, view.as_of),
        unit: view.unit.clone(),
        after: Subject::stored(&view.with_framework, view.with_as_of),
        with_unit: view.with.clone(),
        common_core: view.common_core,
    })
}

/// Recipes and run of the comparison shown; none until two different sides are chosen.
pub fn compare_proof(app: &App, call: &Call, input: &CompareViewInput) -> Answer<Option<Proof>> {
    let asked = as_run(&compare_view(app, call, input)?);
    let done = asked.map(|asked| perform(Some(app), &asked, &|_| true));
    Ok(done.transpose()?.map(|done| done.proof()))
}

/// Units with a score, best first.
fn ranked_units(app: &App, framework: &str, as_of: i32) -> Answer<Vec<UnitLine>> {
    let loaded = known_framework(app, framework)?;
    let figures = app.store.read(|tx| kept_figures(app, tx, loaded, as_of))?;
    let outcome = julin_measure::score(&loaded.framework, &figures.matrix);
    let ranking = outcome
        .ranking()
        .into_iter()
        .filter(|unit| unit.rank.is_some());
    let line = |unit: julin_measure::UnitOutcome| UnitLine {
        id: unit.id,
        name: unit.label,
    };
    Ok(ranking.map(line).collect())
}
