//! The files of a pack sorted by kind and read, before references are looked at.

use crate::case_files::CaseFiles;
use crate::check::{Category, missing_labels};
use crate::document::{Document, Parsed, RawDocument, decode, parse_text, read_root};
use crate::files::PackFiles;
use crate::kind::{
    BASE, Crosswalk, Discrepancies, Entities, Facts, Fields, Links, Manifest, ONE_PER_FILE,
    Sources, Types, Units,
};
use crate::registry::Registry;
use crate::yaml::{Limits, Node};
use julin_model::{Diagnostic, Place, Text};
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// A file that shows how to write cases; never run.
const TEMPLATE: &str = "TEMPLATE";

/// What the files of a pack say, by kind.
pub struct Parts {
    pub files: PackFiles,
    pub manifest: Document<Manifest>,
    manifest_read: bool,
    pub units: Vec<Document<Units>>,
    pub types: Vec<Document<Types>>,
    pub fields: Vec<Document<Fields>>,
    pub sources: Vec<Document<Sources>>,
    pub entities: Vec<Document<Entities>>,
    pub facts: Vec<Document<Facts>>,
    pub links: Vec<Document<Links>>,
    pub discrepancies: Vec<Document<Discrepancies>>,
    pub crosswalks: Vec<Document<Crosswalk>>,
    pub cases: CaseFiles,
    pub others: Vec<RawDocument>,
    /// Identifiers of items that could not be read.
    pub broken: Vec<String>,
    /// What a file that could not be read at all may have declared.
    pub gaps: Vec<Category>,
    pub found: Vec<Diagnostic>,
}

impl Parts {
    /// False when the manifest is missing or broken and an empty one stands in.
    pub fn has_manifest(&self) -> bool {
        self.manifest_read
    }

    /// Reads all files of a pack.
    pub fn read(files: PackFiles, registry: &Registry) -> Self {
        let manifest = no_manifest(&files);
        let mut parts = Self {
            files: PackFiles::default(),
            manifest,
            manifest_read: false,
            units: Vec::new(),
            types: Vec::new(),
            fields: Vec::new(),
            sources: Vec::new(),
            entities: Vec::new(),
            facts: Vec::new(),
            links: Vec::new(),
            discrepancies: Vec::new(),
            crosswalks: Vec::new(),
            cases: CaseFiles::new(&files.id),
            others: Vec::new(),
            broken: Vec::new(),
            gaps: Vec::new(),
            found: files.diagnostics.clone(),
        };
        if !files.files.contains_key("pack.yaml") {
            let place = Place::file(files.name("pack.yaml"));
            parts
                .found
                .push(Diagnostic::error("pack.no-manifest").at(place));
        }
        for (path, bytes) in &files.files {
            match case_file(path) {
                Some(stem) if stem.ends_with(TEMPLATE) => {}
                Some(stem) => parts.cases.add(files.name(path), stem, bytes.clone()),
                None => parts.read_file(&files, path, bytes, registry),
            }
        }
        parts.files = files;
        parts
    }

    fn read_file(&mut self, files: &PackFiles, path: &str, bytes: &[u8], registry: &Registry) {
        let name = files.name(path);
        let (folder, rest) = path.split_once('/').unwrap_or(("", path));
        let Some(stem) = rest.strip_suffix(".yaml") else {
            if !rest.ends_with(".md") {
                self.found.push(
                    Diagnostic::error("pack.unknown-file")
                        .with("name", rest)
                        .at(Place::file(name)),
                );
            }
            return;
        };
        let known = if folder.is_empty() {
            stem == "pack"
        } else {
            BASE.contains(&folder) || registry.knows(folder)
        };
        if !known {
            self.unknown_folder(folder, rest, name, registry);
            return;
        }
        let text = match decode(bytes, &name, &mut self.found) {
            Some(text) => text,
            None => return self.gaps.extend(Category::declared_in(folder)),
        };
        let (root, found) = parse_text(&name, text, Limits::default());
        self.found.extend(found);
        let Some(root) = root else {
            return self.gaps.extend(Category::declared_in(folder));
        };
        self.generic_checks(&name, folder, stem, &root);
        self.sort(Raw {
            pack: &files.id,
            folder,
            stem,
            name,
            text,
            root,
        });
    }

    fn unknown_folder(&mut self, folder: &str, rest: &str, name: String, registry: &Registry) {
        let mut kinds: Vec<&str> = BASE.into_iter().chain(registry.folders()).collect();
        kinds.sort_unstable();
        let near = crate::suggest::nearest(folder, kinds.iter().copied()).unwrap_or("—");
        let code = if folder.is_empty() {
            "pack.unknown-file"
        } else {
            "pack.unknown-folder"
        };
        let finding = Diagnostic::error(code)
            .with("folder", folder)
            .with("name", rest)
            .with("near", near);
        self.found.push(
            finding
                .with("known", kinds.join(", "))
                .at(Place::file(name)),
        );
    }

    fn generic_checks(&mut self, name: &str, folder: &str, stem: &str, root: &Node) {
        let place = |pos: crate::yaml::Pos| Place::line(name, pos.line.into(), pos.column.into());
        if folder != "names" {
            let missing = missing_labels(root).into_iter();
            let finding = |(lang, pos)| {
                Diagnostic::error(&format!("pack.missing-label.{lang}")).at(place(pos))
            };
            self.found.extend(missing.map(finding));
        }
        let single =
            ONE_PER_FILE.contains(&folder) || !(folder.is_empty() || BASE.contains(&folder));
        if single
            && let Some(id) = root.get("id")
            && id.text() != Some(stem)
        {
            let text = id.text().unwrap_or_default();
            let finding = Diagnostic::error("pack.id-not-path")
                .with("id", text)
                .with("path", stem);
            self.found.push(finding.at(place(id.pos)));
        }
    }

    fn sort(&mut self, raw: Raw<'_>) {
        match raw.folder {
            "" => {
                if let Some(manifest) = self.read_kind(&raw) {
                    self.manifest = manifest;
                    self.manifest_read = true;
                }
            }
            "units" => push(self.read_kind(&raw), &mut self.units),
            "types" => push(self.read_kind(&raw), &mut self.types),
            "fields" => push(self.read_kind(&raw), &mut self.fields),
            "sources" => push(self.read_kind(&raw), &mut self.sources),
            "entities" => push(self.read_kind(&raw), &mut self.entities),
            "facts" => push(self.read_kind(&raw), &mut self.facts),
            "links" => push(self.read_kind(&raw), &mut self.links),
            "discrepancies" => push(self.read_kind(&raw), &mut self.discrepancies),
            "crosswalks" => push(self.read_kind(&raw), &mut self.crosswalks),
            _ => self.others.push(RawDocument {
                pack: raw.pack.to_owned(),
                kind: raw.folder.to_owned(),
                stem: raw.stem.to_owned(),
                file: raw.name,
                text: raw.text.to_owned(),
                root: raw.root,
            }),
        }
    }

    fn read_kind<T: DeserializeOwned>(&mut self, raw: &Raw<'_>) -> Option<Document<T>> {
        let Parsed {
            document,
            diagnostics,
            broken,
        } = read_root(&raw.name, raw.stem, Arc::clone(&raw.root));
        self.found.extend(diagnostics);
        self.broken.extend(broken);
        if document.is_none() {
            self.gaps.extend(Category::declared_in(raw.folder));
        }
        document
    }
}

/// A file on its way to its kind.
struct Raw<'a> {
    pack: &'a str,
    folder: &'a str,
    stem: &'a str,
    name: String,
    text: &'a str,
    root: Arc<Node>,
}

/// What a file of cases is called.
fn case_file(path: &str) -> Option<&str> {
    path.strip_prefix("cases/")?.strip_suffix(".yaml")
}

fn push<T>(document: Option<T>, to: &mut Vec<T>) {
    to.extend(document);
}

/// Stands in for a manifest that is missing or broken, so that the other files are
/// checked all the same.
fn no_manifest(files: &PackFiles) -> Document<Manifest> {
    let value = Manifest {
        id: files.id.clone(),
        title: Text::default(),
        version: String::new(),
        requires: Vec::new(),
        checked_on: chrono::NaiveDate::MIN,
        references: std::collections::BTreeMap::new(),
        note: Text::default(),
    };
    let positions = crate::yaml::Positions::empty();
    Document {
        file: files.name("pack.yaml"),
        stem: "pack".to_owned(),
        value,
        positions,
    }
}
