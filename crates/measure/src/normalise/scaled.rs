//! Scaled: two given values become the ends of the range, `(x - a) / (b - a)`; others lie
//! straight between or beyond. For indicators that come on a scale of their own, such as
//! points from 1 to 7.
//!
//! Source: World Intellectual Property Organization, *Global Innovation Index* (2020),
//! appendix on technical notes, for survey scores; a line like min–max whose ends do not
//! come from the data.
//!
//! Directed: where less is better `a` scores the top and `b` the bottom.
//!
//! Worked example: 4 on 1 to 7 gives 50 on 0 to 100; 8 gives 116.666…

use super::Bounds;
use crate::missing::MissingReason;

/// The two values as bounds.
pub fn bounds(from: Option<[f64; 2]>) -> Result<Bounds, MissingReason> {
    let sound = from.filter(are_sound);
    let [low, high] = sound.ok_or(MissingReason::NoGoalposts)?;
    Ok(Bounds { low, high })
}

/// True when the first is below the second and both are numbers.
pub fn are_sound(from: &[f64; 2]) -> bool {
    from[0].is_finite() && from[1].is_finite() && from[0] < from[1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let bounds = bounds(Some([1.0, 7.0])).unwrap();
        assert_eq!(bounds.fraction(4.0), 0.5);
        assert!((bounds.fraction(8.0) - 7.0 / 6.0).abs() < 1e-12);
    }

    #[test]
    fn upside_down_is_none() {
        assert_eq!(bounds(Some([7.0, 1.0])), Err(MissingReason::NoGoalposts));
        assert_eq!(bounds(None), Err(MissingReason::NoGoalposts));
    }
}
