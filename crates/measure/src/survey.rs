//! Surveys: what the members of a round answered, as aggregates that give no single
//! answer away, and where one member stands among them.
//!
//! Reading order: [`spec`] (a survey as people write it), [`protect`] (what may be shown),
//! [`aggregate`] (counts, quartiles, shares), [`position`] (own place). One question at a
//! time: [`question`] takes the answers of all members and the groups they belong to.
//!
//! A cell is shown only when it rests on the minimum number of answers, and only when no
//! smaller set can be worked out from the cells that are shown.
//!
//! Must not know: stores, packs, who asks.

pub mod aggregate;
pub mod position;
pub mod protect;
pub mod spec;

pub use aggregate::{Quartiles, Share};
pub use position::{Position, position};
pub use protect::protect;
pub use spec::{OptionSpec, QuestionKind, QuestionSpec, RoundSpec, SurveySpec, check_survey};

/// One member's answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// A number in the unit of the question.
    Number(f64),
    /// The position of the chosen option; yes is 0 and no is 1.
    Option(usize),
}

/// The answers to one question, with what is needed to group them.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers<'a> {
    /// Per member; `None` where nothing was answered.
    pub answers: &'a [Option<Answer>],
    /// Options to choose from; 0 for numbers.
    pub options: usize,
    /// Group fields in order of importance, each with the group of every member.
    pub groups: &'a [Vec<Option<usize>>],
    /// Fewest answers a cell must rest on.
    pub minimum: usize,
}

/// Why a cell is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hidden {
    /// Fewer answers than the minimum.
    TooFew,
    /// With it, a smaller group could be worked out.
    Protects,
}

impl Hidden {
    /// Key of its sentence.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooFew => "measure.survey.missing.too-few",
            Self::Protects => "measure.survey.missing.protects",
        }
    }
}

/// What one group answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Number of answers; `None` where the cell is hidden.
    pub answers: Option<usize>,
    /// Why it is hidden.
    pub hidden: Option<Hidden>,
    /// Median and quartiles, for numbers.
    pub quartiles: Option<Quartiles>,
    /// Share of each option, for choices.
    pub shares: Vec<Share>,
}

/// A question worked out.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// All members together.
    pub all: Cell,
    /// Per group field, per group.
    pub groups: Vec<Vec<Cell>>,
}

/// Works out what may be shown of one question. What is hidden depends on the answers
/// alone, not on which cell somebody asks for: asking again shows nothing more.
pub fn question(given: &Answers<'_>) -> Table {
    let plan = protect::plan(given);
    let cell = |at: usize| aggregate::cell(given, &plan, at);
    let mut at = 1;
    let mut groups = Vec::new();
    for field in given.groups {
        let many = protect::groups_of(field);
        groups.push((at..at + many).map(cell).collect());
        at += many;
    }
    Table {
        all: cell(0),
        groups,
    }
}
