//! A month of the office: which days are worked, what is due on each.

use super::due::{DueInput, office, until_day};
use crate::call::{Answer, App, Call};
use crate::contract::{MonthView, Named, OfficeDay};
use crate::error::AppError;
use chrono::{Datelike, Months, NaiveDate, Weekday};

/// Which month.
#[derive(Debug, Clone, Default)]
pub struct MonthInput {
    /// Any day of it; this month when not given.
    pub day: Option<NaiveDate>,
    /// The calendar, `<pack>/<name>`; that of the first workflow when not given.
    pub calendar: Option<String>,
}

/// A month with its working days and what is due.
pub fn month(app: &App, call: &Call, input: &MonthInput) -> Answer<MonthView> {
    let today = office(app).now(app).date();
    let first = input.day.unwrap_or(today);
    let first = first.with_day(1).unwrap_or(first);
    let next = first.checked_add_months(Months::new(1));
    let next = next.ok_or_else(|| AppError::not_found("calendar", &first.to_string()))?;
    let calendars: Vec<Named> = app
        .packs
        .calendars()
        .map(|own| Named {
            id: own.id.clone(),
            title: own.spec.title.clone(),
        })
        .collect();
    let of_first = app
        .packs
        .workflows()
        .find_map(|own| own.spec.calendar.clone());
    let wanted = input.calendar.clone().or(of_first);
    let calendar = match &wanted {
        Some(id) => app
            .packs
            .calendar(id)
            .ok_or_else(|| AppError::not_found("calendar", id))?,
        None => office(app).calendar,
    };
    let last = next.pred_opt().unwrap_or(next);
    let (items, more) = app
        .store
        .read(|tx| until_day(app, tx, (&DueInput::default(), last), call))?;
    let days = first.iter_days().take_while(|day| *day < next).map(|day| {
        let works = calendar.works(day);
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let due = items.iter().filter(|item| item.day() == day);
        OfficeDay {
            day,
            works: works.value,
            adjusted: works.value == weekend,
            provisional: works.provisional,
            items: due.cloned().collect(),
        }
    });
    Ok(MonthView {
        month: first,
        today,
        calendar: calendars
            .iter()
            .find(|own| wanted.as_ref() == Some(&own.id))
            .cloned(),
        days: days.collect(),
        calendars,
        more,
    })
}
