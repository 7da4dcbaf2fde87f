//! What a query is in this index: which of its terms exist, how much each tells, how
//! unknown words may have been meant, and what is left out when it asks for too much.
//!
//! Must not know: how cards are ranked.

use super::error::TextError;
use super::query::{Kind, Query, Wanted, Way};
use super::score::{ceiling, factor, idf, kind_weight};
use super::snapshot::Snapshot;
use julin_model::Diagnostic;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

/// Most typed words, most typed pairs of characters.
const TYPED: usize = 64;
/// Most of either that the term base and spelling bring in.
const WIDENED: usize = 64;
/// Most phrases.
const PHRASES: usize = 16;
/// Letters from which a word may be one letter off, and two.
const ONE_OFF: usize = 5;
const TWO_OFF: usize = 8;
/// Most unknown words that are looked up by their spelling, and words taken for each.
const MISSPELT: usize = 8;
const SPELLINGS: usize = 3;

/// A query in an index.
pub(super) struct Plan {
    pub terms: Vec<PlannedTerm>,
    pub phrases: Vec<PlannedPhrase>,
    pub findings: Vec<Diagnostic>,
}

/// One term to look up.
pub(super) struct PlannedTerm {
    pub wanted: Wanted,
    pub term: Term,
    pub factor: f64,
    pub ceiling: u64,
}

/// Two words to find side by side.
pub(super) struct PlannedPhrase {
    pub wanted: Wanted,
    pub left: Term,
    pub right: Term,
    pub factor: f64,
    pub ceiling: u64,
}

struct Known {
    wanted: Wanted,
    term: Term,
    idf: f64,
    factor: f64,
    /// Place in the query.
    place: usize,
}

impl Plan {
    pub fn new(snapshot: &Snapshot, query: &Query) -> Result<Self, TextError> {
        let mut findings = query.findings.clone();
        let mut known = Vec::new();
        let mut misspelt = 0;
        for (place, wanted) in query.wanted.iter().enumerate() {
            if let Some(term) = look_up(snapshot, wanted.clone(), place)? {
                known.push(term);
            } else if let Some(off) = letters_off(wanted).filter(|_| misspelt < MISSPELT) {
                misspelt += 1;
                for wanted in spellings(snapshot, wanted, off)? {
                    let finding = Diagnostic::note("match.query.spelling");
                    let finding = finding.with("typed", &wanted.typed);
                    findings.push(finding.with("taken", &wanted.shown));
                    known.extend(look_up(snapshot, wanted, place)?);
                }
            }
        }
        let all = known.len();
        let known = most_telling(known);
        if known.len() < all {
            let finding = Diagnostic::warning("match.query.cut");
            findings.push(finding.with("kept", known.len()).with("n", all));
        }
        Ok(Self {
            phrases: phrases(&query.pairs, &known),
            terms: known.into_iter().map(PlannedTerm::from).collect(),
            findings,
        })
    }
}

impl From<Known> for PlannedTerm {
    fn from(known: Known) -> Self {
        Self {
            ceiling: ceiling(known.factor),
            factor: known.factor,
            wanted: known.wanted,
            term: known.term,
        }
    }
}

fn look_up(snapshot: &Snapshot, wanted: Wanted, place: usize) -> Result<Option<Known>, TextError> {
    let term = Term::from_field_text(snapshot.field(wanted.kind), &wanted.key);
    let cards = snapshot.cards_with(&term)?;
    let idf = idf(cards, snapshot.cards);
    Ok((cards > 0).then(|| Known {
        factor: factor(kind_weight(wanted.kind, &wanted.key), wanted.weight, idf),
        wanted,
        term,
        idf,
        place,
    }))
}

/// How many letters an unknown word may be off; English words only, codes are exact.
fn letters_off(wanted: &Wanted) -> Option<u8> {
    let is_word = wanted.kind == Kind::Word && wanted.way == Way::Typed;
    if !is_word || !wanted.shown.chars().all(char::is_alphabetic) {
        return None;
    }
    let latin = wanted.shown.chars().all(|c| c < '\u{250}');
    match wanted.shown.chars().count() {
        letters if letters >= TWO_OFF && latin => Some(2),
        letters if letters >= ONE_OFF && latin => Some(1),
        _ => None,
    }
}

/// Words of the index nearest in spelling; of equally near ones those in most cards.
fn spellings(snapshot: &Snapshot, wanted: &Wanted, off: u8) -> Result<Vec<Wanted>, TextError> {
    for distance in 1..=off {
        let term = Term::from_field_text(snapshot.layout.words, &wanted.key);
        let mut near: BTreeMap<String, u64> = BTreeMap::new();
        for segment in snapshot.searcher.segment_readers() {
            let automaton = FuzzyTermQuery::new(term.clone(), distance, true).automaton()?;
            let inverted = segment.inverted_index(snapshot.layout.words)?;
            let mut stream = inverted.terms().search(automaton).into_stream()?;
            while let Some((word, info)) = stream.next() {
                if let Ok(word) = std::str::from_utf8(word) {
                    *near.entry(word.to_owned()).or_default() += u64::from(info.doc_freq);
                }
            }
        }
        // A first count by segment may still count removed cards.
        let mut counted = Vec::new();
        for word in near.into_keys() {
            let term = Term::from_field_text(snapshot.layout.words, &word);
            counted.push((snapshot.cards_with(&term)?, word));
        }
        counted.retain(|(cards, _)| *cards > 0);
        counted.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        if !counted.is_empty() {
            let near = counted.into_iter().take(SPELLINGS);
            return Ok(near
                .map(|(_, word)| spelt(wanted, word, distance))
                .collect());
        }
    }
    Ok(Vec::new())
}

fn spelt(wanted: &Wanted, word: String, distance: u8) -> Wanted {
    Wanted {
        kind: Kind::Word,
        shown: word.clone(),
        key: word,
        typed: wanted.shown.clone(),
        way: Way::Spelling,
        weight: wanted.weight * 0.7_f64.powi(i32::from(distance)),
    }
}

/// The terms that tell most, of each kind and way a bounded number, in the query's order.
fn most_telling(mut known: Vec<Known>) -> Vec<Known> {
    let order = |a: &Known, b: &Known| match b.factor.total_cmp(&a.factor) {
        Ordering::Equal => a.place.cmp(&b.place),
        other => other,
    };
    known.sort_by(order);
    let mut taken: BTreeMap<(Kind, bool), usize> = BTreeMap::new();
    known.retain(|known| {
        let typed = known.wanted.way == Way::Typed;
        let taken = taken.entry((known.wanted.kind, typed)).or_default();
        *taken += 1;
        *taken <= if typed { TYPED } else { WIDENED }
    });
    known.sort_by_key(|known| known.place);
    known
}

/// Words side by side in the query, side by side in a card: as much again as they tell
/// together (ordered pairs of the sequential dependence model: Metzler, Croft: A Markov
/// Random Field Model for Term Dependencies, SIGIR 2005).
fn phrases(pairs: &[(usize, usize)], known: &[Known]) -> Vec<PlannedPhrase> {
    let find = |place: usize| known.iter().find(|known| known.place == place);
    let mut phrases: Vec<PlannedPhrase> = pairs
        .iter()
        .filter_map(|(left, right)| Some((find(*left)?, find(*right)?)))
        .map(|(left, right)| {
            let weight = left.wanted.weight.min(right.wanted.weight);
            let of_kind = kind_weight(Kind::Phrase, &left.wanted.key);
            let factor = factor(of_kind, weight, left.idf + right.idf);
            let join = |a: &str, b: &str| {
                let space = if a.is_ascii() && b.is_ascii() {
                    " "
                } else {
                    ""
                };
                format!("{a}{space}{b}")
            };
            PlannedPhrase {
                wanted: Wanted {
                    kind: Kind::Phrase,
                    key: join(&left.wanted.key, &right.wanted.key),
                    shown: join(&left.wanted.shown, &right.wanted.shown),
                    typed: if left.wanted.way == Way::Synonym {
                        left.wanted.typed.clone()
                    } else {
                        join(&left.wanted.typed, &right.wanted.typed)
                    },
                    way: left.wanted.way.max(right.wanted.way),
                    weight,
                },
                left: left.term.clone(),
                right: right.term.clone(),
                ceiling: ceiling(factor),
                factor,
            }
        })
        .collect();
    phrases.sort_by(|a, b| b.factor.total_cmp(&a.factor));
    phrases.truncate(PHRASES);
    phrases
}
