//! Brings the facts of the packs into the store: entities, names, sources with their
//! texts, statements, links.
//!
//! Loading again changes nothing. A changed pack appends what is new, supersedes what
//! changed and retracts what is gone; nothing is erased.

use super::cleaning_steps;
use crate::call::{Answer, App, Call};
use crate::contract::ImportCounts;
use crate::documents::Documents;
use julin_intake::document::{CleaningStep, Document};
use julin_model::{
    BatchId, BatchKind, Diagnostic, Digest, Layout, Record, RecordId, Relation, Value,
};
use julin_pack::{Fact, Pack};
use julin_store::{KeyedRecord, NewBatch, Tx};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

/// Where the texts of sources may be found.
#[derive(Debug, Clone, Default)]
pub struct LoadInput {
    /// Folders with source documents, recognised by digest.
    pub documents: Vec<PathBuf>,
}

/// What was loaded, pack by pack.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct LoadOutcome {
    /// Pack, what it brought; `None` when it was loaded before in this version.
    pub packs: Vec<(String, Option<ImportCounts>)>,
    /// Sources whose text was found.
    pub documents_held: u32,
    /// What is worth knowing.
    pub diagnostics: Vec<Diagnostic>,
}

/// Loads every pack with facts, required ones first, one batch each.
pub fn load_facts(app: &App, call: &Call, input: &LoadInput) -> Answer<LoadOutcome> {
    let (documents, diagnostics) = Documents::find(&input.documents, &app.packs);
    let mut outcome = LoadOutcome {
        diagnostics,
        ..LoadOutcome::default()
    };
    for pack in app.packs.all().iter().filter(|pack| has_content(pack)) {
        let counts = app
            .store
            .write(|tx| load_pack(app, call, tx, pack, &documents))?;
        outcome.packs.push((pack.id.clone(), counts));
    }
    outcome.documents_held = documents.held();
    outcome.diagnostics.extend(documents.missing(&app.packs));
    Ok(outcome)
}

fn has_content(pack: &Pack) -> bool {
    !pack.entities.is_empty() || !pack.facts.is_empty() || !pack.links.is_empty()
}

fn load_pack(
    app: &App,
    call: &Call,
    tx: &mut Tx,
    pack: &Pack,
    documents: &Documents,
) -> Answer<Option<ImportCounts>> {
    let digest = loaded_digest(pack, documents);
    if tx
        .pack(&pack.id)?
        .is_some_and(|known| known.digest == digest)
    {
        return Ok(None);
    }
    let batch = tx.begin_batch(&NewBatch {
        kind: BatchKind::Pack,
        title: format!("{} {}", pack.id, pack.manifest.version),
        source: None,
        author: call.actor.clone(),
        recorded_at: app.clock.now(),
        input_digest: digest.clone(),
    })?;
    put_sources(tx, batch, pack, documents)?;
    let mut counts = ImportCounts {
        entities_added: put_entities(tx, batch, pack)?,
        ..ImportCounts::default()
    };
    put_facts(tx, batch, pack, &mut counts)?;
    put_links(tx, batch, pack)?;
    tx.put_pack(batch, &pack.id, &pack.manifest.version, &digest)?;
    let summary = serde_json::to_string(&counts).map_err(crate::AppError::internal)?;
    tx.finish_batch(batch, &summary)?;
    Ok(Some(counts))
}

/// A pack whose documents turn up later is loaded again, to take in their texts.
fn loaded_digest(pack: &Pack, documents: &Documents) -> String {
    let mut digest = Digest::new();
    digest.part(&pack.digest);
    for item in &pack.sources {
        digest.part(if documents.of(&item.source).is_some() {
            "held"
        } else {
            ""
        });
    }
    digest.hex()
}

fn put_sources(tx: &mut Tx, batch: BatchId, pack: &Pack, documents: &Documents) -> Answer<()> {
    for item in &pack.sources {
        let raw = documents.of(&item.source);
        let steps = cleaning_steps(&item.cleaning);
        let cleaned = raw
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .map(|text| cleaned(text, &steps));
        tx.put_source(batch, &item.source, raw, cleaned.as_deref())?;
    }
    Ok(())
}

fn put_entities(tx: &mut Tx, batch: BatchId, pack: &Pack) -> Answer<u64> {
    let entities: Vec<_> = pack.all_entities().cloned().collect();
    Ok(tx.add_entities(batch, &entities)?.added)
}

/// The key of a fact in the store: its own identifier, or what it is about and where it
/// is said, both under the pack.
fn keys(pack: &Pack) -> Vec<String> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut key = |fact: &Fact| {
        let period = fact.period.map(|p| p.to_string()).unwrap_or_default();
        let scope = fact.scope.as_deref().unwrap_or_default();
        let own = || {
            format!(
                "{}|{}|{scope}|{period}|{}",
                fact.entity, fact.field, fact.at.locator.spot
            )
        };
        let key = fact.id.clone().unwrap_or_else(own);
        let nth = seen.entry(key.clone()).and_modify(|n| *n += 1).or_insert(1);
        if *nth == 1 {
            format!("{}:{key}", pack.id)
        } else {
            format!("{}:{key}#{nth}", pack.id)
        }
    };
    pack.facts.iter().map(&mut key).collect()
}

/// Records of one layout, each with the record it supersedes.
type NewRecords = (Layout, Vec<Record>, Vec<Option<RecordId>>);

fn put_facts(tx: &mut Tx, batch: BatchId, pack: &Pack, counts: &mut ImportCounts) -> Answer<()> {
    let known = known_facts(tx, pack)?;
    let mut gone: HashSet<RecordId> = known.values().map(|known| known.record.id).collect();
    let mut by_layout: BTreeMap<String, NewRecords> = BTreeMap::new();
    for (fact, key) in pack.facts.iter().zip(keys(pack)) {
        let layout = fact.layout();
        let record = Record {
            key: Some(key.clone()),
            ..fact.record()
        };
        counts.rows += 1;
        let old = known.get(&key);
        if let Some(old) = old {
            gone.remove(&old.record.id);
            if old.layout == layout && same(&old.record, &record) {
                counts.records_same += 1;
                continue;
            }
            counts.records_changed += 1;
        } else {
            counts.records_added += 1;
        }
        let shape = serde_json::to_string(&layout).map_err(crate::AppError::internal)?;
        let group = by_layout
            .entry(shape)
            .or_insert_with(|| (layout, Vec::new(), Vec::new()));
        group.1.push(record);
        group.2.push(old.map(|old| old.record.id));
    }
    for (layout, records, old) in by_layout.into_values() {
        let ids = tx.append_records(batch, &layout, &records)?;
        let replaced = old
            .into_iter()
            .zip(ids)
            .filter_map(|(old, new)| Some((old?, Some(new))));
        tx.supersede(batch, &replaced.collect::<Vec<_>>())?;
    }
    let mut gone: Vec<_> = gone.into_iter().map(|id| (id, None)).collect();
    gone.sort_unstable();
    tx.supersede(batch, &gone)?;
    counts.accepted = counts.rows;
    Ok(())
}

/// What the store holds of the pack, by key.
fn known_facts(tx: &mut Tx, pack: &Pack) -> Answer<HashMap<String, KeyedRecord>> {
    let prefix = format!("{}:", pack.id);
    let series: BTreeSet<&str> = pack
        .sources
        .iter()
        .map(|item| item.source.series.as_str())
        .collect();
    let mut known = HashMap::new();
    for series in series {
        for keyed in tx.records_by_key(series)? {
            if let Some(key) = keyed
                .record
                .key
                .clone()
                .filter(|key| key.starts_with(&prefix))
            {
                known.insert(key, keyed);
            }
        }
    }
    Ok(known)
}

fn same(a: &Record, b: &Record) -> bool {
    let told = |r: &Record| r.told.clone().unwrap_or_default();
    let place = |r: &Record| {
        (
            r.entity.clone(),
            r.period,
            r.source.clone(),
            r.locator.clone(),
            r.status,
        )
    };
    let values = |r: &Record| {
        r.values
            .iter()
            .map(|v| v.as_ref().map(plain))
            .collect::<Vec<_>>()
    };
    place(a) == place(b) && values(a) == values(b) && told(a) == told(b)
}

/// A value as it reads back: a day written as text is the same day.
fn plain(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn put_links(tx: &mut Tx, batch: BatchId, pack: &Pack) -> Answer<()> {
    let prefix = format!("{}:", pack.id);
    let own_id = |relation: &Relation| format!("{prefix}{}", relation.id);
    let prefixed = pack.all_links().map(|link| Relation {
        id: own_id(&link.relation),
        ..link.relation.clone()
    });
    let links: Vec<_> = prefixed.collect();
    let kept: HashSet<&str> = links.iter().map(|link| link.id.as_str()).collect();
    let mut gone = Vec::new();
    for item in &pack.sources {
        let known = tx.relations_of_source(&item.source.id)?;
        gone.extend(
            known
                .into_iter()
                .map(|r| r.id)
                .filter(|id| id.starts_with(&prefix) && !kept.contains(id.as_str())),
        );
    }
    tx.retract_relations(batch, &gone)?;
    tx.add_relations(batch, &links)?;
    Ok(())
}

fn cleaned(text: &str, steps: &[CleaningStep]) -> String {
    let document = Document::new(text, steps);
    document
        .clean_lines()
        .iter()
        .map(|line| line.text.as_str())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Whether the facts of a pack are in the store in this version of the pack.
pub fn is_loaded(tx: &mut Tx, pack: &Pack) -> Answer<bool> {
    if !has_content(pack) {
        return Ok(true);
    }
    Ok(tx
        .pack(&pack.id)?
        .is_some_and(|known| known.version == pack.manifest.version))
}
