//! Shares that sum to 1, each held within bounds.

/// Weights as shares within a lowest and highest: shares beyond a bound are set to it, and
/// the others keep their proportions. Bounds must leave room: `low · n ≤ 1 ≤ high · n`.
pub fn within(weights: &[f64], [low, high]: [f64; 2]) -> Vec<f64> {
    let count = weights.len();
    let mut fixed: Vec<Option<f64>> = vec![None; count];
    for _ in 0..=count {
        let open = |fixed: &[Option<f64>]| -> f64 {
            let free = weights.iter().zip(fixed);
            free.filter(|(_, f)| f.is_none()).map(|(w, _)| *w).sum()
        };
        let rest = 1.0 - fixed.iter().flatten().sum::<f64>();
        let total = open(&fixed);
        let left = fixed.iter().filter(|f| f.is_none()).count() as f64;
        let share = |weight: f64| {
            if total > 0.0 {
                weight / total * rest
            } else {
                rest / left
            }
        };
        let shares: Vec<f64> = weights
            .iter()
            .zip(&fixed)
            .map(|(weight, fixed)| fixed.unwrap_or_else(|| share(*weight)))
            .collect();
        let over: f64 = shares.iter().map(|s| (s - high).max(0.0)).sum();
        let under: f64 = shares.iter().map(|s| (low - s).max(0.0)).sum();
        if over <= 1e-12 && under <= 1e-12 {
            return shares;
        }
        // The side that is further out is settled first: it moves the others away from it.
        for (share, fixed) in shares.iter().zip(&mut fixed) {
            if over >= under && *share > high {
                *fixed = Some(high);
            } else if over < under && *share < low {
                *fixed = Some(low);
            }
        }
    }
    vec![1.0 / count as f64; count]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_rest_keeps_its_proportions() {
        assert_eq!(within(&[8.0, 1.0, 1.0], [0.0, 0.5]), [0.5, 0.25, 0.25]);
        assert_eq!(within(&[2.0, 2.0], [0.0, 1.0]), [0.5, 0.5]);
        assert_eq!(within(&[0.0, 0.0, 1.0], [0.25, 1.0]), [0.25, 0.25, 0.5]);
    }

    proptest! {
        #[test]
        fn shares_are_within_and_sum_to_one(
            weights in prop::collection::vec(0.0_f64..10.0, 1..9), low in 0.0_f64..1.0, high in 0.0_f64..1.0,
        ) {
            let even = 1.0 / weights.len() as f64;
            let bounds = [even * low, even + (1.0 - even) * high];
            let shares = within(&weights, bounds);
            prop_assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            prop_assert!(shares.iter().all(|s| *s >= bounds[0] - 1e-9 && *s <= bounds[1] + 1e-9));
        }
    }
}
