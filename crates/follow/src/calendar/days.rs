//! Counting working days.
//!
//! Method: the days the announcements speak of are laid out once with a running total,
//! so that counting is two look-ups and finding a day is one search by halves; whole
//! weeks before and after are counted by division. A term of days does not count the
//! day it begins on (Civil Code of China, article 201; the Administrative Licensing Law,
//! article 82, says that such terms count working days).

use super::check::sound;
use super::spec::YearSpec;
use super::{Calendar, Counted};
use chrono::{Datelike, Days, NaiveDate};

/// From the first to the last day the years speak of: is it worked?
pub(super) fn worked<'a>(
    rest: &[bool; 7],
    years: impl Iterator<Item = &'a YearSpec> + Clone,
) -> (NaiveDate, Vec<bool>) {
    let holidays = || years.clone().flat_map(sound);
    let ends = holidays().flat_map(|h| [h.from, h.last()]);
    let named = ends.chain(holidays().flat_map(|h| h.worked.iter().copied()));
    let (Some(low), Some(high)) = (named.clone().min(), named.max()) else {
        return (NaiveDate::default(), Vec::new());
    };
    let days = (high - low).num_days().max(0) as usize + 1;
    let days_from = |day: NaiveDate| (day - low).num_days() as usize;
    let mut worked: Vec<bool> = low
        .iter_days()
        .take(days)
        .map(|day| !rests(rest, day))
        .collect();
    for holiday in holidays() {
        worked[days_from(holiday.from)..=days_from(holiday.last())].fill(false);
    }
    for day in holidays().flat_map(|h| &h.worked) {
        worked[days_from(*day)] = true;
    }
    (low, worked)
}

/// How many are worked before each day, and at the end.
pub(super) fn running_total(worked: &[bool]) -> Vec<u32> {
    let mut total = 0;
    let before = worked.iter().map(|works| {
        let before = total;
        total += u32::from(*works);
        before
    });
    let mut all: Vec<u32> = before.collect();
    if !all.is_empty() {
        all.push(total);
    }
    all
}

fn rests(rest: &[bool; 7], day: NaiveDate) -> bool {
    rest[day.weekday().num_days_from_monday() as usize]
}

impl Calendar {
    /// Whether a day is worked.
    pub fn works(&self, day: NaiveDate) -> Counted<bool> {
        let works = match self.place(day) {
            Some(at) => self.worked_before[at + 1] > self.worked_before[at],
            None => !rests(&self.rest, day),
        };
        self.counted(works, day, day)
    }

    /// Working days from a day up to another, the other not counted; below zero when the
    /// other lies before.
    pub fn working_days(&self, from: NaiveDate, until: NaiveDate) -> Counted<i64> {
        let days = self.before(until) - self.before(from);
        self.counted(days, from, until)
    }

    /// The day a term of working days ends that begins on a day: that day is not
    /// counted. A term of none ends on the day itself. `None` when no day of the week is
    /// worked or the end lies beyond all dates.
    pub fn after_working_days(&self, from: NaiveDate, days: u32) -> Option<Counted<NaiveDate>> {
        if days == 0 {
            return Some(self.counted(from, from, from));
        }
        let next = from.succ_opt()?;
        let end = self.nth_from(next, u64::from(days))?;
        Some(self.counted(end, from, end))
    }

    /// The first working day from a day on, that day counted.
    pub fn next_working_day(&self, from: NaiveDate) -> Option<NaiveDate> {
        self.nth_from(from, 1)
    }

    /// The n-th working day from a day on, that day counted; n from 1.
    pub(super) fn nth_from(&self, from: NaiveDate, n: u64) -> Option<NaiveDate> {
        let wanted = self.before(from) + i64::try_from(n).ok()?;
        if wanted <= 0 {
            return self.nth_by_week(from, n);
        }
        let at = self
            .worked_before
            .partition_point(|before| i64::from(*before) < wanted);
        if at < self.worked_before.len() {
            return self.first.checked_add_days(Days::new(at as u64 - 1));
        }
        let start = from.max(self.end());
        let left = u64::try_from(wanted - self.before(start)).ok()?;
        self.nth_by_week(start, left)
    }

    /// The same where the week alone decides.
    fn nth_by_week(&self, from: NaiveDate, n: u64) -> Option<NaiveDate> {
        let worked_a_week = self.rest.iter().filter(|rests| !**rests).count() as u64;
        let whole = n.checked_sub(1)?.checked_div(worked_a_week)?;
        let start = from.checked_add_days(Days::new(whole.checked_mul(7)?))?;
        let left = (n - whole * worked_a_week) as usize;
        let mut days = start.iter_days().filter(|day| !rests(&self.rest, *day));
        days.nth(left - 1)
    }

    /// Working days from the first laid-out day up to a day; below zero before it.
    pub(super) fn before(&self, day: NaiveDate) -> i64 {
        if day < self.first {
            return -self.by_week(day, self.first);
        }
        let total = |at: usize| i64::from(self.worked_before[at]);
        match self.place(day) {
            Some(at) => total(at),
            None => {
                let all = self.worked_before.last().copied().map_or(0, i64::from);
                all + self.by_week(self.end(), day)
            }
        }
    }

    fn by_week(&self, from: NaiveDate, until: NaiveDate) -> i64 {
        let days = (until - from).num_days();
        let worked_a_week = self.rest.iter().filter(|rests| !**rests).count() as i64;
        let start = from.weekday().num_days_from_monday() as usize;
        let odd = (0..(days % 7) as usize).filter(|more| !self.rest[(start + more) % 7]);
        days / 7 * worked_a_week + odd.count() as i64
    }

    /// Where a day is laid out.
    fn place(&self, day: NaiveDate) -> Option<usize> {
        let at = usize::try_from((day - self.first).num_days()).ok()?;
        (at + 1 < self.worked_before.len()).then_some(at)
    }

    /// The first day after those laid out.
    fn end(&self) -> NaiveDate {
        let days = self.worked_before.len().saturating_sub(1) as u64;
        self.first
            .checked_add_days(Days::new(days))
            .unwrap_or(NaiveDate::MAX)
    }
}
