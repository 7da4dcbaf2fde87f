//! A placement beside today, beside chance and below its bound; who fits nowhere and why.
//!
//! Must not know: how floors are found.

use super::bound::bound;
use super::chance::chance;
use super::exact::exact;
use super::limit::{Limit, Refusal, limits};
use super::plan::{Allowed, Plan};
use super::search::Search;
use super::site::{Site, site};
use super::spec::PlaceSpec;
use crate::sets::{Standing, TooLarge, part};
use julin_model::{Diagnostic, Trace};
use serde::Serialize;
use std::collections::BTreeMap;

pub use super::chance::Chance;

/// A tenant with its floor.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Placed {
    /// The tenant.
    pub tenant: String,
    /// Where.
    pub floor: String,
    /// It is somewhere else today.
    pub moves: bool,
    /// Its lease keeps it here.
    pub stays: bool,
    /// Weight times nearness of its partners; both ends of an edge show it.
    pub nearness: f64,
}

/// A tenant without a floor.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Unplaced {
    /// The tenant.
    pub tenant: String,
    /// Why, floor by floor.
    pub refusals: Vec<Refusal>,
}

/// What the floors of today score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Today {
    /// The score.
    pub score: f64,
    /// Tenants with a floor today.
    pub tenants: usize,
}

/// A placement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceAnswer {
    /// In order of tenants.
    pub placed: Vec<Placed>,
    /// In order of tenants.
    pub unplaced: Vec<Unplaced>,
    /// Sum of weight and nearness, and the bound on it: for placements of as many tenants
    /// where `proven`, for any otherwise.
    pub standing: Standing,
    /// It is proven that no placement with as many tenants scores more, nor one with more
    /// tenants exists.
    pub proven: bool,
    /// The same score of today's floors.
    pub today: Today,
    /// The same score of random placements; none where none were asked for.
    pub chance: Option<Chance>,
    /// How it came about.
    pub trace: Trace,
    /// What was wrong with the input or fits nowhere.
    pub findings: Vec<Diagnostic>,
}

/// Places tenants on floors.
///
/// # Errors
/// The site is larger than what is solved in bounded time.
pub fn place(spec: &PlaceSpec) -> Result<PlaceAnswer, TooLarge> {
    let mut findings = vec![];
    let site = site(spec, &mut findings)?;
    let allowed = Allowed::of(&site);
    let mut plan = Plan::new(&site);
    crowded(&plan, &mut findings);
    let most = bound(&site, &allowed);
    Search::new(&mut plan, &allowed).run(spec.effort, most);
    let proven = exact(&mut plan, &allowed);
    let score = site.score(plan.floors());
    let bearable = allowed.lists.iter().filter(|own| !own.is_empty()).count();
    let standing = Standing::new(score, if proven { score } else { most });
    let today: Vec<_> = site
        .tenants
        .iter()
        .map(|own| own.today.filter(|_| own.sound))
        .collect();
    let today = Today {
        score: site.score(&today),
        tenants: today.iter().flatten().count(),
    };
    let chance = chance(&site, &allowed);
    let unplaced = unplaced(&plan);
    tell(&unplaced, &mut findings);
    let mut parts = distances(&site, &plan);
    parts.push(part("match.step.place.today", today.score));
    parts.extend(chance.map(|own| part("match.step.place.chance", own.mean)));
    Ok(PlaceAnswer {
        placed: placed(&plan),
        unplaced,
        proven: proven || (plan.placed == bearable && standing.proven()),
        trace: standing.trace("match.step.place", parts),
        standing,
        today,
        chance,
        findings,
    })
}

/// Leases that keep more on a floor than it has, or what must not stand together.
fn crowded(plan: &Plan, findings: &mut Vec<Diagnostic>) {
    for (floor, own) in plan.site.spec.floors.iter().enumerate() {
        let room = plan.room(floor);
        if room[0] < 0 || room[1] < 0 {
            let finding = Diagnostic::warning("match.place.overfull").with("id", &own.id);
            let missing = |n: usize| -(room[n].min(0) as f64) / 1000.0;
            findings.push(finding.with("area", missing(0)).with("power", missing(1)));
        }
    }
}

fn placed(plan: &Plan) -> Vec<Placed> {
    let spec = plan.site.spec;
    let there = plan.floors().iter().enumerate();
    let there = there.filter_map(|(tenant, floor)| Some((tenant, (*floor)?)));
    let placed = there.map(|(tenant, floor)| {
        let own = &plan.site.tenants[tenant];
        Placed {
            tenant: spec.tenants[tenant].id.clone(),
            floor: spec.floors[floor].id.clone(),
            moves: own.today.is_some_and(|today| today != floor),
            stays: own.stays,
            nearness: plan.gain(tenant, floor).max(0.0),
        }
    });
    placed.collect()
}

fn unplaced(plan: &Plan) -> Vec<Unplaced> {
    let spec = plan.site.spec;
    let without = plan
        .floors()
        .iter()
        .enumerate()
        .filter(|(_, floor)| floor.is_none());
    let unplaced = without.map(|(tenant, _)| Unplaced {
        tenant: spec.tenants[tenant].id.clone(),
        refusals: (0..spec.floors.len())
            .map(|floor| Refusal {
                floor: spec.floors[floor].id.clone(),
                limits: limits(plan, tenant, floor),
            })
            .collect(),
    });
    unplaced.collect()
}

/// Who is nowhere, and each kind of limit with how many floors it closes.
fn tell(unplaced: &[Unplaced], findings: &mut Vec<Diagnostic>) {
    for own in unplaced {
        let floors = own.refusals.len();
        let finding = Diagnostic::error("match.place.nowhere");
        findings.push(finding.with("id", &own.tenant).with("floors", floors));
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for refusal in &own.refusals {
            let mut codes: Vec<&str> = refusal.limits.iter().map(Limit::code).collect();
            codes.sort_unstable();
            codes.dedup();
            codes
                .into_iter()
                .for_each(|code| *kinds.entry(code).or_default() += 1);
        }
        for (code, many) in kinds {
            let finding = Diagnostic::note(code).with("id", &own.tenant);
            findings.push(finding.with("n", many).with("floors", floors));
        }
    }
}

/// What partners on the same floor give, and what all others.
fn distances(site: &Site, plan: &Plan) -> Vec<Trace> {
    let mut sums = [0.0; 2];
    for (tenant, partners) in site.partners.iter().enumerate() {
        for &(other, weight) in partners.iter().filter(|(other, _)| *other > tenant) {
            if let (Some(a), Some(b)) = (plan.at(tenant), plan.at(other)) {
                sums[usize::from(a != b)] += weight * site.near[a][b];
            }
        }
    }
    vec![
        part("match.step.place.same-floor", sums[0]),
        part("match.step.place.other-floors", sums[1]),
    ]
}
