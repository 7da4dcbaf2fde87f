//! Every statement about one field of one entity, by period, ended ones included.

use super::entity::find_entity;
use crate::call::{Answer, App, Call};
use crate::contract::{History, PeriodGroup};
use crate::error::AppError;
use crate::lookup::Lookup;
use julin_model::{FieldId, Period, Profile, Statement};
use julin_store::StatementFilter;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Which entity and field.
#[derive(Debug, Clone)]
pub struct HistoryInput {
    /// Identifier or exact name.
    pub entity: String,
    /// Field.
    pub field: String,
}

/// Who said what about one field, conflicting statements side by side.
pub fn history(app: &App, _call: &Call, input: &HistoryInput) -> Answer<History> {
    let unknown = || AppError::not_found("field", &input.field);
    let field = FieldId::new(&input.field).map_err(|_| unknown())?;
    app.store.read(|tx| {
        let entity = find_entity(tx, &input.entity)?;
        let filter = StatementFilter {
            entities: vec![entity.clone()],
            fields: vec![field.clone()],
            include_ended: true,
            ..StatementFilter::default()
        };
        let statements = tx.statements(&filter)?;
        if statements.is_empty() && app.packs.field(&field).is_none() {
            return Err(unknown());
        }
        let mut lookup = Lookup::new(app);
        let mut periods = Vec::new();
        for (key, group) in by_period(statements) {
            let (ended, live): (Vec<_>, Vec<_>) =
                group.into_iter().partition(|s| s.ended_at.is_some());
            let findings = Profile::of(live, chrono::NaiveDate::MAX).findings;
            let conflicting =
                findings.iter().any(|f| f.conflicting) && !app.packs.holds_many(&field);
            let mut views = Vec::new();
            for finding in findings {
                let in_order = [vec![finding.preferred], finding.others, finding.earlier].concat();
                views.extend(lookup.statements(tx, &in_order, conflicting)?);
            }
            views.extend(lookup.statements(tx, &ended, false)?);
            periods.push(PeriodGroup {
                period: key.1,
                scope: key.2,
                conflicting,
                statements: views,
            });
        }
        Ok(History {
            entity: lookup.entity(tx, &entity)?,
            label: app.packs.field_label(&field),
            field,
            periods,
        })
    })
}

type GroupKey = (
    Reverse<Option<chrono::NaiveDate>>,
    Option<Period>,
    Option<String>,
);

/// Newest period first, then by scope.
fn by_period(statements: Vec<Statement>) -> Vec<(GroupKey, Vec<Statement>)> {
    let mut groups: BTreeMap<_, (GroupKey, Vec<Statement>)> = BTreeMap::new();
    for s in statements {
        let last = Reverse(s.period.map(Period::last));
        let sort = (last, s.period.map(|p| p.to_string()), s.scope.clone());
        let entry = groups
            .entry(sort)
            .or_insert_with(|| ((last, s.period, s.scope.clone()), Vec::new()));
        entry.1.push(s);
    }
    groups.into_values().collect()
}
