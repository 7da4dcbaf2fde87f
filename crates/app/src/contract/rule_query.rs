//! Rules as a query for a warehouse.

use chrono::NaiveDate;
use julin_model::Diagnostic;
use serde::{Deserialize, Serialize};

/// A query and what it reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleQuery {
    /// The day asked about.
    pub as_of: NaiveDate,
    /// The dialect.
    pub dialect: String,
    /// The table it reads, one row per entity, with a column `entity_id`.
    pub table: String,
    /// The other columns it reads.
    pub columns: Vec<RuleQueryColumn>,
    /// The rules in it.
    pub rules: Vec<String>,
    /// Statements to be run before it in the same session.
    pub before: Vec<String>,
    /// Its text; empty when no rule is in it.
    pub sql: String,
    /// Rules the dialect cannot say, and why.
    pub left_out: Vec<Diagnostic>,
}

/// A column of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleQueryColumn {
    /// Its name.
    pub name: String,
    /// `number`, `word`, `set`, `flag` or `date`.
    pub kind: String,
    /// Unit of its numbers.
    pub unit: Option<String>,
}
