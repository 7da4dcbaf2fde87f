//! A compiled formula: its text, its parts and the fields it needs.

use crate::error::FormulaError;
use crate::parse::parse;
use crate::tree::{Between, Binary, Literal, Node, Part, PartId, Unary};

/// What a formula, or a part of one, yields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A number.
    Number,
    /// True or false.
    Flag,
    /// A text.
    Text,
    /// A day.
    Day,
    /// What the field holds; only the data tells.
    Any,
}

/// A field a formula reads.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Need {
    /// The field's name.
    pub field: String,
    /// How many years before the one asked about; 0 for that year itself.
    pub years: u32,
}

impl Need {
    /// The value of the year itself.
    pub fn now(field: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            years: 0,
        }
    }

    /// True when the value of an earlier year is meant.
    pub fn prior(&self) -> bool {
        self.years > 0
    }

    /// The value of the year before.
    pub fn before(field: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            years: 1,
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
        parse(text, &|_, _| None)
    }

    /// The same, where units may stand as functions: `base` gives how many base units
    /// so many of a unit are, `None` for a word that is no unit.
    pub fn compile_with(
        text: &str,
        base: &dyn Fn(&str, f64) -> Option<f64>,
    ) -> Result<Self, FormulaError> {
        parse(text, base)
    }

    /// Its parts; each stands after those it is made of, the whole is the last.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// One part of it as a formula of its own.
    #[must_use]
    pub fn part(&self, id: PartId) -> Self {
        let Some(whole) = self.parts.get(id) else {
            return self.clone();
        };
        let first = whole.first;
        let mut parts = self.parts[first..=id].to_vec();
        parts.iter_mut().for_each(|part| part.shift(first));
        Self {
            text: self.text.clone(),
            parts,
            needs: self.needs.clone(),
        }
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

    /// True when columns of numbers can hold all it works on: no texts, sets or days,
    /// and nothing older than the year before.
    pub fn fits_columns(&self) -> bool {
        use Node::{Begins, Day, Holds, Since, Size, Text};
        let alien = |part: &Part| match &part.node {
            Text(_) | Day(_) | Holds(..) | Size(_) | Begins(..) | Since(..) => true,
            Node::OneOf(_, list) => list.iter().any(|one| matches!(one, Literal::Text(_))),
            _ => false,
        };
        !self.parts.iter().any(alien) && self.needs.iter().all(|need| need.years <= 1)
    }
}

impl Formula {
    /// The formula with every bracket written out, each field as `name` has it.
    pub fn written(&self, name: impl Fn(&Need) -> String) -> String {
        let mut texts: Vec<String> = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let text = match &part.node {
                Node::Number(number) => format!("{number:?}"),
                Node::Flag(flag) => flag.to_string(),
                Node::Text(text) => format!("{text:?}"),
                Node::Need(index) => name(&self.needs[*index]),
                Node::Unary(Unary::Ln, inner) => format!("ln({})", texts[*inner]),
                Node::Unary(operator, inner) => format!("{}{}", operator.sign(), texts[*inner]),
                Node::Binary(operator @ (Binary::Min | Binary::Max), a, b) => {
                    format!("{}({}, {})", operator.sign(), texts[*a], texts[*b])
                }
                Node::Binary(operator, a, b) => {
                    format!("({} {} {})", texts[*a], operator.sign(), texts[*b])
                }
                Node::Null => "null".to_owned(),
                Node::Day(day) => format!("date(\"{day}\")"),
                Node::Quantity(number, unit, _) => format!("{unit}({number:?})"),
                Node::OneOf(a, list) => {
                    let list: Vec<_> = list.iter().map(Literal::to_string).collect();
                    format!("({} in [{}])", texts[*a], list.join(", "))
                }
                Node::Holds(a, index) => {
                    format!("({} in {})", texts[*a], name(&self.needs[*index]))
                }
                Node::Size(index) => format!("size({})", name(&self.needs[*index])),
                Node::Begins(a, b) => format!("{}.startsWith({})", texts[*a], texts[*b]),
                Node::Since(Between::Years, day, _) => format!("years_since({})", texts[*day]),
                Node::Since(Between::Days, day, _) => format!("days_since({})", texts[*day]),
                Node::Choose(c, a, b) => format!("({} ? {} : {})", texts[*c], texts[*a], texts[*b]),
            };
            texts.push(text);
        }
        texts.pop().unwrap_or_default()
    }
}

/// The formula with every bracket written out.
impl std::fmt::Display for Formula {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.written(Need::to_string))
    }
}

impl std::fmt::Display for Need {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.years {
            0 => f.write_str(&self.field),
            1 => write!(f, "prior({})", self.field),
            years => write!(f, "prior({}, {years})", self.field),
        }
    }
}
