//! `julin follow board`: the cases of a workflow, state by state.

use super::super::text;
use super::lists::titled;
use super::words::light;
use super::{call, page_sheet};
use crate::args::follow_lists::BoardArgs;
use crate::output::{Align, Output, Sheet};
use julin_app::contract::{Board, BoardCard, until_text};
use julin_app::{App, follow};

/// Prints the cards of a board, column after column.
pub fn board(app: &App, output: &Output, args: &BoardArgs) -> anyhow::Result<()> {
    let view = follow::board(app, &call(&args.who), &args.workflow)?;
    output.print(&view, || cards(output, &view))
}

fn cards(output: &Output, view: &Board) -> Sheet {
    let headings = [
        ("page.cases.state", Align::Left),
        ("page.cases.number", Align::Left),
        ("page.cases.case", Align::Left),
        ("page.case.holds", Align::Left),
        ("page.cases.due", Align::Left),
        ("page.cases.light", Align::Left),
    ];
    let mut sheet = page_sheet(output, &headings);
    for column in &view.columns {
        let state = column.state.title.get(output.lang);
        for card in &column.cards {
            let line = &card.case;
            sheet.row([
                state.to_owned(),
                line.code.clone(),
                titled(output, line),
                holders(output, card),
                line.due.map(until_text).unwrap_or_default(),
                light(output, line.light),
            ]);
        }
    }
    for column in &view.columns {
        let more = column.more.then(|| text(output, "page.board.more"));
        let counted = format!(
            "{} {}",
            column.state.title.get(output.lang),
            column.state.cases
        );
        sheet.note(
            [Some(counted), more]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("  "),
        );
    }
    sheet
}

/// Whose turn it is; that others are to agree first, where an act waits for them.
fn holders(output: &Output, card: &BoardCard) -> String {
    let people = match card.people.is_empty() {
        true => text(output, "follow.held-by-nobody"),
        false => card.people.join(&text(output, "ui.list-comma")),
    };
    match card.pending {
        true => format!("{people} ({})", text(output, "page.board.pending")),
        false => people,
    }
}
