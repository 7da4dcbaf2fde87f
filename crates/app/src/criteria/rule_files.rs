//! Rules named by folder or file besides those named by identifier: files of a pack come
//! with their pack, loose ones as a pack of their own.

use crate::call::{Answer, App};
use crate::error::AppError;
use julin_criteria::Rule;
use julin_model::Diagnostic;
use julin_pack::PackFiles;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The pack loose files come in; each rule is `files/<name>`.
const LOOSE: &str = "files";
/// Folders in a pack at most, from a rule upwards.
const MOST_LEVELS: usize = 6;

/// What a list of names comes to.
#[derive(Debug, Clone, Default)]
pub struct NamedRules {
    /// Packs to be read besides the others.
    pub packs: Vec<PackFiles>,
    /// Packs and rules by identifier.
    pub rules: Vec<String>,
}

/// Tells folders and files from identifiers: what is there is a folder or file.
/// `folders` are those of other packs in use, whose fields loose rules may read.
pub fn named_rules(names: &[String], folders: &[PathBuf]) -> Answer<NamedRules> {
    let mut named = NamedRules::default();
    let mut loose = PackFiles {
        id: LOOSE.to_owned(),
        label: LOOSE.to_owned(),
        ..PackFiles::default()
    };
    for name in names {
        let path = Path::new(name);
        let looks_like_file = is_rule(path) || name.ends_with('/');
        if !path.exists() && !looks_like_file {
            named.rules.push(name.clone());
            continue;
        }
        let own = PackFiles::read_all(path);
        if !own.is_empty() {
            named.rules.extend(own.iter().map(|pack| pack.id.clone()));
            named.packs.extend(own);
            continue;
        }
        let files = rule_files(path)?;
        match pack_of(path) {
            Some(folder) => {
                let pack = PackFiles::read(&folder);
                let ids = files
                    .iter()
                    .map(|file| format!("{}/{}", pack.id, stem(file)));
                named.rules.extend(ids);
                if named.packs.iter().all(|known| known.id != pack.id) {
                    named.packs.push(pack);
                }
            }
            None => {
                for file in files {
                    let id = add(&mut loose, &file)?;
                    named.rules.push(id);
                }
            }
        }
    }
    if !loose.files.is_empty() {
        manifest(&mut loose, folders);
        named.packs.push(loose);
    }
    Ok(named)
}

/// The rules named, by pack or by identifier; all when none is.
pub(super) fn asked<'a>(app: &'a App, names: &[String]) -> Answer<Vec<&'a Rule>> {
    let all = app.packs.compiled_rules();
    if names.is_empty() {
        return Ok(all.values().collect());
    }
    let mut found = Vec::new();
    for name in names {
        let own = all
            .iter()
            .filter(|(id, _)| *id == name || id.split('/').next() == Some(name));
        let before = found.len();
        found.extend(own.map(|(_, rule)| rule));
        // One with errors is told where it is read, and stops no other.
        if found.len() == before && !is_written(app, name) {
            let unknown = Diagnostic::error("app.not-found.rule").with("id", name);
            return Err(AppError::invalid(unknown));
        }
    }
    Ok(found)
}

/// True for a rule that is there, with errors or without.
fn is_written(app: &App, id: &str) -> bool {
    let packs = app.packs.all().iter();
    let mut rules = packs.flat_map(|pack| pack.documents_of("criteria"));
    rules.any(|rule| rule.id() == id)
}

fn is_rule(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    matches!(ending, Some("yaml" | "yml"))
}

fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

fn unreadable(path: &Path, reason: &dyn std::fmt::Display) -> AppError {
    let found = Diagnostic::error("app.rule-file-unreadable").with("reason", reason);
    AppError::invalid(found.with("file", path.display()))
}

/// The rule files at a path: the file itself, or those of the folder.
fn rule_files(path: &Path) -> Answer<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = std::fs::read_dir(path).map_err(|error| unreadable(path, &error.kind()))?;
    let entries = entries.flatten().map(|entry| entry.path());
    let mut files: Vec<_> = entries.filter(|file| is_rule(file)).collect();
    files.sort();
    if files.is_empty() {
        let none = Diagnostic::error("app.rule-files-none").with("folder", path.display());
        return Err(AppError::invalid(none));
    }
    Ok(files)
}

/// The folder of the pack a path stands in.
fn pack_of(path: &Path) -> Option<PathBuf> {
    let full = path.canonicalize().ok()?;
    let above = full.ancestors().skip(1).take(MOST_LEVELS);
    let mut packs = above.filter(|folder| folder.join("pack.yaml").is_file());
    packs.next().map(Path::to_owned)
}

fn add(pack: &mut PackFiles, file: &Path) -> Answer<String> {
    let name = stem(file);
    let bytes = std::fs::read(file).map_err(|error| unreadable(file, &error.kind()))?;
    let path = format!("criteria/{name}.yaml");
    let twice = pack.files.insert(path.clone(), bytes.into());
    if twice.is_some() {
        let found = Diagnostic::error("app.rule-file-twice").with("id", &name);
        return Err(AppError::invalid(found.with("file", file.display())));
    }
    pack.names.insert(path, file.display().to_string());
    Ok(format!("{LOOSE}/{name}"))
}

/// Writes the manifest loose files do without: it requires all packs, and lists the texts
/// the files cite by their keys.
fn manifest(pack: &mut PackFiles, folders: &[PathBuf]) {
    let own = folders
        .iter()
        .flat_map(|folder| PackFiles::read_all(folder));
    let others: BTreeSet<String> = own
        .chain(julin_pack::builtin())
        .map(|pack| pack.id)
        .collect();
    let mut keys = BTreeSet::new();
    for bytes in pack.files.values() {
        let text = String::from_utf8_lossy(bytes);
        // What cannot be read is told when the pack is checked.
        if let Ok(read) = serde_saphyr::from_str::<Value>(&text) {
            cited(&read, &mut keys);
        }
    }
    let title = |word: &str| json!({"zh": word, "en": word});
    let references: Map<String, Value> = keys
        .into_iter()
        .map(|key| (key.clone(), json!({"title": title(&key)})))
        .collect();
    let text = json!({
        "id": LOOSE,
        "title": title(LOOSE),
        "version": "0",
        "requires": others,
        "checked_on": chrono::NaiveDate::default(),
        "references": references,
    });
    // JSON is YAML.
    let bytes = text.to_string().into_bytes();
    pack.files.insert("pack.yaml".to_owned(), bytes.into());
}

/// The texts a rule cites.
fn cited(value: &Value, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("reference", Value::String(text)) => {
                        keys.insert(text.clone());
                    }
                    ("references", Value::Array(list)) => {
                        let texts = list.iter().filter_map(Value::as_str);
                        keys.extend(texts.map(str::to_owned));
                    }
                    _ => cited(value, keys),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|one| cited(one, keys)),
        _ => {}
    }
}
