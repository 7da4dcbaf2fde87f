//! How sure the ranks of a ranking are: read from the last kept uncertainty run on the
//! very same packs and figures. Nothing is computed here.

use super::subject::Subject;
use super::uncertainty::UncertaintyInput;
use crate::call::{Answer, App};
use crate::contract::RankIntervals;
use crate::runs::{Computation, Kept};
use julin_model::RunHead;
use julin_store::Tx;

/// The identifier of the last run that fits; `None` where none was kept, or packs or
/// figures have changed since.
pub(super) fn fitting_run(
    app: &App,
    tx: &mut Tx,
    subject: &Subject,
    figures: &str,
) -> Answer<Option<String>> {
    let runs = tx.runs_on(UncertaintyInput::KIND, &app.packs.digest(), figures)?;
    // Two frameworks may use the same figures; a run by another method is another ranking.
    let fits = |head: &RunHead| {
        let input = serde_json::from_str::<UncertaintyInput>(&head.parameters);
        input.is_ok_and(|input| input.subject == *subject)
    };
    Ok(runs.into_iter().find(fits).map(|head| head.id))
}

/// The intervals a run found. A run that cannot be read any more has none.
pub(super) fn rank_intervals(app: &App, run: &str) -> Option<RankIntervals> {
    let kept = Kept::<UncertaintyInput>::open(app, run).ok()?;
    let found = kept.outcome.uncertainty;
    let id = |at: &usize| found.units.get(*at).map(|unit| unit.id.clone());
    let tiers = found.tiers.iter();
    let tiers = tiers.map(|tier| tier.units.iter().filter_map(id).collect());
    Some(RankIntervals {
        run: kept.head.id,
        computed_at: kept.head.computed_at,
        draws: found.draws,
        varied: kept.input.spec.vary,
        tiers: tiers.collect(),
        ranks: found
            .units
            .iter()
            .filter_map(|unit| Some((unit.id.clone(), unit.ranks?)))
            .collect(),
    })
}
