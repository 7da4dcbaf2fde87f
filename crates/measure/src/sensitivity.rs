//! What makes a ranking uncertain: the share of the variance of a result that each
//! factor explains, alone and together with the others.
//!
//! Reading order: [`effects`] (estimators for any function of the unit cube),
//! [`response`] (the results asked about), [`study`] (both for an evaluation),
//! [`leave_out`] (what each indicator and group does to the ranking).
//!
//! Source: Saltelli et al., *Global Sensitivity Analysis: The Primer* (2008), chapter 4;
//! OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 7.

pub mod effects;
pub mod leave_out;
pub mod response;
pub mod study;

pub use effects::{Bootstrap, Effect, Effects, Estimate, Outputs, effects};
pub use leave_out::{LeaveOutEffect, leave_one_out};
pub use response::Response;
pub use study::{Progress, Sensitivity, sensitivity};
