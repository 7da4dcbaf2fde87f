//! Workflows and the cases run by them.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod clocks;
mod desk;
mod packs;
mod refused;
mod rules;
mod signing;
mod written;
