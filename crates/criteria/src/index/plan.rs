//! A rule made ready for the index and the batch: constants folded, nested groups
//! flattened, each test worked out against the kinds of the columns, tests of one column
//! joined.
//!
//! Must not know: rows, how many rules there are.

use super::intervals::{self, Interval};
use super::shape::{Asked, Shape};
use crate::test::{ColumnId, Test};
use crate::tree::Tree;
use std::collections::BTreeMap;

/// A rule made ready.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Plan {
    /// Never possible.
    Never,
    /// Holds when all of these do.
    All(Vec<Node>),
}

/// A part of a plan.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// Unknown, whatever the data.
    Unknown,
    /// The number lies in one of these.
    Within {
        column: ColumnId,
        intervals: Vec<Interval>,
    },
    /// The set holds one of these, or none.
    Holds {
        column: ColumnId,
        items: Vec<u32>,
        negated: bool,
    },
    /// Both ends of a range must agree: certain when both are, refused when both are.
    Agree(Box<[Node; 2]>),
    /// All hold.
    All(Vec<Node>),
    /// One holds.
    Any(Vec<Node>),
    /// So many hold, more than one and fewer than there are.
    AtLeast(usize, Vec<Node>),
}

/// A part after folding.
enum Folded {
    Known(bool),
    Open(Node),
}

impl Plan {
    /// Makes a rule ready.
    pub(super) fn new(tree: &Tree, shape: &Shape) -> Self {
        match fold(tree, shape) {
            Folded::Known(false) => Self::Never,
            Folded::Known(true) => Self::All(vec![]),
            Folded::Open(Node::All(parts)) => Self::All(parts),
            Folded::Open(node) => Self::All(vec![node]),
        }
    }

    /// What must hold; `None` where it never does.
    pub(super) fn parts(&self) -> Option<&[Node]> {
        match self {
            Self::Never => None,
            Self::All(parts) => Some(parts),
        }
    }
}

impl Node {
    /// Every test in it.
    pub(super) fn each(&self, visit: &mut impl FnMut(&Self)) {
        visit(self);
        match self {
            Self::Agree(ends) => ends.iter().for_each(|end| end.each(visit)),
            Self::All(parts) | Self::Any(parts) | Self::AtLeast(_, parts) => {
                parts.iter().for_each(|part| part.each(visit));
            }
            Self::Unknown | Self::Within { .. } | Self::Holds { .. } => {}
        }
    }
}

fn fold(tree: &Tree, shape: &Shape) -> Folded {
    match tree {
        Tree::Constant(Some(known)) => Folded::Known(*known),
        Tree::Constant(None) => Folded::Open(Node::Unknown),
        Tree::Test(test) => Folded::Open(leaf(test, shape)),
        Tree::All(parts) => at_least(parts.len(), parts, shape),
        Tree::Any(parts) => at_least(1, parts, shape),
        Tree::AtLeast(count, parts) => at_least(*count, parts, shape),
    }
}

fn leaf(test: &Test, shape: &Shape) -> Node {
    let one = |column: ColumnId| match shape.asked(column, &test.question, test.negated) {
        None => Node::Unknown,
        Some(Asked::Within(intervals)) => Node::Within { column, intervals },
        Some(Asked::Holds { items, negated }) => Node::Holds {
            column,
            items,
            negated,
        },
    };
    match test.upper {
        None => one(test.column),
        Some(upper) => match (one(test.column), one(upper)) {
            (Node::Unknown, _) | (_, Node::Unknown) => Node::Unknown,
            (low, high) => Node::Agree(Box::new([low, high])),
        },
    }
}

fn at_least(count: usize, parts: &[Tree], shape: &Shape) -> Folded {
    let mut holding = 0;
    let mut open = vec![];
    for part in parts {
        match fold(part, shape) {
            Folded::Known(known) => holding += usize::from(known),
            Folded::Open(node) => open.push(node),
        }
    }
    if holding >= count {
        return Folded::Known(true);
    }
    let wanted = count - holding;
    if wanted > open.len() {
        return Folded::Known(false);
    }
    Folded::Open(if wanted == open.len() {
        let flat = |node| match node {
            Node::All(parts) => parts,
            other => vec![other],
        };
        join(open.into_iter().flat_map(flat), in_all, Node::All)
    } else if wanted == 1 {
        let flat = |node| match node {
            Node::Any(parts) => parts,
            other => vec![other],
        };
        join(open.into_iter().flat_map(flat), in_one, Node::Any)
    } else {
        Node::AtLeast(wanted, open)
    })
}

fn in_all(mut lists: Vec<Vec<Interval>>) -> Vec<Interval> {
    let first = lists.pop().unwrap_or_default();
    let both = |a: Vec<Interval>, b: &Vec<Interval>| intervals::intersection(&a, b);
    lists.iter().fold(first, both)
}

fn in_one(lists: Vec<Vec<Interval>>) -> Vec<Interval> {
    intervals::union(lists.concat())
}

/// Tests of one column's number become one test; several unknowns one.
fn join(
    parts: impl Iterator<Item = Node>,
    combine: impl Fn(Vec<Vec<Interval>>) -> Vec<Interval>,
    group: impl Fn(Vec<Node>) -> Node,
) -> Node {
    let mut numbers: BTreeMap<ColumnId, Vec<Vec<Interval>>> = BTreeMap::new();
    let mut unknown = false;
    let mut others = vec![];
    for part in parts {
        match part {
            Node::Within { column, intervals } => {
                numbers.entry(column).or_default().push(intervals);
            }
            Node::Unknown => unknown = true,
            other => others.push(other),
        }
    }
    let mut out: Vec<Node> = numbers
        .into_iter()
        .map(|(column, lists)| Node::Within {
            column,
            intervals: combine(lists),
        })
        .chain(unknown.then_some(Node::Unknown))
        .chain(others)
        .collect();
    if out.len() == 1 {
        out.remove(0)
    } else {
        group(out)
    }
}
