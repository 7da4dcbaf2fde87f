//! Percentiles: values beyond two percentiles (type 7) are set to them.
//!
//! Source: D. C. Esty et al., *2005 Environmental Sustainability Index* (Yale, 2005),
//! appendix A, which trims at the 2.5 and 97.5 percentiles.
//!
//! Worked example: 0, 1, …, 10 and -50, with the percentiles 10 % and 90 %: of 12 values
//! they are 0.1 and 8.9, and four values are brought in.

use super::Made;
use crate::statistics::{present, quantile_of_sorted};

/// The percentiles used when none are given.
const USUAL: [f64; 2] = [0.025, 0.975];

/// Values between two percentiles; none without values or with percentiles the wrong way
/// round.
pub fn percentiles(values: &[f64], shares: Option<[f64; 2]>) -> Option<Made> {
    let shares = shares.unwrap_or(USUAL);
    let mut sorted = present(values);
    sorted.sort_unstable_by(f64::total_cmp);
    let low = quantile_of_sorted(&sorted, shares[0])?;
    let high = quantile_of_sorted(&sorted, shares[1])?;
    if !are_sound(shares) || low > high {
        return None;
    }
    let held: Vec<f64> = values.iter().map(|x| x.clamp(low, high)).collect();
    let moved = held.iter().zip(values);
    let points = moved.filter(|(after, x)| !x.is_nan() && after != x).count();
    Some(Made {
        values: held,
        points,
        lambda: None,
    })
}

/// True for two shares in order.
pub(crate) fn are_sound(shares: [f64; 2]) -> bool {
    0.0 <= shares[0] && shares[0] < shares[1] && shares[1] <= 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let values: Vec<f64> = (0..=10).map(f64::from).chain([-50.0, f64::NAN]).collect();
        let made = percentiles(&values, Some([0.1, 0.9])).unwrap();
        assert_eq!(made.points, 4);
        assert!((made.values[11] - 0.1).abs() < 1e-12 && (made.values[10] - 8.9).abs() < 1e-12);
        assert!(made.values[5] == 5.0 && made.values[12].is_nan());
    }

    #[test]
    fn upside_down_is_refused() {
        assert_eq!(percentiles(&[1.0, 2.0], Some([0.9, 0.1])), None);
        assert_eq!(percentiles(&[f64::NAN], None), None);
    }
}
