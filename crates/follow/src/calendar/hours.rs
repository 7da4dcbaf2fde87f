//! Counting time within working days.

use super::{Calendar, Counted};
use chrono::{NaiveDateTime, NaiveTime, TimeDelta, Timelike};

/// Seconds of a day.
pub(super) const DAY: u32 = 86_400;

/// When in a working day work is done: spans of seconds from midnight, in order, apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    spans: Vec<(u32, u32)>,
    total: u32,
}

impl Hours {
    /// The spans, those that touch made one; the whole day when there are none.
    pub fn new(spans: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut given: Vec<(u32, u32)> = spans.into_iter().collect();
        given.sort_unstable();
        let mut spans: Vec<(u32, u32)> = Vec::new();
        for (from, until) in given {
            match spans.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(until),
                _ => spans.push((from, until)),
            }
        }
        if spans.is_empty() {
            spans.push((0, DAY));
        }
        let total = spans.iter().map(|(from, until)| until - from).sum();
        Self { spans, total }
    }

    /// Seconds of work in a working day.
    pub fn total(&self) -> u32 {
        self.total
    }

    /// Seconds of work before a time of day.
    fn before(&self, time: NaiveTime) -> u32 {
        let now = time.num_seconds_from_midnight();
        let part = |&(from, until): &(u32, u32)| now.clamp(from, until) - from;
        self.spans.iter().map(part).sum()
    }

    /// Seconds from midnight at which so much work is done; `work` from 1 to the total.
    fn at(&self, work: u32) -> u32 {
        let mut left = work;
        for (from, until) in &self.spans {
            let long = until - from;
            if left <= long {
                return from + left;
            }
            left -= long;
        }
        DAY
    }
}

impl Calendar {
    /// Seconds of work from one time to another; below zero when the other lies before.
    pub fn working_seconds(&self, from: NaiveDateTime, until: NaiveDateTime) -> Counted<i64> {
        let days = self.before(until.date()) - self.before(from.date());
        let whole = days * i64::from(self.hours.total);
        let seconds = whole - self.done_on_day(from) + self.done_on_day(until);
        self.counted(seconds, from.date(), until.date())
    }

    /// The earliest time at which so much work can have been done since another time.
    /// `None` when that lies beyond all dates.
    pub fn after_working_seconds(
        &self,
        from: NaiveDateTime,
        seconds: u64,
    ) -> Option<Counted<NaiveDateTime>> {
        if seconds == 0 {
            return Some(self.counted(from, from.date(), from.date()));
        }
        let done = u64::try_from(self.done_on_day(from)).ok()?;
        let (wanted, a_day) = (done.checked_add(seconds)?, u64::from(self.hours.total));
        let whole = (wanted - 1) / a_day;
        let day = self.nth_from(from.date(), whole + 1)?;
        let rest = u32::try_from(wanted - whole * a_day).ok()?;
        let at = TimeDelta::seconds(i64::from(self.hours.at(rest)));
        let end = day.and_time(NaiveTime::MIN).checked_add_signed(at)?;
        Some(self.counted(end, from.date(), day))
    }

    fn done_on_day(&self, at: NaiveDateTime) -> i64 {
        if !self.works(at.date()).value {
            return 0;
        }
        i64::from(self.hours.before(at.time()))
    }
}
