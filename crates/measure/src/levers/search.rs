//! The search for a cheap plan: steps by margin for cost, the last one cut to measure,
//! then every lever of the plan tried without.

use super::Goal;
use crate::framework::NodeId;
use crate::rank;
use crate::rescore::Rescorer;
use crate::what_if::Standing;

/// Parts of a lever's room that are tried as one step.
const STEPS: [f64; 4] = [1.0, 0.25, 1.0 / 16.0, 1.0 / 64.0];
/// Halvings when a step is cut to measure.
const HALVINGS: usize = 60;
/// Steps after which all gains are computed anew.
const REFRESH: usize = 8;
/// Levers that are all computed anew after each step.
const FEW: usize = 12;
/// Parts of a lever that are taken back to see whether others do the same for less.
const LESS: [f64; 3] = [1.0, 0.25, 1.0 / 16.0];
/// Scorings after which a plan is no longer improved.
const ENOUGH: usize = 2000;
/// Ratios this close are one: the longer step goes first.
const CLOSE: f64 = 1.0 - 1e-9;

/// A lever of the unit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Move {
    pub(super) node: NodeId,
    pub(super) from: f64,
    pub(super) bound: f64,
    /// 1 where more is better, −1 where less is.
    pub(super) sign: f64,
    /// How far it may move.
    pub(super) room: f64,
    pub(super) deviation: f64,
    /// For one unit of change.
    pub(super) cost: f64,
}

impl Move {
    /// The value after a move; never beyond the bound.
    pub(super) fn at(&self, distance: f64) -> f64 {
        if distance >= self.room {
            return self.bound;
        }
        let (low, high) = (self.from.min(self.bound), self.from.max(self.bound));
        (self.from + self.sign * distance).clamp(low, high)
    }
}

/// The best step of one lever as last seen.
#[derive(Debug, Clone, Copy)]
struct Offer {
    ratio: f64,
    to: f64,
    margin: f64,
    fresh: bool,
}

/// A search under way.
pub(super) struct Search<'a> {
    rescorer: Rescorer<'a>,
    unit: usize,
    wanted: Goal,
    moves: Vec<Move>,
    at: Vec<f64>,
    tried: usize,
    /// How far below the score to match still counts as matching.
    slack: f64,
}

impl<'a> Search<'a> {
    pub(super) fn new(rescorer: Rescorer<'a>, unit: usize, wanted: Goal, moves: Vec<Move>) -> Self {
        Self {
            rescorer,
            unit,
            wanted,
            at: vec![0.0; moves.len()],
            moves,
            tried: 0,
            slack: 0.0,
        }
    }

    /// Finds a plan; with none, leaves all levers at their bounds.
    ///
    /// Scores within the tolerance of ties share a rank, but not along a chain: where a
    /// plan rests on the tolerance and fails, it is made again without.
    pub(super) fn run(&mut self) -> bool {
        for slack in [rank::TIE / 4.0, 0.0] {
            self.slack = slack;
            (0..self.moves.len()).for_each(|lever| self.put(lever, 0.0));
            if !self.reach() {
                return self.holds();
            }
            self.trim();
            self.improve();
            if self.holds() {
                return true;
            }
        }
        false
    }

    /// The full pipeline has the last word.
    fn holds(&self) -> bool {
        self.wanted.is_met(self.standing())
    }

    fn reach(&mut self) -> bool {
        let open = vec![true; self.moves.len()];
        if self.climb(&open) {
            return true;
        }
        for lever in 0..self.moves.len() {
            self.put(lever, self.moves[lever].room);
        }
        self.margin() >= 0.0
    }

    pub(super) fn standing(&self) -> Standing {
        Standing::of(&self.rescorer.outcome(), self.unit)
    }

    pub(super) fn cost(&self) -> f64 {
        self.moved()
            .map(|(lever, distance)| lever.cost * distance)
            .sum()
    }

    /// Levers that move, and how far.
    pub(super) fn moved(&self) -> impl Iterator<Item = (&Move, f64)> {
        let both = self.moves.iter().zip(self.at.iter().copied());
        both.filter(|(_, distance)| *distance > 0.0)
    }

    fn put(&mut self, lever: usize, distance: f64) {
        self.at[lever] = distance;
        let one = &self.moves[lever];
        self.rescorer.set(self.unit, one.node, one.at(distance));
    }

    /// The unit's score less the score it has to match; infinite where there is none.
    fn margin(&mut self) -> f64 {
        self.tried += 1;
        let scores = self.rescorer.index();
        let own = scores[self.unit];
        if own.is_nan() {
            return f64::NEG_INFINITY;
        }
        let wanted = match self.wanted {
            Goal::Rank(wanted) => wanted as usize,
            Goal::Score(wanted) => return own - wanted + self.slack,
        };
        let others = scores
            .iter()
            .enumerate()
            .filter(|(unit, score)| *unit != self.unit && !score.is_nan());
        let mut others: Vec<f64> = others.map(|(_, score)| *score).collect();
        if others.len() < wanted {
            return f64::INFINITY;
        }
        let (_, match_to, _) = others.select_nth_unstable_by(wanted - 1, |a, b| b.total_cmp(a));
        own - *match_to + self.slack
    }

    fn margin_at(&mut self, lever: usize, distance: f64) -> f64 {
        let now = self.at[lever];
        self.put(lever, distance);
        let margin = self.margin();
        self.put(lever, now);
        margin
    }

    /// Moves levers until the rank is reached.
    fn climb(&mut self, open: &[bool]) -> bool {
        let mut margin = self.margin();
        let mut offers: Vec<Option<Offer>> = vec![None; self.moves.len()];
        let mut steps = 0;
        self.refresh(&mut offers, open, margin);
        while margin < 0.0 {
            let Some((lever, offer)) = self.next(&mut offers, margin) else {
                // Gains may have come up where there were none.
                self.refresh(&mut offers, open, margin);
                if offers.iter().flatten().all(|offer| offer.ratio <= 0.0) {
                    return false;
                }
                continue;
            };
            if offer.margin >= 0.0 {
                self.cut(lever, self.at[lever], offer.to);
                return true;
            }
            self.put(lever, offer.to);
            margin = offer.margin;
            offers
                .iter_mut()
                .flatten()
                .for_each(|offer| offer.fresh = false);
            offers[lever] = self.offer(lever, margin);
            steps += 1;
            if steps % REFRESH == 0 || self.moves.len() <= FEW {
                self.refresh(&mut offers, open, margin);
            }
        }
        true
    }

    fn refresh(&mut self, offers: &mut [Option<Offer>], open: &[bool], margin: f64) {
        for (lever, offer) in offers.iter_mut().enumerate() {
            *offer = if open[lever] {
                self.offer(lever, margin)
            } else {
                None
            };
        }
    }

    /// The lever with the best offer, computed anew until the best is up to date.
    fn next(&mut self, offers: &mut [Option<Offer>], margin: f64) -> Option<(usize, Offer)> {
        loop {
            let known = offers.iter().enumerate();
            let known = known.filter_map(|(lever, offer)| Some((lever, (*offer)?)));
            // The first of equals, so that a plan does not depend on how they are compared.
            let best = known.reduce(|a, b| if b.1.ratio > a.1.ratio { b } else { a });
            let (lever, offer) = best.filter(|(_, offer)| offer.ratio > 0.0)?;
            if offer.fresh {
                return Some((lever, offer));
            }
            offers[lever] = self.offer(lever, margin);
        }
    }

    /// The best step of a lever: the most margin for its cost.
    fn offer(&mut self, lever: usize, margin: f64) -> Option<Offer> {
        let (now, room, cost) = (
            self.at[lever],
            self.moves[lever].room,
            self.moves[lever].cost,
        );
        if now >= room {
            return None;
        }
        let mut best: Option<Offer> = None;
        for part in STEPS {
            let to = (now + room * part).min(room);
            let after = self.margin_at(lever, to);
            let ratio = (after - margin) / ((to - now) * cost);
            if best.is_none_or(|best| ratio * CLOSE > best.ratio) {
                best = Some(Offer {
                    ratio,
                    to,
                    margin: after,
                    fresh: true,
                });
            }
        }
        best
    }

    /// The shortest move of a lever between one that fails and one that reaches.
    fn cut(&mut self, lever: usize, fails: f64, reaches: f64) {
        let (mut fails, mut reaches) = (fails, reaches);
        for _ in 0..HALVINGS {
            let middle = fails + (reaches - fails) / 2.0;
            if middle <= fails || middle >= reaches {
                break;
            }
            if self.margin_at(lever, middle) >= 0.0 {
                reaches = middle;
            } else {
                fails = middle;
            }
        }
        self.put(lever, reaches);
    }

    /// Takes back what is not needed, the dearest lever first.
    fn trim(&mut self) {
        let mut order: Vec<usize> = (0..self.moves.len()).collect();
        let spent = |lever: &usize| self.moves[*lever].cost * self.at[*lever];
        order.sort_by(|a, b| spent(b).total_cmp(&spent(a)));
        for lever in order {
            if self.at[lever] <= 0.0 {
                continue;
            }
            let now = self.at[lever];
            if self.margin_at(lever, 0.0) >= 0.0 {
                self.put(lever, 0.0);
            } else if self.margin_at(lever, now * (1.0 - 1e-6)) >= 0.0 {
                self.cut(lever, 0.0, now);
            }
        }
    }

    /// Tries the plan with less of each of its levers, or none; keeps what is cheaper.
    fn improve(&mut self) {
        let mut parts = LESS.iter();
        while let Some(part) = parts.next() {
            let before = self.cost();
            for lever in 0..self.moves.len() {
                if self.at[lever] > 0.0 {
                    self.exchange(lever, *part);
                }
                if self.tried > ENOUGH {
                    return;
                }
            }
            if self.cost() < before * CLOSE {
                parts = LESS.iter();
            }
        }
    }

    /// Takes a part of one lever back and lets the others make up for it.
    fn exchange(&mut self, lever: usize, part: f64) {
        let (kept, cost) = (self.at.clone(), self.cost());
        let mut open = vec![true; self.moves.len()];
        open[lever] = false;
        self.put(lever, self.at[lever] * (1.0 - part));
        let reached = self.climb(&open);
        if reached {
            self.trim();
        }
        if !reached || self.cost() >= cost * CLOSE {
            for (lever, distance) in kept.into_iter().enumerate() {
                self.put(lever, distance);
            }
        }
    }
}
