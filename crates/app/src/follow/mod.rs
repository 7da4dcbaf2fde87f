//! Cases: opened, acted on, seen, woken, checked.
//!
//! Reading order: [`office`] (whose time counts), [`version`] (the workflow a case runs on),
//! [`opened`] (a case from the store), [`kept`] (how deeds are written down), then one file
//! per thing a person does.

mod act;
mod board;
mod budget;
mod case;
mod cases;
mod document;
mod due;
mod figures;
mod kept;
mod line;
mod month;
mod my_work;
mod notices;
mod office;
mod open;
mod opened;
mod overview;
mod register;
mod round;
mod silence;
mod simulate;
mod standing;
mod timeline;
mod verify;
mod version;
mod wake;
mod words;
mod workflows;

pub use act::{CaseCommand, CaseDone, CaseWhat, act_in_case};
pub use board::board;
pub use budget::{BudgetInput, budget};
pub use case::{CaseInput, case};
pub use cases::{CasesInput, cases};
pub use document::{MOST_BYTES, Upload, case_document};
pub use due::{DueInput, DueOf, due, office_local, office_now};
pub use figures::workflow_figures;
pub use month::{MonthInput, month};
pub use my_work::{MyWorkInput, my_work, to_do};
pub use notices::{digest_sent, due_digests, notices, see_notices, set_notices};
pub use office::Office;
pub use open::{OpenCaseInput, open_case};
pub use overview::follow_overview;
pub use register::register;
pub use round::round;
pub use silence::silent_cases;
pub use simulate::{SimulateInput, simulate_workflow};
pub use verify::verify_cases;
pub use version::Versions;
pub use wake::{Woken, wake_cases};
pub use workflows::{workflow, workflows};

pub use julin_follow::case::{ActInput, What};
