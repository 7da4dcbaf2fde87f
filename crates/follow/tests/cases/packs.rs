//! The workflows of the packs, and the one in the manual.

use super::desk::{findings, workflow};
use julin_follow::workflow::across::check_across;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn the_example_of_the_manual_can_be_run() {
    let manual = std::fs::read_to_string(root().join("docs/packs.md")).unwrap();
    let (_, section) = manual.split_once("\n## workflows/").unwrap();
    let (_, example) = section.split_once("```yaml\n").unwrap();
    let (example, _) = example.split_once("```").unwrap();
    assert_eq!(workflow(example).openings().count(), 1);
}

#[test]
fn nothing_is_wrong_with_the_workflows_of_the_packs() {
    let mut checked = 0;
    for pack in std::fs::read_dir(root().join("packs")).unwrap() {
        let folder = pack.unwrap().path().join("workflows");
        let Ok(files) = std::fs::read_dir(folder) else {
            continue;
        };
        for file in files {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            assert_eq!(findings(&text), [""; 0], "{}", path.display());
            checked += 1;
        }
    }
    assert!(checked > 0, "no workflow was found");
}

#[test]
fn the_workflows_of_the_packs_fit_together() {
    let mut all = std::collections::BTreeMap::new();
    for pack in std::fs::read_dir(root().join("packs")).unwrap() {
        let pack = pack.unwrap();
        let Ok(files) = std::fs::read_dir(pack.path().join("workflows")) else {
            continue;
        };
        for file in files {
            let path = file.unwrap().path();
            let pack = pack.file_name().to_string_lossy().into_owned();
            let id = format!("{pack}/{}", path.file_stem().unwrap().to_string_lossy());
            all.insert(
                id,
                super::desk::spec(&std::fs::read_to_string(&path).unwrap()),
            );
        }
    }
    for (id, spec) in &all {
        assert_eq!(check_across(spec, |other| all.get(other)), [], "{id}");
    }
}
