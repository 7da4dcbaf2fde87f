//! Bringing in a table: upload, preview with what each column is taken for, confirm.

use crate::view::{Column, Cx, Page, Section, diagnostics, facts, segment, table, tag, time};
use julin_app::contract::{ColumnProposal, PreviewRow, PreviewView};
use julin_locale::percent;
use maud::{Markup, html};

/// The upload form.
pub fn form(cx: &Cx) -> Page {
    let body = html! {
        (steps(cx, 0))
        form.stacked method="post" action="/imports/new" enctype="multipart/form-data" {
            div.file {
                label for="file" { (cx.t("page.import-new.file")) }
                input #file type="file" name="file" required accept=".csv,.tsv,.txt,.xlsx,.xls,.parquet,.json,.yaml,.yml";
                p.help { (cx.t("page.import-new.file.help")) }
            }
            details {
                summary { (cx.t("page.import-new.options")) }
                (option_fields(cx, None))
            }
            p { button.primary type="submit" data-busy=(cx.t("page.import-new.reading")) { (cx.t("page.import-new.preview")) } }
        }
        p.hint { (cx.t("page.import-new.nothing-yet")) }
    };
    Page { title: cx.t("page.imports.new"), section: Section::Imports, body, lead: None, crumbs: vec![] }
        .under(cx.t("ui.rail.imports"), "/imports")
}

/// The options of an import, with what is in use now.
fn option_fields(cx: &Cx, view: Option<&PreviewView>) -> Markup {
    let period = view.and_then(|v| v.period).map(|p| p.to_string());
    let period = cx.ask("period").map(str::to_owned).or(period);
    let entity_type = cx.ask("entity_type").map(str::to_owned).or_else(|| view.map(|v| v.entity_type.to_string()));
    let text = |name: &'static str, value: Option<String>, hint: &'static str| {
        html! {
            div {
                label for=(name) { (cx.t(&format!("page.import-new.{name}"))) }
                input id=(name) name=(name) value=[value] placeholder=(hint) maxlength="200";
                p.help { (cx.t(&format!("page.import-new.{name}.help"))) }
            }
        }
    };
    html! {
        (text("period", period, "2025"))
        (text("entity_type", entity_type, "park"))
        @match view.filter(|v| v.sheets.len() > 1) {
            Some(view) => div {
                label for="sheet" { (cx.t("page.import-new.sheet")) }
                select #sheet name="sheet" { @for s in &view.sheets { option value=(s) selected[Some(s) == view.sheet.as_ref()] { (s) } } }
            },
            None => (text("sheet", cx.ask("sheet").map(str::to_owned), "Sheet1")),
        }
        (text("series", cx.ask("series").map(str::to_owned), ""))
        div {
            label for="mapping" { (cx.t("page.import-new.mapping")) }
            textarea #mapping name="mapping" rows="4" { (cx.ask("mapping").unwrap_or_default()) }
            p.help { (cx.t("page.import-new.mapping.help")) }
        }
    }
}

fn steps(cx: &Cx, at: usize) -> Markup {
    let names = ["page.import-new.step.choose", "page.import-new.step.check", "page.import-new.step.done"];
    html! { ol.steps { @for (i, name) in names.iter().enumerate() { li aria-current=[(i == at).then_some("step")] { (cx.t(name)) } } } }
}

/// What the import would do.
pub fn preview(cx: &Cx, view: &PreviewView) -> Page {
    let title = cx.tf("page.import-new.preview.title", &[("file", &view.file)]);
    let used = view.columns.iter().filter(|c| c.role != "ignored").count();
    let lead = cx.tf("page.import-new.preview.lead", &[("used", &used.to_string()), ("total", &view.columns.len().to_string())]);
    let body = html! {
        (steps(cx, 1))
        @if let Some(batch) = view.already {
            div.empty { p.what { (cx.t("page.import-new.already")) } p { a href=(cx.href(&format!("/imports/{batch}"), &[])) { (cx.tf("page.statement.batch", &[("n", &batch.to_string())])) } } }
        }
        (diagnostics(cx, &view.diagnostics))
        (facts([
            (cx.t("page.import-new.format"), Some(html! { (view.format.to_uppercase()) @if let Some(e) = &view.encoding { (cx.t("ui.comma")) (e) } })),
            (cx.t("page.import-new.sheet"), view.sheet.as_ref().map(|s| html! { (s) })),
            (cx.t("page.import-new.heading-row"), Some(html! { (view.heading_row) })),
            (cx.t("page.import-new.entity_type"), Some(html! { code { (view.entity_type) } })),
            (cx.t("page.import-new.period"), Some(view.period.map_or_else(|| html! { (cx.t("page.import-new.period.by-row")) }, |p| html! { (time::period(cx, p)) }))),
        ]))
        h2 { (cx.t("page.import-new.columns")) }
        (columns(cx, &view.columns))
        h2 { (cx.tf("page.import-new.rows", &[("n", &view.rows.len().to_string())])) }
        (rows(cx, view))
        (decide(cx, view))
        details { summary { (cx.t("page.import-new.change")) } (change(cx, view)) }
        details { summary { (cx.t("page.import-new.mapping.show")) } pre { (view.mapping) } }
    };
    Page { title, lead: Some(html! { p { (lead) } }), section: Section::Imports, body, crumbs: vec![] }
        .under(cx.t("ui.rail.imports"), "/imports")
        .under(cx.t("page.imports.new"), "/imports/new")
}

fn columns(cx: &Cx, columns: &[ColumnProposal]) -> Markup {
    let heads = [
        Column::number(cx.t("page.import-new.column")),
        Column::text(cx.t("page.import-new.heading")),
        Column::text(cx.t("page.import-new.role")),
        Column::text(cx.t("page.entity.field")),
        Column::text(cx.t("ui.statement.unit")),
        Column::text(cx.t("page.import-new.reason")),
        Column::number(cx.t("page.import-new.sure")),
    ];
    let row = |c: &ColumnProposal| {
        html! {
            tr {
                td.n { (c.column) }
                td { bdi { (c.heading) } }
                td { @let role = cx.t(&format!("page.import-new.role.{}", c.role)); @if c.role == "ignored" { span.tag.waiting { (role) } } @else { (role) } }
                td { @if let Some(field) = &c.field { (cx.text(&c.label)) " " code { (field) } } }
                td { @if let Some(unit) = &c.unit { code { (unit) } } }
                td.words { (cx.known(&c.reason).unwrap_or_else(|| c.reason.clone())) }
                td.n { (percent(c.confidence, 0)) }
            }
        }
    };
    table(cx, &cx.t("page.import-new.columns"), &heads, columns.iter().map(row))
}

fn rows(cx: &Cx, view: &PreviewView) -> Markup {
    let mut heads = vec![Column::number(cx.t("page.import-detail.row"))];
    heads.extend(view.columns.iter().map(|c| if c.role == "field" { Column::number(&c.heading) } else { Column::text(&c.heading) }));
    heads.push(Column::text(cx.t("page.import-new.problems")));
    let row = |r: &PreviewRow| {
        html! {
            tr {
                td.n { (r.row) }
                @for (i, cell) in r.cells.iter().enumerate() {
                    td .n[view.columns.get(i).is_some_and(|c| c.role == "field")] { @if cell.is_empty() { span.unknown { "—" } } @else { bdi { (cell) } } }
                }
                td.words { @for p in &r.problems { span.tag.bad { (p.column.as_deref().unwrap_or_default()) } " " (cx.message(&p.diagnostic).what) " " } }
            }
        }
    };
    table(cx, &cx.t("page.import-new.columns"), &heads, view.rows.iter().map(row))
}

fn decide(cx: &Cx, view: &PreviewView) -> Markup {
    let path = format!("/imports/new/{}", segment(&view.token));
    html! {
        div.actions {
            form method="post" action=(format!("{path}/confirm")) {
                @for (key, value) in &cx.query { @if key != "lang" { input type="hidden" name=(key) value=(value); } }
                button.primary type="submit" data-busy=(cx.t("page.import-new.importing")) { (cx.t("page.import-new.confirm")) }
            }
            form method="post" action=(format!("{path}/discard")) { button type="submit" { (cx.t("page.import-new.discard")) } }
            (tag(&cx.t("page.import-new.undoable")))
        }
    }
}

fn change(cx: &Cx, view: &PreviewView) -> Markup {
    html! {
        form.stacked method="get" action=(cx.path) {
            (option_fields(cx, Some(view)))
            p { button type="submit" { (cx.t("page.import-new.again")) } }
        }
    }
}
