//! Sharing out the difference of one group's score among what differs: Shapley values.
//!
//! The players are the children (each with its score or without), the weights, and the
//! way the score is made. With up to [`EXACT`] players that differ the mean is taken over
//! all orders, through all 2ⁿ combinations. With more it is taken over all rotations of
//! the order of the framework and of its reverse: every player has every place equally
//! often, and comes before every other as often as after it. Both add up exactly; for
//! arithmetic means both are the same.
//!
//! Source: J. Castro, D. Gómez and J. Tejada, "Polynomial calculation of the Shapley
//! value based on sampling", *Computers & Operations Research* 36 (2009), for the mean
//! over some orders.

use crate::aggregate::{self, Child, Weight};
use crate::recipe::Aggregate;

/// Most players for whom all combinations are gone through.
const EXACT: usize = 10;
/// Most rotations of an order.
const ROTATIONS: usize = 48;

/// One child, before and after: weight, and score facing up (NaN where there is none).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Member {
    pub(super) weights: [f64; 2],
    pub(super) scores: [f64; 2],
}

impl Member {
    fn differs(&self) -> bool {
        self.scores[0].to_bits() != self.scores[1].to_bits()
            && !(self.scores[0].is_nan() && self.scores[1].is_nan())
    }

    /// Has a score on one side only.
    pub(super) fn is_gap(&self) -> bool {
        self.scores[0].is_nan() != self.scores[1].is_nan()
    }
}

/// A group before and after.
#[derive(Debug, Clone)]
pub(super) struct Game<'a> {
    pub(super) members: Vec<Member>,
    pub(super) settings: [&'a Aggregate; 2],
    /// Children that have a score on one side only come and go together.
    pub(super) joint: bool,
}

/// What differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Player {
    Member(usize),
    Gaps,
    Weights,
    Setting,
}

/// What each difference adds; sums to the difference of the group's score.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Shares {
    pub(super) members: Vec<f64>,
    /// All gaps at once, where they were taken together.
    pub(super) gaps: f64,
    pub(super) weights: f64,
    pub(super) setting: f64,
}

impl Game<'_> {
    /// The score before and after; NaN where the way gives none.
    pub(super) fn ends(&self) -> [f64; 2] {
        let players = self.players();
        let values = self.values(
            &players,
            &[vec![false; players.len()], vec![true; players.len()]],
        );
        [values[0], values[1]]
    }

    /// Shapley values; `None` where a combination on the way has no score.
    pub(super) fn shares(&self) -> Option<Shares> {
        let players = self.players();
        let added = if players.len() <= EXACT {
            self.all_orders(&players)?
        } else {
            self.rotations(&players)?
        };
        let mut shares = Shares {
            members: vec![0.0; self.members.len()],
            ..Shares::default()
        };
        for (player, added) in players.iter().zip(added) {
            match player {
                Player::Member(at) => shares.members[*at] = added,
                Player::Gaps => shares.gaps = added,
                Player::Weights => shares.weights = added,
                Player::Setting => shares.setting = added,
            }
        }
        Some(shares)
    }

    /// What one point of a child adds, for a child whose score hardly differs: the
    /// Shapley value of a small symmetric difference about its score.
    pub(super) fn slope(&self, member: usize, step: f64) -> Option<f64> {
        let [a, b] = self.members[member].scores;
        let middle = a + (b - a) / 2.0;
        let about = |low: f64, high: f64| {
            let mut game = self.clone();
            game.members[member].scores = [low, high];
            Some(game.shares()?.members[member] / (high - low))
        };
        about(middle - step, middle + step).or_else(|| about(middle, middle + step))
    }

    fn players(&self) -> Vec<Player> {
        let taken = |member: &Member| member.differs() && !(self.joint && member.is_gap());
        let members = self.members.iter().enumerate();
        let mut players: Vec<_> = members
            .filter(|(_, member)| taken(member))
            .map(|(at, _)| Player::Member(at))
            .collect();
        let any = |is: fn(&Member) -> bool| self.members.iter().any(is);
        let more = [
            (self.joint && any(Member::is_gap), Player::Gaps),
            (
                any(|m| m.weights[0].to_bits() != m.weights[1].to_bits()),
                Player::Weights,
            ),
            (self.settings[0] != self.settings[1], Player::Setting),
        ];
        players.extend(
            more.into_iter()
                .filter(|(is, _)| *is)
                .map(|(_, player)| player),
        );
        players
    }

    /// Scores of combinations: for each, which players are as after.
    fn values(&self, players: &[Player], combinations: &[Vec<bool>]) -> Vec<f64> {
        let on = |row: &[bool], wanted: Player| {
            let place = players.iter().position(|player| *player == wanted);
            place.is_some_and(|place| row[place])
        };
        let rows: Vec<[bool; 3]> = combinations
            .iter()
            .map(|row| [Player::Gaps, Player::Weights, Player::Setting].map(|one| on(row, one)))
            .collect();
        let columns: Vec<[Vec<f64>; 2]> = self
            .members
            .iter()
            .enumerate()
            .map(|(at, member)| {
                let place = players.iter().position(|one| *one == Player::Member(at));
                let joint = self.joint && member.is_gap();
                let cells = combinations.iter().zip(&rows);
                let (scores, weights) = cells
                    .map(|(row, [gaps, weights, _])| {
                        let moved = place.is_some_and(|place| row[place]) || (joint && *gaps);
                        (
                            member.scores[usize::from(moved)],
                            member.weights[usize::from(*weights)],
                        )
                    })
                    .unzip();
                [scores, weights]
            })
            .collect();
        let children: Vec<Child<'_>> = columns
            .iter()
            .map(|[scores, weights]| Child {
                weight: Weight::Own(weights),
                scores,
            })
            .collect();
        let made = |setting| aggregate::scores(setting, combinations.len(), &children).scores;
        let before = made(self.settings[0]);
        if self.settings[0] == self.settings[1] {
            return before;
        }
        let after = made(self.settings[1]);
        let cells = before.into_iter().zip(after).zip(rows);
        cells
            .map(|((before, after), [.., setting])| if setting { after } else { before })
            .collect()
    }

    fn all_orders(&self, players: &[Player]) -> Option<Vec<f64>> {
        let count = players.len();
        let combinations: Vec<Vec<bool>> = (0..1_usize << count)
            .map(|set| (0..count).map(|player| set >> player & 1 == 1).collect())
            .collect();
        let values = self.values(players, &combinations);
        if values.iter().any(|value| value.is_nan()) {
            return None;
        }
        // Share of all orders in which exactly a given set of this size comes first.
        let mut share = vec![1.0; count.max(1)];
        for size in 0..count {
            let (n, s) = (count as f64, size as f64);
            share[size] = if size == 0 {
                1.0 / n
            } else {
                share[size - 1] * s / (n - s)
            };
        }
        let added = |player: usize| -> f64 {
            let without = (0..values.len()).filter(|set| set >> player & 1 == 0);
            without
                .map(|set| {
                    share[set.count_ones() as usize] * (values[set | 1 << player] - values[set])
                })
                .sum()
        };
        Some((0..count).map(added).collect())
    }

    fn rotations(&self, players: &[Player]) -> Option<Vec<f64>> {
        let count = players.len();
        let stride = count.div_ceil(ROTATIONS);
        let starts: Vec<usize> = (0..count).step_by(stride).collect();
        let mut added = vec![0.0; count];
        for start in &starts {
            let order: Vec<usize> = (0..count).map(|place| (start + place) % count).collect();
            let back = order.iter().rev().copied().collect();
            for order in [order, back] {
                let mut row = vec![false; count];
                let mut combinations = vec![row.clone()];
                for player in &order {
                    row[*player] = true;
                    combinations.push(row.clone());
                }
                let values = self.values(players, &combinations);
                if values.iter().any(|value| value.is_nan()) {
                    return None;
                }
                for (place, player) in order.iter().enumerate() {
                    added[*player] += values[place + 1] - values[place];
                }
            }
        }
        let orders = 2.0 * starts.len() as f64;
        Some(added.into_iter().map(|sum| sum / orders).collect())
    }
}
