//! Pairs of needs and offers in the packs, and the classifications they go by: what is
//! wrong with one, and one ready to be asked.

use super::{Loaded, Packs};
use julin_matching::TaxonomySpec;
use julin_matching::pair::{PairSpec, Pairing, Surroundings};
use julin_model::Diagnostic;
use julin_pack::{Category, Document, View};

/// Everything wrong with a pair: the engine's own findings, fields no dictionary has, and
/// taxonomies that are none.
pub(super) fn check_pair(document: &Document<PairSpec>, view: &View<'_>) -> Vec<Diagnostic> {
    let spec = &document.value;
    let own = Pairing::compile(spec).findings.into_iter();
    let mut found: Vec<Diagnostic> = own
        .map(|(path, found)| found.at(document.place(&path)))
        .collect();
    for (path, _, field) in spec.fields() {
        found.extend(view.check(Category::Field, &field, || document.place(&path)));
    }
    for (at, sign) in spec.signs.iter().enumerate() {
        if let Some(taxonomy) = sign.like.taxonomy() {
            let (id, path) = (format!("taxonomies:{taxonomy}"), format!("signs.{at}.like"));
            found.extend(view.check(Category::Document, &id, || document.place(&path)));
        }
    }
    found
}

/// Everything wrong with a taxonomy.
pub(super) fn check_taxonomy(
    document: &Document<TaxonomySpec>,
    view: &View<'_>,
) -> Vec<Diagnostic> {
    let own = document.value.check().into_iter();
    let mut found: Vec<Diagnostic> = own
        .map(|(path, found)| found.at(document.place(&path)))
        .collect();
    if let Some(key) = &document.value.reference {
        let id = format!("{}.{key}", view.pack);
        found.extend(view.check(Category::Source, &id, || document.place("reference")));
    }
    found
}

impl Packs {
    /// A pair as written, by `<pack>/<name>`.
    pub fn pair(&self, id: &str) -> Option<&Loaded<PairSpec>> {
        self.pairs.get(id)
    }

    /// All pairs in order of identifier.
    pub fn pairs(&self) -> impl Iterator<Item = &Loaded<PairSpec>> {
        self.pairs.values()
    }

    /// The taxonomies a pair goes by.
    pub fn surroundings(&self, spec: &PairSpec) -> Surroundings {
        let mut around = Surroundings::default();
        for id in spec.signs.iter().filter_map(|sign| sign.like.taxonomy()) {
            if let Some(own) = self.taxonomies.get(id) {
                around.trees.insert(id.to_owned(), own.spec.tree());
                around.chains.insert(id.to_owned(), own.spec.chain());
            }
        }
        around
    }
}
