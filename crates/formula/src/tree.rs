//! The compiled form: a list of parts in which every part stands after the parts it
//! is made of. Evaluation walks the list once, without recursion.

use crate::error::Span as Place;
use crate::formula::Kind;
use chrono::NaiveDate;

/// Position of a part in the list.
pub type PartId = usize;

/// Operators with one operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unary {
    /// `-a`
    Minus,
    /// `!a`
    Not,
    /// `ln(a)`
    Ln,
}

/// Operators with two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binary {
    /// `a + b`
    Add,
    /// `a - b`
    Subtract,
    /// `a * b`
    Multiply,
    /// `a / b`
    Divide,
    /// `a < b`
    Less,
    /// `a <= b`
    AtMost,
    /// `a > b`
    More,
    /// `a >= b`
    AtLeast,
    /// `a == b`
    Equal,
    /// `a != b`
    Differs,
    /// `a && b`
    And,
    /// `a || b`
    Or,
    /// `min(a, b)`
    Min,
    /// `max(a, b)`
    Max,
}

impl Unary {
    /// How it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Minus => "-",
            Self::Not => "!",
            Self::Ln => "ln",
        }
    }
}

impl Binary {
    /// How it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
            Self::Equal => "==",
            Self::Differs => "!=",
            Self::And => "&&",
            Self::Or => "||",
            Self::Min => "min",
            Self::Max => "max",
        }
    }

    /// True for `&&` and `||`.
    pub fn is_logical(self) -> bool {
        matches!(self, Self::And | Self::Or)
    }

    /// True for the six comparisons.
    pub fn is_comparison(self) -> bool {
        use Binary::{AtLeast, AtMost, Differs, Equal, Less, More};
        matches!(self, Less | AtMost | More | AtLeast | Equal | Differs)
    }
}

/// A constant of a list.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

/// What is counted between two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// Completed years, by the calendar.
    Years,
    /// Days.
    Days,
}

/// What a part does.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A number.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// A text.
    Text(String),
    /// `null`: not known.
    Null,
    /// `date('2026-04-01')`
    Day(NaiveDate),
    /// `cny_10k(1500)`: the number, its unit, and how many base units that is.
    Quantity(f64, String, f64),
    /// A field, by its place in the formula's list of needs.
    Need(usize),
    /// One operand.
    Unary(Unary, PartId),
    /// Two operands.
    Binary(Binary, PartId, PartId),
    /// `condition ? then : otherwise`
    Choose(PartId, PartId, PartId),
    /// `a in ['x', 'y']`
    OneOf(PartId, Vec<Literal>),
    /// `'x' in set`: the text, and the set's place in the list of needs.
    Holds(PartId, usize),
    /// `size(set)`: the set's place in the list of needs.
    Size(usize),
    /// `a.startsWith('x')`
    Begins(PartId, PartId),
    /// `years_since(day)`: the day, and the day asked about.
    Since(Between, PartId, PartId),
}

/// One part of a formula.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What it does.
    pub node: Node,
    /// Its text.
    pub span: Place,
    /// What it yields, as far as the text tells.
    pub kind: Kind,
    /// First part below it: its parts are `first..=self`.
    pub first: PartId,
}

impl Part {
    /// Moves the places it names down, for a list that begins at `by`.
    pub(crate) fn shift(&mut self, by: PartId) {
        let down = |id: &mut PartId| *id -= by;
        down(&mut self.first);
        match &mut self.node {
            Node::Unary(_, a) | Node::OneOf(a, _) | Node::Holds(a, _) => down(a),
            Node::Binary(_, a, b) | Node::Begins(a, b) | Node::Since(_, a, b) => {
                [a, b].into_iter().for_each(down);
            }
            Node::Choose(a, b, c) => [a, b, c].into_iter().for_each(down),
            _ => {}
        }
    }
}

impl std::fmt::Display for Literal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number:?}"),
            Self::Text(text) => write!(f, "{text:?}"),
        }
    }
}
