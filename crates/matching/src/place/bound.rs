//! What no placement can exceed.
//!
//! Seen from a tenant on one floor, its partners can be no nearer than
//! (1) each by itself: on the nearest floor that bears it, on the same one only where both
//! have room; (2) all together: they fill floors by nearness, the heaviest by area first,
//! in parts if need be (the fractional knapsack of Dantzig 1957, floor after floor). The
//! lower of both, on the best floor for the tenant, is what it can get; every edge is seen
//! from both ends, so half of the sum bounds the score.
//!
//! Must not know: how a placement is made.

use super::plan::Allowed;
use super::site::Site;

/// No placement of this site scores more.
pub(super) fn bound(site: &Site, allowed: &Allowed) -> f64 {
    let by_nearness = |floor: usize| {
        let mut order: Vec<usize> = (0..site.floors.len()).collect();
        order.sort_by(|x, y| site.near[floor][*y].total_cmp(&site.near[floor][*x]));
        order
    };
    let seen = Seen {
        site,
        allowed,
        orders: (0..site.floors.len()).map(by_nearness).collect(),
        overfull: overfull(site),
    };
    let tenants = 0..site.tenants.len();
    let each = tenants.map(|tenant| {
        let floors = allowed.lists[tenant].iter();
        let most = floors.map(|floor| seen.single(tenant, *floor).min(seen.filled(tenant, *floor)));
        most.fold(0.0, f64::max)
    });
    each.sum::<f64>() / 2.0
}

/// Whether leases keep more on a floor than it has: then counting area proves nothing.
fn overfull(site: &Site) -> bool {
    let mut kept = vec![0; site.floors.len()];
    for own in site.tenants.iter().filter(|own| own.stays && own.sound) {
        if let Some(floor) = own.today {
            kept[floor] += own.needs[0];
        }
    }
    let floors = site.floors.iter().zip(kept);
    floors.into_iter().any(|(floor, kept)| kept > floor.room[0])
}

/// A site seen from its tenants.
struct Seen<'a> {
    site: &'a Site<'a>,
    allowed: &'a Allowed,
    /// By floor all floors, the nearest first.
    orders: Vec<Vec<usize>>,
    overfull: bool,
}

impl Seen<'_> {
    /// Each partner by itself.
    fn single(&self, tenant: usize, floor: usize) -> f64 {
        let nearest = |other: usize| {
            let may = |to: &&usize| {
                self.allowed.has(other, **to)
                    && (**to != floor || together(self.site, tenant, other, floor))
            };
            let nearest = self.orders[floor].iter().find(may);
            nearest.map_or(0.0, |to| self.site.near[floor][*to])
        };
        let partners = self.site.partners[tenant].iter();
        partners
            .map(|(other, weight)| weight * nearest(*other))
            .sum()
    }

    /// All partners together, by area alone.
    fn filled(&self, tenant: usize, floor: usize) -> f64 {
        if self.overfull {
            return f64::INFINITY;
        }
        let room = |to: usize| {
            let own = if to == floor {
                self.site.tenants[tenant].needs[0]
            } else {
                0
            };
            (self.site.floors[to].room[0] - own).max(0)
        };
        let others = self.site.partners[tenant].iter();
        let others = others.filter(|(other, _)| !self.allowed.lists[*other].is_empty());
        let mut heavy: Vec<(f64, i64)> = others
            .map(|&(other, weight)| (weight, self.site.tenants[other].needs[0]))
            .collect();
        heavy.sort_by(|x, y| (y.0 * x.1 as f64).total_cmp(&(x.0 * y.1 as f64)));
        let mut floors = self.orders[floor]
            .iter()
            .map(|to| (self.site.near[floor][*to], room(*to)));
        let Some((mut near, mut left)) = floors.next() else {
            return 0.0;
        };
        let mut sum = 0.0;
        for (weight, area) in heavy {
            let mut open = area;
            while open > left {
                sum += weight * near * left as f64 / area as f64;
                open -= left;
                match floors.next() {
                    Some(next) => (near, left) = next,
                    None => return sum,
                }
            }
            let part = if area == 0 {
                1.0
            } else {
                open as f64 / area as f64
            };
            sum += weight * near * part;
            left -= open;
        }
        sum
    }
}

/// Whether two tenants can stand on one floor.
fn together(site: &Site, a: usize, b: usize, floor: usize) -> bool {
    let (own, other, storey) = (&site.tenants[a], &site.tenants[b], &site.floors[floor]);
    if own.stays && other.stays {
        return true;
    }
    let fits = (0..2).all(|n| own.needs[n] + other.needs[n] <= storey.room[n]);
    let apart = own.class.zip(other.class);
    fits && apart.is_none_or(|(x, y)| site.apart[x] >> y & 1 == 0)
}
