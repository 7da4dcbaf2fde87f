//! Looking after the database: migrate, back up, restore, verify, copy, and a check of
//! everything this program needs.

use crate::call::Answer;
use crate::packs::Packs;
use julin_model::{Diagnostic, Severity};
use julin_store::Store;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use julin_store::{Copied, Migrated, Verification};

/// Brings the database to this program's version.
pub fn migrate(url: &str) -> Answer<Migrated> {
    Ok(julin_store::migrate(url)?)
}

/// Writes a backup file that must not exist yet.
pub fn backup(url: &str, to: &Path) -> Answer<Copied> {
    Ok(julin_store::backup(url, to)?)
}

/// Restores a backup into an empty database.
pub fn restore(from: &Path, url: &str) -> Answer<Copied> {
    Ok(julin_store::restore(
        from,
        url,
        julin_store::Replace::Refuse,
    )?)
}

/// Checks integrity and computes digests.
pub fn verify(url: &str) -> Answer<Verification> {
    Ok(julin_store::verify(url)?)
}

/// Copies everything with its history and proves equality by digest.
pub fn copy(from: &str, to: &str, progress: &mut dyn FnMut(u64)) -> Answer<Copied> {
    Ok(julin_store::copy(from, to, progress)?)
}

/// What the doctor looks at.
#[derive(Debug, Clone, Default)]
pub struct DoctorInput {
    /// Database.
    pub url: String,
    /// Further pack folders.
    pub packs: Vec<PathBuf>,
    /// Folders with source documents.
    pub documents: Vec<PathBuf>,
}

/// One thing the doctor looked at.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Examined {
    /// Key of the catalogue: `app.doctor.<what>`.
    pub what: String,
    /// In order.
    pub well: bool,
    /// Figures, in words of the part looked at.
    pub detail: BTreeMap<String, String>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Looks at database, packs and documents; nothing is changed.
pub fn doctor(input: &DoctorInput) -> Vec<Examined> {
    let packs = Packs::read(&input.packs);
    vec![
        database(&input.url),
        packs_in_use(&packs),
        documents(&packs, &input.documents),
    ]
}

fn database(url: &str) -> Examined {
    let opened = Store::open(url);
    let mut detail = BTreeMap::new();
    let diagnostics = match &opened {
        Ok(store) => {
            detail.insert("place".to_owned(), store.place());
            detail.insert("schema".to_owned(), store.schema_version().to_string());
            Vec::new()
        }
        Err(error) => vec![error.diagnostic()],
    };
    Examined {
        what: "database".to_owned(),
        well: opened.is_ok(),
        detail,
        diagnostics,
    }
}

fn packs_in_use(packs: &Packs) -> Examined {
    let diagnostics = packs.diagnostics().to_vec();
    let ids: Vec<_> = packs
        .all()
        .iter()
        .map(|p| format!("{} {}", p.id, p.manifest.version))
        .collect();
    Examined {
        what: "packs".to_owned(),
        well: diagnostics.iter().all(|d| d.severity < Severity::Error),
        detail: BTreeMap::from([("packs".to_owned(), ids.join(", "))]),
        diagnostics,
    }
}

fn documents(packs: &Packs, folders: &[PathBuf]) -> Examined {
    let (documents, mut diagnostics) = crate::documents::Documents::find(folders, packs);
    diagnostics.extend(documents.missing(packs));
    Examined {
        what: "documents".to_owned(),
        well: diagnostics.is_empty(),
        detail: BTreeMap::from([("held".to_owned(), documents.held().to_string())]),
        diagnostics,
    }
}
