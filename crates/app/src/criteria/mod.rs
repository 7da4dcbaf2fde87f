//! Use cases about rules: which there are, what they ask, who meets them.

mod calendar;
mod condition;
mod facts;
mod rule;
mod rules;

pub use calendar::{CalendarInput, calendar};
pub use rule::{RuleInput, rule};
pub use rules::{RulesInput, rules};
