//! A park against its peers under one framework: group scores, strengths, short boards.

use super::entity::find_entity;
use super::park::ParkInput;
use super::park_counsel::counsel;
use crate::call::{Answer, App};
use crate::contract::{Comparison, EntityLink, ParkView, ProfileChart, ProfileSeries};
use crate::measure::{framework_line, kept_figures, node_views};
use crate::packs::LoadedFramework;
use julin_measure::peer::{Basis, Similarity, similar};
use julin_measure::{Framework, Outcome};
use julin_store::Tx;

/// Peers drawn when none are chosen, and most that can be.
const DEFAULT_PEERS: usize = 3;
const MOST_PEERS: usize = 6;
/// Strengths and short boards listed.
const LISTED: usize = 5;

/// Fills profile, strengths, short boards and the choice of peers.
pub fn compare(
    app: &App,
    tx: &mut Tx,
    loaded: &LoadedFramework,
    input: &ParkInput,
    view: &mut ParkView,
) -> Answer<()> {
    let figures = kept_figures(app, tx, loaded, input.as_of)?;
    let outcome = julin_measure::score(&loaded.framework, &figures.matrix);
    let id = view.park.entity.id.clone();
    let Some(own) = figures.units.iter().position(|unit| unit.id == id) else {
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
        peers = alike(&outcome, own);
        view.peers_by_similarity = !peers.is_empty();
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
    view.counsel = counsel(app, tx, &outcome, own, input.as_of)?;
    Ok(())
}

/// The units most like one over the scores of the first-level groups; over those of the
/// indicators where the groups say nothing.
fn alike(outcome: &Outcome<'_>, own: usize) -> Vec<usize> {
    let wanted = |basis| Similarity {
        basis,
        count: DEFAULT_PEERS,
        ..Similarity::default()
    };
    let by = |basis| similar(outcome, own, &wanted(basis));
    let found = Some(by(Basis::Groups)).filter(|found| !found.is_empty());
    let found = found.unwrap_or_else(|| by(Basis::Indicators));
    found.into_iter().map(|peer| peer.unit).collect()
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
