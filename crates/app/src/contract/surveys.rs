//! Answers about surveys: aggregates of groups, and the place of one member.

use super::{EntityLink, StatementView};
use julin_model::{Diagnostic, Text};
use serde::{Deserialize, Serialize};

/// A survey in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SurveyLine {
    /// `<pack>/<name>`.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Who holds it.
    pub holder: Option<EntityLink>,
    /// Rounds in order.
    pub rounds: Vec<RoundView>,
    /// Questions it has.
    pub questions: u32,
    /// Fewest answers an aggregate must rest on.
    pub minimum_group: u32,
}

/// One round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RoundView {
    /// Identifier.
    pub id: String,
    /// What it is called.
    pub label: Text,
    /// The time answers are about.
    pub period: julin_model::Period,
    /// Series answers are imported under; `None` when only published results are known.
    pub series: Option<String>,
    /// How many answered, as published.
    pub answered: Option<u32>,
    /// Members whose answers are held here.
    pub held: u32,
    /// Remark.
    pub note: Text,
}

/// A survey and one of its rounds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SurveyView {
    /// The line.
    pub line: SurveyLine,
    /// Title of the official text.
    pub reference: Text,
    /// Remark.
    pub note: Text,
    /// The round shown.
    pub round: RoundView,
    /// Groups one can ask for.
    pub groups: Vec<GroupChoice>,
    /// The group shown beside all members.
    pub group: Option<GroupChoice>,
    /// Members that answered, for choosing one.
    pub units: Vec<EntityLink>,
    /// The member whose place is shown.
    pub unit: Option<EntityLink>,
    /// Questions by group.
    pub sections: Vec<QuestionSection>,
    /// What is worth knowing.
    pub diagnostics: Vec<Diagnostic>,
}

/// A group of members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupChoice {
    /// Field.
    pub field: String,
    /// Name of the field.
    pub field_label: Text,
    /// Value all members of the group share.
    pub value: String,
    /// What the value is called.
    pub label: Text,
}

/// Questions that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionSection {
    /// Identifier.
    pub id: String,
    /// Name.
    pub label: Text,
    /// How sure the grouping is: `S`, `H`, `C`.
    pub confidence: Option<String>,
    /// The questions.
    pub questions: Vec<QuestionView>,
}

/// One question with what was answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionView {
    /// Identifier.
    pub id: String,
    /// The question.
    pub label: Text,
    /// `number`, `choice` or `yes-no`.
    pub kind: String,
    /// Unit code.
    pub unit: Option<String>,
    /// Unit as written.
    pub unit_label: Text,
    /// How the survey defines it.
    pub definition: Text,
    /// How local statistics define what comes nearest.
    pub local: Text,
    /// Name of the local field that comes nearest.
    pub local_field: Text,
    /// How sure the wording is.
    pub confidence: Option<String>,
    /// Remark.
    pub note: Text,
    /// Field answers are kept under; `None` for a question that is not asked here.
    pub field: Option<String>,
    /// All members together.
    pub all: Option<CellView>,
    /// The group asked for.
    pub group: Option<CellView>,
    /// The place of the member asked for.
    pub own: Option<OwnView>,
    /// Published results, newest first.
    pub published: Vec<StatementView>,
}

/// The aggregate of one group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CellView {
    /// Answers; `None` where the cell is hidden.
    pub answers: Option<u32>,
    /// Why it is hidden: key of a message.
    pub hidden: Option<String>,
    /// Lower quartile, median, upper quartile, for numbers.
    pub quartiles: Option<[f64; 3]>,
    /// Share of each option, for choices.
    pub shares: Vec<ShareView>,
}

/// The share of one option.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShareView {
    /// The option.
    pub id: String,
    /// What it is called; empty for yes and no.
    pub label: Text,
    /// Share of answers, 0 to 1; `None` where hidden or nobody answered.
    pub share: Option<f64>,
    /// Why it is hidden: key of a message.
    pub hidden: Option<String>,
}

/// One member's own answer and place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnView {
    /// The answer with its statement.
    pub answer: StatementView,
    /// The option chosen, for choices.
    pub option: Option<String>,
    /// Place from the better end; `None` for choices and where the group is hidden.
    pub rank: Option<u32>,
    /// Answers in the group.
    pub of: Option<u32>,
    /// Share of answers it is better than, ties counted half, 0 to 1.
    pub percentile: Option<f64>,
}
