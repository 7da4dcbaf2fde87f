//! What a field of a case takes, from words as typed.
//!
//! Must not know: which entities there are: their identifiers are looked up before.

use super::spec::{FieldKind, FieldSpec};
use julin_model::{Diagnostic, EntityId, Value};

/// Characters of a line.
const LINE: usize = 300;
/// Characters of a text, a reason, a note.
pub const TEXT: usize = 10_000;

/// Reads what was typed into a field; `None` for nothing.
pub fn read_value(field: &FieldSpec, text: &str) -> Result<Option<Value>, Diagnostic> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let bad = |code: &str| {
        let found = Diagnostic::error(code).with("text", shortened(text));
        found.with_text("field", &field.title)
    };
    let limit = match field.kind {
        FieldKind::Text => TEXT,
        _ => LINE,
    };
    let length = text.chars().count();
    if length > limit {
        let found = bad("follow.field.long").with("n", length);
        return Err(found.with("most", limit));
    }
    let value = match field.kind {
        FieldKind::Line | FieldKind::Text | FieldKind::Person => Value::Word(text.to_owned()),
        FieldKind::Choice => {
            let choice = field.choices.iter().find(|choice| choice.id == text);
            let named = || field.choices.iter().map(|choice| choice.id.as_str());
            let bad = || bad("follow.field.choice");
            let told = || bad().with("choices", named().collect::<Vec<_>>().join(", "));
            Value::Word(choice.ok_or_else(told)?.id.clone())
        }
        FieldKind::Number => {
            let number = text.replace([',', '，'], "").parse::<f64>().ok();
            let number = number.filter(|number| number.is_finite());
            Value::Number(number.ok_or_else(|| bad("follow.field.number"))?)
        }
        FieldKind::Date => {
            let day = text.parse().map_err(|_| bad("follow.field.date"))?;
            Value::Date(day)
        }
        FieldKind::Flag => match text {
            "yes" | "true" | "on" | "1" => Value::Flag(true),
            "no" | "false" | "off" | "0" => Value::Flag(false),
            _ => return Err(bad("follow.field.flag")),
        },
        FieldKind::Entity => {
            let entity = EntityId::new(text).map_err(|_| bad("follow.field.entity"))?;
            Value::Entity { entity }
        }
    };
    Ok(Some(value))
}

/// What is repeated to whoever typed it.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
