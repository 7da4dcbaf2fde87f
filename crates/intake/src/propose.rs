//! Proposes a mapping from headings. A column is taken only when its heading is known
//! word for word (label, spelling, code); what merely resembles a field is said, not
//! taken.

use crate::dictionary::Dictionary;
use crate::error::Problem;
use crate::heading::{Heading, HeadingBlock, fold};
use crate::mapping::{ColumnRef, ColumnRule, IdentifierRule, Mapping, PercentStyle, PeriodRule};
use crate::read::row::{Cell, RawRow};
use julin_model::{Diagnostic, FieldId, Text, TypeId};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

mod index;

use index::Index;

/// A mapping and where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// The mapping.
    pub mapping: Mapping,
    /// One for each column, in order.
    pub columns: Vec<ColumnProposal>,
    /// What a person should look at.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a column is taken for, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnProposal {
    /// Letter of the column.
    pub letter: String,
    /// Heading as printed.
    pub heading: String,
    /// What it is taken for.
    pub role: Role,
    /// How sure that is.
    pub confidence: Confidence,
    /// Why.
    pub reason: Reason,
}

/// What a column is taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// It names the entity.
    Name,
    /// It identifies the entity in a scheme.
    Identifier(String),
    /// It holds the period.
    Period,
    /// It holds a field.
    Field {
        /// The field.
        field: FieldId,
        /// Unit of its figures.
        unit: Option<String>,
        /// Narrower subject.
        scope: Option<String>,
    },
    /// It is left out.
    Ignored,
}

/// How sure a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Not taken.
    None,
    /// Taken for want of something better; look at it.
    Low,
    /// A known spelling.
    Medium,
    /// The very label or code.
    High,
}

/// Why a column is taken for something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The mapping says so.
    Given,
    /// The label, word for word.
    ExactLabel,
    /// A known spelling.
    Spelling,
    /// The code of official statistics.
    Code,
    /// The first column of words, for want of a heading that names the entity.
    FirstWords,
    /// It resembles a field, but is not taken for it.
    Similar(FieldId),
    /// Its unit is not known or does not fit the field it names.
    UnitUnfit(FieldId),
    /// An earlier column already is the same thing.
    Repeated,
    /// It only numbers the rows.
    RowNumber,
    /// It matches nothing.
    Unknown,
}

impl Reason {
    /// Key of the message that says it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Given => "intake.reason.given",
            Self::ExactLabel => "intake.reason.exact-label",
            Self::Spelling => "intake.reason.spelling",
            Self::Code => "intake.reason.code",
            Self::FirstWords => "intake.reason.first-words",
            Self::Similar(_) => "intake.reason.similar",
            Self::UnitUnfit(_) => "intake.reason.unit-unfit",
            Self::Repeated => "intake.reason.repeated",
            Self::RowNumber => "intake.reason.row-number",
            Self::Unknown => "intake.reason.unknown",
        }
    }
}

/// Proposes a mapping; an error when no column is a known field.
pub fn propose(
    block: &HeadingBlock,
    sample: &[RawRow],
    dictionary: &Dictionary,
) -> Result<Proposal, Problem> {
    let index = Index::new(dictionary);
    let mut columns: Vec<ColumnProposal> = block
        .headings
        .iter()
        .map(|h| index.column(h, block.unit.as_deref()))
        .collect();
    let fields = columns
        .iter()
        .filter(|c| matches!(c.role, Role::Field { .. }))
        .count();
    if fields == 0 {
        let headings = block
            .headings
            .iter()
            .map(|h| h.text.as_str())
            .filter(|t| !t.is_empty());
        return Err(Problem::NothingMatches(
            headings.collect::<Vec<_>>().join(", "),
        ));
    }
    name_for_want_of_better(&mut columns, block, sample);
    drop_repeated(&mut columns, &block.headings);
    let mut mapping = empty_mapping(index.entity_kind(&columns)?);
    for (column, heading) in columns.iter().zip(&block.headings) {
        add(&mut mapping, column, heading, &block.headings);
    }
    settle_period(&mut mapping, block);
    let mut diagnostics = remarks(&columns, &mapping, dictionary);
    if let PeriodRule::Fixed(period) = mapping.period {
        diagnostics.push(Diagnostic::warning("intake.period-from-title").with("period", period));
    }
    Ok(Proposal {
        mapping,
        columns,
        diagnostics,
    })
}

fn empty_mapping(entity_type: TypeId) -> Mapping {
    Mapping {
        id: "proposed".to_owned(),
        label: Text::default(),
        entity_type,
        identifiers: vec![],
        names: vec![],
        period: PeriodRule::None,
        columns: vec![],
        ignored: vec![],
        sheet: None,
        series: None,
        totals: vec![],
    }
}

/// Without a heading that names the entity: the first unknown column of words.
fn name_for_want_of_better(
    columns: &mut [ColumnProposal],
    block: &HeadingBlock,
    sample: &[RawRow],
) {
    if columns
        .iter()
        .any(|c| matches!(c.role, Role::Name | Role::Identifier(_)))
    {
        return;
    }
    let data = &sample[block.data_from.min(sample.len())..];
    let all_words = |at: usize| {
        let is_word = |row: &RawRow| match row.cell(at) {
            Cell::Text(text) => crate::check::plain_number(text).is_none(),
            _ => false,
        };
        let filled = data.iter().filter(|row| !row.is_blank()).take(50);
        let words = filled.clone().filter(|row| is_word(row)).count();
        words > 0 && words * 10 >= filled.count() * 8
    };
    let unknown = |c: &ColumnProposal| matches!(c.reason, Reason::Unknown);
    if let Some(at) = (0..columns.len()).find(|at| unknown(&columns[*at]) && all_words(*at)) {
        columns[at].role = Role::Name;
        columns[at].reason = Reason::FirstWords;
        columns[at].confidence = Confidence::Low;
    }
}

/// Of two columns for the same thing and period, the first stands.
fn drop_repeated(columns: &mut [ColumnProposal], headings: &[Heading]) {
    let mut seen = HashSet::new();
    for (column, heading) in columns.iter_mut().zip(headings) {
        let key = match &column.role {
            Role::Field { field, .. } => format!("field {field} {:?}", heading.period),
            Role::Identifier(scheme) => format!("identifier {scheme}"),
            Role::Period => "period".to_owned(),
            Role::Name | Role::Ignored => continue,
        };
        if !seen.insert(key) {
            column.role = Role::Ignored;
            column.reason = Reason::Repeated;
            column.confidence = Confidence::None;
        }
    }
}

fn add(mapping: &mut Mapping, column: &ColumnProposal, heading: &Heading, all: &[Heading]) {
    let twice = all
        .iter()
        .filter(|h| fold(&h.text) == fold(&heading.text))
        .count()
        > 1;
    let reference = if twice || heading.text.is_empty() {
        ColumnRef::letter(&column.letter)
    } else {
        ColumnRef::heading(&heading.text)
    };
    match &column.role {
        Role::Name => mapping.names.push(reference),
        Role::Identifier(scheme) => {
            mapping.identifiers.push(IdentifierRule {
                column: reference,
                scheme: scheme.clone(),
            });
        }
        Role::Period => mapping.period = PeriodRule::Column(reference),
        Role::Field { field, unit, scope } => mapping.columns.push(ColumnRule {
            column: reference,
            field: field.clone(),
            unit: unit.clone(),
            scope: scope.clone(),
            percent: PercentStyle::Auto,
            period: heading.period,
        }),
        Role::Ignored if heading.text.is_empty() => {}
        Role::Ignored => mapping.ignored.push(reference),
    }
}

/// A column goes before headings, headings before the title.
fn settle_period(mapping: &mut Mapping, block: &HeadingBlock) {
    if mapping.period != PeriodRule::None {
        mapping.columns.iter_mut().for_each(|c| c.period = None);
    } else if mapping.columns.iter().any(|c| c.period.is_some()) {
        mapping.period = PeriodRule::Heading;
    } else if let Some(period) = block
        .headings
        .iter()
        .find_map(|h| h.period)
        .or(block.period)
    {
        mapping.period = PeriodRule::Fixed(period);
    }
}

fn remarks(
    columns: &[ColumnProposal],
    mapping: &Mapping,
    dictionary: &Dictionary,
) -> Vec<Diagnostic> {
    let label = |id: &FieldId| {
        dictionary
            .field(id)
            .map_or(id.to_string(), |f| f.label.zh.clone())
    };
    let mut found = Vec::new();
    for column in columns.iter().filter(|c| !c.heading.is_empty()) {
        let about = |d: Diagnostic| {
            d.with("heading", &column.heading)
                .with("column", &column.letter)
        };
        match &column.reason {
            Reason::Unknown => found.push(about(Diagnostic::note("intake.column-ignored"))),
            Reason::Similar(field) => {
                let remark = about(Diagnostic::warning("intake.column-similar"));
                found.push(remark.with("field", field).with("label", label(field)));
            }
            Reason::UnitUnfit(field) => {
                let remark = about(Diagnostic::warning("intake.column-unit"));
                found.push(remark.with("field", field).with("label", label(field)));
            }
            Reason::Repeated => found.push(about(Diagnostic::warning("intake.column-repeated"))),
            Reason::FirstWords => found.push(about(Diagnostic::warning("intake.name-guessed"))),
            _ => {}
        }
    }
    if mapping.period == PeriodRule::None {
        found.push(Diagnostic::warning("intake.no-period"));
    }
    if mapping.names.is_empty() && mapping.identifiers.is_empty() {
        found.push(Diagnostic::error("intake.no-subject"));
    }
    found
}
