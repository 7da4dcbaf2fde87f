//! Silence: how long nothing was heard, and which step of asking that is.
//!
//! Must not know: who is asked.

use super::Case;
use crate::workflow::Workflow;
use chrono::{Days, NaiveDate};
use serde::Serialize;

/// How silent a case is on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Silence {
    /// Days without a sign of life.
    pub days: u32,
    /// The last day something was heard.
    pub heard: NaiveDate,
    /// Steps of asking that are reached.
    pub reached: u32,
    /// Steps there are.
    pub steps: u32,
    /// The day of the next step.
    pub next: Option<NaiveDate>,
}

impl Silence {
    /// True once the first step is reached.
    pub fn is_stale(&self) -> bool {
        self.reached > 0
    }

    /// True once the last step is reached.
    pub fn is_given_up(&self) -> bool {
        self.reached == self.steps
    }
}

/// How silent a case is; none where silence does not count.
pub fn silence(workflow: &Workflow, case: &Case, today: NaiveDate) -> Option<Silence> {
    let spec = workflow.spec.silence.as_ref()?;
    let counts = match spec.within.is_empty() {
        true => !case.is_over(),
        false => spec.within.contains(&case.state),
    };
    if !counts {
        return None;
    }
    let heard = case.heard.date();
    let days = u32::try_from((today - heard).num_days()).unwrap_or(0);
    let reached = spec.after_days.iter().filter(|step| **step <= days).count();
    let next = spec.after_days.get(reached);
    Some(Silence {
        days,
        heard,
        reached: reached as u32,
        steps: spec.after_days.len() as u32,
        next: next.and_then(|days| heard.checked_add_days(Days::new((*days).into()))),
    })
}
