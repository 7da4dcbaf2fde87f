//! Rules beside one another: vintages of a series in force on one day, exclusions of
//! series nobody has, vintages that follow one another.
//!
//! Must not know: what the rules ask.

use crate::spec::{CriteriaSpec, Purpose, Window};
use chrono::NaiveDate;
use julin_model::Diagnostic;
use std::collections::BTreeSet;

/// Findings about a set of rules, given by identifier, each with `rule` and `path`.
pub fn check_series(rules: &[(&str, &CriteriaSpec)]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let known: BTreeSet<&str> = rules.iter().map(|(_, spec)| spec.series.as_str()).collect();
    for (place, (id, spec)) in rules.iter().enumerate() {
        for (other_id, other) in &rules[place + 1..] {
            let first = spec.purpose == Purpose::First && other.purpose == Purpose::First;
            if !first || spec.series != other.series || spec.applies_to != other.applies_to {
                continue;
            }
            if let Some(day) = common_day(spec.effective, other.effective) {
                let diagnostic = Diagnostic::error("criteria.vintages")
                    .with("rule", other_id)
                    .with("path", "effective")
                    .with("other", id)
                    .with("series", &spec.series)
                    .with("day", day);
                found.push(diagnostic);
            }
        }
        for (place, exclusion) in spec.excludes.iter().enumerate() {
            if !known.contains(exclusion.series.as_str()) {
                let diagnostic = Diagnostic::error("criteria.excludes-unknown")
                    .with("rule", id)
                    .with("path", format!("excludes.{place}.series"))
                    .with("series", &exclusion.series);
                found.push(diagnostic);
            }
        }
    }
    found
}

impl Window {
    /// True for the days from the first to the last.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// What became of a rule between two days, by places in a list of rules. Without a former
/// it began, without a later it ended; with two different ones a vintage replaced another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Succession {
    /// In force on the first day.
    pub former: Option<usize>,
    /// In force on the second day.
    pub later: Option<usize>,
}

/// The rules in force on one of two days or both, in order. Vintages follow one another
/// within a series, a purpose and a type.
pub fn successions(
    rules: &[&CriteriaSpec],
    (since, until): (NaiveDate, NaiveDate),
) -> Vec<Succession> {
    let in_force = |spec: &CriteriaSpec, day| spec.effective.covers(day);
    let follows = |a: &CriteriaSpec, b: &CriteriaSpec| {
        a.series == b.series && a.purpose == b.purpose && a.applies_to == b.applies_to
    };
    let both = |spec: &CriteriaSpec| in_force(spec, since) && in_force(spec, until);
    let ending = |(_, spec): &(usize, &&CriteriaSpec)| in_force(spec, since) && !both(spec);
    let mut ended: Vec<_> = rules.iter().enumerate().filter(ending).collect();
    let mut found = Vec::new();
    for (place, spec) in rules.iter().enumerate() {
        let former = if both(spec) {
            Some(place)
        } else if in_force(spec, until) {
            let at = ended.iter().position(|(_, old)| follows(old, spec));
            at.map(|at| ended.remove(at).0)
        } else {
            continue;
        };
        found.push(Succession {
            former,
            later: Some(place),
        });
    }
    found.extend(ended.into_iter().map(|(place, _)| Succession {
        former: Some(place),
        later: None,
    }));
    found.sort_by_key(|one| one.later.or(one.former));
    found
}

/// The first day of both windows, as written; `—` when neither has a beginning.
fn common_day(a: Window, b: Window) -> Option<String> {
    let from = a.from.max(b.from);
    let to = [a.to, b.to].into_iter().flatten().min();
    let meet = match (from, to) {
        (Some(from), Some(to)) => from <= to,
        _ => true,
    };
    meet.then(|| from.map_or_else(|| "—".to_owned(), |day| day.to_string()))
}
