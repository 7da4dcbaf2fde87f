//! The board of a workflow.

use super::line::line;
use super::opened::{self, Opened};
use super::workflows::workflow;
use crate::call::{Answer, App, Call};
use crate::contract::{Board, BoardCard, BoardColumn, BoardMove, CaseLine, Named, StateCount};
use crate::lookup::Lookup;
use julin_follow::case::command::may;
use julin_follow::workflow::spec::Phase;
use julin_store::Tx;
use julin_store::follow::CaseFilter;

/// Cards of a state at most.
const MOST: usize = 60;
/// Cards of a state cases end in.
const MOST_ENDED: usize = 8;

/// The board of a workflow, with what the caller may do.
pub fn board(app: &App, call: &Call, id: &str) -> Answer<Board> {
    let shown = workflow(app, call, id)?;
    let columns = app.store.read(|tx| {
        let columns = shown.states.iter();
        let columns = columns.map(|state| column(app, tx, call, (id, state)));
        columns.collect::<Answer<Vec<_>>>()
    })?;
    Ok(Board {
        workflow: shown,
        columns,
    })
}

fn column(
    app: &App,
    tx: &mut Tx,
    call: &Call,
    (id, state): (&str, &StateCount),
) -> Answer<BoardColumn> {
    let filter = CaseFilter {
        workflows: vec![id.to_owned()],
        states: vec![state.id.clone()],
        ..CaseFilter::default()
    };
    let most = match state.phase {
        Phase::Open | Phase::Waiting => MOST,
        Phase::Done | Phase::Ended => MOST_ENDED,
    };
    let mut rows = tx.cases(&filter, (most + 1, 0))?;
    let more = rows.len() > most;
    rows.truncate(most);
    let mut lookup = Lookup::new(app);
    let mut cards = Vec::new();
    for row in rows {
        let shown = line(app, tx, &mut lookup, (&row, call))?;
        let opened = opened::of_row(app, tx, row)?;
        cards.push(card(call, &opened, shown));
    }
    cards.sort_by_key(|card| (card.case.due.is_none(), card.case.due));
    Ok(BoardColumn {
        state: state.clone(),
        cards,
        more,
    })
}

fn card(call: &Call, opened: &Opened, line: CaseLine) -> BoardCard {
    let (case, workflow) = (&opened.case, &opened.version.workflow);
    let turn = workflow
        .state(&case.state)
        .map(|state| state.turn.as_slice());
    let people = turn
        .unwrap_or_default()
        .iter()
        .flat_map(|role| case.holders(role));
    let pending = case.pending.is_some();
    let acts = workflow.acts_in(&case.state).filter(|act| {
        !pending && !act.by.is_empty() && may(workflow, case, act, &call.actor).is_ok()
    });
    let moves = acts.flat_map(|act| {
        let to = act.to.iter().filter(|to| **to != case.state);
        let to = to.filter_map(|to| workflow.state(to));
        to.map(|state| BoardMove {
            act: act.id.clone(),
            title: act.title.clone(),
            to: Named {
                id: state.id.clone(),
                title: state.title.clone(),
            },
        })
    });
    BoardCard {
        people: people.cloned().collect(),
        seen: case.last,
        pending,
        moves: moves.collect(),
        case: line,
    }
}
