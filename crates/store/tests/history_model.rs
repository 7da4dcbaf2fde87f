//! Random histories of imports, merges and undos against a slow, plain model in memory:
//! what is known at each time, which undos are refused and why, and that the state digest
//! depends on the state alone.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::{DateTime, TimeZone, Utc};
use julin_model::{
    BatchId, BatchKind, Column, Entity, EntityId, FieldId, Layout, Period, Source, SourceId,
    SourceKind, Status, Text, TypeId, Value,
};
use julin_store::testing::TestDatabase;
use julin_store::{
    Backend, IncomingEntity, IncomingRow, NewBatch, StatementFilter, Store, StoreError, Tx,
    UpsertTarget,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

const ENTITIES: u8 = 4;

#[derive(Debug, Clone)]
enum Step {
    /// A file with rows (entity, year, value).
    Import {
        file: u8,
        rows: Vec<(u8, u8, u8)>,
    },
    Merge {
        from: u8,
        into: u8,
    },
    Undo {
        which: usize,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let rows = proptest::collection::vec((0..ENTITIES, 0..2u8, 0..3u8), 0..5);
    prop_oneof![
        4 => (0..3u8, rows).prop_map(|(file, rows)| Step::Import { file, rows }),
        2 => (0..ENTITIES, 0..ENTITIES).prop_map(|(from, into)| Step::Merge { from, into }),
        3 => (0..8usize).prop_map(|which| Step::Undo { which }),
    ]
}

/// A batch as the model keeps it.
#[derive(Debug, Clone, Default)]
struct Plain {
    time: i64,
    undone: Option<i64>,
    /// (entity, year) → value and row.
    wrote: BTreeMap<(u8, u8), (u8, u32)>,
    file: Option<u8>,
    made: BTreeSet<u8>,
    brought: bool,
    merged: Option<(u8, u8)>,
    /// Earlier batches it builds on.
    builds_on: BTreeSet<usize>,
}

#[derive(Debug, Default)]
struct Model(Vec<Plain>);

impl Model {
    fn in_force(&self, at: i64) -> impl DoubleEndedIterator<Item = (usize, &Plain)> {
        let counts = move |b: &Plain| b.time <= at && b.undone.is_none_or(|undone| at < undone);
        self.0.iter().enumerate().filter(move |(_, b)| counts(b))
    }

    /// The batch and value in force of an entity and year.
    fn value(&self, key: (u8, u8), at: i64) -> Option<(usize, u8)> {
        self.in_force(at)
            .rev()
            .find_map(|(i, b)| b.wrote.get(&key).map(|(value, _)| (i, *value)))
    }

    fn maker(&self, entity: u8, at: i64) -> Option<usize> {
        self.in_force(at)
            .find(|(_, b)| b.made.contains(&entity))
            .map(|(i, _)| i)
    }

    fn bringer(&self, file: u8, at: i64) -> Option<usize> {
        self.in_force(at)
            .find(|(_, b)| b.brought && b.file == Some(file))
            .map(|(i, _)| i)
    }

    fn resolve(&self, entity: u8, at: i64) -> u8 {
        let merges: HashMap<u8, u8> = self.in_force(at).filter_map(|(_, b)| b.merged).collect();
        let mut now = entity;
        while let Some(next) = merges.get(&now) {
            now = *next;
        }
        now
    }

    fn import(&mut self, time: i64, file: u8, rows: &[(u8, u8, u8)]) {
        let mut new = Plain {
            time,
            file: Some(file),
            ..Plain::default()
        };
        new.brought = self.bringer(file, time).is_none();
        for ((entity, year, value), row) in rows.iter().zip(2..) {
            match self.maker(*entity, time) {
                None => drop(new.made.insert(*entity)),
                Some(_) if new.wrote.contains_key(&(*entity, *year)) => continue,
                Some(maker) => {
                    let held = self.value((*entity, *year), time);
                    if held.is_some_and(|(_, known)| known == *value) {
                        continue;
                    }
                    new.builds_on.insert(maker);
                    new.builds_on.extend(held.map(|(batch, _)| batch));
                }
            }
            new.wrote.entry((*entity, *year)).or_insert((*value, row));
        }
        if !new.wrote.is_empty() {
            new.builds_on.extend(self.bringer(file, time));
        }
        self.0.push(new);
    }

    /// False when the merge is to be refused.
    fn merge(&mut self, time: i64, from: u8, into: u8) -> bool {
        let (Some(a), Some(b)) = (self.maker(from, time), self.maker(into, time)) else {
            return false;
        };
        if self.resolve(from, time) != from || self.resolve(into, time) == from {
            return false;
        }
        self.0.push(Plain {
            time,
            merged: Some((from, into)),
            builds_on: [a, b].into(),
            ..Plain::default()
        });
        true
    }

    fn builders(&self, which: usize) -> Vec<usize> {
        self.in_force(i64::MAX)
            .rev()
            .filter(|(_, b)| b.builds_on.contains(&which))
            .map(|(i, _)| i)
            .collect()
    }

    /// Years and values of an entity and all that is merged with it.
    fn seen(&self, entity: u8, at: i64) -> Vec<(u8, u8)> {
        let stands = self.resolve(entity, at);
        let members = (0..ENTITIES).filter(|e| self.resolve(*e, at) == stands);
        let mut seen: Vec<_> = members
            .flat_map(|e| {
                (0..2).filter_map(move |year| self.value((e, year), at).map(|(_, v)| (year, v)))
            })
            .collect();
        seen.sort_unstable();
        seen
    }

    /// Everything in force now, as one text.
    fn state(&self) -> String {
        let now = i64::MAX;
        let made: Vec<_> = (0..ENTITIES)
            .filter(|e| self.maker(*e, now).is_some())
            .collect();
        let files: Vec<_> = (0..3).filter(|f| self.bringer(*f, now).is_some()).collect();
        let mut records = Vec::new();
        for entity in 0..ENTITIES {
            for year in 0..2 {
                if let Some((batch, _)) = self.value((entity, year), now) {
                    records.push((
                        entity,
                        year,
                        self.0[batch].wrote[&(entity, year)],
                        self.0[batch].file,
                    ));
                }
            }
        }
        let merges: BTreeSet<_> = self.in_force(now).filter_map(|(_, b)| b.merged).collect();
        format!("{made:?} {files:?} {records:?} {merges:?}")
    }
}

fn at(time: i64) -> DateTime<Utc> {
    Utc.timestamp_opt(time, 0).unwrap()
}

fn entity_id(n: u8) -> EntityId {
    EntityId::new(format!("e{n}")).unwrap()
}

fn begin(tx: &mut Tx, kind: BatchKind, time: i64) -> Result<BatchId, StoreError> {
    tx.begin_batch(&NewBatch {
        kind,
        title: String::new(),
        source: None,
        author: String::new(),
        recorded_at: at(time),
        input_digest: String::new(),
    })
}

fn import(store: &Store, time: i64, file: u8, rows: &[(u8, u8, u8)]) -> Result<(), StoreError> {
    let id = SourceId::new(format!("f{file}")).unwrap();
    let source = Source {
        id: id.clone(),
        kind: SourceKind::Table,
        title: Text::default(),
        publisher: Text::default(),
        published: None,
        licence: None,
        url: None,
        file: None,
        sha256: None,
        series: "all".to_owned(),
        note: Text::default(),
    };
    let column = Column {
        field: FieldId::new("staff").unwrap(),
        scope: None,
        unit: None,
        column: None,
        heading: None,
    };
    let layout = Layout {
        columns: vec![column],
        sheet: None,
    };
    let rows = rows
        .iter()
        .zip(2..)
        .map(|((entity, year, value), row)| IncomingRow {
            entity: IncomingEntity::Create(Entity {
                id: entity_id(*entity),
                kind: TypeId::new("park").unwrap(),
                name: Text::new("园", ""),
                names: vec![],
            }),
            period: Some(Period::Year(2020 + i32::from(*year))),
            row,
            status: Status::Reported,
            values: vec![Some(Value::Number(f64::from(*value)))],
        });
    store.write(|tx| {
        let batch = begin(tx, BatchKind::Import, time)?;
        tx.put_source(batch, &source, None, None)?;
        tx.upsert_rows(
            batch,
            &UpsertTarget {
                source: &id,
                layout: &layout,
            },
            rows.collect(),
        )?;
        Ok(())
    })
}

fn seen(store: &Store, entity: u8, time: i64) -> Vec<(u8, u8)> {
    let filter = StatementFilter {
        entities: vec![entity_id(entity)],
        known_at: Some(at(time)),
        ..Default::default()
    };
    let found = store
        .read::<_, StoreError>(|tx| tx.statements(&filter))
        .unwrap();
    let pair = |s: &julin_model::Statement| {
        (
            (s.period.unwrap().year() - 2020) as u8,
            s.value.number().unwrap() as u8,
        )
    };
    let mut seen: Vec<_> = found.iter().map(pair).collect();
    seen.sort_unstable();
    seen
}

/// Plays a history on a store and in the model.
fn play(store: &Store, steps: &[Step]) -> Result<(), TestCaseError> {
    let mut model = Model::default();
    let mut digests: HashMap<String, String> = HashMap::new();
    for (step, time) in steps.iter().zip(1..) {
        match step {
            Step::Import { file, rows } => {
                import(store, time, *file, rows).unwrap();
                model.import(time, *file, rows);
            }
            Step::Merge { from, into } => {
                let done = store.write::<_, StoreError>(|tx| {
                    let batch = begin(tx, BatchKind::Merge, time)?;
                    tx.merge(batch, &entity_id(*from), &entity_id(*into))
                });
                prop_assert_eq!(done.is_ok(), model.merge(time, *from, *into));
            }
            Step::Undo { which } => undo(store, &mut model, *which, time)?,
        }
        let digest = store.read::<_, StoreError>(Tx::state_digest).unwrap();
        let state = model.state();
        let known = digests
            .entry(state.clone())
            .or_insert_with(|| digest.clone());
        prop_assert_eq!(&*known, &digest, "one state, two digests: {}", state);
        let distinct: BTreeSet<_> = digests.values().collect();
        prop_assert_eq!(distinct.len(), digests.len(), "two states, one digest");
    }
    for time in 0..=steps.len() as i64 {
        for entity in 0..ENTITIES {
            prop_assert_eq!(
                seen(store, entity, time),
                model.seen(entity, time),
                "entity {} at {}",
                entity,
                time
            );
        }
    }
    Ok(())
}

fn undo(store: &Store, model: &mut Model, which: usize, time: i64) -> Result<(), TestCaseError> {
    let id = |i: usize| BatchId(i as i64 + 1);
    let expected = match model.0.get(which) {
        None => Err(StoreError::UnknownBatch(id(which))),
        Some(batch) if batch.undone.is_some() => Err(StoreError::AlreadyUndone(id(which))),
        Some(_) => {
            let by: Vec<BatchId> = model.builders(which).into_iter().map(id).collect();
            if by.is_empty() {
                Ok(())
            } else {
                Err(StoreError::Dependents {
                    batch: id(which),
                    by,
                })
            }
        }
    };
    let done = store.write(|tx| tx.undo_batch(id(which), at(time), ""));
    prop_assert_eq!(&done, &expected);
    if done.is_ok() {
        model.0[which].undone = Some(time);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn sqlite_agrees_with_the_model(steps in proptest::collection::vec(step(), 1..14)) {
        play(&Store::open_or_create("sqlite::memory:").unwrap(), &steps)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn postgres_agrees_with_the_model(steps in proptest::collection::vec(step(), 1..14)) {
        let database = TestDatabase::new(Backend::Postgres);
        play(&Store::open_or_create(&database.url).unwrap(), &steps)?;
    }
}
