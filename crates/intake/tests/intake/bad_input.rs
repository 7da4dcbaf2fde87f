//! Files that cannot be taken in at all: each says why, and nothing hangs or panics.

use crate::support::{dictionary, look, request, take};
use julin_intake::{IntakeError, OpenOptions, Request, preview};
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use std::io::{Cursor, Write};

fn code(result: Result<julin_intake::Preview, IntakeError>) -> String {
    let told = result.expect_err("this file must be refused").diagnostic();
    crate::support::told(&told);
    told.code
}

#[test]
fn empty_files() {
    for (name, text) in [
        ("t.csv", ""),
        ("t.csv", "\n\n , \n"),
        ("t.json", "[]"),
        ("t.yaml", "[]"),
    ] {
        assert_eq!(code(look(name, text)), "intake.empty", "{name} {text:?}");
    }
    let mut book = Workbook::new();
    book.add_worksheet();
    assert_eq!(
        code(look("t.xlsx", book.save_to_buffer().unwrap())),
        "intake.empty"
    );
}

#[test]
fn files_that_are_no_tables() {
    let binary: Vec<u8> = (0..4096u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    for bytes in [
        b"%PDF-1.7 abc".to_vec(),
        b"\x89PNG\r\n\x1a\n".to_vec(),
        b"\x7fELF\x02".to_vec(),
        binary,
    ] {
        assert_eq!(code(look("t.csv", bytes)), "intake.binary");
    }
    assert_eq!(code(look("t.csv", "1,2\n3,4\n")), "intake.no-heading");
}

#[test]
fn a_file_where_nothing_matches_lists_its_headings() {
    let error = look("t.csv", "姓名,电话\n甲,乙\n")
        .unwrap_err()
        .diagnostic();
    assert_eq!(error.code, "intake.nothing-matches");
    assert_eq!(error.args["headings"], "姓名, 电话");
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    // The date of making is part of the bytes; a fixed one makes failures repeatable.
    let made = rust_xlsxwriter::ExcelDateTime::from_ymd(2024, 1, 1).unwrap();
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made));
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["园区名称", "营业收入"]).unwrap();
    for row in 1..200 {
        sheet.write_string(row, 0, format!("园区{row}")).unwrap();
        sheet.write_number(row, 1, row).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn cut_files_are_refused_not_half_read() {
    let whole = workbook();
    for length in [10, 100, whole.len() / 2, whole.len() - 10] {
        assert_eq!(
            code(look("t.xlsx", &whole[..length])),
            "intake.truncated",
            "{length}"
        );
    }
    assert_eq!(code(look("t.xlsx", "not a workbook")), "intake.truncated");
    let json = r#"[{"园区名称":"甲","营业收入":1},{"园区名称":"乙","#;
    assert_eq!(code(look("t.json", json)), "intake.truncated");
    assert_eq!(
        code(look("t.json", r#"[{"园区名称":"甲"}"#)),
        "intake.truncated"
    );
    assert_eq!(
        code(look("t.json", r#"[{"园区名称":}]"#)),
        "intake.malformed"
    );
    assert_eq!(code(look("t.yaml", "- a: [1\n- b")), "intake.malformed");
    assert_eq!(
        code(look("t.parquet", b"PAR1 and nothing behind it".to_vec())),
        "intake.truncated"
    );
}

#[test]
fn quotes_without_an_end_and_cells_without_measure() {
    let error = look("t.csv", "园区名称,营业收入\n甲,1\n\"乙,2\n丙,3\n")
        .unwrap_err()
        .diagnostic();
    assert_eq!(
        (error.code.as_str(), error.args["row"].as_str()),
        ("intake.unclosed-quote", "3")
    );
    let huge = format!("园区名称,营业收入\n{},1\n", "甲".repeat(400_000));
    assert_eq!(code(look("t.csv", huge)), "intake.cell-too-large");
    assert_eq!(
        code(look("t.csv", format!("名称{}\n", ",x".repeat(20_000)))),
        "intake.too-many-columns"
    );
}

fn archive(parts: &[(&str, &[u8], u64)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes, times) in parts {
        zip.start_file(*name, options).unwrap();
        for _ in 0..*times {
            zip.write_all(bytes).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn an_archive_that_unpacks_without_end_is_refused_before_it_is_unpacked() {
    let block = vec![b' '; 1 << 20];
    let bomb = archive(&[
        ("xl/workbook.xml", b"<workbook/>", 1),
        ("xl/sharedStrings.xml", &block, 140),
    ]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(code(look("t.xlsx", bomb)), "intake.too-many-texts");
    let bomb = archive(&[("mimetype", b"x", 1), ("content.xml", &block, 70)]);
    assert_eq!(code(look("t.ods", bomb)), "intake.too-many-texts");
    assert_eq!(
        code(look("t.csv", archive(&[("readme.txt", b"x", 1)]))),
        "intake.binary"
    );
}

#[test]
fn options_and_mappings_that_name_what_is_not_there() {
    let with = |options: OpenOptions, name: &str, bytes: Vec<u8>| {
        let request = Request {
            options,
            ..request(name, bytes)
        };
        preview(&request, None, &dictionary())
    };
    let sheet = OpenOptions {
        sheet: Some("二月".into()),
        ..OpenOptions::default()
    };
    assert_eq!(
        code(with(sheet, "t.xlsx", workbook())),
        "intake.no-such-sheet"
    );
    let encoding = OpenOptions {
        encoding: Some("klingon".into()),
        ..OpenOptions::default()
    };
    assert_eq!(
        code(with(encoding, "t.csv", b"a,b\n".to_vec())),
        "intake.unknown-encoding"
    );
    let csv = "园区名称,营业收入\n甲,1\n";
    let good = look("t.csv", csv).unwrap().mapping;
    let refused = |change: fn(&mut julin_intake::Mapping)| {
        let mut mapping = good.clone();
        change(&mut mapping);
        code(preview(
            &request("t.csv", csv),
            Some(&mapping),
            &dictionary(),
        ))
    };
    let field = |id: &str| julin_model::FieldId::new(id).unwrap();
    assert_eq!(
        refused(|m| m.columns[0].column = julin_intake::ColumnRef::heading("利润")),
        "intake.no-such-column"
    );
    assert_eq!(
        refused(|m| m.columns[0].column = julin_intake::ColumnRef::letter("Z")),
        "intake.no-such-column"
    );
    assert_eq!(
        refused(|m| m.columns[0].unit = Some("person".into())),
        "intake.unit-mismatch"
    );
    assert_eq!(refused(|m| m.names.clear()), "intake.no-subject");
    let mut mapping = good.clone();
    mapping.columns[0].field = field("profit");
    let unknown = preview(&request("t.csv", csv), Some(&mapping), &dictionary());
    assert_eq!(code(unknown), "intake.unknown-field");
}

#[test]
fn a_missing_file_and_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().join("nothing.csv"), folder.path().to_owned()] {
        let input = julin_intake::Input::Path(path);
        let request = Request {
            input,
            ..request("", "")
        };
        assert_eq!(
            code(preview(&request, None, &dictionary())),
            "intake.unreadable"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_bytes_under_any_name_end_in_rows_or_in_a_reason(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        name in prop::sample::select(vec!["t.csv", "t.xlsx", "t.xls", "t.ods", "t.json", "t.yaml", "t.parquet", "t"])
    ) {
        let _ = take(name, bytes);
    }

    #[test]
    fn a_damaged_workbook_ends_in_rows_or_in_a_reason(at in 0usize..100_000, byte in any::<u8>()) {
        let mut bytes = workbook();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = take("t.xlsx", bytes);
    }
}
