//! Whom each row of a table is about: known by identifier or by name, new, or doubtful.
//!
//! Doubtful rows become entities of their own and a pair for a person to review; they
//! are never merged silently.

use crate::call::App;
use crate::error::AppError;
use julin_intake::MappedRow;
use julin_intake::identity::name::{NameFolder, full};
use julin_intake::identity::{Because, Candidate, Claim, NameKey, Resolution, resolve};
use julin_model::{Digest, Entity, EntityId, Name, NameKind, Text, TypeId};
use julin_store::{EntityFilter, IncomingEntity, Tx};
use std::collections::HashMap;

/// Above this many entities of a type only equal names are compared, not equal cores:
/// the cores of all names would not fit the memory an import may take.
const COMPARED: u64 = 100_000;

/// What is known about the entities of a type.
pub struct Identities {
    kind: TypeId,
    folder: NameFolder,
    by_identifier: HashMap<String, HashMap<String, EntityId>>,
    by_key: HashMap<String, Vec<usize>>,
    candidates: Vec<Candidate>,
}

/// The code an identifier is made of: scheme and value.
pub(crate) fn code_of(id: &EntityId) -> Option<(String, String)> {
    let (scheme, value) = id.as_str().split_once(':')?;
    Some((scheme.to_owned(), value.to_uppercase()))
}

/// A row's entity, and the known ones it may be.
pub struct Identified {
    /// The entity to write to.
    pub entity: IncomingEntity,
    /// Known entities it may be, with the reason.
    pub doubtful: Vec<(EntityId, Because)>,
}

impl Identities {
    /// Reads identifiers and names of the entities of a type.
    pub fn read(app: &App, tx: &mut Tx, kind: &TypeId) -> Result<Self, AppError> {
        let mut known = Self {
            kind: kind.clone(),
            folder: NameFolder::new(&app.packs.name_rules()),
            by_identifier: HashMap::new(),
            by_key: HashMap::new(),
            candidates: Vec::new(),
        };
        let counted = tx
            .entity_counts()?
            .into_iter()
            .find(|(k, _)| k == kind)
            .map_or(0, |(_, count)| count);
        let mut names: HashMap<EntityId, Vec<Name>> = HashMap::new();
        for (entity, name) in tx.names_of_kind(kind)? {
            names.entry(entity).or_default().push(name);
        }
        if counted <= COMPARED {
            for line in tx.entities(&EntityFilter {
                kind: Some(kind.clone()),
                ..EntityFilter::default()
            })? {
                let further = names.remove(&line.id).unwrap_or_default();
                known.add(&line.id, &line.name, &further);
            }
        }
        for (entity, further) in names {
            known.add(&entity, &Text::default(), &further);
        }
        Ok(known)
    }

    fn add(&mut self, id: &EntityId, name: &Text, further: &[Name]) {
        let mut candidate = Candidate {
            id: id.clone(),
            identifiers: code_of(id).into_iter().collect(),
            names: Vec::new(),
        };
        for text in [&name.zh, &name.en]
            .into_iter()
            .filter(|text| !text.is_empty())
        {
            candidate.names.push(self.folder.key(text));
        }
        for further in further {
            match &further.kind {
                NameKind::Identifier(scheme) => {
                    let identifier = (scheme.clone(), further.text.to_uppercase());
                    let of_scheme = self.by_identifier.entry(scheme.clone()).or_default();
                    of_scheme.insert(identifier.1.clone(), id.clone());
                    candidate.identifiers.push(identifier);
                }
                _ => candidate.names.push(self.folder.key(&further.text)),
            }
        }
        let position = self.candidates.len();
        for NameKey { full, core } in &candidate.names {
            for key in [full, core] {
                let places = self.by_key.entry(key.clone()).or_default();
                if !places.contains(&position) {
                    places.push(position);
                }
            }
        }
        self.candidates.push(candidate);
    }

    /// The entity of a row.
    pub fn identify(&self, row: &MappedRow) -> Result<Identified, AppError> {
        let certain = |entity| {
            Ok(Identified {
                entity,
                doubtful: Vec::new(),
            })
        };
        for (scheme, value) in &row.identifiers {
            let of_scheme = self.by_identifier.get(scheme);
            if let Some(id) = of_scheme.and_then(|known| known.get(value)) {
                return certain(IncomingEntity::Known(id.clone()));
            }
        }
        let new = || self.new_entity(row).map(IncomingEntity::Create);
        if self.candidates.is_empty() {
            return certain(new()?);
        }
        let names: Vec<NameKey> = row.names.iter().map(|name| self.folder.key(name)).collect();
        let mut places: Vec<usize> = names
            .iter()
            .flat_map(|k| [&k.full, &k.core])
            .filter_map(|key| self.by_key.get(key))
            .flatten()
            .copied()
            .collect();
        places.sort_unstable();
        places.dedup();
        if places.is_empty() {
            return certain(new()?);
        }
        let candidates: Vec<Candidate> = places
            .into_iter()
            .map(|at| self.candidates[at].clone())
            .collect();
        let identifiers = row
            .identifiers
            .iter()
            .map(|(scheme, value)| (scheme.to_string(), value.clone()))
            .collect();
        match resolve(&Claim { identifiers, names }, &candidates) {
            Resolution::Same(id, _) => certain(IncomingEntity::Known(id)),
            Resolution::New => certain(new()?),
            Resolution::Doubtful(doubtful) => Ok(Identified {
                entity: new()?,
                doubtful,
            }),
        }
    }

    /// A new entity: its id comes from its identifier, or from its name.
    fn new_entity(&self, row: &MappedRow) -> Result<Entity, AppError> {
        let name = row.names.first().map(String::as_str).unwrap_or_default();
        let id = match row.identifiers.first() {
            Some((scheme, value)) => format!("{scheme}:{}", value.to_lowercase()),
            None => format!(
                "{}:name-{}",
                self.kind,
                &Digest::of_bytes(full(name).as_bytes())[..16]
            ),
        };
        let shown = row
            .names
            .first()
            .or(row.identifiers.first().map(|(_, value)| value));
        Ok(Entity {
            id: EntityId::new(id).map_err(AppError::internal)?,
            kind: self.kind.clone(),
            name: Text::new(shown.cloned().unwrap_or_default(), ""),
            names: Vec::new(),
        })
    }
}
