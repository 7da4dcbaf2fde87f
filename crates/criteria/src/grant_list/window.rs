//! The time for objections.
//!
//! The day of opening does not count; a window that would end on a day of rest ends on the
//! next day that is none (Civil Code of China, articles 201 and 203). Saturdays, Sundays
//! and the days named are days of rest. Weekend days declared working days are not known
//! here and count as rest: a window can come out too long, never too short.

use crate::spec::Basis;
use chrono::{Datelike, Days, NaiveDate, Weekday};
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
    /// Days of rest beside Saturdays and Sundays, in order.
    pub rest: Vec<NaiveDate>,
    /// The last day on which objections are taken.
    pub last: NaiveDate,
    /// Who set the length.
    pub set_by: SetBy,
}

/// Most days a window lasts and days of rest named.
pub const MOST_DAYS: u32 = 365;

impl Window {
    /// A window; none when the length is 0 or beyond bounds.
    pub fn new(
        opened: NaiveDate,
        days: u32,
        counting: Counting,
        mut rest: Vec<NaiveDate>,
        set_by: SetBy,
    ) -> Option<Self> {
        rest.sort_unstable();
        rest.dedup();
        if !(1..=MOST_DAYS).contains(&days) || rest.len() > MOST_DAYS as usize {
            return None;
        }
        let rests = |day: NaiveDate| {
            matches!(day.weekday(), Weekday::Sat | Weekday::Sun) || rest.contains(&day)
        };
        let next = |day: NaiveDate| day.checked_add_days(Days::new(1));
        let mut last = opened;
        let mut left = days;
        while left > 0 {
            last = next(last)?;
            if counting == Counting::Calendar || !rests(last) {
                left -= 1;
            }
        }
        while rests(last) {
            last = next(last)?;
        }
        Some(Self {
            opened,
            days,
            counting,
            rest,
            last,
            set_by,
        })
    }

    /// True from the day after the last.
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.last < today
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn last(opened: &str, days: u32, counting: Counting, rest: &[&str]) -> String {
        let rest = rest.iter().map(|text| day(text)).collect();
        let window = Window::new(day(opened), days, counting, rest, SetBy::Operator);
        window.unwrap().last.to_string()
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
    fn days_of_rest_that_are_named_lengthen_it() {
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
    fn a_length_without_sense_is_none() {
        let of = |days| {
            Window::new(
                day("2026-11-23"),
                days,
                Counting::Working,
                vec![],
                SetBy::Rule,
            )
        };
        assert!(of(0).is_none() && of(MOST_DAYS + 1).is_none());
        assert!(of(MOST_DAYS).is_some());
        let late = Window::new(NaiveDate::MAX, 1, Counting::Calendar, vec![], SetBy::Rule);
        assert!(late.is_none());
    }
}
