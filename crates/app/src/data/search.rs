//! Find entities by name, short name, alias or identifier, in either script.

use crate::call::{Answer, App, Call};
use crate::contract::SearchHit;
use crate::lookup::link;
use julin_store::{NameHit, Tx};
use opencc_fmmseg::OpenCC;
use std::sync::LazyLock;

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
        for hit in hits_in_either_script(tx, text, input.limit.min(200) as usize)? {
            hits.push(SearchHit {
                type_label: app.packs.type_label(&hit.kind),
                entity: link(&hit.id, hit.kind, hit.name),
                matched: hit.matched,
            });
        }
        Ok(hits)
    })
}

/// As typed, or, when that finds nothing, with traditional characters simplified.
fn hits_in_either_script(tx: &mut Tx, text: &str, limit: usize) -> Answer<Vec<NameHit>> {
    let hits = tx.search(text, limit)?;
    if !hits.is_empty() || text.is_ascii() {
        return Ok(hits);
    }
    let simplified = simplified(text);
    Ok(if simplified == text {
        hits
    } else {
        tx.search(&simplified, limit)?
    })
}

/// Reads its word lists at first use: some 50 ms and 25 MB, only for those who need it.
fn simplified(text: &str) -> String {
    static CONVERTER: LazyLock<OpenCC> = LazyLock::new(OpenCC::new);
    CONVERTER.t2s(text, false)
}
