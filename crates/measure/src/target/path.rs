//! The path of a target: what is wanted in each year.
//!
//! Known points are the baseline and the stated values. Between two of them:
//! linear `a + (b − a)·s`, geometric `a·(b / a)^s` with `s` the share of the time gone,
//! stated: the earlier one, until the next is due. After the last, the last; before the
//! first, nothing.
//!
//! Must not know: actual figures.

use super::{Point, Target};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the way between known points is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PathKind {
    /// The same amount every year.
    #[default]
    Linear,
    /// The same rate of growth every year; both ends above zero, else a straight line.
    Geometric,
    /// Only what is stated: each value counts until the next.
    Stated,
}

impl PathKind {
    /// The word used in packs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Geometric => "geometric",
            Self::Stated => "stated",
        }
    }
}

/// Years of a path that are drawn at most.
const MOST_YEARS: i32 = 120;

/// Baseline and stated values by year; a stated value goes before a baseline of its year.
fn known(target: &Target) -> Vec<Point> {
    let first = target.milestones.first().map(|p| p.year);
    let baseline = target
        .baseline
        .filter(|base| first.is_none_or(|year| base.year < year));
    baseline
        .into_iter()
        .chain(target.milestones.iter().copied())
        .collect()
}

/// What is wanted in a year. The milestones are in order of year.
pub fn path_at(target: &Target, year: i32) -> Option<f64> {
    if target.milestones.is_empty() {
        return None;
    }
    let known = known(target);
    let next = known.partition_point(|p| p.year <= year);
    let from = known.get(next.checked_sub(1)?)?;
    let Some(to) = known.get(next) else {
        return Some(from.value);
    };
    Some(between(target.path, *from, *to, year))
}

fn between(kind: PathKind, from: Point, to: Point, year: i32) -> f64 {
    let share =
        (f64::from(year) - f64::from(from.year)) / (f64::from(to.year) - f64::from(from.year));
    let line = from.value + (to.value - from.value) * share;
    match kind {
        PathKind::Linear => line,
        PathKind::Geometric if from.value > 0.0 && to.value > 0.0 => {
            from.value * (to.value / from.value).powf(share)
        }
        PathKind::Geometric => line,
        PathKind::Stated => from.value,
    }
}

/// The path year by year, from the first known point to the last.
pub fn years(target: &Target) -> Vec<Point> {
    let known = known(target);
    let (Some(first), Some(last)) = (known.first(), target.milestones.last()) else {
        return Vec::new();
    };
    if i64::from(last.year) - i64::from(first.year) > i64::from(MOST_YEARS) {
        return known;
    }
    let point = |year| path_at(target, year).map(|value| Point { year, value });
    (first.year..=last.year).filter_map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(path: PathKind, baseline: Option<(i32, f64)>, stated: &[(i32, f64)]) -> Target {
        let point = |(year, value): (i32, f64)| Point { year, value };
        Target {
            path,
            baseline: baseline.map(point),
            milestones: stated.iter().copied().map(point).collect(),
            ..Target::default()
        }
    }

    fn values(target: &Target) -> Vec<f64> {
        years(target)
            .iter()
            .map(|p| (p.value * 1e6).round() / 1e6)
            .collect()
    }

    #[test]
    fn a_line_adds_the_same_amount_every_year() {
        let plan = target(
            PathKind::Linear,
            Some((2024, 5.0)),
            &[(2027, 8.0), (2029, 8.5)],
        );
        assert_eq!(values(&plan), [5.0, 6.0, 7.0, 8.0, 8.25, 8.5]);
    }

    /// 100 to 800 in three years doubles every year.
    #[test]
    fn growth_multiplies_by_the_same_factor() {
        let plan = target(PathKind::Geometric, Some((2024, 100.0)), &[(2027, 800.0)]);
        assert_eq!(values(&plan), [100.0, 200.0, 400.0, 800.0]);
    }

    #[test]
    fn growth_from_zero_is_a_line() {
        let plan = target(PathKind::Geometric, Some((2024, 0.0)), &[(2026, 8.0)]);
        assert_eq!(values(&plan), [0.0, 4.0, 8.0]);
    }

    #[test]
    fn stated_values_count_until_the_next() {
        let plan = target(PathKind::Stated, None, &[(2025, 20.0), (2027, 30.0)]);
        assert_eq!(values(&plan), [20.0, 20.0, 30.0]);
    }

    #[test]
    fn before_the_first_known_point_nothing_is_wanted() {
        let plan = target(PathKind::Linear, None, &[(2027, 8.0)]);
        assert_eq!(path_at(&plan, 2026), None);
        assert_eq!(path_at(&plan, 2027), Some(8.0));
        assert_eq!(path_at(&plan, 2040), Some(8.0));
    }

    #[test]
    fn a_baseline_after_the_first_stated_value_is_not_used() {
        let plan = target(PathKind::Linear, Some((2030, 1.0)), &[(2027, 8.0)]);
        assert_eq!(values(&plan), [8.0]);
    }

    #[test]
    fn a_path_of_thousands_of_years_is_its_known_points() {
        let plan = target(PathKind::Linear, Some((1, 1.0)), &[(9999, 2.0)]);
        assert_eq!(years(&plan).len(), 2);
        let widest = target(PathKind::Linear, Some((i32::MIN, 1.0)), &[(i32::MAX, 2.0)]);
        assert_eq!(years(&widest).len(), 2);
        assert!(path_at(&widest, 0).is_some());
    }
}
