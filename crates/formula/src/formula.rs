//! A compiled formula: its text, its parts and the fields it needs.

use crate::error::FormulaError;
use crate::parse::parse;
use crate::tree::{Binary, Node, Part, Unary};

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
        Self {
            field: field.into(),
            prior: false,
        }
    }

    /// The value of the year before.
    pub fn before(field: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            prior: true,
        }
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
        self.parts
            .iter()
            .any(|part| matches!(part.node, Node::Text(_)))
    }
}

/// The formula with every bracket written out.
impl std::fmt::Display for Formula {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut texts: Vec<String> = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let text = match &part.node {
                Node::Number(number) => format!("{number:?}"),
                Node::Flag(flag) => flag.to_string(),
                Node::Text(text) => format!("{text:?}"),
                Node::Need(index) => self.needs[*index].to_string(),
                Node::Unary(Unary::Ln, inner) => format!("ln({})", texts[*inner]),
                Node::Unary(operator, inner) => format!("{}{}", operator.sign(), texts[*inner]),
                Node::Binary(operator @ (Binary::Min | Binary::Max), a, b) => {
                    format!("{}({}, {})", operator.sign(), texts[*a], texts[*b])
                }
                Node::Binary(operator, a, b) => {
                    format!("({} {} {})", texts[*a], operator.sign(), texts[*b])
                }
                Node::Choose(c, a, b) => format!("({} ? {} : {})", texts[*c], texts[*a], texts[*b]),
            };
            texts.push(text);
        }
        f.write_str(texts.last().map_or("", String::as_str))
    }
}

impl std::fmt::Display for Need {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.prior {
            write!(f, "prior({})", self.field)
        } else {
            f.write_str(&self.field)
        }
    }
}
