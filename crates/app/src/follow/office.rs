//! The office a workflow runs in: its calendar, its time.

use crate::call::App;
use chrono::{DateTime, NaiveDateTime, SubsecRound, Utc};
use julin_follow::{Calendar, CalendarSpec, WorkflowSpec};

/// An office.
#[derive(Debug, Clone)]
pub struct Office {
    /// When it works.
    pub calendar: Calendar,
}

impl Office {
    /// The office of a workflow: the calendar it names, else that of its pack, else five
    /// days a week.
    pub(crate) fn of(app: &App, workflow: &str, spec: &WorkflowSpec) -> Self {
        let calendar = app.packs.calendar_of_workflow(workflow, spec);
        Self { calendar }
    }

    /// An office no pack says anything about.
    pub(crate) fn plain() -> Self {
        Self {
            calendar: Calendar::new(&CalendarSpec::five_days(), None),
        }
    }

    /// The time its clocks show now.
    pub fn now(&self, app: &App) -> NaiveDateTime {
        self.calendar.local(app.clock.now().trunc_subsecs(0))
    }

    /// The instant of a time its clocks show.
    pub fn instant(&self, local: NaiveDateTime) -> DateTime<Utc> {
        self.calendar.instant(local)
    }
}
