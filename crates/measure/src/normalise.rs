//! Bringing indicators to one scale: one file per way.
//!
//! A way is *fitted* to the values at hand once and then gives the score of any value:
//! so one fit can serve several years (fixed goalposts), a what-if, or the question how
//! much of a change comes from the value and how much from a scale that moved.
//!
//! Most ways are a straight line between two values ([`Line`]); the others count places
//! ([`Places`]).

pub mod goalposts;
pub mod min_max;

use crate::framework::Node;
use crate::matrix::Unit;
use crate::missing::MissingReason;
use crate::recipe::{Method, NormaliseKind};
use crate::spec::Direction;

/// The two values an indicator is measured between.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The smaller value.
    pub low: f64,
    /// The larger value.
    pub high: f64,
}

impl Bounds {
    /// How far `value` is on the way from low to high; beyond 0 and 1 outside them.
    pub fn fraction(self, value: f64) -> f64 {
        let width = self.high - self.low;
        if width.is_finite() {
            (value - self.low) / width
        } else {
            // The width of -1e308 to 1e308 does not fit; half of everything does.
            (value / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0)
        }
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
        self.low + fraction * (self.high - self.low)
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

/// A straight line: the score of `bounds.low` is one end of `scale`, that of
/// `bounds.high` the other; which one, the direction says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// The two values.
    pub bounds: Bounds,
    /// The scores they get.
    pub scale: Scale,
    /// Which end is better.
    pub direction: Direction,
    /// Scores are held within the scale.
    pub capped: bool,
}

impl Line {
    fn score(&self, value: f64) -> f64 {
        let fraction = self.bounds.fraction(value);
        if self.capped {
            let held = fraction.clamp(0.0, 1.0);
            return self.scale.hold(self.scale.score(held, self.direction));
        }
        self.scale.score(fraction, self.direction)
    }
}

/// A way fitted to the values at hand.
#[derive(Debug, Clone, PartialEq)]
pub enum Fitted {
    /// A straight line.
    Line(Line),
}

impl Fitted {
    /// The score of a value; NaN stays NaN.
    pub fn score(&self, value: f64) -> f64 {
        match self {
            Self::Line(line) => line.score(value),
        }
    }

    /// What the indicator is measured between, where it is a line.
    pub fn bounds(&self) -> Option<Bounds> {
        match self {
            Self::Line(line) => Some(line.bounds),
        }
    }
}

/// What a fit may look at besides the values.
#[derive(Debug, Clone, Copy)]
pub struct Fitting<'a> {
    /// The method.
    pub method: &'a Method,
    /// The indicator.
    pub node: &'a Node,
    /// The units, as many as values, for the reference unit.
    pub units: &'a [Unit],
}

/// Fits the way an indicator asks for to its values, or tells why it cannot be.
pub fn fit(fitting: Fitting<'_>, values: &[f64]) -> Result<Fitted, MissingReason> {
    let node = fitting.node;
    let line = |bounds| {
        Fitted::Line(Line {
            bounds,
            scale: Scale::of(fitting.method),
            direction: node.direction,
            capped: true,
        })
    };
    match node.steps.normalise.kind {
        NormaliseKind::Goalposts => goalposts::bounds(node.steps.goalposts.as_ref()).map(line),
        _ => min_max::bounds(values).map(line),
    }
}

/// True when scores of this kind always lie on the framework's range.
pub fn is_on_range(kind: NormaliseKind) -> bool {
    matches!(
        kind,
        NormaliseKind::MinMax | NormaliseKind::Goalposts | NormaliseKind::PercentileRank
    )
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
        let line = Fitted::Line(Line {
            bounds: Bounds {
                low: 0.0,
                high: 1.0,
            },
            scale: Scale {
                low: 0.0,
                high: 1.0,
            },
            direction: Direction::Up,
            capped: true,
        });
        assert!(line.score(f64::NAN).is_nan());
        assert_eq!((line.score(7.0), line.score(-7.0)), (1.0, 0.0));
    }
}
