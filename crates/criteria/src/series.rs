//! Rules beside one another: vintages of a series in force on one day, exclusions of
//! series nobody has.
//!
//! Must not know: what the rules ask.

use crate::rule::Rule;
use crate::spec::{Purpose, Window};
use julin_model::Diagnostic;
use std::collections::BTreeSet;

/// Findings about a set of rules, each with `rule` and `path`.
pub fn check_series(rules: &[&Rule]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let known: BTreeSet<&str> = rules.iter().map(|rule| rule.spec.series.as_str()).collect();
    for (place, rule) in rules.iter().enumerate() {
        for other in &rules[place + 1..] {
            let (a, b) = (&rule.spec, &other.spec);
            let first = a.purpose == Purpose::First && b.purpose == Purpose::First;
            if !first || a.series != b.series || a.applies_to != b.applies_to {
                continue;
            }
            if let Some(day) = common_day(a.effective, b.effective) {
                let diagnostic = Diagnostic::error("criteria.vintages")
                    .with("rule", &other.id)
                    .with("path", "effective")
                    .with("other", &rule.id)
                    .with("series", &a.series)
                    .with("day", day);
                found.push(diagnostic);
            }
        }
        for (place, exclusion) in rule.spec.excludes.iter().enumerate() {
            if !known.contains(exclusion.series.as_str()) {
                let diagnostic = Diagnostic::error("criteria.excludes-unknown")
                    .with("rule", &rule.id)
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
