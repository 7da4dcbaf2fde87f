//! Match: who needs what somebody else has, and why.
//!
//! Must not know: stores, packs, other engines, people's rights, the time.
