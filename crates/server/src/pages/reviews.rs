//! Doubtful pairs: two entities that may be one. Nothing is merged without a person.

use crate::view::{Column, Cx, Page, Section, empty, entity, message, table};
use crate::web::failure::Failure;
use crate::web::request::{Ask, decode};
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use julin_app::contract::ReviewView;
use julin_app::data;
use julin_locale::count;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &[ReviewView]) -> Page {
    let title = cx.tf("page.reviews.title", &[("n", &count(view.len() as u64))]);
    let columns = [
        Column::text(cx.t("page.reviews.new")),
        Column::text(cx.t("page.reviews.known")),
        Column::text(cx.t("page.reviews.reason")),
        Column::text(cx.t("page.reviews.batch")),
        Column::text(cx.t("page.reviews.decide")),
    ];
    let body = html! {
        @if view.is_empty() { (empty(cx, "page.reviews.empty", None)) }
        @else { (table(cx, &cx.t("ui.rail.reviews"), &columns, view.iter().map(|r| row(cx, r)))) }
    };
    let lead = html! { p { (cx.t("page.reviews.lead")) } };
    Page {
        title,
        lead: Some(lead),
        section: Section::Reviews,
        body,
        crumbs: vec![],
    }
}

fn row(cx: &Cx, review: &ReviewView) -> Markup {
    let action = format!("/reviews/{}", review.id);
    html! {
        tr data-row {
            td.words { (entity(cx, &review.new)) br; code { (review.new.id) } }
            td.words { (entity(cx, &review.known)) br; code { (review.known.id) } }
            td.words { (message(&cx.message(&review.reason))) }
            td { a href=(cx.href(&format!("/imports/{}", review.batch), &[])) { (cx.tf("page.statement.batch", &[("n", &review.batch.to_string())])) } }
            td {
                form method="post" action=(action) {
                    button type="submit" name="merge" value="true" { (cx.t("page.reviews.same")) } " "
                    button type="submit" name="merge" value="false" { (cx.t("page.reviews.different")) }
                }
            }
        }
    }
}

const SURFACE: Surface<Vec<ReviewView>> =
    Surface::page(|cx, view: &Vec<ReviewView>| page(cx, view));

/// `GET /reviews`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    site.show(ask, SURFACE, data::reviews).await
}

/// `POST /reviews/{id}` with `merge=true` or `merge=false`
pub async fn settle(
    State(site): State<Site>,
    Path(id): Path<String>,
    ask: Ask,
    body: String,
) -> Response {
    let merge = match decode(&body)
        .into_iter()
        .find(|(key, _)| key == "merge")
        .map(|(_, value)| value)
    {
        Some(value) if value == "true" => true,
        Some(value) if value == "false" => false,
        _ => return Failure::bad_request().answer(&ask),
    };
    let Ok(id) = id.parse() else {
        return Failure::no_page().answer(&ask);
    };
    let input = data::SettleInput { id, merge };
    match site
        .run(move |app, call| data::settle_review(app, call, &input))
        .await
    {
        Ok(_) => Redirect::to("/reviews").into_response(),
        Err(failure) => failure.answer(&ask),
    }
}
