//! What a park could do: its short boards with what the index would gain, and practices
//! told elsewhere for the axis it is weak on.
//!
//! An axis is a value of a field that a pack marks with `suggests`: the code of a group,
//! or a tag of an indicator or group. Must not know: which fields, types or axes there are.

use super::park::dossier;
use crate::call::{Answer, App};
use crate::contract::{BoardView, ParkCounsel, Suggested, WeakAxis};
use julin_measure::peer::{Board, boards};
use julin_measure::{Framework, Outcome};
use julin_model::{FieldId, Period, Statement, Status, Value};
use julin_pack::kind::Suggests;
use julin_store::{StatementFilter, Tx};
use std::collections::BTreeSet;

/// Short boards and practices listed.
const LISTED: usize = 5;
const PRACTICES: usize = 6;

/// Short boards against the peers, and what is suggested for the first that has an axis.
pub fn counsel(
    app: &App,
    tx: &mut Tx,
    outcome: &Outcome<'_>,
    unit: usize,
    as_of: i32,
) -> Answer<ParkCounsel> {
    let found = boards(outcome, unit, &[]);
    let mut weak = None;
    for field in app.packs.fields() {
        if let Some(suggests) = &field.suggests {
            weak = suggested(
                app,
                tx,
                (&field.id, suggests),
                (outcome, unit, &found.short),
                as_of,
            )?;
        }
        if weak.is_some() {
            break;
        }
    }
    Ok(ParkCounsel {
        boards: found.short.iter().take(LISTED).map(board).collect(),
        weak,
    })
}

fn board(board: &Board) -> BoardView {
    BoardView {
        node: board.code.clone(),
        label: board.label.clone(),
        score: board.score,
        others: board.peer_score,
        potential: board.potential,
    }
}

fn suggested(
    app: &App,
    tx: &mut Tx,
    (field, suggests): (&FieldId, &Suggests),
    (outcome, unit, short): (&Outcome<'_>, usize, &[Board]),
    as_of: i32,
) -> Answer<Option<WeakAxis>> {
    let filter = StatementFilter {
        fields: vec![field.clone()],
        until: Some(Period::Year(as_of).last()),
        ..StatementFilter::default()
    };
    let statements = tx.statements(&filter)?;
    let axes: BTreeSet<&str> = statements.iter().filter_map(word).collect();
    let framework = outcome.framework();
    let boards = short.iter().map(|board| board.node);
    let mut nodes = boards.chain(weakest_groups(outcome, unit));
    let Some((node, axis)) = nodes.find_map(|node| Some((node, axis_of(framework, node, &axes)?)))
    else {
        return Ok(None);
    };
    let mut fitting: Vec<&Statement> = (statements.iter())
        .filter(|s| word(s) == Some(axis.as_str()))
        .collect();
    fitting.sort_by(|a, b| {
        (a.status != Status::Reported, &a.entity).cmp(&(b.status != Status::Reported, &b.entity))
    });
    let of = fitting.len() as u32;
    let mut practices = Vec::new();
    for statement in fitting.into_iter().take(PRACTICES) {
        let mut told = dossier(app, tx, &statement.entity, as_of)?;
        let place = |f: &FieldId| suggests.fields.iter().position(|wanted| wanted == f);
        told.figures.retain(|figure| place(&figure.field).is_some());
        told.figures.sort_by_key(|figure| place(&figure.field));
        told.others
            .retain(|other| suggests.links.contains(&other.kind));
        practices.push(Suggested {
            practice: told,
            status: statement.status,
            statement: statement.id,
        });
    }
    let label = match framework.nodes.iter().find(|node| node.code == axis) {
        Some(node) => node.label.clone(),
        None => app.packs.code_label(&axis),
    };
    Ok(Some(WeakAxis {
        node: framework.nodes[node].code.clone(),
        label: framework.nodes[node].label.clone(),
        axis,
        axis_label: label,
        of,
        practices,
    }))
}

fn word(statement: &Statement) -> Option<&str> {
    match &statement.value {
        Value::Word(word) => Some(word),
        _ => None,
    }
}

/// First-level groups scored below the mean of the other units, the widest gap first.
fn weakest_groups(outcome: &Outcome<'_>, unit: usize) -> Vec<usize> {
    let groups = &outcome.framework().nodes[Framework::ROOT].children;
    let gap = |at: usize| {
        let own = outcome.score(unit, at)?;
        let units = 0..outcome.matrix().units().len();
        let others = units.filter(|other| *other != unit);
        let scores: Vec<f64> = others
            .filter_map(|other| outcome.score(other, at))
            .collect();
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        (own < mean).then_some(own - mean)
    };
    let behind = groups.iter().filter_map(|at| Some((gap(*at)?, *at)));
    let mut behind: Vec<(f64, usize)> = behind.collect();
    behind.sort_by(|a, b| a.0.total_cmp(&b.0));
    behind.into_iter().map(|(_, at)| at).collect()
}

/// The axis of a node: its own code or tag, else that of the group above it.
fn axis_of(framework: &Framework, node: usize, axes: &BTreeSet<&str>) -> Option<String> {
    let up = std::iter::successors(Some(node), |at| framework.nodes[*at].parent);
    up.map(|at| &framework.nodes[at]).find_map(|node| {
        let names = std::iter::once(&node.code).chain(&node.about.tags);
        names
            .into_iter()
            .find(|name| axes.contains(name.as_str()))
            .cloned()
    })
}
