//! All rules in the shape the batch runs: steps over ranks and planes, one rule after
//! another in memory. A rule's conditions come in the order in which they fail most
//! often; a group of tests stands in one run of steps, operands before operators.
//!
//! Must not know: threads, results.

use super::intervals::Interval;
use super::plan::{Node, Plan};
use super::ranks::NEVER;
use super::slots::{Slots, Within};
use std::ops::Range;

/// All rules.
#[derive(Debug, Clone, Default)]
pub(super) struct Program {
    /// By rule: its steps; `None` where it is never possible.
    rules: Vec<Option<Range<u32>>>,
    steps: Vec<Step>,
}

/// One step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    /// A rank in a range.
    Within(Within),
    /// A set with an item.
    Holds { set: u32, plane: u32 },
    /// A known set without an item.
    Lacks { set: u32, plane: u32 },
    /// A set: known, and yes or no.
    Known { set: u32, yes: bool },
    /// Unknown, whatever the data.
    Unknown,
    /// The next so many steps are a group.
    Group(u32),
    /// One of the next so many tests.
    OneOf(u32),
    /// At least two of the next so many tests.
    TwoOf(u32),
    /// Two ends that must agree.
    Agree,
    /// All of the last so many.
    All(u32),
    /// One of the last so many.
    Any(u32),
    /// At least `count` of the last `of`.
    AtLeast { count: u32, of: u32 },
}

impl Step {
    fn is_test(&self) -> bool {
        matches!(
            self,
            Self::Within(_)
                | Self::Holds { .. }
                | Self::Lacks { .. }
                | Self::Known { .. }
                | Self::Unknown
        )
    }
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
        let mut parts: Vec<(f64, Range<usize>)> = vec![];
        let mut steps = vec![];
        for plan in plans {
            let rule = plan.parts().map(|nodes| {
                let first = program.steps.len() as u32;
                parts.clear();
                steps.clear();
                for node in nodes {
                    let start = steps.len();
                    push(node, slots, &mut steps);
                    let cost = cost(&steps[start..], guess);
                    parts.push((cost, start..steps.len()));
                }
                parts.sort_by(|a, b| a.0.total_cmp(&b.0));
                for (_, part) in &parts {
                    program.condition(&steps[part.clone()]);
                }
                first..program.steps.len() as u32
            });
            program.rules.push(rule);
        }
        program
    }

    /// Adds a condition, a group in its simplest form.
    fn condition(&mut self, steps: &[Step]) {
        let (tests, operator) = steps.split_at(steps.len() - 1);
        let flat = tests.iter().all(Step::is_test);
        match operator {
            _ if tests.is_empty() => {}
            [Step::Any(of)] if flat => self.steps.push(Step::OneOf(*of)),
            [Step::AtLeast { count: 2, of }] if flat => self.steps.push(Step::TwoOf(*of)),
            _ => {
                self.steps.push(Step::Group(steps.len() as u32));
                self.steps.extend_from_slice(steps);
                return;
            }
        }
        self.steps
            .extend_from_slice(if tests.is_empty() { steps } else { tests });
    }

    /// A rule's steps; `None` where it is never possible.
    #[inline(always)]
    pub(super) fn rule(&self, at: usize) -> Option<&[Step]> {
        let range = self.rules[at].as_ref()?;
        Some(&self.steps[range.start as usize..range.end as usize])
    }
}

/// What fails often comes first, what is dear last.
fn cost(steps: &[Step], guess: &impl Guess) -> f64 {
    match steps {
        [Step::Within(within)] => guess.within(*within),
        [Step::Holds { set, plane }] => guess.holds(*set, *plane),
        _ => 1.0 + steps.len() as f64,
    }
}

fn push(node: &Node, slots: &Slots, out: &mut Vec<Step>) {
    let mut each = |parts: &[Node], operator| {
        parts.iter().for_each(|part| push(part, slots, out));
        out.push(operator);
    };
    match node {
        Node::Unknown => out.push(Step::Unknown),
        Node::Within { column, intervals } => within(*column, intervals, slots, out),
        Node::Holds {
            column,
            items,
            negated,
        } => {
            let (set, planes) = slots.set(*column, items);
            let one = |plane: &u32| match (*plane, negated) {
                (plane, false) => Step::Holds { set, plane },
                (plane, true) => Step::Lacks { set, plane },
            };
            out.extend(planes.iter().map(one));
            match (planes.len() as u32, *negated) {
                (0, yes) => out.push(Step::Known { set, yes }),
                (1, _) => {}
                (count, true) => out.push(Step::All(count)),
                (count, false) => out.push(Step::Any(count)),
            }
        }
        Node::Agree(ends) => each(&**ends, Step::Agree),
        Node::All(parts) => each(parts, Step::All(parts.len() as u32)),
        Node::Any(parts) => each(parts, Step::Any(parts.len() as u32)),
        Node::AtLeast(count, parts) => {
            let (count, of) = (*count as u32, parts.len() as u32);
            each(parts, Step::AtLeast { count, of });
        }
    }
}

fn within(column: usize, intervals: &[Interval], slots: &Slots, out: &mut Vec<Step>) {
    for interval in intervals {
        let tests = slots.within(column, *interval);
        out.extend(tests.iter().copied().map(Step::Within));
        if tests.len() > 1 {
            out.push(Step::All(tests.len() as u32));
        }
    }
    match intervals.len() as u32 {
        0 => out.push(Step::Within(Within {
            slot: slots.first(column),
            low: NEVER,
            span: 0,
        })),
        1 => {}
        several => out.push(Step::Any(several)),
    }
}
