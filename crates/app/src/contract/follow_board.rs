//! The board of a workflow: its states as columns, its cases as cards.

use super::{CaseLine, Named, StateCount, WorkflowView};
use julin_model::Text;
use serde::Serialize;

/// A board.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Board {
    /// The workflow.
    pub workflow: WorkflowView,
    /// Its states in order.
    pub columns: Vec<BoardColumn>,
}

/// A state with its cases.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BoardColumn {
    /// The state.
    pub state: StateCount,
    /// Its cases, what is due first; of those at their end the last few.
    pub cards: Vec<BoardCard>,
    /// There are more.
    pub more: bool,
}

/// A case on a board.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BoardCard {
    /// The case.
    pub case: CaseLine,
    /// Whose turn it is; nobody yet when empty.
    pub people: Vec<String>,
    /// Number of its last event.
    pub seen: u32,
    /// An act waits for others to agree: nothing moves.
    pub pending: bool,
    /// What the caller can do to move it.
    pub moves: Vec<BoardMove>,
}

/// An act that leads from one state to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BoardMove {
    /// The act.
    pub act: String,
    /// What it is called.
    pub title: Text,
    /// Where it leads.
    pub to: Named,
}
