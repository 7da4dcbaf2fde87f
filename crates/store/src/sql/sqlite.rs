//! SQLite: one file in write-ahead mode, synchronous to the disk at each commit.
//!
//! A load by a program that is alone with the file keeps a rollback journal instead: new
//! pages are then written once, and not to the log and from there to the file. It is as
//! safe: a load that was killed is rolled back by whoever opens the file next.

mod insert;

use super::{Mode, P, Row, Translations};
use crate::StoreError;
pub(crate) use insert::Rows;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, ToSql};
use std::path::Path;
use std::time::Duration;

type Result<T> = std::result::Result<T, StoreError>;

/// How long a write waits for a write of another process.
const PATIENCE: Duration = Duration::from_secs(10);
/// Page cache while writing, while sorting for an index, and while reading, in KiB.
const CACHE: Cache = Cache {
    writing: 20 * 1024,
    sorting: 24 * 1024,
    reading: 4 * 1024,
};

struct Cache {
    writing: u32,
    sorting: u32,
    reading: u32,
}

pub(crate) struct Sqlite {
    db: Connection,
    place: String,
    translations: Translations,
    healthy: bool,
    file: bool,
    /// A rollback journal is kept.
    loading: bool,
    /// The cache is that for writing.
    grown: bool,
}

impl Sqlite {
    /// Opens a file, or memory when there is no path.
    pub fn open(path: Option<&Path>, create: bool) -> Result<Self> {
        let place = path.map_or_else(|| ":memory:".to_owned(), |p| p.display().to_string());
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        flags.set(OpenFlags::SQLITE_OPEN_CREATE, create);
        let db = match path {
            Some(path) => Connection::open_with_flags(path, flags),
            None => Connection::open_in_memory(),
        };
        let db = db.map_err(|e| error(&e, &place))?;
        let mut conn = Self {
            db,
            place,
            translations: Translations::default(),
            healthy: true,
            file: path.is_some(),
            loading: false,
            grown: false,
        };
        conn.prepare_for_use()?;
        Ok(conn)
    }

    fn prepare_for_use(&mut self) -> Result<()> {
        self.db
            .busy_timeout(PATIENCE)
            .map_err(|e| error(&e, &self.place))?;
        self.db.set_prepared_statement_cache_capacity(64);
        if self.file {
            // The page size is that of a new file.
            self.batch("PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 4194304")?;
        }
        self.batch(&format!("PRAGMA cache_size = -{}", CACHE.reading))
    }

    pub fn begin(&mut self, mode: Mode) -> Result<()> {
        match mode {
            Mode::Read => self.batch("BEGIN"),
            // A few rows need no larger cache.
            Mode::Act => self.batch("BEGIN IMMEDIATE"),
            Mode::Write => self.begin_write("IMMEDIATE"),
            Mode::Load => {
                self.loading = self.file && self.leave_log();
                // Readers that come now wait from the start, and none can delay the end.
                self.begin_write(if self.loading {
                    "EXCLUSIVE"
                } else {
                    "IMMEDIATE"
                })
            }
        }
    }

    fn begin_write(&mut self, how: &str) -> Result<()> {
        let cache = CACHE.writing;
        self.grown = true;
        self.batch(&format!("PRAGMA cache_size = -{cache}; BEGIN {how}"))
    }

    /// Changes to a rollback journal, if nobody else has the file open. It is cut to
    /// nothing at the end, and that is brought to the disk: a journal merely deleted
    /// could come back after a power cut and take the load with it.
    fn leave_log(&self) -> bool {
        let _ = self.db.busy_timeout(Duration::ZERO);
        let left = self
            .db
            .query_row("PRAGMA journal_mode = TRUNCATE", [], |row| {
                Ok(row.get_ref(0)?.as_str() == Ok("truncate"))
            });
        let _ = self.db.busy_timeout(PATIENCE);
        left.unwrap_or(false)
    }

    /// Changes back to the log. When another was quicker to open the file, that one does it.
    fn return_to_log(&mut self) {
        if std::mem::take(&mut self.loading) {
            let sql = "PRAGMA journal_mode = DELETE; PRAGMA journal_mode = WAL";
            self.healthy &= self.db.execute_batch(sql).is_ok();
        }
    }

    pub fn commit(&mut self) -> Result<()> {
        self.batch("COMMIT")?;
        self.return_to_log();
        self.give_back_memory();
        Ok(())
    }

    pub fn rollback(&mut self) -> Result<()> {
        if !self.db.is_autocommit() {
            self.batch("ROLLBACK")?;
        }
        self.return_to_log();
        self.give_back_memory();
        Ok(())
    }

    fn give_back_memory(&mut self) {
        if !std::mem::take(&mut self.grown) {
            return;
        }
        let sql = format!(
            "PRAGMA cache_size = -{}; PRAGMA shrink_memory",
            CACHE.reading
        );
        self.healthy &= self.db.execute_batch(&sql).is_ok();
    }

    /// Builds an index over many rows, sorting in a part of the memory for writing.
    pub fn build_index(&mut self, sql: &str) -> Result<()> {
        let (sorting, writing) = (CACHE.sorting, CACHE.writing);
        self.batch(&format!(
            "PRAGMA cache_size = -{sorting}; PRAGMA threads = 2; {sql}; PRAGMA cache_size = -{writing}"
        ))
    }

    pub fn is_healthy(&self) -> bool {
        self.healthy && self.db.is_autocommit()
    }

    pub fn batch(&mut self, sql: &str) -> Result<()> {
        self.db
            .execute_batch(sql)
            .map_err(|e| error(&e, &self.place))
    }

    pub fn execute(&mut self, sql: &str, params: &[P]) -> Result<u64> {
        let sql = self.translations.get(sql, translate);
        let run = || {
            let mut statement = self.db.prepare_cached(&sql)?;
            bind(&mut statement, params)?;
            statement.raw_execute()
        };
        run()
            .map(|rows| rows as u64)
            .map_err(|e| error(&e, &self.place))
    }

    pub fn each(
        &mut self,
        sql: &str,
        params: &[P],
        f: &mut dyn FnMut(Row) -> Result<bool>,
    ) -> Result<()> {
        let sql = self.translations.get(sql, translate);
        let fail = |e: rusqlite::Error| error(&e, &self.place);
        let mut statement = self.db.prepare_cached(&sql).map_err(fail)?;
        bind(&mut statement, params).map_err(fail)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(fail)? {
            if !f(Row::Sqlite(row))? {
                break;
            }
        }
        Ok(())
    }
}

fn bind(statement: &mut CachedStatement<'_>, params: &[P]) -> rusqlite::Result<()> {
    for (i, param) in params.iter().enumerate() {
        statement.raw_bind_parameter(i + 1, param)?;
    }
    Ok(())
}

impl ToSql for P<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let list = |json: String| ToSqlOutput::Owned(Value::Text(json));
        Ok(match self {
            P::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            P::Int(number) => ToSqlOutput::Borrowed(ValueRef::Integer(*number)),
            P::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            P::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            P::Texts(texts) => list(serde_json::to_string(texts).unwrap_or_default()),
            P::Ints(numbers) => list(serde_json::to_string(numbers).unwrap_or_default()),
        })
    }
}

/// `$1` → `?1`; lists are read from JSON; `KEY` and `BYTES` of the schema.
pub(crate) fn translate(sql: &str) -> String {
    sql.replace("TEXTS($", "SELECT value FROM json_each($")
        .replace("INTS($", "SELECT value FROM json_each($")
        .replace('$', "?")
}

/// The schema in SQLite's words.
pub(crate) fn translate_schema(sql: &str) -> String {
    sql.replace(" KEY,", " INTEGER PRIMARY KEY,")
        .replace(" BYTES", " BLOB")
}

/// An error that says nothing about a place.
pub(crate) fn plain_error(e: &rusqlite::Error) -> StoreError {
    error(e, "")
}

fn error(e: &rusqlite::Error, place: &str) -> StoreError {
    let at = || place.to_owned();
    match e.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => StoreError::NotADatabase(at()),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Locked(at()),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            StoreError::NotWritable(at())
        }
        Some(ErrorCode::DiskFull) => StoreError::Full(at()),
        Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged(at()),
        _ => StoreError::Database(e.to_string()),
    }
}
