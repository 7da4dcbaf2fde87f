//! What can be wrong with a formula (when compiled) and with a value (when
//! evaluated), and where in the text.

use julin_model::Diagnostic;

/// Part of a formula's text: byte offsets, end excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// After the last byte.
    pub end: usize,
}

impl Span {
    /// The span from the start of `self` to the end of `other`.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self {
            start: self.start,
            end: other.end,
        }
    }

    /// The text it covers.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// What is wrong with a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum FormulaErrorKind {
    /// Nothing but blanks.
    #[error("empty formula")]
    Empty,
    /// More bytes than [`crate::parse::MAX_LENGTH`].
    #[error("formula too long")]
    TooLong,
    /// Nested deeper than [`crate::parse::MAX_DEPTH`].
    #[error("formula nested too deeply")]
    TooDeep,
    /// A character that starts nothing in this language.
    #[error("unexpected character")]
    Character,
    /// A text without its closing quote, or with an unknown escape.
    #[error("text not closed")]
    Text,
    /// A number that does not fit.
    #[error("number too large")]
    Number,
    /// A word or sign in the wrong place.
    #[error("unexpected word or sign")]
    Unexpected,
    /// The formula stops where more must follow.
    #[error("formula ends too early")]
    End,
    /// A word CEL keeps for itself.
    #[error("reserved word")]
    Reserved,
    /// A function this language does not have.
    #[error("unknown function")]
    Function,
    /// A function with too many or too few arguments.
    #[error("wrong number of arguments")]
    Arguments,
    /// `prior` of something other than a field and a number of years.
    #[error("prior() takes a field and years")]
    Prior,
    /// A number was needed.
    #[error("a number is needed here")]
    WantsNumber,
    /// True or false was needed.
    #[error("a condition is needed here")]
    WantsFlag,
    /// A day was needed.
    #[error("a day is needed here")]
    WantsDay,
    /// A text was needed.
    #[error("a text is needed here")]
    WantsText,
    /// `date` of something that is no day.
    #[error("not a day")]
    Date,
    /// A unit of something other than a written number.
    #[error("a unit takes a number")]
    Unit,
    /// `in` or `size` of something that is no set.
    #[error("a set is needed here")]
    Set,
    /// The two sides cannot be compared or stand for one another.
    #[error("the two sides are of different kinds")]
    KindsDiffer,
}

impl FormulaErrorKind {
    fn code(self) -> &'static str {
        match self {
            Self::Empty => "formula.empty",
            Self::TooLong => "formula.too-long",
            Self::TooDeep => "formula.too-deep",
            Self::Character => "formula.character",
            Self::Text => "formula.text",
            Self::Number => "formula.number",
            Self::Unexpected => "formula.unexpected",
            Self::End => "formula.end",
            Self::Reserved => "formula.reserved",
            Self::Function => "formula.function",
            Self::Arguments => "formula.arguments",
            Self::Prior => "formula.prior",
            Self::WantsNumber => "formula.wants-number",
            Self::WantsFlag => "formula.wants-flag",
            Self::WantsDay => "formula.wants-day",
            Self::WantsText => "formula.wants-text",
            Self::Date => "formula.date",
            Self::Unit => "formula.unit",
            Self::Set => "formula.set",
            Self::KindsDiffer => "formula.kinds-differ",
        }
    }
}

/// Why a formula cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} at position {position}: `{part}`")]
pub struct FormulaError {
    /// What is wrong.
    pub kind: FormulaErrorKind,
    /// Where, in bytes.
    pub span: Span,
    /// Where, in characters from 1.
    pub position: usize,
    /// The offending part, shortened to 40 characters.
    pub part: String,
    /// The formula, shortened to 200 characters.
    pub formula: String,
}

impl FormulaError {
    pub(crate) fn new(kind: FormulaErrorKind, span: Span, text: &str) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let part = span.of(text).chars().take(40).collect();
        let formula = text.chars().take(200).collect();
        Self {
            formula,
            kind,
            span,
            position: before.chars().count() + 1,
            part,
        }
    }

    /// The message, with `formula`, `position` (characters from 1) and `part`.
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic::error(self.kind.code())
            .with("formula", &self.formula)
            .with("position", self.position)
            .with("part", &self.part)
    }
}

/// Why a value came out unknown although its fields are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemKind {
    /// The divisor is zero.
    DivisionByZero,
    /// The result is beyond the range of numbers.
    Overflow,
    /// The logarithm of zero or less.
    NotPositive,
    /// A field holds another kind of value than the formula needs.
    WrongKind,
}

impl ProblemKind {
    /// Key into the message catalogue.
    pub fn code(self) -> &'static str {
        match self {
            Self::DivisionByZero => "formula.division-by-zero",
            Self::Overflow => "formula.overflow",
            Self::NotPositive => "formula.not-positive",
            Self::WrongKind => "formula.wrong-kind",
        }
    }
}

/// A problem and the part of the formula it arose in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Problem {
    /// What happened.
    pub kind: ProblemKind,
    /// In which part.
    pub span: Span,
}
