//! Points for parts and items. What is not known, and what a jury decides, makes an
//! interval: from the fewest points possible to the most.
//!
//! Must not know: how points are tested.

use crate::dictionary::Scale;
use crate::names::SCORE;
use crate::spec::{BandsSpec, Boundary, Combine, Points, ScoringSpec};
use julin_formula::{Formula, are_close};
use std::collections::BTreeMap;

/// From the fewest points to the most.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Interval {
    /// The fewest.
    pub low: f64,
    /// The most.
    pub high: f64,
}

impl Interval {
    /// A number of points that is certain.
    pub fn exactly(points: f64) -> Self {
        Self {
            low: points,
            high: points,
        }
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            low: self.low + other.low,
            high: self.high + other.high,
        }
    }

    fn best(self, other: Self) -> Self {
        Self {
            low: self.low.max(other.low),
            high: self.high.max(other.high),
        }
    }

    fn capped(self, max: f64) -> Self {
        Self {
            low: self.low.min(max),
            high: self.high.min(max),
        }
    }
}

impl From<Points> for Interval {
    fn from(points: Points) -> Self {
        match points {
            Points::Fixed(points) => Self::exactly(points),
            Points::Range([low, high]) => Self { low, high },
        }
    }
}

/// An item, compiled.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Name of the score: `score.<part>.<item>`.
    pub name: String,
    /// Part and item, as places in the spec.
    pub place: (usize, usize),
    /// The number its bands are about.
    pub value: Option<Formula>,
    /// Bands.
    pub bands: Option<Bands>,
    /// Options, tried in order.
    pub options: Vec<(Formula, Points)>,
    /// The most points.
    pub max: f64,
}

/// Bands in base units.
#[derive(Debug, Clone, PartialEq)]
pub struct Bands {
    /// Unit of the bounds.
    pub scale: Scale,
    /// To which band a bound belongs.
    pub boundary: Boundary,
    /// Lower bounds from high to low, with points; the last may have none.
    pub steps: Vec<(Option<f64>, Points)>,
}

impl Bands {
    /// The bands as written.
    pub fn new(spec: &BandsSpec, scale: Scale) -> Self {
        let step = |band: &crate::spec::BandSpec| {
            (band.over.map(|bound| scale.to_base(bound)), band.points)
        };
        Self {
            boundary: spec.boundary,
            steps: spec.steps.iter().map(step).collect(),
            scale,
        }
    }

    /// Points for a number in base units; `None` when it is not known.
    pub fn points(&self, value: Option<f64>) -> Interval {
        let Some(value) = value else {
            let all = self.steps.iter().map(|(_, points)| Interval::from(*points));
            let below = self.steps.last().is_none_or(|(bound, _)| bound.is_some());
            let start = below.then(Interval::default);
            return start
                .into_iter()
                .chain(all)
                .reduce(Interval::hull)
                .unwrap_or_default();
        };
        let in_band = |(bound, _): &&(Option<f64>, Points)| match (bound, self.boundary) {
            (None, _) => true,
            (Some(bound), Boundary::Upper) => value >= *bound || are_close(value, *bound),
            (Some(bound), Boundary::Lower) => value > *bound && !are_close(value, *bound),
        };
        let band = self.steps.iter().find(in_band);
        band.map_or_else(Interval::default, |(_, points)| (*points).into())
    }
}

impl Item {
    /// Its points, from the number of its bands or the answers of its options.
    pub fn points(
        &self,
        number: impl Fn(&Formula) -> Option<f64>,
        answer: impl Fn(&Formula) -> Option<bool>,
    ) -> Interval {
        if let (Some(value), Some(bands)) = (&self.value, &self.bands) {
            return bands.points(number(value)).capped(self.max);
        }
        let mut found: Option<Interval> = None;
        let mut add = |points: Interval| {
            found = Some(found.map_or(points, |hull| hull.hull(points)));
        };
        for (test, points) in &self.options {
            match answer(test) {
                Some(false) => {}
                None => add((*points).into()),
                Some(true) => {
                    add((*points).into());
                    return found.unwrap_or_default().capped(self.max);
                }
            }
        }
        add(Interval::default());
        found.unwrap_or_default().capped(self.max)
    }
}

/// The scoring of a rule, compiled.
#[derive(Debug, Clone, PartialEq)]
pub struct Scoring {
    /// As written.
    pub spec: ScoringSpec,
    /// Items of all parts, in order.
    pub items: Vec<Item>,
}

/// Points by the names of scores.
pub type ScoreBoard = BTreeMap<String, Interval>;

impl Scoring {
    /// True for `score`, `score.<part>` and `score.<part>.<item>`.
    pub fn has(&self, name: &str) -> bool {
        let Some(rest) = name.strip_prefix(SCORE) else {
            return false;
        };
        let part = |id: &str| format!(".{id}");
        rest.is_empty()
            || self.spec.parts.iter().any(|one| rest == part(&one.id))
            || self.items.iter().any(|item| item.name == name)
    }

    /// All formulas of its items.
    pub fn formulas(&self) -> impl Iterator<Item = &Formula> {
        self.items.iter().flat_map(|item| {
            let tests = item.options.iter().map(|(test, _)| test);
            item.value.iter().chain(tests)
        })
    }

    /// Adds up the points of the items, given by `points`.
    pub fn board(&self, points: impl Fn(&Item) -> Interval) -> ScoreBoard {
        let mut board = ScoreBoard::new();
        let mut total = Interval::default();
        for (place, part) in self.spec.parts.iter().enumerate() {
            let mut sum: Option<Interval> = None;
            for item in self.items.iter().filter(|item| item.place.0 == place) {
                let own = points(item);
                board.insert(item.name.clone(), own);
                sum = Some(sum.map_or(own, |sum| match part.combine {
                    Combine::Sum => sum.plus(own),
                    Combine::Best => sum.best(own),
                }));
            }
            let sum = sum.unwrap_or_default().capped(part.max);
            board.insert(format!("{SCORE}.{}", part.id), sum);
            total = total.plus(sum);
        }
        board.insert(SCORE.to_owned(), total.capped(self.spec.max));
        board
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::small::Small;

    fn bands(boundary: Boundary, lowest: bool) -> Bands {
        let mut steps = vec![
            (Some(0.30), Points::Fixed(20.0)),
            (Some(0.10), Points::Range([4.0, 8.0])),
        ];
        steps.extend(lowest.then_some((None, Points::Fixed(1.0))));
        Bands {
            scale: Scale::of("ratio", &Small).unwrap(),
            boundary,
            steps,
        }
    }

    #[test]
    fn a_bound_belongs_to_the_band_the_text_says() {
        let of = |boundary, value| bands(boundary, false).points(Some(value));
        assert_eq!(of(Boundary::Upper, 0.30), Interval::exactly(20.0));
        assert_eq!(
            of(Boundary::Lower, 0.30),
            Interval {
                low: 4.0,
                high: 8.0
            }
        );
        assert_eq!(of(Boundary::Upper, 0.099), Interval::exactly(0.0));
        assert_eq!(of(Boundary::Lower, 0.10), Interval::exactly(0.0));
        assert_eq!(
            bands(Boundary::Lower, true).points(Some(0.1)),
            Interval::exactly(1.0)
        );
    }

    #[test]
    fn an_unknown_number_may_lie_in_any_band() {
        let none = |lowest| bands(Boundary::Upper, lowest).points(None);
        assert_eq!((none(false).low, none(false).high), (0.0, 20.0));
        assert_eq!((none(true).low, none(true).high), (1.0, 20.0));
    }

    #[test]
    fn options_are_tried_in_order_and_unknown_ones_may_hold() {
        let test = |text: &str| Formula::compile(text).unwrap();
        let item = Item {
            name: "score.a.b".into(),
            place: (0, 0),
            value: None,
            bands: None,
            options: vec![
                (test("a"), Points::Fixed(8.0)),
                (test("b"), Points::Fixed(5.0)),
                (test("c"), Points::Fixed(3.0)),
            ],
            max: 7.0,
        };
        let points = |a, b, c| {
            let answer = |test: &Formula| match test.text() {
                "a" => a,
                "b" => b,
                _ => c,
            };
            let points = item.points(|_| None, answer);
            (points.low, points.high)
        };
        let (yes, no) = (Some(true), Some(false));
        assert_eq!(points(yes, None, None), (7.0, 7.0));
        assert_eq!(points(None, yes, None), (5.0, 7.0));
        assert_eq!(points(no, None, no), (0.0, 5.0));
        assert_eq!(points(no, None, yes), (3.0, 5.0));
        assert_eq!(points(no, no, no), (0.0, 0.0));
    }
}
