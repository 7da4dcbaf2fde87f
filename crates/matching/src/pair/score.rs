//! One need and one offer: what stands between them, what speaks for them, and how likely
//! a meeting is wanted. The parts shown add up to the score.
//!
//! Must not know: other offers.

use super::compiled::{Pairing, Side};
use super::like::{Surroundings, likeness};
use super::weights::Weights;
use crate::card::Card;
use julin_formula::Need;
use julin_formula::single::Scope;
use julin_model::Value;
use serde::Serialize;

/// What was found about an offer for a need.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Match {
    /// The offer.
    pub offer: String,
    /// Musts that fail or cannot be told, in the order of the specification.
    pub musts: Vec<Blocker>,
    /// Log-odds where all signs are neutral.
    pub base: f64,
    /// What each sign adds, in the order of the specification.
    pub parts: Vec<Part>,
    /// Log-odds of a wanted meeting: the base and all parts.
    pub score: f64,
    /// The chance of a wanted meeting, were nothing in the way.
    pub chance: f64,
    /// Where the chance lies in 95 of 100 cases, as far as the weights are sure.
    pub between: (f64, f64),
}

/// A must that fails or cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Blocker {
    /// The must.
    pub id: String,
    /// It fails; otherwise it cannot be told.
    pub fails: bool,
    /// Fields it reads nobody knows, as `need.<field>` and `offer.<field>`.
    pub ask: Vec<String>,
}

/// What one sign adds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// The sign.
    pub id: String,
    /// The likeness; `None` where it cannot be told.
    pub like: Option<f64>,
    /// The likeness over the neutral point; none adds nothing.
    pub over: f64,
    /// What the sign is worth.
    pub weight: f64,
    /// What it adds to the score.
    pub adds: f64,
}

impl Match {
    /// Something is in the way.
    pub fn is_blocked(&self) -> bool {
        self.musts.iter().any(|must| must.fails)
    }
}

/// The chance of log-odds.
pub(super) fn chance(score: f64) -> f64 {
    1.0 / (1.0 + (-score).exp())
}

/// Standard deviations about the mean that hold 95 of 100 cases.
const NINETY_FIVE: f64 = 1.959_963_984_540_054;

impl Pairing {
    /// What an offer is to a need; `text` is how like the search finds their texts.
    pub fn score(
        &self,
        (need, offer): (&Card, &Card),
        around: &Surroundings,
        weights: &Weights,
        text: Option<f64>,
    ) -> Match {
        let signs = self.spec.signs.iter().zip(&weights.values[1..]);
        let parts: Vec<Part> = signs
            .map(|(sign, weight)| {
                let like = likeness(&sign.like, (need, offer), around, text);
                let over = like.map_or(0.0, |like| like - sign.neutral);
                Part {
                    id: sign.id.clone(),
                    like,
                    over,
                    weight: *weight,
                    adds: weight * over,
                }
            })
            .collect();
        let base = weights.values[0];
        let score = parts.iter().fold(base, |sum, part| sum + part.adds);
        let unsure = NINETY_FIVE * weights.unsure_of(&parts);
        Match {
            offer: offer.id.clone(),
            musts: self.blockers(need, offer),
            base,
            parts,
            score,
            chance: chance(score),
            between: (chance(score - unsure), chance(score + unsure)),
        }
    }

    fn blockers(&self, need: &Card, offer: &Card) -> Vec<Blocker> {
        let both = Both { need, offer };
        let musts = self.spec.musts.iter().zip(&self.musts);
        let blocker = musts.filter_map(|(must, formula)| {
            let fails = match formula.evaluate(&both).value {
                Some(Value::Flag(true)) => return None,
                Some(_) => true,
                None => false,
            };
            let unknown = |read: &&Need| both.value(read).is_none() && both.set(read).is_none();
            let ask = formula.needs().iter().filter(unknown);
            Some(Blocker {
                id: must.id.clone(),
                fails,
                ask: ask.map(|read| read.field.clone()).collect(),
            })
        });
        blocker.collect()
    }
}

/// Both cards, as a condition reads them.
struct Both<'c> {
    need: &'c Card,
    offer: &'c Card,
}

impl Both<'_> {
    fn values(&self, need: &Need) -> &[Value] {
        match Side::of(&need.field) {
            Some((Side::Need, field)) => self.need.values(field),
            Some((Side::Offer, field)) => self.offer.values(field),
            None => &[],
        }
    }
}

impl Scope for Both<'_> {
    fn value(&self, need: &Need) -> Option<Value> {
        match self.values(need) {
            [one] => Some(one.clone()),
            _ => None,
        }
    }

    fn set(&self, need: &Need) -> Option<Vec<String>> {
        let words = self.values(need).iter().filter_map(|value| match value {
            Value::Word(word) => Some(word.clone()),
            _ => None,
        });
        let words: Vec<String> = words.collect();
        (!words.is_empty()).then_some(words)
    }

    fn close_is_equal(&self) -> bool {
        true
    }
}
