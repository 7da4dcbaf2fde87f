//! What is asked of a store, asked of both backends.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod admin;
mod case_numbers;
mod drafts;
mod exports;
mod grants;
mod history;
mod mutes;
mod names;
mod refusals;
mod support;
mod tables;
mod touched;
