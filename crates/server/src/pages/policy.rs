//! One rule: its text, its tree, its numbers, its worth, its dates and vintages.

use super::policies::{link, state};
use super::{calendar, diff, draft};
use crate::view::{
    Column, Cx, Page, Section, conditions, facts, measured, segment, stands, table, time,
};
use crate::web::failure::Failure;
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use julin_app::contract::{
    BenefitView, ExclusionView, LadderView, RuleLine, RuleView, ScoringItem, ScoringView,
    ThresholdView,
};
use julin_app::criteria;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &RuleView) -> Page {
    let body = html! {
        (head(cx, view))
        p.links {
            a href=(cx.href(&format!("/audience/{}", segment(&view.rule.id)), &[("day", cx.ask("day").unwrap_or_default())])) { (cx.t("page.policy.audience")) }
            " · " a href=(cx.href(&format!("/policies/{}/edit", segment(&view.rule.id)), &[])) { (cx.t("page.policy.edit")) }
        }
        @if !view.note.is_empty() { p.hint { (cx.text(&view.note)) } }
        h2 #conditions { (cx.t(if view.targeting.is_some() { "page.policy.conditions.law" } else { "page.policy.conditions" })) }
        (conditions(cx, &view.conditions, &view.rule.reference))
        @if let Some(scoring) = &view.scoring { (scoring_table(cx, scoring)) }
        (thresholds(cx, &view.thresholds))
        (derived(cx, view))
        @if let Some(benefit) = &view.benefit { (worth(cx, benefit)) }
        (excludes(cx, &view.excludes))
        @if let Some(targeting) = &view.targeting { h2 #targeting { (cx.t("page.policy.targeting")) } p { (cx.t("page.policy.targeting.text")) } (conditions(cx, targeting, &view.rule.reference)) }
        @if !view.calendar.is_empty() { h2 { (cx.t("ui.rail.calendar")) } (calendar::items(cx, &view.calendar)) }
        @if let Some(ladder) = &view.ladder { (rungs(cx, view, ladder)) }
        (vintages(cx, view))
        (references(cx, view))
    };
    Page {
        title: cx.plain(&view.rule.title).to_owned(),
        lead: Some(html! { p { code { (view.rule.id) } " " (cx.tf("page.policy.lead", &[("day", &view.as_of.to_string())])) } }),
        section: Section::Policies,
        body,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.policies"), "/policies")
}

fn head(cx: &Cx, view: &RuleView) -> Markup {
    let line = &view.rule;
    let lasts = view.validity.map(|years| {
        html! {
            @match years {
                Some(years) => (cx.tf("page.policy.years", &[("n", &years.to_string())])),
                None => (cx.t("page.policy.no-years")),
            }
            @if !view.renewal.is_empty() { br; span.when { (cx.text(&view.renewal)) } }
        }
    });
    facts([
        (cx.t("page.policies.state"), Some(state(cx, line))),
        (
            cx.t("page.policies.kind"),
            Some(
                html! { (cx.t(&format!("page.policies.kind.{}", line.kind.code()))) @if line.purpose.code() == "recheck" { " " span.tag { (cx.t("page.policy.recheck")) } } },
            ),
        ),
        (cx.t("page.policies.issuer"), Some(cx.text(&line.issuer))),
        (
            cx.t("page.policy.applies-to"),
            Some(cx.text(&line.applies_to)),
        ),
        (cx.t("page.policy.validity"), lasts),
        (
            cx.t("page.policy.confidence"),
            Some(html! { (cx.t(&format!("page.policy.confidence.{}", line.confidence.code()))) }),
        ),
    ])
}

fn points(ends: [f64; 2]) -> String {
    match ends {
        [low, high] if low == high => low.to_string(),
        [low, high] => format!("{low}–{high}"),
    }
}

fn scoring_table(cx: &Cx, scoring: &ScoringView) -> Markup {
    let columns = [
        Column::text(cx.t("page.policy.part")),
        Column::text(cx.t("page.policy.item")),
        Column::number(cx.t("page.policy.max")),
        Column::text(cx.t("page.policy.bands")),
    ];
    let row = |item: &ScoringItem| {
        html! {
            tr data-row {
                td { (cx.text(&item.part)) }
                td.words { (cx.text(&item.label)) }
                td.n { (item.max) }
                td.words { (bands(cx, item)) }
            }
        }
    };
    html! {
        h2 { (cx.tf("page.policy.scoring", &[("max", &scoring.max.to_string())])) }
        p { (stands(cx, &scoring.basis)) }
        (table(cx, &cx.t("page.policy.scoring.table"), &columns, scoring.items.iter().map(row)))
    }
}

/// Bounds with the sign that says on which side they are.
fn bands(cx: &Cx, item: &ScoringItem) -> Markup {
    let sign = if item.boundary.is_some_and(|side| side.code() == "lower") {
        ">"
    } else {
        "≥"
    };
    html! {
        ul.plain {
            @for (over, given) in &item.bands {
                li {
                    @match over {
                        Some(over) => { (sign) " " (measured(cx, *over, item.unit.as_deref(), &item.unit_label)) },
                        None => (cx.t("page.policy.below")),
                    }
                    " → " (points(*given))
                }
            }
            @for (text, given) in &item.options { li { (cx.text(text)) " → " (points(*given)) } }
        }
    }
}

fn thresholds(cx: &Cx, thresholds: &[ThresholdView]) -> Markup {
    let columns = [
        Column::text(cx.t("page.policy.threshold")),
        Column::number(cx.t("page.policy.value")),
        Column::text(cx.t("page.policy.basis")),
    ];
    let row = |t: &ThresholdView| {
        html! {
            tr data-row {
                td.words { (cx.text(&t.label)) " " code { (t.id) } }
                td.n { @match t.value {
                    Some(value) => (measured(cx, value, Some(&t.unit), &t.unit_label)),
                    None => span.unknown { (cx.t("page.policy.unpublished")) },
                } }
                td.words { (stands(cx, &t.basis)) }
            }
        }
    };
    html! {
        @if !thresholds.is_empty() {
            h2 { (cx.t("page.policy.thresholds")) }
            (table(cx, &cx.t("page.policy.thresholds"), &columns, thresholds.iter().map(row)))
        }
    }
}

fn derived(cx: &Cx, view: &RuleView) -> Markup {
    let rows = view.derived.iter();
    html! {
        @if !view.derived.is_empty() {
            h2 { (cx.t("page.policy.derived")) }
            (facts(rows.map(|d| (cx.plain(&d.label).to_owned(), Some(html! { code { (d.id) " = " (d.formula) } })))))
        }
    }
}

fn worth(cx: &Cx, benefit: &BenefitView) -> Markup {
    html! {
        h2 #worth { (cx.t("page.policy.worth")) }
        p { (cx.text(&benefit.text)) (cx.t("ui.comma")) (cx.t(&format!("page.policy.per.{}", benefit.per.code()))) }
        @if let Some(formula) = &benefit.formula { p { code { (formula) } } } @else { p.hint { (cx.t("page.policy.no-formula")) } }
        @if !benefit.note.is_empty() { p.hint { (cx.text(&benefit.note)) } }
        p { (stands(cx, &benefit.basis)) }
    }
}

fn excludes(cx: &Cx, excludes: &[ExclusionView]) -> Markup {
    html! {
        @if !excludes.is_empty() {
            h2 { (cx.t("page.policy.excludes")) }
            ul { @for other in excludes { li {
                @if other.rules.is_empty() { code { (other.series) } }
                @for (position, (id, title)) in other.rules.iter().enumerate() { @if position > 0 { (cx.t("ui.comma")) } (link(cx, id, cx.plain(title))) }
                @if !other.note.is_empty() { (cx.t("ui.colon")) (cx.text(&other.note)) }
                " " (stands(cx, &other.basis))
            } } }
        }
    }
}

fn rungs(cx: &Cx, view: &RuleView, ladder: &LadderView) -> Markup {
    html! {
        h2 { (cx.t("page.policy.ladder")) }
        ol.rungs { @for (_, line) in &ladder.rungs {
            li aria-current=[(line.id == view.rule.id).then_some("true")] { (link(cx, &line.id, cx.plain(&line.title))) @if line.purpose.code() == "recheck" { " " span.tag { (cx.t("page.policy.recheck")) } } }
        } }
    }
}

/// Other vintages, each with the way to who gains and who loses from the older to the
/// newer.
fn vintages(cx: &Cx, view: &RuleView) -> Markup {
    let day = cx.ask("day").unwrap_or_default();
    let compare = |other: &RuleLine| {
        let own = &view.rule;
        let (old, new) = match other.from <= own.from {
            true => (other, own),
            false => (own, other),
        };
        let path = format!("/policies/{}/diff", segment(&new.id));
        cx.href(&path, &[("against", &old.id), ("day", day)])
    };
    html! {
        @if !view.vintages.is_empty() {
            h2 { (cx.t("page.policy.vintages")) }
            ul { @for line in &view.vintages { li {
                (link(cx, &line.id, cx.plain(&line.title))) " " (state(cx, line))
                " · " a href=(compare(line)) { (cx.t("page.diff.link")) }
            } } }
        }
    }
}

fn references(cx: &Cx, view: &RuleView) -> Markup {
    html! {
        h2 { (cx.t("page.pack.references")) }
        ul { @for r in &view.references { li {
            (cx.text(&r.title))
            @if let Some(number) = &r.number { " " span.when { (number) } }
            @if !r.publisher.is_empty() { (cx.t("ui.comma")) (cx.text(&r.publisher)) }
            @if let Some(day) = &r.published { (cx.t("ui.comma")) (time::loose(cx, day)) }
            @if let Some(url) = &r.url { br; code { (url) } }
            @if !r.note.is_empty() { br; span.hint { (cx.text(&r.note)) } }
        } } }
    }
}

const SURFACE: Surface<RuleView> = Surface::page(|cx, view: &RuleView| page(cx, view));

/// `GET /policies/{id}`, `/policies/{id}/edit` and `/policies/{id}/diff`: identifiers have
/// slashes of their own, so the last part of the address is looked at here.
pub async fn show(State(site): State<Site>, Path(id): Path<String>, ask: Ask) -> Response {
    if let Some(rule) = id.strip_suffix("/edit") {
        return draft::show(site, rule.to_owned(), ask).await;
    }
    if let Some(rule) = id.strip_suffix("/diff") {
        return diff::show(site, rule.to_owned(), ask).await;
    }
    let input = criteria::RuleInput {
        id,
        as_of: ask.text("day"),
    };
    site.show(ask, SURFACE, move |app, call| {
        criteria::rule(app, call, &input)
    })
    .await
}

/// `POST /policies/{id}/edit`
pub async fn take(
    State(site): State<Site>,
    Path(id): Path<String>,
    ask: Ask,
    body: String,
) -> Response {
    match id.strip_suffix("/edit") {
        Some(rule) => draft::take(site, rule.to_owned(), ask, body).await,
        None => Failure::new(StatusCode::METHOD_NOT_ALLOWED, "server.no-method").answer(&ask),
    }
}
