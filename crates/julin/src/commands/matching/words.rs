//! Matches in words.

use super::super::text;
use super::super::value::measured;
use crate::output::{Output, complain, note};
use julin_app::contract::{MatchView, MustView, Pairs, ReadView};
use julin_locale::catalogue;
use julin_model::{Severity, Value};
use std::collections::BTreeMap;

/// Tells what could not be read of the files.
pub fn told(output: &Output, view: &Pairs) {
    for found in &view.findings {
        match found.severity {
            Severity::Note => note(output, found),
            _ => complain(output, found),
        }
    }
}

/// A chance with the range it lies in.
pub fn chance(output: &Output, own: &MatchView) -> String {
    let percent = |share: f64| format!("{:.0}", share * 100.0);
    let args = [
        ("chance", percent(own.chance)),
        ("from", percent(own.chance_from)),
        ("to", percent(own.chance_to)),
    ];
    filled(output, "cli.match.chance", args)
}

/// A must that fails or cannot be told, with what was compared.
pub fn must(output: &Output, own: &MustView) -> String {
    let reads: Vec<String> = own.reads.iter().map(|read| side(output, read)).collect();
    let args = [
        ("title", own.title.get(output.lang).to_owned()),
        ("reads", reads.join(&text(output, "ui.list-comma"))),
    ];
    let key = match own.fails {
        true => "cli.match.fails",
        false => "cli.match.unknown",
    };
    filled(output, key, args)
}

fn side(output: &Output, read: &ReadView) -> String {
    let key = match read.of_need {
        true => "cli.match.needed",
        false => "cli.match.offered",
    };
    let values: Vec<String> = read
        .values
        .iter()
        .map(|own| value(output, read, own))
        .collect();
    let value = match values.is_empty() {
        true => text(output, "cli.match.nobody-knows"),
        false => values.join("; "),
    };
    filled(output, key, [("value", value)])
}

fn value(output: &Output, read: &ReadView, value: &Value) -> String {
    match value {
        Value::Flag(yes) => text(output, if *yes { "ui.yes" } else { "ui.no" }),
        Value::Number(number) => measured(output, *number, read.unit.as_deref(), &read.unit_label),
        Value::Date(day) => day.to_string(),
        Value::Word(word) => word.clone(),
        Value::Text(text) => text.get(output.lang).to_owned(),
        Value::Entity { entity } => entity.to_string(),
    }
}

/// A text with its gaps filled.
pub fn filled<const N: usize>(output: &Output, key: &str, args: [(&str, String); N]) -> String {
    let args: BTreeMap<String, String> = args.map(|(k, v)| (k.to_owned(), v)).into();
    catalogue().filled(key, output.lang, &args)
}
