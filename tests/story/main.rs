//! The whole way through the program, once on each database: load, rank, look up,
//! import with mistakes, undo, copy. Every step is a command a person types.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

mod analysts;
mod cases;
mod copies;
mod figures;
mod firm_files;
mod imports;
mod journeys;
mod knowledge;
mod matching;
mod tables;
mod years;

use julin_tests::database::{Postgres, sqlite};
use julin_tests::program::julin;
use julin_tests::shared;

/// A database with the built-in content.
fn loaded(db: &str) {
    let documents = shared("documents").display().to_string();
    let args = [
        "demo",
        "--no-serve",
        "--db",
        db,
        "--documents",
        &documents,
        "--format",
        "json",
    ];
    let said = julin(&args).well().json();
    assert!(
        said["records"].as_u64() > Some(1000),
        "what was loaded is printed: {said}"
    );
    assert!(said["conflicts"].as_u64() > Some(0), "{said}");
}

/// The digest of what is in force.
fn state(db: &str) -> String {
    let said = julin(&["db", "verify", "--db", db, "--format", "json"])
        .well()
        .json();
    assert_eq!(said["sound"], true, "{said}");
    said["state_digest"].as_str().unwrap_or_default().to_owned()
}

/// What is asked of every database.
fn story(db: &str) {
    loaded(db);
    let fresh = state(db);
    loaded(db);
    assert_eq!(
        state(db),
        fresh,
        "loading the same content again changes nothing"
    );
    knowledge::every_park_is_ranked_or_says_what_is_missing(db);
    knowledge::a_score_opens_down_to_its_statements(db);
    knowledge::every_statement_of_a_field_has_source_and_place(db);
    imports::good_rows_stay_bad_rows_come_back_and_undo_restores(db);
    assert_eq!(state(db), fresh);
}

#[test]
fn the_story_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    story(&sqlite(folder.path(), "story.db"));
}

#[test]
fn the_story_on_postgresql() {
    let database = Postgres::new();
    story(&database.url());
}
