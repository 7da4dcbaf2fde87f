//! Closed intervals of numbers: what a test asks of a number, with every negation
//! worked out.
//!
//! An open end is the next number beyond it, so that `> 5` is `[5.0…01, ∞]`. Lists are
//! sorted and disjoint. NaN is in no interval and never an end.
//!
//! Must not know: columns, rules.

use crate::test::End;

/// From the first number to the second, both included.
pub(super) type Interval = (f64, f64);

/// Every number.
pub(super) const ALL: Interval = (f64::NEG_INFINITY, f64::INFINITY);

/// The numbers between two ends; nothing where there are none.
pub(super) fn between(low: End, high: End) -> Vec<Interval> {
    let low = match low {
        End::Open => Some(f64::NEG_INFINITY),
        End::Included(end) => Some(end),
        End::Excluded(end) => (end < f64::INFINITY).then(|| end.next_up()),
    };
    let high = match high {
        End::Open => Some(f64::INFINITY),
        End::Included(end) => Some(end),
        End::Excluded(end) => (end > f64::NEG_INFINITY).then(|| end.next_down()),
    };
    // A comparison with NaN fails, as it does in `Question::of_number`.
    match (low, high) {
        (Some(low), Some(high)) if low <= high => vec![(low, high)],
        _ => vec![],
    }
}

/// All other numbers.
pub(super) fn complement(intervals: &[Interval]) -> Vec<Interval> {
    let mut out = vec![];
    let mut next = Some(ALL.0);
    for (low, high) in intervals {
        if let Some(start) = next
            && start < *low
        {
            out.push((start, low.next_down()));
        }
        next = (*high < ALL.1).then(|| high.next_up());
    }
    out.extend(next.map(|start| (start, ALL.1)));
    out
}

/// Numbers in both.
pub(super) fn intersection(a: &[Interval], b: &[Interval]) -> Vec<Interval> {
    let (mut i, mut j, mut out) = (0, 0, vec![]);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        let (low, high) = (x.0.max(y.0), x.1.min(y.1));
        if low <= high {
            out.push((low, high));
        }
        if x.1 < y.1 {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

/// Numbers in one of them; the list may be in any order.
pub(super) fn union(mut all: Vec<Interval>) -> Vec<Interval> {
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<Interval> = vec![];
    for (low, high) in all {
        match out.last_mut() {
            Some(last) if low <= last.1.next_up() => last.1 = last.1.max(high),
            _ => out.push((low, high)),
        }
    }
    out
}

/// Whether the number lies in one of them.
#[inline(always)]
pub(super) fn holds(intervals: &[Interval], value: f64) -> bool {
    intervals
        .iter()
        .any(|(low, high)| *low <= value && value <= *high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test::Question;
    use proptest::prelude::*;

    const NUMBERS: [f64; 11] = [
        f64::NEG_INFINITY,
        f64::MIN,
        -1.0,
        -0.0,
        0.0,
        5e-324,
        1.0,
        2.0,
        f64::MAX,
        f64::INFINITY,
        f64::NAN,
    ];

    fn end() -> impl Strategy<Value = End> {
        let number = (0..NUMBERS.len()).prop_map(|at| NUMBERS[at]);
        (0..3, number).prop_map(|(kind, number)| match kind {
            0 => End::Open,
            1 => End::Included(number),
            _ => End::Excluded(number),
        })
    }

    proptest! {
        #[test]
        fn intervals_answer_as_the_question_does(
            a in (end(), end()), b in (end(), end()), at in 0..NUMBERS.len() - 1
        ) {
            let x = NUMBERS[at];
            let (one, other) = (between(a.0, a.1), between(b.0, b.1));
            let asked = |(low, high)| Question::Within { low, high }.of_number(x);
            prop_assert_eq!(holds(&one, x), asked(a));
            prop_assert_eq!(holds(&complement(&one), x), !asked(a));
            prop_assert_eq!(holds(&intersection(&one, &other), x), asked(a) && asked(b));
            let both = union(one.into_iter().chain(other).collect());
            prop_assert_eq!(holds(&both, x), asked(a) || asked(b));
            prop_assert_eq!(holds(&complement(&both), x), !(asked(a) || asked(b)));
        }
    }
}
