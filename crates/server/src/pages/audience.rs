//! Whom a rule reaches: eligible, one step short, unknown, not; and what stands in the way.

use super::grant_lists::drawing;
use super::policies::link;
use crate::view::{Column, Cx, Page, Section, empty, entity, paging, segment, table, time};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{Audience, AudienceRow, Reach};
use julin_app::criteria;
use julin_locale::count;
use julin_model::Text;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &Audience) -> Page {
    let [yes, short, unknown, no] = view.counts.map(count);
    let title = cx.tf(
        "page.audience.title",
        &[
            ("rule", cx.plain(&view.rule.title)),
            ("yes", &yes),
            ("short", &short),
            ("unknown", &unknown),
            ("no", &no),
        ],
    );
    let body = html! {
        (choices(cx, view))
        @if !view.rule.benefit.is_empty() {
            div.tools {
                (drawing(cx, &view.rule.id, cx.ask("day")))
                a href=(cx.href("/grant-lists", &[("rule", &view.rule.id)])) { (cx.t("page.audience.grant-lists")) }
            }
        }
        @if view.rows.is_empty() { (empty(cx, "page.audience.empty", Some(("page.imports.new", "/imports/new")))) } @else {
            (rows(cx, view))
            (paging(cx, view.total, view.offset, crate::view::PAGE_ROWS))
        }
        (obstacles(cx, view))
    };
    let lead = html! {
        p { (link(cx, &view.rule.id, cx.plain(&view.rule.title))) (cx.t("ui.comma")) (cx.tf("page.audience.lead", &[("day", &time::day(cx, view.as_of)), ("kind", cx.plain(&view.rule.applies_to))])) }
        @if view.sample { p.hint { (cx.t("page.eligibility.sample")) } }
    };
    Page {
        title,
        lead: Some(lead),
        section: Section::Policies,
        body,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.policies"), "/policies")
    .under(
        cx.plain(&view.rule.title).to_owned(),
        &format!("/policies/{}", segment(&view.rule.id)),
    )
}

fn choices(cx: &Cx, view: &Audience) -> Markup {
    let all: u64 = view.counts.iter().sum();
    let choice = |code: &str, key: &str, n: u64, chosen: bool| {
        html! { li { a href=(cx.here(&[("reach", code), ("offset", "")])) aria-current=[chosen.then_some("true")] { (cx.t(key)) " " (count(n)) } } }
    };
    html! {
        ul.reach {
            (choice("", "ui.all", all, view.listed.is_none()))
            @for (reach, n) in Reach::ALL.into_iter().zip(view.counts) {
                (choice(reach.code(), &format!("page.audience.{}", reach.code()), n, view.listed == Some(reach)))
            }
        }
    }
}

fn rows(cx: &Cx, view: &Audience) -> Markup {
    let columns = [
        Column::text(cx.t("page.audience.entity")),
        Column::text(cx.t("page.eligibility.standing")),
        Column::text(cx.t("page.eligibility.failing")),
        Column::text(cx.t("page.audience.open")),
    ];
    let listed = |texts: &[Text]| {
        let words: Vec<_> = texts.iter().map(|text| cx.plain(text)).collect();
        words.join(&cx.t("ui.list-comma"))
    };
    let day = cx.ask("day").unwrap_or_default();
    let row = |row: &AudienceRow| {
        let why = format!("/verdict/{}", segment(row.entity.id.as_str()));
        html! {
            tr data-row {
                td.words { (entity(cx, &row.entity)) }
                td { a href=(cx.href(&why, &[("rule", &view.rule.id), ("day", day)])) { (cx.t(&format!("page.audience.{}", row.reach.code()))) } }
                td.words { (listed(&row.failing)) }
                td.words { (listed(&row.unknown)) }
            }
        }
    };
    table(
        cx,
        &cx.t("page.audience.table"),
        &columns,
        view.rows.iter().map(row),
    )
}

fn obstacles(cx: &Cx, view: &Audience) -> Markup {
    let columns = [
        Column::text(cx.t("page.audience.clause")),
        Column::number(cx.t("page.audience.times")),
    ];
    let row = |(text, n): &(Text, u64)| {
        html! { tr data-row { td.words { (cx.text(text)) } td.n { (count(*n)) } } }
    };
    html! {
        @if !view.obstacles.is_empty() {
            h2 { (cx.t("page.audience.obstacles")) }
            (table(cx, &cx.t("page.audience.obstacles"), &columns, view.obstacles.iter().map(row)))
        }
    }
}

const SURFACE: Surface<Audience> = Surface::page(|cx, view: &Audience| page(cx, view));

/// `GET /audience/{rule}`
pub async fn show(State(site): State<Site>, Path(rule): Path<String>, ask: Ask) -> Response {
    let (offset, limit) = ask.window();
    let wanted = ask.text("reach");
    let input = criteria::AudienceInput {
        rule,
        as_of: ask.text("day"),
        reach: Reach::ALL
            .into_iter()
            .find(|reach| Some(reach.code()) == wanted.as_deref()),
        offset,
        limit,
        data: None,
    };
    site.show(ask, SURFACE, move |app, call| {
        criteria::audience(app, call, &input)
    })
    .await
}
