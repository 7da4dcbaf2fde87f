//! Checks a placement from the input alone.
//!
//! Must not know: how the placement was made.

use super::answer::PlaceAnswer;
use super::spec::{Floor, Nearness, PlaceSpec, Tenant};
use std::collections::{BTreeMap, HashMap, HashSet};

const ROUNDING: f64 = 1e-3;

/// What is wrong with a placement; empty when every limit holds, every tenant is told
/// about and the score is right. Who stays by lease is not asked whether it fits.
pub fn faults(spec: &PlaceSpec, answer: &PlaceAnswer) -> Vec<String> {
    let mut faults = vec![];
    let mut at: HashMap<&str, &Floor> = HashMap::new();
    for own in &answer.placed {
        let floor = spec.floors.iter().find(|floor| floor.id == own.floor);
        let Some(floor) = floor else {
            faults.push(format!("no floor {}", own.floor));
            continue;
        };
        if at.insert(&own.tenant, floor).is_some() {
            faults.push(format!("{} is twice", own.tenant));
        }
    }
    let mut ids = HashSet::new();
    for tenant in spec.tenants.iter().filter(|own| ids.insert(&own.id)) {
        let told = answer
            .unplaced
            .iter()
            .filter(|own| own.tenant == tenant.id)
            .count();
        let here = usize::from(at.contains_key(tenant.id.as_str()));
        if told == 0 && here == 0 {
            faults.push(format!("{} is left out", tenant.id));
        }
        if let Some(floor) = at.get(tenant.id.as_str()) {
            faults.extend(of_tenant(spec, tenant, floor));
        }
    }
    for floor in &spec.floors {
        faults.extend(of_floor(spec, floor, &at));
    }
    let score: f64 = spec
        .edges
        .iter()
        .map(|edge| {
            let ends = at.get(edge.a.as_str()).zip(at.get(edge.b.as_str()));
            ends.map_or(0.0, |(a, b)| edge.weight * nearness(spec, a, b))
        })
        .sum();
    if (score - answer.standing.value).abs() > 1e-6 * score.max(1.0) {
        faults.push(format!("score {score}, told {}", answer.standing.value));
    }
    faults
}

fn stays(spec: &PlaceSpec, tenant: &Tenant) -> bool {
    let there = spec
        .floors
        .iter()
        .any(|floor| Some(&floor.id) == tenant.floor.as_ref());
    there && tenant.lease_end.is_some_and(|end| end >= spec.day)
}

fn of_tenant(spec: &PlaceSpec, own: &Tenant, floor: &Floor) -> Vec<String> {
    if stays(spec, own) {
        let away = own.floor.as_ref() != Some(&floor.id);
        return away
            .then(|| format!("{} must stay", own.id))
            .into_iter()
            .collect();
    }
    let services = own
        .services
        .iter()
        .all(|service| floor.services.contains(service));
    let hazard = own
        .hazard
        .as_ref()
        .is_none_or(|class| floor.hazards.contains(class));
    let held = own.load <= floor.load && own.height <= floor.height && services && hazard;
    (!held)
        .then(|| format!("{} does not fit {}", own.id, floor.id))
        .into_iter()
        .collect()
}

fn of_floor(spec: &PlaceSpec, floor: &Floor, at: &HashMap<&str, &Floor>) -> Vec<String> {
    let mut first = HashSet::new();
    let there = spec.tenants.iter().filter(|own| first.insert(&own.id));
    let there = there.filter(|own| at.get(own.id.as_str()).is_some_and(|at| at.id == floor.id));
    let (kept, put): (Vec<_>, Vec<_>) = there.partition(|own| stays(spec, own));
    let leases = floor.leases.iter().filter(|lease| lease.until >= spec.day);
    let (mut area, mut power) = (0.0, 0.0);
    let mut classes: BTreeMap<&String, usize> = BTreeMap::new();
    for lease in leases {
        area += lease.area;
        power += lease.power;
        lease
            .hazard
            .iter()
            .for_each(|own| *classes.entry(own).or_default() += 1);
    }
    for own in kept.iter().chain(&put) {
        area += own.area;
        power += own.power;
        own.hazard
            .iter()
            .for_each(|own| *classes.entry(own).or_default() += 1);
    }
    let mut faults = vec![];
    if put.is_empty() {
        return faults;
    }
    let needs = |field: fn(&Tenant) -> f64| put.iter().any(|own| field(own) > 0.0);
    if area > floor.area + ROUNDING && needs(|own| own.area) {
        faults.push(format!("{} holds {area} m²", floor.id));
    }
    if power > floor.power + ROUNDING && needs(|own| own.power) {
        faults.push(format!("{} draws {power} kW", floor.id));
    }
    for own in put.iter().filter_map(|own| own.hazard.as_ref()) {
        for pair in &spec.apart {
            let others = [(&pair[0], &pair[1]), (&pair[1], &pair[0])];
            let met = others.iter().any(|(x, y)| {
                let alone = usize::from(x == y);
                *x == own && classes.get(y).copied().unwrap_or(0) > alone
            });
            if met {
                faults.push(format!("{own} stands with its opposite on {}", floor.id));
            }
        }
    }
    faults
}

fn nearness(spec: &PlaceSpec, a: &Floor, b: &Floor) -> f64 {
    let (x, y) = (f64::from(a.level), f64::from(b.level));
    let apart = if a.building == b.building {
        (x - y).abs()
    } else {
        x.abs() + y.abs() + spec.between
    };
    match spec.nearness {
        Nearness::Half(half) => half / (half + apart),
        Nearness::Until(end) => ((end - apart) / end).max(0.0),
    }
}
