//! The columns of the table a query reads: one for each field and year.
//!
//! Must not know: formulas.

use super::Said;
use super::dialect::Dialect;
use super::layers::{Kind, Layers, Term};
use crate::dictionary::{FieldKind, Scale};
use crate::names::{FieldInfo, Meaning};
use crate::rule::Rule;
use julin_formula::Need;
use std::collections::BTreeMap;

/// What a column of the table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InputKind {
    /// Numbers in the unit of the field.
    Number,
    /// Words.
    Word,
    /// Sets of words; an empty one is known to be empty.
    Set,
    /// Flags.
    Flag,
    /// Days.
    Date,
}

/// A column of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Its name: the field, `prior_<n>_<field>` for the value of `n` years before.
    pub column: String,
    /// The field and year.
    pub need: Need,
    /// What it holds.
    pub kind: InputKind,
    /// Unit of its numbers.
    pub unit: Option<String>,
}

/// The columns rules read, by name.
pub fn inputs<'r>(rules: impl IntoIterator<Item = &'r Rule>) -> Vec<Input> {
    let mut found: BTreeMap<String, Input> = BTreeMap::new();
    for rule in rules {
        let formulas = rule.clauses.iter().map(|clause| &clause.formula);
        let formulas = formulas.chain(&rule.benefit);
        for need in formulas.flat_map(|formula| rule.names.fields_of(formula)) {
            let Meaning::Field(field) = rule.names.meaning(&need.field) else {
                continue;
            };
            let column = column(&need);
            let input = Input {
                column: column.clone(),
                kind: match field.kind {
                    FieldKind::Number { .. } => InputKind::Number,
                    FieldKind::Word => InputKind::Word,
                    FieldKind::Set => InputKind::Set,
                    FieldKind::Flag => InputKind::Flag,
                    FieldKind::Date => InputKind::Date,
                },
                unit: field.scale.as_ref().map(|scale| scale.unit.clone()),
                need,
            };
            found.entry(column).or_insert(input);
        }
    }
    found.into_values().collect()
}

fn column(need: &Need) -> String {
    match need.years {
        0 => need.field.clone(),
        years => format!("prior_{years}_{}", need.field),
    }
}

/// The value of a field in base units.
pub(super) fn field(
    layers: &mut Layers,
    dialect: Dialect,
    need: &Need,
    field: &FieldInfo,
) -> Said<Term> {
    let name = dialect.name(&column(need))?;
    let (kind, text) = match field.kind {
        FieldKind::Number { .. } => (Kind::Number, number(dialect, &name, field.scale.as_ref())),
        FieldKind::Word => (Kind::Word, dialect.as_word(&name)),
        FieldKind::Set => (Kind::Set, dialect.as_set(&name)),
        FieldKind::Flag => (Kind::Flag, format!("CAST({name} AS BOOLEAN)")),
        FieldKind::Date => (Kind::Day, dialect.as_day(&name)),
    };
    Ok(layers.input(kind, text))
}

/// A number in base units, by the same rounding as [`Scale::to_base`].
fn number(dialect: Dialect, name: &str, scale: Option<&Scale>) -> String {
    let own = dialect.as_number(name);
    let power = scale.map_or(Some(0), Scale::power);
    if power == Some(0) {
        let most = dialect.number(f64::MAX);
        return format!("CASE WHEN ABS({own}) <= {most} THEN {own} END");
    }
    let factor = scale.map_or(1.0, Scale::factor);
    let based = match power {
        Some(power) => dialect.moved(&own, power),
        None => format!("{own} * {}", dialect.number(factor)),
    };
    let most = dialect.number(f64::MAX / factor.max(1.0));
    let near = if factor < 1.0 {
        near_zero(dialect, &own, factor)
    } else {
        String::new()
    };
    format!("CASE {near}WHEN ABS({own}) <= {most} THEN {based} END")
}

/// What becomes of numbers so small that the unit makes zero of them, or nearly so.
fn near_zero(dialect: Dialect, own: &str, factor: f64) -> String {
    let number = |number| dialect.number(number);
    let (nothing, little) = (1e-322 / factor, 1e-290);
    format!(
        "WHEN ABS({own}) < {} THEN {} WHEN ABS({own}) < {} THEN {own} * {} ",
        number(nothing),
        number(0.0),
        number(little),
        number(factor)
    )
}
