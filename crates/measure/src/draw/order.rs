//! Ranks of many draws.

use super::Lane;
use crate::rank;

/// Ranks of the first draws of a batch: by draw, then by unit; 0 where there is none.
pub(crate) fn ranks(scores: &[Lane], lanes: usize, into: &mut [u16]) {
    let units = scores.len();
    let mut column = vec![0.0; units];
    for lane in 0..lanes {
        for (to, from) in column.iter_mut().zip(scores) {
            *to = from[lane];
        }
        let ranks = rank::competition(&column);
        for (to, rank) in into[lane * units..].iter_mut().zip(ranks) {
            *to = u16::try_from(rank).unwrap_or(u16::MAX);
        }
    }
}
