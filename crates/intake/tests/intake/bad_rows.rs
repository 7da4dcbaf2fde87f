//! Rows that cannot be taken: each is named, the others go on.

use crate::support::{Taken, take};
use julin_model::Value;

fn of(csv: &str) -> Taken {
    take("t.csv", csv).unwrap()
}

#[test]
fn every_bad_cell_is_named_with_row_column_and_value() {
    let taken = of(
        "园区名称,年份,营业收入(千元),企业数(个)\n甲,2023,abc,1\n乙,2023,5,-3\n丙,2023,#DIV/0!,1\n丁,2023,6,7\n",
    );
    let expected = [
        (2, "intake.not-a-number"),
        (3, "intake.negative"),
        (4, "intake.formula-error"),
    ];
    assert_eq!(taken.problems(), expected);
    let problem = &taken.bad[0].1[0];
    let arg = |name: &str| problem.args[name].as_str();
    assert_eq!(
        (arg("row"), arg("column"), arg("heading"), arg("value")),
        ("2", "C", "营业收入(千元)", "abc")
    );
    assert_eq!(
        taken.figures(),
        [("丁".to_owned(), vec![Some(6.0), Some(7.0)])]
    );
}

#[test]
fn the_year_must_be_there_and_must_have_come() {
    let taken = of("园区名称,年份,营业收入\n甲,2027,1\n乙,,1\n丙,去年,1\n丁,2026,1\n戊,2023年,2\n");
    let expected = [
        (2, "intake.future-period"),
        (3, "intake.period-missing"),
        (4, "intake.not-a-period"),
    ];
    assert_eq!(taken.problems(), expected);
    assert_eq!(taken.rows.len(), 2);
    let taken = of("园区名称,2031年营业收入\n甲,1\n");
    assert_eq!(taken.problems(), [(2, "intake.future-period")]);
}

#[test]
fn two_rows_for_one_zone_and_year() {
    let taken = of(
        "园区名称,年份,营业收入\n甲 高新区,2023,1\n甲高新区,2023,2\n甲高新区,2024,2\n甲高新区,2023,1\n",
    );
    assert_eq!(taken.problems(), [(3, "intake.row-contradicts")]);
    assert_eq!(taken.bad[0].1[0].args["first"], "2");
    assert_eq!(taken.skipped[0].code, "intake.row-repeated");
    assert_eq!(taken.skipped[0].args["first"], "2");
    assert_eq!(taken.rows.len(), 2);
}

#[test]
fn shares_as_12_and_as_012() {
    let fractions = of("园区名称,研发投入强度\n甲,0.12\n乙,0.07\n丙,1\n丁,15\n");
    assert_eq!(fractions.about[0].code, "intake.read-as-fraction");
    let shares: Vec<_> = fractions.figures().into_iter().map(|(_, v)| v[0]).collect();
    assert_eq!(shares, [Some(12.0), Some(7.0), Some(100.0), Some(15.0)]);
    let warning = &fractions.rows[3].warnings[0];
    assert_eq!(warning.code, "intake.perhaps-percent");
    assert_eq!(
        (
            warning.args["taken"].as_str(),
            warning.args["other"].as_str()
        ),
        ("15%", "1500%")
    );
    let percents = of("园区名称,研发投入强度\n甲,12\n乙,0.12\n丙,15%\n丁,8\n");
    let shares: Vec<_> = percents.figures().into_iter().map(|(_, v)| v[0]).collect();
    assert_eq!(shares, [Some(12.0), Some(0.12), Some(15.0), Some(8.0)]);
    assert_eq!(percents.rows[1].warnings[0].code, "intake.perhaps-fraction");
}

#[test]
fn rows_with_too_many_or_too_few_cells() {
    let taken = of("园区名称,营业收入,企业数\n甲园,1,2\n乙,1,234,5\n丙,1\n丁,1,2,,\n");
    assert_eq!(
        taken.problems(),
        [(3, "intake.too-many-cells"), (4, "intake.too-few-cells")]
    );
    assert_eq!(taken.rows.len(), 2);
}

#[test]
fn sums_remarks_and_repeated_headings_are_no_rows() {
    let csv = "园区名称,营业收入,企业数\n甲园,1,2\n小计,1,2\n园区名称,营业收入,企业数\n乙,3,4\n全国合计,4,6\n\n注：数据为快报数,,\n";
    let taken = of(csv);
    let codes: Vec<_> = taken
        .skipped
        .iter()
        .map(|d| (d.args["row"].as_str(), d.code.as_str()))
        .collect();
    assert_eq!(
        codes,
        [
            ("3", "intake.row-total"),
            ("4", "intake.row-heading"),
            ("6", "intake.row-total"),
            ("8", "intake.row-remark")
        ]
    );
    assert_eq!(taken.rows.len(), 2);
    assert!(taken.bad.is_empty());
}

#[test]
fn credit_codes_with_slips() {
    let taken = of("企业名称,统一社会信用代码,营业收入\n\
        甲,914403001922038216,1\n乙,9144030071526726xg,1\n丙,911100001000013428,1\n\
        丁,914403OO71526726XG,1\n戊,123,1\n己,,1\n");
    let expected = [
        (4, "intake.uscc-check"),
        (5, "intake.uscc-lookalike"),
        (6, "intake.uscc-length"),
    ];
    assert_eq!(taken.problems(), expected);
    assert_eq!(taken.bad[1].1[0].args["suggestion"], "9144030071526726XG");
    assert_eq!(taken.rows[1].identifiers[0].1, "9144030071526726XG");
    assert!(taken.rows[2].identifiers.is_empty());
}

#[test]
fn an_identifier_kept_as_a_number_has_lost_digits() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet
        .write_row(0, 0, ["企业名称", "统一社会信用代码", "营业收入"])
        .unwrap();
    sheet.write_string(1, 0, "甲").unwrap();
    sheet
        .write_number(1, 1, 914_403_001_922_038_216.0_f64)
        .unwrap();
    let taken = take("t.xlsx", book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(taken.problems(), [(2, "intake.identifier-as-number")]);
}

#[test]
fn missing_is_not_zero_and_not_no() {
    let taken = of("企业名称,营业收入,是否上市,所属行业\n甲,—,,N/A\n乙,0,否,软件\n");
    assert_eq!(taken.rows[0].values, [None, None, None]);
    let word = |w: &str| Some(Value::Word(w.to_owned()));
    assert_eq!(
        taken.rows[1].values,
        [
            Some(Value::Number(0.0)),
            Some(Value::Flag(false)),
            word("软件")
        ]
    );
}

#[test]
fn undecodable_bytes_and_nul_name_their_row() {
    let mut bytes = "园区名称,营业收入\n".to_owned().into_bytes();
    bytes.extend_from_slice("北京中关村科技园区武汉东湖新技术开发区,1\n".as_bytes());
    bytes.extend_from_slice(b"\xb1\xb1\xbe,2\n");
    bytes.extend_from_slice("乙\0,3\n丙,4\n".as_bytes());
    let taken = take("t.csv", bytes).unwrap();
    assert_eq!(
        taken.problems(),
        [(3, "intake.undecodable"), (4, "intake.control-character")]
    );
    assert_eq!(taken.rows.len(), 2);
}

#[test]
fn a_share_shown_as_a_percentage_is_read_as_shown() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let percent = rust_xlsxwriter::Format::new().set_num_format("0.0%");
    let sheet = book.add_worksheet();
    sheet
        .write_row(0, 0, ["园区名称", "研发投入强度", "营业收入"])
        .unwrap();
    for (row, name) in [(1, "甲园"), (2, "乙园"), (3, "丙园")] {
        sheet.write_string(row, 0, name).unwrap();
        sheet.write_number(row, 2, row).unwrap();
    }
    sheet
        .write_number_with_format(1, 1, 0.125, &percent)
        .unwrap();
    sheet.write_number(2, 1, 8).unwrap();
    sheet.write_number_with_format(3, 1, 1.5, &percent).unwrap();
    let taken = take("t.xlsx", book.save_to_buffer().unwrap()).unwrap();
    let shares: Vec<_> = taken.figures().into_iter().map(|(_, v)| v[0]).collect();
    assert_eq!(shares, [Some(12.5), Some(8.0), Some(150.0)]);
    assert!(taken.rows.iter().all(|row| row.warnings.is_empty()));
}
