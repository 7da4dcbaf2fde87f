//! Rules as one query for a warehouse.

use super::rule_files::asked;
use super::rules::day;
use crate::call::{Answer, App, Call};
use crate::contract::{RuleQuery, RuleQueryColumn};
use crate::error::AppError;
use julin_criteria::Rule;
use julin_criteria::sql::{Dialect, InputKind, Wanted, inputs, query};
use julin_model::Diagnostic;

/// Which rules, for which database, as of when.
#[derive(Debug, Clone, Default)]
pub struct SqlInput {
    /// Packs or rules, by identifier; all when empty.
    pub rules: Vec<String>,
    /// `postgres`, `spark`, `duckdb` or `ansi`.
    pub dialect: String,
    /// `2026` or `2026-04-01`; today when not given.
    pub as_of: Option<String>,
    /// The table; dots part schema and table.
    pub table: String,
}

/// The query for the rules in force on that day. Rules the dialect cannot say are left
/// out and told.
pub fn sql(app: &App, _call: &Call, input: &SqlInput) -> Answer<RuleQuery> {
    let as_of = day(app, input.as_of.as_deref())?;
    let known = Dialect::ALL;
    let dialect = known.into_iter().find(|one| one.code() == input.dialect);
    let Some(dialect) = dialect else {
        let words = known.map(Dialect::code).join(", ");
        let unknown = Diagnostic::error("app.criteria-dialect").with("word", &input.dialect);
        return Err(AppError::invalid(unknown.with("known", words)));
    };
    let rules = asked(app, &input.rules)?;
    let rules = rules.into_iter().filter(|rule| rule.in_force(as_of));
    let rules: Vec<&Rule> = rules.collect();
    let wanted = Wanted {
        dialect,
        as_of,
        table: &input.table,
    };
    let written = query(rules.iter().copied(), &wanted);
    let kept = rules.iter().filter(|rule| written.rules.contains(&rule.id));
    let columns = inputs(kept.copied()).into_iter();
    let columns = columns.map(|input| RuleQueryColumn {
        name: input.column,
        kind: match input.kind {
            InputKind::Number => "number",
            InputKind::Word => "word",
            InputKind::Set => "set",
            InputKind::Flag => "flag",
            InputKind::Date => "date",
        }
        .to_owned(),
        unit: input.unit,
    });
    Ok(RuleQuery {
        as_of,
        dialect: dialect.code().to_owned(),
        table: input.table.clone(),
        columns: columns.collect(),
        rules: written.rules,
        before: written.before,
        sql: written.text,
        left_out: written.left_out,
    })
}
