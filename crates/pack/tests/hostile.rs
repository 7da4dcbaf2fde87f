//! Packs made to do harm: they end in a finding, soon and without a crash.

use julin_pack::{PackFiles, PackSource, Registry, load, read_text};
use serde::Deserialize;
use std::fmt::Write as _;

fn codes(text: &str) -> Vec<String> {
    let parsed = read_text::<serde_json::Value>("x.yaml", text);
    parsed.diagnostics.into_iter().map(|d| d.code).collect()
}

#[test]
fn anchors_that_multiply() {
    // "Billion laughs": nine levels of nine.
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        let uses = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(text, "a{level}: &a{level} [{uses}]").unwrap();
    }
    assert_eq!(codes(&text), ["pack.too-many-nodes"]);
}

#[test]
fn anchors_that_nest() {
    let mut text = "a0: &a0 [x]\n".to_owned();
    for level in 1..100 {
        writeln!(text, "a{level}: &a{level} [*a{}]", level - 1).unwrap();
    }
    assert_eq!(codes(&text), ["pack.too-deep"]);
}

#[test]
fn an_anchor_within_itself() {
    assert_eq!(codes("a: &a [*a]\n"), ["pack.yaml.unknown-anchor"]);
}

#[test]
fn many_uses_of_an_anchor() {
    assert_eq!(
        codes(&format!("a: &a x\nb: [{}]\n", "*a, ".repeat(500))),
        ["pack.too-many-aliases"]
    );
}

#[test]
fn deep_nesting() {
    assert_eq!(
        codes(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))),
        ["pack.too-deep"]
    );
    assert_eq!(codes(&"{a: ".repeat(100_000)), ["pack.too-deep"]);
    let mut steps = String::new();
    for depth in 0..200 {
        writeln!(steps, "{}a:", " ".repeat(depth)).unwrap();
    }
    assert_eq!(codes(&steps), ["pack.too-deep"]);
}

#[test]
fn endless_wrong_items_are_given_up() {
    #[derive(Debug, Deserialize)]
    struct List {
        #[allow(dead_code)]
        items: Vec<u8>,
    }
    let parsed = read_text::<List>("x.yaml", &format!("items:\n{}", "  - x\n".repeat(10_000)));
    assert!(parsed.document.is_none());
    assert_eq!(parsed.diagnostics.len(), 100);
}

#[test]
fn odd_bytes() {
    for text in [
        "\0",
        "a: \u{0}",
        "\u{7f}: \u{85}",
        "a: \"\\x00\"",
        "%YAML 9.9\n---\na",
        "\u{2028}",
        "- \u{1b}[31m",
    ] {
        // Whatever is said of it, reading ends.
        let _ = codes(text);
    }
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("p");
    std::fs::create_dir_all(pack.join("facts")).unwrap();
    std::fs::write(folder.path().join("secret.yaml"), "facts: []\n").unwrap();
    std::os::unix::fs::symlink("../../secret.yaml", pack.join("facts/x.yaml")).unwrap();
    std::os::unix::fs::symlink("..", pack.join("entities")).unwrap();
    std::fs::write(
        pack.join("pack.yaml"),
        "id: p\ntitle: {zh: 甲, en: A}\nversion: '1'\nchecked_on: 2026-01-01\n",
    )
    .unwrap();
    let files = PackFiles::read(&pack);
    assert_eq!(files.files.keys().collect::<Vec<_>>(), ["pack.yaml"]);
    let loaded = load(PackSource::new().with([files]), &Registry::new());
    let found: Vec<_> = loaded.diagnostics.iter().map(|d| d.code.as_str()).collect();
    assert_eq!(found, ["pack.symlink", "pack.symlink"]);
}

#[test]
fn large_files_are_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("p");
    std::fs::create_dir_all(pack.join("facts")).unwrap();
    let file = std::fs::File::create(pack.join("facts/x.yaml")).unwrap();
    file.set_len(100 << 20).unwrap();
    std::fs::write(pack.join(".hidden"), "x").unwrap();
    let files = PackFiles::read(&pack);
    assert!(files.files.is_empty());
    assert_eq!(files.diagnostics[0].code, "pack.file-too-large");
    // The same limit holds for bytes that do not come from a disk.
    let big = PackFiles::from_texts("p", [("facts/x.yaml", &*"#".repeat(9 << 20))]);
    let loaded = load(PackSource::new().with([big]), &Registry::new());
    assert!(
        loaded
            .diagnostics
            .iter()
            .any(|d| d.code == "pack.file-too-large")
    );
}

#[test]
fn folders_within_folders() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("p");
    std::fs::create_dir_all(pack.join(["facts"; 40].join("/"))).unwrap();
    let files = PackFiles::read(&pack);
    assert_eq!(files.diagnostics[0].code, "pack.folders-too-deep");
}
