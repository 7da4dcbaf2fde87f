//! The office a workflow runs in: its calendar, its time.

use crate::call::App;
use chrono::{DateTime, NaiveDateTime, SubsecRound, Utc};
use julin_follow::calendar::spec::DayOfWeek;
use julin_follow::{Calendar, CalendarSpec, WorkflowSpec};
use julin_model::Text;

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
        let named = spec.calendar.as_ref().and_then(|id| app.packs.calendar(id));
        let of_pack = || {
            let pack = app.packs.workflow(workflow)?.pack;
            app.packs.calendar(&app.packs.calendar_of(pack)?.id)
        };
        let calendar = named.or_else(of_pack).unwrap_or_else(five_days);
        Self { calendar }
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

fn five_days() -> Calendar {
    let spec = CalendarSpec {
        title: Text::default(),
        like: None,
        offset: None,
        rest: Some(vec![DayOfWeek::Saturday, DayOfWeek::Sunday]),
        hours: Vec::new(),
        years: Vec::new(),
    };
    Calendar::new(&spec, None)
}
