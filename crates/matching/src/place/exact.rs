//! Small placements to the end: every tenant on every floor that bears it, or nowhere.
//!
//! Must not know: how the first placement was made.

use super::plan::{Allowed, Plan};

/// Tenants above which it is not tried.
const MOST_TENANTS: usize = 16;
/// Steps after which it is given up.
const MOST_STEPS: u64 = 60_000;

struct Tree<'p, 'a> {
    plan: Plan<'a>,
    allowed: &'p Allowed,
    order: Vec<usize>,
    /// By place in the order, what edges can still give.
    rest: Vec<f64>,
    best: &'p mut Plan<'a>,
    steps: u64,
}

/// Improves a plan to the best one; whether it was proven to be so.
pub(super) fn exact(best: &mut Plan, allowed: &Allowed) -> bool {
    let site = best.site;
    let mut order: Vec<usize> = (0..site.tenants.len())
        .filter(|own| !site.tenants[*own].stays && !allowed.lists[*own].is_empty())
        .collect();
    if order.len() > MOST_TENANTS {
        return false;
    }
    order.sort_by_key(|own| std::cmp::Reverse(site.partners[*own].len()));
    let mut rest = vec![0.0];
    let mut later: Vec<bool> = site.tenants.iter().map(|_| false).collect();
    for &tenant in order.iter().rev() {
        later[tenant] = true;
        // An edge gives something when the later of its two ends is put.
        let own = site.partners[tenant]
            .iter()
            .filter(|(other, _)| !later[*other]);
        let own: f64 = own.map(|(_, weight)| weight).sum();
        rest.push(rest.last().copied().unwrap_or(0.0) + own);
    }
    rest.reverse();
    let mut tree = Tree {
        plan: Plan::new(site),
        allowed,
        order,
        rest,
        best,
        steps: 0,
    };
    tree.descend(0);
    tree.steps < MOST_STEPS
}

impl Tree<'_, '_> {
    fn descend(&mut self, at: usize) {
        self.steps += 1;
        let placed = self.plan.placed + self.order.len() - at;
        let score = self.plan.score + self.rest[at];
        let best = (self.best.placed, self.best.score);
        let could = placed > best.0 || (placed == best.0 && score > best.1 + 1e-9);
        if self.steps >= MOST_STEPS || !could {
            return;
        }
        if self.plan.beats(best) {
            self.best.clone_from(&self.plan);
        }
        let Some(&tenant) = self.order.get(at) else {
            return;
        };
        for &floor in &self.allowed.lists[tenant] {
            if self.plan.fits(tenant, floor) {
                self.plan.put(tenant, Some(floor));
                self.descend(at + 1);
                self.plan.put(tenant, None);
            }
        }
        self.descend(at + 1);
    }
}
