//! Where one member stands among the answers of a group.
//!
//! Rank: one more than the number of better answers, ties within
//! [`TIE`](crate::rank::TIE). Percentile rank: share of answers below, ties counted half,
//! the member's own among them, `(below + equal / 2) / n`.
//!
//! Must not know: whether the group may be shown; the caller asks only where it is.

use crate::rank::TIE;
use crate::spec::Direction;

/// One member's place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Own answer.
    pub value: f64,
    /// Place from the better end.
    pub rank: usize,
    /// Answers in the group, the own among them.
    pub of: usize,
    /// Share of answers it is better than, ties counted half, 0 to 1.
    pub percentile: f64,
}

/// The place of `own` among `others`, which do not hold it.
pub fn position(own: f64, others: &[f64], direction: Direction) -> Position {
    let near = |a: f64, b: f64| (a - b).abs() <= TIE * a.abs().max(b.abs()).max(1.0);
    let better = |other: f64| match direction {
        Direction::Up => other > own,
        Direction::Down => other < own,
    };
    let equal = others.iter().filter(|other| near(**other, own)).count();
    let ahead = others
        .iter()
        .filter(|other| !near(**other, own) && better(**other))
        .count();
    let of = others.len() + 1;
    let behind = others.len() - equal - ahead;
    Position {
        value: own,
        rank: ahead + 1,
        of,
        percentile: (behind as f64 + (equal + 1) as f64 / 2.0) / of as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 30 among 10 20 30 40 50: third of five, 2.5 of 5 below it. By hand.
    #[test]
    fn the_middle_one_is_at_the_middle() {
        let place = position(30.0, &[10.0, 20.0, 40.0, 50.0], Direction::Up);
        assert_eq!((place.rank, place.of, place.percentile), (3, 5, 0.5));
    }

    #[test]
    fn where_less_is_better_the_smallest_is_first() {
        let place = position(10.0, &[20.0, 40.0, 50.0], Direction::Down);
        assert_eq!((place.rank, place.percentile), (1, 0.875));
    }

    #[test]
    fn equal_answers_share_a_place() {
        let place = position(0.1 + 0.2, &[0.3, 0.3, 1.0], Direction::Up);
        assert_eq!((place.rank, place.of, place.percentile), (2, 4, 0.375));
    }

    #[test]
    fn alone_is_first_of_one() {
        let place = position(5.0, &[], Direction::Up);
        assert_eq!((place.rank, place.of, place.percentile), (1, 1, 0.5));
    }
}
