//! What people do in a browser, with the real program over a database of its own.
//! One file per journey. At the end of each: no other host was asked for anything, and
//! the browser had nothing to complain about.

mod audit;
mod draft;
mod explain;
mod import_and_undo;
mod journeys;
mod keyboard;
mod language;
mod phone;
mod rank_to_source;
mod request;
mod simulator;
mod what_if;

/// The framework the journeys go by.
const FRAMEWORK: &str = "zgc/five-leads";
