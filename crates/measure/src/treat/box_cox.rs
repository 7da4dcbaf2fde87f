//! Box–Cox: `(x^λ - 1) / λ`, and `ln x` at λ = 0; all values must be above zero. λ is
//! given, or the one between -5 and 5 of the greatest likelihood of a normal distribution:
//! `ℓ(λ) = -n/2 · ln s²(λ) + (λ - 1) Σ ln x`, `s²` with n.
//!
//! Source: G. E. P. Box and D. R. Cox, "An analysis of transformations", *Journal of the
//! Royal Statistical Society B* 26 (1964).
//!
//! Worked example: λ = 2 makes 3 into (9 - 1) / 2 = 4. For 1, 2, 4, 8, 16, whose
//! logarithms are symmetric, the likelihood is greatest at λ = 0.

use super::Made;
use crate::statistics::mean;

/// Bounds of the exponent looked for.
const WIDEST: f64 = 5.0;

/// Transformed values; none where a value is zero or less, or the result is beyond the
/// range of numbers.
pub fn box_cox(values: &[f64], lambda: Option<f64>) -> Option<Made> {
    if !values.iter().all(|x| x.is_nan() || *x > 0.0) {
        return None;
    }
    let lambda = match lambda {
        Some(lambda) => lambda,
        None => likeliest(values)?,
    };
    let made: Vec<f64> = values.iter().map(|x| transformed(*x, lambda)).collect();
    let sound = made
        .iter()
        .zip(values)
        .all(|(y, x)| x.is_nan() || y.is_finite());
    sound.then_some(Made {
        values: made,
        points: 0,
        lambda: Some(lambda),
    })
}

fn transformed(x: f64, lambda: f64) -> f64 {
    let log = x.ln();
    if lambda == 0.0 {
        log
    } else {
        (lambda * log).exp_m1() / lambda
    }
}

/// The exponent of the greatest likelihood; none where the values do not differ.
fn likeliest(values: &[f64]) -> Option<f64> {
    // On values relative to their geometric mean: the same exponent, and no overflow.
    let logs: Vec<f64> = values.iter().map(|x| x.ln()).collect();
    let centre = mean(&logs)?;
    let logs: Vec<f64> = logs
        .iter()
        .filter(|x| !x.is_nan())
        .map(|x| x - centre)
        .collect();
    let first = *logs.first()?;
    if logs.iter().all(|x| *x == first) {
        return None;
    }
    // The likelihood has one peak in practice; a grid finds it, halving refines it.
    let grid = |n: i32| f64::from(n) * 0.25;
    let steps = (WIDEST / 0.25) as i32;
    let better = |best: f64, at: f64| {
        if likelihood(&logs, at) > likelihood(&logs, best) {
            at
        } else {
            best
        }
    };
    let mut best = (-steps..=steps).map(grid).fold(0.0, better);
    let mut step = 0.125;
    while step > 1e-9 {
        best = [best - step, best + step].into_iter().fold(best, better);
        step /= 2.0;
    }
    Some(best.clamp(-WIDEST, WIDEST))
}

/// Log likelihood, for logarithms that sum to zero.
fn likelihood(logs: &[f64], lambda: f64) -> f64 {
    let made: Vec<f64> = logs
        .iter()
        .map(|log| match lambda == 0.0 {
            true => *log,
            false => (lambda * log).exp_m1() / lambda,
        })
        .collect();
    let centre = mean(&made).unwrap_or(0.0);
    let squares: f64 = made.iter().map(|y| (y - centre) * (y - centre)).sum();
    let n = logs.len() as f64;
    let found = -n / 2.0 * (squares / n).ln();
    if found.is_nan() {
        f64::NEG_INFINITY
    } else {
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let made = box_cox(&[3.0, f64::NAN], Some(2.0)).unwrap();
        assert!((made.values[0] - 4.0).abs() < 1e-12 && made.values[1].is_nan());
        let made = box_cox(&[1.0, 2.0, 4.0, 8.0, 16.0], None).unwrap();
        assert!(made.lambda.unwrap().abs() < 1e-6);
        assert!((made.values[4] - 16.0_f64.ln()).abs() < 1e-4);
    }

    /// The likelihood written as the source has it, at every hundredth.
    #[test]
    fn the_exponent_is_that_of_a_plain_search() {
        let values: [f64; 9] = [1.3, 0.4, 2.2, 7.9, 3.1, 0.9, 25.0, 4.4, 1.1];
        let plain = |lambda: f64| {
            let y: Vec<f64> = values
                .iter()
                .map(|x| (x.powf(lambda) - 1.0) / lambda)
                .collect();
            let m = y.iter().sum::<f64>() / 9.0;
            let s2 = y.iter().map(|y| (y - m).powi(2)).sum::<f64>() / 9.0;
            -4.5 * s2.ln() + (lambda - 1.0) * values.iter().map(|x| x.ln()).sum::<f64>()
        };
        let grid = (-300..300)
            .filter(|n| *n != 0)
            .map(|n| f64::from(n) / 100.0);
        let best = grid.reduce(|a, b| if plain(b) > plain(a) { b } else { a });
        let found = box_cox(&values, None).unwrap().lambda.unwrap();
        assert!((found - best.unwrap()).abs() <= 0.01, "{found} {best:?}");
    }

    #[test]
    fn what_it_cannot_take() {
        assert_eq!(box_cox(&[0.0, 1.0], None), None);
        assert_eq!(box_cox(&[2.0, 2.0], None), None);
        assert_eq!(box_cox(&[1e300, 2.0], Some(3.0)), None);
    }
}
