//! Rules as one SQL query over one wide table, with the same three-valued meaning: for
//! data that lies in a warehouse already.
//!
//! The table has one row per thing and the columns [`inputs`] lists; the query yields one
//! row per thing and rule. [`dialect`] knows how databases differ; [`layers`] keeps
//! values that are used more than once as columns, so that nothing is written out
//! twice; [`arithmetic`], [`expression`] and [`points`] turn formulas into SQL,
//! [`answers`] trees of tests, [`outcome`] the tree of conditions, and [`amount`] what a yes
//! is worth.
//!
//! Must not know: connections, files.

mod amount;
mod answers;
mod arithmetic;
pub mod dialect;
mod expression;
mod inputs;
mod layers;
mod outcome;
mod points;

pub use dialect::Dialect;
pub use inputs::{Input, InputKind, inputs};

use crate::rule::Rule;
use chrono::NaiveDate;
use julin_model::Diagnostic;
use std::fmt::Write as _;

/// What is to be written.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// For which database.
    pub dialect: Dialect,
    /// The day asked about.
    pub as_of: NaiveDate,
    /// The table; dots part schema and table.
    pub table: &'a str,
}

/// A query.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Statements to be run before it in the same session, without semicolons.
    pub before: Vec<String>,
    /// Its text, without a semicolon at the end; empty when no rule is in it.
    pub text: String,
    /// The rules in it.
    pub rules: Vec<String>,
    /// Why rules were left out.
    pub left_out: Vec<Diagnostic>,
}

/// What a dialect cannot say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unsayable {
    /// Code of the message.
    pub code: &'static str,
    /// What it is about.
    pub what: String,
}

type Said<T> = Result<T, Unsayable>;

impl Unsayable {
    fn new(code: &'static str, what: impl Into<String>) -> Self {
        let what: String = what.into();
        Self {
            code,
            what: what.chars().take(80).collect(),
        }
    }
}

/// Writes rules as one query. A rule that the dialect cannot say is left out and told.
pub fn query<'r>(rules: impl IntoIterator<Item = &'r Rule>, wanted: &Wanted<'_>) -> Query {
    let mut query = Query {
        before: wanted.dialect.before(),
        text: String::new(),
        rules: Vec::new(),
        left_out: Vec::new(),
    };
    let (mut tables, mut selects) = (Vec::new(), Vec::new());
    for rule in rules {
        match outcome::rule(rule, wanted, tables.len()) {
            Ok(written) => {
                tables.push(written.tables);
                selects.push(written.select);
                query.rules.push(rule.id.clone());
            }
            Err((clause, reason)) => query.left_out.push(
                Diagnostic::warning(reason.code)
                    .with("rule", &rule.id)
                    .with("clause", clause)
                    .with("dialect", wanted.dialect.code())
                    .with("what", reason.what),
            ),
        }
    }
    if !selects.is_empty() {
        let _ = write!(
            query.text,
            "WITH\n{}\n{}",
            tables.concat().join(",\n"),
            selects.join("\nUNION ALL\n")
        );
    }
    query
}

/// Many texts joined by an operator, in brackets of a few so that no bracket is deep.
fn joined(operator: &str, texts: &[String]) -> String {
    const FEW: usize = 40;
    if texts.len() <= FEW {
        return texts.join(&format!(" {operator} "));
    }
    let groups = texts
        .chunks(FEW)
        .map(|some| format!("({})", some.join(&format!(" {operator} "))));
    joined(operator, &groups.collect::<Vec<_>>())
}
