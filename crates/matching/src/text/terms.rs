//! The term base: what means the same, or something narrower, in other words or in the
//! other language. It is data of the caller's.
//!
//! A term is compared character by character in Chinese and stem by stem in English, so
//! that neither the dictionary nor an ending decides whether it is met.
//!
//! Must not know: indexes, where the terms come from.

use super::fold::fold;
use super::tokens::{Run, runs, stem};
use julin_model::Diagnostic;
use std::collections::HashMap;
use std::ops::Range;

/// Most characters or words of a term.
const LONGEST: usize = 16;
/// Most other terms that one term brings in.
const WIDEST: usize = 16;

/// Terms that mean the same, with narrower ones.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TermGroup {
    /// Each stands for all.
    pub equal: Vec<String>,
    /// What the terms above stand for too, but not the other way round.
    #[serde(default)]
    pub narrower: Vec<String>,
    /// How much a term counts that was not typed itself; above 0, below 1.
    pub weight: f64,
}

/// Groups of terms, ready to look up.
#[derive(Debug, Clone, Default)]
pub struct TermBase {
    groups: Vec<TermGroup>,
    /// Term, as [`key`], to the groups it stands for.
    known: HashMap<String, Vec<usize>>,
    longest: usize,
}

/// A known term in a text, with those it stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Widening<'b> {
    /// Bytes of the folded text.
    pub range: Range<usize>,
    /// Other terms, each with its weight.
    pub others: Vec<(&'b str, f64)>,
}

impl TermBase {
    /// Takes in groups; those that cannot be used are left out and told.
    pub fn new(groups: Vec<TermGroup>) -> (Self, Vec<Diagnostic>) {
        let (mut base, mut findings) = (Self::default(), Vec::new());
        for group in groups {
            let name = group.equal.first().cloned().unwrap_or_default();
            if !(group.weight > 0.0 && group.weight < 1.0) {
                let finding = Diagnostic::error("match.terms.weight");
                findings.push(finding.with("term", name).with("weight", group.weight));
                continue;
            }
            if group.equal.len() + group.narrower.len() < 2 || group.equal.is_empty() {
                findings.push(Diagnostic::warning("match.terms.alone").with("term", name));
                continue;
            }
            base.take(group, &mut findings);
        }
        (base, findings)
    }

    fn take(&mut self, group: TermGroup, findings: &mut Vec<Diagnostic>) {
        let place = self.groups.len();
        for term in &group.equal {
            let folded = fold(term);
            let atoms = atoms(&folded);
            if atoms.is_empty() || atoms.len() > LONGEST {
                let finding = Diagnostic::warning("match.terms.length").with("term", term);
                findings.push(finding.with("n", atoms.len()).with("most", LONGEST));
                continue;
            }
            self.longest = self.longest.max(atoms.len());
            let groups = self.known.entry(key(&atoms)).or_default();
            if groups.last() != Some(&place) {
                groups.push(place);
            }
        }
        self.groups.push(group);
    }

    /// The known terms of a folded text, the longest at each place, without overlap.
    pub(super) fn widenings(&self, folded: &str) -> Vec<Widening<'_>> {
        if self.longest == 0 {
            return Vec::new();
        }
        let atoms = atoms(folded);
        let (mut found, mut at) = (Vec::new(), 0);
        while at < atoms.len() {
            let most = self.longest.min(atoms.len() - at);
            let met = (1..=most).rev().find_map(|length| {
                let here = &atoms[at..at + length];
                Some((length, self.known.get(&key(here))?))
            });
            let Some((length, groups)) = met else {
                at += 1;
                continue;
            };
            let here = &atoms[at..at + length];
            let range = here[0].1.start..here[length - 1].1.end;
            let others = self.others(groups, &key(here));
            found.push(Widening { range, others });
            at += length;
        }
        found
    }

    fn others(&self, groups: &[usize], typed: &str) -> Vec<(&str, f64)> {
        let mut others: Vec<(&str, f64)> = Vec::new();
        for group in groups.iter().filter_map(|place| self.groups.get(*place)) {
            for term in group.equal.iter().chain(&group.narrower) {
                let known = others.iter().any(|(other, _)| other == term);
                if !known && others.len() < WIDEST && key(&atoms(&fold(term))) != typed {
                    others.push((term, group.weight));
                }
            }
        }
        others
    }
}

/// What a term is compared by: single ideographs, stems of other words.
fn atoms(folded: &str) -> Vec<(String, Range<usize>)> {
    let mut atoms = Vec::new();
    for run in runs(folded) {
        match run {
            Run::Word(range) => atoms.push((stem(&folded[range.clone()]).into_owned(), range)),
            Run::Ideographs(range) => {
                for (at, c) in folded[range.clone()].char_indices() {
                    let start = range.start + at;
                    atoms.push((c.to_string(), start..start + c.len_utf8()));
                }
            }
        }
    }
    atoms
}

fn key(atoms: &[(String, Range<usize>)]) -> String {
    let texts: Vec<&str> = atoms.iter().map(|(text, _)| text.as_str()).collect();
    texts.join("\u{1f}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(equal: &[&str], narrower: &[&str], weight: f64) -> TermGroup {
        let owned = |terms: &[&str]| terms.iter().map(|t| (*t).to_owned()).collect();
        TermGroup {
            equal: owned(equal),
            narrower: owned(narrower),
            weight,
        }
    }

    #[test]
    fn the_longest_term_is_met_whatever_its_ending_or_script() {
        let (base, findings) = TermBase::new(vec![
            group(&["低空经济", "low-altitude economy"], &["eVTOL"], 0.6),
            group(&["经济", "economy"], &[], 0.5),
        ]);
        assert!(findings.is_empty());
        let text = fold("Low-Altitude Economies");
        let met = base.widenings(&text);
        assert_eq!(met.len(), 1);
        assert_eq!(met[0].others, [("低空经济", 0.6), ("eVTOL", 0.6)]);
        let text = fold("發展低空經濟");
        let met = base.widenings(&text);
        assert_eq!(&text[met[0].range.clone()], "低空经济");
        assert_eq!(met[0].others[0].0, "low-altitude economy");
    }

    #[test]
    fn a_narrower_term_does_not_stand_for_the_wider_one() {
        let (base, _) = TermBase::new(vec![group(&["飞行器"], &["直升机"], 0.5)]);
        assert!(base.widenings("直升机").is_empty());
        assert_eq!(base.widenings("飞行器")[0].others, [("直升机", 0.5)]);
    }

    #[test]
    fn groups_that_cannot_be_used_are_told() {
        let long = "长".repeat(17);
        let (base, findings) = TermBase::new(vec![
            group(&["甲乙", "ab"], &[], 1.0),
            group(&["甲乙", "ab"], &[], f64::NAN),
            group(&["甲乙"], &[], 0.5),
            group(&["丙丁", &long], &[], 0.5),
        ]);
        let codes: Vec<&str> = findings.iter().map(|f| f.code.as_str()).collect();
        assert_eq!(
            codes,
            [
                "match.terms.weight",
                "match.terms.weight",
                "match.terms.alone",
                "match.terms.length"
            ]
        );
        assert_eq!(base.widenings("甲乙").len(), 0);
        assert_eq!(base.widenings("丙丁").len(), 1);
    }
}
