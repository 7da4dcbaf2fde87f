//! Cases: opened, acted on, seen, woken, checked.
//!
//! Reading order: [`office`] (whose time counts), [`version`] (the workflow a case runs on),
//! [`opened`] (a case from the store), [`kept`] (how deeds are written down), then one file
//! per thing a person does.

mod act;
mod case;
mod cases;
mod document;
mod kept;
mod line;
mod my_work;
mod office;
mod open;
mod opened;
mod standing;
mod timeline;
mod verify;
mod version;
mod wake;
mod words;
mod workflows;

pub use act::{CaseCommand, CaseDone, CaseWhat, act_in_case};
pub use case::{CaseInput, case};
pub use cases::{CasesInput, cases};
pub use document::{Upload, case_document};
pub use my_work::{MyWorkInput, my_work};
pub use office::Office;
pub use open::{OpenCaseInput, open_case};
pub use verify::verify_cases;
pub use version::Versions;
pub use wake::{Woken, wake_cases};
pub use workflows::{workflow, workflows};

pub use julin_follow::case::{ActInput, What};
