//! Databases for tests: a new one for each, on both backends.
//!
//! With `JULIN_TEST_POSTGRES` set (`postgres://postgres@127.0.0.1:5433`), databases are
//! made on that server. Without it, one server is started for the test process from
//! Debian's programs, in a temporary folder and on a socket of its own; it ends with the
//! process that started it.

use crate::follow::case::Held;
use crate::follow::event::values as event_values;
use crate::follow::verify::TABLES;
use crate::follow::{CaseRow, KeptEvent, KeptPart};
use crate::sql::schema::{FOLLOW_CASE, FOLLOW_EVENT, FOLLOW_PART, Kind};
use crate::sql::{Conn, Mode, P};
use crate::{Backend, Store, StoreError};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};
use tempfile::TempDir;

/// Both backends, for tests that run on each.
pub const BACKENDS: [Backend; 2] = [Backend::Sqlite, Backend::Postgres];

/// A database that is gone when this value is.
pub struct TestDatabase {
    /// Its address, for [`crate::Store::open_or_create`].
    pub url: String,
    /// A folder of its own, for backups and the like.
    pub folder: TempDir,
    drop_at: Option<(String, String)>,
}

impl TestDatabase {
    /// A new, empty database.
    ///
    /// # Panics
    /// When no folder or server can be had.
    pub fn new(backend: Backend) -> Self {
        let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("no temporary folder: {e}"));
        match backend {
            Backend::Sqlite => {
                let url = format!("sqlite://{}", folder.path().join("test.db").display());
                Self {
                    url,
                    folder,
                    drop_at: None,
                }
            }
            Backend::Postgres => {
                let (server, name) = (server(), new_name());
                run_on(server, &format!("CREATE DATABASE {name}"));
                let url = with_database(server, &name);
                Self {
                    url,
                    folder,
                    drop_at: Some((server.to_owned(), name)),
                }
            }
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.drop_at {
            let client =
                postgres::Client::connect(&with_database(server, "postgres"), postgres::NoTls);
            let _ =
                client.map(|mut c| c.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")));
        }
    }
}

/// A connection that writes the rows of a command and nothing else: a yardstick.
pub struct Bare(Conn);

impl Bare {
    /// A connection of its own.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub fn new(url: &str) -> Result<Self, StoreError> {
        crate::url::Url::parse(url)?.connect(false).map(Self)
    }

    /// In one transaction an event, the case it belongs to, and one part gone for another.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn write(
        &mut self,
        case: &CaseRow,
        (number, event): (u32, &KeptEvent),
        (gone, new): (Option<&KeptPart>, &KeptPart),
    ) -> Result<(), StoreError> {
        self.0.begin(Mode::Act)?;
        let sql = FOLLOW_EVENT.insert(1);
        let (command, place) = (event.command.as_ref(), (case.key, number.into()));
        let row = event_values(place, command, &event.what, &event.hash);
        self.0.execute(&sql, &row)?;
        if number == 1 {
            let row = case.values();
            let row = row.each_ref().map(Held::param);
            self.0.execute(&FOLLOW_CASE.insert(1), &row)?;
        } else {
            case.update_in(&mut self.0)?;
        }
        if let Some(gone) = gone {
            let [key, ..] = gone.values(case.key);
            let sql = "DELETE FROM follow_part WHERE key = $1";
            self.0.execute(sql, &[key.param()])?;
        }
        let row = new.values(case.key);
        let row = row.each_ref().map(Held::param);
        self.0.execute(&FOLLOW_PART.insert(1), &row)?;
        self.0.commit()
    }
}

/// Every column of the tables of cases: its table and its name.
pub fn case_columns() -> Vec<(&'static str, &'static str)> {
    let columns = |table: &&'static crate::sql::schema::Table| {
        let name = table.name;
        table.columns().map(move |(column, _)| (name, column))
    };
    TABLES.iter().flat_map(columns).collect()
}

/// Changes one bit of a stored value of a SQLite file, past everything: that of the row in
/// this place of the table, round and round. False when there is no value.
///
/// # Errors
/// When the database cannot be written.
pub fn flip_bit(
    url: &str,
    (table, column): (&str, &str),
    (row, bit): (usize, usize),
) -> Result<bool, StoreError> {
    let known = TABLES.iter().find(|own| own.name == table);
    let mut columns = known.into_iter().flat_map(|own| own.columns());
    let Some((_, kind)) = columns.find(|own| own.0 == column) else {
        return Ok(false);
    };
    Store::open(url)?.write::<_, StoreError>(|tx| {
        let conn = tx.for_writing()?;
        let sql = format!("SELECT key FROM {table} WHERE {column} IS NOT NULL ORDER BY key");
        let keys = conn.all(&sql, &[], |row| row.int(0))?;
        if keys.is_empty() {
            return Ok(false);
        }
        let key = P::Int(keys[row % keys.len()]);
        let set = |conn: &mut Conn, value: &str, param: P| {
            let sql = format!("UPDATE {table} SET {column} = {value} WHERE key = $2");
            conn.execute(&sql, &[param, key]).map(|_| true)
        };
        if kind == Kind::Int {
            let sql = format!("SELECT {column} FROM {table} WHERE key = $1");
            let value = conn.one(&sql, &[key], |row| row.int(0))?.unwrap_or(0);
            return set(conn, "$1", P::Int(value ^ (1 << (bit % 63))));
        }
        let sql = format!("SELECT CAST({column} AS BLOB) FROM {table} WHERE key = $1");
        let value = conn.one(&sql, &[key], |row| {
            Ok(row.opt_bytes(0)?.unwrap_or_default().to_vec())
        })?;
        let mut value = value.unwrap_or_default();
        if value.is_empty() {
            return Ok(false);
        }
        let place = bit / 8 % value.len();
        value[place] ^= 1 << (bit % 8);
        let as_kept = match kind {
            Kind::Text => "CAST($1 AS TEXT)",
            _ => "$1",
        };
        set(conn, as_kept, P::Bytes(&value))
    })
}

/// Writes a SQLite file anew, without what was there before.
///
/// # Errors
/// When the database cannot be written.
pub fn write_anew(url: &str) -> Result<(), StoreError> {
    let mut conn = crate::url::Url::parse(url)?.connect(false)?;
    conn.batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")
}

fn new_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!(
        "julin_test_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    )
}

/// Puts the name of a database into the address of a server, before its options.
fn with_database(server: &str, name: &str) -> String {
    let (place, options) = server
        .split_once('?')
        .map_or((server, None), |(p, o)| (p, Some(o)));
    let url = format!("{}/{name}", place.trim_end_matches('/'));
    options.map_or(url.clone(), |options| format!("{url}?{options}"))
}

fn run_on(server: &str, sql: &str) {
    let url = with_database(server, "postgres");
    let mut client = postgres::Client::connect(&url, postgres::NoTls)
        .unwrap_or_else(|e| panic!("cannot reach {server}: {e}"));
    client
        .batch_execute(sql)
        .unwrap_or_else(|e| panic!("{sql}: {e}"));
}

/// The address of the server to use.
///
/// # Panics
/// When there is none and none can be started.
pub fn server() -> &'static str {
    static SERVER: OnceLock<String> = OnceLock::new();
    SERVER.get_or_init(|| std::env::var("JULIN_TEST_POSTGRES").unwrap_or_else(|_| start()))
}

/// Starts a server and a watcher that stops it when this process ends.
fn start() -> String {
    let bin = programs();
    let folder = tempfile::Builder::new().prefix("julin-pg-").tempdir();
    let folder = folder
        .unwrap_or_else(|e| panic!("no temporary folder: {e}"))
        .keep();
    let owner = non_root_owner(&folder);
    let data = folder.join("data");
    let initdb = bin.join("initdb").display().to_string();
    let data_arg = data.display().to_string();
    let init = [
        &initdb,
        "-D",
        &data_arg,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-locale",
        "--no-sync",
    ];
    let done = as_owner(owner.as_deref(), &init)
        .stdout(Stdio::null())
        .output();
    let done = done.unwrap_or_else(|e| panic!("cannot run {initdb}: {e}"));
    assert!(
        done.status.success(),
        "initdb failed: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    let port = free_port();
    watch(&bin, &folder, owner.as_deref(), port);
    format!("postgres://postgres@127.0.0.1:{port}")
}

/// Runs the server under a shell that says when it answers and then waits for the end of
/// this process's pipe, so that the server goes with the tests however they end.
fn watch(bin: &Path, folder: &Path, owner: Option<&str>, port: u16) {
    let script = "trap '' INT; options=\"-p $3 -h 127.0.0.1 -k $2 -F -N 200\"; \
                  \"$1/pg_ctl\" -D \"$2/data\" -l \"$2/log\" -o \"$options\" -w start >&2 && echo ready; \
                  cat >/dev/null; \"$1/pg_ctl\" -D \"$2/data\" -m immediate stop; rm -rf \"$2\"";
    let (bin, place, port) = (
        bin.display().to_string(),
        folder.display().to_string(),
        port.to_string(),
    );
    let command = ["sh", "-c", script, "sh", &bin, &place, &port];
    let mut process = as_owner(owner, &command);
    process
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = process
        .spawn()
        .unwrap_or_else(|e| panic!("cannot start the server: {e}"));
    let mut line = String::new();
    if let Some(out) = child.stdout.take() {
        let _ = BufReader::new(out).read_line(&mut line);
    }
    let log = || std::fs::read_to_string(folder.join("log")).unwrap_or_default();
    assert!(line == "ready\n", "the server does not answer: {}", log());
    // Kept to the end of the process: its input is the pipe.
    static WATCHER: OnceLock<Mutex<Child>> = OnceLock::new();
    let _ = WATCHER.set(Mutex::new(child));
}

/// The newest PostgreSQL of Debian.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql");
    let versions =
        versions.unwrap_or_else(|_| panic!("PostgreSQL is not installed (apt install postgresql)"));
    let bins = versions.flatten().map(|entry| entry.path().join("bin"));
    let mut bins: Vec<PathBuf> = bins.filter(|bin| bin.join("initdb").exists()).collect();
    bins.sort();
    bins.pop()
        .unwrap_or_else(|| panic!("PostgreSQL's initdb is not installed (apt install postgresql)"))
}

/// The server refuses to run as root: then the folder is given to another user.
fn non_root_owner(folder: &Path) -> Option<String> {
    let root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|out| out.stdout.starts_with(b"0\n"));
    if !root {
        return None;
    }
    let known = |user: &&str| {
        Command::new("id")
            .arg(user)
            .output()
            .is_ok_and(|out| out.status.success())
    };
    let user = ["postgres", "nobody"].into_iter().find(known);
    let user = user
        .unwrap_or_else(|| panic!("no user to run PostgreSQL as"))
        .to_owned();
    let given = Command::new("chown")
        .arg(&user)
        .arg(folder)
        .status()
        .is_ok_and(|status| status.success());
    assert!(given, "cannot give {} to {user}", folder.display());
    Some(user)
}

fn as_owner(owner: Option<&str>, command: &[&str]) -> Command {
    let mut words: Vec<&str> = Vec::new();
    if let Some(user) = owner {
        words.extend([
            "setpriv",
            "--reuid",
            user,
            "--regid",
            user,
            "--clear-groups",
        ]);
        if user == "nobody" {
            words[4] = "nogroup";
        }
    }
    words.extend(command);
    let mut process = Command::new(words[0]);
    process.args(&words[1..]).current_dir("/");
    process
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0");
    let port = listener.and_then(|listener| listener.local_addr());
    port.unwrap_or_else(|e| panic!("no free port: {e}")).port()
}
