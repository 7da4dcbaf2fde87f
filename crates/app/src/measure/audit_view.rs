//! The audit of a framework of the store, with its tree beside it.

use super::audit::AuditInput;
use super::framework::{known_framework, node_views};
use super::frameworks::framework_line;
use super::subject::Subject;
use crate::call::{Answer, App, Call};
use crate::contract::{AuditView, Proof};
use crate::runs::{Computation, perform};

/// Which framework, as of when.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditViewInput {
    /// `<pack>/<name>`.
    pub framework: String,
    /// Year.
    pub as_of: i32,
}

/// The report of a framework on the figures of the store.
pub fn audit_view(app: &App, _call: &Call, input: &AuditViewInput) -> Answer<AuditView> {
    let loaded = known_framework(app, &input.framework)?;
    let subject = Subject::stored(&input.framework, input.as_of);
    let evaluated = [subject.read(Some(app))?];
    let report = AuditInput { subject }.compute(&evaluated, Some(app), &|_| true)?;
    let outcome = evaluated[0].score();
    Ok(AuditView {
        framework: framework_line(loaded, &outcome),
        as_of: input.as_of,
        nodes: node_views(app, loaded, &outcome),
        report,
    })
}

/// Recipe and run of the audit shown.
pub fn audit_proof(app: &App, _call: &Call, input: &AuditViewInput) -> Answer<Proof> {
    let subject = Subject::stored(&input.framework, input.as_of);
    Ok(perform(Some(app), &AuditInput { subject }, &|_| true)?.proof())
}
