//! A block of rows as ranks and planes, and what a rule comes to for all of them at once:
//! the rows it certainly holds for and those it possibly holds for.
//!
//! Must not know: where the rows came from, threads.

use super::lanes::{self, BLOCK, NONE, Plane, WIDTH, and, any, at_least, not, or};
use super::program::{Op, Program, Step};
use super::ranks::UNKNOWN;
use super::slots::Within;
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

/// Rows a rule certainly and possibly holds for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pub(super) certain: Plane,
    pub(super) possible: Plane,
}

impl Block {
    /// Finds the rows with unknown numbers.
    #[inline(always)]
    pub(super) fn mark_unknown<S: Simd>(&mut self, simd: S) {
        let slots = self.ranks.len() / WIDTH;
        self.unknown.resize(slots, NONE);
        for (slot, unknown) in self.unknown.iter_mut().enumerate() {
            for (word, at) in unknown.iter_mut().zip(slot * WIDTH..) {
                *word = lanes::within(simd, &self.ranks[at], UNKNOWN, 0);
            }
        }
    }

    #[inline(always)]
    fn within<S: Simd>(&self, simd: S, test: Within) -> Plane {
        let first = test.slot as usize * WIDTH;
        let ranks = &self.ranks[first..first + WIDTH];
        let mut out = NONE;
        for at in 0..WIDTH {
            out[at] = lanes::within(simd, &ranks[at], test.low, test.span);
        }
        out
    }

    /// A rule's rows; `None` where there are none.
    #[inline(always)]
    pub(super) fn held<S: Simd>(&self, simd: S, program: &Program, steps: &[Step]) -> Option<Held> {
        let mut held = Held {
            certain: self.valid,
            possible: self.valid,
        };
        for step in steps {
            let part = match step {
                Step::Within(test) => {
                    let certain = self.within(simd, *test);
                    let possible = or(certain, self.unknown[test.slot as usize]);
                    Held { certain, possible }
                }
                Step::Holds { set, plane } => {
                    let certain = self.items[*plane as usize];
                    let possible = or(certain, self.unknown_sets[*set as usize]);
                    Held { certain, possible }
                }
                Step::Op(op) => self.op(simd, &program.ops[*op as usize]),
            };
            held = held.and(part);
            if !any(&held.possible) {
                return None;
            }
        }
        Some(held)
    }

    #[inline(never)]
    fn op<S: Simd>(&self, simd: S, op: &Op) -> Held {
        match op {
            Op::Unknown => Held {
                certain: NONE,
                possible: not(NONE),
            },
            Op::Fails { slot } => Held {
                certain: NONE,
                possible: self.unknown[*slot as usize],
            },
            Op::Within(test) => {
                let certain = simd.vectorize(Compare {
                    block: self,
                    test: *test,
                });
                let possible = or(certain, self.unknown[test.slot as usize]);
                Held { certain, possible }
            }
            Op::Holds {
                set,
                planes,
                negated,
            } => self.holds(*set, planes, *negated),
            Op::Agree(ends) => {
                let (low, high) = (self.op(simd, &ends[0]), self.op(simd, &ends[1]));
                Held {
                    certain: and(low.certain, high.certain),
                    possible: or(low.possible, high.possible),
                }
            }
            Op::All(parts) => parts
                .iter()
                .fold(Held::ALL, |held, part| held.and(self.op(simd, part))),
            Op::Any(parts) => parts
                .iter()
                .fold(Held::NONE, |held, part| held.or(self.op(simd, part))),
            Op::AtLeast(count, parts) => {
                let held: Vec<Held> = parts.iter().map(|part| self.op(simd, part)).collect();
                Held {
                    certain: at_least(*count, held.iter().map(|held| held.certain)),
                    possible: at_least(*count, held.iter().map(|held| held.possible)),
                }
            }
        }
    }

    fn holds(&self, set: u32, planes: &[u32], negated: bool) -> Held {
        let unknown = self.unknown_sets[set as usize];
        let one = planes
            .iter()
            .fold(NONE, |all, plane| or(all, self.items[*plane as usize]));
        let certain = if negated { not(or(one, unknown)) } else { one };
        let possible = or(certain, unknown);
        Held { certain, possible }
    }

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
}

impl Held {
    const ALL: Self = Self {
        certain: [u64::MAX; WIDTH],
        possible: [u64::MAX; WIDTH],
    };
    const NONE: Self = Self {
        certain: NONE,
        possible: NONE,
    };

    #[inline(always)]
    fn and(self, other: Self) -> Self {
        Self {
            certain: and(self.certain, other.certain),
            possible: and(self.possible, other.possible),
        }
    }

    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Self {
            certain: or(self.certain, other.certain),
            possible: or(self.possible, other.possible),
        }
    }
}

struct Compare<'a> {
    block: &'a Block,
    test: Within,
}

impl pulp::WithSimd for Compare<'_> {
    type Output = Plane;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Plane {
        self.block.within(simd, self.test)
    }
}
