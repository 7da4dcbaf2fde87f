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
        for (unit, ((sum, weight), score)) in cells.enumerate() {
            let (present, own) = (!score.is_nan(), child.weight.at(unit));
            *sum += if present { own * score } else { 0.0 };
            *weight += if present { own } else { 0.0 };
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
    use crate::aggregate::Weight;

    #[test]
    fn the_worked_example() {
        let children = [
            Child {
                weight: Weight::Shared(20.0),
                scores: &[80.0],
            },
            Child {
                weight: Weight::Shared(20.0),
                scores: &[f64::NAN],
            },
            Child {
                weight: Weight::Shared(15.0),
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
                    weight: Weight::Shared(0.0),
                    scores: &[80.0]
                }]
            )[0]
            .is_nan()
        );
        assert!(
            mean(
                1,
                &[Child {
                    weight: Weight::Shared(1.0),
                    scores: &[f64::NAN]
                }]
            )[0]
            .is_nan()
        );
        assert!(mean(1, &[])[0].is_nan());
    }
}
