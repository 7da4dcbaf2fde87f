//! What the facts and rules of today would make of a grant list. The list stays.

use super::grant_lists::state;
use crate::view::{Column, Cx, Page, Section, entity, measured, table, time};
use crate::web::failure::Failure;
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{AudienceRow, GrantDifference, GrantMember};
use julin_app::criteria;
use julin_locale::count;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &GrantDifference) -> Page {
    let line = &view.line;
    let [comes, goes, changed] =
        [view.comes.len(), view.goes.len(), view.changed.len()].map(|n| count(n as u64));
    let title = cx.tf(
        "page.grant-difference.title",
        &[("comes", &comes), ("goes", &goes), ("changed", &changed)],
    );
    let columns = [
        Column::text(cx.t("grant.column.member")),
        Column::text(cx.t("grant.column.change")),
        Column::number(cx.t("page.grant-difference.was")),
        Column::number(cx.t("page.grant-difference.is")),
        Column::text(cx.t("page.grant-difference.why")),
    ];
    let comes = view
        .comes
        .iter()
        .map(|own| row(cx, view, own, ("grant.comes", None, own.amount), None));
    let goes = view.goes.iter().map(|(own, why)| {
        row(
            cx,
            view,
            own,
            ("grant.goes", own.amount, None),
            why.as_ref(),
        )
    });
    let changed = view
        .changed
        .iter()
        .map(|(own, now)| row(cx, view, own, ("grant.changed", own.amount, *now), None));
    let rows: Vec<_> = comes.chain(goes).chain(changed).collect();
    let body = html! {
        p { (state(cx, line)) " " (cx.t("grant.difference.note")) }
        @if !view.same_packs { p.hint { (cx.t("grant.difference.packs")) } }
        @if rows.is_empty() { p { (cx.t("page.grant-difference.none")) } }
        @else { (table(cx, &cx.t("page.grant.difference"), &columns, rows.into_iter())) }
    };
    let at = time::moment(cx, &view.now.to_rfc3339());
    let number = line.number.to_string();
    Page {
        title,
        lead: Some(html! { p { (cx.tf("page.grant-difference.lead", &[("day", &time::day(cx, line.as_of)), ("at", &at)])) } }),
        section: Section::Grants,
        body,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.grant-lists"), "/grant-lists")
    .under(
        cx.tf("page.grant.title", &[("n", &number), ("rule", cx.plain(&line.rule.1))]),
        &format!("/grant-lists/{number}"),
    )
}

fn row(
    cx: &Cx,
    view: &GrantDifference,
    member: &GrantMember,
    (key, was, is): (&str, Option<f64>, Option<f64>),
    why: Option<&AudienceRow>,
) -> Markup {
    let line = &view.line;
    let amount = |value: Option<f64>| {
        value.map(|value| measured(cx, value, line.unit.as_deref(), &line.unit_label))
    };
    let words = why.map(|row| {
        let clauses = row.failing.iter().chain(&row.unknown);
        let words: Vec<_> = clauses.map(|text| cx.plain(text)).collect();
        words.join(&cx.t("ui.list-comma"))
    });
    html! {
        tr data-row {
            td.words { (entity(cx, &member.entity)) }
            td { (cx.t(key)) }
            td.n { @if let Some(was) = amount(was) { "≈ " (was) } @else { "—" } }
            td.n { @if let Some(is) = amount(is) { "≈ " (is) } @else { "—" } }
            td.words { (words.unwrap_or_default()) }
        }
    }
}

const SURFACE: Surface<GrantDifference> = Surface::page(page);

/// `GET /grant-lists/{number}/difference`
pub async fn show(State(site): State<Site>, Path(number): Path<String>, ask: Ask) -> Response {
    let Ok(number) = number.parse() else {
        return Failure::no_page().answer(&ask);
    };
    site.show(ask, SURFACE, move |app, call| {
        criteria::grant_difference(app, call, number)
    })
    .await
}
