//! A compiled formula: its text, its parts and the fields it needs.

use crate::error::FormulaError;
use crate::parse::parse;
use crate::tree::{Node, Part};

/// What a formula, or a part of one, yields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A number.
    Number,
    /// True or false.
    Flag,
    /// A text.
    Text,
    /// What the field holds; only the data tells.
    Any,
}

/// A field a formula reads.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Need {
    /// The field's name.
    pub field: String,
    /// True when the value of the year before is meant.
    pub prior: bool,
}

impl Need {
    /// The value of the year itself.
    pub fn now(field: impl Into<String>) -> Self {
        Self { field: field.into(), prior: false }
    }

    /// The value of the year before.
    pub fn before(field: impl Into<String>) -> Self {
        Self { field: field.into(), prior: true }
    }
}

/// A formula ready to be evaluated any number of times.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    pub(crate) text: String,
    pub(crate) parts: Vec<Part>,
    pub(crate) needs: Vec<Need>,
}

impl Formula {
    /// Checks and compiles a formula.
    ///
    /// ```
    /// let growth = julin_formula::Formula::compile("(a / prior(a) - 1) * 100")?;
    /// assert_eq!(growth.needs().len(), 2);
    /// # Ok::<(), julin_formula::FormulaError>(())
    /// ```
    pub fn compile(text: &str) -> Result<Self, FormulaError> {
        parse(text)
    }

    /// The text as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The fields it reads, each once, in order of first appearance.
    pub fn needs(&self) -> &[Need] {
        &self.needs
    }

    /// What it yields.
    pub fn kind(&self) -> Kind {
        self.parts.last().map_or(Kind::Any, |part| part.kind)
    }

    /// True when it works on texts, which columns of numbers cannot hold.
    pub fn reads_text(&self) -> bool {
        self.parts.iter().any(|part| matches!(part.node, Node::Text(_)))
    }
}
