//! Rows per second and peak memory of reading a CSV through a mapping.
//!
//! `cargo run --release -p julin-intake --example row_speed [FILE]`. Without a file, one
//! of a million rows and twelve columns is generated in the temporary folder.

use julin_intake::{Dictionary, EntityKind, Field, FieldKind, Input, OpenOptions, Request};
use julin_intake::{RowItem, TableWords, preview, rows};
use julin_model::{FieldId, Text, TypeId, UnitTable};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

const ROWS: u64 = 1_000_000;
const FIGURES: usize = 10;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let given = std::env::args().nth(1).map(PathBuf::from);
    let path = match given {
        Some(path) => path,
        None => generate(&std::env::temp_dir().join("julin-row-speed.csv"))?,
    };
    let today = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).ok_or("date")?;
    let input = Input::from(path.as_path());
    let request = Request {
        input,
        options: OpenOptions::default(),
        today,
    };
    let dictionary = dictionary()?;
    let begin = Instant::now();
    let mapping = preview(&request, None, &dictionary)?.mapping;
    let previewed = begin.elapsed();
    let begin = Instant::now();
    let (mut taken, mut other) = (0u64, 0u64);
    for chunk in rows(&request, &mapping, &dictionary)? {
        for item in chunk?.items {
            match item {
                RowItem::Row(_) => taken += 1,
                RowItem::Bad(_) | RowItem::Skipped(_) => other += 1,
            }
        }
    }
    let seconds = begin.elapsed().as_secs_f64();
    println!("file        {}", path.display());
    println!("preview     {:.0} ms", previewed.as_secs_f64() * 1e3);
    println!("rows        {taken} taken, {other} not");
    println!("time        {seconds:.2} s");
    println!("speed       {:.0} rows/s", (taken + other) as f64 / seconds);
    println!("peak memory {}", peak_memory());
    Ok(())
}

fn generate(path: &Path) -> std::io::Result<PathBuf> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    let figures: Vec<String> = (0..FIGURES).map(|n| format!("指标{n}")).collect();
    writeln!(file, "企业名称,年份,{}", figures.join(","))?;
    let mut state = 42u64;
    for row in 0..ROWS {
        write!(file, "第{row}号科技有限公司,{}", 2015 + row % 10)?;
        for _ in 0..FIGURES {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            write!(file, ",{}.{:02}", (state >> 44), (state >> 33) % 100)?;
        }
        writeln!(file)?;
    }
    file.flush()?;
    Ok(path.to_owned())
}

fn dictionary() -> Result<Dictionary, Box<dyn std::error::Error>> {
    let field = |n: usize| -> Result<Field, Box<dyn std::error::Error>> {
        let (id, label) = (
            FieldId::new(format!("f{n}"))?,
            Text::same(format!("指标{n}")),
        );
        Ok(Field::new(id, label, FieldKind::Number))
    };
    let kind = EntityKind {
        id: TypeId::new("enterprise")?,
        label: Text::new("企业", "Enterprise"),
        name_headings: vec!["企业名称".to_owned()],
        schemes: vec![],
    };
    Ok(Dictionary {
        fields: (0..FIGURES).map(field).collect::<Result<_, _>>()?,
        units: UnitTable::default(),
        entity_kinds: vec![kind],
        words: TableWords::default(),
    })
}

/// The most memory this process ever held, as the kernel counts it.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or("unknown".to_owned(), |kilobytes| {
        kilobytes.trim().to_owned()
    })
}
