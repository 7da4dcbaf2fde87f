//! What commands share: where the database, packs and documents are.

use crate::args::Common;
use crate::output::{Output, complain};
use julin_app::criteria::NamedRules;
use julin_app::{App, Opening, Packs};
use julin_model::{Severity, SystemClock};
use std::path::PathBuf;
use std::sync::Arc;

/// The database when none is named.
const DEFAULT_DB: &str = "sqlite://julin.db";
/// A database that is gone when the command ends.
const MEMORY: &str = "sqlite::memory:";
/// Where a checkout keeps the source documents.
const DOCUMENTS: &str = "../shared/documents";

/// The database's address.
pub fn db(common: &Common) -> String {
    common.db.clone().unwrap_or_else(|| DEFAULT_DB.to_owned())
}

/// Opens a database that exists.
pub fn open(common: &Common, output: &Output) -> anyhow::Result<App> {
    with_packs(common, output, Opening::Existing)
}

/// Opens a database, making it if it is missing.
pub fn open_or_create(common: &Common, output: &Output) -> anyhow::Result<App> {
    with_packs(common, output, Opening::Create)
}

/// The packs over an empty store, for work on files.
pub fn on_files(common: &Common, output: &Output) -> anyhow::Result<App> {
    on_rules(common, output, NamedRules::default())
}

/// The same with the packs of rules named by folder or file.
pub fn on_rules(common: &Common, output: &Output, named: NamedRules) -> anyhow::Result<App> {
    let packs = Packs::read_with(&common.packs, named.packs);
    at(MEMORY, packs, output, Opening::Create)
}

fn with_packs(common: &Common, output: &Output, opening: Opening) -> anyhow::Result<App> {
    at(&db(common), Packs::read(&common.packs), output, opening)
}

fn at(db: &str, packs: Packs, output: &Output, opening: Opening) -> anyhow::Result<App> {
    let app = App::open(db, opening, packs, Arc::new(SystemClock))?;
    for found in app
        .pack_diagnostics()
        .iter()
        .filter(|d| d.severity == Severity::Error)
    {
        complain(output, found);
    }
    Ok(app)
}

/// Folders with source documents: the one named, else the checkout's if it is there.
pub fn documents(named: Option<&PathBuf>) -> Vec<PathBuf> {
    match named {
        Some(folder) => vec![folder.clone()],
        None => Some(PathBuf::from(DOCUMENTS))
            .filter(|folder| folder.is_dir())
            .into_iter()
            .collect(),
    }
}
