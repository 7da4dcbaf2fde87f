//! Samples of the import and review pages.

use super::{Sample, parts::*};
use julin_app::contract::*;
use julin_model::*;
use julin_server::pages;

pub fn samples() -> Vec<Sample> {
    let list = |rows: Vec<BatchView>| Listing {
        total: rows.len() as u64,
        rows,
        offset: 0,
        limit: 50,
    };
    vec![
        Sample::new("imports-typical", "/imports", move |cx| {
            pages::imports::page(cx, &list(vec![batch(4, false), batch(3, true)]))
        }),
        Sample::new("imports-empty", "/imports", move |cx| {
            pages::imports::page(cx, &list(vec![]))
        }),
        Sample::new("import-new", "/imports/new", pages::import_new::form),
        Sample::new(
            "import-preview",
            "/imports/new/b1946ac9-2492-d234-7c62-35b4d2611184",
            |cx| pages::import_new::preview(cx, &preview()),
        ),
        Sample::new("import-detail", "/imports/4", |cx| {
            pages::import_detail::page(cx, &import(6, vec![]))
        }),
        Sample::new("import-detail-clean", "/imports/4", |cx| {
            pages::import_detail::page(cx, &import(0, vec![]))
        }),
        Sample::new("import-undo", "/imports/4/undo", |cx| {
            pages::import_detail::undo(cx, &import(6, vec![]))
        }),
        Sample::new("import-undo-blocked", "/imports/4/undo", |cx| {
            pages::import_detail::undo(cx, &import(6, vec![batch(5, false)]))
        }),
        Sample::new("reviews-typical", "/reviews", |cx| {
            pages::reviews::page(cx, &[review()])
        }),
        Sample::new("reviews-empty", "/reviews", |cx| {
            pages::reviews::page(cx, &[])
        }),
    ]
}

fn preview() -> PreviewView {
    let column = |n: u32, heading: &str, role: &str, field: Option<&str>, unit: Option<&str>| {
        ColumnProposal {
            column: n,
            heading: heading.into(),
            role: role.into(),
            field: field.map(|f| FieldId::new(f).unwrap()),
            label: if field.is_some() {
                text("营业收入", "Revenue")
            } else {
                Text::default()
            },
            unit: unit.map(str::to_owned),
            reason: "ui.because.only".into(),
            confidence: if field.is_some() { 0.93 } else { 1.0 },
        }
    };
    let row = |n: u32, cells: &[&str], problems: Vec<RowProblem>| PreviewRow {
        row: n,
        cells: cells.iter().map(|c| (*c).to_owned()).collect(),
        problems,
    };
    PreviewView {
        token: "b1946ac9-2492-d234-7c62-35b4d2611184".into(),
        file: "2025年园区年报（汇总）.xlsx".into(),
        format: "xlsx".into(),
        encoding: None,
        sheets: vec!["年报".into(), "说明".into()],
        sheet: Some("年报".into()),
        heading_row: 3,
        entity_type: TypeId::new("park").unwrap(),
        period: Some(Period::Year(2025)),
        columns: vec![column(1, "园区名称", "name", None, None), column(2, "营业收入（千元）", "field", Some("revenue"), Some("cny_1k")), column(3, "备注", "ignored", None, None)],
        rows: vec![row(4, &["中关村", "9400000000", ""], vec![]), row(5, &["张江", "", ""], vec![problem(5, "营业收入（千元）", "#DIV/0!", "measure.no-units")])],
        diagnostics: vec![],
        mapping: "columns:\n  - {heading: 园区名称, role: name}\n  - {heading: 营业收入（千元）, field: revenue, unit: cny_1k}\n".into(),
        already: None,
    }
}

fn import(refused: u64, dependents: Vec<BatchView>) -> ImportView {
    let mut view = batch(4, false);
    view.counts.refused = refused;
    let rows: Vec<_> = (0..refused)
        .map(|i| problem(9 + i, "营业收入（千元）", "#DIV/0!", "measure.no-units"))
        .collect();
    ImportView {
        batch: view,
        problems: Listing {
            total: rows.len() as u64,
            rows,
            offset: 0,
            limit: 50,
        },
        dependents,
    }
}

fn review() -> ReviewView {
    ReviewView {
        id: 2,
        new: link(
            "enterprise",
            "new-1",
            "聚林科技（北京）有限公司",
            "Julin Technology (Beijing)",
        ),
        known: link(
            "enterprise",
            "known-1",
            "北京聚林科技有限公司",
            "Beijing Julin Technology",
        ),
        reason: Diagnostic::note("measure.one-unit"),
        batch: 4,
    }
}
