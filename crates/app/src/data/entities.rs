//! A page of the list of entities, of one type or of all.

use crate::call::{Answer, App, Call};
use crate::contract::{EntityLink, Listing};
use crate::error::AppError;
use crate::lookup::link;
use julin_model::TypeId;
use julin_store::EntityFilter;

/// Which entities.
#[derive(Debug, Clone, Default)]
pub struct EntitiesInput {
    /// Only this type.
    pub kind: Option<String>,
    /// How many to pass over.
    pub offset: u64,
    /// Most rows.
    pub limit: u64,
}

/// One page, in order of identifier.
pub fn entities(app: &App, _call: &Call, input: &EntitiesInput) -> Answer<Listing<EntityLink>> {
    let kind = input
        .kind
        .as_deref()
        .map(|kind| known_type(app, kind))
        .transpose()?;
    app.store.read(|tx| {
        let counts = tx.entity_counts()?;
        let counted = counts
            .iter()
            .filter(|(k, _)| kind.as_ref().is_none_or(|wanted| wanted == k));
        let total = counted.map(|(_, count)| count).sum();
        let limit = app.most(input.limit.clamp(1, 1000) as usize);
        let filter = EntityFilter {
            kind: kind.clone(),
            limit: Some(limit),
            offset: input.offset as usize,
            ..EntityFilter::default()
        };
        let rows = tx
            .entities(&filter)?
            .into_iter()
            .map(|line| link(&line.id, line.kind, line.name))
            .collect();
        Ok(Listing {
            rows,
            total,
            offset: input.offset,
            limit: limit as u64,
        })
    })
}

/// A type some pack declares.
pub fn known_type(app: &App, kind: &str) -> Result<TypeId, AppError> {
    let id = TypeId::new(kind).ok().filter(|id| app.packs.has_type(id));
    id.ok_or_else(|| AppError::not_found("type", kind))
}
