//! Time comes in through the call. This is the only place that asks the machine.

use chrono::{DateTime, TimeDelta, Utc};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place where time enters")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A clock that stands still, for tests and replays.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub DateTime<Utc>);

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

/// A clock whose hands are put by hand, for tests; it may go on a little with each reading,
/// so that what is later shows a later time.
#[derive(Debug)]
pub struct HandClock {
    now: Mutex<DateTime<Utc>>,
    step: TimeDelta,
}

impl HandClock {
    /// A clock at a time that goes on so far with each reading.
    pub fn new(now: DateTime<Utc>, step: TimeDelta) -> Self {
        let now = Mutex::new(now);
        Self { now, step }
    }

    /// Puts it to a time.
    pub fn set(&self, now: DateTime<Utc>) {
        *self.hands() = now;
    }

    /// Puts it on.
    pub fn put_on(&self, by: TimeDelta) {
        *self.hands() += by;
    }

    fn hands(&self) -> MutexGuard<'_, DateTime<Utc>> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for HandClock {
    fn now(&self) -> DateTime<Utc> {
        let mut now = self.hands();
        *now += self.step;
        *now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_put_by_hand_goes_on_with_each_reading() {
        let noon: DateTime<Utc> = DateTime::UNIX_EPOCH + TimeDelta::hours(12);
        let clock = HandClock::new(noon, TimeDelta::seconds(1));
        assert_eq!(clock.now(), noon + TimeDelta::seconds(1));
        clock.put_on(TimeDelta::hours(1));
        assert_eq!(clock.now(), noon + TimeDelta::seconds(3602));
        clock.set(noon);
        assert_eq!(clock.now(), noon + TimeDelta::seconds(1));
    }
}
