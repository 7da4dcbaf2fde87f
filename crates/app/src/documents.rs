//! Source documents on this machine: files recognised by the digest a pack gives.
//!
//! The documents are not part of the program (they are other people's texts); a pack
//! names each by SHA-256, so a file is the right one or is not taken.

use crate::packs::Packs;
use julin_model::{Diagnostic, Digest, Place, Source};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// No larger file is read as a document.
const LARGEST: u64 = 64 << 20;

/// Files by digest.
#[derive(Debug, Default)]
pub struct Documents {
    by_digest: HashMap<String, Vec<u8>>,
}

impl Documents {
    /// Reads the files in `folders` that some pack names.
    pub fn find(folders: &[PathBuf], packs: &Packs) -> (Self, Vec<Diagnostic>) {
        let wanted: HashMap<String, String> = sources(packs)
            .filter_map(|source| {
                Some((
                    source.sha256.clone()?,
                    source.file.clone().unwrap_or_default(),
                ))
            })
            .collect();
        let mut documents = Self::default();
        let mut found = Vec::new();
        for file in folders
            .iter()
            .flat_map(|folder| files_in(folder, &mut found))
            .collect::<Vec<_>>()
        {
            let Ok(bytes) = std::fs::read(&file) else {
                continue;
            };
            let digest = Digest::of_bytes(&bytes);
            let name = file
                .file_name()
                .map(|n| n.to_string_lossy().into_owned())
                .unwrap_or_default();
            if wanted.contains_key(&digest) {
                documents.by_digest.insert(digest, bytes);
            } else if wanted.values().any(|known| *known == name) {
                found.push(Diagnostic::warning("app.document-differs").at(Place::file(name)));
            }
        }
        (documents, found)
    }

    /// The bytes of a source, if its file was found.
    pub fn of(&self, source: &Source) -> Option<&[u8]> {
        self.by_digest
            .get(source.sha256.as_ref()?)
            .map(Vec::as_slice)
    }

    /// How many were found.
    pub fn held(&self) -> u32 {
        self.by_digest.len() as u32
    }

    /// One note per source that names a file which was not found.
    pub fn missing(&self, packs: &Packs) -> Vec<Diagnostic> {
        let named = |source: &&Source| source.file.is_some() && source.sha256.is_some();
        let lost = sources(packs)
            .filter(named)
            .filter(|source| self.of(source).is_none());
        lost.map(|source| {
            let file = source.file.clone().unwrap_or_default();
            Diagnostic::note("app.document-missing")
                .with("source", &source.id)
                .with("file", file)
        })
        .collect()
    }
}

fn sources(packs: &Packs) -> impl Iterator<Item = &Source> {
    packs
        .all()
        .iter()
        .flat_map(|pack| pack.sources.iter().map(|item| &item.source))
}

fn files_in(folder: &Path, found: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        let name = folder.display().to_string();
        found.push(Diagnostic::warning("app.documents-folder").at(Place::file(name)));
        return Vec::new();
    };
    let small =
        |path: &PathBuf| std::fs::metadata(path).is_ok_and(|m| m.is_file() && m.len() <= LARGEST);
    let mut files: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(small)
        .collect();
    files.sort();
    files
}
