//! Plan targets: the path from a baseline to what is aimed at, where the actual figures
//! stand on it, and where they lead if nothing changes.
//!
//! Reading order: [`spec`] (a plan as people write it), [`path`], [`forecast`], then
//! [`follow`], which puts them together. Method: between two known points (baseline,
//! interim values, target) the path is a straight line or one rate of growth; the
//! newest actual figure is compared with the path of *its own* year, so that a late
//! report is not taken for a late park. A shortfall counts from the stated tolerance on.
//!
//! Must not know: stores, packs, who is to be warned, the time.

pub mod forecast;
pub mod path;
pub mod spec;

pub use forecast::{Forecast, ForecastKind, NoForecast};
pub use path::{PathKind, path_at};
pub use spec::{TargetPlanSpec, TargetSpec, check_plan};

use crate::spec::Direction;

/// A value of a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Calendar year.
    pub year: i32,
    /// In the unit of the target.
    pub value: f64,
}

/// What is aimed at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Target {
    /// Which way is better.
    pub direction: Direction,
    /// Where it starts: the actual figure of a named year.
    pub baseline: Option<Point>,
    /// Interim values and the target itself.
    pub milestones: Vec<Point>,
    /// How the way between is drawn.
    pub path: PathKind,
    /// Share of the wanted value by which a figure may be behind, 0 to 1.
    pub tolerance: f64,
}

/// How a target stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Light {
    /// At the path, before it, or behind by no more than the tolerance.
    OnPath,
    /// Behind by more than the tolerance.
    Behind,
    /// It cannot be told.
    Unknown(Untold),
}

/// Why it cannot be told how a target stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untold {
    /// No value of the target is known.
    NoTarget,
    /// The aim is given in words.
    InWords,
    /// A value is known, its year is not.
    NoYear,
    /// No actual figure is known.
    NoActual,
    /// The newest actual figure is older than the path: no baseline, or an older year.
    BeforePath,
}

impl Untold {
    /// Key of its sentence.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoTarget => "measure.target.missing.no-target",
            Self::InWords => "measure.target.missing.in-words",
            Self::NoYear => "measure.target.missing.no-year",
            Self::NoActual => "measure.target.missing.no-actual",
            Self::BeforePath => "measure.target.missing.before-path",
        }
    }
}

/// How a target stands, with everything it was judged by.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The path, year by year.
    pub path: Vec<Point>,
    /// The newest actual figure.
    pub actual: Option<Point>,
    /// What the path asks for in the year of that figure.
    pub wanted: Option<f64>,
    /// How far the figure is behind, in the unit; negative when it is ahead.
    pub shortfall: Option<f64>,
    /// The shortfall as a share of what is wanted; none when nothing is wanted.
    pub shortfall_share: Option<f64>,
    /// The judgement.
    pub light: Light,
    /// The last target is met by the newest figure.
    pub reached: bool,
    /// Where the figures lead.
    pub forecasts: Vec<Forecast>,
    /// Why a forecast is not given.
    pub no_forecast: Vec<(ForecastKind, NoForecast)>,
}

/// Judges a target by the actual figures, one per year in any order. Later figures of
/// the same year replace earlier ones; what is not finite is left out.
pub fn follow(target: &Target, actuals: &[Point]) -> Progress {
    let target = Target {
        milestones: in_order(&target.milestones),
        baseline: target.baseline.filter(|p| p.value.is_finite()),
        ..target.clone()
    };
    let actuals = in_order(actuals);
    let newest = actuals.last().copied();
    let wanted = newest.and_then(|actual| path_at(&target, actual.year));
    let shortfall = wanted
        .zip(newest)
        .map(|(wanted, actual)| behind_by(target.direction, actual.value, wanted));
    let share = wanted
        .zip(shortfall)
        .filter(|(wanted, _)| *wanted != 0.0)
        .map(|(wanted, short)| short / wanted.abs());
    let last = target.milestones.last().copied();
    let reached = |(actual, last): (Point, Point)| {
        behind_by(target.direction, actual.value, last.value) <= 0.0
    };
    let (forecasts, no_forecast) = forecast::both(&target, &actuals);
    Progress {
        path: path::years(&target),
        actual: newest,
        wanted,
        shortfall,
        shortfall_share: share,
        light: light(&target, newest, wanted),
        reached: newest.zip(last).is_some_and(reached),
        forecasts,
        no_forecast,
    }
}

/// How far a value is behind a wanted one; negative when it is ahead.
fn behind_by(direction: Direction, value: f64, wanted: f64) -> f64 {
    match direction {
        Direction::Up => wanted - value,
        Direction::Down => value - wanted,
    }
}

fn light(target: &Target, newest: Option<Point>, wanted: Option<f64>) -> Light {
    if target.milestones.is_empty() {
        return Light::Unknown(Untold::NoTarget);
    }
    let Some(actual) = newest else {
        return Light::Unknown(Untold::NoActual);
    };
    let Some(wanted) = wanted else {
        return Light::Unknown(Untold::BeforePath);
    };
    // A rounding error is no shortfall.
    let allowed = target.tolerance.max(0.0) * wanted.abs() + 1e-9 * wanted.abs();
    if behind_by(target.direction, actual.value, wanted) <= allowed {
        Light::OnPath
    } else {
        Light::Behind
    }
}

/// Finite points by year, the last given of each year.
fn in_order(points: &[Point]) -> Vec<Point> {
    let mut by_year = std::collections::BTreeMap::new();
    for point in points.iter().filter(|p| p.value.is_finite()) {
        by_year.insert(point.year, *point);
    }
    by_year.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(list: &[(i32, f64)]) -> Vec<Point> {
        list.iter()
            .map(|(year, value)| Point {
                year: *year,
                value: *value,
            })
            .collect()
    }

    /// R&D intensity from 5 % in 2024 to 8 % in 2027: 6 in 2025, 7 in 2026, by hand.
    fn plan() -> Target {
        Target {
            baseline: Some(Point {
                year: 2024,
                value: 5.0,
            }),
            milestones: points(&[(2027, 8.0)]),
            tolerance: 0.05,
            ..Target::default()
        }
    }

    #[test]
    fn the_newest_figure_is_compared_with_the_path_of_its_own_year() {
        let found = follow(&plan(), &points(&[(2024, 5.0), (2025, 6.0)]));
        assert_eq!(found.wanted, Some(6.0));
        assert_eq!(found.light, Light::OnPath);
        assert!(!found.reached);
    }

    #[test]
    fn a_shortfall_counts_from_the_tolerance_on() {
        // 5 % of 6 is 0.3: 5.7 may pass, 5.69 is behind.
        let at = |value| follow(&plan(), &points(&[(2025, value)]));
        assert_eq!(at(5.7).light, Light::OnPath);
        let late = at(5.69);
        assert_eq!(late.light, Light::Behind);
        assert!((late.shortfall.unwrap() - 0.31).abs() < 1e-12);
        assert!((late.shortfall_share.unwrap() - 0.31 / 6.0).abs() < 1e-12);
    }

    #[test]
    fn where_less_is_better_a_higher_figure_is_behind() {
        let energy = Target {
            direction: Direction::Down,
            baseline: Some(Point {
                year: 2020,
                value: 100.0,
            }),
            milestones: points(&[(2030, 50.0)]),
            ..Target::default()
        };
        assert_eq!(
            follow(&energy, &points(&[(2025, 76.0)])).light,
            Light::Behind
        );
        let met = follow(&energy, &points(&[(2025, 49.0)]));
        assert!(met.reached && met.light == Light::OnPath);
    }

    #[test]
    fn after_the_last_year_the_target_stays_due() {
        assert_eq!(
            follow(&plan(), &points(&[(2029, 7.0)])).light,
            Light::Behind
        );
        assert!(follow(&plan(), &points(&[(2029, 8.0)])).reached);
    }

    #[test]
    fn what_cannot_be_told_says_why() {
        let bare = Target {
            baseline: None,
            ..plan()
        };
        let light =
            |target: &Target, actuals: &[(i32, f64)]| follow(target, &points(actuals)).light;
        assert_eq!(light(&bare, &[]), Light::Unknown(Untold::NoActual));
        assert_eq!(
            light(&bare, &[(2025, 6.0)]),
            Light::Unknown(Untold::BeforePath)
        );
        assert_eq!(
            light(&plan(), &[(2023, 6.0)]),
            Light::Unknown(Untold::BeforePath)
        );
        assert_eq!(
            light(&Target::default(), &[(2025, 6.0)]),
            Light::Unknown(Untold::NoTarget)
        );
        assert_eq!(light(&bare, &[(2027, 8.0)]), Light::OnPath);
    }

    #[test]
    fn values_that_are_not_finite_are_left_out() {
        let found = follow(
            &plan(),
            &points(&[(2025, 6.0), (2026, f64::NAN), (2027, f64::INFINITY)]),
        );
        assert_eq!(found.actual.map(|p| p.year), Some(2025));
    }

    #[test]
    fn a_target_of_zero_has_no_share_and_still_a_light() {
        let none_left = Target {
            direction: Direction::Down,
            milestones: points(&[(2025, 0.0)]),
            tolerance: 0.1,
            ..Target::default()
        };
        let found = follow(&none_left, &points(&[(2025, 1.0)]));
        assert_eq!((found.light, found.shortfall_share), (Light::Behind, None));
    }
}
