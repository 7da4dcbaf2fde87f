//! How far long work is, and whether it is to stop: told by whoever works, asked by
//! whoever waits.
//!
//! Must not know: what is being done.

use crate::call::{Answer, App};
use crate::error::{AppError, Kind};
use julin_model::Diagnostic;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Rows of a list that is wanted whole: one more than a sheet holds beside its headings, so
/// that what does not fit is told and never cut.
pub const WHOLE: usize = 1_048_576;
/// Rows between two looks at whether to stop.
const STRIDE: usize = 64;

/// How far something is.
#[derive(Debug, Default)]
pub struct Pace {
    done: AtomicU64,
    total: AtomicU64,
    stop: AtomicBool,
}

impl Pace {
    /// Tells how far it is; a total of 0 is not known yet.
    pub fn tell(&self, done: u64, total: u64) {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// Steps done, and steps in all; 0 until known.
    pub fn progress(&self) -> (u64, u64) {
        let read = |of: &AtomicU64| of.load(Ordering::Relaxed);
        (read(&self.done), read(&self.total))
    }

    /// Asks it to stop; it does so at its next step.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// True once it was asked to stop.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Tells how far it is and fails when it is to stop.
    pub fn step(&self, done: usize, total: usize) -> Answer<()> {
        if done.is_multiple_of(STRIDE) {
            self.tell(done as u64, total as u64);
            if self.is_stopped() {
                let stopped = Diagnostic::error("app.stopped");
                return Err(AppError::new(Kind::Conflict, stopped));
            }
        }
        Ok(())
    }
}

/// Does something; a panic in it is a failure like any other.
pub(crate) fn caught<T>(work: impl FnOnce() -> Answer<T>) -> Answer<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(AppError::internal("panic")))
}

impl App {
    /// The same application for somebody who waits for a file: lists are whole, tell how
    /// far they are, and can be stopped.
    #[must_use]
    pub fn for_file(&self, pace: &Arc<Pace>) -> Self {
        Self {
            pace: Some(pace.clone()),
            ..self.clone()
        }
    }

    /// How many rows of a list to read, where a page shows so many.
    pub(crate) fn most(&self, on_a_page: usize) -> usize {
        self.pace.as_ref().map_or(on_a_page, |_| WHOLE)
    }

    /// Tells whoever waits for a file how many rows are read. Reading them is the first
    /// half of the work, writing them the other.
    pub(crate) fn step(&self, done: usize, rows: usize) -> Answer<()> {
        let pace = self.pace.as_ref();
        pace.map_or(Ok(()), |pace| pace.step(done, 2 * rows))
    }
}
