//! `julin criteria sql`: rules as one query for a warehouse.

use super::sheet;
use crate::args::Format;
use crate::args::criteria::SqlArgs;
use crate::output::{Output, complain};
use julin_app::contract::RuleQuery;
use julin_app::{App, Call, criteria};
use std::fmt::Write as _;

/// Prints the query, with the columns it reads as comments above it.
pub fn sql(
    app: &App,
    call: &Call,
    output: &Output,
    (args, rules): (&SqlArgs, Vec<String>),
) -> anyhow::Result<()> {
    let input = criteria::SqlInput {
        rules,
        dialect: args.dialect.clone(),
        as_of: args.day.as_of.clone(),
        table: args.table.clone(),
    };
    let view = criteria::sql(app, call, &input)?;
    for found in &view.left_out {
        complain(output, found);
    }
    match output.format {
        Format::Json => output.print(&view, || sheet(output, &[])),
        _ => output.write(text(&view).as_bytes()),
    }
}

fn text(view: &RuleQuery) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "-- {} · {}", view.dialect, view.as_of);
    let _ = writeln!(text, "-- {}: entity_id", comment(&view.table));
    for column in &view.columns {
        let unit = column.unit.as_deref().unwrap_or_default();
        let line = format!("{} {} {unit}", column.name, column.kind);
        let _ = writeln!(text, "--   {}", comment(line.trim_end()));
    }
    if !view.sql.is_empty() {
        for statement in &view.before {
            let _ = writeln!(text, "{statement};");
        }
        let _ = writeln!(text, "{};", view.sql);
    }
    text
}

/// A text that stays on the line of a comment.
fn comment(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(plain).collect()
}
