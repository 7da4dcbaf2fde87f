//! A block of rows as ranks and planes, and what a rule comes to for 64 of them at once:
//! the rows it certainly holds for and those it possibly holds for.
//!
//! Must not know: where the rows came from, threads.

use super::lanes::{self, BLOCK, NONE, Plane, WIDTH, at_least};
use super::program::Step;
use super::ranks::UNKNOWN;
use pulp::Simd;

/// The rows of a block.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    /// Rows that there are.
    pub(super) valid: Plane,
    /// By slot, `WIDTH` times 64 ranks.
    pub(super) ranks: Vec<[u16; 64]>,
    /// By slot: rows whose number is not known.
    pub(super) unknown: Vec<Plane>,
    /// By item asked for: rows that hold it.
    pub(super) items: Vec<Plane>,
    /// By set column: rows whose set is not known.
    pub(super) unknown_sets: Vec<Plane>,
}

/// Rows, 64 of them, that a rule certainly and possibly holds for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) certain: u64,
    pub(super) possible: u64,
}

impl Block {
    /// Room for rows and items.
    pub(super) fn with(slots: usize, items: usize, sets: usize) -> Self {
        Self {
            valid: NONE,
            ranks: vec![[UNKNOWN; 64]; slots * WIDTH],
            unknown: vec![NONE; slots],
            items: vec![NONE; items],
            unknown_sets: vec![NONE; sets],
        }
    }

    /// The first rows are there, the others are not.
    pub(super) fn set_length(&mut self, rows: usize) {
        for (at, word) in self.valid.iter_mut().enumerate() {
            let own = rows.min(BLOCK).saturating_sub(64 * at).min(64);
            *word = if own == 64 { u64::MAX } else { (1 << own) - 1 };
        }
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        let ones = self.valid.iter().map(|word| word.count_ones() as usize);
        ones.sum()
    }

    /// Finds the rows with unknown numbers.
    #[inline(always)]
    pub(super) fn mark_unknown<S: Simd>(&mut self, simd: S) {
        for (slot, unknown) in self.unknown.iter_mut().enumerate() {
            for (word, at) in unknown.iter_mut().zip(slot * WIDTH..) {
                *word = lanes::within(simd, &self.ranks[at], UNKNOWN, 0);
            }
        }
    }

    /// What a rule comes to for the 64 rows of one word.
    #[inline(always)]
    pub(super) fn held<S: Simd>(
        &self,
        simd: S,
        steps: &[Step],
        word: usize,
        stack: &mut Vec<Held>,
    ) -> Held {
        let mut held = Held::of(self.valid[word]);
        let mut at = 0;
        while let Some(step) = steps.get(at) {
            at += 1;
            let part = match step {
                Step::Group(length) => {
                    let group = &steps[at..at + *length as usize];
                    at += *length as usize;
                    for step in group {
                        self.operate(simd, step, word, stack);
                    }
                    stack.pop().unwrap_or_default()
                }
                Step::OneOf(of) => {
                    let mut one = Held::of(0);
                    for step in &steps[at..at + *of as usize] {
                        one = one.or(self.test(simd, step, word));
                    }
                    at += *of as usize;
                    one
                }
                Step::TwoOf(of) => {
                    let (mut one, mut two) = (Held::of(0), Held::of(0));
                    for step in &steps[at..at + *of as usize] {
                        let own = self.test(simd, step, word);
                        two = two.or(one.and(own));
                        one = one.or(own);
                    }
                    at += *of as usize;
                    two
                }
                test => self.test(simd, test, word),
            };
            held = held.and(part);
            if held.possible == 0 {
                break;
            }
        }
        held
    }

    /// A test for 64 rows.
    #[inline(always)]
    fn test<S: Simd>(&self, simd: S, step: &Step, word: usize) -> Held {
        match *step {
            Step::Within(test) => {
                let slot = test.slot as usize;
                let ranks = &self.ranks[slot * WIDTH + word];
                let certain = lanes::within(simd, ranks, test.low, test.span);
                Held::known(certain, self.unknown[slot][word])
            }
            Step::Holds { set, plane } => Held::known(
                self.items[plane as usize][word],
                self.unknown_sets[set as usize][word],
            ),
            Step::Lacks { set, plane } => {
                let unknown = self.unknown_sets[set as usize][word];
                Held::known(!(self.items[plane as usize][word] | unknown), unknown)
            }
            Step::Known { set, yes } => {
                let unknown = self.unknown_sets[set as usize][word];
                Held::known(if yes { !unknown } else { 0 }, unknown)
            }
            _ => Held::known(0, u64::MAX),
        }
    }

    /// A test or operator of a group, on the stack.
    #[inline(always)]
    fn operate<S: Simd>(&self, simd: S, step: &Step, word: usize, stack: &mut Vec<Held>) {
        let own = |of: u32| stack.len().saturating_sub(of as usize);
        let (first, made) = match *step {
            Step::Agree => {
                let first = own(2);
                let ends = &stack[first..];
                let certain = ends.iter().fold(u64::MAX, |all, one| all & one.certain);
                let possible = ends.iter().fold(0, |all, one| all | one.possible);
                (first, Held { certain, possible })
            }
            Step::All(of) => {
                let first = own(of);
                let parts = stack[first..].iter();
                (first, parts.fold(Held::of(u64::MAX), |a, b| a.and(*b)))
            }
            Step::Any(of) => {
                let first = own(of);
                let parts = stack[first..].iter();
                (first, parts.fold(Held::of(0), |a, b| a.or(*b)))
            }
            Step::AtLeast { count, of } => {
                let first = own(of);
                let certain = at_least(count, stack[first..].iter().map(|held| held.certain));
                let possible = at_least(count, stack[first..].iter().map(|held| held.possible));
                (first, Held { certain, possible })
            }
            _ => (stack.len(), self.test(simd, step, word)),
        };
        stack.truncate(first);
        stack.push(made);
    }
}

impl Held {
    #[inline(always)]
    fn of(rows: u64) -> Self {
        Self {
            certain: rows,
            possible: rows,
        }
    }

    #[inline(always)]
    fn known(certain: u64, unknown: u64) -> Self {
        Self {
            certain,
            possible: certain | unknown,
        }
    }

    #[inline(always)]
    fn and(self, other: Self) -> Self {
        Self {
            certain: self.certain & other.certain,
            possible: self.possible & other.possible,
        }
    }

    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Self {
            certain: self.certain | other.certain,
            possible: self.possible | other.possible,
        }
    }
}
