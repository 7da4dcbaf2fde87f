//! Checks an assignment or a stable matching from the input alone.
//!
//! Must not know: how the answer was found.

use super::stable::{StablePair, StableSpec};
use super::value::{AssignAnswer, AssignSpec};
use std::collections::{HashMap, HashSet};

/// What is wrong with an assignment; empty when it is feasible, its value is right and its
/// prices prove its bound.
pub fn faults(spec: &AssignSpec, answer: &AssignAnswer) -> Vec<String> {
    let mut faults = vec![];
    let mut listed = HashMap::new();
    for pair in spec.pairs.iter().filter(|pair| pair.value.is_finite()) {
        listed
            .entry((&pair.left, &pair.right))
            .or_insert(pair.value);
    }
    let mut seen = HashSet::new();
    let (mut left, mut right) = (HashMap::new(), HashMap::new());
    let mut value = 0.0;
    for pair in &answer.pairs {
        if listed.get(&(&pair.left, &pair.right)) != Some(&pair.value) {
            faults.push(format!("unlisted {} {}", pair.left, pair.right));
        }
        if !seen.insert((&pair.left, &pair.right)) {
            faults.push(format!("twice {} {}", pair.left, pair.right));
        }
        *left.entry(&pair.left).or_insert(0_u32) += 1;
        *right.entry(&pair.right).or_insert(0_u32) += 1;
        value += pair.value;
    }
    let mut bound = 0.0;
    let sides = [
        (&spec.left, &left, &answer.left_prices),
        (&spec.right, &right, &answer.right_prices),
    ];
    for (side, used, prices) in sides {
        let mut first = HashSet::new();
        for party in side.iter().filter(|party| first.insert(&party.id)) {
            if used.get(&party.id).copied().unwrap_or(0) > party.capacity {
                faults.push(format!("over capacity {}", party.id));
            }
            let price = prices.get(&party.id).copied().unwrap_or(0.0);
            if price < 0.0 {
                faults.push(format!("negative price {}", party.id));
            }
            bound += price * f64::from(party.capacity);
        }
    }
    for ((a, b), value) in &listed {
        let price = |side: &std::collections::BTreeMap<String, f64>, id: &String| {
            side.get(id).copied().unwrap_or(0.0)
        };
        let both = price(&answer.left_prices, a) + price(&answer.right_prices, b);
        bound += (value - both).max(0.0);
    }
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-6 * a.abs().max(1.0);
    if !close(value, answer.standing.value) {
        faults.push(format!("value {value}, told {}", answer.standing.value));
    }
    if !close(bound.max(value), answer.standing.bound) {
        faults.push(format!("bound {bound}, told {}", answer.standing.bound));
    }
    faults
}

/// What is wrong with a matching: unwanted or doubled pairs, capacities, blocking pairs.
pub fn stable_faults(spec: &StableSpec, pairs: &[StablePair]) -> Vec<String> {
    let mut faults = vec![];
    let place = |list: &[String], id: &str| list.iter().position(|own| own == id);
    let host_of: HashMap<_, _> = pairs.iter().map(|p| (&p.applicant, &p.host)).collect();
    if host_of.len() != pairs.len() {
        faults.push("somebody has two hosts".to_owned());
    }
    for host in &spec.hosts {
        let taken: Vec<_> = pairs.iter().filter(|pair| pair.host == host.id).collect();
        if taken.len() > host.capacity as usize {
            faults.push(format!("over capacity {}", host.id));
        }
        let worst = taken
            .iter()
            .filter_map(|pair| place(&host.prefers, &pair.applicant));
        let worst = worst.max();
        for applicant in &spec.applicants {
            let (Some(wish), Some(rank)) = (
                place(&applicant.prefers, &host.id),
                place(&host.prefers, &applicant.id),
            ) else {
                if host_of.get(&applicant.id) == Some(&&host.id) {
                    faults.push(format!("unwanted {} {}", applicant.id, host.id));
                }
                continue;
            };
            let now = host_of.get(&applicant.id);
            let now = now.and_then(|now| place(&applicant.prefers, now));
            let rather = now.is_none_or(|now| wish < now);
            let room = taken.len() < host.capacity as usize;
            let would = room || (host.capacity > 0 && worst.is_some_and(|worst| rank < worst));
            if rather && would {
                faults.push(format!("blocking {} {}", applicant.id, host.id));
            }
        }
    }
    faults
}
