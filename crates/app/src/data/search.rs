//! Find entities by name, short name, alias or identifier, in either script.

use crate::call::{Answer, App, Call};
use crate::contract::SearchHit;
use crate::lookup::link;

/// What to look for.
#[derive(Debug, Clone)]
pub struct SearchInput {
    /// As typed.
    pub text: String,
    /// Most hits.
    pub limit: u64,
}

/// Best matches first: whole name, beginning, anywhere in a name.
pub fn search(app: &App, _call: &Call, input: &SearchInput) -> Answer<Vec<SearchHit>> {
    let text = input.text.trim();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    app.store.read(|tx| {
        let mut hits = Vec::new();
        for hit in tx.search(text, input.limit.min(200) as usize)? {
            hits.push(SearchHit {
                type_label: app.packs.type_label(&hit.kind),
                entity: link(&hit.id, hit.kind, hit.name),
                matched: hit.matched,
            });
        }
        Ok(hits)
    })
}
