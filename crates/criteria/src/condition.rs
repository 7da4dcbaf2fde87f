//! The tree of conditions with its clauses compiled.
//!
//! Must not know: facts.

use crate::spec::{Basis, Role};
use julin_formula::Formula;
use julin_model::Text;

/// A node of the tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Identifier, where it has one.
    pub id: Option<String>,
    /// What it asks, in words, where it says so.
    pub text: Text,
    /// What part it plays.
    pub role: Option<Role>,
    /// Where it stands in the file: `conditions.all.0`.
    pub path: String,
    /// How its parts are joined.
    pub join: Join,
}

/// How the parts of a node are joined.
#[derive(Debug, Clone, PartialEq)]
pub enum Join {
    /// A clause, by its place in the list of clauses.
    Clause(usize),
    /// All hold.
    All(Vec<Condition>),
    /// One or more hold.
    Any(Vec<Condition>),
    /// None holds.
    None(Vec<Condition>),
    /// So many hold.
    AtLeast(usize, Vec<Condition>),
    /// Exactly one holds.
    One(Vec<Condition>),
}

impl Join {
    /// The parts of a node.
    pub fn parts(&self) -> &[Condition] {
        match self {
            Self::Clause(_) => &[],
            Self::All(parts)
            | Self::Any(parts)
            | Self::None(parts)
            | Self::AtLeast(_, parts)
            | Self::One(parts) => parts,
        }
    }
}

/// A clause: one thing that is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// Identifier, unique in the rule.
    pub id: String,
    /// Where it stands in the file.
    pub path: String,
    /// What it asks, in words.
    pub text: Text,
    /// What part it plays.
    pub role: Option<Role>,
    /// Only a person can answer it.
    pub judgement: bool,
    /// Where it stands in the official texts; that of the nearest node above where it
    /// has none itself.
    pub basis: Option<Basis>,
    /// What proves it.
    pub evidence: Vec<Text>,
    /// The test.
    pub formula: Formula,
}

impl Condition {
    /// The answer with three values, given those of the clauses.
    pub fn answer(&self, clause: &impl Fn(usize) -> Option<bool>) -> Option<bool> {
        let count = |parts: &[Self]| {
            let (mut yes, mut open) = (0, 0);
            for part in parts {
                match part.answer(clause) {
                    Some(true) => yes += 1,
                    Some(false) => {}
                    None => open += 1,
                }
            }
            (yes, yes + open)
        };
        let at_least = |parts: &[Self], wanted: usize| match count(parts) {
            (certain, _) if certain >= wanted => Some(true),
            (_, possible) if possible < wanted => Some(false),
            _ => None,
        };
        match &self.join {
            Join::Clause(place) => clause(*place),
            Join::All(parts) => at_least(parts, parts.len()),
            Join::Any(parts) => at_least(parts, 1),
            Join::None(parts) => at_least(parts, 1).map(|found| !found),
            Join::AtLeast(wanted, parts) => at_least(parts, *wanted),
            Join::One(parts) => match count(parts) {
                (1, 1) => Some(true),
                (certain, possible) if certain > 1 || possible < 1 => Some(false),
                _ => None,
            },
        }
    }

    /// The clauses below, in order.
    pub fn clauses(&self) -> Vec<usize> {
        match &self.join {
            Join::Clause(place) => vec![*place],
            join => join.parts().iter().flat_map(Self::clauses).collect(),
        }
    }

    /// How many nodes the tree of tests will have: choosing one of n asks each twice.
    pub(crate) fn size(&self) -> usize {
        let parts = self.join.parts().iter().map(Self::size);
        let sum = parts.fold(1, usize::saturating_add);
        match self.join {
            Join::One(_) => sum.saturating_mul(2),
            _ => sum,
        }
    }
}
