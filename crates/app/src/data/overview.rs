//! The first page: what is held, what disagrees, what was written last, who is ranked.

use super::conflicts::find_conflicts;
use super::imports::batch_view;
use crate::as_of::AsOf;
use crate::call::{Answer, App, Call};
use crate::contract::{Headline, Overview, TypeCount};
use crate::lookup::Lookup;
use crate::measure::{framework_line, kept_figures};
use julin_model::{EntityId, Profile, Statement, Status, TypeId, Value};
use julin_store::{StatementFilter, Tx};
use std::collections::BTreeMap;

/// As of which year.
#[derive(Debug, Clone, Copy)]
pub struct OverviewInput {
    /// Year.
    pub as_of: i32,
}

/// Headline figures and batches shown.
const HEADLINES: usize = 8;
const BATCHES: usize = 6;

/// The first page.
pub fn overview(app: &App, _call: &Call, input: &OverviewInput) -> Answer<Overview> {
    app.store.read(|tx| {
        let mut lookup = Lookup::new(app);
        let types = type_counts(app, tx)?;
        let mut frameworks = Vec::new();
        for loaded in app.packs.frameworks() {
            let figures = kept_figures(app, tx, loaded, input.as_of)?;
            let outcome = julin_measure::score(&loaded.framework, &figures.matrix);
            frameworks.push(framework_line(loaded, &outcome));
        }
        let batches = tx.batches(BATCHES, 0)?;
        Ok(Overview {
            types,
            records: tx.record_count(None)?,
            sources: tx.sources()?.len() as u64,
            conflicts: find_conflicts(app, tx, None)?.len() as u64,
            reviews: tx.reviews(true)?.len() as u64,
            headlines: headlines(app, tx, &mut lookup, input.as_of)?,
            frameworks,
            batches: batches
                .iter()
                .map(|batch| batch_view(tx, &mut lookup, batch))
                .collect::<Answer<_>>()?,
            as_of: input.as_of,
        })
    })
}

/// How many entities of each type there are, most first.
pub fn types(app: &App, _call: &Call) -> Answer<Vec<TypeCount>> {
    app.store.read(|tx| type_counts(app, tx))
}

fn type_counts(app: &App, tx: &mut Tx) -> Answer<Vec<TypeCount>> {
    let counted = tx
        .entity_counts()?
        .into_iter()
        .map(|(kind, count)| TypeCount {
            label: app.packs.type_label(&kind),
            kind,
            count,
        });
    let mut types: Vec<_> = counted.collect();
    types.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.kind.cmp(&b.kind)));
    Ok(types)
}

/// The main figures of the parks about which most is known, two of each at most.
fn headlines(app: &App, tx: &mut Tx, lookup: &mut Lookup<'_>, as_of: i32) -> Answer<Vec<Headline>> {
    let mut by_park: BTreeMap<EntityId, Vec<Statement>> = BTreeMap::new();
    for kind in app
        .packs
        .frameworks()
        .map(|f| f.spec.units_of.clone())
        .collect::<std::collections::BTreeSet<TypeId>>()
    {
        let filter = StatementFilter {
            kind: Some(kind),
            ..StatementFilter::default()
        };
        for statement in tx.statements(&filter)? {
            by_park
                .entry(statement.entity.clone())
                .or_default()
                .push(statement);
        }
    }
    let mut parks: Vec<_> = by_park.into_values().collect();
    parks.sort_by_key(|statements| std::cmp::Reverse(statements.len()));
    let mut shown = Vec::new();
    for statements in parks.into_iter().take(HEADLINES) {
        let mut findings = Profile::of(statements, AsOf::year(as_of).day).findings;
        findings.retain(|f| is_headline(&f.preferred));
        findings.sort_by_key(|f| app.packs.field_order(&f.preferred.field));
        for finding in findings.into_iter().take(2) {
            let s = &finding.preferred;
            shown.push(Headline {
                entity: lookup.entity(tx, &s.entity)?,
                figure: lookup.figure(tx, s, finding.conflicting)?,
                source: lookup.source(tx, &s.source)?,
                locator: s.locator.clone(),
            });
        }
    }
    shown.truncate(HEADLINES);
    Ok(shown)
}

/// A reported number about a time: what stands first in the dictionary is shown first.
fn is_headline(s: &Statement) -> bool {
    matches!(s.value, Value::Number(_)) && s.status == Status::Reported && s.period.is_some()
}
