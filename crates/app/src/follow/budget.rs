//! The contact budget 无事不扰: who was called upon in a month, by whom, and what is left.

use crate::call::{Answer, App, Call};
use crate::contract::{BudgetRow, BudgetView, Named};
use crate::data::find_entity;
use crate::error::AppError;
use crate::lookup::Lookup;
use crate::packs::Loaded;
use chrono::{Datelike, Months, NaiveDate};
use julin_follow::WorkflowSpec;
use julin_model::EntityId;
use julin_store::follow::KeptVisit;
use std::collections::BTreeMap;

/// Which budget, in which month.
#[derive(Debug, Clone, Default)]
pub struct BudgetInput {
    /// Its name; the first there is when not given.
    pub name: Option<String>,
    /// A day of the month; the present one when not given.
    pub month: Option<NaiveDate>,
    /// Calls upon this one alone, by identifier or exact name; it is shown without any too.
    pub subject: Option<String>,
}

/// Calls upon firms in a month.
pub fn budget(app: &App, _call: &Call, input: &BudgetInput) -> Answer<BudgetView> {
    let named = |own: &&Loaded<WorkflowSpec>| own.spec.budget.is_some();
    let all: Vec<&Loaded<WorkflowSpec>> = app.packs.workflows().filter(named).collect();
    let name = |own: &&Loaded<WorkflowSpec>| own.spec.budget.as_ref().map(|own| own.name.clone());
    let mut names: Vec<String> = all.iter().filter_map(name).collect();
    names.sort();
    names.dedup();
    let wanted = input.name.clone().or_else(|| names.first().cloned());
    let wanted = wanted.unwrap_or_default();
    if !names.contains(&wanted) {
        return Err(AppError::not_found("budget", &wanted));
    }
    let sharing = all.iter().filter(|own| name(own).as_ref() == Some(&wanted));
    let sharing: Vec<&&Loaded<WorkflowSpec>> = sharing.collect();
    let most = sharing.iter().filter_map(|own| own.spec.budget.as_ref());
    let most = most.map(|own| own.most_per_month).min().unwrap_or(0);
    let month = input.month.unwrap_or_else(|| app.today());
    let month = month.with_day(1).unwrap_or(month);
    let last = month.checked_add_months(Months::new(1)).unwrap_or(month);
    let range = (month, last.pred_opt().unwrap_or(last));
    app.store.read(|tx| {
        let only = input.subject.as_ref();
        let only = only.map(|named| find_entity(tx, named.trim()));
        let only = only.transpose()?.map(|id| id.to_string());
        let mut subjects: BTreeMap<String, Vec<KeptVisit>> = BTreeMap::new();
        subjects.extend(only.clone().map(|id| (id, Vec::new())));
        let mut bodies: BTreeMap<String, u64> = BTreeMap::new();
        for (subject, visit) in tx.visits_between(&wanted, range)? {
            if only.as_ref().is_some_and(|only| *only != subject) {
                continue;
            }
            *bodies.entry(visit.body.clone()).or_default() += 1;
            subjects.entry(subject).or_default().push(visit);
        }
        let mut lookup = Lookup::new(app);
        let rows = subjects.into_iter().filter_map(|(id, visits)| {
            let id = EntityId::new(&id).ok()?;
            Some(
                lookup
                    .entity(tx, &id)
                    .map(|subject| row(subject, visits, most)),
            )
        });
        let mut rows: Vec<BudgetRow> = rows.collect::<Result<_, AppError>>()?;
        rows.sort_by_key(|row| std::cmp::Reverse(row.visits.len()));
        Ok(BudgetView {
            name: wanted.clone(),
            all: names,
            workflows: sharing
                .iter()
                .map(|own| Named {
                    id: own.id.clone(),
                    title: own.spec.title.clone(),
                })
                .collect(),
            month,
            most,
            rows,
            bodies: bodies.into_iter().collect(),
        })
    })
}

fn row(subject: crate::contract::EntityLink, visits: Vec<KeptVisit>, most: u32) -> BudgetRow {
    BudgetRow {
        subject,
        left: most.saturating_sub(visits.len() as u32),
        visits: visits
            .into_iter()
            .map(|own| (own.code, own.day, own.body))
            .collect(),
    }
}
