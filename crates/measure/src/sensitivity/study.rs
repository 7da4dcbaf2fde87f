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
use serde::Serialize;
use std::ops::Range;

/// The outcome, one per response.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sensitivity {
    /// What was asked about.
    pub response: Response,
    /// The effects.
    pub effects: Effects,
    /// The estimates after an eighth, a quarter, half and all of the points: they have
    /// converged when the last ones differ little.
    pub steps: Vec<Step>,
}

/// Estimates on the way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Points used.
    pub rows: usize,
    /// First-order effects by factor.
    pub first: Vec<f64>,
    /// Total effects by factor.
    pub total: Vec<f64>,
}

/// What is told while it runs.
#[derive(Debug)]
pub struct Progress<'p> {
    /// Evaluations done.
    pub done: u64,
    /// Evaluations in all.
    pub all: u64,
    /// By response: the estimates so far; all equally many.
    pub steps: &'p [Vec<Step>],
}

/// Parts of the points after which there are estimates.
const PARTS: [u64; 4] = [8, 4, 2, 1];

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
        steps: vec![Vec::new(); bound.len()],
    };
    if !run.all(threads.max(1), progress) {
        return Ok(None);
    }
    let bootstrap = Bootstrap {
        resamples,
        seed: plan.seed,
    };
    let done = responses.iter().zip(run.outputs).zip(run.steps);
    let one = |((response, all), steps): ((&Response, Vec<f64>), Vec<Step>)| Sensitivity {
        response: response.clone(),
        effects: Outputs::new(factors.len(), &all).effects(&names, bootstrap),
        steps,
    };
    Ok(Some(done.map(one).collect()))
}

struct Run<'r> {
    evaluator: &'r Evaluator<'r>,
    design: &'r Design<'r, Source>,
    bound: &'r [Bound],
    /// By response, in the order of the points.
    outputs: Vec<Vec<f64>>,
    steps: Vec<Vec<Step>>,
}

impl Run<'_> {
    /// False when it was cancelled.
    fn all(&mut self, threads: usize, progress: &dyn Fn(&Progress<'_>) -> bool) -> bool {
        let rows = self.evaluator.plan().draws;
        let width = self.design.width();
        let chunk = (chunk(self.evaluator) / width).max(1);
        let mut done = 0;
        for part in PARTS {
            let until = rows / part;
            while done < until {
                let told = Progress {
                    done: done * width,
                    all: rows * width,
                    steps: &self.steps,
                };
                if !progress(&told) {
                    return false;
                }
                let next = (done + chunk * threads as u64).min(until);
                self.rows(done..next, threads);
                done = next;
            }
            let factors = self.design.factors.len();
            for (steps, all) in self.steps.iter_mut().zip(&self.outputs) {
                let outputs = Outputs::new(factors, all);
                let estimates = outputs.estimates(0..outputs.rows());
                steps.push(Step {
                    rows: outputs.rows(),
                    first: estimates.effects.iter().map(|effect| effect.0).collect(),
                    total: estimates.effects.iter().map(|effect| effect.1).collect(),
                });
            }
        }
        progress(&Progress {
            done: rows * width,
            all: rows * width,
            steps: &self.steps,
        })
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
