//! Values of fields in words, and as somebody would type them.

use julin_follow::workflow::spec::{FieldKind, FieldSpec};
use julin_model::{Lang, Text, Value};

/// A value as people read it; an entity is looked up by whoever asks.
pub(super) fn told_text(field: &FieldSpec, value: &Value) -> Text {
    match (field.kind, value) {
        (FieldKind::Choice, Value::Word(word)) => {
            let choice = field.choices.iter().find(|choice| choice.id == *word);
            choice.map_or_else(|| Text::same(word), |choice| choice.title.clone())
        }
        (_, Value::Flag(flag)) => {
            let key = if *flag { "ui.yes" } else { "ui.no" };
            let catalogue = julin_locale::catalogue();
            let text = |lang| catalogue.text(key, lang);
            Text::new(text(Lang::Zh), text(Lang::En))
        }
        (_, other) => Text::same(typed(other)),
    }
}

/// A value as somebody would type it.
pub(super) fn typed(value: &Value) -> String {
    match value {
        Value::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Word(word) => word.clone(),
        Value::Text(text) => text.get(Lang::Zh).to_owned(),
        Value::Entity { entity } => entity.to_string(),
    }
}
