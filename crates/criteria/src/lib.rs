//! Criteria: who meets the conditions of a policy, a title or a certificate, why, and
//! what is missing.
//!
//! Reading order: [`spec`] is a rule as people write it; [`test`] and [`tree`] are the
//! same rule as a tree of tests of single columns, with every negation at the leaves;
//! [`table`] holds the things a rule is asked of, column by column.
//!
//! Three values throughout. A rule is *certain* when it holds even if every unknown
//! test is read as false, *possible* when it holds if every unknown test is read as
//! true: yes is certain, no is not possible, anything else is unknown.
//!
//! Must not know: stores, files, other engines, the time.

pub mod spec;
pub mod table;
pub mod test;
pub mod tree;
