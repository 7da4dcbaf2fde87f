//! Calendars of the packs: what is wrong with one, one ready for counting, its cases.

use super::cases::{broken, read};
use super::{Loaded, Packs};
use chrono::{NaiveDate, NaiveDateTime};
use julin_follow::calendar::check_calendar;
use julin_follow::{Calendar, CalendarSpec};
use julin_model::Diagnostic;
use julin_pack::{Case, Category, Document, View};
use serde::Deserialize;
use serde_json::{Value, json};

/// Everything wrong with a calendar.
pub(super) fn check_calendar_document(
    document: &Document<CalendarSpec>,
    view: &View<'_>,
) -> Vec<Diagnostic> {
    let spec = &document.value;
    let own = check_calendar(spec).into_iter();
    let mut found: Vec<Diagnostic> = own
        .map(|(path, found)| found.at(document.place(&path)))
        .collect();
    if let Some(like) = &spec.like {
        let place = || document.place("like");
        found.extend(view.check(Category::Document, &format!("calendars:{like}"), place));
    }
    for (y, year) in spec.years.iter().enumerate() {
        if let Some(key) = &year.reference {
            let id = format!("{}.{key}", view.pack);
            let place = || document.place(&format!("years.{y}.reference"));
            found.extend(view.check(Category::Source, &id, place));
        }
    }
    found
}

impl Packs {
    /// A calendar ready for counting, by `<pack>/<name>`.
    pub fn calendar(&self, id: &str) -> Option<Calendar> {
        let spec = &self.calendars.get(id)?.spec;
        let like = spec.like.as_ref().and_then(|id| self.calendars.get(id));
        Some(Calendar::new(spec, like.map(|base| &base.spec)))
    }

    /// The calendar the rules of a pack are counted by: the pack's own, else that of the
    /// packs it requires, the nearest first.
    pub fn calendar_of(&self, pack: usize) -> Option<&Loaded<CalendarSpec>> {
        let mut near = vec![pack];
        let mut next = 0;
        while let Some(pack) = near.get(next).copied() {
            if let Some(own) = self.calendars().find(|own| own.pack == pack) {
                return Some(own);
            }
            let required = &self.all()[pack].manifest.requires;
            let known = required
                .iter()
                .filter_map(|id| self.all().iter().position(|p| p.id == *id));
            let new: Vec<usize> = known.filter(|pack| !near.contains(pack)).collect();
            near.extend(new);
            next += 1;
        }
        None
    }

    /// All calendars in order of identifier.
    pub fn calendars(&self) -> impl Iterator<Item = &Loaded<CalendarSpec>> {
        self.calendars.values()
    }

    /// `calendar`: a term that begins on a day, or the work between two times.
    pub(super) fn calendar_case(&self, case: &Case) -> Result<Value, Vec<Diagnostic>> {
        let given: CalendarGiven = read(case)?;
        let calendar = self.calendar(&given.calendar);
        let unknown = || broken("app.case-unknown-calendar", "id", &given.calendar);
        let calendar = calendar.ok_or_else(unknown)?;
        let end = given.working_days.and_then(|days| {
            let from = given.from.date();
            calendar.after_working_days(from, days)
        });
        let between = given.until.map(|until| {
            let days = calendar.working_days(given.from.date(), until.date());
            let seconds = calendar.working_seconds(given.from.time(), until.time());
            (days.value, seconds.value as f64 / 3600.0, days.provisional)
        });
        Ok(json!({
            "works": calendar.works(given.from.date()).value,
            "end": end.map(|end| end.value),
            "days": between.map(|between| between.0),
            "hours": between.map(|between| between.1),
            "provisional": end.map(|end| end.provisional).or(between.map(|between| between.2)),
        }))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarGiven {
    calendar: String,
    from: Moment,
    #[serde(default)]
    until: Option<Moment>,
    #[serde(default)]
    working_days: Option<u32>,
}

/// A day, or a time of a day.
#[derive(Deserialize, Clone, Copy)]
#[serde(untagged)]
pub(super) enum Moment {
    Day(NaiveDate),
    Time(NaiveDateTime),
}

impl Moment {
    fn date(self) -> NaiveDate {
        self.time().date()
    }

    pub(super) fn time(self) -> NaiveDateTime {
        match self {
            Self::Day(day) => day.and_time(chrono::NaiveTime::MIN),
            Self::Time(time) => time,
        }
    }
}
