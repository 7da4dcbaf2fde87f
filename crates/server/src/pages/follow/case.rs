//! One case: who holds it and since when, its clocks, what can be done, all that was.

use super::form::Tried;
use super::parts::{self, case_path, persons, stamp};
use super::{case_acts, case_clocks, case_facts, case_promises, case_scores, case_timeline};
use crate::view::{Cx, Page, Section, address, entity, facts, time};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use chrono::NaiveDate;
use julin_app::contract::{CaseFile, CaseLink, PendingView, RoleView};
use julin_app::follow;
use julin_locale::count;
use maud::{Markup, html};
use serde::Serialize;

/// A case as shown, with the form that was refused, if one was.
#[derive(Debug, Clone, Serialize)]
pub struct CasePage {
    /// The case.
    #[serde(flatten)]
    pub file: CaseFile,
    /// Makes the forms of this drawing differ from those of any other.
    #[serde(skip)]
    pub key: String,
    /// A form that was refused.
    #[serde(skip)]
    pub tried: Option<Tried>,
}

/// The page.
pub fn page(cx: &Cx, view: &CasePage) -> Page {
    let file = &view.file;
    let line = &file.line;
    let workflow = &line.workflow;
    let body = html! {
        @if let Some(day) = file.as_of { (as_of_banner(cx, file, day)) }
        (conflict(cx, view))
        (standing(cx, file))
        @if let Some(pending) = &file.pending { (waiting(cx, pending)) }
        div.case {
            div {
                (case_acts::section(cx, view))
                (case_clocks::section(cx, file))
                (case_scores::section(cx, view))
                (case_promises::section(cx, view))
                (case_facts::fields(cx, file))
                (case_facts::documents(cx, file))
                (related(cx, file))
                (takes(cx, file))
            }
            div { (case_timeline::section(cx, view)) }
        }
    };
    Page {
        title: cx.plain(&line.title).to_owned(),
        lead: Some(
            html! { p { span.num { (line.code) } (cx.t("ui.comma")) (cx.plain(&workflow.title)) @if let Some(about) = &line.subject { (cx.t("ui.comma")) (entity(cx, about)) } } },
        ),
        section: Section::Cases,
        body,
        crumbs: vec![],
    }
    .under(
        cx.plain(&workflow.title).to_owned(),
        &address("/cases", [("workflow", workflow.id.as_str())]),
    )
}

/// A past day is shown.
fn as_of_banner(cx: &Cx, file: &CaseFile, day: NaiveDate) -> Markup {
    html! {
        div.refused.past {
            p.what { (cx.tf("page.case.as-of", &[("day", &time::day(cx, day))])) }
            p { a href=(cx.href(&case_path(&file.line.code), &[])) { (cx.t("page.case.as-of.now")) } }
        }
    }
}

/// Somebody else was quicker: said above everything, for the form is no longer where it was.
fn conflict(cx: &Cx, view: &CasePage) -> Markup {
    let moved = view.tried.as_ref().filter(|tried| {
        tried.seen.is_some_and(|seen| seen < view.file.seen)
            && tried.refused.code == "app.case-moved"
    });
    html! {
        @if let Some(tried) = moved {
            div.refused role="alert" {
                p.what { (cx.tf("page.case.moved", &[("n", &count(u64::from(view.file.seen - tried.seen.unwrap_or(0))))])) }
                p { (cx.t("page.case.moved.kept")) @if !tried.form.is_empty() { " " a href="#tried" { (cx.t("page.case.moved.form")) } } }
                ol.plain {
                    @for event in view.file.timeline.iter().filter(|event| Some(event.number) > tried.seen) {
                        li { (stamp(event.on)) " " (case_timeline::author(cx, event)) " " (case_timeline::told(cx, event)) }
                    }
                }
            }
        }
    }
}

/// Where it is, whose turn, since when, what is due.
fn standing(cx: &Cx, file: &CaseFile) -> Markup {
    let line = &file.line;
    let turn = |role: &RoleView| html! { (cx.text(&role.title)) (cx.t("ui.colon")) (persons(cx, &role.people)) };
    let [hurried, returned, reopened] = file.counts;
    let told = [
        ("follow.count.hurried", hurried),
        ("follow.count.returned", returned),
        ("follow.count.reopened", reopened),
    ];
    let told: Vec<String> = told
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .map(|(key, n)| cx.tf(key, &[("n", &count(u64::from(n)))]))
        .collect();
    let link = |link: &CaseLink| html! { a href=(cx.href(&case_path(&link.code), &[])) { (link.code) " " (cx.text(&link.title)) } };
    let rows = [
        (
            cx.t("page.case.holds"),
            (!file.turn.is_empty()).then(|| html! { @for (i, role) in file.turn.iter().enumerate() { @if i > 0 { br; } (turn(role)) } }),
        ),
        (
            cx.t("page.case.where"),
            Some(html! { (parts::state(cx, line)) " " span.when { (cx.t("page.case.since")) " " (stamp(line.since)) } @if !file.reason.is_empty() { br; q.raw { bdi { (file.reason) } } } }),
        ),
        (
            cx.t("page.case.due"),
            line.due.map(|_| parts::due(cx, (line.due, line.light))),
        ),
        (
            cx.t("page.case.opened"),
            Some(html! { bdi { (file.opened_by) } " " span.when { (stamp(line.opened)) } }),
        ),
        (cx.t("page.case.within"), file.within.as_ref().map(link)),
        (cx.t("page.case.source"), file.source.as_ref().map(link)),
        (
            cx.t("page.case.counts"),
            (!told.is_empty()).then(|| html! { (told.join(&cx.t("ui.comma"))) }),
        ),
        (cx.t("page.case.silence"), silence(cx, file)),
        (
            cx.t("page.case.copied"),
            (!file.copied.is_empty()).then(|| persons(cx, &file.copied)),
        ),
    ];
    html! { div.standing { (facts(rows)) (other_roles(cx, file)) } }
}

/// Roles whose turn it is not.
fn other_roles(cx: &Cx, file: &CaseFile) -> Markup {
    let others = file
        .roles
        .iter()
        .filter(|role| !role.people.is_empty() && !file.turn.iter().any(|turn| turn.id == role.id));
    facts(others.map(|role| {
        (
            cx.plain(&role.title).to_owned(),
            Some(persons(cx, &role.people)),
        )
    }))
}

fn silence(cx: &Cx, file: &CaseFile) -> Option<Markup> {
    let silence = file.silence.as_ref()?;
    let words = [
        ("n", count(u64::from(silence.days))),
        ("day", time::day(cx, silence.heard)),
        ("reached", silence.reached.to_string()),
        ("steps", silence.steps.to_string()),
    ];
    let words = words.each_ref().map(|(k, v)| (*k, v.as_str()));
    Some(html! {
        (cx.tf("page.case.silence.days", &words))
        @if silence.is_stale() { " " span.light.red { (cx.tf("page.case.silence.stale", &words)) } }
        @if let Some(next) = silence.next { br; span.when { (cx.tf("page.case.silence.next", &[("day", &time::day(cx, next))])) } }
    })
}

/// An act that waits for others, with who said what.
fn waiting(cx: &Cx, pending: &PendingView) -> Markup {
    html! {
        section.pending {
            h2 #pending { (cx.tf("page.case.pending", &[("act", cx.plain(&pending.act.title))])) }
            p { (cx.tf("page.case.pending.by", &[("by", &pending.by)])) " " (stamp(pending.since)) (cx.t("ui.comma")) (cx.t(&format!("page.case.countersign.{}", super::form::rule_code(pending.rule)))) }
            ul.signers {
                @for (who, said) in &pending.signers {
                    li { bdi { (who) } " " @match said {
                        Some(true) => span.tag.good { (cx.t("page.case.agreed")) },
                        Some(false) => span.tag.bad { (cx.t("page.case.disagreed")) },
                        None => span.tag.waiting { (cx.t("page.case.asked")) },
                    } }
                }
            }
        }
    }
}

fn related(cx: &Cx, file: &CaseFile) -> Markup {
    html! {
        @if !file.related.is_empty() {
            h2 #related { (cx.tf("page.case.related", &[("n", &count(file.related.len() as u64))])) }
            (parts::cases(cx, &cx.tf("page.case.related", &[("n", &count(file.related.len() as u64))]), &file.related))
        }
    }
}

/// The way to a new case within this one.
fn takes(cx: &Cx, file: &CaseFile) -> Markup {
    let href = |id: &str| {
        let more = [("workflow", id), ("within", &file.line.code)];
        cx.href("/cases/new", &more)
    };
    html! {
        @if !file.takes.is_empty() {
            p.buttons.no-print { @for own in &file.takes { a.button href=(href(&own.id)) { (cx.tf("page.case.take", &[("workflow", cx.plain(&own.title))])) } " " } }
        }
    }
}

/// How a case is shown.
pub const SURFACE: Surface<CasePage> = Surface::page(page);

/// `GET /cases/{code}?on=2026-11-23`
pub async fn show(State(site): State<Site>, Path(code): Path<String>, ask: Ask) -> Response {
    let input = follow::CaseInput {
        code,
        on: ask.cx.ask("on").and_then(|day| day.parse().ok()),
    };
    site.show(ask, SURFACE, move |app, call| {
        Ok(CasePage {
            file: follow::case(app, call, &input)?,
            key: super::form::key(),
            tried: None,
        })
    })
    .await
}
