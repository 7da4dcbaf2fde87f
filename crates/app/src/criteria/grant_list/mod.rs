//! Use cases about grant lists (免申即享名单): drawn up from the data, looked through, made
//! public, confirmed. Payment is not theirs.

mod change;
mod check;
mod confirm;
mod difference;
mod draft;
mod open;
mod rebuild;
mod view;

pub use change::{
    DecideGrantInput, GrantOn, ObjectGrantInput, PublishGrantInput, SettleGrantInput,
    WithdrawGrantInput, counting_of, decide_grant_objection, grant_day, object_to_grant,
    publish_grant_list, settle_grant_finding, withdraw_grant_list,
};
pub use check::check_grant_list;
pub use confirm::{ConfirmGrantInput, confirm_grant_list, confirmed_grant_list};
pub use difference::grant_difference;
pub use draft::{DraftGrantInput, GrantDraftInput, draft_grant_list};
pub use rebuild::rebuild_grant_list;
pub use view::{grant_list, grant_lists};
