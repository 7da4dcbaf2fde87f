//! Which enterprises lift or lower a zone, and the zone without some of them.

use super::figure_cache::kept_figures;
use super::firms::{ZoneFirms, first_with_firms, zone_firms};
use super::framework::known_framework;
use super::frameworks::framework_line;
use super::ranking::{RankingInput, ranking_proof};
use super::subject::unit_position;
use super::zone_firm_tables::firm_changes;
use crate::call::{Answer, App, Call};
use crate::contract::{ContributedIndicator, ContributionsView, FirmContribution, FirmPart, Proof};
use julin_formula::Need;
use julin_measure::contributions::{
    Contribution, FirmChanges, Zone, changes, contributions as divide, standings,
};
use julin_measure::what_if::{Standing, apply};
use julin_measure::{ColumnKind, Framework, Matrix, Outcome};
use julin_model::{Diagnostic, EntityId, FieldId, Text};
use std::collections::BTreeSet;
use std::path::PathBuf;

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
    /// Firms that change or come, as a table.
    pub changes: Option<PathBuf>,
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
        let scored = julin_measure::score(&loaded.framework, &figures.matrix);
        let line = framework_line(loaded, &scored);
        let mut view = ContributionsView::before_firms(line, units, at);
        view.as_of = input.as_of;
        view.dropped.clone_from(&input.drop);
        if let (Some(at), Some(firms)) = (at, firms) {
            let mut wanted = match &input.changes {
                Some(path) => firm_changes(path, firms.figures.ids())?,
                None => FirmChanges::default(),
            };
            wanted.drop.extend(input.drop.iter().cloned());
            let name = |field: &str| {
                let id = FieldId::new(field);
                id.map_or_else(|_| Text::same(field), |id| app.packs.field_label(&id))
            };
            let asked = (&loaded.framework, &figures.matrix, at);
            fill(&name, &mut view, asked, &firms, &wanted);
        }
        Ok(view)
    })
}

/// Fills in what the firms do, and the zone after the changes wanted.
pub(super) fn fill(
    name: &dyn Fn(&str) -> Text,
    view: &mut ContributionsView,
    (framework, matrix, at): (&Framework, &Matrix, usize),
    firms: &ZoneFirms,
    wanted: &FirmChanges,
) {
    let mut matrix = matrix.clone();
    view.rolled_up = roll_up(name, &mut matrix, at, firms);
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
    if *wanted != FirmChanges::default() {
        view.without = Some(after(&outcome, zone, wanted, &mut view.diagnostics));
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

/// The zone after some firms go, change or come, by a full recomputation.
fn after(
    outcome: &Outcome<'_>,
    zone: Zone<'_>,
    wanted: &FirmChanges,
    diagnostics: &mut Vec<Diagnostic>,
) -> Standing {
    let (changed, told) = changes(zone, wanted);
    diagnostics.extend(told);
    let changed = apply(outcome, &changed);
    diagnostics.extend(changed.diagnostics.iter().cloned());
    Standing::of(&changed.score(outcome), zone.unit)
}

/// Gives the zone totals of its firms where it has no figure of its own; tells which.
fn roll_up(
    name: &dyn Fn(&str) -> Text,
    matrix: &mut Matrix,
    at: usize,
    firms: &ZoneFirms,
) -> Vec<Text> {
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
            if !need.prior() {
                labels.push(name(&need.field));
            }
        }
    }
    labels
}
