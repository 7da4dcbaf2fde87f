//! A database of its own for each test, on SQLite or on the PostgreSQL server of the run.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// A new, empty SQLite file in a folder.
pub fn sqlite(folder: &Path, name: &str) -> String {
    format!("sqlite://{}", folder.join(name).display())
}

/// A new, empty database on the server named by `JULIN_TEST_POSTGRES`; dropped with
/// the value.
pub struct Postgres {
    server: String,
    name: String,
}

impl Postgres {
    /// Makes it.
    ///
    /// # Panics
    /// When there is no server.
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var("JULIN_TEST_POSTGRES").expect(
            "JULIN_TEST_POSTGRES names no server: run `cargo xtask test --only story`, which starts one",
        );
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("julin_story_{}_{count}", std::process::id());
        let database = Self { server, name };
        database.ask(&format!("CREATE DATABASE {}", database.name));
        database
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("{}/{}", self.server.trim_end_matches('/'), self.name)
    }

    fn ask(&self, sql: &str) {
        let server = format!("{}/postgres", self.server.trim_end_matches('/'));
        let asked = Command::new("psql")
            .args(["--quiet", "--no-psqlrc", "--command", sql, &server])
            .output();
        let asked = asked.expect("psql comes with PostgreSQL");
        assert!(
            asked.status.success(),
            "{sql}: {}",
            String::from_utf8_lossy(&asked.stderr)
        );
    }
}

impl Default for Postgres {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.ask(&format!(
                "DROP DATABASE IF EXISTS {} WITH (FORCE)",
                self.name
            ));
        }
    }
}
