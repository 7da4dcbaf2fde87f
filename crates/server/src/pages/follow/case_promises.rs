//! Promises within a case: what is owed by whom and until when; keeping one, putting it
//! off, letting it go, making another.

use super::case::CasePage;
use super::case_acts::folded;
use super::form::{self, Line, Lines};
use super::parts::{light, persons};
use crate::view::{Cx, time};
use julin_app::contract::{ObligationState, ObligationView, Phase};
use julin_locale::count;
use maud::{Markup, html};

/// The part of the page.
pub fn section(cx: &Cx, view: &CasePage) -> Markup {
    let file = &view.file;
    let can = file.as_of.is_none() && cx.who.is_some();
    let over = matches!(file.line.phase, Phase::Done | Phase::Ended);
    html! {
        @if !file.obligations.is_empty() || !file.owners.is_empty() {
            h2 #promises { (cx.t("page.case.promises")) }
            @if file.obligations.is_empty() { p.hint { (cx.t("page.case.promises.none")) } }
            ul.promises { @for own in &file.obligations { li { (promise(cx, view, own, can)) } } }
            @if can && !over && !file.owners.is_empty() { (making(cx, view)) }
        }
    }
}

fn promise(cx: &Cx, view: &CasePage, own: &ObligationView, can: bool) -> Markup {
    let code = match own.state {
        ObligationState::Open => "open",
        ObligationState::Kept => "kept",
        ObligationState::Released => "released",
    };
    let kept: Vec<String> = own.kept.iter().map(|day| time::day(cx, *day)).collect();
    html! {
        p.what { (cx.text(&own.title)) " " span.tag.good[own.state == ObligationState::Kept].open[own.state == ObligationState::Open] { (cx.t(&format!("page.case.promise.{code}"))) } " " (light(cx, own.light)) }
        p.when {
            (cx.text(&own.owner.title)) (cx.t("ui.colon")) (persons(cx, &own.owner.people)) (cx.t("ui.comma"))
            @match own.due {
                Some(day) => { (cx.tf("page.case.promise.due", &[("day", &time::day(cx, day))])) },
                None => (cx.t("page.case.promise.no-day")),
            }
            @if own.put_off > 0 { (cx.t("ui.comma")) (cx.tf("page.case.promise.put-off", &[("n", &count(u64::from(own.put_off)))])) }
            @if !kept.is_empty() { (cx.t("ui.comma")) (cx.tf("page.case.promise.kept-on", &[("days", &kept.join(&cx.t("ui.list-comma")))])) }
        }
        @if can && own.state == ObligationState::Open { div.general.no-print { (settling(cx, view, own)) } }
    }
}

/// Keeping, putting off, letting go.
fn settling(cx: &Cx, view: &CasePage, own: &ObligationView) -> Markup {
    let form = |verb: &str, asked: &[(Line<'_>, bool)], documents: bool| {
        let id = format!("{verb}-{}", own.number);
        let lines = Lines::of(cx, view.tried.as_ref(), &id);
        let label = cx.t(&format!("page.case.promise.do.{verb}"));
        let body = html! {
            input type="hidden" name="promise" value=(own.number);
            @for (line, must) in asked { (lines.line(*line, *must)) }
            @if documents { (form::documents(cx, &id, 0)) }
            p { button type="submit" { (label) } }
        };
        folded(cx, view, (&id, verb), (html! { (label) }, body, false))
    };
    let reason = (("reason", "page.case.reason", "text"), true);
    let result = (("result", "page.case.promise.result", "textarea"), false);
    let due = (("due", "page.case.promise.new-day", "date"), true);
    html! {
        (form("keep", &[result], true))
        (form("put-off", &[due, reason], false))
        (form("release", &[reason], false))
    }
}

fn making(cx: &Cx, view: &CasePage) -> Markup {
    let lines = Lines::of(cx, view.tried.as_ref(), "oblige");
    let owner = lines.typed.value("owner");
    let body = html! {
        (lines.needed(("title", "page.case.promise.title", "text")))
        div {
            label for="oblige-owner" { (cx.t("page.case.promise.owner")) }
            select #oblige-owner name="owner" required { @for own in &view.file.owners { option value=(own.id) selected[owner == Some(own.id.as_str())] { (cx.plain(&own.title)) } } }
        }
        (lines.optional(("due", "page.case.promise.day", "date")))
        p { button type="submit" { (cx.t("page.case.promise.make")) } }
    };
    html! { div.no-print { (folded(cx, view, ("oblige", "oblige"), (html! { (cx.t("page.case.promise.make")) }, body, false))) } }
}
