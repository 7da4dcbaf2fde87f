//! A workbook as people send it: a title above the headings, units in brackets, a
//! number kept as text, a total at the end, and three rows with mistakes.

use anyhow::Result;
use rust_xlsxwriter::{Formula, Workbook, Worksheet};
use std::path::Path;

/// Rows that can be taken in.
pub const GOOD: u64 = 3;
/// Rows that cannot: a wrong check character, a formula error, words for a number.
pub const BAD: u64 = 3;
/// Rows that sum others.
pub const TOTALS: u64 = 1;

/// Codes and invented names of the good rows. The check characters follow GB 32100-2015
/// and GB 11714; the same reckoning gives the published 91350100M000100Y43.
pub const FIRMS: [(&str, &str); 3] = [
    ("91110108MA01234537", "北京甲乙传感技术有限公司"),
    ("91110108MA01234612", "北京丙丁计算技术有限公司"),
    ("91310115MA1ABCDE8Q", "上海戊己材料股份有限公司"),
];
/// The published code, taken for a row whose figure is wrong.
const PUBLISHED: &str = "91350100M000100Y43";

/// Writes it.
pub fn write(path: &Path) -> Result<()> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("年报")?;
    sheet.write(0, 0, "2024年企业统计年报")?;
    for (column, heading) in (0..).zip([
        "统一社会信用代码",
        "企业名称",
        "营业收入(千元)",
        "净利润(千元)",
        "从业人员期末人数(人)",
    ]) {
        sheet.write(1, column, heading)?;
    }
    row(sheet, 2, FIRMS[0], 125_000.0)?;
    row(sheet, 3, FIRMS[1], 98_400.5)?;
    row(sheet, 4, FIRMS[2], 1_530_000.0)?;
    sheet.write(4, 2, "1,530,000")?;
    row(
        sheet,
        5,
        ("91110108MA01234538", "北京错码技术有限公司"),
        70_000.0,
    )?;
    row(sheet, 6, (PUBLISHED, "福建除零技术有限公司"), 0.0)?;
    sheet.write_formula(6, 2, Formula::new("=1/0").set_result("#DIV/0!"))?;
    row(
        sheet,
        7,
        ("91110108MA012347XR", "北京文字技术有限公司"),
        61_000.0,
    )?;
    sheet.write(7, 2, "约六千万")?;
    sheet.write(8, 1, "合计")?;
    sheet.write(8, 2, 1_884_400.5)?;
    book.save(path)?;
    Ok(())
}

fn row(sheet: &mut Worksheet, row: u32, firm: (&str, &str), revenue: f64) -> Result<()> {
    sheet.write(row, 0, firm.0)?;
    sheet.write(row, 1, firm.1)?;
    sheet.write(row, 2, revenue)?;
    sheet.write(row, 3, revenue / 10.0)?;
    sheet.write(row, 4, 120)?;
    Ok(())
}
