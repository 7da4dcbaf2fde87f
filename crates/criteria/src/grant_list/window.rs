//! The time for objections.
//!
//! The day of opening does not count; a window that would end on a day of rest ends on the
//! next day that is none (Civil Code of China, articles 201 and 203). Which days are worked
//! is told by whoever asks.
//!
//! Must not know: calendars.

use crate::spec::Basis;
use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which days count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Counting {
    /// Days on which offices work.
    Working,
    /// All days.
    Calendar,
}

impl Counting {
    /// Its word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Calendar => "calendar",
        }
    }
}

/// The time for objections as the text of a rule sets it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ObjectionSpec {
    /// How many days at least; `null` when the text gives no number.
    pub days: Option<u32>,
    /// Which days count.
    pub counting: Counting,
    /// Where it stands.
    pub basis: Basis,
}

/// Who set the length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SetBy {
    /// The text of the rule.
    Rule,
    /// The person who made the list public.
    Operator,
}

impl SetBy {
    /// Its word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Operator => "operator",
        }
    }
}

/// One window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The day the list was made public.
    pub opened: NaiveDate,
    /// Length.
    pub days: u32,
    /// Which days count.
    pub counting: Counting,
    /// The calendar working days are counted by, `<pack>/<name>`.
    pub calendar: String,
    /// A year it falls in has not been announced when the list was made public.
    pub provisional: bool,
    /// The last day on which objections are taken.
    pub last: NaiveDate,
    /// Who set the length.
    pub set_by: SetBy,
}

/// Most days a window lasts.
pub const MOST_DAYS: u32 = 365;
/// Days looked at beyond which no working day is waited for.
const MOST_LOOKED_AT: usize = 5 * MOST_DAYS as usize;

/// How long a window is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    /// Days.
    pub days: u32,
    /// Which days count.
    pub counting: Counting,
}

impl Length {
    /// The last day of a window opened on a day; none when the length is 0 or beyond
    /// bounds, or work is never done.
    pub fn last(self, opened: NaiveDate, works: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
        if !(1..=MOST_DAYS).contains(&self.days) {
            return None;
        }
        let mut left = self.days;
        let after = opened.checked_add_days(Days::new(1))?.iter_days();
        for day in after.take(MOST_LOOKED_AT) {
            let worked = works(day);
            if left > 0 && (self.counting == Counting::Calendar || worked) {
                left -= 1;
            }
            if left == 0 && worked {
                return Some(day);
            }
        }
        None
    }
}

impl Window {
    /// True from the day after the last.
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.last < today
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Datelike;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn last(opened: &str, days: u32, counting: Counting, rest: &[&str]) -> String {
        let rest: Vec<_> = rest.iter().map(|text| day(text)).collect();
        let works =
            |day: NaiveDate| day.weekday().num_days_from_monday() < 5 && !rest.contains(&day);
        let last = Length { days, counting }.last(day(opened), works);
        last.unwrap().to_string()
    }

    /// Counted on the calendar of November 2026: the 23rd is a Monday.
    #[test]
    fn the_day_of_opening_does_not_count_and_weekends_do_not_either() {
        assert_eq!(last("2026-11-23", 5, Counting::Working, &[]), "2026-11-30");
        assert_eq!(last("2026-11-20", 1, Counting::Working, &[]), "2026-11-23");
        assert_eq!(last("2026-11-23", 4, Counting::Calendar, &[]), "2026-11-27");
        // The fifth day is a Saturday: it ends on Monday.
        assert_eq!(last("2026-11-23", 5, Counting::Calendar, &[]), "2026-11-30");
    }

    #[test]
    fn days_of_rest_lengthen_it() {
        let rest = [
            "2026-10-01",
            "2026-10-02",
            "2026-10-05",
            "2026-10-06",
            "2026-10-07",
        ];
        assert_eq!(
            last("2026-09-30", 1, Counting::Working, &rest),
            "2026-10-08"
        );
        assert_eq!(
            last("2026-09-30", 3, Counting::Calendar, &rest),
            "2026-10-08"
        );
    }

    #[test]
    fn a_length_without_sense_has_no_end() {
        let of = |days, opened, works: fn(NaiveDate) -> bool| {
            let counting = Counting::Working;
            Length { days, counting }.last(opened, works)
        };
        let monday = day("2026-11-23");
        assert!(of(0, monday, |_| true).is_none() && of(MOST_DAYS + 1, monday, |_| true).is_none());
        assert!(of(MOST_DAYS, monday, |_| true).is_some());
        assert!(of(1, NaiveDate::MAX, |_| true).is_none());
        assert!(of(1, monday, |_| false).is_none());
    }
}
