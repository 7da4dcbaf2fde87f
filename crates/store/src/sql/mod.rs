//! The thin layer that hides which database is spoken to: parameters, rows, bulk
//! insert, transactions and the few words in which the dialects differ.
//!
//! Queries are written with `$1`; `TEXTS($1)` and `INTS($1)` read a list parameter as
//! a subquery, `INSTR(a, b)` finds b in a. Texts compare by their bytes everywhere.
//! Must not know what the tables mean.

pub(crate) mod postgres;
pub(crate) mod schema;
pub(crate) mod sqlite;

use crate::StoreError;
use std::collections::HashMap;

type Result<T> = std::result::Result<T, StoreError>;

/// One parameter or one value to insert.
#[derive(Debug, Clone, Copy)]
pub(crate) enum P<'a> {
    Null,
    Int(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
    Texts(&'a [&'a str]),
    Ints(&'a [i64]),
}

impl<'a> P<'a> {
    /// A text or null.
    pub fn opt(text: Option<&'a str>) -> Self {
        text.map_or(P::Null, P::Text)
    }

    /// A number or null.
    pub fn opt_int(number: Option<i64>) -> Self {
        number.map_or(P::Null, P::Int)
    }
}

/// One row of an answer.
#[derive(Clone, Copy)]
pub(crate) enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a ::postgres::Row),
}

impl Row<'_> {
    pub fn int(&self, i: usize) -> Result<i64> {
        match self {
            Row::Sqlite(row) => row.get(i).map_err(|e| sqlite::plain_error(&e)),
            Row::Postgres(row) => row.try_get(i).map_err(|e| postgres::plain_error(&e)),
        }
    }

    pub fn opt_int(&self, i: usize) -> Result<Option<i64>> {
        match self {
            Row::Sqlite(row) => row.get(i).map_err(|e| sqlite::plain_error(&e)),
            Row::Postgres(row) => row.try_get(i).map_err(|e| postgres::plain_error(&e)),
        }
    }

    pub fn opt_text(&self, i: usize) -> Result<Option<&str>> {
        match self {
            Row::Sqlite(row) => {
                let value = row.get_ref(i).map_err(|e| sqlite::plain_error(&e))?;
                value
                    .as_str_or_null()
                    .map_err(|e| StoreError::NotText(e.to_string()))
            }
            Row::Postgres(row) => row.try_get(i).map_err(|e| postgres::plain_error(&e)),
        }
    }

    pub fn text(&self, i: usize) -> Result<&str> {
        self.opt_text(i)?
            .ok_or_else(|| StoreError::Database(format!("column {i} is null")))
    }

    pub fn string(&self, i: usize) -> Result<String> {
        self.text(i).map(str::to_owned)
    }

    pub fn opt_string(&self, i: usize) -> Result<Option<String>> {
        Ok(self.opt_text(i)?.map(str::to_owned))
    }

    pub fn opt_bytes(&self, i: usize) -> Result<Option<&[u8]>> {
        match self {
            Row::Sqlite(row) => {
                let value = row.get_ref(i).map_err(|e| sqlite::plain_error(&e))?;
                value
                    .as_blob_or_null()
                    .map_err(|e| StoreError::Database(e.to_string()))
            }
            Row::Postgres(row) => row.try_get(i).map_err(|e| postgres::plain_error(&e)),
        }
    }
}

/// Whether a transaction reads or writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Read,
    Write,
    /// A write of very many rows.
    Load,
    /// A write that takes the turns it needs by itself.
    Act,
}

/// One connection.
pub(crate) enum Conn {
    Sqlite(sqlite::Sqlite),
    Postgres(Box<postgres::Postgres>),
}

impl Conn {
    /// Begins a transaction; a write waits for its turn.
    pub fn begin(&mut self, mode: Mode) -> Result<()> {
        match self {
            Conn::Sqlite(db) => db.begin(mode),
            Conn::Postgres(db) => db.begin(mode),
        }
    }

    /// Makes the transaction last; when this returns, nothing of it can be lost.
    pub fn commit(&mut self) -> Result<()> {
        match self {
            Conn::Sqlite(db) => db.commit(),
            Conn::Postgres(db) => db.batch("COMMIT"),
        }
    }

    /// Ends the transaction without a trace.
    pub fn rollback(&mut self) -> Result<()> {
        match self {
            Conn::Sqlite(db) => db.rollback(),
            Conn::Postgres(db) => db.batch("ROLLBACK"),
        }
    }

    /// False when the connection is of no further use.
    pub fn is_healthy(&self) -> bool {
        match self {
            Conn::Sqlite(db) => db.is_healthy(),
            Conn::Postgres(db) => db.is_healthy(),
        }
    }

    /// Runs statements of the schema or of maintenance.
    pub fn batch(&mut self, sql: &str) -> Result<()> {
        match self {
            Conn::Sqlite(db) => db.batch(sql),
            Conn::Postgres(db) => db.batch(sql),
        }
    }

    /// Runs one statement; how many rows it touched.
    pub fn execute(&mut self, sql: &str, params: &[P]) -> Result<u64> {
        match self {
            Conn::Sqlite(db) => db.execute(sql, params),
            Conn::Postgres(db) => db.execute(sql, params),
        }
    }

    /// Runs statements that touch different rows; how many the first touched. A server is
    /// asked once for all of them.
    pub fn together(
        &mut self,
        (first, params): &(String, Vec<P>),
        others: &[(String, Vec<P>)],
    ) -> Result<u64> {
        match self {
            Conn::Sqlite(db) => {
                let touched = db.execute(first, params)?;
                for (sql, params) in others {
                    db.execute(sql, params)?;
                }
                Ok(touched)
            }
            Conn::Postgres(db) => db.together((first, params), others),
        }
    }

    /// Hands each row to `f` until it answers `false`; holds one row at a time.
    pub fn each(
        &mut self,
        sql: &str,
        params: &[P],
        f: &mut dyn FnMut(Row) -> Result<bool>,
    ) -> Result<()> {
        match self {
            Conn::Sqlite(db) => db.each(sql, params, f),
            Conn::Postgres(db) => db.each(sql, params, f),
        }
    }

    /// All rows of an answer.
    pub fn all<T>(
        &mut self,
        sql: &str,
        params: &[P],
        f: impl Fn(Row) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        self.each(sql, params, &mut |row| {
            rows.push(f(row)?);
            Ok(true)
        })?;
        Ok(rows)
    }

    /// The first row of an answer.
    pub fn one<T>(
        &mut self,
        sql: &str,
        params: &[P],
        f: impl Fn(Row) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut found = None;
        self.each(sql, params, &mut |row| {
            found = Some(f(row)?);
            Ok(false)
        })?;
        Ok(found)
    }

    /// Begins to insert so many rows into a table.
    pub fn insert(&mut self, table: &'static schema::Table, rows: usize) -> Result<Insert<'_>> {
        match self {
            Conn::Sqlite(db) => sqlite::Rows::new(db, table, rows).map(Insert::Sqlite),
            Conn::Postgres(db) => Ok(Insert::Postgres(postgres::Copy::new(db, table))),
        }
    }
}

/// Rows on their way into a table; [`Insert::finish`] sends the last ones.
pub(crate) enum Insert<'a> {
    Sqlite(sqlite::Rows<'a>),
    Postgres(postgres::Copy<'a>),
}

impl Insert<'_> {
    /// Adds one row, values in the order of the table's columns.
    pub fn row(&mut self, values: &[P]) -> Result<()> {
        for value in values {
            if let P::Text(text) = value {
                refuse_nul(text)?;
            }
        }
        match self {
            Insert::Sqlite(to) => to.row(values),
            Insert::Postgres(to) => to.row(values),
        }
    }

    /// Sends what is left.
    pub fn finish(self) -> Result<()> {
        match self {
            Insert::Sqlite(to) => to.finish(),
            Insert::Postgres(to) => to.finish(),
        }
    }
}

fn refuse_nul(text: &str) -> Result<()> {
    if text.as_bytes().contains(&0) {
        let shown: String = text.chars().filter(|c| *c != '\0').take(60).collect();
        return Err(StoreError::NulCharacter(shown));
    }
    Ok(())
}

/// Translated statements, so that each is translated once per connection.
#[derive(Default)]
pub(crate) struct Translations(HashMap<String, String>);

impl Translations {
    pub fn get(&mut self, sql: &str, translate: fn(&str) -> String) -> String {
        if let Some(known) = self.0.get(sql) {
            return known.clone();
        }
        let new = translate(sql);
        self.0.insert(sql.to_owned(), new.clone());
        new
    }
}
