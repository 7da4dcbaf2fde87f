//! Days: spreadsheet serial numbers, ISO, Chinese and slashed forms.

use super::number::plain_number;
use super::{Checked, Doubt, Fault};
use chrono::NaiveDate;
use julin_model::Value;
use unicode_normalization::UnicodeNormalization;

/// A day of the spreadsheet's calendar: days since 1899-12-30, from 1954 to 2119.
pub(super) fn serial_date(n: f64) -> Option<NaiveDate> {
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
pub(super) fn written_date(text: &str) -> Checked {
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
