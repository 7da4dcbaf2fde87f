//! What a park could do: short boards by what they would bring, and practices told
//! elsewhere for the axis it is weak on.

use crate::pages::park::dossier_facts;
use crate::view::{Column, Cx, entity, score, table};
use julin_app::contract::{BoardView, ParkView, Suggested, WeakAxis};
use julin_model::Status;
use maud::{Markup, html};

/// Both parts; nothing where nothing can be said.
pub fn section(cx: &Cx, view: &ParkView) -> Markup {
    let counsel = &view.counsel;
    html! {
        @if !counsel.boards.is_empty() { (boards(cx, &counsel.boards)) }
        @if let Some(weak) = &counsel.weak { (suggested(cx, weak)) }
    }
}

fn boards(cx: &Cx, boards: &[BoardView]) -> Markup {
    let columns = [
        Column::text(cx.t("page.park.node")),
        Column::number(cx.t("page.park.boards.score")),
        Column::number(cx.t("page.park.boards.median")),
        Column::number(cx.t("page.park.boards.gain")),
    ];
    let row = |board: &BoardView| {
        html! {
            tr data-row {
                td { span.id { (board.node) } " " (cx.text(&board.label)) }
                td.n { (score(board.score, 1)) }
                td.n { (score(board.others, 1)) }
                td.n { "+" (score(board.potential, 2)) }
            }
        }
    };
    html! {
        h2 #boards { (cx.t("page.park.boards")) }
        p { (cx.t("page.park.boards.text")) }
        (table(cx, &cx.t("page.park.boards"), &columns, boards.iter().map(row)))
    }
}

fn suggested(cx: &Cx, weak: &WeakAxis) -> Markup {
    let axis = cx.plain(&weak.axis_label);
    let (board, n) = (cx.plain(&weak.label), weak.of.to_string());
    let why = match weak.node == weak.axis {
        true => "page.park.suggested.group",
        false => "page.park.suggested.why",
    };
    html! {
        h2 #suggested { (cx.tf("page.park.suggested", &[("axis", axis)])) }
        p { (cx.tf(why, &[("board", board), ("axis", axis), ("n", &n)])) }
        ul.dossiers { @for one in &weak.practices { (practice(cx, one)) } }
    }
}

/// A practice; who assigned it to the axis opens the statement that says so.
fn practice(cx: &Cx, one: &Suggested) -> Markup {
    let key = match one.status {
        Status::Reported => "page.park.suggested.reported",
        _ => "page.park.suggested.derived",
    };
    let why = cx.href(&format!("/statements/{}", one.statement), &[]);
    html! {
        li {
            h3 { (entity(cx, &one.practice.entity)) " " a.tag href=(why) data-why { (cx.t(key)) } }
            (dossier_facts(cx, &one.practice))
        }
    }
}
