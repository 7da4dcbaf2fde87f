//! One raw row to what becomes of it.

use super::columns::{Bound, Columns, PeriodFrom};
use super::{BadRow, MappedRow, RowItem, Rows, subject_key};
use crate::check::{Checked, Checker, Doubt, Fault, damage};
use crate::dictionary::{Dictionary, SchemeCheck, is_future};
use crate::heading::take_period;
use crate::identity::{Seen, uscc};
use crate::mapping::{Mapping, letter_of};
use crate::read::row::{Cell, RawRow};
use crate::totals::Totals;
use chrono::NaiveDate;
use julin_model::{Diagnostic, Period, Severity, Value};

/// Most characters of a cell that a message quotes.
const QUOTED: usize = 80;
/// Integers from here on have lost digits in a spreadsheet.
const DIGITS_LOST: f64 = 1e15;

/// Maps rows; remembers which entities and periods it has seen.
#[derive(Debug)]
pub(crate) struct RowMapper {
    pub(crate) columns: Columns,
    checker: Checker,
    totals: Totals,
    today: NaiveDate,
    seen: Rows,
}

/// What is being gathered about one row.
struct Draft<'a> {
    raw: &'a RawRow,
    columns: &'a Columns,
    problems: Vec<Diagnostic>,
}

impl RowMapper {
    pub(crate) fn new(
        columns: Columns,
        mapping: &Mapping,
        dictionary: &Dictionary,
        today: NaiveDate,
    ) -> Self {
        Self {
            columns,
            checker: Checker::new(&dictionary.words, &dictionary.units, today),
            totals: Totals::new(dictionary.words.totals.iter().chain(&mapping.totals)),
            today,
            seen: Rows::default(),
        }
    }

    /// Tells what becomes of a row; a row with several periods becomes several.
    pub(crate) fn map(&mut self, raw: &RawRow, out: &mut dyn FnMut(RowItem)) {
        if raw.is_blank() {
            return;
        }
        let mut draft = Draft {
            raw,
            columns: &self.columns,
            problems: vec![],
        };
        let names = self.names(&mut draft);
        let identifiers = self.identifiers(&mut draft);
        if let Some(note) = self.no_entity(&draft, &names, &identifiers) {
            return out(RowItem::Skipped(note));
        }
        if names.is_empty() && identifiers.is_empty() && draft.problems.is_empty() {
            draft.add("intake.row-without-subject", Severity::Error, None);
        }
        draft.check_width();
        let period = self.period(&mut draft);
        let values = self.values(&mut draft);
        let failed = draft.problems.iter().any(|d| d.severity == Severity::Error);
        let warnings = draft.problems;
        if failed {
            let cells = raw.shown();
            return out(RowItem::Bad(BadRow {
                row: raw.number,
                problems: warnings,
                cells,
            }));
        }
        let row = MappedRow {
            row: raw.number,
            identifiers,
            names,
            period,
            values,
            warnings,
        };
        self.split_by_period(row, raw, out);
    }

    fn split_by_period(&mut self, row: MappedRow, raw: &RawRow, out: &mut dyn FnMut(RowItem)) {
        let PeriodFrom::Headings(periods) = &self.columns.period else {
            return out(self.first_or_repeat(row, raw));
        };
        for period in periods.clone() {
            let of = |bound: &Bound| bound.period == period;
            let own = self.columns.fields.iter().zip(&row.values);
            let values: Vec<_> = own.map(|(b, v)| v.clone().filter(|_| of(b))).collect();
            if values.iter().any(Option::is_some) {
                out(self.first_or_repeat(
                    MappedRow {
                        period,
                        values,
                        ..row.clone()
                    },
                    raw,
                ));
            }
        }
    }

    fn first_or_repeat(&mut self, row: MappedRow, raw: &RawRow) -> RowItem {
        let key = subject_key(&row.identifiers, &row.names);
        let told = |d: Diagnostic, first: u32| {
            let period = row.period.map_or("—".to_owned(), |p| p.to_string());
            let name = row
                .names
                .first()
                .or(row.identifiers.first().map(|(_, i)| i));
            d.with("row", row.row)
                .with("first", first)
                .with("period", period)
                .with("name", name.map_or("", String::as_str))
                .at(self.columns.place(row.row, None))
        };
        match self.seen.note(&key, row.period, &row.values, row.row) {
            Seen::First => RowItem::Row(row),
            Seen::Equal(first) => {
                RowItem::Skipped(told(Diagnostic::note("intake.row-repeated"), first))
            }
            Seen::Differs(first) => {
                let problem = told(Diagnostic::error("intake.row-contradicts"), first);
                RowItem::Bad(BadRow {
                    row: row.row,
                    problems: vec![problem],
                    cells: raw.shown(),
                })
            }
        }
    }

    fn names(&self, draft: &mut Draft<'_>) -> Vec<String> {
        let mut names = Vec::with_capacity(self.columns.names.len());
        for at in &self.columns.names {
            let cell = draft.raw.cell(*at);
            let text = cell.shown();
            let text = text.trim();
            if let Cell::Fault(_) = cell {
                draft.fault(*at, &Fault::Formula);
            } else if text.is_empty() || self.checker.is_missing(text) {
                continue;
            } else if let Some(fault) = damage(text) {
                draft.fault(*at, &fault);
            } else {
                names.push(text.to_owned());
            }
        }
        names
    }

    fn identifiers(&self, draft: &mut Draft<'_>) -> Vec<(String, String)> {
        let mut found = Vec::with_capacity(self.columns.identifiers.len());
        for (at, scheme, check) in &self.columns.identifiers {
            let cell = draft.raw.cell(*at);
            let text = cell.shown();
            let text = text.trim();
            if let Cell::Number(n) = cell
                && n.abs() >= DIGITS_LOST
            {
                draft.add("intake.identifier-as-number", Severity::Error, Some(*at));
            } else if let Cell::Fault(_) = cell {
                draft.fault(*at, &Fault::Formula);
            } else if text.is_empty() || self.checker.is_missing(text) {
                continue;
            } else if let Some(fault) = damage(text) {
                draft.fault(*at, &fault);
            } else if *check == SchemeCheck::None {
                found.push((scheme.clone(), text.to_owned()));
            } else {
                match uscc::read(text) {
                    Ok(code) => {
                        if code.org_code_differs {
                            draft.add("intake.uscc-org-code", Severity::Warning, Some(*at));
                        }
                        found.push((scheme.clone(), code.code));
                    }
                    Err(why) => draft.uscc(*at, &why),
                }
            }
        }
        found
    }

    /// A sum, a remark, or the headings once more: a note instead of a row.
    fn no_entity(
        &self,
        draft: &Draft<'_>,
        names: &[String],
        identifiers: &[(String, String)],
    ) -> Option<Diagnostic> {
        let raw = draft.raw;
        let note = |code: &str, value: &str| {
            let note = Diagnostic::note(code)
                .with("row", raw.number)
                .with("value", quote(value));
            Some(note.at(self.columns.place(raw.number, None)))
        };
        if !identifiers.is_empty() {
            return None;
        }
        let first = names.first().map(String::as_str);
        if let Some(name) = first.filter(|n| self.totals.is_total(n)) {
            return note("intake.row-total", name);
        }
        if self
            .columns
            .fields
            .iter()
            .all(|b| raw.cell(b.at).is_blank())
        {
            let mut filled = raw.cells().filter(|c| !c.is_blank());
            let (one, more) = (filled.next(), filled.next());
            if let (Some(cell), None) = (one, more)
                && self.columns.headings.len() > 1
            {
                return note("intake.row-remark", &cell.shown());
            }
        }
        if first.is_none() {
            let leading = raw
                .cells()
                .find(|c| !c.is_blank())
                .map(|c| c.shown().into_owned());
            return leading
                .filter(|l| self.totals.is_total(l))
                .and_then(|l| note("intake.row-total", &l));
        }
        let name_at = self.columns.names.first()?;
        let heading = self.columns.headings.get(*name_at)?;
        if first? == heading.trim() {
            return note("intake.row-heading", first?);
        }
        None
    }

    fn period(&self, draft: &mut Draft<'_>) -> Option<Period> {
        let at = match &self.columns.period {
            PeriodFrom::Fixed(period) => return *period,
            PeriodFrom::Headings(periods) => {
                for period in periods
                    .iter()
                    .flatten()
                    .filter(|p| is_future(p.first(), self.today))
                {
                    draft.add("intake.future-period", Severity::Error, None);
                    draft.amend("value", &period.to_string());
                }
                return None;
            }
            PeriodFrom::Column(at) => *at,
        };
        let cell = draft.raw.cell(at);
        match read_period(cell) {
            Some(period) if is_future(period.first(), self.today) => {
                draft.add("intake.future-period", Severity::Error, Some(at));
                None
            }
            Some(period) => Some(period),
            None => {
                let code = if cell.is_blank() {
                    "intake.period-missing"
                } else {
                    "intake.not-a-period"
                };
                draft.add(code, Severity::Error, Some(at));
                None
            }
        }
    }

    fn values(&self, draft: &mut Draft<'_>) -> Vec<Option<Value>> {
        let mut values = Vec::with_capacity(self.columns.fields.len());
        for bound in &self.columns.fields {
            values.push(
                match self
                    .checker
                    .check(draft.raw.cell(bound.at), &bound.expected)
                {
                    Checked::Value(value) => Some(value),
                    Checked::Missing => None,
                    Checked::Doubtful(value, doubt) => {
                        draft.doubt(bound.at, doubt, &value);
                        Some(value)
                    }
                    Checked::Bad(fault) => {
                        draft.fault(bound.at, &fault);
                        None
                    }
                },
            );
        }
        values
    }
}

impl Draft<'_> {
    fn add(&mut self, code: &str, severity: Severity, at: Option<usize>) {
        let finding = match severity {
            Severity::Error => Diagnostic::error(code),
            Severity::Warning => Diagnostic::warning(code),
            Severity::Note => Diagnostic::note(code),
        };
        let mut finding = finding.with("row", self.raw.number);
        if let Some(at) = at {
            let heading = self.columns.headings.get(at).map_or("", String::as_str);
            let value = self.raw.cell(at);
            finding = finding
                .with("heading", heading)
                .with("column", letter_of(at))
                .with("value", quote(&value.shown()));
        }
        self.problems
            .push(finding.at(self.columns.place(self.raw.number, at)));
    }

    /// Adds to the last finding.
    fn amend(&mut self, name: &str, value: &str) {
        if let Some(last) = self.problems.last_mut() {
            last.args.insert(name.to_owned(), value.to_owned());
        }
    }

    fn fault(&mut self, at: usize, fault: &Fault) {
        self.add(fault.code(), Severity::Error, Some(at));
    }

    fn doubt(&mut self, at: usize, doubt: Doubt, value: &Value) {
        self.add(doubt.code(), Severity::Warning, Some(at));
        match (doubt, value) {
            (Doubt::PerhapsFraction | Doubt::PerhapsPercent, Value::Number(n)) => {
                let other = if doubt == Doubt::PerhapsFraction {
                    n * 100.0
                } else {
                    *n * 100.0
                };
                self.amend("taken", &format!("{n}%"));
                self.amend("other", &format!("{other}%"));
            }
            (Doubt::NoDay, Value::Date(date)) => self.amend("taken", &date.to_string()),
            _ => {}
        }
    }

    fn uscc(&mut self, at: usize, why: &uscc::UsccError) {
        match why {
            uscc::UsccError::Length(length) => {
                self.add("intake.uscc-length", Severity::Error, Some(at));
                self.amend("length", &length.to_string());
            }
            uscc::UsccError::Character {
                found,
                place,
                suggestion,
            } => {
                let code = if suggestion.is_some() {
                    "intake.uscc-lookalike"
                } else {
                    "intake.uscc-character"
                };
                self.add(code, Severity::Error, Some(at));
                self.amend("character", &found.to_string());
                self.amend("place", &place.to_string());
                self.amend("suggestion", suggestion.as_deref().unwrap_or(""));
            }
            uscc::UsccError::Check { found, expected } => {
                self.add("intake.uscc-check", Severity::Error, Some(at));
                self.amend("found", &found.to_string());
                self.amend("expected", &expected.to_string());
            }
        }
    }

    /// Rows of separated text must have as many cells as there are headings; in other
    /// formats cells know their column, and those without a heading are left out.
    fn check_width(&mut self) {
        let expected = self.columns.headings.len();
        let width = self.raw.width();
        let beyond = (expected..width).any(|at| !self.raw.cell(at).is_blank());
        let (code, severity) = match (beyond, self.columns.strict_width) {
            (true, true) => ("intake.too-many-cells", Severity::Error),
            (true, false) => ("intake.cells-beyond", Severity::Warning),
            (false, true) if width < expected => ("intake.too-few-cells", Severity::Error),
            _ => return,
        };
        self.add(code, severity, None);
        self.amend("found", &width.to_string());
        self.amend("expected", &expected.to_string());
    }
}

/// A period as tables write it: 2023, 2023年, 2023-Q3, 2023年5月, a date.
fn read_period(cell: Cell<'_>) -> Option<Period> {
    match cell {
        Cell::Number(n) if n.fract() == 0.0 && (1000.0..=9999.0).contains(&n) => {
            Some(Period::Year(n as i32))
        }
        Cell::Date(date) => Some(Period::Day(date)),
        Cell::Text(text) => {
            let text = std::str::from_utf8(text).ok()?.trim();
            if let Ok(period) = text.parse() {
                return Some(period);
            }
            let plain: String = unicode_normalization::UnicodeNormalization::nfkc(text).collect();
            let plain = plain.trim();
            if let Ok(period) = plain.replace(['/', '.'], "-").parse() {
                return Some(period);
            }
            match take_period(plain) {
                Some((period, rest)) if rest.is_empty() => Some(period),
                _ => None,
            }
        }
        _ => None,
    }
}

fn quote(text: &str) -> String {
    let mut shown: String = text
        .chars()
        .take(QUOTED)
        .filter(|c| !c.is_control())
        .collect();
    if text.chars().count() > QUOTED {
        shown.push('…');
    }
    shown
}
