//! One rule for one entity: the answer, clause by clause, with every value's source. On
//! paper it is the record of a decision.

use super::gap;
use super::policies::link;
use crate::view::{
    Column, Cx, Page, Section, answer, citation, conditions, decided, entity, facts, figure,
    segment, table, time,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{AskView, VerdictView};
use julin_app::criteria;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &VerdictView) -> Page {
    let title = cx.tf(
        &format!("page.verdict.title.{}", view.answer.code()),
        &[
            ("entity", cx.plain(&view.entity.name)),
            ("rule", cx.plain(&view.rule.title)),
        ],
    );
    let body = html! {
        (head(cx, view))
        (gap::plans(cx, "page.gap.heading", &view.gaps))
        (gap::plans(cx, "page.gap.margin", &view.margins))
        (asks(cx, &view.asks))
        h2 { (cx.t("page.policy.conditions")) }
        p.hint { (cx.t("page.verdict.aside")) }
        (decided(cx, &view.conditions, &view.rule.reference, &view.clauses))
        @if let Some(targeting) = &view.targeting {
            h2 #targeting { (cx.t("page.policy.targeting")) " " (answer(cx, view.targeted)) }
            p.hint { (cx.t("page.policy.targeting.text")) }
            (conditions(cx, targeting, &view.rule.reference))
        }
        @if !view.statements.is_empty() {
            h2 { (cx.t("page.verdict.statements")) }
            ul { @for told in &view.statements { li {
                code.print-only { "[" (told.figure.statement) "] " }
                (cx.text(&told.figure.label)) (cx.t("ui.colon")) (figure(cx, &told.figure)) " "
                (citation(cx, &told.source, &told.locator, Some(&told.figure.statement.to_string())))
            } } }
        }
    };
    let lead = html! {
        p { (entity(cx, &view.entity)) (cx.t("ui.comma")) (link(cx, &view.rule.id, cx.plain(&view.rule.title))) (cx.t("ui.comma")) (cx.tf("page.policy.lead", &[("day", &time::day(cx, view.as_of))])) }
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
        cx.plain(&view.entity.name).to_owned(),
        &format!("/eligibility/{}", segment(view.entity.id.as_str())),
    )
}

fn head(cx: &Cx, view: &VerdictView) -> Markup {
    let known = match &view.known_at {
        Some(at) => html! { (time::moment(cx, at)) },
        None => {
            html! { (cx.tf("page.verdict.known-now", &[("day", &time::day(cx, view.asked_on))])) }
        }
    };
    let line = &view.rule;
    let aimed = view.targeting.as_ref();
    facts([
        (
            cx.t("page.verdict.answer"),
            Some(html! { (answer(cx, view.answer)) }),
        ),
        (
            cx.t("page.policy.targeting"),
            aimed.map(|_| html! { (answer(cx, view.targeted)) }),
        ),
        (
            cx.t("page.policies.rule"),
            Some(html! { (cx.text(&line.title)) " " code { (line.id) } }),
        ),
        (
            cx.t("page.verdict.as-of"),
            Some(html! { (time::day(cx, view.as_of)) }),
        ),
        (
            cx.t("page.policies.worth"),
            view.amount.as_ref().map(|amount| gap::amount(cx, amount)),
        ),
        (
            cx.t("page.policies.state"),
            Some(super::policies::state(cx, &view.rule)),
        ),
        (
            cx.t("page.policies.reference"),
            Some(cx.text(&view.rule.reference)),
        ),
        (cx.t("page.verdict.known-at"), Some(known)),
        (
            cx.t("page.verdict.packs"),
            Some(
                html! { code title=(view.packs) { (view.packs.get(..12).unwrap_or(&view.packs)) } code.print-only { (view.packs.get(12..).unwrap_or_default()) } },
            ),
        ),
    ])
}

/// What to ask, those that decide most first.
fn asks(cx: &Cx, asks: &[AskView]) -> Markup {
    let columns = [
        Column::text(cx.t("page.verdict.fact")),
        Column::text(cx.t("page.verdict.effect")),
    ];
    let row = |ask: &AskView| {
        html! {
            tr data-row {
                td.words {
                    (cx.text(&ask.label))
                    @if ask.years > 0 { " " span.when { (cx.tf("page.verdict.years-before", &[("n", &ask.years.to_string())])) } }
                    @if ask.judgement { " " span.tag { (cx.t("page.policy.join.judgement")) } }
                }
                td.words { (effect(cx, ask)) }
            }
        }
    };
    let caption = cx.t("page.verdict.asks");
    let (first, rest) = asks.split_at(asks.len().min(FIRST_ASKS));
    html! {
        @if !asks.is_empty() {
            h2 #asks { (caption) }
            (table(cx, &caption, &columns, first.iter().map(row)))
            @if !rest.is_empty() {
                details.rest {
                    summary { (cx.tf("page.verdict.more-asks", &[("n", &rest.len().to_string())])) }
                    (table(cx, &caption, &columns, rest.iter().map(row)))
                }
            }
        }
    }
}

/// Facts to ask for that are shown at once.
const FIRST_ASKS: usize = 8;

fn effect(cx: &Cx, ask: &AskView) -> String {
    if ask.settles {
        return cx.t("page.verdict.settles");
    }
    match ask.decides {
        0 => cx.t("page.verdict.together"),
        n => cx.tf("page.verdict.decides", &[("n", &n.to_string())]),
    }
}

const SURFACE: Surface<VerdictView> = Surface::page(|cx, view: &VerdictView| page(cx, view));

/// `GET /verdict/{entity}?rule=…`
pub async fn show(State(site): State<Site>, Path(entity): Path<String>, ask: Ask) -> Response {
    let input = criteria::DecideInput {
        rule: ask.text("rule").unwrap_or_default(),
        entity,
        as_of: ask.text("day"),
        known_at: ask.text("known_at"),
        data: None,
    };
    site.show(ask, SURFACE, move |app, call| {
        criteria::decide(app, call, &input)
    })
    .await
}
