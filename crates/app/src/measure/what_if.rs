//! What if: the same evaluation with some weights, values or settings changed.

use super::subject::{Evaluated, Subject};
use crate::call::{Answer, App};
use crate::contract::WhatIf;
use crate::runs::{Computation, Progress};
use julin_measure::what_if::{ChangeSet, Moved, Standing, apply};
use serde::{Deserialize, Serialize};

/// What is changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WhatIfInput {
    /// Framework and figures.
    pub subject: Subject,
    /// The changes.
    pub changes: ChangeSet,
}

impl Computation for WhatIfInput {
    const KIND: &'static str = "measure.what-if";
    type Outcome = WhatIf;

    fn subjects(&self) -> Vec<&Subject> {
        vec![&self.subject]
    }

    fn compute(
        &self,
        subjects: &[Evaluated],
        _app: Option<&App>,
        _progress: Progress<'_>,
    ) -> Answer<WhatIf> {
        what_if(&subjects[0], self)
    }
}

/// All units with and without the changes, in the order of their changed ranks.
fn what_if(evaluated: &Evaluated, input: &WhatIfInput) -> Answer<WhatIf> {
    let before = evaluated.score();
    let changed = apply(&before, &input.changes);
    let after = changed.score(&before);
    let mut diagnostics = changed.diagnostics.clone();
    let is_new = |found: &&julin_model::Diagnostic| !before.diagnostics.contains(found);
    diagnostics.extend(after.diagnostics.iter().filter(is_new).cloned());
    let units = evaluated.matrix().units().iter().enumerate();
    let one = |(unit, about): (usize, &julin_measure::Unit)| Moved {
        unit,
        id: about.id.clone(),
        label: about.label.clone(),
        before: Standing::of(&before, unit),
        after: Standing::of(&after, unit),
    };
    let mut units: Vec<Moved> = units.map(one).collect();
    units.sort_by_key(|moved| moved.after.rank.unwrap_or(u32::MAX));
    let differs = units.iter().filter(|m| m.before.differs(m.after));
    Ok(WhatIf {
        framework: evaluated.title.clone(),
        as_of: input.subject.as_of(),
        decimals: evaluated.framework.method.decimals,
        changed: differs.count() as u32,
        units,
        diagnostics,
    })
}
