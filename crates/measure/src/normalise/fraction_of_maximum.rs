//! Fraction of the maximum: `x / max`, on the range.
//!
//! Source: C. L. Hwang and K. Yoon, *Multiple Attribute Decision Making* (1981), linear
//! scale transformation; OECD and JRC, *Handbook on Constructing Composite Indicators*
//! (2008), step 5, on distance to the leader as a ratio.
//!
//! Directed: where less is better `1 - x / max`, as Hwang and Yoon have it for costs. (To
//! divide turned values by their maximum, `-x / -min`, would give the best unit the lowest
//! score.) Values below zero score beyond the end of the range. The maximum must be above
//! zero.
//!
//! Worked example: 2, 5, 10 on 0 to 100: 20, 50, 100; where less is better 80, 50, 0.

use super::{Bounds, min_max};
use crate::missing::MissingReason;

/// From zero to the highest value.
pub fn bounds(values: &[f64]) -> Result<Bounds, MissingReason> {
    let high = min_max::bounds(values)?.high;
    if high > 0.0 {
        Ok(Bounds { low: 0.0, high })
    } else {
        Err(MissingReason::NoMaximum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::Scale;
    use crate::spec::Direction;

    #[test]
    fn the_worked_example() {
        let scale = Scale {
            low: 0.0,
            high: 100.0,
        };
        let values = [2.0, 5.0, 10.0];
        let bounds = bounds(&values).unwrap();
        let scores = |direction| values.map(|x| scale.score(bounds.fraction(x), direction));
        assert_eq!(scores(Direction::Up), [20.0, 50.0, 100.0]);
        assert_eq!(scores(Direction::Down), [80.0, 50.0, 0.0]);
    }

    #[test]
    fn the_maximum_must_be_above_zero() {
        assert_eq!(bounds(&[-2.0, 0.0]), Err(MissingReason::NoMaximum));
        assert_eq!(bounds(&[3.0, 3.0]), Err(MissingReason::Constant));
    }
}
