//! Follow: what was promised, who holds it, and when it is due.
//!
//! Reading order: [`calendar`] (which days are worked, and when in the day), [`clock`]
//! (time used and time left of a piece of work, with its pauses), [`workflow`] (what can be
//! done where, by whom), [`case`] (what was done, and what that makes of a case),
//! [`budget`] (how often somebody may be called upon); over many cases [`round`] (what
//! scores come to), [`funnel`] (how far cases came), [`durations`] (how long things took)
//! and [`simulate`] (a workflow tried out before it goes live).
//!
//! Times here are local times of an office, without a zone: a calendar belongs to a
//! place, and whoever calls has already put instants into its time.
//!
//! Must not know: stores, packs, other engines, people's rights, the time.

pub mod budget;
pub mod calendar;
pub mod case;
pub mod clock;
pub mod durations;
pub mod funnel;
pub mod round;
pub mod simulate;
pub mod workflow;

pub use calendar::{Calendar, CalendarSpec};
pub use case::{Case, Event};
pub use clock::{Allowance, Clock, ClockEvent, ClockState, Light, Reading};
pub use workflow::{Workflow, WorkflowSpec};
