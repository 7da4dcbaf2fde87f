//! Rows of a table on their way into the store: checked by intake, and here joined with
//! the entity each is about. Nothing is written here.

use super::identities::Identities;
use crate::call::Answer;
use crate::contract::ImportCounts;
use julin_intake::{Chunk, MappedRow, Progress, RowItem};
use julin_model::{Diagnostic, Status};
use julin_store::{IncomingRow, NewReview, RowError};

/// Some rows, ready to be written.
#[derive(Default)]
pub struct Prepared {
    /// Rows to write.
    pub incoming: Vec<IncomingRow>,
    /// Rows refused, with the reason.
    pub errors: Vec<RowError>,
    /// Pairs for a person to review.
    pub pairs: Vec<NewReview>,
    /// Rows read, refused, passed over; warnings.
    pub counts: ImportCounts,
    /// How far the reading is.
    pub progress: Progress,
}

/// Says whom each row of a chunk is about, and sorts out what cannot be taken.
pub fn prepare(identities: &Identities, sheet: Option<&str>, chunk: Chunk) -> Answer<Prepared> {
    let mut prepared = Prepared {
        incoming: Vec::with_capacity(chunk.items.len()),
        progress: chunk.progress,
        ..Prepared::default()
    };
    for item in chunk.items {
        prepared.counts.rows += 1;
        match item {
            RowItem::Row(row) => prepared.take(identities, row)?,
            RowItem::Bad(bad) => {
                prepared.counts.refused += 1;
                let found = bad.problems.into_iter();
                let errors = found.map(|found| row_error(sheet, bad.row.into(), found));
                prepared.errors.extend(errors);
            }
            RowItem::Skipped(_) => prepared.counts.totals += 1,
        }
    }
    Ok(prepared)
}

impl Prepared {
    fn take(&mut self, identities: &Identities, row: MappedRow) -> Answer<()> {
        self.counts.warnings += row.warnings.len() as u64;
        let identified = identities.identify(&row)?;
        for (other, because) in identified.doubtful {
            let entity = identified.entity.id().clone();
            let why = Diagnostic::note(because.code());
            self.pairs.push(NewReview { entity, other, why });
        }
        self.incoming.push(IncomingRow {
            entity: identified.entity,
            period: row.period,
            row: row.row,
            status: Status::Reported,
            values: row.values,
        });
        Ok(())
    }
}

/// A refused row as it is kept.
pub fn row_error(sheet: Option<&str>, row: u64, diagnostic: Diagnostic) -> RowError {
    RowError {
        row,
        sheet: sheet.map(str::to_owned),
        column: diagnostic.args.get("heading").cloned(),
        value: diagnostic.args.get("value").cloned(),
        diagnostic,
    }
}
