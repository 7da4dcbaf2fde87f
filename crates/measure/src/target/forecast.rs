//! Where the actual figures lead if nothing changes: a straight trend, and compound
//! growth.
//!
//! Trend: ordinary least squares of the value on the year. Growth: the mean yearly rate
//! between the first and the last figure, `(last / first)^(1 / years) − 1`, carried on
//! from the last (年均增长率 as statistical yearbooks compute it). Both need three
//! figures at least; with fewer there is no forecast, only a guess.
//!
//! Must not know: the path.

use super::{Point, Target, behind_by};

/// Figures needed at least.
pub const FEWEST: usize = 3;
/// Years beyond the last figure that are looked ahead at most.
const FARTHEST: i64 = 60;

/// Which way of looking ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ForecastKind {
    /// Least-squares line.
    Trend,
    /// Mean yearly rate of growth.
    Growth,
}

impl ForecastKind {
    /// Its word in answers.
    pub fn code(self) -> &'static str {
        match self {
            Self::Trend => "trend",
            Self::Growth => "growth",
        }
    }
}

/// Why there is no forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoForecast {
    /// Fewer than three figures.
    TooFew,
    /// A figure at or below zero has no rate of growth.
    NotPositive,
    /// The year aimed at is not after the last figure, or there is none.
    NothingAhead,
    /// The year aimed at is too far away, or the figure leaves the numbers.
    TooFar,
}

impl NoForecast {
    /// Key of its sentence.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooFew => "measure.target.missing.too-few",
            Self::NotPositive => "measure.target.missing.not-positive",
            Self::NothingAhead => "measure.target.missing.nothing-ahead",
            Self::TooFar => "measure.target.missing.too-far",
        }
    }
}

/// A look ahead.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// Which way.
    pub kind: ForecastKind,
    /// Change a year: an amount for the trend, a share for growth.
    pub rate: f64,
    /// From the year of the last figure to the last year aimed at.
    pub points: Vec<Point>,
    /// The target would be met in its year.
    pub reaches: bool,
}

/// Forecasts, and for those not made, why.
pub type Outlook = (Vec<Forecast>, Vec<(ForecastKind, NoForecast)>);

/// Both ways of looking ahead; figures and milestones in order of year.
pub fn both(target: &Target, actuals: &[Point]) -> Outlook {
    let (mut made, mut not) = (Vec::new(), Vec::new());
    for kind in [ForecastKind::Trend, ForecastKind::Growth] {
        match one(kind, target, actuals) {
            Ok(forecast) => made.push(forecast),
            Err(why) => not.push((kind, why)),
        }
    }
    (made, not)
}

fn one(kind: ForecastKind, target: &Target, actuals: &[Point]) -> Result<Forecast, NoForecast> {
    let (Some(first), Some(last)) = (actuals.first(), actuals.last()) else {
        return Err(NoForecast::TooFew);
    };
    if actuals.len() < FEWEST {
        return Err(NoForecast::TooFew);
    }
    let aim = target.milestones.last().ok_or(NoForecast::NothingAhead)?;
    let ahead = i64::from(aim.year) - i64::from(last.year);
    if ahead <= 0 {
        return Err(NoForecast::NothingAhead);
    }
    if ahead > FARTHEST {
        return Err(NoForecast::TooFar);
    }
    let (rate, at): (f64, Box<dyn Fn(i32) -> f64>) = match kind {
        ForecastKind::Trend => {
            let (slope, intercept, middle) = line(actuals);
            let at = move |year: i32| intercept + slope * (f64::from(year) - middle);
            (slope, Box::new(at))
        }
        ForecastKind::Growth if actuals.iter().all(|p| p.value > 0.0) => {
            let years = f64::from(last.year) - f64::from(first.year);
            let factor = (last.value / first.value).powf(1.0 / years);
            let from = *last;
            let at =
                move |year: i32| from.value * factor.powf(f64::from(year) - f64::from(from.year));
            (factor - 1.0, Box::new(at))
        }
        ForecastKind::Growth => return Err(NoForecast::NotPositive),
    };
    let point = |year| Point {
        year,
        value: at(year),
    };
    let points: Vec<Point> = (last.year..=aim.year).map(point).collect();
    let end = points.last().filter(|p| p.value.is_finite());
    let end = end.ok_or(NoForecast::TooFar)?;
    let reaches = behind_by(target.direction, end.value, aim.value) <= 1e-9 * aim.value.abs();
    Ok(Forecast {
        kind,
        rate,
        reaches,
        points,
    })
}

/// Slope, height at the mean year, and the mean year.
fn line(points: &[Point]) -> (f64, f64, f64) {
    let n = points.len() as f64;
    let middle = points.iter().map(|p| f64::from(p.year)).sum::<f64>() / n;
    let height = points.iter().map(|p| p.value).sum::<f64>() / n;
    let away = |p: &Point| f64::from(p.year) - middle;
    let both: f64 = points.iter().map(|p| away(p) * (p.value - height)).sum();
    let years: f64 = points.iter().map(|p| away(p).powi(2)).sum();
    (both / years, height, middle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Direction;

    fn points(list: &[(i32, f64)]) -> Vec<Point> {
        list.iter()
            .map(|(year, value)| Point {
                year: *year,
                value: *value,
            })
            .collect()
    }

    fn aim(year: i32, value: f64) -> Target {
        Target {
            milestones: points(&[(year, value)]),
            ..Target::default()
        }
    }

    /// 1, 2, 4 in 2022–2024: the line rises 1.5 a year through 7/3 at 2023, so 2026 is
    /// 7/3 + 4.5; growth doubles, so 2026 is 16. By hand.
    #[test]
    fn trend_and_growth_by_hand() {
        let (made, not) = both(
            &aim(2026, 7.0),
            &points(&[(2022, 1.0), (2023, 2.0), (2024, 4.0)]),
        );
        assert!(not.is_empty());
        let end = |i: usize| made[i].points.last().unwrap().value;
        assert!((made[0].rate - 1.5).abs() < 1e-12);
        assert!((end(0) - (7.0 / 3.0 + 4.5)).abs() < 1e-12);
        assert!((made[1].rate - 1.0).abs() < 1e-12);
        assert!((end(1) - 16.0).abs() < 1e-12);
        assert_eq!([made[0].reaches, made[1].reaches], [false, true]);
        assert_eq!(made[1].points[0].value, 4.0);
    }

    #[test]
    fn years_without_a_figure_are_no_hindrance() {
        let (made, _) = both(
            &aim(2030, 10.0),
            &points(&[(2016, 1.0), (2020, 5.0), (2024, 9.0)]),
        );
        assert!((made[0].points.last().unwrap().value - 15.0).abs() < 1e-9);
    }

    #[test]
    fn two_figures_are_not_enough() {
        let (made, not) = both(&aim(2027, 9.0), &points(&[(2023, 1.0), (2024, 2.0)]));
        assert!(made.is_empty());
        assert!(not.iter().all(|(_, why)| *why == NoForecast::TooFew));
    }

    #[test]
    fn without_a_rate_of_growth_only_the_trend_stays() {
        let down = Target {
            direction: Direction::Down,
            ..aim(2026, -3.0)
        };
        let (made, not) = both(&down, &points(&[(2022, 2.0), (2023, 1.0), (2024, 0.0)]));
        assert_eq!(made.len(), 1);
        assert!(!made[0].reaches);
        assert_eq!(not, [(ForecastKind::Growth, NoForecast::NotPositive)]);
    }

    #[test]
    fn a_target_behind_us_or_far_away_is_not_forecast() {
        let series = points(&[(2022, 1.0), (2023, 2.0), (2024, 4.0)]);
        let why = |year| both(&aim(year, 9.0), &series).1[0].1;
        assert_eq!(why(2024), NoForecast::NothingAhead);
        assert_eq!(why(2200), NoForecast::TooFar);
        assert_eq!(why(i32::MAX), NoForecast::TooFar);
        assert_eq!(
            both(&Target::default(), &series).1[0].1,
            NoForecast::NothingAhead
        );
        let wild = points(&[(2022, 1e-300), (2023, 1.0), (2024, 1e300)]);
        let far = both(&aim(2060, 9.0), &wild);
        assert_eq!(far.1, [(ForecastKind::Growth, NoForecast::TooFar)]);
    }
}
