//! A study file: how to compute, and what to vary. Given on the command line beside the
//! figures, or beside a framework of the store to change its method.

use super::subject::first_error;
use crate::call::Answer;
use crate::error::AppError;
use julin_measure::Method;
use julin_measure::draw::spec::DrawSpec;
use julin_measure::levers::Lever;
use julin_measure::sensitivity::Response;
use julin_measure::what_if::ChangeSet;
use julin_model::{Diagnostic, Severity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What a study file may say.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// How to compute, in place of the framework's own method.
    #[serde(default)]
    pub method: Option<Method>,
    /// What is varied for uncertainty and sensitivity.
    #[serde(default)]
    pub uncertainty: Option<DrawSpec>,
    /// The results a sensitivity analysis asks about.
    #[serde(default)]
    pub responses: Vec<Response>,
    /// Indicators that may be moved, with costs and bounds.
    #[serde(default)]
    pub levers: Vec<Lever>,
    /// Changes for what-if.
    #[serde(default)]
    pub changes: Option<ChangeSet>,
}

/// JSON Schema of study files, for editors.
pub fn study_schema() -> serde_json::Value {
    julin_pack::schema::schema_of::<Study>()
}

/// Reads a study file; every mistake names its line.
pub fn read_study(path: &Path) -> Answer<Study> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        let found = Diagnostic::error("app.file-unreadable").with("file", &name);
        AppError::invalid(found.with("reason", error.kind()))
    })?;
    let parsed = julin_pack::read_text::<Study>(&name, &text);
    let errors = parsed
        .diagnostics
        .iter()
        .any(|found| found.severity == Severity::Error);
    match parsed.document {
        Some(document) if !errors => Ok(document.value),
        _ => {
            let empty = Diagnostic::error("app.study-empty").with("file", &name);
            Err(first_error(&parsed.diagnostics, empty))
        }
    }
}
