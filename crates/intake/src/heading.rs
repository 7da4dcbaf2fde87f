//! Headings: where they stand (below titles and unit notes, in one row or several) and
//! what they say (name, unit in brackets, year).

use julin_model::{Period, UnitTable};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

mod block;
mod period;

pub use block::{detect, named};
pub use period::take_period;

/// Between the parts of a heading of several rows.
pub const JOINT: &str = " / ";

/// The heading of one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// Column, from 0.
    pub column: usize,
    /// As printed; parts of several rows joined with ` / `.
    pub text: String,
    /// Without unit and period.
    pub name: String,
    /// Code of the unit, when one is named.
    pub unit: Option<String>,
    /// Text in brackets that is neither unit nor period.
    pub bracket: Option<String>,
    /// The period, when one is named.
    pub period: Option<Period>,
}

/// Where the headings stand and what they say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeadingBlock {
    /// First and last row of the headings, as a spreadsheet counts; none for formats
    /// that carry names apart from rows.
    pub rows: Option<(u32, u32)>,
    /// One for each column, in order; empty text where there is none.
    pub headings: Vec<Heading>,
    /// The unit of the whole table, told in a note above it.
    pub unit: Option<String>,
    /// The period told in a title above it: 2023年主要指标.
    pub period: Option<Period>,
    /// How many rows of the sample come before the first row of data.
    pub data_from: usize,
}

/// Folds a heading for comparison: NFKC, lower case, no spaces and no joining marks.
pub fn fold(text: &str) -> String {
    let plain = |c: &char| !c.is_whitespace() && !"_-:·*'\"".contains(*c) && *c != '\u{feff}';
    text.nfkc()
        .flat_map(char::to_lowercase)
        .filter(plain)
        .collect()
}

/// Reads what a heading says.
pub fn parse(column: usize, text: &str, units: &UnitTable) -> Heading {
    let plain: String = text.nfkc().collect();
    let (mut name, brackets) = split_brackets(&plain);
    let (mut unit, mut period, mut bracket) = (None, None, None);
    for inner in brackets {
        if let Some(found) = unit_in(&inner, units) {
            unit = Some(found);
        } else if let Some((found, rest)) = take_period(&inner).filter(|(_, r)| r.is_empty()) {
            (period, _) = (Some(found), rest);
        } else {
            bracket = Some(inner);
        }
    }
    if unit.is_none()
        && let Some((head, tail)) = name.rsplit_once(['/', ',', ':', ';'])
        && !head.trim().is_empty()
        && let Some(found) = unit_in(tail, units)
    {
        unit = Some(found);
        name = head.trim_end().to_owned();
    }
    if period.is_none()
        && let Some((found, rest)) = take_period(&name)
        && !rest.is_empty()
    {
        period = Some(found);
        name = rest;
    }
    let name = name.trim().trim_matches('/').trim().to_owned();
    Heading {
        column,
        text: text.to_owned(),
        name,
        unit,
        bracket,
        period,
    }
}

/// Text outside brackets, and the texts inside.
fn split_brackets(text: &str) -> (String, Vec<String>) {
    let (mut outside, mut inside, mut current) = (String::new(), Vec::new(), None::<String>);
    for c in text.chars() {
        match (c, &mut current) {
            ('(' | '[' | '【' | '〔', None) => current = Some(String::new()),
            (')' | ']' | '】' | '〕', Some(_)) => {
                inside.extend(current.take().map(|t| t.trim().to_owned()));
            }
            (_, Some(inner)) => inner.push(c),
            (_, None) => outside.push(c),
        }
    }
    outside.extend(current.map(|open| format!("({open}")));
    inside.retain(|t| !t.is_empty());
    (outside.trim().to_owned(), inside)
}

/// The unit a text names, with or without 单位: before it.
pub fn unit_in(text: &str, units: &UnitTable) -> Option<String> {
    let plain: String = text.nfkc().collect();
    let inner = plain
        .trim()
        .trim_matches(['(', ')', '[', ']', '【', '】'])
        .trim();
    let rest = inner
        .strip_prefix("单位")
        .map_or(inner, |r| r.trim_start_matches([':', ' ']));
    if rest.is_empty() {
        return None;
    }
    units
        .find(rest)
        .or_else(|| units.find(text.trim()))
        .map(|unit| unit.code.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::TableWords;
    use crate::read::Merge;
    use crate::read::row::RawRow;
    use julin_model::{Text, Unit};

    fn units() -> UnitTable {
        let unit = |code: &str, zh: &str, en: &str, factor| Unit {
            code: code.into(),
            label: Text::new(zh, en),
            dimension: code.split('_').next().unwrap_or(code).into(),
            factor,
            spellings: vec![],
        };
        UnitTable::new([
            unit("cny_1k", "千元", "CNY thousand", 1e3),
            unit("cny_10k", "万元", "CNY 10,000", 1e4),
            unit("count", "个", "count", 1.0),
            unit("percent", "%", "percent", 1.0),
        ])
    }

    fn table(lines: &[&[&str]]) -> Vec<RawRow> {
        let row = |(number, cells): (u32, &&[&str])| {
            let mut row = RawRow::default();
            row.start(number);
            cells.iter().for_each(|c| row.push_text(c.as_bytes()));
            row
        };
        (1..).zip(lines).map(row).collect()
    }

    fn found(lines: &[&[&str]]) -> HeadingBlock {
        detect(&table(lines), &[], &units(), &TableWords::default()).unwrap()
    }

    fn texts(block: &HeadingBlock) -> Vec<&str> {
        block.headings.iter().map(|h| h.text.as_str()).collect()
    }

    #[test]
    fn reads_name_unit_and_year() {
        let read = |text: &str| {
            let h = parse(0, text, &units());
            (
                h.name,
                h.unit.unwrap_or_default(),
                h.period.map(|p| p.to_string()).unwrap_or_default(),
            )
        };
        let expect =
            |name: &str, unit: &str, period: &str| (name.into(), unit.into(), period.into());
        assert_eq!(read("营业收入（千元）"), expect("营业收入", "cny_1k", ""));
        assert_eq!(read("企业数(个)"), expect("企业数", "count", ""));
        assert_eq!(read("资产 [万元]"), expect("资产", "cny_10k", ""));
        assert_eq!(
            read("Revenue (CNY thousand)"),
            expect("Revenue", "cny_1k", "")
        );
        assert_eq!(
            read("营业收入（单位：千元）"),
            expect("营业收入", "cny_1k", "")
        );
        assert_eq!(read("占比/%"), expect("占比", "percent", ""));
        assert_eq!(
            read("2023年营业收入(千元)"),
            expect("营业收入", "cny_1k", "2023")
        );
        assert_eq!(read("２０２３年度营业收入"), expect("营业收入", "", "2023"));
        assert_eq!(
            read("营业收入(2023年)(千元)"),
            expect("营业收入", "cny_1k", "2023")
        );
        assert_eq!(
            read("Revenue 2023 (CNY thousand)"),
            expect("Revenue", "cny_1k", "2023")
        );
        assert_eq!(
            read("2023年上半年营业收入"),
            expect("营业收入", "", "2023-H1")
        );
        assert_eq!(
            read("2023年第三季度营业收入"),
            expect("营业收入", "", "2023-Q3")
        );
        assert_eq!(read("2023年5月营业收入"), expect("营业收入", "", "2023-05"));
        assert_eq!(read("研发投入(内部)"), expect("研发投入", "", ""));
        assert_eq!(read("2023"), expect("2023", "", ""));
        assert_eq!(read("电话12345678"), expect("电话12345678", "", ""));
    }

    #[test]
    fn skips_titles_and_keeps_the_unit_of_the_table() {
        let block = found(&[
            &["2023年国家高新区主要指标", "", ""],
            &["", "", ""],
            &["", "", "单位：千元、个"],
            &["园区名称", "营业收入", "企业数(个)"],
            &["甲", "12", "3"],
        ]);
        assert_eq!(texts(&block), ["园区名称", "营业收入", "企业数(个)"]);
        assert_eq!((block.rows, block.data_from), (Some((4, 4)), 4));
        assert_eq!(block.unit.as_deref(), Some("cny_1k"));
        assert_eq!(block.period, Some(Period::Year(2023)));
    }

    #[test]
    fn headings_of_two_rows_become_one() {
        let block = found(&[
            &["园区名称", "收入", "", "企业"],
            &["", "总收入(千元)", "技术收入(千元)", ""],
            &["甲", "12", "3", "4"],
        ]);
        let expected = [
            "园区名称",
            "收入 / 总收入(千元)",
            "收入 / 技术收入(千元)",
            "企业",
        ];
        assert_eq!(texts(&block), expected);
        assert_eq!((block.rows, block.data_from), (Some((1, 2)), 2));
    }

    #[test]
    fn merged_areas_say_how_far_a_heading_reaches() {
        let rows = table(&[
            &["园区", "收入"],
            &["", "总额", "技术"],
            &["甲", "乙", "丙"],
        ]);
        let merges = [
            Merge {
                rows: (1, 2),
                columns: (0, 0),
            },
            Merge {
                rows: (1, 1),
                columns: (1, 2),
            },
        ];
        let block = detect(&rows, &merges, &units(), &TableWords::default()).unwrap();
        assert_eq!(texts(&block), ["园区", "收入 / 总额", "收入 / 技术"]);
        assert_eq!(block.data_from, 2);
    }

    #[test]
    fn rows_of_units_and_of_column_numbers_are_no_data() {
        let block = found(&[
            &["园区名称", "营业收入", "企业数"],
            &["-", "千元", "个"],
            &["甲", "1", "2"],
            &["成都", "12", "3"],
        ]);
        assert_eq!(block.data_from, 3);
        let units: Vec<_> = block.headings.iter().map(|h| h.unit.as_deref()).collect();
        assert_eq!(units, [None, Some("cny_1k"), Some("count")]);
    }

    #[test]
    fn tables_of_words_alone_have_one_heading_row() {
        let block = found(&[&["名称", "类型"], &["甲", "园区"], &["乙", "园区"]]);
        assert_eq!((block.data_from, texts(&block)), (1, vec!["名称", "类型"]));
        let block = found(&[&["名称", "2022", "2023"], &["甲", "5000", "6000"]]);
        assert_eq!(texts(&block), ["名称", "2022", "2023"]);
        assert!(
            detect(
                &table(&[&["1", "2"], &["3", "4"]]),
                &[],
                &units(),
                &TableWords::default()
            )
            .is_none()
        );
    }
}
