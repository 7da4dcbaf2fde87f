//! Checks packs and prints one line per finding: `file:line:col code key=value …`.
//!
//! `cargo run -q -p julin-pack --example check -- packs/<id>`; without an argument all
//! built-in packs. Kinds of other crates are accepted without a look inside; `julin pack
//! check` looks inside too.

use julin_pack::{PackFiles, PackSource, Registry, builtin, load};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let source = if wanted.is_empty() {
        PackSource::new().with(builtin())
    } else {
        let packs = wanted
            .iter()
            .flat_map(|folder| PackFiles::read_all(Path::new(folder)));
        let beside = wanted
            .iter()
            .flat_map(|folder| PackFiles::beside(Path::new(folder)));
        PackSource::new()
            .with(packs)
            .with_library(builtin())
            .with_library(beside)
    };
    let folders = [
        "frameworks",
        "mappings",
        "criteria",
        "policies",
        "taxonomies",
        "workflows",
        "calendars",
        "samples",
        "words",
    ];
    let registry = folders
        .into_iter()
        .fold(Registry::new(), Registry::with_unchecked);
    let loaded = load(source, &registry);
    for finding in &loaded.diagnostics {
        let place = finding
            .place
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        let args: Vec<String> = finding
            .args
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        println!("{place} {} {}", finding.code, args.join(" "));
    }
    for pack in &loaded.packs {
        eprintln!(
            "{}: {} units, {} types, {} fields, {} sources, {} entities, {} facts, {} links, {} discrepancies, {} documents, {} cases",
            pack.id,
            pack.units.len(),
            pack.types.len(),
            pack.fields.len(),
            pack.sources.len(),
            pack.entities.len(),
            pack.facts.len(),
            pack.links.len(),
            pack.discrepancies.len(),
            pack.documents.len(),
            pack.cases.all().len(),
        );
    }
    if loaded.packs.is_empty() || loaded.has_errors() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
