//! What the tests of the whole program share: the program itself, folders and databases
//! of their own, a workbook with mistakes, a browser, journeys through cases and who plays
//! them.
//!
//! The program is run as a person runs it: no crate of ours is used here.

#![allow(
    clippy::expect_used,
    reason = "a test that cannot be set up has failed"
)]

pub mod browser;
pub mod database;
pub mod forms;
pub mod journey;
#[path = "../journeys/mod.rs"]
pub mod journeys;
pub mod pages;
pub mod program;
pub mod server;
pub mod site;
pub mod terminal;
pub mod workbook;

use std::path::{Path, PathBuf};

/// The root of the checkout.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// A file of the published data and documents that are not part of this repository.
///
/// # Panics
/// When it is not there, saying where it was looked for.
pub fn shared(path: &str) -> PathBuf {
    let folder =
        std::env::var_os("JULIN_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let file = folder.join(path);
    assert!(
        file.exists(),
        "{} is missing: put the shared data beside the checkout or name its folder in JULIN_SHARED",
        file.display()
    );
    file
}
