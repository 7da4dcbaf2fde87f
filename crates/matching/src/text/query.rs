//! A query: what was typed, and what it stands for; before any index is asked.
//!
//! Must not know: indexes.

use super::fold::fold;
use super::stop_words::is_stop_word;
use super::terms::TermBase;
use super::tokens::{Token, bigrams, words};
use julin_model::Diagnostic;
use std::collections::HashMap;
use std::ops::Range;

/// Bytes of a query that are read.
pub const QUERY_BYTES: usize = 200_000;
/// Most that are wanted by way of the term base.
const WIDENED: usize = 128;

/// What a term is, and so which part of the index knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A word.
    Word,
    /// Two neighbouring characters, or one that stands alone.
    Characters,
    /// Two words side by side.
    Phrase,
}

/// How a term came into the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// As typed.
    Typed,
    /// The term base has it for what was typed.
    Synonym,
    /// No card has what was typed; this is spelled nearly so.
    Spelling,
}

/// A query, ready for any index.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    pub(super) wanted: Vec<Wanted>,
    /// Places in `wanted` of words that stand side by side, with the words between which
    /// a reader sees them.
    pub(super) pairs: Vec<(usize, usize)>,
    pub(super) findings: Vec<Diagnostic>,
}

/// One thing to look for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wanted {
    pub kind: Kind,
    /// As indexed.
    pub key: String,
    /// As a reader would write it.
    pub shown: String,
    /// What was typed for it.
    pub typed: String,
    pub way: Way,
    /// How often it was typed, or the weight of the term base.
    pub weight: f64,
}

impl Query {
    /// Reads a query and widens it by a term base.
    ///
    /// A query without anything to look for has a finding and finds nothing.
    pub fn new(text: &str, base: &TermBase) -> Self {
        let (text, too_long) = cut(text);
        let folded = fold(text);
        let mut reading = Reading::default();
        reading.take(&folded, &folded, None);
        if reading.wanted.is_empty() {
            let stopped = !words(&folded).is_empty();
            reading.findings.push(if stopped {
                Diagnostic::warning("match.query.stop-words")
            } else {
                Diagnostic::warning("match.query.empty")
            });
        }
        if too_long {
            let finding = Diagnostic::warning("match.query.long").with("most", QUERY_BYTES);
            reading.findings.push(finding);
        }
        reading.widen(&folded, base);
        Self {
            wanted: reading.wanted,
            pairs: reading.pairs,
            findings: reading.findings,
        }
    }

    /// What a person should know about the query itself.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }
}

fn cut(text: &str) -> (&str, bool) {
    let mut end = text.len().min(QUERY_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    (&text[..end], end < text.len())
}

#[derive(Default)]
struct Reading {
    wanted: Vec<Wanted>,
    places: HashMap<(Kind, String), usize>,
    pairs: Vec<(usize, usize)>,
    findings: Vec<Diagnostic>,
}

impl Reading {
    /// Takes in what a text asks for; `synonym` is its weight where it was not typed.
    fn take(&mut self, folded: &str, typed: &str, synonym: Option<f64>) {
        let mut stopped: Vec<Range<usize>> = Vec::new();
        let mut before: Option<(usize, usize)> = None;
        for word in words(folded) {
            if is_stop_word(&folded[word.range.clone()]) {
                if !word.inner {
                    stopped.push(word.range);
                }
                continue;
            }
            let (place, inner) = (word.place, word.inner);
            let at = self.want(Kind::Word, folded, typed, (word, synonym));
            if inner {
                continue;
            }
            if let (Some((last, last_place)), Some(at)) = (before, at)
                && last_place + 1 == place
                && !self.pairs.contains(&(last, at))
                && self.pairs.len() < WIDENED
            {
                self.pairs.push((last, at));
            }
            before = at.map(|at| (at, place));
        }
        for pair in bigrams(folded) {
            let after = stopped.partition_point(|stop| stop.end < pair.range.end);
            let hidden = stopped
                .get(after)
                .is_some_and(|s| s.start <= pair.range.start);
            if !hidden {
                self.want(Kind::Characters, folded, typed, (pair, synonym));
            }
        }
    }

    /// Adds one term, or adds to it; where it stands in the list.
    fn want(
        &mut self,
        kind: Kind,
        folded: &str,
        typed: &str,
        (token, synonym): (Token<'_>, Option<f64>),
    ) -> Option<usize> {
        let key = token.text.into_owned();
        if let Some(place) = self.places.get(&(kind, key.clone())) {
            let known = &mut self.wanted[*place];
            match (known.way, synonym) {
                (Way::Typed, None) => known.weight += 1.0,
                (Way::Synonym, Some(weight)) => known.weight = known.weight.max(weight),
                _ => {}
            }
            return Some(*place);
        }
        let widened = self.wanted.iter().rev();
        if synonym.is_some() && widened.take_while(|w| w.way != Way::Typed).count() >= WIDENED {
            return None;
        }
        let shown = folded[token.range].to_owned();
        self.places.insert((kind, key.clone()), self.wanted.len());
        self.wanted.push(Wanted {
            kind,
            key,
            typed: synonym.map_or(shown.clone(), |_| typed.to_owned()),
            shown,
            way: synonym.map_or(Way::Typed, |_| Way::Synonym),
            weight: synonym.unwrap_or(1.0),
        });
        Some(self.wanted.len() - 1)
    }

    fn widen(&mut self, folded: &str, base: &TermBase) {
        for widening in base.widenings(folded) {
            let typed = &folded[widening.range];
            for (other, weight) in widening.others {
                self.take(&fold(other), typed, Some(weight));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::terms::TermGroup;
    use super::*;

    fn keys(query: &Query, kind: Kind) -> Vec<&str> {
        let of_kind = query.wanted.iter().filter(|w| w.kind == kind);
        of_kind.map(|w| w.key.as_str()).collect()
    }

    #[test]
    fn a_query_is_words_and_characters_without_stop_words() {
        let query = Query::new("基于深度學習的芯片 for Batteries", &TermBase::default());
        assert_eq!(
            keys(&query, Kind::Word),
            ["深度", "学习", "芯片", "batteri"]
        );
        assert!(!keys(&query, Kind::Characters).contains(&"基于"));
        assert!(keys(&query, Kind::Characters).contains(&"度学"));
        assert_eq!(query.pairs.len(), 1);
        assert!(query.findings().is_empty());
    }

    #[test]
    fn nothing_to_look_for_is_told() {
        let code = |text: &str| {
            Query::new(text, &TermBase::default()).findings()[0]
                .code
                .clone()
        };
        assert_eq!(code("的"), "match.query.stop-words");
        assert_eq!(code("the of"), "match.query.stop-words");
        assert_eq!(code(""), "match.query.empty");
        assert_eq!(code("😀🏭"), "match.query.empty");
        assert_eq!(code("\u{0}\u{7}…，"), "match.query.empty");
    }

    #[test]
    fn other_words_weigh_less_and_name_what_was_typed() {
        let group = TermGroup {
            equal: vec!["芯片".into(), "chip".into(), "集成电路".into()],
            narrower: vec![],
            weight: 0.5,
        };
        let (base, _) = TermBase::new(vec![group]);
        let query = Query::new("Chips", &base);
        let chip = query.wanted.iter().find(|w| w.key == "芯片").unwrap();
        assert_eq!((chip.way, chip.weight), (Way::Synonym, 0.5));
        assert_eq!(chip.typed, "chips");
        assert_eq!(query.wanted[0].weight, 1.0);
        let query = Query::new("chip 芯片 chip", &base);
        let weights: Vec<f64> = query.wanted.iter().map(|w| w.weight).collect();
        assert_eq!(&weights[..3], [2.0, 1.0, 1.0]);
    }

    #[test]
    fn a_megabyte_is_cut() {
        let query = Query::new(&"国".repeat(400_000), &TermBase::default());
        let codes = query.findings().iter().map(|f| f.code.as_str());
        assert!(codes.into_iter().any(|code| code == "match.query.long"));
        assert!(query.wanted.len() < 10);
    }
}
