//! The assignment of the greatest total value, with capacities on both sides.
//!
//! A minimum cost flow (see [`super::flow`]); its prices are given with the answer and
//! prove it: by weak duality no assignment is worth more than
//! `Σ capacity × price + Σ max(0, value − prices of both ends)`.
//!
//! Must not know: what is assigned.

use super::flow::Network;
use crate::sets::{LARGEST, Standing, TooLarge, find, index, part};
use julin_model::{Diagnostic, Trace};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

const MOST_PARTIES: usize = 20_000;
const MOST_PAIRS: usize = 2_000_000;

/// What is to be assigned.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssignSpec {
    /// One side.
    pub left: Vec<Party>,
    /// The other side.
    pub right: Vec<Party>,
    /// Who may get whom; pairs that are not listed may not. A pair without value is never
    /// taken.
    pub pairs: Vec<ValuedPair>,
}

/// Somebody with a capacity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Identifier, unique on its side.
    pub id: String,
    /// How many of the other side it takes.
    #[serde(default = "one")]
    pub capacity: u32,
}

pub(super) fn one() -> u32 {
    1
}

/// A pair that may be made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValuedPair {
    /// Of the left side.
    pub left: String,
    /// Of the right side.
    pub right: String,
    /// What the pair is worth.
    pub value: f64,
}

/// The assignment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AssignAnswer {
    /// Pairs made, in the order they were listed.
    pub pairs: Vec<ValuedPair>,
    /// Total value and its bound.
    pub standing: Standing,
    /// What one more place with a left party would add at most, by party.
    pub left_prices: BTreeMap<String, f64>,
    /// The same of right parties.
    pub right_prices: BTreeMap<String, f64>,
    /// How it came about.
    pub trace: Trace,
    /// What was wrong with the input.
    pub findings: Vec<Diagnostic>,
}

/// Assigns for the greatest total value.
///
/// # Errors
/// The input is larger than what is solved in bounded time.
pub fn assign(spec: &AssignSpec) -> Result<AssignAnswer, TooLarge> {
    TooLarge::refuse("left", spec.left.len(), MOST_PARTIES)?;
    TooLarge::refuse("right", spec.right.len(), MOST_PARTIES)?;
    TooLarge::refuse("pairs", spec.pairs.len(), MOST_PAIRS)?;
    let mut findings = vec![];
    let sound = sound_pairs(spec, &mut findings);
    let room = |side: &[Party]| side.iter().map(|own| own.capacity).collect::<Vec<_>>();
    let (left, right) = (room(&spec.left), room(&spec.right));
    let arcs: Vec<_> = sound.iter().map(|own| own.1).collect();
    let flow = Network::new(&left, &right, &arcs).send(u64::MAX);
    let made = sound.iter().zip(&flow.used);
    let made = made
        .filter(|(_, used)| **used)
        .map(|(own, _)| &spec.pairs[own.0]);
    let pairs: Vec<ValuedPair> = made.cloned().collect();
    let value = pairs.iter().map(|pair| pair.value).sum();
    let priced = |room: &[u32], price: &[f64]| -> f64 {
        let both = room.iter().zip(price);
        both.map(|(room, price)| f64::from(*room) * price).sum()
    };
    let places = priced(&left, &flow.left) + priced(&right, &flow.right);
    let excess = |(a, b, value): &(usize, usize, f64)| value - flow.left[*a] - flow.right[*b];
    let rest: f64 = arcs.iter().map(|arc| excess(arc).max(0.0)).sum();
    let standing = Standing::new(value, places + rest);
    let parts = vec![
        part("match.step.assign.places", places),
        part("match.step.assign.pairs", rest),
    ];
    let named = |side: &[Party], price: &[f64]| {
        // Backwards, so that of equal identifiers the first one counts.
        let both = side.iter().zip(price).rev();
        both.map(|(own, price)| (own.id.clone(), *price)).collect()
    };
    Ok(AssignAnswer {
        trace: standing.trace("match.step.assign", parts),
        left_prices: named(&spec.left, &flow.left),
        right_prices: named(&spec.right, &flow.right),
        pairs,
        standing,
        findings,
    })
}

/// Pairs that can be used, with their number in the input.
fn sound_pairs(
    spec: &AssignSpec,
    findings: &mut Vec<Diagnostic>,
) -> Vec<(usize, (usize, usize, f64))> {
    let left = index(
        "left",
        spec.left.iter().map(|own| own.id.as_str()),
        findings,
    );
    let right = index(
        "right",
        spec.right.iter().map(|own| own.id.as_str()),
        findings,
    );
    let mut seen = BTreeSet::new();
    let mut sound = vec![];
    for (number, pair) in spec.pairs.iter().enumerate() {
        let a = find(&left, "left", &pair.left, findings);
        let b = find(&right, "right", &pair.right, findings);
        let (Some(a), Some(b)) = (a, b) else { continue };
        let about = |code: &str| {
            let finding = Diagnostic::error(code).with("left", &pair.left);
            finding.with("right", &pair.right).with("value", pair.value)
        };
        if !(-LARGEST..=LARGEST).contains(&pair.value) {
            findings.push(about("match.assign.value"));
        } else if !seen.insert((a, b)) {
            findings.push(about("match.assign.pair-twice"));
        } else if pair.value > 0.0 {
            sound.push((number, (a, b, pair.value)));
        }
    }
    sound
}
