//! Rows of iMeta.

use super::Table;
use crate::spec::{Direction, Goalposts};
use crate::spec_check::check_weight;
use julin_model::{Diagnostic, Text};
use std::collections::BTreeMap;

/// What a row of iMeta stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Indicator,
    Aggregate,
    Denominator,
    /// A classification of the units.
    Group,
    /// Target, Other: kept out of the index and of the figures.
    Aside,
}

/// One row of iMeta.
#[derive(Debug, Clone)]
pub(super) struct MetaRow {
    pub(super) row: usize,
    pub(super) code: String,
    pub(super) label: Text,
    pub(super) unit: Option<String>,
    pub(super) kind: Type,
    pub(super) level: Option<u32>,
    pub(super) parent: Option<String>,
    pub(super) weight: Option<f64>,
    pub(super) direction: Direction,
    pub(super) target: Option<f64>,
    pub(super) denominator: Option<String>,
    pub(super) goalposts: Option<Goalposts>,
}

impl MetaRow {
    /// A column of figures outside any iMeta.
    pub(super) fn of_column(code: &str, label: Text, unit: Option<String>, kind: Type) -> Self {
        Self {
            row: 0,
            code: code.to_owned(),
            label,
            unit,
            kind,
            level: None,
            parent: None,
            weight: None,
            direction: Direction::Up,
            target: None,
            denominator: None,
            goalposts: None,
        }
    }

    /// True for what belongs to the hierarchy.
    pub(super) fn in_index(&self) -> bool {
        matches!(self.kind, Type::Indicator | Type::Aggregate)
    }
}

/// Positions of the columns.
struct Columns {
    code: usize,
    kind: usize,
    level: usize,
    parent: usize,
    /// `iName`, `iName_zh`, `iName_en`.
    names: [Option<usize>; 3],
    unit: Option<usize>,
    weight: Option<usize>,
    direction: Option<usize>,
    target: Option<usize>,
    denominator: Option<usize>,
    low: Option<usize>,
    high: Option<usize>,
}

/// Reads iMeta; rows with an error are told and left out.
pub(super) fn read(meta: &Table, diagnostics: &mut Vec<Diagnostic>) -> Vec<MetaRow> {
    let Some(columns) = columns(meta, diagnostics) else {
        return Vec::new();
    };
    let mut rows: Vec<MetaRow> = Vec::new();
    let mut seen = BTreeMap::new();
    for row in 0..meta.rows.len() {
        if meta.rows[row].iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match read_row(meta, &columns, row) {
            Ok(read) => {
                if let Some(first) = seen.insert(read.code.clone(), row) {
                    let twice = Diagnostic::error("measure.table.duplicate-code")
                        .with("code", &read.code)
                        .with("first", first + 2);
                    diagnostics.push(twice.at(meta.place(row, Some(columns.code))));
                }
                rows.push(read);
            }
            Err(found) => diagnostics.push(*found),
        }
    }
    rows
}

fn columns(meta: &Table, diagnostics: &mut Vec<Diagnostic>) -> Option<Columns> {
    let names = ["iCode", "Type", "Level", "Parent"];
    let found = names.map(|name| meta.column(name));
    for (name, _) in names
        .iter()
        .zip(&found)
        .filter(|(_, column)| column.is_none())
    {
        diagnostics.push(super::no_column(meta, name));
    }
    let [Some(code), Some(kind), Some(level), Some(parent)] = found else {
        return None;
    };
    Some(Columns {
        code,
        kind,
        level,
        parent,
        names: ["iName", "iName_zh", "iName_en"].map(|name| meta.column(name)),
        unit: meta.column("Unit"),
        weight: meta.column("Weight"),
        direction: meta.column("Direction"),
        target: meta.column("Target"),
        denominator: meta.column("Denominator"),
        low: meta.column("Low"),
        high: meta.column("High"),
    })
}

fn read_row(meta: &Table, columns: &Columns, row: usize) -> Result<MetaRow, Box<Diagnostic>> {
    let cell = |column: Option<usize>| meta.cell(row, column);
    let bad = |code: &str, column: Option<usize>| {
        let text = column
            .and_then(|c| meta.rows[row].get(c))
            .map_or("", |cell| cell.trim());
        let named = cell(Some(columns.code)).unwrap_or_default();
        Box::new(
            Diagnostic::error(code)
                .with("value", text)
                .with("code", named)
                .at(meta.place(row, column)),
        )
    };
    // A code spelled like a missing value is a code.
    let code = meta.rows[row]
        .get(columns.code)
        .map_or("", |cell| cell.trim());
    if code.is_empty() {
        return Err(bad("measure.table.no-code", Some(columns.code)));
    }
    let kind = match cell(Some(columns.kind))
        .map(str::to_ascii_lowercase)
        .as_deref()
    {
        Some("indicator") => Type::Indicator,
        Some("aggregate") => Type::Aggregate,
        Some("denominator") => Type::Denominator,
        Some("group") => Type::Group,
        Some("target" | "other") => Type::Aside,
        _ => return Err(bad("measure.table.type", Some(columns.kind))),
    };
    let in_index = matches!(kind, Type::Indicator | Type::Aggregate);
    let level = cell(Some(columns.level)).map(whole_number);
    if in_index && !matches!(level, Some(Some(1..))) {
        return Err(bad("measure.table.level", Some(columns.level)));
    }
    let direction = match cell(columns.direction).map(|text| text.parse::<f64>()) {
        None => Direction::Up,
        Some(Ok(1.0)) => Direction::Up,
        Some(Ok(-1.0)) => Direction::Down,
        Some(_) => return Err(bad("measure.table.direction", columns.direction)),
    };
    let weight = match cell(columns.weight).map(str::parse) {
        None => None,
        Some(Ok(weight)) if check_weight(Some(weight)).is_none() => Some(weight),
        Some(_) => return Err(bad("measure.table.weight", columns.weight)),
    };
    let number = |column: Option<usize>| match cell(column).map(str::parse::<f64>) {
        None => Ok(None),
        Some(Ok(number)) if number.is_finite() => Ok(Some(number)),
        Some(_) => Err(bad("measure.table.meta-number", column)),
    };
    let goalposts = number(columns.low)?
        .zip(number(columns.high)?)
        .map(|(low, high)| Goalposts { low, high });
    if goalposts.is_some_and(|posts| !crate::normalise::goalposts::are_sound(&posts)) {
        return Err(bad("measure.table.goalposts", columns.low));
    }
    let owned = |column: Option<usize>| cell(column).map(str::to_owned);
    Ok(MetaRow {
        row,
        code: code.to_owned(),
        label: label(code, columns.names.map(cell)),
        unit: owned(columns.unit),
        kind,
        level: level.flatten(),
        parent: owned(Some(columns.parent)),
        weight,
        direction,
        target: number(columns.target)?,
        denominator: owned(columns.denominator),
        goalposts,
    })
}

/// The name in both languages; where there is none, the code.
fn label(code: &str, [any, zh, en]: [Option<&str>; 3]) -> Text {
    let any = any.or(zh).or(en).unwrap_or(code);
    Text::new(zh.unwrap_or(any), en.unwrap_or(any))
}

/// `2` and `2.0`, as spreadsheets write it.
fn whole_number(text: &str) -> Option<u32> {
    let number: f64 = text.parse().ok()?;
    (number.fract() == 0.0 && (0.0..1000.0).contains(&number)).then_some(number as u32)
}
