//! Computations by name: what can be started as a job, and what a kept run says it was.

use super::{Computation, Progress, perform};
use crate::call::{Answer, App};
use crate::contract::RunAbout;
use crate::error::AppError;
use crate::measure::{
    AuditInput, CompareInput, LeversInput, ScoresInput, SensitivityInput, StageInput, Subject,
    UncertaintyInput, WhatIfInput, YearsInput,
};
use julin_model::{Diagnostic, Run, RunHead, Text};
use serde::{Deserialize, Serialize};

/// A computation, by its use case and that one's input. The names are the kinds of
/// [`Computation`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "input")]
pub enum Request {
    /// Scores on all levels.
    #[serde(rename = "measure.scores")]
    Scores(ScoresInput),
    /// The figures after a step.
    #[serde(rename = "measure.table")]
    Table(StageInput),
    /// Several years side by side.
    #[serde(rename = "measure.years")]
    Years(YearsInput),
    /// The statistical audit.
    #[serde(rename = "measure.audit")]
    Audit(AuditInput),
    /// What moved a score.
    #[serde(rename = "measure.compare")]
    Compare(CompareInput),
    /// How sure a ranking is.
    #[serde(rename = "measure.uncertainty")]
    Uncertainty(UncertaintyInput),
    /// What lifts a unit.
    #[serde(rename = "measure.levers")]
    Levers(LeversInput),
    /// What makes a ranking unsure.
    #[serde(rename = "measure.sensitivity")]
    Sensitivity(SensitivityInput),
    /// Scores under changes.
    #[serde(rename = "measure.what-if")]
    WhatIf(WhatIfInput),
}

impl Request {
    /// What a run was.
    pub fn of_run(run: &RunHead) -> Answer<Self> {
        let input: serde_json::Value =
            serde_json::from_str(&run.parameters).map_err(AppError::internal)?;
        let whole = serde_json::json!({ "kind": run.kind, "input": input });
        serde_json::from_value(whole).map_err(|_| {
            let unknown = Diagnostic::error("app.run-unknown-kind").with("kind", &run.kind);
            AppError::invalid(unknown)
        })
    }

    /// Its name.
    pub fn kind(&self) -> &'static str {
        self.inner().kind()
    }

    /// Frameworks and figures it is about.
    pub fn subjects(&self) -> Vec<&Subject> {
        self.inner().about()
    }

    /// What it is about, where that is a framework of the store.
    pub(crate) fn of_store(&self, app: &App) -> Option<RunAbout> {
        let Some(Subject::Store {
            framework, as_of, ..
        }) = self.subjects().first()
        else {
            return None;
        };
        let loaded = app.packs.frameworks().find(|one| one.id == *framework);
        Some(RunAbout {
            framework: framework.clone(),
            title: loaded.map_or_else(
                || Text::same(framework.clone()),
                |one| one.spec.title.clone(),
            ),
            as_of: *as_of,
        })
    }

    /// Computes it as a run.
    pub fn perform(&self, app: Option<&App>, progress: Progress<'_>) -> Answer<Run> {
        self.inner().run(app, progress)
    }

    fn inner(&self) -> &dyn Any {
        match self {
            Self::Scores(input) => input,
            Self::Table(input) => input,
            Self::Years(input) => input,
            Self::Audit(input) => input,
            Self::Compare(input) => input,
            Self::Uncertainty(input) => input,
            Self::Levers(input) => input,
            Self::Sensitivity(input) => input,
            Self::WhatIf(input) => input,
        }
    }
}

/// A computation whose outcome only its run tells.
trait Any {
    fn kind(&self) -> &'static str;
    fn about(&self) -> Vec<&Subject>;
    fn run(&self, app: Option<&App>, progress: Progress<'_>) -> Answer<Run>;
}

impl<C: Computation> Any for C {
    fn kind(&self) -> &'static str {
        C::KIND
    }

    fn about(&self) -> Vec<&Subject> {
        self.subjects()
    }

    fn run(&self, app: Option<&App>, progress: Progress<'_>) -> Answer<Run> {
        Ok(perform(app, self, progress)?.run)
    }
}
