//! What can be computed as a run: one entry per use case whose result may be kept.

use super::Progress;
use crate::call::{Answer, App};
use crate::error::AppError;
use crate::measure::{ScoresInput, Subject, scores};
use julin_model::Diagnostic;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A computation, by its use case and that one's input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "input")]
pub enum Request {
    /// Scores on all levels.
    #[serde(rename = "measure.scores")]
    Scores(ScoresInput),
}

impl Request {
    /// Its name, as kept with the run.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Scores(_) => "measure.scores",
        }
    }

    /// The request of a kept run.
    pub fn from_parts(kind: &str, parameters: &str) -> Answer<Self> {
        let input: Value = serde_json::from_str(parameters).map_err(AppError::internal)?;
        let whole = serde_json::json!({ "kind": kind, "input": input });
        serde_json::from_value(whole).map_err(|_| {
            AppError::invalid(Diagnostic::error("app.run-unknown-kind").with("kind", kind))
        })
    }

    /// Its input as canonical JSON.
    pub fn parameters(&self) -> Answer<String> {
        let written = match self {
            Self::Scores(input) => serde_json::to_string(input),
        };
        written.map_err(AppError::internal)
    }

    /// Framework and figures it is about.
    pub fn subject(&self) -> &Subject {
        match self {
            Self::Scores(input) => &input.subject,
        }
    }

    /// The seed, for computations that draw at random.
    pub fn seed(&self) -> Option<u64> {
        match self {
            Self::Scores(_) => None,
        }
    }

    /// Computes it.
    pub fn compute(&self, app: Option<&App>, _progress: Progress<'_>) -> Answer<Value> {
        let result = match self {
            Self::Scores(input) => serde_json::to_value(scores(app, input)?),
        };
        result.map_err(AppError::internal)
    }
}
