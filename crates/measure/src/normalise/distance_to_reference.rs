//! Distance to a reference: `1 - (ref - x) / (ref - min)`, the reference unit scoring the
//! top of the range and the lowest value its bottom; better units score beyond the top
//! unless capped.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 5,
//! "Normalisation of data", distance to a reference.
//!
//! Directed: where less is better the largest value scores the bottom.
//!
//! Worked example: 2, 6, 10 with the second as reference, on 0 to 1: 0, 1, 2; where less is
//! better 2, 1, 0.

use super::{Bounds, way_to};
use crate::missing::MissingReason;
use crate::spec::Direction;

/// From the lowest value to the reference's, NaN where it has none.
pub fn bounds(
    values: &[f64],
    reference: f64,
    direction: Direction,
) -> Result<Bounds, MissingReason> {
    if reference.is_nan() {
        return Err(MissingReason::NoReference);
    }
    way_to(reference, values, direction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let values = [2.0, 6.0, 10.0];
        let up = bounds(&values, 6.0, Direction::Up).unwrap();
        assert_eq!(values.map(|x| up.fraction(x)), [0.0, 1.0, 2.0]);
        let down = bounds(&values, 6.0, Direction::Down).unwrap();
        assert_eq!(values.map(|x| 1.0 - down.fraction(x)), [2.0, 1.0, 0.0]);
    }

    #[test]
    fn the_last_unit_is_no_reference() {
        let fit = |reference, direction| bounds(&[2.0, 10.0, f64::NAN], reference, direction);
        assert_eq!(fit(2.0, Direction::Up), Err(MissingReason::NoDistance));
        assert_eq!(fit(10.0, Direction::Down), Err(MissingReason::NoDistance));
        assert_eq!(
            fit(f64::NAN, Direction::Up),
            Err(MissingReason::NoReference)
        );
    }
}
