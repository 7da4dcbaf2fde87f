//! First-order and total effects of factors on the output of a function of the unit cube.
//!
//! With two independent samples *A* and *B* of *N* points, and *AB_i* being *A* with the
//! coordinates of factor *i* from *B*:
//! - first order `S_i = mean((f(B) - m) (f(AB_i) - f(A))) / V`: the share of the variance
//!   that goes when factor *i* is known (Saltelli et al. 2010, with the mean *m* taken
//!   from the product, which lowers its noise);
//! - total `T_i = mean((f(A) - f(AB_i))²) / 2 V`: the share that stays when all others are
//!   known (Jansen 1999);
//! - *V* and *m* are variance and mean over *A* and *B* together.
//!
//! A factor may own several coordinates: they move together. *N (d + 2)* evaluations for
//! *d* factors. Intervals come from a seeded bootstrap over the *N* points.
//!
//! Source: Saltelli, Annoni, Azzini, Campolongo, Ratto, Tarantola, "Variance based
//! sensitivity analysis of model output", *Computer Physics Communications* 181 (2010),
//! table 2, rows (b) and (f).
//!
//! Worked example: `f(x) = x_1`: factor 1 has both effects 1, all others 0.

use crate::draw::source::Points;
use julin_model::splitmix;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// How intervals are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bootstrap {
    /// How often the points are drawn again.
    pub resamples: u32,
    /// Seed.
    pub seed: u64,
}

/// A figure with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// 2.5 % of the bootstrap lie below.
    pub low: f64,
    /// 2.5 % lie above.
    pub high: f64,
}

/// One factor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Its name.
    pub factor: String,
    /// By itself.
    pub first: Estimate,
    /// With all it does together with others.
    pub total: Estimate,
}

/// All factors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effects {
    /// Points used; those without an output in some evaluation are left out.
    pub rows: usize,
    /// Mean of the output.
    pub mean: f64,
    /// Its variance. Where it is zero nothing varies, and effects are zero.
    pub variance: f64,
    /// By factor.
    pub factors: Vec<Effect>,
}

/// Outputs at the points of a design: row by row, [`Design::width`] of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outputs {
    factors: usize,
    values: Vec<f64>,
}

/// The points *A*, *B*, *AB_1*, … of each row, one after the other, as points of a cube
/// half as wide as the source's.
#[derive(Debug, Clone)]
pub struct Design<'d, P> {
    /// Points of twice the dimensions: the first half makes *A*, the second *B*.
    pub source: &'d P,
    /// Coordinates of a point.
    pub dimensions: usize,
    /// The coordinates of each factor.
    pub factors: &'d [Range<usize>],
}

impl<P> Design<'_, P> {
    /// Points per row.
    pub fn width(&self) -> u64 {
        self.factors.len() as u64 + 2
    }
}

impl<P: Points> Points for Design<'_, P> {
    #[inline(always)]
    fn at(&self, row: u64, dimension: usize) -> f64 {
        let (own, which) = (row / self.width(), (row % self.width()) as usize);
        let second = match which {
            0 => false,
            1 => true,
            _ => self.factors[which - 2].contains(&dimension),
        };
        let shift = if second { self.dimensions } else { 0 };
        self.source.at(own, dimension + shift)
    }
}

impl Outputs {
    /// Outputs in the order of the design's points. Rows with a NaN are left out.
    pub fn new(factors: usize, all: &[f64]) -> Self {
        let rows = all.chunks_exact(factors + 2);
        let whole = rows.filter(|row| row.iter().all(|x| x.is_finite()));
        Self {
            factors,
            values: whole.flatten().copied().collect(),
        }
    }

    /// Rows.
    pub fn rows(&self) -> usize {
        self.values.len() / (self.factors + 2)
    }

    fn row(&self, row: usize) -> &[f64] {
        &self.values[row * (self.factors + 2)..][..self.factors + 2]
    }

    /// Mean and variance, and first and total effect of each factor, over some rows.
    pub(crate) fn estimates(&self, rows: impl Iterator<Item = usize> + Clone) -> Raw {
        let (mut sum, mut count) = (0.0, 0.0);
        for row in rows.clone() {
            sum += self.row(row)[0] + self.row(row)[1];
            count += 2.0;
        }
        let mean = if count > 0.0 { sum / count } else { f64::NAN };
        let mut squares = 0.0;
        let mut effects = vec![(0.0, 0.0); self.factors];
        for row in rows {
            let values = self.row(row);
            let (a, b) = (values[0], values[1]);
            squares += (a - mean).powi(2) + (b - mean).powi(2);
            for (effect, mixed) in effects.iter_mut().zip(&values[2..]) {
                effect.0 += (b - mean) * (mixed - a);
                effect.1 += (a - mixed).powi(2);
            }
        }
        // Below this share of the mean, what varies is the noise of floating point.
        let noise = count * (1e-12 * mean).powi(2);
        let variance = if squares > noise {
            squares / count
        } else {
            0.0
        };
        for (first, total) in &mut effects {
            let whole = variance * count / 2.0;
            let share = |part: f64| if whole > 0.0 { part / whole } else { 0.0 };
            (*first, *total) = (share(*first), share(*total / 2.0));
        }
        Raw {
            mean,
            variance,
            effects,
        }
    }

    /// The effects with their intervals.
    pub fn effects(&self, names: &[String], bootstrap: Bootstrap) -> Effects {
        let rows = self.rows();
        let all = self.estimates(0..rows);
        let mut samples: Vec<[Vec<f64>; 2]> = vec![Default::default(); self.factors];
        for sample in 0..u64::from(bootstrap.resamples) {
            let pick = |at: usize| {
                let bits = splitmix::output(bootstrap.seed, sample * rows as u64 + at as u64);
                ((u128::from(bits) * rows as u128) >> 64) as usize
            };
            let again = self.estimates((0..rows).map(pick));
            for (samples, (first, total)) in samples.iter_mut().zip(again.effects) {
                samples[0].push(first);
                samples[1].push(total);
            }
        }
        let named = names.iter().zip(samples).zip(all.effects);
        let factors = named.map(|((name, [first, total]), value)| Effect {
            factor: name.clone(),
            first: estimate(value.0, first),
            total: estimate(value.1, total),
        });
        Effects {
            rows,
            mean: all.mean,
            variance: all.variance,
            factors: factors.collect(),
        }
    }
}

/// Estimates without intervals.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Raw {
    mean: f64,
    variance: f64,
    /// First and total, by factor.
    pub(crate) effects: Vec<(f64, f64)>,
}

fn estimate(value: f64, mut samples: Vec<f64>) -> Estimate {
    samples.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| {
        let place = (samples.len().saturating_sub(1)) as f64 * share;
        let (below, part) = (place.floor() as usize, place.fract());
        let first = samples.get(below).copied().unwrap_or(value);
        let second = samples.get(below + 1).copied().unwrap_or(first);
        first + part * (second - first)
    };
    Estimate {
        value,
        low: at(0.025),
        high: at(0.975),
    }
}

/// Effects of factors on any function of the unit cube, from `rows` points. `source`
/// gives points of twice the dimensions.
pub fn effects<P: Points>(
    model: impl Fn(&[f64]) -> f64,
    source: &P,
    (names, factors): (&[String], &[Range<usize>]),
    rows: u64,
    bootstrap: Bootstrap,
) -> Effects {
    let dimensions = factors.iter().map(|range| range.end).max().unwrap_or(0);
    let design = Design {
        source,
        dimensions,
        factors,
    };
    let mut point = vec![0.0; dimensions];
    let mut one = |row: u64| {
        for (dimension, x) in point.iter_mut().enumerate() {
            *x = design.at(row, dimension);
        }
        model(&point)
    };
    let all: Vec<f64> = (0..rows * design.width()).map(&mut one).collect();
    Outputs::new(factors.len(), &all).effects(names, bootstrap)
}
