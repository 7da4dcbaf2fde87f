//! Rules beside one another: vintages of a series in force on one day, exclusions of
//! series nobody has.
//!
//! Must not know: what the rules ask.

use crate::spec::{CriteriaSpec, Purpose, Window};
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
