//! Lists as files: who asked for which page, how it ended, and the file until it is
//! removed. Unlike what is known, an export is a copy and may be taken away.
//!
//! Must not know: what the pages hold, how long files are kept.

use crate::Tx;
use crate::sql::schema::{EXPORT, EXPORT_END};
use crate::sql::{P, Row};
use crate::tx::{Result, micros, time};
use chrono::{DateTime, Utc};

/// An export to be made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewExport {
    /// Who asked.
    pub author: String,
    /// Address of the page whose rows it holds.
    pub page: String,
    /// Language of its words.
    pub lang: String,
}

/// How an export ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExportEnd {
    /// A word of whoever keeps it: done, failed, cancelled.
    pub state: String,
    /// What the list is called.
    pub name: String,
    /// Rows of the list.
    pub rows: u64,
    /// What went wrong, as kept by whoever wrote it.
    pub error: Option<String>,
    /// Bytes of the file; 0 where there is none.
    pub size: u64,
}

/// An export as kept, without its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptExport {
    /// Given by the store; never given twice.
    pub id: i64,
    /// What was asked.
    pub what: NewExport,
    /// When.
    pub started_at: DateTime<Utc>,
    /// How it ended and when; nothing before that.
    pub end: Option<(ExportEnd, DateTime<Utc>)>,
}

const COLUMNS: &str = "SELECT x.key, x.author, x.page, x.lang, x.started_at, e.state, e.name, \
     e.row_count, e.error, e.size, e.ended_at FROM export x \
     LEFT JOIN export_end e ON e.key = x.key";

impl Tx {
    /// Notes that somebody asked; its number.
    pub fn add_export(&mut self, new: &NewExport, at: DateTime<Utc>) -> Result<i64> {
        let row = [
            P::Text(&new.author),
            P::Text(&new.page),
            P::Text(&new.lang),
            P::Int(micros(at)),
        ];
        self.insert_one(EXPORT, &row)
    }

    /// Notes how an export ended. False when it is not there any more, or has ended.
    pub fn end_export(
        &mut self,
        id: i64,
        (end, content): (&ExportEnd, Option<&[u8]>),
        at: DateTime<Utc>,
    ) -> Result<bool> {
        let known = self.export(id)?;
        if known.is_none_or(|known| known.end.is_some()) {
            return Ok(false);
        }
        let row = [
            P::Int(id),
            P::Text(&end.state),
            P::Text(&end.name),
            P::Int(end.rows as i64),
            P::opt(end.error.as_deref()),
            P::Int(micros(at)),
            P::Int(end.size as i64),
            content.map_or(P::Null, P::Bytes),
        ];
        let mut insert = self.insert(EXPORT_END, 1)?;
        insert.row(&row)?;
        insert.finish()?;
        Ok(true)
    }

    /// What somebody asked for since a time, the last first.
    pub fn exports(&mut self, author: &str, since: DateTime<Utc>) -> Result<Vec<KeptExport>> {
        let sql =
            format!("{COLUMNS} WHERE x.author = $1 AND x.started_at >= $2 ORDER BY x.key DESC");
        let params = [P::Text(author), P::Int(micros(since))];
        self.conn()?.all(&sql, &params, read)
    }

    /// One export.
    pub fn export(&mut self, id: i64) -> Result<Option<KeptExport>> {
        let sql = format!("{COLUMNS} WHERE x.key = $1");
        self.conn()?.one(&sql, &[P::Int(id)], read)
    }

    /// The file of an export.
    pub fn export_content(&mut self, id: i64) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT content FROM export_end WHERE key = $1";
        let found = self.conn()?.one(sql, &[P::Int(id)], |row| {
            Ok(row.opt_bytes(0)?.map(<[u8]>::to_vec))
        })?;
        Ok(found.flatten())
    }

    /// Removes what is older than a time, and of every author what comes before the last
    /// so many. The newest of all stays, so that no number is given twice.
    pub fn clear_exports(&mut self, before: DateTime<Utc>, most: usize) -> Result<u64> {
        let old = "SELECT x.key FROM export x WHERE x.key < (SELECT MAX(key) FROM export) \
                   AND (x.started_at < $1 OR (SELECT COUNT(*) FROM export y \
                   WHERE y.author = x.author AND y.key > x.key) >= $2)";
        let params = [P::Int(micros(before)), P::Int(most as i64)];
        let conn = self.for_writing()?;
        let old = conn.all(old, &params, |row| row.int(0))?;
        let old = [P::Ints(&old)];
        conn.execute("DELETE FROM export_end WHERE key IN (INTS($1))", &old)?;
        conn.execute("DELETE FROM export WHERE key IN (INTS($1))", &old)
    }
}

fn read(row: Row) -> Result<KeptExport> {
    let ended = row.opt_int(10)?.map(time);
    let end = match ended {
        None => None,
        Some(ended) => {
            let end = ExportEnd {
                state: row.string(5)?,
                name: row.string(6)?,
                rows: row.int(7)?.unsigned_abs(),
                error: row.opt_string(8)?,
                size: row.int(9)?.unsigned_abs(),
            };
            Some((end, ended))
        }
    };
    Ok(KeptExport {
        id: row.int(0)?,
        what: NewExport {
            author: row.string(1)?,
            page: row.string(2)?,
            lang: row.string(3)?,
        },
        started_at: time(row.int(4)?),
        end,
    })
}
