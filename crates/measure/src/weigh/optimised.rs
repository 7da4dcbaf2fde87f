//! Optimised weights: those with which the correlations of the children with the score of
//! the group come closest to a wanted importance. The distance is the sum of squares
//! between the shares of the correlations, `r_c / Σ |r|`, and those of the importance.
//!
//! Source: W. Becker, M. Saisana, P. Paruolo and I. Vandecasteele, "Weights and importance
//! in composite indicators: closing the gap", *Ecological Indicators* 80 (2017), in its
//! linear form.
//!
//! Weights are searched without chance: they are first moved in proportion to what lacks,
//! then one at a time by smaller and smaller steps. The score of the group is made as the
//! group asks for. What cannot be reached is told.
//!
//! Worked example: two children without correlation, one varying twice as much. Equal
//! importance wants weights 1 : 2, which give both the correlation √½.

use super::{Learned, Unlearned, within};
use crate::aggregate::{self, Child, Weight};
use crate::number::percent;
use crate::recipe::{Aggregate, Weigh};
use crate::statistics;
use julin_model::Diagnostic;

/// Rounds of the first movement.
const ROUNDS: usize = 200;
/// First and last step of the second, in logarithms.
const STEPS: [f64; 2] = [0.5, 1e-7];
/// Distance with which it is done.
const NEAR: f64 = 1e-20;
/// Difference of shares that is told.
const FAR: f64 = 0.01;

/// Weights, and what could not be reached.
pub(super) fn weights(
    codes: &[&str],
    scores: &[&[f64]],
    setting: &Weigh,
    aggregate: &Aggregate,
) -> Learned {
    let varies = |column: &&&[f64]| statistics::correlation(column, column).is_some();
    if !scores.iter().all(|column| varies(&column)) {
        return Err(Unlearned::NoSpread);
    }
    let search = Search {
        wanted: wanted(codes, setting),
        bounds: setting.shares.unwrap_or([0.0, 1.0]),
        scores,
        aggregate,
    };
    let mut best = search.moved();
    search.refine(&mut best);
    let gap = |at: &usize| (best.reached[*at] - search.wanted[*at]).abs();
    let worst = (0..codes.len()).max_by(|a, b| gap(a).total_cmp(&gap(b)));
    let told = worst.filter(|at| gap(at) > FAR).map(|at| {
        Diagnostic::warning("measure.weigh.importance-not-reached")
            .with("child", codes[at])
            .with("wanted", percent(search.wanted[at]))
            .with("reached", percent(best.reached[at]))
    });
    Ok((best.weights, told.into_iter().collect()))
}

/// Importance as shares; equal where not given.
fn wanted(codes: &[&str], setting: &Weigh) -> Vec<f64> {
    let one = |code: &&str| {
        setting
            .importance
            .get(*code)
            .copied()
            .unwrap_or(0.0)
            .max(0.0)
    };
    let given: Vec<f64> = codes.iter().map(one).collect();
    let total: f64 = given.iter().sum();
    if total > 0.0 {
        given.iter().map(|x| x / total).collect()
    } else {
        vec![1.0 / codes.len() as f64; codes.len()]
    }
}

struct Search<'a> {
    scores: &'a [&'a [f64]],
    aggregate: &'a Aggregate,
    wanted: Vec<f64>,
    bounds: [f64; 2],
}

/// Weights tried.
#[derive(Clone)]
struct Tried {
    weights: Vec<f64>,
    reached: Vec<f64>,
    distance: f64,
}

impl Search<'_> {
    fn try_out(&self, weights: &[f64]) -> Tried {
        let even = 1.0 / weights.len() as f64;
        let [low, high] = self.bounds;
        let weights = within(weights, [low.clamp(0.0, even), high.max(even)]);
        let children: Vec<Child<'_>> = weights
            .iter()
            .zip(self.scores)
            .map(|(weight, scores)| Child {
                weight: Weight::Shared(*weight),
                scores,
            })
            .collect();
        let units = self.scores.first().map_or(0, |column| column.len());
        let group = aggregate::scores(self.aggregate, units, &children).scores;
        let correlation = |column: &&[f64]| statistics::correlation(column, &group).unwrap_or(0.0);
        let found: Vec<f64> = self.scores.iter().map(correlation).collect();
        let total: f64 = found.iter().map(|r| r.abs()).sum();
        let reached: Vec<f64> = found.iter().map(|r| r / total.max(1e-12)).collect();
        let pairs = reached.iter().zip(&self.wanted);
        let distance = pairs.map(|(r, t)| (r - t) * (r - t)).sum();
        Tried {
            weights,
            reached,
            distance,
        }
    }

    /// Raises what counts too little, lowers what counts too much.
    fn moved(&self) -> Tried {
        let mut at = self.try_out(&vec![1.0; self.scores.len()]);
        let mut best = at.clone();
        for _ in 0..ROUNDS {
            if best.distance < NEAR {
                break;
            }
            let pairs = at.weights.iter().zip(at.reached.iter().zip(&self.wanted));
            let next: Vec<f64> = pairs
                .map(|(weight, (reached, wanted))| weight * (wanted / reached.max(0.01)).sqrt())
                .collect();
            at = self.try_out(&next);
            if at.distance < best.distance {
                best = at.clone();
            }
        }
        best
    }

    /// One weight at a time, by smaller and smaller steps.
    fn refine(&self, best: &mut Tried) {
        let [mut step, last] = STEPS;
        while step > last && best.distance >= NEAR {
            let mut better = false;
            for at in 0..self.scores.len() {
                for by in [step, -step] {
                    let mut weights = best.weights.clone();
                    weights[at] = (weights[at].max(1e-9)) * by.exp();
                    let tried = self.try_out(&weights);
                    if tried.distance < best.distance * (1.0 - 1e-9) {
                        *best = tried;
                        better = true;
                    }
                }
            }
            if !better {
                step /= 2.0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn learn(scores: &[&[f64]], setting: &Weigh) -> (Vec<f64>, Vec<Diagnostic>) {
        let codes = ["a", "b", "c"];
        weights(
            &codes[..scores.len()],
            scores,
            setting,
            &Aggregate::default(),
        )
        .unwrap()
    }

    #[test]
    fn the_worked_example() {
        let scores: [&[f64]; 2] = [&[2.0, -2.0, 2.0, -2.0], &[1.0, 1.0, -1.0, -1.0]];
        let (found, told) = learn(&scores, &Weigh::default());
        assert!((found[1] / found[0] - 2.0).abs() < 1e-6 && told.is_empty());
    }

    /// Importance 1 : 2 with independent children of equal spread wants weights 1 : 2.
    #[test]
    fn wanted_importance_and_bounds() {
        let scores: [&[f64]; 2] = [&[1.0, -1.0, 1.0, -1.0], &[1.0, 1.0, -1.0, -1.0]];
        let mut setting = Weigh {
            importance: BTreeMap::from([("a".to_owned(), 1.0), ("b".to_owned(), 2.0)]),
            ..Weigh::default()
        };
        let (found, told) = learn(&scores, &setting);
        assert!((found[1] / found[0] - 2.0).abs() < 1e-6 && told.is_empty());
        setting.shares = Some([0.4, 0.6]);
        let (found, told) = learn(&scores, &setting);
        assert!((found[1] - 0.6).abs() < 1e-9);
        assert_eq!(told[0].code, "measure.weigh.importance-not-reached");
        assert_eq!(told[0].args["wanted"], "33.3");
    }

    #[test]
    fn a_child_that_does_not_vary_cannot_be_balanced() {
        let scores: [&[f64]; 2] = [&[1.0, 2.0, 3.0], &[1.0; 3]];
        let setting = Weigh::default();
        assert_eq!(
            weights(&["a", "b"], &scores, &setting, &Aggregate::default()),
            Err(Unlearned::NoSpread)
        );
    }
}
