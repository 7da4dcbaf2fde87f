//! Checks packs that are not in use: a folder an author is working on.

use super::casebook_check::play_casebooks;
use super::{Packs, registry};
use crate::call::Answer;
use crate::error::AppError;
use julin_model::{Diagnostic, Place, Severity};
use julin_pack::{PackFiles, PackSource};
use std::path::PathBuf;

/// Which packs.
#[derive(Debug, Clone, Default)]
pub struct CheckInput {
    /// A pack's folder, or a folder of packs; all built-in packs when not given.
    pub folder: Option<PathBuf>,
}

/// What was checked and found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Checked {
    /// Packs looked at.
    pub packs: Vec<String>,
    /// Findings in order of file and line.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// True when something is wrong that is more than a warning.
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|d| d.severity == Severity::Error)
    }
}

/// Checks packs; required packs are looked for beside them and among the built-in ones.
pub fn check(input: &CheckInput) -> Answer<Checked> {
    let wanted = files(input)?;
    let packs = wanted.iter().map(|pack| pack.id.clone()).collect();
    let all = Packs::from_source(source(input, wanted));
    let played = play_casebooks(&all);
    let diagnostics = all.diagnostics.into_iter().chain(played).collect();
    Ok(Checked { packs, diagnostics })
}

/// The packs of a folder, or the built-in ones.
pub fn files(input: &CheckInput) -> Answer<Vec<PackFiles>> {
    let Some(folder) = &input.folder else {
        return Ok(julin_pack::builtin());
    };
    let files = PackFiles::read_all(folder);
    if files.is_empty() {
        let place = Place::file(folder.display().to_string());
        return Err(AppError::invalid(
            Diagnostic::error("app.no-pack-in-folder").at(place),
        ));
    }
    Ok(files)
}

/// The packs, with those beside them and the built-in ones as library.
pub fn source(input: &CheckInput, wanted: Vec<PackFiles>) -> PackSource {
    let beside = input
        .folder
        .iter()
        .flat_map(|folder| PackFiles::beside(folder));
    PackSource::new()
        .with(wanted)
        .with_library(julin_pack::builtin())
        .with_library(beside)
}

/// JSON Schema of all kinds, for editors.
pub fn schema() -> serde_json::Value {
    julin_pack::schema::all(&registry())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::collections::BTreeMap;

    /// The schema of all kinds has one place per name: a name with two meanings would tell
    /// an editor the wrong one.
    #[test]
    fn a_name_means_one_shape_in_all_kinds() {
        let registry = registry();
        let all = schema();
        let kinds = all["$defs"].as_object().unwrap().keys();
        let mut shapes: BTreeMap<String, (String, Value)> = BTreeMap::new();
        let mut clashes = Vec::new();
        for kind in kinds {
            let one = julin_pack::schema::schema(kind, &registry);
            let own = one.and_then(|one| one.get("$defs")?.as_object().cloned());
            for (name, shape) in own.into_iter().flatten() {
                let seen = shapes.get(&name).filter(|(_, seen)| *seen != shape);
                if let Some((other, _)) = seen {
                    clashes.push(format!("{name}: {other}, {kind}"));
                }
                shapes.entry(name).or_insert((kind.clone(), shape));
            }
        }
        assert_eq!(clashes, Vec::<String>::new());
    }
}
