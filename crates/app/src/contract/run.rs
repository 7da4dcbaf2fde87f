//! Answers about runs and jobs.

use chrono::{DateTime, Utc};
use julin_model::{Diagnostic, Run};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A run in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunLine {
    /// Its identifier: the same inputs give the same run.
    pub id: String,
    /// What was computed: `measure.uncertainty`.
    pub kind: String,
    /// Parameters as JSON.
    pub parameters: String,
    /// Digest of the packs.
    pub pack_digest: String,
    /// Digest of the figures.
    pub input_digest: String,
    /// Digest of the result.
    pub output_digest: String,
    /// Seed, where there is one.
    pub seed: Option<u64>,
    /// When.
    pub computed_at: DateTime<Utc>,
}

impl From<&Run> for RunLine {
    fn from(run: &Run) -> Self {
        Self {
            id: run.id.clone(),
            kind: run.kind.clone(),
            parameters: run.parameters.clone(),
            pack_digest: run.pack_digest.clone(),
            input_digest: run.input_digest.clone(),
            output_digest: run.output_digest.clone(),
            seed: run.seed,
            computed_at: run.computed_at,
        }
    }
}

/// A run with its result, as exported: everything needed to compute it again elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunView {
    /// Its identifier.
    pub id: String,
    /// What was computed.
    pub kind: String,
    /// Parameters.
    pub parameters: Value,
    /// Digest of the packs.
    pub pack_digest: String,
    /// Digest of the figures.
    pub input_digest: String,
    /// Digest of the result.
    pub output_digest: String,
    /// Seed, where there is one.
    pub seed: Option<u64>,
    /// When.
    pub computed_at: DateTime<Utc>,
    /// The result.
    pub result: Value,
}

impl RunView {
    /// A run with its result as a value.
    pub fn new(run: &Run, result: Value) -> Self {
        Self {
            id: run.id.clone(),
            kind: run.kind.clone(),
            parameters: serde_json::from_str(&run.parameters).unwrap_or_default(),
            pack_digest: run.pack_digest.clone(),
            input_digest: run.input_digest.clone(),
            output_digest: run.output_digest.clone(),
            seed: run.seed,
            computed_at: run.computed_at,
            result,
        }
    }

    /// The run it was exported from.
    pub fn run(&self) -> Run {
        Run {
            id: self.id.clone(),
            kind: self.kind.clone(),
            parameters: self.parameters.to_string(),
            pack_digest: self.pack_digest.clone(),
            input_digest: self.input_digest.clone(),
            output_digest: self.output_digest.clone(),
            seed: self.seed,
            computed_at: self.computed_at,
            result: self.result.to_string(),
        }
    }
}

/// A run computed again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rebuilt {
    /// The run.
    pub id: String,
    /// What was computed.
    pub kind: String,
    /// The packs are those of then.
    pub same_packs: bool,
    /// The figures are those of then.
    pub same_figures: bool,
    /// The result is that of then, byte for byte.
    pub same_result: bool,
    /// Digest of the result now.
    pub output_digest: String,
    /// Digest of the result then.
    pub kept_digest: String,
}

/// Two runs side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunComparison {
    /// The first.
    pub first: RunLine,
    /// The second.
    pub second: RunLine,
    /// Both used the same packs.
    pub same_packs: bool,
    /// Both used the same figures.
    pub same_figures: bool,
    /// Parameters that differ.
    pub parameters: Vec<Difference>,
    /// Values of the results that differ, the first of them.
    pub results: Vec<Difference>,
    /// How many values of the results differ.
    pub count: u64,
}

/// One value that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Where it stands: `rows.CHE.rank`.
    pub path: String,
    /// In the first; absent when it has none.
    pub first: Option<String>,
    /// In the second.
    pub second: Option<String>,
}

/// How a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JobState {
    /// At work.
    Running,
    /// Finished; its run is kept.
    Done,
    /// Ended by an error.
    Failed,
    /// Ended because somebody asked.
    Cancelled,
}

/// A long computation at work or ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobView {
    /// Its number.
    pub id: u64,
    /// What is computed.
    pub kind: String,
    /// How it stands.
    pub state: JobState,
    /// Steps done.
    pub done: u64,
    /// Steps in all; 0 until known.
    pub total: u64,
    /// Who asked.
    pub actor: String,
    /// When it began.
    pub started: DateTime<Utc>,
    /// The run it gave.
    pub run: Option<String>,
    /// What went wrong.
    pub error: Option<Diagnostic>,
}

/// The jobs of this program.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct JobList {
    /// The last started first.
    pub jobs: Vec<JobView>,
}
