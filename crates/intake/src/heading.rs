//! Headings: where they stand (below titles and unit notes, in one row or several) and
//! what they say (name, unit in brackets, year).

use crate::dictionary::TableWords;
use crate::read::Merge;
use crate::read::row::{Cell, RawRow, trim};
use julin_model::{Period, UnitTable};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// A heading may stand this far down.
const SEARCH: usize = 30;
/// A heading may have this many rows.
const MOST_ROWS: usize = 4;
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

/// Finds the headings in the first rows of a table.
pub fn detect(
    sample: &[RawRow],
    merges: &[Merge],
    units: &UnitTable,
    words: &TableWords,
) -> Option<HeadingBlock> {
    let width = sample.iter().take(SEARCH * 4).map(filled_width).max()?;
    let (mut unit, mut period) = (None, None);
    let mut top = None;
    for (at, row) in sample.iter().take(SEARCH).enumerate() {
        let filled = row.cells().filter(|c| !c.is_blank()).count();
        if filled == 0 {
            continue;
        }
        if let Some(found) = unit_note(row, filled, units, words) {
            unit = Some(found);
        } else if filled == 1 && width > 1 {
            period = period.or_else(|| title_period(row));
        } else if filled >= 2.min(width) && mostly_words(row) {
            top = Some(at);
            break;
        }
    }
    let top = top?;
    let rows = heading_rows(sample, top, merges, width);
    let unit_row = sample.get(top + rows).filter(|row| is_unit_row(row, units));
    let mut data_from = top + rows + usize::from(unit_row.is_some());
    if sample.get(data_from).is_some_and(is_column_numbers) {
        data_from += 1;
    }
    let mut texts = flatten(&sample[top..top + rows], merges, width);
    let named = texts
        .iter()
        .rposition(|text| !text.is_empty())
        .map_or(0, |at| at + 1);
    texts.truncate(named);
    let mut headings: Vec<Heading> = texts
        .iter()
        .enumerate()
        .map(|(column, text)| parse(column, text, units))
        .collect();
    if let Some(row) = unit_row {
        for heading in headings.iter_mut().filter(|h| h.unit.is_none()) {
            heading.unit = unit_in(&row.cell(heading.column).shown(), units);
        }
    }
    let rows = Some((sample[top].number, sample[top + rows - 1].number));
    Some(HeadingBlock {
        rows,
        headings,
        unit,
        period,
        data_from,
    })
}

/// Headings of a format that carries the names of columns apart from the rows.
pub fn named(names: &[String], units: &UnitTable) -> HeadingBlock {
    let headings = names
        .iter()
        .enumerate()
        .map(|(at, name)| parse(at, name, units))
        .collect();
    HeadingBlock {
        rows: None,
        headings,
        unit: None,
        period: None,
        data_from: 0,
    }
}

fn title_period(row: &RawRow) -> Option<Period> {
    let cell = row.cells().find(|c| !c.is_blank())?;
    let plain: String = cell.shown().nfkc().collect();
    take_period(&plain).map(|(period, _)| period)
}

fn filled_width(row: &RawRow) -> usize {
    (0..row.width())
        .rev()
        .find(|at| !row.cell(*at).is_blank())
        .map_or(0, |at| at + 1)
}

/// A row such as `单位：千元`, alone or at the right edge.
fn unit_note(row: &RawRow, filled: usize, units: &UnitTable, words: &TableWords) -> Option<String> {
    if filled > 2 {
        return None;
    }
    row.cells().find_map(|cell| {
        let text = cell.shown().nfkc().collect::<String>();
        let inner = text.trim().trim_matches(['(', ')', '[', ']']);
        let mark = words
            .unit_marks
            .iter()
            .find(|m| inner.to_lowercase().starts_with(*m))?;
        let rest = inner.get(mark.len()..)?.trim_start_matches([':', ' ']);
        let first = rest.split(['、', ',', ';', '/']).next().unwrap_or(rest);
        unit_in(rest, units).or_else(|| unit_in(first, units))
    })
}

/// More words than figures; years count as words, they may head columns.
fn mostly_words(row: &RawRow) -> bool {
    let (mut words, mut figures) = (0, 0);
    for cell in row.cells().filter(|c| !c.is_blank()) {
        if is_figure(cell) {
            figures += 1
        } else {
            words += 1
        }
    }
    words > figures
}

fn is_figure(cell: Cell<'_>) -> bool {
    match cell {
        Cell::Number(n) => !is_year(n),
        Cell::Date(_) | Cell::Flag(_) | Cell::Fault(_) => true,
        Cell::Empty => false,
        Cell::Text(text) => {
            let text = trim(text);
            let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
            let year = text.len() == 4
                && digits == 4
                && [b"19", b"20"].iter().any(|c| text.starts_with(*c));
            digits > 0 && digits * 2 >= text.len() && !year
        }
    }
}

fn is_year(n: f64) -> bool {
    n.fract() == 0.0 && (1949.0..=2100.0).contains(&n)
}

/// How many rows the headings take: as far as merged areas reach down, or as long as
/// the next row fills gaps with words.
fn heading_rows(sample: &[RawRow], top: usize, merges: &[Merge], width: usize) -> usize {
    let first = sample[top].number;
    let merged = merges
        .iter()
        .filter(|m| m.rows.0 == first)
        .map(|m| m.rows.1)
        .max();
    if let Some(last) = merged.filter(|last| *last > first && *last < first + MOST_ROWS as u32) {
        let inside = |row: &&RawRow| row.number <= last;
        return sample[top..].iter().take_while(inside).count().max(1);
    }
    let mut rows = 1;
    while rows < MOST_ROWS {
        let Some(next) = sample.get(top + rows) else {
            break;
        };
        let block = &sample[top..top + rows];
        let gap = |c: &usize| block.iter().all(|row| row.cell(*c).is_blank());
        let gaps: Vec<usize> = (0..width).filter(gap).collect();
        let filled = gaps.iter().filter(|c| !next.cell(**c).is_blank()).count();
        let words = next.cells().all(|c| !is_figure(c));
        if filled == 0 || filled * 2 < gaps.len() || !words || missing_marks(next) {
            break;
        }
        rows += 1;
    }
    rows
}

fn missing_marks(row: &RawRow) -> bool {
    row.cells()
        .any(|c| matches!(&*c.shown(), "-" | "—" | "--" | "——" | "/" | "N/A" | "…"))
}

/// A row below the headings that only names units.
fn is_unit_row(row: &RawRow, units: &UnitTable) -> bool {
    let mut filled = row.cells().filter(|c| !c.is_blank()).peekable();
    filled.peek().is_some()
        && filled.all(|c| {
            let text = c.shown();
            matches!(text.trim(), "-" | "—" | "/") || unit_in(&text, units).is_some()
        })
}

/// A row `甲 1 2 3 …` that only numbers the columns.
fn is_column_numbers(row: &RawRow) -> bool {
    let cells: Vec<String> = row.cells().map(|c| c.shown().trim().to_owned()).collect();
    let numbers: Vec<u32> = cells.iter().filter_map(|c| c.parse().ok()).collect();
    let letters = cells
        .iter()
        .filter(|c| matches!(c.as_str(), "甲" | "乙" | "丙" | "丁"))
        .count();
    let counted = numbers.len() + letters == cells.iter().filter(|c| !c.is_empty()).count();
    let in_order = numbers.iter().zip(1..).all(|(n, expected)| *n == expected);
    counted && in_order && (letters > 0 && numbers.len() > 1)
}

/// One text per column: parts from top to bottom, without repetition.
fn flatten(rows: &[RawRow], merges: &[Merge], width: usize) -> Vec<String> {
    let last = rows.len() - 1;
    let mut grid: Vec<Vec<String>> = rows
        .iter()
        .map(|row| (0..width).map(|c| clean(&row.cell(c).shown())).collect())
        .collect();
    for (at, row) in rows.iter().enumerate() {
        let areas: Vec<_> = merges.iter().filter(|m| m.rows.0 == row.number).collect();
        for area in &areas {
            let text = grid[at][area.columns.0.min(width - 1)].clone();
            let columns = area.columns.0..=area.columns.1.min(width - 1);
            columns.for_each(|c| grid[at][c].clone_from(&text));
        }
        // Without merged areas, a gap belongs to the heading at its left.
        if areas.is_empty() && at < last {
            for c in 1..width {
                let below = grid[at + 1..].iter().any(|row| !row[c].is_empty());
                if grid[at][c].is_empty() && below && !grid[at + 1][c - 1].is_empty() {
                    grid[at][c] = grid[at][c - 1].clone();
                }
            }
        }
    }
    let column = |c: usize| {
        let mut parts: Vec<&str> = Vec::new();
        for row in &grid {
            if !row[c].is_empty() && parts.last() != Some(&row[c].as_str()) {
                parts.push(&row[c]);
            }
        }
        parts.join(JOINT)
    };
    (0..width).map(column).collect()
}

fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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

/// A period in a text, and the text without it: `2023年营业收入` → 2023, 营业收入.
pub fn take_period(text: &str) -> Option<(Period, String)> {
    let (at, year) = find_year(text)?;
    let mut before = text[..at].trim_end().trim_end_matches(['_', '-', ',', ':']);
    if before.to_lowercase().ends_with("fy") {
        before = &before[..before.len() - 2];
    }
    let rest = &text[at + 4..];
    let (period, after) = period_tail(year, rest);
    let after = after.trim_start_matches(['_', '-', ',', ':', ' ']);
    let parts = [before.trim(), after.trim()];
    let parts: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    Some((period, parts.join(if after.is_ascii() { " " } else { "" })))
}

fn find_year(text: &str) -> Option<(usize, i32)> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len().saturating_sub(3)).find_map(|at| {
        let alone = (at == 0 || !digit(at - 1)) && !digit(at + 4) && (at..at + 4).all(digit);
        let year: i32 = alone
            .then(|| text.get(at..at + 4)?.parse().ok())
            .flatten()?;
        (1949..=2100).contains(&year).then_some((at, year))
    })
}

/// What follows a year: 年, 年末, 年上半年, 年第三季度, 年5月, Q3, H1.
fn period_tail(year: i32, rest: &str) -> (Period, &str) {
    let quarter = |c: char| "一二三四".chars().position(|q| q == c).or("1234".find(c));
    let mut tail = rest;
    for (mark, half) in [("H1", 1), ("H2", 2), ("年上半年", 1), ("年下半年", 2)] {
        if let Some(after) = rest.trim_start_matches([' ', '-']).strip_prefix(mark) {
            return (Period::Half(year, half), after);
        }
    }
    if let Some(after) = rest.trim_start_matches([' ', '-']).strip_prefix('Q')
        && let Some(n) = after.chars().next().and_then(quarter)
    {
        return (Period::Quarter(year, n as u8 + 1), &after[1..]);
    }
    if let Some(after) = rest.strip_prefix('年') {
        let numbered = after.strip_prefix('第').unwrap_or(after);
        if let Some(c) = numbered.chars().next()
            && let Some(n) = quarter(c)
            && let Some(end) = numbered[c.len_utf8()..].strip_prefix("季度")
        {
            return (Period::Quarter(year, n as u8 + 1), end);
        }
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        if let Some(end) = after[digits..].strip_prefix('月')
            && let Ok(month @ 1..=12) = after[..digits].parse()
        {
            return (Period::Month(year, month), end);
        }
        let stripped = ["末", "底", "度", "全年"]
            .iter()
            .find_map(|m| after.strip_prefix(m));
        tail = stripped.unwrap_or(after);
    }
    (Period::Year(year), tail)
}

#[cfg(test)]
mod tests {
    use super::*;
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
