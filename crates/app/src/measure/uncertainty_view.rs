//! The uncertainty of a page: computed at once where it is small enough, as a job
//! otherwise.

use super::framework::known_framework;
use super::frameworks::framework_line;
use super::sensitivity::SensitivityInput;
use super::subject::Subject;
use super::uncertainty::UncertaintyInput;
use crate::call::{Answer, App, Call};
use crate::contract::UncertaintyView;
use crate::error::AppError;
use crate::runs::Computation;
use julin_measure::draw::spec::DrawSpec;
use julin_measure::sensitivity::Response;
use julin_model::Diagnostic;

/// Most scores computed for one page: 10,000 draws of 178 units and 46 indicators are 82
/// million.
const MOST: u64 = 200_000_000;
/// Draws per factor behind the causes shown on a page.
const DRAWS_FOR_CAUSES: u64 = 1024;

/// Framework, year, and what is varied.
#[derive(Debug, Clone, PartialEq)]
pub struct UncertaintyViewInput {
    /// `<pack>/<name>`.
    pub framework: String,
    /// Year.
    pub as_of: i32,
    /// What is varied, and how often.
    pub spec: DrawSpec,
}

impl UncertaintyViewInput {
    /// The same as a computation to be kept or started as a job.
    pub fn as_run(&self) -> UncertaintyInput {
        UncertaintyInput {
            subject: Subject::Store {
                framework: self.framework.clone(),
                as_of: self.as_of,
                method: None,
            },
            spec: self.spec.clone(),
            threads: 2,
        }
    }
}

/// Ranks over the draws and what makes them unsure.
pub fn uncertainty_view(
    app: &App,
    _call: &Call,
    input: &UncertaintyViewInput,
) -> Answer<UncertaintyView> {
    let loaded = known_framework(app, &input.framework)?;
    let asked = input.as_run();
    let subjects = [asked.subject.read(Some(app))?];
    let [evaluated] = &subjects;
    let cells = evaluated.matrix().units().len() * evaluated.framework.nodes.len();
    if input.spec.draws.saturating_mul(cells as u64) > MOST {
        let wrong = Diagnostic::error("app.too-many-draws").with("draws", input.spec.draws);
        return Err(AppError::invalid(
            wrong.with("most", MOST / (cells as u64).max(1)),
        ));
    }
    let report = asked.compute(&subjects, Some(app), &|_, _| true)?;
    let several = input.spec.vary.len() > 1;
    let causes = SensitivityInput {
        spec: DrawSpec {
            draws: DRAWS_FOR_CAUSES.min(input.spec.draws),
            ..input.spec.clone()
        },
        responses: vec![Response::Shift {}],
        subject: asked.subject.clone(),
        threads: asked.threads,
    };
    let causes = several.then(|| causes.compute(&subjects, Some(app), &|_, _| true));
    Ok(UncertaintyView {
        framework: framework_line(loaded, &evaluated.score()),
        as_of: input.as_of,
        report,
        causes: causes.transpose()?,
    })
}
