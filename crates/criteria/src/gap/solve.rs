//! The nearest number that passes a test, and the first day that does.
//!
//! Must not know: what is tested.

use crate::dictionary::Scale;
use chrono::{NaiveDate, TimeDelta};

/// How often a distance is doubled before a direction is given up: 2⁶⁰ steps.
const DOUBLINGS: u32 = 60;
/// How far ahead time is looked for.
const MAX_DAYS: i64 = 36_525;

/// The smallest change of a field that is worth naming, in base units: one for base
/// units, a hundredth for others, a ten-thousandth for plain numbers.
pub fn step(scale: Option<&Scale>) -> f64 {
    match scale {
        None => 1e-4,
        Some(scale) if scale.is_base() && is_plain(scale) => 1e-4,
        Some(scale) if scale.is_base() => 1.0,
        Some(scale) => scale.to_base(0.01),
    }
}

fn is_plain(scale: &Scale) -> bool {
    crate::dimension::Dimension::of(&scale.dimension).is_plain()
}

/// The number nearest to a bound that lies on its side: up for 1, down for -1.
pub fn stepped(bound: f64, included: bool, sign: f64, scale: Option<&Scale>) -> f64 {
    let step = step(scale);
    let own = (bound / step).round() * step;
    let on_grid = close(own, bound);
    match (included, on_grid) {
        (true, true) => bound,
        (true, false) => away(bound, step, sign),
        (false, _) => {
            // The next step beyond the bound.
            let start = if on_grid {
                bound
            } else {
                away(bound, step, -sign)
            };
            tidy(start + sign * step, scale)
        }
    }
}

/// The next multiple of the step in a direction.
fn away(number: f64, step: f64, sign: f64) -> f64 {
    let steps = number / step;
    let whole = if sign > 0.0 {
        steps.ceil()
    } else {
        steps.floor()
    };
    whole * step
}

/// True for numbers that are the same but for binary fractions.
fn close(a: f64, b: f64) -> bool {
    julin_formula::are_close(a, b)
}

/// A number of base units without the dust of binary fractions, as the field shows it.
fn tidy(base: f64, scale: Option<&Scale>) -> f64 {
    let Some(scale) = scale else { return base };
    let own = scale.from_base(base);
    let rounded = (own * 1e6).round() / 1e6;
    if close(own, rounded) {
        scale.to_base(rounded)
    } else {
        base
    }
}

/// The nearest passing numbers above and below a start: doubling the distance until one
/// passes, then halving the interval down to a step.
pub fn nearest(start: f64, step: f64, passes: impl Fn(f64) -> bool) -> Vec<f64> {
    let grid = (start / step).round() * step;
    let mut found = Vec::new();
    for sign in [1.0, -1.0] {
        let (mut near, mut far) = (0.0, None);
        for doubling in 0..DOUBLINGS {
            let distance = f64::from(doubling).exp2();
            let number = grid + sign * distance * step;
            if sign < 0.0 && start >= 0.0 && number < 0.0 {
                (near, far) = towards_zero(grid / step, near, |steps| passes(steps * step));
                break;
            }
            if passes(number) {
                far = Some(distance);
                break;
            }
            near = distance;
        }
        let Some(mut far) = far else { continue };
        while far - near > 1.0 {
            let middle = ((near + far) / 2.0).floor();
            if middle <= near || middle >= far {
                break;
            }
            if passes(grid + sign * middle * step) {
                far = middle;
            } else {
                near = middle;
            }
        }
        found.push(dusted(grid + sign * far * step, step, &passes));
    }
    found
}

/// Below nothing there is nothing: amounts and counts do not turn negative. What is left
/// is halved until a number passes; the last tried is zero. Gives the distances from
/// `limit` steps of the last that did not pass and the first that did.
fn towards_zero(limit: f64, mut near: f64, passes: impl Fn(f64) -> bool) -> (f64, Option<f64>) {
    let mut left = ((limit - near) / 2.0).floor();
    while left >= 1.0 {
        if passes(left) {
            return (near, Some(limit - left));
        }
        near = limit - left;
        left = (left / 2.0).floor();
    }
    (near, passes(0.0).then_some(limit))
}

/// The number without the dust of binary fractions, if it passes all the same.
fn dusted(number: f64, step: f64, passes: &impl Fn(f64) -> bool) -> f64 {
    let places = if step >= 1.0 { 0 } else { 8 };
    let written: f64 = format!("{number:.places$}").parse().unwrap_or(number);
    if passes(written) { written } else { number }
}

/// The first day after one that passes, within a hundred years.
pub fn first_day(after: NaiveDate, passes: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
    let day = |days: i64| after.checked_add_signed(TimeDelta::days(days));
    let (mut near, mut far) = (0, None);
    let mut distance = 1;
    while distance <= MAX_DAYS {
        if passes(day(distance)?) {
            far = Some(distance);
            break;
        }
        near = distance;
        distance *= 2;
    }
    let mut far = far?;
    while far - near > 1 {
        let middle = near + (far - near) / 2;
        if passes(day(middle)?) {
            far = middle;
        } else {
            near = middle;
        }
    }
    day(far)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_passing_number_is_found_on_both_sides() {
        assert_eq!(nearest(100.0, 1.0, |x| x >= 131.5), [132.0]);
        assert_eq!(nearest(100.0, 1.0, |x| x <= 17.0), [17.0]);
        assert_eq!(nearest(0.0, 1.0, |x| x / 40.0 >= 0.1), [4.0]);
        assert_eq!(nearest(5.0, 1.0, |x| x == 0.0), [0.0]);
        assert!(nearest(5.0, 1.0, |x| x < 0.0).is_empty());
    }

    #[test]
    fn the_first_passing_day_is_found() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let found = first_day(day(2026, 6, 30), |on| on >= day(2028, 2, 29));
        assert_eq!(found, Some(day(2028, 2, 29)));
        assert_eq!(first_day(day(2026, 6, 30), |_| false), None);
    }
}
