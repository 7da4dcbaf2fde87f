//! What a workbook holds, read back by the reader of imports.

use julin_app::contract::{Cell, Grid};
use julin_app::measure::{ScoresInput, Subject, any_data};
use julin_app::{AppError, Kind, runs, workbook, write_file};
use julin_intake::read::row::RawRow;
use julin_intake::{Input, OpenOptions, open};
use julin_model::Lang;
use std::path::Path;

/// The rows of a sheet as shown, with the number in a cell marked as one.
pub fn sheet(file: &Path, name: &str) -> Vec<Vec<String>> {
    let options = OpenOptions {
        sheet: Some(name.to_owned()),
        ..OpenOptions::default()
    };
    let mut table = open(&Input::from(file), &options).unwrap();
    let (mut rows, mut row) = (Vec::new(), RawRow::default());
    while table.next_row(&mut row).unwrap() {
        let cell = |cell: julin_intake::read::row::Cell<'_>| match cell {
            julin_intake::read::row::Cell::Number(x) => format!("#{x}"),
            other => other.shown().into_owned(),
        };
        rows.push(row.cells().map(cell).collect());
    }
    rows
}

#[test]
fn numbers_are_numbers_words_are_never_formulas_and_the_unknown_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.xlsx");
    let mut grid = Grid::new("R", ["unit", "score", "share"].map(str::to_owned));
    for word in ["=1+1", "+1", "-1", "@SUM(A1)", "1.10"] {
        grid.row([word.into(), Cell::number(0.1 + 0.2, 1), Cell::share(0.25)]);
    }
    let unknown = Cell::number(f64::NAN, 2).or_unknown(|| "no data".to_owned());
    grid.row(["b".into(), unknown, Cell::Empty]);
    write_file(&file, &workbook(&[grid], Lang::En).unwrap()).unwrap();
    let rows = sheet(&file, "R");
    assert_eq!(rows[0], ["unit", "score", "share"]);
    let firsts: Vec<_> = rows[1..].iter().map(|row| row[0].as_str()).collect();
    assert_eq!(firsts, ["=1+1", "+1", "-1", "@SUM(A1)", "1.10", "b"]);
    // As many digits as the number has, whatever is shown.
    assert_eq!(rows[1][1], "#0.30000000000000004");
    assert!(rows[6][1..].iter().all(String::is_empty), "{:?}", rows[6]);
    assert_eq!(
        sheet(&file, "Missing")[1],
        ["R", "b", "score", "no data"].map(str::to_owned)
    );
}

#[test]
fn a_text_longer_than_a_cell_and_a_control_character_leave_a_sound_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.xlsx");
    let mut grid = Grid::new("R", ["a".to_owned(), "b".to_owned()]);
    grid.row(["x".repeat(40_000), "a\u{1}b\u{0}c".to_owned()]);
    write_file(&file, &workbook(&[grid], Lang::Zh).unwrap()).unwrap();
    assert_eq!(sheet(&file, "R")[1][0].chars().count(), 32_767);
}

#[test]
fn more_columns_than_a_sheet_has_are_refused() {
    let names = (0..16_385).map(|n| n.to_string());
    let refused: AppError = workbook(&[Grid::new("R", names)], Lang::En).unwrap_err();
    assert_eq!(refused.kind(), Kind::TooLarge);
    assert_eq!(refused.diagnostic().code, "app.workbook-too-large");
}

#[test]
fn recipe_and_run_stand_beside_a_result() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let meta = "iCode,iName,Level,Parent,Weight,Direction,Type\nx,X,1,i,3,1,Indicator\n\
                y,Y,1,i,1,-1,Indicator\ni,Index,2,,1,1,Aggregate\n";
    std::fs::write(at("meta.csv"), meta).unwrap();
    std::fs::write(at("data.csv"), "uCode,x,y\na,1,2\nb,3,1\nc,2,5\n").unwrap();
    let input = ScoresInput {
        subject: Subject::Tables {
            meta: at("meta.csv"),
            data: at("data.csv"),
            method: Box::new(any_data()),
        },
    };
    let done = runs::perform(None, &input, &|_| true).unwrap();
    let grids = done.proof().grids(Lang::En);
    write_file(&at("a.xlsx"), &workbook(&grids, Lang::En).unwrap()).unwrap();
    let recipe = sheet(&at("a.xlsx"), "Recipe");
    let weight = recipe.iter().find(|row| row[0] == "x").unwrap();
    assert_eq!(
        weight[..7],
        ["x", "i", "#1", "X", "#3", "#0.75", "more is better"]
    );
    let run = sheet(&at("a.xlsx"), "Run");
    let told = |name: &str| run.iter().find(|row| row[0] == name).unwrap()[1].clone();
    assert_eq!(told("Run"), done.run.head.id);
    assert_eq!(told("Digest of the figures"), done.run.head.input_digest);
    assert_eq!(told("Parameters (JSON)"), done.run.head.parameters);
}
