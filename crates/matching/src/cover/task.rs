//! The input checked, as numbers: must-needs and partners as bits.
//!
//! Must not know: how sets are found.

use super::spec::CoverSpec;
use crate::sets::{TooLarge, find, index, quantity};
use julin_model::Diagnostic;
use std::collections::BTreeMap;

const MOST_NEEDS: usize = 500;
const MOST_MUSTS: usize = 128;
const MOST_PARTNERS: usize = 2_000;
const MOST_APART: usize = 20_000;
const MOST_ANSWERS: usize = 20;

/// Must-needs as bits.
pub(super) type Musts = u128;

/// A problem as numbers.
pub(super) struct Task<'s> {
    pub spec: &'s CoverSpec,
    /// By must-need, number of the need.
    pub musts: Vec<usize>,
    pub partners: Vec<Member>,
    pub most: usize,
    /// Weight of needs.
    pub weights: Vec<f64>,
}

/// A partner as numbers.
pub(super) struct Member {
    /// Number in the input.
    pub number: usize,
    pub cost: f64,
    pub covers: Musts,
    /// By need the level it has, where that is enough; else 0.
    pub levels: Vec<f64>,
    /// By need whether it has it at a level that is enough.
    pub has: Vec<bool>,
    /// Numbers in the list of members of those it cannot work with.
    pub apart: Vec<usize>,
}

impl Task<'_> {
    /// All must-needs.
    pub fn all(&self) -> Musts {
        (0..self.musts.len()).fold(0, |all, must| all | 1 << must)
    }

    /// Must-needs that a set covers.
    pub fn covered(&self, set: &[usize]) -> Musts {
        set.iter()
            .fold(0, |all, own| all | self.partners[*own].covers)
    }

    /// Weight of must-needs.
    pub fn weight(&self, musts: Musts) -> f64 {
        let own = (0..self.musts.len()).filter(|must| musts >> must & 1 == 1);
        own.map(|must| self.weights[self.musts[must]]).sum()
    }

    /// Cost of a set.
    pub fn cost(&self, set: &[usize]) -> f64 {
        set.iter().map(|own| self.partners[*own].cost).sum()
    }

    /// Sum over needs of weight and the best level in a set.
    pub fn strength(&self, set: &[usize]) -> f64 {
        let best = |need: usize| {
            let levels = set.iter().map(|own| self.partners[*own].levels[need]);
            levels.fold(0.0, f64::max)
        };
        let needs = self.weights.iter().enumerate();
        needs.map(|(need, weight)| weight * best(need)).sum()
    }
}

/// Checks a problem; what is sound goes on.
///
/// # Errors
/// It is larger than what is solved in bounded time.
pub(super) fn task<'s>(
    spec: &'s CoverSpec,
    findings: &mut Vec<Diagnostic>,
) -> Result<Task<'s>, TooLarge> {
    TooLarge::refuse("needs", spec.needs.len(), MOST_NEEDS)?;
    TooLarge::refuse("partners", spec.partners.len(), MOST_PARTNERS)?;
    TooLarge::refuse("apart", spec.apart.len(), MOST_APART)?;
    TooLarge::refuse("answers", spec.answers, MOST_ANSWERS)?;
    let needs = index(
        "needs",
        spec.needs.iter().map(|own| own.id.as_str()),
        findings,
    );
    let mut weights = vec![0.0; spec.needs.len()];
    let mut musts = vec![];
    let mut usable = vec![false; spec.needs.len()];
    for (at, own) in spec.needs.iter().enumerate() {
        let weight = quantity(&own.id, "weight", own.weight, findings);
        let level = quantity(&own.id, "level", own.level, findings);
        if needs.get(own.id.as_str()) == Some(&at) && weight && level {
            usable[at] = true;
            weights[at] = own.weight;
            if !own.optional {
                musts.push(at);
            }
        }
    }
    TooLarge::refuse("needs", musts.len(), MOST_MUSTS)?;
    let ids = spec.partners.iter().map(|own| own.id.as_str());
    let partners = index("partners", ids, findings);
    let known = (&needs, &partners);
    let mut members = members(spec, known, (&musts, &usable), findings);
    keep_apart(spec, &partners, &mut members, findings);
    let most = spec.most.unwrap_or(usize::MAX).min(members.len());
    Ok(Task {
        spec,
        musts,
        partners: members,
        most,
        weights,
    })
}

/// Partners with what they have at levels that are enough.
fn members(
    spec: &CoverSpec,
    (needs, partners): (&BTreeMap<&str, usize>, &BTreeMap<&str, usize>),
    (musts, usable): (&[usize], &[bool]),
    findings: &mut Vec<Diagnostic>,
) -> Vec<Member> {
    let mut members: Vec<Member> = vec![];
    for (number, own) in spec.partners.iter().enumerate() {
        let known = partners.get(own.id.as_str()) == Some(&number);
        if !quantity(&own.id, "cost", own.cost, findings) || !known {
            continue;
        }
        let mut levels = vec![0.0_f64; spec.needs.len()];
        let mut has = vec![false; spec.needs.len()];
        for capability in &own.has {
            let need = find(needs, "needs", &capability.need, findings);
            let sound = quantity(&own.id, &capability.need, capability.level, findings);
            let Some(need) = need.filter(|need| sound && usable[*need]) else {
                continue;
            };
            if capability.level >= spec.needs[need].level {
                levels[need] = levels[need].max(capability.level);
                has[need] = true;
            }
        }
        let covers = musts.iter().enumerate().filter(|(_, need)| has[**need]);
        let covers = covers.fold(0, |all, (must, _)| all | 1 << must);
        members.push(Member {
            number,
            cost: own.cost,
            covers,
            levels,
            has,
            apart: vec![],
        });
    }
    members
}

fn keep_apart(
    spec: &CoverSpec,
    partners: &BTreeMap<&str, usize>,
    members: &mut [Member],
    findings: &mut Vec<Diagnostic>,
) {
    let at: BTreeMap<usize, usize> = members
        .iter()
        .enumerate()
        .map(|(at, own)| (own.number, at))
        .collect();
    for [a, b] in &spec.apart {
        let a = find(partners, "partners", a, findings);
        let b = find(partners, "partners", b, findings);
        let (Some(a), Some(b)) = (a, b) else { continue };
        if let (Some(&a), Some(&b)) = (at.get(&a), at.get(&b))
            && a != b
        {
            members[a].apart.push(b);
            members[b].apart.push(a);
        }
    }
}
