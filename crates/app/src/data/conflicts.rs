//! Figures on which sources disagree, side by side, with the ruling where a pack
//! records one.

use super::entity::find_entity;
use crate::call::{Answer, App, Call};
use crate::contract::{ConflictView, Listing, Ruling};
use crate::lookup::Lookup;
use chrono::NaiveDate;
use julin_model::{EntityId, Finding, Profile, Statement};
use julin_store::{StatementFilter, Tx};
use std::collections::BTreeMap;

/// Of whom, and which page.
#[derive(Debug, Clone, Default)]
pub struct ConflictsInput {
    /// Only this entity: identifier or exact name.
    pub entity: Option<String>,
    /// How many to pass over.
    pub offset: u64,
    /// Most rows.
    pub limit: u64,
}

/// One page of conflicts, in order of entity and field.
pub fn conflicts(app: &App, _call: &Call, input: &ConflictsInput) -> Answer<Listing<ConflictView>> {
    app.store.read(|tx| {
        let entity = input
            .entity
            .as_deref()
            .map(|id| find_entity(tx, id))
            .transpose()?;
        let found = find_conflicts(app, tx, entity)?;
        let limit = app.most(input.limit.clamp(1, 500) as usize);
        let mut lookup = Lookup::new(app);
        let mut rows = Vec::new();
        let shown = found.iter().skip(input.offset as usize).take(limit);
        for (done, finding) in shown.enumerate() {
            app.step(done, found.len())?;
            rows.push(ConflictView {
                entity: lookup.entity(tx, &finding.preferred.entity)?,
                finding: lookup.finding(tx, finding)?,
                ruling: ruling(app, tx, &mut lookup, finding)?,
            });
        }
        Ok(Listing {
            rows,
            total: found.len() as u64,
            offset: input.offset,
            limit: limit as u64,
        })
    })
}

/// Findings whose statements about one period disagree. Looks only at entities about
/// which more than one source, or one source twice, says something.
pub fn find_conflicts(app: &App, tx: &mut Tx, entity: Option<EntityId>) -> Answer<Vec<Finding>> {
    let entities = match entity {
        Some(entity) => vec![entity],
        None => tx.entities_told_twice()?,
    };
    if entities.is_empty() {
        return Ok(Vec::new());
    }
    let mut by_entity: BTreeMap<EntityId, Vec<Statement>> = BTreeMap::new();
    for statement in tx.statements(&StatementFilter {
        entities,
        ..StatementFilter::default()
    })? {
        by_entity
            .entry(statement.entity.clone())
            .or_default()
            .push(statement);
    }
    let findings = by_entity.into_values().flat_map(every_period);
    Ok(findings
        .filter(|f| f.conflicting && !app.packs.holds_many(&f.preferred.field))
        .collect())
}

/// One finding per field, scope and period: an old disagreement is one too.
fn every_period(statements: Vec<Statement>) -> Vec<Finding> {
    let mut periods: BTreeMap<Option<String>, Vec<Statement>> = BTreeMap::new();
    for statement in statements {
        periods
            .entry(statement.period.map(|p| p.to_string()))
            .or_default()
            .push(statement);
    }
    periods
        .into_values()
        .flat_map(|group| Profile::of(group, NaiveDate::MAX).findings)
        .collect()
}

fn ruling(
    app: &App,
    tx: &mut Tx,
    lookup: &mut Lookup<'_>,
    finding: &Finding,
) -> Answer<Option<Ruling>> {
    let mut told = std::iter::once(&finding.preferred)
        .chain(&finding.others)
        .filter_map(|s| s.told.as_ref());
    let Some(id) = told.find_map(|t| t.discrepancy.clone()) else {
        return Ok(None);
    };
    let Some(text) = app.packs.discrepancy(&id) else {
        return Ok(None);
    };
    let (why, usage) = (text.why.clone(), text.ruling.clone());
    Ok(Some(Ruling {
        discrepancy: lookup.entity(tx, &id)?,
        why,
        usage,
    }))
}
