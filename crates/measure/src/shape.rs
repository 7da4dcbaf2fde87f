//! What JSON Schema says of the model's types in the kinds beside frameworks.
//!
//! Must not know: what is read with it.

use schemars::JsonSchema;

/// A text in both languages.
#[derive(JsonSchema)]
#[schemars(rename = "Text", deny_unknown_fields)]
#[allow(dead_code, reason = "describes julin_model::Text to editors")]
pub(crate) struct TextShape {
    /// Chinese.
    zh: Option<String>,
    /// English.
    en: Option<String>,
}
