//! How often one unit stands above another.
//!
//! For all pairs up to [`MOST`] units; beyond, for neighbours in the ranking as the
//! framework stands. A unit with a rank stands above one without.

use serde::Serialize;

/// Units up to which all pairs are counted.
pub const MOST: usize = 2000;

/// Counts of draws in which one stands strictly above the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pairs {
    /// Units by their rank as the framework stands, best first; those without at the end.
    pub order: Vec<usize>,
    /// True when all pairs were counted.
    pub all: bool,
    /// All pairs: `[a × units + b]` draws with unit `a` above unit `b` (in the order of the
    /// figures). Otherwise: `[n]` draws with the n-th of `order` above the next.
    pub above: Vec<u32>,
}

impl Pairs {
    /// Draws in which unit `a` stands above unit `b`; `None` where it was not counted.
    pub fn above(&self, a: usize, b: usize) -> Option<u32> {
        if self.all {
            return self.above.get(a * self.order.len() + b).copied();
        }
        let place = self.order.iter().position(|unit| *unit == a)?;
        (self.order.get(place + 1) == Some(&b)).then(|| self.above[place])
    }
}

/// Units by rank, best first; those without a rank at the end, in order.
pub fn order(ranks: &[u32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..ranks.len()).collect();
    order.sort_by_key(|unit| ranks[*unit].wrapping_sub(1));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_first_and_the_unranked_last() {
        assert_eq!(order(&[3, 0, 1, 2, 0]), [2, 3, 0, 1, 4]);
    }
}
