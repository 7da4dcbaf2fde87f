//! Effects of factors: functions with known answers, and an enumeration of everything.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{framework, matrix};
use julin_measure::draw::check::check;
use julin_measure::draw::evaluate::Evaluator;
use julin_measure::draw::source::{Points, Source};
use julin_measure::draw::spec::{DrawSpec, SourceKind};
use julin_measure::sensitivity::{
    Bootstrap, Effects, Response, effects, leave_one_out, sensitivity,
};
use julin_measure::{ColumnKind, Framework, Matrix};
use std::f64::consts::PI;
use std::ops::Range;

const BOOTSTRAP: Bootstrap = Bootstrap {
    resamples: 400,
    seed: 11,
};

/// Effects of a function of single coordinates.
fn of(model: impl Fn(&[f64]) -> f64, dimensions: usize, kind: SourceKind, rows: u64) -> Effects {
    let source = Source::new(kind, dimensions * 2, 3).unwrap();
    let names: Vec<String> = (0..dimensions).map(|n| format!("x{n}")).collect();
    let factors: Vec<Range<usize>> = (0..dimensions).map(|n| n..n + 1).collect();
    effects(model, &source, (&names, &factors), rows, BOOTSTRAP)
}

fn within(effects: &Effects, first: &[f64], total: &[f64]) {
    for ((factor, first), total) in effects.factors.iter().zip(first).zip(total) {
        for (estimate, known) in [(factor.first, first), (factor.total, total)] {
            let inside = (estimate.low - 1e-12..=estimate.high + 1e-12).contains(known);
            assert!(inside, "{}: {estimate:?} for {known}", factor.factor);
        }
    }
}

/// Ishigami and Homma (1990) with a = 7, b = 0.1; effects in closed form.
#[test]
fn the_ishigami_function() {
    let at = |u: f64| PI * (2.0 * u - 1.0);
    let model = |u: &[f64]| {
        let (x, y, z) = (at(u[0]), at(u[1]), at(u[2]));
        x.sin() + 7.0 * y.sin().powi(2) + 0.1 * z.powi(4) * x.sin()
    };
    let (a, b) = (7.0_f64, 0.1_f64);
    let v1 = 0.5 * (1.0 + b * PI.powi(4) / 5.0).powi(2);
    let v2 = a * a / 8.0;
    let v13 = b * b * PI.powi(8) * 8.0 / 225.0;
    let v = v1 + v2 + v13;
    let (first, total) = ([v1 / v, v2 / v, 0.0], [(v1 + v13) / v, v2 / v, v13 / v]);
    assert!((first[0] - 0.3139).abs() < 1e-4 && (total[2] - 0.2437).abs() < 1e-4);
    for kind in [SourceKind::Splitmix64, SourceKind::Sobol] {
        let found = of(model, 3, kind, 4096);
        assert!((found.variance / v - 1.0).abs() < 0.05);
        within(&found, &first, &total);
    }
}

/// Sobol's g-function with the usual a = 0, 1, 4.5, 9, 99, 99, 99, 99.
#[test]
fn the_g_function_of_sobol() {
    let a: [f64; 8] = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
    let model = |u: &[f64]| -> f64 {
        let parts = u
            .iter()
            .zip(a)
            .map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a));
        parts.product()
    };
    let parts = a.map(|a| 1.0 / (3.0 * (1.0 + a).powi(2)));
    let all: f64 = parts.iter().map(|v| 1.0 + v).product();
    let v = all - 1.0;
    let first = parts.map(|part| part / v);
    let total = parts.map(|part| part * all / (1.0 + part) / v);
    assert!((first[0] - 0.7162).abs() < 1e-4 && (total[0] - 0.7871).abs() < 1e-4);
    // One in twenty random intervals misses, and here are sixteen: even points do not.
    within(&of(model, 8, SourceKind::Sobol, 4096), &first, &total);
}

/// Coordinates that belong together move together: effects of the pair are those of its
/// sum of variances.
#[test]
fn a_factor_may_own_several_coordinates() {
    let source = Source::new(SourceKind::Splitmix64, 6, 3).unwrap();
    let names = ["pair".to_owned(), "single".to_owned()];
    let found = effects(
        |u| u[0] + 2.0 * u[1] + 3.0 * u[2],
        &source,
        (&names, &[0..2, 2..3]),
        4096,
        BOOTSTRAP,
    );
    within(&found, &[5.0 / 14.0, 9.0 / 14.0], &[5.0 / 14.0, 9.0 / 14.0]);
}

#[test]
fn where_nothing_varies_there_are_no_effects() {
    let found = of(|_| 0.1 + 0.2, 2, SourceKind::Splitmix64, 64);
    assert_eq!((found.variance, found.factors[0].total.value), (0.0, 0.0));
}

const FRAMEWORK: &str = "
title: {zh: 甲, en: A}
units_of: park
method: {range: [1, 100]}
groups:
  - id: g0
    label: {zh: 乙, en: B}
    weight: 2
    indicators:
      - {id: i0, label: {zh: 丙, en: C}, weight: 3}
      - {id: i1, label: {zh: 丙, en: C}, weight: 1}
  - id: g1
    label: {zh: 乙, en: B}
    weight: 1
    indicators:
      - {id: i2, label: {zh: 丙, en: C}}
      - {id: i3, label: {zh: 丙, en: C}, direction: down}
";
const SPEC: &str = "
draws: 4096
seed: 5
source: sobol
vary:
  - {what: normalise, options: [{kind: min-max}, {kind: rank}]}
  - {what: aggregate, options: [{kind: arithmetic}, {kind: geometric}, {kind: harmonic}]}
  - {what: leave-out, of: indicators}
responses: [{of: rank, unit: u2}, {of: score, unit: u4}, {of: shift}, {of: top, unit: u1, places: 3}]
";

fn figures() -> Matrix {
    matrix(&[
        (
            ColumnKind::Indicator,
            "i0",
            &[3.0, 9.0, 4.0, 7.0, 1.0, 8.0, 2.0],
        ),
        (
            ColumnKind::Indicator,
            "i1",
            &[9.0, 2.0, 8.0, 5.0, 3.0, 1.0, 60.0],
        ),
        (
            ColumnKind::Indicator,
            "i2",
            &[2.0, 4.0, 50.0, 6.0, 8.0, 3.0, 5.0],
        ),
        (
            ColumnKind::Indicator,
            "i3",
            &[5.0, 1.0, 2.0, 9.0, 7.0, 30.0, 4.0],
        ),
    ])
}

/// One point with given choices: in the middle of its interval.
struct One(Vec<f64>);

impl Points for One {
    fn at(&self, _row: u64, dimension: usize) -> f64 {
        self.0[dimension]
    }
}

/// Exact effects from all outputs `[a][b][c]` of equally likely choices.
fn exact(outputs: &[Vec<Vec<f64>>]) -> ([f64; 3], [f64; 3]) {
    let sizes = [outputs.len(), outputs[0].len(), outputs[0][0].len()];
    let mut all = Vec::new();
    for (a, rows) in outputs.iter().enumerate() {
        for (b, row) in rows.iter().enumerate() {
            for (c, value) in row.iter().enumerate() {
                all.push(([a, b, c], *value));
            }
        }
    }
    let mean_of = |keep: &dyn Fn(&[usize; 3]) -> bool| {
        let kept: Vec<f64> = all
            .iter()
            .filter(|(at, _)| keep(at))
            .map(|(_, x)| *x)
            .collect();
        kept.iter().sum::<f64>() / kept.len() as f64
    };
    let mean = mean_of(&|_| true);
    let variance = all.iter().map(|(_, x)| (x - mean).powi(2)).sum::<f64>() / all.len() as f64;
    let (mut first, mut total) = ([0.0; 3], [0.0; 3]);
    for factor in 0..3 {
        let given = |choice: usize| mean_of(&|at| at[factor] == choice);
        let parts = (0..sizes[factor]).map(|choice| (given(choice) - mean).powi(2));
        first[factor] = parts.sum::<f64>() / sizes[factor] as f64 / variance;
        // What stays when all others are known.
        let stays = all.iter().map(|(at, x)| {
            let others = |b: &[usize; 3]| (0..3).all(|k| k == factor || b[k] == at[k]);
            (x - mean_of(&others)).powi(2)
        });
        total[factor] = stays.sum::<f64>() / all.len() as f64 / variance;
    }
    (first, total)
}

/// Issue 3, "must show" 3: an exhaustive enumeration of a small discrete problem agrees.
#[test]
fn enumerating_everything_agrees() {
    let (framework, figures) = (framework(FRAMEWORK), figures());
    let spec: DrawSpec = serde_saphyr::from_str(SPEC).unwrap();
    let plan = check(&framework, &figures, &spec).plan.unwrap();
    let evaluator = Evaluator::new(&framework, &figures, &plan);
    let found = sensitivity(&evaluator, &spec.responses, (2, 200), &|_| true);
    let found = found.unwrap().unwrap();
    let nominal: Vec<u32> = evaluator.nominal_ranks.clone();
    for response in &found {
        let output = |a: usize, b: usize, c: usize| {
            let middle = |n: usize, of: f64| (n as f64 + 0.5) / of;
            let point = One(vec![middle(a, 2.0), middle(b, 3.0), middle(c, 5.0)]);
            let (scores, ranks) = evaluator.plain(&point, 0);
            match &response.response {
                Response::Rank { .. } => f64::from(ranks[2]),
                Response::Score { .. } => scores[4],
                Response::Shift {} => {
                    let shifts = nominal
                        .iter()
                        .zip(&ranks)
                        .map(|(n, r)| f64::from(n.abs_diff(*r)));
                    shifts.sum::<f64>() / nominal.len() as f64
                }
                Response::Top { .. } => f64::from(u8::from(ranks[1] <= 3)),
            }
        };
        let outputs: Vec<Vec<Vec<f64>>> = (0..2)
            .map(|a| {
                (0..3)
                    .map(|b| (0..5).map(|c| output(a, b, c)).collect())
                    .collect()
            })
            .collect();
        let (first, total) = exact(&outputs);
        within(&response.effects, &first, &total);
        let rows: Vec<_> = response.steps.iter().map(|step| step.rows).collect();
        assert_eq!(rows, [256, 512, 1024, 2048]);
        assert_eq!(response.effects.rows, 4096);
    }
}

#[test]
fn the_same_bytes_on_one_and_two_threads_and_a_cancel_ends_it() {
    let (framework, figures) = (framework(FRAMEWORK), figures());
    let spec: DrawSpec = serde_saphyr::from_str(SPEC).unwrap();
    let plan = check(&framework, &figures, &spec).plan.unwrap();
    let evaluator = Evaluator::new(&framework, &figures, &plan);
    let run = |threads| sensitivity(&evaluator, &spec.responses, (threads, 20), &|_| true);
    assert_eq!(format!("{:?}", run(1)), format!("{:?}", run(2)));
    let stopped = sensitivity(&evaluator, &spec.responses, (1, 20), &|told| told.done == 0);
    assert_eq!(stopped, Ok(None));
}

/// By hand: without `i1` the group of u6 keeps only its low `i0`.
#[test]
fn leaving_one_out_is_the_ranking_without_it() {
    let (framework, figures) = (framework(FRAMEWORK), figures());
    let found = leave_one_out(&framework, &figures);
    let codes: Vec<&str> = found.iter().map(|effect| effect.code.as_str()).collect();
    assert_eq!(codes, ["g0", "i0", "i1", "g1", "i2", "i3"]);
    for effect in &found {
        let without = framework_without(&effect.code);
        let (before, after) = (
            julin_measure::score(&framework, &figures),
            julin_measure::score(&without, &figures),
        );
        for (unit, shift) in effect.shifts.iter().enumerate() {
            let rank = |outcome: &julin_measure::Outcome<'_>| {
                i64::from(outcome.rank(unit, Framework::ROOT).unwrap())
            };
            assert_eq!(
                *shift,
                Some(rank(&after) - rank(&before)),
                "{}",
                effect.code
            );
        }
        assert_eq!(effect.lost, 0);
    }
}

/// The framework with some lines left out.
fn framework_without(code: &str) -> Framework {
    let mut skipping = None;
    let depth = |line: &str| line.len() - line.trim_start().len();
    let kept = FRAMEWORK.lines().filter(|line| {
        if skipping.is_some_and(|from| depth(line) > from) {
            return false;
        }
        let out = line.contains(&format!("id: {code}"));
        skipping = out.then(|| depth(line));
        !out
    });
    framework(&kept.collect::<Vec<_>>().join("\n"))
}
