//! The catalogue of policies, titles and certificates, by date.

use crate::view::{Column, Cx, Filter, Page, Section, Sort, empty, segment, table, time};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use julin_app::contract::{Cell, Grid, RuleLine, RuleState, Rules};
use julin_app::criteria;
use julin_locale::count;
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &Rules) -> Page {
    let of = |state| {
        let such = view.rules.iter().filter(|rule| rule.state == state);
        count(such.count() as u64)
    };
    let title = cx.tf(
        "page.policies.title",
        &[
            ("n", &count(view.rules.len() as u64)),
            ("in_force", &of(RuleState::InForce)),
            ("coming", &of(RuleState::Coming)),
            ("ended", &of(RuleState::Ended)),
        ],
    );
    let columns = [
        Column::text(cx.t("page.policies.rule")).sorted_by("title"),
        Column::text(cx.t("page.policies.kind")).sorted_by("kind"),
        Column::text(cx.t("page.policies.worth")),
        Column::text(cx.t("page.policies.state")).sorted_by("state"),
        Column::text(cx.t("page.policies.reference")),
        Column::number(cx.t("page.policies.conditions")).sorted_by("conditions"),
        Column::number(cx.t("page.policies.unpublished"))
            .sorted_by("unpublished")
            .hint(cx.t("page.policies.unpublished.hint")),
    ];
    let rows = kept(cx, view);
    let body = html! {
        @if view.rules.is_empty() { (empty(cx, "page.policies.empty", Some(("ui.rail.packs", "/packs")))) } @else {
            (choices(cx, view.as_of))
            (Filter::of(cx).draw(cx))
            @if rows.is_empty() { p { (cx.t("page.policies.none-left")) } } @else {
                (table(cx, &cx.t("ui.rail.policies"), &columns, rows.iter().map(|line| row(cx, line))))
            }
        }
    };
    let lead = html! {
        p { (cx.tf("page.policies.lead", &[("day", &view.as_of.to_string())])) }
        p {
            a href=(cx.href("/simulator", &[])) { (cx.t("page.policies.simulator")) } " · "
            a href=(cx.href(super::policy_changes::PATH, &[])) { (cx.t("page.changes.table")) }
        }
    };
    Page {
        title,
        lead: Some(lead),
        section: Section::Policies,
        body,
        crumbs: vec![],
    }
}

const KINDS: [&str; 4] = ["title", "policy", "certificate", "mandate"];
const STATES: [&str; 3] = ["in-force", "coming", "ended"];

/// Day, kind and state; kept in the address.
fn choices(cx: &Cx, as_of: NaiveDate) -> Markup {
    let choice = |name: &str, label: &str, words: &str, values: &[&str]| {
        let asked = cx.ask(name).unwrap_or_default().to_owned();
        html! {
            div {
                label for=(name) { (cx.t(label)) }
                select id=(name) name=(name) {
                    option value="" { (cx.t("ui.all")) }
                    @for value in values { option value=(value) selected[asked == *value] { (cx.t(&format!("{words}.{value}"))) } }
                }
            }
        }
    };
    html! {
        form.inline method="get" {
            @if let Some(words) = cx.ask("filter") { input type="hidden" name="filter" value=(words); }
            div {
                label for="day" { (cx.t("page.policies.day")) }
                input #day type="date" name="day" value=(as_of);
            }
            (choice("kind", "page.policies.kind", "page.policies.kind", &KINDS))
            (choice("state", "page.policies.state", "page.policies.state", &STATES))
            div { button type="submit" { (cx.t("ui.show")) } }
        }
    }
}

fn kept<'a>(cx: &Cx, view: &'a Rules) -> Vec<&'a RuleLine> {
    let filter = Filter::of(cx);
    let asked = |name: &str, own: &str| cx.ask(name).is_none_or(|ask| ask.is_empty() || ask == own);
    let mut rows: Vec<_> = view
        .rules
        .iter()
        .filter(|l| asked("kind", l.kind.code()) && asked("state", l.state.code()))
        .filter(|l| {
            let (title, issuer, text) = (&l.title, &l.issuer, &l.reference);
            let words = [&title.zh, &title.en, &issuer.zh, &issuer.en, &text.zh];
            filter.keeps(&[&words.map(String::as_str)[..], &[&l.id, &text.en]].concat())
        })
        .collect();
    if let Some(sort) = Sort::of(cx) {
        match sort.key {
            "conditions" => sort.numbers(&mut rows, |l| Some(f64::from(l.conditions))),
            "unpublished" => sort.numbers(&mut rows, |l| Some(f64::from(l.unpublished))),
            "kind" => sort.words(&mut rows, |l| l.kind.code().to_owned()),
            "state" => sort.words(&mut rows, |l| l.state.code().to_owned()),
            _ => sort.words(&mut rows, |l| cx.plain(&l.title).to_owned()),
        }
    }
    rows
}

fn row(cx: &Cx, line: &RuleLine) -> Markup {
    html! {
        tr data-row {
            td.words { (link(cx, &line.id, cx.plain(&line.title))) @if line.purpose.code() == "recheck" { " " span.tag { (cx.t("page.policy.recheck")) } } br; span.when { (cx.text(&line.issuer)) } }
            td { (cx.t(&format!("page.policies.kind.{}", line.kind.code()))) }
            td.words { @if line.benefit.is_empty() { "—" } @else { (cx.text(&line.benefit)) } }
            td { (state(cx, line)) }
            td.words { (cx.text(&line.reference)) }
            td.n { (line.conditions) }
            td.n { @if line.unpublished > 0 { span.unknown { (line.unpublished) } } @else { (line.unpublished) } }
        }
    }
}

/// A rule as a link.
pub fn link(cx: &Cx, id: &str, title: &str) -> Markup {
    let day = cx.ask("day").unwrap_or_default();
    html! { a href=(cx.href(&format!("/policies/{}", segment(id)), &[("day", day)])) { bdi { (title) } } }
}

/// Whether it is in force, and from when to when.
pub fn state(cx: &Cx, line: &RuleLine) -> Markup {
    let day = |day: Option<NaiveDate>| day.map_or("…".to_owned(), |day| time::day(cx, day));
    html! {
        span.tag.good[line.state == RuleState::InForce] { (cx.t(&format!("page.policies.state.{}", line.state.code()))) }
        @if line.from.is_some() || line.to.is_some() { br; span.when { (day(line.from)) " – " (day(line.to)) } }
    }
}

/// Rows for a spreadsheet.
pub fn grid(cx: &Cx, view: &Rules) -> Grid {
    let keys = [
        "ui.id",
        "page.policies.rule",
        "page.policies.kind",
        "page.policies.issuer",
        "page.policies.reference",
        "page.policies.state",
        "page.policies.from",
        "page.policies.to",
        "page.policies.conditions",
        "page.policies.unpublished",
        "page.policies.worth",
    ];
    let mut grid = Grid::new(cx.t("ui.rail.policies"), keys.map(|key| cx.t(key)));
    for l in kept(cx, view) {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        grid.row([
            l.id.as_str().into(),
            cx.plain(&l.title).into(),
            cx.t(&format!("page.policies.kind.{}", l.kind.code()))
                .into(),
            cx.plain(&l.issuer).into(),
            cx.plain(&l.reference).into(),
            cx.t(&format!("page.policies.state.{}", l.state.code()))
                .into(),
            day(l.from).into(),
            day(l.to).into(),
            Cell::count(l.conditions),
            Cell::count(l.unpublished),
            cx.plain(&l.benefit).into(),
        ]);
    }
    grid
}

const SURFACE: Surface<Rules> =
    Surface::page(|cx, view: &Rules| page(cx, view)).grid(|cx, view: &Rules| grid(cx, view));

/// `GET /policies`
pub async fn show(State(site): State<Site>, ask: Ask) -> Response {
    let input = criteria::RulesInput {
        as_of: ask.text("day"),
    };
    site.show(ask, SURFACE, move |app, call| {
        criteria::rules(app, call, &input)
    })
    .await
}
