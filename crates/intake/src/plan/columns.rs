//! A mapping bound to the columns of one file: positions, kinds, units, periods.

use crate::check::{Expected, percent_style};
use crate::dictionary::{Dictionary, FieldKind, SchemeCheck};
use crate::error::Problem;
use crate::heading::{Heading, HeadingBlock, fold};
use crate::mapping::{
    ColumnRef, ColumnRule, Letter, Mapping, PercentStyle, PeriodRule, column_of, letter_of,
};
use crate::propose::{ColumnProposal, Confidence, Proposal, Reason, Role};
use crate::read::FileFacts;
use crate::read::row::RawRow;
use julin_model::{Column, Diagnostic, Layout, Period, Place};
use std::collections::BTreeSet;

/// One column that holds a field.
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    pub(crate) at: usize,
    pub(crate) expected: Expected,
    pub(crate) period: Option<Period>,
}

/// Where the period of a row comes from.
#[derive(Debug, Clone)]
pub(crate) enum PeriodFrom {
    /// The same for all rows, or not told.
    Fixed(Option<Period>),
    /// The column at this position.
    Column(usize),
    /// Each column has its own; these there are.
    Headings(Vec<Option<Period>>),
}

/// A mapping bound to a file.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    pub(crate) file: String,
    pub(crate) sheet: Option<String>,
    pub(crate) headings: Vec<String>,
    pub(crate) names: Vec<usize>,
    pub(crate) identifiers: Vec<(usize, String, SchemeCheck)>,
    pub(crate) period: PeriodFrom,
    pub(crate) fields: Vec<Bound>,
    pub(crate) layout: Layout,
    /// Rows of text formats must have exactly as many cells as there are headings.
    pub(crate) strict_width: bool,
}

impl Columns {
    /// Binds; fails when the mapping names what is not there.
    pub(crate) fn new(
        mapping: &Mapping,
        block: &HeadingBlock,
        dictionary: &Dictionary,
        facts: &FileFacts,
    ) -> Result<Self, Problem> {
        let find = |column: &ColumnRef| find_column(column, &block.headings);
        let names = mapping
            .names
            .iter()
            .map(find)
            .collect::<Result<Vec<_>, _>>()?;
        let mut identifiers = Vec::new();
        for rule in &mapping.identifiers {
            let check = dictionary.scheme_check(&rule.scheme);
            identifiers.push((find(&rule.column)?, rule.scheme.clone(), check));
        }
        if names.is_empty() && identifiers.is_empty() {
            return Err(Problem::NoSubject);
        }
        let mut fields = Vec::new();
        let mut layout = Layout {
            columns: vec![],
            sheet: facts.sheet.clone(),
        };
        for rule in &mapping.columns {
            let at = find(&rule.column)?;
            let (bound, column) = bind(rule, at, &block.headings[at], dictionary)?;
            fields.push(bound);
            layout.columns.push(column);
        }
        let period = bind_period(&mapping.period, &mut fields, &find)?;
        Ok(Self {
            file: facts.file.clone(),
            sheet: facts.sheet.clone(),
            headings: block.headings.iter().map(|h| h.text.clone()).collect(),
            names,
            identifiers,
            period,
            fields,
            layout,
            strict_width: facts.format == crate::read::Format::Csv,
        })
    }

    /// The place of a cell; column from 0.
    pub(crate) fn place(&self, row: u32, column: Option<usize>) -> Place {
        Place {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            line: (row > 0).then_some(u64::from(row)),
            column: column.map(|c| c as u64 + 1),
        }
    }

    /// Puts findings about columns at the file.
    pub(crate) fn placed(&self, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let place = |finding: Diagnostic| match finding.place {
            Some(_) => finding,
            None => {
                let column = finding
                    .args
                    .get("column")
                    .and_then(|letter| column_of(letter));
                finding.with("file", &self.file).at(self.place(0, column))
            }
        };
        findings.into_iter().map(place).collect()
    }

    /// Headings that stand twice.
    pub(crate) fn duplicates(&self, block: &HeadingBlock) -> Vec<Diagnostic> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for heading in block.headings.iter().filter(|h| !h.text.is_empty()) {
            if !seen.insert(fold(&heading.text)) {
                let remark = Diagnostic::warning("intake.duplicate-heading")
                    .with("heading", &heading.text)
                    .with("columns", letters_of(&heading.text, &block.headings));
                found.push(remark.at(self.place(0, Some(heading.column))));
            }
        }
        found
    }

    /// Decides for columns of shares whether 12 or 0.12 means twelve percent.
    pub(crate) fn decide_shares(&mut self, sample: &[RawRow]) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for index in 0..self.fields.len() {
            let field = &self.fields[index];
            if !field.expected.percent || !field.expected.style.is_auto() {
                continue;
            }
            let at = field.at;
            let decided = percent_style(sample.iter().map(|row| row.cell(at)));
            self.fields[index].expected.style = decided.unwrap_or(PercentStyle::Percent);
            if decided == Some(PercentStyle::Fraction) {
                let remark = Diagnostic::warning("intake.read-as-fraction")
                    .with("heading", &self.headings[at])
                    .with("column", letter_of(at));
                found.push(remark.at(self.place(0, Some(at))));
            }
        }
        found
    }
}

fn bind(
    rule: &ColumnRule,
    at: usize,
    heading: &Heading,
    dictionary: &Dictionary,
) -> Result<(Bound, Column), Problem> {
    let field = dictionary.field(&rule.field);
    let field = field.ok_or_else(|| Problem::UnknownField(rule.field.to_string()))?;
    let number = field.kind == FieldKind::Number;
    let told = rule
        .unit
        .as_ref()
        .or(heading.unit.as_ref())
        .or(field.unit.as_ref());
    let unit = told.filter(|_| number).cloned();
    if let (Some(unit), Some(own)) = (&unit, &field.unit)
        && dictionary.units.factor(unit, own).is_err()
    {
        return Err(Problem::UnitMismatch {
            unit: unit.clone(),
            field: field.id.to_string(),
        });
    }
    let sign = dictionary.units.find("%").map(|u| u.code.as_str());
    let percent = unit.is_some() && (unit.as_deref() == sign || unit.as_deref() == Some("percent"));
    let expected = Expected {
        kind: field.kind,
        unit: unit.clone(),
        percent,
        style: rule.percent,
        non_negative: field.non_negative,
    };
    let column = Column {
        field: rule.field.clone(),
        scope: rule.scope.clone(),
        unit,
        column: Some(at as u32 + 1),
        heading: Some(heading.text.clone()),
    };
    Ok((
        Bound {
            at,
            expected,
            period: rule.period.or(heading.period),
        },
        column,
    ))
}

fn bind_period(
    rule: &PeriodRule,
    fields: &mut [Bound],
    find: &impl Fn(&ColumnRef) -> Result<usize, Problem>,
) -> Result<PeriodFrom, Problem> {
    Ok(match rule {
        PeriodRule::None => PeriodFrom::Fixed(None),
        PeriodRule::Fixed(period) => PeriodFrom::Fixed(Some(*period)),
        PeriodRule::Column(column) => PeriodFrom::Column(find(column)?),
        PeriodRule::Heading => {
            let mut periods: Vec<Option<Period>> = Vec::new();
            for field in fields.iter() {
                if !periods.contains(&field.period) {
                    periods.push(field.period);
                }
            }
            periods.sort_by_key(|p| p.map(Period::first));
            PeriodFrom::Headings(periods)
        }
    })
}

fn letters_of(heading: &str, headings: &[Heading]) -> String {
    let same = headings.iter().filter(|h| fold(&h.text) == fold(heading));
    same.map(|h| letter_of(h.column))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The position of a column a mapping names.
pub(crate) fn find_column(column: &ColumnRef, headings: &[Heading]) -> Result<usize, Problem> {
    let missing = || {
        let there = headings
            .iter()
            .map(|h| h.text.as_str())
            .filter(|t| !t.is_empty());
        let there = there.collect::<Vec<_>>().join(", ");
        Problem::NoSuchColumn {
            wanted: column.to_string(),
            there,
        }
    };
    let wanted = match column {
        ColumnRef::Letter(Letter { letter }) => {
            return column_of(letter)
                .filter(|at| *at < headings.len())
                .ok_or_else(missing);
        }
        ColumnRef::Heading(wanted) => fold(wanted),
    };
    // As printed first; then without unit and period.
    for same in [
        (|h: &Heading| fold(&h.text)) as fn(&Heading) -> String,
        |h: &Heading| fold(&h.name),
    ] {
        let mut found = headings
            .iter()
            .filter(|h| !h.text.is_empty() && same(h) == wanted);
        match (found.next(), found.next()) {
            (Some(heading), None) => return Ok(heading.column),
            (Some(heading), Some(_)) => {
                return Err(Problem::AmbiguousColumn {
                    heading: heading.text.clone(),
                    columns: letters_of(&heading.text, headings),
                });
            }
            (None, _) => {}
        }
    }
    Err(missing())
}

/// A given mapping, told column by column.
pub(crate) fn given(
    mapping: &Mapping,
    block: &HeadingBlock,
    dictionary: &Dictionary,
) -> Result<Proposal, Problem> {
    let mut columns: Vec<ColumnProposal> = block
        .headings
        .iter()
        .map(|heading| ColumnProposal {
            letter: letter_of(heading.column),
            heading: heading.text.clone(),
            role: Role::Ignored,
            confidence: Confidence::None,
            reason: Reason::Unknown,
        })
        .collect();
    let mut set = |column: &ColumnRef, role: Role| -> Result<(), Problem> {
        let at = find_column(column, &block.headings)?;
        columns[at].role = role;
        columns[at].reason = Reason::Given;
        columns[at].confidence = Confidence::High;
        Ok(())
    };
    for name in &mapping.names {
        set(name, Role::Name)?;
    }
    for rule in &mapping.identifiers {
        set(&rule.column, Role::Identifier(rule.scheme.clone()))?;
    }
    if let PeriodRule::Column(column) = &mapping.period {
        set(column, Role::Period)?;
    }
    for rule in &mapping.columns {
        let own = dictionary.field(&rule.field).and_then(|f| f.unit.clone());
        let heading = find_column(&rule.column, &block.headings)?;
        let unit = rule
            .unit
            .clone()
            .or(block.headings[heading].unit.clone())
            .or(own);
        let (field, scope) = (rule.field.clone(), rule.scope.clone());
        set(&rule.column, Role::Field { field, unit, scope })?;
    }
    let on_purpose: Vec<usize> = mapping
        .ignored
        .iter()
        .filter_map(|c| find_column(c, &block.headings).ok())
        .collect();
    on_purpose
        .iter()
        .for_each(|at| columns[*at].reason = Reason::Given);
    let unknown = |c: &&ColumnProposal| c.reason == Reason::Unknown && !c.heading.is_empty();
    let note = |c: &ColumnProposal| {
        let note = Diagnostic::note("intake.column-ignored");
        note.with("heading", &c.heading).with("column", &c.letter)
    };
    let diagnostics = columns.iter().filter(unknown).map(note).collect();
    Ok(Proposal {
        mapping: mapping.clone(),
        columns,
        diagnostics,
    })
}
