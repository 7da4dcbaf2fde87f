//! One cell to one value, by the kind and unit of its column. Missing is not zero; a
//! cell that cannot be read is an error that names itself, never a guess.

use crate::dictionary::{FieldKind, TableWords};
use crate::mapping::PercentStyle;
use crate::read::row::{Cell, trim};
use chrono::{Datelike, NaiveDate};
use julin_model::{Unit, UnitTable, Value};
use std::collections::{HashMap, HashSet};
use unicode_normalization::UnicodeNormalization;

mod date;
mod number;

use date::{serial_date, written_date};
use number::{Written, number_value, written_number};

pub use number::percent_style;
pub(crate) use number::{as_percent, plain_number};

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
    longest_missing: usize,
    flags: HashMap<String, bool>,
    units: UnitTable,
    today: NaiveDate,
}

impl Checker {
    /// With the words of tables, the units, and today's date.
    pub fn new(words: &TableWords, units: &UnitTable, today: NaiveDate) -> Self {
        let yes = words.yes.iter().map(|w| (fold_cell(w), true));
        let no = words.no.iter().map(|w| (fold_cell(w), false));
        // A character of full width takes three bytes; some room for spaces.
        let longest = words
            .missing
            .iter()
            .map(|w| w.chars().count())
            .max()
            .unwrap_or(0);
        Self {
            longest_missing: longest * 3 + 3,
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
        text.trim().is_empty()
            || (text.len() <= self.longest_missing && self.missing.contains(&fold_cell(text)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use julin_model::Text;
    use proptest::prelude::*;

    fn checker() -> Checker {
        let unit = |code: &str, zh: &str, factor| Unit {
            code: code.into(),
            label: Text::new(zh, code),
            dimension: "cny".into(),
            factor,
            spellings: vec![],
        };
        let units = UnitTable::new([
            unit("cny_10k", "万元", 1e4),
            unit("cny_100m", "亿元", 1e8),
            Unit {
                dimension: "person".into(),
                ..unit("person", "人", 1.0)
            },
        ]);
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        Checker::new(&TableWords::default(), &units, today)
    }

    fn expected(kind: FieldKind) -> Expected {
        let unit = (kind == FieldKind::Number).then(|| "cny_10k".to_owned());
        let style = PercentStyle::Percent;
        Expected {
            kind,
            unit,
            percent: false,
            style,
            non_negative: false,
        }
    }

    fn number(text: &str) -> Checked {
        checker().check(Cell::Text(text.as_bytes()), &expected(FieldKind::Number))
    }

    fn date(text: &str) -> Checked {
        checker().check(Cell::Text(text.as_bytes()), &expected(FieldKind::Date))
    }

    fn value(n: f64) -> Checked {
        Checked::Value(Value::Number(n))
    }

    #[test]
    fn numbers_as_people_write_them() {
        for (text, n) in [
            ("12", 12.0),
            (" -3.5 ", -3.5),
            ("1,234,567.89", 1_234_567.89),
            ("１２３４．５", 1234.5),
            ("１，２３４", 1234.0),
            ("(1,200)", -1200.0),
            ("（88）", -88.0),
            ("−5", -5.0),
            ("¥1,000", 1000.0),
            ("1 234", 1234.0),
            ("1.2E+05", 120_000.0),
            ("12,3456", 123_456.0),
            ("3.5亿元", 35_000.0),
            ("3.5万元", 3.5),
            ("　7　", 7.0),
        ] {
            assert_eq!(number(text), value(n), "{text}");
        }
    }

    #[test]
    fn missing_is_never_zero_and_nonsense_is_never_a_number() {
        for text in [
            "", " ", "—", "-", "——", "N/A", "空", "暂缺", "…", "n/a", "－", "NULL", "　",
        ] {
            assert_eq!(number(text), Checked::Missing, "{text}");
        }
        for text in [
            "约12", "abc", "1.2.3", "12个", "inf", "NaN1", "1e999", "--5", "e",
        ] {
            assert_eq!(number(text), Checked::Bad(Fault::NotANumber), "{text}");
        }
        for text in ["1,23", "12,34,567", "1,2345,67"] {
            assert_eq!(number(text), Checked::Bad(Fault::AmbiguousNumber), "{text}");
        }
        assert_eq!(number("12人"), Checked::Bad(Fault::WrongUnit));
        assert_eq!(number("12%"), Checked::Bad(Fault::WrongUnit));
        assert_eq!(number("#DIV/0!"), Checked::Bad(Fault::Formula));
        assert_eq!(number("1\u{fffd}2"), Checked::Bad(Fault::Undecodable));
        assert_eq!(number("1\0"), Checked::Bad(Fault::ControlCharacter));
        let raw = checker().check(Cell::Text(b"\xd6\xd0"), &expected(FieldKind::Word));
        assert_eq!(raw, Checked::Bad(Fault::Undecodable));
    }

    #[test]
    fn below_zero_and_the_future_are_errors_where_they_cannot_be() {
        let field = Expected {
            non_negative: true,
            ..expected(FieldKind::Number)
        };
        assert_eq!(
            checker().check(Cell::Text(b"-1"), &field),
            Checked::Bad(Fault::Negative)
        );
        assert_eq!(checker().check(Cell::Number(0.0), &field), value(0.0));
        let year =
            |text: &str| checker().check(Cell::Text(text.as_bytes()), &expected(FieldKind::Year));
        assert_eq!(year("2026"), value(2026.0));
        assert_eq!(year("2025年"), value(2025.0));
        assert_eq!(year("2027"), Checked::Bad(Fault::FutureYear));
        assert_eq!(year("25"), Checked::Bad(Fault::NotAYear));
    }

    #[test]
    fn dates_in_every_form() {
        let day = |y, m, d| Value::Date(NaiveDate::from_ymd_opt(y, m, d).unwrap());
        for text in [
            "2023-05-01",
            "2023/5/1",
            "2023.5.1",
            "20230501",
            "2023年5月1日",
            "２０２３年５月１日",
            "2023-05-01 00:00:00",
            "2023-05-01T08:30:00",
            "2023 年 5 月 1 日",
            "45047",
        ] {
            assert_eq!(date(text), Checked::Value(day(2023, 5, 1)), "{text}");
        }
        assert_eq!(
            date("2019年5月"),
            Checked::Doubtful(day(2019, 5, 1), Doubt::NoDay)
        );
        for text in ["2023-13-01", "2023-02-30", "昨天", "5/1/2023", "12"] {
            assert_eq!(date(text), Checked::Bad(Fault::NotADate), "{text}");
        }
        // Excel's own example: 1 January 2008 is serial number 39448.
        let serial = checker().check(Cell::Number(39448.0), &expected(FieldKind::Date));
        assert_eq!(serial, Checked::Value(day(2008, 1, 1)));
    }

    #[test]
    fn shares_are_decided_on_evidence() {
        let style = |cells: &[&str]| percent_style(cells.iter().map(|c| Cell::Text(c.as_bytes())));
        assert_eq!(style(&["0.12", "0.5", "1"]), Some(PercentStyle::Fraction));
        assert_eq!(style(&["12", "50", "0.5"]), Some(PercentStyle::Percent));
        assert_eq!(style(&["12%", "—", "0", "1"]), None);
        assert_eq!(style(&["-0.03", "0.2"]), Some(PercentStyle::Fraction));
        let share = |style, text: &str| {
            let field = Expected {
                percent: true,
                style,
                ..expected(FieldKind::Number)
            };
            checker().check(Cell::Text(text.as_bytes()), &field)
        };
        assert_eq!(share(PercentStyle::Fraction, "0.07"), value(7.0));
        assert_eq!(share(PercentStyle::Fraction, "7%"), value(7.0));
        assert_eq!(share(PercentStyle::Percent, "0.5%"), value(0.5));
        let doubt = |n, d| Checked::Doubtful(Value::Number(n), d);
        assert_eq!(
            share(PercentStyle::Fraction, "12"),
            doubt(12.0, Doubt::PerhapsPercent)
        );
        assert_eq!(
            share(PercentStyle::Percent, "0.12"),
            doubt(0.12, Doubt::PerhapsFraction)
        );
    }

    #[test]
    fn yes_and_no_but_not_unknown() {
        let flag =
            |text: &str| checker().check(Cell::Text(text.as_bytes()), &expected(FieldKind::Flag));
        assert_eq!(flag("是"), Checked::Value(Value::Flag(true)));
        assert_eq!(flag("否"), Checked::Value(Value::Flag(false)));
        assert_eq!(flag("不详"), Checked::Missing);
        assert_eq!(flag("也许"), Checked::Bad(Fault::NotAFlag));
    }

    proptest! {
        #[test]
        fn a_number_written_with_separators_reads_back(n in -1_000_000_000_000i64..1_000_000_000_000, cents in 0u8..100) {
            let mut digits = n.unsigned_abs().to_string();
            let mut at = digits.len();
            while at > 3 {
                at -= 3;
                digits.insert(at, ',');
            }
            let sign = if n < 0 { "-" } else { "" };
            let text = format!("{sign}{digits}.{cents:02}");
            let plain: f64 = format!("{n}.{cents:02}").parse().unwrap();
            let plain = if n == 0 && sign == "-" { -plain } else { plain };
            prop_assert_eq!(number(&text), value(plain));
            let wide: String = text.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
            prop_assert_eq!(number(&wide), value(plain));
        }

        #[test]
        fn any_float_printed_by_a_program_reads_back(n in prop::num::f64::NORMAL | prop::num::f64::ZERO) {
            prop_assert_eq!(number(&format!("{n:?}")), value(n));
        }

        #[test]
        fn no_text_makes_the_reader_fail(text in "\\PC{0,24}") {
            for kind in [FieldKind::Number, FieldKind::Date, FieldKind::Year, FieldKind::Flag, FieldKind::Word] {
                checker().check(Cell::Text(text.as_bytes()), &expected(kind));
            }
        }
    }
}
