//! One cell to one value, by the kind and unit of its column. Missing is not zero; a
//! cell that cannot be read is an error that names itself, never a guess.

use crate::dictionary::{FieldKind, TableWords};
use crate::mapping::PercentStyle;
use crate::read::row::{Cell, trim};
use chrono::{Datelike, NaiveDate};
use julin_model::{Unit, UnitTable, Value};
use std::collections::{HashMap, HashSet};
use unicode_normalization::UnicodeNormalization;

/// What a cell comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Checked {
    /// A value.
    Value(Value),
    /// A value, and something to look at.
    Doubtful(Value, Doubt),
    /// The source is silent.
    Missing,
    /// No value, for a reason.
    Bad(Fault),
}

/// Why a value should be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Looks like a fraction in a column of percentages.
    PerhapsFraction,
    /// Looks like a percentage in a column of fractions.
    PerhapsPercent,
    /// A date told without its day; the first day was taken.
    NoDay,
}

/// Why a cell has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A formula error of the spreadsheet.
    Formula,
    /// Not a number.
    NotANumber,
    /// A number with commas or points that can be read in two ways.
    AmbiguousNumber,
    /// Below zero where that cannot be.
    Negative,
    /// Not a date.
    NotADate,
    /// Not a year.
    NotAYear,
    /// A year after today.
    FutureYear,
    /// Neither yes nor no.
    NotAFlag,
    /// A unit in the cell that does not fit the column.
    WrongUnit,
    /// Bytes that are no text in the file's encoding.
    Undecodable,
    /// NUL or another control character.
    ControlCharacter,
}

impl Fault {
    /// Key of the message.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Formula => "intake.formula-error",
            Self::NotANumber => "intake.not-a-number",
            Self::AmbiguousNumber => "intake.ambiguous-number",
            Self::Negative => "intake.negative",
            Self::NotADate => "intake.not-a-date",
            Self::NotAYear => "intake.not-a-year",
            Self::FutureYear => "intake.future-year",
            Self::NotAFlag => "intake.not-a-flag",
            Self::WrongUnit => "intake.wrong-unit",
            Self::Undecodable => "intake.undecodable",
            Self::ControlCharacter => "intake.control-character",
        }
    }
}

impl Doubt {
    /// Key of the message.
    pub fn code(self) -> &'static str {
        match self {
            Self::PerhapsFraction => "intake.perhaps-fraction",
            Self::PerhapsPercent => "intake.perhaps-percent",
            Self::NoDay => "intake.date-without-day",
        }
    }
}

/// What a column expects.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// Kind of value.
    pub kind: FieldKind,
    /// Unit of the column.
    pub unit: Option<String>,
    /// True when the unit is a percentage.
    pub percent: bool,
    /// How shares are written; never `Auto` once rows are read.
    pub style: PercentStyle,
    /// True when a figure below zero must be a mistake.
    pub non_negative: bool,
}

/// Checks cells.
#[derive(Debug, Clone)]
pub struct Checker {
    missing: HashSet<String>,
    flags: HashMap<String, bool>,
    units: UnitTable,
    today: NaiveDate,
}

impl Checker {
    /// With the words of tables, the units, and today's date.
    pub fn new(words: &TableWords, units: &UnitTable, today: NaiveDate) -> Self {
        let yes = words.yes.iter().map(|w| (fold_cell(w), true));
        let no = words.no.iter().map(|w| (fold_cell(w), false));
        Self {
            missing: words.missing.iter().map(|w| fold_cell(w)).collect(),
            flags: yes.chain(no).collect(),
            units: units.clone(),
            today,
        }
    }

    /// Reads a cell.
    #[inline]
    pub fn check(&self, cell: Cell<'_>, expected: &Expected) -> Checked {
        match cell {
            Cell::Empty => Checked::Missing,
            Cell::Fault(text) if text == b"#N/A" => Checked::Missing,
            Cell::Fault(_) => Checked::Bad(Fault::Formula),
            Cell::Text(text) => {
                let text = trim(text);
                if text.is_empty() {
                    Checked::Missing
                } else {
                    self.text(text, expected)
                }
            }
            Cell::Number(n) => self.typed_number(n, expected),
            Cell::Date(date) => match expected.kind {
                FieldKind::Date => Checked::Value(Value::Date(date)),
                FieldKind::Year => self.year(f64::from(date.year())),
                FieldKind::Word => Checked::Value(Value::Word(date.to_string())),
                FieldKind::Number | FieldKind::Flag => Checked::Bad(Fault::NotANumber),
            },
            Cell::Flag(flag) => match expected.kind {
                FieldKind::Flag => Checked::Value(Value::Flag(flag)),
                FieldKind::Word => Checked::Value(Value::Word(flag.to_string())),
                _ => Checked::Bad(Fault::NotANumber),
            },
        }
    }

    /// True for a text that says "not known".
    pub fn is_missing(&self, text: &str) -> bool {
        text.trim().is_empty() || (text.len() <= 24 && self.missing.contains(&fold_cell(text)))
    }

    fn typed_number(&self, n: f64, expected: &Expected) -> Checked {
        match expected.kind {
            FieldKind::Number => number_value(n, false, expected),
            FieldKind::Year => self.year(n),
            FieldKind::Date => serial_date(n).map_or(Checked::Bad(Fault::NotADate), |date| {
                Checked::Value(Value::Date(date))
            }),
            FieldKind::Flag if n == 0.0 || n == 1.0 => Checked::Value(Value::Flag(n == 1.0)),
            FieldKind::Flag => Checked::Bad(Fault::NotAFlag),
            FieldKind::Word => Checked::Value(Value::Word(n.to_string())),
        }
    }

    #[inline]
    fn text(&self, text: &[u8], expected: &Expected) -> Checked {
        if expected.kind == FieldKind::Number
            && let Some(n) = plain_number(text)
        {
            return number_value(n, false, expected);
        }
        let Ok(text) = std::str::from_utf8(text) else {
            return Checked::Bad(Fault::Undecodable);
        };
        if let Some(fault) = damage(text) {
            return Checked::Bad(fault);
        }
        if self.is_missing(text) {
            return Checked::Missing;
        }
        if text.starts_with('#') && is_formula_error(text) {
            return Checked::Bad(Fault::Formula);
        }
        match expected.kind {
            FieldKind::Word => Checked::Value(Value::Word(text.to_owned())),
            FieldKind::Number => self.written_number(text, expected),
            FieldKind::Date => written_date(text),
            FieldKind::Year => {
                match plain_number(fold_cell(text).trim_end_matches('年').as_bytes()) {
                    Some(year) => self.year(year),
                    None => Checked::Bad(Fault::NotAYear),
                }
            }
            FieldKind::Flag => match self.flags.get(&fold_cell(text)) {
                Some(flag) => Checked::Value(Value::Flag(*flag)),
                None => Checked::Bad(Fault::NotAFlag),
            },
        }
    }

    fn year(&self, n: f64) -> Checked {
        if n.fract() != 0.0 || !(1000.0..=9999.0).contains(&n) {
            Checked::Bad(Fault::NotAYear)
        } else if n > f64::from(self.today.year()) {
            Checked::Bad(Fault::FutureYear)
        } else {
            Checked::Value(Value::Number(n))
        }
    }

    /// Numbers as people write them: separators, full width, brackets, %, units.
    fn written_number(&self, text: &str, expected: &Expected) -> Checked {
        match written_number(text) {
            Ok(Written {
                number,
                percent: true,
                ..
            }) if expected.percent => number_value(number, true, expected),
            Ok(Written { percent: true, .. }) => Checked::Bad(Fault::WrongUnit),
            Ok(Written {
                number, unit: None, ..
            }) => number_value(number, false, expected),
            Ok(Written {
                number,
                unit: Some(unit),
                ..
            }) => {
                let told = self.units.find(&unit);
                match told
                    .zip(expected.unit.as_deref())
                    .and_then(|(told, own)| self.scale(told, own))
                {
                    Some(factor) => number_value(number * factor, true, expected),
                    None if told.is_some() => Checked::Bad(Fault::WrongUnit),
                    None => Checked::Bad(Fault::NotANumber),
                }
            }
            Err(fault) => Checked::Bad(fault),
        }
    }

    fn scale(&self, told: &Unit, own: &str) -> Option<f64> {
        self.units.factor(&told.code, own).ok()
    }
}

/// Folds a cell for comparison with a word.
fn fold_cell(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !c.is_whitespace())
        .collect()
}

/// Damaged text: undecodable bytes or control characters.
pub(crate) fn damage(text: &str) -> Option<Fault> {
    let bytes = text.as_bytes();
    if bytes.iter().any(|b| *b < 32 && !b"\t\n\r".contains(b)) {
        Some(Fault::ControlCharacter)
    } else if !text.is_ascii() && text.contains('\u{fffd}') {
        Some(Fault::Undecodable)
    } else {
        None
    }
}

fn is_formula_error(text: &str) -> bool {
    [
        "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!",
    ]
    .iter()
    .any(|error| text.eq_ignore_ascii_case(error))
}

/// Digits with sign, point and exponent and nothing else.
#[inline]
pub(crate) fn plain_number(text: &[u8]) -> Option<f64> {
    let plain = |b: &u8| b.is_ascii_digit() || b"+-.eE".contains(b);
    if text.len() > 40 || !text.iter().all(plain) {
        return None;
    }
    let number: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    number.is_finite().then_some(number)
}

fn number_value(number: f64, marked: bool, expected: &Expected) -> Checked {
    if expected.non_negative && number < 0.0 {
        return Checked::Bad(Fault::Negative);
    }
    if !number.is_finite() {
        return Checked::Bad(Fault::NotANumber);
    }
    if !expected.percent || marked {
        return Checked::Value(Value::Number(number));
    }
    match expected.style {
        PercentStyle::Fraction if number.abs() > 1.0 => {
            Checked::Doubtful(Value::Number(number), Doubt::PerhapsPercent)
        }
        PercentStyle::Fraction => Checked::Value(Value::Number(as_percent(number))),
        _ if looks_fraction(number) && expected.style == PercentStyle::Percent => {
            Checked::Doubtful(Value::Number(number), Doubt::PerhapsFraction)
        }
        _ => Checked::Value(Value::Number(number)),
    }
}

/// A hundred times, without the dust of binary fractions: 0.07 is 7, not 7.000000000000001.
fn as_percent(fraction: f64) -> f64 {
    let percent = fraction * 100.0;
    let rounded = (percent * 1e10).round() / 1e10;
    if (rounded - percent).abs() < 1e-9 {
        rounded
    } else {
        percent
    }
}

fn looks_fraction(number: f64) -> bool {
    number != 0.0 && number.abs() < 1.0
}

/// Decides how a column writes shares, from the cells of the first rows.
///
/// Cells with a % sign say it themselves. Otherwise fractions when every figure is at
/// most 1 and at least one is broken; percentages when more figures are over 1.
/// `None` when no figure tells.
pub fn percent_style<'a>(cells: impl Iterator<Item = Cell<'a>>) -> Option<PercentStyle> {
    let (mut over, mut broken) = (0usize, 0usize);
    for cell in cells {
        let number = match cell {
            Cell::Number(n) => Some(n),
            Cell::Text(text) => {
                let text = std::str::from_utf8(trim(text)).unwrap_or("");
                written_number(text)
                    .ok()
                    .filter(|w| !w.percent)
                    .map(|w| w.number)
            }
            _ => None,
        };
        match number {
            Some(n) if n.abs() > 1.0 => over += 1,
            Some(n) if looks_fraction(n) => broken += 1,
            _ => {}
        }
    }
    match (over, broken) {
        (0, 0) => None,
        (over, broken) if broken > over => Some(PercentStyle::Fraction),
        _ => Some(PercentStyle::Percent),
    }
}

/// A number as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Written {
    pub(crate) number: f64,
    pub(crate) percent: bool,
    pub(crate) unit: Option<String>,
}

pub(crate) fn written_number(text: &str) -> Result<Written, Fault> {
    let mut plain: String = text
        .nfkc()
        .map(|c| if "−–".contains(c) { '-' } else { c })
        .collect();
    plain.retain(|c| !c.is_whitespace());
    let (negative, inner) = match plain
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        Some(inner) => (true, inner),
        None => (false, plain.as_str()),
    };
    let inner = inner.strip_prefix(['¥', '$', '€', '£']).unwrap_or(inner);
    let digits = |c: char| !(c.is_ascii_digit() || "+-.,'eE".contains(c));
    let (figure, tail) = inner.split_at(inner.find(digits).unwrap_or(inner.len()));
    // The exponent mark may be the first letter of a unit.
    let trimmed = figure.trim_end_matches(['e', 'E']);
    let tail = &inner[trimmed.len()
        ..inner
            .len()
            .min(trimmed.len() + (figure.len() - trimmed.len()) + tail.len())];
    if !trimmed.bytes().any(|b| b.is_ascii_digit()) {
        return Err(Fault::NotANumber);
    }
    let number = grouped(trimmed)?;
    let number = if negative { -number } else { number };
    let unit = (!tail.is_empty() && tail != "%").then(|| tail.to_owned());
    Ok(Written {
        number,
        percent: tail == "%",
        unit,
    })
}

/// Digits with thousands separators in groups of three.
fn grouped(figure: &str) -> Result<f64, Fault> {
    if !figure.contains([',', '\'']) {
        return plain_number(figure.as_bytes()).ok_or(Fault::NotANumber);
    }
    let (whole, fraction) = figure.split_once('.').unwrap_or((figure, ""));
    let unsigned = whole.trim_start_matches(['+', '-']);
    let mut groups = unsigned.split([',', '\'']);
    let first = groups.next().unwrap_or("");
    let rest: Vec<&str> = groups.collect();
    let in_threes = (1..=3).contains(&first.len()) && rest.iter().all(|g| g.len() == 3);
    // Groups of four are the Chinese way of counting by 万.
    let in_fours = (1..=4).contains(&first.len()) && rest.iter().all(|g| g.len() == 4);
    if !(in_threes || in_fours) || fraction.contains([',', '\'']) {
        return Err(Fault::AmbiguousNumber);
    }
    let joined: String = figure.chars().filter(|c| !",'".contains(*c)).collect();
    plain_number(joined.as_bytes()).ok_or(Fault::NotANumber)
}

/// A day of the spreadsheet's calendar: days since 1899-12-30, from 1954 to 2119.
fn serial_date(n: f64) -> Option<NaiveDate> {
    let day = n.trunc();
    if (20_000.0..80_000.0).contains(&day) {
        NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(chrono::Days::new(day as u64))
    } else {
        let text = (n.fract() == 0.0).then(|| format!("{n:.0}"))?;
        (text.len() == 8)
            .then(|| NaiveDate::parse_from_str(&text, "%Y%m%d").ok())
            .flatten()
    }
}

/// Dates in ISO, Chinese and slashed forms, with or without a time after them.
fn written_date(text: &str) -> Checked {
    let plain: String = text.nfkc().collect();
    let day_part = plain.trim().split(['T', ' ']).next().unwrap_or("");
    let joined: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
    let day_part = if joined.contains('年') {
        joined.as_str()
    } else {
        day_part
    };
    let numbers: Vec<&str> = day_part
        .split(['-', '/', '.', '年', '月', '日', '号'])
        .filter(|p| !p.is_empty())
        .collect();
    let read = |part: &str| part.parse::<u32>().ok();
    let year = |part: &&str| part.len() == 4;
    let date = |y: &str, m: u32, d: u32| NaiveDate::from_ymd_opt(y.parse().ok()?, m, d);
    let value = |d: Option<NaiveDate>| d.map(Value::Date);
    let outcome = match numbers.as_slice() {
        [y, m, d] if year(y) => {
            let found = read(m).zip(read(d)).and_then(|(m, d)| date(y, m, d));
            value(found).map(Checked::Value)
        }
        [y, m] if year(y) => {
            let found = read(m).and_then(|m| date(y, m, 1));
            value(found).map(|v| Checked::Doubtful(v, Doubt::NoDay))
        }
        [y] if year(y) => value(date(y, 1, 1)).map(|v| Checked::Doubtful(v, Doubt::NoDay)),
        [one] => plain_number(one.as_bytes())
            .and_then(serial_date)
            .map(|d| Checked::Value(Value::Date(d))),
        _ => None,
    };
    outcome.unwrap_or(Checked::Bad(Fault::NotADate))
}
