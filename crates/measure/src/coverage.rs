//! Coverage: how much of the weight has data, and how much of it a score rests on.
//!
//! For one unit, with weights *w* of all children of a group, present or not:
//! - *coverage* of an indicator is 1 with a value and 0 without; of a group it is
//!   `Σ w_c · coverage_c / Σ w_c`: the share of the weight that has data.
//! - *used* is the same, with 0 for a child that has no score: the share of the weight
//!   the score rests on. Both differ only where a group below was left out.
//!
//! A group has a score when `used ≥ minimum_coverage` and at least one child has a
//! score. So a score shown rests on at least that share of its weight, all the way down.
//!
//! Source: OECD and JRC, *Handbook on Constructing Composite Indicators* (2008), step 3,
//! "Imputation of missing data", on deleting cases whose data are too few; the
//! threshold on the share present follows common practice of index builders.
//!
//! Worked example: two groups of equal weight, minimum 0.5. The first has data for 60 %
//! of its weight, the second for 40 %. The second gets no score. The index has coverage
//! 0.5 but rests on 0.3: no score.

/// A share this much below the minimum still counts as reaching it: sums of thirds.
const SLACK: f64 = 1e-12;

/// True when a score may be given.
pub fn suffices(used: f64, minimum: f64) -> bool {
    used > 0.0 && used >= minimum - SLACK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        assert!(suffices(0.6, 0.5) && !suffices(0.4, 0.5));
        assert!(!suffices((0.6 + 0.0) / 2.0, 0.5));
    }

    #[test]
    fn three_thirds_are_a_whole_but_nothing_is_never_enough() {
        let third = 1.0 / 3.0;
        assert!(suffices(third + third + third - 1e-16, 1.0));
        assert!(!suffices(0.0, 0.0));
        assert!(!suffices(f64::NAN, 0.0));
    }
}
