//! Migrations: what brings a store to the schema of this version, in one transaction.

use crate::StoreError;
use crate::sql::schema::{MIGRATIONS, known_schema};
use crate::sql::{Conn, Mode, P, postgres, sqlite};
use crate::url::Url;

type Result<T> = std::result::Result<T, StoreError>;

/// Which schema a store had and has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migrated {
    /// Before; 0 when there was none.
    pub from: i64,
    /// After.
    pub to: i64,
}

/// Brings a store to the schema of this version; makes it if there is none.
pub fn migrate(url: &str) -> Result<Migrated> {
    let url = Url::parse(url)?;
    let mut conn = url.connect(true)?;
    let (from, to) = (schema_of(&mut conn, &url)?, known_schema());
    if from > to {
        return Err(StoreError::Newer {
            found: from,
            known: to,
        });
    }
    bring_up(&mut conn, &url)?;
    Ok(Migrated { from, to })
}

/// The schema of a store, 0 when it is empty. A database of another program is refused.
pub(crate) fn schema_of(conn: &mut Conn, url: &Url) -> Result<i64> {
    let (ours, others) = match conn {
        Conn::Sqlite(_) => (
            "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'meta'",
            "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table'",
        ),
        Conn::Postgres(_) => (
            "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'julin' AND tablename = 'meta'",
            "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'julin'",
        ),
    };
    let mut count =
        |sql: &str| Ok::<_, StoreError>(conn.one(sql, &[], |row| row.int(0))?.unwrap_or(0));
    if count(ours)? == 0 {
        return if count(others)? == 0 {
            Ok(0)
        } else {
            Err(StoreError::Foreign(url.place()))
        };
    }
    let foreign = |_| StoreError::Foreign(url.place());
    let stored = conn.one(
        "SELECT value FROM meta WHERE name = 'julin-schema'",
        &[],
        |row| row.string(0),
    );
    let stored = stored.map_err(|e| {
        if matches!(e, StoreError::Database(_)) {
            foreign(())
        } else {
            e
        }
    })?;
    stored
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| foreign(()))
}

/// Runs the migrations that are missing.
pub(crate) fn bring_up(conn: &mut Conn, url: &Url) -> Result<()> {
    if let Conn::Postgres(db) = conn {
        db.batch("CREATE SCHEMA IF NOT EXISTS julin")?;
    }
    conn.begin(Mode::Write)?;
    let done = run_missing(conn, url).and_then(|()| conn.commit());
    if done.is_err() {
        let _ = conn.rollback();
    }
    done
}

fn run_missing(conn: &mut Conn, url: &Url) -> Result<()> {
    // Asked again under the writer's lock: two may have begun at once.
    let from = schema_of(conn, url)?;
    let translate = match conn {
        Conn::Sqlite(_) => sqlite::translate_schema,
        Conn::Postgres(_) => postgres::translate_schema,
    };
    if from == 0 {
        conn.batch(&translate(
            "CREATE TABLE meta (name TEXT UNIQUE NOT NULL, value TEXT NOT NULL)",
        ))?;
        let row = "INSERT INTO meta (name, value) VALUES ('julin-schema', '0')";
        conn.batch(row)?;
    }
    for script in MIGRATIONS.iter().skip(usize::try_from(from).unwrap_or(0)) {
        conn.batch(&translate(script))?;
    }
    let set = "UPDATE meta SET value = $1 WHERE name = 'julin-schema'";
    conn.execute(set, &[P::Text(&known_schema().to_string())])
        .map(|_| ())
}
