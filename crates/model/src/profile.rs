//! A profile: for each field the preferred statement as of a date, with the
//! runners-up and whether they disagree.
//!
//! Preference, first difference wins: a discrepancy's ruling; latest period within
//! the as-of date; kind of saying (reported, estimated, derived); confidence; most
//! recently learned; record order. Targets and samples never stand for facts: they
//! are findings of their own.

use crate::{Period, Statement, Status, Value};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

/// Why the preferred statement was preferred; key of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preference {
    /// Nothing else was said.
    Only,
    /// A recorded discrepancy says which to use.
    Ruling,
    /// It is about a later period.
    LatestPeriod,
    /// A report goes before an estimate, an estimate before a derivation.
    Kind,
    /// Its reading is surer.
    Confidence,
    /// It was learned last.
    LearnedLast,
}

/// What is known about one field and scope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The statement to use.
    pub preferred: Statement,
    /// Why this one.
    pub because: Preference,
    /// Others about the same period, best first.
    pub others: Vec<Statement>,
    /// True when one of the others says something else about the same period.
    pub conflicting: bool,
    /// Statements about earlier periods, newest first.
    pub earlier: Vec<Statement>,
}

/// Findings by field and scope; targets and samples apart from facts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Profile {
    /// In order of field, scope, then facts before targets before samples.
    pub findings: Vec<Finding>,
}

/// Numbers that differ by less than this share of the larger are the same figure.
const SAME_FIGURE: f64 = 1e-9;

impl Profile {
    /// Builds the profile from the statements in force, as of `day`.
    pub fn of(statements: impl IntoIterator<Item = Statement>, day: NaiveDate) -> Self {
        let mut groups: BTreeMap<_, Vec<Statement>> = BTreeMap::new();
        for statement in statements {
            if statement
                .period
                .is_none_or(|p| p.first() <= day && known_by(p, day))
            {
                let key = (
                    statement.field.clone(),
                    statement.scope.clone(),
                    class(statement.status),
                );
                groups.entry(key).or_default().push(statement);
            }
        }
        Self {
            findings: groups.into_values().filter_map(finding).collect(),
        }
    }
}

/// A year's figure counts as known in that year; a day's figure from that day.
fn known_by(period: Period, day: NaiveDate) -> bool {
    match period {
        Period::Day(d) => d <= day,
        _ => true,
    }
}

fn class(status: Status) -> u8 {
    match status {
        Status::Reported | Status::Estimated | Status::Derived => 0,
        Status::Target => 1,
        Status::Sample => 2,
    }
}

fn finding(mut group: Vec<Statement>) -> Option<Finding> {
    group.sort_by(|a, b| compare(a, b).map_or_else(|| a.id.cmp(&b.id), |(order, _)| order));
    let mut rest = group.into_iter();
    let preferred = rest.next()?;
    let (others, mut earlier): (Vec<_>, Vec<_>) = rest.partition(|s| s.period == preferred.period);
    earlier.sort_by_key(|s| Reverse(s.period.map(Period::last)));
    let because = others
        .first()
        .or(earlier.first())
        .map_or(Preference::Only, |next| {
            compare(&preferred, next).map_or(Preference::LearnedLast, |(_, why)| why)
        });
    let conflicting = others
        .iter()
        .any(|other| !same(&preferred.value, &other.value));
    Some(Finding {
        preferred,
        because,
        others,
        conflicting,
        earlier,
    })
}

/// Better statement first, with the reason; `None` when nothing tells them apart.
fn compare(a: &Statement, b: &Statement) -> Option<(Ordering, Preference)> {
    let ruling = |s: &Statement| {
        s.told
            .as_ref()
            .and_then(|t| t.preferred)
            .map_or(1, |yes| if yes { 0 } else { 2 })
    };
    let latest = |s: &Statement| Reverse(s.period.map(Period::last));
    let sure = |s: &Statement| match s.told.as_ref().and_then(|t| t.confidence.as_deref()) {
        Some("low") => 2,
        Some("medium") => 1,
        _ => 0,
    };
    let steps = [
        (latest(a).cmp(&latest(b)), Preference::LatestPeriod),
        (ruling(a).cmp(&ruling(b)), Preference::Ruling),
        (a.status.cmp(&b.status), Preference::Kind),
        (sure(a).cmp(&sure(b)), Preference::Confidence),
        (b.recorded_at.cmp(&a.recorded_at), Preference::LearnedLast),
    ];
    steps.into_iter().find(|(order, _)| order.is_ne())
}

fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => (a - b).abs() <= SAME_FIGURE * a.abs().max(b.abs()),
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BatchId, EntityId, FieldId, Locator, RecordId, SourceId, StatementId, Told};
    use chrono::DateTime;

    fn said(record: i64, period: &str, value: f64) -> Statement {
        Statement {
            id: StatementId {
                record: RecordId(record),
                column: 0,
            },
            entity: EntityId::new("park").unwrap(),
            field: FieldId::new("revenue").unwrap(),
            scope: None,
            period: period.parse().ok(),
            value: Value::Number(value),
            unit: None,
            status: Status::Reported,
            source: SourceId::new("s").unwrap(),
            series: "s".into(),
            locator: Locator::default(),
            told: None,
            batch: BatchId(1),
            recorded_at: DateTime::UNIX_EPOCH,
            ended_at: None,
        }
    }

    fn profile(statements: Vec<Statement>, day: &str) -> Profile {
        Profile::of(statements, day.parse().unwrap())
    }

    #[test]
    fn the_latest_period_is_shown_and_the_earlier_kept() {
        let profile = profile(
            vec![said(1, "2023", 1.0), said(2, "2024", 2.0)],
            "2025-12-31",
        );
        let finding = &profile.findings[0];
        assert_eq!(
            (finding.preferred.id.record, finding.because),
            (RecordId(2), Preference::LatestPeriod)
        );
        assert_eq!((finding.earlier.len(), finding.conflicting), (1, false));
    }

    #[test]
    fn a_ruling_decides_between_figures_of_one_period() {
        let told = |yes| {
            Some(Told {
                preferred: Some(yes),
                ..Told::default()
            })
        };
        let (mut ten, mut fourteen) = (said(1, "2025", 10.0), said(2, "2025", 14.0));
        (ten.told, fourteen.told) = (told(false), told(true));
        let profile = profile(vec![ten, fourteen], "2025-12-31");
        let finding = &profile.findings[0];
        assert_eq!(
            (&finding.preferred.value, finding.because),
            (&Value::Number(14.0), Preference::Ruling)
        );
        assert!(finding.conflicting);
    }

    #[test]
    fn the_same_figure_told_twice_is_no_conflict() {
        let profile = profile(
            vec![said(1, "2025", 0.1 + 0.2), said(2, "2025", 0.3)],
            "2025-12-31",
        );
        assert!(!profile.findings[0].conflicting);
    }

    #[test]
    fn targets_samples_and_the_future_never_stand_for_facts() {
        let (mut target, mut sample) = (said(2, "2025", 9.0), said(3, "2025", 8.0));
        (target.status, sample.status) = (Status::Target, Status::Sample);
        let profile = profile(
            vec![said(1, "2024", 1.0), target, sample, said(4, "2027", 5.0)],
            "2025-12-31",
        );
        let shown: Vec<_> = profile
            .findings
            .iter()
            .map(|f| f.preferred.value.number())
            .collect();
        assert_eq!(shown, [Some(1.0), Some(9.0), Some(8.0)]);
    }
}
