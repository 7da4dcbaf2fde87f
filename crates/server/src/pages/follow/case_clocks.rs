//! The clocks of a case: how much of the time is used, when it runs out, when it stood
//! still and why.

use super::parts::{light_code, span, stamp, until};
use crate::view::Cx;
use julin_app::contract::{CaseFile, ClockState, ClockView};
use maud::{Markup, html};

/// The part of the page.
pub fn section(cx: &Cx, file: &CaseFile) -> Markup {
    let started = file
        .clocks
        .iter()
        .filter(|clock| clock.state != ClockState::Waiting);
    let waiting = file
        .clocks
        .iter()
        .filter(|clock| clock.state == ClockState::Waiting);
    let waiting: Vec<&str> = waiting.map(|clock| cx.plain(&clock.title)).collect();
    html! {
        @if !file.clocks.is_empty() {
            h2 #clocks { (cx.t("page.case.clocks")) }
            ul.clocks { @for clock in started { li { (clock_line(cx, clock)) } } }
            @if !waiting.is_empty() { p.when { (cx.t("page.case.clock.waiting")) (cx.t("ui.colon")) (waiting.join(&cx.t("ui.list-comma"))) } }
        }
    }
}

fn clock_line(cx: &Cx, clock: &ClockView) -> Markup {
    let code = match clock.state {
        ClockState::Waiting => "waiting",
        ClockState::Running => "running",
        ClockState::Paused => "paused",
        ClockState::Stopped => "stopped",
    };
    let used = span(cx, clock.used, clock.day);
    let allowed = span(cx, clock.allowed, clock.day);
    let words = cx.tf(
        "page.case.clock.used",
        &[("used", &used), ("allowed", &allowed)],
    );
    let late = clock.used > clock.allowed;
    let share = clock.used.min(clock.allowed) * 1000 / clock.allowed.max(1);
    html! {
        p.what {
            (cx.text(&clock.title)) " "
            span class=(format!("light {}", light_code(clock.light))) { (cx.t(&format!("page.case.clock.{code}"))) @if late { (cx.t("ui.comma")) (cx.tf("page.case.clock.late", &[("n", &span(cx, clock.used - clock.allowed, clock.day))])) } }
        }
        svg.used class=(light_code(clock.light)) viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true" { rect width="1000" height="8" {} rect.part width=(share) height="8" {} }
        p.when {
            (words)
            @if let Some(due) = clock.due.filter(|_| clock.state != ClockState::Stopped) { (cx.t("ui.comma")) (cx.t("page.case.clock.due")) " " (until(due)) }
            @if clock.provisional { (cx.t("ui.comma")) (cx.t("page.case.clock.provisional")) }
        }
        @if !clock.pauses.is_empty() {
            ul.pauses {
                @for (from, until, reason) in &clock.pauses {
                    li { (cx.t("page.case.clock.stood")) " " (stamp(*from)) " – " @match until { Some(until) => (stamp(*until)), None => (cx.t("page.case.clock.still")) } @if !reason.is_empty() { (cx.t("ui.colon")) bdi { (reason) } } }
                }
            }
        }
    }
}
