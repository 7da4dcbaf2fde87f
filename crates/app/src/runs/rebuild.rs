//! Computing a run again and saying whether it came out the same.

use super::{Progress, Request};
use crate::call::{Answer, App};
use crate::contract::Rebuilt;
use julin_model::Run;

/// The run to compute again.
#[derive(Debug, Clone)]
pub struct RebuildInput {
    /// As kept.
    pub run: Run,
}

/// Computes the run again with today's packs and figures. It is the same when the result
/// is, byte for byte; otherwise the answer says what differs: packs, figures, or neither,
/// which is a fault.
pub fn rebuild_run(
    app: Option<&App>,
    input: &RebuildInput,
    progress: Progress<'_>,
) -> Answer<Rebuilt> {
    let kept = &input.run.head;
    let again = Request::of_run(kept)?.perform(app, progress)?.head;
    Ok(Rebuilt {
        id: kept.id.clone(),
        kind: kept.kind.clone(),
        same_packs: again.pack_digest == kept.pack_digest,
        same_figures: again.input_digest == kept.input_digest,
        same_result: again.output_digest == kept.output_digest,
        output_digest: again.output_digest,
        kept_digest: kept.output_digest.clone(),
    })
}

/// True when a run is about figures or facts of a store, not of files.
pub fn needs_store(run: &Run) -> Answer<bool> {
    Ok(Request::of_run(&run.head)?.needs_store())
}
