//! Which enterprises lift or lower a zone, and the zone without some of them.

use super::figure_cache::kept_figures;
use super::firms::{ZoneFirms, first_with_firms, zone_firms};
use super::framework::known_framework;
use super::frameworks::framework_line;
use super::ranking::{RankingInput, ranking_proof};
use super::subject::unit_position;
use crate::call::{Answer, App, Call};
use crate::contract::{
    ContributedIndicator, ContributionsView, FirmContribution, FirmPart, Proof, UnitLine,
};
use julin_formula::Need;
use julin_measure::contributions::{
    Contribution, FirmChanges, Zone, changes, contributions as divide, standings,
};
use julin_measure::what_if::{Standing, apply};
use julin_measure::{ColumnKind, Framework, Matrix, Outcome};
use julin_model::{Diagnostic, EntityId, FieldId, Text};
use std::collections::BTreeSet;

/// Which zone.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ContributionsInput {
    /// `<pack>/<name>`.
    pub framework: String,
    /// Year.
    pub as_of: i32,
    /// The zone, by identifier or exact name; the first that has firms when not given.
    pub zone: Option<String>,
    /// Identifiers of firms to leave out.
    pub drop: Vec<String>,
}

/// Recipe and run of the scores that firms lift or lower.
pub fn contributions_proof(app: &App, call: &Call, input: &ContributionsInput) -> Answer<Proof> {
    let ranking = RankingInput {
        framework: input.framework.clone(),
        as_of: input.as_of,
    };
    ranking_proof(app, call, &ranking)
}

/// What each firm does to the zone's indicators, score and rank.
pub fn contributions(
    app: &App,
    _call: &Call,
    input: &ContributionsInput,
) -> Answer<ContributionsView> {
    let loaded = known_framework(app, &input.framework)?;
    app.store.read(|tx| {
        let figures = kept_figures(app, tx, loaded, input.as_of)?;
        let at = match &input.zone {
            Some(wanted) => Some(unit_position(&figures.matrix, wanted)?),
            None => first_with_firms(app, tx, loaded, &figures.units)?,
        };
        let id: Option<EntityId> = at.map(|at| figures.units[at].id.clone());
        let firms = match &id {
            Some(id) => Some(zone_firms(app, tx, (loaded, input.as_of), id)?),
            None => None,
        };
        let units = figures.matrix.units();
        let mut view = ContributionsView {
            framework: framework_line(
                loaded,
                &julin_measure::score(&loaded.framework, &figures.matrix),
            ),
            as_of: input.as_of,
            zone: at.map(|at| UnitLine::from(&units[at])),
            zones: units.iter().map(UnitLine::from).collect(),
            standing: Standing::default(),
            indicators: Vec::new(),
            firms: Vec::new(),
            of: 0,
            dropped: input.drop.clone(),
            without: None,
            has_samples: false,
            rolled_up: Vec::new(),
            diagnostics: Vec::new(),
        };
        if let (Some(at), Some(firms)) = (at, firms) {
            fill(
                app,
                &mut view,
                (&loaded.framework, &figures.matrix, at),
                &firms,
                &input.drop,
            );
        }
        Ok(view)
    })
}

fn fill(
    app: &App,
    view: &mut ContributionsView,
    (framework, matrix, at): (&Framework, &Matrix, usize),
    firms: &ZoneFirms,
    drop: &[String],
) {
    let mut matrix = matrix.clone();
    view.rolled_up = roll_up(app, &mut matrix, at, firms);
    let outcome = julin_measure::score(framework, &matrix);
    let zone = Zone {
        outcome: &outcome,
        unit: at,
        firms: &firms.figures,
        roll_up: &firms.roll_up,
        zero_is_short: &BTreeSet::new(),
    };
    let (found, diagnostics) = divide(zone);
    let worth = |found: &Diagnostic| found.severity > julin_model::Severity::Note;
    view.diagnostics
        .extend(diagnostics.into_iter().filter(worth));
    let found: Vec<Contribution> = found.into_iter().filter(|c| !c.with.is_nan()).collect();
    view.standing = Standing::of(&outcome, at);
    view.has_samples = firms.has_samples;
    view.of = firms.links.len() as u32;
    view.indicators = found.iter().map(indicator).collect();
    view.firms = rows(zone, &found, firms);
    if !drop.is_empty() {
        view.without = Some(without(&outcome, zone, drop, &mut view.diagnostics));
    }
}

fn indicator(found: &Contribution) -> ContributedIndicator {
    ContributedIndicator {
        code: found.code.clone(),
        label: found.label.clone(),
        value: Some(found.with),
    }
}

/// Firms, the ones whose loss would cost the zone most first.
fn rows(zone: Zone<'_>, found: &[Contribution], firms: &ZoneFirms) -> Vec<FirmContribution> {
    let all: Vec<usize> = (0..firms.links.len()).collect();
    let standings = standings(zone, found, &all);
    let part = |c: &Contribution, firm: usize| FirmPart {
        value: c.value(firm),
        share: c.share(firm),
        effect: c.effect(firm),
        short_board: c.is_short_board(firm),
    };
    let row = |(firm, standing): (&usize, Standing)| FirmContribution {
        firm: firms.links[*firm].clone(),
        parts: found.iter().map(|c| part(c, *firm)).collect(),
        without: standing,
    };
    let mut rows: Vec<_> = all.iter().zip(standings).map(row).collect();
    let score = |row: &FirmContribution| row.without.score.unwrap_or(f64::INFINITY);
    let share = |row: &FirmContribution| row.parts.iter().filter_map(|p| p.share).sum::<f64>();
    rows.sort_by(|a, b| {
        let by_score = score(a).total_cmp(&score(b));
        by_score.then_with(|| share(b).total_cmp(&share(a)))
    });
    rows
}

/// The zone without some firms, by a full recomputation.
fn without(
    outcome: &Outcome<'_>,
    zone: Zone<'_>,
    drop: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) -> Standing {
    let wanted = FirmChanges {
        drop: drop.to_vec(),
        ..FirmChanges::default()
    };
    let (changed, told) = changes(zone, &wanted);
    diagnostics.extend(told);
    let changed = apply(outcome, &changed);
    diagnostics.extend(changed.diagnostics.iter().cloned());
    Standing::of(&changed.score(outcome), zone.unit)
}

/// Gives the zone totals of its firms where it has no figure of its own; tells which.
fn roll_up(app: &App, matrix: &mut Matrix, at: usize, firms: &ZoneFirms) -> Vec<Text> {
    let mut labels = Vec::new();
    let needs: Vec<Need> = firms
        .figures
        .columns()
        .map(|(need, _)| need.clone())
        .collect();
    for need in needs {
        let rule = firms.roll_up.get(&need.field).copied().unwrap_or_default();
        let kind = ColumnKind::of(&need);
        let Some(total) = firms.figures.total(&need, rule) else {
            continue;
        };
        let Some(column) = matrix.get_mut(kind, &need.field) else {
            continue;
        };
        if column.values[at].is_nan() {
            column.values[at] = total;
            let field = FieldId::new(&need.field);
            labels.extend(
                field
                    .ok()
                    .filter(|_| !need.prior())
                    .map(|id| app.packs.field_label(&id)),
            );
        }
    }
    labels
}
