//! Sample cases of the packs.

use super::Packs;
use crate::sample::SampleCasesSpec;

impl Packs {
    /// The sets of sample cases with their identifiers. Read when asked for: a demo asks once.
    pub fn sample_cases(&self) -> Vec<(String, SampleCasesSpec)> {
        let sets = self
            .packs
            .iter()
            .flat_map(|pack| pack.documents_of("sample-cases"));
        let read = sets.filter_map(|raw| {
            let document = raw.read::<SampleCasesSpec>().document?;
            Some((raw.id(), document.value))
        });
        read.collect()
    }
}
