//! What people do in a browser, with the real program over a database of its own.
//! One file per journey.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]
