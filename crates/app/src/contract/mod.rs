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
pub mod data;
pub mod figure;
pub mod measure;
pub mod packs;
pub mod run;
pub mod surveys;
pub mod targets;
pub mod uncertainty;

pub use audit::*;
pub use audit_view::*;
pub use comparison::*;
pub use contributions::*;
pub use conversion::*;
pub use counsel::*;
pub use data::*;
pub use figure::*;
pub use measure::*;
pub use packs::*;
pub use run::*;
pub use surveys::*;
pub use targets::*;
pub use uncertainty::*;
