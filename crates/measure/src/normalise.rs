//! Bringing indicators to one scale: one file per way.
//!
//! All ways give the fraction of the road from a low to a high value, then stretch it
//! over the framework's range. Where less is better, the fraction is counted from the
//! other end: `1 - t`.

pub mod goalposts;
pub mod min_max;

use crate::missing::MissingReason;
use crate::spec::{Direction, Method, NormaliseKind};

/// The two values an indicator is measured between.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The smaller value.
    pub low: f64,
    /// The larger value.
    pub high: f64,
}

impl Bounds {
    /// How far `value` is on the way from low to high, held within 0 and 1.
    pub fn fraction(self, value: f64) -> f64 {
        let width = self.high - self.low;
        let fraction = if width.is_finite() {
            (value - self.low) / width
        } else {
            // The width of -1e308 to 1e308 does not fit; half of everything does.
            (value / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0)
        };
        fraction.clamp(0.0, 1.0)
    }
}

/// The scale scores are given on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Lowest score.
    pub low: f64,
    /// Highest score.
    pub high: f64,
}

impl Scale {
    /// The scale of a method.
    pub fn of(method: &Method) -> Self {
        Self {
            low: method.range[0],
            high: method.range[1],
        }
    }

    /// The score at a fraction of the way, turned round where less is better.
    pub fn score(self, fraction: f64, direction: Direction) -> f64 {
        let fraction = match direction {
            Direction::Up => fraction,
            Direction::Down => 1.0 - fraction,
        };
        self.hold(self.low + fraction * (self.high - self.low))
    }

    /// A score read from the other end.
    pub fn mirror(self, score: f64) -> f64 {
        self.hold(self.low + (self.high - score))
    }

    /// A score held on the scale against rounding; NaN stays NaN.
    pub fn hold(self, score: f64) -> f64 {
        score.clamp(self.low, self.high)
    }
}

/// The bounds of one indicator under a method, or why there are none.
pub fn bounds(
    kind: NormaliseKind,
    goalposts: Option<&crate::spec::Goalposts>,
    values: &[f64],
) -> Result<Bounds, MissingReason> {
    match kind {
        NormaliseKind::MinMax => min_max::bounds(values),
        NormaliseKind::Goalposts => goalposts::bounds(goalposts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_end_is_the_mirror() {
        let scale = Scale {
            low: 1.0,
            high: 100.0,
        };
        let (up, down) = (
            scale.score(0.25, Direction::Up),
            scale.score(0.25, Direction::Down),
        );
        assert_eq!((up, down), (25.75, 75.25));
        assert_eq!(scale.mirror(up), down);
    }

    #[test]
    fn missing_stays_missing() {
        let bounds = Bounds {
            low: 0.0,
            high: 1.0,
        };
        assert!(bounds.fraction(f64::NAN).is_nan());
        assert!(
            Scale {
                low: 0.0,
                high: 1.0
            }
            .hold(f64::NAN)
            .is_nan()
        );
    }
}
