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
    let tenants = 0..site.tenants.len();
    let each = tenants.map(|tenant| {
        let floors = allowed.lists[tenant].iter();
        let most = floors.map(|floor| on(site, allowed, tenant, *floor));
        most.fold(0.0, f64::max)
    });
    each.sum::<f64>() / 2.0
}

fn on(site: &Site, allowed: &Allowed, tenant: usize, floor: usize) -> f64 {
    let partners = &site.partners[tenant];
    let single = partners.iter().map(|&(other, weight)| {
        let floors = allowed.lists[other].iter().copied();
        let floors = floors.filter(|to| *to != floor || together(site, tenant, other, floor));
        weight * floors.map(|to| site.near[floor][to]).fold(0.0, f64::max)
    });
    single
        .sum::<f64>()
        .min(filled(site, allowed, tenant, floor))
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

/// All partners together, by area alone.
fn filled(site: &Site, allowed: &Allowed, tenant: usize, floor: usize) -> f64 {
    // Leases may keep more on a floor than it has: then counting area proves nothing.
    if site.tenants.iter().any(|own| own.stays) {
        let kept = |at: usize| -> i64 {
            let there = site
                .tenants
                .iter()
                .filter(|own| own.stays && own.today == Some(at));
            there.map(|own| own.needs[0]).sum()
        };
        if (0..site.floors.len()).any(|at| kept(at) > site.floors[at].room[0]) {
            return f64::INFINITY;
        }
    }
    let mut near: Vec<(f64, i64)> = (0..site.floors.len())
        .map(|to| {
            let own = if to == floor {
                site.tenants[tenant].needs[0]
            } else {
                0
            };
            (site.near[floor][to], (site.floors[to].room[0] - own).max(0))
        })
        .collect();
    near.sort_by(|x, y| y.0.total_cmp(&x.0));
    let others = site.partners[tenant].iter();
    let mut heavy: Vec<(f64, i64)> = others
        .filter(|(other, _)| !allowed.lists[*other].is_empty())
        .map(|&(other, weight)| (weight, site.tenants[other].needs[0]))
        .collect();
    heavy.sort_by(|x, y| (y.0 * x.1 as f64).total_cmp(&(x.0 * y.1 as f64)));
    let (mut at, mut left) = (0, near.first().map_or(0, |own| own.1));
    let mut sum = 0.0;
    for (weight, area) in heavy {
        let mut open = area;
        while open > left && at + 1 < near.len() {
            sum += weight * near[at].0 * left as f64 / area.max(1) as f64;
            open -= left;
            at += 1;
            left = near[at].1;
        }
        let part = if area == 0 {
            1.0
        } else {
            open.min(left) as f64 / area as f64
        };
        sum += weight * near.get(at).map_or(0.0, |own| own.0) * part;
        left -= open.min(left);
    }
    sum
}
