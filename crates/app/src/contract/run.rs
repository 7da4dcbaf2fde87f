//! Answers about runs and jobs.

use super::ExportView;
use chrono::{DateTime, Utc};
use julin_measure::sensitivity::Sensitivity;
use julin_model::{Diagnostic, Run, RunHead, Text};
use serde::{Deserialize, Serialize};

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
    pub first: RunHead,
    /// The second.
    pub second: RunHead,
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

/// What a computation on figures or facts of the store is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunAbout {
    /// The framework or rule, `<pack>/<name>`.
    pub framework: String,
    /// Its name.
    pub title: Text,
    /// Year.
    pub as_of: i32,
}

/// A kept run in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunLine {
    /// What it was.
    #[serde(flatten)]
    pub head: RunHead,
    /// What it is about; none for tables of files.
    pub about: Option<RunAbout>,
}

/// A kept run with its result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunView {
    /// The run: as a file, this is all that is needed to compute it again elsewhere.
    #[serde(flatten)]
    pub run: Run,
    /// What it is about; none for tables of files.
    pub about: Option<RunAbout>,
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
    /// Not ended, and not at work in this program: it was under way when one stopped.
    Interrupted,
}

/// A long computation at work or ended.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JobView {
    /// Its number.
    pub id: u64,
    /// What is computed.
    pub kind: String,
    /// What it is about.
    pub about: Option<RunAbout>,
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
    /// Somebody asked it to stop; it does so at its next step.
    pub stopping: bool,
    /// What it knows already, for computations that tell.
    pub so_far: Vec<Sensitivity>,
}

/// The jobs of this program, and results kept.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct JobList {
    /// The last started first.
    pub jobs: Vec<JobView>,
    /// Lists the caller asked for as files, the last first.
    pub exports: Vec<ExportView>,
    /// The last computed first.
    pub runs: Vec<RunLine>,
}
