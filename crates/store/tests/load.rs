//! A load into a SQLite file keeps a rollback journal when it is alone, the log when it is
//! not, and leaves the file as it leaves it after any other write.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::{TimeZone, Utc};
use julin_model::BatchKind;
use julin_store::testing::{BACKENDS, TestDatabase};
use julin_store::{Backend, NewBatch, Store, StoreError, Tx};
use std::path::PathBuf;

/// Bytes that make a write a load.
const LOAD: u64 = 64 << 20;

fn write_batch(tx: &mut Tx) -> Result<(), StoreError> {
    tx.begin_batch(&NewBatch {
        kind: BatchKind::Import,
        title: "t".to_owned(),
        source: None,
        author: "a".to_owned(),
        recorded_at: Utc.timestamp_opt(1, 0).unwrap(),
        input_digest: "d".to_owned(),
    })
    .map(drop)
}

fn batches(store: &Store) -> usize {
    let read = store.read::<_, StoreError>(|tx| tx.batches(10, 0));
    read.unwrap().len()
}

fn file(database: &TestDatabase, ending: &str) -> PathBuf {
    let path = database.url.strip_prefix("sqlite://").unwrap();
    format!("{path}{ending}").into()
}

/// Version numbers in the header of a SQLite file: 2 for the log, 1 for a journal.
fn versions(database: &TestDatabase) -> [u8; 2] {
    let bytes = std::fs::read(file(database, "")).unwrap();
    [bytes[18], bytes[19]]
}

#[test]
fn a_load_alone_keeps_a_journal_and_returns_to_the_log() {
    let database = TestDatabase::new(Backend::Sqlite);
    let store = Store::open_or_create(&database.url).unwrap();
    let journal = file(&database, "-journal");
    let loaded = store.load::<_, StoreError>(LOAD, |tx| {
        write_batch(tx)?;
        assert_eq!(versions(&database), [1, 1]);
        assert!(journal.exists());
        Ok(())
    });
    loaded.unwrap();
    assert_eq!(versions(&database), [2, 2]);
    assert!(!journal.exists());
    assert_eq!(batches(&store), 1);
}

#[test]
fn a_load_beside_another_program_keeps_the_log_and_hinders_nobody() {
    let database = TestDatabase::new(Backend::Sqlite);
    let store = Store::open_or_create(&database.url).unwrap();
    let other = Store::open(&database.url).unwrap();
    let loaded = store.load::<_, StoreError>(LOAD, |tx| {
        write_batch(tx)?;
        assert_eq!(batches(&other), 0);
        assert_eq!(versions(&database), [2, 2]);
        Ok(())
    });
    loaded.unwrap();
    assert_eq!(batches(&other), 1);
}

#[test]
fn a_load_that_fails_leaves_nothing() {
    for backend in BACKENDS {
        let database = TestDatabase::new(backend);
        let store = Store::open_or_create(&database.url).unwrap();
        let failed = store.load::<(), StoreError>(LOAD, |tx| {
            write_batch(tx)?;
            Err(StoreError::NotFinite)
        });
        assert_eq!(failed, Err(StoreError::NotFinite));
        assert_eq!(batches(&store), 0, "{backend:?}");
        store.load(LOAD, write_batch).unwrap();
        assert_eq!(batches(&store), 1, "{backend:?}");
        if backend == Backend::Sqlite {
            assert_eq!(versions(&database), [2, 2]);
        }
    }
}
