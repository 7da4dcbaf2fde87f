//! The figures: units, and columns of numbers with NaN for what is missing.

use julin_formula::Need;
use julin_model::{StatementId, Text};
use std::collections::BTreeMap;

/// What is evaluated: a park, a country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub label: Text,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ColumnKind {
    /// A field, for formulas.
    Field,
    /// A field's value of the year before, for `prior(…)`.
    Prior,
    /// A ready indicator, by the indicator's code.
    Indicator,
}

impl ColumnKind {
    /// Where the value a formula needs is looked up.
    pub fn of(need: &Need) -> Self {
        if need.prior() {
            Self::Prior
        } else {
            Self::Field
        }
    }
}

/// One column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Column {
    /// Name of the field, for explanations.
    pub label: Text,
    /// Unit of the values, for explanations.
    pub unit: Option<String>,
    /// One value per unit; NaN is missing, infinite values count as missing.
    pub values: Vec<f64>,
    /// The statements behind each value; empty when not known.
    pub statements: Vec<Vec<StatementId>>,
}

impl Column {
    /// A column of values.
    pub fn new(values: Vec<f64>) -> Self {
        Self {
            values,
            ..Self::default()
        }
    }

    /// Adds name and unit.
    #[must_use]
    pub fn labelled(mut self, label: Text, unit: Option<String>) -> Self {
        self.label = label;
        self.unit = unit;
        self
    }

    /// Adds the statements behind each value.
    #[must_use]
    pub fn resting_on(mut self, statements: Vec<Vec<StatementId>>) -> Self {
        self.statements = statements;
        self
    }

    /// The statements behind one value.
    pub fn statements_of(&self, unit: usize) -> &[StatementId] {
        self.statements.get(unit).map_or(&[], Vec::as_slice)
    }
}

/// Why a column does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("column `{name}` has {found} values for {units} units")]
pub struct MatrixError {
    /// The column.
    pub name: String,
    /// Its values (or lists of statements).
    pub found: usize,
    /// The units there are.
    pub units: usize,
}

impl MatrixError {
    /// The message.
    pub fn diagnostic(&self) -> julin_model::Diagnostic {
        julin_model::Diagnostic::error("measure.column-length")
            .with("column", &self.name)
            .with("found", self.found)
            .with("units", self.units)
    }
}

/// Units and their columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matrix {
    units: Vec<Unit>,
    columns: BTreeMap<ColumnKind, BTreeMap<String, Column>>,
    classes: BTreeMap<String, Vec<Option<String>>>,
}

impl Matrix {
    /// Units without figures yet.
    pub fn new(units: Vec<Unit>) -> Self {
        Self {
            units,
            columns: BTreeMap::new(),
            classes: BTreeMap::new(),
        }
    }

    /// The units, in order.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// Adds a column; one of the same kind and name is replaced.
    pub fn insert(
        &mut self,
        kind: ColumnKind,
        name: impl Into<String>,
        column: Column,
    ) -> Result<(), MatrixError> {
        let (name, units) = (name.into(), self.units.len());
        let lengths = [
            Some(column.values.len()),
            Some(column.statements.len()).filter(|n| *n > 0),
        ];
        if let Some(found) = lengths.into_iter().flatten().find(|n| *n != units) {
            return Err(MatrixError { name, found, units });
        }
        self.columns.entry(kind).or_default().insert(name, column);
        Ok(())
    }

    /// Adds a classification of the units (by size, by region); one of the same name is
    /// replaced.
    pub fn insert_classes(
        &mut self,
        name: impl Into<String>,
        classes: Vec<Option<String>>,
    ) -> Result<(), MatrixError> {
        let (name, units, found) = (name.into(), self.units.len(), classes.len());
        if found != units {
            return Err(MatrixError { name, found, units });
        }
        self.classes.insert(name, classes);
        Ok(())
    }

    /// The same figures without what they rest on: quick to copy and change.
    #[must_use]
    pub fn figures(&self) -> Self {
        let bare =
            |(name, column): (&String, &Column)| (name.clone(), Column::new(column.values.clone()));
        let kinds = self.columns.iter();
        Self {
            units: self.units.clone(),
            columns: kinds
                .map(|(kind, columns)| (*kind, columns.iter().map(bare).collect()))
                .collect(),
            classes: self.classes.clone(),
        }
    }

    /// The names of the classifications, in order.
    pub fn classifications(&self) -> impl Iterator<Item = &str> {
        self.classes.keys().map(String::as_str)
    }

    /// The class of each unit under a classification.
    pub fn classes(&self, name: &str) -> Option<&[Option<String>]> {
        self.classes.get(name).map(Vec::as_slice)
    }

    /// The same figures for other units: nothing for those not met here.
    pub(crate) fn of_units(&self, units: &[Unit]) -> Self {
        let rows: BTreeMap<&str, usize> = self
            .units
            .iter()
            .enumerate()
            .map(|(row, unit)| (unit.id.as_str(), row))
            .collect();
        let from: Vec<Option<usize>> = units
            .iter()
            .map(|unit| rows.get(unit.id.as_str()).copied())
            .collect();
        let column = |column: &Column| {
            let statements = |row: &Option<usize>| {
                row.map_or_else(Vec::new, |row| column.statements_of(row).to_vec())
            };
            Column {
                values: from
                    .iter()
                    .map(|row| row.map_or(f64::NAN, |r| column.values[r]))
                    .collect(),
                statements: match column.statements.is_empty() {
                    true => Vec::new(),
                    false => from.iter().map(statements).collect(),
                },
                ..column.clone()
            }
        };
        let columns = self.columns.iter().map(|(kind, named)| {
            let named = named.iter().map(|(name, one)| (name.clone(), column(one)));
            (*kind, named.collect())
        });
        let class = |known: &Vec<Option<String>>, row: &Option<usize>| known[(*row)?].clone();
        let classes = self.classes.iter().map(|(name, known)| {
            let classes = from.iter().map(|row| class(known, row)).collect();
            (name.clone(), classes)
        });
        Self {
            columns: columns.collect(),
            classes: classes.collect(),
            units: units.to_vec(),
        }
    }

    /// A column, to be changed.
    pub fn get_mut(&mut self, kind: ColumnKind, name: &str) -> Option<&mut Column> {
        self.columns.get_mut(&kind)?.get_mut(name)
    }

    /// A column.
    pub fn get(&self, kind: ColumnKind, name: &str) -> Option<&Column> {
        self.columns.get(&kind)?.get(name)
    }

    /// All columns of a kind, in order of name.
    pub fn of_kind(&self, kind: ColumnKind) -> impl Iterator<Item = (&str, &Column)> {
        self.columns
            .get(&kind)
            .into_iter()
            .flatten()
            .map(|(name, column)| (name.as_str(), column))
    }
}
