//! Framework files: read with the line of every mistake, written without what is not said.

use super::stem;
use crate::call::Answer;
use crate::error::AppError;
use julin_measure::convert::{Read, read_yaml};
use julin_measure::{FrameworkSpec, Method, Table};
use julin_model::{Diagnostic, Severity};
use serde_json::Value;
use std::path::Path;

/// Reads a framework file with its table of figures.
pub(super) fn read(path: &Path, data: Option<&Table>) -> Answer<Read> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        let found = Diagnostic::error("app.file-unreadable").with("file", &name);
        AppError::invalid(found.with("reason", error.kind()))
    })?;
    let parsed = julin_pack::read_text::<FrameworkSpec>(&name, &text);
    let wrong = |found: &Diagnostic| found.severity == Severity::Error;
    let mut read = match parsed.document {
        Some(document) if !parsed.diagnostics.iter().any(wrong) => {
            read_yaml(&stem(path), document.value, data)
        }
        _ => Read::default(),
    };
    read.diagnostics.splice(0..0, parsed.diagnostics);
    Ok(read)
}

/// The text of a framework file.
pub(super) fn write(spec: &FrameworkSpec) -> Answer<String> {
    let mut value = serde_json::to_value(spec).map_err(AppError::internal)?;
    let usual = serde_json::to_value(Method::default()).map_err(AppError::internal)?;
    if let Some(method) = value.get_mut("method").and_then(Value::as_object_mut) {
        method.retain(|key, setting| usual.get(key) != Some(setting));
        method.values_mut().for_each(unsaid);
    }
    if let Some(parts) = value.as_object_mut() {
        parts
            .iter_mut()
            .filter(|(key, _)| *key != "method")
            .for_each(|(_, part)| unsaid(part));
        parts.retain(|_, part| says(part));
    }
    let text = serde_saphyr::to_string(&value).map_err(AppError::internal)?;
    // Should a default ever change, everything is said.
    match serde_saphyr::from_str::<FrameworkSpec>(&text) {
        Ok(again) if again == *spec => Ok(text),
        _ => serde_saphyr::to_string(spec).map_err(AppError::internal),
    }
}

/// Takes away what says nothing: nulls, empty lists and texts, no, the usual direction.
fn unsaid(value: &mut Value) {
    match value {
        Value::Object(parts) => {
            parts.values_mut().for_each(unsaid);
            parts.retain(|key, part| says(part) && !(key == "direction" && *part == "up"));
        }
        Value::Array(items) => items.iter_mut().for_each(unsaid),
        _ => {}
    }
}

fn says(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(parts) => !parts.is_empty(),
        _ => true,
    }
}
