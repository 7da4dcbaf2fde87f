//! Computations by name: what can be started as a job, and what a kept run says it was.

use super::{Computation, Progress, perform};
use crate::call::{Answer, App};
use crate::contract::RunAbout;
use crate::criteria::GrantDraftInput;
use crate::error::AppError;
use crate::measure::{
    AuditInput, CompareInput, LeversInput, ScoresInput, SensitivityInput, StageInput, Subject,
    UncertaintyInput, WhatIfInput, YearsInput,
};
use chrono::Datelike;
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
    /// A grant list as drawn up.
    #[serde(rename = "criteria.grant-draft")]
    GrantDraft(GrantDraftInput),
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

    /// What it is about, where that is a framework or a rule on the store.
    pub(crate) fn of_store(&self, app: &App) -> Option<RunAbout> {
        self.inner().of_store(app)
    }

    /// True when it reads a store, not files.
    pub fn needs_store(&self) -> bool {
        self.inner().needs_store()
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
            Self::GrantDraft(input) => input,
        }
    }
}

/// A computation whose outcome only its run tells.
trait Any {
    fn kind(&self) -> &'static str;
    fn about(&self) -> Vec<&Subject>;
    fn of_store(&self, app: &App) -> Option<RunAbout>;
    fn needs_store(&self) -> bool;
    fn run(&self, app: Option<&App>, progress: Progress<'_>) -> Answer<Run>;
}

impl<C: Computation> Any for C {
    fn kind(&self) -> &'static str {
        C::KIND
    }

    fn about(&self) -> Vec<&Subject> {
        self.subjects()
    }

    fn of_store(&self, app: &App) -> Option<RunAbout> {
        let Some(Subject::Store {
            framework, as_of, ..
        }) = self.subjects().first()
        else {
            return None;
        };
        let loaded = app.packs.frameworks().find(|one| one.id == *framework);
        let title = loaded.map(|one| one.spec.title.clone());
        Some(RunAbout {
            framework: framework.clone(),
            title: title.unwrap_or_else(|| Text::same(framework.clone())),
            as_of: *as_of,
        })
    }

    fn needs_store(&self) -> bool {
        let of_store = |subject: &&Subject| matches!(subject, Subject::Store { .. });
        self.subjects().iter().any(of_store)
    }

    fn run(&self, app: Option<&App>, progress: Progress<'_>) -> Answer<Run> {
        Ok(perform(app, self, progress)?.run)
    }
}

/// Of a rule and facts of the store; there is no framework.
impl Any for GrantDraftInput {
    fn kind(&self) -> &'static str {
        Self::KIND
    }

    fn about(&self) -> Vec<&Subject> {
        Vec::new()
    }

    fn of_store(&self, app: &App) -> Option<RunAbout> {
        let title = app.packs.rule(&self.rule).map(|one| one.spec.title.clone());
        Some(RunAbout {
            framework: self.rule.clone(),
            title: title.unwrap_or_else(|| Text::same(self.rule.clone())),
            as_of: self.as_of.year(),
        })
    }

    fn needs_store(&self) -> bool {
        true
    }

    fn run(&self, app: Option<&App>, _progress: Progress<'_>) -> Answer<Run> {
        let app = app.ok_or_else(|| AppError::internal("no store"))?;
        app.store.read(|tx| Ok(self.draw_up(app, tx)?.0))
    }
}
