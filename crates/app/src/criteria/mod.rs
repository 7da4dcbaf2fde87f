//! Use cases about rules: which there are, what they ask, who meets them.

mod audience;
mod calendar;
mod combination;
mod condition;
mod decide;
mod eligibility;
mod facts;
mod gap;
mod rule;
mod rules;
mod set_words;

pub use audience::{AudienceInput, audience};
pub use calendar::{CalendarInput, calendar};
pub use decide::{DecideInput, decide};
pub use eligibility::{EligibilityInput, eligibility};
pub use rule::{RuleInput, rule};
pub use rules::{RulesInput, rules};
pub(crate) use set_words::set_in_words;
