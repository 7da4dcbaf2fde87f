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
    bring_to(conn, url, MIGRATIONS)
}

/// Runs those of these migrations that are missing.
fn bring_to(conn: &mut Conn, url: &Url, scripts: &[&str]) -> Result<()> {
    if let Conn::Postgres(db) = conn {
        db.batch("CREATE SCHEMA IF NOT EXISTS julin")?;
    }
    conn.begin(Mode::Write)?;
    let done = run_missing(conn, url, scripts).and_then(|()| conn.commit());
    if done.is_err() {
        let _ = conn.rollback();
    }
    done
}

fn run_missing(conn: &mut Conn, url: &Url, scripts: &[&str]) -> Result<()> {
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
    for script in scripts.iter().skip(usize::try_from(from).unwrap_or(0)) {
        conn.batch(&translate(script))?;
    }
    let set = "UPDATE meta SET value = $1 WHERE name = 'julin-schema'";
    conn.execute(set, &[P::Text(&scripts.len().to_string())])
        .map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{BACKENDS, TestDatabase};
    use crate::{EntityFilter, NewDraft, StatementFilter, Store, verify};
    use chrono::{DateTime, Utc};
    use julin_model::{EntityId, Value};

    /// What a program of schema 3 wrote: a table of two firms, of which one was undone, a
    /// merge, a mute, an act on a grant list, a run.
    const ROWS: &str = include_str!("../../tests/schema_0003.sql");

    fn of_schema_3(database: &TestDatabase) {
        let url = Url::parse(&database.url).unwrap();
        let mut conn = url.connect(true).unwrap();
        if let Conn::Postgres(db) = &mut conn {
            db.batch("CREATE SCHEMA IF NOT EXISTS julin").unwrap();
        }
        bring_to(&mut conn, &url, &MIGRATIONS[..3]).unwrap();
        conn.batch(ROWS).unwrap();
    }

    fn then() -> DateTime<Utc> {
        "2023-11-15T00:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_store_of_schema_3_is_read_and_written_after_migration() {
        for backend in BACKENDS {
            let database = TestDatabase::new(backend);
            of_schema_3(&database);
            // As it is, it is refused.
            assert!(matches!(
                Store::open(&database.url).err(),
                Some(StoreError::Older { found: 3, .. })
            ));
            let done = migrate(&database.url).unwrap();
            assert_eq!((done.from, done.to), (3, known_schema()));
            let checked = verify(&database.url).unwrap();
            assert!(checked.is_sound(), "{checked:?}");
            assert_eq!((checked.counts["record"], checked.counts["batch"]), (3, 3));

            let store = Store::open(&database.url).unwrap();
            store
                .read::<_, StoreError>(|tx| {
                    let entities = tx.entities(&EntityFilter::default())?;
                    let ids: Vec<_> = entities.iter().map(|own| own.id.as_str()).collect();
                    assert_eq!(ids, ["x"], "y was merged into x");
                    let told = tx.statements(&StatementFilter {
                        entities: vec![EntityId::new("x").unwrap()],
                        ..StatementFilter::default()
                    })?;
                    // The second table was undone; y's figures are x's now.
                    let mut values: Vec<_> = told
                        .iter()
                        .filter(|own| own.field.as_str() == "revenue")
                        .map(|own| own.value.clone())
                        .collect();
                    values.sort_by_key(|value| format!("{value:?}"));
                    assert_eq!(values, [Value::Number(0.1), Value::Number(1.5)]);
                    assert_eq!(tx.mutes()?.len(), 1);
                    assert_eq!(tx.grant_events(1)?.len(), 1);
                    assert!(tx.run("run")?.is_some());
                    Ok(())
                })
                .unwrap();
            // What came later is there, and empty.
            let draft = NewDraft {
                rule: "p/r".into(),
                base: "p/r".into(),
                text: "a".into(),
                note: String::new(),
            };
            store
                .write::<_, StoreError>(|tx| {
                    assert!(tx.drafts("p/r")?.is_empty());
                    tx.add_draft(&draft, then(), "tester").map(|_| ())
                })
                .unwrap();
        }
    }
}
