//! Weighted arithmetic mean: `Σ w_c · s_c / Σ w_c` over the children with a score.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 6,
//! "Weighting and aggregation", additive methods (linear aggregation).
//!
//! Children are added in their order in the framework, always the same, so that a
//! result is the same bit for bit wherever and whenever it is computed.
//!
//! Worked example: scores 80, none, 50 with weights 20, 20, 15:
//! (20·80 + 15·50) / (20 + 15) = 67.142857…

use super::Child;

/// Means of all units; NaN where no child of positive weight has a score.
pub fn mean(units: usize, children: &[Child<'_>]) -> Vec<f64> {
    let mut sums = vec![0.0; units];
    let mut weights = vec![0.0; units];
    for child in children {
        let cells = sums.iter_mut().zip(&mut weights).zip(child.scores);
        for ((sum, weight), score) in cells {
            let present = !score.is_nan();
            *sum += if present { child.weight * score } else { 0.0 };
            *weight += if present { child.weight } else { 0.0 };
        }
    }
    for (sum, weight) in sums.iter_mut().zip(weights) {
        *sum = if weight > 0.0 {
            *sum / weight
        } else {
            f64::NAN
        };
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let children = [
            Child {
                weight: 20.0,
                scores: &[80.0],
            },
            Child {
                weight: 20.0,
                scores: &[f64::NAN],
            },
            Child {
                weight: 15.0,
                scores: &[50.0],
            },
        ];
        assert!((mean(1, &children)[0] - 470.0 / 7.0).abs() < 1e-12);
    }

    #[test]
    fn without_weight_or_score_there_is_no_mean() {
        assert!(
            mean(
                1,
                &[Child {
                    weight: 0.0,
                    scores: &[80.0]
                }]
            )[0]
            .is_nan()
        );
        assert!(
            mean(
                1,
                &[Child {
                    weight: 1.0,
                    scores: &[f64::NAN]
                }]
            )[0]
            .is_nan()
        );
        assert!(mean(1, &[])[0].is_nan());
    }
}
