//! Working days and working time: which days an office works, and from when to when.
//!
//! Reading order: [`spec`] (a calendar as people write it), [`check`] (what is wrong
//! with one), [`days`] (counting days), [`hours`] (counting time within them).
//!
//! A year nobody has published anything for is counted by the week alone, and every
//! answer that touches such a year says that it is provisional.
//!
//! Must not know: what the time is counted for.

mod check;
mod days;
mod hours;
pub mod spec;

pub use check::check_calendar;
pub use hours::Hours;
pub use spec::CalendarSpec;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, Offset, Utc};
use std::collections::BTreeSet;

/// A calendar made ready for counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Rest by day of the week, Monday first.
    rest: [bool; 7],
    /// The first day of `worked_before`.
    first: NaiveDate,
    /// How many days are worked from `first` up to a day, that day not counted. Covers
    /// the days the years speak of; beyond them the week alone decides.
    worked_before: Vec<u32>,
    /// Years that have been published.
    published: BTreeSet<i32>,
    hours: Hours,
    /// How far its clocks are ahead of universal time.
    offset: FixedOffset,
}

/// An answer, and whether it rests on a year that has not been published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted<T> {
    /// The answer.
    pub value: T,
    /// A year it rests on has not been published: it may still change.
    pub provisional: bool,
}

impl Calendar {
    /// Makes a calendar ready. A calendar `like` another has that one's years and weekly
    /// rest where it gives none of its own. What [`check_calendar`] finds wrong is left
    /// out.
    pub fn new(spec: &CalendarSpec, like: Option<&CalendarSpec>) -> Self {
        let mut rest = [false; 7];
        let days = spec.rest.as_ref();
        let days = days.or_else(|| like.and_then(|base| base.rest.as_ref()));
        for day in days.into_iter().flatten() {
            rest[day.number()] = true;
        }
        let years = || {
            let base = like.iter().flat_map(|base| &base.years);
            base.chain(&spec.years)
        };
        let published = years().filter(|year| !year.provisional);
        let published = published.map(|year| year.year).collect();
        let hours = Hours::new(spec.hours.iter().filter_map(|span| span.read()));
        let (first, worked) = days::worked(&rest, years());
        let offset = spec.read_offset().or_else(|| like?.read_offset());
        Self {
            rest,
            first,
            worked_before: days::running_total(&worked),
            published,
            hours,
            offset: offset.unwrap_or(Utc.fix()),
        }
    }

    /// The time its clocks show at an instant.
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        at.with_timezone(&self.offset).naive_local()
    }

    /// The instant at which its clocks show a time.
    pub fn instant(&self, local: NaiveDateTime) -> DateTime<Utc> {
        (local - self.offset).and_utc()
    }

    /// When in a working day work is done.
    pub fn hours(&self) -> &Hours {
        &self.hours
    }

    fn counted<T>(&self, value: T, from: NaiveDate, until: NaiveDate) -> Counted<T> {
        let (from, until) = (from.min(until).year(), from.max(until).year());
        let provisional = (from..=until).any(|year| !self.published.contains(&year));
        Counted { value, provisional }
    }
}
