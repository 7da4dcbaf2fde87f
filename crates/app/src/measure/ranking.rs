//! The ranking of all units under a framework as of a year. A unit with too little data
//! is listed with what is missing and gets no score.

use super::figure_cache::kept_figures;
use super::figures::{Figures, figure_digest};
use super::framework::{known_framework, node_views};
use super::frameworks::framework_line;
use super::rank_intervals::{fitting_run, rank_intervals};
use super::scores::ScoresInput;
use super::subject::Subject;
use crate::call::{Answer, App, Call};
use crate::contract::{EntityLink, Figure, Missing, Proof, Ranking, RankingRow, places_gained};
use crate::error::AppError;
use crate::lookup::Lookup;
use crate::packs::LoadedFramework;
use crate::runs::{perform, run_id};
use julin_measure::{ColumnKind, Framework, Outcome, UnitOutcome};
use julin_model::{EntityId, FieldId, Period, Profile};
use julin_store::{StatementFilter, Tx};
use std::collections::{BTreeMap, HashMap};

/// Which framework, as of when.
#[derive(Debug, Clone)]
pub struct RankingInput {
    /// `<pack>/<name>`.
    pub framework: String,
    /// Year.
    pub as_of: i32,
}

/// Ranked units in order, then the others by coverage.
pub fn ranking(app: &App, _call: &Call, input: &RankingInput) -> Answer<Ranking> {
    let loaded = known_framework(app, &input.framework)?;
    let (mut view, run) = app.store.read(|tx| {
        let figures = kept_figures(app, tx, loaded, input.as_of)?;
        let outcome = julin_measure::score(&loaded.framework, &figures.matrix);
        let before = ranks_before(app, tx, loaded, input.as_of)?;
        let mut published = published_places(app, tx, loaded, input.as_of)?;
        let first_level = &loaded.framework.nodes[Framework::ROOT].children;
        let row = |unit: UnitOutcome| {
            let link = figures.units[unit.unit].clone();
            RankingRow {
                published: published.remove(&link.id),
                gained: places_gained(before.get(&link.id).copied(), unit.rank),
                unit: link,
                rank: unit.rank,
                score: unit.score,
                coverage: unit.coverage,
                carried_from: carried_from(&figures, unit.unit, input.as_of),
                groups: group_scores(&outcome, unit.unit, first_level),
                missing: missing(&unit),
            }
        };
        let rows = outcome.ranking().into_iter().map(row).collect();
        let nodes = node_views(app, loaded, &outcome);
        let input_digest = figure_digest(&figures);
        let request = scores_of(input);
        let fitting = fitting_run(app, tx, &request.subject, &input_digest)?;
        let view = Ranking {
            framework: framework_line(loaded, &outcome),
            as_of: input.as_of,
            groups: first_level.iter().map(|at| nodes[*at].clone()).collect(),
            rows,
            diagnostics: outcome.diagnostics.clone(),
            run: run_id(&request, &app.packs.digest(), &input_digest)?,
            input_digest,
            minimum_coverage: loaded.spec.method.minimum_coverage,
            decimals: loaded.spec.method.decimals,
            intervals: None,
        };
        Ok::<_, AppError>((view, fitting))
    })?;
    view.intervals = run.and_then(|run| rank_intervals(app, &run));
    Ok(view)
}

/// The earliest year of a unit's figures, where it is before the year asked for. Values of
/// the year before, for what has grown, do not count.
fn carried_from(figures: &Figures, unit: usize, year: i32) -> Option<i32> {
    let columns = figures.matrix.of_kind(ColumnKind::Field);
    let used = columns.flat_map(|(_, column)| column.statements_of(unit));
    let known = used.filter_map(|id| figures.statements.get(id));
    let years = known.filter_map(|statement| statement.period.map(Period::year));
    years.filter(|told| *told < year).min()
}

/// The ranks of the year before.
fn ranks_before(
    app: &App,
    tx: &mut Tx,
    loaded: &LoadedFramework,
    year: i32,
) -> Result<HashMap<EntityId, u32>, AppError> {
    let figures = kept_figures(app, tx, loaded, year.saturating_sub(1))?;
    let outcome = julin_measure::score(&loaded.framework, &figures.matrix);
    let units = figures.units.iter().enumerate();
    let ranked = |(at, link): (usize, &EntityLink)| {
        let rank = outcome.rank(at, Framework::ROOT)?;
        Some((link.id.clone(), rank))
    };
    Ok(units.filter_map(ranked).collect())
}

/// The scores a ranking shows.
fn scores_of(input: &RankingInput) -> ScoresInput {
    ScoresInput {
        subject: Subject::stored(&input.framework, input.as_of),
    }
}

/// Recipe and run of a ranking: those of the scores it shows.
pub fn ranking_proof(app: &App, _call: &Call, input: &RankingInput) -> Answer<Proof> {
    let done = perform(Some(app), &scores_of(input), &|_| true)?;
    Ok(done.proof())
}

fn group_scores(outcome: &Outcome<'_>, unit: usize, groups: &[usize]) -> BTreeMap<String, f64> {
    let nodes = &outcome.framework().nodes;
    groups
        .iter()
        .filter_map(|at| Some((nodes[*at].code.clone(), outcome.score(unit, *at)?)))
        .collect()
}

/// What a unit lacks, as shown.
pub fn missing(unit: &UnitOutcome) -> Vec<Missing> {
    let shown = |m: &julin_measure::Missing| Missing {
        indicator: m.node.clone(),
        label: m.label.clone(),
        reason: m.reason.code().to_owned(),
        fields: m.fields.clone(),
    };
    unit.missing.iter().map(shown).collect()
}

/// The officially published place of each unit, where the framework names the field
/// that holds it.
pub fn published_places(
    app: &App,
    tx: &mut Tx,
    loaded: &LoadedFramework,
    year: i32,
) -> Result<HashMap<EntityId, Figure>, AppError> {
    let Some(field) = loaded
        .spec
        .published_place
        .as_deref()
        .and_then(|f| FieldId::new(f).ok())
    else {
        return Ok(HashMap::new());
    };
    let filter = StatementFilter {
        kind: Some(loaded.spec.units_of.clone()),
        fields: vec![field],
        ..StatementFilter::default()
    };
    let mut by_unit: HashMap<EntityId, Vec<_>> = HashMap::new();
    for statement in tx.statements(&filter)? {
        by_unit
            .entry(statement.entity.clone())
            .or_default()
            .push(statement);
    }
    let mut lookup = Lookup::new(app);
    let mut places = HashMap::new();
    for (unit, statements) in by_unit {
        let findings = Profile::of(statements, Period::Year(year).last()).findings;
        if let Some(finding) = findings.into_iter().find(|f| f.preferred.scope.is_none()) {
            places.insert(
                unit,
                lookup.figure(tx, &finding.preferred, finding.conflicting)?,
            );
        }
    }
    Ok(places)
}
