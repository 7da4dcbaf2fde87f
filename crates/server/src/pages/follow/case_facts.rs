//! What a case holds: fields, both versions where the sides disagree, and documents.

use super::parts::{case_path, stamp};
use crate::view::{Cx, entity};
use julin_app::contract::{CaseField, CaseFile, DocumentView, ToldView};
use maud::{Markup, html};

/// The fields.
pub fn fields(cx: &Cx, file: &CaseFile) -> Markup {
    html! {
        @if !file.fields.is_empty() {
            h2 #fields { (cx.t("page.case.fields")) }
            dl.facts.told { @for field in &file.fields { div { dt { (cx.text(&field.title)) } dd { (versions(cx, field)) } } } }
        }
    }
}

fn versions(cx: &Cx, field: &CaseField) -> Markup {
    html! {
        @if field.disputed {
            span.mark.conflict { (cx.t("page.case.disputed")) }
            ul.sides { @for told in &field.told { li { @if let Some(side) = &told.side { p.small { (cx.text(side)) } } (value(cx, field, told)) } } }
        } @else if let Some(told) = field.told.first() {
            (value(cx, field, told))
            @if told.side.is_some() && field.told.len() > 1 { " " span.when { (cx.t("page.case.agree-both")) } }
            @else if let Some(side) = &told.side { " " span.when { (cx.tf("page.case.one-side", &[("side", cx.plain(side))])) } }
        }
    }
}

fn value(cx: &Cx, field: &CaseField, told: &ToldView) -> Markup {
    html! {
        @match &told.entity {
            Some(own) => (entity(cx, own)),
            None => span.typed { (cx.text(&told.text)) },
        }
        @if let Some(unit) = &field.unit { " " (cx.plain(unit)) }
        " " a.when href=(format!("#e{}", told.event)) title=(cx.t("page.case.from-event")) { "#" (told.event) }
    }
}

/// The documents.
pub fn documents(cx: &Cx, file: &CaseFile) -> Markup {
    let came = |document: &DocumentView| {
        let mut events = file.timeline.iter();
        events.find(|event| event.number == document.event)
    };
    html! {
        @if !file.documents.is_empty() {
            h2 #documents { (cx.t("page.case.documents")) }
            ul.plain {
                @for document in &file.documents {
                    li { (link(cx, file, document)) @if let Some(event) = came(document) { " " span.when { bdi { (event.author) } " " (stamp(event.on)) } } }
                }
            }
        }
    }
}

/// A document to be saved.
pub fn link(cx: &Cx, file: &CaseFile, document: &DocumentView) -> Markup {
    let path = format!(
        "{}/documents/{}",
        case_path(&file.line.code),
        document.digest
    );
    html! { a href=(cx.href(&path, &[])) { bdi { (document.name) } } }
}
