//! A schedule being made: who sits with whom in which slot, with a way back.
//!
//! Must not know: which meetings are wanted.

use super::event::{Event, Slots};

const NOBODY: u32 = u32::MAX;

/// A schedule being made.
#[derive(Clone)]
pub(super) struct Board<'a> {
    pub event: &'a Event,
    /// By person and slot the pair that meets.
    seats: Vec<u32>,
    busy: Vec<Slots>,
    held: Vec<u32>,
    full: Vec<u32>,
    slot: Vec<Option<usize>>,
    /// Pairs that stay where they are.
    pub fixed: Vec<bool>,
    log: Vec<(u32, Option<usize>)>,
    /// Must-meets held.
    pub musts: usize,
    /// Value of meetings held.
    pub value: f64,
}

impl<'a> Board<'a> {
    /// An empty schedule.
    pub fn new(event: &'a Event) -> Self {
        Self {
            event,
            seats: vec![NOBODY; event.people.len() * event.slots],
            busy: vec![0; event.people.len()],
            held: vec![0; event.people.len()],
            full: vec![0; event.slots],
            slot: vec![None; event.pairs.len()],
            fixed: vec![false; event.pairs.len()],
            log: vec![],
            musts: 0,
            value: 0.0,
        }
    }

    /// The slot a pair has.
    pub fn slot(&self, pair: usize) -> Option<usize> {
        self.slot[pair]
    }

    /// The pair somebody meets in.
    pub fn seat(&self, person: usize, slot: usize) -> Option<usize> {
        let pair = self.seats[person * self.event.slots + slot];
        (pair != NOBODY).then_some(pair as usize)
    }

    /// Slots in which somebody meets.
    pub fn busy(&self, person: usize) -> Slots {
        self.busy[person]
    }

    /// Slots in which somebody is there and free.
    pub fn free(&self, person: usize) -> Slots {
        self.event.people[person].open & !self.busy[person]
    }

    /// Whether somebody has all meetings there may be.
    pub fn sated(&self, person: usize) -> bool {
        self.held[person] >= self.event.people[person].quota
    }

    /// Tables free in a slot.
    pub fn tables(&self, slot: usize) -> u32 {
        self.event.tables[slot].saturating_sub(self.full[slot])
    }

    /// Whether a person may have these meetings.
    pub fn may(&self, person: usize, busy: Slots) -> bool {
        let own = &self.event.people[person];
        busy & !own.open == 0 && own.rested(busy)
    }

    /// Whether a pair that does not meet could, in this slot, but for tables.
    pub fn fits(&self, pair: usize, slot: usize) -> bool {
        let own = &self.event.pairs[pair];
        let fits = |person: usize| {
            self.free(person) >> slot & 1 == 1
                && !self.sated(person)
                && self.event.people[person].rested(self.busy[person] | 1 << slot)
        };
        fits(own.a) && fits(own.b)
    }

    /// Gives a pair a slot, or none. Whoever calls has asked whether it may.
    pub fn put(&mut self, pair: usize, slot: Option<usize>) {
        self.log.push((pair as u32, self.slot[pair]));
        self.place(pair, slot);
    }

    fn place(&mut self, pair: usize, slot: Option<usize>) {
        let own = self.event.pairs[pair];
        let (people, slots) = ([own.a, own.b], self.event.slots);
        if let Some(old) = self.slot[pair] {
            for person in people {
                self.seats[person * slots + old] = NOBODY;
                self.busy[person] &= !(1 << old);
                self.held[person] -= 1;
            }
            self.full[old] -= 1;
            self.musts -= usize::from(own.must);
            self.value -= own.value;
        }
        if let Some(new) = slot {
            for person in people {
                self.seats[person * slots + new] = pair as u32;
                self.busy[person] |= 1 << new;
                self.held[person] += 1;
            }
            self.full[new] += 1;
            self.musts += usize::from(own.must);
            self.value += own.value;
        }
        self.slot[pair] = slot;
    }

    /// Where the way back leads to.
    pub fn mark(&self) -> usize {
        self.log.len()
    }

    /// Back to a mark. Seats that two pairs exchanged are emptied first.
    pub fn back(&mut self, mark: usize) {
        while self.log.len() > mark {
            let Some((pair, slot)) = self.log.pop() else {
                return;
            };
            self.place(pair as usize, slot);
        }
    }

    /// Forgets the way back.
    pub fn keep(&mut self) {
        self.log.clear();
    }

    /// Better than a standing: first must-meets, then value.
    pub fn beats(&self, (musts, value): (usize, f64)) -> bool {
        self.musts > musts || (self.musts == musts && self.value > value + 1e-9)
    }
}

/// The slots of a set, in order.
pub(super) fn each(mut slots: Slots) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let slot = (slots != 0).then(|| slots.trailing_zeros() as usize)?;
        slots &= slots - 1;
        Some(slot)
    })
}
