//! Why a card was found: the parts of its score.
//!
//! Must not know: how the best cards were found.

use super::error::TextError;
use super::matched::{PhraseCursor, TermCursor};
use super::plan::Plan;
use super::query::{Kind, Wanted, Way};

use super::score::score;
use super::snapshot::Snapshot;
use super::top::Ranked;

/// A card that was found.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Hit {
    /// The card.
    pub id: String,
    /// How well it matches; the sum of its parts. No unit: it orders the cards of one
    /// query and compares with no other query.
    pub score: f64,
    /// What matched, the greatest part first.
    pub parts: Vec<Part>,
}

/// What one term gave to a score.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Part {
    /// What was typed.
    pub typed: String,
    /// What the card has: the same, its synonym, or the word nearest in spelling.
    pub shown: String,
    /// The same as the index has it: folded, stemmed.
    pub key: String,
    /// A word, two characters, two words side by side.
    pub kind: Kind,
    /// How what was typed led there.
    pub way: Way,
    /// What it gave.
    pub score: f64,
}

/// The hits in the order of `ranked`, each with its parts.
pub(super) fn hits(
    snapshot: &Snapshot,
    plan: &Plan,
    ranked: &[Ranked],
) -> Result<Vec<Hit>, TextError> {
    let mut order: Vec<usize> = (0..ranked.len()).collect();
    order.sort_by_key(|place| (ranked[*place].segment, ranked[*place].doc));
    let mut parts: Vec<Vec<Part>> = vec![Vec::new(); ranked.len()];
    let segments = snapshot.searcher.segment_readers();
    for group in order.chunk_by(|a, b| ranked[*a].segment == ranked[*b].segment) {
        let segment = &segments[ranked[group[0]].segment];
        for term in &plan.terms {
            let Some(mut cursor) = TermCursor::open(snapshot, segment, term)? else {
                continue;
            };
            for place in group {
                let units = cursor.units_of(ranked[*place].doc);
                parts[*place].extend(part(&term.wanted, units));
            }
        }
        for phrase in &plan.phrases {
            let Some(mut cursor) = PhraseCursor::open(snapshot, segment, phrase)? else {
                continue;
            };
            for place in group {
                let units = cursor.units_of(ranked[*place].doc);
                parts[*place].extend(part(&phrase.wanted, units));
            }
        }
    }
    let hits = ranked.iter().zip(parts);
    Ok(hits.map(|(card, parts)| hit(card, parts)).collect())
}

fn hit(card: &Ranked, mut parts: Vec<Part>) -> Hit {
    parts.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.key.cmp(&b.key)));
    Hit {
        id: card.id.clone(),
        score: score(card.units),
        parts,
    }
}

fn part(wanted: &Wanted, units: u64) -> Option<Part> {
    (units > 0).then(|| Part {
        typed: wanted.typed.clone(),
        shown: wanted.shown.clone(),
        key: wanted.key.clone(),
        kind: wanted.kind,
        way: wanted.way,
        score: score(units),
    })
}
