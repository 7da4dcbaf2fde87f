//! The packs in use, with what each holds and whether its facts are in the store.

use super::load_facts::is_loaded;
use crate::call::{Answer, App, Call};
use crate::contract::PackLine;
use julin_pack::Pack;
use julin_store::Tx;

/// All packs, required ones before those that need them.
pub fn list(app: &App, _call: &Call) -> Answer<Vec<PackLine>> {
    app.store.read(|tx| {
        app.packs
            .all()
            .iter()
            .map(|pack| pack_line(tx, pack))
            .collect()
    })
}

/// One line of the list. Kinds are keys of the catalogue: `page.packs.kind.<kind>`.
pub fn pack_line(tx: &mut Tx, pack: &Pack) -> Answer<PackLine> {
    let documents = |kind: &str| pack.documents_of(kind).count();
    let counts = [
        ("fields", pack.fields.len()),
        ("frameworks", documents("frameworks")),
        ("entities", pack.entities.len()),
        ("facts", pack.facts.len()),
        ("links", pack.links.len()),
        ("discrepancies", pack.discrepancies.len()),
        ("crosswalks", pack.crosswalks.len()),
        ("mappings", documents("mappings")),
        ("samples", documents("samples")),
        ("units", pack.units.len()),
        ("types", pack.types.len()),
        ("sources", pack.sources.len()),
        ("cases", pack.cases.all().len()),
    ];
    let held = counts.into_iter().filter(|(_, count)| *count > 0);
    Ok(PackLine {
        id: pack.id.clone(),
        title: pack.manifest.title.clone(),
        version: pack.manifest.version.clone(),
        checked_on: Some(pack.manifest.checked_on.to_string()),
        digest: pack.digest.clone(),
        contents: held
            .map(|(kind, count)| (kind.to_owned(), count as u32))
            .collect(),
        loaded: is_loaded(tx, pack)?,
    })
}
