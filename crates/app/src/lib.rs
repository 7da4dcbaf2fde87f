//! Use cases: the only place where store and engines meet.
//!
//! Must not know: HTTP, HTML, the terminal.

pub mod contract;
