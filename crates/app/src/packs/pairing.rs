//! Pairs of needs and offers in the packs, the classifications and the term base they go
//! by: what is wrong with one, and one ready to be asked.

use super::{Loaded, Packs};
use julin_matching::TaxonomySpec;
use julin_matching::pair::{PairSpec, Pairing, Surroundings};
use julin_matching::text::{TermBase, TermGroup};
use julin_model::{Diagnostic, Text};
use julin_pack::{Category, Document, View};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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

/// A term base: what means the same in other words, or in the other language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TermsSpec {
    /// Its name.
    pub title: Text,
    /// Groups of terms.
    pub groups: Vec<TermGroup>,
}

/// Everything wrong with a term base.
pub(super) fn check_terms(document: &Document<TermsSpec>, _view: &View<'_>) -> Vec<Diagnostic> {
    let groups = document.value.groups.iter().enumerate();
    let found = groups.flat_map(|(at, group)| {
        let (_, found) = TermBase::new(vec![group.clone()]);
        let place = document.place(&format!("groups.{at}"));
        found.into_iter().map(move |found| found.at(place.clone()))
    });
    found.collect()
}

impl Packs {
    /// The term bases of all packs as one; what is wrong in one was told when it was read.
    pub fn term_base(&self) -> TermBase {
        let all = self.terms.values().flat_map(|own| own.spec.groups.clone());
        TermBase::new(all.collect()).0
    }

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
