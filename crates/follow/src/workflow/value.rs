//! What a field of a case takes, from words as typed.
//!
//! Must not know: which entities there are: their identifiers are looked up before.

use super::spec::{FieldKind, FieldSpec};
use chrono::{Datelike, NaiveDate};
use julin_model::{Diagnostic, EntityId, Value};

/// Characters of a line.
pub const LINE: usize = 300;
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
    let breaks = field.kind == FieldKind::Text;
    if let Some(sign) = text
        .chars()
        .find(|sign| is_unseen(*sign) && !(breaks && is_break(*sign)))
    {
        return Err(unseen(sign));
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
            let number = read_number(text).ok_or_else(|| bad("follow.field.number"))?;
            Value::Number(number)
        }
        FieldKind::Date => {
            let day = text.parse::<NaiveDate>().ok();
            let day = day.filter(|day| (1900..=2200).contains(&day.year()));
            Value::Date(day.ok_or_else(|| bad("follow.field.date"))?)
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

/// A finite number; commas may stand before groups of three digits only.
fn read_number(text: &str) -> Option<f64> {
    let text = text.replace('，', ",");
    let (whole, rest) = match text.split_once('.') {
        Some((whole, rest)) => (whole, Some(rest)),
        None => (text.as_str(), None),
    };
    let mut groups = whole.split(',').skip(1);
    let three = |group: &str| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit());
    if !groups.all(three) || rest.is_some_and(|rest| rest.contains(',')) {
        return None;
    }
    let number = text.replace(',', "").parse::<f64>().ok();
    number.filter(|number| number.is_finite())
}

/// True for signs nobody sees: they can hide what a name or a line says, and not every
/// store takes them.
pub(crate) fn is_unseen(sign: char) -> bool {
    sign.is_control() || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// True for what breaks and sets in the lines of a text.
pub(crate) fn is_break(sign: char) -> bool {
    matches!(sign, '\n' | '\r' | '\t')
}

/// The refusal of a sign nobody sees.
pub(crate) fn unseen(sign: char) -> Diagnostic {
    Diagnostic::error("follow.words-unseen").with("sign", format!("U+{:04X}", u32::from(sign)))
}

/// What is repeated to whoever typed it.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
