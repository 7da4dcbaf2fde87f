//! Does a value fit its field?

use crate::kind::{FieldSpec, FieldType, ValueSpec};
use chrono::NaiveDate;
use julin_model::{Diagnostic, Value};

/// The model's value for one written in a pack, or why it does not fit.
pub fn fit(field: &FieldSpec, value: &ValueSpec) -> Result<Value, Box<Diagnostic>> {
    let misfit = || {
        let code = format!("pack.value-not-{}", field.kind.code());
        Box::new(
            Diagnostic::error(&code)
                .with("field", &field.id)
                .with("value", shown(value)),
        )
    };
    match (field.kind, value) {
        (FieldType::Number, ValueSpec::Number(number)) if field.non_negative && *number < 0.0 => {
            let finding = Diagnostic::error("pack.negative").with("field", &field.id);
            Err(Box::new(finding.with("value", number)))
        }
        (FieldType::Number, ValueSpec::Number(number)) => Ok(Value::Number(*number)),
        (FieldType::Word, ValueSpec::Word(word)) => Ok(Value::Word(word.clone())),
        (FieldType::Text, ValueSpec::Text(text)) => Ok(Value::Text(text.clone())),
        (FieldType::Flag, ValueSpec::Flag(flag)) => Ok(Value::Flag(*flag)),
        (FieldType::Date, ValueSpec::Word(word)) => {
            let day = NaiveDate::parse_from_str(word, "%Y-%m-%d");
            day.ok()
                .filter(|_| word.len() == 10)
                .map(Value::Date)
                .ok_or_else(misfit)
        }
        (FieldType::Entity, ValueSpec::Entity { entity }) => Ok(Value::Entity {
            entity: entity.clone(),
        }),
        _ => Err(misfit()),
    }
}

fn shown(value: &ValueSpec) -> String {
    match value {
        ValueSpec::Flag(flag) => flag.to_string(),
        ValueSpec::Number(number) => number.to_string(),
        ValueSpec::Word(word) => word.clone(),
        ValueSpec::Text(_) => "{zh, en}".to_owned(),
        ValueSpec::Entity { entity } => format!("{{entity: {entity}}}"),
    }
}
