//! Ranks: standard competition ranking, "1 2 2 4".
//!
//! The highest score has rank 1; a unit's rank is one more than the number of units
//! better than it. Ranks come from unrounded scores. Scores within [`TIE`] of the best
//! of their group share its rank, so that the noise of floating point never decides.
//! Units without a score have no rank.
//!
//! Source: standard competition ranking, as league tables and statistics offices use it
//! (the same as `RANK.EQ` of spreadsheets); the tolerance is ours.
//!
//! Worked example: 90, 70, 80, 80 have ranks 1, 4, 2, 2.

/// Scores that differ by no more than this are one score.
pub const TIE: f64 = 1e-10;

/// Ranks of scores, in their order; 0 where the score is NaN.
pub fn competition(scores: &[f64]) -> Vec<u32> {
    // Pairs sort faster than positions compared by what they point at, and every node is
    // ranked.
    let present = scores
        .iter()
        .enumerate()
        .filter(|(_, score)| !score.is_nan());
    let mut order: Vec<(f64, usize)> = present.map(|(at, score)| (*score, at)).collect();
    order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let mut ranks = vec![0; scores.len()];
    let (mut best, mut rank) = (f64::INFINITY, 0);
    for (place, (score, at)) in order.into_iter().enumerate() {
        if best - score > TIE {
            best = score;
            rank = u32::try_from(place + 1).unwrap_or(u32::MAX);
        }
        ranks[at] = rank;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        assert_eq!(competition(&[90.0, 70.0, 80.0, 80.0]), [1, 4, 2, 2]);
    }

    #[test]
    fn noise_decides_nothing_and_ties_do_not_drift() {
        assert_eq!(competition(&[0.3, 0.1 + 0.2, f64::NAN]), [1, 1, 0]);
        // Each within the tolerance of its neighbour, the last not of the first.
        let drift = [3.0, 3.0 - 0.8e-10, 3.0 - 1.6e-10];
        assert_eq!(competition(&drift), [1, 1, 3]);
    }

    #[test]
    fn nothing_to_rank_is_no_ranks() {
        assert_eq!(competition(&[]), [] as [u32; 0]);
        assert_eq!(competition(&[f64::NAN, 5.0]), [0, 1]);
    }
}
