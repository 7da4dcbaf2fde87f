//! Bringing indicators to one scale: one file per way.
//!
//! A way is *fitted* to the values at hand once and then gives the score of any value:
//! so one fit can serve several years (fixed goalposts), a what-if, or the question how
//! much of a change comes from the value and how much from a scale that moved.
//!
//! Most ways are a straight line between two values ([`Line`]); the others count places
//! ([`Places`]).

pub mod borda;
pub mod distance_to_maximum;
pub mod distance_to_reference;
pub mod distance_to_target;
pub mod fraction_of_maximum;
pub mod goalposts;
pub mod min_max;
pub mod percentile_rank;
mod places;
pub mod rank;
pub mod scaled;
pub mod z_score;

use crate::framework::Node;
use crate::matrix::Unit;
use crate::missing::MissingReason;
use crate::recipe::{Method, Normalise, NormaliseKind};
use crate::spec::Direction;
pub use places::{Count, Places};

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
    /// Places among the values.
    Places(Places),
}

impl Fitted {
    /// The score of a value; NaN stays NaN.
    pub fn score(&self, value: f64) -> f64 {
        match self {
            Self::Line(line) => line.score(value),
            Self::Places(places) => places.score(value),
        }
    }

    /// What the indicator is measured between, where it is a line.
    pub fn bounds(&self) -> Option<Bounds> {
        match self {
            Self::Line(line) => Some(line.bounds),
            Self::Places(_) => None,
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
    let (steps, direction) = (&fitting.node.steps, fitting.node.direction);
    let (setting, scale) = (&steps.normalise, Scale::of(fitting.method));
    let line = |bounds, capped| {
        Fitted::Line(Line {
            bounds,
            scale,
            direction,
            capped,
        })
    };
    match setting.kind {
        NormaliseKind::MinMax => Ok(line(min_max::bounds(values)?, true)),
        NormaliseKind::Goalposts => Ok(line(goalposts::bounds(steps.goalposts.as_ref())?, true)),
        NormaliseKind::ZScore => z_score::line(setting, values, direction).map(Fitted::Line),
        NormaliseKind::Rank => rank::places(values, direction).map(Fitted::Places),
        NormaliseKind::PercentileRank => {
            percentile_rank::places(values, direction, scale).map(Fitted::Places)
        }
        NormaliseKind::Borda => borda::places(values, direction).map(Fitted::Places),
        NormaliseKind::DistanceToMaximum => Ok(line(distance_to_maximum::bounds(values)?, true)),
        NormaliseKind::DistanceToReference => {
            let reference = setting.reference.as_deref().unwrap_or_default();
            let at = fitting.units.iter().position(|unit| unit.id == reference);
            let reference = at.map_or(f64::NAN, |at| values[at]);
            let bounds = distance_to_reference::bounds(values, reference, direction)?;
            Ok(line(bounds, setting.capped))
        }
        NormaliseKind::DistanceToTarget => {
            let target = steps.target.unwrap_or(f64::NAN);
            let bounds = distance_to_target::bounds(values, target, direction)?;
            Ok(line(bounds, setting.capped))
        }
        NormaliseKind::FractionOfMaximum => Ok(line(fraction_of_maximum::bounds(values)?, false)),
        NormaliseKind::Scaled => Ok(line(scaled::bounds(setting.from)?, false)),
    }
}

/// From the value that scores the lowest of those at hand to one that scores the top, for
/// the distances to a reference or target; the direction says which is the smaller.
fn way_to(end: f64, values: &[f64], direction: Direction) -> Result<Bounds, MissingReason> {
    let present = || values.iter().copied().filter(|x| !x.is_nan());
    if present().next().is_none() {
        return Err(MissingReason::NoData);
    }
    let bounds = match direction {
        Direction::Up => Bounds {
            low: present().fold(f64::INFINITY, f64::min),
            high: end,
        },
        Direction::Down => Bounds {
            low: end,
            high: present().fold(f64::NEG_INFINITY, f64::max),
        },
    };
    let size = bounds.low.abs().max(bounds.high.abs());
    if bounds.high / 2.0 - bounds.low / 2.0 > min_max::NOISE * size / 2.0 {
        Ok(bounds)
    } else {
        Err(MissingReason::NoDistance)
    }
}

/// True when scores made so always lie on the framework's range.
pub fn is_on_range(setting: &Normalise) -> bool {
    match setting.kind {
        NormaliseKind::MinMax
        | NormaliseKind::Goalposts
        | NormaliseKind::PercentileRank
        | NormaliseKind::DistanceToMaximum => true,
        NormaliseKind::DistanceToReference | NormaliseKind::DistanceToTarget => setting.capped,
        NormaliseKind::ZScore
        | NormaliseKind::Rank
        | NormaliseKind::Borda
        | NormaliseKind::FractionOfMaximum
        | NormaliseKind::Scaled => false,
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
