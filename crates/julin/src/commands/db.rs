//! `julin db …`: look after the database.

use super::text;
use crate::args::Common;
use crate::args::db::DbCommand;
use crate::context;
use crate::exit;
use crate::output::{Align, Bar, Output, Sheet};
use julin_app::admin;
use serde_json::{Value, json};
use std::process::ExitCode;

/// Runs one of them.
pub fn run(common: &Common, output: &Output, command: &DbCommand) -> anyhow::Result<ExitCode> {
    let db = context::db(common);
    match command {
        DbCommand::Migrate => {
            let done = admin::migrate(&db)?;
            pairs(output, &json!({ "from": done.from, "to": done.to }))
        }
        DbCommand::Backup(args) => {
            let done = admin::backup(&db, &args.to)?;
            pairs(
                output,
                &json!({ "file": args.to, "rows": done.rows, "digest": done.digest }),
            )
        }
        DbCommand::Restore(args) => {
            let done = admin::restore(&args.from, &db)?;
            pairs(
                output,
                &json!({ "database": db, "rows": done.rows, "digest": done.digest }),
            )
        }
        DbCommand::Copy(args) => {
            let bar = Bar::rows(output);
            let done = admin::copy(&db, &args.to, &mut |rows| bar.set(rows, 0));
            bar.finish();
            let done = done?;
            pairs(output, &json!({ "rows": done.rows, "digest": done.digest }))
        }
        DbCommand::Verify => verify(output, &db),
    }
}

fn verify(output: &Output, db: &str) -> anyhow::Result<ExitCode> {
    let found = admin::verify(db)?;
    let dangling: Vec<_> = found
        .dangling
        .iter()
        .map(|d| format!("{} → {}: {}", d.table, d.missing, d.rows))
        .collect();
    let sound = found.is_sound();
    let mut answer = json!({
        "sound": sound,
        "state_digest": found.state_digest,
        "full_digest": found.full_digest,
        "integrity": found.integrity,
        "dangling": dangling,
    });
    if let Value::Object(map) = &mut answer {
        map.insert("rows".to_owned(), json!(found.counts));
    }
    pairs(output, &answer)?;
    Ok(if sound {
        ExitCode::SUCCESS
    } else {
        exit::findings()
    })
}

/// Prints an object as name and value.
fn pairs(output: &Output, answer: &Value) -> anyhow::Result<ExitCode> {
    output.print(answer, || {
        let mut sheet = Sheet::new([
            (text(output, "cli.heading.name"), Align::Left),
            (text(output, "cli.heading.value"), Align::Left),
        ]);
        for (name, value) in answer.as_object().into_iter().flatten() {
            sheet.row([text(output, &format!("cli.db.{name}")), shown(value)]);
        }
        sheet
    })?;
    Ok(ExitCode::SUCCESS)
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join("\n"),
        Value::Object(map) => map
            .iter()
            .map(|(k, v)| format!("{k} {}", shown(v)))
            .collect::<Vec<_>>()
            .join("\n"),
        other => other.to_string(),
    }
}
