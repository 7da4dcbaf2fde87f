//! Doubtful pairs: two entities that may be one. Nothing is merged without a person.

use crate::view::{Cx, Page, Section, Column, empty, entity, message, table};
use julin_app::contract::ReviewView;
use julin_locale::count;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &Vec<ReviewView>) -> Page {
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
    Page { title, lead: Some(lead), section: Section::Reviews, body, crumbs: vec![] }
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
