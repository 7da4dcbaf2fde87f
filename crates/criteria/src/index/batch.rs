//! All rules against all rows.
//!
//! The table is read in parts. Numbers become 16-bit ranks among the cut points of all
//! rules; the rows of a part are sorted by the columns that rule out most; each block of
//! 512 rows meets only the rules that one of its rows may still meet, and these are
//! worked out for all its rows at once, in two planes of bits: certain and possible.
//!
//! Must not know: what becomes of the results.

use super::block::{Block, Held};
use super::lanes::{BLOCK, WIDTH};
use super::part::{Hit, Part};
use super::plan::Plan;
use super::program::{Guess, Program};
use super::prune::Prune;
use super::ranks::UNKNOWN;
use super::shape::{Shape, items};
use super::slots::{Slots, Within};
use crate::table::{Column, Table};
use crate::tree::Tree;
use pulp::{Arch, Simd, WithSimd};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;

/// Rows of a part.
const PART: usize = 1 << 16;
/// Rows ranked together.
const TILE: usize = 64;
/// Rows looked at to guess how often tests hold.
const SAMPLE: usize = 4096;

/// Rules made ready for one table.
pub struct Batch<'a> {
    table: &'a Table,
    shape: Shape,
    slots: Slots,
    program: Program,
    prune: Prune,
}

/// What one thread needs.
#[derive(Default)]
struct Room {
    part: Part,
    block: Block,
    /// By row, in the order of the table: the ranks of its slots.
    ranks: Vec<u16>,
    keys: Vec<u64>,
    bits: Vec<u64>,
    candidates: Vec<u64>,
    stack: Vec<Held>,
}

impl<'a> Batch<'a> {
    /// Makes rules ready for a table.
    pub fn new<'r>(rules: impl IntoIterator<Item = &'r Tree>, table: &'a Table) -> Self {
        let shape = Shape::of(table);
        let plans: Vec<Plan> = rules
            .into_iter()
            .map(|tree| Plan::new(tree, &shape))
            .collect();
        Self::of(&plans.iter().collect::<Vec<_>>(), shape, table)
    }

    pub(super) fn of(plans: &[&Plan], shape: Shape, table: &'a Table) -> Self {
        let slots = Slots::new(plans.iter().copied(), &shape);
        let sample = Sample::of(table, &slots, &shape);
        let program = Program::new(plans.iter().copied(), &slots, &sample);
        let prune = Prune::new(plans, &slots, &sample);
        Self {
            table,
            shape,
            slots,
            program,
            prune,
        }
    }

    /// Works out all pairs. `each` is called on the threads, once for each part of the
    /// table; `gather` on this one with what it made, in the order of the table.
    pub fn run<R: Send>(
        &self,
        threads: usize,
        each: impl Fn(&Part) -> R + Sync,
        mut gather: impl FnMut(R),
    ) {
        let parts = self.table.rows.div_ceil(PART);
        let rows = |at: usize| at * PART..self.table.rows.min((at + 1) * PART);
        if threads < 2 || parts < 2 {
            let mut room = Room::default();
            for part in 0..parts {
                gather(each(self.part(rows(part), &mut room)));
            }
            return;
        }
        let next = AtomicUsize::new(0);
        let (sender, receiver) = sync_channel(threads);
        std::thread::scope(|scope| {
            for _ in 0..threads.min(parts) {
                let (sender, next, each) = (sender.clone(), &next, &each);
                scope.spawn(move || {
                    let mut room = Room::default();
                    loop {
                        let part = next.fetch_add(1, Ordering::Relaxed);
                        if part >= parts {
                            return;
                        }
                        let made = each(self.part(rows(part), &mut room));
                        if sender.send((part, made)).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(sender);
            let (mut wanted, mut early) = (0, BTreeMap::new());
            for (part, made) in receiver {
                early.insert(part, made);
                while let Some(made) = early.remove(&wanted) {
                    gather(made);
                    wanted += 1;
                }
            }
        });
    }

    fn part<'r>(&self, rows: Range<usize>, room: &'r mut Room) -> &'r Part {
        Arch::new().dispatch(Work {
            batch: self,
            rows,
            room,
        });
        &room.part
    }

    #[inline(always)]
    fn work<S: Simd>(&self, simd: S, rows: Range<usize>, room: &mut Room) {
        room.part.first = rows.start as u32;
        room.part.length = rows.len() as u32;
        room.part.hits.clear();
        room.part.order.clear();
        self.rank(&rows, room);
        let sets = self.slots.sets.len();
        room.block = Block::with(self.slots.slots.len(), self.slots.planes(), sets);
        for pass in &self.prune.passes {
            let start = room.part.order.len().next_multiple_of(64);
            room.part.order.resize(start, 0);
            self.sort(&pass.keys, rows.len(), room);
            for first in (start..room.part.order.len()).step_by(BLOCK) {
                self.load(simd, first, room);
                let mut candidates = std::mem::take(&mut room.candidates);
                self.prune
                    .candidates(pass, &room.block, &mut room.bits, &mut candidates);
                for (word, bits) in candidates.iter().enumerate() {
                    let mut bits = *bits;
                    while bits != 0 {
                        let rule = word * 64 + bits.trailing_zeros() as usize;
                        bits &= bits - 1;
                        self.rule(simd, rule, first, room);
                    }
                }
                room.candidates = candidates;
            }
        }
    }

    #[inline(always)]
    fn rule<S: Simd>(&self, simd: S, rule: usize, first: usize, room: &mut Room) {
        let Some(steps) = self.program.rule(rule) else {
            return;
        };
        for at in 0..WIDTH {
            let held = room.block.held(simd, steps, at, &mut room.stack);
            if held.possible != 0 {
                room.part.hits.push(Hit {
                    rule: rule as u32,
                    word: (first / 64 + at) as u32,
                    yes: held.certain,
                    unknown: held.possible & !held.certain,
                });
            }
        }
    }

    /// The ranks of a part: the slots of a row side by side, so that rows can be put in
    /// another order.
    #[inline(always)]
    fn rank(&self, rows: &Range<usize>, room: &mut Room) {
        let slots = self.slots.slots.len();
        room.ranks.resize(slots * rows.len(), 0);
        if slots == 0 {
            return;
        }
        let mut tile = [0; TILE];
        let tiles = room.ranks.chunks_mut(TILE * slots);
        for (first, out) in rows.clone().step_by(TILE).zip(tiles) {
            let tile = &mut tile[..out.len() / slots];
            for (at, slot) in self.slots.slots.iter().enumerate() {
                slot.fill(self.table, &self.shape.kinds[slot.column], first, tile);
                for (row, rank) in out.chunks_exact_mut(slots).zip(&*tile) {
                    row[at] = *rank;
                }
            }
        }
    }

    /// The order in which rows are looked at: alike ones side by side.
    #[inline(always)]
    fn sort(&self, keys: &[usize], rows: usize, room: &mut Room) {
        let Some(first) = keys.first() else {
            room.part.order.extend(0..rows as u32);
            return;
        };
        let second = keys.get(1);
        let ranks = room.ranks.chunks_exact(self.slots.slots.len());
        room.keys.clear();
        room.keys.extend(ranks.zip(0..).map(|(ranks, row)| {
            let second = second.map_or(0, |slot| ranks[*slot]);
            u64::from(ranks[*first]) << 48 | u64::from(second) << 32 | row
        }));
        room.keys.sort_unstable();
        let order = room.keys.iter().map(|key| *key as u32);
        room.part.order.extend(order);
    }

    /// Brings the rows of a block together.
    #[inline(always)]
    fn load<S: Simd>(&self, simd: S, first: usize, room: &mut Room) {
        let order = &room.part.order[first..];
        let order = &order[..order.len().min(BLOCK)];
        let block = &mut room.block;
        block.set_length(order.len());
        let slots = self.slots.slots.len();
        // Word by word: 64 rows stay at hand while their slots are spread.
        for (word, rows) in order.chunks(64).enumerate() {
            let mut starts = [0; 64];
            for (start, row) in starts.iter_mut().zip(rows) {
                *start = *row as usize * slots;
            }
            for slot in 0..slots {
                let to = &mut block.ranks[slot * WIDTH + word];
                for (to, start) in to.iter_mut().zip(&starts) {
                    *to = room.ranks[start + slot];
                }
            }
        }
        block.mark_unknown(simd);
        block.items.fill([0; WIDTH]);
        block.unknown_sets.fill([0; WIDTH]);
        for (set, slot) in self.slots.sets.iter().enumerate() {
            let column = &self.table.columns[slot.column];
            for (at, row) in order.iter().enumerate() {
                let (word, bit) = (at / 64, 1 << (at % 64));
                let row = (room.part.first + row) as usize;
                let Some(held) = items(column, row) else {
                    block.unknown_sets[set][word] |= bit;
                    continue;
                };
                for item in held {
                    let plane = slot.planes.get(*item as usize).copied().unwrap_or(0);
                    if plane > 0 {
                        block.items[plane as usize - 1][word] |= bit;
                    }
                }
            }
        }
    }
}

struct Work<'w, 'a> {
    batch: &'w Batch<'a>,
    rows: Range<usize>,
    room: &'w mut Room,
}

impl WithSimd for Work<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        self.batch.work(simd, self.rows, self.room);
    }
}

/// Some rows of the table.
struct Sample {
    rows: f64,
    /// By slot: rows with a lower rank, by rank; rows that are not known.
    slots: Vec<(Vec<u32>, u32)>,
    /// By item asked for: rows that hold it.
    items: Vec<u32>,
    /// By set: rows that are not known.
    sets: Vec<u32>,
}

impl Sample {
    fn of(table: &Table, slots: &Slots, shape: &Shape) -> Self {
        let step = table.rows.div_ceil(SAMPLE).max(1);
        let rows: Vec<usize> = (0..table.rows).step_by(step).collect();
        let of_slot = |slot: &super::slots::Slot| {
            let (mut below, mut unknown) = (vec![0; slot.ranks.len() + 1], 0);
            let mut rank = [0];
            for row in &rows {
                slot.fill(table, &shape.kinds[slot.column], *row, &mut rank);
                match rank {
                    [UNKNOWN] => unknown += 1,
                    [rank] => below[usize::from(rank) + 1] += 1,
                }
            }
            for at in 1..below.len() {
                below[at] += below[at - 1];
            }
            (below, unknown)
        };
        let mut sample = Self {
            rows: rows.len().max(1) as f64,
            slots: slots.slots.iter().map(of_slot).collect(),
            items: vec![0; slots.planes()],
            sets: vec![0; slots.sets.len()],
        };
        for (at, set) in slots.sets.iter().enumerate() {
            let column: &Column = &table.columns[set.column];
            for row in &rows {
                let held = items(column, *row);
                sample.sets[at] += u32::from(held.is_none());
                for item in held.unwrap_or_default() {
                    let plane = set.planes.get(*item as usize).copied().unwrap_or(0);
                    if plane > 0 {
                        sample.items[plane as usize - 1] += 1;
                    }
                }
            }
        }
        sample
    }
}

impl Guess for Sample {
    fn within(&self, within: Within) -> f64 {
        let (below, unknown) = &self.slots[within.slot as usize];
        let (low, high) = (
            usize::from(within.low),
            usize::from(within.low + within.span),
        );
        let below = |rank: usize| below[rank.min(below.len() - 1)];
        f64::from(below(high + 1) - below(low) + unknown) / self.rows
    }

    fn holds(&self, set: u32, plane: u32) -> f64 {
        f64::from(self.items[plane as usize] + self.sets[set as usize]) / self.rows
    }
}
