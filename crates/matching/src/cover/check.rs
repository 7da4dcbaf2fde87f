//! Checks consortia from the input alone.
//!
//! Must not know: how the sets were found.

use super::answer::{Consortium, CoverAnswer};
use super::spec::{CoverSpec, Need};
use std::collections::HashSet;

/// What is wrong with an answer; empty when every set is allowed, covers what it says and
/// its sums are right.
pub fn faults(spec: &CoverSpec, answer: &CoverAnswer) -> Vec<String> {
    let mut faults = vec![];
    let mut seen = HashSet::new();
    for set in &answer.sets {
        let mut names = set.partners.clone();
        names.sort();
        if !seen.insert(names) {
            faults.push("a set twice".to_owned());
        }
        faults.extend(of_set(spec, set));
        if answer.complete != set.gaps.is_empty() {
            faults.push("a complete answer with a gap, or the reverse".to_owned());
        }
    }
    faults
}

/// The best level of a need in a set, where it is enough.
fn level(spec: &CoverSpec, set: &Consortium, need: &Need) -> Option<f64> {
    let inside = spec
        .partners
        .iter()
        .filter(|own| set.partners.contains(&own.id));
    let levels = inside
        .flat_map(|own| &own.has)
        .filter(|own| own.need == need.id);
    let enough = levels
        .map(|own| own.level)
        .filter(|level| *level >= need.level);
    enough.reduce(f64::max)
}

fn of_set(spec: &CoverSpec, set: &Consortium) -> Vec<String> {
    let mut faults = vec![];
    if set.partners.len() > spec.most.unwrap_or(usize::MAX) {
        faults.push(format!("{} partners", set.partners.len()));
    }
    if spec
        .apart
        .iter()
        .any(|[a, b]| a != b && set.partners.contains(a) && set.partners.contains(b))
    {
        faults.push("partners that cannot work together".to_owned());
    }
    let (mut cost, mut strength) = (0.0, 0.0);
    for name in &set.partners {
        match spec.partners.iter().find(|own| own.id == *name) {
            Some(own) => cost += own.cost,
            None => faults.push(format!("no partner {name}")),
        }
    }
    for need in &spec.needs {
        let level = level(spec, set, need);
        strength += need.weight * level.unwrap_or(0.0);
        let listed = if need.optional {
            &set.besides
        } else {
            &set.covers
        };
        if listed.contains(&need.id) != level.is_some() {
            faults.push(format!("{} is told wrongly", need.id));
        }
        let gap = set.gaps.iter().any(|gap| gap.need == need.id);
        if !need.optional && gap == level.is_some() {
            faults.push(format!("the gap of {} is told wrongly", need.id));
        }
    }
    if (cost - set.cost).abs() > 1e-6 || (strength - set.strength).abs() > 1e-6 {
        faults.push(format!(
            "cost {cost}, strength {strength}, told {} {}",
            set.cost, set.strength
        ));
    }
    faults
}
