//! A closer bound where people are there in few slots.
//!
//! The relaxation of [`super::bound`] forgets slots. Here each place of a person in a slot,
//! each quota and the tables of each slot have a price, and a meeting takes its cheapest
//! slot. By weak duality any prices bound every schedule; these begin with those of the
//! relaxation and follow the subgradient with steps by Polyak (1969; Held, Wolfe, Crowder
//! 1974). Steps are counted, and the lowest bound met is kept.
//!
//! Must not know: how schedules are made.

use super::board::each;
use super::bound::Relaxed;
use super::event::Event;

const MOST_STEPS: usize = 500;
/// Pairs times slots looked at, in all steps.
const MOST_WORK: usize = 400_000_000;
/// Steps without a lower bound after which they become shorter.
const PATIENCE: usize = 20;

struct Prices<'a> {
    event: &'a Event,
    values: Vec<f64>,
    /// By person and slot, then by person, then by slot.
    price: Vec<f64>,
    /// What there is of each.
    room: Vec<f64>,
}

/// No schedule is worth more, must-meets weighed as in the relaxation; `known` is what one
/// is worth.
pub(super) fn tighten(event: &Event, relaxed: &Relaxed, known: f64) -> f64 {
    let work = (event.pairs.len() * event.slots).max(1);
    let steps = (MOST_WORK / work).min(MOST_STEPS);
    let mut prices = Prices::of(event, relaxed);
    let (mut best, mut share, mut idle) = (relaxed.bound, 1.0, 0);
    for _ in 0..steps {
        let (bound, slope) = prices.bound();
        if bound < best - 1e-9 {
            (best, idle) = (bound, 0);
        } else {
            idle += 1;
        }
        if idle > PATIENCE {
            (share, idle) = (share / 2.0, 0);
        }
        let norm: f64 = slope.iter().map(|own| own * own).sum();
        if norm < 1e-12 || bound <= known {
            break;
        }
        let step = share * (bound - known) / norm;
        for (price, slope) in prices.price.iter_mut().zip(slope) {
            *price = (*price - step * slope).max(0.0);
        }
    }
    best
}

impl<'a> Prices<'a> {
    fn of(event: &'a Event, relaxed: &Relaxed) -> Self {
        let seats = event.people.len() * event.slots;
        let mut price = vec![0.0; seats];
        price.extend(&relaxed.price);
        price.extend(vec![relaxed.seat; event.slots]);
        let mut room = vec![1.0; seats];
        room.extend(event.people.iter().map(|own| f64::from(own.quota)));
        room.extend(event.tables.iter().map(|own| f64::from(*own)));
        let pairs = event.pairs.iter();
        let values = pairs.map(|own| own.value + if own.must { relaxed.must } else { 0.0 });
        Self {
            values: values.collect(),
            event,
            price,
            room,
        }
    }

    /// The bound these prices prove, and how it changes with each; 0 where a price at 0
    /// would fall.
    fn bound(&self) -> (f64, Vec<f64>) {
        let (people, slots) = (self.event.people.len(), self.event.slots);
        let seats = people * slots;
        let mut slope = self.room.clone();
        let both = self.room.iter().zip(&self.price);
        let mut bound: f64 = both.map(|(room, price)| room * price).sum();
        for (pair, value) in self.event.pairs.iter().zip(&self.values) {
            let (a, b) = (pair.a * slots, pair.b * slots);
            let cost = |slot: usize| {
                self.price[a + slot] + self.price[b + slot] + self.price[seats + people + slot]
            };
            let open = each(self.event.common(pair)).map(|slot| (slot, cost(slot)));
            let Some((slot, cost)) = open.min_by(|x, y| x.1.total_cmp(&y.1)) else {
                continue;
            };
            let quotas = self.price[seats + pair.a] + self.price[seats + pair.b];
            let gives = value - cost - quotas;
            if gives > 0.0 {
                bound += gives;
                let used = [
                    a + slot,
                    b + slot,
                    seats + pair.a,
                    seats + pair.b,
                    seats + people + slot,
                ];
                used.into_iter().for_each(|at| slope[at] -= 1.0);
            }
        }
        for (slope, price) in slope.iter_mut().zip(&self.price) {
            if *price == 0.0 && *slope > 0.0 {
                *slope = 0.0;
            }
        }
        (bound, slope)
    }
}

#[cfg(test)]
mod tests {
    use super::super::board::Board;
    use super::super::bound::relax;
    use super::super::event::{Guest, Pair};
    use super::super::exact::exact;
    use super::*;
    use julin_model::splitmix;

    #[test]
    fn no_best_schedule_exceeds_the_bound() {
        for seed in 0..300 {
            let mut at = 0;
            let mut below = |n: u64| {
                at += 1;
                splitmix::output(seed, at) % n
            };
            let guest = |open: u64, quota: u64| Guest {
                open: u128::from(open),
                quota: quota as u32,
                asked: None,
                rest: None,
            };
            let people = (0..5).map(|_| guest(below(8), 1 + below(3))).collect();
            let mut event = Event {
                slots: 3,
                tables: (0..3).map(|_| below(3) as u32).collect(),
                people,
                pairs: vec![],
            };
            for (wish, (a, b)) in [(0, 1), (0, 2), (1, 2), (3, 4), (2, 3), (1, 4)]
                .into_iter()
                .enumerate()
            {
                let value = below(20) as f64;
                event.pairs.push(Pair {
                    a,
                    b,
                    value,
                    must: below(5) == 0,
                    wish,
                });
            }
            let relaxed = relax(&event, 100.0);
            let mut board = Board::new(&event);
            assert!(exact(&mut board, &[None; 6], f64::INFINITY));
            let best = board.musts as f64 * 100.0 + board.value;
            let bound = tighten(&event, &relaxed, best);
            assert!(best <= bound + 1e-6 && bound <= relaxed.bound);
        }
    }
}
