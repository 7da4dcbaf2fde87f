//! The case files of a pack, read when first asked for: cases are a third of all the
//! packs say, and a program that serves pages needs them only where it shows a pack.

use crate::document::{Document, decode, parse_text, read_root};
use crate::kind::Cases;
use crate::pack::Case;
use crate::yaml::Limits;
use julin_model::Diagnostic;
use std::borrow::Cow;
use std::sync::OnceLock;

/// The cases of a pack.
#[derive(Debug, Clone, Default)]
pub struct CaseFiles {
    pack: String,
    files: Vec<CaseFile>,
    read: OnceLock<(Vec<Case>, Vec<Diagnostic>)>,
}

#[derive(Debug, Clone)]
struct CaseFile {
    name: String,
    stem: String,
    bytes: Cow<'static, [u8]>,
}

impl CaseFiles {
    /// No files yet.
    pub(crate) fn new(pack: &str) -> Self {
        Self {
            pack: pack.to_owned(),
            ..Self::default()
        }
    }

    /// Adds a file, named as diagnostics name it.
    pub(crate) fn add(&mut self, name: String, stem: &str, bytes: Cow<'static, [u8]>) {
        let stem = stem.to_owned();
        self.files.push(CaseFile { name, stem, bytes });
    }

    /// The cases in order of the files; those that cannot be read are left out.
    pub fn all(&self) -> &[Case] {
        &self.read().0
    }

    /// What is wrong with the files.
    pub(crate) fn diagnostics(&self) -> &[Diagnostic] {
        &self.read().1
    }

    fn read(&self) -> &(Vec<Case>, Vec<Diagnostic>) {
        self.read.get_or_init(|| {
            let (mut cases, mut found) = (Vec::new(), Vec::new());
            for file in &self.files {
                let document = file.read(&mut found);
                cases.extend(document.into_iter().flat_map(|d| self.cases(d)));
            }
            (cases, found)
        })
    }

    fn cases(&self, mut document: Document<Cases>) -> Vec<Case> {
        let specs = std::mem::take(&mut document.value.cases);
        let case = |(i, spec)| Case {
            spec,
            pack: self.pack.clone(),
            place: document.place(&format!("cases.{i}")),
        };
        specs.into_iter().enumerate().map(case).collect()
    }
}

impl CaseFile {
    fn read(&self, found: &mut Vec<Diagnostic>) -> Option<Document<Cases>> {
        let text = decode(&self.bytes, &self.name, found)?;
        let (root, mut wrong) = parse_text(&self.name, text, Limits::default());
        found.append(&mut wrong);
        let parsed = read_root::<Cases>(&self.name, &self.stem, root?);
        found.extend(parsed.diagnostics);
        parsed.document
    }
}
