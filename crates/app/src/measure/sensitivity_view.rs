//! What makes a ranking unsure, for a page: computed at once where it is small enough, as
//! a job otherwise; or the result of a run that was kept.

use super::framework::known_framework;
use super::frameworks::framework_line;
use super::sensitivity::SensitivityInput;
use super::subject::Subject;
use super::uncertainty_view::{THREADS, of_framework, small_enough};
use super::what_if_view::choices;
use crate::call::{Answer, App, Call};
use crate::contract::{Proof, SensitivityView};
use crate::runs::{Computation, Kept, proof};
use julin_measure::Framework;
use julin_measure::draw::spec::DrawSpec;
use julin_measure::sensitivity::Response;

/// Framework, year, what is varied, and what is asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct SensitivityViewInput {
    /// `<pack>/<name>`.
    pub framework: String,
    /// Year.
    pub as_of: i32,
    /// What is varied, and how many points.
    pub spec: DrawSpec,
    /// The result whose variance is explained.
    pub response: Response,
    /// A kept run to show instead of computing; it says framework and year itself.
    pub run: Option<String>,
}

impl SensitivityViewInput {
    /// The same as a computation to be kept or started as a job.
    pub fn as_run(&self) -> SensitivityInput {
        SensitivityInput {
            subject: Subject::stored(&self.framework, self.as_of),
            spec: self.spec.clone(),
            responses: vec![self.response.clone()],
            threads: THREADS,
        }
    }
}

/// The effects of all assumptions on the result asked about.
pub fn sensitivity_view(
    app: &App,
    _call: &Call,
    input: &SensitivityViewInput,
) -> Answer<SensitivityView> {
    let loaded = known_framework(app, &input.framework)?;
    let kept = input.run.as_deref().map(|id| Kept::open(app, id));
    let kept: Option<Kept<SensitivityInput>> = kept.transpose()?;
    let asked = input.as_run();
    let subject = match &kept {
        None => asked.subject.read(Some(app))?,
        Some(kept) => of_framework(app, &kept.input.subject, &input.framework, &kept.head.id)?,
    };
    let subjects = [subject];
    let [evaluated] = &subjects;
    let outcome = evaluated.score();
    let mut view = SensitivityView {
        framework: framework_line(loaded, &outcome),
        as_of: input.as_of,
        units: choices(&outcome),
        report: None,
        kept: None,
    };
    if let Some(kept) = kept {
        view.as_of = kept.input.subject.as_of().unwrap_or(input.as_of);
        view.kept = Some(kept.told(&evaluated.digests(Some(app))));
        view.report = Some(kept.outcome);
    } else if outcome.ranks(Framework::ROOT).iter().any(|rank| *rank > 1) {
        small_enough(
            evaluated,
            input.spec.draws,
            input.spec.vary.len() as u64 + 2,
        )?;
        view.report = Some(asked.compute(&subjects, Some(app), &|_| true)?);
    }
    Ok(view)
}

/// Recipe and run of the result shown.
pub fn sensitivity_proof(app: &App, _call: &Call, input: &SensitivityViewInput) -> Answer<Proof> {
    proof(app, &input.as_run(), input.run.as_deref())
}
