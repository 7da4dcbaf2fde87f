//! Rules that a whole block of rows cannot meet, found from the ranks and items that
//! occur in it: one bit row over the rules for each rank of a selective slot and for each
//! item of a set.
//!
//! Must not know: how rules are evaluated.

use super::block::Block;
use super::lanes::{BLOCK, WIDTH, any};
use super::plan::{Node, Plan};
use super::program::Guess;
use super::ranks::UNKNOWN;
use super::slots::Slots;

/// Most bytes of bit rows for one slot.
const ROOM: usize = 8 << 20;
/// Most slots that are looked at, for each block.
const SLOTS: usize = 3;
/// Most slots by which rows are sorted.
const KEYS: usize = 2;

/// Bit rows of some slots and of the sets.
#[derive(Debug, Clone, Default)]
pub(super) struct Prune {
    /// Words of a bit row.
    words: usize,
    /// Rules that are possible at all.
    live: Vec<u64>,
    /// Selective slots, the most selective first.
    slots: Vec<Rows>,
    sets: Vec<Rows>,
}

/// Bit rows of a slot or set column.
#[derive(Debug, Clone, Default)]
struct Rows {
    at: usize,
    /// Rules that ask for this slot or set.
    asking: Vec<u64>,
    /// By rank or item, one after the other: rules that can hold with it.
    open: Vec<u64>,
}

impl Prune {
    /// Bit rows for the slots that rule out most.
    pub(super) fn new(plans: &[&Plan], slots: &Slots, guess: &impl Guess) -> Self {
        let words = plans.len().div_ceil(64);
        let mut prune = Self {
            words,
            live: vec![0; words],
            ..Self::default()
        };
        let mut power = vec![0.0; slots.slots.len()];
        for (rule, plan) in plans.iter().enumerate() {
            let Some(parts) = plan.parts() else { continue };
            prune.live[rule / 64] |= 1 << (rule % 64);
            for (slot, spans) in parts.iter().filter_map(|part| spans(part, slots)) {
                let holds: f64 = spans.iter().map(|span| guess.within(*span)).sum();
                power[slot] += (1.0 - holds).max(0.0).powi(8);
            }
        }
        let mut best: Vec<usize> = (0..power.len())
            .filter(|slot| power[*slot] > plans.len() as f64 / 100.0)
            .filter(|slot| slots.slots[*slot].ranks.len() * words * 8 <= ROOM)
            .collect();
        best.sort_by(|a, b| power[*b].total_cmp(&power[*a]));
        best.truncate(SLOTS);
        prune.slots = best
            .into_iter()
            .map(|slot| Rows::of_slot(slot, plans, slots))
            .collect();
        prune.sets = (0..slots.sets.len())
            .filter_map(|set| Rows::of_set(set, plans, slots))
            .collect();
        prune
    }

    /// The slots by which to sort rows, so that blocks are alike.
    pub(super) fn keys(&self) -> impl Iterator<Item = usize> {
        self.slots.iter().take(KEYS).map(|rows| rows.at)
    }

    /// The rules that a row of the block may meet.
    #[inline(always)]
    pub(super) fn candidates(&self, block: &Block, room: &mut Vec<u64>, out: &mut Vec<u64>) {
        out.clear();
        out.extend_from_slice(&self.live);
        for rows in &self.slots {
            let first = rows.at * WIDTH;
            let ranks = block.ranks[first..first + WIDTH].as_flattened();
            if unknown(&block.unknown[rows.at], &block.valid) {
                continue;
            }
            room.clear();
            room.resize(self.words, 0);
            let mut last = UNKNOWN;
            for rank in ranks.iter().take(block.rows()) {
                if *rank != last {
                    last = *rank;
                    rows.open_for(usize::from(last), room);
                }
            }
            rows.keep(room, out);
        }
        for rows in &self.sets {
            if unknown(&block.unknown_sets[rows.at], &block.valid) {
                continue;
            }
            room.clear();
            room.resize(self.words, 0);
            for (plane, held) in block.items.iter().enumerate() {
                if any(held) {
                    rows.open_for(plane, room);
                }
            }
            rows.keep(room, out);
        }
    }
}

#[inline(always)]
fn unknown(unknown: &[u64; WIDTH], valid: &[u64; WIDTH]) -> bool {
    (0..WIDTH).any(|at| unknown[at] & valid[at] != 0)
}

/// The ranks a condition of a rule leaves open, where it is about one slot.
fn spans(part: &Node, slots: &Slots) -> Option<(usize, Vec<super::slots::Within>)> {
    let Node::Within { column, intervals } = part else {
        return None;
    };
    let mut all = vec![];
    for interval in intervals {
        let mut tests = slots.within(*column, *interval);
        // Several tests for one interval: the column has several slots.
        if tests.len() != 1 {
            return None;
        }
        all.append(&mut tests);
    }
    let slot = all.first()?.slot;
    let one = all.iter().all(|test| test.slot == slot);
    one.then_some((slot as usize, all))
}

impl Rows {
    fn empty(at: usize, rules: usize, rows: usize) -> Self {
        let words = rules.div_ceil(64);
        Self {
            at,
            asking: vec![0; words],
            open: vec![0; words * rows],
        }
    }

    fn of_slot(slot: usize, plans: &[&Plan], slots: &Slots) -> Self {
        let mut rows = Self::empty(slot, plans.len(), slots.slots[slot].ranks.len());
        let words = rows.asking.len();
        for (rule, plan) in plans.iter().enumerate() {
            let parts = plan.parts().unwrap_or_default();
            let own = parts.iter().filter_map(|part| spans(part, slots));
            for (_, spans) in own.filter(|(at, _)| *at == slot) {
                rows.asking[rule / 64] |= 1 << (rule % 64);
                for span in spans {
                    for rank in span.low..=span.low + span.span {
                        let at = usize::from(rank) * words + rule / 64;
                        rows.open[at] |= 1 << (rule % 64);
                    }
                }
            }
        }
        rows
    }

    /// A rule with several such conditions is looked at by one of them.
    fn of_set(set: usize, plans: &[&Plan], slots: &Slots) -> Option<Self> {
        let planes = slots.planes();
        let words = plans.len().div_ceil(64);
        if planes * words * 8 > ROOM {
            return None;
        }
        let mut rows = Self::empty(set, plans.len(), planes);
        for (rule, plan) in plans.iter().enumerate() {
            let bit = 1 << (rule % 64);
            for part in plan.parts().unwrap_or_default() {
                if let Node::Holds {
                    column,
                    items,
                    negated: false,
                } = part
                    && *column == slots.sets[set].column
                    && rows.asking[rule / 64] & bit == 0
                {
                    rows.asking[rule / 64] |= bit;
                    for plane in slots.set(*column, items).1 {
                        rows.open[plane as usize * words + rule / 64] |= bit;
                    }
                }
            }
        }
        Some(rows)
    }

    #[inline(always)]
    fn open_for(&self, row: usize, out: &mut [u64]) {
        let words = out.len();
        for (all, own) in out.iter_mut().zip(&self.open[row * words..]) {
            *all |= own;
        }
    }

    /// Takes out rules that ask for this and are not open.
    #[inline(always)]
    fn keep(&self, open: &[u64], out: &mut [u64]) {
        for ((out, asking), open) in out.iter_mut().zip(&self.asking).zip(open) {
            *out &= !asking | open;
        }
    }
}

impl Block {
    /// How many rows there are; they come first.
    #[inline(always)]
    pub(super) fn rows(&self) -> usize {
        let ones: u32 = self.valid.iter().map(|word| word.count_ones()).sum();
        (ones as usize).min(BLOCK)
    }
}
