//! Part of the audience page: how many the rule reached on several days, as bars, with
//! the table below. Made on request only.

use crate::chart::{Words, stack};
use crate::view::{Chart, Column, Cx, table, time};
use julin_app::contract::{AudienceAt, AudienceOverTime, Reach};
use julin_locale::count;
use maud::html;

/// The chart.
pub fn drawing(cx: &Cx, view: &AudienceOverTime) -> Chart {
    let title = finding(cx, view);
    let words = |at: &AudienceAt| time::day(cx, at.day);
    let state = stack::State {
        parts: Reach::ALL.map(|reach| cx.t(&format!("page.audience.{}", reach.code()))),
        bars: view.days.iter().map(|at| (words(at), at.counts)).collect(),
        focus: view.days.iter().position(|at| at.day == view.as_of),
        words: Words {
            title: title.clone(),
            desc: cx.t("page.audience.time.desc"),
        },
    };
    Chart {
        id: "time",
        title,
        how: Some(cx.t(if view.with_hindsight {
            "page.audience.time.hindsight"
        } else {
            "page.audience.time.then"
        })),
        source: cx.t("page.audience.time.source"),
        svg: stack::draw(&state),
        table: behind(cx, view),
    }
}

/// How the eligible ones went from the first day to the day asked about, and on.
fn finding(cx: &Cx, view: &AudienceOverTime) -> String {
    let eligible = |at: Option<&AudienceAt>| at.map_or(0, |at| at.counts[0]);
    let now = view.days.iter().find(|at| at.day == view.as_of);
    let day = |at: Option<&AudienceAt>| at.map(|at| time::day(cx, at.day)).unwrap_or_default();
    let (first, last) = (view.days.first(), view.days.last());
    cx.tf(
        "page.audience.time.finding",
        &[
            ("first", &count(eligible(first))),
            ("first_day", &day(first)),
            ("now", &count(eligible(now))),
            ("now_day", &day(now)),
            ("last", &count(eligible(last))),
            ("last_day", &day(last)),
        ],
    )
}

fn behind(cx: &Cx, view: &AudienceOverTime) -> maud::Markup {
    let mut columns = vec![
        Column::text(cx.t("page.policies.day")),
        Column::text(cx.t("page.audience.time.known")),
    ];
    columns.extend(
        Reach::ALL.map(|reach| Column::number(cx.t(&format!("page.audience.{}", reach.code())))),
    );
    let row = |at: &AudienceAt| {
        let known = match at.known_then {
            true => "page.audience.time.known-then",
            false => "page.audience.time.known-now",
        };
        html! {
            tr data-row {
                td { (time::day(cx, at.day)) }
                td { (cx.t(known)) }
                @for n in at.counts { td.n { (count(n)) } }
            }
        }
    };
    let caption = cx.t("page.audience.time");
    table(cx, &caption, &columns, view.days.iter().map(row))
}
