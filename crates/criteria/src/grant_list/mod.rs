//! Grant lists (免申即享名单): who gets a benefit without having applied for it, from the
//! draft to the confirmed list.
//!
//! [`act`] is what people do to a list, [`steps`] which act is possible when, as a table;
//! [`state`] is a list as its acts left it, and why an act is refused; [`window`] is the
//! time for objections; [`check`] finds firms listed twice and benefits given twice.
//!
//! Must not know: stores, names of firms, the time.

pub mod act;
pub mod check;
pub mod state;
pub mod steps;
pub mod window;

pub use act::{Act, Event, Settlement};
pub use check::{Finding, Held, HeldThing, Party};
pub use state::{Decision, GrantList, Noted, Objection, Strike};
pub use steps::{STEPS, State, Verb};
pub use window::{Counting, Length, ObjectionSpec, SetBy, Window};
