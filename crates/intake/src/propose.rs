//! Proposes a mapping from headings. A column is taken only when its heading is known
//! word for word (label, spelling, code); what merely resembles a field is said, not
//! taken.

use crate::dictionary::{Dictionary, EntityKind, Field, FieldKind, Scheme};
use crate::error::Problem;
use crate::heading::{Heading, HeadingBlock, JOINT, fold};
use crate::mapping::{
    ColumnRef, ColumnRule, IdentifierRule, Mapping, PercentStyle, PeriodRule, letter_of,
};
use crate::read::row::{Cell, RawRow};
use julin_model::{Diagnostic, FieldId, Text, TypeId};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Resemblance from which a field is worth mentioning.
const RESEMBLES: f64 = 0.6;

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

/// Known headings, folded.
struct Index<'a> {
    dictionary: &'a Dictionary,
    fields: HashMap<String, (&'a Field, Reason)>,
    names: HashMap<String, (&'a EntityKind, Reason)>,
    schemes: HashMap<String, (&'a EntityKind, &'a Scheme, Reason)>,
    periods: HashSet<String>,
    numbers: HashSet<String>,
}

impl<'a> Index<'a> {
    fn new(dictionary: &'a Dictionary) -> Self {
        let mut index = Self {
            dictionary,
            fields: HashMap::new(),
            names: HashMap::new(),
            schemes: HashMap::new(),
            periods: dictionary
                .words
                .period_headings
                .iter()
                .map(|w| fold(w))
                .collect(),
            numbers: dictionary
                .words
                .row_number_headings
                .iter()
                .map(|w| fold(w))
                .collect(),
        };
        for field in &dictionary.fields {
            for (text, reason) in spellings(&field.label, &field.spellings, &field.codes) {
                index.fields.entry(text).or_insert((field, reason));
            }
            index
                .fields
                .entry(fold(field.id.as_str()))
                .or_insert((field, Reason::Code));
        }
        for kind in &dictionary.entity_kinds {
            for (text, reason) in spellings(&kind.label, &kind.name_headings, &[]) {
                index.names.entry(text).or_insert((kind, reason));
            }
            for scheme in &kind.schemes {
                let codes = [scheme.id.clone()];
                for (text, reason) in spellings(&scheme.label, &scheme.spellings, &codes) {
                    index.schemes.entry(text).or_insert((kind, scheme, reason));
                }
            }
        }
        index
    }

    fn column(&self, heading: &Heading, table_unit: Option<&str>) -> ColumnProposal {
        let (role, reason) = self.role(heading, table_unit);
        let confidence = match (&role, &reason) {
            (Role::Ignored, _) => Confidence::None,
            (_, Reason::ExactLabel | Reason::Code) => Confidence::High,
            _ => Confidence::Medium,
        };
        let letter = letter_of(heading.column);
        ColumnProposal {
            letter,
            heading: heading.text.clone(),
            role,
            confidence,
            reason,
        }
    }

    fn role(&self, heading: &Heading, table_unit: Option<&str>) -> (Role, Reason) {
        let readings = readings(heading);
        for text in &readings {
            if let Some((_, scheme, reason)) = self.schemes.get(text) {
                return (Role::Identifier(scheme.id.clone()), reason.clone());
            }
            if let Some((_, reason)) = self.names.get(text) {
                return (Role::Name, reason.clone());
            }
            if self.periods.contains(text) {
                return (Role::Period, Reason::Spelling);
            }
            if let Some((field, reason)) = self.fields.get(text) {
                return self.field(field, reason, heading, table_unit);
            }
            if self.numbers.contains(text) {
                return (Role::Ignored, Reason::RowNumber);
            }
        }
        (
            Role::Ignored,
            self.similar(&readings)
                .map_or(Reason::Unknown, Reason::Similar),
        )
    }

    /// A known field; its unit must be one of its own dimension.
    fn field(
        &self,
        field: &Field,
        reason: &Reason,
        heading: &Heading,
        table_unit: Option<&str>,
    ) -> (Role, Reason) {
        let units = &self.dictionary.units;
        let own = field.unit.as_deref();
        let fits = |unit: &str| own.is_none_or(|own| units.factor(unit, own).is_ok());
        let unknown_bracket = heading.bracket.is_some() && heading.unit.is_none();
        let unit = match heading.unit.as_deref() {
            Some(unit) if fits(unit) => Some(unit),
            Some(_) => return (Role::Ignored, Reason::UnitUnfit(field.id.clone())),
            None if unknown_bracket && field.kind == FieldKind::Number => {
                let folded = |b: &String| {
                    self.fields
                        .contains_key(&fold(&format!("{}({b})", heading.name)))
                };
                if !heading.bracket.as_ref().is_some_and(folded) {
                    return (Role::Ignored, Reason::UnitUnfit(field.id.clone()));
                }
                own
            }
            None => table_unit
                .filter(|unit| own.is_some() && fits(unit))
                .or(own),
        };
        let unit = unit
            .filter(|_| field.kind == FieldKind::Number)
            .map(str::to_owned);
        (
            Role::Field {
                field: field.id.clone(),
                unit,
                scope: None,
            },
            reason.clone(),
        )
    }

    /// The field whose label resembles the heading most.
    fn similar(&self, readings: &[String]) -> Option<FieldId> {
        let best = |text: &String| {
            let scored = self
                .fields
                .iter()
                .map(|(known, (field, _))| (resemblance(text, known), known, field));
            scored.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        };
        let (score, _, field) = readings.last().and_then(best)?;
        (score >= RESEMBLES).then(|| field.id.clone())
    }

    /// The type of entity the identifying and naming columns speak of.
    fn entity_kind(&self, columns: &[ColumnProposal]) -> Result<TypeId, Problem> {
        let kinds = &self.dictionary.entity_kinds;
        let votes = |kind: &EntityKind| -> usize {
            columns
                .iter()
                .map(|column| match &column.role {
                    Role::Identifier(id) if kind.schemes.iter().any(|s| s.id == *id) => 8,
                    Role::Name
                        if kind
                            .name_headings
                            .iter()
                            .chain([&kind.label.zh, &kind.label.en])
                            .any(|h| fold(h) == fold(&column.heading)) =>
                    {
                        16
                    }
                    Role::Field { field, .. } => {
                        let field = self.dictionary.field(field);
                        usize::from(field.is_some_and(|f| f.entity_types.contains(&kind.id)))
                    }
                    _ => 0,
                })
                .sum()
        };
        // At a tie the earlier one stands.
        let best = kinds.iter().rev().max_by_key(|kind| votes(kind));
        best.map(|kind| kind.id.clone()).ok_or(Problem::NoSubject)
    }
}

fn spellings(label: &Text, more: &[String], codes: &[String]) -> Vec<(String, Reason)> {
    let labels = [&label.zh, &label.en]
        .into_iter()
        .map(|t| (fold(t), Reason::ExactLabel));
    let more = more.iter().map(|t| (fold(t), Reason::Spelling));
    let codes = codes.iter().map(|t| (fold(t), Reason::Code));
    labels
        .chain(more)
        .chain(codes)
        .filter(|(text, _)| !text.is_empty())
        .collect()
}

/// Ways to read a heading, most literal first.
fn readings(heading: &Heading) -> Vec<String> {
    let mut readings = vec![fold(&heading.text)];
    if let Some(bracket) = &heading.bracket {
        readings.push(fold(&format!("{}({bracket})", heading.name)));
    }
    readings.push(fold(&heading.name));
    if heading.name.contains(JOINT.trim()) {
        let parts: Vec<&str> = heading.name.split(JOINT.trim()).map(str::trim).collect();
        readings.push(fold(&parts.concat()));
        readings.extend(parts.last().map(|last| fold(last)));
        readings.extend(
            parts
                .first()
                .filter(|_| heading.period.is_some())
                .map(|f| fold(f)),
        );
    }
    // A code in front of or behind the name: `QB03 营业收入`.
    let words: Vec<&str> = heading.name.split_whitespace().collect();
    if words.len() == 2 {
        readings.extend(words.iter().map(|w| fold(w)));
    }
    readings.retain(|text| !text.is_empty());
    readings.dedup();
    readings
}

/// Dice's coefficient over pairs of neighbouring characters.
fn resemblance(a: &str, b: &str) -> f64 {
    let pairs =
        |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (left, mut right) = (pairs(a), pairs(b));
    let total = left.len() + right.len();
    let shared = left.iter().filter(|pair| {
        right
            .iter()
            .position(|p| p == *pair)
            .map(|at| right.swap_remove(at))
            .is_some()
    });
    let shared = shared.count();
    if total == 0 {
        0.0
    } else {
        2.0 * shared as f64 / total as f64
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
