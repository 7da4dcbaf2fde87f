//! Loading: which packs, in which order, and all checks that look across files.

use crate::check::Names;
use crate::declare::{declare, declare_cases, declare_resolved, see_required};
use crate::document::in_order;
use crate::files::PackFiles;
use crate::pack::Pack;
use crate::parts::Parts;
use crate::registry::{Registry, View};
use crate::resolve::Resolve;
use julin_model::{Diagnostic, Severity};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::available_parallelism;

/// Where packs come from.
#[derive(Debug, Clone, Default)]
pub struct PackSource {
    wanted: Vec<PackFiles>,
    library: Vec<PackFiles>,
    cases_unread: bool,
}

impl PackSource {
    /// No packs yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Loads these packs; a later pack replaces an earlier one of the same id.
    #[must_use]
    pub fn with(mut self, packs: impl IntoIterator<Item = PackFiles>) -> Self {
        self.wanted.extend(packs);
        self
    }

    /// Loads these packs only when one that is loaded requires them.
    #[must_use]
    pub fn with_library(mut self, packs: impl IntoIterator<Item = PackFiles>) -> Self {
        self.library.extend(packs);
        self
    }

    /// Puts a text in place of a file of a pack, or beside its files: a draft.
    #[must_use]
    pub fn with_file(mut self, pack: &str, path: &str, text: &str) -> Self {
        let all = self.wanted.iter_mut().chain(&mut self.library);
        for files in all.filter(|files| files.id == pack) {
            let bytes = Cow::Owned(text.as_bytes().to_vec());
            files.files.insert(path.to_owned(), bytes);
        }
        self
    }

    /// The files of a pack: those that will be loaded.
    pub fn pack(&self, id: &str) -> Option<&PackFiles> {
        let all = self.wanted.iter().rev().chain(&self.library);
        let mut own = all.filter(|files| files.id == id);
        own.next()
    }

    /// Leaves the cases of all packs unread until somebody asks for them; what is wrong
    /// with them is not looked for.
    #[must_use]
    pub fn with_cases_unread(mut self) -> Self {
        self.cases_unread = true;
        self
    }
}

/// What loading gave.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The packs, each after those it requires.
    pub packs: Vec<Pack>,
    /// Everything declared.
    pub names: Names,
    /// All findings, in order of file and line.
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// True when something is wrong that is more than a warning.
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|d| d.severity == Severity::Error)
    }

    /// A pack by id.
    pub fn pack(&self, id: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.id == id)
    }
}

/// Loads packs. A finding in one file never stops the others.
pub fn load(source: PackSource, registry: &Registry) -> Loaded {
    let mut loaded = Loaded::default();
    let cases_unread = source.cases_unread;
    let mut gathered = gather(source, registry);
    let order = order(&gathered, &mut loaded.diagnostics);
    let sorted: Vec<Parts> = order.iter().filter_map(|id| gathered.remove(id)).collect();
    // All packs declare before any is resolved: then a word of a pack that is there but
    // not required can be told from one nobody declares.
    for parts in &sorted {
        see_required(parts, &mut loaded.names, &order);
        loaded.diagnostics.extend(declare(parts, &mut loaded.names));
    }
    for parts in sorted {
        let pack = load_one(parts, registry, &mut loaded);
        if !cases_unread {
            loaded
                .diagnostics
                .extend_from_slice(pack.cases.diagnostics());
            let twice = declare_cases(&pack, &mut loaded.names);
            loaded.diagnostics.extend(twice);
        }
        loaded.packs.push(pack);
    }
    loaded.diagnostics = in_order(loaded.diagnostics);
    loaded
}

/// The wanted packs and those they require, read.
fn gather(source: PackSource, registry: &Registry) -> BTreeMap<String, Parts> {
    let by_id = |packs: Vec<PackFiles>| {
        packs
            .into_iter()
            .map(|p| (p.id.clone(), p))
            .collect::<BTreeMap<_, _>>()
    };
    let mut library = by_id(source.library);
    let mut waiting: Vec<PackFiles> = by_id(source.wanted).into_values().collect();
    let mut gathered = BTreeMap::new();
    while !waiting.is_empty() {
        for files in &waiting {
            library.remove(&files.id);
        }
        for parts in read_side_by_side(waiting.split_off(0), registry) {
            let required = parts.manifest.value.requires.iter();
            waiting.extend(required.filter_map(|id| library.remove(id)));
            gathered.insert(parts.files.id.clone(), parts);
        }
    }
    gathered
}

/// Reads packs on all threads: text is read for longer than anything else at the start.
fn read_side_by_side(packs: Vec<PackFiles>, registry: &Registry) -> Vec<Parts> {
    let threads = available_parallelism().map_or(1, NonZero::get);
    let threads = threads.min(packs.len());
    let (waiting, read) = (Mutex::new(packs), Mutex::new(Vec::new()));
    let next = || unpoisoned(&waiting).pop();
    let work = || {
        while let Some(files) = next() {
            let parts = Parts::read(files, registry);
            unpoisoned(&read).push(parts);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    read.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn unpoisoned<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Identifiers of the packs, each after those it requires.
fn order(packs: &BTreeMap<String, Parts>, found: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut sorted = Vec::new();
    for id in packs.keys() {
        visit(id, packs, &mut Vec::new(), &mut sorted, found);
    }
    sorted
}

fn visit(
    id: &str,
    packs: &BTreeMap<String, Parts>,
    path: &mut Vec<String>,
    sorted: &mut Vec<String>,
    found: &mut Vec<Diagnostic>,
) {
    let Some(parts) = packs
        .get(id)
        .filter(|_| !sorted.iter().any(|done| done == id))
    else {
        return;
    };
    path.push(id.to_owned());
    for (i, other) in parts.manifest.value.requires.iter().enumerate() {
        let place = || parts.manifest.place(&format!("requires.{i}"));
        if !packs.contains_key(other) {
            let near =
                crate::suggest::nearest(other, packs.keys().map(String::as_str)).unwrap_or("—");
            found.push(
                Diagnostic::error("pack.missing-pack")
                    .with("id", other)
                    .with("near", near)
                    .at(place()),
            );
        } else if path.contains(other) {
            let circle = format!("{} → {other}", path.join(" → "));
            found.push(
                Diagnostic::error("pack.circle")
                    .with("circle", circle)
                    .at(place()),
            );
        } else {
            visit(other, packs, path, sorted, found);
        }
    }
    path.pop();
    sorted.push(id.to_owned());
}

fn load_one(mut parts: Parts, registry: &Registry, loaded: &mut Loaded) -> Pack {
    let id = parts.files.id.clone();
    loaded.diagnostics.append(&mut parts.found);
    let names = &mut loaded.names;
    let found = RefCell::new(Vec::new());
    let pack = Resolve {
        parts: &parts,
        id: &id,
        names,
        found: &found,
    }
    .pack();
    loaded.diagnostics.append(&mut found.into_inner());
    loaded.diagnostics.extend(declare_resolved(&pack, names));
    let view = View { pack: &id, names };
    loaded.diagnostics.extend(
        parts
            .others
            .iter()
            .flat_map(|document| registry.check(document, &view)),
    );
    Pack {
        documents: parts.others,
        crosswalks: parts.crosswalks,
        cases: parts.cases,
        ..pack
    }
}
