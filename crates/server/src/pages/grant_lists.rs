//! Grant lists (免申即享名单): all of them, and drawing one up.

use crate::view::{Column, Cx, Page, Section, empty, measured, segment, table, time, unknown};
use crate::web::failure::Failure;
use crate::web::request::{Ask, decode};
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use julin_app::contract::{GrantListLine, GrantLists};
use julin_app::criteria;
use julin_locale::count;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &GrantLists) -> Page {
    let title = cx.tf(
        "page.grants.title",
        &[("n", &count(view.lists.len() as u64))],
    );
    let columns = [
        Column::number(cx.t("grant.column.number")),
        Column::text(cx.t("grant.column.rule")),
        Column::text(cx.t("grant.column.state")),
        Column::text(cx.t("grant.column.as-of")),
        Column::number(cx.t("grant.column.members")),
        Column::number(cx.t("grant.column.amount")),
        Column::text(cx.t("page.grants.waits")),
    ];
    let body = html! {
        @if let Some((id, title)) = &view.rule {
            p { (cx.text(title)) " " a href=(cx.href("/grant-lists", &[])) { (cx.t("page.grants.all")) } }
            (drawing(cx, id, None))
        }
        @if view.lists.is_empty() { (empty(cx, "page.grants.empty", Some(("ui.rail.policies", "/policies")))) }
        @else { (table(cx, &cx.t("ui.rail.grant-lists"), &columns, view.lists.iter().map(|line| row(cx, line)))) }
    };
    Page {
        title,
        lead: Some(html! { p { (cx.t("page.grants.lead")) } }),
        section: Section::Grants,
        body,
        crumbs: vec![],
    }
}

/// The button that draws a list up by a rule.
pub fn drawing(cx: &Cx, rule: &str, day: Option<&str>) -> Markup {
    html! {
        form.inline method="post" action="/grant-lists" {
            input type="hidden" name="rule" value=(rule);
            @if let Some(day) = day { input type="hidden" name="as_of" value=(day); }
            div.buttons { button type="submit" { (cx.t("page.grants.draw")) } }
        }
    }
}

fn row(cx: &Cx, line: &GrantListLine) -> Markup {
    let href = cx.href(&format!("/grant-lists/{}", line.number), &[]);
    html! {
        tr data-row {
            td.n { a href=(href) { (line.number) } }
            td.words { a href=(href) { (cx.text(&line.rule.1)) } }
            td { (state(cx, line)) }
            td { (time::day(cx, line.as_of)) }
            td.n { (count(line.standing)) @if line.struck > 0 { br; span.when { (cx.tf("page.grants.struck", &[("n", &count(line.struck))])) } } }
            td.n { (sum(cx, line)) }
            td.words { (waiting(cx, line)) }
        }
    }
}

/// The state in a frame.
pub fn state(cx: &Cx, line: &GrantListLine) -> Markup {
    let code = line.state.code();
    html! { span.tag.good[code == "confirmed"].open[line.state.is_open()] { (cx.t(&format!("grant.state.{code}"))) } }
}

/// The amounts added up, marked as an estimate; unknown where none is known.
pub fn sum(cx: &Cx, line: &GrantListLine) -> Markup {
    html! {
        @match line.total {
            Some(total) => { "≈ " (measured(cx, total, line.unit.as_deref(), &line.unit_label)) },
            None => (unknown(cx, Some(&cx.t("grant.amount-unknown")))),
        }
        @if line.without_amount > 0 && line.total.is_some() { br; span.when { (cx.tf("page.grants.without", &[("n", &count(line.without_amount))])) } }
    }
}

fn waiting(cx: &Cx, line: &GrantListLine) -> Markup {
    let told = [
        ("page.grants.findings", line.open_findings),
        ("page.grants.objections", line.open_objections),
    ];
    html! {
        @for (key, n) in told.into_iter().filter(|(_, n)| *n > 0) { span.tag.open { (cx.tf(key, &[("n", &count(n))])) } " " }
        @if let Some(last) = line.last_day.filter(|_| line.state.is_open()) { (cx.tf("page.grants.until", &[("day", &time::day(cx, last))])) }
    }
}

const SURFACE: Surface<GrantLists> = Surface::page(page);

/// `GET /grant-lists?rule=…`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let rule = ask.text("rule");
    site.show(ask, SURFACE, move |app, call| {
        criteria::grant_lists(app, call, rule.as_deref())
    })
    .await
}

/// `POST /grant-lists` with `rule` and, where a day was chosen, `as_of`
pub async fn draw(State(site): State<Site>, ask: Ask, body: String) -> Response {
    let form = decode(&body);
    let given = |name: &str| {
        let found = form
            .iter()
            .find(|(key, value)| key == name && !value.is_empty());
        found.map(|(_, value)| value.clone())
    };
    let Some(rule) = given("rule") else {
        return Failure::bad_request().answer(&ask);
    };
    let as_of = given("as_of");
    let input = criteria::DraftGrantInput { rule, as_of };
    let done = site
        .run(move |app, call| criteria::draft_grant_list(app, call, &input))
        .await;
    match done {
        Ok(view) => {
            let number = view.line.number.to_string();
            Redirect::to(&format!("/grant-lists/{}", segment(&number))).into_response()
        }
        Err(failure) => failure.answer(&ask),
    }
}
