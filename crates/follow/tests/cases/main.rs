//! Workflows and the cases run by them.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod clocks;
mod desk;
mod many;
mod model;
mod packs;
mod refused;
mod round;
mod rules;
mod signing;
mod simulated;
mod written;
