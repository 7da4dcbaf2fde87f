//! Distance to a target: `1 - (target - x) / (target - min)`, the target scoring the top of
//! the range and the lowest value its bottom; units past the target score beyond the top
//! unless capped.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 5, on
//! targets as external references; the Sustainable Development Report uses it with caps.
//!
//! Directed: where less is better the target is below, and the largest value scores the
//! bottom. Where even the worst unit has reached the target there is no distance.
//!
//! Worked example: 2, 6, 12 with target 10, on 0 to 1: 0, 0.5, 1.25, capped 1; emissions 9,
//! 5 with target 1: 0, 0.5.

use super::{Bounds, way_to};
use crate::missing::MissingReason;
use crate::spec::Direction;

/// From the lowest value to the target, NaN where there is none.
pub fn bounds(values: &[f64], target: f64, direction: Direction) -> Result<Bounds, MissingReason> {
    if !target.is_finite() {
        return Err(MissingReason::NoTarget);
    }
    way_to(target, values, direction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let up = bounds(&[2.0, 6.0, 12.0], 10.0, Direction::Up).unwrap();
        assert_eq!([2.0, 6.0, 12.0].map(|x| up.fraction(x)), [0.0, 0.5, 1.25]);
        let down = bounds(&[9.0, 5.0], 1.0, Direction::Down).unwrap();
        assert_eq!([9.0, 5.0].map(|x| 1.0 - down.fraction(x)), [0.0, 0.5]);
    }

    #[test]
    fn no_target_and_one_already_reached() {
        let fit = |target| bounds(&[2.0, 10.0], target, Direction::Up);
        assert_eq!(fit(f64::NAN), Err(MissingReason::NoTarget));
        assert_eq!(fit(2.0), Err(MissingReason::NoDistance));
        assert_eq!(fit(1.0), Err(MissingReason::NoDistance));
        assert_eq!(bounds(&[], 1.0, Direction::Up), Err(MissingReason::NoData));
    }
}
