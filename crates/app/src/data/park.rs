//! A park on one page: what is known, how it stands under each framework, its profile
//! against chosen peers, its agreements and practices.

use super::entity::{entity_view, find_entity};
use crate::as_of::AsOf;
use crate::call::{Answer, App, Call};
use crate::contract::{
    Comparison, Dossier, EntityLink, EntityView, ParkView, ProfileChart, ProfileSeries,
    RelationView, Standing,
};
use crate::lookup::Lookup;
use crate::measure::{framework_line, kept_figures, missing, node_views};
use crate::packs::LoadedFramework;
use julin_measure::{Framework, Outcome};
use julin_model::{EntityId, Profile};
use julin_store::{StatementFilter, Tx};

/// Which park, against whom.
#[derive(Debug, Clone, Default)]
pub struct ParkInput {
    /// Identifier or exact name.
    pub id: String,
    /// Framework of the profile; the one that covers most of the park when not given.
    pub framework: Option<String>,
    /// Peers; the best ranked others when not given.
    pub peers: Vec<String>,
    /// Year.
    pub as_of: i32,
}

/// Types of entities shown as dossiers on a park's page.
const AGREEMENT: &str = "agreement";
const PRACTICE: &str = "practice";
/// Peers drawn when none are chosen, and most that can be.
const DEFAULT_PEERS: usize = 3;
const MOST_PEERS: usize = 6;
/// Strengths and short boards listed.
const LISTED: usize = 5;

/// The page of a park.
pub fn park(app: &App, _call: &Call, input: &ParkInput) -> Answer<ParkView> {
    app.store.read(|tx| {
        let id = find_entity(tx, &input.id)?;
        let filter = StatementFilter {
            entities: vec![id.clone()],
            ..StatementFilter::default()
        };
        let park = entity_view(app, tx, &id, AsOf::year(input.as_of), &filter)?;
        let mut view = ParkView {
            agreements: dossiers(app, tx, &park, AGREEMENT, input.as_of)?,
            practices: dossiers(app, tx, &park, PRACTICE, input.as_of)?,
            park,
            standings: Vec::new(),
            profile: None,
            strengths: Vec::new(),
            short_boards: Vec::new(),
            peer_choices: Vec::new(),
        };
        let evaluated = app
            .packs
            .frameworks()
            .filter(|f| f.spec.units_of == view.park.entity.kind);
        let mut chosen: Option<(f64, &LoadedFramework)> = None;
        for loaded in evaluated {
            let Some(standing) = standing(app, tx, loaded, &id, input.as_of)? else {
                continue;
            };
            let wanted = input.framework.as_deref() == Some(loaded.id.as_str());
            let fit = if wanted {
                f64::INFINITY
            } else {
                standing.coverage
            };
            if chosen.is_none_or(|(best, _)| fit > best) {
                chosen = Some((fit, loaded));
            }
            view.standings.push(standing);
        }
        if let Some((_, loaded)) = chosen {
            compare(app, tx, loaded, &id, input, &mut view)?;
        }
        Ok(view)
    })
}

fn standing(
    app: &App,
    tx: &mut Tx,
    loaded: &LoadedFramework,
    id: &EntityId,
    as_of: i32,
) -> Answer<Option<Standing>> {
    let figures = kept_figures(app, tx, loaded, as_of)?;
    let outcome = julin_measure::score(&loaded.framework, &figures.matrix);
    let Some(position) = figures.units.iter().position(|unit| unit.id == *id) else {
        return Ok(None);
    };
    let Some(unit) = outcome.unit(position) else {
        return Ok(None);
    };
    let framework = framework_line(loaded, &outcome);
    Ok(Some(Standing {
        of: framework.ranked,
        framework,
        as_of,
        rank: unit.rank,
        score: unit.score,
        coverage: unit.coverage,
        missing: missing(&unit),
    }))
}

/// Fills profile, strengths, short boards and the choice of peers.
fn compare(
    app: &App,
    tx: &mut Tx,
    loaded: &LoadedFramework,
    id: &EntityId,
    input: &ParkInput,
    view: &mut ParkView,
) -> Answer<()> {
    let figures = kept_figures(app, tx, loaded, input.as_of)?;
    let outcome = julin_measure::score(&loaded.framework, &figures.matrix);
    let Some(own) = figures.units.iter().position(|unit| unit.id == *id) else {
        return Ok(());
    };
    let others: Vec<usize> = outcome
        .ranking()
        .iter()
        .map(|u| u.unit)
        .filter(|u| *u != own)
        .collect();
    let with_data = |unit: &&usize| outcome.coverage(**unit, Framework::ROOT) > 0.0;
    let mut peers: Vec<usize> = Vec::new();
    for peer in &input.peers {
        let id = find_entity(tx, peer)?;
        peers.extend(
            figures
                .units
                .iter()
                .position(|unit| unit.id == id)
                .filter(|p| *p != own && !peers.contains(p)),
        );
    }
    if peers.is_empty() {
        peers = others
            .iter()
            .filter(with_data)
            .take(DEFAULT_PEERS)
            .copied()
            .collect();
    }
    peers.truncate(MOST_PEERS);
    let nodes = node_views(app, loaded, &outcome);
    let axes = &loaded.framework.nodes[Framework::ROOT].children;
    let series = |unit: &usize| ProfileSeries {
        unit: figures.units[*unit].clone(),
        values: axes.iter().map(|at| outcome.score(*unit, *at)).collect(),
    };
    view.profile = Some(ProfileChart {
        framework: framework_line(loaded, &outcome),
        as_of: input.as_of,
        axes: axes.iter().map(|at| nodes[*at].clone()).collect(),
        series: std::iter::once(&own).chain(&peers).map(series).collect(),
        top: loaded.spec.method.range[1],
    });
    (view.strengths, view.short_boards) = strengths(&outcome, own);
    let mut choices: Vec<EntityLink> = others
        .iter()
        .filter(with_data)
        .map(|u| figures.units[*u].clone())
        .collect();
    let rest = others
        .iter()
        .filter(|unit| !with_data(unit))
        .map(|u| figures.units[*u].clone());
    choices.extend(rest);
    view.peer_choices = choices;
    Ok(())
}

/// Indicators on which the park is ahead of the mean of the others, widest lead first,
/// and those on which it is behind, widest gap first.
fn strengths(outcome: &Outcome<'_>, own: usize) -> (Vec<Comparison>, Vec<Comparison>) {
    let units = outcome.matrix().units().len();
    let compared = outcome.framework().indicators().filter_map(|(at, node)| {
        let score = outcome.score(own, at)?;
        let others: Vec<f64> = (0..units)
            .filter(|u| *u != own)
            .filter_map(|u| outcome.score(u, at))
            .collect();
        let mean = others.iter().sum::<f64>() / others.len() as f64;
        (!others.is_empty()).then(|| Comparison {
            node: node.code.clone(),
            label: node.label.clone(),
            own: score,
            others: mean,
            of: others.len() as u32,
        })
    });
    let (mut ahead, mut behind): (Vec<_>, Vec<_>) =
        compared.partition(|c: &Comparison| c.own >= c.others);
    let gap = |c: &Comparison| c.own - c.others;
    ahead.sort_by(|a, b| gap(b).total_cmp(&gap(a)));
    behind.sort_by(|a, b| gap(a).total_cmp(&gap(b)));
    ahead.truncate(LISTED);
    behind.truncate(LISTED);
    (ahead, behind)
}

/// Entities of a type linked with the park, each with its preferred figures.
fn dossiers(
    app: &App,
    tx: &mut Tx,
    park: &EntityView,
    kind: &str,
    as_of: i32,
) -> Answer<Vec<Dossier>> {
    let mut ids: Vec<EntityId> = Vec::new();
    for relation in &park.relations {
        if relation.other.kind.as_str() == kind && !ids.contains(&relation.other.id) {
            ids.push(relation.other.id.clone());
        }
    }
    ids.into_iter()
        .map(|id| dossier(app, tx, &id, as_of))
        .collect()
}

fn dossier(app: &App, tx: &mut Tx, id: &EntityId, as_of: i32) -> Answer<Dossier> {
    let mut lookup = Lookup::new(app);
    let filter = StatementFilter {
        entities: vec![id.clone()],
        ..StatementFilter::default()
    };
    let statements = tx.statements(&filter)?;
    let mut figures = Vec::new();
    for finding in Profile::of(statements, AsOf::year(as_of).day).findings {
        let many = app.packs.holds_many(&finding.preferred.field);
        let shown = std::iter::once(&finding.preferred);
        let more = finding
            .others
            .iter()
            .chain(&finding.earlier)
            .filter(|_| many);
        for statement in shown.chain(more) {
            figures.push(lookup.figure(tx, statement, finding.conflicting && !many)?);
        }
    }
    let mut others: Vec<RelationView> = Vec::new();
    for relation in tx.relations_of(id)? {
        others.push(lookup.relation(tx, &relation, id)?);
    }
    Ok(Dossier {
        entity: lookup.entity(tx, id)?,
        figures,
        others,
    })
}
