//! The columns that tests are about, each once for all rules that share it, and the
//! table filled from facts.
//!
//! A column is a field, or a value computed by the expression of a rule on one day.
//!
//! Must not know: trees, verdicts.

use crate::dictionary::FieldKind;
use crate::facts::{Fact, Facts};
use crate::names::Names;
use crate::situation::{Side, Situation};
use crate::table::{Column, Dictionary, Table, UNKNOWN};
use crate::test::ColumnId;
use chrono::{Datelike, NaiveDate};
use julin_formula::{Formula, Need};
use julin_model::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// Numbers in base units, or days since 1970-01-01.
    Number,
    /// Words.
    Word,
    /// Sets of words.
    Set,
    /// Flags.
    Flag,
}

/// Where a column's values come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// A field.
    Field(Need, FieldKind),
    /// An expression of a rule, at one end of the scores it may read.
    Computed(Arc<Names>, Box<Formula>, Side),
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnDefinition {
    /// What tells it apart from every other: the field, or the expression with all it
    /// stands for written out.
    pub key: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Where its values come from.
    pub source: Source,
}

impl ColumnDefinition {
    /// The column for one thing.
    pub fn single(&self, facts: &dyn Facts, as_of: NaiveDate) -> Column {
        let fact = match &self.source {
            Source::Field(need, kind) => Fact::of(facts, need, kind),
            Source::Computed(names, formula, side) => {
                let situation = Situation::new(names, facts, as_of);
                computed(&situation, formula, *side, self.kind)
            }
        };
        let mut column = blank(self.kind);
        append(&mut column, fact);
        column
    }
}

/// Columns, each once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Columns {
    definitions: Vec<ColumnDefinition>,
    by_key: HashMap<String, ColumnId>,
}

impl Columns {
    /// No columns yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The columns, in order.
    pub fn definitions(&self) -> &[ColumnDefinition] {
        &self.definitions
    }

    /// The column of a field.
    pub fn field(&mut self, need: &Need, kind: &FieldKind) -> ColumnId {
        let holds = match kind {
            FieldKind::Number { .. } | FieldKind::Date => ColumnKind::Number,
            FieldKind::Word => ColumnKind::Word,
            FieldKind::Set => ColumnKind::Set,
            FieldKind::Flag => ColumnKind::Flag,
        };
        let source = || Source::Field(need.clone(), kind.clone());
        self.place(need.to_string(), holds, source)
    }

    /// The column of an expression.
    pub(crate) fn place(
        &mut self,
        key: String,
        kind: ColumnKind,
        source: impl FnOnce() -> Source,
    ) -> ColumnId {
        if let Some(id) = self.by_key.get(&key) {
            return *id;
        }
        let id = self.definitions.len();
        self.by_key.insert(key.clone(), id);
        self.definitions.push(ColumnDefinition {
            key,
            kind,
            source: source(),
        });
        id
    }

    /// The table of these columns, one row for each source of facts.
    pub fn table<'a>(
        &self,
        rows: impl IntoIterator<Item = &'a dyn Facts>,
        as_of: NaiveDate,
    ) -> Table {
        let mut table = Table {
            rows: 0,
            columns: self.definitions.iter().map(|own| blank(own.kind)).collect(),
        };
        for facts in rows {
            self.push(&mut table, facts, as_of);
        }
        table
    }

    /// Adds a row to a table of these columns.
    pub fn push(&self, table: &mut Table, facts: &dyn Facts, as_of: NaiveDate) {
        // Derived values and scores of one rule are computed once for all its columns.
        let mut situations: HashMap<*const Names, Situation<'_>> = HashMap::new();
        for (definition, column) in self.definitions.iter().zip(&mut table.columns) {
            let fact = match &definition.source {
                Source::Field(need, kind) => Fact::of(facts, need, kind),
                Source::Computed(names, formula, side) => {
                    let situation = situations
                        .entry(Arc::as_ptr(names))
                        .or_insert_with(|| Situation::new(names, facts, as_of));
                    computed(situation, formula, *side, definition.kind)
                }
            };
            append(column, fact);
        }
        table.rows += 1;
    }
}

/// The facts in a row of a table of columns, as far as they are fields.
pub struct RowFacts<'a> {
    /// The columns.
    pub columns: &'a Columns,
    /// The table of them.
    pub table: &'a Table,
    /// The row.
    pub row: usize,
}

impl RowFacts<'_> {
    fn fact(&self, need: &Need) -> Option<Fact> {
        let place = *self.columns.by_key.get(&need.to_string())?;
        let Source::Field(_, kind) = &self.columns.definitions[place].source else {
            return None;
        };
        match self.table.columns.get(place)? {
            Column::Numbers(values) => {
                let value = values.get(self.row).filter(|value| !value.is_nan())?;
                match kind {
                    FieldKind::Date => day(*value).map(Fact::Day),
                    _ => Some(Fact::Number(*value)),
                }
            }
            Column::Flags(values) => match values.get(self.row)? {
                0 => Some(Fact::Flag(false)),
                1 => Some(Fact::Flag(true)),
                _ => None,
            },
            Column::Words { codes, words } => {
                let word = words.word(*codes.get(self.row)?)?;
                Some(Fact::Word(word.to_owned()))
            }
            Column::Sets {
                starts,
                items,
                known,
                words,
            } => {
                known.get(self.row).filter(|known| **known)?;
                let (start, end) = (*starts.get(self.row)?, *starts.get(self.row + 1)?);
                let own = items.get(start as usize..end as usize)?;
                let named = own.iter().filter_map(|code| words.word(*code));
                Some(Fact::Set(named.map(str::to_owned).collect()))
            }
        }
    }
}

impl Facts for RowFacts<'_> {
    fn value(&self, need: &Need) -> Option<Value> {
        self.fact(need)?.value()
    }

    fn set(&self, need: &Need) -> Option<Vec<String>> {
        match self.fact(need)? {
            Fact::Set(members) => Some(members),
            _ => None,
        }
    }
}

/// A column without rows.
fn blank(kind: ColumnKind) -> Column {
    match kind {
        ColumnKind::Number => Column::Numbers(Vec::new()),
        ColumnKind::Flag => Column::Flags(Vec::new()),
        ColumnKind::Word => Column::Words {
            codes: Vec::new(),
            words: Dictionary::default(),
        },
        ColumnKind::Set => Column::Sets {
            starts: vec![0],
            items: Vec::new(),
            known: Vec::new(),
            words: Dictionary::default(),
        },
    }
}

/// The value of an expression as the column wants it.
fn computed(
    situation: &Situation<'_>,
    formula: &Formula,
    side: Side,
    kind: ColumnKind,
) -> Option<Fact> {
    if kind == ColumnKind::Flag {
        return situation.flag(formula, side).map(Fact::Flag);
    }
    match situation.evaluate(formula, side)? {
        Value::Number(number) => Some(Fact::Number(number)),
        Value::Word(word) => Some(Fact::Word(word)),
        Value::Date(day) => Some(Fact::Day(day)),
        _ => None,
    }
}

/// Days since 1970-01-01.
pub fn days(day: NaiveDate) -> f64 {
    /// Days from 0001-01-01, which chrono counts as day 1, to 1970-01-01.
    const EPOCH: i32 = 719_163;
    f64::from(day.num_days_from_ce() - EPOCH)
}

/// The day so many days after 1970-01-01.
pub(crate) fn day(days: f64) -> Option<NaiveDate> {
    let span = chrono::TimeDelta::try_days(days as i64)?;
    NaiveDate::default().checked_add_signed(span)
}

fn append(column: &mut Column, fact: Option<Fact>) {
    match column {
        Column::Numbers(values) => values.push(match fact {
            Some(Fact::Number(number)) => number,
            Some(Fact::Day(day)) => days(day),
            _ => f64::NAN,
        }),
        Column::Flags(values) => values.push(match fact {
            Some(Fact::Flag(yes)) => u8::from(yes),
            _ => 2,
        }),
        Column::Words { codes, words } => codes.push(match fact {
            Some(Fact::Word(word)) => words.insert(&word),
            _ => UNKNOWN,
        }),
        Column::Sets {
            starts,
            items,
            known,
            words,
        } => {
            known.push(matches!(fact, Some(Fact::Set(_))));
            if let Some(Fact::Set(members)) = fact {
                items.extend(members.iter().map(|word| words.insert(word)));
            }
            starts.push(u32::try_from(items.len()).unwrap_or(u32::MAX));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::MapFacts;

    #[test]
    fn days_are_counted_from_1970() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(days(day(1970, 1, 1)), 0.0);
        assert_eq!(days(day(2026, 4, 1)), 20_544.0);
        assert_eq!(days(day(1969, 12, 31)), -1.0);
    }

    #[test]
    fn a_row_gives_back_the_facts_it_was_made_of() {
        let needs = ["a", "b", "c", "d", "e", "f"].map(Need::now);
        let date = NaiveDate::from_ymd_opt(1955, 2, 28).unwrap();
        let number = FieldKind::Number { unit: None };
        let told = [
            (number.clone(), Some(Fact::Number(-0.1))),
            (FieldKind::Word, Some(Fact::Word("C39".into()))),
            (FieldKind::Set, Some(Fact::Set(Vec::new()))),
            (FieldKind::Flag, Some(Fact::Flag(false))),
            (FieldKind::Date, Some(Fact::Day(date))),
            (FieldKind::Set, None),
        ];
        let (mut columns, mut facts) = (Columns::new(), MapFacts::new());
        for (need, (kind, fact)) in needs.iter().zip(&told) {
            columns.field(need, kind);
            if let Some(fact) = fact {
                facts.set_fact(need.clone(), fact.clone());
            }
        }
        let nothing = MapFacts::new();
        let table = columns.table([&nothing as &dyn Facts, &facts], date);
        for (row, facts) in [&nothing, &facts].into_iter().enumerate() {
            let own = RowFacts {
                columns: &columns,
                table: &table,
                row,
            };
            for (need, (kind, _)) in needs.iter().zip(&told) {
                assert_eq!(Fact::of(&own, need, kind), Fact::of(facts, need, kind));
            }
        }
    }
}
