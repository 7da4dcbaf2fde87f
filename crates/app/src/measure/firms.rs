//! The enterprises of a zone and their figures: entities that the packs say are counted
//! into it by a relation, of a type whose fields add up to a zone's.

use super::figures::choose_for;
use crate::call::App;
use crate::contract::EntityLink;
use crate::error::AppError;
use crate::lookup::link;
use crate::packs::LoadedFramework;
use julin_formula::Need;
use julin_measure::contributions::{Firms, RollUp};
use julin_model::{EntityId, FieldId, Status, TypeId};
use julin_pack::kind::Rollup;
use julin_store::{StatementFilter, Tx};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Firms with their figures, and how these add up.
pub struct ZoneFirms {
    /// The firms, in the order of `figures`.
    pub links: Vec<EntityLink>,
    /// Their figures.
    pub figures: Firms,
    /// How a field of the zone is made of theirs.
    pub roll_up: BTreeMap<String, RollUp>,
    /// Some figure is generated.
    pub has_samples: bool,
}

/// Reads the firms of a zone as of the end of a year.
pub fn zone_firms(
    app: &App,
    tx: &mut Tx,
    (loaded, year): (&LoadedFramework, i32),
    zone: &EntityId,
) -> Result<ZoneFirms, AppError> {
    let needs = loaded.framework.needs();
    let (fields, roll_up, kinds) = adding_up(app, loaded, &needs);
    let links = members(app, tx, zone, &kinds)?;
    let filter = StatementFilter {
        entities: links.iter().map(|link| link.id.clone()).collect(),
        fields: fields.clone(),
        ..StatementFilter::default()
    };
    let statements = match links.is_empty() || fields.is_empty() {
        true => Vec::new(),
        false => tx.statements(&filter)?,
    };
    let has_samples = statements.iter().any(|s| s.status == Status::Sample);
    let ids = links.iter().map(|link| link.id.to_string()).collect();
    let mut figures = Firms::new(ids);
    let known = choose_for(app, statements, year);
    for need in needs
        .iter()
        .filter(|need| roll_up.contains_key(&need.field))
    {
        let value = |link: &EntityLink| {
            let key = (link.id.clone(), need.field.clone(), need.prior());
            known.get(&key).copied().unwrap_or(f64::NAN)
        };
        let column = links.iter().map(value).collect();
        let inserted = figures.insert(need.clone(), column);
        inserted.map_err(|error| AppError::internal(error.to_string()))?;
    }
    Ok(ZoneFirms {
        links,
        figures,
        roll_up,
        has_samples,
    })
}

/// Position of the first zone that has firms.
pub fn first_with_firms(
    app: &App,
    tx: &mut Tx,
    loaded: &LoadedFramework,
    zones: &[EntityLink],
) -> Result<Option<usize>, AppError> {
    let (_, _, kinds) = adding_up(app, loaded, &loaded.framework.needs());
    for (at, zone) in zones.iter().enumerate() {
        if !members(app, tx, &zone.id, &kinds)?.is_empty() {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

type AddingUp = (Vec<FieldId>, BTreeMap<String, RollUp>, BTreeSet<TypeId>);

/// Fields of the formulas that are made of firms', and the types of entities they are of.
fn adding_up(app: &App, loaded: &LoadedFramework, needs: &BTreeSet<Need>) -> AddingUp {
    let mut out: AddingUp = Default::default();
    for need in needs {
        let Some(spec) = FieldId::new(&need.field)
            .ok()
            .and_then(|id| app.packs.field(&id))
        else {
            continue;
        };
        let rule = match spec.rollup {
            Rollup::Sum => RollUp::Sum,
            Rollup::Mean => RollUp::Mean,
            Rollup::Count => RollUp::Count,
            Rollup::Max | Rollup::None => continue,
        };
        if out.1.insert(need.field.clone(), rule).is_none() {
            out.0.push(spec.id.clone());
        }
        let others = spec.of.iter().filter(|kind| **kind != loaded.spec.units_of);
        out.2.extend(others.cloned());
    }
    out
}

/// Entities of these types that are counted into the zone, by identifier.
fn members(
    app: &App,
    tx: &mut Tx,
    zone: &EntityId,
    kinds: &BTreeSet<TypeId>,
) -> Result<Vec<EntityLink>, AppError> {
    let mut found: HashMap<EntityId, EntityLink> = HashMap::new();
    for relation in tx.relations_of(zone)? {
        let other = relation.from;
        let counts = relation.to == *zone && app.packs.rolls_up(&relation.kind);
        if !counts || found.contains_key(&other) {
            continue;
        }
        if let Some(entity) = tx.entity(&other)?
            && kinds.contains(&entity.kind)
        {
            found.insert(other, link(&entity.id, entity.kind, entity.name));
        }
    }
    let mut links: Vec<_> = found.into_values().collect();
    links.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(links)
}
