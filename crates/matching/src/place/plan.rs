//! A placement being made: who is where, what room is left, and what every move would
//! give, kept up to date with each move.
//!
//! Must not know: which move is made.

use super::limit::own_limits;
use super::site::Site;

/// A placement being made.
#[derive(Clone)]
pub(super) struct Plan<'a> {
    pub site: &'a Site<'a>,
    at: Vec<Option<usize>>,
    /// By floor who is there.
    on: Vec<Vec<usize>>,
    room: Vec<[i64; 2]>,
    /// By floor and class how many bring it.
    classes: Vec<u32>,
    /// By floor the classes on it, as bits.
    present: Vec<u64>,
    /// By tenant and floor what its partners give it there.
    gain: Vec<f64>,
    /// Sum of weight and nearness.
    pub score: f64,
    /// Tenants that are somewhere.
    pub placed: usize,
}

/// By tenant and floor, whether the floor by itself bears the tenant.
pub(super) struct Allowed {
    floors: usize,
    cells: Vec<bool>,
    /// By tenant the floors.
    pub lists: Vec<Vec<usize>>,
}

impl Allowed {
    pub fn of(site: &Site) -> Self {
        let floors = site.floors.len();
        let mut cells = vec![];
        for (tenant, own) in site.tenants.iter().enumerate() {
            for (floor, storey) in site.floors.iter().enumerate() {
                let room = own.needs[0] <= storey.room[0] && own.needs[1] <= storey.room[1];
                let others = (0..site.classes.len()).filter(|other| storey.classes[*other] > 0);
                let others = others.fold(0_u64, |all, other| all | 1 << other);
                let apart = own
                    .class
                    .is_some_and(|class| site.apart[class] & others != 0);
                let fits = room && !apart && own_limits(site, tenant, floor).is_empty();
                cells.push(if own.stays {
                    own.today == Some(floor)
                } else {
                    fits
                });
            }
        }
        let lists = (0..site.tenants.len()).map(|tenant| {
            let row = &cells[tenant * floors..(tenant + 1) * floors];
            (0..floors).filter(|floor| row[*floor]).collect()
        });
        Self {
            lists: lists.collect(),
            floors,
            cells,
        }
    }

    pub fn has(&self, tenant: usize, floor: usize) -> bool {
        self.cells[tenant * self.floors + floor]
    }
}

impl<'a> Plan<'a> {
    /// Nobody is anywhere but those whose lease keeps them where they are.
    pub fn new(site: &'a Site<'a>) -> Self {
        let (floors, classes) = (site.floors.len(), site.classes.len());
        let bits = |own: &[u32]| {
            let there = own.iter().enumerate().filter(|(_, many)| **many > 0);
            there.fold(0_u64, |all, (class, _)| all | 1 << class)
        };
        let mut plan = Self {
            site,
            at: vec![None; site.tenants.len()],
            on: vec![vec![]; floors],
            room: site.floors.iter().map(|own| own.room).collect(),
            classes: site
                .floors
                .iter()
                .flat_map(|own| own.classes.clone())
                .collect(),
            present: site.floors.iter().map(|own| bits(&own.classes)).collect(),
            gain: vec![0.0; site.tenants.len() * floors],
            score: 0.0,
            placed: 0,
        };
        debug_assert_eq!(plan.classes.len(), floors * classes);
        for (tenant, own) in site.tenants.iter().enumerate() {
            if own.stays && own.sound {
                plan.put(tenant, own.today);
            }
        }
        plan
    }

    /// Where everybody is.
    pub fn floors(&self) -> &[Option<usize>] {
        &self.at
    }

    /// Where a tenant is.
    pub fn at(&self, tenant: usize) -> Option<usize> {
        self.at[tenant]
    }

    /// Who is on a floor.
    pub fn on(&self, floor: usize) -> &[usize] {
        &self.on[floor]
    }

    /// What is left on a floor.
    pub fn room(&self, floor: usize) -> [i64; 2] {
        self.room[floor]
    }

    /// Whether somebody on a floor brings a class.
    pub fn has_class(&self, floor: usize, class: usize) -> bool {
        self.present[floor] >> class & 1 == 1
    }

    /// What a tenant's partners give it on a floor.
    pub fn gain(&self, tenant: usize, floor: usize) -> f64 {
        self.gain[tenant * self.room.len() + floor]
    }

    /// Whether there is room on a floor that bears the tenant.
    pub fn fits(&self, tenant: usize, floor: usize) -> bool {
        let own = &self.site.tenants[tenant];
        let left = self.room[floor];
        let apart = own
            .class
            .is_some_and(|class| self.site.apart[class] & self.present[floor] != 0);
        own.needs[0] <= left[0] && own.needs[1] <= left[1] && !apart
    }

    /// Whether there is room after another has left the floor.
    pub fn fits_without(&self, tenant: usize, floor: usize, other: usize) -> bool {
        let (own, gone) = (&self.site.tenants[tenant], &self.site.tenants[other]);
        let left = self.room[floor];
        if own.needs[0] > left[0] + gone.needs[0] || own.needs[1] > left[1] + gone.needs[1] {
            return false;
        }
        let Some(class) = own.class else { return true };
        let mut present = self.present[floor];
        if let Some(went) = gone.class
            && self.classes[floor * self.site.classes.len() + went] == 1
        {
            present &= !(1 << went);
        }
        self.site.apart[class] & present == 0
    }

    /// What exchanging two tenants gives. Each loses the other as a partner on the way.
    pub fn exchange(&self, (a, at_a): (usize, usize), (b, at_b): (usize, usize)) -> f64 {
        let own = &self.site.partners[a];
        let weight = own.binary_search_by_key(&b, |partner| partner.0);
        let weight = weight.map_or(0.0, |place| own[place].1);
        let near = &self.site.near;
        let both = weight * (near[at_a][at_a] + near[at_b][at_b] - 2.0 * near[at_a][at_b]);
        self.gain(a, at_b) - self.gain(a, at_a) + self.gain(b, at_a) - self.gain(b, at_b) - both
    }

    /// Puts a tenant somewhere, or nowhere. Whoever calls has asked whether it fits.
    pub fn put(&mut self, tenant: usize, floor: Option<usize>) {
        let own = &self.site.tenants[tenant];
        for (old, sign) in [(self.at[tenant], -1.0), (floor, 1.0)] {
            let Some(floor) = old else { continue };
            let back = if sign < 0.0 { 1 } else { -1 };
            self.room[floor][0] += back * own.needs[0];
            self.room[floor][1] += back * own.needs[1];
            if let Some(class) = own.class {
                self.count(floor, class, sign > 0.0);
            }
            self.score += sign * self.gain(tenant, floor);
            if sign > 0.0 {
                self.placed += 1;
                self.on[floor].push(tenant);
            } else {
                self.placed -= 1;
                self.on[floor].retain(|own| *own != tenant);
            }
            let floors = self.room.len();
            for &(partner, weight) in &self.site.partners[tenant] {
                let row = &mut self.gain[partner * floors..(partner + 1) * floors];
                for (gain, near) in row.iter_mut().zip(&self.site.near[floor]) {
                    *gain += sign * weight * near;
                }
            }
        }
        self.at[tenant] = floor;
    }

    fn count(&mut self, floor: usize, class: usize, more: bool) {
        let many = &mut self.classes[floor * self.site.classes.len() + class];
        if more {
            *many += 1;
        } else {
            *many -= 1;
        }
        if *many > 0 {
            self.present[floor] |= 1 << class;
        } else {
            self.present[floor] &= !(1 << class);
        }
    }

    /// Better than another: first who is placed, then the score.
    pub fn beats(&self, (placed, score): (usize, f64)) -> bool {
        self.placed > placed || (self.placed == placed && self.score > score + 1e-9)
    }
}
