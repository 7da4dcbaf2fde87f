//! All sources, with how many statements rest on each.

use crate::call::{Answer, App, Call};
use crate::contract::{SourceLine, SourceLink};
use julin_model::Source;
use julin_store::Tx;

/// Every source in force.
pub fn sources(app: &App, _call: &Call) -> Answer<Vec<SourceLine>> {
    app.store.read(|tx| {
        let all = tx.sources()?;
        all.iter().map(|source| source_line(tx, source)).collect()
    })
}

/// One line of the list.
pub fn source_line(tx: &mut Tx, source: &Source) -> Answer<SourceLine> {
    Ok(SourceLine {
        source: SourceLink {
            id: source.id.clone(),
            title: source.title.clone(),
            published: source.published.clone(),
            held: tx.source_is_held(&source.id)?,
        },
        kind: source.kind,
        publisher: source.publisher.clone(),
        sha256: source.sha256.clone(),
        records: tx.record_count(Some(&source.id))?,
    })
}
