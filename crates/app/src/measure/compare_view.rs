//! The comparison of a page: what can be chosen beside what comes of it.

use super::compare::CompareInput;
use super::figure_cache::kept_figures;
use super::framework::known_framework;
use super::subject::Subject;
use crate::call::{Answer, App, Call};
use crate::contract::{CompareView, UnitLine};
use crate::runs::compute;

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
    let differ = unit != with || with_framework != framework || with_as_of != input.as_of;
    let asked = CompareInput {
        before: Subject::stored(&framework, input.as_of),
        unit: unit.clone(),
        after: Subject::stored(&with_framework, with_as_of),
        with_unit: with.clone(),
        common_core: input.common_core,
    };
    let chosen = differ && !unit.is_empty() && !with.is_empty();
    let comparison = chosen
        .then(|| compute(Some(app), &asked, &|_| true))
        .transpose()?;
    Ok(CompareView {
        frameworks,
        units,
        framework,
        unit,
        as_of: input.as_of,
        with_framework,
        with,
        with_as_of,
        common_core: input.common_core,
        comparison,
    })
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
