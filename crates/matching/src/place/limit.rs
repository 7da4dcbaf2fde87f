//! What stops a tenant on a floor; every limit is named, not the first alone.
//!
//! Must not know: which floor is wanted.

use super::plan::Plan;
use super::site::Site;
use serde::Serialize;

/// A limit that is exceeded.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Limit {
    /// Area, m²: what is left and what is needed.
    Area {
        /// Left.
        has: f64,
        /// Needed.
        wants: f64,
    },
    /// Power, kW.
    Power {
        /// Left.
        has: f64,
        /// Needed.
        wants: f64,
    },
    /// Load, kN/m².
    Load {
        /// Borne.
        has: f64,
        /// Brought.
        wants: f64,
    },
    /// Height, m.
    Height {
        /// Clear.
        has: f64,
        /// Needed.
        wants: f64,
    },
    /// A service the floor has not.
    Service {
        /// Which.
        service: String,
    },
    /// A hazard class that is not allowed on the floor.
    Hazard {
        /// Which.
        class: String,
    },
    /// A hazard class on the floor that must not stand with the tenant's.
    Apart {
        /// The tenant's.
        class: String,
        /// The one there.
        other: String,
    },
    /// The floor or the tenant has figures that cannot be used.
    Unsound,
}

impl Limit {
    /// Key into the message catalogue.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Area { .. } => "match.place.limit.area",
            Self::Power { .. } => "match.place.limit.power",
            Self::Load { .. } => "match.place.limit.load",
            Self::Height { .. } => "match.place.limit.height",
            Self::Service { .. } => "match.place.limit.service",
            Self::Hazard { .. } => "match.place.limit.hazard",
            Self::Apart { .. } => "match.place.limit.apart",
            Self::Unsound => "match.place.limit.unsound",
        }
    }
}

/// Why a tenant is not on a floor.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Refusal {
    /// The floor.
    pub floor: String,
    /// Every limit that is exceeded there.
    pub limits: Vec<Limit>,
}

/// Limits of the floor itself, whoever else is there.
pub(super) fn own_limits(site: &Site, tenant: usize, floor: usize) -> Vec<Limit> {
    let (wants, has) = (&site.spec.tenants[tenant], &site.spec.floors[floor]);
    let mut limits = vec![];
    if !site.tenants[tenant].sound || !site.floors[floor].sound {
        limits.push(Limit::Unsound);
    }
    if wants.load > has.load {
        limits.push(Limit::Load {
            has: has.load,
            wants: wants.load,
        });
    }
    if wants.height > has.height {
        limits.push(Limit::Height {
            has: has.height,
            wants: wants.height,
        });
    }
    let lacking = wants
        .services
        .iter()
        .filter(|own| !has.services.contains(own));
    limits.extend(lacking.map(|own| Limit::Service {
        service: own.clone(),
    }));
    let barred = wants.hazard.iter().filter(|own| !has.hazards.contains(own));
    limits.extend(barred.map(|own| Limit::Hazard { class: own.clone() }));
    limits
}

/// Every limit that stops a tenant on a floor, beside who is there.
pub(super) fn limits(plan: &Plan, tenant: usize, floor: usize) -> Vec<Limit> {
    let site = plan.site;
    let wants = &site.spec.tenants[tenant];
    let mut limits = own_limits(site, tenant, floor);
    let (left, needs) = (plan.room(floor), site.tenants[tenant].needs);
    if needs[0] > left[0] {
        limits.push(Limit::Area {
            has: left[0] as f64 / 1000.0,
            wants: wants.area,
        });
    }
    if needs[1] > left[1] {
        limits.push(Limit::Power {
            has: left[1] as f64 / 1000.0,
            wants: wants.power,
        });
    }
    if let Some(class) = site.tenants[tenant].class {
        let others = (0..site.classes.len()).filter(|other| site.apart[class] >> other & 1 == 1);
        let others = others.filter(|other| plan.has_class(floor, *other));
        limits.extend(others.map(|other| Limit::Apart {
            class: site.classes[class].clone(),
            other: site.classes[other].clone(),
        }));
    }
    limits
}
