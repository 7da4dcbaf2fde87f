//! The input checked, as numbers. Areas and powers are whole thousandths, so that what is
//! taken and given back a million times stays exact.
//!
//! Must not know: how a placement is made.

use super::spec::{Floor, Nearness, PlaceSpec, Tenant};
use crate::sets::{TooLarge, find, index, quantity};
use julin_model::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

const MOST_FLOORS: usize = 1_000;
const MOST_TENANTS: usize = 3_000;
const MOST_EDGES: usize = 200_000;
const MOST_CLASSES: usize = 64;
const MOST_SERVICES: usize = 100;
const MOST_DRAWS: usize = 10_000;

/// Floors, tenants and edges as numbers.
pub(super) struct Site<'s> {
    pub spec: &'s PlaceSpec,
    pub floors: Vec<Storey>,
    pub tenants: Vec<Party>,
    /// By tenant its partners with weights, each partner once.
    pub partners: Vec<Vec<(usize, f64)>>,
    /// By floor and floor.
    pub near: Vec<Vec<f64>>,
    /// By class the classes it never shares a floor with, as bits.
    pub apart: Vec<u64>,
    /// Names of classes.
    pub classes: Vec<String>,
}

/// A floor as numbers.
pub(super) struct Storey {
    /// Whether it can be used.
    pub sound: bool,
    /// Area and power less what is let to others, in thousandths.
    pub room: [i64; 2],
    /// By class how many of those others bring it.
    pub classes: Vec<u32>,
}

/// A tenant as numbers.
pub(super) struct Party {
    /// Whether it can be placed.
    pub sound: bool,
    /// Area and power, in thousandths.
    pub needs: [i64; 2],
    pub class: Option<usize>,
    /// Where it is today.
    pub today: Option<usize>,
    /// Whether its lease keeps it there.
    pub stays: bool,
}

/// Whole thousandths.
pub(super) fn thousandths(value: f64) -> i64 {
    (value * 1000.0).round() as i64
}

impl Site<'_> {
    /// Sum over edges of weight and nearness; an edge with an end that is nowhere gives 0.
    pub fn score(&self, at: &[Option<usize>]) -> f64 {
        let mut score = 0.0;
        for (tenant, partners) in self.partners.iter().enumerate() {
            for &(other, weight) in partners.iter().filter(|(other, _)| *other > tenant) {
                if let (Some(a), Some(b)) = (at[tenant], at[other]) {
                    score += weight * self.near[a][b];
                }
            }
        }
        score
    }
}

/// Checks a site; what is sound goes on.
///
/// # Errors
/// It is larger than what is solved in bounded time.
pub(super) fn site<'s>(
    spec: &'s PlaceSpec,
    findings: &mut Vec<Diagnostic>,
) -> Result<Site<'s>, TooLarge> {
    TooLarge::refuse("floors", spec.floors.len(), MOST_FLOORS)?;
    TooLarge::refuse("tenants", spec.tenants.len(), MOST_TENANTS)?;
    TooLarge::refuse("edges", spec.edges.len(), MOST_EDGES)?;
    TooLarge::refuse("draws", spec.draws as usize, MOST_DRAWS)?;
    let of_floors = spec
        .floors
        .iter()
        .map(|own| own.services.len().max(own.hazards.len()));
    let of_tenants = spec.tenants.iter().map(|own| own.services.len());
    let longest = of_floors.chain(of_tenants).max().unwrap_or(0);
    TooLarge::refuse("services", longest, MOST_SERVICES)?;
    let ids = spec.floors.iter().map(|own| own.id.as_str());
    let floors = index("floors", ids, findings);
    let ids = spec.tenants.iter().map(|own| own.id.as_str());
    let tenants = index("tenants", ids, findings);
    let classes = classes(spec);
    TooLarge::refuse("hazards", classes.len(), MOST_CLASSES)?;
    let storeys = spec.floors.iter().enumerate().map(|(at, own)| {
        let sound = floors.get(own.id.as_str()) == Some(&at);
        storey(spec, (own, sound), &classes, findings)
    });
    let storeys = storeys.collect();
    let parties = spec.tenants.iter().enumerate().map(|(at, own)| {
        let sound = tenants.get(own.id.as_str()) == Some(&at);
        party(spec, (own, sound), (&floors, &classes), findings)
    });
    let parties = parties.collect();
    let mut apart = vec![0_u64; classes.len()];
    for [a, b] in &spec.apart {
        if let (Some(&a), Some(&b)) = (classes.get(a.as_str()), classes.get(b.as_str())) {
            apart[a] |= 1 << b;
            apart[b] |= 1 << a;
        }
    }
    Ok(Site {
        spec,
        floors: storeys,
        tenants: parties,
        partners: partners(spec, &tenants, findings),
        near: nearness(spec, findings),
        apart,
        classes: classes.keys().map(|own| (*own).to_owned()).collect(),
    })
}

fn classes(spec: &PlaceSpec) -> BTreeMap<&str, usize> {
    let of_tenants = spec.tenants.iter().filter_map(|own| own.hazard.as_deref());
    let leases = spec.floors.iter().flat_map(|own| &own.leases);
    let of_leases = leases.filter_map(|own| own.hazard.as_deref());
    let apart = spec.apart.iter().flatten().map(String::as_str);
    let all: BTreeSet<&str> = of_tenants.chain(of_leases).chain(apart).collect();
    all.into_iter().enumerate().map(|(n, id)| (id, n)).collect()
}

fn storey(
    spec: &PlaceSpec,
    (own, known): (&Floor, bool),
    classes: &BTreeMap<&str, usize>,
    findings: &mut Vec<Diagnostic>,
) -> Storey {
    let fields = [
        ("area", own.area),
        ("load", own.load),
        ("power", own.power),
        ("height", own.height),
    ];
    let mut sound = known;
    for (field, value) in fields {
        sound &= quantity(&own.id, field, value, findings);
    }
    let mut storey = Storey {
        sound,
        room: [thousandths(own.area), thousandths(own.power)],
        classes: vec![0; classes.len()],
    };
    for lease in own.leases.iter().filter(|lease| lease.until >= spec.day) {
        let area = quantity(&own.id, "leases.area", lease.area, findings);
        let power = quantity(&own.id, "leases.power", lease.power, findings);
        if !area || !power {
            storey.sound = false;
            continue;
        }
        storey.room[0] -= thousandths(lease.area);
        storey.room[1] -= thousandths(lease.power);
        if let Some(class) = lease.hazard.as_deref().and_then(|own| classes.get(own)) {
            storey.classes[*class] += 1;
        }
    }
    storey
}

fn party(
    spec: &PlaceSpec,
    (own, known): (&Tenant, bool),
    (floors, classes): (&BTreeMap<&str, usize>, &BTreeMap<&str, usize>),
    findings: &mut Vec<Diagnostic>,
) -> Party {
    let fields = [
        ("area", own.area),
        ("load", own.load),
        ("power", own.power),
        ("height", own.height),
    ];
    let mut sound = known;
    for (field, value) in fields {
        sound &= quantity(&own.id, field, value, findings);
    }
    let today = own.floor.as_ref();
    let today = today.and_then(|id| find(floors, "floors", id, findings));
    Party {
        sound,
        needs: [thousandths(own.area), thousandths(own.power)],
        class: own
            .hazard
            .as_deref()
            .and_then(|own| classes.get(own).copied()),
        today,
        stays: today.is_some() && own.lease_end.is_some_and(|end| end >= spec.day),
    }
}

/// Partners with weights; edges given twice are added up.
fn partners(
    spec: &PlaceSpec,
    tenants: &BTreeMap<&str, usize>,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Vec<(usize, f64)>> {
    let mut weights: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for edge in &spec.edges {
        let a = find(tenants, "tenants", &edge.a, findings);
        let b = find(tenants, "tenants", &edge.b, findings);
        let item = format!("{} – {}", edge.a, edge.b);
        let sound = quantity(&item, "weight", edge.weight, findings);
        let (Some(a), Some(b)) = (a, b) else { continue };
        if a == b {
            findings.push(Diagnostic::error("match.place.self").with("id", &edge.a));
        } else if sound {
            *weights.entry((a.min(b), a.max(b))).or_default() += edge.weight;
        }
    }
    let mut partners = vec![vec![]; spec.tenants.len()];
    for ((a, b), weight) in weights {
        partners[a].push((b, weight));
        partners[b].push((a, weight));
    }
    partners
}

fn nearness(spec: &PlaceSpec, findings: &mut Vec<Diagnostic>) -> Vec<Vec<f64>> {
    let (Nearness::Half(given) | Nearness::Until(given)) = spec.nearness;
    let sound = quantity("nearness", "distance", given, findings) && given > 0.0;
    let nearness = if sound {
        spec.nearness.clone()
    } else {
        Nearness::default()
    };
    if given == 0.0 {
        findings.push(Diagnostic::error("match.place.nearness"));
    }
    let between = if quantity("between", "distance", spec.between, findings) {
        spec.between
    } else {
        0.0
    };
    let fall = |distance: f64| match nearness {
        Nearness::Half(half) => 1.0 / (1.0 + distance / half),
        Nearness::Until(end) => (1.0 - distance / end).max(0.0),
    };
    let level = |own: &Floor| f64::from(own.level);
    let distance = |a: &Floor, b: &Floor| {
        if a.building == b.building {
            (level(a) - level(b)).abs()
        } else {
            level(a).abs() + between + level(b).abs()
        }
    };
    let row = |a: &Floor| spec.floors.iter().map(|b| fall(distance(a, b))).collect();
    spec.floors.iter().map(row).collect()
}
