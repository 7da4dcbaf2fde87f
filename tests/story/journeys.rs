//! Every kind of case runs from its first word to its end by commands: in 中文 on SQLite,
//! in English on PostgreSQL.

use julin_tests::database::{Postgres, sqlite};
use julin_tests::journey::Lang;
use julin_tests::journeys;
use julin_tests::program::julin;
use julin_tests::shared;
use julin_tests::terminal::Terminal;
use std::path::Path;

/// All journeys, one after another; all that failed are told.
fn played(db: &str, folder: &Path, lang: Lang) {
    let documents = shared("documents").display().to_string();
    let demo = ["demo", "--no-serve", "--db", db, "--documents", &documents];
    julin(&[&demo[..], &["--sample-enterprises", "3"]].concat()).well();
    let mut failed = vec![];
    for journey in journeys::all() {
        let mut terminal = Terminal::new(db, folder, lang);
        if let Err(error) = terminal.play(&journey) {
            failed.push(format!("{error:#}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
    julin(&["follow", "verify", "--db", db]).well();
}

#[test]
fn every_journey_runs_by_commands_in_chinese_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let db = sqlite(folder.path(), "journeys.db");
    played(&db, folder.path(), Lang::Zh);
}

#[test]
fn every_journey_runs_by_commands_in_english_on_postgresql() {
    let folder = tempfile::tempdir().unwrap();
    let database = Postgres::new();
    played(&database.url(), folder.path(), Lang::En);
}
