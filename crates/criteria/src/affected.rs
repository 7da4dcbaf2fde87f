//! Which rules the difference between two times can reach: those that read a fact that
//! differs, and those whose clauses the days alone may turn. All others give the answer
//! they gave, and need not be asked.
//!
//! Must not know: who is asked, where facts are kept.

use crate::dictionary::FieldKind;
use crate::facts::{Fact, Facts};
use crate::names::Meaning;
use crate::rule::Rule;
use chrono::NaiveDate;
use julin_formula::Need;
use std::collections::{BTreeMap, BTreeSet};

/// Rules by what they read, for two days.
#[derive(Debug, Clone, Default)]
pub struct Affected {
    by_need: BTreeMap<Need, (FieldKind, Vec<usize>)>,
    by_time: Vec<usize>,
}

impl Affected {
    /// Rules get the places 0, 1, 2 …
    pub fn new<'r>(
        rules: impl IntoIterator<Item = &'r Rule>,
        (since, until): (NaiveDate, NaiveDate),
    ) -> Self {
        let mut own = Self::default();
        for (place, rule) in rules.into_iter().enumerate() {
            for need in rule.condition_reads() {
                if let Meaning::Field(field) = rule.names.meaning(&need.field) {
                    let readers = || (field.kind.clone(), Vec::new());
                    own.by_need
                        .entry(need)
                        .or_insert_with(readers)
                        .1
                        .push(place);
                }
            }
            if !rule.turned_by_time(since, until).is_empty() {
                own.by_time.push(place);
            }
        }
        own
    }

    /// Rules that the days alone may turn, whatever the facts.
    pub fn by_time(&self) -> &[usize] {
        &self.by_time
    }

    /// Facts that differ between two times; only those some rule reads.
    pub fn changed(&self, before: &dyn Facts, after: &dyn Facts) -> Vec<&Need> {
        let differs = |(need, (kind, _)): &(&Need, &(FieldKind, Vec<usize>))| {
            Fact::of(before, need, kind) != Fact::of(after, need, kind)
        };
        let needs = self.by_need.iter().filter(differs);
        needs.map(|(need, _)| need).collect()
    }

    /// Rules that read one of these facts.
    pub fn readers<'n>(&self, needs: impl IntoIterator<Item = &'n Need>) -> BTreeSet<usize> {
        let known = needs.into_iter().filter_map(|need| self.by_need.get(need));
        known
            .flat_map(|(_, places)| places.iter().copied())
            .collect()
    }

    /// Rules whose answer may differ between two times; for all others it does not.
    pub fn between(&self, before: &dyn Facts, after: &dyn Facts) -> BTreeSet<usize> {
        let mut found = self.readers(self.changed(before, after));
        found.extend(&self.by_time);
        found
    }
}

impl Rule {
    /// Clauses of its conditions that two days may answer differently while all facts stay:
    /// they read the day, or a threshold that is another on the second day.
    pub fn turned_by_time(&self, since: NaiveDate, until: NaiveDate) -> Vec<usize> {
        if since == until {
            return Vec::new();
        }
        let moved = |name: &String| match self.names.meaning(name) {
            Meaning::Threshold(threshold) => threshold.base(since) != threshold.base(until),
            _ => false,
        };
        let turns = |place: &usize| {
            let formula = &self.clauses[*place].formula;
            self.names.reads_day(formula) || self.names.thresholds_of(formula).iter().any(moved)
        };
        self.conditions
            .clauses()
            .into_iter()
            .filter(turns)
            .collect()
    }
}
