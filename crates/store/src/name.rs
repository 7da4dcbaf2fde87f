//! Further names of entities, and search over all names.
//!
//! Ranking: the whole name, then its beginning, then a part of it; shorter names first.

use crate::entity::Latest;
use crate::merge::entity_id;
use crate::normal::normalise;
use crate::sql::schema::NAME;
use crate::sql::{P, Row};
use crate::tx::{NOW, Result};
use crate::{StoreError, Tx};
use julin_model::{BatchId, EntityId, Lang, Name, NameKind, Text, TypeId};
use std::collections::{BTreeSet, HashMap, HashSet};

/// How much of a name a search matched, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// The whole name or identifier.
    Whole,
    /// Its beginning.
    Beginning,
    /// A part of it.
    Part,
}

/// An entity found by a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameHit {
    /// The entity, resolved through merges.
    pub id: EntityId,
    /// Its type.
    pub kind: TypeId,
    /// Its preferred name.
    pub name: Text,
    /// The name or identifier that matched, in the form compared.
    pub matched: String,
    /// How much of it matched.
    pub part: Match,
}

/// A second preferred name, kept for search only.
pub(crate) const OTHER_LANGUAGE: &str = "other-language";

/// The word a kind of name is stored under.
pub(crate) fn kind_code(kind: &NameKind) -> String {
    match kind {
        NameKind::Alias => "alias".to_owned(),
        NameKind::Short => "short".to_owned(),
        NameKind::Former => "former".to_owned(),
        NameKind::Noisy => "noisy".to_owned(),
        NameKind::Identifier(scheme) => format!("id:{scheme}"),
    }
}

/// A stored name.
pub(crate) fn read_name(kind: &str, lang: Option<&str>, text: &str) -> Result<Name> {
    let kind = match (kind, kind.strip_prefix("id:")) {
        (_, Some(scheme)) => NameKind::Identifier(scheme.to_owned()),
        ("alias", _) => NameKind::Alias,
        ("short", _) => NameKind::Short,
        ("former", _) => NameKind::Former,
        ("noisy", _) => NameKind::Noisy,
        _ => {
            return Err(StoreError::Unreadable {
                table: "name",
                reason: kind.to_owned(),
            });
        }
    };
    Ok(Name {
        kind,
        lang: lang.and_then(Lang::parse),
        text: text.to_owned(),
    })
}

impl Tx {
    /// Adds names to entities in force; a name an entity has already is passed over.
    /// How many were new.
    pub fn add_names(&mut self, batch: BatchId, names: &[(EntityId, Name)]) -> Result<u64> {
        self.in_batch(batch)?;
        let ids: Vec<&str> = names.iter().map(|(id, _)| id.as_str()).collect();
        let versions = self.versions(&ids, NOW)?;
        let mut known = HashSet::new();
        for id in ids.iter().collect::<BTreeSet<_>>() {
            let names = versions
                .get(*id)
                .map(|v| self.names_of(v, NOW))
                .transpose()?
                .unwrap_or_default();
            known.extend(
                names
                    .into_iter()
                    .map(|name| (*id, kind_code(&name.kind), name.text)),
            );
        }
        let mut new = Vec::new();
        for (id, name) in names {
            let entity = versions.get(id.as_str()).and_then(|v| v.last());
            let entity = entity.ok_or_else(|| StoreError::UnknownEntity(id.clone()))?;
            if known.insert((id.as_str(), kind_code(&name.kind), name.text.clone())) {
                new.push((entity.key, name));
            }
        }
        self.insert_names(batch, &new)?;
        Ok(new.len() as u64)
    }

    pub(crate) fn insert_names(&mut self, batch: BatchId, names: &[(i64, &Name)]) -> Result<()> {
        let first = self.next_keys(NAME, names.len())?;
        let mut insert = self.insert(NAME, names.len())?;
        for (key, (entity, name)) in (first..).zip(names) {
            insert.row(&[
                P::Int(key),
                P::Int(*entity),
                P::Text(&kind_code(&name.kind)),
                P::opt(name.lang.map(Lang::code)),
                P::Text(&name.text),
                P::Text(&normalise(&name.text)),
                P::Int(batch.0),
            ])?;
        }
        insert.finish()
    }

    /// Entities of a type with one of these names, each with the name it matched. The
    /// names must be as [`normalise`] makes them.
    pub fn candidates(
        &mut self,
        kind: &TypeId,
        normals: &[String],
    ) -> Result<Vec<(String, EntityId)>> {
        self.for_lookup()?;
        let latest = self.latest(NOW)?;
        let merges = self.merges(NOW)?;
        let names: Vec<&str> = normals.iter().map(String::as_str).collect();
        let mut found = BTreeSet::new();
        for sql in [
            "SELECT e.id, COALESCE(e.normal, e.name_zh), e.key, e.batch, e.batch FROM entity e \
             WHERE COALESCE(e.normal, e.name_zh) IN (TEXTS($1)) AND e.type = $2",
            "SELECT e.id, n.normal, e.key, e.batch, n.batch FROM name n \
             CROSS JOIN entity e WHERE e.key = n.entity AND n.normal IN (TEXTS($1)) AND e.type = $2",
        ] {
            self.conn()?.each(
                sql,
                &[P::Texts(&names), P::Text(kind.as_str())],
                &mut |row| {
                    if let Some(id) = counted(&row, &latest)? {
                        found.insert((row.string(1)?, entity_id(merges.resolve(id))?));
                    }
                    Ok(true)
                },
            )?;
        }
        Ok(found.into_iter().collect())
    }

    /// The entity with an official identifier.
    pub fn entity_by_identifier(&mut self, scheme: &str, value: &str) -> Result<Option<EntityId>> {
        let direct = EntityId::new(format!("{scheme}:{}", value.trim().to_lowercase()));
        if let Some(id) = direct
            .ok()
            .map(|id| self.resolve(&id))
            .transpose()?
            .flatten()
        {
            return Ok(Some(id));
        }
        let latest = self.latest(NOW)?;
        let merges = self.merges(NOW)?;
        let sql = "SELECT e.id, n.normal, e.key, e.batch, n.batch FROM name n \
                   CROSS JOIN entity e WHERE e.key = n.entity AND n.normal = $1 AND n.kind = $2 ORDER BY n.key";
        let (normal, kind) = (normalise(value), format!("id:{scheme}"));
        let mut found = None;
        self.conn()?
            .each(sql, &[P::Text(&normal), P::Text(&kind)], &mut |row| {
                if let Some(id) = counted(&row, &latest)? {
                    found = Some(entity_id(merges.resolve(id))?);
                }
                Ok(found.is_none())
            })?;
        Ok(found)
    }

    /// Entities whose names or identifiers hold the words, best first.
    pub fn search(&mut self, words: &str, limit: usize) -> Result<Vec<NameHit>> {
        let wanted = normalise(words);
        if wanted.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let latest = self.latest(NOW)?;
        let merges = self.merges(NOW)?;
        self.for_lookup()?;
        let mut best: HashMap<String, (Match, usize, String)> = HashMap::new();
        let after = format!("{wanted}\u{10ffff}");
        for stage in STAGES {
            if best.len() >= limit {
                break;
            }
            for sql in stage.queries {
                let params: &[P] = match stage.part {
                    Match::Beginning => &[P::Text(&wanted), P::Text(&after)],
                    _ => &[P::Text(&wanted)],
                };
                let mut of_query = HashSet::new();
                self.conn()?.each(sql, params, &mut |row| {
                    let Some(id) = counted(&row, &latest)? else {
                        return Ok(true);
                    };
                    let matched = row.text(1)?;
                    let part = if is_identifier(matched, &wanted) {
                        Match::Whole
                    } else {
                        stage.part
                    };
                    let hit = (part, matched.chars().count(), matched.to_owned());
                    let id = merges.resolve(id);
                    of_query.insert(id.to_owned());
                    let entry = best.entry(id.to_owned()).or_insert_with(|| hit.clone());
                    *entry = hit.min(entry.clone());
                    Ok(of_query.len() < limit)
                })?;
            }
        }
        self.hits(best, limit)
    }

    fn hits(
        &mut self,
        best: HashMap<String, (Match, usize, String)>,
        limit: usize,
    ) -> Result<Vec<NameHit>> {
        let mut ranked: Vec<_> = best.into_iter().map(|(id, hit)| (hit, id)).collect();
        ranked.sort_unstable();
        ranked.truncate(limit);
        let ids: Vec<&str> = ranked.iter().map(|(_, id)| id.as_str()).collect();
        let versions = self.versions(&ids, NOW)?;
        let hits = ranked.iter().filter_map(|((part, _, matched), id)| {
            let version = versions.get(id.as_str())?.last()?;
            Some((version, matched.clone(), *part, id))
        });
        hits.map(|(version, matched, part, id)| {
            let (kind, name) = (version.kind.clone(), version.name.clone());
            Ok(NameHit {
                id: entity_id(id)?,
                kind,
                name,
                matched,
                part,
            })
        })
        .collect()
    }
}

struct Stage {
    part: Match,
    queries: &'static [&'static str],
}

/// From the surest and quickest to the vaguest and slowest. Columns: id, what is
/// matched, entity key, its batch, batch of the name.
const STAGES: &[Stage] = &[
    Stage {
        part: Match::Whole,
        queries: &[
            "SELECT e.id, COALESCE(e.normal, e.name_zh), e.key, e.batch, e.batch FROM entity e WHERE COALESCE(e.normal, e.name_zh) = $1 ORDER BY e.key",
            "SELECT e.id, e.id, e.key, e.batch, e.batch FROM entity e WHERE e.id = $1 ORDER BY e.key",
            "SELECT e.id, n.normal, e.key, e.batch, n.batch FROM name n \
             CROSS JOIN entity e WHERE e.key = n.entity AND n.normal = $1 ORDER BY n.key",
        ],
    },
    Stage {
        part: Match::Beginning,
        queries: &[
            "SELECT e.id, COALESCE(e.normal, e.name_zh), e.key, e.batch, e.batch FROM entity e \
             WHERE COALESCE(e.normal, e.name_zh) >= $1 AND COALESCE(e.normal, e.name_zh) < $2 ORDER BY COALESCE(e.normal, e.name_zh), e.key",
            "SELECT e.id, e.id, e.key, e.batch, e.batch FROM entity e \
             WHERE e.id >= $1 AND e.id < $2 ORDER BY e.id, e.key",
            "SELECT e.id, n.normal, e.key, e.batch, n.batch FROM name n \
             CROSS JOIN entity e WHERE e.key = n.entity AND n.normal >= $1 AND n.normal < $2 \
             ORDER BY n.normal, n.key",
        ],
    },
    Stage {
        part: Match::Part,
        queries: &[
            "SELECT e.id, COALESCE(e.normal, e.name_zh), e.key, e.batch, e.batch FROM entity e \
             WHERE INSTR(COALESCE(e.normal, e.name_zh), $1) > 0 ORDER BY e.key",
            "SELECT e.id, e.id, e.key, e.batch, e.batch FROM entity e \
             WHERE INSTR(e.id, $1) > 0 ORDER BY e.key",
            "SELECT e.id, n.normal, e.key, e.batch, n.batch FROM name n \
             CROSS JOIN entity e WHERE e.key = n.entity AND INSTR(n.normal, $1) > 0 ORDER BY n.key",
        ],
    },
];

/// True for `uscc:91110108…` and the digits behind the colon.
fn is_identifier(matched: &str, wanted: &str) -> bool {
    matched
        .split_once(':')
        .is_some_and(|(_, value)| value == wanted)
}

/// The entity's id, when both the entity and the name count.
fn counted<'a>(row: &'a Row<'_>, latest: &Latest) -> Result<Option<&'a str>> {
    let (key, made, named) = (row.int(2)?, row.int(3)?, row.int(4)?);
    let counts =
        latest.in_force(made) && latest.in_force(named) && (made != named || latest.is_last(key));
    Ok(if counts { Some(row.text(0)?) } else { None })
}
