//! Everything moves between the two databases and back, and stays the same.

use crate::{loaded, state};
use julin_tests::database::{Postgres, sqlite};
use julin_tests::program::julin;

#[test]
fn a_copy_there_and_back_keeps_the_digest() {
    let folder = tempfile::tempdir().unwrap();
    let (first, back) = (
        sqlite(folder.path(), "first.db"),
        sqlite(folder.path(), "back.db"),
    );
    let server = Postgres::new();
    loaded(&first);
    let digest = state(&first);
    julin(&["db", "copy", &server.url(), "--db", &first]).well();
    assert_eq!(state(&server.url()), digest);
    julin(&["db", "copy", &back, "--db", &server.url()]).well();
    assert_eq!(state(&back), digest);
}

#[test]
fn a_backup_restores_to_the_same_state() {
    let folder = tempfile::tempdir().unwrap();
    let db = sqlite(folder.path(), "kept.db");
    loaded(&db);
    let digest = state(&db);
    let backup = folder.path().join("kept.backup").display().to_string();
    julin(&["db", "backup", &backup, "--db", &db]).well();
    let other = sqlite(folder.path(), "restored.db");
    julin(&["db", "restore", &backup, "--db", &other]).well();
    assert_eq!(state(&other), digest);
}
