//! Sensitivity of an evaluation: effects of everything a specification varies on the
//! results asked about.
//!
//! The same on any number of threads: every output has its place.

use super::effects::{Bootstrap, Design, Effects, Outputs};
use super::response::{Bound, Response};
use crate::draw::evaluate::{Evaluator, Room};
use crate::draw::source::Source;
use crate::uncertainty::chunk;
use julin_model::Diagnostic;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The outcome, one per response; also what is known of it on the way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    /// What was asked about.
    pub response: Response,
    /// The effects.
    pub effects: Effects,
    /// The estimates before, from a sixteenth, an eighth, a quarter and half of the
    /// points: the effects have converged when they differ little from the last of them.
    pub steps: Vec<Effects>,
}

/// What is told while it runs.
#[derive(Debug)]
pub struct Progress<'p> {
    /// Evaluations done.
    pub done: u64,
    /// Evaluations in all.
    pub all: u64,
    /// By response: the estimates so far; none before the first.
    pub so_far: &'p [Sensitivity],
}

/// Parts of the points after which there are estimates.
const PARTS: [u64; 5] = [16, 8, 4, 2, 1];

/// Evaluates `draws × (factors + 2)` variants. When `progress` returns false there is
/// no outcome: `Ok(None)`.
pub fn sensitivity(
    evaluator: &Evaluator<'_>,
    responses: &[Response],
    (threads, resamples): (usize, u32),
    progress: &dyn Fn(&Progress<'_>) -> bool,
) -> Result<Option<Vec<Sensitivity>>, Box<Diagnostic>> {
    let plan = evaluator.plan();
    let bound: Result<Vec<Bound>, _> = responses
        .iter()
        .map(|r| r.bind(evaluator.matrix()))
        .collect();
    let bound = bound?;
    let Some(source) = Source::new(plan.source, plan.dimensions * 2, plan.seed) else {
        return Err(Box::new(
            Diagnostic::error("measure.draws-dimensions")
                .with("count", plan.dimensions * 2)
                .with("most", crate::draw::sobol::DIMENSIONS),
        ));
    };
    let factors: Vec<Range<usize>> = plan.factors.iter().map(|f| f.dimensions.clone()).collect();
    let names: Vec<String> = plan.factors.iter().map(|f| f.name.clone()).collect();
    let design = Design {
        source: &source,
        dimensions: plan.dimensions,
        factors: &factors,
    };
    let mut run = Run {
        evaluator,
        design: &design,
        bound: &bound,
        outputs: vec![Vec::new(); bound.len()],
        so_far: Vec::new(),
    };
    let bootstrap = Bootstrap {
        resamples,
        seed: plan.seed,
    };
    let estimate = |all: &[f64]| Outputs::new(factors.len(), all).effects(&names, bootstrap);
    let whole = run.all(threads.max(1), (responses, &estimate), progress);
    Ok(whole.then_some(run.so_far))
}

type Estimator<'e> = &'e dyn Fn(&[f64]) -> Effects;

struct Run<'r> {
    evaluator: &'r Evaluator<'r>,
    design: &'r Design<'r, Source>,
    bound: &'r [Bound],
    /// By response, in the order of the points.
    outputs: Vec<Vec<f64>>,
    so_far: Vec<Sensitivity>,
}

impl Run<'_> {
    /// False when it was cancelled.
    fn all(
        &mut self,
        threads: usize,
        (responses, estimate): (&[Response], Estimator<'_>),
        progress: &dyn Fn(&Progress<'_>) -> bool,
    ) -> bool {
        let rows = self.evaluator.plan().draws;
        let width = self.design.width();
        let chunk = (chunk(self.evaluator) / width).max(1);
        let mut done = 0;
        for part in PARTS {
            let until = rows / part;
            if part > 1 && until == done {
                continue;
            }
            while done < until {
                if !progress(&self.told(done)) {
                    return false;
                }
                let next = (done + chunk * threads as u64).min(until);
                self.rows(done..next, threads);
                done = next;
            }
            self.estimate(responses, estimate);
        }
        progress(&self.told(rows))
    }

    fn told(&self, done: u64) -> Progress<'_> {
        let width = self.design.width();
        Progress {
            done: done * width,
            all: self.evaluator.plan().draws * width,
            so_far: &self.so_far,
        }
    }

    /// The effects from the points there are; those before become steps.
    fn estimate(&mut self, responses: &[Response], estimate: Estimator<'_>) {
        let new: Vec<Effects> = self.outputs.iter().map(|all| estimate(all)).collect();
        if self.so_far.is_empty() {
            let all = responses.iter().zip(new);
            let first = all.map(|(response, effects)| Sensitivity {
                response: response.clone(),
                effects,
                steps: Vec::new(),
            });
            self.so_far = first.collect();
            return;
        }
        for (one, effects) in self.so_far.iter_mut().zip(new) {
            let before = std::mem::replace(&mut one.effects, effects);
            one.steps.push(before);
        }
    }

    fn rows(&mut self, rows: Range<u64>, threads: usize) {
        let width = self.design.width();
        let share = (rows.end - rows.start).div_ceil(threads as u64);
        let shares = (0..threads as u64).map(|thread| {
            let from = (rows.start + thread * share).min(rows.end);
            from * width..(from + share).min(rows.end) * width
        });
        let (evaluator, design, bound) = (self.evaluator, self.design, self.bound);
        let work = move |points: Range<u64>| outputs(evaluator, design, bound, points);
        let parts: Vec<Vec<Vec<f64>>> = if threads == 1 {
            shares.map(work).collect()
        } else {
            std::thread::scope(|scope| {
                let workers: Vec<_> = shares
                    .map(|share| scope.spawn(move || work(share)))
                    .collect();
                workers
                    .into_iter()
                    .map(crate::uncertainty::joined)
                    .collect()
            })
        };
        for part in parts {
            for (all, new) in self.outputs.iter_mut().zip(part) {
                all.extend(new);
            }
        }
    }
}

/// By response: the outputs at some points.
fn outputs(
    evaluator: &Evaluator<'_>,
    design: &Design<'_, Source>,
    bound: &[Bound],
    points: Range<u64>,
) -> Vec<Vec<f64>> {
    let first = points.start;
    let mut outputs = vec![vec![f64::NAN; (points.end - first) as usize]; bound.len()];
    let units = evaluator.units().max(1);
    let nominal = &evaluator.nominal_ranks;
    evaluator.run(design, points, &mut Room::default(), &mut |batch| {
        for (lane, (ranks, row)) in batch.ranks.chunks(units).zip(batch.rows).enumerate() {
            for (outputs, bound) in outputs.iter_mut().zip(bound) {
                outputs[(row - first) as usize] =
                    bound.of(nominal, ranks, |unit| batch.scores[unit][lane]);
            }
        }
    });
    outputs
}
