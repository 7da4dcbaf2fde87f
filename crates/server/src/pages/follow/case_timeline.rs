//! The history of a case, the last entry first; and the way to any past day.

use super::case::CasePage;
use super::case_facts::link;
use super::parts::{case_path, stamp};
use crate::view::Cx;
use chrono::TimeDelta;
use julin_app::contract::EventView;
use julin_model::Text;
use maud::{Markup, html};

/// Written down so much later than it happened, the time of writing is shown too.
const LATER: TimeDelta = TimeDelta::minutes(2);

/// The part of the page.
pub fn section(cx: &Cx, view: &CasePage) -> Markup {
    let file = &view.file;
    let seen = view.tried.as_ref().and_then(|tried| tried.seen);
    let new = |event: &EventView| seen.is_some_and(|seen| event.number > seen);
    html! {
        h2 #timeline { (cx.tf("page.case.timeline", &[("n", &file.timeline.len().to_string())])) }
        form.inline.no-print method="get" action=(case_path(&file.line.code)) {
            div {
                label for="on" { (cx.t("page.case.past")) }
                input #on type="date" name="on" value=[file.as_of.map(|day| day.to_string())] min=(file.line.opened.date().to_string());
            }
            div.buttons { button type="submit" { (cx.t("ui.show")) } }
        }
        ol.timeline reversed { @for event in file.timeline.iter().rev() { (entry(cx, view, event, new(event))) } }
    }
}

fn entry(cx: &Cx, view: &CasePage, event: &EventView, new: bool) -> Markup {
    let late = event.at - event.on > LATER;
    html! {
        li.new[new] id=(format!("e{}", event.number)) {
            p.when { span.num title=(event.hash) { "#" (event.number) } " " (stamp(event.on)) " " (author(cx, event)) @if late { (cx.t("ui.comma")) (cx.t("page.case.written")) " " (stamp(event.at)) } }
            p.what { (told(cx, event)) @if let Some(state) = arrived(view, event) { " " span.when { "→ " (cx.plain(state)) } } }
            @if !event.words.is_empty() { p.words { bdi { (event.words) } } }
            @if !event.fields.is_empty() {
                dl.filled { @for (name, value) in &event.fields { div { dt { (cx.text(name)) } dd { (cx.text(value)) } } } }
            }
            @for document in &event.documents { p { (link(cx, &view.file, document)) } }
            @if !event.basis.is_empty() { p.when { (cx.t("page.case.basis")) (cx.t("ui.colon")) bdi { (event.basis) } } }
        }
    }
}

/// Where the case went with an entry; none where it stayed.
fn arrived<'v>(view: &'v CasePage, event: &'v EventView) -> Option<&'v Text> {
    let before = view.file.timeline.iter().rev();
    let mut before = before.filter(|own| own.number < event.number);
    let before = before.find_map(|own| own.state.as_ref());
    event.state.as_ref().filter(|state| before != Some(*state))
}

/// Who did it; a clock where nobody did.
pub fn author(cx: &Cx, event: &EventView) -> Markup {
    html! { @if event.author.is_empty() { span.unknown { (cx.t("page.case.alone")) } } @else { bdi { (event.author) } } }
}

/// What was done, in words.
pub fn told(cx: &Cx, event: &EventView) -> String {
    let about = cx.plain(&event.about);
    cx.tf(
        &format!("page.case.deed.{}", event.kind),
        &[("about", about)],
    )
}
