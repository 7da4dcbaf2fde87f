//! Generated tables: firms with valid credit codes, zones with the fields of a
//! framework, and the two tables of analysts.

use super::random::Random;
use crate::shell::root;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

const SEED: u64 = 20_261_122;
const CODE: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const ORGANISATION: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ORGANISATION_WEIGHTS: [usize; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// Code, name, eight amounts, one head count, one word.
const FIRM_HEADINGS: [&str; 12] = [
    "统一社会信用代码",
    "企业名称",
    "营业收入(千元)",
    "工业总产值(千元)",
    "利润总额(千元)",
    "净利润(千元)",
    "净资产(千元)",
    "应付职工薪酬(千元)",
    "研发费用(千元)",
    "出口总额(千元)",
    "从业人员期末人数(人)",
    "省份",
];
const PLACES: [(&str, &str); 4] = [
    ("北京", "110108"),
    ("上海", "310115"),
    ("深圳", "440305"),
    ("武汉", "420111"),
];
const WORDS: [&str; 8] = [
    "智芯", "云帆", "星海", "新源", "华数", "锐科", "中测", "博微",
];
const TRADES: [&str; 6] = ["半导体", "软件", "生物医药", "新材料", "机器人", "光电"];

/// A unified social credit code with both check characters (GB 32100-2015, GB 11714).
pub fn credit_code(place: &str, number: u64) -> String {
    let body = format!("MA{number:06}");
    let position = |c: u8, table: &[u8]| table.iter().position(|t| *t == c).unwrap_or(0);
    let sum: usize = body
        .bytes()
        .zip(ORGANISATION_WEIGHTS)
        .map(|(c, weight)| position(c, ORGANISATION) * weight)
        .sum();
    let check = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        n => char::from(b"0123456789"[n]),
    };
    let mut code = format!("91{place}{body}{check}");
    let mut weight = 1;
    let mut sum = 0;
    for c in code.bytes() {
        sum += position(c, CODE) * weight;
        weight = weight * 3 % 31;
    }
    code.push(char::from(CODE[(31 - sum % 31) % 31]));
    code
}

/// Writes a table of firms as CSV; answers its size.
pub fn firms(path: &Path, rows: usize) -> Result<u64> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    writeln!(out, "{}", FIRM_HEADINGS.join(","))?;
    let mut random = Random::new(SEED);
    let mut line = String::new();
    for i in 0..rows {
        let number = u64::try_from(i)?;
        let (place, district) = PLACES[i / 1_000_000 % PLACES.len()];
        let word = WORDS[i % WORDS.len()];
        let trade = TRADES[i / WORDS.len() % TRADES.len()];
        let code = credit_code(district, number % 1_000_000);
        line.clear();
        write!(line, "{code},{place}{word}{number}{trade}有限公司")?;
        let scale = (random.unit() * 12.0).exp();
        for share in [1.0, 0.6, 0.1, 0.08, 0.9, 0.2, 0.05, 0.15] {
            write!(
                line,
                ",{:.1}",
                1000.0 * scale * share * (0.5 + random.unit())
            )?;
        }
        write!(line, ",{},{place}", 5 + random.below(800))?;
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(std::fs::metadata(path)?.len())
}

#[derive(Deserialize)]
struct Zones {
    entities: Vec<Zone>,
}

#[derive(Deserialize)]
struct Zone {
    #[serde(rename = "type")]
    kind: String,
    name: Label,
}

#[derive(Deserialize)]
struct Label {
    zh: String,
}

#[derive(Deserialize)]
struct Fields {
    fields: Vec<Field>,
}

#[derive(Deserialize)]
struct Field {
    id: String,
    label: Label,
    #[serde(rename = "type")]
    kind: String,
}

fn yaml<T: serde::de::DeserializeOwned>(folder: &str) -> Result<Vec<T>> {
    let mut paths: Vec<_> = std::fs::read_dir(root().join(folder))?
        .flatten()
        .map(|e| e.path())
        .collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path)?;
        serde_saphyr::from_str(&text).with_context(|| path.display().to_string())
    };
    paths.iter().map(read).collect()
}

/// Two years of every field the framework's formulas name, for every national zone;
/// answers how many zones and fields.
pub fn zones(path: &Path) -> Result<(usize, usize)> {
    let framework =
        std::fs::read_to_string(root().join("packs/cn-national/frameworks/zk-2021.yaml"))?;
    let formulas = framework
        .lines()
        .filter_map(|l| l.trim().strip_prefix("formula: "));
    let words: BTreeSet<&str> = formulas
        .flat_map(|f| f.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'))
        .collect();
    let fields: Vec<Field> = yaml::<Fields>("packs/cn-national/fields")?
        .into_iter()
        .flat_map(|f| f.fields)
        .filter(|f| f.kind == "number" && words.contains(f.id.as_str()))
        .collect();
    let zones = yaml::<Zones>("packs/cn-national/entities")?
        .into_iter()
        .flat_map(|z| z.entities);
    let names: Vec<String> = zones
        .filter(|z| z.kind == "park")
        .map(|z| z.name.zh)
        .collect();
    let mut out = BufWriter::new(File::create(path)?);
    let headings: Vec<&str> = fields.iter().map(|f| f.label.zh.as_str()).collect();
    writeln!(out, "园区名称,年份,{}", headings.join(","))?;
    let mut random = Random::new(SEED);
    for name in &names {
        for year in [2023, 2024] {
            let figures = headings
                .iter()
                .map(|_| format!("{:.0}", 1000.0 + 99_000.0 * random.unit()));
            writeln!(
                out,
                "{name},{year},{}",
                figures.collect::<Vec<_>>().join(",")
            )?;
        }
    }
    out.flush()?;
    Ok((names.len(), fields.len()))
}

/// The two tables of analysts: units by indicators in five groups.
pub fn two_tables(meta: &Path, data: &Path, units: usize, indicators: usize) -> Result<()> {
    const GROUPS: usize = 5;
    let mut text = String::from("iCode,iName,Level,Parent,Weight,Direction,Type\n");
    for i in 0..indicators {
        writeln!(
            text,
            "I{i:02},Indicator {i},1,G{},1,1,Indicator",
            i % GROUPS
        )?;
    }
    for group in 0..GROUPS {
        writeln!(text, "G{group},Group {group},2,Index,1,1,Aggregate")?;
    }
    text.push_str("Index,Index,3,,1,1,Aggregate\n");
    std::fs::write(meta, text)?;
    let codes: Vec<String> = (0..indicators).map(|i| format!("I{i:02}")).collect();
    let mut text = format!("uCode,uName,{}\n", codes.join(","));
    let mut random = Random::new(SEED);
    for unit in 0..units {
        write!(text, "U{unit:03},Unit {unit}")?;
        for _ in 0..indicators {
            write!(text, ",{:.4}", random.unit() * 100.0)?;
        }
        text.push('\n');
    }
    std::fs::write(data, text)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_code_has_both_check_characters() {
        // Reckoned by hand; the same steps give the published 91350100M000100Y43.
        assert_eq!(credit_code("110108", 12_345), "91110108MA01234537");
    }
}
