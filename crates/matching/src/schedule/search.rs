//! A good schedule: first the pairs that the relaxation takes, each with a slot by
//! [`super::insert`]; then exchanges that pay, until nothing does or enough was tried.
//!
//! An exchange gives a pair that does not meet its slot at the cost of one meeting of each
//! of the two, and lets those who lost one find another. Where no exchange pays any more, a
//! few meetings are given up at random (iterated local search; Lourenço, Martin, Stützle
//! 2003) and the better of both schedules goes on. Pairs that by their reduced cost are in
//! no better schedule are not tried (reduced cost fixing). What is tried is counted, not timed, so
//! that equal input gives equal schedules.
//!
//! Must not know: the bound's making.

use super::board::{Board, each};
use super::bound::Relaxed;
use super::insert::insert;
use julin_model::splitmix;

/// Insertions tried by pair and unit of effort, within limits.
const TRIES_BY_PAIR: usize = 10;
const LEAST_TRIES: usize = 1000;
const MOST_TRIES: usize = 200_000;
/// Meetings given up at once where nothing pays.
const KICK: usize = 6;
/// Of each person's meetings, the cheapest that are looked at in an exchange.
const CHEAPEST: usize = 3;
/// A schedule this near to the bound is not searched further, as a share of its value.
const NEAR: f64 = 2e-4;
const SEED: u64 = 0x6d65_6574;

/// The pairs in the order in which they are given slots.
pub(super) fn order(board: &Board, relaxed: &Relaxed) -> Vec<usize> {
    let pairs = &board.event.pairs;
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    let key = |pair: usize| (pairs[pair].must, relaxed.chosen[pair]);
    order.sort_by(|&x, &y| {
        let strong = key(y).cmp(&key(x));
        strong
            .then(relaxed.worth[y].total_cmp(&relaxed.worth[x]))
            .then(x.cmp(&y))
    });
    order
}

/// The search over one board.
pub(super) struct Search<'b, 'a> {
    pub board: &'b mut Board<'a>,
    /// By person the pairs it is in, the most valuable first.
    wishes: Vec<Vec<usize>>,
    order: Vec<usize>,
    relaxed: &'b Relaxed,
    tries: usize,
    drawn: u64,
    /// What was missing when the best schedule so far was found.
    gap: f64,
}

impl<'b, 'a> Search<'b, 'a> {
    /// A search that tries as much as `effort` says.
    pub fn new(board: &'b mut Board<'a>, relaxed: &'b Relaxed, effort: u32) -> Self {
        let order = order(board, relaxed);
        let mut wishes = vec![vec![]; board.event.people.len()];
        for &pair in &order {
            let own = board.event.pairs[pair];
            wishes[own.a].push(pair);
            wishes[own.b].push(pair);
        }
        let pairs = &board.event.pairs;
        let weight = |pair: &usize| (pairs[*pair].must, pairs[*pair].value);
        for own in &mut wishes {
            own.sort_by(|x, y| {
                let (x, y) = (weight(x), weight(y));
                y.0.cmp(&x.0).then(y.1.total_cmp(&x.1))
            });
        }
        let tries = TRIES_BY_PAIR
            .saturating_mul(order.len())
            .clamp(LEAST_TRIES, MOST_TRIES);
        Self {
            board,
            wishes,
            order,
            relaxed,
            tries: tries.saturating_mul(effort as usize),
            drawn: 0,
            gap: f64::INFINITY,
        }
    }

    /// Gives slots in order, then improves until the bound is reached or enough was tried.
    pub fn run(&mut self) {
        self.fill();
        self.improve();
        let mut best = (self.board.musts, self.board.value);
        self.gap = self.missing();
        while self.tries > 0 && !self.reached() {
            self.board.keep();
            let touched = self.kick();
            self.refill(&touched);
            self.exchanges(&touched);
            if self.board.beats(best) {
                best = (self.board.musts, self.board.value);
                self.gap = self.missing();
            } else if self.board.musts < best.0 || self.board.value < best.1 - 1e-9 {
                self.board.back(0);
            }
        }
        self.board.keep();
    }

    /// How far the schedule is below the relaxation, with must-meets weighed alike.
    fn missing(&self) -> f64 {
        let held = self.board.musts as f64 * self.relaxed.must + self.board.value;
        self.relaxed.bound - held
    }

    fn reached(&self) -> bool {
        self.missing() <= NEAR * self.board.value
    }

    /// Tries to hold a pair. One whose price is above all that is missing is in no better
    /// schedule.
    fn hold(&mut self, pair: usize) -> bool {
        let own = self.board.event.pairs[pair];
        let full = self.board.sated(own.a) || self.board.sated(own.b);
        if full || self.board.slot(pair).is_some() || !self.may_pay(pair) {
            return false;
        }
        self.tries = self.tries.saturating_sub(1);
        insert(self.board, pair)
    }

    fn may_pay(&self, pair: usize) -> bool {
        self.relaxed.worth[pair] + self.gap > 0.0
    }

    fn fill(&mut self) {
        for at in 0..self.order.len() {
            insert(self.board, self.order[at]);
        }
        self.board.keep();
    }

    /// Exchanges over all pairs as long as some pay.
    fn improve(&mut self) {
        let mut better = true;
        while better && self.tries > 0 && !self.reached() {
            better = false;
            for at in 0..self.order.len() {
                self.gap = self.missing();
                better |= self.tries > 0 && self.exchange(self.order[at]);
            }
        }
    }

    /// Exchanges for the wishes of some people.
    fn exchanges(&mut self, people: &[usize]) {
        for &person in people {
            for at in 0..self.wishes[person].len() {
                if self.tries > 0 {
                    self.exchange(self.wishes[person][at]);
                }
            }
        }
    }

    /// Holds a pair that does not meet, at the cost of others where that pays.
    fn exchange(&mut self, pair: usize) -> bool {
        if self.board.slot(pair).is_some() || !self.may_pay(pair) {
            return false;
        }
        if self.hold(pair) {
            return true;
        }
        let own = self.board.event.pairs[pair];
        let before = (self.board.musts, self.board.value);
        let (of_a, of_b) = (self.costs(own.a, pair), self.costs(own.b, pair));
        for x in of_a.iter().copied() {
            for y in of_b.iter().copied() {
                if x.is_none() && y.is_none() {
                    continue;
                }
                let mark = self.board.mark();
                let mut touched = vec![];
                for given in [x, y].into_iter().flatten() {
                    let ends = self.board.event.pairs[given];
                    self.board.put(given, None);
                    touched.extend([ends.a, ends.b]);
                }
                if self.hold(pair) {
                    self.refill(&touched);
                    if self.board.beats(before) {
                        return true;
                    }
                }
                self.board.back(mark);
            }
        }
        false
    }

    /// What somebody could give up for a pair: nothing, the cheapest meetings, and those
    /// in slots the other has free. What cannot pay even so is left out.
    fn costs(&self, person: usize, pair: usize) -> Vec<Option<usize>> {
        let pairs = &self.board.event.pairs;
        let mut held: Vec<usize> = each(self.board.busy(person))
            .filter_map(|slot| self.board.seat(person, slot))
            .filter(|other| !self.board.fixed[*other])
            .filter(|other| !pairs[*other].must || pairs[pair].must)
            .collect();
        held.sort_by(|x, y| pairs[*x].value.total_cmp(&pairs[*y].value).then(x.cmp(y)));
        held.truncate(CHEAPEST);
        let nothing = (!self.board.sated(person)).then_some(None);
        nothing
            .into_iter()
            .chain(held.into_iter().map(Some))
            .collect()
    }

    /// Lets people who lost a meeting find others.
    fn refill(&mut self, people: &[usize]) {
        for &person in people {
            for at in 0..self.wishes[person].len() {
                if self.board.sated(person) || self.board.free(person) == 0 {
                    break;
                }
                self.hold(self.wishes[person][at]);
            }
        }
    }

    /// Gives up a few meetings; who was in them.
    fn kick(&mut self) -> Vec<usize> {
        let mut touched = vec![];
        let people = self.board.event.people.len() as u64;
        for _ in 0..KICK {
            let person = (self.draw() % people) as usize;
            let turn = self.draw() as u32 % self.board.event.slots as u32;
            let slot = each(self.board.busy(person).rotate_right(turn)).next();
            let slot = slot.map(|slot| (slot as u32 + turn) % u128::BITS);
            let held = slot.and_then(|slot| self.board.seat(person, slot as usize));
            if let Some(held) = held.filter(|held| !self.board.fixed[*held]) {
                let own = self.board.event.pairs[held];
                self.board.put(held, None);
                touched.extend([own.a, own.b]);
            }
        }
        let start = self.draw() as usize % touched.len().max(1);
        touched.rotate_left(start);
        self.tries = self.tries.saturating_sub(1);
        touched
    }

    fn draw(&mut self) -> u64 {
        self.drawn += 1;
        splitmix::output(SEED, self.drawn)
    }
}
