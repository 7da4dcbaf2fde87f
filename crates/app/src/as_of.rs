//! The day an answer is as of, from a year or a day as typed.

use crate::error::AppError;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use julin_model::{Diagnostic, Period};

/// A year or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    /// The last day that counts.
    pub day: NaiveDate,
    whole_year: bool,
}

impl AsOf {
    /// Reads `2025` or `2025-03-28`; the year of `today` when nothing is given.
    pub fn parse(text: Option<&str>, today: NaiveDate) -> Result<Self, AppError> {
        let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
            return Ok(Self::year(today.year()));
        };
        match text.parse::<Period>() {
            Ok(Period::Year(year)) => Ok(Self::year(year)),
            Ok(period) => Ok(Self {
                day: period.last(),
                whole_year: false,
            }),
            Err(_) => Err(AppError::invalid(
                Diagnostic::error("app.bad-as-of").with("text", text),
            )),
        }
    }

    /// The whole of a year.
    pub fn year(year: i32) -> Self {
        Self {
            day: Period::Year(year).last(),
            whole_year: true,
        }
    }

    /// As typed: the year alone when the whole year counts.
    pub fn text(self) -> String {
        if self.whole_year {
            self.day.year().to_string()
        } else {
            self.day.to_string()
        }
    }
}

/// Reads a moment: RFC 3339, or a day (its end).
pub fn moment(text: &str) -> Result<DateTime<Utc>, AppError> {
    let day_end = || {
        text.parse::<NaiveDate>()
            .ok()?
            .and_hms_opt(23, 59, 59)
            .map(|t| t.and_utc())
    };
    let parsed = DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|t| t.with_timezone(&Utc))
        .or_else(day_end);
    parsed.ok_or_else(|| AppError::invalid(Diagnostic::error("app.bad-moment").with("text", text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_counts_to_its_last_day() {
        let today = "2026-11-22".parse().unwrap();
        let read = |text| AsOf::parse(text, today).map(|a| (a.day.to_string(), a.text()));
        assert_eq!(read(Some("2025")), Ok(("2025-12-31".into(), "2025".into())));
        assert_eq!(
            read(Some("2025-03-28")),
            Ok(("2025-03-28".into(), "2025-03-28".into()))
        );
        assert_eq!(read(None), Ok(("2026-12-31".into(), "2026".into())));
        assert!(read(Some("last year")).is_err());
    }

    #[test]
    fn a_moment_is_a_time_or_the_end_of_a_day() {
        assert_eq!(
            moment("2026-11-22").unwrap().to_rfc3339(),
            "2026-11-22T23:59:59+00:00"
        );
        assert_eq!(
            moment("2026-11-22T08:00:00+08:00").unwrap().to_rfc3339(),
            "2026-11-22T00:00:00+00:00"
        );
        assert!(moment("yesterday").is_err());
    }
}
