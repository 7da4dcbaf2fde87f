//! The rules of packs from outside: a public corpus of policies with published
//! decisions, and whether the cases of our own rules notice a changed threshold.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot set itself up has failed"
)]

mod corpus;
mod mutations;
