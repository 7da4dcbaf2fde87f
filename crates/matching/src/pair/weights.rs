//! What each sign is worth: as written, and as outcomes have taught.
//!
//! Logistic regression around the written weights: each is believed to lie about what was
//! written, normally, with the spread of the specification; outcomes move it (maximum a
//! posteriori, by Newton's method). What is still unsure of the weights is the inverse of
//! the curvature there (Laplace's approximation; MacKay 1992, "The Evidence Framework
//! Applied to Classification Networks"). Without outcomes the written weights stand.
//!
//! Must not know: cards; where outcomes come from.

use super::score::Part;
use super::spec::PairSpec;
use crate::linear::{Matrix, inverse, solve};
use serde::{Deserialize, Serialize};

/// What signs are worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// Log-odds where all signs are neutral, then what each sign is worth.
    pub values: Vec<f64>,
    /// How unsure they are: their covariances.
    pub unsure: Matrix,
    /// Outcomes they were learned from.
    pub outcomes: usize,
}

/// What became of a pair that was proposed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// The signs as they were shown then, by identifier.
    pub signs: std::collections::BTreeMap<String, f64>,
    /// The meeting was wanted.
    pub wanted: bool,
    /// Why not.
    #[serde(default)]
    pub reason: String,
}

/// Newton's method ends when no weight moves by more.
const STILL: f64 = 1e-10;
/// And after so many steps in any case; the problem is convex, some ten are enough.
const MOST_STEPS: usize = 100;

impl Weights {
    /// As the specification writes them.
    pub fn written(spec: &PairSpec) -> Self {
        let signs = spec.signs.iter().map(|sign| sign.weight);
        let values: Vec<f64> = std::iter::once(spec.base).chain(signs).collect();
        let unsure = Matrix::diagonal(values.len(), spec.spread * spec.spread);
        Self {
            values,
            unsure,
            outcomes: 0,
        }
    }

    /// As outcomes teach. A decline with a reason teaches about the signs that name the
    /// reason alone: all else counts as written.
    pub fn learned(spec: &PairSpec, told: &[Told]) -> Self {
        let written = Self::written(spec);
        let lessons: Vec<Lesson> = told.iter().map(|own| lesson(spec, &written, own)).collect();
        let believed = 1.0 / (spec.spread * spec.spread);
        let mut values = written.values.clone();
        for _ in 0..MOST_STEPS {
            let (slope, curve) = slope_and_curve(&written.values, &values, &lessons, believed);
            let Some(step) = solve(&curve, &slope) else {
                break;
            };
            // Half the step as long as it leads upwards: far off, a whole one can overshoot.
            let here = loss(&written.values, &values, &lessons, believed);
            let mut share = 1.0;
            let next = loop {
                let next: Vec<f64> = values
                    .iter()
                    .zip(&step)
                    .map(|(w, s)| w - share * s)
                    .collect();
                if share < 1e-6 || loss(&written.values, &next, &lessons, believed) <= here {
                    break next;
                }
                share /= 2.0;
            };
            let moved = next.iter().zip(&values).map(|(a, b)| (a - b).abs());
            let still = moved.fold(0.0, f64::max) < STILL;
            values = next;
            if still {
                break;
            }
        }
        let (_, curve) = slope_and_curve(&written.values, &values, &lessons, believed);
        Self {
            unsure: inverse(&curve).unwrap_or(written.unsure),
            values,
            outcomes: told.len(),
        }
    }

    /// The standard deviation of a score made of these parts.
    pub(super) fn unsure_of(&self, parts: &[Part]) -> f64 {
        let over: Vec<f64> = std::iter::once(1.0)
            .chain(parts.iter().map(|part| part.over))
            .collect();
        let rows = self.unsure.rows().zip(&over);
        let variance: f64 = rows
            .map(|(row, x)| x * row.iter().zip(&over).map(|(c, y)| c * y).sum::<f64>())
            .sum();
        variance.max(0.0).sqrt()
    }
}

/// One outcome as the regression takes it.
struct Lesson {
    /// What does not depend on the weights it teaches about.
    fixed: f64,
    /// By weight: how much it counts; zero for those it does not teach about.
    over: Vec<f64>,
    wanted: bool,
}

fn lesson(spec: &PairSpec, written: &Weights, told: &Told) -> Lesson {
    let names = |at: usize| at > 0 && spec.signs[at - 1].reasons.contains(&told.reason);
    let all = std::iter::once(1.0).chain(spec.signs.iter().map(|sign| {
        let like = told.signs.get(&sign.id);
        like.map_or(0.0, |like| like - sign.neutral)
    }));
    let all: Vec<f64> = all.collect();
    let about = !told.wanted && (1..all.len()).any(names);
    let mut own = Lesson {
        fixed: 0.0,
        over: all.clone(),
        wanted: told.wanted,
    };
    if about {
        for at in (0..all.len()).filter(|at| !names(*at)) {
            own.fixed += written.values[at] * all[at];
            own.over[at] = 0.0;
        }
    }
    own
}

impl Lesson {
    fn score(&self, values: &[f64]) -> f64 {
        let parts = values.iter().zip(&self.over).map(|(w, x)| w * x);
        self.fixed + parts.sum::<f64>()
    }
}

/// What is to be made small: how unlikely the outcomes are, and how far the weights are
/// from what was written.
fn loss(written: &[f64], values: &[f64], lessons: &[Lesson], believed: f64) -> f64 {
    let unlikely = lessons.iter().map(|own| {
        let score = own.score(values);
        let against = if own.wanted { -score } else { score };
        against.max(0.0) + (-against.abs()).exp().ln_1p()
    });
    let far = written.iter().zip(values).map(|(a, b)| (a - b) * (a - b));
    unlikely.sum::<f64>() + believed / 2.0 * far.sum::<f64>()
}

fn slope_and_curve(
    written: &[f64],
    values: &[f64],
    lessons: &[Lesson],
    believed: f64,
) -> (Vec<f64>, Matrix) {
    let far = values
        .iter()
        .zip(written)
        .map(|(own, w)| believed * (own - w));
    let mut slope: Vec<f64> = far.collect();
    let mut curve = Matrix::diagonal(values.len(), believed);
    for own in lessons {
        let chance = super::score::chance(own.score(values));
        let off = chance - f64::from(u8::from(own.wanted));
        for (i, x) in own.over.iter().enumerate() {
            slope[i] += off * x;
            for (j, y) in own.over.iter().enumerate() {
                curve.add(i, j, chance * (1.0 - chance) * x * y);
            }
        }
    }
    (slope, curve)
}
