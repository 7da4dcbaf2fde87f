//! Figures, places and periods as text for the terminal.

use julin_app::contract::{Figure, StatementView};
use julin_locale::Amount;
use julin_locale::catalogue;
use julin_model::{Lang, Locator, Period, Status, Value};

/// The value with its unit as the teller bounded it, and its marks.
pub fn figure(figure: &Figure, lang: Lang) -> String {
    let mut text = match (&figure.value, &figure.target) {
        (_, Some(target)) => target.name.get(lang).to_owned(),
        (Value::Number(number), None) => {
            let unit = figure.unit.as_deref();
            let amount = Amount {
                value: *number,
                unit,
                label: &figure.unit_label,
                bound: figure.bound,
            };
            julin_locale::amount(amount, lang).text
        }
        (value, None) => plain(value, lang),
    };
    if figure.status != Status::Reported {
        let mark = catalogue().text(status_key(figure.status), lang);
        text = format!("{text} [{mark}]");
    }
    text
}

fn status_key(status: Status) -> &'static str {
    match status {
        Status::Reported => "cli.status.reported",
        Status::Estimated => "cli.status.estimated",
        Status::Derived => "cli.status.derived",
        Status::Target => "cli.status.target",
        Status::Sample => "cli.status.sample",
    }
}

fn plain(value: &Value, lang: Lang) -> String {
    match value {
        Value::Flag(yes) => catalogue()
            .text(if *yes { "cli.yes" } else { "cli.no" }, lang)
            .to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Word(word) => word.clone(),
        Value::Text(text) => text.get(lang).to_owned(),
        Value::Entity { entity } => entity.to_string(),
    }
}

/// Where a statement was said: source and place, with the words. The source stands
/// under its identifier, which is short and can be asked for.
pub fn place(statement: &StatementView) -> String {
    format!("{} {}", statement.source.id, spot(&statement.locator))
}

/// A place with the words that stand there.
pub fn spot(locator: &Locator) -> String {
    match &locator.phrase {
        Some(phrase) => format!("{} “{phrase}”", locator.spot),
        None => locator.spot.to_string(),
    }
}

/// A period, or nothing when none was told.
pub fn period(period: Option<Period>) -> String {
    period.map(|p| p.to_string()).unwrap_or_default()
}
