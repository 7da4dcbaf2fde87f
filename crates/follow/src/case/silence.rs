//! Silence: how long nothing was heard, and which step of asking that is.
//!
//! Steps are taken one by one, each on its day, or, where nobody looked on that day, as
//! many days after the step before as lie between the two: nobody is given up who was
//! not asked, however old a case is when it is first written down.
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
    /// Steps of asking that are reached: those taken, and the one that is due.
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
    let steps = spec.after_days.as_slice();
    let due = |step: u32| due_on(steps, case, step);
    let asked = case.asked.min(steps.len() as u32);
    let reached = match due(asked) {
        Some(day) if day <= today => asked + 1,
        _ => asked,
    };
    Some(Silence {
        days,
        heard,
        reached,
        steps: steps.len() as u32,
        next: due(reached),
    })
}

/// The day of the step that comes after so many.
fn due_on(steps: &[u32], case: &Case, taken: u32) -> Option<NaiveDate> {
    let taken = usize::try_from(taken).ok()?;
    let wanted = *steps.get(taken)?;
    let own = later(case.heard.date(), wanted)?;
    let before = taken.checked_sub(1).and_then(|place| steps.get(place));
    match before {
        Some(before) if case.asked > 0 && own <= case.asked_on => {
            later(case.asked_on, wanted.saturating_sub(*before))
        }
        _ => Some(own),
    }
}

fn later(day: NaiveDate, days: u32) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(days.into()))
}
