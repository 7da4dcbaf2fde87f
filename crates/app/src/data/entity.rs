//! One entity with everything known of it as of a day.

use crate::as_of::{AsOf, moment};
use crate::call::{Answer, App, Call};
use crate::contract::{EntityView, NameView};
use crate::error::AppError;
use crate::lookup::{Lookup, link};
use julin_model::{EntityId, NameKind, Profile};
use julin_store::{Match, StatementFilter, Tx};

/// Which entity, as of when, and as known when.
#[derive(Debug, Clone, Default)]
pub struct EntityInput {
    /// Identifier or exact name.
    pub id: String,
    /// Year or day; this year when not given.
    pub as_of: Option<String>,
    /// Only what was known at that time (RFC 3339); now when not given.
    pub known_at: Option<String>,
}

/// All that is known of one entity.
pub fn entity(app: &App, _call: &Call, input: &EntityInput) -> Answer<EntityView> {
    let as_of = AsOf::parse(input.as_of.as_deref(), app.today())?;
    let known_at = input.known_at.as_deref().map(moment).transpose()?;
    app.store.read(|tx| {
        let id = find_entity(tx, &input.id)?;
        let filter = StatementFilter {
            entities: vec![id.clone()],
            known_at,
            ..StatementFilter::default()
        };
        entity_view(app, tx, &id, as_of, &filter)
    })
}

/// The entity of an identifier or an exact name, merges followed.
pub fn find_entity(tx: &mut Tx, wanted: &str) -> Result<EntityId, AppError> {
    if let Ok(id) = EntityId::new(wanted)
        && let Some(id) = tx.resolve(&id)?
    {
        return Ok(id);
    }
    let hits = tx.search(wanted, 2)?;
    let mut named = hits.iter().filter(|hit| hit.part == Match::Whole);
    match (named.next(), named.next()) {
        (Some(only), None) => Ok(only.id.clone()),
        _ => Err(AppError::not_found("entity", wanted)),
    }
}

/// The view of an entity already found.
pub fn entity_view(
    app: &App,
    tx: &mut Tx,
    id: &EntityId,
    as_of: AsOf,
    filter: &StatementFilter,
) -> Answer<EntityView> {
    let found = tx
        .entity(id)?
        .ok_or_else(|| AppError::not_found("entity", id.as_str()))?;
    let statements = tx.statements(filter)?;
    let mut lookup = Lookup::new(app);
    let mut findings = Vec::new();
    for finding in Profile::of(statements, as_of.day).findings {
        findings.push(lookup.finding(tx, &finding)?);
    }
    app.packs.in_field_order(&mut findings);
    let mut relations = Vec::new();
    for relation in tx.relations_of(id)? {
        relations.push(lookup.relation(tx, &relation, id)?);
    }
    let mut merged = Vec::new();
    for (from, batch) in tx.merged_into(id)? {
        merged.push((lookup.entity(tx, &from)?, batch.0));
    }
    let has_rules = app
        .packs
        .rules()
        .any(|rule| rule.spec.applies_to == found.kind);
    Ok(EntityView {
        has_rules,
        type_label: app.packs.type_label(&found.kind),
        entity: link(&found.id, found.kind, found.name),
        names: found
            .names
            .into_iter()
            .map(|n| NameView {
                kind: name_kind(n.kind),
                text: n.text,
            })
            .collect(),
        findings,
        relations,
        merged,
        as_of: as_of.text(),
    })
}

fn name_kind(kind: NameKind) -> String {
    match kind {
        NameKind::Alias => "alias".to_owned(),
        NameKind::Short => "short".to_owned(),
        NameKind::Former => "former".to_owned(),
        NameKind::Noisy => "noisy".to_owned(),
        NameKind::Identifier(scheme) => scheme,
    }
}
