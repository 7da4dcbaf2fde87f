//! Values of one rule as columns of layers: each layer reads the one below, so that a
//! value used more than once is written once.
//!
//! Must not know: what the values mean.

use super::{Said, Unsayable, Wanted};
use std::collections::{BTreeSet, HashMap};

/// The most layers of a rule.
const MAX_LAYERS: usize = 250;
/// The most columns of a layer: PostgreSQL takes 1,664.
const MAX_COLUMNS: usize = 1200;
/// The longest text that is written in place.
const MAX_IN_PLACE: usize = 300;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A number in base units.
    Number,
    /// Yes or no.
    Flag,
    /// A word.
    Word,
    /// A day.
    Day,
    /// A set.
    Set,
    /// Unknown, always.
    Null,
}

/// A value as SQL.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Its text; fit to stand anywhere an operand may.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// Columns it reads.
    reads: BTreeSet<usize>,
    /// A column or a literal.
    simple: bool,
    /// The number it is, if it is one.
    pub number: Option<f64>,
}

impl Term {
    /// A literal.
    pub fn literal(kind: Kind, text: String) -> Self {
        Self {
            text,
            kind,
            reads: BTreeSet::new(),
            simple: true,
            number: None,
        }
    }

    /// A text that reads other terms.
    pub fn of<'t>(kind: Kind, text: String, terms: impl IntoIterator<Item = &'t Self>) -> Self {
        let reads = terms.into_iter().flat_map(|term| &term.reads).copied();
        Self {
            text,
            kind,
            reads: reads.collect(),
            simple: false,
            number: None,
        }
    }
}

#[derive(Debug)]
struct Column {
    text: String,
    layer: usize,
    reads: BTreeSet<usize>,
}

/// The columns of a rule.
#[derive(Debug, Default)]
pub struct Layers {
    columns: Vec<Column>,
    by_text: HashMap<String, usize>,
}

fn name(column: usize) -> String {
    format!("c{column}")
}

impl Layers {
    /// A column of the lowest layer, which reads the table.
    pub fn input(&mut self, kind: Kind, text: String) -> Term {
        self.place(kind, text, BTreeSet::new(), 0)
    }

    /// The term as a column, unless it is one or a literal.
    pub fn column(&mut self, term: &Term) -> Term {
        if term.simple {
            return term.clone();
        }
        let below = term.reads.iter().map(|read| self.columns[*read].layer);
        let layer = below.max().map_or(1, |layer| layer + 1);
        self.place(term.kind, term.text.clone(), term.reads.clone(), layer)
    }

    /// The term as a column if it is long.
    pub fn short(&mut self, term: Term) -> Term {
        if term.text.len() > MAX_IN_PLACE {
            self.column(&term)
        } else {
            term
        }
    }

    fn place(&mut self, kind: Kind, text: String, reads: BTreeSet<usize>, layer: usize) -> Term {
        let id = *self.by_text.entry(text).or_insert_with_key(|text| {
            let text = text.clone();
            self.columns.push(Column { text, layer, reads });
            self.columns.len() - 1
        });
        Term {
            text: name(id),
            kind,
            reads: BTreeSet::from([id]),
            simple: true,
            number: None,
        }
    }

    /// The layers as named tables, and the name of the uppermost, which has what the
    /// terms read.
    pub fn tables(
        &self,
        wanted: &Wanted<'_>,
        rule: usize,
        terms: &[&Term],
    ) -> Said<(Vec<String>, String)> {
        let top = self.columns.iter().map(|column| column.layer).max();
        let top = top.unwrap_or(0);
        if top > MAX_LAYERS {
            return Err(Unsayable::new("criteria.sql.too-large", top.to_string()));
        }
        let last = self.last_used(terms, top);
        let (dialect, mut tables) = (wanted.dialect, Vec::new());
        let entity = dialect.name("entity_id")?;
        let mut from = dialect.table(wanted.table)?;
        for layer in 0..=top {
            let mut items = vec![entity.clone()];
            for (id, column) in self.columns.iter().enumerate() {
                if last[id].is_none_or(|last| last <= layer) || column.layer > layer {
                    continue;
                }
                items.push(if column.layer == layer {
                    format!("{} AS {}", column.text, name(id))
                } else {
                    name(id)
                });
            }
            if items.len() > MAX_COLUMNS {
                return Err(Unsayable::new(
                    "criteria.sql.too-large",
                    items.len().to_string(),
                ));
            }
            let own = format!("r{rule}_{layer}");
            let list = items.join(",\n    ");
            let kept = dialect.kept();
            tables.push(format!("{own} {kept} (\n  SELECT {list}\n  FROM {from}\n)"));
            from = own;
        }
        Ok((tables, from))
    }

    /// The layer that reads a column last; one above the top for what the terms read.
    fn last_used(&self, terms: &[&Term], top: usize) -> Vec<Option<usize>> {
        let mut last: Vec<Option<usize>> = vec![None; self.columns.len()];
        for read in terms.iter().flat_map(|term| &term.reads) {
            last[*read] = Some(top + 1);
        }
        // A column stands after those it reads.
        for (id, column) in self.columns.iter().enumerate().rev() {
            if last[id].is_some() {
                for read in &column.reads {
                    last[*read] = last[*read].max(Some(column.layer));
                }
            }
        }
        last
    }
}
