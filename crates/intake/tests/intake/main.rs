//! Intake from the outside: files in every format, hostile files, the documents and the
//! zones of the fact base.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

mod bad_input;
mod bad_rows;
mod catalogue;
mod csv_reference;
mod documents;
mod formats;
mod old_workbooks;
mod proposals;
mod support;
mod zones;
