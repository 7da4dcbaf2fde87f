//! What the tests share.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests"
)]

pub mod random;

use julin_measure::{Built, Column, ColumnKind, Framework, FrameworkSpec, Matrix, Table, Unit};
use julin_model::Text;
use std::path::PathBuf;

/// A file of the shared data folder.
pub fn shared(path: &str) -> PathBuf {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let root = std::env::var_os("JULIN_SHARED").map_or(beside, PathBuf::from);
    let file = root.join(path);
    assert!(
        file.exists(),
        "{} is missing: set JULIN_SHARED to the shared folder",
        file.display()
    );
    file
}

/// A CSV file as a table.
pub fn table(path: &str) -> Table {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_path(shared(path))
        .unwrap();
    let owned = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
    let headers = owned(reader.headers().unwrap());
    let rows = reader
        .records()
        .map(|record| owned(&record.unwrap()))
        .collect();
    Table {
        name: path.rsplit('/').next().unwrap().to_owned(),
        headers,
        rows,
    }
}

/// A table from lines with `|` between cells.
pub fn lines(name: &str, text: &str) -> Table {
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect();
    let mut rows: Vec<Vec<String>> = text
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .map(cells)
        .collect();
    let headers = rows.remove(0);
    Table {
        name: name.to_owned(),
        headers,
        rows,
    }
}

/// A framework from YAML.
pub fn build(yaml: &str) -> Built {
    let spec: FrameworkSpec = serde_saphyr::from_str(yaml).unwrap();
    Framework::from_spec("test", &spec)
}

/// A framework from YAML that must have no fault.
pub fn framework(yaml: &str) -> Framework {
    let built = build(yaml);
    assert_eq!(built.diagnostics, [], "{yaml}");
    built.framework.unwrap()
}

/// A matrix of units `u0`, `u1`, … and columns by kind and name.
pub fn matrix(columns: &[(ColumnKind, &str, &[f64])]) -> Matrix {
    let count = columns.first().map_or(0, |(_, _, values)| values.len());
    let unit = |n| Unit {
        id: format!("u{n}"),
        label: Text::same(format!("Unit {n}")),
    };
    let mut matrix = Matrix::new((0..count).map(unit).collect());
    for (kind, name, values) in columns {
        matrix
            .insert(*kind, *name, Column::new(values.to_vec()))
            .unwrap();
    }
    matrix
}

/// The codes of findings, in order.
pub fn codes(diagnostics: &[julin_model::Diagnostic]) -> Vec<&str> {
    diagnostics
        .iter()
        .map(|found| found.code.as_str())
        .collect()
}
