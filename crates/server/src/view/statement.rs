//! Who said what, where: citations and lists of statements.

use super::{Cx, entity, figure, guess_lang, segment, table, time};
use crate::view::table::Column;
use julin_app::contract::{SourceLink, StatementView};
use julin_model::{Locator, Spot};
use maud::{Markup, html};

/// A place in words: line 45, row 7 column C of sheet 年报.
pub fn place(cx: &Cx, locator: &Locator) -> String {
    match &locator.spot {
        Spot::Whole => cx.t("ui.place.whole"),
        Spot::Line(n) => cx.tf("ui.place.line", &[("n", &n.to_string())]),
        Spot::Page(n) => cx.tf("ui.place.page", &[("n", &n.to_string())]),
        Spot::Article(a) => cx.tf("ui.place.article", &[("a", a)]),
        Spot::Row { sheet, row, column } => {
            let cell = match column {
                Some(c) => cx.tf(
                    "ui.place.cell",
                    &[("row", &row.to_string()), ("column", &letters(*c))],
                ),
                None => cx.tf("ui.place.row", &[("row", &row.to_string())]),
            };
            match sheet {
                Some(sheet) => cx.tf("ui.place.sheet", &[("sheet", sheet), ("cell", &cell)]),
                None => cell,
            }
        }
    }
}

/// A column number as a spreadsheet writes it: 1 is A, 27 is AA.
fn letters(mut column: u32) -> String {
    let mut out = Vec::new();
    while column > 0 {
        out.push(char::from(b'A' + ((column - 1) % 26) as u8));
        column = (column - 1) / 26;
    }
    out.iter().rev().collect()
}

/// A source as a link.
pub fn source(cx: &Cx, link: &SourceLink) -> Markup {
    html! { a.source href=(cx.href(&source_path(link), &[])) { (cx.text(&link.title)) } }
}

fn source_path(link: &SourceLink) -> String {
    format!("/sources/{}", segment(link.id.as_str()))
}

/// Source and place, opening the source at the passage.
pub fn citation(cx: &Cx, link: &SourceLink, locator: &Locator, statement: Option<&str>) -> Markup {
    let mut href = cx.href(
        &source_path(link),
        &[("statement", statement.unwrap_or_default())],
    );
    if let Spot::Line(n) = locator.spot {
        href.push_str(&format!("#L{n}"));
    }
    html! {
        span.citation {
            a.source href=(href) { (cx.text(&link.title)) (cx.t("ui.comma")) span.place { (place(cx, locator)) } }
            @if let Some(date) = &link.published { " " span.when { (time::loose(cx, date)) } }
        }
    }
}

/// Words as they stand in a source.
pub fn words(raw: &str) -> Markup {
    html! { q.raw lang=[guess_lang(raw)] { (raw) } }
}

/// Who said it: the speaker, or the source itself.
pub fn said_by(cx: &Cx, view: &StatementView) -> Markup {
    html! {
        @if let Some(by) = &view.by { (entity(cx, by)) } @else { (cx.t("ui.statement.source-itself")) }
    }
}

/// Statements side by side, as a table.
pub fn statement_rows(cx: &Cx, caption: &str, views: &[&StatementView]) -> Markup {
    let columns = [
        Column::number(cx.t("ui.statement.value")),
        Column::text(cx.t("ui.statement.period")),
        Column::text(cx.t("ui.statement.raw")),
        Column::text(cx.t("ui.statement.by")),
        Column::text(cx.t("ui.statement.source")),
    ];
    let row = |view: &&StatementView| {
        let id = view.figure.statement.to_string();
        html! {
            tr data-row class=[view.ended_at.as_ref().map(|_| "ended")] {
                td.n { (figure(cx, &view.figure)) @if view.ended_at.is_some() { abbr.mark.ended title=(cx.t("ui.mark.ended.long")) { (cx.t("ui.mark.ended")) } } }
                td.tight { @if let Some(p) = view.figure.period { (time::period(cx, p)) } @else { "—" } }
                td { @if let Some(raw) = view.figure.raw.as_ref().or(view.locator.phrase.as_ref()) { (words(raw)) } }
                td { (said_by(cx, view)) }
                td { (citation(cx, &view.source, &view.locator, Some(&id))) }
            }
        }
    };
    table(cx, caption, &columns, views.iter().map(row))
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        let cases = [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")];
        assert!(cases.iter().all(|(n, s)| letters(*n) == *s));
    }
}
