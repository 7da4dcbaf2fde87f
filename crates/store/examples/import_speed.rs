//! How fast rows of twelve columns are written: `import_speed ROWS [PASSES] [URL]`.
//!
//! Prints rows per second of the store's share of an import. Rows are made up and handed
//! over in thousands, as an import does; making them is counted too.

use chrono::{TimeZone, Utc};
use julin_model::{
    BatchKind, Column, Entity, EntityId, FieldId, Layout, Period, Source, SourceId, SourceKind,
    Status, Text, TypeId, Value,
};
use julin_store::{IncomingEntity, IncomingRow, NewBatch, Store, StoreError, UpsertTarget};
use std::error::Error;
use std::time::Instant;

const CHUNK: u32 = 5_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let rows: u32 = args
        .next()
        .unwrap_or_else(|| "1000000".to_owned())
        .parse()?;
    let folder = std::env::temp_dir().join(format!("julin-speed-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let passes: usize = args.next().map_or(Ok(3), |n| n.parse())?;
    let url = args
        .next()
        .unwrap_or_else(|| format!("sqlite://{}", folder.join("speed.db").display()));
    let store = Store::open_or_create(&url)?;
    for pass in ["new rows", "the same rows again", "changed rows"]
        .into_iter()
        .take(passes)
    {
        let busy = cpu();
        let begun = Instant::now();
        let seed = if pass == "changed rows" { 1 } else { 0 };
        store.write(|tx| import(tx, rows, seed))?;
        let seconds = begun.elapsed().as_secs_f64();
        println!(
            "{pass}: {rows} rows in {seconds:.2} s, {:.0} rows/s, cpu {:.2} s, peak {} KiB",
            f64::from(rows) / seconds,
            cpu() - busy,
            peak()
        );
    }
    for (what, digest) in [
        ("state", store.read(|tx| tx.state_digest())),
        ("full", store.read(|tx| tx.full_digest())),
    ] {
        let digest: Result<String, StoreError> = digest;
        println!("{what} digest {}", digest?);
    }
    let begun = Instant::now();
    let hits = store.read(|tx| tx.search("企业99999", 20))?;
    println!(
        "search: {} hits in {:.1} ms",
        hits.len(),
        begun.elapsed().as_secs_f64() * 1e3
    );
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

fn import(tx: &mut julin_store::Tx, rows: u32, seed: u32) -> Result<(), StoreError> {
    let id = SourceId::new("speed").map_err(|e| StoreError::Database(e.to_string()))?;
    let new = NewBatch {
        kind: BatchKind::Import,
        title: "speed".to_owned(),
        source: Some(id.clone()),
        author: "bench".to_owned(),
        recorded_at: Utc.timestamp_opt(0, 0).single().unwrap_or_default(),
        input_digest: String::new(),
    };
    let batch = tx.begin_batch(&new)?;
    tx.put_source(batch, &source(&id), None, None)?;
    let layout = layout().map_err(|e| StoreError::Database(e.to_string()))?;
    let target = UpsertTarget {
        source: &id,
        layout: &layout,
    };
    for from in (0..rows).step_by(CHUNK as usize) {
        let chunk = (from..rows.min(from + CHUNK))
            .filter_map(|n| row(n, seed))
            .collect();
        tx.upsert_rows(batch, &target, chunk)?;
    }
    tx.finish_batch(batch, "{}")
}

fn source(id: &SourceId) -> Source {
    Source {
        id: id.clone(),
        kind: SourceKind::Sample,
        title: Text::same("speed"),
        publisher: Text::default(),
        published: None,
        licence: None,
        url: None,
        file: None,
        sha256: None,
        series: "speed".to_owned(),
        note: Text::default(),
    }
}

fn layout() -> Result<Layout, julin_model::id::BadId> {
    let column = |n: u32| {
        let field = FieldId::new(format!("field_{n}"))?;
        Ok(Column {
            field,
            scope: None,
            unit: Some("cny".to_owned()),
            column: Some(n + 3),
            heading: None,
        })
    };
    Ok(Layout {
        columns: (0..10).map(column).collect::<Result<_, _>>()?,
        sheet: None,
    })
}

/// Row `n`: an identifier in no order, a name, ten values.
fn row(n: u32, seed: u32) -> Option<IncomingRow> {
    let mixed = u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
    let id = EntityId::new(format!("uscc:9111{mixed:014}")).ok()?;
    let name = Text::new(format!("企业{mixed:x}科技有限公司"), "");
    let entity = Entity {
        id,
        kind: TypeId::new("enterprise").ok()?,
        name,
        names: vec![],
    };
    let value = |i: u32| {
        Some(Value::Number(f64::from(
            (n ^ seed).wrapping_mul(2_654_435_761).rotate_left(i) >> 8,
        )))
    };
    Some(IncomingRow {
        entity: IncomingEntity::Create(entity),
        period: Some(Period::Year(2024)),
        row: n + 2,
        status: Status::Sample,
        values: (0..10).map(value).collect(),
    })
}

/// Seconds of processor time used so far, where the system tells in hundredths.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .skip(11)
        .take(2);
    fields
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

/// The most memory held so far, where the system tells.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(
        || "unknown".to_owned(),
        |rest| rest.trim().trim_end_matches(" kB").to_owned(),
    )
}
