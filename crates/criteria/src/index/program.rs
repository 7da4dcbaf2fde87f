//! All rules in the shape the batch runs: each a list of steps over ranks and planes,
//! those that fail most often first.
//!
//! Must not know: threads, results.

use super::intervals::Interval;
use super::plan::{Node, Plan};
use super::slots::{Slots, Within};
use std::ops::Range;

/// All rules.
#[derive(Debug, Clone, Default)]
pub(super) struct Program {
    /// By rule: its steps; `None` where it is never possible.
    rules: Vec<Option<Range<u32>>>,
    pub(super) steps: Vec<Step>,
    pub(super) ops: Vec<Op>,
}

/// One thing that must hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    /// A rank in a range.
    Within(Within),
    /// A set with an item.
    Holds { set: u32, plane: u32 },
    /// Anything else.
    Op(u32),
}

/// A part of a rule.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Op {
    Unknown,
    Within(Within),
    /// Known, and false.
    Fails {
        slot: u32,
    },
    Holds {
        set: u32,
        planes: Vec<u32>,
        negated: bool,
    },
    Agree(Box<[Op; 2]>),
    All(Vec<Op>),
    Any(Vec<Op>),
    AtLeast(usize, Vec<Op>),
}

/// How often a step is expected to hold.
pub(super) trait Guess {
    /// Share of rows whose rank lies in the range or is not known.
    fn within(&self, within: Within) -> f64;
    /// Share of rows that hold the item or are not known.
    fn holds(&self, set: u32, plane: u32) -> f64;
}

impl Program {
    /// Brings plans into shape.
    pub(super) fn new<'a>(
        plans: impl Iterator<Item = &'a Plan>,
        slots: &Slots,
        guess: &impl Guess,
    ) -> Self {
        let mut program = Self::default();
        for plan in plans {
            let rule = plan.parts().map(|parts| {
                let first = program.steps.len() as u32;
                for part in parts {
                    program.push(op(part, slots));
                }
                let steps = &mut program.steps[first as usize..];
                steps.sort_by(|a, b| cost(a, guess).total_cmp(&cost(b, guess)));
                first..program.steps.len() as u32
            });
            program.rules.push(rule);
        }
        program
    }

    fn push(&mut self, op: Op) {
        match op {
            Op::Within(within) => self.steps.push(Step::Within(within)),
            Op::All(parts) => parts.into_iter().for_each(|part| self.push(part)),
            Op::Holds {
                set,
                planes,
                negated: false,
            } if planes.len() == 1 => self.steps.push(Step::Holds {
                set,
                plane: planes[0],
            }),
            other => {
                self.steps.push(Step::Op(self.ops.len() as u32));
                self.ops.push(other);
            }
        }
    }

    /// How many rules there are.
    pub(super) fn len(&self) -> usize {
        self.rules.len()
    }

    /// A rule's steps; `None` where it is never possible.
    #[inline(always)]
    pub(super) fn rule(&self, at: usize) -> Option<&[Step]> {
        let range = self.rules[at].as_ref()?;
        Some(&self.steps[range.start as usize..range.end as usize])
    }
}

/// Steps that fail often come first, dear ones last.
fn cost(step: &Step, guess: &impl Guess) -> f64 {
    match step {
        Step::Within(within) => guess.within(*within),
        Step::Holds { set, plane } => guess.holds(*set, *plane),
        Step::Op(_) => 2.0,
    }
}

fn op(node: &Node, slots: &Slots) -> Op {
    let all = |parts: &[Node]| parts.iter().map(|part| op(part, slots)).collect();
    match node {
        Node::Unknown => Op::Unknown,
        Node::Within { column, intervals } => within(*column, intervals, slots),
        Node::Holds {
            column,
            items,
            negated,
        } => {
            let (set, planes) = slots.set(*column, items);
            Op::Holds {
                set,
                planes,
                negated: *negated,
            }
        }
        Node::Agree(ends) => {
            let [low, high] = &**ends;
            Op::Agree(Box::new([op(low, slots), op(high, slots)]))
        }
        Node::All(parts) => Op::All(all(parts)),
        Node::Any(parts) => Op::Any(all(parts)),
        Node::AtLeast(count, parts) => Op::AtLeast(*count, all(parts)),
    }
}

fn within(column: usize, intervals: &[Interval], slots: &Slots) -> Op {
    let one = |interval: &Interval| {
        let mut tests = slots.within(column, *interval);
        match tests.len() {
            1 => Op::Within(tests.remove(0)),
            _ => Op::All(tests.into_iter().map(Op::Within).collect()),
        }
    };
    match intervals {
        [] => Op::Fails {
            slot: slots.first(column),
        },
        [interval] => one(interval),
        several => Op::Any(several.iter().map(one).collect()),
    }
}
