//! What is due as bars over time, the earliest first.

use super::due;
use super::parts::short;
use crate::chart::{Words, gantt};
use crate::view::{Chart, Cx, time};
use chrono::{Datelike, Months, NaiveDate};
use julin_app::contract::{DueItem, DueList, Light};
use julin_locale::count;

/// Bars drawn at most: more cannot be told apart.
const MOST: usize = 36;

/// The chart; none where nothing is due.
pub fn drawing(cx: &Cx, view: &DueList) -> Option<Chart> {
    let shown: Vec<&DueItem> = view.items.iter().take(MOST).collect();
    let first = shown.iter().map(|item| item.from.date()).min()?;
    let last = shown.iter().map(|item| item.day()).max()?;
    // What began long ago would press the rest to the edge: its bar is cut.
    let first = first.max(view.today.checked_sub_months(Months::new(3))?);
    let last = last.max(view.today);
    let late = shown.iter().filter(|item| item.light == Light::Red).count() as u64;
    let earliest = shown.iter().map(|item| item.day()).min()?;
    let key = match late {
        0 => "page.due.chart.none-late",
        _ => "page.due.chart",
    };
    let title = cx.tf(
        key,
        &[
            ("n", &count(shown.len() as u64)),
            ("late", &count(late)),
            ("day", &time::day(cx, earliest)),
        ],
    );
    let bar = |item: &&DueItem| gantt::Bar {
        name: format!("{} {}", item.case.code, short(cx.plain(&item.what))),
        from: item.from.date(),
        to: item.day(),
        light: match item.light {
            Light::Green => 0,
            Light::Amber => 1,
            Light::Red => 2,
        },
        open: item.promise,
    };
    let state = gantt::State {
        bars: shown.iter().map(bar).collect(),
        first,
        last,
        today: view.today,
        ticks: ticks(cx, first, last),
        today_word: cx.t("page.due.today"),
        words: Words {
            title: title.clone(),
            desc: cx.t("page.due.chart.desc"),
        },
    };
    Some(Chart {
        id: "due",
        title,
        how: Some(cx.t("page.due.chart.how")),
        source: cx.tf(
            "page.due.chart.source",
            &[("day", &time::day(cx, view.today))],
        ),
        svg: gantt::draw(&state),
        table: due::rows(cx, &cx.t("page.due.what"), &shown),
    })
}

/// The first days of months; of weeks where all lies within two months.
fn ticks(cx: &Cx, first: NaiveDate, last: NaiveDate) -> Vec<(NaiveDate, String)> {
    let short = (last - first).num_days() <= 62;
    let days = first.iter_days().take_while(|day| *day <= last);
    let marked = days.filter(|day| match short {
        true => day.weekday() == chrono::Weekday::Mon,
        false => day.day() == 1,
    });
    let name = |day: NaiveDate| match short {
        true => day.format("%m-%d").to_string(),
        false => format!(
            "{} {}",
            cx.t(&format!("ui.month.{}", day.month())),
            day.year()
        ),
    };
    marked.map(|day| (day, name(day))).collect()
}
