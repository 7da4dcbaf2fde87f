//! Criteria: who meets the conditions of a policy, a title or a certificate, why, and
//! what is missing.
//!
//! Reading order: [`spec`] is a rule as people write it; [`dictionary`], [`dimension`],
//! [`names`] and [`typing`] are what its expressions may say; [`compile`] makes it a
//! [`rule`] with its [`condition`]s and [`scoring`], or tells what is wrong; [`facts`]
//! and [`situation`] are what it is asked about; [`verdict`], [`matters`] and [`asks`]
//! are its answer with reasons; [`questions`] says what to ask when many rules are
//! open at once.
//!
//! For many things at once a rule is lowered: [`test`] and [`tree`] are the same rule as
//! a tree of tests of single columns, with every negation at the leaves; [`lower`] makes
//! it; [`columns`] and [`table`] hold the things a rule is asked of, column by column;
//! [`row`] is the answer for one of them, in short; [`sql`] writes rules as a query for
//! a database that holds the things.
//!
//! For two times: [`affected`] is whom a difference can reach at all, [`turn`] what became
//! of an answer, and why.
//!
//! [`grant_list`] is what comes after the answers: a list of who gets a benefit, checked,
//! made public and confirmed.
//!
//! Three values throughout. A rule is *certain* when it holds even if every unknown
//! test is read as false, *possible* when it holds if every unknown test is read as
//! true: yes is certain, no is not possible, anything else is unknown.
//!
//! Must not know: stores, files, other engines, the time.

pub mod index;
pub mod spec;

pub mod dictionary;
pub mod dimension;
pub mod names;
pub mod typing;

pub mod compile;
mod compile_conditions;
mod compile_scoring;
pub mod condition;
mod findings;
pub mod rule;
pub mod scoring;
pub mod series;

pub mod affected;
pub mod amount;
pub mod asks;
pub mod combination;
pub mod facts;
pub mod gap;
pub mod grant_list;
pub mod matters;
mod points;
pub mod questions;
pub mod situation;
pub mod turn;
pub mod verdict;

pub mod columns;
pub mod lower;
pub mod row;
mod simplify;
pub mod sql;
pub mod table;
pub mod test;
pub mod tree;

pub use affected::Affected;
pub use amount::Amount;
pub use asks::Ask;
pub use columns::{Columns, RowFacts};
pub use combination::best_combination;
pub use dictionary::{Better, Dictionary, FieldKind, Unit};
pub use facts::{Fact, Facts, MapFacts};
pub use gap::{Change, Plan};
pub use questions::{Panel, Question, Standing};
pub use row::{Reach, RowAnswer};
pub use rule::{Compiled, Rule};
pub use series::{Succession, check_series, successions};
pub use turn::TurnKind;
pub use verdict::{ClauseVerdict, Verdict};

#[cfg(test)]
extern crate self as julin_criteria;
/// A dictionary for tests, the one tests elsewhere use.
#[cfg(test)]
#[path = "../tests/common/small.rs"]
mod small;
