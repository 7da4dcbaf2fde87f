//! Rows that could not be brought in, kept with their batch.

use crate::sql::P;
use crate::sql::schema::ROW_ERROR;
use crate::tx::Result;
use crate::{StoreError, Tx};
use julin_model::{BatchId, Diagnostic};

/// What was wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// Row number as a spreadsheet shows it; 0 for the file as a whole.
    pub row: u64,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Heading of the column, when one column is to blame.
    pub column: Option<String>,
    /// What stands there.
    pub value: Option<String>,
    /// What is wrong.
    pub diagnostic: Diagnostic,
}

impl Tx {
    /// Keeps row errors.
    pub fn add_row_errors(&mut self, batch: BatchId, errors: &[RowError]) -> Result<()> {
        self.in_batch(batch)?;
        let first = self.next_keys(ROW_ERROR, errors.len())?;
        let mut insert = self.insert(ROW_ERROR, errors.len())?;
        for (key, error) in (first..).zip(errors) {
            let diagnostic = serde_json::to_string(&error.diagnostic)
                .map_err(|e| StoreError::Database(e.to_string()))?;
            // A cell may hold anything, and it is shown, not computed with.
            let value = error
                .value
                .as_ref()
                .map(|value| value.replace('\0', "\u{fffd}"));
            insert.row(&[
                P::Int(key),
                P::Int(batch.0),
                P::Int(error.row as i64),
                P::opt(error.sheet.as_deref()),
                P::opt(error.column.as_deref()),
                P::opt(value.as_deref()),
                P::Text(&diagnostic),
            ])?;
        }
        insert.finish()
    }

    /// Row errors of a batch in the order they were kept.
    pub fn row_errors(
        &mut self,
        batch: BatchId,
        limit: usize,
        offset: usize,
    ) -> Result<Vec<RowError>> {
        let sql = "SELECT line, sheet, heading, value, diagnostic FROM row_error \
                   WHERE batch = $1 ORDER BY key LIMIT $2 OFFSET $3";
        let params = [P::Int(batch.0), P::Int(limit as i64), P::Int(offset as i64)];
        self.conn()?.all(sql, &params, |row| {
            let unreadable = |e: serde_json::Error| StoreError::Unreadable {
                table: "row_error",
                reason: e.to_string(),
            };
            Ok(RowError {
                row: row.int(0)? as u64,
                sheet: row.opt_string(1)?,
                column: row.opt_string(2)?,
                value: row.opt_string(3)?,
                diagnostic: serde_json::from_str(row.text(4)?).map_err(unreadable)?,
            })
        })
    }

    /// How many row errors a batch has.
    pub fn row_error_count(&mut self, batch: BatchId) -> Result<u64> {
        let sql = "SELECT COUNT(*) FROM row_error WHERE batch = $1";
        Ok(self
            .conn()?
            .one(sql, &[P::Int(batch.0)], |row| row.int(0))?
            .unwrap_or(0) as u64)
    }
}
