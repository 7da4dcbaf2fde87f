//! Mappings proposed from headings.

use crate::support::{look, request, take};
use julin_intake::{ColumnRef, Confidence, PercentStyle, PeriodRule, Reason, Role, preview};
use julin_model::Period;

#[test]
fn chinese_and_english_headings_with_units() {
    let csv = "序号,企业名称,统一社会信用代码,营业收入(万元),Staff (persons),负责人\n\
               1,甲公司,914403001922038216,5,12,某某\n";
    let found = look("t.csv", csv).unwrap();
    assert_eq!(found.mapping.entity_type.as_str(), "enterprise");
    let told: Vec<_> = found
        .columns
        .iter()
        .map(|c| (c.role.clone(), c.reason.clone()))
        .collect();
    assert_eq!(told[0], (Role::Ignored, Reason::RowNumber));
    assert_eq!(told[1], (Role::Name, Reason::Spelling));
    assert_eq!(
        told[2],
        (Role::Identifier("uscc".into()), Reason::ExactLabel)
    );
    let unit = |at: usize| match &told[at].0 {
        Role::Field { field, unit, .. } => (field.to_string(), unit.clone().unwrap_or_default()),
        other => panic!("{other:?}"),
    };
    assert_eq!(unit(3), ("revenue".into(), "cny_10k".into()));
    assert_eq!(unit(4), ("staff".into(), "person".into()));
    assert_eq!(told[5], (Role::Ignored, Reason::Unknown));
    assert_eq!(found.columns[3].confidence, Confidence::High);
    assert_eq!(found.counts["intake.column-ignored"], 1);
    assert_eq!(found.counts["intake.no-period"], 1);
    assert_eq!(found.rows[0].identifiers[0].1, "914403001922038216");
}

#[test]
fn codes_spellings_and_a_unit_for_the_whole_table() {
    let csv = "主要指标,,\n单位：万元,,\n园区名称,QB03,企业数\n甲,5,3\n";
    let found = look("t.csv", csv).unwrap();
    assert_eq!(found.columns[1].reason, Reason::Code);
    assert_eq!(found.layout.columns[0].unit.as_deref(), Some("cny_10k"));
    // The unit of the table does not fit a count; the field's own stands.
    assert_eq!(found.layout.columns[1].unit.as_deref(), Some("count"));
}

#[test]
fn the_year_of_a_title_is_taken_and_said() {
    let found = look("t.csv", "2023年主要指标,\n园区名称,营业收入\n甲,5\n").unwrap();
    assert_eq!(found.mapping.period, PeriodRule::Fixed(Period::Year(2023)));
    assert_eq!(found.counts["intake.period-from-title"], 1);
    assert_eq!(found.rows[0].period, Some(Period::Year(2023)));
}

#[test]
fn years_in_headings_give_a_row_for_each() {
    let csv =
        "园区名称,2022年营业收入(千元),2023年营业收入(千元),2023年企业数\n甲园,1,2,3\n乙园,,5,6\n";
    let found = look("t.csv", csv).unwrap();
    assert_eq!(found.mapping.period, PeriodRule::Heading);
    let taken = take("t.csv", csv).unwrap();
    let rows: Vec<_> = taken
        .figures()
        .into_iter()
        .zip(taken.rows.iter().map(|r| r.period))
        .collect();
    let year = |y| Some(Period::Year(y));
    assert_eq!(
        rows,
        [
            (("甲园".to_owned(), vec![Some(1.0), None, None]), year(2022)),
            (
                ("甲园".to_owned(), vec![None, Some(2.0), Some(3.0)]),
                year(2023)
            ),
            (
                ("乙园".to_owned(), vec![None, Some(5.0), Some(6.0)]),
                year(2023)
            ),
        ]
    );
}

#[test]
fn what_only_resembles_a_field_is_said_and_not_taken() {
    let found = look(
        "t.csv",
        "园区名称,企业数,主营业务收入,营业收入合计\n甲,1,2,3\n",
    )
    .unwrap();
    assert_eq!(found.mapping.columns.len(), 1);
    assert!(matches!(&found.columns[3].reason, Reason::Similar(f) if f.as_str() == "revenue"));
    assert_eq!(found.counts["intake.column-similar"], 1);
}

#[test]
fn a_unit_that_does_not_fit_is_said_and_not_taken() {
    let found = look(
        "t.csv",
        "园区名称,企业数,营业收入(人),年末从业人员(斤)\n甲,1,2,3\n",
    )
    .unwrap();
    assert_eq!(found.mapping.columns.len(), 1);
    assert_eq!(found.counts["intake.column-unit"], 2);
}

#[test]
fn headings_that_stand_twice_are_told_apart_by_letter() {
    let csv = "园区名称,营业收入,营业收入,企业数\n甲,1,2,3\n";
    let found = look("t.csv", csv).unwrap();
    assert_eq!(found.counts["intake.duplicate-heading"], 1);
    assert_eq!(found.counts["intake.column-repeated"], 1);
    assert_eq!(found.mapping.columns[0].column, ColumnRef::letter("B"));
    // A mapping that names it by heading is refused.
    let mut mapping = found.mapping;
    mapping.columns[0].column = ColumnRef::heading("营业收入");
    let error = preview(
        &request("t.csv", csv),
        Some(&mapping),
        &crate::support::dictionary(),
    );
    let told = error.unwrap_err().diagnostic();
    assert_eq!(
        (told.code.as_str(), told.args["columns"].as_str()),
        ("intake.ambiguous-column", "B, C")
    );
}

#[test]
fn a_proposal_read_back_from_yaml_is_the_same_mapping() {
    let csv = "园区名称,年份,营业收入(千元),研发投入强度(%)\n甲,2023,1,0.12\n";
    let found = look("t.csv", csv).unwrap();
    let yaml = serde_json::to_string(&found.mapping).unwrap();
    let mapping: julin_intake::Mapping = serde_saphyr::from_str(&yaml).unwrap();
    assert_eq!(mapping, found.mapping);
    assert_eq!(mapping.columns[1].percent, PercentStyle::Auto);
    let given = preview(
        &request("t.csv", csv),
        Some(&mapping),
        &crate::support::dictionary(),
    )
    .unwrap();
    assert!(!given.proposed);
    assert_eq!(given.rows, found.rows);
    assert_eq!(given.columns[2].reason, Reason::Given);
}

#[test]
fn a_table_without_a_known_name_takes_its_first_words_and_says_so() {
    let found = look("t.csv", "载体,营业收入\n甲,1\n乙,2\n").unwrap();
    assert_eq!(found.columns[0].reason, Reason::FirstWords);
    assert_eq!(found.columns[0].confidence, Confidence::Low);
    assert_eq!(found.counts["intake.name-guessed"], 1);
}
