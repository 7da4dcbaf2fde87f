//! A small park office for tests: an empty database, the built-in packs, a clock that
//! stands still, and tables written on the spot.

use chrono::{DateTime, TimeDelta, Utc};
use julin_app::data::{ImportInput, ImportOptions, import_file};
use julin_app::{App, Call, Opening, Packs};
use julin_model::{FixedClock, HandClock};
use julin_pack::{PackFiles, PackSource};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// The application with its folder; dropped together.
pub struct Office {
    pub app: App,
    pub call: Call,
    pub folder: TempDir,
}

/// A clock that starts where the test put it and goes on a little whenever it is read.
pub fn hands_at(time: &str) -> Arc<HandClock> {
    let step = TimeDelta::nanoseconds(1_234_567);
    Arc::new(HandClock::new(time.parse().unwrap(), step))
}

/// Puts a clock to a time.
pub fn put(hands: &HandClock, time: &str) {
    hands.set(time.parse().unwrap());
}

/// 22 November 2026, noon.
pub fn noon() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

/// A manifest of a small pack named `tiny`.
const TINY: &str =
    "id: tiny\ntitle: {zh: 小, en: Tiny}\nversion: '1'\nrequires: [core]\nchecked_on: 2026-11-22\n";

/// The same without any other pack.
const ALONE: &str = "id: tiny\ntitle: {zh: 小, en: Tiny}\nversion: '1'\nchecked_on: 2026-11-22\n";

/// The built-in packs and a small one of these files; it may bring its own manifest.
pub fn packs_with<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Packs {
    let mut all = BTreeMap::from([("pack.yaml", TINY)]);
    all.extend(files);
    let own = PackFiles::from_texts("tiny", all);
    let source = PackSource::new().with([own]);
    Packs::from_source(source.with_library(julin_pack::builtin()))
}

/// A small pack of these files and nothing else: quick to read.
pub fn packs_alone<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Packs {
    let mut all = BTreeMap::from([("pack.yaml", ALONE)]);
    all.extend(files);
    let own = PackFiles::from_texts("tiny", all);
    Packs::from_source(PackSource::new().with([own]))
}

/// Two firms and a field to import them with.
pub const FIRMS: &str = "企业名称,无违规\n甲公司,是\n乙公司,是\n";
/// The field.
pub const FIRM_FIELDS: &str = "fields:
- {id: tiny_clean, label: {zh: 无违规, en: Clean}, type: flag, of: [enterprise]}
";

/// Imports a table of enterprises about 2025 from a file in the folder.
pub fn import_firms(app: &App, folder: &Path, text: &str) {
    let file = folder.join("firms.csv");
    std::fs::write(&file, text).unwrap();
    let options = ImportOptions {
        entity_type: Some("enterprise".to_owned()),
        period: Some("2025".to_owned()),
        series: Some("office".to_owned()),
        ..ImportOptions::default()
    };
    let input = ImportInput {
        file,
        name: "firms.csv".to_owned(),
        options,
    };
    import_file(app, &Call::default(), &input, &mut |_, _| {}).unwrap();
}

impl Office {
    /// An empty database with the built-in packs.
    pub fn new() -> Self {
        Self::with_packs(Packs::read(&[]))
    }

    /// An empty database with the packs given.
    pub fn with_packs(packs: Packs) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        let clock = Arc::new(FixedClock(noon()));
        let app = App::open(&url, Opening::Create, packs, clock).unwrap();
        Self {
            app,
            call: Call::default(),
            folder,
        }
    }

    /// Writes a file and says how to import it as figures of parks in 2024.
    pub fn table(&self, name: &str, text: &str) -> ImportInput {
        let file: PathBuf = self.folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        let options = ImportOptions {
            entity_type: Some("park".to_owned()),
            period: Some("2024".to_owned()),
            series: Some("office".to_owned()),
            ..ImportOptions::default()
        };
        ImportInput {
            file,
            name: name.to_owned(),
            options,
        }
    }
}
