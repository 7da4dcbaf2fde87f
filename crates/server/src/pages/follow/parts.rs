//! What several pages of cases show the same way: lights, times, cases in rows.

use crate::view::{Column, Cx, entity, stacked};
use chrono::{NaiveDateTime, NaiveTime};
use julin_app::contract::{CaseLine, Light, Phase, until_text};
use julin_locale::count;
use maud::{Markup, html};

/// A time of the office, to the minute; the day alone where nobody said when.
pub fn stamp(at: NaiveDateTime) -> Markup {
    let shown = match at.time() == NaiveTime::MIN {
        true => at.format("%Y-%m-%d"),
        false => at.format("%Y-%m-%d %H:%M"),
    };
    html! { time.num datetime=(at.format("%Y-%m-%dT%H:%M:%S").to_string()) { (shown.to_string()) } }
}

/// Words without what stands in brackets at their end, for where there is little room.
pub fn short(words: &str) -> &str {
    let cut = words.find(['（', '(']).filter(|at| *at > 0);
    cut.map_or(words, |at| words[..at].trim_end())
}

/// Until when, to the minute: the end of a day is its 24:00, not the next day's 00:00.
pub fn until(at: NaiveDateTime) -> Markup {
    html! { time.num datetime=(at.format("%Y-%m-%dT%H:%M:%S").to_string()) { (until_text(at)) } }
}

/// How something stands, in a word and a colour; nothing where nothing runs.
pub fn light(cx: &Cx, light: Option<Light>) -> Markup {
    html! { @if let Some(light) = light { span class=(format!("light {}", light_code(light))) { (cx.t(&format!("page.follow.light.{}", light_code(light)))) } } }
}

/// The word a light goes by.
pub fn light_code(light: Light) -> &'static str {
    match light {
        Light::Green => "green",
        Light::Amber => "amber",
        Light::Red => "red",
    }
}

/// When something is due, with how it stands.
pub fn due(cx: &Cx, (at, stands): (Option<NaiveDateTime>, Option<Light>)) -> Markup {
    html! { @if let Some(at) = at { (until(at)) " " (light(cx, stands)) } }
}

/// Where a case is, in a frame.
pub fn state(cx: &Cx, line: &CaseLine) -> Markup {
    let (done, waiting) = (line.phase == Phase::Done, line.phase == Phase::Waiting);
    let ended = line.phase == Phase::Ended;
    html! { span.tag.good[done].waiting[waiting].open[line.phase == Phase::Open] .ended[ended] { (cx.plain(&line.state.title)) } }
}

/// The page of a case.
pub fn case_path(code: &str) -> String {
    format!("/cases/{}", crate::view::segment(code))
}

/// A case by number and title.
pub fn case_link(cx: &Cx, line: &CaseLine) -> Markup {
    html! {
        a href=(cx.href(&case_path(&line.code), &[])) { (cx.text(&line.title)) }
        br; span.when { span.num { (line.code) } (cx.t("ui.comma")) (cx.plain(&line.workflow.title)) }
    }
}

/// Names one after another; says so where there is nobody.
pub fn persons(cx: &Cx, people: &[String]) -> Markup {
    html! {
        @if people.is_empty() { span.unknown { (cx.t("page.case.nobody")) } }
        @for (i, person) in people.iter().enumerate() { @if i > 0 { (cx.t("ui.list-comma")) } bdi { (person) } }
    }
}

/// Cases in rows.
pub fn cases(cx: &Cx, caption: &str, lines: &[CaseLine]) -> Markup {
    let columns = [
        Column::text(cx.t("page.cases.case")),
        Column::text(cx.t("page.cases.state")),
        Column::text(cx.t("page.cases.subject")),
        Column::text(cx.t("page.cases.since")),
        Column::text(cx.t("page.cases.due")),
    ];
    let row = |line: &CaseLine| {
        html! {
            tr data-row {
                td.words { (case_link(cx, line)) }
                td { (state(cx, line)) }
                td { @if let Some(subject) = &line.subject { (entity(cx, subject)) } }
                td.tight data-label=(cx.t("page.cases.since")) { (stamp(line.since)) }
                td.tight data-label=(cx.t("page.cases.due")) { (due(cx, (line.due, line.light))) }
            }
        }
    };
    stacked(cx, caption, &columns, lines.iter().map(row))
}

/// Working time in words: days of work, hours, minutes.
pub fn span(cx: &Cx, seconds: u64, day: u64) -> String {
    let (days, rest) = match day {
        0 => (0, seconds),
        day => (seconds / day, seconds % day),
    };
    let (hours, minutes) = (rest / 3600, rest % 3600 / 60);
    let part = |key: &str, n: u64| (n > 0).then(|| cx.tf(key, &[("n", &count(n))]));
    let parts = [
        part("page.follow.days", days),
        part("page.follow.hours", hours),
        // With days before it a minute more or less says nothing.
        part("page.follow.minutes", if days > 0 { 0 } else { minutes }),
    ];
    let told: Vec<String> = parts.into_iter().flatten().collect();
    match told.is_empty() {
        true => cx.tf("page.follow.minutes", &[("n", "0")]),
        false => told.join(" "),
    }
}

/// The way to earlier and later rows of a list whose length is not known.
pub fn turning(cx: &Cx, offset: u64, limit: u64, more: bool) -> Markup {
    let back = offset.saturating_sub(limit).to_string();
    html! {
        @if more || offset > 0 {
            nav.paging aria-label=(cx.t("ui.paging")) {
                @if offset > 0 { a rel="prev" href=(cx.here(&[("offset", if back == "0" { "" } else { &back })])) { (cx.t("ui.paging.back")) } }
                @if more { a rel="next" href=(cx.here(&[("offset", &(offset + limit).to_string())])) { (cx.t("ui.paging.next")) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_brackets_is_left_out_where_there_is_little_room() {
        assert_eq!(short("办结（10 个工作日）"), "办结");
        assert_eq!(short("Solve (10 days)"), "Solve");
        assert_eq!(short("（只有括号）"), "（只有括号）");
    }

    #[test]
    fn time_is_told_in_days_of_work() {
        let cx = Cx::default();
        assert_eq!(span(&cx, 0, 25_200), "0 分");
        assert_eq!(span(&cx, 25_200 + 3_660, 25_200), "1 个工作日 1 小时");
        assert_eq!(span(&cx, 3_660, 25_200), "1 小时 1 分");
    }
}
