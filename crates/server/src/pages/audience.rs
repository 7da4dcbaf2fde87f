//! Whom a rule reaches: eligible, one step short, unknown, not; and what stands in the way.

use super::audience_time;
use super::grant_lists::drawing;
use super::policies::link;
use crate::view::{
    Chart, Column, Cx, Page, Section, answer, chart, empty, entity, paging, segment, table, time,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{Audience, AudienceOverTime, AudienceRow, Reach};
use julin_app::criteria;
use julin_locale::count;
use julin_model::Text;
use maud::{Markup, html};
use serde::Serialize;

/// An audience, and how it went over time where that was asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reached {
    /// Whom the rule reaches.
    #[serde(flatten)]
    pub audience: Audience,
    /// The counts of several days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over_time: Option<AudienceOverTime>,
}

/// The page.
pub fn page(cx: &Cx, reached: &Reached) -> Page {
    let view = &reached.audience;
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
        (over_time(cx, reached))
        (obstacles(cx, view))
    };
    let lead = html! {
        p { (link(cx, &view.rule.id, cx.plain(&view.rule.title))) (cx.t("ui.comma")) (cx.tf("page.audience.lead", &[("day", &time::day(cx, view.as_of)), ("kind", cx.plain(&view.rule.applies_to))])) }
        @if view.sample { p.hint { (cx.t("page.eligibility.sample")) } }
        @if let Some([yes, short, ..]) = view.targeted { p { (cx.tf("page.audience.targeted", &[("yes", &count(yes)), ("short", &count(short)), ("eligible", &count(view.counts[0]))])) } }
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
    let mut columns = vec![
        Column::text(cx.t("page.audience.entity")),
        Column::text(cx.t("page.eligibility.standing")),
        Column::text(cx.t("page.eligibility.failing")),
        Column::text(cx.t("page.audience.open")),
    ];
    if view.targeted.is_some() {
        columns.insert(2, Column::text(cx.t("page.policy.targeting")));
    }
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
                @if view.targeted.is_some() { td { (answer(cx, row.targeted)) } }
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

/// The chart over time, or the way to it: it asks everybody once for each day.
fn over_time(cx: &Cx, reached: &Reached) -> Markup {
    let (then, now) = (cx.here(&[("over", "then")]), cx.here(&[("over", "now")]));
    html! {
        h2 #over-time { (cx.t("page.audience.time")) }
        p.links {
            @match &reached.over_time {
                None => a href=(then) { (cx.t("page.audience.time.show")) },
                Some(view) if view.with_hindsight => a href=(then) { (cx.t("page.audience.time.show-then")) },
                Some(_) => a href=(now) { (cx.t("page.audience.time.show-now")) },
            }
        }
        @if let Some(view) = &reached.over_time { (chart(cx, &audience_time::drawing(cx, view))) }
    }
}

fn charts(cx: &Cx, reached: &Reached) -> Vec<Chart> {
    let over = reached.over_time.as_ref();
    over.map(|view| audience_time::drawing(cx, view))
        .into_iter()
        .collect()
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

const SURFACE: Surface<Reached> = Surface::page(|cx, view: &Reached| page(cx, view)).charts(charts);

/// `GET /audience/{rule}`
pub async fn show(State(site): State<Site>, Path(rule): Path<String>, ask: Ask) -> Response {
    let (offset, limit) = ask.window();
    let wanted = ask.text("reach");
    let over = ask
        .text("over")
        .map(|over| criteria::AudienceOverTimeInput {
            rule: rule.clone(),
            as_of: ask.text("day"),
            with_hindsight: over == "now",
        });
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
        let over = over.as_ref();
        Ok(Reached {
            audience: criteria::audience(app, call, &input)?,
            over_time: over
                .map(|over| criteria::audience_over_time(app, call, over))
                .transpose()?,
        })
    })
    .await
}
