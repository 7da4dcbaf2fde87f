//! What is asked of a store, asked of both backends.

mod admin;
mod history;
mod names;
mod refusals;
mod support;
mod tables;
