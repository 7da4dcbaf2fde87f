//! Import a table as one batch: good rows are taken, bad ones kept with their reason,
//! and all of it can be undone.
//!
//! One thread reads and checks, this one writes, all in one transaction; memory does
//! not grow with the file.

use super::identities::Identities;
use super::import_options::{ImportOptions, open_table};
use super::import_rows::{Prepared, prepare, row_error};
use super::imports::row_problem;
use crate::call::{Answer, App, Call};
use crate::contract::{ImportCounts, ImportOutcome};
use crate::error::AppError;
use julin_intake::{IntakeError, Mapping, RowStream, rows};
use julin_model::{BatchId, BatchKind, Diagnostic, Digest, Source, SourceId, SourceKind, Text};
use julin_store::{NewBatch, Tx, UpsertTarget};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;

/// Which file, and what is said about it.
#[derive(Debug, Clone, Default)]
pub struct ImportInput {
    /// Where the file is.
    pub file: PathBuf,
    /// Its name as the user knows it.
    pub name: String,
    /// What is said about it.
    pub options: ImportOptions,
}

/// Files up to this size are kept whole, so that a cell can be shown in its row.
const KEPT_WHOLE: u64 = 8 << 20;
/// Refused rows in the answer; the rest is in the batch.
const SHOWN: usize = 50;
/// Chunks read ahead of the writer.
const AHEAD: usize = 4;

/// Imports the file. The same file through the same mapping changes nothing.
pub fn import_file(
    app: &App,
    call: &Call,
    input: &ImportInput,
    progress: &mut dyn FnMut(u64, u64),
) -> Answer<ImportOutcome> {
    let opened = open_table(app, (&input.file, &input.name), &input.options)?;
    let digest = input_digest(&input.file, &opened.mapping)?;
    if let Some(known) = app.store.read(|tx| tx.batch_by_digest(&digest.both))? {
        return Ok(ImportOutcome {
            already: Some(known.id.0),
            ..nothing()
        });
    }
    let source = source(input, &opened.mapping, &digest)?;
    let stream = rows(&opened.request, &opened.mapping, &app.packs.dictionary())?;
    let mut import = Import {
        app,
        mapping: &opened.mapping,
        source: &source,
        counts: ImportCounts::default(),
    };
    app.store.load(digest.bytes, |tx| {
        let batch = tx.begin_batch(&NewBatch {
            kind: BatchKind::Import,
            title: input.name.clone(),
            source: Some(source.id.clone()),
            author: call.actor.clone(),
            recorded_at: app.clock.now(),
            input_digest: digest.both.clone(),
        })?;
        let small = digest.bytes <= KEPT_WHOLE;
        let raw = small.then(|| std::fs::read(&input.file).ok()).flatten();
        tx.put_source(batch, &source, raw.as_deref(), None)?;
        let diagnostics = import.run(tx, batch, stream, progress)?;
        let summary = serde_json::to_string(&import.counts).map_err(AppError::internal)?;
        tx.finish_batch(batch, &summary)?;
        let problems = tx
            .row_errors(batch, SHOWN, 0)?
            .into_iter()
            .map(row_problem)
            .collect();
        Ok(ImportOutcome {
            batch: Some(batch.0),
            counts: import.counts,
            problems,
            diagnostics,
            ..nothing()
        })
    })
}

fn nothing() -> ImportOutcome {
    ImportOutcome {
        batch: None,
        already: None,
        counts: ImportCounts::default(),
        problems: Vec::new(),
        diagnostics: Vec::new(),
    }
}

/// Digest of a file, and of the file with everything that decides how it is read.
pub struct InputDigest {
    /// SHA-256 of the bytes.
    pub file: String,
    /// Bytes and mapping together.
    pub both: String,
    /// Size.
    pub bytes: u64,
}

/// Reads the file once for its digest.
pub fn input_digest(file: &Path, mapping: &Mapping) -> Answer<InputDigest> {
    let unreadable = |error: std::io::Error| {
        let place = julin_model::Place::file(file.display().to_string());
        AppError::invalid(
            Diagnostic::error("app.file-unreadable")
                .with("reason", error)
                .at(place),
        )
    };
    let mut reader = std::fs::File::open(file).map_err(unreadable)?;
    let (mut hash, mut buffer, mut bytes) = (Digest::new(), vec![0; 1 << 16], 0);
    loop {
        let read = reader.read(&mut buffer).map_err(unreadable)?;
        if read == 0 {
            break;
        }
        hash.bytes(&buffer[..read]);
        bytes += read as u64;
    }
    let file = hash.hex();
    let mut both = Digest::new();
    both.part(&file)
        .part(serde_json::to_string(mapping).map_err(AppError::internal)?);
    Ok(InputDigest {
        both: both.hex(),
        file,
        bytes,
    })
}

fn source(input: &ImportInput, mapping: &Mapping, digest: &InputDigest) -> Answer<Source> {
    let stem = Path::new(&input.name)
        .file_stem()
        .map(|s| s.to_string_lossy().into_owned());
    let series = mapping
        .series
        .clone()
        .or(stem)
        .unwrap_or_else(|| input.name.clone());
    Ok(Source {
        id: SourceId::new(format!("file:{}", &digest.file[..16])).map_err(AppError::internal)?,
        kind: SourceKind::Table,
        title: Text::same(&input.name),
        publisher: Text::default(),
        published: None,
        licence: None,
        url: None,
        file: Some(input.name.clone()),
        sha256: Some(digest.file.clone()),
        series,
        note: Text::default(),
    })
}

struct Import<'a> {
    app: &'a App,
    mapping: &'a Mapping,
    source: &'a Source,
    counts: ImportCounts,
}

impl Import<'_> {
    /// Takes all rows in. One thread reads, checks and says whom each row is about;
    /// this one writes.
    fn run(
        &mut self,
        tx: &mut Tx,
        batch: BatchId,
        mut stream: RowStream,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Answer<Vec<Diagnostic>> {
        let identities = Identities::read(self.app, tx, &self.mapping.entity_type)?;
        let (layout, diagnostics) = (stream.layout().clone(), stream.diagnostics().to_vec());
        let target = UpsertTarget {
            source: &self.source.id,
            layout: &layout,
        };
        let sheet = self.mapping.sheet.as_deref();
        let (send, prepared) = sync_channel::<Answer<Prepared>>(AHEAD);
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| {
                let send = send;
                for chunk in &mut stream {
                    let chunk = chunk.map_err(AppError::from);
                    let prepared = chunk.and_then(|chunk| prepare(&identities, sheet, chunk));
                    let last = prepared.is_err();
                    // The writer has gone when it failed; then nobody waits for more.
                    if send.send(prepared).is_err() || last {
                        break;
                    }
                }
            });
            let written = prepared
                .into_iter()
                .try_for_each(|rows| self.write((&mut *tx, batch), &target, rows?, progress));
            // A reader that stopped by itself has not read the whole file.
            let read = reader.join();
            read.map_err(|_| AppError::internal("reader-stopped"))
                .and(written)
        })?;
        Ok(diagnostics)
    }

    fn write(
        &mut self,
        (tx, batch): (&mut Tx, BatchId),
        target: &UpsertTarget<'_>,
        rows: Prepared,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Answer<()> {
        let mut errors = rows.errors;
        let accepted = rows.incoming.len() as u64;
        let count = tx.upsert_rows(batch, target, rows.incoming)?;
        for repeated in &count.repeated {
            let found = Diagnostic::error("app.row-repeated").with("first", &repeated.first);
            let sheet = self.mapping.sheet.as_deref();
            errors.push(row_error(sheet, repeated.row.into(), found));
        }
        tx.add_row_errors(batch, &errors)?;
        let repeated = count.repeated.len() as u64;
        let counts = &mut self.counts;
        counts.rows += rows.counts.rows;
        counts.totals += rows.counts.totals;
        counts.warnings += rows.counts.warnings;
        counts.accepted += accepted - repeated;
        counts.refused += rows.counts.refused + repeated;
        counts.entities_added += count.entities_added;
        counts.records_added += count.records_added;
        counts.records_changed += count.records_changed;
        counts.records_same += count.records_same;
        counts.doubtful += tx.add_reviews(batch, &rows.pairs)?;
        progress(rows.progress.bytes, rows.progress.total);
        Ok(())
    }
}

impl From<IntakeError> for AppError {
    fn from(error: IntakeError) -> Self {
        Self::invalid(error.diagnostic())
    }
}
