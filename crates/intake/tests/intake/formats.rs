//! The same table in every format gives the same rows.

use crate::support::{look, request, take, take_with};
use arrow::array::{Float64Array, Int64Array, RecordBatch, StringArray};
use encoding_rs::GB18030;
use julin_intake::error_copy::ErrorCopy;
use julin_intake::{BadRow, Format};
use julin_model::{Diagnostic, Period, Value};
use parquet::arrow::ArrowWriter;
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Formula, Workbook};
use std::sync::Arc;

const CSV: &str = "园区名称,年份,营业收入(千元),企业数(个),研发投入强度(%)\n\
                   北京中关村,2023,\"1,234.5\",10,12.5\n武汉东湖,2023,—,20,8\n合计,2023,1,30,\n";

fn expected() -> Vec<(String, Vec<Option<f64>>)> {
    vec![
        (
            "北京中关村".into(),
            vec![Some(1234.5), Some(10.0), Some(12.5)],
        ),
        ("武汉东湖".into(), vec![None, Some(20.0), Some(8.0)]),
    ]
}

fn check(name: &str, bytes: Vec<u8>, format: Format) {
    let preview = look(name, bytes.clone()).unwrap();
    assert_eq!(preview.facts.format, format);
    let taken = take(name, bytes).unwrap();
    assert_eq!(taken.figures(), expected(), "{name}");
    assert!(
        taken
            .rows
            .iter()
            .all(|row| row.period == Some(Period::Year(2023)))
    );
    assert_eq!(taken.skipped[0].code, "intake.row-total");
    assert!(taken.bad.is_empty(), "{:?}", taken.bad);
}

#[test]
fn text_in_every_encoding_and_separator() {
    check("t.csv", CSV.into(), Format::Csv);
    check("t.csv", format!("\u{feff}{CSV}").into(), Format::Csv);
    check("t.csv", GB18030.encode(CSV).0.into_owned(), Format::Csv);
    check(
        "t.csv",
        CSV.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Format::Csv,
    );
    for separator in ["\t", ";", "|"] {
        let quoted = CSV.replace("\"1,234.5\"", "1234.5").replace(',', separator);
        check("t.txt", quoted.into(), Format::Csv);
    }
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("封面").unwrap();
    let sheet = book.add_worksheet().set_name("数据").unwrap();
    let plain = CellFormat::new();
    sheet
        .merge_range(0, 0, 0, 4, "2023年主要指标", &plain)
        .unwrap();
    sheet.merge_range(1, 0, 2, 0, "园区名称", &plain).unwrap();
    sheet.merge_range(1, 1, 2, 1, "年份", &plain).unwrap();
    sheet.merge_range(1, 2, 1, 3, "总量", &plain).unwrap();
    sheet.write_string(2, 2, "营业收入(千元)").unwrap();
    sheet.write_string(2, 3, "企业数(个)").unwrap();
    sheet
        .merge_range(1, 4, 2, 4, "研发投入强度(%)", &plain)
        .unwrap();
    for (row, name, year) in [
        (3, "北京中关村", "2023"),
        (4, "武汉东湖", "2023"),
        (5, "合计", "2023"),
    ] {
        sheet.write_string(row, 0, name).unwrap();
        sheet.write_string(row, 1, year).unwrap();
    }
    sheet.write_string(3, 2, "1,234.5").unwrap();
    sheet
        .write_number(3, 3, 10)
        .unwrap()
        .write_number(3, 4, 12.5)
        .unwrap();
    sheet
        .write_number(4, 3, 20)
        .unwrap()
        .write_string(4, 4, "8")
        .unwrap();
    sheet
        .write_number(5, 2, 1)
        .unwrap()
        .write_number(5, 3, 30)
        .unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_with_merged_headings_and_numbers_as_text() {
    check("t.xlsx", workbook(), Format::Xlsx);
    // The content decides, not the name.
    check("t.csv", workbook(), Format::Xlsx);
    let preview = look("t.xlsx", workbook()).unwrap();
    assert_eq!(preview.facts.sheets, ["封面", "数据"]);
    assert_eq!(preview.facts.sheet.as_deref(), Some("数据"));
    assert_eq!(preview.headings.rows, Some((2, 3)));
    assert_eq!(preview.headings.headings[2].text, "总量 / 营业收入(千元)");
    // Rows as the spreadsheet counts them.
    assert_eq!(preview.rows[0].row, 4);
    assert_eq!(preview.layout.columns[0].column, Some(3));
    assert_eq!(preview.layout.columns[0].unit.as_deref(), Some("cny_1k"));
}

#[test]
fn dates_and_formula_errors_of_a_workbook() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let headings = ["企业名称", "成立日期", "营业收入(万元)"];
    sheet.write_row(0, 0, headings).unwrap();
    let date = ExcelDateTime::from_ymd(2019, 5, 1).unwrap();
    let format = CellFormat::new().set_num_format("yyyy-mm-dd");
    sheet.write_string(1, 0, "甲公司").unwrap();
    sheet
        .write_datetime_with_format(1, 1, &date, &format)
        .unwrap();
    sheet.write_number(1, 2, 5).unwrap();
    sheet.write_string(2, 0, "乙公司").unwrap();
    sheet
        .write_formula(2, 2, Formula::new("=1/0").set_result("#DIV/0!"))
        .unwrap();
    let taken = take("t.xlsx", book.save_to_buffer().unwrap()).unwrap();
    let day = chrono::NaiveDate::from_ymd_opt(2019, 5, 1).unwrap();
    assert_eq!(
        taken.rows[0].values,
        [Some(Value::Date(day)), Some(Value::Number(5.0))]
    );
    let problem = &taken.bad[0].1[0];
    assert_eq!(problem.code, "intake.formula-error");
    assert_eq!(problem.args["value"], "#DIV/0!");
    assert_eq!(
        (
            problem.args["row"].as_str(),
            problem.args["column"].as_str()
        ),
        ("3", "C")
    );
    let place = problem.place.clone().unwrap();
    assert_eq!(
        (place.sheet.as_deref(), place.line, place.column),
        (Some("Sheet1"), Some(3), Some(3))
    );
}

#[test]
fn json_json_lines_and_yaml() {
    let one = |name: &str, revenue: &str, count: u32, share: &str| {
        format!(
            r#"{{"园区名称":"{name}","年份":2023,"营业收入(千元)":{revenue},"企业数(个)":{count},"研发投入强度(%)":{share}}}"#
        )
    };
    let rows = [
        one("北京中关村", "1234.5", 10, "12.5"),
        one("武汉东湖", "null", 20, "\"8\""),
        one("合计", "1", 30, "null"),
    ];
    check(
        "t.json",
        format!("[\n{}\n]\n", rows.join(",\n")).into(),
        Format::Json,
    );
    check("t.jsonl", rows.join("\n").into(), Format::JsonLines);
    let yaml: String = rows.iter().map(|row| format!("- {row}\n")).collect();
    check("t.yaml", yaml.into(), Format::Yaml);
}

#[test]
fn nested_objects_become_columns_and_long_integers_stay_whole() {
    let json = r#"[{"企业名称":"甲","USCC":914403001922038216,"指标":{"营业收入":7}}]"#;
    let taken = take("t.json", json).unwrap();
    assert_eq!(taken.rows[0].identifiers[0].1, "914403001922038216");
    assert_eq!(taken.rows[0].values, [Some(Value::Number(7.0))]);
}

#[test]
fn parquet() {
    let names: StringArray = vec!["北京中关村", "武汉东湖", "合计"].into();
    let years: Int64Array = vec![2023, 2023, 2023].into();
    let revenue: Float64Array = vec![Some(1234.5), None, Some(1.0)].into();
    let counts: Int64Array = vec![10, 20, 30].into();
    let share: StringArray = vec![Some("12.5"), Some("8"), None].into();
    let batch = RecordBatch::try_from_iter([
        ("园区名称", Arc::new(names) as _),
        ("年份", Arc::new(years) as _),
        ("营业收入(千元)", Arc::new(revenue) as _),
        ("企业数(个)", Arc::new(counts) as _),
        ("研发投入强度(%)", Arc::new(share) as _),
    ]);
    let batch = batch.unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    check("t.parquet", bytes, Format::Parquet);
}

#[test]
fn a_large_sheet_streams_and_reports_progress() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().unwrap();
    sheet.write_row(0, 0, ["企业名称", "营业收入"]).unwrap();
    for row in 1..=5000 {
        sheet.write_string(row, 0, format!("企业{row}")).unwrap();
        sheet.write_number(row, 1, row).unwrap();
    }
    let request = request("t.xlsx", book.save_to_buffer().unwrap());
    let mapping = julin_intake::preview(&request, None, &crate::support::dictionary()).unwrap();
    assert!(!mapping.whole);
    let stream =
        julin_intake::rows(&request, &mapping.mapping, &crate::support::dictionary()).unwrap();
    let seen: Vec<u64> = stream.map(|chunk| chunk.unwrap().progress.rows).collect();
    assert_eq!(seen.last(), Some(&5000));
    assert!(seen.len() > 2);
    let taken = take_with(&request, &mapping.mapping).unwrap();
    assert_eq!(taken.rows.len(), 5000);
    assert_eq!(taken.rows[4999].row, 5001);
    // Letting go half-way does not hang the reading thread.
    let mut half =
        julin_intake::rows(&request, &mapping.mapping, &crate::support::dictionary()).unwrap();
    half.next_chunk().unwrap();
}

#[test]
fn bad_rows_come_back_with_reasons() {
    let folder = tempfile::tempdir().unwrap();
    let bad = BadRow {
        row: 7,
        problems: vec![Diagnostic::error("intake.negative").with("value", -1)],
        cells: vec!["甲,公司".into(), "=1+1".into(), "-1".into()],
    };
    let headings: Vec<String> = ["名称", "备注", "数"].map(str::to_owned).to_vec();
    for name in ["copy.csv", "copy.xlsx"] {
        let path = folder.path().join(name);
        let mut copy = ErrorCopy::create(&path, ["行", "问题"], &headings).unwrap();
        copy.add(&bad, &|d| format!("不应为负：{}", d.args["value"]))
            .unwrap();
        assert_eq!(copy.finish().unwrap(), 1);
        let bytes = std::fs::read(&path).unwrap();
        let mut table = julin_intake::open(
            &julin_intake::Input::bytes(name, bytes),
            &julin_intake::OpenOptions::default(),
        )
        .unwrap();
        let mut row = julin_intake::read::row::RawRow::default();
        assert!(table.next_row(&mut row).unwrap());
        assert_eq!(row.shown(), ["行", "问题", "名称", "备注", "数"]);
        assert!(table.next_row(&mut row).unwrap());
        let note = if name == "copy.csv" { "'=1+1" } else { "=1+1" };
        assert_eq!(row.shown(), ["7", "不应为负：-1", "甲,公司", note, "-1"]);
    }
}
