//! Conditions against one row: a run of tests, each group before its members, with the
//! answer as a pair of certain and possible.
//!
//! Must not know: how many rules there are, columns' meaning.

use super::intervals::{Interval, holds};
use super::plan::Node;
use std::mem::{Discriminant, discriminant};

/// The values of one row.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// By column; NaN for the unknown and for sets.
    pub(super) numbers: Vec<f64>,
    /// By column; unknown for others.
    pub(super) sets: Vec<Set>,
}

/// A set.
#[derive(Debug, Clone, Default)]
pub(super) struct Set {
    pub(super) known: bool,
    /// Items by code, each one bit.
    pub(super) items: Vec<u64>,
}

/// A rule's conditions.
#[derive(Debug, Clone, Default)]
pub(super) struct Check {
    steps: Box<[Step]>,
}

#[derive(Debug, Clone)]
pub(super) enum Step {
    /// A number in the interval: most tests.
    Within(u32, Interval),
    /// A number in one of them.
    WithinAny(u32, Box<[Interval]>),
    /// A set with one of the items, or without.
    Holds(u32, Box<[u32]>, bool),
    Unknown,
    /// The next so many steps are parts: two ends that must agree.
    Agree(u32),
    /// All hold.
    All(u32),
    /// One holds.
    Any(u32),
    /// At least `.0` hold.
    AtLeast(u32, u32),
    /// At least `.0` of the next `.1` steps hold, each a number in an interval.
    Flat(u32, u32),
}

/// Certain and possible.
pub(super) type Pair = (bool, bool);

impl Check {
    /// From conditions that must all hold.
    pub(super) fn new<'a>(conditions: impl Iterator<Item = &'a Node>) -> Self {
        let mut steps = vec![];
        conditions.for_each(|node| push(node, &mut steps));
        let steps = steps.into();
        Self { steps }
    }

    /// Whether there is nothing to ask.
    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// What kind of condition stands first: reading it brings the conditions near.
    #[inline(always)]
    pub(super) fn first(&self) -> Option<Discriminant<Step>> {
        self.steps.first().map(discriminant)
    }

    /// The answer for a row.
    #[inline]
    pub(super) fn ask(&self, row: &Row) -> Pair {
        let (mut at, mut certain) = (0, true);
        while let Some(step) = self.steps.get(at) {
            // The most frequent form, with as few branches as can be.
            let pair = if let Step::Flat(wanted, length) = step {
                let members = &self.steps[at + 1..][..*length as usize];
                at += 1 + members.len();
                flat(*wanted, members, row)
            } else {
                self.part(&mut at, row)
            };
            if !pair.1 {
                return (false, false);
            }
            certain &= pair.0;
        }
        (certain, true)
    }

    /// How many conditions are refused, counted no further than `most`.
    pub(super) fn refused(&self, row: &Row, most: usize) -> usize {
        let (mut at, mut count) = (0, 0);
        while at < self.steps.len() && count < most {
            count += usize::from(!self.part(&mut at, row).1);
        }
        count
    }

    /// The part that begins here; moves beyond it.
    #[inline]
    fn part(&self, at: &mut usize, row: &Row) -> Pair {
        let step = &self.steps[*at];
        *at += 1;
        match step {
            Step::Agree(length) | Step::All(length) | Step::Any(length) => {
                self.group(step, *length, at, row)
            }
            Step::AtLeast(_, length) => self.group(step, *length, at, row),
            Step::Flat(wanted, length) => {
                let members = &self.steps[*at..][..*length as usize];
                *at += members.len();
                flat(*wanted, members, row)
            }
            leaf => test(leaf, row),
        }
    }

    fn group(&self, step: &Step, length: u32, at: &mut usize, row: &Row) -> Pair {
        let end = *at + length as usize;
        let (mut certain, mut possible, mut of) = (0, 0, 0);
        while *at < end {
            let pair = self.part(at, row);
            certain += u32::from(pair.0);
            possible += u32::from(pair.1);
            of += 1;
        }
        let wanted = match step {
            Step::Agree(_) => return (certain == of, possible > 0),
            Step::All(_) => of,
            Step::AtLeast(wanted, _) => *wanted,
            _ => 1,
        };
        (certain >= wanted, possible >= wanted)
    }
}

#[inline(always)]
fn flat(wanted: u32, members: &[Step], row: &Row) -> Pair {
    let (mut certain, mut possible) = (0, 0);
    for member in members {
        if let Step::Within(column, (low, high)) = member {
            let value = row.numbers[*column as usize];
            let holds = u32::from(*low <= value) & u32::from(value <= *high);
            certain += holds;
            possible += holds | u32::from(value.is_nan());
        }
    }
    (certain >= wanted, possible >= wanted)
}

#[inline(always)]
fn test(step: &Step, row: &Row) -> Pair {
    match step {
        Step::Within(column, (low, high)) => {
            let value = row.numbers[*column as usize];
            let holds = (*low <= value) & (value <= *high);
            (holds, holds || value.is_nan())
        }
        Step::WithinAny(column, intervals) => {
            let value = row.numbers[*column as usize];
            let holds = holds(intervals, value);
            (holds, holds || value.is_nan())
        }
        Step::Holds(column, wanted, negated) => {
            let set = &row.sets[*column as usize];
            let holds = wanted.iter().any(|item| set.has(*item)) != *negated;
            (set.known && holds, !set.known || holds)
        }
        _ => (false, true),
    }
}

impl Set {
    /// Whether it holds the item.
    #[inline(always)]
    fn has(&self, item: u32) -> bool {
        let word = self.items.get(item as usize / 64).copied().unwrap_or(0);
        word >> (item % 64) & 1 == 1
    }
}

fn push(node: &Node, out: &mut Vec<Step>) {
    let mut group = |parts: &[Node], step: fn(u32, u32) -> Step, count: u32| {
        let start = out.len();
        out.push(Step::Unknown);
        parts.iter().for_each(|part| push(part, out));
        let members = &out[start + 1..];
        let length = members.len() as u32;
        let plain = members.iter().all(|step| matches!(step, Step::Within(..)));
        out[start] = match step(count, length) {
            Step::All(_) if plain => Step::Flat(length, length),
            Step::Any(_) if plain => Step::Flat(1, length),
            Step::AtLeast(wanted, _) if plain => Step::Flat(wanted, length),
            other => other,
        };
    };
    match node {
        Node::Unknown => out.push(Step::Unknown),
        Node::Within { column, intervals } => out.push(match **intervals {
            [one] => Step::Within(*column as u32, one),
            _ => Step::WithinAny(*column as u32, intervals.clone().into()),
        }),
        Node::Holds {
            column,
            items,
            negated,
        } => {
            let items = items.clone().into();
            out.push(Step::Holds(*column as u32, items, *negated));
        }
        Node::Agree(ends) => group(&**ends, |_, length| Step::Agree(length), 0),
        Node::All(parts) => group(parts, |_, length| Step::All(length), 0),
        Node::Any(parts) => group(parts, |_, length| Step::Any(length), 0),
        Node::AtLeast(count, parts) => group(parts, Step::AtLeast, *count as u32),
    }
}
