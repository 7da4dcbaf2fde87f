//! Turns stored statements and relations into contract views, looking up each name,
//! label and source title once per answer.

use crate::call::App;
use crate::contract::{
    CitedView, EntityLink, Figure, FindingView, RelationView, SourceLink, StatementView,
};
use crate::error::AppError;
use julin_model::record::Cited;
use julin_model::{Bound, EntityId, Finding, Relation, SourceId, Statement, Text, TypeId, Value};
use julin_store::Tx;
use std::collections::HashMap;

/// Names, labels and titles met so far in one answer.
pub struct Lookup<'a> {
    app: &'a App,
    entities: HashMap<EntityId, EntityLink>,
    sources: HashMap<SourceId, SourceLink>,
    /// Rounds of scoring, and whether the caller sees no names in them.
    pub(crate) nameless: HashMap<String, bool>,
}

impl<'a> Lookup<'a> {
    /// Starts with nothing looked up.
    pub fn new(app: &'a App) -> Self {
        Self {
            app,
            entities: HashMap::new(),
            sources: HashMap::new(),
            nameless: HashMap::new(),
        }
    }

    /// Takes note of one the store does not know, and of where it comes from.
    pub fn know(&mut self, entity: &EntityLink, source: SourceLink) {
        self.entities.insert(entity.id.clone(), entity.clone());
        self.sources.insert(source.id.clone(), source);
    }

    /// An entity as a link; one the store does not know shows its identifier.
    pub fn entity(&mut self, tx: &mut Tx, id: &EntityId) -> Result<EntityLink, AppError> {
        if let Some(link) = self.entities.get(id) {
            return Ok(link.clone());
        }
        let link = match tx.entity(id)? {
            Some(found) => link(&found.id, found.kind, found.name),
            None => link(id, unknown_type(), Text::same(id.as_str())),
        };
        self.entities.insert(id.clone(), link.clone());
        Ok(link)
    }

    /// A source as a link.
    pub fn source(&mut self, tx: &mut Tx, id: &SourceId) -> Result<SourceLink, AppError> {
        if let Some(link) = self.sources.get(id) {
            return Ok(link.clone());
        }
        let link = match tx.source(id)? {
            Some(found) => SourceLink {
                id: id.clone(),
                title: found.title,
                published: found.published,
                held: tx.source_is_held(id)?,
            },
            None => SourceLink {
                id: id.clone(),
                title: Text::same(id.as_str()),
                published: None,
                held: false,
            },
        };
        self.sources.insert(id.clone(), link.clone());
        Ok(link)
    }

    /// A statement as a figure.
    pub fn figure(
        &mut self,
        tx: &mut Tx,
        s: &Statement,
        conflicting: bool,
    ) -> Result<Figure, AppError> {
        let packs = &self.app.packs;
        let field = packs.field(&s.field);
        let unit = s
            .unit
            .clone()
            .or_else(|| field.and_then(|f| f.unit.clone()));
        let unit_label = unit
            .as_deref()
            .and_then(|code| packs.units().get(code))
            .map(|u| u.label.clone());
        let target = match &s.value {
            Value::Entity { entity } => Some(self.entity(tx, entity)?),
            _ => None,
        };
        Ok(Figure {
            field: s.field.clone(),
            label: packs.field_label(&s.field),
            scope: s.scope.clone(),
            scope_label: s
                .scope
                .as_deref()
                .map(|code| packs.code_label(code))
                .unwrap_or_default(),
            value: s.value.clone(),
            target,
            unit,
            unit_label: unit_label.unwrap_or_default(),
            period: s.period,
            status: s.status,
            bound: s.told.as_ref().map_or(Bound::Exact, |told| told.bound),
            raw: s.told.as_ref().and_then(|told| told.raw.clone()),
            conflicting,
            statement: s.id,
        })
    }

    /// A statement with its source.
    pub fn statement(
        &mut self,
        tx: &mut Tx,
        s: &Statement,
        conflicting: bool,
    ) -> Result<StatementView, AppError> {
        let told = s.told.clone().unwrap_or_default();
        let mut also = Vec::new();
        for Cited { source, locator } in told.also {
            also.push(CitedView {
                source: self.source(tx, &source)?,
                locator,
            });
        }
        Ok(StatementView {
            figure: self.figure(tx, s, conflicting)?,
            entity: self.entity(tx, &s.entity)?,
            source: self.source(tx, &s.source)?,
            locator: s.locator.clone(),
            by: told.by.as_ref().map(|id| self.entity(tx, id)).transpose()?,
            confidence: told.confidence,
            note: told.note,
            also,
            discrepancy: told
                .discrepancy
                .as_ref()
                .map(|id| self.entity(tx, id))
                .transpose()?,
            batch: s.batch.0,
            recorded_at: s.recorded_at.to_rfc3339(),
            ended_at: s.ended_at.map(|at| at.to_rfc3339()),
        })
    }

    /// Statements in the order given.
    pub fn statements(
        &mut self,
        tx: &mut Tx,
        list: &[Statement],
        conflicting: bool,
    ) -> Result<Vec<StatementView>, AppError> {
        list.iter()
            .map(|s| self.statement(tx, s, conflicting))
            .collect()
    }

    /// A finding with all its statements. Fields that hold several values at once have
    /// no conflicts.
    pub fn finding(&mut self, tx: &mut Tx, found: &Finding) -> Result<FindingView, AppError> {
        let conflicting = found.conflicting && !self.app.packs.holds_many(&found.preferred.field);
        Ok(FindingView {
            preferred: self.statement(tx, &found.preferred, conflicting)?,
            because: found.because,
            others: self.statements(tx, &found.others, conflicting)?,
            conflicting,
            earlier: self.statements(tx, &found.earlier, false)?,
        })
    }

    /// A relation seen from `end`.
    pub fn relation(
        &mut self,
        tx: &mut Tx,
        r: &Relation,
        end: &EntityId,
    ) -> Result<RelationView, AppError> {
        let outgoing = &r.from == end;
        let other = if outgoing { &r.to } else { &r.from };
        Ok(RelationView {
            label: self.app.packs.relation_label(&r.kind, outgoing),
            kind: r.kind.clone(),
            other: self.entity(tx, other)?,
            outgoing,
            period: r.period,
            note: r.note.clone(),
            source: self.source(tx, &r.source)?,
            locator: r.locator.clone(),
        })
    }
}

/// Generated entities carry this prefix, so that no list can forget to mark them.
pub const SAMPLE_PREFIX: &str = "sample:";

/// A link from its parts.
pub fn link(id: &EntityId, kind: TypeId, name: Text) -> EntityLink {
    EntityLink {
        sample: id.as_str().starts_with(SAMPLE_PREFIX),
        id: id.clone(),
        kind,
        name,
    }
}

fn unknown_type() -> TypeId {
    TypeId::new("unknown").unwrap_or_else(|_| unreachable!("a lower-case word is an identifier"))
}
