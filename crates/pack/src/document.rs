//! A file of a pack: its text, its tree, and the value read from it with positions.

use crate::yaml::{self, Limits, Node, Positions, Sink};
use julin_model::{Diagnostic, Place};
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// A value read from a file, with the place of each of its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Document<T> {
    /// The file, as diagnostics name it.
    pub file: String,
    /// What the path says the document is called: `zk-2021` for `frameworks/zk-2021.yaml`.
    pub stem: String,
    /// The value.
    pub value: T,
    /// Where its parts stand.
    pub positions: Positions,
}

impl<T> Document<T> {
    /// Place of the value at a path such as `groups.0.indicators.3.field`.
    pub fn place(&self, path: &str) -> Place {
        self.place_of(self.positions.at(path))
    }

    /// Place of the key at a path.
    pub fn key_place(&self, path: &str) -> Place {
        self.place_of(self.positions.key(path))
    }

    fn place_of(&self, pos: yaml::Pos) -> Place {
        Place::line(&*self.file, pos.line.into(), pos.column.into())
    }
}

/// What reading gave: the value as far as it could be read, and all findings.
#[derive(Debug)]
pub struct Parsed<T> {
    /// The value; `None` when the file as a whole does not fit.
    pub document: Option<Document<T>>,
    /// Findings, in order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// Identifiers (`id` or `code`) of list items that were left out.
    pub broken: Vec<String>,
}

/// A file of a pack before a kind has read it.
#[derive(Debug, Clone, PartialEq)]
pub struct RawDocument {
    /// The pack.
    pub pack: String,
    /// The folder: `frameworks`.
    pub kind: String,
    /// Path within the folder without `.yaml`: `zk-2021`.
    pub stem: String,
    /// The file, as diagnostics name it.
    pub file: String,
    /// The text.
    pub text: String,
    /// The tree of the text.
    pub root: Arc<Node>,
}

impl RawDocument {
    /// Full identifier: `cn-national/zk-2021`.
    pub fn id(&self) -> String {
        format!("{}/{}", self.pack, self.stem)
    }

    /// Reads the value.
    pub fn read<T: DeserializeOwned>(&self) -> Parsed<T> {
        read_root(&self.file, &self.stem, Arc::clone(&self.root))
    }
}

/// Reads a value from the text of one file, outside any pack: a mapping given on the
/// command line, a test.
pub fn read_text<T: DeserializeOwned>(file: &str, text: &str) -> Parsed<T> {
    let (root, mut found) = parse_text(file, text, Limits::default());
    let Some(root) = root else {
        return Parsed {
            document: None,
            diagnostics: found,
            broken: Vec::new(),
        };
    };
    let name = file.rsplit('/').next().unwrap_or(file);
    let mut parsed = read_root(file, name.trim_end_matches(".yaml"), root);
    found.append(&mut parsed.diagnostics);
    Parsed {
        diagnostics: in_order(found),
        ..parsed
    }
}

/// The text of a file's bytes; what is wrong with them goes to the findings.
pub(crate) fn decode<'a>(
    bytes: &'a [u8],
    name: &str,
    found: &mut Vec<Diagnostic>,
) -> Option<&'a str> {
    let limit = Limits::default().bytes;
    if bytes.len() > limit {
        let finding = Diagnostic::error("pack.file-too-large").with("detail", limit >> 20);
        found.push(finding.at(Place::file(name)));
        return None;
    }
    if let Some(rest) = bytes.strip_prefix("\u{feff}".as_bytes()) {
        found.push(Diagnostic::error("pack.bom").at(Place::line(name, 1, 1)));
        return std::str::from_utf8(rest).ok();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            let line = 1 + before.iter().filter(|b| **b == b'\n').count() as u64;
            let start = before
                .iter()
                .rposition(|b| *b == b'\n')
                .map_or(0, |newline| newline + 1);
            let column = 1 + String::from_utf8_lossy(&before[start..]).chars().count() as u64;
            found.push(Diagnostic::error("pack.encoding").at(Place::line(name, line, column)));
            None
        }
    }
}

/// The tree of a text, with what is wrong with it.
pub(crate) fn parse_text(
    file: &str,
    text: &str,
    limits: Limits,
) -> (Option<Arc<Node>>, Vec<Diagnostic>) {
    let sink = Sink::new(file);
    let root = yaml::parse(text, limits, &sink);
    (root.map(Arc::new), sink.into_found())
}

/// The value of a tree.
pub(crate) fn read_root<T: DeserializeOwned>(file: &str, stem: &str, root: Arc<Node>) -> Parsed<T> {
    let sink = Sink::new(file);
    let value = yaml::read(&root, &sink);
    let broken = yaml::dropped_ids(&root, &sink);
    let document = value.map(|value| Document {
        file: file.to_owned(),
        stem: stem.to_owned(),
        value,
        positions: Positions::new(root, &sink),
    });
    Parsed {
        document,
        broken,
        diagnostics: in_order(sink.into_found()),
    }
}

/// Findings in order of file, line and column.
pub(crate) fn in_order(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.sort_by(|a, b| a.place.cmp(&b.place));
    found
}
