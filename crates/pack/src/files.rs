//! The bytes of a pack: read from a folder, or compiled in. A folder may come from
//! anybody: nothing outside it is read, links are not followed, sizes are bounded.

use crate::yaml::Limits;
use julin_model::{Diagnostic, Digest, Place};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Most files of one pack.
const MOST_FILES: usize = 5_000;
/// Folders within one another.
const MOST_LEVELS: usize = 6;
/// Bytes of a whole pack.
const MOST_BYTES: usize = 64 << 20;

/// The files of one pack.
#[derive(Debug, Clone, Default)]
pub struct PackFiles {
    /// Name of the folder, which is the identifier of the pack.
    pub id: String,
    /// The folder as the user named it; goes before each path in diagnostics.
    pub label: String,
    /// Bytes by path within the pack, with `/` between folders.
    pub files: BTreeMap<String, Cow<'static, [u8]>>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
    /// Files that stand elsewhere than below the folder, as the user named them.
    pub names: BTreeMap<String, String>,
}

impl PackFiles {
    /// Reads the folder of one pack.
    pub fn read(folder: &Path) -> Self {
        let label = folder.to_string_lossy().trim_end_matches('/').to_owned();
        // `.` and `..` have no name of their own.
        let named = folder.file_name().map(ToOwned::to_owned);
        let named = named.or_else(|| {
            folder
                .canonicalize()
                .ok()?
                .file_name()
                .map(ToOwned::to_owned)
        });
        let id = named
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let mut pack = Self {
            id,
            label,
            ..Self::default()
        };
        pack.read_folder(folder, "", 0);
        pack
    }

    /// Reads the packs in a folder: the folder itself, if it holds `pack.yaml`, else
    /// each folder in it that does.
    pub fn read_all(folder: &Path) -> Vec<Self> {
        if folder.join("pack.yaml").exists() {
            return vec![Self::read(folder)];
        }
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut packs: Vec<PathBuf> = entries
            .map(|e| e.path())
            .filter(|p| p.join("pack.yaml").exists())
            .collect();
        packs.sort();
        packs.iter().map(|path| Self::read(path)).collect()
    }

    /// The other packs in the folder a pack stands in, where those it requires may be.
    pub fn beside(folder: &Path) -> Vec<Self> {
        let full = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let Some(parent) = full.parent().filter(|_| folder.join("pack.yaml").exists()) else {
            return Vec::new();
        };
        let packs = Self::read_all(parent).into_iter();
        packs
            .filter(|pack| full.file_name().is_none_or(|name| name != &*pack.id))
            .collect()
    }

    /// A pack from texts, for tests and for packs that come over the wire.
    pub fn from_texts<'a>(id: &str, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let bytes = |text: &str| Cow::Owned(text.as_bytes().to_vec());
        let files = files
            .into_iter()
            .map(|(path, text)| (path.to_owned(), bytes(text)))
            .collect();
        Self {
            id: id.to_owned(),
            label: id.to_owned(),
            files,
            ..Self::default()
        }
    }

    /// Digest over paths and bytes, in order of path.
    pub fn digest(&self) -> String {
        let mut digest = Digest::new();
        for (path, bytes) in &self.files {
            digest.part(path).part(bytes);
        }
        digest.hex()
    }

    /// A path of the pack as diagnostics name it.
    pub fn name(&self, path: &str) -> String {
        match self.names.get(path) {
            Some(name) => name.clone(),
            None => format!("{}/{path}", self.label),
        }
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str, level: usize) {
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.report("pack.unreadable", prefix, &error),
        };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            let Some(name) = path.file_name().and_then(|n| n.to_str()) else {
                self.report("pack.file-name", prefix, &path.display());
                continue;
            };
            if name.starts_with('.') || name.ends_with('~') {
                continue;
            }
            let inner = if prefix.is_empty() {
                name.to_owned()
            } else {
                format!("{prefix}/{name}")
            };
            self.read_entry(&path, &inner, level);
        }
    }

    fn read_entry(&mut self, path: &Path, inner: &str, level: usize) {
        let kind = match std::fs::symlink_metadata(path) {
            Ok(metadata) => metadata,
            Err(error) => return self.report("pack.unreadable", inner, &error),
        };
        if kind.is_symlink() {
            self.report("pack.symlink", inner, &"");
        } else if kind.is_dir() && level >= MOST_LEVELS {
            self.report("pack.folders-too-deep", inner, &MOST_LEVELS);
        } else if kind.is_dir() {
            self.read_folder(path, inner, level + 1);
        } else if !kind.is_file() {
            self.report("pack.not-a-file", inner, &"");
        } else if kind.len() > Limits::default().bytes as u64 {
            self.report(
                "pack.file-too-large",
                inner,
                &(Limits::default().bytes >> 20),
            );
        } else if self.files.len() >= MOST_FILES || self.bytes() > MOST_BYTES {
            self.report("pack.too-large", inner, &MOST_FILES);
        } else {
            match std::fs::read(path) {
                Ok(bytes) => drop(self.files.insert(inner.to_owned(), Cow::Owned(bytes))),
                Err(error) => self.report("pack.unreadable", inner, &error),
            }
        }
    }

    fn bytes(&self) -> usize {
        self.files.values().map(|bytes| bytes.len()).sum()
    }

    fn report(&mut self, code: &str, inner: &str, detail: &impl ToString) {
        let place = Place::file(self.name(inner).trim_end_matches('/'));
        self.diagnostics.push(
            Diagnostic::error(code)
                .with("detail", detail.to_string())
                .at(place),
        );
    }
}
