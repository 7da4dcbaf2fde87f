//! How needs of one kind meet offers of another, as people write it:
//! `packs/<pack>/pairs/<id>.yaml`.
//!
//! Must not know: cards.

use super::compiled::Side;
use julin_model::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What has to hold between a need and an offer, and what speaks for them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PairSpec {
    /// What such a pair is called.
    pub title: Text,
    /// What has to hold. An offer that fails one is shown with it, never left out.
    #[serde(default)]
    pub musts: Vec<MustSpec>,
    /// What speaks for an offer, or against.
    pub signs: Vec<SignSpec>,
    /// Log-odds of a wanted meeting where every sign is at its neutral point.
    #[serde(default)]
    pub base: f64,
    /// How firmly the weights written here are believed before anything was learned: the
    /// standard deviation of each.
    #[serde(default = "one")]
    pub spread: f64,
    /// The field of an offer that says whose it is.
    #[serde(default)]
    pub party: Option<String>,
    /// Where a list begins to make room for others: at most so many cards of one party
    /// among the first ten.
    #[serde(default = "three")]
    pub most_of_one_party: usize,
}

/// Something that has to hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MustSpec {
    /// Identifier.
    pub id: String,
    /// What it asks for.
    pub title: Text,
    /// The condition, in CEL syntax over `need.<field>` and `offer.<field>`.
    pub when: String,
}

/// Something that speaks for an offer, or against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignSpec {
    /// Identifier.
    pub id: String,
    /// What it says.
    pub title: Text,
    /// How like the two are.
    pub like: LikeSpec,
    /// What full likeness adds to the log-odds, over the neutral point; the cold start.
    pub weight: f64,
    /// The likeness that says nothing, between 0 and 1.
    #[serde(default = "half")]
    pub neutral: f64,
    /// Reasons of a decline that speak of this sign: what is learned from such a decline
    /// is learned about it.
    #[serde(default)]
    pub reasons: Vec<String>,
}

/// A likeness between 0 and 1 of a field of the need and one of the offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum LikeSpec {
    /// By their words: what the search gives the offer for the need's text, as a share of
    /// what it gives the need's own.
    Text {
        /// Of the need, all of them.
        need: Vec<String>,
        /// Of the offer.
        offer: Vec<TextFieldSpec>,
    },
    /// The share of the need's words that the offer has.
    Words {
        /// Of the need.
        need: String,
        /// Of the offer.
        offer: String,
    },
    /// How near their codes are in a tree (Wu and Palmer 1994): twice the depth of the
    /// lowest code above both, by the sum of their depths; of several, the nearest.
    Tree {
        /// The tree.
        tree: String,
        /// Of the need.
        need: String,
        /// Of the offer.
        offer: String,
    },
    /// Whether one leads to the other in a chain: the strongest link between their codes.
    Chain {
        /// The chain.
        chain: String,
        /// Of the need.
        need: String,
        /// Of the offer.
        offer: String,
    },
    /// 1 where the offer's number reaches the need's; less by the share of `within` it
    /// falls short.
    Reaches {
        /// Of the need.
        need: String,
        /// Of the offer.
        offer: String,
        /// In the unit of the field.
        within: f64,
    },
    /// 1 where the numbers or days are equal; less by the share of `within` between them.
    Close {
        /// Of the need.
        need: String,
        /// Of the offer.
        offer: String,
        /// In the unit of the field; days for days.
        within: f64,
    },
    /// How many partners they share: n of them are n / (n + 1).
    Shared {
        /// Of the need.
        need: String,
        /// Of the offer.
        offer: String,
    },
}

/// A field of an offer that is searched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextFieldSpec {
    /// The field.
    pub field: String,
    /// How often each of its words counts, 1 to 16.
    #[serde(default = "once")]
    pub weight: u32,
}

impl LikeSpec {
    /// The fields it reads, and of which card.
    pub fn fields(&self) -> Vec<(Side, &str)> {
        match self {
            Self::Text { need, offer } => {
                let need = need.iter().map(|field| (Side::Need, field.as_str()));
                let offer = offer.iter().map(|own| (Side::Offer, own.field.as_str()));
                need.chain(offer).collect()
            }
            Self::Words { need, offer }
            | Self::Tree { need, offer, .. }
            | Self::Chain { need, offer, .. }
            | Self::Reaches { need, offer, .. }
            | Self::Close { need, offer, .. }
            | Self::Shared { need, offer } => vec![(Side::Need, need), (Side::Offer, offer)],
        }
    }

    /// The taxonomy it goes by, if any.
    pub fn taxonomy(&self) -> Option<&str> {
        match self {
            Self::Tree { tree: own, .. } | Self::Chain { chain: own, .. } => Some(own),
            _ => None,
        }
    }
}

fn once() -> u32 {
    1
}

fn one() -> f64 {
    1.0
}

fn half() -> f64 {
    0.5
}

fn three() -> usize {
    3
}
