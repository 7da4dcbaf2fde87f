//! Peers of a unit, its short boards and its strengths.
//!
//! **Peers** are the units most alike ([`similar`]), over the scores of the groups, those
//! of the indicators, or chosen columns: size, age, staff.
//!
//! **Short boards** are indicators on which a unit's score is below the median of its
//! peers (or of all other units), ordered by *potential*: what the index would gain if
//! the indicator scored as much as that median, everything else as it is. An indicator
//! far behind with hardly any weight comes after one a little behind that counts much.
//! **Strengths** are those above the median, ordered by what would be lost at it.
//!
//! Must not know: what is done about a short board.

mod similar;

pub use similar::{Basis, Distance, Peer, Similarity, similar};

use crate::framework::{Framework, NodeId};
use crate::outcome::Outcome;
use crate::rescore::{index, normalised, score_lifts};
use crate::stage::Step;
use crate::statistics;
use julin_model::Text;
use serde::Serialize;

/// Fewest peers with a score for a comparison to say anything.
const FEWEST: usize = 3;

/// An indicator beside that of the peers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Board {
    /// Position of the indicator.
    #[serde(skip)]
    pub node: NodeId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// The unit's value.
    pub value: Option<f64>,
    /// Median of the peers' values.
    pub peer_value: Option<f64>,
    /// The unit's score.
    pub score: f64,
    /// Median of the peers' scores.
    pub peer_score: f64,
    /// Share of the peers that do worse, those equal counted half.
    pub position: f64,
    /// Points of the index between the unit's score and the median: to be gained by a
    /// short board, owed to a strength.
    pub potential: f64,
}

/// What stands out in a unit.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Boards {
    /// Below the median of the peers, the most to gain first.
    pub short: Vec<Board>,
    /// Above it, the most to lose first.
    pub strong: Vec<Board>,
}

/// Compares each indicator of a unit with its peers; with all others where none are given.
///
/// Indicators on which fewer than three peers have a score are left out.
pub fn boards(outcome: &Outcome<'_>, unit: usize, peers: &[usize]) -> Boards {
    let all: Vec<usize> = (0..outcome.matrix().units().len()).collect();
    let peers = if peers.is_empty() { &all } else { peers };
    let framework = outcome.framework();
    let mut prepared = outcome.prepared.clone();
    let mut boards = Boards::default();
    let Some(own) = outcome.score(unit, Framework::ROOT) else {
        return boards;
    };
    for (id, node) in framework.indicators() {
        let Some(score) = outcome.score(unit, id) else {
            continue;
        };
        let pick = |column: &[f64]| -> Vec<f64> {
            let others = peers.iter().filter(|peer| **peer != unit);
            let values = others.filter_map(|peer| column.get(*peer).copied());
            values.filter(|value| !value.is_nan()).collect()
        };
        let scores = pick(outcome.scores(id));
        let (Some(median), true) = (statistics::median(&scores), scores.len() >= FEWEST) else {
            continue;
        };
        let lifts = score_lifts(framework, id);
        let better = if lifts {
            score - median
        } else {
            median - score
        };
        let Some(columns) = normalised(&mut prepared).filter(|_| better != 0.0) else {
            continue;
        };
        columns[id][unit] = median;
        let there = index(framework, &prepared)[unit];
        if let Some(columns) = normalised(&mut prepared) {
            columns[id][unit] = score;
        }
        let worse = |other: f64| if lifts { other < score } else { other > score };
        let points: f64 = scores
            .iter()
            .map(|other| {
                if *other == score {
                    0.5
                } else {
                    f64::from(u8::from(worse(*other)))
                }
            })
            .sum();
        let board = Board {
            node: id,
            code: node.code.clone(),
            label: node.label.clone(),
            value: outcome.value(unit, id),
            peer_value: statistics::median(&pick(&outcome.prepared.after(Step::Given).columns[id])),
            score,
            peer_score: median,
            position: points / scores.len() as f64,
            potential: (there - own) * if better < 0.0 { 1.0 } else { -1.0 },
        };
        if better < 0.0 {
            boards.short.push(board);
        } else {
            boards.strong.push(board);
        }
    }
    for list in [&mut boards.short, &mut boards.strong] {
        list.sort_by(|a, b| b.potential.total_cmp(&a.potential));
    }
    boards
}
