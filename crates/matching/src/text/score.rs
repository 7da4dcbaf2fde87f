//! What a match is worth: BM25F, in whole numbers.
//!
//! `weight × idf × tf (k1 + 1) / (tf + k1 (1 − b + b length / mean length))` with
//! `idf = ln(1 + (N − n + ½) / (n + ½))` (Robertson, Zaragoza: The Probabilistic Relevance
//! Framework, 2009). `tf` and `length` are weighted by field before anything is bent
//! (see `schema`). Lengths are kept in one byte, rounded down, some 10 % apart.
//!
//! A worth is a whole number of billionths, so a sum is the same in any order of cards,
//! segments and terms, and the parts shown are the parts that were added.
//!
//! Must not know: indexes, what a term is.

use super::fold::is_ideograph;
use super::query::Kind;

/// How soon further mentions stop to count.
const K1: f64 = 1.2;
/// How much long cards are held back.
const B: f64 = 0.75;
/// What the worth of one thing is counted in.
const UNITS: f64 = 1e9;
/// Greatest weight of a term: how often a query repeats it.
const HEAVIEST: f64 = 100.0;

/// How much a word of a dictionary counts beside the pairs of its characters. On abstracts
/// found by their titles, either alone is worse than both, and anything from 0.3 to 0.7 as
/// good: the middle.
const DICTIONARY: f64 = 0.5;
/// How much two words side by side count beside the two; 0.1 to 0.3 are as good there.
const PHRASE: f64 = 0.2;

/// How much a term counts beside the others. A word in letters has no pairs of characters
/// beside it and counts for both.
pub(super) fn kind_weight(kind: Kind, key: &str) -> f64 {
    match kind {
        Kind::Word if key.starts_with(is_ideograph) => DICTIONARY,
        Kind::Word => 1.0,
        Kind::Characters => 1.0 - DICTIONARY,
        Kind::Phrase => PHRASE,
    }
}

/// How much a term tells that `with` of `all` cards have.
pub(super) fn idf(with: u64, all: u64) -> f64 {
    let (with, all) = (with as f64, all.max(with) as f64);
    (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
}

/// What stands before the bent frequency: a term's weight and its telling.
pub(super) fn factor(kind_weight: f64, weight: f64, idf: f64) -> f64 {
    kind_weight * weight.min(HEAVIEST) * idf * (K1 + 1.0) * UNITS
}

/// A worth as a score.
pub(super) fn score(units: u64) -> f64 {
    units as f64 / UNITS
}

/// Frequencies whose part of the formula is kept.
const KEPT: usize = 16;

/// The frequency's and the length's part of the formula, by the byte a length is kept in.
#[derive(Debug, Clone)]
pub(super) struct Lengths {
    /// `k1 (1 − b + b length / mean length)`.
    norms: [f64; 256],
    /// The bent frequency, by frequency and length.
    bent: Vec<[f64; 256]>,
}

impl Lengths {
    /// `length_of` tells the length a byte stands for.
    pub fn new(mean: f64, length_of: impl Fn(u8) -> u32) -> Self {
        let mean = if mean > 0.0 { mean } else { 1.0 };
        let mut norms = [0.0; 256];
        for (byte, norm) in (0..=u8::MAX).zip(&mut norms) {
            *norm = K1 * (1.0 - B + B * f64::from(length_of(byte)) / mean);
        }
        let frequencies = (0..KEPT).map(|frequency| frequency as f64);
        let bent = frequencies.map(|f| norms.map(|norm| f / (f + norm)));
        Self {
            bent: bent.collect(),
            norms,
        }
    }

    /// The worth of a term that a card of this length has `frequency` times.
    #[inline]
    pub fn units(&self, factor: f64, frequency: u32, length: u8) -> u64 {
        let length = usize::from(length);
        let bent = match self.bent.get(frequency as usize) {
            Some(bent) => bent[length],
            None => f64::from(frequency) / (f64::from(frequency) + self.norms[length]),
        };
        // Worths are below 2^63, and the signed conversion is one instruction.
        (factor * bent) as i64 as u64
    }
}

/// What no card can give more than.
pub(super) fn ceiling(factor: f64) -> u64 {
    factor as u64 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_formula_by_hand() {
        // One of four cards has the word, twice, and is of mean length:
        // ln(1 + 3.5 / 1.5) × 2 × 2.2 / (2 + 1.2) = 1.20397 × 1.375.
        let idf = idf(1, 4);
        assert!((idf - 1.203_972_804).abs() < 1e-9);
        let lengths = Lengths::new(7.0, u32::from);
        let factor = factor(kind_weight(Kind::Word, "word"), 1.0, idf);
        let worth = score(lengths.units(factor, 2, 7));
        assert!((worth - 1.655_462_606).abs() < 1e-7);
        assert!(lengths.units(factor, 2, 20) < lengths.units(factor, 2, 7));
        assert!(lengths.units(factor, u32::MAX, 0) <= ceiling(factor));
    }
}
