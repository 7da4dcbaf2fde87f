//! The web surface: pages and the same answers as JSON. Translates only.
//!
//! A page is a pure function from a contract type to markup; its handler runs one
//! use case. Must not know: SQL, rules of any kind.

pub mod chart;
pub mod pages;
pub mod view;
pub mod web;
