//! Goalposts: `(x - low) / (high - low)` between two values fixed in advance, held
//! within 0 and 1. Scores of different years and selections stay comparable.
//!
//! Source: UNDP, *Human Development Report*, technical note 1 (dimension indices);
//! OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 5, on
//! min–max with limits that do not move with the data.
//!
//! Worked example: life expectancy between 20 and 85 years; 71.5 gives 51.5 / 65 =
//! 0.7923, 90 gives 1.

use super::Bounds;
use crate::missing::MissingReason;
use crate::spec::Goalposts;

/// The goalposts as bounds.
pub fn bounds(goalposts: Option<&Goalposts>) -> Result<Bounds, MissingReason> {
    let posts = goalposts
        .filter(|posts| are_sound(posts))
        .ok_or(MissingReason::NoGoalposts)?;
    Ok(Bounds {
        low: posts.low,
        high: posts.high,
    })
}

/// True when low is below high and both are numbers.
pub fn are_sound(posts: &Goalposts) -> bool {
    posts.low.is_finite() && posts.high.is_finite() && posts.low < posts.high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let bounds = bounds(Some(&Goalposts {
            low: 20.0,
            high: 85.0,
        }))
        .unwrap();
        assert!((bounds.fraction(71.5) - 0.7923).abs() < 5e-5);
        assert!(bounds.fraction(90.0) > 1.0 && bounds.fraction(10.0) < 0.0);
    }

    #[test]
    fn posts_upside_down_are_none() {
        for (low, high) in [
            (5.0, 5.0),
            (5.0, 1.0),
            (f64::NAN, 1.0),
            (0.0, f64::INFINITY),
        ] {
            assert_eq!(
                bounds(Some(&Goalposts { low, high })),
                Err(MissingReason::NoGoalposts)
            );
        }
        assert_eq!(bounds(None), Err(MissingReason::NoGoalposts));
    }
}
