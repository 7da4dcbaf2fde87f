//! Nothing acknowledged is lost, and nothing half-written stays, when the writing process
//! is killed at any moment: 50 times on each backend.
//!
//! The writer is this very test program, started again with an address in its
//! environment. It tells each step and each commit on a line of its own; it is killed
//! after a random number of lines, while it goes on writing.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::{TimeZone, Utc};
use julin_model::{
    BatchKind, Column, Entity, EntityId, FieldId, Layout, Period, Source, SourceId, SourceKind,
    Status, Text, TypeId, Value,
};
use julin_store::testing::{BACKENDS, TestDatabase};
use julin_store::{IncomingEntity, IncomingRow, NewBatch, Store, StoreError, UpsertTarget, verify};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

const KILLS: u64 = 50;
const ADDRESS: &str = "JULIN_KILLED_WRITER_URL";
const FIRST: &str = "JULIN_KILLED_WRITER_FIRST";
const STEPS: u32 = 3;
/// Bytes that make a write a load.
const LOAD: u64 = 64 << 20;

#[test]
fn an_acknowledged_batch_survives_and_no_half_batch_does() {
    for backend in BACKENDS {
        let database = TestDatabase::new(backend);
        drop(Store::open_or_create(&database.url).unwrap());
        let mut acknowledged = BTreeSet::new();
        for round in 0..KILLS {
            acknowledged.extend(kill_one(&database.url, round));
            check(&database.url, &acknowledged, round);
        }
        assert!(
            acknowledged.len() as u64 > KILLS / 2,
            "{backend:?}: {}",
            acknowledged.len()
        );
    }
}

/// Starts a writer and kills it; the batches it acknowledged.
fn kill_one(url: &str, round: u64) -> Vec<u32> {
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "writer", "--nocapture"])
        .env(ADDRESS, url)
        .env(FIRST, (round * 1_000).to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(writer.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok);
    // SplitMix64 of the round.
    let mut mixed = (round + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let wanted = 1 + (mixed >> 32) % 20;
    let told = |line: &String| line.starts_with("step") || line.starts_with("done");
    let mut seen: Vec<String> = lines.by_ref().filter(told).take(wanted as usize).collect();
    assert_eq!(
        seen.len() as u64,
        wanted,
        "the writer ended by itself in round {round}: {seen:?}"
    );
    writer.kill().unwrap();
    writer.wait().unwrap();
    seen.extend(lines);
    seen.iter()
        .filter_map(|line| line.strip_prefix("done ")?.parse().ok())
        .collect()
}

fn check(url: &str, acknowledged: &BTreeSet<u32>, round: u64) {
    let found = verify(url).unwrap();
    assert!(found.is_sound(), "round {round}: {found:?}");
    let store = Store::open(url).unwrap();
    let batches = store
        .read::<_, StoreError>(|tx| tx.batches(usize::MAX >> 1, 0))
        .unwrap();
    let stored: BTreeSet<u32> = batches.iter().map(|b| b.title.parse().unwrap()).collect();
    let lost: Vec<_> = acknowledged.difference(&stored).collect();
    assert!(lost.is_empty(), "round {round}: lost {lost:?}");
    for batch in stored.range((round * 1_000) as u32..) {
        let read = store.read::<_, StoreError>(|tx| {
            tx.statements_of_source(&source_id(*batch), usize::MAX >> 1, 0)
        });
        assert_eq!(
            read.unwrap().len() as u32,
            size(*batch) * STEPS,
            "round {round}: batch {batch} is not whole"
        );
    }
    assert!(
        batches.iter().all(|b| b.summary == "{}"),
        "round {round}: a batch without its end"
    );
}

/// Rows of one step of a batch.
fn size(batch: u32) -> u32 {
    3 + batch.wrapping_mul(37) % 90
}

fn source_id(batch: u32) -> SourceId {
    SourceId::new(format!("kill-{batch}")).unwrap()
}

/// Not a test of its own: the process to be killed. Without an address it does nothing.
#[test]
fn writer() {
    let Ok(url) = std::env::var(ADDRESS) else {
        return;
    };
    let first: u32 = std::env::var(FIRST).unwrap().parse().unwrap();
    let store = Store::open(&url).unwrap();
    for batch in first..first + 1_000 {
        // In turn as small writes and as loads are written, and from one to the other.
        let written = match batch / 2 % 2 {
            0 => store.write::<_, StoreError>(|tx| write_batch(tx, batch)),
            _ => store.load::<_, StoreError>(LOAD, |tx| write_batch(tx, batch)),
        };
        written.unwrap();
        tell(&format!("done {batch}"));
    }
}

/// Writes a line at once, past the test harness.
fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{line}").unwrap();
    out.flush().unwrap();
}

fn write_batch(tx: &mut julin_store::Tx, batch: u32) -> Result<(), StoreError> {
    let id = tx.begin_batch(&NewBatch {
        kind: BatchKind::Import,
        title: batch.to_string(),
        source: Some(source_id(batch)),
        author: "writer".to_owned(),
        recorded_at: Utc.timestamp_opt(i64::from(batch), 0).unwrap(),
        input_digest: batch.to_string(),
    })?;
    tx.put_source(id, &source(batch), None, None)?;
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
    let source = source_id(batch);
    for step in 0..STEPS {
        let rows = (0..size(batch)).map(|n| row(batch, step * 1_000 + n));
        tx.upsert_rows(
            id,
            &UpsertTarget {
                source: &source,
                layout: &layout,
            },
            rows.collect(),
        )?;
        tell(&format!("step {step}"));
    }
    tx.finish_batch(id, "{}")
}

fn source(batch: u32) -> Source {
    Source {
        id: source_id(batch),
        kind: SourceKind::Table,
        title: Text::same("kill"),
        publisher: Text::default(),
        published: None,
        licence: None,
        url: None,
        file: None,
        sha256: None,
        series: batch.to_string(),
        note: Text::default(),
    }
}

fn row(batch: u32, n: u32) -> IncomingRow {
    let id = EntityId::new(format!("e{}", (batch * 31 + n) % 5_000)).unwrap();
    let entity = Entity {
        id,
        kind: TypeId::new("enterprise").unwrap(),
        name: Text::new("企业", ""),
        names: vec![],
    };
    IncomingRow {
        entity: IncomingEntity::Create(entity),
        period: Some(Period::Year(2024)),
        row: n,
        status: Status::Reported,
        values: vec![Some(Value::Number(f64::from(n)))],
    }
}
