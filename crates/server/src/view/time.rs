//! Periods and times as each language writes them.

use super::Cx;
use chrono::{Datelike, NaiveDate};
use julin_model::Period;

/// A period in words.
pub fn period(cx: &Cx, period: Period) -> String {
    let year = period.year().to_string();
    match period {
        Period::Year(_) => cx.tf("ui.period.year", &[("y", &year)]),
        Period::Half(_, h) => cx.tf(
            if h == 1 {
                "ui.period.half1"
            } else {
                "ui.period.half2"
            },
            &[("y", &year)],
        ),
        Period::Quarter(_, q) => cx.tf("ui.period.quarter", &[("y", &year), ("q", &q.to_string())]),
        Period::Month(_, m) => month(cx, &year, u32::from(m)),
        Period::Day(d) => day(cx, d),
        Period::Span(from, to) if from.ordinal() == 1 && to.month() == 12 && to.day() == 31 => cx
            .tf(
                "ui.period.years",
                &[("from", &from.year().to_string()), ("to", &year)],
            ),
        Period::Span(from, to) => cx.tf(
            "ui.period.span",
            &[("from", &day(cx, from)), ("to", &day(cx, to))],
        ),
    }
}

/// A day in words.
pub fn day(cx: &Cx, date: NaiveDate) -> String {
    let (y, m, d) = (
        date.year().to_string(),
        date.month(),
        date.day().to_string(),
    );
    let name = cx.t(&format!("ui.month.{m}"));
    cx.tf("ui.period.day", &[("y", &y), ("m", &name), ("d", &d)])
}

fn month(cx: &Cx, year: &str, month: u32) -> String {
    let name = cx.t(&format!("ui.month.{month}"));
    cx.tf("ui.period.month", &[("y", year), ("m", &name)])
}

/// A date as far as it is known (`2026-03`, `2026-03-30`), or the words as they are.
pub fn loose(cx: &Cx, date: &str) -> String {
    date.parse::<Period>()
        .map_or_else(|_| date.to_owned(), |p| period(cx, p))
}

/// A moment (RFC 3339) as day and time in UTC, to the minute.
pub fn moment(cx: &Cx, rfc3339: &str) -> String {
    let Ok(at) = chrono::DateTime::parse_from_rfc3339(rfc3339) else {
        return rfc3339.to_owned();
    };
    let at = at.naive_utc();
    cx.tf(
        "ui.period.moment",
        &[
            ("day", &day(cx, at.date())),
            ("time", &at.format("%H:%M").to_string()),
        ],
    )
}
