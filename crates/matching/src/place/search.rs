//! A good placement: the hard tenants first, each where its partners are; who finds no room
//! gets it by ejection; then annealing over moves and exchanges.
//!
//! Simulated annealing (Kirkpatrick, Gelatt, Vecchi 1983; for quadratic assignment Connolly
//! 1990) with two things of its own: what every move gives is kept up to date, so that
//! looking costs nothing, and half of the moves that are tried lead to the floor of a
//! partner. A tabu search over whole neighbourhoods was measured below it, see
//! `docs/decisions/0014-schedules-and-floors.md`. What is tried is counted, not timed, so
//! that equal input gives equal placements.
//!
//! Must not know: what the score means.

use super::plan::{Allowed, Plan};
use julin_model::splitmix;

/// Steps by tenant and unit of effort, and at most.
const STEPS_BY_TENANT: usize = 40_000;
const MOST_STEPS: usize = 30_000_000;
/// Heat at the start, as a share of the mean weight of a tenant's partners.
const HOT: f64 = 0.25;
/// Heat at the end, as a share of that at the start.
const COLD: f64 = 0.005;
/// Steps with the same heat.
const STAGE: usize = 512;

/// The search over one plan.
pub(super) struct Search<'p, 'a> {
    pub plan: &'p mut Plan<'a>,
    allowed: &'p Allowed,
    /// Tenants that may move.
    free: Vec<usize>,
    seed: u64,
    drawn: u64,
}

impl<'p, 'a> Search<'p, 'a> {
    pub fn new(plan: &'p mut Plan<'a>, allowed: &'p Allowed) -> Self {
        let site = plan.site;
        let free = (0..site.tenants.len())
            .filter(|tenant| !site.tenants[*tenant].stays && !allowed.lists[*tenant].is_empty());
        Self {
            free: free.collect(),
            seed: site.spec.seed,
            plan,
            allowed,
            drawn: 0,
        }
    }

    /// Constructs, makes room, and improves.
    pub fn run(&mut self, effort: u32, bound: f64) {
        self.construct();
        self.eject();
        let steps = STEPS_BY_TENANT
            .saturating_mul(self.free.len())
            .min(MOST_STEPS);
        self.improve(steps.saturating_mul(effort as usize), bound);
    }

    /// First whom few floors bear and who needs much; of what is left, whoever gains most.
    fn construct(&mut self) {
        let mut order = self.free.clone();
        let needs = |tenant: usize| self.plan.site.tenants[tenant].needs;
        let floors = |tenant: usize| self.allowed.lists[tenant].len();
        order.sort_by_key(|own| (floors(*own).ilog2(), std::cmp::Reverse(needs(*own)), *own));
        for tenant in order {
            let best = self.best_floor(tenant);
            if best.is_some() {
                self.plan.put(tenant, best);
            }
        }
    }

    /// The floor that gives most; of equal ones the one that is left fullest.
    fn best_floor(&self, tenant: usize) -> Option<usize> {
        let floors = self.allowed.lists[tenant].iter().copied();
        let fitting = floors.filter(|floor| self.plan.fits(tenant, *floor));
        fitting.min_by(|x, y| {
            let gain = |floor: usize| self.plan.gain(tenant, floor);
            let more = gain(*y).total_cmp(&gain(*x));
            more.then(self.plan.room(*x).cmp(&self.plan.room(*y)))
                .then(x.cmp(y))
        })
    }

    /// Makes room for those who found none.
    fn eject(&mut self) {
        for at in 0..self.free.len() {
            let tenant = self.free[at];
            if self.plan.at(tenant).is_none() && self.best_floor(tenant).is_none() {
                self.make_room(tenant);
            } else if self.plan.at(tenant).is_none() {
                let best = self.best_floor(tenant);
                self.plan.put(tenant, best);
            }
        }
    }

    /// Moves one or two others off a floor so that a tenant fits; nothing changed where
    /// that does not go.
    fn make_room(&mut self, tenant: usize) -> bool {
        for at in 0..self.allowed.lists[tenant].len() {
            let floor = self.allowed.lists[tenant][at];
            let there: Vec<usize> = self.movable(floor).collect();
            for (n, &first) in there.iter().enumerate() {
                let before = Some(floor);
                let Some(to) = self.elsewhere(first, floor) else {
                    continue;
                };
                self.plan.put(first, Some(to));
                if self.plan.fits(tenant, floor) {
                    self.plan.put(tenant, before);
                    return true;
                }
                for &second in &there[n + 1..] {
                    if let Some(to) = self.elsewhere(second, floor)
                        && self.plan.fits_without(tenant, floor, second)
                    {
                        self.plan.put(second, Some(to));
                        self.plan.put(tenant, before);
                        return true;
                    }
                }
                self.plan.put(first, before);
            }
        }
        false
    }

    fn movable(&self, floor: usize) -> impl Iterator<Item = usize> {
        let free = self.free.iter().copied();
        free.filter(move |own| self.plan.at(*own) == Some(floor))
    }

    fn elsewhere(&self, tenant: usize, floor: usize) -> Option<usize> {
        let floors = self.allowed.lists[tenant].iter().copied();
        let mut others = floors.filter(|to| *to != floor && self.plan.fits(tenant, *to));
        others.next()
    }

    fn improve(&mut self, steps: usize, bound: f64) {
        if self.free.is_empty() {
            return;
        }
        let weight = |own: &usize| -> f64 {
            let partners = self.plan.site.partners[*own].iter();
            partners.map(|partner| partner.1).sum()
        };
        let hot = HOT * self.free.iter().map(weight).sum::<f64>() / self.free.len() as f64;
        let mut best = (self.plan.placed, self.plan.score);
        let mut floors = self.plan.floors().to_vec();
        let mut heat = hot;
        for step in 0..steps {
            if step % STAGE == 0 {
                if best.0 == self.all() && best.1 >= bound - 1e-9 {
                    break;
                }
                heat = hot * COLD.powf(step as f64 / steps as f64);
                if self.plan.placed < self.all() {
                    self.eject();
                }
            }
            if self.step(heat) && self.plan.beats(best) {
                best = (self.plan.placed, self.plan.score);
                floors.copy_from_slice(self.plan.floors());
            }
        }
        for &tenant in &self.free {
            self.plan.put(tenant, None);
        }
        for &tenant in &self.free {
            self.plan.put(tenant, floors[tenant]);
        }
    }

    fn all(&self) -> usize {
        let stays = self
            .plan
            .site
            .tenants
            .iter()
            .filter(|own| own.stays && own.sound);
        self.free.len() + stays.count()
    }

    /// Tries a move, or an exchange where there is no room; whether something changed.
    fn step(&mut self, heat: f64) -> bool {
        let tenant = self.any();
        let Some(floor) = self.target(tenant) else {
            return false;
        };
        if !self.allowed.has(tenant, floor) {
            return false;
        }
        let Some(here) = self.plan.at(tenant) else {
            let fits = self.plan.fits(tenant, floor);
            if fits {
                self.plan.put(tenant, Some(floor));
            }
            return fits;
        };
        if floor == here {
            return false;
        }
        if self.plan.fits(tenant, floor) {
            let gives = self.plan.gain(tenant, floor) - self.plan.gain(tenant, here);
            let taken = self.taken(gives, heat);
            if taken {
                self.plan.put(tenant, Some(floor));
            }
            return taken;
        }
        let there = self.plan.on(floor).len() as u64;
        if there == 0 {
            return false;
        }
        let at = (self.draw() % there) as usize;
        let other = self.plan.on(floor)[at];
        let may = !self.plan.site.tenants[other].stays
            && self.allowed.has(other, here)
            && self.plan.fits_without(tenant, floor, other)
            && self.plan.fits_without(other, here, tenant);
        if !may {
            return false;
        }
        let gives = self.plan.exchange((tenant, here), (other, floor));
        let taken = self.taken(gives, heat);
        if taken {
            self.plan.put(tenant, None);
            self.plan.put(other, Some(here));
            self.plan.put(tenant, Some(floor));
        }
        taken
    }

    /// Where a tenant could go: the floor of a partner or any.
    fn target(&mut self, tenant: usize) -> Option<usize> {
        let partners = &self.plan.site.partners[tenant];
        let drawn = self.draw();
        if drawn & 1 == 0 && !partners.is_empty() {
            let (partner, _) = partners[(drawn >> 1) as usize % partners.len()];
            return self.plan.at(partner);
        }
        let list = &self.allowed.lists[tenant];
        list.get((drawn >> 1) as usize % list.len().max(1)).copied()
    }

    fn taken(&mut self, gives: f64, heat: f64) -> bool {
        gives >= 0.0 || splitmix::unit(self.draw()) < (gives / heat).exp()
    }

    /// A tenant that may move.
    fn any(&mut self) -> usize {
        let at = self.draw() % self.free.len() as u64;
        self.free[at as usize]
    }

    fn draw(&mut self) -> u64 {
        self.drawn += 1;
        splitmix::output(self.seed, self.drawn)
    }
}
