//! Mutes of the change feed: what is hidden, why, by whom and until when.

use super::policies::link;
use super::turns;
use crate::view::{Column, Cx, Page, Section, empty, entity, table, time};
use crate::web::failure::Failure;
use crate::web::request::{Ask, decode};
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use julin_app::contract::MuteView;
use julin_app::criteria::{self, MuteInput};
use julin_locale::count;
use maud::{Markup, html};

/// Where it is.
const PATH: &str = "/policy-changes/mutes";

/// The page.
pub fn page(cx: &Cx, view: &[MuteView]) -> Page {
    let counting = view.iter().filter(|mute| mute.counts).count() as u64;
    let columns = [
        Column::number(cx.t("cli.heading.number")),
        Column::text(cx.t("page.mutes.what")),
        Column::text(cx.t("page.changes.mute.note")),
        Column::text(cx.t("page.changes.mute.until")),
        Column::text(cx.t("page.mutes.by")),
        Column::text(cx.t("page.mutes.state")),
    ];
    let body = html! {
        @if view.is_empty() { (empty(cx, "page.mutes.empty", Some(("page.changes.table", super::policy_changes::PATH)))) }
        @else { (table(cx, &cx.t("page.mutes.all"), &columns, view.iter().map(|one| row(cx, one)))) }
    };
    Page {
        title: cx.tf("page.mutes.title", &[("n", &count(counting))]),
        lead: Some(html! { p { (cx.t("page.mutes.lead")) } }),
        section: Section::PolicyChanges,
        body,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.policies"), "/policies")
    .under(cx.t("page.changes.table"), super::policy_changes::PATH)
}

fn row(cx: &Cx, mute: &MuteView) -> Markup {
    html! {
        tr data-row {
            td.n { (mute.id) }
            td.words { (what(cx, mute)) }
            td.words { (mute.note) }
            td { @if let Some(day) = mute.until { (time::day(cx, day)) } @else { "—" } }
            td { (mute.author) br; span.when { (time::moment(cx, &mute.muted_at)) } }
            td {
                span.tag.good[mute.counts] { (cx.t(if mute.counts { "page.mutes.counts" } else { "page.mutes.over" })) }
                @if let Some((who, at)) = &mute.ended { br; span.when { (who) " " (time::moment(cx, at)) } }
                @if mute.ended.is_none() {
                    form method="post" action=(format!("{PATH}/{}/end", mute.id)) { button type="submit" { (cx.t("page.mutes.end")) } }
                }
            }
        }
    }
}

fn what(cx: &Cx, mute: &MuteView) -> Markup {
    html! {
        @if let Some(kind) = mute.kind { (turns::kind(cx, kind)) " " }
        @if let Some(rule) = &mute.rule { (link(cx, &rule.0, cx.plain(&rule.1))) " " }
        @if let Some(clause) = &mute.clause { div { (cx.tf("page.changes.mute.clause", &[("clause", cx.plain(&clause.1))])) } }
        @if let Some(who) = &mute.entity { div { (entity(cx, who)) } }
    }
}

const SURFACE: Surface<Vec<MuteView>> = Surface::page(|cx, view: &Vec<MuteView>| page(cx, view));

/// `GET /policy-changes/mutes`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    site.show(ask, SURFACE, criteria::mutes).await
}

/// `POST /policy-changes/mutes` with `what`, `rule`, `entity`, `kind`, `note`, `until`
pub async fn add(State(site): State<Site>, ask: Ask, body: String) -> Response {
    let Some(input) = input(&decode(&body)) else {
        return Failure::bad_request().answer(&ask);
    };
    match site
        .run(move |app, call| criteria::mute(app, call, &input))
        .await
    {
        Ok(_) => Redirect::to(PATH).into_response(),
        Err(failure) => failure.answer(&ask),
    }
}

/// `POST /policy-changes/mutes/{id}/end`
pub async fn end(State(site): State<Site>, Path(id): Path<String>, ask: Ask) -> Response {
    let Ok(id) = id.parse() else {
        return Failure::no_page().answer(&ask);
    };
    match site
        .run(move |app, call| criteria::unmute(app, call, id))
        .await
    {
        Ok(_) => Redirect::to(PATH).into_response(),
        Err(failure) => failure.answer(&ask),
    }
}

/// The reasons chosen: `entity-rule`, `kind-rule`, `rule`, `entity`, `clause:<id>`.
fn input(pairs: &[(String, String)]) -> Option<MuteInput> {
    let given = |name: &str| {
        let found = pairs.iter().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.clone())
            .filter(|value| !value.is_empty())
    };
    let what = given("what")?;
    let (rule, entity, kind) = match what.as_str() {
        "entity-rule" => (given("rule"), given("entity"), None),
        "kind-rule" => (given("rule"), None, given("kind")),
        "rule" => (given("rule"), None, None),
        "entity" => (None, given("entity"), None),
        clause if clause.starts_with("clause:") => (given("rule"), None, None),
        _ => return None,
    };
    Some(MuteInput {
        rule,
        clause: what.strip_prefix("clause:").map(str::to_owned),
        kind,
        entity,
        note: given("note").unwrap_or_default(),
        until: given("until"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reasons_chosen_are_those_muted() {
        let of = |what: &str| {
            let sent = format!("what={what}&rule=p/r&entity=e&kind=lost&note=&until=");
            let input = input(&decode(&sent))?;
            Some((
                input.rule,
                input.clause,
                input.kind,
                input.entity,
                input.until,
            ))
        };
        let some = |word: &str| Some(word.to_owned());
        assert_eq!(
            of("entity-rule"),
            Some((some("p/r"), None, None, some("e"), None))
        );
        assert_eq!(
            of("kind-rule"),
            Some((some("p/r"), None, some("lost"), None, None))
        );
        assert_eq!(
            of("clause:age"),
            Some((some("p/r"), some("age"), None, None, None))
        );
        assert_eq!(of("entity"), Some((None, None, None, some("e"), None)));
        assert_eq!(of("everything"), None);
    }
}
