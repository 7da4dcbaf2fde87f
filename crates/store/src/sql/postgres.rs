//! PostgreSQL: tables in a schema of their own; writers take turns by an advisory lock.

use super::schema::Table;
use super::{Mode, P, Row, Translations};
use crate::StoreError;
use postgres::config::{Config, Host, SslMode};
use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls, Statement};
use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write;
use std::time::Duration;

type Result<T> = std::result::Result<T, StoreError>;

/// How long a connection may take to come about.
const PATIENCE: Duration = Duration::from_secs(10);
/// Any number will do, as long as all writers use the same.
const WRITER: i64 = 0x6a75_6c69_6e00;
/// Bytes of rows sent in one COPY.
const CHUNK: usize = 1 << 20;

pub(crate) struct Postgres {
    client: Client,
    place: String,
    translations: Translations,
    statements: HashMap<String, Statement>,
}

impl Postgres {
    pub fn open(config: &Config) -> Result<Self> {
        let place = place(config);
        if config.get_ssl_mode() == SslMode::Require {
            return Err(StoreError::NoTls(place));
        }
        let mut config = config.clone();
        config.application_name("julin");
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(PATIENCE);
        }
        let client = config.connect(NoTls).map_err(|e| error(&e, &place))?;
        let (translations, statements) = Default::default();
        let mut conn = Self {
            client,
            place,
            translations,
            statements,
        };
        conn.batch("SET search_path TO julin; SET client_min_messages TO warning; SET lock_timeout TO '10s'")?;
        Ok(conn)
    }

    pub fn begin(&mut self, mode: Mode) -> Result<()> {
        match mode {
            Mode::Read => self.batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
            Mode::Act => self.batch("BEGIN"),
            Mode::Write | Mode::Load => {
                self.batch(&format!("BEGIN; SELECT pg_advisory_xact_lock({WRITER})"))
            }
        }
    }

    pub fn is_healthy(&self) -> bool {
        !self.client.is_closed()
    }

    pub fn batch(&mut self, sql: &str) -> Result<()> {
        self.client
            .batch_execute(sql)
            .map_err(|e| error(&e, &self.place))
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement> {
        if let Some(known) = self.statements.get(sql) {
            return Ok(known.clone());
        }
        let text = self.translations.get(sql, translate);
        let statement = self
            .client
            .prepare(&text)
            .map_err(|e| error(&e, &self.place))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub fn execute(&mut self, sql: &str, params: &[P]) -> Result<u64> {
        let statement = self.prepare(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> =
            params.iter().map(|p| p as &(dyn ToSql + Sync)).collect();
        self.client
            .execute(&statement, &params)
            .map_err(|e| error(&e, &self.place))
    }

    pub fn each(
        &mut self,
        sql: &str,
        params: &[P],
        f: &mut dyn FnMut(Row) -> Result<bool>,
    ) -> Result<()> {
        let statement = self.prepare(sql)?;
        let fail = |e: postgres::Error| error(&e, &self.place);
        let mut rows = self
            .client
            .query_raw(&statement, params.iter().copied())
            .map_err(fail)?;
        while let Some(row) = rows.next().map_err(fail)? {
            if !f(Row::Postgres(&row))? {
                break;
            }
        }
        Ok(())
    }
}

impl Postgres {
    /// Statements as parts of one, none of which sees what the others do; how many rows the
    /// first touched.
    pub fn together(
        &mut self,
        (first, params): (&str, &[P]),
        others: &[(String, Vec<P>)],
    ) -> Result<u64> {
        let mut params = params.to_vec();
        let mut parts = Vec::new();
        for (i, (sql, own)) in others.iter().enumerate() {
            let sql = renumbered(sql, params.len());
            parts.push(format!("s{i} AS ({sql})"));
            params.extend_from_slice(own);
        }
        self.execute(&format!("WITH {} {first}", parts.join(", ")), &params)
    }
}

/// A statement whose parameters come after so many others.
fn renumbered(sql: &str, before: usize) -> String {
    let mut parts = sql.split('$');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.find(|c: char| !c.is_ascii_digit());
        let (number, rest) = part.split_at(digits.unwrap_or(part.len()));
        let number = number.parse::<usize>().unwrap_or_default() + before;
        let _ = write!(out, "${number}{rest}");
    }
    out
}

/// Rows gathered for COPY in its text format.
pub(crate) struct Copy<'a> {
    db: &'a mut Postgres,
    table: &'static Table,
    rows: Vec<u8>,
}

impl<'a> Copy<'a> {
    pub fn new(db: &'a mut Postgres, table: &'static Table) -> Self {
        Self {
            db,
            table,
            rows: Vec::new(),
        }
    }

    pub fn row(&mut self, values: &[P]) -> Result<()> {
        for (i, value) in values.iter().enumerate() {
            if i > 0 {
                self.rows.push(b'\t');
            }
            append(&mut self.rows, value);
        }
        self.rows.push(b'\n');
        if self.rows.len() >= CHUNK {
            self.send()
        } else {
            Ok(())
        }
    }

    pub fn finish(mut self) -> Result<()> {
        self.send()
    }

    fn send(&mut self) -> Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let (place, rows) = (&self.db.place, &self.rows);
        let sql = format!(
            "COPY {} ({}) FROM STDIN",
            self.table.name,
            self.table.column_list()
        );
        let mut copy = self.db.client.copy_in(&sql).map_err(|e| error(&e, place))?;
        copy.write_all(rows)
            .map_err(|e| StoreError::Database(e.to_string()))?;
        copy.finish().map_err(|e| error(&e, place))?;
        self.rows.clear();
        Ok(())
    }
}

/// One value in the text format of COPY.
fn append(to: &mut Vec<u8>, value: &P) {
    match value {
        P::Int(number) => to.extend_from_slice(number.to_string().as_bytes()),
        P::Text(text) => {
            for byte in text.bytes() {
                match byte {
                    b'\\' => to.extend_from_slice(b"\\\\"),
                    b'\t' => to.extend_from_slice(b"\\t"),
                    b'\n' => to.extend_from_slice(b"\\n"),
                    b'\r' => to.extend_from_slice(b"\\r"),
                    other => to.push(other),
                }
            }
        }
        P::Bytes(bytes) => {
            const DIGITS: &[u8; 16] = b"0123456789abcdef";
            to.extend_from_slice(b"\\\\x");
            for b in *bytes {
                to.extend([DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]);
            }
        }
        P::Null | P::Texts(_) | P::Ints(_) => to.extend_from_slice(b"\\N"),
    }
}

impl ToSql for P<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            P::Null => Ok(IsNull::Yes),
            P::Int(number) => number.to_sql(ty, out),
            P::Text(text) => text.to_sql(ty, out),
            P::Bytes(bytes) => bytes.to_sql(ty, out),
            P::Texts(texts) => texts.to_sql(ty, out),
            P::Ints(numbers) => numbers.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.place)
    }
}

/// Lists are arrays, looked through one by one where rows are to be left out, joined where
/// they are to be found; `INSTR` has another name.
pub(crate) fn translate(sql: &str) -> String {
    let lists = [
        ("NOT IN (INTS($", "<> ALL(", "bigint", ""),
        ("TEXTS($", "SELECT unnest(", "text", ")"),
        ("INTS($", "SELECT unnest(", "bigint", ")"),
    ];
    let mut out = sql.replace("INSTR(", "STRPOS(");
    for (open, array, kind, close) in lists {
        while let Some(at) = out.find(open) {
            let end = out[at..].find(')').map_or(out.len(), |end| at + end);
            let number = out[at + open.len()..end].to_owned();
            out.replace_range(
                at..(end + 1).min(out.len()),
                &format!("{array}${number}::{kind}[]{close}"),
            );
        }
    }
    out
}

/// The schema in PostgreSQL's words; texts sort by their bytes.
pub(crate) fn translate_schema(sql: &str) -> String {
    sql.replace(" KEY,", " BIGINT PRIMARY KEY,")
        .replace(" BYTES", " BYTEA")
        .replace(" TEXT", " TEXT COLLATE \"C\"")
}

/// Host, port and database, for messages.
pub(crate) fn place(config: &Config) -> String {
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        #[cfg(unix)]
        Some(Host::Unix(path)) => path.display().to_string(),
        None => "localhost".to_owned(),
    };
    let port = config.get_ports().first().copied().unwrap_or(5432);
    format!("{host}:{port}/{}", config.get_dbname().unwrap_or_default())
}

/// An error that says nothing about a place.
pub(crate) fn plain_error(e: &postgres::Error) -> StoreError {
    error(e, "")
}

fn error(e: &postgres::Error, place: &str) -> StoreError {
    let server = place.to_owned();
    let Some(db) = e.as_db_error() else {
        let reason = e
            .source()
            .map_or_else(|| e.to_string(), ToString::to_string);
        let lost = e.is_closed() || e.source().is_some_and(|s| s.is::<std::io::Error>());
        let refused = reason.contains("password missing");
        return match (refused, lost) {
            (true, _) => StoreError::WrongPassword { server },
            (_, true) => StoreError::Unreachable { server, reason },
            _ => StoreError::Database(reason),
        };
    };
    let reason = db.message().to_owned();
    match db.code() {
        &SqlState::INVALID_PASSWORD | &SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
            StoreError::WrongPassword { server }
        }
        &SqlState::INVALID_CATALOG_NAME => StoreError::NoSuchDatabase { server },
        &SqlState::INSUFFICIENT_PRIVILEGE => StoreError::NotAllowed { server, reason },
        &SqlState::LOCK_NOT_AVAILABLE | &SqlState::T_R_DEADLOCK_DETECTED => {
            StoreError::Locked(server)
        }
        &SqlState::DISK_FULL => StoreError::Full(server),
        &SqlState::CANNOT_CONNECT_NOW
        | &SqlState::ADMIN_SHUTDOWN
        | &SqlState::TOO_MANY_CONNECTIONS => StoreError::Unreachable { server, reason },
        _ => StoreError::Database(reason),
    }
}
