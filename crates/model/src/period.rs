//! The time a value is about: a year, half-year, quarter, month, day, or a span of them.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Why a text is not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a period: write 2024, 2024-H1, 2024-Q3, 2024-05, 2024-05-31 or 2021/2025")]
pub struct BadPeriod(pub String);

/// A period with first and last day, written the way it was given.
///
/// `2024` · `2024-H1` · `2024-Q3` · `2024-05` · `2024-05-31` · `2021/2025`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// A calendar year.
    Year(i32),
    /// A half-year, 1 or 2.
    Half(i32, u8),
    /// A quarter, 1 to 4.
    Quarter(i32, u8),
    /// A month, 1 to 12.
    Month(i32, u8),
    /// One day: the state on that day.
    Day(NaiveDate),
    /// From the first day of one simple period to the last day of another.
    Span(NaiveDate, NaiveDate),
}

impl Period {
    /// First day.
    pub fn first(self) -> NaiveDate {
        match self {
            Self::Year(y) => day(y, 1, 1),
            Self::Half(y, h) => day(y, u32::from(h) * 6 - 5, 1),
            Self::Quarter(y, q) => day(y, u32::from(q) * 3 - 2, 1),
            Self::Month(y, m) => day(y, u32::from(m), 1),
            Self::Day(d) => d,
            Self::Span(from, _) => from,
        }
    }

    /// Last day.
    pub fn last(self) -> NaiveDate {
        match self {
            Self::Year(y) => day(y, 12, 31),
            Self::Half(y, h) => month_end(y, u32::from(h) * 6),
            Self::Quarter(y, q) => month_end(y, u32::from(q) * 3),
            Self::Month(y, m) => month_end(y, u32::from(m)),
            Self::Day(d) => d,
            Self::Span(_, to) => to,
        }
    }

    /// The year the period ends in: the year a figure is ranked under.
    pub fn year(self) -> i32 {
        self.last().year()
    }

    /// True when every day of `other` lies in this period.
    pub fn contains(self, other: Self) -> bool {
        self.first() <= other.first() && other.last() <= self.last()
    }

    fn parse_simple(text: &str) -> Option<Self> {
        let year: i32 = text
            .get(..4)
            .filter(|y| y.bytes().all(|b| b.is_ascii_digit()))?
            .parse()
            .ok()?;
        if year == 0 {
            return None;
        }
        let Some(rest) = text.get(4..).filter(|rest| !rest.is_empty()) else {
            return Some(Self::Year(year));
        };
        let rest = rest.strip_prefix('-')?;
        match (rest.as_bytes().first()?, rest.len()) {
            (b'H', 2) => rest[1..]
                .parse()
                .ok()
                .filter(|h| (1..=2).contains(h))
                .map(|h| Self::Half(year, h)),
            (b'Q', 2) => rest[1..]
                .parse()
                .ok()
                .filter(|q| (1..=4).contains(q))
                .map(|q| Self::Quarter(year, q)),
            (_, 2) => rest
                .parse()
                .ok()
                .filter(|m| (1..=12).contains(m))
                .map(|m| Self::Month(year, m)),
            (_, 5) => NaiveDate::parse_from_str(text, "%Y-%m-%d")
                .ok()
                .map(Self::Day),
            _ => None,
        }
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MAX)
}

fn month_end(year: i32, month: u32) -> NaiveDate {
    let next = if month == 12 {
        day(year + 1, 1, 1)
    } else {
        day(year, month + 1, 1)
    };
    next.pred_opt().unwrap_or(NaiveDate::MAX)
}

impl FromStr for Period {
    type Err = BadPeriod;
    fn from_str(text: &str) -> Result<Self, BadPeriod> {
        let bad = || BadPeriod(text.to_owned());
        let Some((from, to)) = text.split_once('/') else {
            return Self::parse_simple(text).ok_or_else(bad);
        };
        let ends = Self::parse_simple(from).zip(Self::parse_simple(to));
        let (from, to) = ends.map(|(f, t)| (f.first(), t.last())).ok_or_else(bad)?;
        if from <= to {
            Ok(Self::Span(from, to))
        } else {
            Err(bad())
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Year(y) => write!(f, "{y:04}"),
            Self::Half(y, h) => write!(f, "{y:04}-H{h}"),
            Self::Quarter(y, q) => write!(f, "{y:04}-Q{q}"),
            Self::Month(y, m) => write!(f, "{y:04}-{m:02}"),
            Self::Day(d) => write!(f, "{d}"),
            Self::Span(from, to) if whole_years(from, to) => {
                write!(f, "{:04}/{:04}", from.year(), to.year())
            }
            Self::Span(from, to) => write!(f, "{from}/{to}"),
        }
    }
}

fn whole_years(from: NaiveDate, to: NaiveDate) -> bool {
    from.ordinal() == 1 && to.month() == 12 && to.day() == 31
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = BadPeriod;
    fn try_from(text: String) -> Result<Self, BadPeriod> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_reads_back_as_written() {
        for text in [
            "2024",
            "2024-H1",
            "2024-Q3",
            "2024-05",
            "2024-02-29",
            "2021/2025",
            "2024-03-01/2024-04-30",
        ] {
            let period: Period = text.parse().unwrap();
            assert_eq!(period.to_string(), text);
            assert!(period.first() <= period.last());
        }
    }

    #[test]
    fn impossible_periods_are_refused() {
        for text in [
            "",
            "24",
            "2024-13",
            "2024-Q5",
            "2023-02-29",
            "2025/2021",
            "2024-",
            "年2024",
            "0000",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_year_contains_its_quarters_and_no_other() {
        let year: Period = "2024".parse().unwrap();
        assert!(year.contains("2024-Q4".parse().unwrap()));
        assert!(!year.contains("2023/2024".parse().unwrap()));
    }

    #[test]
    fn months_end_on_the_right_day() {
        let ends = ["2024-02", "2023-02", "2024-H1", "2024-Q4"]
            .map(|p| p.parse::<Period>().unwrap().last().to_string());
        assert_eq!(
            ends,
            ["2024-02-29", "2023-02-28", "2024-06-30", "2024-12-31"]
        );
    }
}
