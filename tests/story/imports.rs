//! A workbook with mistakes: preview, import, the copy with reasons, import again, undo.

use crate::state;
use julin_tests::program::julin;
use julin_tests::workbook::{self, BAD, FIRMS, GOOD, TOTALS};

/// Exit code when rows were refused.
const WITH_FINDINGS: i32 = 1;

pub fn good_rows_stay_bad_rows_come_back_and_undo_restores(db: &str) {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("年报 2024.xlsx");
    workbook::write(&book).unwrap();
    let (book, errors) = (
        book.display().to_string(),
        folder.path().join("problems.xlsx"),
    );
    let before = state(db);

    let options = [
        "--type",
        "enterprise",
        "--period",
        "2024",
        "--db",
        db,
        "--format",
        "json",
    ];
    let import = |more: &[&str]| {
        let args = [&["data", "import", &book], &options[..], more].concat();
        julin(&args)
    };
    let preview = import(&["--preview"]).well().json();
    assert_eq!(preview["heading_row"], 2, "below the title: {preview}");
    assert_eq!(state(db), before, "a preview writes nothing");

    let errors_path = errors.display().to_string();
    let done = import(&["--yes", "--errors", &errors_path])
        .ended(WITH_FINDINGS)
        .json();
    let counts = &done["counts"];
    assert_eq!(counts["accepted"], GOOD, "{done}");
    assert_eq!(counts["refused"], BAD, "{done}");
    assert_eq!(counts["totals"], TOTALS, "{done}");
    assert!(
        std::fs::metadata(&errors).is_ok_and(|m| m.len() > 1000),
        "the copy with reasons"
    );
    let after = state(db);
    assert_ne!(after, before);
    the_figures_are_there(db);

    let again = import(&["--yes"]).json();
    assert!(
        again["batch"].is_null() && again["already"].is_i64(),
        "{again}"
    );
    assert_eq!(state(db), after, "the same file again changes nothing");

    let batch = done["batch"].to_string();
    julin(&["data", "undo", &batch, "--db", db, "--format", "json"]).well();
    assert_eq!(state(db), before, "undo restores the state exactly");
    julin(&["data", "undo", &batch, "--db", db]).ended(4);
}

fn the_figures_are_there(db: &str) {
    let (code, name) = FIRMS[2];
    let firm = format!("uscc:{}", code.to_lowercase());
    let history = julin(&[
        "data", "history", &firm, "revenue", "--db", db, "--format", "json",
    ])
    .well()
    .json();
    let statement = &history["periods"][0]["statements"][0];
    // 1,530,000 thousand, written as text with separators.
    assert_eq!(statement["figure"]["value"], 1_530_000.0, "{history}");
    assert_eq!(statement["figure"]["unit"], "cny_1k", "{history}");
    assert_eq!(history["entity"]["name"]["zh"], name);
    let spot = statement["locator"]["spot"].as_str().unwrap_or_default();
    assert_eq!(spot, "年报!R5C3", "sheet, row and column of the cell");
}
