//! How like a need and an offer are in one respect, between 0 and 1; `None` where it cannot
//! be told.
//!
//! Must not know: what a likeness is worth.

use super::spec::LikeSpec;
use crate::card::Card;
use julin_model::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What cards are set into: trees of codes and chains between them.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// By tree: the code above each code.
    pub trees: BTreeMap<String, BTreeMap<String, String>>,
    /// By chain: from one code to the next, how strongly, between 0 and 1.
    pub chains: BTreeMap<String, BTreeMap<(String, String), f64>>,
}

/// The deepest tree: a code above itself would go on for ever.
const DEEPEST: usize = 64;

/// How like the two are; `text` is what the search says of them.
pub(super) fn likeness(
    like: &LikeSpec,
    (need, offer): (&Card, &Card),
    around: &Surroundings,
    text: Option<f64>,
) -> Option<f64> {
    match like {
        LikeSpec::Text { .. } => text.map(|own| own.clamp(0.0, 1.0)),
        LikeSpec::Words { need: a, offer: b } => {
            let (wanted, had) = (words(need, a)?, words(offer, b)?);
            Some(wanted.intersection(&had).count() as f64 / wanted.len() as f64)
        }
        LikeSpec::Shared { need: a, offer: b } => {
            let shared = words(need, a)?.intersection(&words(offer, b)?).count() as f64;
            Some(shared / (shared + 1.0))
        }
        LikeSpec::Tree {
            tree,
            need: a,
            offer: b,
        } => {
            let tree = around.trees.get(tree)?;
            best(words(need, a)?, &words(offer, b)?, |a, b| near(tree, a, b))
        }
        LikeSpec::Chain {
            chain,
            need: a,
            offer: b,
        } => {
            let chain = around.chains.get(chain)?;
            let link = |a: &str, b: &str| {
                let link = chain.get(&(a.to_owned(), b.to_owned()));
                link.copied().unwrap_or(0.0).clamp(0.0, 1.0)
            };
            best(words(need, a)?, &words(offer, b)?, |a, b| {
                link(a, b).max(link(b, a))
            })
        }
        LikeSpec::Reaches {
            need: a,
            offer: b,
            within,
        } => {
            let short = measure(need.value(a)?)? - measure(offer.value(b)?)?;
            Some(falling(short.max(0.0), *within))
        }
        LikeSpec::Close {
            need: a,
            offer: b,
            within,
        } => {
            let between = measure(need.value(a)?)? - measure(offer.value(b)?)?;
            Some(falling(between.abs(), *within))
        }
    }
}

fn falling(distance: f64, within: f64) -> f64 {
    match distance <= 0.0 {
        true => 1.0,
        false => (1.0 - distance / within).max(0.0),
    }
}

/// A number, or a day as one.
fn measure(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Date(day) => Some(f64::from(chrono::Datelike::num_days_from_ce(day))),
        _ => None,
    }
}

fn words<'c>(card: &'c Card, field: &str) -> Option<BTreeSet<&'c str>> {
    let words: BTreeSet<&str> = card.words(field).collect();
    (!words.is_empty()).then_some(words)
}

fn best(
    wanted: BTreeSet<&str>,
    had: &BTreeSet<&str>,
    like: impl Fn(&str, &str) -> f64,
) -> Option<f64> {
    let pairs = wanted.iter().flat_map(|a| had.iter().map(move |b| (a, b)));
    pairs.map(|(a, b)| like(a, b)).reduce(f64::max)
}

/// How near two codes are: 1 for the same, 0 for codes with nothing above both.
fn near(tree: &BTreeMap<String, String>, a: &str, b: &str) -> f64 {
    let (above_a, above_b) = (line(tree, a), line(tree, b));
    let of_b: BTreeMap<&str, usize> = above_b.iter().enumerate().map(|(i, c)| (*c, i)).collect();
    let meeting = above_a
        .iter()
        .enumerate()
        .find_map(|(i, code)| of_b.get(code).map(|j| (i, *j)));
    // The depth of a code is how many stand on the way to the top, itself with them.
    meeting.map_or(0.0, |(i, j)| {
        let depth = above_a.len() - i;
        2.0 * depth as f64 / (depth + i + depth + j) as f64
    })
}

/// A code and all above it, upwards.
fn line<'t>(tree: &'t BTreeMap<String, String>, code: &'t str) -> Vec<&'t str> {
    let up = |code: &&'t str| tree.get(*code).map(String::as_str);
    std::iter::successors(Some(code), up)
        .take(DEEPEST)
        .collect()
}
