//! Rules that a whole block of rows cannot meet, found from the ranks and items that
//! occur in it: one bit row over the rules for each rank of a selective slot and for each
//! item of a set.
//!
//! Must not know: how rules are evaluated.

use super::block::Block;
use super::lanes::WIDTH;
use super::plan::{Node, Plan};
use super::program::Guess;
use super::ranks::UNKNOWN;
use super::slots::{Slots, Within};

/// Most bytes of bit rows for one slot.
const ROOM: usize = 8 << 20;
/// Most slots that are looked at, for each block.
const SLOTS: usize = 3;
/// Most orders in which rows are looked at.
const PASSES: usize = 3;
/// Rows are not sorted for fewer rules.
const FEW: usize = 64;
/// A slot is a rule's own when at most this share of rows meets it there.
const SELECTIVE: f64 = 0.25;

/// Bit rows of some slots and of the sets.
#[derive(Debug, Clone, Default)]
pub(super) struct Prune {
    /// Orders of rows, each for some of the rules.
    pub(super) passes: Vec<Pass>,
    /// Selective slots, the most selective first.
    slots: Vec<Rows>,
    sets: Vec<Rows>,
}

/// An order of rows and the rules worked out in it: those whose most selective condition
/// is about the slot, so that most blocks have nothing for them.
#[derive(Debug, Clone, Default)]
pub(super) struct Pass {
    /// Slots by which rows are sorted.
    pub(super) keys: Vec<usize>,
    /// The rules.
    live: Vec<u64>,
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
        let asked: Vec<Vec<Asked>> = plans.iter().map(|plan| asked(plan, slots, guess)).collect();
        let mut power = vec![0.0; slots.slots.len()];
        for one in asked.iter().flatten() {
            power[one.slot] += (1.0 - one.share).max(0.0).powi(8);
        }
        let words = plans.len().div_ceil(64);
        let mut best: Vec<usize> = (0..power.len())
            .filter(|slot| power[*slot] > plans.len() as f64 / 100.0)
            .filter(|slot| slots.slots[*slot].ranks.len() * words * 8 <= ROOM)
            .collect();
        best.sort_by(|a, b| power[*b].total_cmp(&power[*a]));
        best.truncate(SLOTS);
        Self {
            passes: passes(plans, &asked, &best),
            slots: best
                .iter()
                .map(|slot| Rows::of_slot(*slot, &asked, slots))
                .collect(),
            sets: (0..slots.sets.len())
                .filter_map(|set| Rows::of_set(set, plans, slots))
                .collect(),
        }
    }

    /// The rules that a row of the block may meet.
    #[inline(always)]
    pub(super) fn candidates(
        &self,
        pass: &Pass,
        block: &Block,
        room: &mut Vec<u64>,
        out: &mut Vec<u64>,
    ) {
        out.clear();
        out.extend_from_slice(&pass.live);
        for rows in &self.slots {
            let first = rows.at * WIDTH;
            let ranks = block.ranks[first..first + WIDTH].as_flattened();
            if unknown(&block.unknown[rows.at], &block.valid) {
                continue;
            }
            room.clear();
            room.resize(out.len(), 0);
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
            room.resize(out.len(), 0);
            for (plane, held) in block.items.iter().enumerate() {
                if held.iter().any(|word| *word != 0) {
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

/// A condition about one slot.
struct Asked {
    slot: usize,
    /// The ranks it leaves open.
    spans: Vec<Within>,
    /// The share of rows that meet it or are not known.
    share: f64,
}

fn asked(plan: &Plan, slots: &Slots, guess: &impl Guess) -> Vec<Asked> {
    let parts = plan.parts().unwrap_or_default().iter();
    let spans = parts.filter_map(|part| spans(part, slots));
    let share = |spans: &[Within]| spans.iter().map(|span| guess.within(*span)).sum();
    spans
        .map(|(slot, spans)| Asked {
            slot,
            share: share(&spans),
            spans,
        })
        .collect()
}

/// Each rule goes with the slot that rules it out most often; rules without one go along
/// with the first.
fn passes(plans: &[&Plan], asked: &[Vec<Asked>], best: &[usize]) -> Vec<Pass> {
    let words = plans.len().div_ceil(64);
    let mut passes: Vec<Pass> = best
        .iter()
        .take(PASSES)
        .map(|slot| Pass {
            keys: [*slot]
                .into_iter()
                .chain(best.iter().copied().filter(|other| other != slot))
                .take(2)
                .collect(),
            live: vec![0; words],
        })
        .collect();
    // Sorting pays when many rules share it.
    if plans.len() < FEW {
        passes.clear();
    }
    if passes.is_empty() {
        passes.push(Pass {
            keys: vec![],
            live: vec![0; words],
        });
    }
    for (rule, plan) in plans.iter().enumerate() {
        if plan.parts().is_none() {
            continue;
        }
        let own = asked[rule]
            .iter()
            .filter(|one| one.share < SELECTIVE)
            .filter_map(|one| Some((one.share, best.iter().position(|b| *b == one.slot)?)))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        let pass = own.map_or(0, |(_, pass)| pass).min(passes.len() - 1);
        passes[pass].live[rule / 64] |= 1 << (rule % 64);
    }
    passes.retain(|pass| pass.live.iter().any(|word| *word != 0));
    passes
}

fn spans(part: &Node, slots: &Slots) -> Option<(usize, Vec<Within>)> {
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

    fn of_slot(slot: usize, asked: &[Vec<Asked>], slots: &Slots) -> Self {
        let mut rows = Self::empty(slot, asked.len(), slots.slots[slot].ranks.len());
        let words = rows.asking.len();
        for (rule, asked) in asked.iter().enumerate() {
            for one in asked.iter().filter(|one| one.slot == slot) {
                rows.asking[rule / 64] |= 1 << (rule % 64);
                for span in &one.spans {
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
