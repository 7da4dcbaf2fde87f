//! A test of one column against constants: the leaf of every compiled rule, and what
//! the index, the batch and the generated SQL have in common.
//!
//! Must not know: fields' names, units (numbers are in base units), who asks.

/// Position of a column in the table.
pub type ColumnId = usize;

/// One end of a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum End {
    /// No end.
    Open,
    /// Up to the number, which belongs to the range.
    Included(f64),
    /// Up to the number, which does not.
    Excluded(f64),
}

/// What is asked of the value.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// A number, or a day as days since 1970-01-01, lies in the range.
    Within {
        /// Lower end.
        low: End,
        /// Upper end.
        high: End,
    },
    /// A word is one of these.
    OneOf(Vec<String>),
    /// A word begins with one of these.
    Begins(Vec<String>),
    /// A set holds at least one of these.
    HoldsAny(Vec<String>),
    /// A flag is true.
    True,
}

/// A question put to a column, or its opposite. Without a value the answer is unknown
/// either way.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// The column asked when unknown is to be read as false, and ordinarily.
    pub column: ColumnId,
    /// The column asked when unknown is to be read as true, where it is another: a score
    /// has a lower and an upper end.
    pub upper: Option<ColumnId>,
    /// What is asked.
    pub question: Question,
    /// The opposite is wanted.
    pub negated: bool,
}

impl Question {
    /// The answer for a number or day.
    pub fn of_number(&self, value: f64) -> bool {
        let Self::Within { low, high } = self else {
            return false;
        };
        let above = match low {
            End::Open => true,
            End::Included(end) => value >= *end,
            End::Excluded(end) => value > *end,
        };
        let below = match high {
            End::Open => true,
            End::Included(end) => value <= *end,
            End::Excluded(end) => value < *end,
        };
        above && below
    }

    /// The answer for a word.
    pub fn of_word(&self, value: &str) -> bool {
        match self {
            Self::OneOf(words) => words.iter().any(|word| word == value),
            Self::Begins(stems) => stems.iter().any(|stem| value.starts_with(stem.as_str())),
            _ => false,
        }
    }

    /// The answer for a set.
    pub fn of_set<'a>(&self, items: impl IntoIterator<Item = &'a str>) -> bool {
        let Self::HoldsAny(wanted) = self else {
            return false;
        };
        items
            .into_iter()
            .any(|item| wanted.iter().any(|word| word == item))
    }
}
