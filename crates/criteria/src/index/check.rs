//! One rule against one row: steps over the row's numbers and sets, operands before
//! operators, with the answer as a pair of certain and possible.
//!
//! Must not know: how many rules there are, columns' meaning.

use super::intervals::{Interval, holds};
use super::plan::Node;

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
enum Step {
    /// A number in the interval: most tests.
    Within(u32, Interval),
    /// A number in one of them.
    WithinAny(u32, Box<[Interval]>),
    /// A set with one of the items, or without.
    Holds(u32, Box<[u32]>, bool),
    Unknown,
    /// The next so many steps are a group.
    Group(u32),
    Agree,
    All(u32),
    Any(u32),
    AtLeast(u32, u32),
}

/// Certain and possible.
pub(super) type Pair = (bool, bool);

impl Check {
    /// From conditions that must all hold.
    pub(super) fn new<'a>(conditions: impl Iterator<Item = &'a Node>) -> Self {
        let mut steps = vec![];
        for node in conditions {
            let start = steps.len();
            push(node, &mut steps);
            let length = steps.len() - start;
            if length > 1 {
                steps.insert(start, Step::Group(length as u32));
            }
        }
        let steps = steps.into();
        Self { steps }
    }

    /// Whether there is nothing to ask.
    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The answer for a row.
    #[inline]
    pub(super) fn ask(&self, row: &Row, stack: &mut Vec<Pair>) -> Pair {
        let mut certain = true;
        let mut refused = false;
        self.conditions(row, stack, |pair| {
            certain &= pair.0;
            refused = !pair.1;
            !refused
        });
        (certain && !refused, !refused)
    }

    /// How many conditions are refused, counted no further than `most`.
    pub(super) fn refused(&self, row: &Row, stack: &mut Vec<Pair>, most: usize) -> usize {
        let mut count = 0;
        self.conditions(row, stack, |pair| {
            count += usize::from(!pair.1);
            count < most
        });
        count
    }

    /// Condition by condition, as long as `go` says so.
    #[inline(always)]
    fn conditions(&self, row: &Row, stack: &mut Vec<Pair>, mut go: impl FnMut(Pair) -> bool) {
        let mut at = 0;
        while let Some(step) = self.steps.get(at) {
            at += 1;
            let pair = if let Step::Group(length) = step {
                let last = at + *length as usize;
                stack.clear();
                self.steps[at..last]
                    .iter()
                    .for_each(|step| operate(step, row, stack));
                at = last;
                stack.pop().unwrap_or((false, false))
            } else {
                test(step, row)
            };
            if !go(pair) {
                return;
            }
        }
    }
}

#[inline(always)]
fn test(step: &Step, row: &Row) -> Pair {
    match step {
        Step::Within(column, (low, high)) => {
            let value = row.numbers[*column as usize];
            let holds = *low <= value && value <= *high;
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

fn operate(step: &Step, row: &Row, stack: &mut Vec<Pair>) {
    let own = |of: u32| stack.len().saturating_sub(of as usize);
    let count =
        |first: usize, of: fn(&Pair) -> bool| stack[first..].iter().filter(|pair| of(pair)).count();
    let (certain, possible): (fn(&Pair) -> bool, fn(&Pair) -> bool) = (|p| p.0, |p| p.1);
    let (first, made) = match step {
        Step::Agree => {
            let first = own(2);
            (
                first,
                (count(first, certain) == 2, count(first, possible) > 0),
            )
        }
        Step::All(of) | Step::Any(of) | Step::AtLeast(_, of) => {
            let first = own(*of);
            let wanted = match step {
                Step::All(of) => *of as usize,
                Step::AtLeast(wanted, _) => *wanted as usize,
                _ => 1,
            };
            let enough = |of| count(first, of) >= wanted;
            (first, (enough(certain), enough(possible)))
        }
        leaf => (stack.len(), test(leaf, row)),
    };
    stack.truncate(first);
    stack.push(made);
}

fn push(node: &Node, out: &mut Vec<Step>) {
    let mut each = |parts: &[Node], operator| {
        parts.iter().for_each(|part| push(part, out));
        out.push(operator);
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
        } => out.push(Step::Holds(*column as u32, items.clone().into(), *negated)),
        Node::Agree(ends) => each(&**ends, Step::Agree),
        Node::All(parts) => each(parts, Step::All(parts.len() as u32)),
        Node::Any(parts) => each(parts, Step::Any(parts.len() as u32)),
        Node::AtLeast(count, parts) => {
            each(parts, Step::AtLeast(*count as u32, parts.len() as u32));
        }
    }
}
