//! Rank: the worst value has 1, the best as many as there are values; equal values share
//! the lowest of their places.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 5,
//! "Normalisation of data", ranking.
//!
//! Directed: where less is better the largest value has 1.
//!
//! Worked example: 5, 9, 9, none, 2 have 2, 3, 3, none, 1; where less is better 3, 1, 1,
//! none, 4.

use super::places::{Count, Places};
use crate::missing::MissingReason;
use crate::spec::Direction;

/// The places of values.
pub fn places(values: &[f64], direction: Direction) -> Result<Places, MissingReason> {
    Places::new(values, direction, Count::Rank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let values = [5.0, 9.0, 9.0, f64::NAN, 2.0];
        let scores = |direction| {
            let fitted = places(&values, direction).unwrap();
            values.map(|x| fitted.score(x))
        };
        let (up, down) = (scores(Direction::Up), scores(Direction::Down));
        assert_eq!([up[0], up[1], up[2], up[4]], [2.0, 3.0, 3.0, 1.0]);
        assert_eq!([down[0], down[1], down[2], down[4]], [3.0, 1.0, 1.0, 4.0]);
        assert!(up[3].is_nan() && down[3].is_nan());
        assert_eq!(
            places(&[4.0, 4.0], Direction::Up),
            Err(MissingReason::Constant)
        );
    }
}
