//! The uncertainty of a page: computed at once where it is small enough, as a job
//! otherwise; or the result of a run that was kept.

use super::framework::known_framework;
use super::frameworks::framework_line;
use super::sensitivity::SensitivityInput;
use super::subject::{Evaluated, Subject};
use super::uncertainty::UncertaintyInput;
use crate::call::{Answer, App, Call};
use crate::contract::{Proof, UncertaintyView};
use crate::error::AppError;
use crate::runs::{Computation, Kept, proof};
use julin_measure::draw::spec::DrawSpec;
use julin_measure::sensitivity::Response;
use julin_model::Diagnostic;

/// Most scores computed for one page: 10,000 draws of 178 units and 46 indicators are 82
/// million.
const MOST: u64 = 200_000_000;
/// Draws per factor behind the causes shown on a page.
const DRAWS_FOR_CAUSES: u64 = 1024;
/// Threads of a computation that a page asks for.
pub(super) const THREADS: usize = 2;

/// Framework, year, and what is varied.
#[derive(Debug, Clone, PartialEq)]
pub struct UncertaintyViewInput {
    /// `<pack>/<name>`.
    pub framework: String,
    /// Year.
    pub as_of: i32,
    /// What is varied, and how often.
    pub spec: DrawSpec,
    /// A kept run to show instead of computing; it says framework and year itself.
    pub run: Option<String>,
}

impl UncertaintyViewInput {
    /// The same as a computation to be kept or started as a job.
    pub fn as_run(&self) -> UncertaintyInput {
        UncertaintyInput {
            subject: Subject::stored(&self.framework, self.as_of),
            spec: self.spec.clone(),
            threads: THREADS,
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
    if let Some(id) = &input.run {
        let kept = Kept::<UncertaintyInput>::open(app, id)?;
        let evaluated = of_framework(app, &kept.input.subject, &input.framework, id)?;
        return Ok(UncertaintyView {
            framework: framework_line(loaded, &evaluated.score()),
            as_of: kept.input.subject.as_of().unwrap_or(input.as_of),
            kept: Some(kept.told(&evaluated.digests(Some(app)))),
            report: kept.outcome,
            causes: None,
        });
    }
    let asked = input.as_run();
    let subjects = [asked.subject.read(Some(app))?];
    let [evaluated] = &subjects;
    small_enough(evaluated, input.spec.draws, 1)?;
    let report = asked.compute(&subjects, Some(app), &|_| true)?;
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
    let causes = several.then(|| causes.compute(&subjects, Some(app), &|_| true));
    Ok(UncertaintyView {
        framework: framework_line(loaded, &evaluated.score()),
        as_of: input.as_of,
        report,
        causes: causes.transpose()?,
        kept: None,
    })
}

/// Recipe and run of the result shown.
pub fn uncertainty_proof(app: &App, _call: &Call, input: &UncertaintyViewInput) -> Answer<Proof> {
    proof(app, &input.as_run(), input.run.as_deref())
}

/// Refuses more draws than a page should wait for, saying how many would do. Each draw is
/// scored `times` over.
pub(super) fn small_enough(evaluated: &Evaluated, draws: u64, times: u64) -> Answer<()> {
    let cells = evaluated.matrix().units().len() * evaluated.framework.nodes.len();
    let each = (cells as u64).saturating_mul(times).max(1);
    if draws.saturating_mul(each) <= MOST {
        return Ok(());
    }
    let wrong = Diagnostic::error("app.too-many-draws").with("draws", draws);
    Err(AppError::invalid(wrong.with("most", MOST / each)))
}

/// Framework and figures of a kept run as they are now. It has to be about the framework
/// of the page.
pub(super) fn of_framework(
    app: &App,
    subject: &Subject,
    framework: &str,
    run: &str,
) -> Answer<Evaluated> {
    match subject {
        Subject::Store { framework: own, .. } if own == framework => subject.read(Some(app)),
        _ => Err(AppError::invalid(
            Diagnostic::error("app.run-of-other-framework")
                .with("run", run)
                .with("framework", framework),
        )),
    }
}
