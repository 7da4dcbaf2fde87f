//! The fields and units there are: those of all packs beside the workspace's crates, read
//! as plainly as possible.

use julin_criteria::{Dictionary, FieldKind, Unit};
use serde::Deserialize;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The dictionary.
#[derive(Default)]
pub struct Words {
    fields: HashMap<String, FieldKind>,
    units: HashMap<String, Unit>,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    fields: Vec<Field>,
    #[serde(default)]
    units: Vec<Measure>,
}

#[derive(Deserialize)]
struct Field {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    unit: Option<String>,
    #[serde(default)]
    many: bool,
}

#[derive(Deserialize)]
struct Measure {
    code: String,
    dimension: String,
    factor: f64,
}

/// Files of a kind in all packs.
pub fn pack_files(kind: &str) -> Vec<PathBuf> {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let packs = packs.map(|up| up.join("packs")).find(|own| own.is_dir());
    let folders = list(&packs.expect("the packs lie beside the crates"));
    let mut files: Vec<_> = folders
        .iter()
        .flat_map(|pack| list(&pack.join(kind)))
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    files.sort();
    files
}

fn list(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

impl Words {
    /// Reads the packs.
    pub fn read() -> Self {
        let mut words = Self::default();
        for path in [pack_files("fields"), pack_files("units")].concat() {
            let text = fs::read_to_string(&path).unwrap();
            let file: File = serde_saphyr::from_str(&text).unwrap();
            words.add(file);
        }
        words
    }

    fn add(&mut self, file: File) {
        for own in file.fields {
            if let Some(kind) = kind_of(&own.kind, own.unit, own.many) {
                self.fields.insert(own.id, kind);
            }
        }
        for own in file.units {
            let unit = Unit {
                dimension: own.dimension,
                factor: own.factor,
            };
            self.units.insert(own.code, unit);
        }
    }
}

fn kind_of(kind: &str, unit: Option<String>, many: bool) -> Option<FieldKind> {
    Some(match kind {
        "number" => FieldKind::Number { unit },
        "word" if many => FieldKind::Set,
        "word" => FieldKind::Word,
        "flag" => FieldKind::Flag,
        "date" => FieldKind::Date,
        _ => return None,
    })
}

impl Dictionary for Words {
    fn field(&self, name: &str) -> Option<FieldKind> {
        self.fields.get(name).cloned()
    }

    fn unit(&self, code: &str) -> Option<Unit> {
        self.units.get(code).cloned()
    }
}
