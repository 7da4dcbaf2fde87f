//! Contract types: what use cases answer, the same for pages, commands and JSON.
//!
//! Every figure carries label, unit, period, status and the statement it rests on.
//! Texts are in both languages; a surface picks one.

pub mod audit;
pub mod audit_view;
pub mod comparison;
pub mod contributions;
pub mod conversion;
pub mod counsel;
pub mod criteria;
pub mod data;
pub mod draft;
pub mod figure;
pub mod follow;
pub mod follow_figures;
pub mod follow_lists;
pub mod follow_due;
pub mod grant_grid;
pub mod grant_list;
pub mod grid;
pub mod measure;
pub mod notices;
pub mod packs;
pub mod policy_changes;
pub mod recipe;
pub mod rule_query;
pub mod run;
pub mod simulator;
pub mod stage;
pub mod surveys;
pub mod targets;
pub mod uncertainty;
pub mod verdict;
pub mod years;

pub use audit::*;
pub use audit_view::*;
pub use comparison::*;
pub use contributions::*;
pub use conversion::*;
pub use counsel::*;
pub use criteria::*;
pub use data::*;
pub use draft::*;
pub use figure::*;
pub use follow::*;
pub use follow_figures::*;
pub use follow_lists::*;
pub use follow_due::*;
pub use grant_list::*;
pub use grid::*;
pub use measure::*;
pub use notices::*;
pub use packs::*;
pub use policy_changes::*;
pub use recipe::*;
pub use rule_query::*;
pub use run::*;
pub use simulator::*;
pub use stage::*;
pub use surveys::*;
pub use targets::*;
pub use uncertainty::*;
pub use verdict::*;
pub use years::*;
