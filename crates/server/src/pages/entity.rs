//! An entity: every finding with its statements, conflicts side by side.

use crate::view::{
    Column, Cx, Page, Section, citation, empty, entity, facts, figure, segment, statement_rows,
    table, time,
};
use crate::web::request::Ask;
use crate::web::respond::Surface;
use crate::web::site::Site;
use axum::extract::{Path, State};
use axum::response::Response;
use julin_app::contract::{EntityView, FindingView, RelationView};
use julin_app::data;
use julin_model::{Preference, Text};
use maud::{Markup, html};

/// The page.
pub fn page(cx: &Cx, view: &EntityView) -> Page {
    let lead = html! { p { (cx.text(&view.type_label)) (cx.t("ui.comma")) (cx.tf("ui.as-of.day", &[("day", &time::loose(cx, &view.as_of))])) } };
    let body = html! {
        (names(cx, view))
        @if view.has_rules { p { a href=(cx.href(&format!("/eligibility/{}", segment(view.entity.id.as_str())), &[])) { (cx.t("page.entity.eligibility")) } } }
        (findings(cx, view))
        (relations(cx, view))
        (merged(cx, view))
        (as_of_form(cx))
    };
    Page {
        title: cx.plain(&view.entity.name).to_owned(),
        lead: Some(lead),
        section: Section::Entities,
        body,
        crumbs: vec![],
    }
    .under(cx.t("ui.rail.entities"), "/entities")
    .under(
        cx.plain(&view.type_label).to_owned(),
        &format!("/entities?kind={}", view.entity.kind),
    )
}

/// Further names and identifiers by kind; misspellings only serve search and are not shown.
pub fn names(cx: &Cx, view: &EntityView) -> Markup {
    let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
    for name in view.names.iter().filter(|name| name.kind != "noisy") {
        match kinds.iter_mut().find(|(kind, _)| *kind == name.kind) {
            Some((_, texts)) => texts.push(&name.text),
            None => kinds.push((&name.kind, vec![&name.text])),
        }
    }
    let label = |kind: &str| {
        cx.known(&format!("ui.name.{kind}"))
            .unwrap_or_else(|| kind.to_owned())
    };
    html! {
        ul.names {
            li { span.kind { (cx.t("ui.id")) } " " code { (view.entity.id) } }
            @for (kind, texts) in &kinds {
                li {
                    span.kind { (label(kind)) } " "
                    @for (i, text) in texts.iter().enumerate() { @if i > 0 { (cx.t("ui.list-comma")) } bdi { (text) } }
                }
            }
        }
    }
}

/// What is known, by field.
pub fn findings(cx: &Cx, view: &EntityView) -> Markup {
    let columns = [
        Column::text(cx.t("page.entity.field")),
        Column::number(cx.t("ui.statement.value")),
        Column::text(cx.t("ui.statement.period")),
        Column::text(cx.t("ui.statement.source")),
        Column::text(cx.t("page.entity.more")),
    ];
    let (numbers, words): (Vec<_>, Vec<_>) = view
        .findings
        .iter()
        .partition(|f| f.preferred.figure.value.number().is_some());
    let conflicts: Vec<_> = view.findings.iter().filter(|f| f.conflicting).collect();
    html! {
        h2 { (cx.t("page.entity.figures")) }
        @if view.findings.is_empty() { (empty(cx, "page.entity.empty", Some(("page.imports.new", "/imports/new")))) }
        @if !numbers.is_empty() { (table(cx, &cx.t("page.entity.figures"), &columns, numbers.iter().map(|f| row(cx, f)))) }
        @if !words.is_empty() {
            (facts(words.iter().map(|f| (label(cx, f), Some(html! { (figure(cx, &f.preferred.figure)) " " (history_link(cx, f)) })))))
        }
        @if !conflicts.is_empty() {
            h2 { (cx.t("page.entity.conflicts")) }
            p { (cx.t("page.entity.conflicts.text")) }
            @for finding in conflicts { (conflict(cx, finding)) }
        }
    }
}

fn label(cx: &Cx, finding: &FindingView) -> String {
    let figure = &finding.preferred.figure;
    let name = cx.plain(&figure.label).to_owned();
    scoped(cx, name, figure.scope.as_deref(), &figure.scope_label)
}

/// A name with its scope behind it, by its label where it has one.
pub fn scoped(cx: &Cx, name: String, scope: Option<&str>, label: &Text) -> String {
    match scope {
        Some(scope) => {
            let scope = if label.is_empty() {
                scope
            } else {
                cx.plain(label)
            };
            cx.tf("ui.figure.scoped", &[("label", &name), ("scope", scope)])
        }
        None => name,
    }
}

fn row(cx: &Cx, finding: &FindingView) -> Markup {
    let view = &finding.preferred;
    let mut marked = view.figure.clone();
    marked.conflicting |= finding.conflicting;
    html! {
        tr data-row {
            td { (label(cx, finding)) }
            td.n { (figure(cx, &marked)) }
            td.tight { @if let Some(p) = view.figure.period { (time::period(cx, p)) } @else { "—" } }
            td { (citation(cx, &view.source, &view.locator, Some(&view.figure.statement.to_string()))) }
            td.tight { (history_link(cx, finding)) }
        }
    }
}

fn history_link(cx: &Cx, finding: &FindingView) -> Markup {
    let more = finding.others.len() + finding.earlier.len();
    let view = &finding.preferred;
    let path = format!("/history/{}", segment(view.entity.id.as_str()));
    let href = cx.href(&path, &[("field", view.figure.field.as_str())]);
    html! { @if more > 0 { a href=(href) { (cx.tf("page.entity.more.count", &[("n", &more.to_string())])) } } }
}

/// Statements that disagree, side by side, with the reason for the preferred one.
pub fn conflict(cx: &Cx, finding: &FindingView) -> Markup {
    html! {
        div.conflict-card {
            h3 { (label(cx, finding)) }
            ul.sides {
                @for (i, view) in std::iter::once(&finding.preferred).chain(&finding.others).enumerate() {
                    li .preferred[i == 0] {
                        p.value-line { (figure(cx, &view.figure)) }
                        p.small {
                            @if let Some(p) = view.figure.period { (time::period(cx, p)) " " }
                            (citation(cx, &view.source, &view.locator, Some(&view.figure.statement.to_string())))
                        }
                        @if i == 0 { p.small { (because(cx, finding.because)) } }
                    }
                }
            }
        }
    }
}

/// Why the preferred statement was preferred.
pub fn because(cx: &Cx, why: Preference) -> String {
    let code = match why {
        Preference::Only => "only",
        Preference::Ruling => "ruling",
        Preference::LatestPeriod => "latest-period",
        Preference::Kind => "kind",
        Preference::Confidence => "confidence",
        Preference::LearnedLast => "learned-last",
    };
    cx.t(&format!("ui.because.{code}"))
}

/// Links to other entities.
pub fn relations(cx: &Cx, view: &EntityView) -> Markup {
    let columns = [
        Column::text(cx.t("page.entity.relation")),
        Column::text(cx.t("page.entity.other")),
        Column::text(cx.t("ui.statement.period")),
        Column::text(cx.t("ui.statement.source")),
    ];
    let row = |r: &RelationView| {
        html! {
            tr data-row {
                td { (cx.text(&r.label)) }
                td.words { (entity(cx, &r.other)) @if !r.note.is_empty() { " " span.when { (cx.text(&r.note)) } } }
                td.tight { @if let Some(p) = r.period { (time::period(cx, p)) } @else { "—" } }
                td { (citation(cx, &r.source, &r.locator, None)) }
            }
        }
    };
    html! {
        @if !view.relations.is_empty() {
            h2 { (cx.t("page.entity.relations")) }
            (table(cx, &cx.t("page.entity.relations"), &columns, view.relations.iter().map(row)))
        }
    }
}

fn merged(cx: &Cx, view: &EntityView) -> Markup {
    html! {
        @if !view.merged.is_empty() {
            h2 { (cx.t("page.entity.merged")) }
            p { (cx.t("page.entity.merged.text")) }
            ul { @for (other, batch) in &view.merged { li {
                (cx.text(&other.name)) " " code { (other.id) } " "
                a href=(cx.href(&format!("/imports/{batch}/undo"), &[])) { (cx.t("page.entity.split")) }
            } } }
        }
    }
}

/// Two times: what was true when, as known when.
fn as_of_form(cx: &Cx) -> Markup {
    let value = |name: &str| cx.ask(name).map(str::to_owned);
    html! {
        h2 { (cx.t("page.entity.two-times")) }
        form.inline method="get" action=(cx.path) {
            div { label for="at" { (cx.t("page.entity.true-at")) } input #at name="at" value=[value("at")] placeholder="2025-06-30" maxlength="10"; }
            div { label for="known_at" { (cx.t("page.entity.known-at")) } input #known_at name="known_at" value=[value("known_at")] placeholder="2026-01-31" maxlength="10"; }
            button type="submit" { (cx.t("ui.show")) }
        }
    }
}

/// Every preferred statement as rows for a spreadsheet.
pub fn csv(cx: &Cx, view: &EntityView) -> Vec<Vec<String>> {
    let head = [
        "page.entity.field",
        "ui.statement.value",
        "ui.statement.unit",
        "ui.statement.period",
        "ui.statement.status",
        "ui.statement.source",
        "ui.statement.place",
        "ui.statement.id",
    ];
    let row = |f: &FindingView| {
        let (s, fig) = (&f.preferred, &f.preferred.figure);
        vec![
            label(cx, f),
            value_text(cx, fig),
            fig.unit.clone().unwrap_or_default(),
            fig.period.map(|p| p.to_string()).unwrap_or_default(),
            fig.status.code().to_owned(),
            cx.plain(&s.source.title).to_owned(),
            s.locator.spot.to_string(),
            fig.statement.to_string(),
        ]
    };
    let head = head.iter().map(|k| cx.t(k)).collect();
    std::iter::once(head)
        .chain(view.findings.iter().map(row))
        .collect()
}

/// A value as a spreadsheet takes it: numbers bare, in their unit.
pub fn value_text(cx: &Cx, figure: &julin_app::contract::Figure) -> String {
    use julin_model::Value;
    match &figure.value {
        Value::Number(n) => n.to_string(),
        Value::Flag(yes) => cx.t(if *yes { "ui.yes" } else { "ui.no" }),
        Value::Date(day) => day.to_string(),
        Value::Word(word) => word.clone(),
        Value::Text(text) => cx.plain(text).to_owned(),
        Value::Entity { entity } => figure
            .target
            .as_ref()
            .map_or_else(|| entity.to_string(), |t| cx.plain(&t.name).to_owned()),
    }
}

/// Statements of a finding as a table: preferred, others, earlier.
pub fn all_statements(cx: &Cx, finding: &FindingView) -> Markup {
    let all: Vec<_> = std::iter::once(&finding.preferred)
        .chain(&finding.others)
        .chain(&finding.earlier)
        .collect();
    statement_rows(cx, &label(cx, finding), &all)
}

const SURFACE: Surface<EntityView> = Surface::page(page).csv(csv);

/// `GET /entities/{id}?at=…&known_at=…`
pub async fn show(State(site): State<Site>, Path(id): Path<String>, ask: Ask) -> Response {
    let as_of = ask.text("at").or_else(|| ask.text("as_of"));
    let input = data::EntityInput {
        id,
        as_of,
        known_at: ask.text("known_at"),
    };
    site.show(ask, SURFACE, move |app, call| {
        data::entity(app, call, &input)
    })
    .await
}
