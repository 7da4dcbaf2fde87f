//! Numbers as people and programs write them, and how a column writes shares.

use super::{Checked, Doubt, Expected, Fault};
use crate::mapping::PercentStyle;
use crate::read::row::{Cell, trim};
use julin_model::Value;
use unicode_normalization::UnicodeNormalization;

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

pub(super) fn number_value(number: f64, marked: bool, expected: &Expected) -> Checked {
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
pub(crate) fn as_percent(fraction: f64) -> f64 {
    let percent = fraction * 100.0;
    let rounded = (percent * 1e10).round() / 1e10;
    if (rounded - percent).abs() < 1e-9 {
        rounded
    } else {
        percent
    }
}

pub(super) fn looks_fraction(number: f64) -> bool {
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
