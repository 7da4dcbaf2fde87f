//! Borda: the number of values beaten; equal values share.
//!
//! Source: J.-C. de Borda, "Mémoire sur les élections au scrutin" (1781); OECD and JRC,
//! *Handbook on Constructing Composite Indicators* (2008), step 6, on Borda's rule.
//!
//! Directed: where less is better the largest value beats nobody.
//!
//! Worked example: 5, 9, 9, 2 have 1, 2, 2, 0.

use super::places::{Count, Places};
use crate::missing::MissingReason;
use crate::spec::Direction;

/// The places of values.
pub fn places(values: &[f64], direction: Direction) -> Result<Places, MissingReason> {
    Places::new(values, direction, Count::Below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let values = [5.0, 9.0, 9.0, 2.0];
        let up = places(&values, Direction::Up).unwrap();
        assert_eq!(values.map(|x| up.score(x)), [1.0, 2.0, 2.0, 0.0]);
        let down = places(&values, Direction::Down).unwrap();
        assert_eq!(values.map(|x| down.score(x)), [2.0, 0.0, 0.0, 3.0]);
        // Values that were not there when it was fitted.
        assert_eq!((up.score(100.0), up.score(-1.0)), (4.0, 0.0));
    }
}
