//! Writes generated entities into the store, one batch that can be undone.

use super::generate::{Drawing, draw};
use super::spec::SampleSpec;
use crate::call::{Answer, App, Call};
use crate::contract::ImportCounts;
use crate::error::AppError;
use crate::lookup::SAMPLE_PREFIX;
use julin_model::{
    BatchId, BatchKind, Column, Digest, Entity, EntityId, Layout, Locator, Period, Record,
    RecordId, Relation, Source, SourceId, SourceKind, Spot, Status, Text, Value,
};
use julin_store::{EntityFilter, NewBatch, Tx};

/// How many, from which seed.
#[derive(Debug, Clone, Copy)]
pub struct SampleInput {
    /// Entities per set.
    pub count: u32,
    /// Seed.
    pub seed: u64,
}

/// Generates every set of the packs. Answers what was added; nothing when the same
/// samples are there already.
pub fn load_samples(app: &App, call: &Call, input: &SampleInput) -> Answer<Option<ImportCounts>> {
    let mut total: Option<ImportCounts> = None;
    for (id, spec) in app.packs.samples() {
        if let Some(counts) = app
            .store
            .write(|tx| load_set(app, call, tx, (id, spec), *input))?
        {
            let sum = total.get_or_insert_default();
            sum.entities_added += counts.entities_added;
            sum.records_added += counts.records_added;
        }
    }
    Ok(total)
}

fn load_set(
    app: &App,
    call: &Call,
    tx: &mut Tx,
    (id, spec): (&str, &SampleSpec),
    input: SampleInput,
) -> Answer<Option<ImportCounts>> {
    let mut digest = Digest::new();
    digest
        .part(id)
        .part(format!("{spec:?}"))
        .part(input.count.to_string())
        .part(input.seed.to_string());
    let digest = digest.hex();
    if input.count == 0 || tx.batch_by_digest(&digest)?.is_some() {
        return Ok(None);
    }
    let source = source(id, spec, &digest)?;
    let batch = tx.begin_batch(&NewBatch {
        kind: BatchKind::Sample,
        title: format!("{id} × {}", input.count),
        source: Some(source.id.clone()),
        author: call.actor.clone(),
        recorded_at: app.clock.now(),
        input_digest: digest,
    })?;
    tx.put_source(batch, &source, None, None)?;
    let counts = write(
        app,
        tx,
        batch,
        Set {
            id,
            spec,
            source: &source.id,
            input,
        },
    )?;
    tx.finish_batch(
        batch,
        &serde_json::to_string(&counts).map_err(AppError::internal)?,
    )?;
    Ok(Some(counts))
}

#[derive(Clone, Copy)]
struct Set<'a> {
    id: &'a str,
    spec: &'a SampleSpec,
    source: &'a SourceId,
    input: SampleInput,
}

fn write(app: &App, tx: &mut Tx, batch: BatchId, set: Set<'_>) -> Answer<ImportCounts> {
    let ends = tx.entities(&EntityFilter {
        kind: Some(set.spec.link.to_type.clone()),
        ..EntityFilter::default()
    })?;
    let layout = layout(app, set.spec);
    let (mut entities, mut records, mut links) = (Vec::new(), Vec::new(), Vec::new());
    for drawing in draw(set.spec, set.input.count, set.input.seed) {
        let entity = entity(set, &drawing)?;
        let end = ends.get((drawing.link * ends.len() as f64) as usize);
        links.extend(end.map(|end| link(set, &entity.id, &end.id)));
        records.extend(all_records(set, &entity.id, &drawing));
        entities.push(entity);
    }
    tx.add_entities(batch, &entities)?;
    tx.append_records(batch, &layout, &records)?;
    tx.add_relations(batch, &links)?;
    let added = entities.len() as u64;
    let told = records.len() as u64;
    Ok(ImportCounts {
        rows: added,
        accepted: added,
        entities_added: added,
        records_added: told,
        ..Default::default()
    })
}

fn source(id: &str, spec: &SampleSpec, digest: &str) -> Answer<Source> {
    let id = format!("{SAMPLE_PREFIX}{}.{}", id.replace('/', "."), &digest[..8]);
    Ok(Source {
        id: SourceId::new(id).map_err(AppError::internal)?,
        kind: SourceKind::Sample,
        title: spec.title.clone(),
        publisher: Text::default(),
        published: None,
        licence: None,
        url: None,
        file: None,
        sha256: None,
        series: "sample".to_owned(),
        note: Text::default(),
    })
}

fn layout(app: &App, spec: &SampleSpec) -> Layout {
    let column = |field: &super::spec::FieldSpec| Column {
        field: field.field().clone(),
        scope: None,
        unit: app.packs.field(field.field()).and_then(|f| f.unit.clone()),
        column: None,
        heading: None,
    };
    Layout {
        columns: spec.fields.iter().map(column).collect(),
        sheet: None,
    }
}

fn entity(set: Set<'_>, drawing: &Drawing) -> Answer<Entity> {
    let number = format!("{:04}", drawing.number);
    let id = format!(
        "{SAMPLE_PREFIX}{}.{}.{number}",
        set.id.replace('/', "."),
        set.input.seed
    );
    let name = |pattern: &str| pattern.replace("{n}", &number);
    Ok(Entity {
        id: EntityId::new(id).map_err(AppError::internal)?,
        kind: set.spec.entity_type.clone(),
        name: Text::new(name(&set.spec.name.zh), name(&set.spec.name.en)),
        names: Vec::new(),
    })
}

/// One record for the period, one for each earlier year.
fn all_records(set: Set<'_>, entity: &EntityId, drawing: &Drawing) -> Vec<Record> {
    let now = drawing.values.iter().cloned().map(Some).collect();
    let mut records = vec![record(set, entity, drawing, (set.spec.period, now))];
    let mut year = set.spec.period.year();
    for values in &drawing.earlier {
        year -= 1;
        let told = (Period::Year(year), values.clone());
        records.push(record(set, entity, drawing, told));
    }
    records
}

fn record(
    set: Set<'_>,
    entity: &EntityId,
    drawing: &Drawing,
    (period, values): (Period, Vec<Option<Value>>),
) -> Record {
    Record {
        id: RecordId(0),
        entity: entity.clone(),
        period: Some(period),
        source: set.source.clone(),
        locator: Locator {
            spot: Spot::Row {
                sheet: None,
                row: drawing.number,
                column: None,
            },
            phrase: None,
        },
        status: Status::Sample,
        values,
        told: None,
        key: None,
    }
}

fn link(set: Set<'_>, from: &EntityId, to: &EntityId) -> Relation {
    Relation {
        id: format!("{from}.{}", set.spec.link.kind),
        kind: set.spec.link.kind.clone(),
        from: from.clone(),
        to: to.clone(),
        period: Some(set.spec.period),
        note: Text::default(),
        source: set.source.clone(),
        locator: Locator::default(),
        confidence: None,
    }
}
