//! Tables in and out again: what is taken, what is refused, what undoing leaves.

use crate::office::Office;
use julin_app::contract::ImportOutcome;
use julin_app::data::{self, HistoryInput, ImportDetailInput, ImportInput, UndoInput};
use julin_app::{Kind, packs};
use julin_model::Value;

const TABLE: &str = "园区名称,营业收入(千元),从业人员期末人数\n西安高新区,1200,450\n合肥高新区,980,300\n合计,2180,750\n";

fn import(office: &Office, input: &ImportInput) -> ImportOutcome {
    data::import_file(&office.app, &office.call, input, &mut |_, _| ()).unwrap()
}

fn loaded() -> Office {
    let office = Office::new();
    packs::load_facts(&office.app, &office.call, &packs::LoadInput::default()).unwrap();
    office
}

fn revenue(office: &Office, entity: &str) -> Vec<f64> {
    let input = HistoryInput {
        entity: entity.to_owned(),
        field: "revenue".to_owned(),
    };
    let history = data::history(&office.app, &office.call, &input).unwrap();
    let of_2024 = history
        .periods
        .into_iter()
        .filter(|p| p.period.is_some_and(|p| p.year() == 2024));
    let live = of_2024
        .flat_map(|p| p.statements)
        .filter(|s| s.ended_at.is_none());
    live.filter_map(|s| match s.figure.value {
        Value::Number(number) => Some(number),
        _ => None,
    })
    .collect()
}

#[test]
fn known_parks_are_recognised_and_totals_are_no_park() {
    let office = loaded();
    let counts = import(&office, &office.table("a.csv", TABLE)).counts;
    assert_eq!((counts.rows, counts.accepted, counts.totals), (3, 2, 1));
    assert_eq!((counts.entities_added, counts.doubtful), (0, 0));
    assert_eq!(revenue(&office, "xian-htz"), [1200.0]);
}

#[test]
fn the_same_file_again_changes_nothing() {
    let office = loaded();
    let first = import(&office, &office.table("a.csv", TABLE));
    let again = import(&office, &office.table("a.csv", TABLE));
    assert_eq!((again.batch, again.already), (None, first.batch));
}

#[test]
fn a_newer_edition_supersedes_and_undoing_it_brings_the_older_back() {
    let office = loaded();
    import(&office, &office.table("a.csv", TABLE));
    let newer = import(
        &office,
        &office.table("b.csv", &TABLE.replace("1200", "1300")),
    );
    assert_eq!(
        (newer.counts.records_changed, newer.counts.records_same),
        (1, 1)
    );
    assert_eq!(revenue(&office, "xian-htz"), [1300.0]);
    let id = newer.batch.unwrap();
    data::undo_import(&office.app, &office.call, &UndoInput { id }).unwrap();
    assert_eq!(revenue(&office, "xian-htz"), [1200.0]);
}

#[test]
fn a_batch_others_build_on_is_undone_after_them() {
    let office = loaded();
    let first = import(&office, &office.table("a.csv", TABLE))
        .batch
        .unwrap();
    let second = import(
        &office,
        &office.table("b.csv", &TABLE.replace("1200", "1300")),
    )
    .batch
    .unwrap();
    let refused =
        data::undo_import(&office.app, &office.call, &UndoInput { id: first }).unwrap_err();
    assert_eq!(refused.kind(), Kind::Conflict);
    assert_eq!(refused.diagnostic().args["by"], second.to_string());
}

#[test]
fn bad_rows_are_kept_with_their_reason_and_good_ones_taken() {
    let office = loaded();
    let table = "园区名称,营业收入(千元)\n西安高新区,#DIV/0!\n合肥高新区,980\n合肥高新区,990\n宁波高新区,abc\n";
    let outcome = import(&office, &office.table("bad.csv", table));
    assert_eq!((outcome.counts.accepted, outcome.counts.refused), (1, 3));
    let input = ImportDetailInput {
        id: outcome.batch.unwrap(),
        offset: 0,
        limit: 10,
    };
    let detail = data::import_detail(&office.app, &office.call, &input).unwrap();
    let rows: Vec<_> = detail
        .problems
        .rows
        .iter()
        .map(|problem| problem.row)
        .collect();
    assert_eq!(rows, [2, 4, 5]);
}

#[test]
fn a_zone_known_only_by_its_city_is_put_up_for_review() {
    let office = loaded();
    let outcome = import(
        &office,
        &office.table("c.csv", "园区名称,营业收入(千元)\n苏州,5\n"),
    );
    assert_eq!(
        (outcome.counts.entities_added, outcome.counts.doubtful),
        (1, 1)
    );
    let review = &data::reviews(&office.app, &office.call).unwrap()[0];
    assert_eq!(review.known.id.as_str(), "cnz-suzhou");
    let input = data::SettleInput {
        id: review.id,
        merge: true,
    };
    let merged = data::settle_review(&office.app, &office.call, &input)
        .unwrap()
        .unwrap();
    assert_eq!(revenue(&office, "cnz-suzhou"), [5.0]);
    data::undo_import(&office.app, &office.call, &UndoInput { id: merged.id }).unwrap();
    assert_eq!(revenue(&office, "cnz-suzhou"), Vec::<f64>::new());
}

#[test]
fn a_table_that_says_nothing_known_is_refused_whole() {
    let office = loaded();
    let table = office.table("d.csv", "甲,乙\n丙,丁\n");
    let refused = data::import_file(&office.app, &office.call, &table, &mut |_, _| ()).unwrap_err();
    assert_eq!(refused.kind(), Kind::Invalid);
    let missing = ImportInput {
        file: office.folder.path().join("no-such.csv"),
        ..table
    };
    assert!(data::import_file(&office.app, &office.call, &missing, &mut |_, _| ()).is_err());
}

#[test]
fn a_preview_shows_cells_under_their_own_headings_and_the_name_of_the_upload() {
    let office = loaded();
    // A published code, as in intake's tests of GB 32100-2015.
    let table = "营业收入(千元),企业名称,统一社会信用代码,备注\n12,甲公司,914403001922038216,x\n";
    let kept = office.table("kept-under-another-name.csv", table);
    let input = data::PreviewInput {
        file: kept.file,
        name: "年报.csv".to_owned(),
        options: data::ImportOptions::default(),
    };
    let preview = data::preview_import(&office.app, &office.call, &input).unwrap();
    assert_eq!(preview.file, "年报.csv");
    assert_eq!(preview.entity_type.as_str(), "enterprise");
    let found: Vec<_> = preview
        .diagnostics
        .iter()
        .filter_map(|d| d.place.as_ref())
        .collect();
    assert!(
        found.iter().all(|place| place.file == "年报.csv"),
        "{found:?}"
    );
    let (cells, problems) = (
        &preview.rows.first().map(|r| r.cells.clone()),
        &preview.diagnostics,
    );
    assert_eq!(
        cells.as_deref(),
        Some(&["12", "甲公司", "914403001922038216", ""].map(str::to_owned)[..]),
        "{problems:?}"
    );
}

#[test]
fn a_period_that_has_not_begun_is_refused() {
    let office = loaded();
    let mut table = office.table("e.csv", TABLE);
    table.options.period = Some("2027".to_owned());
    let refused = data::import_file(&office.app, &office.call, &table, &mut |_, _| ()).unwrap_err();
    assert_eq!(refused.diagnostic().code, "app.period-in-future");
}
