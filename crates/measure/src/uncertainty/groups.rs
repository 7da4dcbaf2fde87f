//! Units that cannot be told apart.
//!
//! Going down the ranking as the framework stands, the first unit leads a tier; each next
//! one belongs to it while the leader stands above it in less than [`SURE`] of the draws.
//! The first unit that the leader surely beats leads the next tier. Compared with the
//! leader, not with its neighbour: many small doubts would otherwise chain the best to
//! the worst. Where only neighbours were counted, it is the neighbour.
//!
//! Worked example: A above B in 80 %, A above C in 97 %, B above C in 60 % of the draws:
//! A and B are one tier, C begins the next.

use super::pairs::Pairs;
use serde::{Deserialize, Serialize};

/// Share of draws from which one unit is surely above another.
pub const SURE: f64 = 0.95;

/// Units that cannot be told apart, in the order of the ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    /// Positions of the units.
    pub units: Vec<usize>,
}

/// The tiers from the top.
pub fn tiers(pairs: &Pairs, draws: u64) -> Vec<Tier> {
    let mut tiers: Vec<Tier> = Vec::new();
    for (place, unit) in pairs.order.iter().enumerate() {
        let with = tiers.last().and_then(|tier| {
            let leader = if pairs.all {
                tier.units[0]
            } else {
                pairs.order[place - 1]
            };
            let above = pairs.above(leader, *unit)?;
            (f64::from(above) < SURE * draws as f64).then_some(())
        });
        match (with, tiers.last_mut()) {
            (Some(()), Some(tier)) => tier.units.push(*unit),
            _ => tiers.push(Tier { units: vec![*unit] }),
        }
    }
    tiers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        let pairs = Pairs {
            order: vec![0, 1, 2],
            all: true,
            above: vec![0, 80, 97, 20, 0, 60, 3, 40, 0],
        };
        let units: Vec<_> = tiers(&pairs, 100)
            .into_iter()
            .map(|tier| tier.units)
            .collect();
        assert_eq!(units, [vec![0, 1], vec![2]]);
    }

    #[test]
    fn with_neighbours_only_doubts_chain() {
        let pairs = Pairs {
            order: vec![2, 0, 1],
            all: false,
            above: vec![80, 60, 0],
        };
        assert_eq!(
            tiers(&pairs, 100),
            [Tier {
                units: vec![2, 0, 1]
            }]
        );
        assert_eq!(tiers(&pairs, 60).len(), 3);
    }
}
