//! Findings about one rule, each with its place in the file.
//!
//! Must not know: files; a place is a path such as `conditions.all.0.if`.

use crate::typing::Fault;
use julin_formula::FormulaError;
use julin_model::{Diagnostic, Severity, Text};

/// What was found, in order.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    rule: String,
    /// The findings.
    pub list: Vec<Diagnostic>,
}

impl Findings {
    pub fn new(rule: &str) -> Self {
        Self {
            rule: rule.to_owned(),
            list: Vec::new(),
        }
    }

    /// Adds a finding at a path.
    pub fn add(&mut self, path: &str, diagnostic: Diagnostic) {
        let placed = diagnostic.with("rule", &self.rule).with("path", path);
        self.list.push(placed);
    }

    /// Adds an error at a path.
    pub fn error(&mut self, code: &str, path: &str, args: &[(&str, &dyn ToString)]) {
        self.add(path, filled(Diagnostic::error(code), args));
    }

    /// Adds a warning at a path.
    pub fn warning(&mut self, code: &str, path: &str, args: &[(&str, &dyn ToString)]) {
        self.add(path, filled(Diagnostic::warning(code), args));
    }

    /// Adds what is wrong with the text of an expression.
    pub fn formula(&mut self, path: &str, error: &FormulaError) {
        self.add(path, error.diagnostic());
    }

    /// Adds what does not fit in an expression.
    pub fn fault(&mut self, path: &str, text: &str, fault: &Fault) {
        let before = text.get(..fault.span.start).unwrap_or(text);
        let part: String = fault.span.of(text).chars().take(80).collect();
        let formula: String = text.chars().take(200).collect();
        let mut diagnostic = Diagnostic::error(fault.code)
            .with("formula", formula)
            .with("position", before.chars().count() + 1)
            .with("part", part);
        for (name, value) in &fault.args {
            diagnostic = diagnostic.with(name, value);
        }
        self.add(path, diagnostic);
    }

    /// Checks that a text is there in both languages.
    pub fn text(&mut self, path: &str, text: &Text) {
        if text.is_empty() {
            self.error("criteria.text-missing", path, &[]);
            return;
        }
        for lang in text.missing() {
            self.warning("criteria.language-missing", path, &[("lang", &lang.code())]);
        }
    }

    /// True when nothing forbids using the rule.
    pub fn are_harmless(&self) -> bool {
        self.list.iter().all(|one| one.severity != Severity::Error)
    }
}

fn filled(mut diagnostic: Diagnostic, args: &[(&str, &dyn ToString)]) -> Diagnostic {
    for (name, value) in args {
        diagnostic = diagnostic.with(name, value.to_string());
    }
    diagnostic
}
