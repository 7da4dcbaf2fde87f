//! What one entity can get: rules it meets, those it is one step short of, the open ones,
//! the others and why; its place on the ladders.

use super::gap;
use super::policies::link;
use super::turns;
use crate::view::{Column, Cx, Page, Section, answer, empty, entity, segment, table, time};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{Eligibility, LadderPlace, OfferView, PolicyChanges, Reach};
use julin_app::criteria;
use julin_locale::count;
use julin_model::Text;
use maud::{Markup, html};
use serde::Serialize;

/// The page.
pub fn page(cx: &Cx, view: &Eligibility) -> Page {
    let of = |reach| {
        let such = view.offers.iter().filter(|offer| offer.reach == reach);
        count(such.count() as u64)
    };
    let title = cx.tf(
        "page.eligibility.title",
        &[
            ("entity", cx.plain(&view.entity.name)),
            ("yes", &of(Reach::Yes)),
            ("short", &of(Reach::Short)),
            ("unknown", &of(Reach::Unknown)),
            ("no", &of(Reach::No)),
        ],
    );
    let body = html! {
        @if view.offers.is_empty() { (empty(cx, "page.eligibility.empty", Some(("ui.rail.policies", "/policies")))) }
        @for ladder in &view.ladders { (ladder_row(cx, view, ladder)) }
        @if let Some(best) = &view.best { (gap::combination(cx, best)) }
        @for reach in Reach::ALL { (offers(cx, view, reach)) }
    };
    let lead = html! {
        p { (entity(cx, &view.entity)) (cx.t("ui.comma")) (cx.tf("page.eligibility.lead", &[("day", &time::day(cx, view.as_of)), ("n", &count(view.offers.len() as u64))])) }
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
}

fn verdict_link(cx: &Cx, view: &Eligibility, rule: &str, words: &Markup) -> Markup {
    let path = format!("/verdict/{}", segment(view.entity.id.as_str()));
    let day = cx.ask("day").unwrap_or_default();
    html! { a href=(cx.href(&path, &[("rule", rule), ("day", day)])) { (words) } }
}

fn ladder_row(cx: &Cx, view: &Eligibility, ladder: &LadderPlace) -> Markup {
    let name = cx
        .known(&format!("page.ladder.{}", ladder.id))
        .unwrap_or_else(|| ladder.id.clone());
    html! {
        h2 { (name) }
        ol.rungs { @for (offer, held) in &ladder.rungs {
            li {
                (verdict_link(cx, view, &offer.rule.id, &cx.text(&offer.rule.title)))
                @if *held { span.tag.good { (cx.t("page.eligibility.held")) } } @else { (answer(cx, offer.answer)) }
            }
        } }
    }
}

fn offers(cx: &Cx, view: &Eligibility, reach: Reach) -> Markup {
    let such: Vec<_> = view.offers.iter().filter(|o| o.reach == reach).collect();
    let heading = cx.tf(
        &format!("page.eligibility.{}", reach.code()),
        &[("n", &count(such.len() as u64))],
    );
    let mut columns = vec![
        Column::text(cx.t("page.policies.rule")),
        Column::text(cx.t("page.policies.worth")),
    ];
    if reach != Reach::Yes {
        columns.push(Column::text(cx.t("page.eligibility.reason")));
    }
    let row = |offer: &&OfferView| {
        html! {
            tr data-row {
                td.words { (link(cx, &offer.rule.id, cx.plain(&offer.rule.title))) br; span.when { (verdict_link(cx, view, &offer.rule.id, &html! { (cx.t("page.eligibility.why")) })) } }
                td.words {
                    @if offer.rule.benefit.is_empty() { "—" } @else { (cx.text(&offer.rule.benefit)) }
                    @if let Some(amount) = &offer.amount { br; (gap::amount(cx, amount)) }
                }
                @if reach != Reach::Yes { td.words { (reason(cx, offer)) } }
            }
        }
    };
    html! {
        @if !such.is_empty() {
            h2 id=(reach.code()) { (heading) }
            (table(cx, &heading, &columns, such.iter().map(row)))
        }
    }
}

/// What stands in the way, or what to ask.
fn reason(cx: &Cx, offer: &OfferView) -> Markup {
    let listed = |texts: &[Text]| {
        let words: Vec<_> = texts.iter().map(|text| cx.plain(text)).collect();
        words.join(&cx.t("ui.list-comma"))
    };
    html! {
        @if !offer.failing.is_empty() { div { (cx.t("page.eligibility.failing")) (cx.t("ui.colon")) (listed(&offer.failing)) } }
        @if !offer.asks.is_empty() { div { (cx.t("page.eligibility.asks")) (cx.t("ui.colon")) (listed(&offer.asks)) } }
        @if offer.failing.is_empty() && offer.asks.is_empty() { (cx.t("page.eligibility.unpublished")) }
    }
}

/// Rows for a spreadsheet.
pub fn csv(cx: &Cx, view: &Eligibility) -> Vec<Vec<String>> {
    let keys = [
        "ui.id",
        "page.policies.rule",
        "page.eligibility.standing",
        "page.eligibility.failing",
        "page.eligibility.asks",
    ];
    let row = |offer: &OfferView| {
        let listed = |texts: &[Text]| {
            let words: Vec<_> = texts.iter().map(|text| cx.plain(text)).collect();
            words.join("; ")
        };
        vec![
            offer.rule.id.clone(),
            cx.plain(&offer.rule.title).to_owned(),
            cx.t(&format!("page.audience.{}", offer.reach.code())),
            listed(&offer.failing),
            listed(&offer.asks),
        ]
    };
    std::iter::once(keys.iter().map(|k| cx.t(k)).collect())
        .chain(view.offers.iter().map(row))
        .collect()
}

/// What one entity can get, and what became of it in the last month.
#[derive(Serialize)]
struct Both {
    #[serde(flatten)]
    eligibility: Eligibility,
    changes: PolicyChanges,
}

fn page_with_changes(cx: &Cx, both: &Both) -> Page {
    let page = page(cx, &both.eligibility);
    let changes = turns::of_entity(cx, &both.eligibility.entity, &both.changes);
    Page {
        body: html! { (page.body) (changes) },
        ..page
    }
}

const SURFACE: Surface<Both> = Surface::page(|cx, view: &Both| page_with_changes(cx, view))
    .csv(|cx, view: &Both| csv(cx, &view.eligibility));

/// `GET /eligibility/{entity}`
pub async fn show(State(site): State<Site>, Path(entity): Path<String>, ask: Ask) -> Response {
    let changes = criteria::ChangesInput {
        entity: Some(entity.clone()),
        until: ask.text("day"),
        limit: crate::view::PAGE_ROWS,
        ..criteria::ChangesInput::default()
    };
    let input = criteria::EligibilityInput {
        entity,
        as_of: ask.text("day"),
    };
    site.show(ask, SURFACE, move |app, call| {
        Ok(Both {
            eligibility: criteria::eligibility(app, call, &input)?,
            changes: criteria::changes(app, call, &changes)?,
        })
    })
    .await
}
