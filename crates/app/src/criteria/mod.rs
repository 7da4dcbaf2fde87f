//! Use cases about rules: which there are, what they ask, who meets them.

mod audience;
mod audience_over_time;
mod calendar;
mod changes;
mod combination;
mod condition;
mod decide;
mod diff;
mod draft;
mod eligibility;
mod everybody;
mod facts;
mod facts_file;
mod gap;
mod grant_list;
mod match_file;
mod mutes;
mod origin;
mod rule;
mod rule_files;
mod rules;
mod simulator;
mod simulator_answers;
mod sql;
mod turn_reasons;
mod turned;

pub use audience::{AudienceInput, audience, reach_of};
pub use audience_over_time::{AudienceOverTimeInput, audience_over_time};
pub use calendar::{CalendarInput, calendar};
pub use changes::{ChangesInput, Seen, changes, kind_of};
pub use decide::{DecideInput, decide};
pub use diff::{DiffInput, diff};
pub use draft::{DraftInput, SaveDraftInput, draft, drafts, save_draft};
pub use eligibility::{EligibilityInput, eligibility};
pub use grant_list::{
    ConfirmGrantInput, DecideGrantInput, DraftGrantInput, GrantDraftInput, GrantOn,
    ObjectGrantInput, PublishGrantInput, SettleGrantInput, WithdrawGrantInput, check_grant_list,
    confirm_grant_list, confirmed_grant_list, counting_of, decide_grant_objection,
    draft_grant_list, grant_day, grant_difference, grant_list, grant_lists, object_to_grant,
    publish_grant_list, rebuild_grant_list, settle_grant_finding, withdraw_grant_list,
};
pub use match_file::{MatchInput, match_each, match_file};
pub use mutes::{MuteInput, mute, mutes, unmute};
pub use origin::{FirmFileInput, check_firm_file};
pub use rule::{RuleInput, rule};
pub use rule_files::{NamedRules, named_rules};
pub use rules::{RulesInput, rules};

pub use simulator::{SimulatorInput, simulator};
pub use sql::{SqlInput, sql};
