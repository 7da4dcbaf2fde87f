//! The compiled form: a list of parts in which every part stands after the parts it
//! is made of. Evaluation walks the list once, without recursion.

use crate::error::Span;
use crate::formula::Kind;

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

/// What a part does.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A number.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// A text.
    Text(String),
    /// A field, by its place in the formula's list of needs.
    Need(usize),
    /// One operand.
    Unary(Unary, PartId),
    /// Two operands.
    Binary(Binary, PartId, PartId),
    /// `condition ? then : otherwise`
    Choose(PartId, PartId, PartId),
}

/// One part of a formula.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What it does.
    pub node: Node,
    /// Its text.
    pub span: Span,
    /// What it yields, as far as the text tells.
    pub kind: Kind,
    /// First part below it: its parts are `first..=self`.
    pub first: PartId,
}
