//! YAML: a list of maps. Read whole, so small files only.

use super::row::RawRow;
use super::{Input, RowSource, json::Columns};
use crate::error::{IntakeError, Problem};
use serde_json::{Map, Value};
use std::io::Read;

/// Largest YAML file.
pub const YAML_LIMIT: u64 = 16 << 20;

struct YamlSource {
    columns: Columns,
    elements: std::vec::IntoIter<Map<String, Value>>,
    element: u32,
    size: u64,
}

/// Opens a list of maps.
pub(crate) fn open(input: &Input, size: u64) -> Result<Box<dyn RowSource>, IntakeError> {
    let name = input.name();
    if size > YAML_LIMIT {
        let problem = Problem::TooLarge {
            what: "file",
            found: size,
            limit: YAML_LIMIT,
        };
        return Err(problem.in_file(&name));
    }
    let mut text = String::new();
    let mut reader = input.reader()?;
    reader
        .read_to_string(&mut text)
        .map_err(|e| match e.kind() {
            std::io::ErrorKind::InvalidData => {
                Problem::Malformed("UTF-8".to_owned()).in_file(&name)
            }
            _ => Problem::Io(e).in_file(&name),
        })?;
    let elements: Vec<Map<String, Value>> = serde_saphyr::from_str(&text)
        .map_err(|e| Problem::Malformed(e.without_snippet().to_string()).in_file(&name))?;
    if elements.is_empty() {
        return Err(Problem::Empty.in_file(&name));
    }
    let mut columns = Columns::default();
    elements
        .iter()
        .for_each(|element| columns.learn(element, ""));
    Ok(Box::new(YamlSource {
        columns,
        elements: elements.into_iter(),
        element: 0,
        size,
    }))
}

impl RowSource for YamlSource {
    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, IntakeError> {
        let Some(element) = self.elements.next() else {
            return Ok(false);
        };
        self.element += 1;
        row.start(self.element);
        self.columns.fill(row, &element);
        Ok(true)
    }

    fn bytes_read(&self) -> u64 {
        self.size
    }

    fn column_names(&self) -> Option<&[String]> {
        Some(&self.columns.names)
    }
}
