//! The packs that come with the program.
//!
//! A release holds them in the binary. A debug build reads them from the checkout, so
//! that an author sees an edit without a build.

use crate::files::PackFiles;

/// The built-in packs, in order of id.
#[cfg(not(debug_assertions))]
pub fn builtin() -> Vec<PackFiles> {
    static PACKS: include_dir::Dir<'static> =
        include_dir::include_dir!("$CARGO_MANIFEST_DIR/../../packs");
    compiled_in(&PACKS)
}

/// The built-in packs, in order of id.
#[cfg(debug_assertions)]
pub fn builtin() -> Vec<PackFiles> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut packs = PackFiles::read_all(&folder);
    for pack in &mut packs {
        pack.label = format!("packs/{}", pack.id);
    }
    packs
}

/// The packs of a compiled-in folder.
#[cfg(any(test, not(debug_assertions)))]
fn compiled_in(folder: &'static include_dir::Dir<'static>) -> Vec<PackFiles> {
    let mut packs: Vec<PackFiles> = folder.dirs().map(one_pack).collect();
    packs.retain(|pack| pack.files.contains_key("pack.yaml"));
    packs.sort_by(|a, b| a.id.cmp(&b.id));
    packs
}

#[cfg(any(test, not(debug_assertions)))]
fn one_pack(folder: &'static include_dir::Dir<'static>) -> PackFiles {
    let id = folder.path().to_string_lossy().into_owned();
    let mut pack = PackFiles {
        label: format!("packs/{id}"),
        id,
        ..PackFiles::default()
    };
    add(folder, folder.path(), &mut pack);
    pack
}

#[cfg(any(test, not(debug_assertions)))]
fn add(folder: &'static include_dir::Dir<'static>, root: &std::path::Path, pack: &mut PackFiles) {
    for file in folder.files() {
        let path = file.path().strip_prefix(root).unwrap_or(file.path());
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        let hidden = |part: &str| part.starts_with('.') || part.ends_with('~');
        if !parts.iter().any(|part| hidden(part)) {
            pack.files.insert(parts.join("/"), file.contents().into());
        }
    }
    folder.dirs().for_each(|inner| add(inner, root, pack));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compiled_in_folder_is_what_the_disk_holds() {
        static FOLDER: include_dir::Dir<'static> =
            include_dir::include_dir!("$CARGO_MANIFEST_DIR/tests/packs");
        let disk = PackFiles::read_all(
            &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs"),
        );
        let compiled = compiled_in(&FOLDER);
        let digests = |packs: &[PackFiles]| {
            packs
                .iter()
                .map(|p| (p.id.clone(), p.digest()))
                .collect::<Vec<_>>()
        };
        assert!(!compiled.is_empty());
        assert_eq!(digests(&compiled), digests(&disk));
    }
}
