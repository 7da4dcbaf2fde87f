//! Winsorising: the most extreme value is set to the next one, again and again until the
//! column passes or the points are used up. The high end is worked on while the skewness
//! is zero or more, the low end while it is below.
//!
//! Values tied at the end go together, and count each; a step that would need more points
//! than are left is not taken.
//!
//! Source: JRC, *10-Step Pocket Guide* (2019), step 3; the rule for the end as in W.
//! Becker et al., "COINr" (2022), function `winsorise`.
//!
//! Worked example: 1, 2, …, 10, 30, 100. The 100 becomes 30; that passes.

use super::Made;
use crate::statistics::skewness;

/// Brings in at most `most` points.
pub fn winsorise(values: &[f64], most: Option<u32>, passes: impl Fn(&[f64]) -> bool) -> Made {
    let mut values = values.to_vec();
    let mut moved = vec![false; values.len()];
    let count = |moved: &[bool]| moved.iter().filter(|one| **one).count();
    while !passes(&values) {
        let high = skewness(&values).is_none_or(|skew| skew >= 0.0);
        let Some((end, next)) = end_and_next(&values, high) else {
            break;
        };
        let mut tried = moved.clone();
        for (one, x) in tried.iter_mut().zip(&values) {
            *one |= *x == end;
        }
        if most.is_some_and(|most| count(&tried) > most as usize) {
            break;
        }
        moved = tried;
        for x in values.iter_mut().filter(|x| **x == end) {
            *x = next;
        }
    }
    Made {
        points: count(&moved),
        values,
        lambda: None,
    }
}

/// The most extreme value and the one next to it.
fn end_and_next(values: &[f64], high: bool) -> Option<(f64, f64)> {
    let further = |a: f64, b: f64| if high { a.max(b) } else { a.min(b) };
    let present = || values.iter().copied().filter(|x| !x.is_nan());
    let end = present().reduce(further)?;
    let next = present().filter(|x| *x != end).reduce(further)?;
    Some((end, next))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::Treat;
    use crate::treat::Shape;

    fn usual(values: &[f64]) -> bool {
        Shape::of(values).passes(&Treat::default())
    }

    #[test]
    fn the_worked_example() {
        let values: Vec<f64> = (1..=10).map(f64::from).chain([30.0, 100.0]).collect();
        let made = winsorise(&values, Some(5), usual);
        assert_eq!((made.values[11], made.points), (30.0, 1));
        assert_eq!(made.values[..11], values[..11]);
    }

    #[test]
    fn low_outliers_are_brought_up() {
        let values: Vec<f64> = (1..=10)
            .map(|x| -f64::from(x))
            .chain([-30.0, -100.0])
            .collect();
        let made = winsorise(&values, Some(5), usual);
        assert_eq!((made.values[11], made.points), (-30.0, 1));
    }

    #[test]
    fn values_tied_at_the_end_go_together_or_not_at_all() {
        let values = [1.0, 2.0, 3.0, 9.0, 9.0];
        let never = |_: &[f64]| false;
        assert_eq!(winsorise(&values, Some(1), never).points, 0);
        let two = winsorise(&values, Some(2), never);
        assert_eq!(two.values, [1.0, 2.0, 3.0, 3.0, 3.0]);
        // Without a limit it ends where all are one value.
        let all = winsorise(&values, None, never);
        assert!(all.values.iter().all(|x| *x == all.values[0]));
    }
}
