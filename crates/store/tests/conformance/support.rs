//! Short ways to say what the tests store.

use chrono::{DateTime, TimeZone, Utc};
use julin_model::{
    BatchId, BatchKind, Column, Entity, EntityId, FieldId, Layout, Locator, Name, NameKind, Period,
    Record, RecordId, Relation, Source, SourceId, SourceKind, Spot, Statement, Status, Text,
    TypeId, Value,
};
use julin_store::testing::{BACKENDS, TestDatabase};
use julin_store::{
    IncomingEntity, IncomingRow, NewBatch, StatementFilter, Store, StoreError, Tx, UpsertCount,
    UpsertTarget,
};

pub type Outcome<T> = Result<T, StoreError>;

/// Runs a story on a new store of each backend.
pub fn on_both(story: impl Fn(&Store, &TestDatabase)) {
    for backend in BACKENDS {
        let database = TestDatabase::new(backend);
        let store = Store::open_or_create(&database.url).unwrap();
        assert_eq!(store.backend(), backend);
        story(&store, &database);
    }
}

/// Second `n` of the story.
pub fn at(n: i64) -> DateTime<Utc> {
    Utc.timestamp_opt(1_700_000_000 + n, 0).unwrap()
}

pub fn id(word: &str) -> EntityId {
    EntityId::new(word).unwrap()
}

pub fn kind(word: &str) -> TypeId {
    TypeId::new(word).unwrap()
}

pub fn source_id(word: &str) -> SourceId {
    SourceId::new(word).unwrap()
}

pub fn begin(tx: &mut Tx, title: &str, second: i64) -> Outcome<BatchId> {
    tx.begin_batch(&NewBatch {
        kind: BatchKind::Import,
        title: title.to_owned(),
        source: None,
        author: "tester".to_owned(),
        recorded_at: at(second),
        input_digest: format!("digest of {title}"),
    })
}

pub fn source(word: &str, series: &str) -> Source {
    Source {
        id: source_id(word),
        kind: SourceKind::Table,
        title: Text::new("表", word),
        publisher: Text::default(),
        published: None,
        licence: None,
        url: None,
        file: Some(format!("{word}.csv")),
        sha256: None,
        series: series.to_owned(),
        note: Text::default(),
    }
}

pub fn park(word: &str, zh: &str) -> Entity {
    Entity {
        id: id(word),
        kind: kind("park"),
        name: Text::new(zh, ""),
        names: vec![],
    }
}

pub fn name(kind: NameKind, text: &str) -> Name {
    Name {
        kind,
        lang: None,
        text: text.to_owned(),
    }
}

pub fn layout(fields: &[&str]) -> Layout {
    let columns = fields.iter().zip(2..).map(|(field, column)| Column {
        field: FieldId::new(*field).unwrap(),
        scope: None,
        unit: Some("cny".to_owned()),
        column: Some(column),
        heading: Some((*field).to_owned()),
    });
    Layout {
        columns: columns.collect(),
        sheet: Some("表一".to_owned()),
    }
}

pub fn row(entity: Entity, year: i32, row: u32, values: &[f64]) -> IncomingRow {
    IncomingRow {
        entity: IncomingEntity::Create(entity),
        period: Some(Period::Year(year)),
        row,
        status: Status::Reported,
        values: values.iter().map(|v| Some(Value::Number(*v))).collect(),
    }
}

/// Imports rows of the fields `revenue` and `staff` as a batch of its own.
pub fn import(
    store: &Store,
    title: &str,
    second: i64,
    rows: Vec<IncomingRow>,
) -> Outcome<(BatchId, UpsertCount)> {
    store.write(|tx| {
        let batch = begin(tx, title, second)?;
        tx.put_source(batch, &source(title, "yearbook"), None, None)?;
        let (source, layout) = (source_id(title), layout(&["revenue", "staff"]));
        let count = tx.upsert_rows(
            batch,
            &UpsertTarget {
                source: &source,
                layout: &layout,
            },
            rows,
        )?;
        tx.finish_batch(batch, "{}")?;
        Ok((batch, count))
    })
}

pub fn fact(entity: &str, source: &str, key: &str, value: f64) -> Record {
    Record {
        id: RecordId(0),
        entity: id(entity),
        period: Some(Period::Year(2024)),
        source: source_id(source),
        locator: Locator {
            spot: Spot::Line(7),
            phrase: Some("超过9.4万亿元".to_owned()),
        },
        status: Status::Reported,
        values: vec![Some(Value::Number(value))],
        told: Some(julin_model::Told {
            raw: Some("超过9.4万亿元".to_owned()),
            ..Default::default()
        }),
        key: Some(key.to_owned()),
    }
}

pub fn relation(word: &str, from: &str, to: &str, source: &str) -> Relation {
    Relation {
        id: word.to_owned(),
        kind: "part_of".to_owned(),
        from: id(from),
        to: id(to),
        period: Some("2020/2024".parse().unwrap()),
        note: Text::new("子园", "sub-park"),
        source: source_id(source),
        locator: Locator::default(),
        confidence: None,
    }
}

pub fn statements(store: &Store, filter: &StatementFilter) -> Vec<Statement> {
    store
        .read::<_, StoreError>(|tx| tx.statements(filter))
        .unwrap()
}

/// Numbers of one field of one entity, as known at a second; now when none.
pub fn numbers(store: &Store, entity: &str, field: &str, second: Option<i64>) -> Vec<f64> {
    let filter = StatementFilter {
        entities: vec![id(entity)],
        fields: vec![FieldId::new(field).unwrap()],
        known_at: second.map(at),
        ..StatementFilter::default()
    };
    statements(store, &filter)
        .iter()
        .filter_map(|s| s.value.number())
        .collect()
}

pub fn state(store: &Store) -> String {
    store.read::<_, StoreError>(Tx::state_digest).unwrap()
}

pub fn full(store: &Store) -> String {
    store.read::<_, StoreError>(Tx::full_digest).unwrap()
}

pub fn undo(store: &Store, batch: BatchId, second: i64) -> Outcome<()> {
    store.write(|tx| tx.undo_batch(batch, at(second), "tester"))
}
