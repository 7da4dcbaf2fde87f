//! How many a rule reaches on several days: the ends of the last quarters by what was
//! known then, the day asked about, and the ends of the next quarters if nothing but the
//! time changes.

use super::audience::ask_all;
use super::origin::Scope;
use super::rule::compiled;
use super::rules::day;
use crate::call::{Answer, App, Call};
use crate::contract::{AudienceAt, AudienceOverTime, Reach};
use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, Utc};

/// How many quarters back and ahead.
const QUARTERS: (u32, u32) = (4, 2);

/// Which rule, around which day.
#[derive(Debug, Clone, Default)]
pub struct AudienceOverTimeInput {
    /// `<pack>/<name>`.
    pub rule: String,
    /// `2026` or `2026-04-01`; today when not given.
    pub as_of: Option<String>,
    /// Past days by all that is known now, instead of by what was known then.
    pub with_hindsight: bool,
}

/// The counts of the days, in order.
pub fn audience_over_time(
    app: &App,
    _call: &Call,
    input: &AudienceOverTimeInput,
) -> Answer<AudienceOverTime> {
    let as_of = day(app, input.as_of.as_deref())?;
    let rule = compiled(app, &input.rule)?;
    let today = app.today();
    let known_at = |on: NaiveDate| match on < today && !input.with_hindsight {
        true => Some(end_of(on)),
        false => None,
    };
    app.store.read(|tx| {
        let mut days = Vec::new();
        for on in days_around(as_of) {
            let known_at = known_at(on);
            let scope = Scope {
                data: None,
                as_of: on,
                known_at,
            };
            let asked = ask_all(app, tx, rule, scope)?;
            days.push(AudienceAt {
                day: on,
                known_then: known_at.is_some(),
                counts: Reach::ALL.map(|reach| asked.count(reach)),
            });
        }
        Ok(AudienceOverTime {
            as_of,
            with_hindsight: input.with_hindsight,
            days,
        })
    })
}

/// The last moment of a day.
fn end_of(day: NaiveDate) -> DateTime<Utc> {
    let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
    day.and_time(last).and_utc()
}

/// Ends of quarters around a day, with the day itself.
fn days_around(day: NaiveDate) -> Vec<NaiveDate> {
    let month = day.month0() / 3 * 3 + 1;
    let first = NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
    // The end of the quarter that begins so many quarters after the one before this.
    let before = |quarters: u32| first.checked_sub_months(Months::new(3 * quarters));
    let after = |quarters: u32| first.checked_add_months(Months::new(3 * quarters));
    let back = (0..QUARTERS.0).rev().filter_map(before);
    let ahead = (1..=QUARTERS.1).filter_map(after);
    let mut days: Vec<_> = back
        .chain(ahead)
        .filter_map(|first| first.pred_opt())
        .collect();
    days.push(day);
    days.sort_unstable();
    days.dedup();
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(day: &str) -> Vec<String> {
        let day = day.parse().unwrap();
        days_around(day).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_days_are_ends_of_quarters_and_the_day_itself() {
        assert_eq!(
            around("2026-11-22"),
            [
                "2025-12-31",
                "2026-03-31",
                "2026-06-30",
                "2026-09-30",
                "2026-11-22",
                "2026-12-31",
                "2027-03-31"
            ]
        );
        // The end of a quarter stands once.
        assert_eq!(
            around("2026-12-31"),
            [
                "2025-12-31",
                "2026-03-31",
                "2026-06-30",
                "2026-09-30",
                "2026-12-31",
                "2027-03-31"
            ]
        );
        assert!(!around("0001-01-01").is_empty());
    }
}
